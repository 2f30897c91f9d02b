//! What parties have decided to contribute in a billing year: one decision after the other, none ever edited.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::columns::{Stored, decimal, decimal_text, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const CONTRIBUTIONS: &str = "contributions";

/// A party's decision on what it will contribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// Its id.
    pub id: String,
    /// The party's id in the agreement.
    pub party: String,
    /// How much of its part it contributes, 0 to 100.
    pub contributes_percent: Decimal,
    /// The first day that it is about; none: from the beginning.
    pub from: Option<NaiveDate>,
    /// The last day; none: until further notice.
    pub to: Option<NaiveDate>,
    /// The kind of cause.
    pub cause: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// What the party calls its decision.
    pub reference: String,
    /// Why, in words.
    pub reason: Option<String>,
    /// The decision whose place it takes.
    pub replaces: Option<String>,
    /// When it was registered.
    pub recorded_at: DateTime<Utc>,
}

/// Adds a decision. One that takes the place of a decision that has been replaced already is [`Error::Conflict`].
pub async fn insert(tx: &mut Tx, period: &str, new: &Contribution) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO contributions (id, period_id, party, contributes_percent, from_day, to_day, cause, decided_on, reference,
                                    reason, replaces, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &new.id,
        period,
        &new.party,
        decimal_text(new.contributes_percent),
        new.from,
        new.to,
        &new.cause,
        new.decided_on,
        &new.reference,
        &new.reason,
        &new.replaces,
        moment(new.recorded_at),
    ))
    .on(CONTRIBUTIONS)?;
    Ok(())
}

/// Every decision of a period, in the order in which they were registered.
pub async fn list(tx: &mut Tx, period: &str) -> Result<Vec<Contribution>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT id, party, contributes_percent, from_day, to_day, cause, decided_on, reference, reason, replaces, recorded_at
         FROM contributions WHERE period_id = $1 ORDER BY id",
        period,
    ))
    .on(CONTRIBUTIONS)?;
    rows.into_iter().map(Row::read).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    party: String,
    contributes_percent: String,
    from_day: Stored<Option<NaiveDate>>,
    to_day: Stored<Option<NaiveDate>>,
    cause: String,
    decided_on: Stored<NaiveDate>,
    reference: String,
    reason: Option<String>,
    replaces: Option<String>,
    recorded_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<Contribution, Error> {
        let id = self.id;
        Ok(Contribution {
            contributes_percent: decimal(&self.contributes_percent, CONTRIBUTIONS, "contributes_percent", &id)?,
            from: self.from_day.of(CONTRIBUTIONS, "from_day", &id)?,
            to: self.to_day.of(CONTRIBUTIONS, "to_day", &id)?,
            decided_on: self.decided_on.of(CONTRIBUTIONS, "decided_on", &id)?,
            recorded_at: self.recorded_at.of(CONTRIBUTIONS, "recorded_at", &id)?,
            party: self.party,
            cause: self.cause,
            reference: self.reference,
            reason: self.reason,
            replaces: self.replaces,
            id,
        })
    }
}
