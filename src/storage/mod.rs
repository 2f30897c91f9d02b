//! Rows in, rows out, on SQLite and PostgreSQL with one SQL text.
//!
//! [`Db::write`] is the only way to change anything and [`Db::read`] the way to look. Both hand the work an open
//! transaction ([`Tx`]) and run it in a task of its own: a caller that goes away (a closed browser, a timeout) neither
//! stops a write half-way nor leaves a connection inside an open transaction, which sqlx 0.9 would hand to the next one.
//!
//! ```no_run
//! # use samfin::storage::{Db, Error, agreements};
//! # async fn example() -> Result<(), Error> {
//! let db = Db::connect("sqlite://samfin.db").await?;
//! db.migrate().await?;
//! let first = db.read(20, |tx, limit| Box::pin(agreements::page(tx, None, *limit))).await?;
//! # Ok(()) }
//! ```

pub mod agreements;
pub mod attempts;
pub mod audit;
pub mod budgets;
mod check;
pub mod claims;
mod columns;
mod connect;
pub mod contributions;
pub mod copy;
mod error;
pub mod export_layouts;
pub mod grants;
pub mod idempotency;
pub mod integrity;
pub mod invoices;
pub mod keys;
pub mod late_money;
pub mod leases;
pub mod links;
mod lock;
pub mod meetings;
mod migrate;
mod nodelay;
pub mod numbers;
pub mod oidc_tries;
pub mod organisations;
pub mod outcomes;
pub mod parked;
pub mod payments;
pub mod periods;
mod role;
pub mod scenarios;
pub mod sessions;
pub mod settlements;
pub mod share_links;
mod sql;
pub mod statistics;
mod tx;
pub mod uploads;
pub mod users;
pub mod vouchers;

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::{PgPool, SqlitePool};
use tokio::sync::{Mutex, OwnedMutexGuard};

pub use error::{Error, Hindrance};
pub use lock::ServingLock;
pub use migrate::known_migrations;
pub use tx::Tx;

use error::On;
use tx::{Commit, Driver};

/// What a piece of work inside a transaction returns.
pub type Work<'a, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// How often a write is tried again when PostgreSQL asks for it.
const TRIES: u32 = 10;
/// How long a SQLite write waits for its turn.
const TURN: Duration = Duration::from_secs(15);

/// A database: cheap to clone, shared by the whole program.
#[derive(Debug, Clone)]
pub struct Db(Store);

/// The only place that knows that two databases exist, together with [`Tx`], `connect` and `migrate`.
#[derive(Debug, Clone)]
enum Store {
    Sqlite {
        path: Arc<PathBuf>,
        /// One connection: SQLite has one writer at a time.
        writer: SqlitePool,
        /// Fair, so that no writer starves as it would with SQLite's own busy loop.
        turn: Arc<Mutex<()>>,
        /// When something was last stored; none after a failure.
        written: Arc<std::sync::Mutex<Option<Instant>>>,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

impl Db {
    /// Does `work` in a transaction: kept when it returns `Ok`, undone when it returns `Err`.
    ///
    /// PostgreSQL may ask for another try, then `work` runs again: it borrows its `input` instead of using it up, and side
    /// effects outside the database do not belong in it. After [`Error::OutcomeUnknown`] the change is there or it is not.
    pub async fn write<I, T, E, W>(&self, input: I, work: W) -> Result<T, E>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        W: for<'a> Fn(&'a mut Tx, &'a I) -> Work<'a, T, E> + Send + Sync + 'static,
    {
        let db = self.clone();
        detached(async move {
            let mut tried = 1;
            loop {
                let turn = db.turn().await?;
                let mut tx = db.begin_write().await?;
                match work(&mut tx, &input).await {
                    Ok(value) => {
                        let committed = tx.commit().await;
                        db.note(committed.is_ok());
                        match committed {
                            Ok(()) => return Ok(value),
                            Err(Commit::Retry(error)) if tried == TRIES => {
                                return Err(Error::Unavailable(error.into()).into());
                            }
                            Err(Commit::Retry(_)) => {}
                            Err(Commit::Refused(error)) => return Err(error.into()),
                        }
                    }
                    Err(error) => {
                        if tx.has_failed() {
                            db.note(false);
                        }
                        let again = tx.asked_to_retry() && tried < TRIES;
                        tx.rollback().await;
                        if !again {
                            return Err(error);
                        }
                    }
                }
                drop(turn);
                tokio::time::sleep(backoff(tried)).await;
                tried += 1;
            }
        })
        .await
    }

    /// Does `work` in a read-only transaction, in which everything is as it was at one moment.
    pub async fn read<I, T, E, W>(&self, input: I, work: W) -> Result<T, E>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        W: for<'a> Fn(&'a mut Tx, &'a I) -> Work<'a, T, E> + Send + Sync + 'static,
    {
        let db = self.clone();
        detached(async move {
            let mut tx = db.begin_read().await?;
            let outcome = work(&mut tx, &input).await;
            tx.rollback().await; // nothing to keep
            outcome
        })
        .await
    }

    /// Whether the database answers; whether it can store anything is for [`Db::check`].
    pub async fn ping(&self) -> Result<(), Error> {
        self.read((), |tx, ()| {
            Box::pin(async move {
                let _: (i64,) = sql::sql!(tx.fetch_one("SELECT CAST(1 AS BIGINT)")).on("the database")?;
                Ok(())
            })
        })
        .await
    }

    /// `sqlite` or `postgres`, for logs and figures.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.0 {
            Store::Sqlite { .. } => "sqlite",
            Store::Postgres(_) => "postgres",
        }
    }

    /// Closes every connection, once the work under way is done.
    pub async fn close(&self) {
        match &self.0 {
            Store::Sqlite { writer, readers, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Store::Postgres(pool) => pool.close().await,
        }
    }

    /// Waits for this write's turn on SQLite; PostgreSQL needs none.
    async fn turn(&self) -> Result<Option<OwnedMutexGuard<()>>, Error> {
        let Store::Sqlite { turn, .. } = &self.0 else { return Ok(None) };
        match tokio::time::timeout(TURN, Arc::clone(turn).lock_owned()).await {
            Ok(guard) => Ok(Some(guard)),
            Err(late) => Err(Error::Unavailable(late.into())),
        }
    }

    async fn begin_write(&self) -> Result<Tx, Error> {
        let driver = match &self.0 {
            Store::Sqlite { writer, .. } => writer.begin_with("BEGIN IMMEDIATE").await.map(Driver::Sqlite),
            Store::Postgres(pool) => pool.begin().await.map(Driver::Postgres),
        };
        driver.map(Tx::new).on("the database")
    }

    async fn begin_read(&self) -> Result<Tx, Error> {
        let driver = match &self.0 {
            Store::Sqlite { readers, .. } => readers.begin().await.map(Driver::Sqlite),
            Store::Postgres(pool) => {
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map(Driver::Postgres)
            }
        };
        driver.map(Tx::new).on("the database")
    }
}

/// Runs to its end even when the caller stops waiting.
async fn detached<T, E>(work: impl Future<Output = Result<T, E>> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    match tokio::spawn(work).await {
        Ok(outcome) => outcome,
        Err(stopped) if stopped.is_panic() => std::panic::resume_unwind(stopped.into_panic()),
        Err(stopped) => Err(Error::OutcomeUnknown(stopped.into()).into()), // the program is ending
    }
}

/// 2, 4, 8 … at most 250 ms, each between half and all of it, so that those who collided do not collide again.
fn backoff(tried: u32) -> Duration {
    use std::hash::{BuildHasher, RandomState};
    let longest_micros = (1_000_u64 << tried.min(8)).min(250_000);
    Duration::from_micros(longest_micros / 2 + RandomState::new().hash_one(tried) % (longest_micros / 2))
}
