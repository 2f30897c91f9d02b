//! Addresses that show one comparison, or one calendar, to whoever has them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const SHARE_LINKS: &str = "share_links";

/// What an address opens; nothing else opens with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// One comparison: the page.
    #[default]
    Comparison,
    /// The agreement's calendar, without what anybody owes.
    Calendar,
}

impl Shows {
    /// Everything that can be shown.
    pub const ALL: [Self; 2] = [Self::Comparison, Self::Calendar];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comparison => "comparison",
            Self::Calendar => "calendar",
        }
    }
}

/// An address that has been given away, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareLink {
    /// Its id.
    pub id: String,
    /// Whose comparison or calendar it shows.
    pub agreement_id: String,
    /// What it is for.
    pub name: String,
    /// What it opens. What was told before there was anything but comparisons does not say.
    #[serde(default)]
    pub shows: Shows,
    /// The query of a comparison; empty for a calendar.
    pub query: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The id of the user or key that made it; none for those made on the command line.
    pub created_by: Option<String>,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why it was revoked.
    pub revoke_reason: Option<String>,
}

/// Stores a new link.
pub async fn insert(tx: &mut Tx, new: &ShareLink, secret_sha256: &str) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO share_links (id, agreement_id, name, query, secret_sha256, created_at, created_by, expires_at, shows)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &new.id,
        &new.agreement_id,
        &new.name,
        &new.query,
        secret_sha256,
        moment(new.created_at),
        &new.created_by,
        moment(new.expires_at),
        new.shows.as_str(),
    ))
    .on(SHARE_LINKS)?;
    Ok(())
}

/// One link.
pub async fn get(tx: &mut Tx, id: &str) -> Result<ShareLink, Error> {
    let row: Option<LinkRow> = sql!(tx.fetch_optional(
        "SELECT id, agreement_id, name, shows, query, created_at, created_by, expires_at, revoked_at, revoke_reason
         FROM share_links WHERE id = $1",
        id,
    ))
    .on(SHARE_LINKS)?;
    row.ok_or_else(|| Error::NotFound { what: "share link", id: id.to_owned() })?.read()
}

/// The link with a secret that opens what is asked for, while it works.
pub async fn with_secret(
    tx: &mut Tx,
    secret_sha256: &str,
    shows: Shows,
    now: DateTime<Utc>,
) -> Result<Option<ShareLink>, Error> {
    let row: Option<LinkRow> = sql!(tx.fetch_optional(
        "SELECT id, agreement_id, name, shows, query, created_at, created_by, expires_at, revoked_at, revoke_reason
         FROM share_links WHERE secret_sha256 = $1 AND shows = $2 AND revoked_at IS NULL AND expires_at > $3",
        secret_sha256,
        shows.as_str(),
        moment(now),
    ))
    .on(SHARE_LINKS)?;
    row.map(LinkRow::read).transpose()
}

/// Links in the order they were made, at most `limit` of those after the id `after`; of one agreement, or of all.
pub async fn page(tx: &mut Tx, agreement_id: Option<&str>, after: &str, limit: i64) -> Result<Vec<ShareLink>, Error> {
    let rows: Vec<LinkRow> = sql!(tx.fetch_all(
        "SELECT id, agreement_id, name, shows, query, created_at, created_by, expires_at, revoked_at, revoke_reason
         FROM share_links WHERE id > $1 AND (agreement_id = $2 OR $3) ORDER BY id LIMIT $4",
        after,
        agreement_id.unwrap_or_default(),
        agreement_id.is_none(),
        limit,
    ))
    .on(SHARE_LINKS)?;
    rows.into_iter().map(LinkRow::read).collect()
}

/// Revokes a link that is not revoked yet; whether it was.
pub async fn revoke(tx: &mut Tx, id: &str, at: DateTime<Utc>, reason: &str) -> Result<bool, Error> {
    let changed = sql!(tx.execute(
        "UPDATE share_links SET revoked_at = $1, revoke_reason = $2 WHERE id = $3 AND revoked_at IS NULL",
        moment(at),
        reason,
        id,
    ))
    .on(SHARE_LINKS)?;
    Ok(changed == 1)
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    id: String,
    agreement_id: String,
    name: String,
    shows: String,
    query: String,
    created_at: Stored<DateTime<Utc>>,
    created_by: Option<String>,
    expires_at: Stored<DateTime<Utc>>,
    revoked_at: Stored<Option<DateTime<Utc>>>,
    revoke_reason: Option<String>,
}

impl LinkRow {
    fn read(self) -> Result<ShareLink, Error> {
        let shows = Shows::ALL.into_iter().find(|shows| shows.as_str() == self.shows);
        Ok(ShareLink {
            shows: shows.ok_or_else(|| corrupt(SHARE_LINKS, "shows", &self.id))?,
            created_at: self.created_at.of(SHARE_LINKS, "created_at", &self.id)?,
            expires_at: self.expires_at.of(SHARE_LINKS, "expires_at", &self.id)?,
            revoked_at: self.revoked_at.of(SHARE_LINKS, "revoked_at", &self.id)?,
            agreement_id: self.agreement_id,
            name: self.name,
            query: self.query,
            created_by: self.created_by,
            revoke_reason: self.revoke_reason,
            id: self.id,
        })
    }
}
