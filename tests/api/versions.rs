//! `/api/v1/agreements/{id}/versions`

use serde_json::{Value, json};

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::{agreement, agreement_from, with};
use crate::server::{Answer, NOW, Server};

async fn add(server: &Server, address: &str, document: Value) -> Answer {
    server.post(&format!("{address}/versions"), &json!({ "document": document })).await
}

/// Adopts a version by the decision of one party.
pub(crate) async fn adopt(server: &Server, address: &str, version: u32) -> Answer {
    let decisions = json!({ "decisions": [{ "party": "are", "reference": "KF § 1", "decided_on": "2026-11-24" }] });
    server.post(&format!("{address}/versions/{version}/adopt"), &decisions).await
}

on_both_databases! {
    async fn a_version_is_read_as_it_was_written(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let read = server.get(&format!("{address}/versions/1")).await;
        let body = read.json(200);
        let id = address.rsplit('/').next().expect("an id");
        let sha256 = body["sha256"].as_str().expect("a checksum").to_owned();
        assert_eq!(body, json!({
            "id": format!("{id}-v1"), "agreement": id, "version": 1, "status": "draft",
            "valid_from": "2027-01-01", "valid_to": null, "note": null, "sha256": sha256,
            "created_at": NOW, "adopted_at": null, "decisions": [], "undecided": ["rjh", "are", "berg"],
            "document": agreement()
        }));
        assert_eq!(read.header("etag"), Some(format!("\"{}-draft\"", &sha256[..16]).as_str()));
    }

    async fn versions_are_counted_and_listed(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let made = add(&server, &address, with(agreement_from("2028-01-01"), "/name", json!("Seminarium 2"))).await;
        assert_eq!(made.header("location"), Some(format!("{address}/versions/2").as_str()));
        assert_eq!(made.json(201)["version"], 2);
        assert_eq!(server.get(&address).await.json(200)["name"], "Seminarium 2");
        let list = server.get(&format!("{address}/versions")).await.json(200);
        let numbers: Vec<_> = list["items"].as_array().expect("items").iter().map(|item| item["version"].clone()).collect();
        assert_eq!((numbers, &list["next"]), (vec![json!(1), json!(2)], &Value::Null));
        assert_eq!(list["items"][0].get("document"), None, "documents are long");
        let first = server.get(&format!("{address}/versions?limit=1")).await.json(200);
        let next = first["next"].as_str().expect("a next page");
        let second = server.get(&format!("{address}/versions?limit=1&cursor={next}")).await.json(200);
        assert_eq!((&second["items"][0]["version"], &second["next"]), (&json!(2), &Value::Null));
    }

    async fn a_version_is_adopted_once_by_the_parties_decisions(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let adopted = adopt(&server, &address, 1).await.json(200);
        assert_eq!((&adopted["status"], &adopted["adopted_at"]), (&json!("adopted"), &json!(NOW)));
        assert_eq!(adopted["decisions"], json!([{ "party": "are", "reference": "KF § 1", "decided_on": "2026-11-24" }]));
        assert_eq!(adopted["undecided"], json!(["rjh", "berg"]));
        let again = adopt(&server, &address, 1).await.problem(409, "invalid-state", &[]);
        assert_eq!(again["legal"], json!(["new-version"]));
        adopt(&server, &address, 2).await.problem(404, "not-found", &[]);
    }

    async fn decisions_are_of_parties_and_once_each(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let decide = |decisions: Value| json!({ "decisions": decisions });
        let path = format!("{address}/versions/1/adopt");
        let twice = decide(json!([
            { "party": "are", "reference": "a" }, { "party": "are", "reference": "b" }, { "party": "arre", "reference": "c" }
        ]));
        server.post(&path, &twice).await.problem(422, "repeated-reference", &[
            ("/decisions/1/party", "repeated-reference"), ("/decisions/2/party", "unknown-reference"),
        ]);
        server.post(&path, &decide(json!([]))).await.problem(422, "text-length", &[("/decisions", "text-length")]);
        let long = decide(json!([{ "party": "are", "reference": "x".repeat(101) }]));
        server.post(&path, &long).await.problem(422, "text-length", &[("/decisions/0/reference", "text-length")]);
        server.post(&path, &json!({})).await.problem(422, "missing-field", &[("/decisions", "missing-field")]);
        assert_eq!(server.get(&format!("{address}/versions/1")).await.json(200)["status"], "draft");
    }

    async fn a_new_version_starts_on_a_later_first_of_january(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement_from("2027-07-01")).await;
        // A draft can be corrected, also on its own first day.
        assert_eq!(add(&server, &address, agreement_from("2027-07-01")).await.status, 201);
        let refused = [("/document/valid_from", "version-start")];
        add(&server, &address, agreement_from("2028-07-01")).await.problem(422, "version-start", &refused);
        adopt(&server, &address, 2).await.json(200);
        add(&server, &address, agreement_from("2027-07-01")).await.problem(422, "version-start", &refused);
        add(&server, &address, agreement_from("2027-01-01")).await.problem(422, "version-start", &refused);
        assert_eq!(add(&server, &address, agreement_from("2028-01-01")).await.status, 201);
        // Version 1 starts on the day of version 2, which is adopted.
        adopt(&server, &address, 1).await.problem(409, "invalid-state", &[]);
        assert_eq!(server.get(&address).await.json(200)["versions"], 3, "the refused ones left no number behind");
    }

    async fn a_version_number_in_the_address_is_a_number(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        for number in ["0", "-1", "1.0", "x", "99999999999999999999"] {
            let answer = server.get(&format!("{address}/versions/{number}")).await;
            answer.problem(422, "out-of-range", &[("/path/version", "out-of-range")]);
        }
        server.get(&format!("{address}/versions/7")).await.problem(404, "not-found", &[]);
    }
}
