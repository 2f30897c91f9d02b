//! Organisations: one for each number, written over by those who have read them, and everything that they have been.

use samfin::storage::organisations::{self, Filter, Organisation};
use samfin::storage::{Db, Error};

use crate::databases::on_both_databases;
use crate::given::{at, id, raw};

const MADE: &str = "2026-11-02T09:00:00.123456Z";
const CHANGED: &str = "2026-11-03T09:00:00Z";

fn organisation(number: u32, digits: &str, external_id: Option<&str>) -> Organisation {
    Organisation {
        id: id(number),
        organisation_number: digits.to_owned(),
        external_id: external_id.map(str::to_owned),
        name: "Bergs kommun".to_owned(),
        document: r#"{"name":"Bergs kommun"}"#.to_owned(),
        unattested: false,
        revision: 1,
        created_at: at(MADE),
        changed_at: at(MADE),
    }
}

async fn insert(db: &Db, new: Organisation) -> Result<bool, Error> {
    db.write(new, |tx, new| Box::pin(organisations::insert_unless_taken(tx, new))).await
}

async fn replace(db: &Db, new: Organisation, revision: i64) -> Result<(), Error> {
    db.write(new, move |tx, new| Box::pin(organisations::replace(tx, new, revision))).await
}

async fn get(db: &Db, number: u32) -> Result<Organisation, Error> {
    db.read(id(number), |tx, id| Box::pin(organisations::get(tx, id))).await
}

async fn page(db: &Db, filter: Filter, after: Option<String>, limit: i64) -> Vec<String> {
    let found: Result<Vec<Organisation>, Error> = db
        .read((filter, after), move |tx, (filter, after)| {
            Box::pin(organisations::page(tx, filter, after.as_deref(), limit))
        })
        .await;
    found.expect("listed").into_iter().map(|found| found.id).collect()
}

on_both_databases! {
    async fn a_number_and_an_external_id_belong_to_one(database) {
        let db = &database.connect().await;
        let first = organisation(1, "2120002502", Some("K-1"));
        assert!(insert(db, first.clone()).await.expect("stored"));
        assert_eq!(get(db, 1).await.expect("there"), first);
        assert!(!insert(db, organisation(2, "2120002502", None)).await.expect("looked"));
        assert!(!insert(db, organisation(2, "2120002510", Some("K-1"))).await.expect("looked"));
        assert!(matches!(get(db, 2).await, Err(Error::NotFound { .. })));
        for (number, digits) in [(2, "2120002510"), (3, "2120002528")] {
            assert!(insert(db, organisation(number, digits, None)).await.expect("stored"), "several have no external id");
        }
        let taken = replace(db, organisation(2, "2120002502", None), 1).await;
        assert!(matches!(taken, Err(Error::Conflict { .. })), "{taken:?}");
        let found = db.read((), |tx, ()| Box::pin(async move {
            let by_number = organisations::with_number(tx, "2120002502").await?;
            let by_name = organisations::with_external_id(tx, "K-1").await?;
            Ok::<_, Error>((by_number, by_name, organisations::with_number(tx, "2321000214").await?))
        })).await;
        assert_eq!(found.expect("looked"), (Some(first.clone()), Some(first), None));
    }

    async fn of_many_at_the_same_time_one_gets_the_number(database) {
        let db = &database.connect().await;
        let tries = (1..=8).map(|number| insert(db, organisation(number, "2120002502", None)));
        let stored = futures_util::future::join_all(tries).await;
        let stored: Vec<bool> = stored.into_iter().map(|stored| stored.expect("looked")).collect();
        assert_eq!(stored.iter().filter(|stored| **stored).count(), 1, "{stored:?}");
    }

    async fn they_are_listed_in_the_order_they_came(database) {
        let db = &database.connect().await;
        for (number, digits, external) in [(1, "2120002502", Some("K-1")), (2, "2120002510", Some("K-2")), (3, "2120002528", None)] {
            assert!(insert(db, organisation(number, digits, external)).await.expect("stored"));
        }
        assert_eq!(page(db, Filter::default(), None, 2).await, [id(1), id(2)]);
        assert_eq!(page(db, Filter::default(), Some(id(1)), 5).await, [id(2), id(3)]);
        let by = |number: Option<&str>, external: Option<&str>| Filter {
            organisation_number: number.map(str::to_owned),
            external_id: external.map(str::to_owned),
        };
        assert_eq!(page(db, by(Some("2120002528"), None), None, 5).await, [id(3)]);
        assert_eq!(page(db, by(None, Some("K-2")), None, 5).await, [id(2)]);
        assert_eq!(page(db, by(Some("2120002528"), Some("K-2")), None, 5).await, [""; 0]);
    }

    async fn everything_that_it_has_been_stays(database) {
        let db = &database.connect().await;
        insert(db, organisation(1, "2120002502", Some("K-1"))).await.expect("stored");
        let changed = Organisation {
            document: r#"{"name":"Berg"}"#.to_owned(),
            external_id: None,
            changed_at: at(CHANGED),
            ..organisation(1, "2120002502", None)
        };
        replace(db, changed.clone(), 1).await.expect("written");
        assert_eq!(get(db, 1).await.expect("there"), Organisation { revision: 2, ..changed.clone() });
        let stale = replace(db, changed, 1).await;
        assert!(matches!(stale, Err(Error::Stale { current: Some(2), .. })), "{stale:?}");
        let all: Result<_, Error> = db.read(id(1), |tx, id| Box::pin(organisations::revisions(tx, id, 0, 5))).await;
        let all: Vec<_> = all.expect("read").into_iter().map(|was| (was.revision, was.document, was.changed_at)).collect();
        assert_eq!(all, [
            (1, r#"{"name":"Bergs kommun"}"#.to_owned(), at(MADE)),
            (2, r#"{"name":"Berg"}"#.to_owned(), at(CHANGED)),
        ]);
        for sql in [
            "UPDATE organisation_revisions SET document = '{}'",
            "DELETE FROM organisation_revisions",
            "DELETE FROM organisations",
        ] {
            let refused = raw(&database, sql).await;
            assert!(refused.is_err(), "{sql}");
        }
    }
}
