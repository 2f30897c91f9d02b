//! What a contribution decision does, before it is registered: the year as it would be, party by party, and how what is
//! missing is covered.

use samfin_core::{Request, Text, calculate, default_sentences};

use super::contributions::{check, check_replaced};
use super::difference::{PartyDifference, compared};
use super::preview::Inputs;
use super::{Contribution, NewContribution, Snapshot, Status, require_status, store};
use crate::app::scope::Right;
use crate::app::{Desk, Error};
use crate::storage::Tx;

/// What a decision would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContributionEffect {
    /// What tells the year with the decision apart from any other.
    pub fingerprint: String,
    /// Every party: what it is to pay by the snapshot in force, and what it would be to pay.
    pub parties: Vec<PartyDifference>,
    /// How everything that is missing in the year is covered, in sentences.
    pub covered: Vec<Text>,
    /// What it was calculated from.
    request: String,
}

impl ContributionEffect {
    /// Refuses when the year with the decision is calculated from something else now. For a transaction that holds the
    /// agreement.
    pub(super) async fn check_unchanged(
        &self,
        tx: &mut Tx,
        agreement: &str,
        year: i32,
        new: &Contribution,
    ) -> Result<(), Error> {
        let mut inputs = Inputs::load(tx, agreement, year).await?;
        inputs.decisions.push(new.clone());
        inputs.require_request(year, &self.request, &self.fingerprint)
    }
}

impl Desk {
    /// What a year that is planned or adopted would come to with a decision that is not registered. Nothing is stored.
    pub async fn contribution_effect(
        &self,
        agreement: String,
        year: i32,
        new: NewContribution,
    ) -> Result<ContributionEffect, Error> {
        self.require_in(Right::Write, &agreement)?;
        let new = self.contribution(new);
        let (inputs, in_force) = self
            .db
            .read((agreement, new), move |tx, (agreement, new)| {
                Box::pin(async move {
                    let period = store::get(tx, agreement, i64::from(year)).await?;
                    if period.status != Status::Planned {
                        require_status(&period, Status::Adopted)?;
                    }
                    let mut inputs = Inputs::load(tx, agreement, year).await?;
                    check_replaced(&inputs.decisions, new)?;
                    check(tx, agreement, year, &inputs.decisions, new).await?;
                    let snapshot = store::snapshot(tx, &period.id, period.snapshot).await?;
                    inputs.decisions.push(new.clone());
                    Ok::<_, Error>((inputs, snapshot))
                })
            })
            .await?;
        self.pool.heavy(move || effect(&inputs, &in_force, year)).await?
    }

    /// Registers a decision when what it does is what was seen; what it does now otherwise, and then nothing is registered.
    pub async fn register_seen_contribution(
        &self,
        agreement: String,
        year: i32,
        new: NewContribution,
        seen: &str,
    ) -> Result<Result<Contribution, ContributionEffect>, Error> {
        self.require_in(Right::Write, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(Ok(done));
        }
        let effect = self.contribution_effect(agreement.clone(), year, new.clone()).await?;
        if effect.fingerprint != seen {
            return Ok(Err(effect));
        }
        match self.register(agreement.clone(), year, new.clone(), Some(effect)).await {
            // It changed between the two.
            Err(Error::PreviewStale { .. }) => Ok(Err(self.contribution_effect(agreement, year, new).await?)),
            done => done.map(Ok),
        }
    }
}

fn effect(inputs: &Inputs, in_force: &Snapshot, year: i32) -> Result<ContributionEffect, Error> {
    let request = inputs.request(year)?;
    let calculation = calculate(&Request::parse(request.as_bytes())?, false)?;
    let result = super::written(&calculation)?;
    Ok(ContributionEffect {
        fingerprint: inputs.fingerprint(&request, &result)?,
        parties: compared(&in_force.result, &result)?,
        covered: default_sentences(&calculation),
        request,
    })
}
