//! `/api/v1/agreements`

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::agreement;
use crate::server::{NOW, Server};

/// Makes an agreement of `document` and gives its address.
pub(crate) async fn make(server: &Server, document: Value) -> String {
    let made = server.post("/api/v1/agreements", &json!({ "document": document })).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.header("location").expect("where it is").to_owned()
}

on_both_databases! {
    async fn an_agreement_is_made_and_read(database) {
        let server = Server::still(database).await;
        let made = server.post("/api/v1/agreements", &json!({ "document": agreement(), "note": "Första förslaget" })).await;
        let body = made.json(201);
        let id = body["id"].as_str().expect("an id").to_owned();
        assert_eq!(body, json!({ "id": id, "name": "Seminarium", "versions": 1, "created_at": NOW }));
        assert_eq!(made.header("location"), Some(format!("/api/v1/agreements/{id}").as_str()));
        assert_eq!(made.header("etag"), Some("\"v1\""));
        let read = server.get(&format!("/api/v1/agreements/{id}")).await;
        assert_eq!((read.json(200), read.header("etag")), (body, Some("\"v1\"")));
    }

    async fn agreements_come_in_pages(database) {
        let server = Server::still(database).await;
        let mut made = Vec::new();
        for _ in 0..5 {
            made.push(make(&server, agreement()).await);
        }
        let mut seen = Vec::new();
        let mut address = "/api/v1/agreements?limit=2".to_owned();
        loop {
            let page = server.get(&address).await.json(200);
            let items = page["items"].as_array().expect("items");
            assert!(items.len() <= 2);
            seen.extend(items.iter().map(|item| format!("/api/v1/agreements/{}", item["id"].as_str().expect("an id"))));
            match page["next"].as_str() {
                Some(next) => address = format!("/api/v1/agreements?limit=2&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, made);
    }

    async fn a_page_must_be_asked_for_rightly(database) {
        let server = Server::still(database).await;
        let answer = server.get("/api/v1/agreements?limit=201&cursor=xyz&sort=name").await;
        answer.problem(422, "unknown-field", &[
            ("/query/sort", "unknown-field"), ("/query/limit", "out-of-range"), ("/query/cursor", "unknown-value"),
        ]);
    }

    async fn what_is_not_there_is_404_whatever_its_id_looks_like(database) {
        let server = Server::still(database).await;
        for id in ["01890a5d-ac96-774b-bcce-b302099a8057", "1", "%00", "..%2f..", "å"] {
            for path in ["", "/versions", "/versions/1", "/budgets/2027", "/findings", "/calculation?year=2027"] {
                server.get(&format!("/api/v1/agreements/{id}{path}")).await.problem(404, "not-found", &[]);
            }
        }
    }
}
