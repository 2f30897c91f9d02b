//! Number series: 1, 2, 3 … per issuer and year, without gaps.
//!
//! A database's own sequences leave gaps, because a number that is rolled back is gone. Here the counter is a row like any
//! other: taking a number locks it to the end of the transaction, and a rollback gives the number back. It is therefore taken
//! as late in a transaction as possible; only the audit chain comes after it.

use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const NUMBER_SERIES: &str = "number_series";

/// The next number of an issuer's year.
pub async fn next(tx: &mut Tx, issuer: &str, year: i64) -> Result<i64, Error> {
    next_of(tx, issuer, year, 1).await
}

/// The first of the next so many numbers of an issuer's year: whoever takes them uses them all.
pub async fn next_of(tx: &mut Tx, issuer: &str, year: i64, count: i64) -> Result<i64, Error> {
    let (last,): (i64,) = sql!(tx.fetch_one(
        "INSERT INTO number_series (issuer, year, last) VALUES ($1, $2, $3)
         ON CONFLICT (issuer, year) DO UPDATE SET last = number_series.last + $3 RETURNING last",
        issuer,
        year,
        count,
    ))
    .on(NUMBER_SERIES)?;
    Ok(last - count + 1)
}

/// The last number that was given out; none when there was none.
pub async fn last(tx: &mut Tx, issuer: &str, year: i64) -> Result<Option<i64>, Error> {
    let row: Option<(i64,)> =
        sql!(tx.fetch_optional("SELECT last FROM number_series WHERE issuer = $1 AND year = $2", issuer, year))
            .on(NUMBER_SERIES)?;
    Ok(row.map(|(last,)| last))
}
