//! Invoices that somebody else than samfin has written to: `samfin verify` says which and how.

use samfin::app::verify::Outcome;

use crate::backup::{assert_fine, verify};
use crate::databases::on_both_databases;
use crate::given::raw;
use crate::stored::{ISSUER, numbered, store};

on_both_databases! {
    async fn every_kind_of_damage_is_found_where_it_is(database) {
        store(&database.connect().await, 0..2).await;
        assert_fine(&verify(&database).await);
        let unguard: &[&str] = if database.url.starts_with("sqlite") {
            &["DROP TRIGGER invoices_refuse_update", "DROP TRIGGER invoices_refuse_delete", "DROP TRIGGER invoice_files_refuse_update"]
        } else {
            &["DROP TRIGGER invoices_issued ON invoices", "DROP TRIGGER invoices_never_deleted ON invoices",
              "DROP TRIGGER invoice_files_append_only ON invoice_files"]
        };
        for sql in unguard {
            raw(&database, sql).await.expect("the trigger is there");
        }
        // Issued are 1 (32, 0), 2 (33, 0) its credit, 3 (32, 1), 4 (33, 1) its credit.
        let (first, credit, last) = (numbered(32, 0), numbered(33, 0), numbered(33, 1));
        let invoice = |id: &str| format!("invoices {id}");
        let series = format!("number_series {ISSUER} 2027");
        for (edit, undo, check, place, said) in [
            (format!("UPDATE invoices SET net = 90000, vat = 35000 WHERE id = '{first}'"),
             format!("UPDATE invoices SET net = 100000, vat = 25000 WHERE id = '{first}'"), "invoices", invoice(&first), "net does not agree"),
            (format!("UPDATE invoices SET document = replace(document, 'Chef', 'Boss') WHERE id = '{first}'"),
             format!("UPDATE invoices SET document = replace(document, 'Boss', 'Chef') WHERE id = '{first}'"), "invoices", invoice(&first), "not what was attested"),
            (format!("UPDATE invoices SET document = replace(document, 'Chef', 'Boss') WHERE id = '{first}'"),
             format!("UPDATE invoices SET document = replace(document, 'Boss', 'Chef') WHERE id = '{first}'"), "invoice_series", invoice(&first), "when it was issued"),
            (format!("UPDATE invoices SET created_by_name = 'x' WHERE id = '{credit}'"),
             format!("UPDATE invoices SET created_by_name = 'Åsa \"Öga\" Ek' WHERE id = '{credit}'"), "invoice_series", invoice(&credit), "when it was issued"),
            (format!("UPDATE invoices SET previous_sha256 = '{}' WHERE id = '{first}'", "1".repeat(64)),
             format!("UPDATE invoices SET previous_sha256 = '{}' WHERE id = '{first}'", "0".repeat(64)), "invoice_series", invoice(&first), "does not fit"),
            (format!("UPDATE invoices SET number = 9 WHERE id = '{last}'"),
             format!("UPDATE invoices SET number = 4 WHERE id = '{last}'"), "invoice_series", series.clone(), "Numbers 4 to 8 are missing"),
            (format!("UPDATE number_series SET last = 5 WHERE issuer = '{ISSUER}'"),
             format!("UPDATE number_series SET last = 4 WHERE issuer = '{ISSUER}'"), "invoice_series", series.clone(), "Number 5 is missing"),
            (format!("UPDATE number_series SET last = 3 WHERE issuer = '{ISSUER}'"),
             format!("UPDATE number_series SET last = 4 WHERE issuer = '{ISSUER}'"), "invoice_series", series.clone(), "counter is at 3"),
            (format!("UPDATE invoices SET credits_id = '{first}' WHERE id = '{last}'"),
             format!("UPDATE invoices SET credits_id = '{}' WHERE id = '{last}'", numbered(32, 1)), "invoice_series", invoice(&last), "when it was issued"),
            (format!("UPDATE invoice_files SET base64 = 'AAAA' WHERE invoice_id = '{first}'"),
             format!("UPDATE invoice_files SET base64 = 'AP8KDSU=' WHERE invoice_id = '{first}'"), "checksums", format!("invoice_files {first} pdf"), "checksum"),
            (format!("UPDATE invoice_files SET base64 = '?' WHERE invoice_id = '{first}'"),
             format!("UPDATE invoice_files SET base64 = 'AP8KDSU=' WHERE invoice_id = '{first}'"), "documents", format!("invoice_files {first} pdf"), "cannot be read"),
        ] {
            assert_eq!(raw(&database, &edit).await.expect("edited"), 1, "{edit}");
            let checks = verify(&database).await;
            let found = checks.iter().find(|known| known.name == check).expect("the check");
            let Outcome::Faults { told, more: 0 } = &found.outcome else { panic!("{edit}: {found:?}") };
            assert!(told.iter().any(|fault| fault.place == place && fault.problem.en.contains(said)), "{edit}: {told:#?}");
            assert_eq!(raw(&database, &undo).await.expect("undone"), 1, "{undo}");
            assert_fine(&verify(&database).await);
        }
        // Four hundred were taken back of each thousand; three times is too much.
        for number in [0, 1] {
            let edit = format!("UPDATE invoices SET credits_id = '{first}', net = 60000, vat = 15000, payable = 75000,
                                    document = replace(replace(replace(document, '400.00', '600.00'), '100.00', '150.00'), '500.00', '750.00')
                                WHERE id = '{}'", numbered(33, number));
            assert_eq!(raw(&database, &edit).await.expect("edited"), 1, "{edit}");
        }
        let checks = verify(&database).await;
        let found = checks.iter().find(|known| known.name == "invoices").expect("the check");
        let Outcome::Faults { told, more: 0 } = &found.outcome else { panic!("{found:?}") };
        assert!(told.iter().any(|fault| fault.place == invoice(&first) && fault.problem.en.contains("More has been credited")), "{told:#?}");
        // The last one is gone, and its counter still says that it was there.
        raw(&database, &format!("DELETE FROM invoice_places WHERE invoice_id = '{last}'")).await.expect("deleted");
        raw(&database, "DELETE FROM invoice_file_faults").await.expect("deleted");
        assert_eq!(raw(&database, &format!("DELETE FROM invoices WHERE id = '{last}'")).await.expect("deleted"), 1);
        let checks = verify(&database).await;
        let found = checks.iter().find(|known| known.name == "invoice_series").expect("the check");
        let Outcome::Faults { told, .. } = &found.outcome else { panic!("{found:?}") };
        assert!(told.iter().any(|fault| fault.place == series && fault.problem.en.contains("Number 4 is missing")), "{told:#?}");
    }
}
