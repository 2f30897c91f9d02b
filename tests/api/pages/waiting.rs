//! `/attest` for somebody who also makes drafts: what one has made is for others, here and on the overview.

use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::{Value, json};

use super::invoices::{key, page};
use super::overview::buttons;
use crate::databases::on_both_databases;
use crate::invoices::Billing;

/// More than stand in the inbox at once.
const MANY: usize = 60;

/// A key of somebody who bills and attests.
async fn both(billing: &Billing) -> String {
    let grants = [Role::Officer, Role::Approver].map(Grant::everywhere).to_vec();
    let new = NewKey { name: "Båda".to_owned(), grants, expires_on: None };
    billing.server.app.desk(Scope::command_line()).create_key(new).await.expect("a key").1.expect("its secret")
}

/// An adopted 2027 of a region and many municipalities, all of them asked by the officer.
async fn many_drafts(billing: &Billing) {
    let mut parties = vec![json!({ "id": "host", "name": "Region Exempel", "kind": "region", "area": "23" })];
    parties.extend((0..MANY).map(
        |number| json!({ "id": format!("p{number}"), "name": format!("Exempelby {number}"), "kind": "municipality" }),
    ));
    let document = json!({
        "name": "Många", "currency": "SEK", "valid_from": "2027-01-01", "host": "host", "parties": parties,
        "costs": [{ "id": "secretary", "name": "Sekreterare", "type": "purchase", "amount": { "per_year": "96000.00" }, "key": "equal" }],
        "keys": { "equal": { "type": "equal" } }
    });
    let made = billing.post("/api/v1/agreements", &json!({ "document": document })).await.json(201);
    let address = format!("/api/v1/agreements/{}", made["id"].as_str().expect("an id"));
    let decisions = json!([{ "party": "host", "reference": "RS § 1", "decided_on": "2026-11-01" }]);
    billing.post(&format!("{address}/versions/1/adopt"), &json!({ "decisions": decisions })).await.json(200);
    let year = format!("{address}/periods/2027");
    let preview = billing.get(&format!("{year}/preview")).await.json(200);
    billing.post(&format!("{year}/plan"), &json!({ "fingerprint": preview["fingerprint"] })).await.json(201);
    let adopt = billing.send("POST", &format!("{year}/adopt"), &json!({ "decision_reference": "RS § 2" }));
    crate::server::Answer::of(adopt.header("if-match", "\"r1\"")).await.json(200);
    let called = billing.post(&format!("{year}/calls"), &json!({ "instalment": 1 })).await.json(200);
    assert_eq!(called["documents"].as_array().map(Vec::len), Some(MANY));
}

on_both_databases! {
    async fn what_one_has_made_is_for_others_to_attest(database) {
        let mut billing = Billing::new(database).await;
        let drafts: Vec<Value> = billing.called(&json!({ "instalment": 1 })).await;
        billing.officer = both(&billing).await;
        // Those of somebody else are older than more own ones than the inbox shows.
        many_drafts(&billing).await;
        let inbox = page(&billing, &billing.officer, "/attest").await.body;
        for draft in &drafts {
            assert!(inbox.contains(draft["id"].as_str().expect("an id")), "{inbox}");
        }
        assert_eq!(inbox.matches("<section class=\"card\"").count(), drafts.len(), "{inbox}");
        let theirs = page(&billing, &billing.approver, "/attest").await.body;
        assert_eq!(theirs.matches("<section class=\"card\"").count(), 50, "the newest of all");

        // The overview offers what the reader can do: both agreements have drafts, and one's own wait for others. All instalments
        // of the second are made.
        let steps = |page: &str| buttons(page).into_iter().map(|(_, step)| step).collect::<Vec<_>>();
        let (attest, outcome) = ("Attestera det som väntar", "Registrera utfall");
        let own = page(&billing, &billing.officer, "/?ar=2027").await.body;
        let mut seen = steps(&own);
        seen.sort();
        assert_eq!(seen, [attest, outcome]);
        assert_eq!(own.matches("60 utkast väntar på attest av någon annan.").count(), 1, "{own}");
        assert_eq!(steps(&page(&billing, &billing.approver, "/?ar=2027").await.body), [attest, attest]);
        let officer = key(&billing, Role::Officer).await;
        let waits = page(&billing, &officer, "/?ar=2027").await.body;
        assert_eq!(steps(&waits), [outcome]);
        assert_eq!(waits.matches("väntar på attest av någon annan.").count(), 2, "{waits}");
    }
}
