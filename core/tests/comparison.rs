//! Laws of comparisons, stress tests and what explores an agreement, on random agreements and worked examples.

#![expect(clippy::unwrap_used, reason = "a document that cannot be read is a failed test")]

use proptest::prelude::*;
use samfin_core::comparison::{Compared, Comparison, compare};
use samfin_core::explore::{Exit, GoalSeek, Sensitivity};
use samfin_core::stress::{StressTest, stress};
use samfin_core::{Error, Lang, Request, calculate};
use serde_json::{Value, json};

fn agreement() -> Value {
    let file = include_str!("../../docs/examples/comparison.json");
    serde_json::from_str::<Value>(file).unwrap()["request"]["agreement"].take()
}

fn population() -> Value {
    let file = include_str!("../../docs/examples/comparison.json");
    serde_json::from_str::<Value>(file).unwrap()["request"]["statistics"].take()
}

fn body(more: &Value) -> Value {
    let mut body = json!({ "agreement": agreement(), "statistics": population(), "years": [2027, 2028, 2029] });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn compared(more: &Value) -> Compared {
    compare(&Comparison::parse(body(more).to_string().as_bytes()).unwrap()).unwrap()
}

fn faults(more: &Value) -> Vec<(String, String)> {
    let read = Comparison::parse(body(more).to_string().as_bytes());
    told(read.and_then(|comparison| compare(&comparison)).unwrap_err())
}

fn told(error: Error) -> Vec<(String, String)> {
    let Error::Invalid(issues) = error else { panic!("{error}") };
    issues.into_iter().map(|issue| (issue.pointer, issue.code.to_string())).collect()
}

fn fault(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), code.to_owned())]
}

#[test]
fn every_year_opens_with_what_the_year_before_left() {
    let events = json!([{ "party": "bracke", "contributes_percent": "0" }]);
    let found = compared(&json!({ "opening": { "reserve": "500.00", "debts": { "are": "7.00" } },
        "scenarios": [{ "name": "x", "events": events }] }));
    let mut opening = json!({ "reserve": "500.00", "debts": { "are": "7.00" } });
    for year in &found.years {
        let request = json!({ "agreement": agreement(), "statistics": population(), "year": year.year,
            "events": events, "opening": opening });
        let alone = calculate(&Request::parse(request.to_string().as_bytes()).unwrap(), false).unwrap();
        assert_eq!(year.columns[1].calculation, alone, "{}", year.year);
        opening = serde_json::to_value(&alone.closing).unwrap();
    }
    assert_eq!(serde_json::to_value(&found.sustained[1].closing).unwrap(), opening);
}

#[test]
fn a_scenario_without_changes_is_the_baseline() {
    let found = compared(&json!({ "scenarios": [{ "name": "the same" }], "per_inhabitant": "population" }));
    for year in &found.years {
        assert_eq!(year.columns[0], year.columns[1]);
        assert!(year.columns[1].change.iter().all(|change| change.amount.is_zero()));
    }
    assert_eq!(found.input_differences, []);
}

#[test]
fn any_column_can_be_the_baseline() {
    let scenario =
        json!([{ "name": "dyrare", "changes": [{ "target": "costs/secretary/rate/hourly", "value": "495.00" }] }]);
    let found = compared(&json!({ "scenarios": scenario, "baseline": "dyrare", "years": [2027] }));
    let [itself, dearer] = &found.years[0].columns[..] else { panic!() };
    assert!(dearer.change.iter().all(|change| change.amount.is_zero()));
    assert_eq!(itself.change[0].amount.to_string(), "-3600.00");
    assert_eq!(itself.change[0].percent.unwrap().to_string(), "-8.866995");
    assert_eq!(found.input_differences.len(), 1);
    assert_eq!(found.input_differences[0].difference.baseline, json!("495.00"));
}

#[test]
fn another_agreement_can_be_the_baseline_and_parties_are_matched_by_id() {
    let mut other = agreement();
    other["parties"].as_array_mut().unwrap().retain(|party| party["id"] != "are");
    other["parties"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": "berg", "name": "Bergs kommun", "kind": "municipality", "area": "2326" }));
    let mut statistics = population();
    statistics["population"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "for": "2326", "date": "2025-12-31", "value": "7085" }));
    let found = compared(&json!({ "statistics": statistics, "baseline": { "name": "Förut", "agreement": other },
        "opening": { "debts": { "are": "7.00" } }, "years": [2027] }));
    assert_eq!(found.names, ["Förut", "agreement"]);
    let [before, now] = &found.years[0].columns[..] else { panic!() };
    let change = |id: &str| now.change.iter().find(|change| change.party.as_str() == id).unwrap();
    assert_eq!((change("are").amount, change("are").percent), (now.calculation.parties[3].payable, None));
    assert_eq!(change("berg").amount.wide(), -before.calculation.parties[4].payable.wide());
    assert_eq!(now.change.last().unwrap().party.as_str(), "berg", "those who are only in the baseline come last");
    assert!(before.calculation.closing.debts.is_empty(), "a debt of a party that the other agreement lacks is not its");
}

#[test]
fn a_scenario_can_put_other_statistics_in_the_place_of_the_common_ones() {
    let statistics = json!({ "population": [{ "for": "2305", "date": "2025-12-31", "value": "11900" }] });
    let found = compared(&json!({ "scenarios": [{ "name": "fler", "statistics": statistics }], "years": [2027] }));
    assert!(found.years[0].columns[1].change[1].amount.ore() > 0);
    let difference = serde_json::to_value(found.answer(Lang::Sv)).unwrap()["input_differences"].take();
    assert_eq!(
        difference,
        json!([{ "scenario": "fler", "target": "statistics/population/2305/2025-12-31", "baseline": "5950", "value": "11900", "text": "Statistik, population, 2305, 2025-12-31: 5\u{a0}950 → 11\u{a0}900" }])
    );
}

#[test]
fn bad_scenarios_are_told_with_their_place() {
    let scenario = |scenario: Value| json!({ "scenarios": [scenario] });
    for (more, expected) in [
        (
            scenario(json!({ "name": "x", "events": [{ "party": "brecke", "contributes_percent": "0" }] })),
            fault("/scenarios/0/events/0/party", "unknown-reference"),
        ),
        (
            scenario(
                json!({ "name": "x", "events": [{ "party": "are", "contributes_percent": "0" }, { "party": "are", "contributes_percent": "50" }] }),
            ),
            fault("/scenarios/0/events/1", "overlapping-events"),
        ),
        (
            scenario(json!({ "name": "x", "events": [{ "party": "are", "contributes_percent": "101" }] })),
            fault("/scenarios/0/events/0/contributes_percent", "out-of-range"),
        ),
        (
            scenario(json!({ "name": "x", "changes": [{ "target": "costs/sekretary", "value": null }] })),
            fault("/scenarios/0/changes/0/target", "unknown-target"),
        ),
        (
            scenario(json!({ "name": "x", "changes": [{ "target": "costs/secretary/key", "value": "nosuch" }] })),
            fault("/agreement/costs/0/key", "unknown-reference"),
        ),
        (scenario(json!({ "name": "baseline" })), fault("/scenarios/0/name", "duplicate-id")),
        (json!({ "scenarios": [{ "name": "x" }, { "name": "x" }] }), fault("/scenarios/1/name", "duplicate-id")),
        (json!({ "baseline": "nosuch" }), fault("/baseline", "unknown-reference")),
        (
            json!({ "baseline": "x", "scenarios": [{ "name": "x", "changes": [{ "target": "costs/sekretary", "value": null }] }] }),
            fault("/scenarios/0/changes/0/target", "unknown-target"),
        ),
        (json!({ "baseline": { "name": "x", "agreement": { "name": 1 } } }), vec![]),
        (
            json!({ "baseline": { "name": "agreement", "agreement": agreement() } }),
            fault("/baseline/name", "duplicate-id"),
        ),
        (json!({ "years": [2027, 2029] }), fault("/years/1", "out-of-range")),
        (json!({ "years": [2028, 2027] }), fault("/years/1", "out-of-range")),
        (json!({ "years": [] }), fault("/years", "out-of-range")),
        (json!({ "years": ["2027"] }), fault("/years/0", "wrong-type")),
        (json!({ "years": (2000..2061).collect::<Vec<i32>>() }), fault("/years", "too-much-work")),
        (json!({ "scenarios": vec![json!({ "name": "x" }); 51] }), fault("/scenarios", "too-much-work")),
        (json!({ "per_inhabitant": "nosuch" }), fault("/per_inhabitant", "missing-statistic")),
        (
            json!({ "opening": { "debts": { "are": "1.00" } }, "scenarios": [{ "name": "x", "changes": [{ "target": "parties/are", "value": null }] }] }),
            fault("/scenarios/0/changes", "unknown-reference"),
        ),
        (
            scenario(
                json!({ "name": "x", "changes": [{ "target": "default_policy/1/by", "value": { "type": "base_fee", "fees": {}, "remainder": { "type": "equal" } } }] }),
            ),
            fault("/agreement/default_policy/1/by", "policy-key-not-proportional"),
        ),
    ] {
        let found = faults(&more);
        if expected.is_empty() {
            assert!(found.iter().all(|(pointer, _)| pointer.starts_with("/baseline/agreement/")), "{found:?}");
        } else {
            assert_eq!(found, expected, "{more}");
        }
    }
}

#[test]
fn what_cannot_be_calculated_names_scenario_and_year_and_is_told_once() {
    let scenarios = json!([{ "name": "x", "changes": [{ "target": "keys/half-and-half/groups/1/key/statistic", "value": "tax-base" }] }]);
    let comparison = Comparison::parse(body(&json!({ "scenarios": scenarios })).to_string().as_bytes()).unwrap();
    let Err(Error::Invalid(issues)) = compare(&comparison) else { panic!() };
    assert!(
        !issues.is_empty() && issues.iter().all(|issue| issue.detail.en.ends_with("(the scenario x, 2027)")),
        "{issues:?}"
    );
    let mut places: Vec<_> = issues.iter().map(|issue| (&issue.pointer, &issue.detail.en)).collect();
    places.dedup();
    assert_eq!(places.len(), issues.len());
}

#[test]
fn an_invalid_agreement_is_told_once_and_not_again_for_every_scenario() {
    let mut wrong = agreement();
    wrong["host"] = json!("nosuch");
    let more = json!({ "agreement": wrong, "scenarios": [{ "name": "x" }, { "name": "y", "events": [{ "party": "are", "contributes_percent": "500" }] }] });
    assert_eq!(
        faults(&more),
        [
            fault("/agreement/host", "unknown-reference"),
            fault("/scenarios/1/events/0/contributes_percent", "out-of-range")
        ]
        .concat()
    );
}

fn stress_body(more: &Value) -> Value {
    let mut body = body(&json!({ "year": 2027, "max_defaulters": 2 }));
    body.as_object_mut().unwrap().remove("years");
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// A stress test must say what `calculate` says of every single subset.
#[test]
fn a_stress_test_says_what_each_calculation_says() {
    let policies = json!({ "a": "all-share", "b": "capped-then-reduce", "c": "match-down", "d": "region-absorbs" });
    let body = stress_body(&json!({ "max_defaulters": 5, "policies": policies, "opening": { "reserve": "2500.00" } }));
    let found = stress(&StressTest::parse(body.to_string().as_bytes()).unwrap(), &mut |_| {}).unwrap();
    let ids = ["rjh", "bracke", "krokom", "are", "ostersund"];
    for policy in &found.policies {
        let mut uncovered = 0;
        let mut worst = std::collections::BTreeMap::<String, (i64, usize)>::new();
        let mut hours = 0;
        let mut subsets: Vec<u32> = (1..32).collect();
        subsets.sort_by_key(|mask| (mask.count_ones(), (0..5).filter(|i| mask & (1 << i) != 0).collect::<Vec<_>>()));
        for (order, mask) in subsets.iter().enumerate() {
            let events: Vec<Value> = (0..5)
                .filter(|i| mask & (1 << i) != 0)
                .map(|i| json!({ "party": ids[i], "contributes_percent": "0" }))
                .collect();
            let mut request = json!({ "agreement": agreement(), "statistics": population(), "year": 2027,
                "opening": { "reserve": "2500.00" }, "events": events });
            if policy.name != "agreement" {
                let agreement = samfin_core::Agreement::parse(agreement().to_string().as_bytes()).unwrap();
                let id = policies[&policy.name].as_str().unwrap();
                let steps = samfin_core::preset(&agreement, id).unwrap().steps.to_text();
                request["agreement"]["default_policy"] = serde_json::from_str(&steps).unwrap();
            }
            let alone = calculate(&Request::parse(request.to_string().as_bytes()).unwrap(), false).unwrap();
            let default = alone.default.unwrap();
            uncovered += u64::from(!default.uncovered.is_zero());
            for party in alone.parties.iter().filter(|party| party.cover.ore() > 0) {
                let known = worst.entry(party.id.to_string()).or_default();
                if party.cover.ore() > known.0 {
                    *known = (party.cover.ore(), order);
                }
            }
            hours =
                hours.max(alone.costs.iter().filter_map(|cost| cost.hours_lost).map(samfin_core::Fixed::units).sum());
            if mask.count_ones() <= 2 {
                let cell = found.matrix.iter().find(|cell| {
                    cell.policy == policy.name
                        && cell
                            .defaulters
                            .iter()
                            .map(samfin_core::Id::as_str)
                            .eq((0..5).filter(|i| mask & (1 << i) != 0).map(|i| ids[i]))
                });
                assert_eq!(cell.unwrap().uncovered, default.uncovered, "{} {mask:b}", policy.name);
            }
        }
        assert_eq!((policy.subsets, policy.uncovered_subsets), (31, uncovered), "{}", policy.name);
        assert_eq!(policy.most_hours_lost.hours.units(), hours, "{}", policy.name);
        let told: std::collections::BTreeMap<String, (i64, usize)> = policy
            .worst_increase
            .iter()
            .map(|worst| {
                let mask: u32 = worst
                    .defaulters
                    .iter()
                    .map(|id| 1 << ids.iter().position(|known| *known == id.as_str()).unwrap())
                    .sum();
                (
                    worst.party.to_string(),
                    (worst.amount.ore(), subsets.iter().position(|known| *known == mask).unwrap()),
                )
            })
            .collect();
        assert_eq!(told, worst, "{}", policy.name);
    }
}

#[test]
fn bad_stress_tests_are_told_with_their_place() {
    for (more, expected) in [
        (json!({ "max_defaulters": 0 }), fault("/max_defaulters", "out-of-range")),
        (json!({ "policies": { "agreement": "all-share" } }), fault("/policies/agreement", "duplicate-id")),
        (json!({ "policies": { "x": "all-shares" } }), fault("/policies/x", "unknown-value")),
        (
            json!({ "policies": { "x": [{ "type": "guarantor", "party": "nosuch" }] } }),
            fault("/policies/x/0/party", "unknown-reference"),
        ),
        (
            json!({ "policies": { "x": [{ "type": "redistribute", "by": { "type": "bounded", "key": { "type": "equal" } } }] } }),
            fault("/policies/x/0/by", "policy-key-not-proportional"),
        ),
    ] {
        assert_eq!(told(StressTest::parse(stress_body(&more).to_string().as_bytes()).unwrap_err()), expected, "{more}");
    }
    let parties: Vec<Value> =
        (0..60).map(|i| json!({ "id": format!("p{i}"), "name": "P", "kind": "municipality" })).collect();
    let many = json!({ "year": 2027, "max_defaulters": 60, "agreement": { "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "p0", "parties": parties, "costs": [] } });
    let error = stress(&StressTest::parse(many.to_string().as_bytes()).unwrap(), &mut |_| {}).unwrap_err();
    let Error::Invalid(issues) = &error else { panic!() };
    assert!(issues[0].detail.en.ends_with("max_defaulters 3 fits"), "{}", issues[0].detail);
}

#[test]
fn a_goal_that_cannot_be_met_gives_the_value_that_misses_least() {
    let mut request = body(&json!({ "years": [2027], "lever": "region-share",
        "goal": { "for": "each-municipality", "measure": "payable", "at_most": "-1.00" } }));
    let found = GoalSeek::parse(request.to_string().as_bytes()).unwrap().run().unwrap();
    assert_eq!((found.found, found.value.to_string().as_str()), (false, "100"));
    request["goal"] = json!({ "for": "rjh", "measure": "per_inhabitant", "at_most": "0.10" });
    assert_eq!(
        told(GoalSeek::parse(request.to_string().as_bytes()).unwrap_err()),
        fault("/per_inhabitant", "missing-field")
    );
    request["lever"] = json!("regions-share");
    request["goal"] = json!({ "for": "rjh", "measure": "payable", "at_most": "0.10" });
    assert_eq!(
        told(GoalSeek::parse(request.to_string().as_bytes()).unwrap_err()),
        fault("/lever", "unknown-reference")
    );
    request["lever"] =
        json!({ "id": "x", "targets": ["costs/secretary/rate/hourly"], "min": "0", "max": "1000000", "step": "0.01" });
    assert_eq!(
        told(GoalSeek::parse(request.to_string().as_bytes()).unwrap_err()),
        fault("/lever/step", "too-much-work")
    );
    request["lever"]["min"] = json!("1000001");
    assert_eq!(told(GoalSeek::parse(request.to_string().as_bytes()).unwrap_err()), fault("/lever/max", "out-of-range"));
}

#[test]
fn a_lever_whose_target_does_not_exist_is_told() {
    let lever = json!({ "id": "x", "targets": ["costs/nosuch/rate/hourly"], "min": "0", "max": "1", "step": "1" });
    let request = body(
        &json!({ "years": [2027], "levers": [{ "lever": lever, "low": "0", "high": "1" }, { "id": "region-share", "low": "2", "high": "1" }] }),
    );
    let error = Sensitivity::parse(request.to_string().as_bytes()).unwrap_err();
    assert_eq!(
        told(error),
        [fault("/levers/0/lever/targets/0", "unknown-target"), fault("/levers/1/high", "out-of-range")].concat()
    );
}

#[test]
fn one_who_leaves_pays_nothing_after_its_last_day() {
    let request = body(&json!({ "party": "krokom", "last_day": "2027-12-31", "notice_on": "2027-01-01" }));
    let exit = Exit::parse(request.to_string().as_bytes()).unwrap();
    let found = exit.run("2030-01-01".parse().unwrap()).unwrap();
    assert_eq!(serde_json::to_value(&found.notice).unwrap()["verdict"], "too-late");
    let paid = |year: usize, column: usize| found.compared.years[year].columns[column].calculation.parties[2].payable;
    assert_eq!(paid(0, 0), paid(0, 1));
    assert!(paid(1, 0).ore() > 0 && paid(1, 1).is_zero());
    let change = &found.compared.years[1].columns[1].change;
    assert_eq!(change.iter().map(|change| change.amount.ore()).sum::<i64>(), 0, "the others take over its part");
    let unknown = body(&json!({ "party": "krokum", "last_day": "2027-12-31" }));
    assert_eq!(told(Exit::parse(unknown.to_string().as_bytes()).unwrap_err()), fault("/party", "unknown-reference"));
}

/// Kronor and percent of a chosen case, by hand: (0.37 + …) see the worked example in `docs/examples/comparison.json`.
#[test]
fn the_gini_of_two_who_pay_one_and_three_kronor_is_a_quarter() {
    let request = json!({ "years": [2027], "per_inhabitant": "population",
        "statistics": { "population": [{ "for": "a", "date": "2026-12-31", "value": "1" }, { "for": "b", "date": "2026-12-31", "value": "1" }] },
        "agreement": { "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
            "parties": [{ "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" }],
            "costs": [{ "id": "c", "name": "C", "type": "purchase", "amount": { "per_year": "4.00" },
                "key": { "type": "shares", "shares": { "a": "1", "b": "3" } } }] } });
    let found = compare(&Comparison::parse(request.to_string().as_bytes()).unwrap()).unwrap();
    let indicators = &found.years[0].columns[0].indicators;
    assert_eq!(indicators.gini.unwrap().to_string(), "0.250000");
    let each = indicators.per_inhabitant.as_ref().unwrap();
    assert_eq!([each.min, each.max, each.mean].map(|figure| figure.to_string()), ["1.00", "3.00", "2.00"]);
}

#[test]
fn the_sentence_says_what_is_missing_who_covers_it_and_whether_it_holds() {
    let events =
        json!([{ "party": "bracke", "contributes_percent": "0" }, { "party": "krokom", "contributes_percent": "0" }]);
    let found =
        compared(&json!({ "opening": { "reserve": "2000.00" }, "scenarios": [{ "name": "x", "events": events }] }));
    let text = &found.sustained[1].sentence;
    assert!(text.sv.starts_with("Om Bräcke kommun och Krokoms kommun inte bidrar 2027–2029 saknas "), "{}", text.sv);
    assert!(text.sv.contains("reserven täcker ") && text.sv.contains("Östersunds kommun mest, "), "{}", text.sv);
    assert!(text.sv.ends_with("och 14\u{a0}514,29 kr täcks av ingen. Det håller inte från 2027."), "{}", text.sv);
    assert!(text.en.ends_with("It does not hold from 2027."), "{}", text.en);
    let answer = serde_json::to_value(found.answer(Lang::Sv)).unwrap();
    assert_eq!(answer["sustained"][1]["sentence"], json!(text.sv));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Change is payable less the baseline's, Σ change is what the shortfall and the service take, and the order of scenarios changes nothing.
    #[test]
    fn changes_are_differences_and_the_order_of_scenarios_changes_nothing(
        hourly in 1_i64..100_000, percent in 0_u32..=100, weight in 1_u32..99, reserve in 0_i64..1_000_000,
    ) {
        let money = |ore: i64| format!("{}.{:02}", ore / 100, ore % 100);
        let a = json!({ "name": "a", "changes": [{ "target": "costs/secretary/rate/hourly", "value": money(hourly) }] });
        let b = json!({ "name": "b", "events": [{ "party": "krokom", "contributes_percent": percent.to_string() }],
            "changes": [{ "target": "keys/half-and-half/groups/0/weight", "value": weight.to_string() }] });
        let opening = json!({ "reserve": money(reserve) });
        let one = compared(&json!({ "scenarios": [a, b], "opening": opening }));
        let other = compared(&json!({ "scenarios": [b, a], "opening": opening }));
        for (year, turned) in one.years.iter().zip(&other.years) {
            prop_assert_eq!(&year.columns[1], &turned.columns[2]);
            prop_assert_eq!(&year.columns[2], &turned.columns[1]);
            let baseline = &year.columns[0].calculation;
            for column in &year.columns {
                for ((change, now), before) in column.change.iter().zip(&column.calculation.parties).zip(&baseline.parties) {
                    prop_assert_eq!(change.amount.ore(), now.payable.ore() - before.payable.ore());
                }
            }
        }
    }
}
