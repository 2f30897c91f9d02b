//! The outcome of a billing year: every revision whole, none ever edited.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use samfin_core::Ore;
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const OUTCOMES: &str = "outcomes";

/// What was worked, or what something cost: hours or an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The id of the cost.
    pub cost: String,
    /// The day that it is of.
    pub date: NaiveDate,
    /// The meeting, the item or the invoice; tells apart what is of one cost and day.
    pub what: Option<String>,
    /// Hours.
    pub hours: Option<Decimal>,
    /// Kronor without VAT.
    pub amount: Option<Ore>,
}

/// A file that a revision came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it was called.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

/// A revision of the outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// 1, 2, 3 …
    pub revision: i64,
    /// Every entry, by day, cost and what.
    pub entries: Vec<Entry>,
    /// Why it was written so.
    pub reason: Option<String>,
    /// The file that it came from.
    pub source: Option<Source>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// Adds a revision. One that is there already is [`Error::Conflict`].
pub async fn insert(tx: &mut Tx, period: &str, new: &Outcome) -> Result<(), Error> {
    // What samfin stores can always be written as JSON.
    let entries = serde_json::to_string(&new.entries).unwrap_or_default();
    sql!(tx.execute(
        "INSERT INTO outcomes (period_id, revision, entries, reason, file_name, file_sha256, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        period,
        new.revision,
        entries,
        &new.reason,
        new.source.as_ref().map(|source| source.name.as_str()),
        new.source.as_ref().map(|source| source.sha256.as_str()),
        moment(new.recorded_at),
    ))
    .on(OUTCOMES)?;
    Ok(())
}

/// The newest revision, when there is any.
pub async fn newest(tx: &mut Tx, period: &str) -> Result<Option<Outcome>, Error> {
    let row: Option<Row> = sql!(tx.fetch_optional(
        "SELECT revision, entries, reason, file_name, file_sha256, recorded_at
         FROM outcomes WHERE period_id = $1 ORDER BY revision DESC LIMIT 1",
        period,
    ))
    .on(OUTCOMES)?;
    row.map(|row| row.read(period)).transpose()
}

#[derive(sqlx::FromRow)]
struct Row {
    revision: i64,
    entries: String,
    reason: Option<String>,
    file_name: Option<String>,
    file_sha256: Option<String>,
    recorded_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self, period: &str) -> Result<Outcome, Error> {
        let key = format!("{period}/{}", self.revision);
        Ok(Outcome {
            recorded_at: self.recorded_at.of(OUTCOMES, "recorded_at", &key)?,
            entries: serde_json::from_str(&self.entries).map_err(|_| corrupt(OUTCOMES, "entries", &key))?,
            source: self.file_name.zip(self.file_sha256).map(|(name, sha256)| Source { name, sha256 }),
            revision: self.revision,
            reason: self.reason,
        })
    }
}
