//! The step that cannot be taken back: a number, and a checksum that ties the document to the one before.
//!
//! The checksums make a chain for each series, like that of the audit trail: a document that is edited, left out, put in or
//! moved shows. The recipe is [`checksum`].

use chrono::{DateTime, Utc};
use samfin_core::billing::document::{Document, Issued};
use serde::{Deserialize, Serialize};

use super::super::audit::{BEGINNING, written};
use super::super::columns::{corrupt, moment};
use super::super::error::{Error, On};
use super::super::sql::sql;
use super::super::tx::Tx;
use super::{INVOICES, Invoice, Issue, Status, one, row};
use crate::digest::{canonical, sha256};

/// A number in a series, from [`numbers::next`](crate::storage::numbers::next) in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// Whose series it is: the organisation number of the seller.
    pub issuer: String,
    /// The year of the series.
    pub year: i64,
    /// 1, 2, 3 … without gaps.
    pub number: i64,
}

/// Issues a draft as the caller had read it, with a number that this transaction has taken: that holds the series, so that the
/// one before is final.
///
/// [`Error::Stale`] when it was changed meanwhile, [`Error::Conflict`] when it is no draft, [`Error::Corrupt`] when the one
/// before is missing. The work must then fail, so that the number goes back.
pub async fn issue(
    tx: &mut Tx,
    draft: &Invoice,
    number: Number,
    issued: Issued,
    at: DateTime<Utc>,
) -> Result<Invoice, Error> {
    let document = Document { issued: Some(issued.clone()), ..draft.document.clone() };
    let (text, content) = row::text(&document)?;
    let (at, previous) = (moment(at), previous(tx, &number).await?);
    let sha256 = checksum(draft, &text, &number, at, &previous);
    // The content is compared too: it is what was attested, or nothing is issued.
    let changed = sql!(tx.execute(
        "UPDATE invoices SET status = 'issued', document = $1, issuer = $2, series_year = $3, number = $4, number_text = $5,
                             issued_at = $6, issued_on = $7, due_on = $8, ocr = $9, previous_sha256 = $10, sha256 = $11,
                             changed_at = $6, revision = revision + 1
         WHERE id = $12 AND revision = $13 AND status = 'draft' AND content_sha256 = $14",
        &text,
        &number.issuer,
        number.year,
        number.number,
        &issued.number,
        at,
        issued.issued_on,
        issued.due_on,
        &issued.ocr,
        &previous,
        &sha256,
        &draft.id,
        draft.revision,
        &content,
    ))
    .on(INVOICES)?;
    one(tx, &draft.id, draft.revision, changed).await?;
    // As it reads now, without asking: a batch has a thousand of them.
    Ok(Invoice {
        document,
        status: Status::Issued,
        revision: draft.revision + 1,
        changed_at: at,
        issue: Some(Issue { number, issued_at: at, previous_sha256: previous, sha256 }),
        ..draft.clone()
    })
}

/// The document that has this number, as it is written, in a series.
pub async fn with_number_text(tx: &mut Tx, issuer: &str, number: &str) -> Result<Option<Invoice>, Error> {
    let row: Option<row::InvoiceRow> =
        row::select!(tx.fetch_optional("WHERE i.issuer = $1 AND i.number_text = $2", issuer, number)).on(INVOICES)?;
    row.map(row::InvoiceRow::read).transpose()
}

/// The checksum of the document before.
async fn previous(tx: &mut Tx, number: &Number) -> Result<String, Error> {
    if number.number == 1 {
        return Ok(BEGINNING.to_owned());
    }
    let row: Option<(Option<String>,)> = sql!(tx.fetch_optional(
        "SELECT sha256 FROM invoices WHERE issuer = $1 AND series_year = $2 AND number = $3",
        &number.issuer,
        number.year,
        number.number - 1,
    ))
    .on(INVOICES)?;
    let missing = || corrupt(INVOICES, "number", &format!("{} {} {}", number.issuer, number.year, number.number - 1));
    row.and_then(|(sha256,)| sha256).ok_or_else(missing)
}

/// SHA-256 of what is final about a document, as canonical JSON; the document by the SHA-256 of its text.
pub(super) fn checksum(
    invoice: &Invoice,
    document: &str,
    number: &Number,
    issued_at: DateTime<Utc>,
    previous_sha256: &str,
) -> String {
    let members = serde_json::json!({
        "agreement_id": invoice.agreement_id,
        "created_at": written(invoice.created_at),
        "created_by_id": invoice.created_by.id,
        "created_by_kind": invoice.created_by.kind,
        "created_by_name": invoice.created_by.name,
        "credits_id": invoice.credits_id,
        "document_sha256": sha256(document.as_bytes()),
        "id": invoice.id,
        "issued_at": written(issued_at),
        "issuer": number.issuer,
        "number": number.number,
        "ordinal": invoice.ordinal,
        "period_id": invoice.period_id,
        "previous_sha256": previous_sha256,
        "series_year": number.year,
        "snapshot": invoice.snapshot,
    });
    sha256(canonical(&members).as_bytes())
}
