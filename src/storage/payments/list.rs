//! Payments by what they are about.

use super::super::error::{Error, On};
use super::super::invoices::Reach;
use super::super::tx::Tx;
use super::{PAYMENTS, Payment, Row, select};

/// Which payments are wanted; what is not given does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those of an organisation's account.
    pub organisation: Option<String>,
    /// Those of one who paid or was paid.
    pub counterparty: Option<String>,
    /// Those that pay a document.
    pub invoice: Option<String>,
    /// Those with something left that pays nothing.
    pub with_rest: bool,
    /// Those that have come and of which nothing is left.
    pub without_rest: bool,
}

/// The wanted payments from the newest on (the greatest id), at most `limit` of those before the id `before`; of those that
/// `reaches` lets see, or of all. What pays a document is seen by whoever sees the document, with what gives or takes it back.
pub async fn page(
    tx: &mut Tx,
    wanted: &Wanted,
    reaches: Option<&[Reach]>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Payment>, Error> {
    let Some(reaches) = reaches else { return find(tx, wanted, None, before, limit).await };
    let mut found = Vec::new();
    for reach in reaches {
        found.extend(find(tx, wanted, Some(reach), before, limit).await?);
    }
    found.sort_by(|a, b| b.id.cmp(&a.id));
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
) -> Result<Vec<Payment>, Error> {
    let rows: Vec<Row> = select!(tx.fetch_all(
        "WHERE ($1 IS NULL OR p.id < $1) AND ($3 IS NULL OR p.organisation_number = $3)
           AND ($4 IS NULL OR p.counterparty_number = $4)
           AND ($5 IS NULL OR EXISTS (SELECT 1 FROM payment_allocations AS a WHERE a.payment_id = p.id AND a.invoice_id = $5))
           AND (NOT $6 OR (p.kind <> 'refunded' AND p.reverses_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM payments AS r WHERE r.reverses_id = p.id)
                AND p.amount > COALESCE((SELECT SUM(a.amount) FROM payment_allocations AS a WHERE a.payment_id = p.id), 0)
                             + COALESCE((SELECT SUM(r.amount) FROM payments AS r WHERE r.refunds_id = p.id), 0)))
           AND (NOT $9 OR (p.kind = 'received' AND p.reverses_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM payments AS r WHERE r.reverses_id = p.id)
                AND p.amount <= COALESCE((SELECT SUM(a.amount) FROM payment_allocations AS a WHERE a.payment_id = p.id), 0)
                              + COALESCE((SELECT SUM(r.amount) FROM payments AS r WHERE r.refunds_id = p.id), 0)))
           AND (NOT $10 OR EXISTS (
                SELECT 1 FROM payment_allocations AS a JOIN invoices AS i ON i.id = a.invoice_id
                WHERE (a.payment_id = p.id OR a.payment_id = p.refunds_id OR a.payment_id = p.reverses_id)
                  AND ($7 IS NULL OR i.agreement_id = $7) AND ($8 IS NULL OR i.payer = $8 OR i.seller = $8)))
         ORDER BY p.id DESC LIMIT $2",
        before,
        limit,
        &wanted.organisation,
        &wanted.counterparty,
        &wanted.invoice,
        wanted.with_rest,
        reach.and_then(|reach| reach.agreement.as_ref()),
        reach.and_then(|reach| reach.party.as_ref()),
        wanted.without_rest,
        reach.is_some(),
    ))
    .on(PAYMENTS)?;
    rows.into_iter().map(Row::read).collect()
}

/// The payments that came with a file, in its order.
pub async fn of_import(tx: &mut Tx, import_id: &str) -> Result<Vec<Payment>, Error> {
    let rows: Vec<Row> = select!(tx.fetch_all("WHERE p.import_id = $1 ORDER BY p.id", import_id)).on(PAYMENTS)?;
    rows.into_iter().map(Row::read).collect()
}
