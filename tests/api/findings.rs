//! `GET /api/v1/agreements/{id}/findings`

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::{agreement, agreement_from};
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
        let next = serde_json::json!({ "document": agreement_from("2028-01-01") });
        assert_eq!(server.post(&format!("{address}/versions"), &next).await.status, 201);
        assert_eq!(server.get(&format!("{address}/findings")).await.json(200)["version"], 2);
        assert_eq!(server.get(&format!("{address}/findings?version=1")).await.json(200)["version"], 1);
        server.get(&format!("{address}/findings?version=3")).await.problem(404, "not-found", &[]);
    }
}
