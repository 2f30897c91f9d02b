//! The billing year of an agreement: where it stands, and everything that it was ever calculated from.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const PERIODS: &str = "periods";
const SNAPSHOTS: &str = "period_snapshots";

/// A billing year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub agreement_id: String,
    /// The calendar year.
    pub year: i64,
    /// Where it stands.
    pub status: Status,
    /// 1, 2, 3 … with every change: the `ETag`.
    pub revision: i64,
    /// The snapshot in force.
    pub snapshot: i64,
    /// What the decision to adopt it is called.
    pub decision_reference: Option<String>,
    /// When it was planned.
    pub created_at: DateTime<Utc>,
    /// When this revision came.
    pub changed_at: DateTime<Utc>,
}

/// Where a billing year stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Calculated, not decided.
    Planned,
    /// Decided: its amounts are called.
    Adopted,
    /// Settled against outcome.
    Settled,
    /// Nothing more happens in it.
    Closed,
}

impl Status {
    const ALL: [Self; 4] = [Self::Planned, Self::Adopted, Self::Settled, Self::Closed];

    /// As it is written in the API and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Adopted => "adopted",
            Self::Settled => "settled",
            Self::Closed => "closed",
        }
    }

    fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// What a billing year was calculated from, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// 1, 2, 3 … in its period.
    pub number: i64,
    /// The version of the agreement.
    pub version: i64,
    /// The revision of the year's adopted budget, when there was one.
    pub budget_revision: Option<i64>,
    /// What calculated it.
    pub engine: String,
    /// The body of the calculation, as canonical JSON.
    pub request: String,
    /// What it answered, as canonical JSON.
    pub result: String,
    /// The SHA-256 of the request.
    pub request_sha256: String,
    /// What tells two snapshots apart.
    pub fingerprint: String,
    /// Why the year was planned or corrected so.
    pub reason: Option<String>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// Stores a new period with its first snapshot. A year that has one is [`Error::Conflict`].
pub async fn insert(tx: &mut Tx, new: &Period, snapshot: &Snapshot) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO periods (id, agreement_id, year, status, revision, snapshot, decision_reference, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &new.id,
        &new.agreement_id,
        new.year,
        new.status.as_str(),
        new.revision,
        new.snapshot,
        &new.decision_reference,
        moment(new.created_at),
        moment(new.changed_at),
    ))
    .on(PERIODS)?;
    insert_snapshot(tx, &new.id, snapshot).await
}

/// Adds what a period was calculated from.
pub async fn insert_snapshot(tx: &mut Tx, period: &str, new: &Snapshot) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO period_snapshots (period_id, number, version, budget_revision, engine, request, result, request_sha256,
                                       fingerprint, reason, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        period,
        new.number,
        new.version,
        new.budget_revision,
        &new.engine,
        &new.request,
        &new.result,
        &new.request_sha256,
        &new.fingerprint,
        &new.reason,
        moment(new.recorded_at),
    ))
    .on(SNAPSHOTS)?;
    Ok(())
}

/// Writes over the period's row, which must be at the revision before the one given.
pub async fn replace(tx: &mut Tx, new: &Period) -> Result<(), Error> {
    let changed = sql!(tx.execute(
        "UPDATE periods SET status = $2, revision = $3, snapshot = $4, decision_reference = $5, changed_at = $6
         WHERE id = $1 AND revision = $3 - 1",
        &new.id,
        new.status.as_str(),
        new.revision,
        new.snapshot,
        &new.decision_reference,
        moment(new.changed_at),
    ))
    .on(PERIODS)?;
    if changed == 1 {
        return Ok(());
    }
    let current = find(tx, &new.agreement_id, new.year).await?.map(|period| period.revision);
    Err(Error::Stale { what: "period", current })
}

/// The period of a year, when there is one.
pub async fn find(tx: &mut Tx, agreement_id: &str, year: i64) -> Result<Option<Period>, Error> {
    let row: Option<PeriodRow> = sql!(tx.fetch_optional(
        "SELECT id, agreement_id, year, status, revision, snapshot, decision_reference, created_at, changed_at
         FROM periods WHERE agreement_id = $1 AND year = $2",
        agreement_id,
        year,
    ))
    .on(PERIODS)?;
    row.map(PeriodRow::read).transpose()
}

/// The period of a year.
pub async fn get(tx: &mut Tx, agreement_id: &str, year: i64) -> Result<Period, Error> {
    let found = find(tx, agreement_id, year).await?;
    found.ok_or_else(|| Error::NotFound { what: "period", id: year.to_string() })
}

/// The period with an id.
pub async fn of(tx: &mut Tx, id: &str) -> Result<Period, Error> {
    let row: Option<PeriodRow> = sql!(tx.fetch_optional(
        "SELECT id, agreement_id, year, status, revision, snapshot, decision_reference, created_at, changed_at
         FROM periods WHERE id = $1",
        id,
    ))
    .on(PERIODS)?;
    row.ok_or_else(|| Error::NotFound { what: "period", id: id.to_owned() })?.read()
}

/// The periods of an agreement after a year, by year.
pub async fn list(tx: &mut Tx, agreement_id: &str, after: i64, limit: i64) -> Result<Vec<Period>, Error> {
    let rows: Vec<PeriodRow> = sql!(tx.fetch_all(
        "SELECT id, agreement_id, year, status, revision, snapshot, decision_reference, created_at, changed_at
         FROM periods WHERE agreement_id = $1 AND year > $2 ORDER BY year LIMIT $3",
        agreement_id,
        after,
        limit,
    ))
    .on(PERIODS)?;
    rows.into_iter().map(PeriodRow::read).collect()
}

/// Every period that has been adopted.
pub async fn decided(tx: &mut Tx) -> Result<Vec<Period>, Error> {
    let rows: Vec<PeriodRow> = sql!(tx.fetch_all(
        "SELECT id, agreement_id, year, status, revision, snapshot, decision_reference, created_at, changed_at
         FROM periods WHERE status <> 'planned' ORDER BY id",
    ))
    .on(PERIODS)?;
    rows.into_iter().map(PeriodRow::read).collect()
}

/// One of the snapshots of a period.
pub async fn snapshot(tx: &mut Tx, period: &str, number: i64) -> Result<Snapshot, Error> {
    let row: Option<SnapshotRow> = sql!(tx.fetch_optional(
        "SELECT number, version, budget_revision, engine, request, result, request_sha256, fingerprint, reason, recorded_at
         FROM period_snapshots WHERE period_id = $1 AND number = $2",
        period,
        number,
    ))
    .on(SNAPSHOTS)?;
    let row = row.ok_or_else(|| Error::NotFound { what: "snapshot", id: number.to_string() })?;
    row.read(period)
}

/// What a snapshot was calculated from: the body of the calculation, without what came of it.
pub async fn request(tx: &mut Tx, period: &str, number: i64) -> Result<String, Error> {
    let row: Option<(String,)> = sql!(tx.fetch_optional(
        "SELECT request FROM period_snapshots WHERE period_id = $1 AND number = $2",
        period,
        number,
    ))
    .on(SNAPSHOTS)?;
    row.map(|(request,)| request).ok_or_else(|| Error::NotFound { what: "snapshot", id: number.to_string() })
}

/// The number of the newest snapshot of a period.
pub async fn last_snapshot(tx: &mut Tx, period: &str) -> Result<i64, Error> {
    let (last,): (i64,) = sql!(tx.fetch_one(
        "SELECT COALESCE(MAX(number), CAST(0 AS BIGINT)) FROM period_snapshots WHERE period_id = $1",
        period
    ))
    .on(SNAPSHOTS)?;
    Ok(last)
}

#[derive(sqlx::FromRow)]
struct PeriodRow {
    id: String,
    agreement_id: String,
    year: i64,
    status: String,
    revision: i64,
    snapshot: i64,
    decision_reference: Option<String>,
    created_at: Stored<DateTime<Utc>>,
    changed_at: Stored<DateTime<Utc>>,
}

impl PeriodRow {
    fn read(self) -> Result<Period, Error> {
        Ok(Period {
            status: Status::find(&self.status).ok_or_else(|| corrupt(PERIODS, "status", &self.id))?,
            created_at: self.created_at.of(PERIODS, "created_at", &self.id)?,
            changed_at: self.changed_at.of(PERIODS, "changed_at", &self.id)?,
            id: self.id,
            agreement_id: self.agreement_id,
            year: self.year,
            revision: self.revision,
            snapshot: self.snapshot,
            decision_reference: self.decision_reference,
        })
    }
}

#[derive(sqlx::FromRow)]
struct SnapshotRow {
    number: i64,
    version: i64,
    budget_revision: Option<i64>,
    engine: String,
    request: String,
    result: String,
    request_sha256: String,
    fingerprint: String,
    reason: Option<String>,
    recorded_at: Stored<DateTime<Utc>>,
}

impl SnapshotRow {
    fn read(self, period: &str) -> Result<Snapshot, Error> {
        let key = format!("{period}/{}", self.number);
        Ok(Snapshot {
            recorded_at: self.recorded_at.of(SNAPSHOTS, "recorded_at", &key)?,
            number: self.number,
            version: self.version,
            budget_revision: self.budget_revision,
            engine: self.engine,
            request: self.request,
            result: self.result,
            request_sha256: self.request_sha256,
            fingerprint: self.fingerprint,
            reason: self.reason,
        })
    }
}
