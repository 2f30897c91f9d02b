//! A year's changes and opening balances: every edit and every adoption is a new revision, so nothing is ever lost.
//!
//! | revision | status | who did what |
//! | --- | --- | --- |
//! | 1 | draft | an officer wrote it |
//! | 2 | draft | and changed it |
//! | 3 | adopted | a decision adopted revision 2: in force |
//! | 4 | draft | somebody works on a new one; 3 stays in force |

use chrono::{DateTime, Utc};

use serde::{Deserialize, Serialize};

use super::agreements;
use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const BUDGETS: &str = "budgets";

/// One revision of a year's budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Whose it is.
    pub agreement_id: String,
    /// The calendar year.
    pub year: i64,
    /// 1, 2, 3 … without gaps: the `ETag`.
    pub revision: i64,
    /// The year's changes to the agreement, as JSON.
    pub changes: String,
    /// The parties' opening balances, as JSON.
    pub opening: String,
    /// Where it stands.
    pub status: Status,
    /// When this revision came.
    pub recorded_at: DateTime<Utc>,
}

/// Where a revision stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Being worked on.
    Draft,
    /// In force from when it was recorded until the next adopted one.
    Adopted {
        /// What the decision is called.
        decision_reference: String,
    },
}

/// What an edit says.
#[derive(Debug, Clone)]
pub struct NewBudget {
    /// Whose it is.
    pub agreement_id: String,
    /// The calendar year.
    pub year: i64,
    /// The year's changes, as JSON.
    pub changes: String,
    /// The opening balances, as JSON.
    pub opening: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The newest revision, draft or adopted; none when nobody has written one.
pub async fn get(tx: &mut Tx, agreement_id: &str, year: i64) -> Result<Option<Budget>, Error> {
    let row: Option<BudgetRow> = sql!(tx.fetch_optional(
        "SELECT agreement_id, year, revision, changes, opening, status, decision_reference, recorded_at
         FROM budgets WHERE agreement_id = $1 AND year = $2
         ORDER BY revision DESC LIMIT 1",
        agreement_id,
        year,
    ))
    .on(BUDGETS)?;
    row.map(BudgetRow::read).transpose()
}

/// The revision in force: the newest adopted one.
pub async fn adopted(tx: &mut Tx, agreement_id: &str, year: i64) -> Result<Option<Budget>, Error> {
    let row: Option<BudgetRow> = sql!(tx.fetch_optional(
        "SELECT agreement_id, year, revision, changes, opening, status, decision_reference, recorded_at
         FROM budgets WHERE agreement_id = $1 AND year = $2 AND status = 'adopted'
         ORDER BY revision DESC LIMIT 1",
        agreement_id,
        year,
    ))
    .on(BUDGETS)?;
    row.map(BudgetRow::read).transpose()
}

/// Writes a draft on top of the revision that the writer had read; `None` means that there was none.
/// [`Error::Stale`] when somebody else was faster.
pub async fn put(tx: &mut Tx, new: &NewBudget, expected_revision: Option<i64>) -> Result<Budget, Error> {
    agreements::lock(tx, &new.agreement_id).await?;
    let current = get(tx, &new.agreement_id, new.year).await?.map(|budget| budget.revision);
    if current != expected_revision {
        return Err(Error::Stale { what: "budget", current });
    }
    let budget = Budget {
        agreement_id: new.agreement_id.clone(),
        year: new.year,
        revision: current.unwrap_or(0) + 1,
        changes: new.changes.clone(),
        opening: new.opening.clone(),
        status: Status::Draft,
        recorded_at: moment(new.at),
    };
    insert(tx, &budget).await?;
    Ok(budget)
}

/// Adopts the newest revision, which must be the one that the caller had read.
pub async fn adopt(
    tx: &mut Tx,
    agreement_id: &str,
    year: i64,
    expected_revision: i64,
    decision_reference: &str,
    at: DateTime<Utc>,
) -> Result<Budget, Error> {
    agreements::lock(tx, agreement_id).await?;
    let newest = get(tx, agreement_id, year).await?;
    let draft = newest.ok_or_else(|| Error::NotFound { what: "budget", id: format!("{agreement_id}/{year}") })?;
    if draft.revision != expected_revision {
        return Err(Error::Stale { what: "budget", current: Some(draft.revision) });
    }
    let budget = Budget {
        revision: draft.revision + 1,
        status: Status::Adopted { decision_reference: decision_reference.to_owned() },
        recorded_at: moment(at),
        ..draft
    };
    insert(tx, &budget).await?;
    Ok(budget)
}

async fn insert(tx: &mut Tx, budget: &Budget) -> Result<(), Error> {
    let (status, decision_reference) = match &budget.status {
        Status::Draft => ("draft", None),
        Status::Adopted { decision_reference } => ("adopted", Some(decision_reference)),
    };
    sql!(tx.execute(
        "INSERT INTO budgets (agreement_id, year, revision, changes, opening, status, decision_reference, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &budget.agreement_id,
        budget.year,
        budget.revision,
        &budget.changes,
        &budget.opening,
        status,
        decision_reference,
        budget.recorded_at,
    ))
    .on(BUDGETS)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct BudgetRow {
    agreement_id: String,
    year: i64,
    revision: i64,
    changes: String,
    opening: String,
    status: String,
    decision_reference: Option<String>,
    recorded_at: Stored<DateTime<Utc>>,
}

impl BudgetRow {
    fn read(self) -> Result<Budget, Error> {
        let key = format!("{}/{}/{}", self.agreement_id, self.year, self.revision);
        let status = match (self.status.as_str(), self.decision_reference) {
            ("draft", None) => Status::Draft,
            ("adopted", Some(decision_reference)) => Status::Adopted { decision_reference },
            _ => return Err(corrupt(BUDGETS, "status", &key)),
        };
        Ok(Budget {
            recorded_at: self.recorded_at.of(BUDGETS, "recorded_at", &key)?,
            agreement_id: self.agreement_id,
            year: self.year,
            revision: self.revision,
            changes: self.changes,
            opening: self.opening,
            status,
        })
    }
}
