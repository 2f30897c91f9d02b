//! Files that are missing, and employers' invoices.

use samfin::storage::Error;
use samfin::storage::invoices::{self, By, FileKind, Incoming};

use crate::databases::on_both_databases;
use crate::given::{at, date};
use crate::stored::{numbered, store};

on_both_databases! {
    async fn what_has_no_files_is_found_until_it_has(database) {
        let db = database.connect().await;
        store(&db, 0..1).await;
        // The credit note is issued and has no file; that it failed once is known.
        let credit = numbered(33, 0);
        let found = |after: &str| {
            db.read(after.to_owned(), |tx, after| Box::pin(invoices::without_files(tx, after, 10)))
        };
        assert_eq!(found("").await.expect("found"), std::slice::from_ref(&credit));
        assert_eq!(found(&credit).await.expect("found"), Vec::<String>::new());
        let made = || {
            db.read(credit.clone(), |tx, id| {
                Box::pin(async move { Ok::<_, Error>(invoices::made(tx, id, id).await?.remove(id).unwrap_or_default()) })
            })
        };
        let before = made().await.expect("known");
        assert_eq!((before.pdf, before.xml, before.fault.as_deref()), (false, false, Some("ingen plats på disken")));
        let put = db.write(credit.clone(), |tx, id| {
            Box::pin(async move { invoices::put_file(tx, id, FileKind::Pdf, b"%PDF", at("2027-01-03T08:00:00Z")).await })
        });
        put.await.expect("stored");
        let after = made().await.expect("known");
        assert_eq!((after.pdf, after.xml, after.fault), (true, false, None));
        assert_eq!(found("").await.expect("found"), Vec::<String>::new());
    }

    async fn an_employers_invoice_is_registered_once(database) {
        let db = database.connect().await;
        store(&db, 0..1).await;
        let register = |invoice: u32, number: &str| {
            let new = Incoming {
                issuer: "2120002502".to_owned(),
                number: number.to_owned(),
                issued_on: date("2027-01-30"),
                by: By { kind: "user".to_owned(), id: "1".to_owned(), name: "Kim".to_owned() },
                recorded_at: at("2027-02-01T08:00:00Z"),
            };
            db.write((numbered(invoice, 0), new), |tx, (id, new)| {
                Box::pin(async move { Ok::<_, Error>((invoices::register_incoming(tx, id, new).await?, new.clone())) })
            })
        };
        let (first, new) = register(33, "A-1").await.expect("registered");
        assert!(first);
        assert!(!register(33, "A-2").await.expect("answered").0, "the basis has one");
        assert!(!register(34, "A-1").await.expect("answered").0, "the invoice is another's");
        let stored = db.read(numbered(33, 0), |tx, id| Box::pin(async move { invoices::incoming(tx, &[id]).await })).await.expect("read");
        assert_eq!(stored, [(numbered(33, 0), new)]);
    }
}
