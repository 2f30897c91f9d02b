//! Invoices: edited as drafts, numbered once, and never changed after.

use samfin::storage::invoices::{self, Content, Draft, FileKind, Invoice, Reach, Status, Wanted};
use samfin::storage::{Db, Error, Tx, Work};
use tokio::task::JoinSet;

use crate::databases::{Database, on_both_databases};
use crate::given::{agreement, at, id, number, raw};
use crate::stored::{ISSUER, by, document, draft, issue, period};

const NOW: &str = "2026-12-02T09:00:00Z";

/// An agreement (1) with a billing year (2).
async fn billing(database: &Database) -> Db {
    let db = database.connect().await;
    agreement(&db, &id(1)).await;
    write(&db, |tx| Box::pin(async move { period(tx, &id(2), &id(1)).await })).await.expect("stored");
    db
}

async fn write<T, W>(db: &Db, work: W) -> Result<T, Error>
where
    T: Send + 'static,
    W: for<'a> Fn(&'a mut Tx) -> Work<'a, T, Error> + Send + Sync + 'static,
{
    db.write(work, |tx, work| work(tx)).await
}

/// The draft `number` of the instalment.
fn new(number: u32, instalment: i32) -> Draft {
    draft(&id(number), &id(1), &id(2), document("invoice", "bracke", instalment, 1000))
}

async fn insert(db: &Db, new: Draft) -> Result<Invoice, Error> {
    db.write(new, |tx, new| Box::pin(invoices::insert(tx, new))).await
}

async fn attest(db: &Db, number: u32, revision: i64, who: &'static str) -> Result<Invoice, Error> {
    db.write((number, revision), move |tx, (number, revision)| {
        Box::pin(async move { invoices::attest(tx, &id(*number), *revision, &by(who), at(NOW)).await })
    })
    .await
}

async fn issued(db: &Db, new: Draft) -> Invoice {
    db.write(new, |tx, new| {
        Box::pin(async move {
            let draft = invoices::insert(tx, new).await?;
            issue(tx, &draft).await
        })
    })
    .await
    .map_err(|error: Error| error)
    .expect("issued")
}

async fn get(db: &Db, number: u32) -> Invoice {
    let read: Result<Invoice, Error> =
        db.read(id(number), |tx, id| Box::pin(async move { invoices::get(tx, id).await })).await;
    read.expect("it is there")
}

async fn page(db: &Db, wanted: Wanted, reaches: Option<Vec<Reach>>, before: Option<u32>, limit: i64) -> Vec<String> {
    let read: Result<Vec<Invoice>, Error> = db
        .read((wanted, reaches, before.map(id)), move |tx, (wanted, reaches, before)| {
            Box::pin(invoices::page(tx, wanted, reaches.as_deref(), before.as_deref(), limit))
        })
        .await;
    read.expect("reads").into_iter().map(|invoice| invoice.id).collect()
}

on_both_databases! {
    async fn a_draft_is_read_back_as_it_was_given(database) {
        let db = billing(&database).await;
        let stored = insert(&db, new(3, 2)).await.expect("stored");
        assert_eq!(stored, get(&db, 3).await);
        assert_eq!(stored.document, document("invoice", "bracke", 2, 1000));
        assert_eq!((stored.status, stored.revision, stored.ordinal, stored.attested), (Status::Draft, 1, 2, 0));
        assert_eq!((stored.created_by, stored.created_at), (by("officer"), at("2026-12-01T09:00:00.123456Z")));
        assert_eq!(stored.issue, None);
    }

    async fn an_edit_voids_what_was_attested_and_going_back_revives_it(database) {
        let db = billing(&database).await;
        insert(&db, new(3, 1)).await.expect("stored");
        assert_eq!(attest(&db, 3, 1, "approver").await.expect("attested").attested, 1);
        let again = attest(&db, 3, 2, "approver").await;
        assert!(matches!(again, Err(Error::Conflict { what: "attestations" })), "{again:?}");
        let late = attest(&db, 3, 1, "other").await;
        assert!(matches!(late, Err(Error::Stale { current: Some(2), .. })), "{late:?}");
        assert_eq!(attest(&db, 3, 2, "other").await.expect("attested").attested, 2);
        for (revision, net, attested) in [(3, 999, 0), (4, 1000, 2)] {
            let content = Content { snapshot: 1, document: document("invoice", "bracke", 1, net), by: by("officer") };
            let edited = db.write((revision, content), |tx, (revision, content)| {
                Box::pin(async move { invoices::replace(tx, &id(3), *revision, content, at(NOW)).await })
            }).await;
            let edited: Invoice = edited.map_err(|error: Error| error).expect("replaced");
            assert_eq!((edited.attested, edited.revision, edited.document.totals.net.ore()), (attested, revision + 1, net * 100));
        }
        let all = write(&db, |tx| Box::pin(async move { invoices::attestations(tx, &[&id(3)]).await })).await.expect("read");
        let read: Vec<_> = all.iter().map(|(_, one)| (one.ordinal, one.by.id.as_str(), one.counts)).collect();
        assert_eq!(read, [(1, "approver", true), (2, "other", true)]);
    }

    async fn a_place_has_one_living_document(database) {
        let db = billing(&database).await;
        insert(&db, new(3, 1)).await.expect("stored");
        let taken = insert(&db, new(4, 1)).await;
        assert!(matches!(&taken, Err(Error::Occupied { what: "invoice", by }) if *by == id(3)), "{taken:?}");
        insert(&db, new(5, 2)).await.expect("another instalment");
        let moved = write(&db, |tx| Box::pin(async move {
            let content = Content { snapshot: 1, document: document("invoice", "bracke", 2, 1000), by: by("officer") };
            invoices::replace(tx, &id(3), 1, &content, at(NOW)).await
        })).await;
        assert!(matches!(&moved, Err(Error::Occupied { by, .. }) if *by == id(5)), "{moved:?}");
        write(&db, |tx| Box::pin(async move { invoices::discard(tx, &id(3), 1, at(NOW)).await })).await.expect("discarded");
        insert(&db, new(4, 1)).await.expect("the place is free");
        assert_eq!(get(&db, 3).await.status, Status::Discarded);
        let holder = write(&db, |tx| Box::pin(async move {
            invoices::holder(tx, &id(2), &document("invoice", "bracke", 1, 1), 0).await
        })).await;
        assert_eq!(holder.expect("read"), Some(id(4)));
    }

    async fn two_at_once_do_not_ask_for_the_same(database) {
        let db = billing(&database).await;
        let mut writers = JoinSet::new();
        for number in 10..20 {
            let db = db.clone();
            writers.spawn(async move { insert(&db, new(number, 1)).await });
        }
        let outcomes = writers.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(Error::Occupied { .. }))), "{outcomes:?}");
    }

    async fn issuing_gives_a_number_once_and_keeps_what_was_attested(database) {
        let db = billing(&database).await;
        insert(&db, new(3, 1)).await.expect("stored");
        let attested = attest(&db, 3, 1, "approver").await.expect("attested");
        let given = attested.clone();
        let first = db.write(given, |tx, draft| Box::pin(issue(tx, draft))).await.map_err(|error: Error| error).expect("issued");
        assert_eq!(first, get(&db, 3).await);
        assert_eq!((first.status, first.revision, first.attested), (Status::Issued, 3, 1));
        assert_eq!(first.content_sha256, attested.content_sha256);
        let said = first.document.issued.clone().expect("issued");
        assert_eq!((said.number.as_str(), first.due_on()), ("2027-0001", Some(said.due_on)));
        let second = issued(&db, new(4, 2)).await.issue.expect("issued");
        assert_eq!(second.previous_sha256, first.issue.clone().expect("issued").sha256);
        assert_eq!((second.number.issuer.as_str(), second.number.number), (ISSUER, 2));
        for revision in [2, 3] {
            let mut again = first.clone();
            again.revision = revision;
            let refused: Result<Invoice, Error> = db.write(again, |tx, draft| Box::pin(issue(tx, draft))).await;
            assert!(matches!(refused, Err(Error::Stale { .. } | Error::Conflict { .. })), "{refused:?}");
        }
        // The numbers that were taken in vain are not gone.
        assert_eq!(issued(&db, new(5, 3)).await.issue.expect("issued").number.number, 3);
    }

    async fn several_are_read_in_the_order_asked_for_or_not_at_all(database) {
        let db = billing(&database).await;
        for (number, instalment) in [(3, 1), (4, 2), (5, 3)] {
            insert(&db, new(number, instalment)).await.expect("stored");
        }
        attest(&db, 4, 1, "approver").await.expect("attested");
        let several = async |numbers: &[u32]| {
            let ids: Vec<String> = numbers.iter().map(|number| id(*number)).collect();
            db.read(ids, |tx, ids| Box::pin(async move {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                invoices::several(tx, &ids).await
            })).await
        };
        assert_eq!(several(&[5, 3, 4, 5]).await.expect("read"), [get(&db, 5).await, get(&db, 3).await, get(&db, 4).await, get(&db, 5).await]);
        assert_eq!(several(&[]).await.expect("nothing"), []);
        let missing: Result<_, Error> = several(&[3, 8, 9]).await;
        assert!(matches!(missing, Err(Error::NotFound { what: "invoice", id: ref gone }) if *gone == id(8)), "{missing:?}");
    }

    async fn what_was_issued_or_attested_refuses_every_change(database) {
        let db = billing(&database).await;
        insert(&db, new(3, 1)).await.expect("stored");
        attest(&db, 3, 1, "approver").await.expect("attested");
        let invoice = issued(&db, new(4, 2)).await;
        let put = db.write(invoice.id, |tx, id| Box::pin(async move { invoices::put_file(tx, id, FileKind::Pdf, b"pdf", at(NOW)).await })).await;
        put.map_err(|error: Error| error).expect("stored");
        raw(&database, &format!("UPDATE invoices SET changed_at = changed_at WHERE id = '{}'", id(3))).await.expect("a draft");
        let mut changes = vec![
            format!("UPDATE invoices SET ocr = '1' WHERE id = '{}'", id(4)), format!("DELETE FROM invoices WHERE id = '{}'", id(4)),
            "UPDATE attestations SET actor_id = 'x'".to_owned(), "DELETE FROM attestations".to_owned(),
            "UPDATE invoice_files SET base64 = ''".to_owned(), "DELETE FROM invoice_files".to_owned(),
        ];
        if !database.url.starts_with("sqlite") {
            changes.extend(["invoices CASCADE", "attestations", "invoice_files"].map(|table| format!("TRUNCATE {table}")));
        }
        for change in changes {
            let refused = raw(&database, &change).await.expect_err(&change).to_string();
            assert!(refused.contains("append-only") || refused.contains("never changes"), "{change}: {refused}");
        }
    }

    async fn a_file_is_written_once_and_only_of_what_is_issued(database) {
        let db = billing(&database).await;
        insert(&db, new(3, 1)).await.expect("stored");
        issued(&db, new(4, 2)).await;
        let put = |number: u32, bytes: &'static [u8]| {
            let db = db.clone();
            async move {
                db.write((), move |tx, ()| Box::pin(async move {
                    invoices::put_file(tx, &id(number), FileKind::Xml, bytes, at(NOW)).await
                })).await
            }
        };
        let draft: Result<_, Error> = put(3, b"x").await;
        assert!(matches!(draft, Err(Error::Conflict { what: "invoice_files" })), "{draft:?}");
        let nobody: Result<_, Error> = put(9, b"x").await;
        assert!(matches!(nobody, Err(Error::NotFound { what: "invoice", .. })), "{nobody:?}");
        let first = put(4, &[0, 255, 128]).await.expect("stored");
        assert_eq!((first.bytes.as_slice(), &first.sha256[..8]), ([0, 255, 128].as_slice(), &samfin::digest::sha256(&[0, 255, 128])[..8]));
        assert_eq!(put(4, b"another").await.expect("the first stays"), first);
        let read = write(&db, |tx| Box::pin(async move { invoices::file(tx, &id(4), FileKind::Pdf).await })).await;
        assert_eq!(read.expect("read"), None);
    }

    async fn lists_show_what_is_wanted_and_what_one_may_see(database) {
        let db = billing(&database).await;
        agreement(&db, &id(100)).await;
        write(&db, |tx| Box::pin(async move { period(tx, &id(101), &id(100)).await })).await.expect("stored");
        insert(&db, new(3, 1)).await.expect("stored");
        issued(&db, new(4, 2)).await;
        insert(&db, draft(&id(5), &id(1), &id(2), document("invoice", "ange", 1, 5))).await.expect("stored");
        issued(&db, draft(&id(6), &id(100), &id(101), document("invoice", "bracke", 1, 7))).await;
        let mut credit = draft(&id(7), &id(1), &id(2), document("credit_note", "bracke", 0, 400));
        credit.credits_id = Some(id(4));
        insert(&db, credit).await.expect("stored");
        let ids = |numbers: &[u32]| numbers.iter().map(|number| id(*number)).collect::<Vec<_>>();
        let all = Wanted::default;
        assert_eq!(page(&db, all(), None, None, 9).await, ids(&[7, 6, 5, 4, 3]));
        assert_eq!(page(&db, all(), None, Some(6), 2).await, ids(&[5, 4]));
        for (wanted, expected) in [
            (Wanted { agreement: Some(id(100)), ..all() }, &[6][..]),
            (Wanted { period: Some(id(2)), status: Some(Status::Draft), ..all() }, &[7, 5, 3]),
            (Wanted { payer: Some("ange".to_owned()), ..all() }, &[5]),
            (Wanted { form: Some(samfin_core::billing::document::Form::CreditNote), ..all() }, &[7]),
        ] {
            assert_eq!(page(&db, wanted.clone(), None, None, 9).await, ids(expected), "{wanted:?}");
        }
        let reach = |agreement: u32, party: Option<&str>, drafts| Reach { agreement: Some(id(agreement)), party: party.map(str::to_owned), drafts };
        for (reaches, expected) in [
            (vec![], &[][..]),
            (vec![reach(1, Some("bracke"), false), reach(100, None, true)], &[6, 4]),
            (vec![reach(1, Some("ange"), true), reach(1, Some("bracke"), true)], &[7, 5, 4, 3]),
            (vec![reach(1, Some("rjh"), false)], &[4]),
            (vec![reach(1, None, false), reach(1, None, true)], &[7, 5, 4, 3]),
        ] {
            assert_eq!(page(&db, all(), Some(reaches.clone()), None, 9).await, ids(expected), "{reaches:?}");
        }
        assert_eq!(page(&db, Wanted { agreement: Some(id(1)), ..all() }, Some(vec![reach(100, None, true)]), None, 9).await, ids(&[]));
        write(&db, |tx| Box::pin(async move { invoices::discard(tx, &id(3), 1, at(NOW)).await })).await.expect("discarded");
        let living = write(&db, |tx| Box::pin(async move { invoices::of_period(tx, &id(2)).await })).await.expect("read");
        assert_eq!(living.into_iter().map(|invoice| invoice.id).collect::<Vec<_>>(), ids(&[4, 5, 7]));
        let credits = write(&db, |tx| Box::pin(async move { invoices::credits(tx, &[&id(4)]).await })).await.expect("read");
        assert_eq!(credits.iter().map(|(_, one)| (one.id.clone(), one.status, one.net, one.payable)).collect::<Vec<_>>(),
                   [(id(7), Status::Draft, 40_000, 50_000)]);
    }

    /// With real rows: twenty issue at once, and every fifth of them fails after it has taken its number.
    async fn numbers_have_no_gaps_though_every_fifth_issue_fails(database) {
        let db = billing(&database).await;
        let mut writers = JoinSet::new();
        for writer in 0..20_u32 {
            let db = db.clone();
            writers.spawn(async move {
                for invoice in 0..20_u32 {
                    let place = writer * 20 + invoice;
                    let fails = (writer + invoice).is_multiple_of(5);
                    let number = 1000 + place;
                    let draft = new(number, i32::try_from(place).expect("few"));
                    let done = db.write((draft.clone(), fails), |tx, (new, fails)| Box::pin(async move {
                        let draft = invoices::insert(tx, new).await?;
                        let invoice = issue(tx, &draft).await?;
                        if *fails { Err(Error::NotFound { what: "luck", id: invoice.id }) } else { Ok(()) }
                    })).await;
                    match done {
                        Err(Error::NotFound { what: "luck", .. }) if fails => { issued(&db, draft).await; }
                        done => done.expect("no write is turned away"),
                    }
                }
            });
        }
        writers.join_all().await;
        assert_eq!(number(&database, "SELECT COUNT(*) FROM invoices WHERE status = 'issued'").await, 400);
        assert_eq!(number(&database, "SELECT MIN(number) FROM invoices").await, 1);
        assert_eq!(number(&database, "SELECT MAX(number) FROM invoices").await, 400);
        // The agreement of these tests is none that can be calculated, which is another check's matter.
        let checks = crate::backup::verify(&database).await;
        for name in ["invoice_series", "invoices"] {
            let check = checks.iter().find(|check| check.name == name).expect("the check");
            assert!(check.is_fine(), "{check:#?}");
        }
    }
}
