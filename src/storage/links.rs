//! Addresses that can be used once: to make the first administrator, or to choose a password.

use chrono::{DateTime, Utc};

use super::columns::moment;
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const ONE_TIME_LINKS: &str = "one_time_links";

/// What a link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// To make the first administrator.
    Setup,
    /// To choose the password of the user with this id.
    Password(String),
}

impl Purpose {
    fn columns(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Setup => ("setup", None),
            Self::Password(user) => ("password", Some(user)),
        }
    }
}

/// Stores a new link; the ones before it, for the same thing, stop working.
pub async fn insert(
    tx: &mut Tx,
    secret_sha256: &str,
    purpose: &Purpose,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    withdraw(tx, purpose).await?;
    let (purpose, user) = purpose.columns();
    sql!(tx.execute(
        "INSERT INTO one_time_links (secret_sha256, purpose, user_id, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
        secret_sha256,
        purpose,
        user,
        moment(now),
        moment(expires_at),
    ))
    .on(ONE_TIME_LINKS)?;
    Ok(())
}

/// What a link is for, while it can be used.
pub async fn find(tx: &mut Tx, secret_sha256: &str, now: DateTime<Utc>) -> Result<Option<Purpose>, Error> {
    let row: Option<(Option<String>,)> = sql!(tx.fetch_optional(
        "SELECT user_id FROM one_time_links WHERE secret_sha256 = $1 AND expires_at > $2",
        secret_sha256,
        moment(now),
    ))
    .on(ONE_TIME_LINKS)?;
    Ok(row.map(|(user,)| user.map_or(Purpose::Setup, Purpose::Password)))
}

/// Uses a link up; whether it could be used. Of two at the same time only one can.
pub async fn take(tx: &mut Tx, secret_sha256: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let taken = sql!(tx.execute(
        "DELETE FROM one_time_links WHERE secret_sha256 = $1 AND expires_at > $2",
        secret_sha256,
        moment(now),
    ))
    .on(ONE_TIME_LINKS)?;
    Ok(taken == 1)
}

/// Makes every link for the same thing stop working.
pub async fn withdraw(tx: &mut Tx, purpose: &Purpose) -> Result<(), Error> {
    match purpose {
        Purpose::Setup => sql!(tx.execute("DELETE FROM one_time_links WHERE purpose = 'setup'")),
        Purpose::Password(user) => sql!(tx.execute("DELETE FROM one_time_links WHERE user_id = $1", user)),
    }
    .on(ONE_TIME_LINKS)?;
    Ok(())
}
