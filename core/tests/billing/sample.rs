//! Random years to bill: several payers, employers, boards of one entity, VAT treatments, defaults and outcomes.

use std::sync::Arc;

use proptest::prelude::*;
use samfin_core::{Agreement, Calculation, Ore, Request, calculate};
use serde_json::{Value, json};

/// A year that can be calculated.
#[derive(Debug, Clone)]
pub(crate) struct Year {
    pub(crate) request: Value,
}

impl Year {
    pub(crate) fn agreement(&self) -> Arc<Agreement> {
        Request::parse(self.request.to_string().as_bytes()).unwrap().agreement
    }

    pub(crate) fn calculation(&self) -> Calculation {
        calculate(&Request::parse(self.request.to_string().as_bytes()).unwrap(), false).unwrap()
    }

    /// The same year with the costs at `percent` of what they were, as an outcome.
    pub(crate) fn outcome(&self, percent: i64) -> Self {
        let mut request = self.request.clone();
        let actuals: serde_json::Map<String, Value> = self
            .calculation()
            .costs
            .iter()
            .map(|cost| (cost.id.to_string(), json!({ "amount": kronor(cost.amount.ore() * percent / 100) })))
            .collect();
        request["actuals"] = actuals.into();
        Self { request }
    }
}

pub(crate) fn ore(text: &str) -> Ore {
    text.parse().unwrap()
}

pub(crate) fn kronor(ore: i64) -> String {
    Ore::from_ore(ore).unwrap().to_string()
}

fn cost(parties: usize) -> impl Strategy<Value = (i64, usize, usize, Vec<u32>, bool)> {
    let amount = prop_oneof![4 => 1_i64..30_000_000, 1 => -5_000_000_i64..-1];
    (amount, 0..parties, 0_usize..5, proptest::collection::vec(0_u32..50, parties), any::<bool>())
}

/// A random year of two to seven parties, of which the last may pay for the second and share an entity with the host.
pub(crate) fn year() -> impl Strategy<Value = Year> {
    (2_usize..8).prop_flat_map(|parties| {
        let costs = proptest::collection::vec(cost(parties), 1..5);
        let terms = (any::<bool>(), prop_oneof![Just(1), Just(2), Just(4), Just(12)], any::<bool>(), any::<bool>());
        let default = proptest::option::of((1..parties, prop_oneof![Just(0), 0_u32..100], 0_usize..4));
        (costs, terms, default, any::<bool>(), any::<bool>()).prop_map(move |(costs, terms, default, pays, same)| {
            Year { request: request(parties, &costs, terms, default, pays, same) }
        })
    })
}

fn request(
    parties: usize,
    costs: &[(i64, usize, usize, Vec<u32>, bool)],
    (whole_kronor, instalments, in_advance, minimum): (bool, i32, bool, bool),
    default: Option<(usize, u32, usize)>,
    pays: bool,
    same: bool,
) -> Value {
    let last = parties - 1;
    let party = |i: usize| {
        let payer = (pays && i == 1 && last > 1).then(|| format!("p{last}"));
        let number = if same && i == last { "2120000003".to_owned() } else { format!("212000000{}", 3 + i) };
        json!({ "id": format!("p{i}"), "name": format!("P{i} kommun"), "kind": "municipality", "payer": payer,
                "organisation_number": number })
    };
    let vats = ["outside_scope", "standard_25", "standard_12", "standard_6", "exempt"];
    let cost = |(i, (ore, provider, vat, weights, set_aside)): (usize, &(i64, usize, usize, Vec<u32>, bool))| {
        let shares: serde_json::Map<String, Value> = weights
            .iter()
            .enumerate()
            .map(|(p, w)| (format!("p{p}"), json!((w + u32::from(p == 0)).to_string())))
            .collect();
        let reserve = *set_aside && *ore > 0 && i > 0;
        let mut cost = json!({ "id": format!("c{i}"), "name": format!("Kostnad {i}"), "vat": vats[*vat],
            "type": if reserve { "reserve" } else { "purchase" }, "amount": { "per_year": kronor(*ore) },
            "key": { "type": "shares", "shares": shares } });
        if *vat == 4 {
            cost["exemption_reason"] = json!(format!("undantag {i}"));
        }
        if !reserve {
            cost["provided_by"] = json!(format!("p{provider}"));
        }
        cost
    };
    let policies = [
        json!([]),
        json!([{ "type": "redistribute" }]),
        json!([{ "type": "guarantor", "party": "p0", "percent": "50" }, { "type": "redistribute", "max_increase_percent": "20" }]),
        json!([{ "type": "match_down", "of": { "parties": [format!("p{}", default.map_or(1, |d| d.0))] }, "costs": ["c0"] }]),
    ];
    let events: Vec<Value> = default
        .iter()
        .map(|(party, percent, _)| {
            json!({ "party": format!("p{party}"), "contributes_percent": percent.to_string(), "cause": "no_budget" })
        })
        .collect();
    json!({ "year": 2027, "events": events, "agreement": {
        "name": "Samverkan", "currency": "SEK", "valid_from": "2027-01-01", "host": "p0",
        "rounding_unit": if whole_kronor { "1.00" } else { "0.01" },
        "parties": (0..parties).map(party).collect::<Vec<_>>(),
        "costs": costs.iter().enumerate().map(cost).collect::<Vec<_>>(),
        "default_policy": policies[default.map_or(0, |d| d.2)],
        "invoicing": { "instalments": instalments, "in_advance": in_advance,
                       "minimum_amount": if minimum { "500.00" } else { "0.00" } } } })
}
