//! Who is signed in.

use chrono::{DateTime, Utc};

use super::columns::{Stored, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const SESSIONS: &str = "sessions";

/// That somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The SHA-256 of the token in the cookie.
    pub token_sha256: String,
    /// Who.
    pub user_id: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used, as far as that has been written down.
    pub seen_at: DateTime<Utc>,
    /// When it ends, however much it is used.
    pub expires_at: DateTime<Utc>,
}

/// Stores a new session.
pub async fn insert(tx: &mut Tx, new: &Session) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO sessions (token_sha256, user_id, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        &new.token_sha256,
        &new.user_id,
        moment(new.created_at),
        moment(new.seen_at),
        moment(new.expires_at),
    ))
    .on(SESSIONS)?;
    Ok(())
}

/// The session with a token, whether it has run out or not.
pub async fn find(tx: &mut Tx, token_sha256: &str) -> Result<Option<Session>, Error> {
    let row: Option<SessionRow> = sql!(tx.fetch_optional(
        "SELECT token_sha256, user_id, created_at, seen_at, expires_at FROM sessions WHERE token_sha256 = $1",
        token_sha256,
    ))
    .on(SESSIONS)?;
    row.map(SessionRow::read).transpose()
}

/// Notes that a session is used.
pub async fn seen(tx: &mut Tx, token_sha256: &str, at: DateTime<Utc>) -> Result<(), Error> {
    sql!(tx.execute("UPDATE sessions SET seen_at = $1 WHERE token_sha256 = $2", moment(at), token_sha256))
        .on(SESSIONS)?;
    Ok(())
}

/// Ends a session; whether there was one.
pub async fn end(tx: &mut Tx, token_sha256: &str) -> Result<bool, Error> {
    let ended = sql!(tx.execute("DELETE FROM sessions WHERE token_sha256 = $1", token_sha256)).on(SESSIONS)?;
    Ok(ended == 1)
}

/// Ends every session of a user.
pub async fn end_all(tx: &mut Tx, user_id: &str) -> Result<u64, Error> {
    sql!(tx.execute("DELETE FROM sessions WHERE user_id = $1", user_id)).on(SESSIONS)
}

/// Forgets those that have run out.
pub async fn forget(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, Error> {
    sql!(tx.execute("DELETE FROM sessions WHERE expires_at <= $1", moment(now))).on(SESSIONS)
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    token_sha256: String,
    user_id: String,
    created_at: Stored<DateTime<Utc>>,
    seen_at: Stored<DateTime<Utc>>,
    expires_at: Stored<DateTime<Utc>>,
}

impl SessionRow {
    fn read(self) -> Result<Session, Error> {
        // The row is named by whose it is: the digest of a token belongs in no log.
        let row = &self.user_id;
        Ok(Session {
            created_at: self.created_at.of(SESSIONS, "created_at", row)?,
            seen_at: self.seen_at.of(SESSIONS, "seen_at", row)?,
            expires_at: self.expires_at.of(SESSIONS, "expires_at", row)?,
            token_sha256: self.token_sha256,
            user_id: self.user_id,
        })
    }
}
