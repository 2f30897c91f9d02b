//! The table of cases: an agreement that has the finding, and its neighbour.

use std::collections::BTreeSet;

use samfin_core::{Finding, FindingCode};
use serde_json::{Value, json};

use crate::sound::{bounded, changed, of_document, of_year, places, sound};

/// An agreement with a finding, and one almost like it without.
struct Case {
    /// The code that only the first of them has.
    about: &'static str,
    /// All that is found.
    found: &'static [(&'static str, &'static str)],
    with: Value,
    without: Value,
}

fn case(found: &'static [(&'static str, &'static str)], with: &[(&str, Value)], without: &[(&str, Value)]) -> Case {
    Case { about: found[0].0, found, with: changed(with), without: changed(without) }
}

impl Case {
    /// The case when what it is about is not found first.
    fn about(self, code: &'static str) -> Self {
        Self { about: code, ..self }
    }
}

/// What the document alone shows.
fn cases_of_document() -> Vec<Case> {
    let policy = |steps: Value| ("/default_policy", steps);
    let first = |step: Value| ("/default_policy/0", step);
    let hall_key = |bounds: Value| ("/costs/0/key", bounded(&bounds));
    vec![
        case(&[("no-default-policy", "/default_policy")], &[policy(json!([]))], &[]),
        case(
            &[("policy-covers-nothing", "/default_policy"), ("empty-reserve", "/default_policy/0")],
            &[policy(json!([{ "type": "reserve" }])), ("/costs/1/amount/per_year", json!("0.00"))],
            &[policy(json!([{ "type": "reserve" }])), ("/costs/1/amount/per_year", json!("1.00"))],
        ),
        case(
            &[
                ("policy-covers-nothing", "/default_policy"),
                ("step-covers-nothing", "/default_policy/0"),
                ("step-covers-nothing", "/default_policy/1"),
            ],
            &[policy(
                json!([{ "type": "redistribute", "among": { "kind": "association" } }, { "type": "carry_forward", "limit": "0.00" }]),
            )],
            &[policy(json!([{ "type": "carry_forward" }]))],
        ),
        case(
            &[("step-covers-nothing", "/default_policy/0")],
            &[first(json!({ "type": "guarantor", "party": "k", "percent": "0" }))],
            &[first(json!({ "type": "guarantor", "party": "k", "percent": "1" }))],
        ),
        case(
            &[("step-covers-nothing", "/default_policy/0")],
            &[first(json!({ "type": "match_down", "of": { "parties": ["k"] }, "costs": ["hall"] }))],
            &[first(json!({ "type": "match_down", "of": { "parties": ["a"] }, "costs": ["hall"] }))],
        ),
        case(
            &[("step-covers-nothing", "/default_policy/0")],
            &[first(json!({ "type": "reduce_service", "costs": [] }))],
            &[first(json!({ "type": "reduce_service", "costs": ["hall"] }))],
        ),
        case(
            &[("redistribution-in-running-year", "/default_policy/0")],
            &[policy(json!([{ "type": "redistribute" }, { "type": "reserve" }]))],
            &[policy(json!([{ "type": "reserve" }, { "type": "redistribute" }]))],
        ),
        case(
            &[("step-covers-nothing", "/default_policy/0"), ("redistribution-in-running-year", "/default_policy/1")],
            &[policy(json!([{ "type": "reserve", "limit": "0.00" }, { "type": "redistribute" }]))],
            &[policy(json!([{ "type": "reserve", "limit": "1.00" }, { "type": "redistribute" }]))],
        )
        .about("redistribution-in-running-year"),
        case(
            &[("host-lays-out-everything", "/default_policy")],
            &[policy(json!([{ "type": "carry_forward" }]))],
            &[policy(json!([{ "type": "reduce_service", "costs": ["hall"] }, { "type": "carry_forward" }]))],
        ),
        case(&[("empty-reserve", "/default_policy/0")], &[("/costs/1/type", json!("purchase"))], &[]),
        case(&[("guarantor-without-limit", "/default_policy/1")], &[("/default_policy/1/limit", Value::Null)], &[]),
        case(
            &[("guarantor-may-default", "/default_policy/1/party")],
            &[("/default_policy/1/party", json!("r"))],
            &[("/default_policy/1/party", json!("k"))],
        ),
        case(
            &[("cap-never-binds", "/default_policy/1/percent")],
            &[("/default_policy/1/percent", json!("100"))],
            &[("/default_policy/1/percent", json!("99"))],
        ),
        case(
            &[
                ("cap-never-binds", "/costs/0/key/max/*"),
                ("cap-never-binds", "/costs/0/key/min/a"),
                ("cap-never-binds", "/costs/0/key/min/municipality"),
            ],
            &[hall_key(
                json!({ "max": { "*": { "percent": "100" } }, "min": { "a": { "amount": "0.00" }, "municipality": { "percent": "0" } } }),
            )],
            &[hall_key(json!({ "max": { "*": { "percent": "99" } }, "min": { "a": { "amount": "0.01" } } }))],
        ),
        case(&[("no-notice-period", "/notice_months")], &[("/notice_months", Value::Null)], &[]),
        case(&[("no-evaluation-date", "/milestones")], &[("/milestones", Value::Null)], &[]),
        case(
            &[("no-evaluation-date", "/milestones")],
            &[("/milestones/0/date", json!("2026-12-31"))],
            &[("/milestones/0/date", json!("2027-01-01"))],
        ),
        case(
            &[("host-bears-no-costs", "/host")],
            &[("/host", json!({ "rotate": ["r", "k"], "starting": 2027 }))],
            &[("/host", json!({ "rotate": ["r", "a"], "starting": 2027 }))],
        ),
        case(
            &[("party-in-no-group", "/keys/half/groups")],
            &[("/keys/half/groups/1/among", json!({ "parties": ["a"] }))],
            &[("/keys/half/groups/1/among", json!({ "parties": ["a", "b"] }))],
        ),
        case(
            &[("statistic-without-date-rule", "/keys/half/groups/1/key")],
            &[("/keys/half/groups/1/key/as_of", Value::Null)],
            &[("/keys/half/groups/1/key/as_of", json!({ "years_before": 1, "month": 12, "day": 31 }))],
        ),
        case(
            &[("assumed-figure", "/costs/0")],
            &[("/costs/0/source", json!("assumption"))],
            &[("/costs/0/source", json!("bokslut 2026"))],
        ),
        case(
            &[("reserve-with-provider", "/costs/1/provided_by")],
            &[("/costs/1/provided_by", json!("r"))],
            &[("/costs/0/provided_by", json!("a"))],
        ),
    ]
}

/// What the figures of the year show, or show not to be so.
fn cases_of_year() -> Vec<Case> {
    let after_reserve =
        |step: Value| ("/default_policy", json!([{ "type": "reserve" }, step, { "type": "carry_forward" }]));
    let by = |key: Value| after_reserve(json!({ "type": "redistribute", "by": key }));
    let hall_key = |bounds: Value| ("/costs/0/key", bounded(&bounds));
    let mut cases = vec![
        // The sound policy leaves nothing uncovered unless the host stops carrying it forward.
        case(
            &[("leaves-uncovered", "/default_policy")],
            &[("/default_policy/4", json!({ "type": "carry_forward", "limit": "1.00" }))],
            &[("/default_policy/4", json!({ "type": "carry_forward" }))],
        ),
        case(
            &[("step-covers-nothing", "/default_policy/1")],
            &[by(json!({ "type": "shares", "shares": { "k": "1" } }))],
            &[by(json!({ "type": "equal" }))],
        ),
        // When R falls short, 550 kronor less the 50 in the reserve are left: 90.9 per cent of what the others bear.
        case(
            &[("cap-never-binds", "/default_policy/1/limit")],
            &[after_reserve(json!({ "type": "guarantor", "party": "k", "limit": "500.00" }))],
            &[after_reserve(json!({ "type": "guarantor", "party": "k", "limit": "499.99" }))],
        ),
        case(
            &[("cap-never-binds", "/default_policy/1/max_increase_percent")],
            &[after_reserve(json!({ "type": "redistribute", "max_increase_percent": "91" }))],
            &[after_reserve(json!({ "type": "redistribute", "max_increase_percent": "90" }))],
        ),
        // By its shares the region bears 500 of 1 000 kronor, A 300 and B 200.
        case(
            &[("cap-never-binds", "/costs/0/key/max/region"), ("cap-never-binds", "/costs/0/key/min/b")],
            &[hall_key(json!({ "max": { "region": { "percent": "50" } }, "min": { "b": { "amount": "200.00" } } }))],
            &[hall_key(json!({ "max": { "region": { "percent": "49" } }, "min": { "b": { "amount": "210.00" } } }))],
        ),
        case(
            &[("year-cannot-be-calculated", "/keys/half/groups/1/key/statistic")],
            &[("/keys/half/groups/1/key/as_of", json!({ "date": "2020-01-01" }))],
            &[("/keys/half/groups/1/key/as_of", json!({ "date": "2028-01-01" }))],
        ),
    ];
    // The reserve is filled by what was set aside before, whatever the document sets aside.
    let mut empty = Case {
        about: "empty-reserve",
        found: &[("empty-reserve", "/default_policy/0")],
        with: sound(),
        without: changed(&[("/costs/1/type", json!("purchase"))]),
    };
    empty.with["opening"] = json!({});
    cases.push(empty);
    let only_reserve: &[(&str, Value)] = &[("/default_policy", json!([{ "type": "reserve" }]))];
    let mut nothing = case(
        &[("policy-covers-nothing", "/default_policy"), ("empty-reserve", "/default_policy/0")],
        only_reserve,
        only_reserve,
    );
    nothing.with["opening"] = json!({ "reserve": "0.00" });
    cases.push(nothing);
    cases
}

fn check(cases: &[Case], look: fn(&Value) -> Vec<Finding>) {
    for Case { about, found, with, without } in cases {
        assert_eq!(places(&look(with)), *found, "{}", with["agreement"]);
        let neighbour = look(without);
        assert!(neighbour.iter().all(|finding| finding.code.as_str() != *about), "{about}: {neighbour:?}");
    }
}

#[test]
fn a_sound_agreement_leaves_nothing_to_ask_about() {
    assert_eq!(of_document(&sound()), []);
    assert_eq!(of_year(&sound()), []);
}

#[test]
fn what_the_document_shows_is_found_at_its_place_and_not_in_its_neighbour() {
    check(&cases_of_document(), of_document);
}

#[test]
fn what_the_figures_of_the_year_show_is_found_and_not_in_its_neighbour() {
    check(&cases_of_year(), of_year);
}

#[test]
fn every_code_is_found_in_some_agreement_of_these_tests() {
    let cases = cases_of_document().into_iter().chain(cases_of_year());
    let tested: BTreeSet<&str> = cases.map(|case| case.about).collect();
    let known: BTreeSet<&str> = FindingCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(tested, known);
}
