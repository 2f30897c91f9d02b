//! What settling a year will do: the outcome through the same calculation, and for each party what it should pay against what it
//! was asked for. Known by a fingerprint, so that what is decided on is what is done.
//!
//! ```text
//! n1.o3.d9f86d081884c7d65.b4f53cda18c2baa0.60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
//! │  │  │                │                 └ everything: the SHA-256 of the body of the calculation, its answer and what remains
//! │  │  │                └ what was brought from the year before
//! │  │  └ the documents of the year
//! │  └ the revision of the outcome, 0 without one
//! └ the snapshot in force
//! ```

use std::sync::Arc;

use samfin_core::billing::called::Called;
use samfin_core::billing::document::VatTreatment;
use samfin_core::billing::roles::Roles;
use samfin_core::billing::settlement::{Carried, settle};
use samfin_core::{Agreement, Calculation, Ore, Request, calculate, say};
use serde::{Deserialize, Serialize};

use super::difference::parts_that_differ;
use super::outcome::actuals;
use super::{Affected, Cause, Outcome, Period, Snapshot, Status, require_status, store, written};
use crate::app::scope::Right;
use crate::app::{Desk, Error};
use crate::digest::sha256;
use crate::storage::invoices::{self, Invoice};
use crate::storage::settlements::{self, Left, Settlement};
use crate::storage::{Tx, agreements, outcomes};

/// What a settlement comes to, kronor without VAT.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// Every cost, in the agreement's order.
    pub costs: Vec<CostAmounts>,
    /// Every party, in the agreement's order.
    pub parties: Vec<PartyAmounts>,
    /// What is left to the year after, by party and treatment.
    pub carried: Vec<CarriedAmount>,
    /// What the year puts into the reserve; below zero it takes from it.
    pub to_reserve: Ore,
}

/// A cost of a settled year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostAmounts {
    /// Its id.
    pub cost: String,
    /// Its name.
    pub name: String,
    /// What it was to be.
    pub budget: Ore,
    /// What it came to; the budget where the outcome says nothing.
    pub outcome: Ore,
    /// Whether the outcome says something of it.
    pub known: bool,
}

/// A party of a settled year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyAmounts {
    /// Its id.
    pub party: String,
    /// Its name.
    pub name: String,
    /// What it was to pay.
    pub budget: Ore,
    /// What it is to pay by the outcome.
    pub outcome: Ore,
    /// What was brought to the year.
    pub brought: Ore,
    /// What it was asked for.
    pub called: Ore,
    /// What it pays now; below zero it gets it back.
    pub to_pay: Ore,
    /// What is left to the year after.
    pub carried: Ore,
    /// What it should be paid for what it provides.
    pub provided: Ore,
    /// What it has been paid for that.
    pub paid_out: Ore,
    /// What it is paid now.
    pub to_receive: Ore,
    /// What it lays out as host.
    pub advance: Ore,
}

/// An amount that is left to the year after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedAmount {
    /// Who bears it.
    pub party: String,
    /// How it is taxed.
    pub vat: VatTreatment,
    /// Above zero the party has paid too little.
    pub amount: Ore,
}

/// What settling will do.
#[derive(Debug)]
pub struct SettlementPreview {
    /// Send it to settle the year so.
    pub fingerprint: String,
    /// What becomes of the differences.
    pub remainder: Left,
    /// The revision of the outcome; 0 when there is none.
    pub outcome: i64,
    /// What it comes to.
    pub amounts: Amounts,
    /// What the year rests on and has changed since: it is not in the settlement.
    pub affected: Vec<Cause>,
    /// The drafts that are in the way, by id.
    pub open: Vec<String>,
    pub(super) agreement: Arc<Agreement>,
    pub(super) calculation: Calculation,
    pub(super) request: String,
    pub(super) result: String,
    pub(super) carried: Vec<Carried>,
}

/// What is known of the settlement of a year.
#[derive(Debug)]
pub enum SettlementTold {
    /// It is not settled: what settling would do.
    Preview(Box<SettlementPreview>),
    /// It is settled.
    Settled(Settlement, Amounts),
}

/// What a settlement rests on.
pub(super) struct Inputs {
    pub(super) period: Period,
    snapshot: Snapshot,
    pub(super) outcome: Option<Outcome>,
    pub(super) documents: Vec<Invoice>,
    brought: Vec<Carried>,
    next: Option<Period>,
}

impl Desk {
    /// What was settled, or what settling would do.
    pub async fn settlement(
        &self,
        agreement: String,
        year: i32,
        remainder: Option<Left>,
    ) -> Result<SettlementTold, Error> {
        self.require_in(Right::Read, &agreement)?;
        let settled = self
            .db
            .read(agreement.clone(), move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let period = store::get(tx, agreement, i64::from(year)).await?;
                    Ok::<_, Error>(settlements::find(tx, &period.id).await?)
                })
            })
            .await?;
        if let Some(settled) = settled {
            let amounts = serde_json::from_str(&settled.amounts).map_err(|error| Error::Broken(error.to_string()))?;
            return Ok(SettlementTold::Settled(settled, amounts));
        }
        let preview = self.preview_settlement(agreement, year, remainder.unwrap_or(Left::Invoice)).await?;
        Ok(SettlementTold::Preview(Box::new(preview)))
    }

    pub(super) async fn preview_settlement(
        &self,
        agreement: String,
        year: i32,
        remainder: Left,
    ) -> Result<SettlementPreview, Error> {
        let id = agreement.clone();
        let inputs = self.db.read(id, move |tx, id| Box::pin(async move { Inputs::load(tx, id, year).await })).await?;
        require_status(&inputs.period, Status::Adopted)?;
        let now = self.preview(agreement, year).await?;
        let affected = Affected::between(&inputs.snapshot, &now)?.map(|affected| affected.causes).unwrap_or_default();
        let preview = self.pool.heavy(move || inputs.settle(remainder)).await??;
        Ok(SettlementPreview { affected, ..preview })
    }
}

impl SettlementTold {
    /// What it comes to, or came to.
    #[must_use]
    pub fn amounts(&self) -> &Amounts {
        match self {
            Self::Preview(preview) => &preview.amounts,
            Self::Settled(_, amounts) => amounts,
        }
    }
}

impl SettlementPreview {
    /// Refuses a fingerprint of something else, and says what differs.
    pub(super) fn refuse_stale(&self, sent: &str) -> Result<(), Error> {
        if sent == self.fingerprint {
            return Ok(());
        }
        Err(stale(sent, self.fingerprint.clone()))
    }
}

/// That what a settlement was decided on is not what there is now.
pub(super) fn stale(sent: &str, current: String) -> Error {
    let causes = [Cause::Snapshot, Cause::Outcome, Cause::Invoices, Cause::Carried];
    Error::PreviewStale { differences: parts_that_differ(sent, &current, causes), current }
}

impl Inputs {
    pub(super) async fn load(tx: &mut Tx, agreement: &str, year: i32) -> Result<Self, Error> {
        let period = store::get(tx, agreement, i64::from(year)).await?;
        Ok(Self {
            snapshot: store::snapshot(tx, &period.id, period.snapshot).await?,
            outcome: outcomes::newest(tx, &period.id).await?,
            documents: invoices::of_period(tx, &period.id).await?,
            brought: settlements::brought(tx, agreement, year).await?,
            next: store::find(tx, agreement, i64::from(year) + 1).await?,
            period,
        })
    }

    /// The first four parts of the fingerprint.
    pub(super) fn mark(&self) -> String {
        let documents: Vec<_> = self.documents.iter().map(|one| (&one.id, &one.content_sha256)).collect();
        let brought: Vec<_> =
            self.brought.iter().map(|one| (one.year, &one.bearer, one.vat.group(), one.amount)).collect();
        let digest = |text: serde_json::Result<String>| sha256(text.unwrap_or_default().as_bytes())[..16].to_owned();
        format!(
            "n{}.o{}.d{}.b{}",
            self.snapshot.number,
            self.outcome.as_ref().map_or(0, |outcome| outcome.revision),
            digest(serde_json::to_string(&documents)),
            digest(serde_json::to_string(&brought)),
        )
    }

    /// The drafts that must be issued or discarded first, by id.
    pub(super) fn open(&self) -> Vec<String> {
        let drafts = self.documents.iter().filter(|one| one.status == invoices::Status::Draft);
        drafts.map(|one| one.id.clone()).collect()
    }

    fn settle(self, remainder: Left) -> Result<SettlementPreview, Error> {
        let budget = calculate(&Request::parse(self.snapshot.request.as_bytes())?, false)?;
        let actuals = actuals(self.outcome.as_ref())?;
        let request = super::snapshots::with_actuals(&self.snapshot.request, &actuals)?;
        let parsed = Request::parse(request.as_bytes())?;
        let calculation = calculate(&parsed, false)?;
        let agreement = parsed.agreement;
        if remainder == Left::Carry {
            may_carry(&agreement, calculation.year, self.next.as_ref())?;
        }
        let called = Called::of(self.documents.iter().map(|one| &one.document));
        let settled = settle(&agreement, &calculation, &self.brought, &called, remainder.into())?;
        let brought: i128 = self.brought.iter().map(|one| one.amount.wide()).sum();
        if settled.balance() != brought {
            let (balance, year) = (settled.balance(), calculation.year);
            return Err(Error::Broken(format!("{year} does not balance when settled: {balance} öre, not {brought}")));
        }
        let brought_to = |party: &samfin_core::Id| {
            let own = self.brought.iter().filter(|one| one.bearer == *party);
            Ore::from_wide(own.map(|one| one.amount.wide()).sum()).unwrap_or_default()
        };
        let costs = calculation.costs.iter().zip(&budget.costs).map(|(cost, before)| CostAmounts {
            cost: cost.id.to_string(),
            name: cost.name.clone(),
            budget: before.amount,
            outcome: cost.amount,
            known: actuals.contains_key(&cost.id),
        });
        let parties = settled.parties.iter().zip(&calculation.parties).zip(&budget.parties);
        let parties = parties.map(|((position, party), before)| PartyAmounts {
            party: party.id.to_string(),
            name: party.name.clone(),
            budget: before.payable,
            outcome: party.payable,
            brought: brought_to(&party.id),
            called: position.called,
            to_pay: position.to_pay,
            carried: position.carried,
            provided: position.provided,
            paid_out: position.paid_out,
            to_receive: position.to_receive,
            advance: position.advance,
        });
        let carried = settled.carried.iter().map(|one| CarriedAmount {
            party: one.bearer.to_string(),
            vat: one.vat.clone(),
            amount: one.amount,
        });
        let amounts = Amounts {
            costs: costs.collect(),
            parties: parties.collect(),
            carried: carried.collect(),
            to_reserve: settled.to_reserve,
        };
        let result = written(&calculation)?;
        let everything = sha256(format!("{request}\n{result}\n{}", remainder.as_str()).as_bytes());
        Ok(SettlementPreview {
            fingerprint: format!("{}.{everything}", self.mark()),
            remainder,
            outcome: self.outcome.as_ref().map_or(0, |outcome| outcome.revision),
            amounts,
            affected: Vec::new(),
            open: self.open(),
            agreement,
            calculation,
            request,
            result,
            carried: settled.carried,
        })
    }
}

/// Refuses to leave anything to a year that cannot take it: it is settled already, or another host asks for its money.
pub(super) fn may_carry(agreement: &Agreement, year: i32, next: Option<&Period>) -> Result<(), Error> {
    let after = year + 1;
    if next.is_some_and(|next| matches!(next.status, Status::Settled | Status::Closed)) {
        return Err(Error::InvalidState {
            detail: say!(
                "{after} är redan slutavräknat och tar inte emot något från {year}. Fakturera skillnaden.",
                "{after} is settled already and takes nothing from {year}. Invoice the difference."
            ),
            legal: vec!["settle"],
        });
    }
    if Roles::of(agreement, year).hub() != Roles::of(agreement, after).hub() {
        return Err(Error::InvalidState {
            detail: say!(
                "{after} har en annan värd än {year}, och den skulle få pengar som är den förras. Fakturera skillnaden.",
                "{after} has another host than {year}, which would get money that is the earlier one's. Invoice the difference."
            ),
            legal: vec!["settle"],
        });
    }
    Ok(())
}
