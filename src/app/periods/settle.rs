//! The two last steps of a year: it is settled as it was previewed, and closed when nothing of it is left.

use samfin_core::billing::called::Called as Sums;
use samfin_core::billing::draft::Call;
use samfin_core::say;
use serde::{Deserialize, Serialize};

use super::settlement::{Inputs, SettlementPreview, stale};
use super::{Period, Snapshot, Status, at_revision, preview::ENGINE, require_status, store, subject};
use crate::app::invoices::{Basis, Called, NewCall, Occurrence, Wanted};
use crate::app::ledger::{Clerk, Covered};
use crate::app::parked::hold;
use crate::app::scope::Right;
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::digest::sha256;
use crate::storage::invoices::{self, Invoice};
use crate::storage::settlements::{self, Cause, Left, Settlement};

/// The most that is named of what is left.
const NAMED: usize = 10;

/// The decision that settles a year.
#[derive(Debug, Clone)]
pub struct NewSettlement {
    /// The fingerprint of the preview.
    pub fingerprint: String,
    /// What becomes of the differences.
    pub remainder: Left,
    /// What the decision is called.
    pub decision_reference: String,
}

/// A year that was settled just now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SettledYear {
    /// The year.
    pub period: Period,
    /// The snapshot with the outcome.
    pub snapshot: Snapshot,
    /// The documents, and what is told without one.
    pub called: Called,
}

impl Desk {
    /// Settles the year that the caller had read, as it was previewed: the drafts of what is left are made, or the differences
    /// are left to the year after.
    pub async fn settle_period(
        &self,
        agreement: String,
        year: i32,
        revision: i64,
        new: NewSettlement,
    ) -> Result<SettledYear, Error> {
        self.require_in(Right::Bill, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let preview = self.preview_settlement(agreement.clone(), year, new.remainder).await?;
        preview.refuse_stale(&new.fingerprint)?;
        let (by, now, desk, clerk) = (self.by(), self.now(), self.clone(), Clerk::new(self, self.by()));
        self.write((agreement, preview, new), move |tx, (agreement, preview, new)| {
            let (by, desk, clerk) = (by.clone(), desk.clone(), clerk.clone());
            Box::pin(async move {
                hold(tx, agreement).await?;
                let before = at_revision(tx, agreement, year, revision).await?;
                require_status(&before, Status::Adopted)?;
                let inputs = Inputs::load(tx, agreement, year).await?;
                let mark = inputs.mark();
                if !preview.fingerprint.starts_with(&format!("{mark}.")) {
                    return Err(stale(&preview.fingerprint, mark));
                }
                refuse_open(&inputs.documents)?;
                let number = store::last_snapshot(tx, &before.id).await? + 1;
                let in_force = store::snapshot(tx, &before.id, before.snapshot).await?;
                let snapshot = kept(preview, new, number, &in_force, now);
                let after = Period {
                    status: Status::Settled,
                    revision: revision + 1,
                    snapshot: number,
                    changed_at: now,
                    ..before.clone()
                };
                store::insert_snapshot(tx, &before.id, &snapshot).await?;
                store::replace(tx, &after).await.map_err(super::stale)?;
                let settlement = Settlement {
                    snapshot: number,
                    outcome: preview.outcome,
                    remainder: new.remainder,
                    decision_reference: new.decision_reference.clone(),
                    amounts: serde_json::to_string(&preview.amounts).map_err(|e| Error::Broken(e.to_string()))?,
                    recorded_at: now,
                };
                settlements::insert(tx, &before.id, &settlement).await?;
                settlements::carry(tx, &before.id, number, Cause::Settlement, &preview.carried, now).await?;
                let basis = Basis {
                    snapshot: number,
                    agreement: preview.agreement.clone(),
                    calculation: preview.calculation.clone(),
                    call: Wanted::Year(Call::Settlement(new.remainder.into())),
                    decision_reference: Some(new.decision_reference.clone()),
                };
                let at = Occurrence { desk: &desk, period: &after, basis: &basis, by: &by, now };
                let (called, rows, events) = at.carry_out_with_rows(tx).await?;
                let follows = (&*preview.agreement, &preview.calculation);
                let covered = Covered::of(follows.0, follows.1);
                clerk.covered(tx, &after, Some(before.snapshot), covered.as_ref()).await?;
                clerk.settled(tx, &after, follows, &rows).await?;
                let told = Event::new("period.settled", subject(&after)).within(agreement);
                let told = told.because(Some(new.decision_reference.as_str())).from(&before);
                let told = told.to(&(&after, &settlement, &snapshot.fingerprint));
                Ok((SettledYear { period: after, snapshot, called }, [told].into_iter().chain(events).collect()))
            })
        })
        .await
    }

    /// Closes a settled year of which nothing is left: every amount is on a document, and every document is issued.
    pub async fn close_period(&self, agreement: String, year: i32, revision: i64) -> Result<(Period, Snapshot), Error> {
        self.require_in(Right::Bill, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let basis = self.basis(agreement.clone(), year, NewCall::Settlement).await?;
        let now = self.now();
        self.write((agreement, basis), move |tx, (agreement, basis)| {
            Box::pin(async move {
                hold(tx, agreement).await?;
                let before = at_revision(tx, agreement, year, revision).await?;
                require_status(&before, Status::Settled)?;
                let documents = invoices::of_period(tx, &before.id).await?;
                refuse_open(&documents)?;
                let sums = Sums::of(documents.iter().map(|one| &one.document));
                let brought = settlements::brought(tx, agreement, year).await?;
                let left = basis.of_year(&brought, &sums)?;
                if !left.documents.is_empty() {
                    let mut buyers: Vec<_> = left.documents.iter().map(|one| one.buyer.as_str()).collect();
                    buyers.dedup();
                    let buyers = buyers.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
                    return Err(Error::InvalidState {
                        detail: say!(
                            "Allt är inte fakturerat: något är kvar för {buyers}. Kalla på slutavräkningen igen (settlement).",
                            "Not everything is invoiced: something is left of {buyers}. Call the settlement again (settlement)."
                        ),
                        legal: vec!["call"],
                    });
                }
                let snapshot = store::snapshot(tx, &before.id, before.snapshot).await?;
                let after =
                    Period { status: Status::Closed, revision: revision + 1, changed_at: now, ..before.clone() };
                store::replace(tx, &after).await.map_err(super::stale)?;
                let told = Event::new("period.closed", subject(&after)).within(agreement).from(&before).to(&after);
                Ok(((after, snapshot), told.into()))
            })
        })
        .await
    }
}

/// What the year was settled from, to be kept.
fn kept(
    preview: &SettlementPreview,
    new: &NewSettlement,
    number: i64,
    in_force: &Snapshot,
    now: chrono::DateTime<chrono::Utc>,
) -> Snapshot {
    Snapshot {
        number,
        engine: ENGINE.to_owned(),
        request_sha256: sha256(preview.request.as_bytes()),
        request: preview.request.clone(),
        result: preview.result.clone(),
        fingerprint: preview.fingerprint.clone(),
        reason: Some(new.decision_reference.clone()),
        recorded_at: now,
        ..in_force.clone()
    }
}

/// Refuses while there are drafts: they ask for money, or give it back, and may still come to nothing.
fn refuse_open(documents: &[Invoice]) -> Result<(), Error> {
    let drafts: Vec<_> = documents.iter().filter(|one| one.status == invoices::Status::Draft).collect();
    let count = drafts.len();
    if count == 0 {
        return Ok(());
    }
    let named = drafts.iter().take(NAMED).map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
    Err(Error::InvalidState {
        detail: say!(
            "Året har {count} utkast. Utfärda eller kassera dem först: {named}.",
            "The year has {count} drafts. Issue or discard them first: {named}."
        ),
        legal: vec!["issue", "discard"],
    })
}
