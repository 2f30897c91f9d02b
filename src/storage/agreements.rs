//! Agreements, their immutable versions, and the parties' decisions to adopt them.

use chrono::{DateTime, NaiveDate, Utc};

use serde::{Deserialize, Serialize};

use super::columns::{Stored, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const AGREEMENTS: &str = "agreements";
const VERSIONS: &str = "agreement_versions";
const ADOPTIONS: &str = "adoptions";
const DECISIONS: &str = "adoption_decisions";

/// An agreement, apart from what it says: that is in its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// UUID version 7.
    pub id: String,
    /// The name in its newest version.
    pub name: String,
    /// How many versions there are; the newest has this number.
    pub versions: i64,
    /// When the first version came.
    pub created_at: DateTime<Utc>,
}

/// A version as it is handed in. Its number comes from the database.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// The agreement's name in this version.
    pub name: String,
    /// The agreement as JSON, stored whole.
    pub document: String,
    /// The document's SHA-256, 64 hexadecimal digits.
    pub sha256: String,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day, when there is one.
    pub valid_to: Option<NaiveDate>,
    /// Why this version was made.
    pub note: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A stored version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Whose it is.
    pub agreement_id: String,
    /// 1, 2, 3 … without gaps.
    pub number: i64,
    /// The agreement as JSON.
    pub document: String,
    /// The document's SHA-256.
    pub sha256: String,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day, when there is one.
    pub valid_to: Option<NaiveDate>,
    /// Why this version was made.
    pub note: Option<String>,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// When the parties had adopted it, if they have.
    pub adopted_at: Option<DateTime<Utc>>,
}

/// One party's decision to adopt a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The party's id in the agreement.
    pub party: String,
    /// What the party calls its decision: `RS 2026:412 § 87`.
    pub reference: String,
    /// The day of the decision.
    pub decided_on: Option<NaiveDate>,
}

/// Stores a new agreement with its first version.
pub async fn insert(tx: &mut Tx, id: &str, first: &NewVersion) -> Result<Version, Error> {
    sql!(tx.execute(
        "INSERT INTO agreements (id, name, versions, created_at) VALUES ($1, $2, 1, $3)",
        id,
        &first.name,
        moment(first.created_at),
    ))
    .on(AGREEMENTS)?;
    insert_version(tx, id, 1, first).await
}

/// Adds the next version. Versions that are added at the same time wait for each other.
pub async fn add_version(tx: &mut Tx, id: &str, new: &NewVersion) -> Result<Version, Error> {
    let number: Option<(i64,)> = sql!(tx.fetch_optional(
        "UPDATE agreements SET versions = versions + 1, name = $2 WHERE id = $1 RETURNING versions",
        id,
        &new.name,
    ))
    .on(AGREEMENTS)?;
    let (number,) = number.ok_or_else(|| no_agreement(id))?;
    insert_version(tx, id, number, new).await
}

async fn insert_version(tx: &mut Tx, id: &str, number: i64, new: &NewVersion) -> Result<Version, Error> {
    sql!(tx.execute(
        "INSERT INTO agreement_versions (agreement_id, number, document, sha256, valid_from, valid_to, note, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        number,
        &new.document,
        &new.sha256,
        new.valid_from,
        new.valid_to,
        &new.note,
        moment(new.created_at),
    ))
    .on(VERSIONS)?;
    version(tx, id, number).await
}

/// Makes every other change to this agreement wait until the transaction ends.
pub async fn lock(tx: &mut Tx, id: &str) -> Result<(), Error> {
    let found = sql!(tx.execute("UPDATE agreements SET versions = versions WHERE id = $1", id)).on(AGREEMENTS)?;
    if found == 0 { Err(no_agreement(id)) } else { Ok(()) }
}

/// One agreement.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Agreement, Error> {
    let row: Option<AgreementRow> =
        sql!(tx.fetch_optional("SELECT id, name, versions, created_at FROM agreements WHERE id = $1", id))
            .on(AGREEMENTS)?;
    row.ok_or_else(|| no_agreement(id))?.read()
}

/// Agreements in the order they came, at most `limit` of those after the id `after`.
pub async fn page(tx: &mut Tx, after: Option<&str>, limit: i64) -> Result<Vec<Agreement>, Error> {
    let rows: Vec<AgreementRow> = sql!(tx.fetch_all(
        "SELECT id, name, versions, created_at FROM agreements WHERE id > $1 ORDER BY id LIMIT $2",
        after.unwrap_or(""),
        limit,
    ))
    .on(AGREEMENTS)?;
    rows.into_iter().map(AgreementRow::read).collect()
}

/// One version.
pub async fn version(tx: &mut Tx, id: &str, number: i64) -> Result<Version, Error> {
    let row: Option<VersionRow> = sql!(tx.fetch_optional(
        "SELECT v.agreement_id, v.number, v.document, v.sha256, v.valid_from, v.valid_to, v.note, v.created_at, a.adopted_at
         FROM agreement_versions v
         LEFT JOIN adoptions a ON a.agreement_id = v.agreement_id AND a.number = v.number
         WHERE v.agreement_id = $1 AND v.number = $2",
        id,
        number,
    ))
    .on(VERSIONS)?;
    row.ok_or_else(|| Error::NotFound { what: "agreement version", id: format!("{id}/{number}") })?.read()
}

/// The newest version of an agreement.
pub async fn newest_version(tx: &mut Tx, id: &str) -> Result<Version, Error> {
    let row: Option<VersionRow> = sql!(tx.fetch_optional(
        "SELECT v.agreement_id, v.number, v.document, v.sha256, v.valid_from, v.valid_to, v.note, v.created_at, a.adopted_at
         FROM agreements g
         JOIN agreement_versions v ON v.agreement_id = g.id AND v.number = g.versions
         LEFT JOIN adoptions a ON a.agreement_id = v.agreement_id AND a.number = v.number
         WHERE g.id = $1",
        id,
    ))
    .on(VERSIONS)?;
    row.ok_or_else(|| no_agreement(id))?.read()
}

/// An agreement's versions by number, at most `limit` of those after the number `after`.
pub async fn versions_page(tx: &mut Tx, id: &str, after: i64, limit: i64) -> Result<Vec<Version>, Error> {
    get(tx, id).await?;
    let rows: Vec<VersionRow> = sql!(tx.fetch_all(
        "SELECT v.agreement_id, v.number, v.document, v.sha256, v.valid_from, v.valid_to, v.note, v.created_at, a.adopted_at
         FROM agreement_versions v
         LEFT JOIN adoptions a ON a.agreement_id = v.agreement_id AND a.number = v.number
         WHERE v.agreement_id = $1 AND v.number > $2
         ORDER BY v.number LIMIT $3",
        id,
        after,
        limit,
    ))
    .on(VERSIONS)?;
    rows.into_iter().map(VersionRow::read).collect()
}

/// Writes down that the parties have adopted a version. A second time is [`Error::Conflict`] on `adoptions`.
pub async fn adopt(
    tx: &mut Tx,
    id: &str,
    number: i64,
    at: DateTime<Utc>,
    decisions: &[Decision],
) -> Result<Version, Error> {
    lock(tx, id).await?;
    if version(tx, id, number).await?.adopted_at.is_some() {
        return Err(Error::Conflict { what: ADOPTIONS });
    }
    sql!(tx.execute(
        "INSERT INTO adoptions (agreement_id, number, adopted_at) VALUES ($1, $2, $3)",
        id,
        number,
        moment(at),
    ))
    .on(ADOPTIONS)?;
    for decision in decisions {
        sql!(tx.execute(
            "INSERT INTO adoption_decisions (agreement_id, number, party, reference, decided_on) VALUES ($1, $2, $3, $4, $5)",
            id,
            number,
            &decision.party,
            &decision.reference,
            decision.decided_on,
        ))
        .on(DECISIONS)?;
    }
    version(tx, id, number).await
}

/// The decisions behind an adoption, by party.
pub async fn decisions(tx: &mut Tx, id: &str, number: i64) -> Result<Vec<Decision>, Error> {
    let rows: Vec<DecisionRow> = sql!(tx.fetch_all(
        "SELECT party, reference, decided_on FROM adoption_decisions WHERE agreement_id = $1 AND number = $2",
        id,
        number,
    ))
    .on(DECISIONS)?;
    let read = |row: DecisionRow| {
        let key = format!("{id}/{number}/{}", row.party);
        let decided_on = row.decided_on.of(DECISIONS, "decided_on", &key)?;
        Ok(Decision { party: row.party, reference: row.reference, decided_on })
    };
    let mut decisions: Vec<Decision> = rows.into_iter().map(read).collect::<Result<_, Error>>()?;
    decisions.sort_by(|a, b| a.party.cmp(&b.party));
    Ok(decisions)
}

/// The adopted versions in the order they were adopted: the last one that is valid is the one in force.
pub async fn adopted_versions(tx: &mut Tx, id: &str) -> Result<Vec<Version>, Error> {
    let rows: Vec<VersionRow> = sql!(tx.fetch_all(
        "SELECT v.agreement_id, v.number, v.document, v.sha256, v.valid_from, v.valid_to, v.note, v.created_at, a.adopted_at
         FROM agreement_versions v
         JOIN adoptions a ON a.agreement_id = v.agreement_id AND a.number = v.number
         WHERE v.agreement_id = $1
         ORDER BY a.adopted_at, v.number",
        id,
    ))
    .on(VERSIONS)?;
    if rows.is_empty() {
        get(tx, id).await?; // none is adopted, or there is no such agreement
    }
    rows.into_iter().map(VersionRow::read).collect()
}

fn no_agreement(id: &str) -> Error {
    Error::NotFound { what: "agreement", id: id.to_owned() }
}

#[derive(sqlx::FromRow)]
struct AgreementRow {
    id: String,
    name: String,
    versions: i64,
    created_at: Stored<DateTime<Utc>>,
}

impl AgreementRow {
    fn read(self) -> Result<Agreement, Error> {
        let created_at = self.created_at.of(AGREEMENTS, "created_at", &self.id)?;
        Ok(Agreement { id: self.id, name: self.name, versions: self.versions, created_at })
    }
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    agreement_id: String,
    number: i64,
    document: String,
    sha256: String,
    valid_from: Stored<NaiveDate>,
    valid_to: Stored<Option<NaiveDate>>,
    note: Option<String>,
    created_at: Stored<DateTime<Utc>>,
    adopted_at: Stored<Option<DateTime<Utc>>>,
}

impl VersionRow {
    fn read(self) -> Result<Version, Error> {
        let key = format!("{}/{}", self.agreement_id, self.number);
        Ok(Version {
            valid_from: self.valid_from.of(VERSIONS, "valid_from", &key)?,
            valid_to: self.valid_to.of(VERSIONS, "valid_to", &key)?,
            created_at: self.created_at.of(VERSIONS, "created_at", &key)?,
            adopted_at: self.adopted_at.of(ADOPTIONS, "adopted_at", &key)?,
            agreement_id: self.agreement_id,
            number: self.number,
            document: self.document,
            sha256: self.sha256,
            note: self.note,
        })
    }
}

#[derive(sqlx::FromRow)]
struct DecisionRow {
    party: String,
    reference: String,
    decided_on: Stored<Option<NaiveDate>>,
}
