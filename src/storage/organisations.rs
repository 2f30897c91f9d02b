//! Legal entities with their invoicing details: the present state is written over, every state is kept.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::columns::{Stored, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const ORGANISATIONS: &str = "organisations";
const REVISIONS: &str = "organisation_revisions";

/// An organisation as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: String,
    /// Ten digits: no other organisation has them.
    pub organisation_number: String,
    /// What another system calls it: no other organisation is called so.
    pub external_id: Option<String>,
    /// Its name.
    pub name: String,
    /// All of it, as JSON.
    pub document: String,
    /// Whether nobody has to attest what it issues.
    pub unattested: bool,
    /// 1, 2, 3 … with every change: the `ETag`.
    pub revision: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When this revision came.
    pub changed_at: DateTime<Utc>,
}

/// What an organisation was from a moment on, until the next revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number.
    pub revision: i64,
    /// All of it, as JSON.
    pub document: String,
    /// When it came.
    pub changed_at: DateTime<Utc>,
}

/// Which organisations are listed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The one with this organisation number, ten digits.
    pub organisation_number: Option<String>,
    /// The one that another system calls so.
    pub external_id: Option<String>,
}

/// Stores a new organisation unless its number or its external id is taken; whether it was stored.
pub async fn insert_unless_taken(tx: &mut Tx, new: &Organisation) -> Result<bool, Error> {
    let stored = sql!(tx.execute(
        "INSERT INTO organisations (id, organisation_number, external_id, name, document, unattested, revision, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        &new.id,
        &new.organisation_number,
        &new.external_id,
        &new.name,
        &new.document,
        new.unattested,
        new.revision,
        moment(new.created_at),
        moment(new.changed_at),
    ))
    .on(ORGANISATIONS)?;
    if stored == 1 {
        keep(tx, &new.id).await?;
    }
    Ok(stored == 1)
}

/// One organisation.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Organisation, Error> {
    let row: Option<Row> = sql!(tx.fetch_optional(
        "SELECT id, organisation_number, external_id, name, document, unattested, revision, created_at, changed_at
         FROM organisations WHERE id = $1",
        id,
    ))
    .on(ORGANISATIONS)?;
    row.ok_or_else(|| nothing(id))?.read()
}

/// The organisation with an organisation number, ten digits.
pub async fn with_number(tx: &mut Tx, number: &str) -> Result<Option<Organisation>, Error> {
    let row: Option<Row> = sql!(tx.fetch_optional(
        "SELECT id, organisation_number, external_id, name, document, unattested, revision, created_at, changed_at
         FROM organisations WHERE organisation_number = $1",
        number,
    ))
    .on(ORGANISATIONS)?;
    row.map(Row::read).transpose()
}

/// The organisations that have one of these numbers, in the order of their numbers.
pub async fn with_numbers(tx: &mut Tx, numbers: &[&str]) -> Result<Vec<Organisation>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_among(
        "SELECT id, organisation_number, external_id, name, document, unattested, revision, created_at, changed_at
         FROM organisations WHERE organisation_number IN ",
        numbers,
        " ORDER BY organisation_number",
    ))
    .on(ORGANISATIONS)?;
    rows.into_iter().map(Row::read).collect()
}

/// The organisation that another system calls so.
pub async fn with_external_id(tx: &mut Tx, external_id: &str) -> Result<Option<Organisation>, Error> {
    let row: Option<Row> = sql!(tx.fetch_optional(
        "SELECT id, organisation_number, external_id, name, document, unattested, revision, created_at, changed_at
         FROM organisations WHERE external_id = $1",
        external_id,
    ))
    .on(ORGANISATIONS)?;
    row.map(Row::read).transpose()
}

/// The names of those whose documents nobody has to attest, in the order they came.
pub async fn unattested(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> =
        sql!(tx.fetch_all("SELECT name FROM organisations WHERE unattested = TRUE ORDER BY id")).on(ORGANISATIONS)?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Organisations in the order they came, at most `limit` of those after the id `after`.
pub async fn page(tx: &mut Tx, filter: &Filter, after: Option<&str>, limit: i64) -> Result<Vec<Organisation>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT id, organisation_number, external_id, name, document, unattested, revision, created_at, changed_at
         FROM organisations
         WHERE id > $1 AND organisation_number = COALESCE($2, organisation_number)
           AND (CAST($3 AS TEXT) IS NULL OR external_id = $3)
         ORDER BY id LIMIT $4",
        after.unwrap_or(""),
        &filter.organisation_number,
        &filter.external_id,
        limit,
    ))
    .on(ORGANISATIONS)?;
    rows.into_iter().map(Row::read).collect()
}

/// Writes all but id and times of `new` over the revision that the writer had read. [`Error::Stale`] when somebody else was
/// faster; [`Error::Conflict`] when its number or external id has been taken meanwhile.
pub async fn replace(tx: &mut Tx, new: &Organisation, expected_revision: i64) -> Result<(), Error> {
    let changed = sql!(tx.execute(
        "UPDATE organisations SET organisation_number = $1, external_id = $2, name = $3, document = $4,
                                  unattested = $8, revision = revision + 1, changed_at = $5
         WHERE id = $6 AND revision = $7",
        &new.organisation_number,
        &new.external_id,
        &new.name,
        &new.document,
        moment(new.changed_at),
        &new.id,
        expected_revision,
        new.unattested,
    ))
    .on(ORGANISATIONS)?;
    if changed == 1 {
        return keep(tx, &new.id).await;
    }
    let current = get(tx, &new.id).await?.revision;
    Err(Error::Stale { what: "organisation", current: Some(current) })
}

/// Everything that an organisation has been, at most `limit` of the revisions after the number `after`.
pub async fn revisions(tx: &mut Tx, id: &str, after: i64, limit: i64) -> Result<Vec<Revision>, Error> {
    get(tx, id).await?;
    let rows: Vec<RevisionRow> = sql!(tx.fetch_all(
        "SELECT revision, document, changed_at FROM organisation_revisions
         WHERE organisation_id = $1 AND revision > $2 ORDER BY revision LIMIT $3",
        id,
        after,
        limit,
    ))
    .on(REVISIONS)?;
    let read = |RevisionRow { revision, document, changed_at }| {
        let changed_at = changed_at.of(REVISIONS, "changed_at", &format!("{id}/{revision}"))?;
        Ok(Revision { revision, document, changed_at })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps the present state among those that have been.
async fn keep(tx: &mut Tx, id: &str) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO organisation_revisions (organisation_id, revision, document, changed_at)
         SELECT id, revision, document, changed_at FROM organisations WHERE id = $1",
        id,
    ))
    .on(REVISIONS)?;
    Ok(())
}

fn nothing(id: &str) -> Error {
    Error::NotFound { what: "organisation", id: id.to_owned() }
}

#[derive(sqlx::FromRow)]
struct RevisionRow {
    revision: i64,
    document: String,
    changed_at: Stored<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    organisation_number: String,
    external_id: Option<String>,
    name: String,
    document: String,
    unattested: bool,
    revision: i64,
    created_at: Stored<DateTime<Utc>>,
    changed_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<Organisation, Error> {
        Ok(Organisation {
            created_at: self.created_at.of(ORGANISATIONS, "created_at", &self.id)?,
            changed_at: self.changed_at.of(ORGANISATIONS, "changed_at", &self.id)?,
            id: self.id,
            organisation_number: self.organisation_number,
            external_id: self.external_id,
            name: self.name,
            document: self.document,
            unattested: self.unattested,
            revision: self.revision,
        })
    }
}
