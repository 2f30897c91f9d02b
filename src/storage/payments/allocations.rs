//! What of a payment pays which document.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::super::columns::{Stored, moment};
use super::super::error::{Error, On};
use super::super::invoices::By;
use super::super::sql::sql;
use super::super::tx::Tx;

const ALLOCATIONS: &str = "payment_allocations";

/// That an amount of a payment pays a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Its id.
    pub id: String,
    /// Of which payment.
    pub payment_id: String,
    /// Which document.
    pub invoice_id: String,
    /// Öre; below zero it is taken away again.
    pub amount: i64,
    /// Why, when somebody said so.
    pub reason: Option<String>,
    /// Who decided it.
    pub by: By,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// What a document has got of a payment in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The payment.
    pub payment_id: String,
    /// The day of the payment.
    pub paid_on: NaiveDate,
    /// Öre; below zero it was given back.
    pub amount: i64,
}

/// Lets an amount of a payment pay a document, or takes it away.
pub async fn allocate(tx: &mut Tx, new: &Allocation) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO payment_allocations (id, payment_id, invoice_id, amount, reason, actor_kind, actor_id, actor_name, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &new.id,
        &new.payment_id,
        &new.invoice_id,
        new.amount,
        &new.reason,
        &new.by.kind,
        &new.by.id,
        &new.by.name,
        moment(new.recorded_at),
    ))
    .on(ALLOCATIONS)?;
    Ok(())
}

/// What a payment pays, in the order it was decided.
pub async fn of_payment(tx: &mut Tx, payment_id: &str) -> Result<Vec<Allocation>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT id, payment_id, invoice_id, amount, reason, actor_kind, actor_id, actor_name, recorded_at
         FROM payment_allocations WHERE payment_id = $1 ORDER BY id",
        payment_id,
    ))
    .on(ALLOCATIONS)?;
    rows.into_iter().map(Row::read).collect()
}

/// That a payment pays a document, in all.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Pays {
    /// The payment.
    pub payment_id: String,
    /// The document.
    pub invoice_id: String,
    /// Its number.
    pub number: String,
    /// The agreement.
    pub agreement_id: String,
    /// The party that it asks.
    pub payer: String,
    /// The party that asks.
    pub seller: String,
    /// Öre; below zero it is given back.
    pub amount: i64,
}

/// What the payments from one id to another, both included, pay: those of a page in one question.
pub async fn pays_between(tx: &mut Tx, first: &str, last: &str) -> Result<Vec<Pays>, Error> {
    sql!(tx.fetch_all(
        "SELECT a.payment_id, a.invoice_id, i.number_text AS number, i.agreement_id, i.payer, i.seller,
                CAST(SUM(a.amount) AS BIGINT) AS amount
         FROM payment_allocations AS a JOIN invoices AS i ON i.id = a.invoice_id
         WHERE a.payment_id >= $1 AND a.payment_id <= $2
         GROUP BY a.payment_id, a.invoice_id, i.number_text, i.agreement_id, i.payer, i.seller
         HAVING SUM(a.amount) <> 0 ORDER BY a.payment_id, MIN(a.id)",
        first,
        last,
    ))
    .on(ALLOCATIONS)
}

/// Every allocation, in the order they were decided.
pub async fn allocations(tx: &mut Tx) -> Result<Vec<Allocation>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT id, payment_id, invoice_id, amount, reason, actor_kind, actor_id, actor_name, recorded_at
         FROM payment_allocations ORDER BY id",
    ))
    .on(ALLOCATIONS)?;
    rows.into_iter().map(Row::read).collect()
}

/// The allocations that have no voucher, in the order they were decided.
pub async fn unposted(tx: &mut Tx) -> Result<Vec<Allocation>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT a.id, a.payment_id, a.invoice_id, a.amount, a.reason, a.actor_kind, a.actor_id, a.actor_name, a.recorded_at
         FROM payment_allocations AS a
         WHERE NOT EXISTS (SELECT 1 FROM vouchers AS v WHERE v.source_kind = 'allocation' AND v.source_id = a.id)
         ORDER BY a.id",
    ))
    .on(ALLOCATIONS)?;
    rows.into_iter().map(Row::read).collect()
}

/// What documents have got of each payment, in the order they were registered, by the document; what came to nothing is left out.
pub async fn of_invoices(tx: &mut Tx, ids: &[&str]) -> Result<Vec<(String, Paid)>, Error> {
    let rows: Vec<(String, String, Stored<NaiveDate>, i64)> = sql!(tx.fetch_among(
        "SELECT a.invoice_id, p.id, p.paid_on, CAST(SUM(a.amount) AS BIGINT) FROM payment_allocations AS a
         JOIN payments AS p ON p.id = a.payment_id WHERE a.invoice_id IN ",
        ids,
        " GROUP BY a.invoice_id, p.id, p.paid_on HAVING SUM(a.amount) <> 0 ORDER BY p.id",
    ))
    .on(ALLOCATIONS)?;
    let paid = |(invoice_id, payment_id, paid_on, amount): (String, String, Stored<NaiveDate>, i64)| {
        let paid = Paid { paid_on: paid_on.of("payments", "paid_on", &payment_id)?, payment_id, amount };
        Ok((invoice_id, paid))
    };
    rows.into_iter().map(paid).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    payment_id: String,
    invoice_id: String,
    amount: i64,
    reason: Option<String>,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    recorded_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<Allocation, Error> {
        Ok(Allocation {
            recorded_at: self.recorded_at.of(ALLOCATIONS, "recorded_at", &self.id)?,
            id: self.id,
            payment_id: self.payment_id,
            invoice_id: self.invoice_id,
            amount: self.amount,
            reason: self.reason,
            by: By { kind: self.actor_kind, id: self.actor_id, name: self.actor_name },
        })
    }
}
