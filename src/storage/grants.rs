//! What users and keys are trusted with: rows of users and of keys, each with the source that decides over it.

use serde::{Deserialize, Serialize};

use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const GRANTS: &str = "grants";

/// Who decides over a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Somebody here.
    Manual,
    /// The groups that a sign-in elsewhere tells of.
    Groups,
}

impl Source {
    fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Groups => "groups",
        }
    }
}

/// That a user or a key has a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The row's id.
    pub id: String,
    /// The role, as it is written.
    pub role: String,
    /// In one agreement; none: in all of them.
    pub agreement_id: Option<String>,
    /// For a party's officer, the party.
    pub party: Option<String>,
    /// For an approver, the largest amount that it attests, in öre; none: any.
    #[serde(default)]
    pub amount_limit: Option<i64>,
    /// Who decides over it.
    pub source: Source,
}

/// Whose grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder<'a> {
    /// A user's.
    User(&'a str),
    /// A key's.
    Key(&'a str),
}

impl<'a> Holder<'a> {
    fn columns(self) -> (Option<&'a str>, Option<&'a str>) {
        match self {
            Self::User(id) => (Some(id), None),
            Self::Key(id) => (None, Some(id)),
        }
    }
}

/// What somebody holds, in the order it was given.
pub async fn of(tx: &mut Tx, holder: Holder<'_>) -> Result<Vec<Held>, Error> {
    let (user, key) = holder.columns();
    let rows: Vec<GrantRow> = sql!(tx.fetch_all(
        "SELECT id, user_id, key_id, role, agreement_id, party, amount_limit, source FROM grants
         WHERE user_id = $1 OR key_id = $2 ORDER BY id",
        user,
        key,
    ))
    .on(GRANTS)?;
    Ok(rows.into_iter().map(|row| row.read().1).collect())
}

/// What users whose ids lie after `after` and up to `last` hold, each beside the user's id.
pub async fn of_users(tx: &mut Tx, after: &str, last: &str) -> Result<Vec<(String, Held)>, Error> {
    let rows: Vec<GrantRow> = sql!(tx.fetch_all(
        "SELECT id, user_id, key_id, role, agreement_id, party, amount_limit, source FROM grants
         WHERE user_id > $1 AND user_id <= $2 ORDER BY user_id, id",
        after,
        last,
    ))
    .on(GRANTS)?;
    Ok(rows.into_iter().map(GrantRow::read).collect())
}

/// What keys whose ids lie after `after` and up to `last` hold, each beside the key's id.
pub async fn of_keys(tx: &mut Tx, after: &str, last: &str) -> Result<Vec<(String, Held)>, Error> {
    let rows: Vec<GrantRow> = sql!(tx.fetch_all(
        "SELECT id, user_id, key_id, role, agreement_id, party, amount_limit, source FROM grants
         WHERE key_id > $1 AND key_id <= $2 ORDER BY key_id, id",
        after,
        last,
    ))
    .on(GRANTS)?;
    Ok(rows.into_iter().map(GrantRow::read).collect())
}

/// Puts `grants` in the place of what somebody holds from `source`; what other sources gave stays.
pub async fn replace(tx: &mut Tx, holder: Holder<'_>, source: Source, grants: &[Held]) -> Result<(), Error> {
    let (user, key) = holder.columns();
    sql!(tx.execute(
        "DELETE FROM grants WHERE (user_id = $1 OR key_id = $2) AND source = $3",
        user,
        key,
        source.as_str(),
    ))
    .on(GRANTS)?;
    for grant in grants {
        sql!(tx.execute(
            "INSERT INTO grants (id, user_id, key_id, role, agreement_id, party, amount_limit, source)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &grant.id,
            user,
            key,
            &grant.role,
            &grant.agreement_id,
            &grant.party,
            grant.amount_limit,
            source.as_str(),
        ))
        .on(GRANTS)?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: String,
    user_id: Option<String>,
    key_id: Option<String>,
    role: String,
    agreement_id: Option<String>,
    party: Option<String>,
    amount_limit: Option<i64>,
    source: String,
}

impl GrantRow {
    /// The grant and whose it is; the columns with a choice are checked by the database.
    fn read(self) -> (String, Held) {
        let source = if self.source == "groups" { Source::Groups } else { Source::Manual };
        let holder = self.user_id.or(self.key_id).unwrap_or_default();
        let Self { id, role, agreement_id, party, amount_limit, .. } = self;
        (holder, Held { id, role, agreement_id, party, amount_limit, source })
    }
}
