//! Money that has come in or gone out, and which documents it pays: rows that are added, and never edited.
//!
//! | table | says |
//! | --- | --- |
//! | `payments` | what came or went; a wrong one is taken back by a row of its own |
//! | `payment_allocations` | what of it pays which document; below zero it is taken away again |
//! | `payment_imports` | the bank's files that payments came with |
//!
//! Whoever writes about an organisation's money takes its [`turn`] first, so that no two decide from the same rest.

mod allocations;
mod imports;
mod list;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::invoices::By;
use super::sql::sql;
use super::tx::Tx;

pub use allocations::{Allocation, Paid, Pays, allocate, allocations, of_invoices, of_payment, pays_between, unposted};
pub use imports::{Import, import, import_with_file, imports, insert_import};
pub use list::{Wanted, of_import, page};

const PAYMENTS: &str = "payments";
const TURNS: &str = "payment_turns";

/// The rows of payments that a condition finds, in full.
macro_rules! select {
    ($tx:ident.$fetch:ident($tail:literal $(, $argument:expr)* $(,)?)) => {
        $crate::storage::sql::sql!($tx.$fetch(
            concat!(
                "SELECT p.id, p.kind, p.organisation_number, p.counterparty_number, p.amount, p.paid_on, p.note,
                        p.refunds_id, p.reverses_id, p.import_id, p.entry_key, p.entry, p.actor_kind, p.actor_id,
                        p.actor_name, p.recorded_at,
                        (SELECT r.id FROM payments AS r WHERE r.reverses_id = p.id) AS reversed_by,
                        CAST(COALESCE((SELECT SUM(a.amount) FROM payment_allocations AS a
                                       WHERE a.payment_id = p.id), 0) AS BIGINT) AS allocated,
                        CAST(COALESCE((SELECT SUM(r.amount) FROM payments AS r WHERE r.refunds_id = p.id), 0) AS BIGINT)
                            AS given_back
                 FROM payments AS p ",
                $tail,
            )
            $(, $argument)*
        ))
    };
}
use select;

/// Which way the money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A payer paid the organisation.
    Received,
    /// The organisation paid a payer back.
    Refunded,
    /// The organisation paid an employer what it is owed.
    PaidOut,
}

/// A payment to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayment {
    /// Its id.
    pub id: String,
    /// Which way the money went.
    pub kind: Kind,
    /// Whose account it came to or went from: an organisation number, ten digits.
    pub organisation: String,
    /// Who paid or was paid, ten digits; none while that is not known.
    pub counterparty: Option<String>,
    /// Öre above zero; below zero when it takes another one back.
    pub amount: i64,
    /// The day, as the bank has it.
    pub paid_on: NaiveDate,
    /// In the words of whoever registered it.
    pub note: Option<String>,
    /// The payment that a refund gives back of.
    pub refunds_id: Option<String>,
    /// The row that this one takes back.
    pub reverses_id: Option<String>,
    /// What the bank told, when it came with a file.
    pub entry: Option<Entry>,
    /// Who registered it.
    pub by: By,
    /// When.
    pub at: DateTime<Utc>,
}

/// A payment in a bank's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The file.
    pub import_id: String,
    /// SHA-256 of what makes it one and the same, whatever file it comes in.
    pub key: String,
    /// What the bank told.
    pub told: Told,
}

/// What a bank tells of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Which entry of the file, from 1.
    pub position: i64,
    /// The account that it came to.
    pub account: String,
    /// What the bank calls it.
    pub reference: Option<String>,
    /// The structured reference, as it was written.
    pub ocr: Option<String>,
    /// What the payer wrote.
    pub text: Option<String>,
    /// What the payer is called.
    pub payer_name: Option<String>,
    /// The account that it came from.
    pub payer_account: Option<String>,
}

/// A payment and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its id.
    pub id: String,
    /// Which way the money went.
    pub kind: Kind,
    /// Whose account it came to or went from, ten digits.
    pub organisation: String,
    /// Who paid or was paid, ten digits; none while that is not known.
    pub counterparty: Option<String>,
    /// Öre above zero; below zero when it takes another one back.
    pub amount: i64,
    /// The day, as the bank has it.
    pub paid_on: NaiveDate,
    /// In the words of whoever registered it.
    pub note: Option<String>,
    /// The payment that a refund gives back of.
    pub refunds_id: Option<String>,
    /// The row that this one takes back.
    pub reverses_id: Option<String>,
    /// The row that takes this one back.
    pub reversed_by: Option<String>,
    /// What the bank told, when it came with a file.
    pub entry: Option<Entry>,
    /// Who registered it.
    pub by: By,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Öre of it that pay documents.
    pub allocated: i64,
    /// Öre of it that were given back before they paid any document.
    pub given_back: i64,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Received, Self::Refunded, Self::PaidOut];

    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Refunded => "refunded",
            Self::PaidOut => "paid_out",
        }
    }
}

impl Payment {
    /// Öre that pay nothing yet: the counterparty's credit. A row that gives or takes back has none.
    #[must_use]
    pub fn rest(&self) -> i64 {
        let moves_back = self.kind == Kind::Refunded || self.reverses_id.is_some() || self.reversed_by.is_some();
        if moves_back { 0 } else { self.amount - self.allocated - self.given_back }
    }
}

/// Makes everybody else who writes about this organisation's money wait until the transaction ends. Of several organisations
/// in one transaction, the lower number goes first.
pub async fn turn(tx: &mut Tx, organisation: &str) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO payment_turns (organisation_number, turn) VALUES ($1, 1)
         ON CONFLICT (organisation_number) DO UPDATE SET turn = payment_turns.turn + 1",
        organisation,
    ))
    .on(TURNS)?;
    Ok(())
}

/// Stores a payment: the only way in. False when the bank's entry is there already, and nothing is stored.
/// [`Error::Conflict`] when what it takes back has been taken back.
pub async fn insert(tx: &mut Tx, new: &NewPayment) -> Result<bool, Error> {
    let entry = new.entry.as_ref();
    let told = entry.map(|entry| serde_json::to_string(&entry.told)).transpose();
    let told = told.map_err(|error| Error::Unexpected { what: PAYMENTS, source: error.into() })?;
    let stored = sql!(tx.execute(
        "INSERT INTO payments (id, kind, organisation_number, counterparty_number, amount, paid_on, note, refunds_id,
                               reverses_id, import_id, entry_key, entry, actor_kind, actor_id, actor_name, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         ON CONFLICT (entry_key) DO NOTHING",
        &new.id,
        new.kind.as_str(),
        &new.organisation,
        &new.counterparty,
        new.amount,
        new.paid_on,
        &new.note,
        &new.refunds_id,
        &new.reverses_id,
        entry.map(|entry| entry.import_id.as_str()),
        entry.map(|entry| entry.key.as_str()),
        told,
        &new.by.kind,
        &new.by.id,
        &new.by.name,
        moment(new.at),
    ))
    .on(PAYMENTS)?;
    Ok(stored == 1)
}

/// Whether a bank's entry has been booked.
pub async fn is_booked(tx: &mut Tx, key: &str) -> Result<bool, Error> {
    let row: Option<(String,)> =
        sql!(tx.fetch_optional("SELECT id FROM payments WHERE entry_key = $1", key)).on(PAYMENTS)?;
    Ok(row.is_some())
}

/// One payment.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Payment, Error> {
    let row: Option<Row> = select!(tx.fetch_optional("WHERE p.id = $1", id)).on(PAYMENTS)?;
    row.ok_or_else(|| Error::NotFound { what: "payment", id: id.to_owned() })?.read()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    kind: String,
    organisation_number: String,
    counterparty_number: Option<String>,
    amount: i64,
    paid_on: Stored<NaiveDate>,
    note: Option<String>,
    refunds_id: Option<String>,
    reverses_id: Option<String>,
    import_id: Option<String>,
    entry_key: Option<String>,
    entry: Option<String>,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    recorded_at: Stored<DateTime<Utc>>,
    reversed_by: Option<String>,
    allocated: i64,
    given_back: i64,
}

impl Row {
    fn read(self) -> Result<Payment, Error> {
        let wrong = |column: &str| corrupt(PAYMENTS, column, &self.id);
        let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == self.kind).ok_or_else(|| wrong("kind"))?;
        let entry = match (self.import_id, self.entry_key, self.entry) {
            (Some(import_id), Some(key), Some(told)) => {
                Some(Entry { import_id, key, told: serde_json::from_str(&told).map_err(|_| wrong("entry"))? })
            }
            (None, None, None) => None,
            _ => return Err(wrong("entry")),
        };
        Ok(Payment {
            kind,
            paid_on: self.paid_on.of(PAYMENTS, "paid_on", &self.id)?,
            recorded_at: self.recorded_at.of(PAYMENTS, "recorded_at", &self.id)?,
            id: self.id,
            organisation: self.organisation_number,
            counterparty: self.counterparty_number,
            amount: self.amount,
            note: self.note,
            refunds_id: self.refunds_id,
            reverses_id: self.reverses_id,
            reversed_by: self.reversed_by,
            entry,
            by: By { kind: self.actor_kind, id: self.actor_id, name: self.actor_name },
            allocated: self.allocated,
            given_back: self.given_back,
        })
    }
}
