//! A fresh database of either kind for each test.
//!
//! Include it in a test binary with `#[path = "../common/databases.rs"] mod databases;` and write each test once:
//!
//! ```ignore
//! on_both_databases! {
//!     async fn a_stored_thing_can_be_read(database) {
//!         let db = database.connect().await; // migrated
//!         …
//!     }
//! }
//! ```
//!
//! which makes the tests `a_stored_thing_can_be_read::sqlite` and `…::postgres`. PostgreSQL comes from
//! `SAMFIN_TEST_POSTGRES_URL`, which `scripts/test` and `scripts/with-postgres` set; without it the test fails.

use std::sync::atomic::{AtomicU32, Ordering};

use samfin::storage::Db;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// The role that a service runs as.
pub(crate) const SERVICE: &str = "samfin_service";

/// An empty database; a SQLite file goes away with it, a PostgreSQL database with its throw-away server.
pub(crate) struct Database {
    /// What `Db::connect` and `--database-url` take.
    pub(crate) url: String,
    _folder: Option<tempfile::TempDir>,
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let url = format!("sqlite://{}", folder.path().join("samfin.db").display());
        Self { url, _folder: Some(folder) }
    }

    pub(crate) async fn postgres() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("SAMFIN_TEST_POSTGRES_URL").unwrap_or_else(|_| {
            panic!("SAMFIN_TEST_POSTGRES_URL is not set: run scripts/test, or scripts/with-postgres cargo test …")
        });
        let name = format!("test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&server).await.expect("the PostgreSQL of the tests");
        // Every test of every program makes it, and one is the first.
        let made = connection.execute(AssertSqlSafe(format!("CREATE ROLE {SERVICE} LOGIN"))).await;
        drop(made);
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a database for the test");
        connection.close().await.expect("the connection closes");
        let (server, _) = server.rsplit_once('/').expect("an address that ends in a database");
        Self { url: format!("{server}/{name}"), _folder: None }
    }

    /// Opened, with every table. On PostgreSQL as a role that owns nothing, as a service should be.
    pub(crate) async fn connect(&self) -> Db {
        let owner = self.connect_as_owner().await;
        if self.url.starts_with("sqlite") {
            return owner;
        }
        owner.grant_to(SERVICE).await.expect("granted");
        owner.close().await;
        Db::connect(&self.url.replacen("samfin@", &format!("{SERVICE}@"), 1)).await.expect("the database opens")
    }

    /// Opened by whoever owns the tables, with every table.
    pub(crate) async fn connect_as_owner(&self) -> Db {
        let db = Db::connect(&self.url).await.expect("the database opens");
        db.migrate().await.expect("the migrations run");
        db
    }
}

/// Each `async fn` runs on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($database:ident) $body:block)+) => { $(
        $(#[$attribute])*
        mod $name {
            use super::*;

            async fn run($database: $crate::databases::Database) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::databases::Database::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run($crate::databases::Database::postgres().await).await;
            }
        }
    )+ };
}

pub(crate) use on_both_databases;
