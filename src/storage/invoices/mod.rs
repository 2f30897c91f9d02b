//! Invoices, credit notes, internal postings and payout bases: edited while they are drafts, and never again after.
//!
//! | revision | status | who did what |
//! | --- | --- | --- |
//! | 1 | draft | an officer made it, and it took its place |
//! | 2 | draft | somebody attested it |
//! | 3 | draft | an edit: the attestation no longer counts |
//! | 4 | draft | attested again |
//! | 5 | issued | it got its number: the database refuses any change |
//!
//! [`Draft`] → [`insert`] → [`replace`] | [`discard`] | [`attest()`] → [`issue()`] → [`put_file`].

mod attest;
mod files;
mod incoming;
mod issue;
mod list;
mod places;
mod row;
mod trace;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::Id;
use samfin_core::billing::document::Document;
use serde::{Deserialize, Serialize};

use super::columns::moment;
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

pub use attest::{Attestation, attest, attestations};
pub use files::{File, FileKind, Made, decoded, file, keep_fault, made, put_file, without_files};
pub use incoming::{Incoming, incoming, register_incoming};
pub use issue::{Number, issue, with_number_text};
pub use list::{
    Credit, Perhaps, Reach, Wanted, between, called, credits, discarded_of_period, noted, of_issuer, of_period, page,
    perhaps_open, perhaps_overpaid,
};
pub use places::{free, holder};
pub use row::{form, occasion};
pub use trace::{Link, Series, Traced, agreements_of, chain, credited, edited, is_whole, series, traced};

use row::{InvoiceRow, select};

const INVOICES: &str = "invoices";

/// A document and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub agreement_id: String,
    /// The billing year that it belongs to.
    pub period_id: String,
    /// The snapshot of the period that it was made from.
    pub snapshot: i64,
    /// Which instalment, or which of several of the same occasion.
    pub ordinal: i64,
    /// What it says.
    pub document: Document,
    /// The invoice that it takes back, or a part of it.
    pub credits_id: Option<String>,
    /// SHA-256 of the document as a draft: what is attested. Issuing does not change it.
    pub content_sha256: String,
    /// Where it stands.
    pub status: Status,
    /// 1, 2, 3 … with every change: the `ETag`.
    pub revision: i64,
    /// How many attest what it says now.
    pub attested: i64,
    /// Who wrote what it says.
    pub created_by: By,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When this revision came.
    pub changed_at: DateTime<Utc>,
    /// Its place among the issued, if it is.
    pub issue: Option<Issue>,
}

/// Where a document stands. That it is attested is not one of them: see [`Invoice::attested`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being worked on.
    Draft,
    /// Final.
    Issued,
    /// A draft that came to nothing.
    Discarded,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// `user`, `key`, `command`, `demo`.
    pub kind: String,
    /// Who.
    pub id: String,
    /// What that one was called then.
    pub name: String,
}

/// The place of an issued document in its series. Number as text, dates and OCR are in `document.issued`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Its number.
    pub number: Number,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// The checksum of the one before in the series.
    pub previous_sha256: String,
    /// Its own, of itself and that.
    pub sha256: String,
}

/// A document to store.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub agreement_id: String,
    /// The billing year that it belongs to.
    pub period_id: String,
    /// The snapshot of the period that it was made from.
    pub snapshot: i64,
    /// Which of several of the same occasion; an instalment is in the place of its own number.
    pub ordinal: i64,
    /// The invoice that it takes back, or a part of it.
    pub credits_id: Option<String>,
    /// What it says, not yet issued.
    pub document: Document,
    /// Who made it.
    pub by: By,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a draft is replaced with.
#[derive(Debug, Clone)]
pub struct Content {
    /// The snapshot that it is made from now.
    pub snapshot: i64,
    /// What it says now.
    pub document: Document,
    /// Who has written it: whoever wrote what it said before has no part in it any more.
    pub by: By,
}

impl Status {
    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Issued => "issued",
            Self::Discarded => "discarded",
        }
    }
}

impl Invoice {
    /// Who is asked: the party in the agreement.
    #[must_use]
    pub fn payer(&self) -> &Id {
        &self.document.buyer.party
    }

    /// When it is to be paid; none before it is issued.
    #[must_use]
    pub fn due_on(&self) -> Option<NaiveDate> {
        self.document.issued.as_ref().map(|issued| issued.due_on)
    }
}

/// Stores a new draft at revision 1 in its place. [`Error::Occupied`] names the document that is there already.
pub async fn insert(tx: &mut Tx, new: &Draft) -> Result<Invoice, Error> {
    let (document, content_sha256) = row::text(&new.document)?;
    let ordinal = row::ordinal(&new.document.occasion, new.ordinal);
    let totals = new.document.totals;
    sql!(tx.execute(
        "INSERT INTO invoices (id, agreement_id, period_id, snapshot, form, occasion, ordinal, payer, seller, vat_group,
                               net, vat, payable, credits_id, status, revision, document, content_sha256,
                               created_by_kind, created_by_id, created_by_name, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'draft', 1, $15, $16, $17, $18, $19, $20, $20)",
        &new.id,
        &new.agreement_id,
        &new.period_id,
        new.snapshot,
        form(new.document.form),
        occasion(&new.document.occasion),
        ordinal,
        new.document.buyer.party.as_str(),
        new.document.seller.party.as_str(),
        new.document.vat.group(),
        totals.net.ore(),
        totals.vat.ore(),
        totals.payable.ore(),
        &new.credits_id,
        &document,
        &content_sha256,
        &new.by.kind,
        &new.by.id,
        &new.by.name,
        moment(new.at),
    ))
    .on(INVOICES)?;
    places::take(tx, &new.period_id, &new.document, ordinal, &new.id).await?;
    get(tx, &new.id).await
}

/// Writes new content over the revision that the writer had read; attestations of other content no longer count.
/// [`Error::Stale`] when somebody else was faster, [`Error::Conflict`] when it is no draft.
pub async fn replace(
    tx: &mut Tx,
    id: &str,
    expected_revision: i64,
    new: &Content,
    at: DateTime<Utc>,
) -> Result<Invoice, Error> {
    let (document, content_sha256) = row::text(&new.document)?;
    let before = get(tx, id).await?;
    let ordinal = row::ordinal(&new.document.occasion, before.ordinal);
    let totals = new.document.totals;
    let changed = sql!(tx.execute(
        "UPDATE invoices SET snapshot = $1, form = $2, occasion = $3, ordinal = $4, payer = $5, seller = $6, vat_group = $7,
                             net = $8, vat = $9, payable = $10, document = $11, content_sha256 = $12, changed_at = $13,
                             created_by_kind = $16, created_by_id = $17, created_by_name = $18,
                             revision = revision + 1
         WHERE id = $14 AND revision = $15 AND status = 'draft'",
        new.snapshot,
        form(new.document.form),
        occasion(&new.document.occasion),
        ordinal,
        new.document.buyer.party.as_str(),
        new.document.seller.party.as_str(),
        new.document.vat.group(),
        totals.net.ore(),
        totals.vat.ore(),
        totals.payable.ore(),
        &document,
        &content_sha256,
        moment(at),
        id,
        expected_revision,
        &new.by.kind,
        &new.by.id,
        &new.by.name,
    ))
    .on(INVOICES)?;
    one(tx, id, expected_revision, changed).await?;
    free(tx, id).await?;
    places::take(tx, &before.period_id, &new.document, ordinal, id).await?;
    get(tx, id).await
}

/// Gives up the draft that the caller had read, and its place. What was attested stays to be read.
pub async fn discard(tx: &mut Tx, id: &str, expected_revision: i64, at: DateTime<Utc>) -> Result<Invoice, Error> {
    let changed = sql!(tx.execute(
        "UPDATE invoices SET status = 'discarded', revision = revision + 1, changed_at = $1
         WHERE id = $2 AND revision = $3 AND status = 'draft'",
        moment(at),
        id,
        expected_revision,
    ))
    .on(INVOICES)?;
    one(tx, id, expected_revision, changed).await?;
    free(tx, id).await?;
    get(tx, id).await
}

/// One document.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Invoice, Error> {
    let row: Option<InvoiceRow> = select!(tx.fetch_optional("WHERE i.id = $1", id)).on(INVOICES)?;
    row.ok_or_else(|| Error::NotFound { what: "invoice", id: id.to_owned() })?.read()
}

/// Documents in the order of their ids; the first that is not there is [`Error::NotFound`].
pub async fn several(tx: &mut Tx, ids: &[&str]) -> Result<Vec<Invoice>, Error> {
    let rows: Vec<InvoiceRow> = select!(tx.fetch_among("WHERE i.id IN ", ids)).on(INVOICES)?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let invoice = row.read()?;
        found.insert(invoice.id.clone(), invoice);
    }
    let one =
        |id: &&str| found.get(*id).cloned().ok_or_else(|| Error::NotFound { what: "invoice", id: (*id).to_owned() });
    ids.iter().map(one).collect()
}

/// That one row was changed; otherwise why none was.
async fn one(tx: &mut Tx, id: &str, expected_revision: i64, changed: u64) -> Result<(), Error> {
    if changed == 1 {
        return Ok(());
    }
    let current = get(tx, id).await?.revision;
    if current == expected_revision {
        return Err(Error::Conflict { what: INVOICES }); // it is no draft
    }
    Err(Error::Stale { what: "invoice", current: Some(current) })
}
