//! What a careful reader asks: for every code an agreement that has it, and a near neighbour that does not.

#![expect(clippy::unwrap_used, reason = "a request that cannot be read is a failed test")]

mod cases;
mod page;
mod sound;

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use samfin_core::{Finding, FindingCode};
use serde_json::{Value, json};

use sound::{bounded, changed, of_document, of_year, places, read, sound};

#[test]
fn a_key_charges_only_those_that_its_uses_let_in() {
    let groups = json!({ "type": "groups", "groups": [{ "among": { "kind": "region" }, "weight": "1", "key": { "type": "equal" } }] });
    let used = |among: Value| {
        changed(&[
            ("/keys/inner", groups.clone()),
            ("/keys/outer", json!({ "type": "among", "among": among, "key": { "type": "ref", "key": "inner" } })),
            ("/costs/0/key", json!("outer")),
        ])
    };
    assert_eq!(of_document(&used(json!({ "kind": "region" }))), []);
    let everyone = of_document(&used(json!("all")));
    assert_eq!(places(&everyone), [("party-in-no-group", "/keys/inner/groups")]);
    assert_eq!(everyone[0].text.en, "in no group, and so paying nothing: A, B", "one finding for both");
}

#[test]
fn a_bound_of_a_key_that_no_cost_uses_is_not_tried() {
    let lonely = bounded(&json!({ "max": { "region": { "percent": "99" } } }));
    assert_eq!(of_year(&changed(&[("/keys/lonely", lonely.clone())])), []);
    let used = of_year(&changed(&[("/keys/lonely", lonely), ("/costs/0/key", json!("lonely"))]));
    assert_eq!(places(&used), [("cap-never-binds", "/keys/lonely/max/region")]);
}

#[test]
fn a_limit_on_a_step_that_is_not_reached_is_not_asked_about() {
    let everything = json!({ "type": "redistribute" });
    let guarantor = json!({ "type": "guarantor", "party": "k", "limit": "900.00" });
    let carried = json!({ "type": "carry_forward" });
    let policy = |steps: &[&Value]| changed(&[("/default_policy", json!(steps))]);
    let reserve = json!({ "type": "reserve" });
    assert_eq!(of_year(&policy(&[&reserve, &everything, &guarantor, &carried])), []);
    let reached = of_year(&policy(&[&reserve, &guarantor, &everything, &carried]));
    assert_eq!(places(&reached), [("cap-never-binds", "/default_policy/1/limit")]);
}

#[test]
fn a_party_alone_has_no_one_to_share_with_and_no_guarantor_in_itself() {
    let mut request = sound();
    let agreement = request["agreement"].as_object_mut().unwrap();
    agreement["parties"].as_array_mut().unwrap().truncate(1);
    agreement["keys"] = json!({ "half": { "type": "equal" } });
    agreement["default_policy"] =
        json!([{ "type": "redistribute" }, { "type": "guarantor", "party": "r", "limit": "1.00" }]);
    let expected = [
        ("policy-covers-nothing", "/default_policy"),
        ("step-covers-nothing", "/default_policy/0"),
        ("step-covers-nothing", "/default_policy/1"),
    ];
    assert_eq!(places(&of_document(&request)), expected);
}

#[test]
fn a_reserve_is_filled_only_by_meetings_that_are_held() {
    let meeting = |each: &str, held: &str| {
        changed(&[
            ("/bodies", json!([{ "id": "forum", "meetings_per_year": held }])),
            ("/costs/1/amount", json!({ "per_meeting": each, "bodies": ["forum"] })),
        ])
    };
    assert_eq!(of_document(&meeting("1.00", "4")), []);
    for nothing in [meeting("0.00", "4"), meeting("1.00", "0")] {
        assert_eq!(places(&of_document(&nothing)), [("empty-reserve", "/default_policy/0")]);
    }
}

#[test]
fn a_policy_that_cannot_be_calculated_is_found_before_anyone_falls_short() {
    let by = json!({ "type": "statistic", "statistic": "tax-base", "as_of": { "date": "2027-01-01" } });
    let found = of_year(&changed(&[("/default_policy/2", json!({ "type": "redistribute", "by": by }))]));
    let place = ("year-cannot-be-calculated", "/default_policy/2/by/statistic");
    assert_eq!(places(&found), [place]);
    let start = "2028 cannot be calculated when R falls short: ";
    assert!(found[0].text.en.starts_with(start), "{}", found[0].text.en);
}

#[test]
fn what_is_left_uncovered_is_told_in_kronor_for_the_party_that_leaves_most() {
    let found = of_year(&changed(&[("/default_policy", json!([{ "type": "reserve" }]))]));
    // A bears three quarters of half of 1 100 kronor, and 50 are in the reserve; the host bears more.
    assert_eq!(
        found[0].text.en,
        "if A alone falls short all of 2028, 362.50 kr are left uncovered, which the host has to lay out"
    );
}

#[test]
fn the_events_of_the_request_are_not_looked_at() {
    let mut request = changed(&[("/default_policy/4", json!({ "type": "carry_forward", "limit": "1.00" }))]);
    let found = of_year(&request);
    request["events"] =
        json!([{ "party": "a", "contributes_percent": "50" }, { "party": "b", "contributes_percent": "0" }]);
    assert_eq!(of_year(&request), found);
}

#[test]
fn a_year_that_would_take_too_long_is_judged_by_its_document() {
    let mut request = changed(&[("/default_policy/1/limit", json!("499.00"))]);
    let parties = request["agreement"]["parties"].as_array_mut().unwrap();
    parties.extend((0..3_000).map(|i| json!({ "id": format!("p{i}"), "name": "P", "kind": "region" })));
    assert_eq!(of_year(&request), []);
}

#[test]
fn no_example_is_found_twice_at_one_place_or_out_of_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut read_files = 0;
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|ending| ending == "json") {
            let case: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            for found in [of_document(&case["request"]), of_year(&case["request"])] {
                let places = places(&found);
                assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len(), "{file:?}: {places:?}");
                assert!(!found.iter().any(|finding| finding.code == FindingCode::YearCannotBeCalculated), "{file:?}");
            }
            read_files += 1;
        }
    }
    assert!(read_files >= 7, "{read_files} examples");
}

#[test]
fn the_region_hears_before_2027_that_its_reserve_is_still_empty() {
    let case: Value = serde_json::from_str(include_str!("../../../examples/jamtland-harjedalen-2027.json")).unwrap();
    let serious = |found: Vec<Finding>| -> Vec<String> {
        let asked = found.into_iter().filter(|finding| finding.code != FindingCode::AssumedFigure);
        asked.map(|finding| format!("{} {}", finding.code, finding.pointer)).collect()
    };
    assert_eq!(serious(of_document(&case["request"])), ["guarantor-may-default /default_policy/2/party"]);
    let year = [
        "empty-reserve /default_policy/0",
        "redistribution-in-running-year /default_policy/1",
        "guarantor-may-default /default_policy/2/party",
    ];
    assert_eq!(serious(of_year(&case["request"])), year);
}

fn step() -> impl Strategy<Value = Value> {
    let percent = || proptest::option::of((0_u32..150).prop_map(|percent| percent.to_string()));
    let limit = || proptest::option::of((0_u32..2_000).prop_map(|kronor| format!("{kronor}.00")));
    let kind = prop_oneof![Just("region"), Just("municipality"), Just("association")];
    prop_oneof![
        limit().prop_map(|limit| json!({ "type": "reserve", "limit": limit })),
        (kind, percent()).prop_map(
            |(kind, most)| json!({ "type": "redistribute", "among": { "kind": kind }, "max_increase_percent": most })
        ),
        (prop_oneof![Just("r"), Just("k")], limit())
            .prop_map(|(party, limit)| json!({ "type": "guarantor", "party": party, "limit": limit })),
        (0_u32..=100)
            .prop_map(|most| json!({ "type": "reduce_service", "costs": ["hall"], "max_percent": most.to_string() })),
        limit().prop_map(|limit| json!({ "type": "carry_forward", "limit": limit })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// What the document proves of a policy, the figures of a year cannot contradict.
    #[test]
    fn the_year_agrees_with_what_the_document_proves(policy in proptest::collection::vec(step(), 0..5)) {
        let request = changed(&[("/default_policy", json!(policy))]);
        let (document, year) = (of_document(&request), of_year(&request));
        prop_assert_eq!(&year, &of_year(&request), "the same answer every time");
        for finding in &document {
            let again = year.iter().any(|of_year| (of_year.code, &of_year.pointer) == (finding.code, &finding.pointer));
            prop_assert!(again, "{finding:?} is not in {year:?}");
        }
        // What covers nothing by the document covers nothing when it is calculated.
        for finding in document.iter().filter(|finding| finding.code == FindingCode::StepCoversNothing) {
            let step: usize = finding.pointer.rsplit('/').next().unwrap().parse().unwrap();
            for party in ["r", "a", "b"] {
                let mut alone = request.clone();
                alone["events"] = json!([{ "party": party, "contributes_percent": "0" }]);
                let split = samfin_core::calculate(&read(&alone), false).unwrap();
                prop_assert!(split.default.unwrap().steps[step].covered.is_zero());
            }
        }
    }
}
