//! What `samfin verify` looks at, and issuing looks at again: rows that may be damaged.

use std::collections::BTreeSet;

use super::super::error::{Error, On};
use super::super::sql::sql;
use super::super::tx::Tx;
use super::super::vouchers;
use super::issue::checksum;
use super::row::{InvoiceRow, content_sha256, select};
use super::{INVOICES, Invoice};

/// A document as it was found.
#[derive(Debug)]
pub struct Traced {
    /// Its id.
    pub id: String,
    /// The document, or which of its columns does not say what the document says.
    pub invoice: Result<Invoice, Error>,
    /// The SHA-256 that its content has; none where it is no JSON.
    pub content_sha256: Option<String>,
}

/// A series of numbers, known from its counter or from its documents.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// Whose.
    pub issuer: String,
    /// Which year.
    pub year: i64,
}

/// An issued document in its series.
#[derive(Debug)]
pub struct Link {
    /// Its number.
    pub number: i64,
    /// Its id.
    pub id: String,
    /// What it holds for the checksum of the one before.
    pub previous_sha256: String,
    /// What it holds for its own.
    pub sha256: String,
    /// What that must be; none where the row cannot be read.
    pub computed: Option<String>,
}

/// Documents by id, at most `limit` of those after the id `after`.
pub async fn traced(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<Traced>, Error> {
    let rows: Vec<InvoiceRow> =
        select!(tx.fetch_all("WHERE i.id > $1 ORDER BY i.id LIMIT $2", after, limit)).on(INVOICES)?;
    let traced = |row: InvoiceRow| {
        let content_sha256 = content_sha256(&row.document);
        Traced { id: row.id.clone(), invoice: row.read(), content_sha256 }
    };
    Ok(rows.into_iter().map(traced).collect())
}

/// Every series.
pub async fn series(tx: &mut Tx) -> Result<BTreeSet<Series>, Error> {
    let found: Vec<(String, i64)> = sql!(tx.fetch_all(
        "SELECT issuer, year FROM number_series
         UNION SELECT issuer, series_year FROM invoices WHERE issuer IS NOT NULL AND series_year IS NOT NULL",
    ))
    .on(INVOICES)?;
    // Vouchers have their numbers from the same counters.
    let own = found.into_iter().filter(|(issuer, _)| !vouchers::Series::is_counted_by(issuer));
    Ok(own.map(|(issuer, year)| Series { issuer, year }).collect())
}

/// The documents of a series by number, at most `limit` of those after the number `after`.
pub async fn chain(tx: &mut Tx, series: &Series, after: i64, limit: i64) -> Result<Vec<Link>, Error> {
    let rows: Vec<InvoiceRow> = select!(tx.fetch_all(
        "WHERE i.issuer = $1 AND i.series_year = $2 AND i.number > $3 ORDER BY i.number LIMIT $4",
        &series.issuer,
        series.year,
        after,
        limit,
    ))
    .on(INVOICES)?;
    Ok(rows.into_iter().filter_map(InvoiceRow::link).collect())
}

/// Whether the numbers of a series are those of its documents, without gaps, and the last of them is as it was issued: what the
/// next number is built on. Counter and documents are asked for at once, so that nothing can come between them.
pub async fn is_whole(tx: &mut Tx, series: &Series) -> Result<bool, Error> {
    let (last, count, highest): (i64, i64, i64) = sql!(tx.fetch_one(
        "SELECT COALESCE((SELECT last FROM number_series WHERE issuer = $1 AND year = $2), CAST(0 AS BIGINT)),
                COUNT(*), COALESCE(MAX(number), CAST(0 AS BIGINT))
         FROM invoices WHERE issuer = $1 AND series_year = $2",
        &series.issuer,
        series.year,
    ))
    .on(INVOICES)?;
    if last != count || last != highest {
        return Ok(false);
    }
    let link = chain(tx, series, last - 1, 1).await?.pop();
    Ok(link.is_none_or(|link| link.computed.as_ref() == Some(&link.sha256)))
}

/// The first of these documents whose stored content is not the one that its checksum is of; none when all are as they were
/// written.
pub async fn edited(tx: &mut Tx, ids: &[&str]) -> Result<Option<String>, Error> {
    let rows: Vec<(String, String, String)> =
        sql!(tx.fetch_among("SELECT id, document, content_sha256 FROM invoices WHERE id IN ", ids, " ORDER BY id"))
            .on(INVOICES)?;
    let edited = rows.into_iter().find(|(_, document, stored)| content_sha256(document).as_ref() != Some(stored));
    Ok(edited.map(|(id, ..)| id))
}

/// The agreements of these documents.
pub async fn agreements_of(tx: &mut Tx, ids: &[&str]) -> Result<BTreeSet<String>, Error> {
    let rows: Vec<(String,)> =
        sql!(tx.fetch_among("SELECT DISTINCT agreement_id FROM invoices WHERE id IN ", ids, "")).on(INVOICES)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// For each issued document that takes something back: the id of the invoice, what it takes, and what that asked for; both
/// in öre without VAT.
pub async fn credited(tx: &mut Tx) -> Result<Vec<(String, i64, i64)>, Error> {
    sql!(tx.fetch_all(
        "SELECT i.id, c.net, i.net FROM invoices AS c JOIN invoices AS i ON i.id = c.credits_id
         WHERE c.status = 'issued' ORDER BY i.id, c.id",
    ))
    .on(INVOICES)
}

impl InvoiceRow {
    /// None where there is no number.
    fn link(self) -> Option<Link> {
        let (id, text) = (self.id.clone(), self.document.clone());
        let (number, previous_sha256, sha256) =
            (self.number?, self.previous_sha256.clone().unwrap_or_default(), self.sha256.clone().unwrap_or_default());
        let computed = self.read().ok().and_then(|invoice| {
            let issue = invoice.issue.as_ref()?;
            Some(checksum(&invoice, &text, &issue.number, issue.issued_at, &issue.previous_sha256))
        });
        Some(Link { number, id, previous_sha256, sha256, computed })
    }
}
