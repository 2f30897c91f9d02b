//! What is wrong with a question is told with its place, whichever question it is.

use serde_json::{Value, json};

use super::{EXAMPLES, question};
use crate::databases::Database;
use crate::documents::adding;
use crate::server::{Answer, Server};

/// The questions that take scenarios.
const WITH_SCENARIOS: [&str; 4] = ["comparison", "sensitivity", "goal-seek", "exit"];

/// A member of the question, what it is set to, and what is wrong then: the code, the place, and words of the text.
type Case = (&'static str, Value, &'static str, &'static str, &'static str);

async fn refused(server: &Server, name: &str, (member, value, code, pointer, words): Case) {
    let (path, question) = question(name);
    let answer = server.post(path, &adding(question, "", member, value)).await;
    let problem = answer.problem(422, code, &[(pointer, code)]);
    let detail = problem["errors"][0]["detail"].as_str().expect("a text");
    assert!(detail.contains(words), "{name}: {detail:?} tells of {words:?}");
    assert_eq!(problem["instance"], path);
}

fn scenario(member: &str, value: &Value) -> Value {
    json!([{ "name": "Ny nyckel", member: value }])
}

fn lever(target: &str, step: &str) -> Value {
    json!({ "id": "h", "name": "Pris", "targets": [target], "min": "1", "max": "2", "step": step })
}

const HOURLY: &str = "costs/secretary/rate/hourly";

#[tokio::test(flavor = "multi_thread")]
async fn scenarios_are_read_alike_in_every_question() {
    let server = Server::still(Database::sqlite()).await;
    let event =
        |party: &str, percent: &str| scenario("events", &json!([{ "party": party, "contributes_percent": percent }]));
    let overlapping = json!([
        { "party": "bracke", "contributes_percent": "0", "from": "2027-01-01", "to": "2027-06-30" },
        { "party": "bracke", "contributes_percent": "50", "from": "2027-06-30" }
    ]);
    let no_target = json!([{ "target": "costs/secretry/hours/per_meeting", "value": "2" }]);
    let invalid = json!([{ "target": "name", "value": "y" }, { "target": "costs/secretary/key", "value": "halv" }]);
    let cases = [
        (
            "scenarios",
            event("brake", "0"),
            "unknown-reference",
            "/scenarios/0/events/0/party",
            "did you mean \"bracke\"?",
        ),
        ("scenarios", scenario("events", &overlapping), "overlapping-events", "/scenarios/0/events/1", "bracke"),
        ("scenarios", event("are", "100.5"), "out-of-range", "/scenarios/0/events/0/contributes_percent", "0–100"),
        ("scenarios", event("are", "-1"), "out-of-range", "/scenarios/0/events/0/contributes_percent", "0–100"),
        (
            "scenarios",
            scenario("changes", &no_target),
            "unknown-target",
            "/scenarios/0/changes/0/target",
            "costs/secretary",
        ),
        (
            "scenarios",
            scenario("changes", &invalid),
            "unknown-reference",
            "/agreement/costs/0/key",
            "after change 1 in the scenario Ny nyckel",
        ),
        ("scenarios", scenario("evnts", &json!([])), "unknown-field", "/scenarios/0/evnts", "events"),
    ];
    for name in WITH_SCENARIOS {
        for case in cases.clone() {
            refused(&server, name, case).await;
        }
    }
    let two = json!([{ "name": "a" }, { "name": "b" }]);
    for name in ["sensitivity", "goal-seek", "exit"] {
        refused(&server, name, ("scenarios", two.clone(), "out-of-range", "/scenarios", "at most one scenario")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_and_fields_are_read_alike_in_every_question() {
    let server = Server::still(Database::sqlite()).await;
    let no_target = json!([{ "target": "costs/secretry/hours/per_meeting", "value": "2" }]);
    let invalid = json!([{ "target": "costs/secretary/key", "value": "halv" }]);
    let cases = [
        ("changes", no_target, "unknown-target", "/changes/0/target", "costs/secretary"),
        ("changes", invalid, "unknown-reference", "/agreement/costs/0/key", "(after change 0)"),
        ("agrement", json!({}), "unknown-field", "/agrement", "agreement"),
        ("agreement", Value::Null, "missing-field", "/agreement", "must be there"),
    ];
    for (name, path) in EXAMPLES {
        for case in cases.clone() {
            refused(&server, name, case).await;
        }
        let (_, body) = question(name);
        let answer = server.post(&format!("{path}?explain=true"), &body).await;
        answer.problem(422, "unknown-field", &[("/query/explain", "unknown-field")]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_question_is_refused_before_it_is_read() {
    let server = Server::still(Database::sqlite()).await;
    for (name, path) in EXAMPLES {
        for body in ["", "{", "{} {}", r#"{ "years": [2027], "years": [2028] }"#] {
            server.send_text("POST", path, body).await.problem(400, "malformed-json", &[]);
        }
        server.send_text("POST", path, &" ".repeat((8 << 20) + 1)).await.problem(413, "payload-too-large", &[]);
        let (_, body) = question(name);
        let call = server.call("POST", path).header("content-type", "text/plain").body(body.to_string());
        Answer::of(call).await.problem(415, "unsupported-media-type", &[]);
        server.get(path).await.problem(405, "method-not-allowed", &[]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_says_what_it_cannot_compare() {
    let server = Server::still(Database::sqlite()).await;
    let years = |last: i32| (2027..=last).collect::<Vec<i32>>();
    let named = |count: usize| (0..count).map(|n| json!({ "name": n.to_string() })).collect::<Value>();
    for case in [
        (
            "baseline",
            json!("Alla"),
            "unknown-reference",
            "/baseline",
            "choose among baseline, Bräcke bidrar inte, Sex möten",
        ),
        (
            "baseline",
            json!({ "name": "agreement", "agreement": question("exit").1["agreement"] }),
            "duplicate-id",
            "/baseline/name",
            "choose another",
        ),
        ("years", json!([2027, 2029]), "out-of-range", "/years/1", "after 2027 comes 2028"),
        ("years", json!([2028, 2027]), "out-of-range", "/years/1", "after 2028 comes 2029"),
        ("years", json!([]), "out-of-range", "/years", "at least one year"),
        ("years", json!([2126]), "out-of-range", "/years/0", "2000–2100"),
        ("years", json!(years(2087)), "too-much-work", "/years", "61 years; at most 60"),
        ("scenarios", named(51), "too-much-work", "/scenarios", "51 scenarios; at most 50"),
        (
            "scenarios",
            json!([{ "name": "a" }, { "name": "a" }]),
            "duplicate-id",
            "/scenarios/1/name",
            "the name a is taken",
        ),
        ("scenarios", json!([{ "name": "baseline" }]), "duplicate-id", "/scenarios/0/name", "baseline"),
        ("per_inhabitant", json!("pupils"), "missing-statistic", "/per_inhabitant", "pupils"),
    ] {
        refused(&server, "comparison", case).await;
    }
    let (path, mut large) = question("comparison");
    let parties = large["agreement"]["parties"].as_array_mut().expect("parties");
    parties.extend((0..1000).map(|n| json!({ "id": format!("p{n}"), "name": "P", "kind": "other" })));
    large["years"] = json!(years(2076));
    large["scenarios"] = named(50);
    let problem = server.post(path, &large).await.problem(422, "too-much-work", &[("/scenarios", "too-much-work")]);
    let detail = problem["errors"][0]["detail"].as_str().expect("a text");
    assert!(detail.contains("51 columns × 50 years") && detail.contains("at most 10000000 are allowed"), "{detail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stress_test_says_what_it_cannot_try() {
    let server = Server::still(Database::sqlite()).await;
    let rule = |steps: Value| json!({ "x": steps });
    let bounded = json!({ "type": "bounded", "key": { "type": "equal" }, "max": { "*": { "percent": "50" } } });
    for case in [
        ("year", json!(2126), "out-of-range", "/year", "2000–2100"),
        ("max_defaulters", json!(0), "out-of-range", "/max_defaulters", "1–10000"),
        ("max_defaulters", json!("2"), "wrong-type", "/max_defaulters", "string"),
        ("policies", rule(json!("all-shares")), "unknown-value", "/policies/x", "all-share, municipalities-share"),
        ("policies", rule(json!(7)), "wrong-type", "/policies/x", "list"),
        ("policies", json!({ "agreement": [] }), "duplicate-id", "/policies/agreement", "choose another name"),
        (
            "policies",
            rule(json!([{ "type": "redistribute", "by": bounded }])),
            "policy-key-not-proportional",
            "/policies/x/0/by",
            "bounded",
        ),
        (
            "policies",
            rule(json!([{ "type": "reserve" }, { "type": "guarantor", "party": "nobody" }])),
            "unknown-reference",
            "/policies/x/1/party",
            "nobody",
        ),
        (
            "policies",
            rule(json!([{ "type": "reserv" }])),
            "unknown-value",
            "/policies/x/0/type",
            "choose among reserve",
        ),
    ] {
        let (path, question) = question("stress-test");
        let answer = server.post(path, &adding(question, "", case.0, case.1.clone())).await;
        assert!(!answer.body.contains("after change"), "no change was made: {}", answer.body);
        refused(&server, "stress-test", case).await;
    }
    let (path, mut large) = question("stress-test");
    let parties = large["agreement"]["parties"].as_array_mut().expect("parties");
    parties.extend((0..45).map(|n| json!({ "id": format!("p{n}"), "name": "P", "kind": "other" })));
    large["max_defaulters"] = json!(50);
    let problem =
        server.post(path, &large).await.problem(422, "too-much-work", &[("/max_defaulters", "too-much-work")]);
    let detail = problem["errors"][0]["detail"].as_str().expect("a text");
    assert!(detail.contains("at most 20000000 are allowed, and max_defaulters 3 fits"), "{detail}");
    large["max_defaulters"] = json!(2);
    assert_eq!(server.post(path, &large).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sensitivity_says_what_it_cannot_set() {
    let server = Server::still(Database::sqlite()).await;
    let levers = |lever: Value| json!([lever]);
    let known = json!({ "id": "region-share", "low": "1", "high": "2" });
    let own = |target: &str| json!({ "lever": lever(target, "1"), "low": "1", "high": "2" });
    for case in [
        ("years", json!([2027, 2028]), "out-of-range", "/years", "a single year"),
        (
            "levers",
            levers(json!({ "id": "region-shar", "low": "1", "high": "2" })),
            "unknown-reference",
            "/levers/0/id",
            "region-share",
        ),
        (
            "levers",
            levers(adding(known.clone(), "", "lever", json!({}))),
            "conflicting-fields",
            "/levers/0",
            "\"id\" or \"lever\"",
        ),
        ("levers", levers(json!({ "low": "1", "high": "2" })), "missing-field", "/levers/0", "\"id\" or \"lever\""),
        (
            "levers",
            levers(adding(known.clone(), "", "high", json!("0"))),
            "out-of-range",
            "/levers/0/high",
            "below the lowest",
        ),
        ("levers", levers(own("costs/secretary/rate/hourl")), "unknown-target", "/levers/0/lever/targets/0", "hourly"),
        (
            "levers",
            levers(adding(known.clone(), "", "low", json!("-5"))),
            "out-of-range",
            "/agreement/keys/half-and-half/groups/0/weight",
            "with the lever Regionens andel at -5",
        ),
        (
            "levers",
            std::iter::repeat_n(known.clone(), 51).collect(),
            "too-much-work",
            "/levers",
            "51 levers; at most 50",
        ),
    ] {
        refused(&server, "sensitivity", case).await;
    }
    let complemented =
        adding(own(HOURLY), "/lever", "complements", json!([{ "target": "costs/none/rate/hourly", "of": "9" }]));
    let case = ("levers", levers(complemented), "unknown-target", "/levers/0/lever/complements/0/target", "costs\"");
    refused(&server, "sensitivity", case).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_seek_says_what_it_cannot_seek() {
    let server = Server::still(Database::sqlite()).await;
    let goal = |party: &str, measure: &str| json!({ "for": party, "measure": measure, "at_most": "1.00" });
    for case in [
        ("years", json!([2027, 2028]), "out-of-range", "/years", "a single year"),
        ("goal", goal("ostersun", "payable"), "unknown-reference", "/goal/for", "ostersund"),
        ("goal", goal("ostersund", "pay"), "unknown-value", "/goal/measure", "payable, per_inhabitant"),
        ("goal", goal("ostersund", "per_inhabitant"), "missing-field", "/per_inhabitant", "which series"),
        ("lever", json!("region-shar"), "unknown-reference", "/lever", "region-share"),
        ("lever", lever(HOURLY, "0"), "out-of-range", "/lever/step", "above zero"),
        ("lever", lever(HOURLY, "0.0001"), "too-much-work", "/lever/step", "10001 values; at most 10000"),
        ("lever", lever("costs/secretary/rate/hourl", "1"), "unknown-target", "/lever/targets/0", "hourly"),
    ] {
        refused(&server, "goal-seek", case).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exit_says_who_cannot_leave_and_when() {
    let server = Server::still(Database::sqlite()).await;
    for case in [
        ("party", json!("kroko"), "unknown-reference", "/party", "krokom"),
        ("last_day", json!("2027-02-30"), "date-invalid", "/last_day", "YYYY-MM-DD"),
        ("notice_on", json!("soon"), "date-invalid", "/notice_on", "YYYY-MM-DD"),
        ("baseline", json!("stay"), "unknown-field", "/baseline", "there is no field"),
    ] {
        refused(&server, "exit", case).await;
    }
}
