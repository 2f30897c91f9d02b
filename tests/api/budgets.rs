//! `/api/v1/agreements/{id}/budgets/{year}`

use serde_json::{Value, json};

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::agreement;
use crate::server::{Answer, NOW, Server};
use crate::versions::adopt;

fn budget(amount: &str) -> Value {
    json!({
        "changes": [{ "target": "costs/hall/amount/per_year", "value": amount }],
        "opening": { "reserve": "10.00", "debts": { "are": "5.00" } }
    })
}

pub(crate) async fn put(server: &Server, address: &str, header: Option<(&str, &str)>, body: &Value) -> Answer {
    let mut call = server.call("PUT", address).header("content-type", "application/json");
    if let Some((name, value)) = header {
        call = call.header(name, value);
    }
    Answer::of(call.body(body.to_string())).await
}

pub(crate) async fn decide(server: &Server, address: &str, tag: Option<&str>) -> Answer {
    let mut call = server.call("POST", &format!("{address}/adopt")).header("content-type", "application/json");
    if let Some(tag) = tag {
        call = call.header("if-match", tag);
    }
    Answer::of(call.body(json!({ "decision_reference": "HSN § 45" }).to_string())).await
}

on_both_databases! {
    async fn a_budget_is_written_adopted_and_calculated_with(database) {
        let server = Server::still(database).await;
        let agreement_address = make(&server, agreement()).await;
        adopt(&server, &agreement_address, 1).await.json(200);
        let address = format!("{agreement_address}/budgets/2027");
        let total = async || {
            let answer = server.get(&format!("{agreement_address}/calculation?year=2027")).await.json(200);
            (answer["total"].as_str().expect("a total").to_owned(), answer["basis"]["budget"].clone())
        };
        server.get(&address).await.problem(404, "not-found", &[]);

        let made = put(&server, &address, None, &budget("1200.00")).await;
        let body = made.json(201);
        let id = agreement_address.rsplit('/').next().expect("an id");
        let expected = json!({
            "id": format!("{id}-2027"), "agreement": id, "year": 2027, "revision": 1, "status": "draft",
            "decision_reference": null, "recorded_at": NOW, "adopted_revision": null,
            "changes": budget("1200.00")["changes"], "opening": budget("1200.00")["opening"]
        });
        assert_eq!((body.clone(), made.header("etag"), made.header("location")), (expected, Some("\"r1\""), Some(address.as_str())));
        assert_eq!(server.get(&address).await.json(200), body);
        assert_eq!(total().await, ("1000.00".to_owned(), Value::Null), "a draft is not in force");

        decide(&server, &address, None).await.problem(428, "precondition-required", &[]);
        let stale = decide(&server, &address, Some("\"r7\"")).await;
        assert_eq!(stale.header("etag"), Some("\"r1\""));
        stale.problem(412, "precondition-failed", &[]);
        let adopted = decide(&server, &address, Some("\"r1\"")).await;
        assert_eq!(adopted.header("etag"), Some("\"r2\""));
        let adopted = adopted.json(200);
        assert_eq!((&adopted["status"], &adopted["decision_reference"]), (&json!("adopted"), &json!("HSN § 45")));
        assert_eq!(total().await, ("1200.00".to_owned(), json!(2)));
        let again = decide(&server, &address, Some("\"r2\"")).await.problem(409, "invalid-state", &[]);
        assert_eq!(again["legal"], json!(["put"]));

        let draft = put(&server, &address, Some(("if-match", "\"r2\"")), &budget("1300.00")).await.json(200);
        assert_eq!((&draft["revision"], &draft["status"], &draft["adopted_revision"]), (&json!(3), &json!("draft"), &json!(2)));
        assert_eq!(total().await, ("1200.00".to_owned(), json!(2)), "the adopted one is in force meanwhile");
    }

    async fn nobodys_change_is_lost(database) {
        let server = Server::still(database).await;
        let address = format!("{}/budgets/2027", make(&server, agreement()).await);
        put(&server, &address, Some(("if-match", "\"r1\"")), &budget("1.00")).await.problem(412, "precondition-failed", &[]);
        assert_eq!(put(&server, &address, Some(("if-none-match", "*")), &budget("1.00")).await.status, 201);
        put(&server, &address, Some(("if-none-match", "*")), &budget("2.00")).await.problem(412, "precondition-failed", &[]);
        put(&server, &address, None, &budget("2.00")).await.problem(428, "precondition-required", &[]);
        put(&server, &address, Some(("if-match", "*")), &budget("2.00")).await.problem(412, "precondition-failed", &[]);
        let (one, other) = (budget("3.00"), budget("4.00"));
        let (one, other) = tokio::join!(
            put(&server, &address, Some(("if-match", "\"r1\"")), &one),
            put(&server, &address, Some(("if-match", "\"r1\"")), &other),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "of two officers one wins");
        assert_eq!(server.get(&address).await.json(200)["revision"], 2);
    }

    async fn a_budget_must_fit_the_agreement(database) {
        let server = Server::still(database).await;
        let address = format!("{}/budgets/2027", make(&server, agreement()).await);
        let target = json!({ "changes": [{ "target": "costs/hal/amount", "value": "1" }], "opening": {} });
        put(&server, &address, None, &target).await.problem(422, "unknown-target", &[("/changes/0/target", "unknown-target")]);
        let owing = json!({ "opening": { "debts": { "arre": "1.00" } } });
        put(&server, &address, None, &owing).await.problem(422, "unknown-reference", &[("/opening/debts/arre", "unknown-reference")]);
        let unknown = json!({ "change": [] });
        put(&server, &address, None, &unknown).await.problem(422, "unknown-field", &[("/change", "unknown-field")]);
        server.get(&address).await.problem(404, "not-found", &[]);
        let far = address.replace("2027", "1999");
        put(&server, &far, None, &json!({})).await.problem(422, "out-of-range", &[("/path/year", "out-of-range")]);
        assert_eq!(put(&server, &address, None, &json!({})).await.json(201)["changes"], json!([]));
    }
}
