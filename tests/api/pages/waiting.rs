//! `/attest` for somebody who also makes drafts: what one has made is for others, here and on the overview.

use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::{Value, json};

use super::invoices::{key, page, sent};
use super::overview::buttons;
use crate::databases::on_both_databases;
use crate::invoices::{Billing, at, organisation, tag};
use crate::server::Answer;

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
    Answer::of(adopt.header("if-match", "\"r1\"")).await.json(200);
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

    async fn a_draft_that_was_sent_back_says_so_until_it_is_written_anew_or_attested(database) {
        let billing = Billing::new(database).await;
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let (officer, approver) = (&billing.officer, &billing.approver);
        assert!(!page(&billing, approver, "/attest").await.body.contains("Skickat tillbaka"));
        let own = format!("/fakturor/{}", drafts[0]["id"].as_str().expect("an id"));
        let back = [("gor", "skicka-tillbaka"), ("revision", "1"), ("skal", "Fel år"), ("nyckel", "a")];
        let done = sent(&billing, approver, &own, &back).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let inbox = page(&billing, approver, "/attest").await.body;
        assert!(inbox.contains("Skickat tillbaka av Prov</strong>: Fel år"), "{inbox}");
        let list = page(&billing, officer, "/fakturor?visa=utkast").await.body;
        assert_eq!(list.matches("<span class=\"mark\">Skickat tillbaka</span>").count(), 1, "{list}");
        // Time goes by: whoever attests it after all has looked at it again.
        let later = billing.server.beside("2026-12-02T09:00:00Z").await;
        let attest = later.call("POST", &format!("{}/attestations", at(&drafts[0]))).bearer_auth(approver);
        Answer::of(attest.header("if-match", tag(&drafts[0]))).await.json(200);
        let list = page(&billing, officer, "/fakturor?visa=utkast").await.body;
        assert!(!list.contains("Skickat tillbaka"), "{list}");
    }

    async fn what_a_draft_lacks_is_said_before_anybody_attests_it(database) {
        let billing = Billing::without_organisations(database).await;
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let said = "Kan inte attesteras än. Det här saknas:";
        let own = format!("/fakturor/{}", drafts[0]["id"].as_str().expect("an id"));
        for path in ["/attest", own.as_str()] {
            let shown = page(&billing, &billing.approver, path).await.body;
            assert!(shown.contains(said) && shown.contains(">Åre kommun</a>: "), "{path}: {shown}");
        }
        for party in ["rjh", "are", "berg"] {
            billing.post("/api/v1/organisations", &organisation(party)).await.json(201);
        }
        billing.called(&json!({ "instalment": 1 })).await;
        assert!(!page(&billing, &billing.approver, "/attest").await.body.contains(said));
    }
}
