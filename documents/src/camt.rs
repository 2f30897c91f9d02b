//! What a bank says was paid: camt.054 (notification) and camt.053 (statement) of ISO 20022, versions .02 and .08.
//!
//! | step | module |
//! | --- | --- |
//! | XML into a small tree: bounded, UTF-8 only, no document type, no entities but XML's own five | `tree` |
//! | accounts, entries and payments out of it | `statement`, `entry`, `detail` |
//! | every sum and count that the file states, held against what stands in it | `sums` |
//! | what is wrong, where, and what to do | [`Fault`] |
//!
//! A file is taken whole or not at all: one that was cut off, or whose sums do not hold, gives no payments. Amounts are never
//! negative in the format; the direction says which way the money went.
//!
//! ```
//! # let xml = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/documents/camt/bankgiro-054-08.xml"));
//! let read = samfin_documents::camt::read(xml)?;
//! let entry = &read.statements[0].entries[0];
//! let sum: i128 = entry.details.iter().map(|detail| detail.amount.wide()).sum();
//! assert_eq!(sum, entry.amount.wide());
//! # Ok::<(), samfin_documents::camt::Fault>(())
//! ```

mod account;
mod detail;
mod entry;
mod fault;
mod statement;
mod sums;
mod tree;
mod value;

use chrono::NaiveDate;
use samfin_core::Ore;
use samfin_core::billing::identifiers::{Bankgiro, Iban, OrganisationNumber};
use serde::Serialize;

pub use fault::{Fault, Place, Total};
pub use statement::read;
pub use tree::{MAX_BYTES, MAX_ELEMENTS};

/// A file, read and found whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statements {
    /// The bank's name of the file (`MsgId`).
    pub message_id: String,
    /// When the bank made it, as it stands there.
    pub created: String,
    /// Which of the two messages it is.
    pub kind: Kind,
    /// One per account and occasion.
    pub statements: Vec<Statement>,
}

/// Which message it is. Banks often send both for the same money: the entry of the statement has no details, and those of the
/// notification have. They share account, amount and often [`Entry::reference`]; money must be counted from one of them only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// camt.054: what came in and went out.
    Notification,
    /// camt.053: the account's day, with its balances.
    Statement,
}

/// What happened on one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The bank's name of it (`Id`).
    pub id: String,
    /// The account.
    pub account: Account,
    /// In the order of the file.
    pub entries: Vec<Entry>,
}

/// An account, known by one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// With right check digits.
    Iban(Iban),
    /// With a right check digit.
    Bankgiro(Bankgiro),
    /// Any other number (a domestic account, a plusgiro), as it stands there.
    Other(String),
}

/// Which way money went on the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Onto the account.
    Credit,
    /// From the account.
    Debit,
}

/// How final an entry is. Only what is booked is money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// `BOOK`
    Booked,
    /// `PDNG`: expected.
    Pending,
    /// `INFO`: for information only.
    Information,
    /// `FUTR`: with a later date.
    Future,
}

/// One change of the account's balance; a batch is one entry with many details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The bank's reference (`AcctSvcrRef`), or else the entry's own (`NtryRef`).
    pub reference: Option<String>,
    /// When it was booked; on what is booked, this or the value date is there.
    pub booked_on: Option<NaiveDate>,
    /// From when the money is the account's.
    pub value_on: Option<NaiveDate>,
    /// How much, never negative.
    pub amount: Ore,
    /// Which way.
    pub direction: Direction,
    /// Whether it takes an earlier entry back. The direction is then already the one in which the money goes now.
    pub reversal: bool,
    /// How final it is.
    pub status: Status,
    /// What it consists of: never none, and they come to the amount. An entry without details of its own has one that knows
    /// its amount only.
    pub details: Vec<Detail>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// How much, in the direction of the entry; below zero when it goes the other way.
    pub amount: Ore,
    /// What it pays, as the payer said: none, one or several.
    pub references: Vec<Reference>,
    /// What the payer wrote (`Ustrd`), lines joined with a line feed.
    pub text: Option<String>,
    /// Who paid.
    pub payer: Payer,
    /// The account that the payer wrote, when it is another than the statement's (such as a bankgiro number).
    pub receiver_account: Option<Account>,
    /// The payer's own reference from end to end.
    pub end_to_end_id: Option<String>,
    /// The bank's reference of this payment.
    pub bank_reference: Option<String>,
}

/// What a payment, or a part of it, is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// The creditor's reference: the OCR number, when the invoice had one. Spaces are taken away.
    pub ocr: Option<String>,
    /// The number of the invoice or credit note.
    pub document: Option<String>,
    /// How much of the payment, when the payer said so; below zero for a credit note that was drawn off. Not checked against
    /// anything.
    pub amount: Option<Ore>,
}

/// Who paid, as far as the bank says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Payer {
    /// The name.
    pub name: Option<String>,
    /// The account that the money came from.
    pub account: Option<Account>,
    /// With a right check digit; others are left out.
    pub organisation_number: Option<OrganisationNumber>,
}
