//! When the forums of an agreement meet: a year at a time, written over each time. Of what was there before the trail has
//! the sum.

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::Id;
use serde::{Deserialize, Serialize};

use super::agreements;
use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const MEETINGS: &str = "meetings";

/// One meeting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Meeting {
    /// The day.
    pub on: NaiveDate,
    /// Which forum meets: its id in the agreement.
    pub body: Id,
}

/// All the meetings of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meetings {
    /// Whose they are.
    pub agreement_id: String,
    /// The calendar year.
    pub year: i64,
    /// 1, 2, 3 … with every change: the `ETag`.
    pub revision: i64,
    /// By day.
    pub days: Vec<Meeting>,
    /// When this revision came.
    pub changed_at: DateTime<Utc>,
}

/// The meetings of the years from `first` to `last` that have any, by year.
pub async fn of_years(tx: &mut Tx, agreement_id: &str, first: i64, last: i64) -> Result<Vec<Meetings>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT agreement_id, year, revision, days, changed_at FROM meetings
         WHERE agreement_id = $1 AND year >= $2 AND year <= $3 ORDER BY year",
        agreement_id,
        first,
        last,
    ))
    .on(MEETINGS)?;
    rows.into_iter().map(Row::read).collect()
}

/// The meetings of a year; none when nobody has written them.
pub async fn get(tx: &mut Tx, agreement_id: &str, year: i64) -> Result<Option<Meetings>, Error> {
    Ok(of_years(tx, agreement_id, year, year).await?.pop())
}

/// Writes a year's meetings on top of the revision that the writer had read; `None` means that there was none. The revision in
/// `new` does not matter. [`Error::Stale`] when somebody else was faster.
pub async fn put(tx: &mut Tx, new: Meetings, expected_revision: Option<i64>) -> Result<Meetings, Error> {
    agreements::lock(tx, &new.agreement_id).await?;
    let current = get(tx, &new.agreement_id, new.year).await?.map(|meetings| meetings.revision);
    if current != expected_revision {
        return Err(Error::Stale { what: "meetings", current });
    }
    let written = Meetings { revision: current.unwrap_or(0) + 1, changed_at: moment(new.changed_at), ..new };
    let row = format!("{}-{}", written.agreement_id, written.year);
    let days = serde_json::to_string(&written.days).map_err(|_| corrupt(MEETINGS, "days", &row))?;
    sql!(tx.execute(
        "INSERT INTO meetings (agreement_id, year, revision, days, changed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (agreement_id, year) DO UPDATE
         SET revision = EXCLUDED.revision, days = EXCLUDED.days, changed_at = EXCLUDED.changed_at",
        &written.agreement_id,
        written.year,
        written.revision,
        &days,
        written.changed_at,
    ))
    .on(MEETINGS)?;
    Ok(written)
}

#[derive(sqlx::FromRow)]
struct Row {
    agreement_id: String,
    year: i64,
    revision: i64,
    days: String,
    changed_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<Meetings, Error> {
        let row = format!("{}-{}", self.agreement_id, self.year);
        Ok(Meetings {
            days: serde_json::from_str(&self.days).map_err(|_| corrupt(MEETINGS, "days", &row))?,
            changed_at: self.changed_at.of(MEETINGS, "changed_at", &row)?,
            agreement_id: self.agreement_id,
            year: self.year,
            revision: self.revision,
        })
    }
}
