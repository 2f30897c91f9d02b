//! The edges of the calculation: ties, limits, leap years, bounds, and every way to be wrong.

#![expect(clippy::unwrap_used, reason = "a request that cannot be read is a failed test")]
#![expect(clippy::needless_pass_by_value, reason = "values are written where they are used")]

use samfin_core::{Calculation, Error, Request, calculate};
use serde_json::{Value, json};

fn agreement(parties: &[&str], costs: Value) -> Value {
    let parties: Vec<Value> =
        parties.iter().map(|id| json!({ "id": id, "name": id, "kind": "municipality" })).collect();
    json!({ "name": "x", "currency": "SEK", "valid_from": "2020-01-01", "host": parties[0]["id"],
            "parties": parties, "costs": costs })
}

fn purchase(amount: &str, key: Value) -> Value {
    json!({ "id": "c", "name": "c", "type": "purchase", "amount": { "per_year": amount }, "key": key })
}

fn body(agreement: Value) -> Value {
    json!({ "year": 2027, "agreement": agreement })
}

fn run(body: &Value) -> Result<Calculation, Error> {
    calculate(&Request::parse(body.to_string().as_bytes())?, false)
}

fn amounts(body: &Value) -> Vec<String> {
    run(body).unwrap().parties.iter().map(|party| party.allocated.to_string()).collect()
}

/// The issues as `(pointer, code)`.
fn issues(body: &Value) -> Vec<(String, String)> {
    match run(body) {
        Err(Error::Invalid(issues)) => {
            issues.into_iter().map(|issue| (issue.pointer, issue.code.to_string())).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn warnings(body: &Value) -> Vec<(String, String)> {
    run(body).unwrap().warnings.into_iter().map(|issue| (issue.pointer, issue.code.to_string())).collect()
}

fn one(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(pointer.into(), code.into())]
}

#[test]
fn ties_go_to_the_lower_id_and_then_to_the_one_who_got_fewer() {
    let equal = json!({ "type": "equal" });
    let mut second = purchase("0.01", equal.clone());
    second["id"] = json!("d");
    let costs = json!([purchase("0.01", equal), second]);
    assert_eq!(amounts(&body(agreement(&["b", "a", "c"], costs))), ["0.01", "0.01", "0.00"]);
}

#[test]
fn amounts_at_the_limit_are_exact_and_beyond_it_refused() {
    let largest = purchase("999999999999999.99", json!({ "type": "shares", "shares": { "a": "1", "b": "2" } }));
    assert_eq!(
        amounts(&body(agreement(&["a", "b"], json!([largest.clone()])))),
        ["333333333333333.33", "666666666666666.66"]
    );
    let mut more = purchase("0.01", json!({ "type": "equal" }));
    more["id"] = json!("d");
    let request = body(agreement(&["a", "b"], json!([largest, more])));
    assert_eq!(issues(&request), one("/agreement/costs", "amount-too-large"));
    let staff = json!([{ "id": "s", "name": "s", "type": "staff", "key": { "type": "equal" },
        "hours": { "per_year": "999999999999999" }, "rate": { "hourly": "999999999999999" } }]);
    assert_eq!(issues(&body(agreement(&["a"], staff))), one("/agreement/costs/0", "amount-too-large"));
}

#[test]
fn weights_with_the_most_digits_are_divided_exactly() {
    let shares = json!({ "type": "shares", "shares":
        { "a": "999999999999999.9999999999", "b": "0.0000000001", "c": "999999999999999.9999999999" } });
    let nested = json!({ "type": "blend", "parts": [
        { "weight": "0.0000000001", "key": shares }, { "weight": "999999999999999", "key": shares } ] });
    let request = body(agreement(&["a", "b", "c"], json!([purchase("100.00", nested)])));
    assert_eq!(amounts(&request), ["50.00", "0.00", "50.00"]);
}

#[test]
fn a_leap_year_has_366_days_and_a_range_both_its_ends() {
    let mut cost = purchase("366.00", json!({ "type": "equal" }));
    cost["from"] = json!("2028-02-29");
    cost["to"] = json!("2028-02-29");
    let mut request = body(agreement(&["a"], json!([cost])));
    request["year"] = json!(2028);
    assert_eq!(amounts(&request), ["1.00"]);
    request["year"] = json!(2027);
    assert_eq!(amounts(&request), ["0.00"]);
}

#[test]
fn negative_costs_and_whole_kronor_are_rounded_by_size() {
    let mut document = agreement(&["a", "b", "c"], json!([purchase("-100.50", json!({ "type": "equal" }))]));
    document["rounding_unit"] = json!("1.00");
    assert_eq!(amounts(&body(document)), ["-34.00", "-34.00", "-33.00"]);
}

#[test]
fn base_fees_above_the_cost_are_scaled_and_it_is_said() {
    let key = json!({ "type": "base_fee", "fees": { "*": "50.00", "a": "100.00" }, "remainder": { "type": "equal" } });
    let request = body(agreement(&["a", "b"], json!([purchase("30.00", key.clone())])));
    assert_eq!(amounts(&request), ["20.00", "10.00"]);
    assert_eq!(warnings(&request), one("/agreement/costs/0/key", "base-fee-scaled"));
    let request = body(agreement(&["a", "b"], json!([purchase("250.00", key.clone())])));
    assert_eq!(amounts(&request), ["150.00", "100.00"]);
    let request = body(agreement(&["a", "b"], json!([purchase("-250.00", key)])));
    assert_eq!(amounts(&request), ["-125.00", "-125.00"], "below zero the remainder alone");
}

#[test]
fn bounds_clamp_scale_or_cannot_hold() {
    let key = |min: Value, max: Value| {
        json!({ "type": "bounded", "min": min, "max": max,
                "key": { "type": "shares", "shares": { "a": "1", "b": "3", "c": "6" } } })
    };
    let with = |min: Value, max: Value| body(agreement(&["a", "b", "c"], json!([purchase("100.00", key(min, max))])));
    assert_eq!(amounts(&with(json!({}), json!({ "c": { "percent": "40" } }))), ["15.00", "45.00", "40.00"]);
    assert_eq!(amounts(&with(json!({ "*": { "amount": "20.00" } }), json!({}))), ["20.00", "26.67", "53.33"]);
    let scaled = with(json!({ "*": { "percent": "50" } }), json!({}));
    assert_eq!(amounts(&scaled), ["33.34", "33.33", "33.33"]);
    assert_eq!(warnings(&scaled), one("/agreement/costs/0/key", "bounds-scaled"));
    let cannot = one("/agreement/costs/0/key", "bounds-cannot-hold");
    assert_eq!(issues(&with(json!({}), json!({ "*": { "percent": "33" } }))), cannot);
    assert_eq!(issues(&with(json!({ "a": { "percent": "9" } }), json!({ "a": { "percent": "8" } }))), cannot);
    let exactly = with(json!({}), json!({ "*": { "amount": "40.00" }, "a": { "amount": "20.00" } }));
    assert_eq!(amounts(&exactly), ["20.00", "40.00", "40.00"], "Σ max is just enough");
}

#[test]
fn an_empty_group_is_borne_by_the_others_and_it_is_said() {
    let key = json!({ "type": "groups", "groups": [
        { "among": { "kind": "region" }, "weight": "50", "key": { "type": "equal" } },
        { "among": { "kind": "municipality" }, "weight": "50", "key": { "type": "equal" } } ] });
    let request = body(agreement(&["a", "b"], json!([purchase("10.00", key)])));
    assert_eq!(amounts(&request), ["5.00", "5.00"]);
    assert_eq!(warnings(&request), one("/agreement/costs/0/key/groups/0", "group-without-members"));
}

#[test]
fn one_to_charge_must_exist() {
    let none = json!({ "type": "shares", "shares": { "a": "0" } });
    let request = body(agreement(&["a", "b"], json!([purchase("10.00", none)])));
    assert_eq!(issues(&request), one("/agreement/costs/0/key", "no-one-to-charge"));
    let zero = json!({ "type": "shares", "shares": {} });
    assert_eq!(
        amounts(&body(agreement(&["a"], json!([purchase("0.00", zero)])))),
        ["0.00"],
        "a key of nothing is not asked"
    );
}

#[test]
fn a_member_in_two_groups_is_refused_but_only_where_it_is_evaluated() {
    let key = json!({ "type": "groups", "groups": [
        { "among": "all", "weight": "1", "key": { "type": "equal" } },
        { "among": { "parties": ["b"] }, "weight": "0", "key": { "type": "equal" } } ] });
    let request = body(agreement(&["a", "b"], json!([purchase("10.00", key.clone())])));
    assert_eq!(issues(&request), one("/agreement/costs/0/key/groups/1", "overlapping-groups"));
    let unused = body(agreement(&["a", "b"], json!([purchase("0.00", key)])));
    assert_eq!(amounts(&unused), ["0.00", "0.00"]);
}

#[test]
fn a_missing_statistic_names_every_party_and_a_stale_one_warns() {
    let key = json!({ "type": "statistic", "statistic": "population", "as_of": { "years_before": 1, "month": 6, "day": 31 } });
    let mut request = body(agreement(&["a", "b"], json!([purchase("10.00", key)])));
    let missing = "missing-statistic".to_owned();
    let place = "/agreement/costs/0/key/statistic".to_owned();
    assert_eq!(issues(&request), [(place.clone(), missing.clone()), (place, missing)]);
    let observed = |a: &str| json!({ "population": [ { "for": "a", "date": a, "value": "1" }, { "for": "b", "date": "2026-06-30", "value": "1" } ] });
    request["statistics"] = observed("2024-12-30");
    assert_eq!(warnings(&request), [], "30 December and 18 months is 30 June");
    request["statistics"] = observed("2024-12-29");
    assert_eq!(warnings(&request), one("/statistics/population/0", "stale-statistic"));
    request["statistics"]["population"][1]["for"] = json!("a");
    request["statistics"]["population"][1]["date"] = json!("2024-12-29");
    assert_eq!(issues(&request), one("/statistics/population/1", "duplicate-observation"));
}

#[test]
fn keys_that_go_in_a_circle_or_too_deep_are_refused_used_or_not() {
    let mut document = agreement(&["a"], json!([]));
    document["keys"] = json!({ "k": { "type": "ref", "key": "l" }, "l": { "type": "among", "among": "all", "key": { "type": "ref", "key": "k" } } });
    let found = issues(&body(document.clone()));
    assert_eq!(
        found,
        [("/agreement/keys/k".into(), "key-cycle".into()), ("/agreement/keys/l".into(), "key-cycle".into())]
    );
    let deep = |levels: usize| {
        (1..levels)
            .fold(json!({ "type": "equal" }), |inner, _| json!({ "type": "among", "among": "all", "key": inner }))
    };
    document["keys"] = json!({ "k": deep(32) });
    assert!(run(&body(document.clone())).is_ok());
    document["keys"] = json!({ "k": deep(33) });
    assert_eq!(issues(&body(document)), one("/agreement/keys/k", "key-depth"));
}

#[test]
fn every_independent_fault_is_told_at_once() {
    let request = json!({
        "year": 1999, "colour": "red", "opening": { "reserve": 5 },
        "events": [ { "party": "a", "contributes_percent": "101" } ],
        "agreement": {
            "name": "x\u{0}", "currency": "EUR", "valid_from": "2026-02-30", "host": "nobody",
            "parties": [ { "id": "a", "name": "A", "kind": "county", "payer": "b" },
                         { "id": "b", "name": "B", "kind": "other", "payer": "c" },
                         { "id": "c", "name": "C", "kind": "other" }, { "id": "c", "name": "D", "kind": "other" } ],
            "costs": [ { "id": "K", "name": "k", "type": "purchase", "amount": { "per_year": 100.10 }, "key": "half" },
                       { "id": "m", "name": "m", "type": "purchase", "amount": { "per_year": "1e400" }, "key": { "type": "equal" } } ]
        }
    });
    let mut found = issues(&request);
    found.sort();
    let wanted = [
        ("/agreement/costs/0/amount/per_year", "money-format"),
        ("/agreement/costs/0/id", "id-format"),
        ("/agreement/costs/0/key", "unknown-reference"),
        ("/agreement/costs/1/amount/per_year", "money-format"),
        ("/agreement/currency", "unknown-value"),
        ("/agreement/host", "unknown-reference"),
        ("/agreement/name", "illegal-character"),
        ("/agreement/parties/0/kind", "unknown-value"),
        ("/agreement/parties/3/id", "duplicate-id"),
        ("/agreement/valid_from", "date-invalid"),
        ("/colour", "unknown-field"),
        ("/events/0/contributes_percent", "out-of-range"),
        ("/opening/reserve", "money-format"),
        ("/year", "out-of-range"),
    ];
    assert_eq!(found, wanted.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
}

#[test]
fn a_payer_with_a_payer_and_a_policy_key_with_a_fee_are_refused() {
    let mut document = agreement(&["a", "b", "c"], json!([]));
    document["parties"][0]["payer"] = json!("b");
    document["parties"][1]["payer"] = json!("c");
    document["keys"] = json!({ "fee": { "type": "base_fee", "fees": {}, "remainder": { "type": "equal" } } });
    document["default_policy"] = json!([{ "type": "redistribute", "by": "fee" }]);
    let found = issues(&body(document));
    assert_eq!(
        found,
        [
            ("/agreement/default_policy/0/by".to_owned(), "policy-key-not-proportional".to_owned()),
            ("/agreement/parties/0/payer".to_owned(), "payer-chain".to_owned()),
        ]
    );
}

#[test]
fn a_change_that_makes_the_document_invalid_is_named() {
    let mut request = body(agreement(&["a"], json!([purchase("10.00", json!({ "type": "equal" }))])));
    request["changes"] = json!([{ "target": "costs/c/amount/per_year", "value": "12.00" }, { "target": "costs/c/amount/per_year", "value": 3 }]);
    let Err(Error::Invalid(found)) = run(&request) else { panic!() };
    assert_eq!(found[0].pointer, "/agreement/costs/0/amount/per_year");
    assert!(found[0].detail.en.ends_with("(after change 1)"), "{}", found[0].detail);
    request["changes"] = json!([{ "target": "costs/c/colour", "value": "red" }]);
    assert_eq!(issues(&request), one("/changes/0/target", "unknown-target"));
    request["changes"] = json!([{ "target": "costs/d/name", "value": "red" }, { "target": "bodies/x", "value": {} }]);
    let unknown = "unknown-target".to_owned();
    assert_eq!(
        issues(&request),
        [("/changes/0/target".into(), unknown.clone()), ("/changes/1/target".into(), unknown)]
    );
}

#[test]
fn full_contribution_is_no_shortfall_and_overlapping_events_are_refused() {
    let mut request = body(agreement(&["a", "b"], json!([purchase("10.00", json!({ "type": "equal" }))])));
    request["events"] = json!([{ "party": "a", "contributes_percent": "100" }]);
    assert!(run(&request).unwrap().default.is_none());
    request["events"] = json!([{ "party": "a", "contributes_percent": "100", "from": "2027-05-01" }, { "party": "a", "contributes_percent": "50" }]);
    assert_eq!(issues(&request), one("/events/1", "overlapping-events"));
    request["colour"] = json!("red");
    request["events"][1]["from"] = json!("2027-06-01");
    let found = issues(&request);
    assert_eq!(found, [("/colour".into(), "unknown-field".into()), ("/events/1".into(), "overlapping-events".into())]);
}

#[test]
fn ten_thousand_parties_are_divided_and_one_more_refused() {
    let ids: Vec<String> = (0..10_001).map(|i| format!("p{i}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let cost = purchase("1000000.00", json!({ "type": "equal" }));
    let request = body(agreement(&ids[..10_000], json!([cost.clone()])));
    assert!(run(&request).unwrap().lines.iter().all(|line| line.amount.to_string() == "100.00"));
    assert_eq!(issues(&body(agreement(&ids, json!([cost])))), one("/agreement/parties", "too-much-work"));
}

#[test]
fn a_key_that_grows_without_end_is_refused_before_it_is_tried() {
    let ids: Vec<String> = (0..100).map(|i| format!("p{i}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut document = agreement(&ids, json!([purchase("10.00", json!({ "type": "ref", "key": "k30" }))]));
    let mut keys = serde_json::Map::new();
    keys.insert("k15".into(), json!({ "type": "equal" }));
    for i in 16..=30 {
        let inner = json!({ "type": "ref", "key": format!("k{}", i - 1) });
        let part = json!({ "weight": "1", "key": inner });
        keys.insert(format!("k{i}"), json!({ "type": "blend", "parts": [part, part, part] }));
    }
    document["keys"] = Value::Object(keys);
    assert_eq!(issues(&body(document)), one("/agreement", "too-much-work"));
}
