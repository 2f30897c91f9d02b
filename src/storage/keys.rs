//! Keys of programs, without what they are trusted with ([`super::grants`]).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::columns::{Stored, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const API_KEYS: &str = "api_keys";

/// A program's key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Its id, which is also part of the key.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The id of the user or key that made it; none for those made on the command line.
    pub created_by: Option<String>,
    /// When it stops being valid, if it does.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why it was revoked.
    pub revoke_reason: Option<String>,
}

/// Stores a new key.
pub async fn insert(tx: &mut Tx, new: &ApiKey, secret_sha256: &str) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO api_keys (id, name, secret_sha256, created_at, created_by, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &new.id,
        &new.name,
        secret_sha256,
        moment(new.created_at),
        &new.created_by,
        new.expires_at.map(moment),
    ))
    .on(API_KEYS)?;
    Ok(())
}

/// One key.
pub async fn get(tx: &mut Tx, id: &str) -> Result<ApiKey, Error> {
    let found = find(tx, id).await?;
    found.map(|(key, _)| key).ok_or_else(|| Error::NotFound { what: "key", id: id.to_owned() })
}

/// One key and the SHA-256 of its secret, if there is such a key.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<(ApiKey, String)>, Error> {
    let row: Option<KeyRow> = sql!(tx.fetch_optional(
        "SELECT id, name, secret_sha256, created_at, created_by, expires_at, revoked_at, revoke_reason
         FROM api_keys WHERE id = $1",
        id,
    ))
    .on(API_KEYS)?;
    row.map(KeyRow::read).transpose()
}

/// Keys in the order they came, at most `limit` of those after the id `after`.
pub async fn page(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<ApiKey>, Error> {
    let rows: Vec<KeyRow> = sql!(tx.fetch_all(
        "SELECT id, name, secret_sha256, created_at, created_by, expires_at, revoked_at, revoke_reason
         FROM api_keys WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        limit,
    ))
    .on(API_KEYS)?;
    rows.into_iter().map(|row| row.read().map(|(key, _)| key)).collect()
}

/// Revokes a key that is not revoked yet; whether it was.
pub async fn revoke(tx: &mut Tx, id: &str, at: DateTime<Utc>, reason: Option<&str>) -> Result<bool, Error> {
    let changed = sql!(tx.execute(
        "UPDATE api_keys SET revoked_at = $1, revoke_reason = $2 WHERE id = $3 AND revoked_at IS NULL",
        moment(at),
        reason,
        id,
    ))
    .on(API_KEYS)?;
    Ok(changed == 1)
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    id: String,
    name: String,
    secret_sha256: String,
    created_at: Stored<DateTime<Utc>>,
    created_by: Option<String>,
    expires_at: Stored<Option<DateTime<Utc>>>,
    revoked_at: Stored<Option<DateTime<Utc>>>,
    revoke_reason: Option<String>,
}

impl KeyRow {
    fn read(self) -> Result<(ApiKey, String), Error> {
        let key = ApiKey {
            name: self.name,
            created_at: self.created_at.of(API_KEYS, "created_at", &self.id)?,
            created_by: self.created_by,
            expires_at: self.expires_at.of(API_KEYS, "expires_at", &self.id)?,
            revoked_at: self.revoked_at.of(API_KEYS, "revoked_at", &self.id)?,
            revoke_reason: self.revoke_reason,
            id: self.id,
        };
        Ok((key, self.secret_sha256))
    }
}
