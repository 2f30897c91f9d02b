//! Payments: added once, whatever file they come in, and never edited.

use samfin::storage::payments::{self, Allocation, Entry, Import, Kind, NewPayment, Payment, Told, Wanted};
use samfin::storage::{Db, Error, Tx, Work, invoices};
use tokio::task::JoinSet;

use crate::databases::{Database, on_both_databases};
use crate::given::{agreement, at, date, id, number, raw};
use crate::stored::{ISSUER, by, document, draft, everything, issue, period, sha256};

const NOW: &str = "2027-02-03T09:00:00Z";

/// An agreement (1) with a billing year (2) and an issued invoice (3) of 1 250 kronor.
async fn billing(database: &Database) -> Db {
    let db = database.connect().await;
    agreement(&db, &id(1)).await;
    write(&db, |tx| {
        Box::pin(async move {
            period(tx, &id(2), &id(1)).await?;
            let new = draft(&id(3), &id(1), &id(2), document("invoice", "bracke", 1, 1000));
            let invoice = invoices::insert(tx, &new).await?;
            issue(tx, &invoice).await.map(drop)
        })
    })
    .await
    .expect("stored");
    db
}

async fn write<T, W>(db: &Db, work: W) -> Result<T, Error>
where
    T: Send + 'static,
    W: for<'a> Fn(&'a mut Tx) -> Work<'a, T, Error> + Send + Sync + 'static,
{
    db.write(work, |tx, work| work(tx)).await
}

fn payment(number: u32, amount: i64) -> NewPayment {
    NewPayment {
        id: id(number),
        kind: Kind::Received,
        organisation: ISSUER.to_owned(),
        counterparty: Some("2120002411".to_owned()),
        amount,
        paid_on: date("2027-02-02"),
        note: None,
        refunds_id: None,
        reverses_id: None,
        entry: None,
        by: by("officer"),
        at: at(NOW),
    }
}

fn allocation(number: u32, payment: u32, amount: i64) -> Allocation {
    Allocation {
        id: id(number),
        payment_id: id(payment),
        invoice_id: id(3),
        amount,
        reason: None,
        by: by("officer"),
        recorded_at: at(NOW),
    }
}

fn import(number: u32, file: &str) -> Import {
    Import {
        id: id(number),
        file_sha256: sha256(file),
        file_name: "camt.xml".to_owned(),
        message_id: "MSG".to_owned(),
        booked: 1,
        known: 0,
        passed_over: 0,
        by: by("officer"),
        recorded_at: at(NOW),
    }
}

/// The payment of a bank's entry, as the file `import` has it.
fn of_entry(number: u32, import: u32) -> NewPayment {
    let told = Told {
        position: 1,
        account: "1234567".to_owned(),
        reference: Some("R".to_owned()),
        ocr: None,
        text: None,
        payer_name: None,
        payer_account: None,
    };
    let entry = Entry { import_id: id(import), key: sha256("entry"), told };
    NewPayment { entry: Some(entry), ..payment(number, 100) }
}

async fn get(db: &Db, number: u32) -> Payment {
    let read: Result<Payment, Error> = db.read(id(number), |tx, id| Box::pin(payments::get(tx, id))).await;
    read.expect("it is there")
}

on_both_databases! {
    async fn a_payment_is_read_back_with_what_it_pays_and_what_was_given_back(database) {
        let db = billing(&database).await;
        write(&db, |tx| Box::pin(async move {
            payments::turn(tx, ISSUER).await?;
            payments::insert(tx, &payment(10, 10_000)).await?;
            payments::allocate(tx, &allocation(20, 10, 6_000)).await?;
            payments::allocate(tx, &allocation(21, 10, -1_000)).await?;
            let refund = NewPayment { kind: Kind::Refunded, refunds_id: Some(id(10)), ..payment(11, 2_000) };
            payments::insert(tx, &refund).await.map(drop)
        })).await.expect("stored");
        let paid = get(&db, 10).await;
        assert_eq!((paid.allocated, paid.given_back, paid.rest()), (5_000, 2_000, 3_000));
        assert_eq!((paid.kind, paid.paid_on, paid.by.clone(), paid.recorded_at), (Kind::Received, date("2027-02-02"), by("officer"), at(NOW)));
        assert_eq!(get(&db, 11).await.rest(), 0);
        let of_invoice = write(&db, |tx| Box::pin(async move { payments::of_invoices(tx, &[&id(3)]).await })).await.expect("read");
        assert_eq!(of_invoice.iter().map(|(of, one)| (of.clone(), one.payment_id.clone(), one.amount)).collect::<Vec<_>>(), [(id(3), id(10), 5_000)]);
        let with_rest = Wanted { with_rest: true, ..Wanted::default() };
        let found: Result<Vec<Payment>, Error> = db.read(with_rest, |tx, wanted| Box::pin(payments::page(tx, wanted, None, None, 9))).await;
        assert_eq!(found.expect("read").iter().map(|one| one.id.clone()).collect::<Vec<_>>(), [id(10)]);

        write(&db, |tx| Box::pin(async move {
            payments::insert(tx, &NewPayment { reverses_id: Some(id(10)), ..payment(12, -10_000) }).await
        })).await.expect("stored");
        let back = get(&db, 10).await;
        assert_eq!((back.reversed_by.clone(), back.rest()), (Some(id(12)), 0));
        let again = write(&db, |tx| Box::pin(async move {
            payments::insert(tx, &NewPayment { reverses_id: Some(id(10)), ..payment(13, -10_000) }).await
        })).await;
        assert!(matches!(again, Err(Error::Conflict { what: "payments" })), "{again:?}");
    }

    async fn an_entry_in_two_files_at_once_is_booked_once(database) {
        let db = billing(&database).await;
        let mut writers = JoinSet::new();
        for number in 0..10 {
            let db = db.clone();
            writers.spawn(async move {
                let booked: Result<bool, Error> = db.write(number, |tx, number| Box::pin(async move {
                    payments::turn(tx, ISSUER).await?;
                    payments::insert_import(tx, &import(100 + number, &format!("file {number}"))).await?;
                    payments::insert(tx, &of_entry(200 + number, 100 + number)).await
                })).await;
                booked.expect("stored")
            });
        }
        let booked = writers.join_all().await;
        assert_eq!(booked.iter().filter(|booked| **booked).count(), 1);
        assert_eq!(number(&database, "SELECT COUNT(*) FROM payments").await, 1);
        assert!(write(&db, |tx| Box::pin(async move { payments::is_booked(tx, &sha256("entry")).await })).await.expect("read"));
        let same = write(&db, |tx| Box::pin(async move { payments::insert_import(tx, &import(300, "file 1")).await })).await;
        assert!(matches!(same, Err(Error::Conflict { what: "payment_imports" })), "{same:?}");
        let first = write(&db, |tx| Box::pin(async move { payments::import_with_file(tx, &sha256("file 1")).await })).await;
        assert_eq!(first.expect("read").map(|import| import.id), Some(id(101)));
    }

    async fn those_who_write_about_one_organisations_money_take_turns(database) {
        let db = billing(&database).await;
        write(&db, |tx| Box::pin(async move { payments::insert(tx, &payment(10, 100)).await })).await.expect("stored");
        let mut writers = JoinSet::new();
        for number in 0..10 {
            let db = db.clone();
            writers.spawn(async move {
                let moved: Result<bool, Error> = db.write(number, |tx, number| Box::pin(async move {
                    payments::turn(tx, ISSUER).await?;
                    if payments::get(tx, &id(10)).await?.rest() < 30 {
                        return Ok(false);
                    }
                    payments::allocate(tx, &allocation(20 + number, 10, 30)).await?;
                    Ok(true)
                })).await;
                moved.expect("done")
            });
        }
        assert_eq!(writers.join_all().await.iter().filter(|moved| **moved).count(), 3);
        assert_eq!(get(&db, 10).await.rest(), 10);
    }

    async fn what_was_paid_or_said_cannot_be_changed(database) {
        let db = database.connect().await;
        let stored: Result<(), Error> = db.write((), |tx, ()| Box::pin(everything(tx, 1))).await;
        stored.expect("stored");
        for table in ["payments", "payment_allocations", "payment_imports", "claim_events", "reference_rates", "interest_charges"] {
            let column = if table == "interest_charges" { "document_id" } else { "id" };
            for forbidden in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
                let refused = raw(&database, &forbidden).await.expect_err("refused").to_string();
                assert!(refused.contains("append-only"), "{forbidden}: {refused}");
            }
        }
        for wrong in [
            "INSERT INTO payments (id, kind, organisation_number, amount, paid_on, actor_kind, actor_id, actor_name, recorded_at)
             SELECT '01900000-0000-7000-8000-00000000aaaa', 'received', organisation_number, -1, paid_on, 'a', 'b', 'c', recorded_at FROM payments LIMIT 1",
            "INSERT INTO payment_allocations SELECT '01900000-0000-7000-8000-00000000aaaa', payment_id, invoice_id, 0, reason, 'a', 'b', 'c', recorded_at
             FROM payment_allocations LIMIT 1",
        ] {
            raw(&database, wrong).await.expect_err("refused");
        }
    }
}
