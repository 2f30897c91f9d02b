//! The laws of the waterfall, tried on random shortfalls and policies; and its edges.

#![expect(clippy::unwrap_used, reason = "a request that cannot be read is a failed test")]
#![expect(clippy::needless_pass_by_value, reason = "values are written where they are used")]

use proptest::prelude::*;
use samfin_core::{By, Calculation, Error, Lang, Request, calculate, default_sentences};
use serde_json::{Value, json};

fn request(policy: Value, events: Value, reserve: &str) -> Value {
    let kinds = ["region", "municipality", "municipality", "municipality", "municipality"];
    let party = |(i, kind): (usize, &&str)| json!({ "id": format!("p{i}"), "name": format!("P{i}"), "kind": kind });
    json!({ "year": 2027, "opening": { "reserve": reserve }, "events": events, "agreement": {
        "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "p0", "default_policy": policy,
        "parties": kinds.iter().enumerate().map(party).collect::<Vec<_>>(),
        "costs": [
            { "id": "s", "name": "Sekreterare", "type": "staff", "key": "key",
              "hours": { "per_year": "160" }, "rate": { "hourly": "501.37" } },
            { "id": "d", "name": "Seminarium", "type": "purchase", "key": "key", "provided_by": "p2", "amount": { "per_year": "9999.99" } },
            { "id": "r", "name": "Reserv", "type": "reserve", "key": "key", "amount": { "per_year": "1000.00" } } ],
        "keys": { "key": { "type": "shares", "shares": { "p0": "50", "p1": "11", "p2": "13", "p3": "7", "p4": "19" } } } } })
}

fn run(request: &Value) -> Calculation {
    calculate(&Request::parse(request.to_string().as_bytes()).unwrap(), false).unwrap()
}

fn step() -> impl Strategy<Value = Value> {
    let limit = (0_u32..30_000).prop_map(|kronor| format!("{kronor}.37"));
    let percent = (0_u32..=100).prop_map(|percent| percent.to_string());
    let maybe = |strategy: BoxedStrategy<String>| proptest::option::of(strategy);
    prop_oneof![
        maybe(limit.clone().boxed()).prop_map(|limit| json!({ "type": "reserve", "limit": limit })),
        (maybe(percent.clone().boxed()), any::<bool>(), any::<bool>()).prop_map(|(percent, all, equal)| json!({
            "type": "redistribute", "max_increase_percent": percent,
            "among": if all { json!("all") } else { json!({ "kind": "municipality" }) },
            "by": if equal { json!({ "type": "equal" }) } else { Value::Null } })),
        (0_usize..5, maybe(limit.clone().boxed()), maybe(percent.clone().boxed()), any::<bool>()).prop_map(
            |(party, limit, percent, recoverable)| json!({ "type": "guarantor", "party": format!("p{party}"),
                "limit": limit, "percent": percent, "recoverable": recoverable })
        ),
        percent.prop_map(|percent| json!({ "type": "reduce_service", "costs": ["d", "s"], "max_percent": percent })),
        Just(json!({ "type": "match_down", "of": { "kind": "municipality" }, "costs": ["s", "d", "r"] })),
        maybe(limit.boxed()).prop_map(|limit| json!({ "type": "carry_forward", "limit": limit })),
    ]
}

fn events() -> impl Strategy<Value = Vec<Value>> {
    let event = (0_u32..100, 1_u32..12, any::<bool>());
    proptest::collection::btree_map(0_usize..5, event, 1..5).prop_map(|events| {
        let event = |(party, (percent, month, late)): (usize, (u32, u32, bool))| {
            let from = late.then(|| format!("2027-{month:02}-15"));
            json!({ "party": format!("p{party}"), "contributes_percent": percent.to_string(), "from": from })
        };
        events.into_iter().map(event).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_balance_whatever_happens(
        policy in proptest::collection::vec(step(), 0..6), events in events(), reserve in 0_u32..20_000,
    ) {
        let body = request(json!(policy), json!(events), &format!("{reserve}.00"));
        let calculation = run(&body);
        let default = calculation.default.as_ref().unwrap();
        let sum = |of: fn(&samfin_core::PartyResult) -> i64| calculation.parties.iter().map(of).sum::<i64>();

        // Cover, cuts, reserve, advance and what is uncovered account for the whole shortfall.
        prop_assert_eq!(sum(|p| p.shortfall.ore()), default.shortfall.ore());
        let covered: i64 = default.steps.iter().map(|step| step.covered.ore()).sum();
        prop_assert_eq!(covered + default.uncovered.ore(), default.shortfall.ore());
        let cuts: i64 = calculation.costs.iter().map(|cost| cost.reduction.ore()).sum();
        let used: i64 = default.steps.iter().filter(|s| s.kind == "reserve").map(|s| s.covered.ore()).sum();
        prop_assert_eq!(sum(|p| p.cover.ore()) + cuts + used + sum(|p| p.advance.ore()), default.shortfall.ore());

        // Positions sum to zero, with the reserve's.
        let set_aside = calculation.costs.iter().find(|c| c.id.as_str() == "r").map(|c| c.amount.ore() - c.reduction.ore()).unwrap();
        prop_assert_eq!(sum(|p| p.net.ore()) + used - set_aside, 0);

        // Debts equal claims, and nobody cut or covers what it may not.
        let claims: i64 = default.claims.iter().map(|claim| claim.amount.ore()).sum();
        prop_assert_eq!(sum(|p| p.debt.ore()), claims);
        for party in &calculation.parties {
            prop_assert!(party.shortfall.ore() <= party.allocated.ore());
            prop_assert!(party.shortfall.is_zero() || party.cover.is_zero(), "a defaulter covers nothing");
            prop_assert!(party.payable.ore() >= 0);
        }
        prop_assert!(calculation.costs.iter().all(|cost| cost.reduction.ore() <= cost.amount.ore()));
    }

    #[test]
    fn nobody_is_above_the_cap(percent in 0_u32..60, events in events()) {
        let step = json!({ "type": "redistribute", "max_increase_percent": percent.to_string() });
        let half = json!({ "type": "redistribute", "max_increase_percent": (percent / 2).to_string() });
        let calculation = run(&request(json!([half, step]), json!(events), "0.00"));
        for party in &calculation.parties {
            prop_assert!(party.cover.ore() * 100 <= party.allocated.ore() * i64::from(percent));
        }
    }

    #[test]
    fn the_order_of_events_changes_nothing(policy in proptest::collection::vec(step(), 0..6), events in events()) {
        let mut turned = events.clone();
        turned.reverse();
        let answer = |events: Vec<Value>| run(&request(json!(policy), json!(events), "500.00"));
        prop_assert_eq!(answer(events), answer(turned));
    }
}

#[test]
fn a_key_without_anyone_covers_nothing_and_a_key_that_lacks_a_statistic_is_an_error() {
    let events = json!([{ "party": "p1", "contributes_percent": "0" }]);
    let by = |key: Value| request(json!([{ "type": "redistribute", "by": key }]), events.clone(), "0.00");
    let nothing = run(&by(json!({ "type": "shares", "shares": { "p1": "1" } })));
    let default = nothing.default.unwrap();
    assert_eq!(default.steps[0].covered.to_string(), "0.00");
    assert_eq!(default.uncovered, default.shortfall);
    assert_eq!(nothing.warnings[0].code.as_str(), "uncovered-shortfall");
    let missing = by(json!({ "type": "statistic", "statistic": "population" }));
    let Err(Error::Invalid(issues)) = calculate(&Request::parse(missing.to_string().as_bytes()).unwrap(), false) else {
        panic!("a statistic is missing");
    };
    assert_eq!(issues[0].pointer, "/agreement/default_policy/0/by/statistic");
}

#[test]
fn at_nothing_left_a_step_evaluates_nothing() {
    let policy = json!([{ "type": "carry_forward" }, { "type": "redistribute", "by": { "type": "statistic", "statistic": "none" } }]);
    let calculation = run(&request(policy, json!([{ "party": "p1", "contributes_percent": "0" }]), "0.00"));
    assert_eq!(calculation.default.unwrap().steps[1].covered.to_string(), "0.00");
}

#[test]
fn one_who_left_before_the_shortfall_is_not_asked() {
    let mut body = request(
        json!([{ "type": "redistribute" }]),
        json!([{ "party": "p1", "contributes_percent": "0", "from": "2027-07-01" }]),
        "0.00",
    );
    body["agreement"]["parties"][3]["member_to"] = json!("2027-06-30");
    body["agreement"]["parties"][4]["member_to"] = json!("2027-07-01");
    let covers: Vec<bool> = run(&body).parties.iter().map(|party| !party.cover.is_zero()).collect();
    assert_eq!(covers, [true, false, true, false, true]);
}

#[test]
fn what_was_done_is_told_in_sentences() {
    let policy = json!([
        { "type": "reserve", "limit": "100.00" }, { "type": "redistribute", "max_increase_percent": "2" },
        { "type": "guarantor", "party": "p0", "limit": "500.00" },
        { "type": "reduce_service", "costs": ["s"], "max_percent": "5" }, { "type": "carry_forward", "limit": "1000.00" } ]);
    let calculation = run(&request(policy, json!([{ "party": "p4", "contributes_percent": "0" }]), "300.00"));
    let told = |lang| {
        let sentences = default_sentences(&calculation);
        sentences.iter().map(|text| text.get(lang).replace('\u{a0}', " ")).collect::<Vec<_>>()
    };
    assert_eq!(
        told(Lang::Sv),
        [
            "P4 bidrar inte med 17 331,65 kr.",
            "Reserven täcker 100,00 kr.",
            "4 parter täcker 1 477,74 kr; P0 mest, 912,19 kr (+2,0 %).",
            "P0 täcker 500,00 kr (+1,1 %).",
            "Stödet minskas med 4 010,96 kr; Sekreterare mest, 4 010,96 kr (8,00 timmar).",
            "P0 ligger ute med 1 000,00 kr.",
            "10 242,95 kr täcks av ingen; P0 ligger ute med det.",
        ]
    );
    assert_eq!(told(Lang::En)[2], "4 parties cover 1,477.74 kr; P0 most, 912.19 kr (+2.0 %).");
    assert!(matches!(calculation.default.unwrap().steps[4].by[..], [By::Party { .. }]));
}
