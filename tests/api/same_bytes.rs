//! The same calls give the same bytes on both databases.

use serde_json::{Value, json};

use crate::databases::Database;
use crate::documents::{agreement, agreement_from, example, with};
use crate::server::{Answer, Server};

/// A day at the office: method, address (`{1}` is the first agreement), `If-Match`, body.
fn calls() -> Vec<(&'static str, String, Option<&'static str>, Value)> {
    let a = "/api/v1/agreements";
    let one = |rest: &str| format!("{a}/{{1}}{rest}");
    let decisions = json!({ "decisions": [{ "party": "rjh", "reference": "RF § 1" }, { "party": "are", "reference": "KF § 2", "decided_on": "2026-11-30" }] });
    let budget = |amount: &str| json!({ "changes": [{ "target": "costs/hall/amount/per_year", "value": amount }], "opening": { "reserve": "1.00" } });
    let observation = |value: &str| json!({ "for": "2321", "date": "2025-12-31", "value": value });
    let nothing = Value::Null;
    vec![
        ("POST", a.to_owned(), None, json!({ "document": agreement(), "note": "ett" })),
        ("POST", a.to_owned(), None, json!({ "document": example()["request"]["agreement"] })),
        ("POST", a.to_owned(), None, json!({ "document": with(agreement(), "/host", json!("nobody")) })),
        ("GET", a.to_owned(), None, nothing.clone()),
        ("POST", one("/versions"), None, json!({ "document": agreement_from("2028-01-01") })),
        ("POST", one("/versions"), None, json!({ "document": agreement_from("2028-02-01") })),
        ("POST", one("/versions/1/adopt"), None, decisions.clone()),
        ("POST", one("/versions/1/adopt"), None, decisions),
        ("GET", one("/versions"), None, nothing.clone()),
        ("GET", one("/versions/1"), None, nothing.clone()),
        ("PUT", one("/budgets/2027"), None, budget("1200.00")),
        ("PUT", one("/budgets/2027"), None, budget("1300.00")),
        ("PUT", one("/budgets/2027"), Some("\"r1\""), budget("1400.00")),
        ("POST", one("/budgets/2027/adopt"), Some("\"r2\""), json!({ "decision_reference": "HSN § 3" })),
        ("GET", one("/budgets/2027"), None, nothing.clone()),
        ("GET", one("/calculation?year=2027&explain=true"), None, nothing.clone()),
        ("POST", "/api/v1/statistics/population/observations".to_owned(), None, observation("13000")),
        ("POST", "/api/v1/statistics/population/observations".to_owned(), None, observation("12999.5")),
        ("GET", "/api/v1/statistics/population/observations?for=2321".to_owned(), None, nothing.clone()),
        ("GET", "/api/v1/statistics/population/observations?limit=3".to_owned(), None, nothing.clone()),
        ("GET", "/api/v1/statistics".to_owned(), None, nothing.clone()),
        ("GET", one("/calculation?year=2027"), None, nothing.clone()),
        ("GET", one("/calculation?year=2026"), None, nothing.clone()),
        ("GET", one("/findings"), None, nothing.clone()),
        ("GET", one("/findings?year=2027"), None, nothing.clone()),
        ("GET", one("/versions/9"), None, nothing),
    ]
}

async fn transcript(server: &Server) -> Vec<String> {
    let mut first = String::new();
    let mut lines = Vec::new();
    for (method, path, tag, body) in calls() {
        let path = path.replace("{1}", &first);
        let mut call = server.call(method, &path);
        if let Some(tag) = tag {
            call = call.header("if-match", tag);
        }
        if body != Value::Null {
            call = call.header("content-type", "application/json").body(body.to_string());
        }
        let answer = Answer::of(call).await;
        assert!(answer.status < 500, "{method} {path}: {}", answer.body);
        if let (true, Some(location)) = (first.is_empty(), answer.header("location")) {
            location.rsplit('/').next().expect("an id").clone_into(&mut first);
        }
        let headers =
            ["etag", "location", "content-type", "content-language"].map(|name| answer.header(name).unwrap_or("-"));
        lines.push(format!("{method} {path} {} {headers:?} {}", answer.status, answer.body));
    }
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_calls_give_the_same_bytes_on_both_databases() {
    let sqlite = transcript(&Server::still(Database::sqlite()).await).await;
    let postgres = transcript(&Server::still(Database::postgres().await).await).await;
    for (one, other) in sqlite.iter().zip(&postgres) {
        assert_eq!(one, other);
    }
    let statuses: Vec<_> = sqlite.iter().filter_map(|line| line.split(' ').nth(2)).collect();
    assert!(statuses.contains(&"201") && statuses.contains(&"409") && statuses.contains(&"428"), "{statuses:?}");
}
