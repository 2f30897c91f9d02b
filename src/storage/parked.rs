//! Agreements that are parked: what is stored of them does not hold together, and nothing more is built on it.

use chrono::{DateTime, Utc};

use super::columns::{Stored, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const PARKED: &str = "parked_agreements";

/// Why an agreement is parked, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Which agreement.
    pub agreement_id: String,
    /// What was found, in Swedish.
    pub reason_sv: String,
    /// The same in English.
    pub reason_en: String,
    /// When it was found first.
    pub parked_at: DateTime<Utc>,
}

/// Parks an agreement; one that is parked already stays as it was found first, and the answer is false.
pub async fn park(tx: &mut Tx, new: &Parked) -> Result<bool, Error> {
    let added = sql!(tx.execute(
        "INSERT INTO parked_agreements (agreement_id, reason_sv, reason_en, parked_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (agreement_id) DO NOTHING",
        &new.agreement_id,
        &new.reason_sv,
        &new.reason_en,
        moment(new.parked_at),
    ))
    .on(PARKED)?;
    Ok(added == 1)
}

/// Whether an agreement is parked, and why.
pub async fn get(tx: &mut Tx, agreement_id: &str) -> Result<Option<Parked>, Error> {
    let row: Option<Row> = sql!(tx.fetch_optional(
        "SELECT agreement_id, reason_sv, reason_en, parked_at FROM parked_agreements WHERE agreement_id = $1",
        agreement_id,
    ))
    .on(PARKED)?;
    row.map(Row::read).transpose()
}

/// Every parked agreement.
pub async fn all(tx: &mut Tx) -> Result<Vec<Parked>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT agreement_id, reason_sv, reason_en, parked_at FROM parked_agreements ORDER BY agreement_id",
    ))
    .on(PARKED)?;
    rows.into_iter().map(Row::read).collect()
}

/// Lets an agreement go on; false when it was not parked.
pub async fn release(tx: &mut Tx, agreement_id: &str) -> Result<bool, Error> {
    let gone = sql!(tx.execute("DELETE FROM parked_agreements WHERE agreement_id = $1", agreement_id)).on(PARKED)?;
    Ok(gone == 1)
}

#[derive(sqlx::FromRow)]
struct Row {
    agreement_id: String,
    reason_sv: String,
    reason_en: String,
    parked_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<Parked, Error> {
        Ok(Parked {
            parked_at: self.parked_at.of(PARKED, "parked_at", &self.agreement_id)?,
            agreement_id: self.agreement_id,
            reason_sv: self.reason_sv,
            reason_en: self.reason_en,
        })
    }
}
