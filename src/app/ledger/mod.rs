//! The books: what happens in a billing year is posted in the transaction in which it happens, once, as a voucher that sums
//! to zero. Nothing is posted by hand, and what was posted is undone only by a voucher of its own.
//!
//! | what | when | voucher |
//! | --- | --- | --- |
//! | a document | it is issued | [`posting::of_document`](samfin_core::billing::posting::of_document) |
//! | what the reserve and the host get back | late money is registered | [`posting::of_late`](samfin_core::billing::posting::of_late) |
//! | money that pays a document | it is allocated, or taken away | [`posting::of_allocation`](samfin_core::billing::posting::of_allocation) |
//! | a fee | a reminder is noted | [`posting::of_reminder`](samfin_core::billing::posting::of_reminder) |
//! | what has no document | a year is settled | [`posting::of_rows`](samfin_core::billing::posting::of_rows) |
//! | cover that nobody is asked for | a year with a default is adopted or corrected | [`posting::of_default`](samfin_core::billing::posting::of_default) |
//!
//! Whoever posts holds the agreement ([`agreements::lock`](crate::storage::agreements::lock)); for money, the turn of the
//! organisation ([`payments::turn`](crate::storage::payments::turn)).

mod catch_up;
mod export;
mod layout;
mod money;
mod reading;
mod settled;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::billing::document::{Document, Form};
use samfin_core::billing::identifiers::Identifier as _;
use samfin_core::billing::invoicing_details::organisation_number;
use samfin_core::billing::late::Late;
use samfin_core::billing::posting::{Voucher, of_default, of_document, of_late};
use samfin_core::billing::roles::Roles;
use samfin_core::{Agreement, Calculation};

use super::{App, Error};
use crate::clock::in_sweden;
use crate::storage::invoices::{By, Invoice};
use crate::storage::vouchers::{self as store, NewVoucher, Source};
use crate::storage::{Tx, periods::Period};

pub use crate::storage::vouchers::{Balance, SourceKind, Voucher as Posted};
pub use export::Export;
pub use layout::{Column, Layout};
pub(super) use money::{dated, voucher_of_allocation, voucher_of_reminder};
pub use reading::{Filter, SourceFilter};
pub(super) use settled::{not_as_divided, settled};

/// Who posts, and when.
#[derive(Debug, Clone)]
pub(super) struct Clerk {
    app: App,
    by: By,
    at: DateTime<Utc>,
}

/// What is covered of a year's shortfall without being asked of anyone, and in whose books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    /// The organisation number of the party that asks for money.
    pub(super) issuer: String,
    /// What it comes to.
    pub(super) voucher: Voucher,
}

impl Covered {
    /// None when there is no default, nothing of it is covered so, or nobody knows whose books it would be in.
    pub(super) fn of(agreement: &Agreement, calculation: &Calculation) -> Option<Self> {
        let voucher = of_default(calculation).filter(|voucher| !voucher.entries().is_empty())?;
        let hub = Roles::of(agreement, calculation.year).hub();
        let issuer = organisation_number(&agreement.parties[hub])?.as_str().to_owned();
        Some(Self { issuer, voucher })
    }
}

/// What `late` gives back without a document, after `earlier`, and in whose books; none when it is nothing.
pub(super) fn given_back(
    agreement: &Agreement,
    calculation: &Calculation,
    earlier: &[Late],
    late: &Late,
) -> Option<Covered> {
    let hub = &agreement.parties[Roles::of(agreement, calculation.year).hub()];
    let voucher = of_late(calculation, &hub.id, earlier, late)?;
    Some(Covered { issuer: organisation_number(hub)?.as_str().to_owned(), voucher })
}

/// The voucher of a document; none when its sides cancel out, as those of one whose lines come to nothing on each account do.
pub(super) fn voucher_of(agreement: &Agreement, document: &Document) -> Result<Option<Voucher>, Error> {
    let voucher = of_document(agreement, document);
    let voucher = voucher.ok_or_else(|| Error::Broken("an issued document cannot be summed".to_owned()))?;
    Ok(Some(voucher).filter(|voucher| !voucher.entries().is_empty()))
}

/// In whose books a document is: a payout is made by the one who owes, and everything else by the one who asks.
pub(super) fn issuer_of(document: &Document) -> &str {
    let issuer = if document.form == Form::Payout { &document.buyer } else { &document.seller };
    &issuer.organisation_number
}

/// What a snapshot's default is called among the sources.
pub(super) fn default_of(period: &str, snapshot: i64) -> String {
    format!("{period}/{snapshot}")
}

/// What late money is called among the sources.
pub(super) fn late_of(period: &str, number: i64) -> String {
    format!("{period}/{number}")
}

impl Clerk {
    pub(super) fn new(app: &App, by: By) -> Self {
        Self { app: app.clone(), by, at: app.now() }
    }

    /// Posts documents that were issued just now, each with the agreement that it was made from.
    pub(super) async fn documents(&self, tx: &mut Tx, issued: &[(Arc<Agreement>, Invoice)]) -> Result<(), Error> {
        let mut vouchers = Vec::with_capacity(issued.len());
        for (agreement, invoice) in issued {
            let document = &invoice.document;
            let Some(issued) = &document.issued else {
                return Err(Error::Broken(format!("{} is posted before it is issued", invoice.id)));
            };
            let Some(voucher) = voucher_of(agreement, document)? else { continue };
            let source = Source { kind: SourceKind::Document, id: invoice.id.clone() };
            let place = (issuer_of(document), invoice.agreement_id.as_str(), issued.issued_on);
            vouchers.push(self.voucher(place, text_of(document, &issued.number), source, voucher));
        }
        store::post(tx, vouchers).await?;
        Ok(())
    }

    /// Posts what is covered in the snapshot in force of a year that was adopted or corrected just now, and undoes what the
    /// snapshot before had covered.
    pub(super) async fn covered(
        &self,
        tx: &mut Tx,
        period: &Period,
        before: Option<i64>,
        covered: Option<&Covered>,
    ) -> Result<(), Error> {
        let day = in_sweden(self.at).date();
        if let Some(before) = before {
            let id = default_of(&period.id, before);
            let undone = store::of(tx, &Source { kind: SourceKind::Default, id: id.clone() }).await?;
            if let Some(undone) = undone {
                let source = Source { kind: SourceKind::DefaultReversal, id };
                let reversed = Voucher::of(undone.entries).and_then(|voucher| voucher.reversed());
                let reversed = reversed.ok_or_else(|| Error::Broken(format!("{} does not balance", undone.id)))?;
                let place = (undone.issuer.as_str(), period.agreement_id.as_str(), day);
                self.post(tx, place, format!("Återförd: {}", undone.text), source, reversed).await?;
            }
        }
        let Some(covered) = covered else { return Ok(()) };
        let source = Source { kind: SourceKind::Default, id: default_of(&period.id, period.snapshot) };
        let place = (covered.issuer.as_str(), period.agreement_id.as_str(), day);
        let text = format!("Täckning av bortfall {}", period.year);
        self.post(tx, place, text, source, covered.voucher.clone()).await
    }

    /// Posts what late money that was registered just now gives back without a document.
    pub(super) async fn late(
        &self,
        tx: &mut Tx,
        period: &Period,
        number: i64,
        back: Option<Covered>,
    ) -> Result<(), Error> {
        let Some(Covered { issuer, voucher }) = back else { return Ok(()) };
        let source = Source { kind: SourceKind::LateMoney, id: late_of(&period.id, number) };
        let place = (issuer.as_str(), period.agreement_id.as_str(), in_sweden(self.at).date());
        self.post(tx, place, format!("Återförd täckning {}", period.year), source, voucher).await
    }

    /// Posts a voucher in the books of an issuer, of an agreement, on a day.
    pub(super) async fn post(
        &self,
        tx: &mut Tx,
        place: (&str, &str, NaiveDate),
        text: String,
        source: Source,
        voucher: Voucher,
    ) -> Result<(), Error> {
        store::post(tx, vec![self.voucher(place, text, source, voucher)]).await?;
        Ok(())
    }

    fn voucher(
        &self,
        (issuer, agreement, dated_on): (&str, &str, NaiveDate),
        text: String,
        source: Source,
        voucher: Voucher,
    ) -> NewVoucher {
        NewVoucher {
            id: self.app.new_id(),
            issuer: issuer.to_owned(),
            agreement_id: agreement.to_owned(),
            dated_on,
            text,
            source,
            by: self.by.clone(),
            at: self.at,
            voucher,
        }
    }
}

/// As the documents are, in Swedish.
fn text_of(document: &Document, number: &str) -> String {
    let (what, whom) = match document.form {
        Form::Invoice => ("Faktura", &document.buyer),
        Form::CreditNote => ("Kreditfaktura", &document.buyer),
        Form::Internal => ("Internbokning", &document.buyer),
        Form::Payout => ("Utbetalning", &document.seller),
    };
    format!("{what} {number}, {}", whom.name)
}
