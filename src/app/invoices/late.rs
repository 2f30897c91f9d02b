//! Late money: what a defaulter pays after others have covered for it is registered, and then called like a part of the year.

use std::sync::Arc;

use chrono::NaiveDate;
use samfin_core::billing::late::Late;
use samfin_core::{Agreement, Calculation, Id, Ore, Request, calculate, say};

use crate::app::ledger::{self, Clerk};
use crate::app::parked::hold;
use crate::app::periods::{subject, written};
use crate::app::scope::Right;
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::storage::late_money::{self, LateMoney};
use crate::storage::periods::{self, Period, Snapshot, Status};
use crate::storage::{Tx, agreements};

/// Money that came late, as it is registered.
#[derive(Debug, Clone)]
pub struct NewLateMoney {
    /// Who paid.
    pub party: Id,
    /// Kronor, above zero.
    pub amount: Ore,
    /// The day it came.
    pub received_on: NaiveDate,
    /// Why, or what it is called.
    pub reason: Option<String>,
}

impl Desk {
    /// Registers what a defaulter has paid of its debt for a year, and says who is given how much of it back. The documents
    /// are then called.
    pub async fn register_late_money(
        &self,
        agreement: String,
        year: i32,
        new: NewLateMoney,
    ) -> Result<LateMoney, Error> {
        self.require_in(Right::Bill, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let (period, snapshot) = self.year_in_force(agreement.clone(), year).await?;
        require_called(&period)?;
        let (number, calculated) = (snapshot.number, self.calculated(snapshot).await?);
        let calculated = Arc::new(calculated);
        let (now, clerk) = (self.now(), Clerk::new(self, self.by()));
        self.write((agreement, new), move |tx, (agreement, new)| {
            let (calculated, clerk) = (Arc::clone(&calculated), clerk.clone());
            Box::pin(async move {
                hold(tx, agreement).await?;
                let period = periods::get(tx, agreement, i64::from(year)).await?;
                require_called(&period)?;
                if period.snapshot != number {
                    return Err(super::call::corrected_meanwhile());
                }
                let earlier = late_money::list(tx, &period.id).await?;
                let before = lates(&earlier)?;
                let late = Late::of(&calculated.1, &before, &new.party, new.amount)?;
                let made = LateMoney {
                    number: earlier.last().map_or(1, |last| last.number + 1),
                    snapshot: number,
                    party: late.party.to_string(),
                    amount: late.amount,
                    received_on: new.received_on,
                    reason: new.reason.clone(),
                    back: late.back.iter().map(|(to, amount)| (to.to_string(), *amount)).collect(),
                    recorded_at: now,
                };
                late_money::insert(tx, &period.id, &made).await?;
                let back = ledger::given_back(&calculated.0, &calculated.1, &before, &late);
                clerk.late(tx, &period, made.number, back).await?;
                let told = Event::new("period.late_money_registered", subject(&period)).within(agreement);
                let told = told.because(made.reason.clone()).to(&made);
                Ok((made, told.into()))
            })
        })
        .await
    }

    /// The late money of a year, in the order in which it was registered.
    pub async fn late_money(&self, agreement: String, year: i32) -> Result<Vec<LateMoney>, Error> {
        self.require_in(Right::Read, &agreement)?;
        self.db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let period = periods::get(tx, agreement, i64::from(year)).await?;
                    Ok(late_money::list(tx, &period.id).await?)
                })
            })
            .await
    }

    /// A year and the snapshot that is in force of it.
    pub(super) async fn year_in_force(&self, agreement: String, year: i32) -> Result<(Period, Snapshot), Error> {
        self.db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let period = periods::get(tx, agreement, i64::from(year)).await?;
                    let snapshot = periods::snapshot(tx, &period.id, period.snapshot).await?;
                    Ok::<_, Error>((period, snapshot))
                })
            })
            .await
    }

    /// A snapshot's amounts, calculated again; they must be what was stored.
    pub(super) async fn calculated(&self, snapshot: Snapshot) -> Result<(Arc<Agreement>, Calculation), Error> {
        let work = move || {
            let request = Request::parse(snapshot.request.as_bytes())?;
            let calculation = calculate(&request, false)?;
            if written(&calculation)? != snapshot.result {
                return Err(super::call::calculated_otherwise());
            }
            Ok((request.agreement, calculation))
        };
        self.pool.heavy(work).await?
    }
}

/// What core divides by. Ids were checked when they were registered.
pub(in crate::app) fn lates(stored: &[LateMoney]) -> Result<Vec<Late>, Error> {
    let id = |text: &str| Id::parse(text).ok_or_else(|| Error::Broken(format!("{text} is no id")));
    let late = |one: &LateMoney| {
        let back = one.back.iter().map(|(to, amount)| Ok((id(to)?, *amount))).collect::<Result<_, Error>>()?;
        Ok(Late { party: id(&one.party)?, amount: one.amount, back })
    };
    stored.iter().map(late).collect()
}

/// The payments before number `number`, and that one.
pub(super) async fn up_to(tx: &mut Tx, period: &str, number: i32) -> Result<Option<(Vec<Late>, Late)>, Error> {
    let mut stored = late_money::list(tx, period).await?;
    stored.retain(|one| one.number <= i64::from(number));
    let Some(last) = stored.pop().filter(|last| last.number == i64::from(number)) else { return Ok(None) };
    let late = lates(std::slice::from_ref(&last))?.pop();
    late.map(|late| lates(&stored).map(|earlier| (earlier, late))).transpose()
}

/// Late money belongs to a year that has been called, settled or not.
pub(super) fn require_called(period: &Period) -> Result<(), Error> {
    if matches!(period.status, Status::Adopted | Status::Settled) {
        return Ok(());
    }
    Err(Error::InvalidState {
        detail: say!(
            "Sen betalning hör till ett år som är antaget eller avräknat, och inte stängt.",
            "Late money belongs to a year that is adopted or settled, and not closed."
        ),
        legal: if period.status == Status::Planned { vec!["adopt"] } else { Vec::new() },
    })
}
