//! The bank's files that payments came with.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::columns::{Stored, moment};
use super::super::error::{Error, On};
use super::super::invoices::By;
use super::super::sql::sql;
use super::super::tx::Tx;

const IMPORTS: &str = "payment_imports";

/// A file and what was in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Its id.
    pub id: String,
    /// The file's SHA-256, 64 hexadecimal digits.
    pub file_sha256: String,
    /// What the file was called.
    pub file_name: String,
    /// What the bank calls it.
    pub message_id: String,
    /// How many of its payments were new.
    pub booked: i64,
    /// How many had come with another file.
    pub known: i64,
    /// How many entries were no incoming payments.
    pub passed_over: i64,
    /// Who sent it.
    pub by: By,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// Stores a file. [`Error::Conflict`] when it has been stored before.
pub async fn insert_import(tx: &mut Tx, new: &Import) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO payment_imports (id, file_sha256, file_name, message_id, booked, known, passed_over, actor_kind,
                                      actor_id, actor_name, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &new.id,
        &new.file_sha256,
        &new.file_name,
        &new.message_id,
        new.booked,
        new.known,
        new.passed_over,
        &new.by.kind,
        &new.by.id,
        &new.by.name,
        moment(new.recorded_at),
    ))
    .on(IMPORTS)?;
    Ok(())
}

/// One file.
pub async fn import(tx: &mut Tx, id: &str) -> Result<Import, Error> {
    let row: Option<Row> = sql!(tx.fetch_optional(
        "SELECT id, file_sha256, file_name, message_id, booked, known, passed_over, actor_kind, actor_id, actor_name,
                recorded_at FROM payment_imports WHERE id = $1",
        id,
    ))
    .on(IMPORTS)?;
    row.ok_or_else(|| Error::NotFound { what: "import", id: id.to_owned() })?.read()
}

/// The file with this SHA-256, if it has been stored.
pub async fn import_with_file(tx: &mut Tx, file_sha256: &str) -> Result<Option<Import>, Error> {
    let row: Option<Row> = sql!(tx.fetch_optional(
        "SELECT id, file_sha256, file_name, message_id, booked, known, passed_over, actor_kind, actor_id, actor_name,
                recorded_at FROM payment_imports WHERE file_sha256 = $1",
        file_sha256,
    ))
    .on(IMPORTS)?;
    row.map(Row::read).transpose()
}

/// Files from the newest on, at most `limit` of those before the id `before`.
pub async fn imports(tx: &mut Tx, before: Option<&str>, limit: i64) -> Result<Vec<Import>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT id, file_sha256, file_name, message_id, booked, known, passed_over, actor_kind, actor_id, actor_name,
                recorded_at FROM payment_imports WHERE ($1 IS NULL OR id < $1) ORDER BY id DESC LIMIT $2",
        before,
        limit,
    ))
    .on(IMPORTS)?;
    rows.into_iter().map(Row::read).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    file_sha256: String,
    file_name: String,
    message_id: String,
    booked: i64,
    known: i64,
    passed_over: i64,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    recorded_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<Import, Error> {
        Ok(Import {
            recorded_at: self.recorded_at.of(IMPORTS, "recorded_at", &self.id)?,
            id: self.id,
            file_sha256: self.file_sha256,
            file_name: self.file_name,
            message_id: self.message_id,
            booked: self.booked,
            known: self.known,
            passed_over: self.passed_over,
            by: By { kind: self.actor_kind, id: self.actor_id, name: self.actor_name },
        })
    }
}
