//! Scenarios: edited until they are locked, and then never again.

use samfin::storage::scenarios::{self, Content, Lock, Scenario, Sharing, Status};
use samfin::storage::{Db, Error};

use crate::databases::on_both_databases;
use crate::given::{agreement, at, id, raw};

const MADE: &str = "2026-11-02T09:00:00.123456Z";
const CHANGED: &str = "2026-11-03T09:00:00Z";
const BASIS: &str = r#"{"agreement":{},"years":[2027]}"#;

fn scenario(number: u32, name: &str) -> Scenario {
    Scenario {
        id: id(number),
        agreement_id: id(1),
        name: name.to_owned(),
        author: Some("Kim".to_owned()),
        created_by: None,
        note: None,
        revision: 1,
        created_at: at(MADE),
        changed_at: at(MADE),
        shared: None,
        locked: None,
    }
}

fn content(changes: &str) -> Content {
    Content { changes: changes.to_owned(), events: "[]".to_owned(), statistics: "{}".to_owned() }
}

fn locking() -> Lock {
    Lock {
        at: at("2026-12-01T09:00:00Z"),
        reason: "Budget".to_owned(),
        decision_reference: None,
        version: 1,
        first_year: 2027,
        last_year: 2030,
        per_inhabitant: Some("population".to_owned()),
        sha256: "0123456789abcdef".repeat(4),
    }
}

async fn insert(db: &Db, new: Scenario) -> Result<(), Error> {
    db.write((new, content("[1]")), |tx, (new, content)| Box::pin(scenarios::insert(tx, new, content))).await
}

async fn read(db: &Db, number: u32) -> Result<(Scenario, Content, Option<String>), Error> {
    db.read(id(number), |tx, scenario| {
        Box::pin(async move {
            let found = scenarios::get(tx, &id(1), scenario).await?;
            let content = scenarios::content(tx, &id(1), scenario).await?;
            Ok((found, content, scenarios::basis(tx, &id(1), scenario).await?))
        })
    })
    .await
}

async fn replace(db: &Db, name: &str, expected: i64) -> Result<(), Error> {
    let new = Scenario { changed_at: at(CHANGED), ..scenario(2, name) };
    db.write((new, content("[2]")), move |tx, (new, content)| Box::pin(scenarios::replace(tx, new, content, expected)))
        .await
}

async fn lock(db: &Db, expected: i64) -> Result<(), Error> {
    db.write(locking(), move |tx, lock| {
        Box::pin(async move { scenarios::lock(tx, &id(1), &id(2), expected, lock, BASIS).await })
    })
    .await
}

async fn delete(db: &Db, expected: i64) -> Result<(), Error> {
    db.write((), move |tx, ()| Box::pin(async move { scenarios::delete(tx, &id(1), &id(2), expected).await })).await
}

on_both_databases! {
    async fn scenarios_that_are_there_come_by_id_whatever_was_asked_for(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let stored: Vec<u32> = (10..18).collect();
        for number in stored.iter().rev() {
            insert(&db, scenario(*number, &format!("{number}"))).await.expect("stored");
        }
        // More than a statement takes, one that is not there, and one twice.
        let asked: Vec<String> = stored.iter().chain(&[9, 12]).rev().map(|number| id(*number)).collect();
        let found: Result<_, Error> = db
            .read(asked, |tx, asked| Box::pin(async move { scenarios::with_content(tx, &id(1), asked).await }))
            .await;
        let mut found = found.expect("read");
        found.dedup();
        let expected: Vec<_> =
            stored.iter().map(|number| (scenario(*number, &format!("{number}")), content("[1]"))).collect();
        assert_eq!(found, expected);
        let none: Result<_, Error> = db
            .read(id(2), |tx, other| Box::pin(async move { scenarios::with_content(tx, other, &[id(10)]).await }))
            .await;
        assert_eq!(none.expect("read"), [], "of another agreement");
    }
}

on_both_databases! {
    async fn a_scenario_goes_from_draft_to_decision_basis(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        insert(&db, scenario(2, "Åre ☃ 'x'")).await.expect("stored");
        assert_eq!(read(&db, 2).await.expect("there"), (scenario(2, "Åre ☃ 'x'"), content("[1]"), None));

        replace(&db, "Två", 1).await.expect("replaced");
        let second = Scenario { revision: 2, changed_at: at(CHANGED), ..scenario(2, "Två") };
        assert_eq!(read(&db, 2).await.expect("there"), (second.clone(), content("[2]"), None));

        let sharing = Sharing { at: at("2026-11-04T09:00:00Z"), reason: Some("Till nämnden".to_owned()) };
        let shared: Result<(), Error> = db
            .write(sharing.clone(), |tx, sharing| {
                Box::pin(async move { scenarios::share(tx, &id(1), &id(2), 2, sharing).await })
            })
            .await;
        shared.expect("shared");
        let third = Scenario { revision: 3, changed_at: sharing.at, shared: Some(sharing), ..second };
        assert_eq!((read(&db, 2).await.expect("there").0, third.status()), (third.clone(), Status::Shared));

        lock(&db, 3).await.expect("locked");
        let last = Scenario { revision: 4, changed_at: locking().at, locked: Some(locking()), ..third };
        assert_eq!(last.status(), Status::Locked);
        assert_eq!(read(&db, 2).await.expect("there"), (last, content("[2]"), Some(BASIS.to_owned())));
    }

    async fn a_stale_writer_is_told_the_current_revision_and_changes_nothing(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        insert(&db, scenario(2, "x")).await.expect("stored");
        replace(&db, "y", 1).await.expect("replaced");
        for refused in [replace(&db, "z", 1).await, lock(&db, 1).await, delete(&db, 3).await] {
            assert!(matches!(refused, Err(Error::Stale { what: "scenario", current: Some(2) })), "{refused:?}");
        }
        assert_eq!(read(&db, 2).await.expect("there").0.name, "y");
        delete(&db, 2).await.expect("deleted");
        assert!(matches!(read(&db, 2).await, Err(Error::NotFound { what: "scenario", .. })));
        assert!(matches!(replace(&db, "z", 2).await, Err(Error::NotFound { what: "scenario", .. })));
    }

    async fn a_name_is_used_once_in_an_agreement(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        agreement(&db, &id(9)).await;
        insert(&db, scenario(2, "x")).await.expect("stored");
        let taken = insert(&db, scenario(3, "x")).await;
        assert!(matches!(taken, Err(Error::Conflict { what: "scenarios" })), "{taken:?}");
        insert(&db, Scenario { agreement_id: id(9), ..scenario(4, "x") }).await.expect("in another agreement");
        insert(&db, scenario(5, "X")).await.expect("another name");
        let page: Result<Vec<Scenario>, Error> =
            db.read((), |tx, ()| Box::pin(async move { scenarios::page(tx, &id(1), Some(&id(2)), 10, true, None).await })).await;
        let page: Vec<String> = page.expect("a page").into_iter().map(|found| found.id).collect();
        assert_eq!(page, [id(5)]);
        assert!(matches!(read(&db, 4).await, Err(Error::NotFound { .. })), "it is in another agreement");
    }

    async fn a_locked_scenario_cannot_be_edited_or_deleted_even_beside_the_program(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        insert(&db, scenario(2, "x")).await.expect("stored");
        insert(&db, scenario(3, "y")).await.expect("stored");
        lock(&db, 1).await.expect("locked");
        let before = read(&db, 2).await.expect("there");
        for forbidden in [
            "UPDATE scenarios SET note = 'x' WHERE name = 'x'",
            "UPDATE scenarios SET basis = '{}' WHERE name = 'x'",
            "UPDATE scenarios SET status = 'draft', locked_at = NULL WHERE name = 'x'",
            "DELETE FROM scenarios",
        ] {
            let refused = raw(&database, forbidden).await.expect_err(forbidden).to_string();
            assert!(refused.contains("a locked scenario never changes"), "{forbidden}: {refused}");
        }
        assert!(replace(&db, "z", 2).await.is_err() && delete(&db, 2).await.is_err() && lock(&db, 2).await.is_err());
        assert_eq!(read(&db, 2).await.expect("there"), before);
        assert_eq!(raw(&database, "DELETE FROM scenarios WHERE name = 'y'").await.expect("a draft can go"), 1);
    }

    async fn a_scenario_is_locked_whole_or_not_at_all(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        insert(&db, scenario(2, "x")).await.expect("stored");
        let half = "UPDATE scenarios SET status = 'locked', locked_at = created_at, lock_reason = 'x', version = 1, first_year = 2027, last_year = 2027, basis = '{}'";
        let refused = raw(&database, half).await.expect_err("no checksum").to_string();
        assert!(refused.to_lowercase().contains("check"), "{refused}");
        let refused = raw(&database, "UPDATE scenarios SET status = 'shared'").await.expect_err("no day").to_string();
        assert!(refused.to_lowercase().contains("check"), "{refused}");
    }
}
