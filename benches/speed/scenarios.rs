//! Stress tests and comparisons, beside the same stress test in Python.

use std::time::Duration;

use samfin_core::comparison::{Comparison, compare};
use samfin_core::stress::{StressTest, stress, subsets_of};
use serde_json::{Value, json};

use crate::{JAMTLAND, median, peers, ratio, row};

const EXAMPLE: &str = include_str!("../../examples/jamtland-harjedalen-2027.json");
const SCENARIOS: &str = include_str!("../../examples/scenarios/jamtland-harjedalen-2027.json");

pub(crate) fn measure() {
    comparison();
    let nine = every_subset(9);
    row("9 parties, 511 subsets × 6 policies", &format!("{nine:.1?}"), "≤ 15 ms");
    if let Some(python) = peers::stress("benches/jamtland.json") {
        row("  the same stress test in Python fractions", &format!("{python:.1?}"), "");
        row("  Python / ours", &ratio(python, nine), "");
    }
    let twelve = every_subset(12);
    row("12 parties, 4 095 subsets × 6 policies", &format!("{twelve:.1?}"), "≤ 300 ms");
    let of_one = |parties: u32| timed(&body(parties, 1)).0 / parties;
    let (hundred, thousand) = (of_one(100), of_one(1000));
    row("100 parties, one subset × 6 policies", &format!("{hundred:.1?}"), "");
    row("  1 000 parties / 100 parties", &ratio(thousand, hundred), "≤ 10 ×");
}

/// Six scenarios over the shipped example, and the agreement itself.
fn comparison() {
    let mut body: Value = serde_json::from_str::<Value>(EXAMPLE).unwrap()["request"].take();
    let mut scenarios: Value = serde_json::from_str::<Value>(SCENARIOS).unwrap()["scenarios"].take();
    scenarios.as_array_mut().unwrap().truncate(6);
    let members = body.as_object_mut().unwrap();
    members.remove("year");
    members.insert("years".to_owned(), json!([2027, 2028, 2029, 2030]));
    members.insert("scenarios".to_owned(), scenarios);
    let body = body.to_string();
    let comparison = Comparison::parse(body.as_bytes()).unwrap();
    let time = median(|| drop(std::hint::black_box(compare(&comparison).unwrap())));
    row("6 scenarios × 4 years of the shipped example", &format!("{time:.1?}"), "≤ 1 ms");
    let parse = median(|| drop(std::hint::black_box(Comparison::parse(body.as_bytes()).unwrap())));
    row("  reading the documents", &format!("{parse:.1?}"), "");
}

fn every_subset(parties: u32) -> Duration {
    let (time, subsets) = timed(&body(parties, parties));
    assert_eq!(subsets, 2_u64.pow(parties) - 1);
    time
}

/// The median time, and how many subsets were tried.
fn timed(body: &Value) -> (Duration, u64) {
    let test = StressTest::parse(body.to_string().as_bytes()).unwrap();
    assert_eq!(test.policies.len(), 6);
    (median(|| drop(std::hint::black_box(stress(&test, &mut |_| {}).unwrap()))), subsets_of(&test))
}

/// The test of `benches/peers/bench_stress.py`: Jämtland's agreement without a rule of its own, and five rules beside;
/// with as many municipalities more as are wanted.
fn body(parties: u32, max_defaulters: u32) -> Value {
    let mut body: Value = serde_json::from_str(JAMTLAND).unwrap();
    let own = u32::try_from(body["agreement"]["parties"].as_array().unwrap().len()).unwrap();
    for i in own..parties {
        let id = format!("p{i}");
        body["statistics"]["population"].as_array_mut().unwrap().push(json!({
            "for": id, "date": "2025-12-31", "value": (5000 + i * 37).to_string()
        }));
        body["agreement"]["parties"].as_array_mut().unwrap().push(json!({
            "id": id, "name": "P", "kind": "municipality"
        }));
    }
    let costs: Vec<Value> =
        body["agreement"]["costs"].as_array().unwrap().iter().map(|cost| cost["id"].clone()).collect();
    let first = body["agreement"]["parties"][0]["id"].clone();
    json!({
        "agreement": body["agreement"], "statistics": body["statistics"], "year": body["year"],
        "opening": { "reserve": "20000.00" }, "max_defaulters": max_defaulters,
        "policies": {
            "redistribute": [{ "type": "redistribute" }],
            "capped": [{ "type": "redistribute", "max_increase_percent": "10" }, { "type": "carry_forward" }],
            "guaranteed": [{ "type": "guarantor", "party": first, "percent": "50" }, { "type": "redistribute" }],
            "less": [{ "type": "reduce_service", "costs": costs, "max_percent": "25" }, { "type": "redistribute" }],
            "reserve-first": [
                { "type": "reserve" }, { "type": "redistribute", "max_increase_percent": "5" }, { "type": "reduce_service", "costs": costs }
            ]
        }
    })
}
