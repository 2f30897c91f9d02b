//! What defaulters paid after others had covered for them: one payment after the other, none ever edited.

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::Ore;
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const LATE_MONEY: &str = "late_money";
const PARTS: &str = "late_money_parts";

/// One payment, and who is given how much of it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateMoney {
    /// 1, 2, 3 … in the period.
    pub number: i64,
    /// The snapshot whose calculation says who covered.
    pub snapshot: i64,
    /// Who paid: the party's id.
    pub party: String,
    /// Kronor.
    pub amount: Ore,
    /// The day the money came.
    pub received_on: NaiveDate,
    /// Why, or what it is called.
    pub reason: Option<String>,
    /// Who gets how much: a party's id, or `reserve`.
    pub back: Vec<(String, Ore)>,
    /// When it was registered.
    pub recorded_at: DateTime<Utc>,
}

/// Adds a payment. [`Error::Conflict`] when another took its number.
pub async fn insert(tx: &mut Tx, period: &str, new: &LateMoney) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO late_money (period_id, number, snapshot, party, amount, received_on, reason, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        period,
        new.number,
        new.snapshot,
        &new.party,
        new.amount.ore(),
        new.received_on,
        &new.reason,
        moment(new.recorded_at),
    ))
    .on(LATE_MONEY)?;
    for (ordinal, (creditor, amount)) in (0_i64..).zip(&new.back) {
        sql!(tx.execute(
            "INSERT INTO late_money_parts (period_id, number, ordinal, creditor, amount) VALUES ($1, $2, $3, $4, $5)",
            period,
            new.number,
            ordinal,
            creditor,
            amount.ore(),
        ))
        .on(PARTS)?;
    }
    Ok(())
}

/// Every payment of a period, in the order in which they were registered.
pub async fn list(tx: &mut Tx, period: &str) -> Result<Vec<LateMoney>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT number, snapshot, party, amount, received_on, reason, recorded_at
         FROM late_money WHERE period_id = $1 ORDER BY number",
        period,
    ))
    .on(LATE_MONEY)?;
    let parts: Vec<(i64, String, i64)> = sql!(tx.fetch_all(
        "SELECT number, creditor, amount FROM late_money_parts WHERE period_id = $1 ORDER BY number, ordinal",
        period,
    ))
    .on(PARTS)?;
    let mut payments = rows.into_iter().map(|row| row.read(period)).collect::<Result<Vec<_>, _>>()?;
    for (number, creditor, amount) in parts {
        let of = payments.iter_mut().find(|one| one.number == number);
        let amount = money(amount, PARTS, period, number)?;
        of.ok_or_else(|| corrupt(PARTS, "number", &format!("{period} {number}")))?.back.push((creditor, amount));
    }
    Ok(payments)
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    snapshot: i64,
    party: String,
    amount: i64,
    received_on: Stored<NaiveDate>,
    reason: Option<String>,
    recorded_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self, period: &str) -> Result<LateMoney, Error> {
        let row = format!("{period} {}", self.number);
        Ok(LateMoney {
            amount: money(self.amount, LATE_MONEY, period, self.number)?,
            received_on: self.received_on.of(LATE_MONEY, "received_on", &row)?,
            recorded_at: self.recorded_at.of(LATE_MONEY, "recorded_at", &row)?,
            number: self.number,
            snapshot: self.snapshot,
            party: self.party,
            reason: self.reason,
            back: Vec::new(),
        })
    }
}

fn money(ore: i64, table: &'static str, period: &str, number: i64) -> Result<Ore, Error> {
    Ore::from_ore(ore).ok_or_else(|| corrupt(table, "amount", &format!("{period} {number}")))
}
