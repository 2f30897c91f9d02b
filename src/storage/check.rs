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
            match &db.0 {
                Store::Sqlite { .. } if db.has_written_lately() => Ok(()),
                Store::Sqlite { .. } => db.write((), |tx, ()| Box::pin(touch(tx))).await,
                Store::Postgres(_) => db.write((), |tx, ()| Box::pin(ask(tx))).await,
            }
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
