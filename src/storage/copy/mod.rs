//! Every table, row by row, in values that either database takes: what backups are made of.
//!
//! Tables and columns are asked of the database itself, so that a migration that adds a table needs nothing here, and
//! no table can be forgotten. The types are those that `migrations/README.md` allows.
//!
//! ```text
//! for table in copy::tables(tx).await? {
//!     copy::rows(tx, &table, |row| …).await?;      // in the order of the primary key, the same in both databases
//! }
//! ```

mod fill;
mod rows;
mod schema;
mod value;

use std::time::Duration;

use sqlx::postgres::PgPoolOptions;

use super::error::{Error, On};
use super::{Db, Store};

pub use fill::{Deferred, defer_references, enforce_references, insert};
pub use rows::{count, rows};
pub use schema::{Column, Kind, Table, applied, table_names, tables};
pub use value::{NotAValue, Value};

/// What errors that arise here name: the driver's own words tell which table.
const COPY: &str = "the copied tables";

impl Db {
    /// The same database for work that takes minutes: without the timeouts that guard the service.
    pub async fn patient(&self) -> Result<Self, Error> {
        let Store::Postgres(pool) = &self.0 else { return Ok(self.clone()) };
        let options = (*pool.connect_options()).clone();
        let options = options.options([("statement_timeout", "0"), ("idle_in_transaction_session_timeout", "0")]);
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .on(COPY)?;
        Ok(Self(Store::Postgres(pool)))
    }
}

/// A name of a table or a column in SQL. It comes from the database's own catalogue.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
