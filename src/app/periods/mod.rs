//! The billing year: planned from what is stored, adopted with a decision, and from then on changed by nothing but a decision.
//!
//! | is | may |
//! | --- | --- |
//! | planned | be planned anew, adopted |
//! | adopted | have its amounts called, be corrected when what it rests on has changed, be settled |
//! | settled | be closed |
//!
//! A preview is the plan without the write: what is written must carry the fingerprint of what was looked at.

mod contribution_effect;
mod contributions;
mod counterfactual;
mod difference;
mod forecast;
mod forward;
mod outcome;
mod preview;
mod settle;
mod settlement;
mod snapshots;

use samfin_core::say;

use super::budgets::tag;
use super::ledger::Clerk;
use super::scope::Right;
use super::told::Event;
use super::{Desk, Error};
use crate::app::parked::hold;
use crate::storage::{self, Tx, agreements, periods as store};

pub use crate::storage::contributions::Contribution;
pub use crate::storage::periods::{Period, Snapshot, Status};
pub use crate::storage::settlements::{Left, Settlement};
pub use contribution_effect::ContributionEffect;
pub use contributions::NewContribution;
pub use counterfactual::{Beside, Counterfactual, Otherwise};
pub use difference::{Affected, Cause, PartyDifference, payable};
pub use forecast::{CostForecast, Forecast, PartyForecast};
pub use forward::{Forwarded, NewForward};
pub use outcome::{CostOutcome, Counts, Entry, MOST_ENTRIES, Outcome, OutcomeFile};
pub use preview::Preview;
pub(super) use preview::{ENGINE, calculated_again, written};
pub use settle::{NewSettlement, SettledYear};
pub use settlement::{Amounts, CarriedAmount, CostAmounts, PartyAmounts, SettlementPreview, SettlementTold};

impl Desk {
    /// What a year comes to now, and the fingerprint to plan it with.
    pub async fn preview_period(&self, agreement: String, year: i32) -> Result<Preview, Error> {
        self.require_in(Right::Read, &agreement)?;
        self.preview(agreement, year).await
    }

    /// Plans a year, or plans it anew, as it was previewed.
    pub async fn plan_period(
        &self,
        agreement: String,
        year: i32,
        fingerprint: String,
        reason: Option<String>,
    ) -> Result<(Period, Snapshot), Error> {
        self.require_in(Right::Write, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let preview = self.preview(agreement.clone(), year).await?;
        preview.refuse_stale(&fingerprint)?;
        let new = Period {
            id: self.new_id(),
            agreement_id: agreement,
            year: i64::from(year),
            status: Status::Planned,
            revision: 1,
            snapshot: 1,
            decision_reference: None,
            created_at: self.now(),
            changed_at: self.now(),
        };
        self.write((new, preview, reason), |tx, (new, preview, reason)| {
            Box::pin(async move {
                hold(tx, &new.agreement_id).await?;
                preview.check_unchanged(tx).await?;
                let event =
                    Event::new("period.planned", subject(new)).within(&new.agreement_id).because(reason.clone());
                let Some(before) = store::find(tx, &new.agreement_id, new.year).await? else {
                    let snapshot = preview.snapshot(1, reason.as_deref(), new.changed_at);
                    store::insert(tx, new, &snapshot).await?;
                    let told = event.to(&(new, &snapshot.fingerprint));
                    return Ok(((new.clone(), snapshot), told.into()));
                };
                require_status(&before, Status::Planned)?;
                let number = store::last_snapshot(tx, &before.id).await? + 1;
                let snapshot = preview.snapshot(number, reason.as_deref(), new.changed_at);
                let after = Period {
                    revision: before.revision + 1,
                    snapshot: number,
                    changed_at: new.changed_at,
                    ..before.clone()
                };
                store::insert_snapshot(tx, &before.id, &snapshot).await?;
                store::replace(tx, &after).await.map_err(stale)?;
                let told = event.from(&before).to(&(&after, &snapshot.fingerprint));
                Ok(((after, snapshot), told.into()))
            })
        })
        .await
    }

    /// Adopts the plan that the caller had read, if what it rests on has not changed since.
    pub async fn adopt_period(
        &self,
        agreement: String,
        year: i32,
        revision: i64,
        reference: String,
    ) -> Result<(Period, Snapshot), Error> {
        self.require_in(Right::Decide, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let preview = self.preview(agreement.clone(), year).await?;
        let (now, clerk) = (self.now(), Clerk::new(self, self.by()));
        self.write((agreement, preview, reference, clerk), move |tx, (agreement, preview, reference, clerk)| {
            Box::pin(async move {
                hold(tx, agreement).await?;
                let before = at_revision(tx, agreement, year, revision).await?;
                require_status(&before, Status::Planned)?;
                let snapshot = store::snapshot(tx, &before.id, before.snapshot).await?;
                preview.refuse_stale(&snapshot.fingerprint)?;
                preview.check_unchanged(tx).await?;
                let after = Period {
                    status: Status::Adopted,
                    revision: revision + 1,
                    decision_reference: Some(reference.clone()),
                    changed_at: now,
                    ..before.clone()
                };
                store::replace(tx, &after).await.map_err(stale)?;
                clerk.covered(tx, &after, None, preview.covered.as_ref()).await?;
                let told = Event::new("period.adopted", subject(&after)).within(agreement);
                let told = told.because(Some(reference.as_str())).from(&before).to(&(&after, &snapshot.fingerprint));
                Ok(((after, snapshot), told.into()))
            })
        })
        .await
    }

    /// Lets an adopted year follow what it rests on: the parts that remain are called from the new amounts, and what was
    /// called before is made up for.
    pub async fn correct_period(
        &self,
        agreement: String,
        year: i32,
        revision: i64,
        fingerprint: String,
        reason: String,
    ) -> Result<(Period, Snapshot), Error> {
        self.require_in(Right::Decide, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let preview = self.preview(agreement.clone(), year).await?;
        preview.refuse_stale(&fingerprint)?;
        let (now, clerk) = (self.now(), Clerk::new(self, self.by()));
        self.write((agreement, preview, reason, clerk), move |tx, (agreement, preview, reason, clerk)| {
            Box::pin(async move {
                hold(tx, agreement).await?;
                let before = at_revision(tx, agreement, year, revision).await?;
                require_status(&before, Status::Adopted)?;
                let in_force = store::snapshot(tx, &before.id, before.snapshot).await?;
                if in_force.fingerprint == preview.fingerprint {
                    return Err(nothing_changed());
                }
                preview.check_unchanged(tx).await?;
                let number = store::last_snapshot(tx, &before.id).await? + 1;
                let snapshot = preview.snapshot(number, Some(reason), now);
                let after = Period { revision: revision + 1, snapshot: number, changed_at: now, ..before.clone() };
                store::insert_snapshot(tx, &before.id, &snapshot).await?;
                store::replace(tx, &after).await.map_err(stale)?;
                clerk.covered(tx, &after, Some(before.snapshot), preview.covered.as_ref()).await?;
                let told = Event::new("period.corrected", subject(&after)).within(agreement);
                let told = told.because(Some(reason.as_str())).from(&before).to(&(&after, &snapshot.fingerprint));
                Ok(((after, snapshot), told.into()))
            })
        })
        .await
    }

    /// The billing years of an agreement after a year, with the snapshot in force of each.
    pub async fn periods(&self, agreement: String, after: i64, limit: i64) -> Result<Vec<(Period, Snapshot)>, Error> {
        self.require_in(Right::Read, &agreement)?;
        self.db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let mut found = Vec::new();
                    for period in store::list(tx, agreement, after, limit).await? {
                        let snapshot = store::snapshot(tx, &period.id, period.snapshot).await?;
                        found.push((period, snapshot));
                    }
                    Ok(found)
                })
            })
            .await
    }

    /// A billing year, the snapshot in force, and how what it rests on has changed since.
    pub async fn period(&self, agreement: String, year: i32) -> Result<(Period, Snapshot, Option<Affected>), Error> {
        self.require_in(Right::Read, &agreement)?;
        let (period, snapshot) = self
            .db
            .read(agreement.clone(), move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let period = store::get(tx, agreement, i64::from(year)).await?;
                    let snapshot = store::snapshot(tx, &period.id, period.snapshot).await?;
                    Ok::<_, Error>((period, snapshot))
                })
            })
            .await?;
        if matches!(period.status, Status::Settled | Status::Closed) {
            return Ok((period, snapshot, None));
        }
        let preview = self.preview(agreement, year).await?;
        let affected = Affected::between(&snapshot, &preview)?;
        Ok((period, snapshot, affected))
    }

    /// What a year was calculated from at one of its snapshots, byte for byte.
    pub async fn period_request(&self, agreement: String, year: i32, number: i64) -> Result<String, Error> {
        self.require_in(Right::Read, &agreement)?;
        self.db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let period = store::get(tx, agreement, i64::from(year)).await?;
                    Ok(store::snapshot(tx, &period.id, number).await?.request)
                })
            })
            .await
    }
}

/// That there is nothing for the year to follow.
fn nothing_changed() -> Error {
    Error::InvalidState {
        detail: say!(
            "Inget som året vilar på har ändrats, så det finns inget att rätta.",
            "Nothing that the year rests on has changed, so there is nothing to correct."
        ),
        legal: vec!["settle"],
    }
}

/// What the trail calls a billing year.
pub(super) fn subject(period: &Period) -> String {
    format!("{}-{}", period.agreement_id, period.year)
}

/// The period, if it is still at the revision that the caller had read.
async fn at_revision(tx: &mut Tx, agreement: &str, year: i32, revision: i64) -> Result<Period, Error> {
    let found = store::get(tx, agreement, i64::from(year)).await?;
    if found.revision == revision {
        return Ok(found);
    }
    Err(stale(storage::Error::Stale { what: "period", current: Some(found.revision) }))
}

/// Refuses a step that belongs to another state, and says which steps there are.
pub(super) fn require_status(period: &Period, needed: Status) -> Result<(), Error> {
    if period.status == needed {
        return Ok(());
    }
    let year = period.year;
    let (detail, legal) = match period.status {
        Status::Planned => (
            say!("Året {year} är planerat men inte antaget.", "The year {year} is planned and not adopted."),
            vec!["plan", "adopt"],
        ),
        Status::Adopted => (
            say!(
                "Året {year} är antaget, så det steget går inte att ta nu. Har något ändrats: rätta året. Är det slut: gör slutavräkningen.",
                "The year {year} is adopted, so that step cannot be taken now. If something has changed, correct it. If it is over, settle it."
            ),
            vec!["correct", "forward", "settle"],
        ),
        Status::Settled => (say!("Året {year} är slutavräknat.", "The year {year} is settled."), vec!["close"]),
        Status::Closed => (say!("Året {year} är stängt.", "The year {year} is closed."), Vec::new()),
    };
    Err(Error::InvalidState { detail, legal })
}

fn stale(error: storage::Error) -> Error {
    match error {
        storage::Error::Stale { current, .. } => {
            let now = current.unwrap_or_default();
            Error::Stale {
                detail: say!(
                    "Året är nu på revision {now}. Hämta det och gör om steget.",
                    "The year is now at revision {now}. Fetch it and take the step again."
                ),
                current: current.map(tag),
            }
        }
        error => error.into(),
    }
}
