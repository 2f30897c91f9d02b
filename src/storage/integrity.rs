//! What an embedded database can say of its own condition. PostgreSQL looks after its own.

use super::error::{Error, On};
use super::tx::{Driver, Tx};
use super::{Db, Store};

/// What errors that arise here name.
const WHOLE: &str = "the database";

/// A row that refers to one that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dangling {
    /// The table it is in.
    pub table: String,
    /// SQLite's own number of it.
    pub row: Option<i64>,
    /// The table it refers to.
    pub parent: String,
}

impl Db {
    /// What SQLite finds wrong with its file, in its own words, at most a hundred things; nothing when it is whole. None on
    /// PostgreSQL. Asked of the connection that may write, though it only reads: one that may not has forgotten every `CHECK`.
    pub async fn damage(&self) -> Result<Option<Vec<String>>, Error> {
        let Store::Sqlite { writer, .. } = &self.0 else { return Ok(None) };
        let _turn = self.turn().await?;
        let said: Vec<(String,)> = sqlx::query_as("PRAGMA integrity_check(100)").fetch_all(writer).await.on(WHOLE)?;
        Ok(Some(said.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect()))
    }
}

/// Rows that refer to nothing, at most a hundred. None on PostgreSQL, which never lets one in.
pub async fn dangling(tx: &mut Tx) -> Result<Option<Vec<Dangling>>, Error> {
    let Driver::Sqlite(driver) = tx.driver() else { return Ok(None) };
    let found: sqlx::Result<Vec<(String, Option<i64>, String)>> =
        sqlx::query_as("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 100")
            .fetch_all(&mut **driver)
            .await;
    let found = tx.heard(found).on(WHOLE)?;
    Ok(Some(found.into_iter().map(|(table, row, parent)| Dangling { table, row, parent }).collect()))
}
