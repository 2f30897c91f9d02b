//! What has been said of issued documents without moving money: reminders, disputes, deferrals, interest that was charged; and
//! the reference rates that interest follows. Added, never edited.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, decimal, decimal_text, moment};
use super::error::{Error, On};
use super::invoices::By;
use super::sql::sql;
use super::tx::Tx;

const EVENTS: &str = "claim_events";
const RATES: &str = "reference_rates";
const CHARGES: &str = "interest_charges";

/// Something that was said of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimEvent {
    /// Its id.
    pub id: String,
    /// The document.
    pub invoice_id: String,
    /// 1, 2, 3 … of the document.
    pub number: i64,
    /// What.
    pub what: What,
    /// Why.
    pub reason: Option<String>,
    /// Who said so.
    pub by: By,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum What {
    /// The payer was reminded.
    Reminded {
        /// What that costs it, öre.
        fee: i64,
    },
    /// The payer says that it is wrong.
    Disputed,
    /// The dispute is over.
    Resolved,
    /// The payer has got longer.
    Deferred {
        /// Until this day.
        until: NaiveDate,
    },
}

impl What {
    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reminded { .. } => "reminded",
            Self::Disputed => "disputed",
            Self::Resolved => "resolved",
            Self::Deferred { .. } => "deferred",
        }
    }
}

/// A reference rate as it was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Its id.
    pub id: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Percent a year; it can be below zero.
    pub percent: Decimal,
    /// Who entered it.
    pub by: By,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// A document that charges interest on another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// The document that charges it.
    pub document_id: String,
    /// The document that is late.
    pub invoice_id: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// Adds what was said. [`Error::Conflict`] when its number is taken.
pub async fn add(tx: &mut Tx, new: &ClaimEvent) -> Result<(), Error> {
    let (until, fee) = match new.what {
        What::Reminded { fee } => (None, Some(fee)),
        What::Deferred { until } => (Some(until), None),
        What::Disputed | What::Resolved => (None, None),
    };
    sql!(tx.execute(
        "INSERT INTO claim_events (id, invoice_id, number, kind, until_day, fee, reason, actor_kind, actor_id, actor_name, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &new.id,
        &new.invoice_id,
        new.number,
        new.what.as_str(),
        until,
        fee,
        &new.reason,
        &new.by.kind,
        &new.by.id,
        &new.by.name,
        moment(new.recorded_at),
    ))
    .on(EVENTS)?;
    Ok(())
}

/// What was said of documents, of each in the order it was said.
pub async fn of_invoices(tx: &mut Tx, ids: &[&str]) -> Result<Vec<ClaimEvent>, Error> {
    let rows: Vec<EventRow> = sql!(tx.fetch_among(
        "SELECT id, invoice_id, number, kind, until_day, fee, reason, actor_kind, actor_id, actor_name, recorded_at
         FROM claim_events WHERE invoice_id IN ",
        ids,
        " ORDER BY invoice_id, number",
    ))
    .on(EVENTS)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// Every reminder, in the order of their ids.
pub async fn reminders(tx: &mut Tx) -> Result<Vec<ClaimEvent>, Error> {
    let rows: Vec<EventRow> = sql!(tx.fetch_all(
        "SELECT id, invoice_id, number, kind, until_day, fee, reason, actor_kind, actor_id, actor_name, recorded_at
         FROM claim_events WHERE kind = 'reminded' ORDER BY id",
    ))
    .on(EVENTS)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// The reminders that cost something and have no voucher, in the order of their ids.
pub async fn unposted(tx: &mut Tx) -> Result<Vec<ClaimEvent>, Error> {
    let rows: Vec<EventRow> = sql!(tx.fetch_all(
        "SELECT e.id, e.invoice_id, e.number, e.kind, e.until_day, e.fee, e.reason, e.actor_kind, e.actor_id, e.actor_name,
                e.recorded_at
         FROM claim_events AS e
         WHERE e.kind = 'reminded' AND e.fee > 0
           AND NOT EXISTS (SELECT 1 FROM vouchers AS v WHERE v.source_kind = 'reminder' AND v.source_id = e.id)
         ORDER BY e.id",
    ))
    .on(EVENTS)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// Enters a reference rate.
pub async fn enter_rate(tx: &mut Tx, new: &Rate) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO reference_rates (id, from_day, percent, actor_kind, actor_id, actor_name, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &new.id,
        new.from,
        decimal_text(new.percent),
        &new.by.kind,
        &new.by.id,
        &new.by.name,
        moment(new.recorded_at),
    ))
    .on(RATES)?;
    Ok(())
}

/// Every reference rate in force, by its first day: of two from the same day the one that was entered last.
pub async fn rates(tx: &mut Tx) -> Result<Vec<Rate>, Error> {
    let rows: Vec<RateRow> = sql!(tx.fetch_all(
        "SELECT id, from_day, percent, actor_kind, actor_id, actor_name, recorded_at FROM reference_rates AS r
         WHERE NOT EXISTS (SELECT 1 FROM reference_rates AS later WHERE later.from_day = r.from_day AND later.id > r.id)
         ORDER BY from_day",
    ))
    .on(RATES)?;
    rows.into_iter().map(RateRow::read).collect()
}

/// Notes which interest a document charges.
pub async fn charge(tx: &mut Tx, new: &Charge) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO interest_charges (document_id, invoice_id, from_day, to_day) VALUES ($1, $2, $3, $4)",
        &new.document_id,
        &new.invoice_id,
        new.from,
        new.to,
    ))
    .on(CHARGES)?;
    Ok(())
}

/// What charges interest on a document, drafts too and not what was discarded, in the order of its days.
pub async fn charges(tx: &mut Tx, invoice_id: &str) -> Result<Vec<Charge>, Error> {
    let rows: Vec<(String, Stored<NaiveDate>, Stored<NaiveDate>)> = sql!(tx.fetch_all(
        "SELECT c.document_id, c.from_day, c.to_day FROM interest_charges AS c JOIN invoices AS i ON i.id = c.document_id
         WHERE c.invoice_id = $1 AND i.status <> 'discarded' ORDER BY c.from_day, c.document_id",
        invoice_id,
    ))
    .on(CHARGES)?;
    let read = |(document_id, from, to): (String, Stored<NaiveDate>, Stored<NaiveDate>)| {
        Ok(Charge {
            from: from.of(CHARGES, "from_day", &document_id)?,
            to: to.of(CHARGES, "to_day", &document_id)?,
            invoice_id: invoice_id.to_owned(),
            document_id,
        })
    };
    rows.into_iter().map(read).collect()
}

/// How many documents have ever charged interest in a billing year.
pub async fn charged_in(tx: &mut Tx, period_id: &str) -> Result<i64, Error> {
    let (count,): (i64,) = sql!(tx.fetch_one(
        "SELECT COUNT(*) FROM interest_charges AS c JOIN invoices AS i ON i.id = c.document_id WHERE i.period_id = $1",
        period_id,
    ))
    .on(CHARGES)?;
    Ok(count)
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: String,
    invoice_id: String,
    number: i64,
    kind: String,
    until_day: Stored<Option<NaiveDate>>,
    fee: Option<i64>,
    reason: Option<String>,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    recorded_at: Stored<DateTime<Utc>>,
}

impl EventRow {
    fn read(self) -> Result<ClaimEvent, Error> {
        let until = self.until_day.of(EVENTS, "until_day", &self.id)?;
        let what = match (self.kind.as_str(), until, self.fee) {
            ("reminded", None, Some(fee)) => What::Reminded { fee },
            ("disputed", None, None) => What::Disputed,
            ("resolved", None, None) => What::Resolved,
            ("deferred", Some(until), None) => What::Deferred { until },
            _ => return Err(corrupt(EVENTS, "kind", &self.id)),
        };
        Ok(ClaimEvent {
            recorded_at: self.recorded_at.of(EVENTS, "recorded_at", &self.id)?,
            id: self.id,
            invoice_id: self.invoice_id,
            number: self.number,
            what,
            reason: self.reason,
            by: By { kind: self.actor_kind, id: self.actor_id, name: self.actor_name },
        })
    }
}

#[derive(sqlx::FromRow)]
struct RateRow {
    id: String,
    from_day: Stored<NaiveDate>,
    percent: String,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    recorded_at: Stored<DateTime<Utc>>,
}

impl RateRow {
    fn read(self) -> Result<Rate, Error> {
        Ok(Rate {
            from: self.from_day.of(RATES, "from_day", &self.id)?,
            percent: decimal(&self.percent, RATES, "percent", &self.id)?,
            recorded_at: self.recorded_at.of(RATES, "recorded_at", &self.id)?,
            id: self.id,
            by: By { kind: self.actor_kind, id: self.actor_id, name: self.actor_name },
        })
    }
}
