//! What `samfin verify` looks at, and what has no voucher yet.

use std::collections::{BTreeMap, BTreeSet};

use super::super::error::{Error, On};
use super::super::sql::sql;
use super::super::tx::Tx;
use super::row::{VoucherRow, select, with_entries};
use super::{COUNTER, SourceKind, VOUCHERS, Voucher};

/// A series of vouchers, known from its counter or from its vouchers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// Whose books.
    pub issuer: String,
    /// Which year.
    pub year: i64,
}

impl Series {
    /// What its counter is called.
    #[must_use]
    pub fn counter(&self) -> String {
        format!("{}{COUNTER}", self.issuer)
    }

    /// Whether a counter is one of vouchers.
    #[must_use]
    pub fn is_counted_by(counter: &str) -> bool {
        counter.ends_with(COUNTER)
    }
}

/// A voucher in its series, as it was found.
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
    /// What that must be; or what cannot be read.
    pub computed: Result<String, Error>,
    /// What its sides sum to, öre.
    pub sum: i128,
}

/// Every series.
pub async fn series(tx: &mut Tx) -> Result<BTreeSet<Series>, Error> {
    let counters: Vec<(String, i64)> =
        sql!(tx.fetch_all("SELECT issuer, year FROM number_series")).on("number_series")?;
    let posted: Vec<(String, i64)> = sql!(tx.fetch_all("SELECT DISTINCT issuer, year FROM vouchers")).on(VOUCHERS)?;
    let counted = counters.into_iter().filter_map(|(counter, year)| {
        counter.strip_suffix(COUNTER).map(|issuer| Series { issuer: issuer.to_owned(), year })
    });
    Ok(counted.chain(posted.into_iter().map(|(issuer, year)| Series { issuer, year })).collect())
}

/// The vouchers of a series by number, at most `limit` of those after the number `after`.
pub async fn chain(tx: &mut Tx, series: &Series, after: i64, limit: i64) -> Result<Vec<Link>, Error> {
    let rows: Vec<VoucherRow> = select!(tx.fetch_all(
        "WHERE v.issuer = $1 AND v.year = $2 AND v.number > $3 ORDER BY v.number LIMIT $4",
        &series.issuer,
        series.year,
        after,
        limit,
    ))
    .on(VOUCHERS)?;
    let mut links = Vec::with_capacity(rows.len());
    for row in rows {
        let (number, id) = (row.number, row.id.clone());
        let (previous_sha256, sha256) = (row.previous_sha256.clone(), row.sha256.clone());
        let sides: Vec<(i64,)> =
            sql!(tx.fetch_all("SELECT ore FROM voucher_entries WHERE voucher_id = $1", &id)).on(super::ENTRIES)?;
        let sum = sides.iter().map(|(ore,)| i128::from(*ore)).sum();
        let computed = match with_entries(tx, row).await {
            Ok(voucher) => Ok(voucher.checksum()),
            Err(error @ Error::Corrupt { .. }) => Err(error),
            Err(error) => return Err(error),
        };
        links.push(Link { number, id, previous_sha256, sha256, computed, sum });
    }
    Ok(links)
}

/// Whether the numbers of a series are those of its vouchers, without gaps, and the last of them is as it was posted and sums to
/// zero: what the next one is built on.
pub async fn is_whole(tx: &mut Tx, series: &Series) -> Result<bool, Error> {
    let (last, count, highest): (i64, i64, i64) = sql!(tx.fetch_one(
        "SELECT COALESCE((SELECT last FROM number_series WHERE issuer = $1 AND year = $2), CAST(0 AS BIGINT)),
                COUNT(*), COALESCE(MAX(number), CAST(0 AS BIGINT))
         FROM vouchers WHERE issuer = $3 AND year = $2",
        series.counter(),
        series.year,
        &series.issuer,
    ))
    .on(VOUCHERS)?;
    if last != count || last != highest {
        return Ok(false);
    }
    let link = chain(tx, series, last - 1, 1).await?.pop();
    Ok(link.is_none_or(|link| link.sum == 0 && link.computed.ok().as_ref() == Some(&link.sha256)))
}

/// The vouchers of a kind of thing, by the thing; those that cannot be read are left out, which [`chain`] tells of.
pub async fn sourced(tx: &mut Tx, kind: SourceKind) -> Result<BTreeMap<String, Voucher>, Error> {
    let rows: Vec<VoucherRow> =
        select!(tx.fetch_all("WHERE v.source_kind = $1 ORDER BY v.id", kind.as_str())).on(VOUCHERS)?;
    let mut found = BTreeMap::new();
    for row in rows {
        match with_entries(tx, row).await {
            Ok(voucher) => drop(found.insert(voucher.source.id.clone(), voucher)),
            Err(Error::Corrupt { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// The ids of issued documents that have no voucher, in the order in which they were issued.
pub async fn unposted(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sql!(tx.fetch_all(
        "SELECT i.id FROM invoices AS i
         WHERE i.status = 'issued'
           AND NOT EXISTS (SELECT 1 FROM vouchers AS v WHERE v.source_kind = 'document' AND v.source_id = i.id)
         ORDER BY i.issued_at, i.id",
    ))
    .on(VOUCHERS)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The ids of vouchers of documents that are not issued, or not there.
pub async fn without_source(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sql!(tx.fetch_all(
        "SELECT v.id FROM vouchers AS v
         WHERE v.source_kind = 'document'
           AND NOT EXISTS (SELECT 1 FROM invoices AS i WHERE i.id = v.source_id AND i.status = 'issued')
         ORDER BY v.id",
    ))
    .on(VOUCHERS)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
