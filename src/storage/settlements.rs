//! That a billing year was settled, and what it leaves to the year after.

use chrono::{DateTime, Utc};
use samfin_core::billing::document::VatTreatment;
use samfin_core::billing::draft::Remainder;
use samfin_core::billing::settlement::Carried;
use samfin_core::{Id, Ore};
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const SETTLEMENTS: &str = "settlements";
const CARRIED: &str = "carried_amounts";

/// That a year was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The snapshot with the outcome.
    pub snapshot: i64,
    /// The revision of the outcome; 0 when there was none.
    pub outcome: i64,
    /// What became of the differences.
    pub remainder: Left,
    /// What the decision is called.
    pub decision_reference: String,
    /// What it meant for each cost and party, as JSON.
    pub amounts: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// What becomes of the differences, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// They are invoiced and credited.
    Invoice,
    /// They are settled in the year after.
    Carry,
}

/// Why an amount is left to the year after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The year was settled so.
    Settlement,
    /// A change of the adopted year was settled forward.
    Forward,
}

impl Left {
    /// As it is written in the API and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Carry => "carry",
        }
    }
}

impl From<Left> for Remainder {
    fn from(left: Left) -> Self {
        match left {
            Left::Invoice => Self::Invoice,
            Left::Carry => Self::Carry,
        }
    }
}

impl Cause {
    fn as_str(self) -> &'static str {
        match self {
            Self::Settlement => "settlement",
            Self::Forward => "forward",
        }
    }
}

/// Adds the settlement of a period. One that is settled is [`Error::Conflict`].
pub async fn insert(tx: &mut Tx, period: &str, new: &Settlement) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO settlements (period_id, snapshot, outcome_revision, remainder, decision_reference, amounts, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        period,
        new.snapshot,
        new.outcome,
        new.remainder.as_str(),
        &new.decision_reference,
        &new.amounts,
        moment(new.recorded_at),
    ))
    .on(SETTLEMENTS)?;
    Ok(())
}

/// The settlement of a period, when it is settled.
pub async fn find(tx: &mut Tx, period: &str) -> Result<Option<Settlement>, Error> {
    let row: Option<SettlementRow> = sql!(tx.fetch_optional(
        "SELECT snapshot, outcome_revision, remainder, decision_reference, amounts, recorded_at
         FROM settlements WHERE period_id = $1",
        period,
    ))
    .on(SETTLEMENTS)?;
    row.map(|row| row.read(period)).transpose()
}

/// Adds what a period leaves to the year after with a snapshot, once for each party and treatment.
pub async fn carry(
    tx: &mut Tx,
    period: &str,
    snapshot: i64,
    cause: Cause,
    amounts: &[Carried],
    at: DateTime<Utc>,
) -> Result<(), Error> {
    for one in amounts {
        // What samfin stores can always be written as JSON.
        let vat = serde_json::to_string(&one.vat).unwrap_or_default();
        sql!(tx.execute(
            "INSERT INTO carried_amounts (period_id, snapshot, party, vat_group, vat, amount, cause, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            period,
            snapshot,
            one.bearer.as_str(),
            one.vat.group(),
            vat,
            one.amount.ore(),
            cause.as_str(),
            moment(at),
        ))
        .on(CARRIED)?;
    }
    Ok(())
}

/// What is to be settled in a year beside what it comes to itself: what the year before left to it, less what it has left to
/// the year after while it was adopted.
pub async fn brought(tx: &mut Tx, agreement_id: &str, year: i32) -> Result<Vec<Carried>, Error> {
    let rows: Vec<CarriedRow> = sql!(tx.fetch_all(
        "SELECT p.year, c.party, c.vat, c.amount FROM carried_amounts AS c JOIN periods AS p ON p.id = c.period_id
         WHERE p.agreement_id = $1 AND (p.year = $2 - 1 OR (p.year = $2 AND c.cause = 'forward'))
         ORDER BY p.year, c.snapshot, c.party, c.vat_group",
        agreement_id,
        i64::from(year),
    ))
    .on(CARRIED)?;
    let carried = |row: CarriedRow| {
        let wrong = |column| corrupt(CARRIED, column, &format!("{agreement_id} {} {}", row.year, row.party));
        let amount = Ore::from_ore(row.amount).ok_or_else(|| wrong("amount"))?;
        let of = i32::try_from(row.year).map_err(|_| wrong("year"))?;
        Ok(Carried {
            year: of,
            bearer: Id::parse(&row.party).ok_or_else(|| wrong("party"))?,
            vat: serde_json::from_str::<VatTreatment>(&row.vat).map_err(|_| wrong("vat"))?,
            amount: if of == year { Ore::from_wide(-amount.wide()).ok_or_else(|| wrong("amount"))? } else { amount },
        })
    };
    rows.into_iter().map(carried).collect()
}

#[derive(sqlx::FromRow)]
struct CarriedRow {
    year: i64,
    party: String,
    vat: String,
    amount: i64,
}

#[derive(sqlx::FromRow)]
struct SettlementRow {
    snapshot: i64,
    outcome_revision: i64,
    remainder: String,
    decision_reference: String,
    amounts: String,
    recorded_at: Stored<DateTime<Utc>>,
}

impl SettlementRow {
    fn read(self, period: &str) -> Result<Settlement, Error> {
        let found = [Left::Invoice, Left::Carry].into_iter().find(|left| left.as_str() == self.remainder);
        Ok(Settlement {
            remainder: found.ok_or_else(|| corrupt(SETTLEMENTS, "remainder", period))?,
            recorded_at: self.recorded_at.of(SETTLEMENTS, "recorded_at", period)?,
            snapshot: self.snapshot,
            outcome: self.outcome_revision,
            decision_reference: self.decision_reference,
            amounts: self.amounts,
        })
    }
}
