//! `Idempotency-Key`: a request that is sent again is not carried out again, and is answered as it was.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::{agreement, agreement_from};
use crate::scenarios::{hall, make_scenario};
use crate::server::{Answer, Server};
use crate::versions::adopt;

const CLIENTS: usize = 50;
const ROUNDS: usize = 20;

/// A request that can be sent again.
struct Request {
    method: &'static str,
    path: String,
    if_match: Option<&'static str>,
    kind: &'static str,
    body: String,
}

impl Request {
    fn new(method: &'static str, path: impl Into<String>, body: &Value) -> Self {
        Self { method, path: path.into(), if_match: None, kind: "application/json", body: body.to_string() }
    }

    fn at(self, tag: &'static str) -> Self {
        Self { if_match: Some(tag), ..self }
    }

    async fn send(&self, server: &Server, key: &str) -> Answer {
        let mut call =
            server.call(self.method, &self.path).header("idempotency-key", key).header("content-type", self.kind);
        if let Some(tag) = self.if_match {
            call = call.header("if-match", tag);
        }
        Answer::of(call.body(self.body.clone())).await
    }
}

fn replayed(answer: &Answer) -> bool {
    answer.header("idempotency-replayed") == Some("true")
}

async fn count(server: &Server, list: &str) -> usize {
    server.get(list).await.json(200)["items"].as_array().expect("items").len()
}

on_both_databases! {
    async fn the_same_request_is_answered_as_it_was_and_done_once(database) {
        let server = Server::still(database).await;
        let first = Request::new("POST", "/api/v1/agreements", &json!({ "document": agreement(), "note": "x" }));
        let made = first.send(&server, "a").await;
        assert!(made.status == 201 && !replayed(&made), "{}", made.body);
        // The order of names and white space say nothing.
        let pretty = serde_json::to_string_pretty(&json!({ "note": "x", "document": agreement() })).expect("JSON");
        let again = Request { body: pretty, ..Request::new("POST", "/api/v1/agreements", &Value::Null) }.send(&server, "a").await;
        assert_eq!((again.status, &again.body), (201, &made.body));
        assert_eq!((again.header("location"), again.header("etag")), (made.header("location"), made.header("etag")));
        assert!(replayed(&again));
        assert_eq!(count(&server, "/api/v1/agreements").await, 1);
        // Another key is another request.
        assert!(!replayed(&first.send(&server, "b").await));
        assert_eq!(count(&server, "/api/v1/agreements").await, 2);
    }

    async fn a_key_stands_for_one_request(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let path = format!("{address}/scenarios");
        let made = Request::new("POST", &path, &hall("x", "1.00")).send(&server, "a").await.json(201);
        Request::new("POST", &path, &hall("x", "2.00")).send(&server, "a").await.problem(422, "idempotency-key-reused", &[]);
        let other = make(&server, agreement()).await;
        Request::new("POST", format!("{other}/scenarios"), &hall("x", "1.00")).send(&server, "a").await
            .problem(422, "idempotency-key-reused", &[]);
        assert_eq!(count(&server, &format!("{other}/scenarios")).await, 0);
        let kept = server.get(&format!("{path}/{}", made["id"].as_str().expect("an id"))).await.json(200);
        assert_eq!(kept, made, "the first result is untouched");
        // On another route the same name means something else.
        let version = Request::new("POST", format!("{address}/versions"), &json!({ "document": agreement_from("2028-01-01") }));
        version.send(&server, "a").await.json(201);
    }

    async fn a_refused_request_leaves_the_key_free(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let path = format!("{address}/scenarios");
        let wrong = Request::new("POST", &path, &json!({ "name": "x", "events": [{ "party": "nobody" }] }));
        assert_eq!(wrong.send(&server, "a").await.status, 422);
        Request::new("POST", &path, &hall("x", "1.00")).send(&server, "a").await.json(201);
    }

    async fn a_key_that_cannot_be_one_is_refused_and_nothing_done(database) {
        let server = Server::still(database).await;
        let request = Request::new("POST", "/api/v1/agreements", &json!({ "document": agreement() }));
        for key in ["", "två", "a b", &"k".repeat(256)] {
            request.send(&server, key).await.problem(400, "idempotency-key-invalid", &[]);
        }
        let twice = server.call("POST", "/api/v1/agreements").header("idempotency-key", "a").header("idempotency-key", "b");
        let twice = twice.header("content-type", "application/json").body(request.body.clone());
        Answer::of(twice).await.problem(400, "idempotency-key-invalid", &[]);
        assert_eq!(count(&server, "/api/v1/agreements").await, 0);
        request.send(&server, &"k".repeat(255)).await.json(201);
    }

    async fn every_change_can_be_sent_again(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        adopt(&server, &address, 1).await.json(200);
        let scenario = make_scenario(&server, &address, &hall("x", "1.00")).await;
        let budget = format!("{address}/budgets/2027");
        let decisions = json!({ "decisions": [{ "party": "are", "reference": "KF § 1" }] });
        let observations = json!({ "for": "2321", "date": "2026-12-31", "value": "12801" });
        let requests = [
            Request::new("POST", "/api/v1/agreements", &json!({ "document": agreement() })),
            Request::new("POST", format!("{address}/versions"), &json!({ "document": agreement_from("2028-01-01") })),
            Request::new("POST", format!("{address}/versions/2/adopt"), &decisions),
            Request::new("PUT", &budget, &json!({ "changes": [], "opening": {} })),
            Request::new("POST", format!("{budget}/adopt"), &json!({ "decision_reference": "HSN § 45" })).at("\"r1\""),
            Request::new("POST", format!("{address}/scenarios"), &hall("y", "1.00")),
            Request::new("PUT", &scenario, &hall("x", "2.00")).at("\"r1\""),
            Request::new("POST", format!("{scenario}/share"), &json!({})).at("\"r2\""),
            Request::new("POST", format!("{scenario}/lock"), &json!({ "years": [2027], "reason": "Budget" })).at("\"r3\""),
            Request::new("POST", "/api/v1/statistics/population/observations", &observations),
            Request { kind: "text/csv", body: "Kommunkod;År;Folkmängd\n2326;2026;7050\n".to_owned(),
                ..Request::new("POST", "/api/v1/statistics/population/imports", &Value::Null) },
        ];
        let mut first = Vec::new();
        for request in &requests {
            let answer = request.send(&server, "k").await;
            assert!((200..300).contains(&answer.status), "{} {}: {} {}", request.method, request.path, answer.status, answer.body);
            first.push(answer);
        }
        // Whatever has happened since, each is answered as it was.
        for (request, before) in requests.iter().zip(&first) {
            let again = request.send(&server, "k").await;
            assert!(replayed(&again), "{} {}", request.method, request.path);
            assert_eq!((again.status, &again.body), (before.status, &before.body), "{} {}", request.method, request.path);
            for name in ["etag", "location"] {
                assert_eq!(again.header(name), before.header(name), "{} {}: {name}", request.method, request.path);
            }
        }
        let draft = make_scenario(&server, &address, &hall("z", "1.00")).await;
        let delete = Request::new("DELETE", &draft, &Value::Null).at("\"r1\"");
        assert_eq!(delete.send(&server, "k").await.status, 204);
        let again = delete.send(&server, "k").await;
        assert!(again.status == 204 && replayed(&again));
    }

    async fn fifty_clients_with_one_key_do_it_once(database) {
        let server = std::sync::Arc::new(Server::ticking(database).await);
        for round in 1..=ROUNDS {
            let mut clients = JoinSet::new();
            for _ in 0..CLIENTS {
                let server = server.clone();
                clients.spawn(async move {
                    let request = Request::new("POST", "/api/v1/agreements", &json!({ "document": agreement() }));
                    request.send(&server, &format!("round {round}").replace(' ', "-")).await
                });
            }
            let answers = clients.join_all().await;
            let mut bodies: Vec<&str> = Vec::new();
            for answer in &answers {
                match answer.status {
                    201 => bodies.push(&answer.body),
                    409 => assert!(answer.header("retry-after").is_some(), "{}", answer.body),
                    other => panic!("{other}: {}", answer.body),
                }
            }
            bodies.dedup();
            assert_eq!(bodies.len(), 1, "all are told the same");
            assert_eq!(answers.iter().filter(|answer| answer.status == 201 && !replayed(answer)).count(), 1);
            assert_eq!(count(&server, "/api/v1/agreements?limit=200").await, round, "one effect per key");
        }
    }
}
