//! What is taken away is taken away for a reason, which stands in the log.

use samfin::app::scope::{Grant, Role};
use serde_json::{Value, json};

use super::invoices::{key, sent};
use crate::databases::on_both_databases;
use crate::invoices::Billing;
use crate::people::user_with;
use crate::server::Answer;

/// The reasons of an action, as an auditor reads them.
async fn reasons(billing: &Billing, action: &str) -> Vec<Value> {
    let auditor = key(billing, Role::Auditor).await;
    let call = billing.call(&auditor, "GET", &format!("/api/v1/audit-events?action={action}"));
    let events = Answer::of(call).await.json(200);
    events["items"].as_array().expect("events").iter().map(|event| event["reason"].clone()).collect()
}

on_both_databases! {
    async fn a_draft_is_discarded_for_a_reason(database) {
        let billing = Billing::new(database).await;
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let own = format!("/fakturor/{}", drafts[0]["id"].as_str().expect("an id"));
        let discard = [("gor", "kassera"), ("ja", "1"), ("revision", "1"), ("skal", "Parten har lämnat")];
        assert_eq!(sent(&billing, &billing.officer, &own, &discard).await.status, 303);
        assert_eq!(reasons(&billing, "invoice.discarded").await, [json!("Parten har lämnat")]);
    }

    async fn an_account_is_closed_and_a_grant_taken_away_for_a_reason(database) {
        let billing = Billing::new(database).await;
        let admin = key(&billing, Role::Admin).await;
        user_with(&billing.server, "chef", vec![Grant::everywhere(Role::Admin)]).await;
        let user = user_with(&billing.server, "kim", vec![Grant::everywhere(Role::Reader), Grant::everywhere(Role::Auditor)]).await;
        let own = format!("/anvandare/{}", user.account.id);
        let grant = user.grants[0].id.as_str();
        // A name is changed without one.
        let named = sent(&billing, &admin, &own, &[("namn", "Kim"), ("revision", "1")]).await;
        assert_eq!(named.status, 303, "{}", named.body);
        for taken in [("bort", grant), ("stangt", "1")] {
            let refused = sent(&billing, &admin, &own, &[("namn", "Kim"), ("revision", "2"), taken, ("skal", " ")]).await;
            assert_eq!(refused.status, 422, "{taken:?}: {}", refused.body);
        }
        let closed = sent(&billing, &admin, &own, &[("namn", "Kim"), ("revision", "2"), ("bort", grant), ("stangt", "1"), ("skal", "Slutade")]).await;
        assert_eq!(closed.status, 303, "{}", closed.body);
        assert_eq!(reasons(&billing, "user.closed").await, [json!("Slutade")]);
    }
}
