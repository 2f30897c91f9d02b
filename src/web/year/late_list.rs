//! The late money that is registered, with its documents: an invoice to the one who pays, and a credit note to each who covered.

use maud::{Markup, html};
use samfin_core::Agreement;
use samfin_core::billing::document::Occasion;

use super::late::{NAMES, given_back};
use crate::app::invoices::{Filter, LateMoney, Status, Whole};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::form::{Form, Refused, Step};
use crate::web::parts::party_name;
use crate::web::visitor::Visitor;
use crate::web::words::t;

/// The most documents of a year that are looked through.
const MOST: i64 = 1000;

/// The documents of a year's late money, where the reader sees them.
pub(super) async fn documents(visitor: &Visitor, agreement: &str, year: i32) -> Result<Vec<Whole>, Problem> {
    if !visitor.app.scope().may(Right::ReadInvoices, On::Agreement(agreement)) {
        return Ok(Vec::new());
    }
    let filter = Filter { agreement: Some(agreement.to_owned()), year: Some(year), ..Filter::default() };
    let mut found = visitor.app.invoices(filter, None, MOST).await?;
    found.retain(|one| {
        one.invoice.document.occasion == Occasion::CoverReversal && one.invoice.status != Status::Discarded
    });
    Ok(found)
}

/// The late money of a year, as its page shows it.
pub(super) struct Registered<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) agreement: &'a str,
    pub(super) year: i32,
    pub(super) parties: &'a Agreement,
    pub(super) documents: &'a [Whole],
    /// Whether the reader may draft documents.
    pub(super) may: bool,
}

impl Registered<'_> {
    fn of(&self, number: i64) -> impl Iterator<Item = &Whole> {
        self.documents.iter().filter(move |one| one.invoice.ordinal == number)
    }

    /// Whether something is registered that has no documents yet.
    pub(super) fn has_uncalled(&self, registered: &[LateMoney]) -> bool {
        registered.iter().any(|one| self.of(one.number).next().is_none())
    }

    /// The payments, the newest first.
    pub(super) fn shown(&self, registered: &[LateMoney], refused: Option<&Refused>) -> Markup {
        let words = self.visitor.words;
        let next = registered.iter().find(|one| self.of(one.number).next().is_none()).map(|one| one.number);
        html! {
            section.card aria-labelledby="registrerade" {
                h2 #registrerade { (t!(words, "late-registered")) }
                @for one in registered.iter().rev() { (self.one(one, next == Some(one.number), refused)) }
            }
        }
    }

    fn one(&self, one: &LateMoney, is_next: bool, refused: Option<&Refused>) -> Markup {
        let (words, format) = (self.visitor.words, self.visitor.words.format());
        let (who, amount) = (party_name(self.parties, &one.party), format.kronor_and_ore(one.amount));
        let issued = self.of(one.number).filter(|one| one.invoice.status == Status::Issued).count();
        let drafts = self.of(one.number).count() - issued;
        let list = format!("/fakturor?avtal={}&ar={}", self.agreement, self.year);
        html! {
            h3 { (t!(words, "late-one", number = one.number, party = who, amount = amount, day = format.date(one.received_on))) }
            @if let Some(reason) = &one.reason { p.u { (reason) } }
            (given_back(words, self.parties, one.back.iter().map(|(to, amount)| (to.as_str(), *amount))))
            @if issued + drafts > 0 {
                p { a href=(list) { (t!(words, "late-documents", issued = issued, drafts = drafts)) } }
            }
            @if self.may && issued == 0 { (self.call(one.number, is_next, drafts > 0, refused)) }
        }
    }

    /// Drafting the documents of one payment.
    fn call(&self, number: i64, is_next: bool, is_again: bool, refused: Option<&Refused>) -> Markup {
        let (words, of) = (self.visitor.words, number.to_string());
        let refused = refused.filter(|refused| refused.fields.get("nummer") == of);
        let form = Form::new(words, &NAMES, refused).step("skapa").of(&of);
        let name = if is_again { t!(words, "late-call-again") } else { t!(words, "late-call") };
        form.folded(
            self.visitor,
            &Step {
                name,
                what: html! { p { (t!(words, "late-call-what")) } },
                address: &format!("/ar/{}/sena-pengar", self.year),
                revision: None,
                fields: html! {
                    input type="hidden" name="avtal" value=(self.agreement);
                    input type="hidden" name="nummer" value=(number);
                },
                is_next,
            },
        )
    }
}
