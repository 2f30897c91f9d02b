//! Transactions: all or nothing, nobody's work is lost, and the answer is never a guess.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use samfin::storage::agreements::{self, Version};
use samfin::storage::budgets::{self, Budget, NewBudget};
use samfin::storage::{Db, Error, Tx};
use tokio::task::JoinSet;

use crate::databases::{Database, on_both_databases};
use crate::given::{agreement, at, id, new_version, number, raw};

const WRITERS: u32 = 20;
const ROUNDS: u32 = 10;

/// Reads the budget, adds one to the number it holds, and tries again when somebody was faster.
async fn count_up(db: &Db) -> Result<u32, Error> {
    let mut beaten = 0;
    loop {
        let newest: Option<Budget> = db.read(id(1), |tx, id| Box::pin(budgets::get(tx, id, 2027))).await?;
        let (revision, counted) = newest
            .map_or((None, 0), |budget| (Some(budget.revision), budget.changes.parse::<u32>().expect("a number")));
        let new = NewBudget {
            agreement_id: id(1),
            year: 2027,
            changes: (counted + 1).to_string(),
            opening: "{}".to_owned(),
            at: at("2026-11-02T09:00:00Z"),
        };
        let put: Result<Budget, Error> = db.write(new, move |tx, new| Box::pin(budgets::put(tx, new, revision))).await;
        match put {
            Ok(_) => return Ok(beaten),
            Err(Error::Stale { .. }) => beaten += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Reads before it writes, which SQLite refuses to a transaction that did not announce its write at the start.
async fn read_and_add_version(db: &Db) -> Result<Version, Error> {
    db.write(new_version("Ny", "2028-01-01"), |tx, new| {
        Box::pin(async move {
            agreements::get(tx, &id(1)).await?;
            agreements::add_version(tx, &id(1), new).await
        })
    })
    .await
}

/// Two agreements in the given order, pausing between them until both writers hold their first.
async fn rename_both(tx: &mut Tx, order: [u32; 2], runs: &AtomicU32) -> Result<(), Error> {
    runs.fetch_add(1, Ordering::SeqCst);
    agreements::lock(tx, &id(order[0])).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    agreements::add_version(tx, &id(order[1]), &new_version("Ny", "2028-01-01")).await?;
    Ok(())
}

on_both_databases! {
    async fn twenty_writers_lose_nothing_and_none_is_turned_away(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let mut writers = JoinSet::new();
        for _ in 0..WRITERS {
            let db = db.clone();
            writers.spawn(async move {
                let mut numbers = Vec::new();
                for _ in 0..ROUNDS {
                    numbers.push(read_and_add_version(&db).await?.number);
                    count_up(&db).await?;
                }
                Ok::<_, Error>(numbers)
            });
        }
        let mut numbers = Vec::new();
        for finished in writers.join_all().await {
            numbers.extend(finished.expect("every write succeeds"));
        }
        numbers.sort_unstable();
        let expected: Vec<i64> = (2..=i64::from(WRITERS * ROUNDS) + 1).collect();
        assert_eq!(numbers, expected, "each number is given once, without gaps");
        let newest: Option<Budget> =
            db.read(id(1), |tx, id| Box::pin(budgets::get(tx, id, 2027))).await.map_err(|error: Error| error).expect("read");
        let newest = newest.expect("a budget");
        assert_eq!(newest.changes, (WRITERS * ROUNDS).to_string(), "no update is lost");
        assert_eq!(newest.revision, i64::from(WRITERS * ROUNDS));
    }

    async fn an_error_undoes_everything_before_it(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let refused: Result<Version, Error> = db
            .write((), |tx, ()| {
                Box::pin(async move {
                    agreements::add_version(tx, &id(1), &new_version("Ny", "2028-01-01")).await?;
                    agreements::version(tx, &id(1), 77).await
                })
            })
            .await;
        assert!(matches!(refused, Err(Error::NotFound { .. })), "{refused:?}");
        assert_eq!(number(&database, "SELECT versions FROM agreements").await, 1);
        assert_eq!(number(&database, "SELECT COUNT(*) FROM agreement_versions").await, 1);
    }

    async fn work_that_ignores_a_failed_statement_is_not_kept(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let outcome: Result<(), Error> = db
            .write((), |tx, ()| {
                Box::pin(async move {
                    agreements::insert(tx, &id(2), &new_version("Ny", "2028-01-01")).await?;
                    let taken = agreements::insert(tx, &id(1), &new_version("Ny", "2028-01-01")).await;
                    assert!(taken.is_err());
                    Ok(())
                })
            })
            .await;
        assert!(matches!(outcome, Err(Error::Unexpected { .. })), "{outcome:?}");
        assert_eq!(number(&database, "SELECT COUNT(*) FROM agreements").await, 1);
    }

    async fn a_read_cannot_write(database) {
        let db = database.connect().await;
        let refused: Result<Version, Error> = db
            .read(new_version("Ny", "2028-01-01"), |tx, new| Box::pin(async move { agreements::insert(tx, &id(1), new).await }))
            .await;
        assert!(refused.is_err(), "{refused:?}");
        assert_eq!(number(&database, "SELECT COUNT(*) FROM agreements").await, 0);
    }

    async fn a_read_sees_one_moment(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        let counts: Result<(usize, usize), Error> = db
            .read(db.clone(), |tx, db| {
                Box::pin(async move {
                    let before = agreements::page(tx, None, 200).await?.len();
                    agreement(db, &id(2)).await;
                    Ok((before, agreements::page(tx, None, 200).await?.len()))
                })
            })
            .await;
        assert_eq!(counts.expect("read"), (1, 1));
    }

    async fn writers_that_block_each_other_both_succeed(database) {
        let db = database.connect().await;
        for number in [1, 2] {
            agreement(&db, &id(number)).await;
        }
        let runs = Arc::new(AtomicU32::new(0));
        let write = |order: [u32; 2]| {
            let runs = Arc::clone(&runs);
            let db = db.clone();
            async move {
                let written: Result<(), Error> =
                    db.write(runs, move |tx, runs| Box::pin(rename_both(tx, order, runs))).await;
                written
            }
        };
        let (one, other) = tokio::join!(write([1, 2]), write([2, 1]));
        one.expect("written");
        other.expect("written");
        assert_eq!(number(&database, "SELECT CAST(SUM(versions) AS BIGINT) FROM agreements").await, 4);
        // PostgreSQL finds the deadlock and one of them runs again, on a busy machine perhaps more than once; on SQLite they take
        // turns.
        let runs = runs.load(Ordering::SeqCst);
        assert!(if db.kind() == "postgres" { runs >= 3 } else { runs == 2 }, "{runs} runs");
    }
}

/// The server goes away between the last statement and COMMIT: nobody can know, and nobody says they do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_lost_at_commit_is_an_unknown_outcome() {
    let database = Arc::new(Database::postgres().await);
    let db = database.connect().await;
    agreement(&db, &id(1)).await;
    let outcome: Result<(), Error> = db
        .write(Arc::clone(&database), |tx, database| {
            Box::pin(async move {
                agreements::add_version(tx, &id(1), &new_version("Ny", "2028-01-01")).await?;
                let ended = raw(
                    database,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE datname = current_database() AND state = 'idle in transaction'",
                )
                .await;
                assert!(ended.is_ok(), "{ended:?}");
                Ok(())
            })
        })
        .await;
    assert!(matches!(outcome, Err(Error::OutcomeUnknown(_))), "{outcome:?}");
    assert_eq!(number(&database, "SELECT versions FROM agreements").await, 1);
    let next = crate::given::add_version(&db, &id(1), new_version("Ny", "2028-01-01")).await;
    assert_eq!(next.expect("the pool has found another connection").number, 2);
}
