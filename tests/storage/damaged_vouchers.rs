//! A journal that somebody else than samfin has written to: `samfin verify` says where and how.

use samfin::app::verify::{Check, Outcome};
use samfin::storage::Error;

use crate::backup::{assert_fine, open, verify};
use crate::databases::{Database, on_both_databases};
use crate::given::{number, raw};
use crate::stored::{ISSUER, numbered, post, store};

fn assert_told(checks: &[Check], check: &str, place: &str, said: &str) {
    let found = checks.iter().find(|known| known.name == check).expect("the check");
    let Outcome::Faults { told, more: 0 } = &found.outcome else { panic!("{said}: {found:?}") };
    assert!(told.iter().any(|fault| fault.place == place && fault.problem.en.contains(said)), "{said}: {told:#?}");
}

async fn unguard(database: &Database) {
    let triggers: &[&str] = if database.url.starts_with("sqlite") {
        &[
            "DROP TRIGGER vouchers_refuse_update",
            "DROP TRIGGER vouchers_refuse_delete",
            "DROP TRIGGER voucher_entries_refuse_update",
            "DROP TRIGGER voucher_entries_refuse_delete",
        ]
    } else {
        &[
            "DROP TRIGGER vouchers_append_only ON vouchers",
            "DROP TRIGGER voucher_entries_append_only ON voucher_entries",
        ]
    };
    for sql in triggers {
        raw(database, sql).await.expect("the trigger is there");
    }
}

on_both_databases! {
    async fn every_kind_of_damage_is_found_where_it_is(database) {
        store(&database.connect().await, 0..2).await;
        assert_fine(&verify(&database).await);
        unguard(&database).await;
        // Posted are 1 (36, 0) an invoice of 1 000 with VAT, 2 (37, 0) its credit, 3 to 5 (145 to 147, 0) what it is paid and not,
        // 6 (150, 0) a reminder; and 7 to 12 the same of the next.
        let (first, second, paid, last) = (numbered(36, 0), numbered(37, 0), numbered(145, 0), numbered(150, 1));
        let voucher = |id: &str| format!("vouchers {id}");
        let series = format!("number_series {ISSUER}/vouchers 2027");
        let count = |to: i64| format!("UPDATE number_series SET last = {to} WHERE issuer = '{ISSUER}/vouchers'");
        let set = |id: &str, what: &str| format!("UPDATE vouchers SET {what} WHERE id = '{id}'");
        let side = |id: &str, what: &str, account: &str| {
            format!("UPDATE voucher_entries SET {what} WHERE voucher_id = '{id}' AND account = '{account}'")
        };
        for (edit, undo, check, place, said) in [
            (side(&first, "ore = -99999", "income:chef"), side(&first, "ore = -100000", "income:chef"),
             "voucher_series", voucher(&first), "do not sum to zero"),
            (side(&first, "ore = -99999", "income:chef"), side(&first, "ore = -100000", "income:chef"),
             "voucher_series", voucher(&first), "checksum that it got"),
            (side(&first, "account = 'carry'", "income:chef"), side(&first, "account = 'income:chef'", "carry"),
             "postings", voucher(&first), "not the one that follows"),
            (side(&first, "account = 'x'", "income:chef"), side(&first, "account = 'income:chef'", "x"),
             "voucher_series", voucher(&first), "voucher_entries.account cannot be read"),
            (set(&second, "text = 'x'"), set(&second, "text = 'Faktura \"Å\"'"), "voucher_series", voucher(&second), "checksum that it got"),
            (set(&second, "dated_on = '2027-01-03'"), set(&second, "dated_on = '2027-01-02'"), "postings", voucher(&second), "not the one that follows"),
            (set(&second, "source_id = 'x'"), set(&second, &format!("source_id = '{}'", numbered(33, 0))), "postings", voucher(&second), "is not there"),
            (set(&second, "source_id = 'x'"), set(&second, &format!("source_id = '{}'", numbered(33, 0))), "postings", format!("invoices {}", numbered(33, 0)), "no voucher"),
            (set(&second, &format!("previous_sha256 = '{}'", "1".repeat(64))),
             format!("UPDATE vouchers SET previous_sha256 = (SELECT sha256 FROM vouchers WHERE id = '{first}') WHERE id = '{second}'"),
             "voucher_series", voucher(&second), "does not fit"),
            (side(&paid, "account = 'receivable:x'", "receivable:bracke"), side(&paid, "account = 'receivable:bracke'", "receivable:x"),
             "postings", voucher(&paid), "not the one that follows"),
            (side(&paid, "ore = ore * 2", "bank"), side(&paid, "ore = ore / 2", "bank"), "postings", voucher(&paid), "not the one that follows"),
            (set(&paid, "dated_on = '2027-02-02'"), set(&paid, "dated_on = '2027-02-03'"), "postings", voucher(&paid), "not the one that follows"),
            (set(&paid, "issuer = '2120002411', year = 2028"), set(&paid, &format!("issuer = '{ISSUER}', year = 2027")),
             "postings", voucher(&paid), "not the one that follows"),
            (set(&paid, "source_id = 'x'"), set(&paid, &format!("source_id = '{}'", numbered(45, 0))),
             "postings", format!("payment_allocations {}", numbered(45, 0)), "no voucher"),
            (set(&paid, "source_id = 'x'"), set(&paid, &format!("source_id = '{}'", numbered(45, 0))), "postings", voucher(&paid), "not the one that follows"),
            (side(&last, "account = 'carry'", "fee"), side(&last, "account = 'fee'", "carry"), "postings", voucher(&last), "not the one that follows"),
            (set(&last, "number = 17"), set(&last, "number = 12"), "voucher_series", series.clone(), "Numbers 12 to 16 are missing"),
            (count(13), count(12), "voucher_series", series.clone(), "Number 13 is missing"),
            (count(11), count(12), "voucher_series", series.clone(), "counter is at 11"),
        ] {
            assert_eq!(raw(&database, &edit).await.expect("edited"), 1, "{edit}");
            assert_told(&verify(&database).await, check, &place, said);
            assert_eq!(raw(&database, &undo).await.expect("undone"), 1, "{undo}");
            assert_fine(&verify(&database).await);
        }
        // The last one is gone, and both its counter and its document still say that it was there.
        raw(&database, &format!("DELETE FROM voucher_entries WHERE voucher_id = '{last}'")).await.expect("deleted");
        assert_eq!(raw(&database, &format!("DELETE FROM vouchers WHERE id = '{last}'")).await.expect("deleted"), 1);
        let checks = verify(&database).await;
        assert_told(&checks, "voucher_series", &series, "Number 12 is missing");
        assert_told(&checks, "postings", &format!("claim_events {}", numbered(50, 1)), "no voucher");
    }

    /// A document whose lines do not make its sums, in a row that says the same as the document.
    async fn lines_that_do_not_sum_are_found(database) {
        store(&database.connect().await, 0..1).await;
        let sql = if database.url.starts_with("sqlite") { "DROP TRIGGER invoices_refuse_update" } else { "DROP TRIGGER invoices_issued ON invoices" };
        raw(&database, sql).await.expect("the trigger is there");
        let edit = format!("UPDATE invoices SET net = 110000, payable = 135000,
                                document = replace(replace(document, '\"net\":\"1000.00\"', '\"net\":\"1100.00\"'), '1250.00', '1350.00')
                            WHERE id = '{}'", numbered(32, 0));
        assert_eq!(raw(&database, &edit).await.expect("edited"), 1);
        assert_told(&verify(&database).await, "postings", &format!("invoices {}", numbered(32, 0)), "do not sum");
    }

    /// What an older samfin issued is posted once, by however many that start at the same time.
    async fn what_was_issued_before_there_were_books_is_posted_once(database) {
        let db = database.connect().await;
        store(&db, 0..3).await;
        unguard(&database).await;
        for table in ["voucher_entries", "vouchers"] {
            raw(&database, &format!("DELETE FROM {table}")).await.expect("deleted");
        }
        raw(&database, &format!("DELETE FROM number_series WHERE issuer = '{ISSUER}/vouchers'")).await.expect("deleted");
        assert_told(&verify(&database).await, "postings", &format!("invoices {}", numbered(32, 0)), "no voucher");
        let (one, other) = (open(&database).await, open(&database).await);
        let (a, b) = tokio::join!(one.migrate(), other.migrate());
        a.and(b).expect("both start");
        assert_eq!(number(&database, "SELECT COUNT(*) FROM vouchers").await, 18);
        assert_eq!(one.post_missing().await.expect("nothing is left"), 0);
        assert_fine(&verify(&database).await);
        let twice: Result<_, Error> = db.write((), |tx, ()| Box::pin(async move {
            let invoice = samfin::storage::invoices::get(tx, &numbered(32, 0)).await?;
            post(tx, &numbered(39, 0), &invoice).await
        })).await;
        assert!(matches!(twice, Err(Error::Conflict { .. })), "{twice:?}");
    }
}
