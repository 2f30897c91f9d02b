//! The laws of the calculation, tried on random agreements.
//!
//! Not a law, and not asserted: that parts grow with the total (largest remainder lacks it).

#![expect(clippy::unwrap_used, reason = "a request that cannot be read is a failed test")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use samfin_core::{Calculation, Lang, Request, calculate, json};
use serde_json::{Value, json};

/// A random key over parties `p0`…, at most three levels deep; proportional ones only if asked.
fn key(parties: usize, proportional: bool) -> impl Strategy<Value = Value> {
    let weights = proptest::collection::vec(0_u32..50, parties).prop_map(|weights| {
        let shares: serde_json::Map<String, Value> = weights
            .iter()
            .enumerate()
            .map(|(i, weight)| (format!("p{i}"), json!((weight + u32::from(i == 0)).to_string())))
            .collect();
        json!({ "type": "shares", "shares": shares })
    });
    let leaf = prop_oneof![
        Just(json!({ "type": "equal" })),
        weights,
        Just(json!({ "type": "statistic", "statistic": "population" })),
        Just(json!({ "type": "among", "among": { "except": ["p1"] }, "key": { "type": "equal" } })),
    ];
    leaf.prop_recursive(2, 12, 3, move |inner| {
        let blend = proptest::collection::vec((1_u32..9, inner.clone()), 1..3).prop_map(|parts| {
            let parts: Vec<Value> =
                parts.iter().map(|(weight, key)| json!({ "weight": weight.to_string(), "key": key })).collect();
            json!({ "type": "blend", "parts": parts })
        });
        let fee = (0_u32..200, inner.clone()).prop_map(
            |(fee, rest)| json!({ "type": "base_fee", "fees": { "*": format!("{fee}.00") }, "remainder": rest }),
        );
        let bounded = (0_u32..8, inner).prop_map(|(percent, key)| {
            json!({ "type": "bounded", "key": key, "min": { "*": { "percent": percent.to_string() } } })
        });
        if proportional { blend.boxed() } else { prop_oneof![blend, fee, bounded].boxed() }
    })
}

#[derive(Debug, Clone)]
struct Sample {
    parties: usize,
    joins: Option<u32>,
    whole_kronor: bool,
    netted: bool,
    costs: Vec<(i64, Value)>,
}

fn sample(proportional: bool) -> impl Strategy<Value = Sample> {
    (2_usize..9).prop_flat_map(move |parties| {
        let cost = (1_i64..100_000_000, key(parties, proportional));
        (proptest::option::of(2_u32..12), any::<bool>(), any::<bool>(), proptest::collection::vec(cost, 1..4)).prop_map(
            move |(joins, whole_kronor, netted, costs)| Sample { parties, joins, whole_kronor, netted, costs },
        )
    })
}

fn kronor(ore: i64) -> String {
    format!("{}{}.{:02}", if ore < 0 { "-" } else { "" }, ore.abs() / 100, ore.abs() % 100)
}

/// The request of a sample, with parties in the given order and amounts times `sign`.
fn request(sample: &Sample, order: &[usize], sign: i64) -> Value {
    let party = |i: &usize| {
        let joins = sample.joins.filter(|_| *i == sample.parties - 1).map(|month| format!("2027-{month:02}-15"));
        json!({ "id": format!("p{i}"), "name": format!("P{i}"), "kind": "municipality", "member_from": joins })
    };
    let costs: Vec<Value> = sample
        .costs
        .iter()
        .enumerate()
        .map(|(i, (ore, key))| {
            json!({ "id": format!("c{i}"), "name": "c", "type": "purchase", "key": key,
                    "amount": { "per_year": kronor(sign * ore) }, "provided_by": format!("p{}", i % sample.parties) })
        })
        .collect();
    let population: Vec<Value> = order
        .iter()
        .map(|i| json!({ "for": format!("p{i}"), "date": "2026-06-30", "value": (1000 + i * i * 977).to_string() }))
        .collect();
    json!({ "year": 2027, "statistics": { "population": population }, "agreement": {
        "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "p0",
        "settlement": if sample.netted { "netted" } else { "via_host" },
        "rounding_unit": if sample.whole_kronor { "1.00" } else { "0.01" },
        "parties": order.iter().map(party).collect::<Vec<_>>(), "costs": costs } })
}

fn straight(sample: &Sample) -> Vec<usize> {
    (0..sample.parties).collect()
}

fn run(request: &Value) -> Calculation {
    calculate(&Request::parse(request.to_string().as_bytes()).unwrap(), true).unwrap()
}

fn by_line(calculation: &Calculation) -> BTreeMap<(String, String), i64> {
    let line = |line: &samfin_core::Line| ((line.cost.to_string(), line.party.to_string()), line.amount.ore());
    calculation.lines.iter().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_sum_to_the_whole(sample in sample(false)) {
        let calculation = run(&request(&sample, &straight(&sample), 1));
        for cost in &calculation.costs {
            let sum: i64 = calculation.lines.iter().filter(|l| l.cost == cost.id).map(|l| l.amount.ore()).sum();
            prop_assert_eq!(sum, cost.amount.ore());
        }
        let payable: i64 = calculation.parties.iter().map(|party| party.payable.ore()).sum();
        prop_assert_eq!(payable, calculation.total.ore());
        prop_assert_eq!(calculation.parties.iter().map(|party| party.net.ore()).sum::<i64>(), 0);
    }

    #[test]
    fn each_part_is_within_one_unit_of_exact(sample in sample(false)) {
        let calculation = run(&request(&sample, &straight(&sample), 1));
        let unit = if sample.whole_kronor { 100 } else { 1 };
        for trace in &calculation.explanation.as_ref().unwrap().lines {
            let (num, den) = trace.exact.split_once('/').unwrap_or((&trace.exact, "1"));
            let (num, den): (num_bigint::BigInt, num_bigint::BigInt) = (num.parse().unwrap(), den.parse().unwrap());
            let line = calculation.lines.iter().find(|l| l.cost == trace.cost && l.party == trace.party).unwrap();
            let off: num_bigint::BigInt = num * 100 - &den * line.amount.ore();
            prop_assert!(off.magnitude() < &(den.magnitude() * u32::try_from(unit).unwrap()), "{:?}", trace);
        }
    }

    #[test]
    fn the_order_of_parties_and_statistics_changes_nothing(sample in sample(false), turn in 1_usize..8) {
        let mut turned = straight(&sample);
        turned.rotate_left(turn % sample.parties);
        let (a, b) = (run(&request(&sample, &straight(&sample), 1)), run(&request(&sample, &turned, 1)));
        prop_assert_eq!(by_line(&a), by_line(&b));
        if sample.netted {
            prop_assert_eq!(a.transfers, b.transfers);
        }
    }

    #[test]
    fn a_party_without_weight_never_gets_an_ore(sample in sample(true)) {
        // With p1 left out of every key, it gets nothing.
        let mut body = request(&sample, &straight(&sample), 1);
        for cost in body["agreement"]["costs"].as_array_mut().unwrap() {
            cost["key"] = json!({ "type": "among", "among": { "except": ["p1"] }, "key": cost["key"] });
        }
        prop_assert!(run(&body).lines.iter().all(|line| line.party.as_str() != "p1"));
    }

    #[test]
    fn the_split_of_a_negative_amount_mirrors_the_positive(sample in sample(true)) {
        let plus = by_line(&run(&request(&sample, &straight(&sample), 1)));
        let minus = by_line(&run(&request(&sample, &straight(&sample), -1)));
        let mirrored: BTreeMap<_, _> = minus.into_iter().map(|(line, ore)| (line, -ore)).collect();
        prop_assert_eq!(plus, mirrored);
    }

    #[test]
    fn transfers_settle_every_position(sample in sample(false)) {
        let calculation = run(&request(&sample, &straight(&sample), 1));
        let mut left: BTreeMap<String, i64> =
            calculation.parties.iter().map(|party| (party.id.to_string(), party.net.ore())).collect();
        for transfer in &calculation.transfers {
            prop_assert!(transfer.amount.ore() > 0);
            *left.get_mut(transfer.from.as_str()).unwrap() -= transfer.amount.ore();
            *left.get_mut(transfer.to.as_str()).unwrap() += transfer.amount.ore();
        }
        prop_assert!(left.values().all(|ore| *ore == 0), "{:?}", left);
        prop_assert!(calculation.transfers.len() < sample.parties);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes_and_written_then_read_is_the_same(sample in sample(false)) {
        let text = request(&sample, &straight(&sample), 1).to_string();
        let canonical = json::parse(text.as_bytes()).unwrap().to_canonical();
        let answer = |text: &str| {
            let calculation = calculate(&Request::parse(text.as_bytes()).unwrap(), true).unwrap();
            serde_json::to_string(&calculation.answer(Lang::Sv)).unwrap()
        };
        prop_assert_eq!(answer(&text), answer(&canonical));
        prop_assert_eq!(json::parse(canonical.as_bytes()).unwrap().to_canonical(), canonical);
    }

    #[test]
    fn no_bytes_make_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..40), at in 0_usize..2000) {
        let sample = Sample { parties: 3, joins: Some(5), whole_kronor: false, netted: true,
            costs: vec![(12_345, json!({ "type": "bounded", "key": { "type": "equal" }, "min": { "*": { "percent": "5" } } }))] };
        let mut bytes = request(&sample, &straight(&sample), 1).to_string().into_bytes();
        let at = at % bytes.len();
        let end = (at + noise.len()).min(bytes.len());
        bytes.splice(at..end, noise);
        if let Ok(request) = Request::parse(&bytes) {
            let _ = calculate(&request, true);
        }
    }
}
