//! Posting of money: what pays a document, what a reminder costs, and what a settlement tells without a document.

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::billing::document::{Document, Form};
use samfin_core::billing::draft::Row;
use samfin_core::billing::posting::{Voucher, of_allocation, of_reminder};
use samfin_core::{Agreement, Calculation, Ore};

use super::{Clerk, Covered, Error, default_of, issuer_of, text_of};
use crate::clock::in_sweden;
use crate::storage::invoices::Invoice;
use crate::storage::payments::{self, Allocation};
use crate::storage::vouchers::{Source, SourceKind};
use crate::storage::{Tx, claims::ClaimEvent, claims::What, periods::Period};

/// The date of a voucher of money: the day on which it was registered, so that a day that is over does not change.
pub(in crate::app) fn dated(recorded_at: DateTime<Utc>) -> NaiveDate {
    in_sweden(recorded_at).date()
}

/// What an allocation to a document is posted as.
pub(in crate::app) fn voucher_of_allocation(document: &Document, amount: i64) -> Option<Voucher> {
    of_allocation(document, Ore::from_ore(amount)?)
}

/// What is posted of something that was said of a document; none when it costs nothing.
pub(in crate::app) fn voucher_of_reminder(document: &Document, what: What) -> Option<Voucher> {
    let What::Reminded { fee } = what else { return None };
    of_reminder(&document.buyer.party, Ore::from_ore(fee)?)
}

impl Clerk {
    /// Stores that money pays a document, or no longer does, and posts it: the only way in.
    pub(in crate::app) async fn allocate(
        &self,
        tx: &mut Tx,
        invoice: &Invoice,
        allocation: &Allocation,
    ) -> Result<(), Error> {
        payments::allocate(tx, allocation).await?;
        self.allocation(tx, invoice, allocation).await
    }

    /// Posts an allocation that is stored.
    pub(super) async fn allocation(
        &self,
        tx: &mut Tx,
        invoice: &Invoice,
        allocation: &Allocation,
    ) -> Result<(), Error> {
        let document = &invoice.document;
        let voucher = voucher_of_allocation(document, allocation.amount)
            .ok_or_else(|| Error::Broken(format!("the allocation {} cannot be posted", allocation.id)))?;
        let source = Source { kind: SourceKind::Allocation, id: allocation.id.clone() };
        let place = (issuer_of(document), invoice.agreement_id.as_str(), dated(allocation.recorded_at));
        let goes_out = (allocation.amount < 0) == matches!(document.form, Form::Invoice);
        let what = match (document.form, goes_out) {
            (Form::Payout, _) if allocation.amount < 0 => "Återtagen",
            (Form::Payout, _) => "Utbetald",
            (_, true) => "Återbetalt",
            (_, false) => "Betalt",
        };
        self.post(tx, place, format!("{what}: {}", named(document)), source, voucher).await
    }

    /// Posts what a reminder costs.
    pub(in crate::app) async fn reminder(
        &self,
        tx: &mut Tx,
        invoice: &Invoice,
        event: &ClaimEvent,
    ) -> Result<(), Error> {
        let document = &invoice.document;
        let Some(voucher) = voucher_of_reminder(document, event.what) else { return Ok(()) };
        let source = Source { kind: SourceKind::Reminder, id: event.id.clone() };
        let place = (issuer_of(document), invoice.agreement_id.as_str(), dated(event.recorded_at));
        self.post(tx, place, format!("Påminnelseavgift: {}", named(document)), source, voucher).await
    }

    /// Posts what the settlement of a year that was settled just now tells without a document.
    pub(in crate::app) async fn settled(
        &self,
        tx: &mut Tx,
        period: &Period,
        (agreement, calculation): (&Agreement, &Calculation),
        rows: &[Row],
    ) -> Result<(), Error> {
        let Some(covered) = Covered::of_settlement(agreement, calculation, rows) else { return Ok(()) };
        self.settlement(tx, period, default_of(&period.id, period.snapshot), dated(self.at), covered).await
    }

    /// Posts what a settlement that is stored tells without a document.
    pub(super) async fn settlement(
        &self,
        tx: &mut Tx,
        period: &Period,
        id: String,
        day: NaiveDate,
        covered: Covered,
    ) -> Result<(), Error> {
        let source = Source { kind: SourceKind::Settlement, id };
        let place = (covered.issuer.as_str(), period.agreement_id.as_str(), day);
        self.post(tx, place, format!("Slutavräkning {}", period.year), source, covered.voucher).await
    }
}

/// A document in the text of another voucher.
fn named(document: &Document) -> String {
    let number = document.issued.as_ref().map_or("", |issued| issued.number.as_str());
    text_of(document, number)
}
