//! Documents by what they are about.

use chrono::NaiveDate;
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
    /// Those that may still be wanted by what is worked out of them.
    pub perhaps: Option<Perhaps>,
}

/// What is worked out of a document, as far as the rows beside it can tell: none that is so is left out, but some that are not
/// so are there too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Perhaps {
    /// Fewer than so many have attested it: surely.
    AttestedByFewerThan(i64),
    /// Something is left to pay.
    Open,
    /// Something is left to pay, and the day that it was issued with has passed: it is before this one.
    OpenAndDueBefore(NaiveDate),
    /// Something of it has been taken back.
    Credited,
}

/// What somebody sees of the documents of an agreement, or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Which agreement; none: every one.
    pub agreement: Option<String>,
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
    let is_wanted = |reach: &&Reach| match (&wanted.agreement, &reach.agreement) {
        (Some(only), Some(own)) => only == own,
        _ => true,
    };
    for reach in reaches.iter().filter(is_wanted) {
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
           AND ($10 IS NULL OR $10 > (SELECT COUNT(*) FROM attestations AS a
                                      WHERE a.invoice_id = i.id AND a.content_sha256 = i.content_sha256))
           AND (NOT $11
                OR i.payable + COALESCE((SELECT SUM(e.fee) FROM claim_events AS e WHERE e.invoice_id = i.id), 0)
                   <> COALESCE((SELECT SUM(a.amount) FROM payment_allocations AS a WHERE a.invoice_id = i.id), 0)
                   + COALESCE((SELECT SUM(ABS(c.payable)) FROM invoices AS c
                               WHERE c.credits_id = i.id AND c.status = 'issued'), 0))
           AND (NOT $12
                OR i.id IN (SELECT c.credits_id FROM invoices AS c WHERE c.credits_id IS NOT NULL AND c.status = 'issued')
                OR (i.agreement_id, i.payer, i.seller) IN
                   (SELECT n.agreement_id, n.payer, n.seller FROM invoices AS n
                    WHERE n.form = 'credit_note' AND n.status = 'issued' AND n.credits_id IS NULL))
           AND ($13 IS NULL OR i.due_on < $13)
         ORDER BY i.id DESC LIMIT $2",
        before,
        limit,
        reach.and_then(|reach| reach.agreement.as_ref()).or(wanted.agreement.as_ref()),
        &wanted.period,
        wanted.status.map(Status::as_str),
        &wanted.payer,
        wanted.form.map(form),
        reach.and_then(|reach| reach.party.as_ref()),
        reach.is_none_or(|reach| reach.drafts),
        match wanted.perhaps {
            Some(Perhaps::AttestedByFewerThan(number)) => Some(number),
            _ => None,
        },
        matches!(wanted.perhaps, Some(Perhaps::Open | Perhaps::OpenAndDueBefore(_))),
        wanted.perhaps == Some(Perhaps::Credited),
        match wanted.perhaps {
            Some(Perhaps::OpenAndDueBefore(day)) => Some(day),
            _ => None,
        },
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

/// The drafts of a billing year that were discarded, in the order they came.
pub async fn discarded_of_period(tx: &mut Tx, period_id: &str) -> Result<Vec<Invoice>, Error> {
    let rows: Vec<InvoiceRow> =
        select!(tx.fetch_all("WHERE i.period_id = $1 AND i.status = 'discarded' ORDER BY i.id", period_id))
            .on(INVOICES)?;
    rows.into_iter().map(InvoiceRow::read).collect()
}

/// What takes back invoices, drafts and issued, in the order they came, by the invoice.
pub async fn credits(tx: &mut Tx, ids: &[&str]) -> Result<Vec<(String, Credit)>, Error> {
    let rows: Vec<(String, String, String, i64, i64)> = sql!(tx.fetch_among(
        "SELECT credits_id, id, status, net, payable FROM invoices WHERE status <> 'discarded' AND credits_id IN ",
        ids,
        " ORDER BY id",
    ))
    .on(INVOICES)?;
    let credit = |(of, id, status, net, payable): (String, String, String, i64, i64)| {
        let status = if status == Status::Issued.as_str() { Status::Issued } else { Status::Draft };
        (of, Credit { id, status, net, payable })
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

/// Between whom there are issued credit notes of a year, as payer and seller. What they take, they take from the invoices that
/// stand in them.
pub async fn noted(tx: &mut Tx, agreement_id: &str) -> Result<Vec<(String, String)>, Error> {
    sql!(tx.fetch_all(
        "SELECT DISTINCT payer, seller FROM invoices
         WHERE agreement_id = $1 AND form = 'credit_note' AND status = 'issued' AND credits_id IS NULL",
        agreement_id,
    ))
    .on(INVOICES)
}

/// The invoices that an organisation has issued of which something may be left: all those of which something is.
pub async fn perhaps_open(tx: &mut Tx, issuer: &str) -> Result<Vec<Invoice>, Error> {
    let rows: Vec<InvoiceRow> = select!(tx.fetch_all(
        "WHERE i.issuer IN ($1, $2) AND i.form = 'invoice' AND i.status = 'issued'
           AND i.payable + COALESCE((SELECT SUM(e.fee) FROM claim_events AS e WHERE e.invoice_id = i.id), 0)
             > COALESCE((SELECT SUM(a.amount) FROM payment_allocations AS a WHERE a.invoice_id = i.id), 0)
             + COALESCE((SELECT SUM(ABS(c.payable)) FROM invoices AS c WHERE c.credits_id = i.id AND c.status = 'issued'), 0)
         ORDER BY i.id",
        issuer,
        format!("{issuer}/external"),
    ))
    .on(INVOICES)?;
    rows.into_iter().map(InvoiceRow::read).collect()
}

/// The invoices of which more may have been paid than is owed, the newest first: all those of which more has. What credit notes
/// of a year take is not known here, so wherever there are such notes every invoice that somebody has paid may be one.
pub async fn perhaps_overpaid(tx: &mut Tx) -> Result<Vec<Invoice>, Error> {
    let rows: Vec<InvoiceRow> = select!(tx.fetch_all(
        "JOIN (SELECT invoice_id, SUM(amount) AS paid FROM payment_allocations GROUP BY invoice_id HAVING SUM(amount) > 0) AS a
           ON a.invoice_id = i.id
         WHERE i.form = 'invoice' AND i.status = 'issued'
           AND (a.paid + COALESCE((SELECT SUM(ABS(c.payable)) FROM invoices AS c
                                   WHERE c.credits_id = i.id AND c.status = 'issued'), 0) > i.payable
                OR EXISTS (SELECT 1 FROM invoices AS n WHERE n.agreement_id = i.agreement_id AND n.payer = i.payer
                           AND n.seller = i.seller AND n.form = 'credit_note' AND n.status = 'issued' AND n.credits_id IS NULL))
         ORDER BY i.id DESC",
    ))
    .on(INVOICES)?;
    rows.into_iter().map(InvoiceRow::read).collect()
}

/// The issued documents with a number, a payment reference or an id.
pub async fn called(tx: &mut Tx, text: &str) -> Result<Vec<Invoice>, Error> {
    let rows: Vec<InvoiceRow> = select!(tx.fetch_all(
        "WHERE (i.number_text = $1 OR i.ocr = $1 OR i.id = $1) AND i.status = 'issued' ORDER BY i.id",
        text,
    ))
    .on(INVOICES)?;
    rows.into_iter().map(InvoiceRow::read).collect()
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
