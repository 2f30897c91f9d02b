//! A row of `invoices`, and that its columns say what its document says.

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::billing::document::{Document, Form, Occasion};

use super::super::columns::{Stored, corrupt};
use super::super::error::Error;
use super::{By, INVOICES, Invoice, Issue, Number, Status};
use crate::digest::{canonical, sha256};

/// The rows of invoices that a condition finds, in full.
macro_rules! select {
    ($tx:ident.fetch_among($condition:literal, $among:expr)) => {
        $crate::storage::invoices::row::columns!($tx.fetch_among($condition; $among, ""))
    };
    ($tx:ident.$fetch:ident($tail:literal $(, $argument:expr)* $(,)?)) => {
        $crate::storage::invoices::row::columns!($tx.$fetch($tail; $($argument),*))
    };
}

/// What [`select!`] asks for.
macro_rules! columns {
    ($tx:ident.$fetch:ident($tail:literal; $($argument:expr),*)) => {
        $crate::storage::sql::sql!($tx.$fetch(
            concat!(
                "SELECT i.id, i.agreement_id, i.period_id, i.snapshot, i.form, i.occasion, i.ordinal, i.payer, i.seller,
                        i.vat_group, i.net, i.vat, i.payable, i.credits_id, i.status, i.revision, i.document,
                        i.content_sha256, i.created_by_kind, i.created_by_id, i.created_by_name, i.created_at, i.changed_at,
                        i.issuer, i.series_year, i.number, i.number_text, i.issued_at, i.issued_on, i.due_on, i.ocr,
                        i.previous_sha256, i.sha256,
                        (SELECT COUNT(*) FROM attestations AS a
                         WHERE a.invoice_id = i.id AND a.content_sha256 = i.content_sha256) AS attested
                 FROM invoices AS i ",
                $tail,
            )
            $(, $argument)*
        ))
    };
}

pub(super) use {columns, select};

/// As a form is stored.
#[must_use]
pub fn form(form: Form) -> &'static str {
    match form {
        Form::Invoice => "invoice",
        Form::CreditNote => "credit_note",
        Form::Internal => "internal",
        Form::Payout => "payout",
    }
}

/// As an occasion is stored.
#[must_use]
pub fn occasion(occasion: &Occasion) -> &'static str {
    match occasion {
        Occasion::Instalment { .. } => "instalment",
        Occasion::Settlement => "settlement",
        Occasion::Correction => "correction",
        Occasion::Cover => "cover",
        Occasion::CoverReversal => "cover_reversal",
        Occasion::Interest => "interest",
        Occasion::ReminderFee => "reminder_fee",
        Occasion::Credit => "credit",
    }
}

/// Which of several: an instalment says so itself.
pub(super) fn ordinal(occasion: &Occasion, given: i64) -> i64 {
    match occasion {
        Occasion::Instalment { number, .. } => i64::from(*number),
        _ => given,
    }
}

/// A document as it is stored, and the SHA-256 of its content.
pub(super) fn text(document: &Document) -> Result<(String, String), Error> {
    let text = serde_json::to_value(document).map(|value| canonical(&value));
    let text = text.map_err(|error| Error::Unexpected { what: INVOICES, source: error.into() })?;
    let content = content_sha256(&text).ok_or_else(|| corrupt(INVOICES, "document", "unknown"))?;
    Ok((text, content))
}

/// The SHA-256 of a stored document without what it got when it was issued. It is made from the stored text and not from a
/// [`Document`], which a later samfin may write with more members. None where the text is no object.
pub(super) fn content_sha256(text: &str) -> Option<String> {
    let mut value: serde_json::Value = serde_json::from_str(text).ok()?;
    value.as_object_mut()?.insert("issued".to_owned(), serde_json::Value::Null);
    Some(sha256(canonical(&value).as_bytes()))
}

#[derive(sqlx::FromRow)]
pub(super) struct InvoiceRow {
    pub(super) id: String,
    agreement_id: String,
    period_id: String,
    snapshot: i64,
    form: String,
    occasion: String,
    ordinal: i64,
    payer: String,
    seller: String,
    vat_group: String,
    net: i64,
    vat: i64,
    payable: i64,
    credits_id: Option<String>,
    status: String,
    revision: i64,
    pub(super) document: String,
    content_sha256: String,
    created_by_kind: String,
    created_by_id: String,
    created_by_name: String,
    created_at: Stored<DateTime<Utc>>,
    changed_at: Stored<DateTime<Utc>>,
    issuer: Option<String>,
    series_year: Option<i64>,
    pub(super) number: Option<i64>,
    number_text: Option<String>,
    issued_at: Stored<Option<DateTime<Utc>>>,
    issued_on: Stored<Option<NaiveDate>>,
    due_on: Stored<Option<NaiveDate>>,
    ocr: Option<String>,
    pub(super) previous_sha256: Option<String>,
    pub(super) sha256: Option<String>,
    attested: i64,
}

impl InvoiceRow {
    pub(super) fn read(self) -> Result<Invoice, Error> {
        let key = self.id.clone();
        let wrong = |column: &str| corrupt(INVOICES, column, &key);
        let document: Document = serde_json::from_str(&self.document).map_err(|_| wrong("document"))?;
        let given = document.issued.as_ref();
        let issued_on = self.issued_on.of(INVOICES, "issued_on", &key)?;
        let due_on = self.due_on.of(INVOICES, "due_on", &key)?;
        for (column, same) in [
            ("form", self.form == form(document.form)),
            ("occasion", self.occasion == occasion(&document.occasion)),
            ("ordinal", self.ordinal == ordinal(&document.occasion, self.ordinal)),
            ("payer", self.payer == document.buyer.party.as_str()),
            ("seller", self.seller == document.seller.party.as_str()),
            ("vat_group", self.vat_group == document.vat.group()),
            ("net", self.net == document.totals.net.ore()),
            ("vat", self.vat == document.totals.vat.ore()),
            ("payable", self.payable == document.totals.payable.ore()),
            ("number_text", self.number_text.as_ref() == given.map(|given| &given.number)),
            ("issued_on", issued_on == given.map(|given| given.issued_on)),
            ("due_on", due_on == given.map(|given| given.due_on)),
            ("ocr", self.ocr.as_ref() == given.map(|given| &given.ocr)),
        ] {
            if !same {
                return Err(wrong(column));
            }
        }
        let issued_at = self.issued_at.of(INVOICES, "issued_at", &key)?;
        let place = (self.issuer, self.series_year, self.number, issued_at, self.previous_sha256, self.sha256);
        let issue = match place {
            (Some(issuer), Some(year), Some(number), Some(issued_at), Some(previous_sha256), Some(sha256)) => {
                Some(Issue { number: Number { issuer, year, number }, issued_at, previous_sha256, sha256 })
            }
            (None, None, None, None, None, None) => None,
            _ => return Err(wrong("number")),
        };
        let status = match (self.status.as_str(), &issue) {
            ("draft", None) => Status::Draft,
            ("issued", Some(_)) => Status::Issued,
            ("discarded", None) => Status::Discarded,
            _ => return Err(wrong("status")),
        };
        Ok(Invoice {
            created_at: self.created_at.of(INVOICES, "created_at", &key)?,
            changed_at: self.changed_at.of(INVOICES, "changed_at", &key)?,
            id: self.id,
            agreement_id: self.agreement_id,
            period_id: self.period_id,
            snapshot: self.snapshot,
            ordinal: self.ordinal,
            document,
            credits_id: self.credits_id,
            content_sha256: self.content_sha256,
            status,
            revision: self.revision,
            attested: self.attested,
            created_by: By { kind: self.created_by_kind, id: self.created_by_id, name: self.created_by_name },
            issue,
        })
    }
}
