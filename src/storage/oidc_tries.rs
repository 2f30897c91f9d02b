//! Tries to sign in at an OpenID Connect provider that have not come back yet.

use chrono::{DateTime, Utc};

use super::columns::{Stored, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const OIDC_TRIES: &str = "oidc_tries";

/// Stores a try.
pub async fn insert(tx: &mut Tx, secret_sha256: &str, goes_on_to: &str, until: DateTime<Utc>) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO oidc_tries (secret_sha256, goes_on_to, expires_at) VALUES ($1, $2, $3)",
        secret_sha256,
        goes_on_to,
        moment(until),
    ))
    .on(OIDC_TRIES)?;
    Ok(())
}

/// Uses a try up: where it goes on to, when there is one that has not run out.
pub async fn take(tx: &mut Tx, secret_sha256: &str, now: DateTime<Utc>) -> Result<Option<String>, Error> {
    let row: Option<(String, Stored<DateTime<Utc>>)> = sql!(tx.fetch_optional(
        "DELETE FROM oidc_tries WHERE secret_sha256 = $1 RETURNING goes_on_to, expires_at",
        secret_sha256,
    ))
    .on(OIDC_TRIES)?;
    let Some((goes_on_to, until)) = row else { return Ok(None) };
    let until = until.of(OIDC_TRIES, "expires_at", &goes_on_to)?;
    Ok(Some(goes_on_to).filter(|_| now < until))
}

/// Forgets those that have run out.
pub async fn forget(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, Error> {
    sql!(tx.execute("DELETE FROM oidc_tries WHERE expires_at <= $1", moment(now))).on(OIDC_TRIES)
}
