//! What a settlement tells without a document is in the books, once: `samfin verify` holds it to that, and `samfin migrate` posts
//! what an older samfin did not.

use std::sync::Arc;

use serde_json::json;

use samfin::app::verify::{Check, Outcome};

use crate::databases::{Database, on_both_databases};
use crate::invoices::Billing;
use crate::issue_progress::raw;

/// What is wrong with what is posted.
async fn wrong(billing: &Billing) -> Vec<String> {
    let checks: Vec<Check> = billing.server.app.verify_all(Vec::new(), Arc::new(|_, _| {})).await.expect("looked at");
    let faults = |check: Check| match check.outcome {
        Outcome::Faults { told, .. } => told,
        Outcome::Fine(_) => Vec::new(),
    };
    checks.into_iter().flat_map(faults).map(|fault| format!("{}: {}", fault.place, fault.problem.en)).collect()
}

/// As somebody with the database's password would: samfin itself cannot.
async fn edit(database: &Database, statements: &[&str]) {
    let unguard: &[&str] = if database.url.starts_with("sqlite") {
        &[
            "DROP TRIGGER IF EXISTS vouchers_refuse_delete",
            "DROP TRIGGER IF EXISTS voucher_entries_refuse_delete",
            "DROP TRIGGER IF EXISTS voucher_entries_refuse_update",
            "DROP TRIGGER IF EXISTS invoices_refuse_update",
        ]
    } else {
        &[
            "DROP TRIGGER IF EXISTS vouchers_append_only ON vouchers",
            "DROP TRIGGER IF EXISTS voucher_entries_append_only ON voucher_entries",
            "DROP TRIGGER IF EXISTS invoices_issued ON invoices",
        ]
    };
    for sql in unguard.iter().chain(statements) {
        raw(database, sql).await.expect("edited");
    }
}

const OF_SETTLEMENT: &str = "(SELECT id FROM vouchers WHERE source_kind = 'settlement')";

on_both_databases! {
    async fn a_settlement_is_held_to_its_voucher_and_posted_when_it_has_none(database) {
        let billing = Billing::new(database).await;
        let year = billing.year.clone();
        billing.issue_parts(&year, &[1, 2]).await;
        billing.hall_came_to(&year, "900.00").await;
        billing.settle(&year, 2, "carry").await;
        let database = billing.server.database.as_ref().expect("its database");
        assert_eq!(wrong(&billing).await, Vec::<String>::new());

        let double = format!("UPDATE voucher_entries SET ore = ore * 2 WHERE voucher_id = {OF_SETTLEMENT}");
        edit(database, &[&double]).await;
        assert!(wrong(&billing).await.iter().any(|fault| fault.contains("not the one that follows")));
        edit(database, &[&double.replace("* 2", "/ 2")]).await;
        assert_eq!(wrong(&billing).await, Vec::<String>::new());

        // It is the last of its series: an older samfin did not make it.
        let entries = format!("DELETE FROM voucher_entries WHERE voucher_id = {OF_SETTLEMENT}");
        let counter = "UPDATE number_series SET last = last - 1 WHERE issuer LIKE '%/vouchers'";
        edit(database, &[&entries, "DELETE FROM vouchers WHERE source_kind = 'settlement'", counter]).await;
        let told = wrong(&billing).await;
        assert!(matches!(told.as_slice(), [one] if one.starts_with("settlements ") && one.ends_with("Has no voucher.")), "{told:?}");
        assert_eq!(billing.server.app.post_missing().await.expect("posted"), 1);
        assert_eq!(wrong(&billing).await, Vec::<String>::new());
        assert_eq!(billing.server.app.post_missing().await.expect("nothing is left"), 0);
    }
    async fn the_documents_of_a_closed_year_are_held_to_its_split(database) {
        let billing = Billing::new(database).await;
        let year = billing.year.clone();
        billing.issue_parts(&year, &[1, 2]).await;
        billing.hall_came_to(&year, "900.00").await;
        billing.settle(&year, 2, "carry").await;
        billing.step(&format!("{year}/close"), 3, &json!({})).await.json(200);
        let database = billing.server.database.as_ref().expect("its database");
        assert_eq!(wrong(&billing).await, Vec::<String>::new());
        let told = async |edited: &str| {
            edit(database, &[edited]).await;
            wrong(&billing).await.into_iter().filter(|fault| fault.contains("what follows from the split of 2027")).count()
        };
        // The sums stay as they were, and somebody else bears a part of them.
        let lines = |from: &str, to: &str| {
            format!("UPDATE invoices SET document = replace(document, '\"bearer\":\"{from}\"', '\"bearer\":\"{to}\"') WHERE number = 1")
        };
        assert_eq!(told(&lines("are", "berg")).await, 2, "both of them");
        assert_eq!(told(&lines("berg", "are")).await, 0);
        assert_eq!(wrong(&billing).await, Vec::<String>::new());
    }
}
