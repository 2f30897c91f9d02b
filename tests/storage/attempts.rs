//! Signing in in vain: twenty times in a minute, and not once more, whoever asks at the same time.

use chrono::{DateTime, TimeDelta, Utc};
use samfin::storage::attempts::{self, MOST, WINDOW};
use samfin::storage::{Db, Error};
use tokio::task::JoinSet;

use crate::databases::on_both_databases;
use crate::given::{at, number};

const NOW: &str = "2026-12-01T09:00:00Z";

/// One try, in a transaction of its own, undone when it is refused: as the use case does.
async fn attempt(db: &Db, subject: &str, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
    let outcome: Result<Result<(), DateTime<Utc>>, Error> = db
        .write(subject.to_owned(), move |tx, subject| Box::pin(async move { attempts::take(tx, subject, now).await }))
        .await;
    outcome.expect("the database answers")
}

on_both_databases! {
    async fn the_twenty_first_within_a_minute_has_to_wait_for_the_first_to_pass(database) {
        let db = database.connect().await;
        for second in 0..20 {
            attempt(&db, "a", at(NOW) + TimeDelta::seconds(second)).await.expect("within the limit");
        }
        let now = at(NOW) + TimeDelta::seconds(30);
        assert_eq!(attempt(&db, "a", now).await, Err(at(NOW) + WINDOW));
        assert_eq!(attempt(&db, "b", now).await, Ok(()), "somebody else does not wait");
        assert_eq!(attempt(&db, "a", at(NOW) + WINDOW).await, Ok(()), "never locked");
        assert_eq!(attempt(&db, "a", at(NOW) + WINDOW).await, Err(at(NOW) + WINDOW + TimeDelta::seconds(1)));
    }

    async fn fifty_at_once_get_twenty_places(database) {
        let db = database.connect().await;
        let mut tries = JoinSet::new();
        for _ in 0..50 {
            let db = db.clone();
            tries.spawn(async move { attempt(&db, "a", at(NOW)).await.is_ok() });
        }
        let through = tries.join_all().await.into_iter().filter(|through| *through).count();
        assert_eq!(through, MOST);
        assert_eq!(number(&database, "SELECT COUNT(*) FROM sign_in_attempts").await, 1, "one row, however many tries");
    }

    async fn a_try_that_was_not_in_vain_is_given_back_and_old_ones_are_forgotten(database) {
        let db = database.connect().await;
        for _ in 0..20 {
            attempt(&db, "a", at(NOW)).await.expect("within the limit");
        }
        let given: Result<(), Error> =
            db.write((), |tx, ()| Box::pin(async move { attempts::give_back(tx, "a", at(NOW)).await })).await;
        given.expect("given back");
        assert_eq!(attempt(&db, "a", at(NOW)).await, Ok(()));
        assert!(attempt(&db, "a", at(NOW)).await.is_err());
        let forgotten: Result<(u64, u64), Error> = db.write((), |tx, ()| Box::pin(async move {
            Ok((attempts::forget(tx, at(NOW)).await?, attempts::forget(tx, at(NOW) + WINDOW).await?))
        })).await;
        assert_eq!(forgotten.expect("forgets"), (0, 1));
    }
}
