//! What was done under an `Idempotency-Key`, kept in the transaction that did it.
//!
//! The row is taken first of all: on PostgreSQL a second request with the same key waits there until the first one has
//! ended, on SQLite writers come one at a time anyway. Either it then finds the outcome, or the first was undone and it
//! does the work itself.

use chrono::{DateTime, Utc};

use super::columns::moment;
use super::error::{Error, On, waited_too_long};
use super::sql::sql;
use super::tx::Tx;

const IDEMPOTENCY: &str = "idempotency";

/// A request that is to be carried out once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Who sent it.
    pub principal: String,
    /// The method and the address's template.
    pub route: String,
    /// What the sender calls the request.
    pub key: String,
    /// The SHA-256 of what is asked for.
    pub fingerprint: String,
}

/// What is known of a request that is about to be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it is carried out now, and [`keep`] ends it.
    Nothing,
    /// It was carried out; this is what came of it, as JSON.
    Outcome(String),
    /// The key was used for something else.
    Other,
    /// Another request with the key has been under way for longer than a lock is waited for.
    InFlight,
}

/// Takes the key, or says what was done under it.
pub async fn take(tx: &mut Tx, once: &Once, now: DateTime<Utc>) -> Result<Known, Error> {
    let taken = sql!(tx.execute(
        "INSERT INTO idempotency (principal, route, idempotency_key, fingerprint, recorded_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (principal, route, idempotency_key) DO NOTHING",
        &once.principal,
        &once.route,
        &once.key,
        &once.fingerprint,
        moment(now),
    ));
    match taken {
        Ok(1) => return Ok(Known::Nothing),
        Err(error) if waited_too_long(&error) => return Ok(Known::InFlight),
        taken => taken.on(IDEMPOTENCY)?,
    };
    find(tx, once).await
}

/// What was done under the key, without taking it.
pub async fn find(tx: &mut Tx, once: &Once) -> Result<Known, Error> {
    let row: Option<(String, Option<String>)> = sql!(tx.fetch_optional(
        "SELECT fingerprint, outcome FROM idempotency WHERE principal = $1 AND route = $2 AND idempotency_key = $3",
        &once.principal,
        &once.route,
        &once.key,
    ))
    .on(IDEMPOTENCY)?;
    Ok(match row {
        None => Known::Nothing,
        Some((fingerprint, Some(outcome))) if fingerprint == once.fingerprint => Known::Outcome(outcome),
        Some(_) => Known::Other,
    })
}

/// What came of a request, whatever it asked for; none while there is none.
pub async fn outcome(tx: &mut Tx, principal: &str, route: &str, key: &str) -> Result<Option<String>, Error> {
    let row: Option<(Option<String>,)> = sql!(tx.fetch_optional(
        "SELECT outcome FROM idempotency WHERE principal = $1 AND route = $2 AND idempotency_key = $3",
        principal,
        route,
        key,
    ))
    .on(IDEMPOTENCY)?;
    Ok(row.and_then(|(outcome,)| outcome))
}

/// Keeps what came of a request whose key was taken in the same transaction.
pub async fn keep(tx: &mut Tx, once: &Once, outcome: &str) -> Result<(), Error> {
    sql!(tx.execute(
        "UPDATE idempotency SET outcome = $1 WHERE principal = $2 AND route = $3 AND idempotency_key = $4",
        outcome,
        &once.principal,
        &once.route,
        &once.key,
    ))
    .on(IDEMPOTENCY)?;
    Ok(())
}

/// Forgets what is older than `before`; how many there were.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, Error> {
    sql!(tx.execute("DELETE FROM idempotency WHERE recorded_at < $1", moment(before))).on(IDEMPOTENCY)
}
