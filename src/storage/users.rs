//! People: their accounts, without what they are trusted with ([`super::grants`]).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const USERS: &str = "users";

/// Whether somebody may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// May sign in.
    Active,
    /// May not; what the person has done stays under the name.
    Closed,
}

impl Status {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }
}

/// A person's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// What the person signs in as, in lower case.
    pub login: String,
    /// What the person is called.
    pub name: String,
    /// Whether a password has been chosen.
    pub has_password: bool,
    /// For those who sign in elsewhere: where.
    pub issuer: Option<String>,
    /// For those who sign in elsewhere: as whom.
    pub subject: Option<String>,
    /// Whether the person may sign in.
    pub status: Status,
    /// 1, 2, 3 … with every change: the `ETag`.
    pub revision: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When this revision came.
    pub changed_at: DateTime<Utc>,
}

/// Stores a new account. A login that is taken is [`Error::Conflict`]: look with [`with_login`] first.
pub async fn insert(tx: &mut Tx, new: &Account, password_hash: Option<&str>) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO users (id, login, name, password_hash, issuer, subject, status, revision, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &new.id,
        &new.login,
        &new.name,
        password_hash,
        &new.issuer,
        &new.subject,
        new.status.as_str(),
        new.revision,
        moment(new.created_at),
        moment(new.changed_at),
    ))
    .on(USERS)?;
    Ok(())
}

/// One account.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Account, Error> {
    let row: Option<UserRow> = sql!(tx.fetch_optional(
        "SELECT id, login, name, password_hash, issuer, subject, status, revision, created_at, changed_at
         FROM users WHERE id = $1",
        id,
    ))
    .on(USERS)?;
    row.ok_or_else(|| nothing(id))?.read().map(|(account, _)| account)
}

/// The account with a login in lower case, and the hash of its password.
pub async fn with_login(tx: &mut Tx, login: &str) -> Result<Option<(Account, Option<String>)>, Error> {
    let row: Option<UserRow> = sql!(tx.fetch_optional(
        "SELECT id, login, name, password_hash, issuer, subject, status, revision, created_at, changed_at
         FROM users WHERE login = $1",
        login,
    ))
    .on(USERS)?;
    row.map(UserRow::read).transpose()
}

/// The account of somebody who signs in elsewhere.
pub async fn with_subject(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<Account>, Error> {
    let row: Option<UserRow> = sql!(tx.fetch_optional(
        "SELECT id, login, name, password_hash, issuer, subject, status, revision, created_at, changed_at
         FROM users WHERE issuer = $1 AND subject = $2",
        issuer,
        subject,
    ))
    .on(USERS)?;
    row.map(|row| row.read().map(|(account, _)| account)).transpose()
}

/// The account of somebody who signs in elsewhere. It is held to the end of the transaction.
pub async fn hold_with_subject(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<Account>, Error> {
    let row: Option<UserRow> = sql!(tx.fetch_optional(
        "UPDATE users SET status = status WHERE issuer = $1 AND subject = $2
         RETURNING id, login, name, password_hash, issuer, subject, status, revision, created_at, changed_at",
        issuer,
        subject,
    ))
    .on(USERS)?;
    row.map(|row| row.read().map(|(account, _)| account)).transpose()
}

/// Stores a new account without a password, unless its login or its subject is taken; whether it was stored.
pub async fn insert_unless_taken(tx: &mut Tx, new: &Account) -> Result<bool, Error> {
    let stored = sql!(tx.execute(
        "INSERT INTO users (id, login, name, password_hash, issuer, subject, status, revision, created_at, changed_at)
         VALUES ($1, $2, $3, NULL, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        &new.id,
        &new.login,
        &new.name,
        &new.issuer,
        &new.subject,
        new.status.as_str(),
        new.revision,
        moment(new.created_at),
        moment(new.changed_at),
    ))
    .on(USERS)?;
    Ok(stored == 1)
}

/// Accounts in the order they came, at most `limit` of those after the id `after`.
pub async fn page(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<Account>, Error> {
    let rows: Vec<UserRow> = sql!(tx.fetch_all(
        "SELECT id, login, name, password_hash, issuer, subject, status, revision, created_at, changed_at
         FROM users WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        limit,
    ))
    .on(USERS)?;
    rows.into_iter().map(|row| row.read().map(|(account, _)| account)).collect()
}

/// Whether there is any account at all.
pub async fn any(tx: &mut Tx) -> Result<bool, Error> {
    let row: Option<(String,)> = sql!(tx.fetch_optional("SELECT id FROM users ORDER BY id LIMIT 1")).on(USERS)?;
    Ok(row.is_some())
}

/// Writes name and status of `new` over the revision that the writer had read; [`Error::Stale`] when somebody else was
/// faster.
pub async fn replace(tx: &mut Tx, new: &Account, expected_revision: i64) -> Result<(), Error> {
    let changed = sql!(tx.execute(
        "UPDATE users SET name = $1, status = $2, revision = revision + 1, changed_at = $3
         WHERE id = $4 AND revision = $5",
        &new.name,
        new.status.as_str(),
        moment(new.changed_at),
        &new.id,
        expected_revision,
    ))
    .on(USERS)?;
    if changed == 1 {
        return Ok(());
    }
    let current = get(tx, &new.id).await?.revision;
    Err(Error::Stale { what: "user", current: Some(current) })
}

/// A new revision under a name: for changes that come from elsewhere and have read no revision.
pub async fn rename(tx: &mut Tx, id: &str, name: &str, at: DateTime<Utc>) -> Result<(), Error> {
    let changed = sql!(tx.execute(
        "UPDATE users SET name = $1, revision = revision + 1, changed_at = $2 WHERE id = $3",
        name,
        moment(at),
        id,
    ))
    .on(USERS)?;
    if changed == 1 { Ok(()) } else { Err(nothing(id)) }
}

/// Keeps the hash of a new password.
pub async fn set_password(tx: &mut Tx, id: &str, hash: &str, at: DateTime<Utc>) -> Result<(), Error> {
    let changed = sql!(tx.execute(
        "UPDATE users SET password_hash = $1, revision = revision + 1, changed_at = $2 WHERE id = $3",
        hash,
        moment(at),
        id,
    ))
    .on(USERS)?;
    if changed == 1 { Ok(()) } else { Err(nothing(id)) }
}

/// How many active administrators there are. Whoever asks holds them to the end of the transaction, so that two
/// administrators cannot take the right from each other at the same time.
pub async fn hold_administrators(tx: &mut Tx) -> Result<i64, Error> {
    sql!(tx.execute(
        "UPDATE users SET status = status
         WHERE id IN (SELECT user_id FROM grants WHERE role = 'admin' AND user_id IS NOT NULL)",
    ))
    .on(USERS)?;
    let (count,): (i64,) = sql!(tx.fetch_one(
        "SELECT COUNT(*) FROM users WHERE status = 'active'
         AND id IN (SELECT user_id FROM grants WHERE role = 'admin' AND user_id IS NOT NULL)",
    ))
    .on(USERS)?;
    Ok(count)
}

fn nothing(id: &str) -> Error {
    Error::NotFound { what: "user", id: id.to_owned() }
}

#[derive(sqlx::FromRow)]
struct UserRow {
    id: String,
    login: String,
    name: String,
    password_hash: Option<String>,
    issuer: Option<String>,
    subject: Option<String>,
    status: String,
    revision: i64,
    created_at: Stored<DateTime<Utc>>,
    changed_at: Stored<DateTime<Utc>>,
}

impl UserRow {
    fn read(self) -> Result<(Account, Option<String>), Error> {
        let status = match self.status.as_str() {
            "active" => Status::Active,
            "closed" => Status::Closed,
            _ => return Err(corrupt(USERS, "status", &self.id)),
        };
        let account = Account {
            login: self.login,
            name: self.name,
            has_password: self.password_hash.is_some(),
            issuer: self.issuer,
            subject: self.subject,
            status,
            revision: self.revision,
            created_at: self.created_at.of(USERS, "created_at", &self.id)?,
            changed_at: self.changed_at.of(USERS, "changed_at", &self.id)?,
            id: self.id,
        };
        Ok((account, self.password_hash))
    }
}
