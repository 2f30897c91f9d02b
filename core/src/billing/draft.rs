//! All documents of one call: an instalment, the final settlement, or a correction.
//!
//! Every line asks for what should have been called by now less what was. So a changed total is caught up by the next call,
//! an amount that waited is in it, and the year sums exactly. Why a call below zero waits, and what becomes of it, is in
//! `docs/decisions/0014-a-call-is-what-is-missing.md`.

mod maker;

use super::called::Called;
use super::document::{Credited, Days, Document, Form, Line, Occasion, Participant, Totals, VatTreatment};
use super::instalment::Part;
use super::settlement::Carried;
use crate::{Agreement, Calculation, Error, Id, Ore};
pub(super) use maker::gone;
use maker::{Maker, too_large};

/// What is called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// A part of the year. What is too small or below zero waits, unless the part is the last.
    Instalment(Part),
    /// The whole year, whether budget or outcome; nothing waits.
    Settlement(Remainder),
    /// What should have been called up to and including a part, after the calculation changed; nothing waits.
    Correction(Part),
}

/// What becomes of the difference between what a party should pay and what it was asked for. Payouts are always settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remainder {
    /// It is invoiced or credited now.
    Invoice,
    /// It is settled in the next year (see [`Carried`]).
    Carry,
}

/// What becomes of one call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafts {
    /// The documents: charges by buyer and treatment, then payouts by employer and treatment, in the agreement's order.
    pub documents: Vec<Draft>,
    /// What is told without a document, in the same order.
    pub rows: Vec<Row>,
}

/// A document that lacks only the details of its two participants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What sort of paper it is. A payout or an internal posting may be below zero; an invoice becomes a credit note.
    pub form: Form,
    /// Why it is made.
    pub occasion: Occasion,
    /// The name of the agreement.
    pub agreement: String,
    /// The calendar year.
    pub year: i32,
    /// Who is to have the money.
    pub seller: Id,
    /// Who is to pay it.
    pub buyer: Id,
    /// The days that it is for.
    pub period: Days,
    /// The one treatment of its lines.
    pub vat: VatTreatment,
    /// Its lines; never empty, none of them zero.
    pub lines: Vec<Line>,
    /// The decision that the amounts rest on.
    pub decision_reference: Option<String>,
    /// The first invoice that a credit note changes.
    pub credits: Option<Credited>,
    /// The others that it changes.
    pub credits_also: Vec<Credited>,
    /// What the reader should know beside the lines.
    pub notes: Vec<String>,
}

/// What is told without a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Why there is no document.
    pub why: Why,
    /// Who would have the money.
    pub seller: Id,
    /// Who would pay it.
    pub buyer: Id,
    /// The treatment of its lines.
    pub vat: VatTreatment,
    /// The amounts. Of an own share: everything up to and including this call.
    pub lines: Vec<Line>,
    /// Σ lines, kronor without VAT.
    pub net: Ore,
}

/// Why there is no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Drafts the documents of one call of the year of `calculation`, which must be one of `agreement`; `brought` is what was
/// carried to it from the year before, and is called in the same parts as everything else.
///
/// # Errors
///
/// `unknown-reference` when a party that has been called is not in the agreement any more, and `amount-too-large` when a
/// document would come to 10^15 kronor.
///
/// ```
/// use samfin_core::billing::{called::Called, draft::{Call, draft}, instalment::parts};
/// use samfin_core::{Request, calculate};
/// let request = Request::parse(r#"{ "year": 2027, "agreement": {
///     "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "a", "invoicing": { "instalments": 4 },
///     "parties": [ { "id": "a", "name": "A kommun", "kind": "municipality" }, { "id": "b", "name": "B kommun", "kind": "municipality" } ],
///     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "100.02" },
///                  "key": { "type": "equal" } } ] } }"#.as_bytes())?;
/// let part = parts(&request.agreement.invoicing, 2027)[1];
/// let drafts = draft(&request.agreement, &calculate(&request, false)?, &[], &Call::Instalment(part), &Called::default(), None)?;
/// let line = &drafts.documents[0].lines[0];
/// assert_eq!((line.text.as_str(), line.amount.to_string().as_str()), ("Lokal, B kommun", "25.01"));
/// assert_eq!(line.explanation.replace('\u{a0}', " "), "50,00 % av 100,02 kr för 2027; delbetalning 2 av 4");
/// # Ok::<(), samfin_core::Error>(())
/// ```
pub fn draft(
    agreement: &Agreement,
    calculation: &Calculation,
    brought: &[Carried],
    call: &Call,
    called: &Called,
    decision_reference: Option<&str>,
) -> Result<Drafts, Error> {
    let maker = Maker::of(agreement, calculation, call, called, decision_reference);
    let mut drafts = Drafts::default();
    for (slot, group) in maker.groups(calculation, brought)? {
        maker.tell(slot, group, &mut drafts).ok_or_else(too_large)?;
    }
    Ok(drafts)
}

impl Draft {
    /// The document, with who its participants are. Only invoices and credit notes are rounded to whole kronor.
    ///
    /// None when the sums pass what money can hold, which a draft that was made here does not.
    #[must_use]
    pub fn into_document(self, seller: Participant, buyer: Participant, whole_kronor: bool) -> Option<Document> {
        let rounds = whole_kronor && matches!(self.form, Form::Invoice | Form::CreditNote);
        let totals = Totals::of(self.lines.iter().map(|line| line.amount), &self.vat, rounds)?;
        Some(Document {
            form: self.form,
            occasion: self.occasion,
            agreement: self.agreement,
            year: self.year,
            seller,
            buyer,
            period: self.period,
            vat: self.vat,
            lines: self.lines,
            totals,
            decision_reference: self.decision_reference,
            credits: self.credits,
            credits_also: self.credits_also,
            notes: self.notes,
            issued: None,
        })
    }
}
