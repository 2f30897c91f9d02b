//! Outcome, settlements and what they leave to the year after: added, never edited.

use samfin::storage::settlements;
use samfin::storage::{Db, Error, outcomes};

use crate::databases::{Database, on_both_databases};
use crate::given::{agreement, id, raw};
use crate::stored::{period, settled};

/// An agreement (1) with a billing year (2), 2027, that is settled.
async fn year(database: &Database) -> Db {
    let db = database.connect().await;
    agreement(&db, &id(1)).await;
    let stored: Result<(), Error> = db
        .write((), |tx, ()| {
            Box::pin(async move {
                period(tx, &id(2), &id(1)).await?;
                settled(tx, &id(2)).await
            })
        })
        .await;
    stored.expect("stored");
    db
}

on_both_databases! {
    async fn what_a_year_leaves_is_brought_to_the_year_after_and_taken_from_none(database) {
        let db = year(&database).await;
        raw(&database, &format!(
            "INSERT INTO carried_amounts (period_id, snapshot, party, vat_group, vat, amount, cause, recorded_at)
             SELECT period_id, snapshot, 'berg', vat_group, vat, 500, 'forward', recorded_at FROM carried_amounts
             WHERE period_id = '{}' AND vat_group = 'outside_scope'", id(2),
        )).await.expect("stored");
        let brought = async |year: i32| {
            let found: Result<_, Error> = db.read(year, |tx, year| Box::pin(async move { settlements::brought(tx, &id(1), *year).await })).await;
            let told = found.expect("read").into_iter().map(|one| format!("{} {} {} {}", one.year, one.bearer, one.vat.group(), one.amount));
            told.collect::<Vec<_>>()
        };
        assert_eq!(brought(2028).await, ["2027 berg outside_scope 5.00", "2027 bracke exempt -12.00", "2027 bracke outside_scope 0.01"]);
        assert_eq!(brought(2027).await, ["2027 berg outside_scope -5.00"], "what was settled forward is not asked for in the year itself");
        assert_eq!((brought(2026).await.len(), brought(2029).await.len()), (0, 0));
    }

    async fn what_settles_a_year_refuses_every_change(database) {
        let db = year(&database).await;
        let mut changes = Vec::new();
        for table in ["outcomes", "settlements", "carried_amounts"] {
            changes.extend([format!("UPDATE {table} SET recorded_at = recorded_at"), format!("DELETE FROM {table}")]);
            if !database.url.starts_with("sqlite") {
                changes.push(format!("TRUNCATE {table}"));
            }
        }
        for change in changes {
            let refused = raw(&database, &change).await.expect_err(&change).to_string();
            assert!(refused.contains("is append-only"), "{change}: {refused}");
        }
        let again: Result<(), Error> = db.write((), |tx, ()| Box::pin(async move {
            let known = settlements::find(tx, &id(2)).await?.expect("it is settled");
            settlements::insert(tx, &id(2), &known).await
        })).await;
        assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
        let again: Result<(), Error> = db.write((), |tx, ()| Box::pin(async move {
            let known = outcomes::newest(tx, &id(2)).await?.expect("there is outcome");
            assert_eq!((known.revision, known.entries.len()), (2, 2));
            outcomes::insert(tx, &id(2), &known).await
        })).await;
        assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    }
}
