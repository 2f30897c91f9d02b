//! `GET /api/v1/agreements/{id}/calculation`

use serde_json::{Value, json};

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::{agreement, agreement_from, request, with};
use crate::server::Server;
use crate::versions::adopt;

fn costing(document: Value, amount: &str) -> Value {
    with(document, "/costs/0/amount/per_year", json!(amount))
}

on_both_databases! {
    async fn what_is_stored_gives_what_the_same_request_gives(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        adopt(&server, &address, 1).await.json(200);
        let mut stored = server.get(&format!("{address}/calculation?year=2027")).await.json(200);
        assert_eq!(stored["basis"], json!({ "version": 1, "budget": null }));
        stored.as_object_mut().expect("an object").remove("basis");
        let sent = server.post("/api/v1/calculations", &request()).await.json(200);
        assert_eq!(stored, sent, "the built-in population is the one in the request");
    }

    async fn a_year_is_calculated_with_one_version(database) {
        let server = Server::still(database).await;
        let address = make(&server, costing(agreement_from("2027-07-01"), "100.00")).await;
        let second = costing(agreement_from("2029-01-01"), "300.00");
        assert_eq!(server.post(&format!("{address}/versions"), &json!({ "document": second })).await.status, 201);
        let year = async |year: i32| server.get(&format!("{address}/calculation?year={year}")).await;

        year(2027).await.problem(409, "no-adopted-version", &[]);
        let draft = server.get(&format!("{address}/calculation?year=2027&version=1")).await.json(200);
        assert_eq!(draft["basis"]["version"], 1, "a draft is calculated when it is named");

        adopt(&server, &address, 1).await.json(200);
        year(2026).await.problem(409, "no-adopted-version", &[]);
        assert_eq!(year(2027).await.json(200)["basis"]["version"], 1, "it starts within the year");
        assert_eq!(year(2027).await.json(200)["total"], "50.41", "184 of 365 days");
        assert_eq!(year(2029).await.json(200)["total"], "100.00", "version 2 is not adopted");
        adopt(&server, &address, 2).await.json(200);
        assert_eq!(year(2028).await.json(200)["total"], "100.00");
        assert_eq!(year(2029).await.json(200)["total"], "300.00");
        assert_eq!(year(2029).await.json(200)["basis"]["version"], 2);
    }

    async fn statistics_are_used_as_they_were_known(database) {
        let server = Server::ticking(database).await;
        let address = make(&server, agreement()).await;
        adopt(&server, &address, 1).await.json(200);
        let are = async |query: &str| {
            let answer = server.get(&format!("{address}/calculation?year=2027{query}")).await.json(200);
            answer["lines"][1]["amount"].as_str().expect("an amount").to_owned()
        };
        assert_eq!(are("").await, "321.58");
        let corrected = json!({ "for": "2321", "date": "2025-12-31", "value": "7085", "source": "SCB" });
        let added = server.post("/api/v1/statistics/population/observations", &corrected).await.json(201);
        let recorded_at = added["recorded_at"].as_str().expect("a moment");
        assert_eq!(are("").await, "250.00", "as many as in Berg");
        assert_eq!(are(&format!("&known_at={recorded_at}")).await, "250.00");
        assert_eq!(are("&known_at=2026-01-01").await, "321.58", "before the correction was known");
    }

    async fn what_is_asked_must_be_right(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let answer = server.get(&format!("{address}/calculation?version=x&known_at=soon")).await;
        answer.problem(422, "missing-field", &[
            ("/query/year", "missing-field"), ("/query/version", "out-of-range"), ("/query/known_at", "date-invalid"),
        ]);
        let empty = server.get(&format!("{address}/calculation?year=&known_at=&explain=")).await;
        empty.problem(422, "out-of-range", &[
            ("/query/year", "out-of-range"), ("/query/known_at", "date-invalid"), ("/query/explain", "wrong-type"),
        ]);
        server.get(&format!("{address}/calculation?year=2027&version=9")).await.problem(404, "not-found", &[]);
    }
}
