//! What the settlement of a year is posted as, worked out again from what is stored.

use std::collections::BTreeSet;

use samfin_core::billing::called::Called;
use samfin_core::billing::draft::{Call, Drafts, Row, draft};
use samfin_core::billing::identifiers::Identifier as _;
use samfin_core::billing::invoicing_details::organisation_number;
use samfin_core::billing::posting::of_rows;
use samfin_core::billing::roles::Roles;
use samfin_core::billing::settlement::{Carried, settle};
use samfin_core::{Agreement, Calculation, Request, calculate};

use super::{Covered, default_of};
use crate::app::Error;
use crate::app::periods::Amounts;
use crate::storage::invoices::{self, Invoice, Status};
use crate::storage::periods::{self, Period};
use crate::storage::settlements;
use crate::storage::{Tx, settlements::Settlement};

/// A settlement, with what it tells without a document.
pub(in crate::app) struct Settled {
    pub(in crate::app) settlement: Settlement,
    /// What it is called among the sources.
    pub(in crate::app) source: String,
    /// None when every amount has a document.
    pub(in crate::app) expected: Option<Covered>,
}

impl Covered {
    /// What rows of a settlement come to, and in whose books; none when it is nothing.
    pub(super) fn of_settlement(agreement: &Agreement, calculation: &Calculation, rows: &[Row]) -> Option<Self> {
        let hub = &agreement.parties[Roles::of(agreement, calculation.year).hub()];
        let (voucher, issuer) = (of_rows(agreement, rows)?, organisation_number(hub)?);
        Some(Self { issuer: issuer.as_str().to_owned(), voucher })
    }
}

/// The settlement of a year, if it is settled, as it was carried out: from the documents that there were then. Those that came
/// later follow its own snapshot.
pub(in crate::app) async fn settled(tx: &mut Tx, period: &Period) -> Result<Option<Settled>, Error> {
    let Some(settlement) = settlements::find(tx, &period.id).await? else { return Ok(None) };
    let earlier = |one: &Invoice| one.snapshot < settlement.snapshot;
    let Again { request, calculation, drafts, .. } = Again::of(tx, period, &settlement, earlier).await?;
    let expected = Covered::of_settlement(&request.agreement, &calculation, &drafts.rows);
    let source = default_of(&period.id, settlement.snapshot);
    Ok(Some(Settled { settlement, source, expected }))
}

/// The parties of a settled year whose issued documents, with what was carried, are not what the year comes to for them.
pub(in crate::app) async fn not_as_divided(tx: &mut Tx, period: &Period) -> Result<BTreeSet<String>, Error> {
    let Some(settlement) = settlements::find(tx, &period.id).await? else { return Ok(BTreeSet::new()) };
    let again = Again::of(tx, period, &settlement, |_| true).await?;
    let mut parties: BTreeSet<String> = again.drafts.documents.iter().map(|left| left.buyer.to_string()).collect();
    let Again { request, calculation, brought, called, .. } = &again;
    let settled = settle(&request.agreement, calculation, brought, called, settlement.remainder.into())?;
    let told: Amounts = serde_json::from_str(&settlement.amounts).map_err(|error| Error::Broken(error.to_string()))?;
    let now = settled.carried.into_iter().map(|one| (one.bearer.to_string(), one.vat.group(), one.amount));
    let then = told.carried.into_iter().map(|one| (one.party, one.vat.group(), one.amount));
    let (now, then): (BTreeSet<_>, BTreeSet<_>) = (now.collect(), then.collect());
    parties.extend(now.symmetric_difference(&then).map(|(party, ..)| party.clone()));
    Ok(parties)
}

/// A settlement once more.
struct Again {
    request: Request,
    calculation: Calculation,
    brought: Vec<Carried>,
    called: Called,
    drafts: Drafts,
}

impl Again {
    /// From those of the issued documents that count.
    async fn of(
        tx: &mut Tx,
        period: &Period,
        settlement: &Settlement,
        counts: impl Fn(&Invoice) -> bool + Send,
    ) -> Result<Self, Error> {
        let snapshot = periods::snapshot(tx, &period.id, settlement.snapshot).await?;
        let request = Request::parse(snapshot.request.as_bytes())?;
        let calculation = calculate(&request, false)?;
        let mut documents = invoices::of_period(tx, &period.id).await?;
        documents.retain(|one| one.status == Status::Issued && counts(one));
        let called = Called::of(documents.iter().map(|one| &one.document));
        let brought = settlements::brought(tx, &period.agreement_id, calculation.year).await?;
        let call = Call::Settlement(settlement.remainder.into());
        let decision = Some(settlement.decision_reference.as_str());
        let drafts = draft(&request.agreement, &calculation, &brought, &call, &called, decision)?;
        Ok(Self { request, calculation, brought, called, drafts })
    }
}
