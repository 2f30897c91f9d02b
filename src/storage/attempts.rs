//! How often somebody has tried to sign in in vain: one row for an account or an address, which goes after a minute.
//!
//! Whoever tries takes a place first and gives it back when it was the right password, so that many tries at once, on
//! whatever replica, cannot all come before the first has been counted.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};

use super::columns::moment;
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const SIGN_IN_ATTEMPTS: &str = "sign_in_attempts";

/// How long a try counts.
pub const WINDOW: TimeDelta = TimeDelta::seconds(60);
/// So many in vain within [`WINDOW`]; the next one has to wait.
pub const MOST: usize = 20;

/// Counts a try, or says when the next one is possible. The row is held to the end of the transaction.
pub async fn take(tx: &mut Tx, subject: &str, now: DateTime<Utc>) -> Result<Result<(), DateTime<Utc>>, Error> {
    let (moments,): (String,) = sql!(tx.fetch_one(
        "INSERT INTO sign_in_attempts (subject, moments, last_at) VALUES ($1, '', $2)
         ON CONFLICT (subject) DO UPDATE SET last_at = $2 RETURNING moments",
        subject,
        moment(now),
    ))
    .on(SIGN_IN_ATTEMPTS)?;
    let mut recent = read(&moments);
    recent.retain(|at| *at > now - WINDOW);
    if let [first, ..] = recent[..]
        && recent.len() >= MOST
    {
        return Ok(Err(first + WINDOW));
    }
    recent.push(now);
    keep(tx, subject, &recent).await?;
    Ok(Ok(()))
}

/// Gives a try back that was not in vain.
pub async fn give_back(tx: &mut Tx, subject: &str, taken: DateTime<Utc>) -> Result<(), Error> {
    // Taken by writing, so that it is held on PostgreSQL too.
    let row: Option<(String,)> =
        sql!(tx.fetch_optional(
            "UPDATE sign_in_attempts SET last_at = last_at WHERE subject = $1 RETURNING moments",
            subject,
        ))
        .on(SIGN_IN_ATTEMPTS)?;
    let Some((moments,)) = row else { return Ok(()) };
    let mut recent = read(&moments);
    if let Some(at) = recent.iter().position(|at| *at == moment(taken)) {
        recent.remove(at);
    }
    keep(tx, subject, &recent).await
}

/// Forgets every try of a subject.
pub async fn clear(tx: &mut Tx, subject: &str) -> Result<(), Error> {
    sql!(tx.execute("DELETE FROM sign_in_attempts WHERE subject = $1", subject)).on(SIGN_IN_ATTEMPTS)?;
    Ok(())
}

/// Forgets what no longer counts.
pub async fn forget(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, Error> {
    sql!(tx.execute("DELETE FROM sign_in_attempts WHERE last_at <= $1", moment(now - WINDOW))).on(SIGN_IN_ATTEMPTS)
}

async fn keep(tx: &mut Tx, subject: &str, recent: &[DateTime<Utc>]) -> Result<(), Error> {
    let text = recent.iter().fold(String::new(), |mut text, at| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{} ", at.timestamp_micros());
        text
    });
    sql!(tx.execute("UPDATE sign_in_attempts SET moments = $1 WHERE subject = $2", text.trim_end(), subject))
        .on(SIGN_IN_ATTEMPTS)?;
    Ok(())
}

fn read(moments: &str) -> Vec<DateTime<Utc>> {
    moments.split(' ').filter_map(|at| DateTime::from_timestamp_micros(at.parse().ok()?)).collect()
}
