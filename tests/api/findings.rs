//! `GET /api/v1/agreements/{id}/findings`

use serde_json::{Value, json};

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::{adding, agreement, agreement_from};
use crate::server::{Answer, Server};

on_both_databases! {
    async fn an_agreement_without_a_default_policy_is_asked_about(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let found = server.get(&format!("{address}/findings")).await.json(200);
        assert_eq!(found["version"], 1);
        let items = found["items"].as_array().expect("items");
        let asked = items.iter().find(|item| item["pointer"] == "/default_policy").expect("a finding about the policy");
        assert!(asked["code"].is_string() && asked["severity"].is_string() && asked["text"].is_string(), "{asked}");
        let call = server.call("GET", &format!("{address}/findings")).header("accept-language", "sv");
        let swedish = Answer::of(call).await.json(200);
        assert_eq!(swedish["items"].as_array().map(Vec::len), Some(items.len()));
        assert_ne!(swedish["items"][0]["text"], found["items"][0]["text"]);
    }

    async fn the_newest_version_is_read_unless_another_is_named(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let next = json!({ "document": agreement_from("2028-01-01") });
        assert_eq!(server.post(&format!("{address}/versions"), &next).await.status, 201);
        assert_eq!(server.get(&format!("{address}/findings")).await.json(200)["version"], 2);
        assert_eq!(server.get(&format!("{address}/findings?version=1")).await.json(200)["version"], 1);
        server.get(&format!("{address}/findings?version=3")).await.problem(404, "not-found", &[]);
    }

    async fn a_year_is_looked_at_with_its_adopted_budget_and_the_stored_statistics(database) {
        let server = Server::still(database).await;
        let policy = json!([{ "type": "reserve" }, { "type": "guarantor", "party": "rjh", "limit": "250.00" }]);
        let address = make(&server, adding(agreement(), "", "default_policy", policy)).await;
        let found = async |query: &str| {
            let answer = server.get(&format!("{address}/findings{query}")).await.json(200);
            let about = |item: &Value| item["pointer"].as_str().is_some_and(|place| place.starts_with("/default_policy"));
            let items = answer["items"].as_array().expect("items").iter().filter(|item| about(item));
            let codes: Vec<String> = items.map(|item| item["code"].as_str().expect("a code").to_owned()).collect();
            (answer["budget"].clone(), codes)
        };
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let always = codes(&["empty-reserve", "guarantor-may-default"]);
        assert_eq!(found("").await, (Value::Null, always.clone()));

        // Åre bears 321.58 kronor of the year, the guarantor takes on 250.
        let uncovered = [codes(&["leaves-uncovered"]), always].concat();
        assert_eq!(found("?year=2027").await, (Value::Null, uncovered.clone()));
        let budget = json!({ "changes": [{ "target": "default_policy/1/limit", "value": "300.00" }],
                             "opening": { "reserve": "21.58" } });
        let budgets = format!("{address}/budgets/2027");
        let put = server.call("PUT", &budgets).header("content-type", "application/json").header("if-none-match", "*");
        assert_eq!(Answer::of(put.body(budget.to_string())).await.status, 201);
        assert_eq!(found("?year=2027").await, (Value::Null, uncovered), "a draft is not in force");
        let adopt = server.call("POST", &format!("{budgets}/adopt")).header("content-type", "application/json");
        let adopt = adopt.header("if-match", "\"r1\"").body(json!({ "decision_reference": "HSN § 45" }).to_string());
        assert_eq!(Answer::of(adopt).await.status, 200);
        let (basis, covered) = found("?year=2027").await;
        assert_ne!(basis, Value::Null);
        assert_eq!(covered, codes(&["cap-never-binds", "guarantor-may-default"]), "300 and 21.58 kronor are just enough");

        let corrected = json!({ "for": "2321", "date": "2025-12-31", "value": "30000", "source": "SCB" });
        assert_eq!(server.post("/api/v1/statistics/population/observations", &corrected).await.status, 201);
        assert_eq!(found("?year=2027").await.1, codes(&["leaves-uncovered", "guarantor-may-default"]), "Åre grew");
    }

    async fn a_year_that_cannot_be_calculated_is_a_finding_and_a_wrong_year_an_error(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement_from("2010-01-01")).await;
        let found = server.get(&format!("{address}/findings?year=2010")).await.json(200);
        let serious = found["items"].as_array().expect("items").iter().find(|item| item["code"] == "year-cannot-be-calculated");
        assert_eq!(serious.expect("no statistics that old")["pointer"], "/keys/half/groups/1/key/statistic");
        let wrong = server.get(&format!("{address}/findings?year=1999&version=0")).await;
        wrong.problem(422, "out-of-range", &[("/query/version", "out-of-range"), ("/query/year", "out-of-range")]);
        server.get(&format!("{address}/findings?year=2027&version=9")).await.problem(404, "not-found", &[]);
    }
}
