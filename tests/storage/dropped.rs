//! Callers that go away in the middle: a closed browser, a timeout, a reset connection.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use samfin::storage::agreements;
use samfin::storage::{Db, Error};
use tokio::task::JoinSet;

use crate::databases::{Database, on_both_databases};
use crate::given::{add_version, agreement, id, new_version, number};

const REQUESTS: u64 = 500;
const AT_ONCE: u64 = 50;

/// One request, dropped after 0–20 ms; every fifth only reads.
async fn dropped_request(db: Db, request: u64) {
    let work = async {
        if request.is_multiple_of(5) {
            let page: Result<_, Error> = db.read((), |tx, ()| Box::pin(agreements::page(tx, None, 200))).await;
            drop(page);
        } else {
            drop(add_version(&db, &id(1), new_version("Ny", "2028-01-01")).await);
        }
    };
    // Dropping the future at the deadline is what a server does when the client is gone.
    drop(tokio::time::timeout(Duration::from_millis(request % 21), work).await);
}

/// Lets a future run for `steps` polls, then drops it: unlike a clock, this reaches every place where it can wait.
async fn dropped_after(steps: u32, work: impl Future) {
    let mut work = pin!(work);
    let mut left = steps;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        work.as_mut().poll(context).map(drop)
    })
    .await;
}

/// Sessions inside a transaction, once everything that runs on by itself has had the time to end.
async fn sessions_in_transaction(database: &Database) -> i64 {
    let mut left = i64::MAX;
    for _ in 0..50 {
        left = number(
            database,
            "SELECT COUNT(*) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND (state <> 'idle' OR xact_start IS NOT NULL)",
        )
        .await;
        if left == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    left
}

on_both_databases! {
    async fn a_caller_that_is_dropped_at_any_step_leaves_no_open_transaction(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        for steps in 0..40 {
            dropped_after(steps, add_version(&db, &id(1), new_version("Ny", "2028-01-01"))).await;
            dropped_after(steps, db.ping()).await;
            if db.kind() == "postgres" {
                assert_eq!(sessions_in_transaction(&database).await, 0, "dropped after {steps} steps");
            }
        }
        add_version(&db, &id(1), new_version("Ny", "2028-01-01")).await.expect("the pool still works");
    }

    async fn five_hundred_dropped_requests_leave_no_half_work_and_no_poisoned_connection(database) {
        let db = database.connect().await;
        agreement(&db, &id(1)).await;
        for wave in 0..REQUESTS / AT_ONCE {
            let mut requests = JoinSet::new();
            for request in 0..AT_ONCE {
                requests.spawn(dropped_request(db.clone(), wave * AT_ONCE + request));
            }
            requests.join_all().await;
        }
        if db.kind() == "postgres" {
            assert_eq!(sessions_in_transaction(&database).await, 0);
        }

        // More at once than there are connections: if any were lost or stuck, these would wait in vain.
        let mut after = JoinSet::new();
        for _ in 0..30 {
            let db = db.clone();
            after.spawn(async move {
                let read: Result<_, Error> = db.read(id(1), |tx, id| Box::pin(agreements::get(tx, id))).await;
                read?;
                add_version(&db, &id(1), new_version("Ny", "2028-01-01")).await
            });
        }
        for finished in after.join_all().await {
            finished.expect("the pool still works");
        }

        let counter = number(&database, "SELECT versions FROM agreements").await;
        let rows = number(&database, "SELECT COUNT(*) FROM agreement_versions").await;
        let highest = number(&database, "SELECT MAX(number) FROM agreement_versions").await;
        assert_eq!((counter, rows), (highest, highest), "no number is missing and none has half a version");
        assert!(counter > 31, "some of the dropped writes got as far as the database: {counter}");
    }
}
