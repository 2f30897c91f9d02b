//! The invoice that an employer sends for what a payout basis says that it is owed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::super::columns::{Stored, moment};
use super::super::error::{Error, On};
use super::super::sql::sql;
use super::super::tx::Tx;
use super::By;

const INCOMING: &str = "incoming_invoices";

/// An employer's invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// The employer, ten digits.
    pub issuer: String,
    /// The employer's number.
    pub number: String,
    /// The employer's date.
    pub issued_on: NaiveDate,
    /// Who registered it.
    pub by: By,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// Registers an employer's invoice for a payout basis, unless one of the two has been registered already; whether it was.
pub async fn register_incoming(tx: &mut Tx, invoice_id: &str, new: &Incoming) -> Result<bool, Error> {
    let stored = sql!(tx.execute(
        "INSERT INTO incoming_invoices (invoice_id, issuer, number, issued_on, actor_kind, actor_id, actor_name, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        invoice_id,
        &new.issuer,
        &new.number,
        new.issued_on,
        &new.by.kind,
        &new.by.id,
        &new.by.name,
        moment(new.recorded_at),
    ))
    .on(INCOMING)?;
    Ok(stored == 1)
}

/// The employers' invoices for payout bases, by the basis, where they have been registered.
pub async fn incoming(tx: &mut Tx, ids: &[&str]) -> Result<Vec<(String, Incoming)>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_among(
        "SELECT invoice_id, issuer, number, issued_on, actor_kind, actor_id, actor_name, recorded_at FROM incoming_invoices
         WHERE invoice_id IN ",
        ids,
        " ORDER BY invoice_id",
    ))
    .on(INCOMING)?;
    rows.into_iter().map(Row::read).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    invoice_id: String,
    issuer: String,
    number: String,
    issued_on: Stored<NaiveDate>,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    recorded_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<(String, Incoming), Error> {
        let id = &self.invoice_id;
        let incoming = Incoming {
            issuer: self.issuer,
            number: self.number,
            issued_on: self.issued_on.of(INCOMING, "issued_on", id)?,
            by: By { kind: self.actor_kind, id: self.actor_id, name: self.actor_name },
            recorded_at: self.recorded_at.of(INCOMING, "recorded_at", id)?,
        };
        Ok((self.invoice_id, incoming))
    }
}
