//! `POST /api/v1/calculations`

use serde_json::{Value, json};

use crate::contains::{contains, worked_cases};
use crate::databases::{Database, on_both_databases};
use crate::documents::{adding, example, request, with};
use crate::server::{Answer, Server};

const CALCULATIONS: &str = "/api/v1/calculations";

on_both_databases! {
    async fn the_example_gives_its_expected_figures(database) {
        let server = Server::still(database).await;
        let example = example();
        let answer = server.post(CALCULATIONS, &example["request"]).await.json(200);
        contains(&answer, &example["expected"], "");
        assert_eq!(answer["warnings"], json!([]));
        assert_eq!(answer.get("explanation"), None, "only when asked for");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_is_answered_whole() {
    let server = Server::still(Database::sqlite()).await;
    let answer = server.post(CALCULATIONS, &request()).await;
    assert_eq!(answer.header("content-language"), Some("en"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(
        answer.json(200),
        json!({
            "year": 2027, "currency": "SEK", "host": "rjh", "total": "1000.00",
            "costs": [{
                "id": "hall", "name": "Lokal", "hours": null, "rate": null, "active_days": 365, "amount": "1000.00",
                "reduction": "0.00", "hours_lost": null
            }],
            "lines": [
                { "cost": "hall", "party": "rjh", "amount": "500.00" },
                { "cost": "hall", "party": "are", "amount": "321.58" },
                { "cost": "hall", "party": "berg", "amount": "178.42" }
            ],
            "parties": [
                { "id": "rjh", "name": "Region Jämtland Härjedalen", "share_percent": "50.000000", "allocated": "500.00",
                  "shortfall": "0.00", "cover": "0.00", "payable": "500.00", "provided": "1000.00", "advance": "0.00",
                  "net": "-500.00", "debt": "0.00" },
                { "id": "are", "name": "Åre kommun", "share_percent": "32.158000", "allocated": "321.58",
                  "shortfall": "0.00", "cover": "0.00", "payable": "321.58", "provided": "0.00", "advance": "0.00",
                  "net": "321.58", "debt": "0.00" },
                { "id": "berg", "name": "Bergs kommun", "share_percent": "17.842000", "allocated": "178.42",
                  "shortfall": "0.00", "cover": "0.00", "payable": "178.42", "provided": "0.00", "advance": "0.00",
                  "net": "178.42", "debt": "0.00" }
            ],
            "default": null,
            "transfers": [
                { "from": "are", "to": "rjh", "amount": "321.58" },
                { "from": "berg", "to": "rjh", "amount": "178.42" }
            ],
            "closing": { "reserve": "0.00", "debts": {} },
            "warnings": []
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_worked_case_is_answered_to_the_ore() {
    let server = Server::still(Database::sqlite()).await;
    let cases = worked_cases();
    assert_eq!(cases.len(), 21);
    for (name, case) in cases {
        let answer = server.post(CALCULATIONS, &case["request"]).await.json(200);
        contains(&answer, &case["expected"], &name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_explanation_comes_when_asked_for() {
    let server = Server::still(Database::sqlite()).await;
    let answer = server.post(&format!("{CALCULATIONS}?explain=true"), &request()).await.json(200);
    let lines = answer["explanation"]["lines"].as_array().expect("lines");
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[1]["cost"], &lines[1]["party"]), (&json!("hall"), &json!("are")));
    let problem = server.post(&format!("{CALCULATIONS}?explian=true"), &request()).await;
    let problem = problem.problem(422, "unknown-field", &[("/query/explian", "unknown-field")]);
    assert!(problem["detail"].as_str().expect("a detail").contains("did you mean \"explain\"?"), "{problem}");
    server.post(&format!("{CALCULATIONS}?explain=1"), &request()).await.problem(
        422,
        "wrong-type",
        &[("/query/explain", "wrong-type")],
    );
}

/// The same answer comes from the pool and from the handler itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_calculation_gives_what_a_small_one_gives() {
    let server = Server::still(Database::sqlite()).await;
    let parties: Vec<Value> =
        (0..2000).map(|n| json!({ "id": format!("p{n}"), "name": format!("Part {n}"), "kind": "other" })).collect();
    let mut body = with(request(), "/agreement/parties", json!(parties));
    body = with(body, "/agreement/host", json!("p0"));
    body = with(body, "/agreement/costs/0/key", json!({ "type": "equal" }));
    body["agreement"]["keys"] = json!({});
    let answer = server.post(CALCULATIONS, &body).await.json(200);
    let lines = answer["lines"].as_array().expect("lines");
    assert_eq!(lines.len(), 2000);
    assert!(lines.iter().all(|line| line["amount"] == "0.50"), "1 000 kronor in 2 000 equal parts");
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_and_warnings_are_in_the_readers_language() {
    let server = Server::still(Database::sqlite()).await;
    let old = with(request(), "/statistics/population/0/date", json!("2023-12-31"));
    let call =
        server.call("POST", CALCULATIONS).header("content-type", "application/json").header("accept-language", "sv");
    let answer = Answer::of(call.body(old.to_string())).await;
    assert_eq!(answer.header("content-language"), Some("sv"));
    let warning = &answer.json(200)["warnings"][0];
    assert_eq!(warning["code"], "stale-statistic");
    let swedish = warning["detail"].as_str().expect("a sentence").to_owned();
    let english = server.post(CALCULATIONS, &old).await.json(200)["warnings"][0]["detail"].clone();
    assert_ne!(swedish, english);

    let call =
        server.call("POST", CALCULATIONS).header("content-type", "application/json").header("accept-language", "sv-SE");
    let problem = Answer::of(call.body("{}")).await;
    assert_eq!(problem.header("content-language"), Some("sv"));
    let problem = problem.problem(422, "missing-field", &[("/year", "missing-field"), ("/agreement", "missing-field")]);
    assert_eq!(problem["title"], "Fält saknas");
    assert_eq!(problem["detail"], "2 fel. Det första: fältet \"year\" måste finnas");
}

#[tokio::test(flavor = "multi_thread")]
async fn events_and_actuals_and_opening_balances_are_read() {
    let server = Server::still(Database::sqlite()).await;
    let body = adding(request(), "", "actuals", json!({ "hall": { "amount": "900.00" } }));
    let body = adding(body, "", "opening", json!({ "reserve": "10.00", "debts": { "are": "5.00" } }));
    let answer = server.post(CALCULATIONS, &body).await.json(200);
    assert_eq!(answer["total"], "900.00");
    assert_eq!(answer["closing"], json!({ "reserve": "10.00", "debts": { "are": "5.00" } }));
}
