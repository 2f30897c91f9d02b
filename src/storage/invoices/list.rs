//! Documents by what they are about.

use serde::{Deserialize, Serialize};

use super::super::error::{Error, On};
use super::super::sql::sql;
use super::super::tx::Tx;
use super::row::{InvoiceRow, form, select};
use super::{INVOICES, Invoice, Status};
use samfin_core::billing::document::Form;

/// Which documents are wanted; what is not given does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those of an agreement.
    pub agreement: Option<String>,
    /// Those of a billing year.
    pub period: Option<String>,
    /// Those that stand so.
    pub status: Option<Status>,
    /// Those that ask this party.
    pub payer: Option<String>,
    /// Those of this sort.
    pub form: Option<Form>,
}

/// What somebody sees of one agreement's documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Which agreement.
    pub agreement: String,
    /// Only those where this party pays or is paid.
    pub party: Option<String>,
    /// Whether those that are not issued are seen too.
    pub drafts: bool,
}

/// A document that takes back an invoice, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Its id.
    pub id: String,
    /// Where it stands: never discarded.
    pub status: Status,
    /// What it takes back, öre without VAT.
    pub net: i64,
    /// What it takes back, öre to pay.
    pub payable: i64,
}

/// The wanted documents from the newest on (the greatest id), at most `limit` of those before the id `before`; of those that
/// `reaches` lets see, or of all.
pub async fn page(
    tx: &mut Tx,
    wanted: &Wanted,
    reaches: Option<&[Reach]>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Invoice>, Error> {
    let Some(reaches) = reaches else { return find(tx, wanted, None, before, limit).await };
    let mut found = Vec::new();
    for reach in reaches.iter().filter(|reach| wanted.agreement.as_ref().is_none_or(|only| *only == reach.agreement)) {
        found.extend(find(tx, wanted, Some(reach), before, limit).await?);
    }
    found.sort_by(|a, b| b.id.cmp(&a.id));
    // Two reaches of one agreement may show the same.
    found.dedup_by(|a, b| a.id == b.id);
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

async fn find(
    tx: &mut Tx,
    wanted: &Wanted,
    reach: Option<&Reach>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Invoice>, Error> {
    let rows: Vec<InvoiceRow> = select!(tx.fetch_all(
        "WHERE ($1 IS NULL OR i.id < $1) AND ($3 IS NULL OR i.agreement_id = $3) AND ($4 IS NULL OR i.period_id = $4)
           AND ($5 IS NULL OR i.status = $5) AND ($6 IS NULL OR i.payer = $6) AND ($7 IS NULL OR i.form = $7)
           AND ($8 IS NULL OR i.payer = $8 OR i.seller = $8) AND ($9 OR i.status = 'issued')
         ORDER BY i.id DESC LIMIT $2",
        before,
        limit,
        reach.map(|reach| &reach.agreement).or(wanted.agreement.as_ref()),
        &wanted.period,
        wanted.status.map(Status::as_str),
        &wanted.payer,
        wanted.form.map(form),
        reach.and_then(|reach| reach.party.as_ref()),
        reach.is_none_or(|reach| reach.drafts),
    ))
    .on(INVOICES)?;
    rows.into_iter().map(InvoiceRow::read).collect()
}

/// Every living document of a billing year, drafts and issued, in the order they came: what has been called for already.
pub async fn of_period(tx: &mut Tx, period_id: &str) -> Result<Vec<Invoice>, Error> {
    let rows: Vec<InvoiceRow> =
        select!(tx.fetch_all("WHERE i.period_id = $1 AND i.status <> 'discarded' ORDER BY i.id", period_id))
            .on(INVOICES)?;
    rows.into_iter().map(InvoiceRow::read).collect()
}

/// What takes back an invoice, drafts and issued, in the order they came.
pub async fn credits(tx: &mut Tx, invoice_id: &str) -> Result<Vec<Credit>, Error> {
    let rows: Vec<(String, String, i64, i64)> = sql!(tx.fetch_all(
        "SELECT id, status, net, payable FROM invoices WHERE credits_id = $1 AND status <> 'discarded' ORDER BY id",
        invoice_id,
    ))
    .on(INVOICES)?;
    let credit = |(id, status, net, payable): (String, String, i64, i64)| {
        let status = if status == Status::Issued.as_str() { Status::Issued } else { Status::Draft };
        Credit { id, status, net, payable }
    };
    Ok(rows.into_iter().map(credit).collect())
}

/// Issued invoices of an issuer to a payer, and credit notes of them and of the year, in the order in which they were made. Which
/// invoices a note of the year names stands in it.
pub async fn between(tx: &mut Tx, agreement_id: &str, payer: &str, seller: &str) -> Result<Vec<Invoice>, Error> {
    let rows: Vec<InvoiceRow> = select!(tx.fetch_all(
        "WHERE i.agreement_id = $1 AND i.payer = $2 AND i.seller = $3 AND i.form IN ('invoice', 'credit_note')
           AND i.status = 'issued' ORDER BY i.id",
        agreement_id,
        payer,
        seller,
    ))
    .on(INVOICES)?;
    rows.into_iter().map(InvoiceRow::read).collect()
}

/// Whether an issuer has issued a credit note of a year to a payer: one that stands by itself and names what it lessens.
pub async fn has_notes(tx: &mut Tx, agreement_id: &str, payer: &str, seller: &str) -> Result<bool, Error> {
    let found: Option<(String,)> = sql!(tx.fetch_optional(
        "SELECT id FROM invoices WHERE agreement_id = $1 AND payer = $2 AND seller = $3 AND form = 'credit_note'
           AND credits_id IS NULL AND status = 'issued' LIMIT 1",
        agreement_id,
        payer,
        seller,
    ))
    .on(INVOICES)?;
    Ok(found.is_some())
}

/// Every invoice that an organisation has issued, here or from its own customer ledger, in the order they came.
pub async fn of_issuer(tx: &mut Tx, issuer: &str) -> Result<Vec<Invoice>, Error> {
    let rows: Vec<InvoiceRow> = select!(tx.fetch_all(
        "WHERE i.issuer IN ($1, $2) AND i.form = 'invoice' AND i.status = 'issued' ORDER BY i.id",
        issuer,
        format!("{issuer}/external"),
    ))
    .on(INVOICES)?;
    rows.into_iter().map(InvoiceRow::read).collect()
}
