//! A change of an adopted year that is settled in the year after: the year follows what it rests on, and what that means for
//! each party is left to the year after instead of being asked for in the year itself.

use samfin_core::billing::forward::forward;
use samfin_core::billing::roles::Roles;
use samfin_core::billing::settlement::Carried;
use samfin_core::{Ore, Request, calculate, say};
use serde::{Deserialize, Serialize};

use super::settlement::{CarriedAmount, may_carry};
use super::{Period, Preview, Snapshot, Status, at_revision, nothing_changed, require_status, store, subject};
use crate::app::ledger::Clerk;
use crate::app::parked::hold;
use crate::app::scope::Right;
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::storage::settlements::{self, Cause};

/// That a change is settled in the year after.
#[derive(Debug, Clone)]
pub struct NewForward {
    /// The fingerprint of the year as it would be now.
    pub fingerprint: String,
    /// Kronor: a party whose difference is smaller is left out, and the year itself makes up for it.
    pub materiality: Ore,
    /// Why.
    pub reason: String,
}

/// A year whose change was settled forward.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Forwarded {
    /// The year.
    pub period: Period,
    /// Its new snapshot.
    pub snapshot: Snapshot,
    /// What is left to the year after.
    pub carried: Vec<CarriedAmount>,
}

impl Desk {
    /// Lets an adopted year follow what it rests on, and leaves what that means to the year after.
    pub async fn forward_period(
        &self,
        agreement: String,
        year: i32,
        revision: i64,
        new: NewForward,
    ) -> Result<Forwarded, Error> {
        self.require_in(Right::Decide, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let preview = self.preview(agreement.clone(), year).await?;
        preview.refuse_stale(&new.fingerprint)?;
        let before = self
            .db
            .read(agreement.clone(), move |tx, agreement| {
                Box::pin(async move {
                    let period = store::get(tx, agreement, i64::from(year)).await?;
                    Ok::<_, Error>(store::snapshot(tx, &period.id, period.snapshot).await?)
                })
            })
            .await?;
        let (number, materiality) = (before.number, new.materiality);
        let (preview, carried) = self
            .pool
            .heavy(move || difference(&before, &preview, materiality).map(|carried| (preview, carried)))
            .await??;
        let (now, clerk) = (self.now(), Clerk::new(self, self.by()));
        self.write((agreement, preview, carried, new), move |tx, (agreement, preview, carried, new)| {
            let clerk = clerk.clone();
            Box::pin(async move {
                hold(tx, agreement).await?;
                let before = at_revision(tx, agreement, year, revision).await?;
                require_status(&before, Status::Adopted)?;
                let in_force = store::snapshot(tx, &before.id, before.snapshot).await?;
                if in_force.number != number || in_force.fingerprint == preview.fingerprint {
                    return Err(nothing_changed());
                }
                preview.check_unchanged(tx).await?;
                let document = Request::parse(in_force.request.as_bytes())?.agreement;
                let next = store::find(tx, agreement, i64::from(year) + 1).await?;
                may_carry(&document, year, next.as_ref())?;
                let number = store::last_snapshot(tx, &before.id).await? + 1;
                let snapshot = preview.snapshot(number, Some(&new.reason), now);
                let after = Period { revision: revision + 1, snapshot: number, changed_at: now, ..before.clone() };
                store::insert_snapshot(tx, &before.id, &snapshot).await?;
                store::replace(tx, &after).await.map_err(super::stale)?;
                clerk.covered(tx, &after, Some(before.snapshot), preview.covered.as_ref()).await?;
                settlements::carry(tx, &before.id, number, Cause::Forward, carried, now).await?;
                let carried = carried.iter().map(|one| CarriedAmount {
                    party: one.bearer.to_string(),
                    vat: one.vat.clone(),
                    amount: one.amount,
                });
                let carried: Vec<_> = carried.collect();
                let told = Event::new("period.forwarded", subject(&after)).within(agreement);
                let told = told.because(Some(new.reason.as_str())).from(&before);
                let told = told.to(&(&after, &snapshot.fingerprint, &carried));
                Ok((Forwarded { period: after, snapshot, carried }, told.into()))
            })
        })
        .await
    }
}

/// What the change means for each party.
fn difference(before: &Snapshot, after: &Preview, materiality: Ore) -> Result<Vec<Carried>, Error> {
    let (old, new) = (Request::parse(before.request.as_bytes())?, Request::parse(after.request().as_bytes())?);
    let hub = |request: &Request| {
        let roles = Roles::of(&request.agreement, request.year);
        roles.id(roles.hub()).clone()
    };
    if hub(&old) != hub(&new) {
        return Err(Error::InvalidState {
            detail: say!(
                "Året får en annan värd och förs inte framåt. Rätta det i stället.",
                "The year gets another host and is not settled forward. Correct it instead."
            ),
            legal: vec!["correct"],
        });
    }
    let (was, is) = (calculate(&old, false)?, calculate(&new, false)?);
    Ok(forward((&old.agreement, &was), (&new.agreement, &is), materiality))
}
