//! `/api/v1/organisations`

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::{adding, with};
use crate::server::{Answer, Server};

const ORGANISATIONS: &str = "/api/v1/organisations";

/// A region that can issue.
pub(crate) fn region() -> Value {
    json!({
        "name": "Region Jämtland Härjedalen", "organisation_number": "232100-0214", "external_id": "R-23",
        "address": { "lines": ["Exempelgatan 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE" },
        "endpoint": { "scheme": "0007", "id": "232100-0214" },
        "buyer_reference": "123456", "buyer_reference_pattern": "[0-9]{6}",
        "bankgiro": "339-8328", "plusgiro": "18 97 50-3", "iban": "SE35 5000 0000 0549 1000 0003",
        "vat_number": "SE232100021401", "f_tax": true,
        "accounts": { "receivable": "1510", "payable": "2440", "bank": "1930", "rounding": "3740", "income": { "*": "3990" } }
    })
}

pub(crate) async fn put(server: &Server, path: &str, tag: &str, body: &Value) -> Answer {
    let call = server.call("PUT", path).header("content-type", "application/json").header("if-match", tag.to_owned());
    Answer::of(call.body(body.to_string())).await
}

/// Stores an organisation; gives its address.
pub(crate) async fn add(server: &Server, body: &Value) -> String {
    let made = server.post(ORGANISATIONS, body).await.json(201);
    format!("{ORGANISATIONS}/{}", made["id"].as_str().expect("an id"))
}

on_both_databases! {
    async fn an_organisation_is_added_read_found_and_written_over(database) {
        let server = Server::still(database).await;
        let made = server.post(ORGANISATIONS, &region()).await;
        let body = made.json(201);
        let path = format!("{ORGANISATIONS}/{}", body["id"].as_str().expect("an id"));
        assert_eq!((made.header("location"), made.header("etag")), (Some(path.as_str()), Some("\"r1\"")));
        let details = &body["details"];
        assert_eq!((&details["organisation_number"], &details["bankgiro"]), (&json!("2321000214"), &json!("3398328")));
        assert_eq!((&details["plusgiro"], &details["iban"]), (&json!("1897503"), &json!("SE3550000000054910000003")));
        assert_eq!((&details["issued_by"], &details["attestations_required"]), (&json!("samfin"), &json!(1)));
        let read = server.get(&path).await;
        assert_eq!((read.json(200), read.header("etag")), (body.clone(), Some("\"r1\"")));
        add(&server, &json!({ "name": "Bergs kommun", "organisation_number": "212000-2502" })).await;
        for query in ["organisation_number=232100-0214", "organisation_number=2321000214", "external_id=R-23", "limit=1"] {
            let found = server.get(&format!("{ORGANISATIONS}?{query}")).await.json(200);
            assert_eq!(found["items"], json!([body]), "{query}");
        }
        assert_eq!(server.get(ORGANISATIONS).await.json(200)["items"].as_array().map(Vec::len), Some(2));
        server.get(&format!("{ORGANISATIONS}?organisation_number=232100-0215")).await
            .problem(422, "check-digit", &[("/query/organisation_number", "check-digit")]);
        // What was answered can be sent back.
        let changed = with(details.clone(), "/bankgiro", json!("366-5114"));
        let written = put(&server, &path, "\"r1\"", &changed).await;
        assert_eq!((written.json(200)["revision"].clone(), written.header("etag")), (json!(2), Some("\"r2\"")));
        let been = server.get(&format!("{path}/revisions")).await.json(200);
        let accounts: Vec<&Value> = been["items"].as_array().expect("items").iter().map(|was| &was["details"]["bankgiro"]).collect();
        assert_eq!(accounts, ["3398328", "3665114"]);
    }

    async fn everything_wrong_is_told_with_its_place(database) {
        let server = Server::still(database).await;
        let wrong = with(region(), "/bankgiro", json!("339-8329"));
        let wrong = with(wrong, "/buyer_reference", json!("12345"));
        let wrong = with(wrong, "/vat_number", json!("SE212000250201"));
        let wrong = adding(with(wrong, "/accounts/receivable", json!("")), "/address", "street", json!("x"));
        let answer = server.post(ORGANISATIONS, &wrong).await;
        answer.problem(422, "unknown-field", &[
            ("/address/street", "unknown-field"), ("/buyer_reference", "identifier-format"), ("/vat_number", "conflicting-fields"),
            ("/bankgiro", "check-digit"), ("/accounts/receivable", "identifier-format"),
        ]);
        assert_eq!(server.get(ORGANISATIONS).await.json(200)["items"], json!([]), "nothing was stored");
        let three = adding(region(), "", "attestations_required", json!(3));
        server.post(ORGANISATIONS, &three).await.problem(422, "out-of-range", &[("/attestations_required", "out-of-range")]);
    }

    async fn a_number_and_an_external_id_belong_to_one(database) {
        let server = Server::still(database).await;
        let path = add(&server, &region()).await;
        server.post(ORGANISATIONS, &region()).await
            .problem(422, "duplicate-id", &[("/organisation_number", "duplicate-id"), ("/external_id", "duplicate-id")]);
        let berg = json!({ "name": "Bergs kommun", "organisation_number": "212000-2502" });
        let other = add(&server, &berg).await;
        let taking = adding(berg.clone(), "", "external_id", json!("R-23"));
        put(&server, &other, "\"r1\"", &taking).await.problem(422, "duplicate-id", &[("/external_id", "duplicate-id")]);
        let own = put(&server, &path, "\"r1\"", &region()).await;
        assert_eq!(own.json(200)["revision"], 2, "its own are not taken");
        // Of those who add it at the same time, one does.
        let new = json!({ "name": "Härjedalens kommun", "organisation_number": "212000-2510" });
        let tries = futures_util::future::join_all((0..8).map(|_| server.post(ORGANISATIONS, &new))).await;
        let mut statuses: Vec<u16> = tries.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422, 422, 422, 422, 422, 422, 422]);
        let tries = futures_util::future::join_all((0..8).map(|_| put(&server, &other, "\"r1\"", &berg))).await;
        let mut statuses: Vec<u16> = tries.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    }

    async fn nobody_writes_over_what_they_have_not_read(database) {
        let server = Server::still(database).await;
        let path = add(&server, &region()).await;
        server.send("PUT", &path, &region()).await.problem(428, "precondition-required", &[]);
        put(&server, &path, "\"r1\"", &region()).await.json(200);
        let stale = put(&server, &path, "\"r1\"", &region()).await;
        stale.problem(412, "precondition-failed", &[]);
        assert_eq!(stale.header("etag"), Some("\"r2\""));
        let nowhere = format!("{ORGANISATIONS}/01900000-0000-7000-8000-000000000001");
        for path in [nowhere.clone(), format!("{nowhere}/revisions")] {
            server.get(&path).await.problem(404, "not-found", &[]);
        }
        put(&server, &nowhere, "\"r1\"", &region()).await.problem(404, "not-found", &[]);
    }

    async fn a_repeated_request_adds_nothing(database) {
        let server = Server::still(database).await;
        let send = async || {
            let call = server.call("POST", ORGANISATIONS).header("idempotency-key", "a").header("content-type", "application/json");
            Answer::of(call.body(region().to_string())).await
        };
        let (first, again) = (send().await, send().await);
        assert_eq!((first.json(201), again.header("idempotency-replayed")), (again.json(201), Some("true")));
        assert_eq!(server.get(ORGANISATIONS).await.json(200)["items"].as_array().map(Vec::len), Some(1));
    }
}
