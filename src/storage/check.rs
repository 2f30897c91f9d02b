//! Whether the database can do its work: answer, and store.

use std::time::{Duration, Instant};

use super::error::{Error, Hindrance, On};
use super::sql::sql;
use super::tx::Tx;
use super::{Db, Store, detached};

/// How long whoever asks waits for the answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// For how long something that was stored proves that more can be.
const FRESH: Duration = Duration::from_secs(5);

impl Db {
    /// Whether the database answers and something could be stored in it now; within seconds, whatever the matter is.
    ///
    /// A disk is full when a write fails, and not before, so on SQLite something is written unless that has been done just
    /// now. PostgreSQL says itself whether it may be written to, and stops answering when it has no room for its log.
    pub async fn check(&self) -> Result<(), Error> {
        let db = self.clone();
        // The work goes on when nobody waits for it any more: dropping it half-way is what must never be done.
        let work = detached(async move {
            db.ping().await?;
            let tried = match &db.0 {
                Store::Sqlite { .. } if db.has_written_lately() => Ok(()),
                Store::Sqlite { .. } => db.write((), |tx, ()| Box::pin(touch(tx))).await,
                Store::Postgres(_) => db.write((), |tx, ()| Box::pin(ask(tx))).await,
            };
            tried.map_err(|error| match (error, &db.0) {
                // Whether this change was kept is all the same; that a file could not be written is the disk's fault.
                (Error::OutcomeUnknown(source), Store::Sqlite { .. }) => {
                    Error::CannotStore { why: Hindrance::Disk, source }
                }
                (Error::OutcomeUnknown(source), Store::Postgres(_)) => Error::Unavailable(source),
                (error, _) => error,
            })
        });
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(outcome) => outcome,
            Err(late) => Err(Error::Unavailable(late.into())),
        }
    }

    /// Notes that something was stored, or could not be.
    pub(super) fn note(&self, stored: bool) {
        let Store::Sqlite { written, .. } = &self.0 else { return };
        if let Ok(mut written) = written.lock() {
            *written = stored.then(Instant::now);
        }
    }

    fn has_written_lately(&self) -> bool {
        let Store::Sqlite { written, .. } = &self.0 else { return false };
        written.lock().is_ok_and(|written| written.is_some_and(|at| at.elapsed() < FRESH))
    }
}

/// Writes what is there already: a number in the file's head that samfin has no use for.
async fn touch(tx: &mut Tx) -> Result<(), Error> {
    sql!(tx.execute("PRAGMA user_version = 0")).on("the database")?;
    Ok(())
}

async fn ask(tx: &mut Tx) -> Result<(), Error> {
    let (read_only,): (String,) =
        sql!(tx.fetch_one("SELECT current_setting('transaction_read_only')")).on("the database")?;
    if read_only == "off" {
        return Ok(());
    }
    Err(Error::CannotStore { why: Hindrance::ReadOnly, source: "transactions are read-only".into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stores a row that is `bytes` large.
    async fn store(db: &Db, last: i64, bytes: usize) -> Result<(), Error> {
        db.write((last, "x".repeat(bytes)), |tx, (last, text)| {
            Box::pin(async move {
                sql!(tx.execute(
                    "INSERT INTO number_series (issuer, year, last) VALUES ($1, 2027, $2)",
                    text.as_str(),
                    *last,
                ))
                .on("number_series")?;
                Ok(())
            })
        })
        .await
    }

    /// SQLite ends the transaction by itself then, which sqlx does not see.
    #[tokio::test]
    async fn a_write_that_found_no_room_is_undone_and_the_next_one_is_done() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::connect(&format!("sqlite://{}/samfin.db", folder.path().display())).await.expect("opens");
        db.migrate().await.expect("migrates");
        // No more pages than there are, for as long as this connection lives.
        let limited: Result<(), Error> = db
            .write((), |tx, ()| {
                Box::pin(async move {
                    sql!(tx.execute("PRAGMA max_page_count = 1")).on("the database")?;
                    Ok(())
                })
            })
            .await;
        limited.expect("a limit");
        let full = store(&db, 1, 1 << 20).await;
        assert!(matches!(full, Err(Error::CannotStore { why: Hindrance::Full, .. })), "{full:?}");
        assert!(!db.has_written_lately(), "whoever asks now must try");
        for last in 2..4 {
            store(&db, last, 10 + usize::try_from(last).expect("small")).await.expect("there is room for this");
        }
        let stored: Result<(i64,), Error> = db
            .read((), |tx, ()| {
                Box::pin(async move { sql!(tx.fetch_one("SELECT COUNT(*) FROM number_series")).on("number_series") })
            })
            .await;
        assert_eq!(stored.expect("reads"), (2,));
        assert!(db.has_written_lately());
        db.check().await.expect("all is well");
    }
}
