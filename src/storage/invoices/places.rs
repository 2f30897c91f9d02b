//! One living document in each place, so that nothing is asked for twice.

use samfin_core::billing::document::Document;

use super::super::error::{Error, On};
use super::super::sql::sql;
use super::super::tx::Tx;
use super::row::occasion;

const PLACES: &str = "invoice_places";

/// Takes a document's place. Two that want the same one at once come one after the other.
pub(super) async fn take(
    tx: &mut Tx,
    period_id: &str,
    document: &Document,
    ordinal: i64,
    invoice_id: &str,
) -> Result<(), Error> {
    let taken = sql!(tx.execute(
        "INSERT INTO invoice_places (period_id, payer, seller, occasion, ordinal, vat_group, invoice_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (period_id, payer, seller, occasion, ordinal, vat_group) DO NOTHING",
        period_id,
        document.buyer.party.as_str(),
        document.seller.party.as_str(),
        occasion(&document.occasion),
        ordinal,
        document.vat.group(),
        invoice_id,
    ))
    .on(PLACES)?;
    if taken == 1 {
        return Ok(());
    }
    match holder(tx, period_id, document, ordinal).await? {
        Some(by) => Err(Error::Occupied { what: "invoice", by }),
        None => Err(Error::Conflict { what: PLACES }), // freed a moment ago: another try succeeds
    }
}

/// The document that is in the place that another one would take: `ordinal` tells several of an occasion apart.
pub async fn holder(tx: &mut Tx, period_id: &str, document: &Document, ordinal: i64) -> Result<Option<String>, Error> {
    let row: Option<(String,)> = sql!(tx.fetch_optional(
        "SELECT invoice_id FROM invoice_places
         WHERE period_id = $1 AND payer = $2 AND seller = $3 AND occasion = $4 AND ordinal = $5 AND vat_group = $6",
        period_id,
        document.buyer.party.as_str(),
        document.seller.party.as_str(),
        occasion(&document.occasion),
        super::row::ordinal(&document.occasion, ordinal),
        document.vat.group(),
    ))
    .on(PLACES)?;
    Ok(row.map(|(id,)| id))
}

/// Gives a document's place to the next: when it is wholly credited. A discarded draft has lost its place already.
pub async fn free(tx: &mut Tx, invoice_id: &str) -> Result<(), Error> {
    sql!(tx.execute("DELETE FROM invoice_places WHERE invoice_id = $1", invoice_id)).on(PLACES)?;
    Ok(())
}
