//! The journal: once for each thing, in series without gaps, never changed.

use samfin::storage::vouchers::{self, NewVoucher, Source, SourceKind, Voucher, Wanted};
use samfin::storage::{Db, Error};
use samfin_core::Id;
use samfin_core::billing::posting::of_payment;
use tokio::task::JoinSet;

use crate::databases::on_both_databases;
use crate::given::{agreement, at, date, id, number, raw};
use crate::stored::by;

const ISSUER: &str = "2321000214";

fn new(number: u32, agreement: u32, day: &str) -> NewVoucher {
    NewVoucher {
        id: id(number),
        issuer: ISSUER.to_owned(),
        agreement_id: id(agreement),
        dated_on: date(day),
        text: "Faktura \"Å\" \u{1f9ee}".to_owned(),
        source: Source { kind: SourceKind::Document, id: format!("thing {number}") },
        by: by("officer"),
        at: at("2027-01-02T08:00:00.000001999Z"),
        voucher: of_payment(&Id::parse("berg").expect("an id"), "-125.50".parse().expect("kronor")).expect("sums"),
    }
}

async fn post(db: &Db, new: NewVoucher) -> Result<Voucher, Error> {
    Ok(post_all(db, vec![new]).await?.remove(0))
}

async fn post_all(db: &Db, new: Vec<NewVoucher>) -> Result<Vec<Voucher>, Error> {
    db.write(new, |tx, new| Box::pin(vouchers::post(tx, new.clone()))).await
}

on_both_databases! {
    async fn what_is_posted_is_read_back_tied_to_the_one_before(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let first = post(&db, new(10, 1, "2027-12-31")).await.expect("posted");
        let second = post(&db, new(11, 1, "2027-01-02")).await.expect("posted");
        let later = post(&db, new(12, 1, "2028-01-01")).await.expect("posted");
        assert_eq!([(first.year, first.number), (second.year, second.number), (later.year, later.number)], [(2027, 1), (2027, 2), (2028, 1)]);
        assert_eq!((&second.previous_sha256, &later.previous_sha256), (&first.sha256, &first.previous_sha256));
        assert_ne!(first.sha256, second.sha256);
        let sides: Vec<_> = first.entries.iter().map(|entry| (entry.account.to_string(), entry.amount.ore())).collect();
        assert_eq!(sides, [("receivable:berg".to_owned(), 12550), ("bank".to_owned(), -12550)]);
        let read: Result<_, Error> = db.read((), |tx, ()| Box::pin(async move {
            let source = Source { kind: SourceKind::Document, id: "thing 11".to_owned() };
            Ok((vouchers::get(tx, &id(10)).await?, vouchers::of(tx, &source).await?))
        })).await;
        assert_eq!(read.expect("read"), (first, Some(second)));
    }

    async fn nothing_is_posted_twice_and_a_number_in_vain_goes_back(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        post(&db, new(10, 1, "2027-01-02")).await.expect("posted");
        let again = NewVoucher { source: new(10, 1, "2027-01-02").source, ..new(11, 1, "2027-01-02") };
        assert!(matches!(post(&db, again).await, Err(Error::Conflict { .. })));
        assert_eq!(number(&database, "SELECT COUNT(*) FROM vouchers").await, 1);
        assert_eq!(post(&db, new(12, 1, "2027-01-02")).await.expect("posted").number, 2);
        for sql in [
            "UPDATE vouchers SET text = 'x'", "DELETE FROM vouchers", "UPDATE voucher_entries SET ore = 1", "DELETE FROM voucher_entries",
        ] {
            raw(&database, sql).await.expect_err(sql);
        }
    }

    async fn several_together_are_as_one_after_the_other_and_all_or_none(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let before = post(&db, new(9, 1, "2027-01-02")).await.expect("posted");
        let other = NewVoucher { issuer: "2120000001".to_owned(), ..new(600, 1, "2027-01-02") };
        // More than are written in one question.
        let mut many: Vec<_> = (10..560).map(|number| new(number, 1, "2027-01-02")).collect();
        many.extend([new(700, 1, "2028-01-02"), other]);
        let posted = post_all(&db, many.clone()).await.expect("posted");
        assert_eq!(posted.len(), many.len());
        let of = |year, issuer| posted.iter().filter(move |one: &&Voucher| (one.year, one.issuer.as_str()) == (year, issuer));
        let mut last = &before;
        for (one, asked) in of(2027, ISSUER).zip(&many) {
            assert_eq!((&one.id, one.number, &one.previous_sha256), (&asked.id, last.number + 1, &last.sha256));
            last = one;
        }
        assert_eq!((last.number, of(2028, ISSUER).count(), of(2027, "2120000001").count()), (551, 1, 1));
        for one in [&posted[0], &posted[499], &posted[500], &posted[posted.len() - 1]] {
            let id = one.id.clone();
            let read: Result<_, Error> = db.read(id, |tx, id| Box::pin(vouchers::get(tx, id))).await;
            assert_eq!(read.expect("read"), *one);
        }
        let again = NewVoucher { source: new(10, 1, "2027-01-02").source, ..new(801, 1, "2027-01-02") };
        let refused = post_all(&db, vec![new(800, 1, "2027-01-02"), again]).await;
        assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");
        assert_eq!(post(&db, new(800, 1, "2027-01-02")).await.expect("nothing is there yet").number, 552);
    }

    async fn those_who_post_at_once_get_numbers_without_gaps(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let mut writers = JoinSet::new();
        for writer in 0..8_u32 {
            let db = db.clone();
            writers.spawn(async move {
                for one in 0..10_u32 {
                    post(&db, new(100 + writer * 10 + one, 1, "2027-01-02")).await.expect("no write is turned away");
                }
            });
        }
        writers.join_all().await;
        assert_eq!(number(&database, "SELECT COUNT(*) FROM vouchers").await, 80);
        assert_eq!(number(&database, "SELECT MAX(number) FROM vouchers").await, 80);
        let checks = crate::backup::verify(&database).await;
        let check = checks.iter().find(|check| check.name == "voucher_series").expect("the check");
        assert!(check.is_fine(), "{check:#?}");
        let invoices = checks.iter().find(|check| check.name == "invoice_series").expect("the check");
        assert!(invoices.is_fine(), "vouchers have counters of their own: {invoices:#?}");
    }

    async fn they_are_found_by_what_they_are_about(database) {
        let db = database.connect().await;
        for number in [1, 2] {
            agreement(&db, &id(number)).await;
        }
        for (number, of, day) in [(10, 1, "2027-01-02"), (11, 2, "2027-02-02"), (12, 1, "2027-03-02"), (13, 2, "2028-01-02")] {
            post(&db, new(number, of, day)).await.expect("posted");
        }
        let find = async |wanted: Wanted, only: Option<Vec<String>>, before: Option<String>, limit: i64| {
            let found: Result<Vec<Voucher>, Error> = db.read((wanted, only, before), move |tx, (wanted, only, before)| {
                Box::pin(vouchers::page(tx, wanted, only.as_deref(), before.as_deref(), limit))
            }).await;
            found.expect("found").into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        let all = Wanted::default;
        let ids = |numbers: &[u32]| numbers.iter().map(|number| id(*number)).collect::<Vec<_>>();
        assert_eq!(find(all(), None, None, 3).await, ids(&[13, 12, 11]));
        assert_eq!(find(all(), None, Some(id(11)), 3).await, ids(&[10]));
        assert_eq!(find(all(), Some(ids(&[1])), None, 3).await, ids(&[12, 10]));
        assert_eq!(find(all(), Some(ids(&[1, 2])), None, 3).await, ids(&[13, 12, 11]));
        assert_eq!(find(all(), Some(Vec::new()), None, 3).await, ids(&[]));
        assert_eq!(find(Wanted { agreement: Some(id(2)), ..all() }, Some(ids(&[1])), None, 3).await, ids(&[]));
        let days = Wanted { from: Some(date("2027-02-02")), to: Some(date("2027-03-02")), ..all() };
        assert_eq!(find(days, None, None, 9).await, ids(&[12, 11]));
        assert_eq!(find(Wanted { account: Some("bank".to_owned()), ..all() }, None, None, 1).await, ids(&[13]));
        assert_eq!(find(Wanted { account: Some("cover".to_owned()), ..all() }, None, None, 9).await, ids(&[]));
        assert_eq!(find(Wanted { issuer: Some("2120002494".to_owned()), ..all() }, None, None, 9).await, ids(&[]));
        assert_eq!(find(Wanted { source_id: Some("thing 12".to_owned()), ..all() }, None, None, 9).await, ids(&[12]));
        let period: Result<Vec<Voucher>, Error> = db.read((), |tx, ()| {
            Box::pin(vouchers::in_period(tx, ISSUER, (date("2027-01-02"), date("2028-12-31")), (2027, 1), 2))
        }).await;
        let found = period.expect("found");
        assert_eq!(found.iter().map(|one| (one.year, one.number, one.entries.len())).collect::<Vec<_>>(), [(2027, 2, 2), (2027, 3, 2)]);
        let sums: Result<_, Error> = db.read((), |tx, ()| Box::pin(vouchers::balances(tx, ISSUER, date("2027-12-31")))).await;
        let sums: Vec<_> = sums.expect("sums").into_iter().map(|one| (one.agreement_id, one.account, one.ore)).collect();
        let of = |agreement, account: &str, ore| (id(agreement), account.to_owned(), ore);
        assert_eq!(sums, [of(1, "bank", -25100), of(1, "receivable:berg", 25100), of(2, "bank", -12550), of(2, "receivable:berg", 12550)]);
    }
}
