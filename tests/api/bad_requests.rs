//! Every bad input gets a problem that says what, where and what to do. Never a 500.

use serde_json::{Value, json};

use crate::databases::{Database, on_both_databases};
use crate::documents::{adding, agreement, request, with};
use crate::server::{Answer, Server};

const CALCULATIONS: &str = "/api/v1/calculations";

/// What is sent, and the problem that comes: its code, which is also that of every error, and the pointers.
type Case = (&'static str, Value, &'static str, &'static [&'static str]);

fn cases() -> Vec<Case> {
    let overlapping = json!({ "type": "groups", "groups": [
        { "among": "all", "weight": "1", "key": { "type": "equal" } },
        { "among": { "kind": "region" }, "weight": "1", "key": { "type": "equal" } }
    ] });
    let circle = json!({ "half": { "type": "ref", "key": "other" }, "other": { "type": "ref", "key": "half" } });
    let bounded = json!({ "type": "bounded", "key": { "type": "equal" }, "max": { "*": { "amount": "1.00" } } });
    let change = |target: &str| json!([{ "target": target, "value": "1" }]);
    vec![
        ("wrong type", with(request(), "/agreement/costs", json!("all")), "wrong-type", &["/agreement/costs"]),
        ("unknown party", with(request(), "/agreement/host", json!("rhj")), "unknown-reference", &["/agreement/host"]),
        (
            "key cycle",
            with(request(), "/agreement/keys", circle),
            "key-cycle",
            &["/agreement/keys/half", "/agreement/keys/other"],
        ),
        (
            "overlapping groups",
            with(request(), "/agreement/costs/0/key", overlapping),
            "overlapping-groups",
            &["/agreement/costs/0/key/groups/1"],
        ),
        ("missing statistic", with(request(), "/statistics", json!({})), "missing-statistic", &[]),
        (
            "duplicate statistic",
            with(request(), "/statistics/population/1/for", json!("2321")),
            "duplicate-observation",
            &["/statistics/population/1"],
        ),
        (
            "no one to charge",
            with(request(), "/agreement/costs/0/key", json!({ "type": "shares", "shares": { "are": "0" } })),
            "no-one-to-charge",
            &["/agreement/costs/0/key"],
        ),
        (
            "bounds that cannot hold",
            with(request(), "/agreement/costs/0/key", bounded),
            "bounds-cannot-hold",
            &["/agreement/costs/0/key"],
        ),
        (
            "no such change target",
            adding(request(), "", "changes", change("costs/hal/amount/per_year")),
            "unknown-target",
            &["/changes/0/target"],
        ),
        ("a year far away", with(request(), "/year", json!(2127)), "out-of-range", &["/year"]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_content_is_422_with_its_place() {
    let server = Server::still(Database::sqlite()).await;
    for (what, body, code, pointers) in cases() {
        let answer = server.post(CALCULATIONS, &body).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.body);
        let body: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(body["type"], format!("/problems/{code}"), "{what}: {body}");
        let errors = body["errors"].as_array().expect("errors");
        assert!(!errors.is_empty() && errors.iter().all(|error| error["code"] == code), "{what}: {body}");
        let found: Vec<_> = errors.iter().filter_map(|error| error["pointer"].as_str()).collect();
        assert!(pointers.is_empty() || found == pointers, "{what}: {body}");
        let page = server.get(body["type"].as_str().expect("a type")).await;
        assert_eq!(page.status, 200, "{what}: its type is a page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_errors_come_at_once() {
    let server = Server::still(Database::sqlite()).await;
    let body = with(request(), "/agreement/costs/0/amount/per_year", json!(1000));
    let body = with(body, "/agreement/parties/1/kind", json!("comune"));
    let body = adding(body, "", "yaer", json!(2027));
    let answer = server.post(CALCULATIONS, &body).await;
    answer.problem(
        422,
        "unknown-field",
        &[
            ("/yaer", "unknown-field"),
            ("/agreement/parties/1/kind", "unknown-value"),
            ("/agreement/costs/0/amount/per_year", "money-format"),
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_json_is_400() {
    let server = Server::still(Database::sqlite()).await;
    for (what, body) in [
        ("nothing", ""),
        ("not JSON", "year=2027"),
        ("cut off", r#"{ "year": 20"#),
        ("a number that JSON does not have", r#"{ "year": NaN }"#),
        ("two documents", "{} {}"),
    ] {
        let answer = server.send_text("POST", CALCULATIONS, body).await;
        assert_eq!(answer.status, 400, "{what}: {}", answer.body);
        answer.problem(400, "malformed-json", &[]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wrong_kind_of_content_is_415_and_of_answer_406() {
    let server = Server::still(Database::sqlite()).await;
    let body = request().to_string();
    for kind in ["text/plain", "application/xml", "multipart/form-data; boundary=x"] {
        let call = server.call("POST", CALCULATIONS).header("content-type", kind).body(body.clone());
        Answer::of(call).await.problem(415, "unsupported-media-type", &[]);
    }
    Answer::of(server.call("POST", CALCULATIONS).body(body.clone())).await.problem(415, "unsupported-media-type", &[]);
    let call =
        server.call("POST", CALCULATIONS).header("content-type", "application/json").header("content-encoding", "gzip");
    Answer::of(call.body(b"\x1f\x8b\x08\x00".to_vec())).await.problem(415, "unsupported-media-type", &[]);
    let call =
        server.call("POST", CALCULATIONS).header("content-type", "application/json").header("accept", "text/html");
    Answer::of(call.body(body.clone())).await.problem(406, "not-acceptable", &[]);
    let call = server.call("POST", CALCULATIONS).header("content-type", "application/json; charset=utf-8");
    assert_eq!(Answer::of(call.header("accept", "application/*").body(body)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undeclared_method_is_405_with_those_there_are() {
    let server = Server::still(Database::sqlite()).await;
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    for (path, allowed) in [
        (CALCULATIONS.to_owned(), "POST"),
        ("/api/v1/agreements".to_owned(), "GET, HEAD, POST"),
        (format!("/api/v1/agreements/{id}"), "GET, HEAD"),
        (format!("/api/v1/agreements/{id}/budgets/2027"), "GET, HEAD, PUT"),
        ("/health/live".to_owned(), "GET, HEAD"),
        ("/problems/not-found".to_owned(), "GET, HEAD"),
        ("/jamfor/spara".to_owned(), "POST"),
        (format!("/scenarier/{id}"), "GET, HEAD, POST"),
    ] {
        for method in ["DELETE", "PATCH", "TRACE", "OPTIONS", "BREW"] {
            let answer = Answer::of(server.call(method, &path)).await;
            assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
            answer.problem(405, "method-not-allowed", &[]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_is_404() {
    let server = Server::still(Database::sqlite()).await;
    for path in
        ["/api/v1/agreement", "/api/v2/agreements", "/favicon.ico", "/problems/no-such-code", "/api/docs/nothing.js"]
    {
        server.get(path).await.problem(404, "not-found", &[]);
    }
}

on_both_databases! {
    async fn what_is_wrong_only_when_calculated_can_be_stored(database) {
        let server = Server::still(database).await;
        for (what, body, _, _) in cases() {
            let Some(document) = body.get("agreement").filter(|document| **document != agreement()) else { continue };
            let answer = server.post("/api/v1/agreements", &json!({ "document": document, "note": "x" })).await;
            assert!(matches!(answer.status, 201 | 422), "{what}: {}", answer.body);
        }
        let stored = server.get("/api/v1/agreements").await.json(200);
        let names: Vec<_> = stored["items"].as_array().expect("items").iter().map(|item| item["name"].clone()).collect();
        // An empty group and bounds that cannot hold; nothing else came in.
        assert_eq!(names, ["Seminarium", "Seminarium", "Seminarium"]);
    }
}
