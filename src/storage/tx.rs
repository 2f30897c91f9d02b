//! A transaction on either database.

use sqlx::{Postgres, Sqlite, Transaction};

use super::error::{Error, asks_for_retry};

/// An open transaction, given to the work of [`Db::write`](super::Db::write) and [`Db::read`](super::Db::read).
#[derive(Debug)]
pub struct Tx {
    driver: Driver,
    failed: bool,
    asked_to_retry: bool,
}

#[derive(Debug)]
pub(super) enum Driver {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(super) fn new(driver: Driver) -> Self {
        Self { driver, failed: false, asked_to_retry: false }
    }

    pub(super) fn driver(&mut self) -> &mut Driver {
        &mut self.driver
    }

    /// Remembers a statement's failure on its way to the caller.
    pub(super) fn heard<T>(&mut self, outcome: sqlx::Result<T>) -> sqlx::Result<T> {
        if let Err(error) = &outcome {
            self.failed = true;
            self.asked_to_retry |= asks_for_retry(error);
        }
        outcome
    }

    /// Whether a statement has failed.
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Whether the database asked for the whole transaction to be tried again.
    pub(super) fn asked_to_retry(&self) -> bool {
        self.asked_to_retry
    }

    /// Keeps what was done. After a failed statement there is nothing to keep: PostgreSQL would answer COMMIT with a silent
    /// rollback, SQLite would keep half, so both refuse here.
    pub(super) async fn commit(self) -> Result<(), Commit> {
        if self.failed {
            let reason = "the work went on after a failed statement";
            self.rollback().await;
            return Err(Commit::Refused(Error::Unexpected { what: "the database", source: reason.into() }));
        }
        let done = match self.driver {
            Driver::Sqlite(tx) => tx.commit().await,
            Driver::Postgres(tx) => tx.commit().await,
        };
        done.map_err(|error| {
            if asks_for_retry(&error) { Commit::Retry(error) } else { Commit::Refused(Error::from_commit(error)) }
        })
    }

    /// Gives up what was done. A failure here means that the connection is gone, and the transaction with it.
    pub(super) async fn rollback(self) {
        let done = match self.driver {
            Driver::Sqlite(tx) => tx.rollback().await,
            Driver::Postgres(tx) => tx.rollback().await,
        };
        if let Err(error) = done {
            tracing::debug!(%error, "the connection was lost before the rollback");
        }
    }
}

/// How a commit can go wrong.
pub(super) enum Commit {
    /// PostgreSQL found a conflict at the last moment: nothing was kept, and another try may succeed.
    Retry(sqlx::Error),
    /// For good, as far as this call is concerned.
    Refused(Error),
}
