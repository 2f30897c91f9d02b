//! Vouchers by what they are about, and what accounts come to.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::super::error::{Error, On};
use super::super::sql::sql;
use super::super::tx::Tx;
use super::row::{Side, VoucherRow, select, with_entries};
use super::{ENTRIES, SourceKind, VOUCHERS, Voucher};

/// Which vouchers are wanted; what is not given does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those in these books: an organisation number.
    pub issuer: Option<String>,
    /// Those of an agreement.
    pub agreement: Option<String>,
    /// Those from this day on.
    pub from: Option<NaiveDate>,
    /// Those to this day.
    pub to: Option<NaiveDate>,
    /// Those with a side on this account, as it is written.
    pub account: Option<String>,
    /// Those of this kind of thing.
    pub source_kind: Option<SourceKind>,
    /// The one of the thing with this id.
    pub source_id: Option<String>,
}

/// What an account comes to in one agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The agreement, in which parties and costs have their ids.
    pub agreement_id: String,
    /// The account, as it is written.
    pub account: String,
    /// Öre: debit above zero, credit below.
    pub ore: i64,
}

/// The wanted vouchers from the newest on (the greatest id), at most `limit` of those before the id `before`; of those in the
/// agreements `only`, or of all.
pub async fn page(
    tx: &mut Tx,
    wanted: &Wanted,
    only: Option<&[String]>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Voucher>, Error> {
    let mut rows = Vec::new();
    match only {
        None => rows = find(tx, wanted, wanted.agreement.as_deref(), before, limit).await?,
        Some(only) => {
            for own in only.iter().filter(|own| wanted.agreement.as_ref().is_none_or(|agreement| agreement == *own)) {
                rows.extend(find(tx, wanted, Some(own), before, limit).await?);
            }
            rows.sort_by(|a, b| b.id.cmp(&a.id));
            rows.truncate(usize::try_from(limit).unwrap_or_default());
        }
    }
    let mut vouchers = Vec::with_capacity(rows.len());
    for row in rows {
        vouchers.push(with_entries(tx, row).await?);
    }
    Ok(vouchers)
}

async fn find(
    tx: &mut Tx,
    wanted: &Wanted,
    agreement: Option<&str>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<VoucherRow>, Error> {
    select!(tx.fetch_all(
        "WHERE ($1 IS NULL OR v.id < $1) AND ($3 IS NULL OR v.issuer = $3) AND ($4 IS NULL OR v.agreement_id = $4)
           AND ($5 IS NULL OR v.dated_on >= $5) AND ($6 IS NULL OR v.dated_on <= $6)
           AND ($7 IS NULL OR EXISTS (SELECT 1 FROM voucher_entries AS e WHERE e.voucher_id = v.id AND e.account = $7))
           AND ($8 IS NULL OR v.source_kind = $8) AND ($9 IS NULL OR v.source_id = $9)
         ORDER BY v.id DESC LIMIT $2",
        before,
        limit,
        &wanted.issuer,
        agreement,
        wanted.from,
        wanted.to,
        &wanted.account,
        wanted.source_kind.map(SourceKind::as_str),
        &wanted.source_id,
    ))
    .on(VOUCHERS)
}

/// Vouchers in an issuer's books whose date is from one day to another, both included, in the order of their numbers, at
/// most `limit` of those after a year's number.
pub async fn in_period(
    tx: &mut Tx,
    issuer: &str,
    days: (NaiveDate, NaiveDate),
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<Voucher>, Error> {
    let rows: Vec<VoucherRow> = select!(tx.fetch_all(
        "WHERE v.issuer = $1 AND v.dated_on >= $2 AND v.dated_on <= $3 AND (v.year > $4 OR (v.year = $4 AND v.number > $5))
         ORDER BY v.year, v.number LIMIT $6",
        issuer,
        days.0,
        days.1,
        after.0,
        after.1,
        limit,
    ))
    .on(VOUCHERS)?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let sides: Vec<(String, String, i64)> = sql!(tx.fetch_all(
        "SELECT e.voucher_id, e.account, e.ore FROM voucher_entries AS e JOIN vouchers AS v ON v.id = e.voucher_id
         WHERE v.issuer = $1 AND (v.year > $2 OR (v.year = $2 AND v.number >= $3))
           AND (v.year < $4 OR (v.year = $4 AND v.number <= $5))
         ORDER BY e.voucher_id, e.ordinal",
        issuer,
        first.year,
        first.number,
        last.year,
        last.number,
    ))
    .on(ENTRIES)?;
    let mut by_voucher: HashMap<String, Vec<Side>> = HashMap::new();
    for (voucher, account, ore) in sides {
        by_voucher.entry(voucher).or_default().push((account, ore));
    }
    rows.into_iter()
        .map(|row| {
            let sides = by_voucher.remove(&row.id).unwrap_or_default();
            row.read(sides)
        })
        .collect()
}

/// What each account in an issuer's books comes to at the end of a day, agreement by agreement.
pub async fn balances(tx: &mut Tx, issuer: &str, on: NaiveDate) -> Result<Vec<Balance>, Error> {
    let rows: Vec<(String, String, i64)> = sql!(tx.fetch_all(
        "SELECT v.agreement_id, e.account, CAST(SUM(CAST(e.ore AS BIGINT)) AS BIGINT)
         FROM voucher_entries AS e JOIN vouchers AS v ON v.id = e.voucher_id
         WHERE v.issuer = $1 AND v.dated_on <= $2 GROUP BY v.agreement_id, e.account",
        issuer,
        on,
    ))
    .on(ENTRIES)?;
    let balance = |(agreement_id, account, ore)| Balance { agreement_id, account, ore };
    let mut balances: Vec<Balance> = rows.into_iter().map(balance).collect();
    // Here and not in SQL: the two databases sort texts otherwise.
    balances.sort_by(|a, b| (&a.agreement_id, &a.account).cmp(&(&b.agreement_id, &b.account)));
    Ok(balances)
}
