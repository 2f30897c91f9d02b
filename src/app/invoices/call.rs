//! A call: the documents of one part of an adopted year, or of what a correction changed, as drafts.
//!
//! Calling again is how drafts follow what has changed: each is written over in its place, attestations of what it said before
//! no longer count, and one that nothing is left of is discarded. What is issued is never touched.

use std::sync::Arc;

use samfin_core::billing::called::Called as Sums;
use samfin_core::billing::document::{Document, Occasion};
use samfin_core::billing::draft::{self, Call, Draft, Drafts, draft};
use samfin_core::billing::instalment::{Part, parts};
use samfin_core::billing::settlement::Carried;
use samfin_core::{Agreement, Calculation, Code, Issue, Ore, say};
use serde::{Deserialize, Serialize};

use super::details::{Year, Years};
use super::{By, Invoice, Status, Whole, late, store, wholes};
use crate::app::parked::hold;
use crate::app::periods::require_status;
use crate::app::scope::Right;
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::periods::{self, Period, Status as PeriodStatus};
use crate::storage::settlements::{self, Settlement};
use crate::storage::{self, Tx};

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewCall {
    /// A part of the year, from 1.
    Instalment(i32),
    /// What a correction changed in the parts up to and including this one.
    Correction(i32),
    /// What late money gives back, by its number.
    LateMoney(i32),
    /// The final settlement of a year that is settled, once more.
    Settlement,
}

impl NewCall {
    /// Late money comes before and after the settlement; the rest belongs to one of the two.
    fn require_open(self, period: &Period) -> Result<(), Error> {
        match self {
            Self::LateMoney(_) => late::require_called(period),
            Self::Instalment(_) | Self::Correction(_) => require_status(period, PeriodStatus::Adopted),
            Self::Settlement => require_status(period, PeriodStatus::Settled),
        }
    }
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// Every document of the call, those that were issued before too.
    pub documents: Vec<Whole>,
    /// What is told without a document.
    pub rows: Vec<Row>,
}

/// What is told without a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Why there is none.
    pub why: Why,
    /// Who would have the money.
    pub seller: String,
    /// Who would pay it.
    pub buyer: String,
    /// Kronor without VAT.
    pub net: Ore,
}

/// Why there is no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The payer is the one who would ask.
    Own,
    /// There is nothing to ask for.
    Zero,
    /// The amount is smaller than agreed, or below zero, and is part of the next call.
    Waits,
    /// The amount is settled in the next year.
    Carried,
}

/// What a year is drafted from.
#[derive(Debug)]
pub(in crate::app) struct Basis {
    pub(in crate::app) snapshot: i64,
    pub(in crate::app) agreement: Arc<Agreement>,
    pub(in crate::app) calculation: Calculation,
    pub(in crate::app) call: Wanted,
    /// The decision that the amounts rest on.
    pub(in crate::app) decision_reference: Option<String>,
}

impl Basis {
    /// What the year is to be asked for when that much is called of it; of late money nothing is part of that.
    pub(in crate::app) fn of_year(&self, brought: &[Carried], sums: &Sums) -> Result<Drafts, Error> {
        let Wanted::Year(call) = &self.call else { return Ok(Drafts::default()) };
        let decision = self.decision_reference.as_deref();
        Ok(draft(&self.agreement, &self.calculation, brought, call, sums, decision)?)
    }
}

/// What is called, as its documents are drafted.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) enum Wanted {
    Year(Call),
    LateMoney(i32),
}

impl Desk {
    /// Drafts the documents of a call, or lets its drafts follow what has changed.
    pub async fn call(&self, agreement: String, year: i32, call: NewCall) -> Result<Called, Error> {
        self.require_in(Right::Bill, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let basis = self.basis(agreement.clone(), year, call).await?;
        let (by, now, desk) = (self.by(), self.now(), self.clone());
        self.write((agreement, basis), move |tx, (agreement, basis)| {
            let (by, desk) = (by.clone(), desk.clone());
            Box::pin(async move {
                hold(tx, agreement).await?;
                let period = periods::get(tx, agreement, i64::from(year)).await?;
                call.require_open(&period)?;
                if period.snapshot != basis.snapshot {
                    return Err(corrected_meanwhile());
                }
                let at = Occurrence { desk: &desk, period: &period, basis, by: &by, now };
                let (called, told) = at.carry_out(tx).await?;
                Ok((called, told.into_iter().collect()))
            })
        })
        .await
    }

    /// The year's agreement and amounts from the snapshot in force. They are calculated again, and must be what was decided.
    pub(in crate::app) async fn basis(&self, agreement: String, year: i32, call: NewCall) -> Result<Basis, Error> {
        let (period, snapshot) = self.year_in_force(agreement, year).await?;
        call.require_open(&period)?;
        let id = period.id.clone();
        let settlement = self.db.read(id, |tx, id| Box::pin(async move { settlements::find(tx, id).await })).await?;
        let number = snapshot.number;
        let (agreement, calculation) = self.calculated(snapshot).await?;
        let call = of_year(call, &parts(&agreement.invoicing, year), settlement.as_ref())?;
        let decision_reference = settlement.map(|settled| settled.decision_reference).or(period.decision_reference);
        Ok(Basis { snapshot: number, agreement, calculation, call, decision_reference })
    }
}

/// A call as it is carried out.
pub(in crate::app) struct Occurrence<'a> {
    pub(in crate::app) desk: &'a Desk,
    pub(in crate::app) period: &'a Period,
    pub(in crate::app) basis: &'a Basis,
    pub(in crate::app) by: &'a By,
    pub(in crate::app) now: chrono::DateTime<chrono::Utc>,
}

impl Occurrence<'_> {
    /// Makes the drafts, and tells of each.
    pub(in crate::app) async fn carry_out(&self, tx: &mut Tx) -> Result<(Called, Vec<Event>), Error> {
        let (called, _, told) = self.carry_out_with_rows(tx).await?;
        Ok((called, told))
    }

    /// As [`carry_out`](Self::carry_out), with what has no document as it was worked out.
    pub(in crate::app) async fn carry_out_with_rows(
        &self,
        tx: &mut Tx,
    ) -> Result<(Called, Vec<draft::Row>, Vec<Event>), Error> {
        let agreement = &self.basis.agreement;
        let all = store::of_period(tx, &self.period.id).await?;
        let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|invoice| self.is_of_call(invoice));
        let (issued, mut drafts): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|invoice| invoice.status == Status::Issued);
        let sums = Sums::of(others.iter().chain(&issued).map(|invoice| &invoice.document));
        let Drafts { documents, rows } = self.drafts(tx, &sums).await?;
        if documents.is_empty()
            && drafts.is_empty()
            && let Some(first) = issued.first()
        {
            return Err(duplicate(first));
        }
        let year = Year::load(tx, self.period.clone(), Arc::clone(agreement)).await?;
        let (mut made, mut told): (Vec<Invoice>, Vec<Event>) = (issued, Vec::new());
        for new in documents {
            let document = document(&year, new)?;
            let place = drafts.iter().position(|old| same_place(&old.document, &document));
            made.push(self.put(tx, place.map(|place| drafts.swap_remove(place)), document, &mut told).await?);
        }
        for left in drafts {
            store::discard(tx, &left.id, left.revision, self.now).await?;
            told.push(Event::new("invoice.discarded", &left.id).within(&self.period.agreement_id).from(&left));
        }
        let documents = wholes(tx, made, &mut Years::on(in_sweden(self.now).date())).await?;
        let called = Called { documents, rows: rows.iter().cloned().map(Row::from).collect() };
        Ok((called, rows, told))
    }

    async fn drafts(&self, tx: &mut Tx, sums: &Sums) -> Result<Drafts, Error> {
        let Basis { agreement, calculation, call, decision_reference, .. } = self.basis;
        let decision = decision_reference.as_deref();
        match call {
            Wanted::Year(_) => {
                let brought = settlements::brought(tx, &self.period.agreement_id, calculation.year).await?;
                self.basis.of_year(&brought, sums)
            }
            Wanted::LateMoney(number) => {
                let (earlier, late) = late::up_to(tx, &self.period.id, *number).await?.ok_or_else(no_such_money)?;
                Ok(samfin_core::billing::late::draft(agreement, calculation, &earlier, &late, sums, decision)?)
            }
        }
    }

    /// Stores a document, over the draft that is in its place if there is one and it says something else.
    async fn put(
        &self,
        tx: &mut Tx,
        before: Option<Invoice>,
        document: Document,
        told: &mut Vec<Event>,
    ) -> Result<Invoice, Error> {
        let within = &self.period.agreement_id;
        let Some(before) = before else {
            let new = store::Draft {
                id: self.desk.new_id(),
                agreement_id: within.clone(),
                period_id: self.period.id.clone(),
                snapshot: self.basis.snapshot,
                ordinal: self.ordinal(),
                credits_id: None,
                document,
                by: self.by.clone(),
                at: self.now,
            };
            let made = match store::insert(tx, &new).await {
                Err(storage::Error::Occupied { by, .. }) => return Err(duplicate(&store::get(tx, &by).await?)),
                made => made?,
            };
            told.push(Event::new("invoice.drafted", &made.id).within(within).to(&made));
            return Ok(made);
        };
        if before.document == document && before.snapshot == self.basis.snapshot {
            return Ok(before);
        }
        let content = store::Content { snapshot: self.basis.snapshot, document, by: self.by.clone() };
        let made = store::replace(tx, &before.id, before.revision, &content, self.now).await?;
        told.push(Event::new("invoice.drafted", &made.id).within(within).from(&before).to(&made));
        Ok(made)
    }

    /// A correction is told apart by the snapshot that it follows.
    fn ordinal(&self) -> i64 {
        match self.basis.call {
            Wanted::Year(Call::Instalment(part)) => i64::from(part.number),
            Wanted::Year(Call::Correction(_) | Call::Settlement(_)) => self.basis.snapshot,
            Wanted::LateMoney(number) => i64::from(number),
        }
    }

    fn is_of_call(&self, invoice: &Invoice) -> bool {
        match (&self.basis.call, invoice.document.occasion) {
            (Wanted::Year(Call::Instalment(part)), Occasion::Instalment { number, .. }) => part.number == number,
            (Wanted::Year(Call::Correction(_)), Occasion::Correction)
            | (Wanted::Year(Call::Settlement(_)), Occasion::Settlement)
            | (Wanted::LateMoney(_), Occasion::CoverReversal) => invoice.ordinal == self.ordinal(),
            _ => false,
        }
    }
}

impl From<draft::Row> for Row {
    fn from(row: draft::Row) -> Self {
        let why = match row.why {
            draft::Why::Own => Why::Own,
            draft::Why::Zero => Why::Zero,
            draft::Why::Waits => Why::Waits,
            draft::Why::Carried => Why::Carried,
        };
        Self { why, seller: row.seller.to_string(), buyer: row.buyer.to_string(), net: row.net }
    }
}

fn document(year: &Year, new: Draft) -> Result<Document, Error> {
    let whole_kronor = year.organisation(&new.seller).is_some_and(|seller| seller.whole_kronor);
    let (seller, buyer) = (year.participant(&new.seller), year.participant(&new.buyer));
    let document = new.into_document(seller, buyer, whole_kronor);
    document.ok_or_else(|| Error::Broken("a draft that was made cannot be summed".to_owned()))
}

pub(super) fn same_place(one: &Document, other: &Document) -> bool {
    one.seller.party == other.seller.party
        && one.buyer.party == other.buyer.party
        && one.vat.group() == other.vat.group()
}

/// The call, if the agreement's year has such a part.
fn of_year(call: NewCall, parts: &[Part], settlement: Option<&Settlement>) -> Result<Wanted, Error> {
    let found = |pointer: &str, number: i32| {
        let part = parts.iter().find(|part| part.number == number).copied();
        part.ok_or_else(|| {
            let of = parts.len();
            let detail = say!(
                "avtalet delar året i {of}; ange 1–{of}",
                "the agreement has {of} instalments a year; give 1–{of}"
            );
            Error::from(Issue::new(pointer, Code::OutOfRange, detail))
        })
    };
    Ok(Wanted::Year(match call {
        NewCall::Instalment(number) => Call::Instalment(found("/instalment", number)?),
        NewCall::Correction(number) => Call::Correction(found("/correction", number)?),
        NewCall::Settlement => {
            let settled = settlement.ok_or_else(|| Error::Broken("a settled year has no settlement".to_owned()))?;
            Call::Settlement(settled.remainder.into())
        }
        NewCall::LateMoney(number) => return Ok(Wanted::LateMoney(number)),
    }))
}

/// That what is called stands on a document that is issued.
pub(super) fn duplicate(first: &Invoice) -> Error {
    let id = &first.id;
    let number = first.document.issued.as_ref().map_or(id.as_str(), |issued| issued.number.as_str());
    Error::DuplicateInvoice {
        detail: say!(
            "Det här är redan fakturerat: {number}. Har året rättats sedan dess: kalla på en rättelse (correction), eller kreditera fakturan först.",
            "This has been invoiced already: {number}. If the year has been corrected since, call a correction, or credit the invoice first."
        ),
        first: id.clone(),
    }
}

fn no_such_money() -> Error {
    let detail = say!("året har ingen sen betalning med det numret", "the year has no late money with that number");
    Issue::new("/late_money", Code::UnknownReference, detail).into()
}

pub(super) fn corrected_meanwhile() -> Error {
    Error::InvalidState {
        detail: say!(
            "Året rättades just. Gör om kallelsen.",
            "The year was corrected a moment ago. Make the call again."
        ),
        legal: vec!["call"],
    }
}

pub(super) fn calculated_otherwise() -> Error {
    Error::InvalidState {
        detail: say!(
            "Den här versionen av samfin räknar året annorlunda än när det antogs. Se vad som skiljer och rätta året först.",
            "This version of samfin calculates the year otherwise than when it was adopted. See what differs and correct the year first."
        ),
        legal: vec!["correct"],
    }
}
