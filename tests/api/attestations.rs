//! Who attests how much, and what it takes to do without.

use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::{adding, with};
use crate::dump::dump;
use crate::invoices::{Billing, at, organisation, tag};
use crate::server::Answer;

/// A key that attests up to an amount.
async fn approver(billing: &Billing, kronor: &str) -> String {
    let limit = Some(kronor.parse().expect("an amount"));
    let grants = vec![Grant { limit, ..Grant::everywhere(Role::Approver) }];
    let new = NewKey { name: format!("Upp till {kronor}"), grants, expires_on: None };
    billing.server.app.desk(Scope::command_line()).create_key(new).await.expect("made").1.expect("a secret")
}

async fn attest(billing: &Billing, key: &str, invoice: &Value) -> Answer {
    Answer::of(billing.call(key, "POST", &format!("{}/attestations", at(invoice))).header("if-match", tag(invoice)))
        .await
}

/// Writes over the host; its address and revision before.
async fn host(billing: &Billing, revision: u32, required: i32) {
    let list = billing.get("/api/v1/organisations?organisation_number=232100-0214").await.json(200);
    let address = format!("/api/v1/organisations/{}", list["items"][0]["id"].as_str().expect("an id"));
    let host = adding(organisation("rjh"), "", "attestations_required", json!(required));
    let put = billing.send("PUT", &address, &host).header("if-match", format!("\"r{revision}\""));
    Answer::of(put).await.json(200);
}

on_both_databases! {
    async fn nobody_attests_above_their_limit(database) {
        let billing = Billing::new(database).await;
        // 160,79 kronor.
        let draft = billing.called(&json!({ "instalment": 1 })).await.remove(0);
        let (under, exactly) = (approver(&billing, "160.78").await, approver(&billing, "160.79").await);
        let before = dump(billing.server.database.as_ref().expect("its database")).await;
        let problem = attest(&billing, &under, &draft).await.problem(403, "attestation-limit", &[]);
        let detail = problem["detail"].as_str().expect("a sentence");
        assert!(detail.contains("160.79") && detail.contains("160.78"), "{detail}");
        assert!(before == dump(billing.server.database.as_ref().expect("its database")).await, "something was stored");
        let me = Answer::of(billing.call(&under, "GET", "/api/v1/me")).await.json(200);
        assert_eq!(me["grants"][0]["limit"], "160.78");
        assert_eq!(attest(&billing, &exactly, &draft).await.json(200)["attested"], 1);
    }

    async fn a_limit_is_an_approvers_and_above_zero(database) {
        let billing = Billing::new(database).await;
        let admin = crate::people::key(&billing.server, Role::Admin).await;
        let given = async |grant: Value| {
            let call = billing.call(&admin, "POST", "/api/v1/users").header("content-type", "application/json");
            let body = json!({ "login": "kim@example.org", "name": "Kim", "grants": [grant] });
            Answer::of(call.body(body.to_string())).await
        };
        let of = |role: &str, limit: &str| json!({ "role": role, "limit": limit });
        given(of("officer", "10.00")).await.problem(422, "conflicting-fields", &[("/grants/0/limit", "conflicting-fields")]);
        given(of("approver", "0.00")).await.problem(422, "out-of-range", &[("/grants/0/limit", "out-of-range")]);
        let made = given(of("approver", "50000.00")).await.json(201);
        assert_eq!(made["grants"][0]["limit"], "50000.00");
    }

    async fn doing_without_attestation_is_told_by_itself_and_shown(database) {
        let billing = Billing::new(database).await;
        let draft = billing.called(&json!({ "instalment": 1 })).await.remove(0);
        assert_eq!(draft["attestations_required"], 1);
        billing.issue(&draft, "too-early").await.problem(409, "attestation-missing", &[]);
        host(&billing, 1, 0).await;
        let shown = billing.get(&at(&draft)).await.json(200);
        assert_eq!(shown["attestations_required"], 0);
        let me = async |key: &str| Answer::of(billing.call(key, "GET", "/api/v1/me")).await.json(200)["unattested_issuers"].clone();
        assert_eq!(me(&billing.approver).await, json!(["Region Jämtland Härjedalen"]));
        let reader = crate::people::key(&billing.server, Role::Reader).await;
        assert_eq!(me(&reader).await, json!([]));
        assert_eq!(billing.issue(&draft, "now").await.json(200)["status"], "issued");

        host(&billing, 2, 2).await;
        assert_eq!(me(&billing.officer).await, json!([]));
        let auditor = crate::people::key(&billing.server, Role::Auditor).await;
        let trail = Answer::of(billing.call(&auditor, "GET", "/api/v1/audit-events?limit=200")).await.json(200);
        let told = |action: &str| {
            trail["items"].as_array().expect("items").iter().filter(|event| event["action"] == action).count()
        };
        assert_eq!((told("organisation.attestation_given_up"), told("organisation.attestation_required")), (1, 1));
        let rest = billing.called(&json!({ "instalment": 2 })).await.remove(0);
        let once = billing.attest(&rest).await.json(200);
        let before = billing.dumped().await;
        billing.issue(&once, "once").await.problem(409, "attestation-missing", &[]);
        assert_eq!(billing.dumped().await, before);
        let second = approver(&billing, "1000000.00").await;
        let twice = attest(&billing, &second, &once).await.json(200);
        assert_eq!(billing.issue(&twice, "twice").await.json(200)["status"], "issued");
        assert_eq!(with(twice, "/status", json!("issued"))["attested"], 2);
    }
}
