//! Scenarios of an agreement: edited in place while they are drafts or shared, and never again once they are locked.
//!
//! | revision | status | who did what |
//! | --- | --- | --- |
//! | 1 | draft | somebody wrote it |
//! | 2 | draft | and changed it |
//! | 3 | shared | everybody on the agreement may see it |
//! | 4 | locked | it became a decision basis: the database refuses any change |

use chrono::{DateTime, Utc};

use serde::{Deserialize, Serialize};

use super::agreements;
use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const SCENARIOS: &str = "scenarios";

/// A scenario, apart from what differs in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub agreement_id: String,
    /// What it is called: each of an agreement's has a name of its own.
    pub name: String,
    /// Who made it, in words.
    pub author: Option<String>,
    /// The id of the user or key that made it; none for what is older than accounts.
    pub created_by: Option<String>,
    /// What it is for.
    pub note: Option<String>,
    /// 1, 2, 3 … with every change: the `ETag`.
    pub revision: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When this revision came.
    pub changed_at: DateTime<Utc>,
    /// That it was shared, if it was.
    pub shared: Option<Sharing>,
    /// That it was locked, if it is.
    pub locked: Option<Lock>,
}

/// What differs in a scenario, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// A list of changes to the agreement.
    pub changes: String,
    /// A list of events.
    pub events: String,
    /// Observations by series.
    pub statistics: String,
}

/// That a scenario was shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: Option<String>,
}

/// That a scenario was locked as a decision basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// What the decision is called.
    pub decision_reference: Option<String>,
    /// The version of the agreement in the basis.
    pub version: i64,
    /// The first year of the basis.
    pub first_year: i64,
    /// The last year of the basis.
    pub last_year: i64,
    /// The series for amounts per inhabitant.
    pub per_inhabitant: Option<String>,
    /// The SHA-256 of the basis.
    pub sha256: String,
}

/// Where a scenario stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Being worked on.
    Draft,
    /// Shown to everybody on the agreement; can still be changed.
    Shared,
    /// A decision basis.
    Locked,
}

impl Status {
    fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Shared => "shared",
            Self::Locked => "locked",
        }
    }
}

impl Scenario {
    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        match (&self.locked, &self.shared) {
            (Some(_), _) => Status::Locked,
            (None, Some(_)) => Status::Shared,
            (None, None) => Status::Draft,
        }
    }
}

/// Stores a new draft at revision 1. A name that is taken is [`Error::Conflict`].
pub async fn insert(tx: &mut Tx, new: &Scenario, content: &Content) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO scenarios (id, agreement_id, name, author, created_by, note, changes, events, statistics, status,
                                revision, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $11, $5, $6, $7, $8, 'draft', 1, $9, $10)",
        &new.id,
        &new.agreement_id,
        &new.name,
        &new.author,
        &new.note,
        &content.changes,
        &content.events,
        &content.statistics,
        moment(new.created_at),
        moment(new.changed_at),
        &new.created_by,
    ))
    .on(SCENARIOS)?;
    Ok(())
}

/// One scenario of an agreement.
pub async fn get(tx: &mut Tx, agreement_id: &str, id: &str) -> Result<Scenario, Error> {
    let row: Option<ScenarioRow> = sql!(tx.fetch_optional(
        "SELECT id, agreement_id, name, author, created_by, note, status, revision, created_at, changed_at, shared_at, share_reason,
                locked_at, lock_reason, decision_reference, version, first_year, last_year, per_inhabitant, sha256
         FROM scenarios WHERE agreement_id = $1 AND id = $2",
        agreement_id,
        id,
    ))
    .on(SCENARIOS)?;
    row.ok_or_else(|| nothing(id))?.read()
}

/// Whose scenario it is.
pub async fn agreement_of(tx: &mut Tx, id: &str) -> Result<String, Error> {
    let row: Option<(String,)> =
        sql!(tx.fetch_optional("SELECT agreement_id FROM scenarios WHERE id = $1", id,)).on(SCENARIOS)?;
    row.map(|(agreement,)| agreement).ok_or_else(|| nothing(id))
}

/// What differs in a scenario.
pub async fn content(tx: &mut Tx, agreement_id: &str, id: &str) -> Result<Content, Error> {
    let row: Option<(String, String, String)> = sql!(tx.fetch_optional(
        "SELECT changes, events, statistics FROM scenarios WHERE agreement_id = $1 AND id = $2",
        agreement_id,
        id,
    ))
    .on(SCENARIOS)?;
    let (changes, events, statistics) = row.ok_or_else(|| nothing(id))?;
    Ok(Content { changes, events, statistics })
}

/// Those scenarios of an agreement that `ids` name and that are there, with what differs in them, by id.
pub async fn with_content(tx: &mut Tx, agreement_id: &str, ids: &[String]) -> Result<Vec<(Scenario, Content)>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    // A statement is a literal text: six at a time, the last of them again where there are fewer.
    for six in ids.chunks(6) {
        let id = |position: usize| six.get(position).or(six.last());
        let rows: Vec<WholeRow> = sql!(tx.fetch_all(
            "SELECT id, agreement_id, name, author, created_by, note, status, revision, created_at, changed_at, shared_at,
                    share_reason, locked_at, lock_reason, decision_reference, version, first_year, last_year, per_inhabitant, sha256,
                    changes, events, statistics
             FROM scenarios WHERE agreement_id = $1 AND id IN ($2, $3, $4, $5, $6, $7)",
            agreement_id,
            id(0),
            id(1),
            id(2),
            id(3),
            id(4),
            id(5),
        ))
        .on(SCENARIOS)?;
        for WholeRow { scenario, changes, events, statistics } in rows {
            found.push((scenario.read()?, Content { changes, events, statistics }));
        }
    }
    // By bytes, whatever order the database keeps text in.
    found.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    Ok(found)
}

/// What was compared when a scenario was locked, byte for byte; none while it is not.
pub async fn basis(tx: &mut Tx, agreement_id: &str, id: &str) -> Result<Option<String>, Error> {
    let row: Option<(Option<String>,)> =
        sql!(tx.fetch_optional("SELECT basis FROM scenarios WHERE agreement_id = $1 AND id = $2", agreement_id, id,))
            .on(SCENARIOS)?;
    row.map(|(basis,)| basis).ok_or_else(|| nothing(id))
}

/// An agreement's scenarios in the order they came, at most `limit` of those after the id `after`; of the drafts all, or
/// those that `author` made.
pub async fn page(
    tx: &mut Tx,
    agreement_id: &str,
    after: Option<&str>,
    limit: i64,
    drafts: bool,
    author: Option<&str>,
) -> Result<Vec<Scenario>, Error> {
    agreements::get(tx, agreement_id).await?;
    let rows: Vec<ScenarioRow> = sql!(tx.fetch_all(
        "SELECT id, agreement_id, name, author, created_by, note, status, revision, created_at, changed_at, shared_at, share_reason,
                locked_at, lock_reason, decision_reference, version, first_year, last_year, per_inhabitant, sha256
         FROM scenarios
         WHERE agreement_id = $1 AND id > $2 AND (status <> 'draft' OR $4 OR created_by = $5)
         ORDER BY id LIMIT $3",
        agreement_id,
        after.unwrap_or(""),
        limit,
        drafts,
        author,
    ))
    .on(SCENARIOS)?;
    rows.into_iter().map(ScenarioRow::read).collect()
}

/// The ids of the first `limit` scenarios that are shared or locked, in the order they came.
pub async fn shown(tx: &mut Tx, agreement_id: &str, limit: i64) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sql!(tx.fetch_all(
        "SELECT id FROM scenarios WHERE agreement_id = $1 AND status <> 'draft' ORDER BY id LIMIT $2",
        agreement_id,
        limit,
    ))
    .on(SCENARIOS)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The id of the scenario with this name.
pub async fn named(tx: &mut Tx, agreement_id: &str, name: &str) -> Result<Option<String>, Error> {
    let row: Option<(String,)> =
        sql!(tx.fetch_optional("SELECT id FROM scenarios WHERE agreement_id = $1 AND name = $2", agreement_id, name,))
            .on(SCENARIOS)?;
    Ok(row.map(|(id,)| id))
}

/// Writes name, author, note and content of `new` over the revision that the writer had read.
/// [`Error::Stale`] when somebody else was faster; a locked one is refused by the database.
pub async fn replace(tx: &mut Tx, new: &Scenario, content: &Content, expected_revision: i64) -> Result<(), Error> {
    let changed = sql!(tx.execute(
        "UPDATE scenarios SET name = $1, author = $2, note = $3, changes = $4, events = $5, statistics = $6,
                              revision = revision + 1, changed_at = $7
         WHERE agreement_id = $8 AND id = $9 AND revision = $10",
        &new.name,
        &new.author,
        &new.note,
        &content.changes,
        &content.events,
        &content.statistics,
        moment(new.changed_at),
        &new.agreement_id,
        &new.id,
        expected_revision,
    ))
    .on(SCENARIOS)?;
    one(tx, &new.agreement_id, &new.id, changed).await
}

/// Shares the revision that the caller had read.
pub async fn share(
    tx: &mut Tx,
    agreement_id: &str,
    id: &str,
    expected_revision: i64,
    sharing: &Sharing,
) -> Result<(), Error> {
    let changed = sql!(tx.execute(
        "UPDATE scenarios SET status = 'shared', shared_at = $1, share_reason = $2, revision = revision + 1, changed_at = $1
         WHERE agreement_id = $3 AND id = $4 AND revision = $5",
        moment(sharing.at),
        &sharing.reason,
        agreement_id,
        id,
        expected_revision,
    ))
    .on(SCENARIOS)?;
    one(tx, agreement_id, id, changed).await
}

/// Locks the revision that the caller had read, with what was compared.
pub async fn lock(
    tx: &mut Tx,
    agreement_id: &str,
    id: &str,
    expected_revision: i64,
    lock: &Lock,
    basis: &str,
) -> Result<(), Error> {
    let changed = sql!(tx.execute(
        "UPDATE scenarios SET status = 'locked', locked_at = $1, lock_reason = $2, decision_reference = $3, version = $4,
                              first_year = $5, last_year = $6, per_inhabitant = $7, sha256 = $8, basis = $9,
                              revision = revision + 1, changed_at = $1
         WHERE agreement_id = $10 AND id = $11 AND revision = $12",
        moment(lock.at),
        &lock.reason,
        &lock.decision_reference,
        lock.version,
        lock.first_year,
        lock.last_year,
        &lock.per_inhabitant,
        &lock.sha256,
        basis,
        agreement_id,
        id,
        expected_revision,
    ))
    .on(SCENARIOS)?;
    one(tx, agreement_id, id, changed).await
}

/// Deletes the revision that the caller had read; a locked one is refused by the database.
pub async fn delete(tx: &mut Tx, agreement_id: &str, id: &str, expected_revision: i64) -> Result<(), Error> {
    let changed = sql!(tx.execute(
        "DELETE FROM scenarios WHERE agreement_id = $1 AND id = $2 AND revision = $3",
        agreement_id,
        id,
        expected_revision,
    ))
    .on(SCENARIOS)?;
    one(tx, agreement_id, id, changed).await
}

/// That one row was changed; otherwise why none was.
async fn one(tx: &mut Tx, agreement_id: &str, id: &str, changed: u64) -> Result<(), Error> {
    if changed == 1 {
        return Ok(());
    }
    let current = get(tx, agreement_id, id).await?.revision;
    Err(Error::Stale { what: "scenario", current: Some(current) })
}

fn nothing(id: &str) -> Error {
    Error::NotFound { what: "scenario", id: id.to_owned() }
}

#[derive(sqlx::FromRow)]
struct WholeRow {
    #[sqlx(flatten)]
    scenario: ScenarioRow,
    changes: String,
    events: String,
    statistics: String,
}

#[derive(sqlx::FromRow)]
struct ScenarioRow {
    id: String,
    agreement_id: String,
    name: String,
    author: Option<String>,
    created_by: Option<String>,
    note: Option<String>,
    status: String,
    revision: i64,
    created_at: Stored<DateTime<Utc>>,
    changed_at: Stored<DateTime<Utc>>,
    shared_at: Stored<Option<DateTime<Utc>>>,
    share_reason: Option<String>,
    locked_at: Stored<Option<DateTime<Utc>>>,
    lock_reason: Option<String>,
    decision_reference: Option<String>,
    version: Option<i64>,
    first_year: Option<i64>,
    last_year: Option<i64>,
    per_inhabitant: Option<String>,
    sha256: Option<String>,
}

impl ScenarioRow {
    fn read(self) -> Result<Scenario, Error> {
        let key = self.id.clone();
        let shared_at = self.shared_at.of(SCENARIOS, "shared_at", &key)?;
        let locked_at = self.locked_at.of(SCENARIOS, "locked_at", &key)?;
        let lock = (locked_at, self.lock_reason, self.version, self.first_year, self.last_year, self.sha256);
        let locked = match lock {
            (None, ..) => None,
            (Some(at), Some(reason), Some(version), Some(first_year), Some(last_year), Some(sha256)) => Some(Lock {
                at,
                reason,
                decision_reference: self.decision_reference,
                version,
                first_year,
                last_year,
                per_inhabitant: self.per_inhabitant,
                sha256,
            }),
            _ => return Err(corrupt(SCENARIOS, "locked_at", &key)),
        };
        let scenario = Scenario {
            created_at: self.created_at.of(SCENARIOS, "created_at", &key)?,
            changed_at: self.changed_at.of(SCENARIOS, "changed_at", &key)?,
            id: self.id,
            agreement_id: self.agreement_id,
            name: self.name,
            author: self.author,
            created_by: self.created_by,
            note: self.note,
            revision: self.revision,
            shared: shared_at.map(|at| Sharing { at, reason: self.share_reason }),
            locked,
        };
        // The columns and the status say the same.
        if scenario.status().as_str() == self.status { Ok(scenario) } else { Err(corrupt(SCENARIOS, "status", &key)) }
    }
}
