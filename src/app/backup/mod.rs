//! Backups: everything that the database held at one moment, in a file that any samfin database can be filled from.
//!
//! ```text
//! backup.zip
//!   tables/agreements.jsonl      ["0190…","Hälsa",3,"2026-05-04T10:00:00.123456Z"]   a line for each row, by its key
//!   tables/…
//!   manifest.json                what the backup is of: migrations, and each table's columns, rows and SHA-256
//! ```
//!
//! The values are those of `storage::copy`, the same whichever database they came from: a backup of SQLite can be
//! restored into PostgreSQL, and the other way. The manifest is written last and the file gets its name when all of it
//! is on disk, so that a backup that was broken off never looks like one.

mod archive;
mod manifest;
mod restore;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use samfin_core::{Text, say};

use super::maintain::NotReady;
use crate::storage::copy::Table;
use crate::storage::{self, Db, Tx, copy};

pub use archive::Archive;
pub use manifest::{Contents, LEFT_OUT, Manifest};
pub use write::Written;
pub(super) use write::key_of;

/// Told how many steps are done, of how many. A step is a row read or written.
pub type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for cannot be done: the file or the database is not as it must be.
    #[error("{0}")]
    Refused(Text),
    /// The file could not be written or read.
    #[error("{0}")]
    File(Text),
    /// The database cannot be used.
    #[error(transparent)]
    NotReady(#[from] NotReady),
}

impl From<storage::Error> for Error {
    fn from(error: storage::Error) -> Self {
        Self::NotReady(error.into())
    }
}

/// The tables that belong in a backup. Anything that this program's migrations did not make is an error here, and not
/// when the backup is needed.
async fn tables_to_copy(tx: &mut Tx) -> Result<Vec<Table>, Error> {
    let found = copy::tables(tx).await?;
    let expected = tables_of_this_program().await?;
    if let Some(table) = difference(&found, &expected) {
        return Err(Error::Refused(say!(
            "Tabellen {table} är inte som samfins egna migrationer gör den. Flytta andra programs tabeller till ett annat \
             schema eller en annan databas.",
            "The table {table} is not as samfin's own migrations make it. Move the tables of other programs to another \
             schema or database."
        )));
    }
    Ok(found.into_iter().filter(|table| is_copied(&table.name)).collect())
}

/// The name of a table that is in one of them only, or has other columns.
pub(super) fn difference(found: &[Table], expected: &[Table]) -> Option<String> {
    let by_name = |tables: &[Table]| -> BTreeMap<String, Table> {
        tables.iter().map(|table| (table.name.clone(), table.clone())).collect()
    };
    let (found, expected) = (by_name(found), by_name(expected));
    let names = found.keys().chain(expected.keys());
    names.into_iter().find(|name| found.get(*name) != expected.get(*name)).cloned()
}

/// Every table that this program's migrations make, read off a database that is thrown away.
pub(super) async fn tables_of_this_program() -> Result<Vec<Table>, storage::Error> {
    let folder = tempfile::tempdir().map_err(|error| storage::Error::Unavailable(error.into()))?;
    let db = Db::connect(&format!("sqlite://{}", folder.path().join("empty.db").display())).await?;
    db.migrate().await?;
    let tables = db.read((), |tx, ()| Box::pin(copy::tables(tx))).await;
    db.close().await;
    tables
}

fn is_copied(table: &str) -> bool {
    LEFT_OUT.iter().all(|(left_out, _)| *left_out != table)
}
