//! Files on their way in, each seen by whoever brought it, and which column was what in files with the same head.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const UPLOADS: &str = "uploads";
const MAPPINGS: &str = "import_mappings";

/// What a file is to be stored as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Purpose {
    /// Observations of a series.
    Statistics,
    /// The outcome of a year.
    Outcome {
        /// Whose year.
        agreement: String,
        /// The calendar year.
        year: i32,
    },
}

impl Purpose {
    /// As it is written.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Statistics => "statistics",
            Self::Outcome { .. } => "outcome",
        }
    }
}

/// A file on its way in, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// UUID version 7.
    pub id: String,
    /// Who brought it and alone sees it: `user:` or `key:` and an id.
    pub principal: String,
    /// What it is to be stored as.
    pub purpose: Purpose,
    /// What the user's file was called.
    pub file_name: String,
    /// The file's SHA-256, 64 hexadecimal digits.
    pub file_sha256: String,
    /// Which column is what, as JSON; none until somebody has said.
    pub mapping: Option<String>,
    /// When it goes by itself.
    pub expires_at: DateTime<Utc>,
}

/// Keeps a file.
pub async fn insert(tx: &mut Tx, upload: &Upload, bytes: &[u8]) -> Result<(), Error> {
    let (agreement, year) = match &upload.purpose {
        Purpose::Statistics => (None, None),
        Purpose::Outcome { agreement, year } => (Some(agreement.as_str()), Some(i64::from(*year))),
    };
    sql!(tx.execute(
        "INSERT INTO uploads (id, principal, kind, agreement_id, year, file_name, file_sha256, base64, mapping, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &upload.id,
        &upload.principal,
        upload.purpose.kind(),
        agreement,
        year,
        &upload.file_name,
        &upload.file_sha256,
        STANDARD.encode(bytes),
        upload.mapping.as_deref(),
        moment(upload.expires_at),
    ))
    .on(UPLOADS)?;
    Ok(())
}

/// The file that `principal` brought, and what is in it; none when it is somebody else's, or gone.
pub async fn get(
    tx: &mut Tx,
    principal: &str,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Option<(Upload, Vec<u8>)>, Error> {
    let row: Option<Row> = sql!(tx.fetch_optional(
        "SELECT id, principal, kind, agreement_id, year, file_name, file_sha256, base64, mapping, expires_at
         FROM uploads WHERE id = $1 AND principal = $2 AND expires_at > $3 AND stored_as IS NULL",
        id,
        principal,
        moment(now),
    ))
    .on(UPLOADS)?;
    row.map(Row::read).transpose()
}

/// What came of a file that `principal` brought and that has been stored, as JSON.
pub async fn stored_as(tx: &mut Tx, principal: &str, id: &str) -> Result<Option<String>, Error> {
    let row: Option<(Option<String>,)> =
        sql!(tx.fetch_optional("SELECT stored_as FROM uploads WHERE id = $1 AND principal = $2", id, principal))
            .on(UPLOADS)?;
    Ok(row.and_then(|(stored_as,)| stored_as))
}

/// Says what came of a file, of which nothing more is kept; whether it was there and had not been stored before.
pub async fn store(tx: &mut Tx, principal: &str, id: &str, stored_as: &str) -> Result<bool, Error> {
    let changed = sql!(tx.execute(
        "UPDATE uploads SET stored_as = $1, base64 = '' WHERE id = $2 AND principal = $3 AND stored_as IS NULL",
        stored_as,
        id,
        principal,
    ))
    .on(UPLOADS)?;
    Ok(changed == 1)
}

/// Says which column is what in a file; whether it was there.
pub async fn set_mapping(tx: &mut Tx, principal: &str, id: &str, mapping: &str) -> Result<bool, Error> {
    let changed = sql!(tx.execute(
        "UPDATE uploads SET mapping = $1 WHERE id = $2 AND principal = $3 AND stored_as IS NULL",
        mapping,
        id,
        principal,
    ))
    .on(UPLOADS)?;
    Ok(changed == 1)
}

/// Throws a file away; whether it was there.
pub async fn delete(tx: &mut Tx, principal: &str, id: &str) -> Result<bool, Error> {
    let gone = sql!(tx.execute("DELETE FROM uploads WHERE id = $1 AND principal = $2", id, principal)).on(UPLOADS)?;
    Ok(gone == 1)
}

/// Throws away what `principal` has brought but for the `keep` files that came last.
pub async fn keep_last(tx: &mut Tx, principal: &str, keep: i64) -> Result<u64, Error> {
    sql!(tx.execute(
        "DELETE FROM uploads WHERE principal = $1 AND id NOT IN (
             SELECT id FROM uploads WHERE principal = $1 ORDER BY id DESC LIMIT $2
         )",
        principal,
        keep,
    ))
    .on(UPLOADS)
}

/// Throws away what has been there for too long; how many files.
pub async fn forget(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, Error> {
    sql!(tx.execute("DELETE FROM uploads WHERE expires_at <= $1", moment(now))).on(UPLOADS)
}

/// Which column was what the last time that `principal` stored a file with this head, as JSON.
pub async fn mapping(tx: &mut Tx, principal: &str, kind: &str, head: &str) -> Result<Option<String>, Error> {
    let row: Option<(String,)> = sql!(tx.fetch_optional(
        "SELECT mapping FROM import_mappings WHERE principal = $1 AND kind = $2 AND head_sha256 = $3",
        principal,
        kind,
        head,
    ))
    .on(MAPPINGS)?;
    Ok(row.map(|(mapping,)| mapping))
}

/// Remembers which column was what.
pub async fn remember(
    tx: &mut Tx,
    principal: &str,
    kind: &str,
    head: &str,
    mapping: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO import_mappings (principal, kind, head_sha256, mapping, changed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (principal, kind, head_sha256)
         DO UPDATE SET mapping = excluded.mapping, changed_at = excluded.changed_at",
        principal,
        kind,
        head,
        mapping,
        moment(at),
    ))
    .on(MAPPINGS)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    principal: String,
    kind: String,
    agreement_id: Option<String>,
    year: Option<i64>,
    file_name: String,
    file_sha256: String,
    base64: String,
    mapping: Option<String>,
    expires_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<(Upload, Vec<u8>), Error> {
        let bytes = STANDARD.decode(&self.base64).map_err(|_| corrupt(UPLOADS, "base64", &self.id))?;
        let year = self.year.and_then(|year| i32::try_from(year).ok());
        let purpose = match (self.kind.as_str(), self.agreement_id, year) {
            ("statistics", None, None) => Purpose::Statistics,
            ("outcome", Some(agreement), Some(year)) => Purpose::Outcome { agreement, year },
            _ => return Err(corrupt(UPLOADS, "kind", &self.id)),
        };
        let upload = Upload {
            expires_at: self.expires_at.of(UPLOADS, "expires_at", &self.id)?,
            id: self.id,
            principal: self.principal,
            purpose,
            file_name: self.file_name,
            file_sha256: self.file_sha256,
            mapping: self.mapping,
        };
        Ok((upload, bytes))
    }
}
