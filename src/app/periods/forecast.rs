//! What an adopted year looks like ending at: its outcome so far, and of the budget what is left of the year.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use samfin_core::billing::forecast::forecast;
use samfin_core::{Actual, Calculation, Id, Ore, Request, calculate};

use super::outcome::actuals;
use super::snapshots::with_actuals;
use super::{Outcome, Snapshot, Status, require_status, store};
use crate::app::scope::Right;
use crate::app::{Desk, Error};
use crate::storage::{agreements, outcomes};

/// What a year looks like ending at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// The last day that the outcome is about; none without outcome.
    pub through: Option<NaiveDate>,
    /// The revision of the outcome; 0 when there is none.
    pub outcome: i64,
    /// Every cost, in the agreement's order.
    pub costs: Vec<CostForecast>,
    /// Every party, in the agreement's order.
    pub parties: Vec<PartyForecast>,
}

/// What a cost looks like ending at, kronor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostForecast {
    /// Its id.
    pub cost: String,
    /// Its name.
    pub name: String,
    /// What was adopted.
    pub budget: Ore,
    /// The outcome so far; none when there is none of it.
    pub outcome: Option<Ore>,
    /// The whole year.
    pub forecast: Ore,
}

/// What a party looks like having to pay, kronor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyForecast {
    /// Its id.
    pub party: String,
    /// Its name.
    pub name: String,
    /// What was adopted.
    pub budget: Ore,
    /// The whole year.
    pub forecast: Ore,
}

impl Desk {
    /// What an adopted year looks like ending at, when its outcome is known through a day: that of the last entry unless
    /// another is given.
    pub async fn forecast(&self, agreement: String, year: i32, through: Option<NaiveDate>) -> Result<Forecast, Error> {
        self.require_in(Right::Read, &agreement)?;
        let (snapshot, outcome) = self
            .db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let period = store::get(tx, agreement, i64::from(year)).await?;
                    require_status(&period, Status::Adopted)?;
                    let snapshot = store::snapshot(tx, &period.id, period.snapshot).await?;
                    Ok::<_, Error>((snapshot, outcomes::newest(tx, &period.id).await?))
                })
            })
            .await?;
        self.pool.heavy(move || told(&snapshot, outcome.as_ref(), through)).await?
    }
}

fn told(snapshot: &Snapshot, outcome: Option<&Outcome>, through: Option<NaiveDate>) -> Result<Forecast, Error> {
    let of = |actuals: &BTreeMap<Id, Actual>| -> Result<Calculation, Error> {
        let request = with_actuals(&snapshot.request, actuals)?;
        Ok(calculate(&Request::parse(request.as_bytes())?, false)?)
    };
    let known = actuals(outcome)?;
    let last = outcome.and_then(|outcome| outcome.entries.iter().map(|entry| entry.date).max());
    let through = through.filter(|_| last.is_some()).or(last);
    let budget = of(&BTreeMap::new())?;
    let so_far = of(&known)?;
    let whole = match through {
        Some(through) => of(&forecast(&budget, &known, through))?,
        None => budget.clone(),
    };
    let costs = budget.costs.iter().zip(&so_far.costs).zip(&whole.costs);
    let parties = budget.parties.iter().zip(&whole.parties);
    Ok(Forecast {
        through,
        outcome: outcome.map_or(0, |outcome| outcome.revision),
        costs: costs
            .map(|((budget, so_far), whole)| CostForecast {
                cost: budget.id.to_string(),
                name: budget.name.clone(),
                budget: budget.amount,
                outcome: known.contains_key(&budget.id).then_some(so_far.amount),
                forecast: whole.amount,
            })
            .collect(),
        parties: parties
            .map(|(budget, whole)| PartyForecast {
                party: budget.id.to_string(),
                name: budget.name.clone(),
                budget: budget.payable,
                forecast: whole.payable,
            })
            .collect(),
    })
}
