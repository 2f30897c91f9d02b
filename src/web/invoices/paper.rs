//! A document as it looks on paper, and what has come in of it.

use maud::{Markup, html};
use samfin_core::Ore;
use samfin_core::billing::document::{Document, Form, Participant};

use super::wording;
use crate::app::invoices::Whole;
use crate::app::payments::{Paying, What};
use crate::clock::in_sweden;
use crate::web::money::paper::{Fact, address, identity, identity_of_seller, late, payable, payment, references, vat};
use crate::web::money::scrolled;
use crate::web::parts::in_swedish;
use crate::web::words::{Words, key, t};

/// The paper.
pub(super) fn paper(words: Words, one: &Whole) -> Markup {
    let document = &one.invoice.document;
    html! {
        section.card.paper aria-labelledby="papper" {
            h2.sr #papper { (wording::form_name(words, document.form)) }
            div.paper-head {
                (participant(&t!(words, "invoice-seller"), &document.seller, &identity_of_seller(words, &document.seller)))
                (participant(&t!(words, "invoice-buyer"), &document.buyer, &identity(words, &document.buyer)))
                (facts(words, document))
            }
            (lines(words, document))
            @if let Some(note) = vat(words, document) { p.note { (note) } }
            @for note in &document.notes { p.note { (in_swedish(words, note)) } }
            @if let Some(note) = late(words, document) { p.note { (note) } }
        }
    }
}

/// What is asked for. Who bears it is a column where that differs and the texts do not say it.
fn lines(words: Words, document: &Document) -> Markup {
    let format = words.format();
    let first = document.lines.first();
    let only = first.filter(|first| document.lines.iter().all(|line| line.bearer == first.bearer));
    let says_so = document.lines.iter().all(|line| line.text.contains(&line.bearer_name));
    let is_told = only.is_none() && !says_so;
    // One bearer is named only when it is somebody else; a payout is for what one has done oneself.
    let other = only.filter(|only| only.bearer != document.buyer.party && document.form != Form::Payout && !says_so);
    let [what, bearer, amount] =
        [key!("invoices-what"), key!("invoice-bearer"), key!("invoices-amount")].map(|key| words.get(key));
    let total = |name: &str, sum: Ore| {
        html! { tr { th scope="row" colspan=[is_told.then_some("2")] { (name) } td.n { (format.kronor_and_ore(sum)) } } }
    };
    let table = html! {
        table.money {
            caption.sr { (t!(words, "invoice-lines")) }
            thead { tr { th scope="col" { (what) } @if is_told { th scope="col" { (bearer) } } th.n scope="col" { (amount) } } }
            tbody {
                @for line in &document.lines {
                    tr {
                        td { (in_swedish(words, &line.text)) }
                        @if is_told { td data-name=(bearer) { (line.bearer_name) } }
                        td.n data-name=(amount) { (format.kronor_and_ore(line.amount)) }
                    }
                }
            }
            tfoot {
                @if document.totals.payable != document.totals.net {
                    (total(&t!(words, "invoice-net"), document.totals.net))
                    (total(&t!(words, "invoice-vat"), document.totals.vat))
                    @if !document.totals.rounding.is_zero() { (total(&t!(words, "invoice-rounding"), document.totals.rounding)) }
                }
                (total(&payable(words, document), document.totals.payable))
            }
        }
    };
    html! {
        @if let Some(other) = other { p { (t!(words, "invoice-borne-by", name = other.bearer_name.as_str())) } }
        (scrolled(&t!(words, "invoice-lines"), &table))
    }
}

fn participant(head: &str, who: &Participant, identity: &[String]) -> Markup {
    html! {
        div {
            h3 { (head) }
            p { strong { (who.name) } @for line in address(who) { br; (line) } }
            p.u { @for (at, line) in identity.iter().enumerate() { @if at > 0 { br; } (line) } }
        }
    }
}

fn facts(words: Words, document: &Document) -> Markup {
    let format = words.format();
    let fact = |(name, value): Fact| html! { div { dt { (name) } dd { (value) } } };
    let period = format!("{} – {}", format.date(document.period.from), format.date(document.period.to));
    html! {
        dl.facts {
            @if let Some(issued) = &document.issued {
                (fact((t!(words, "invoices-number"), issued.number.clone())))
                (fact((t!(words, "invoice-date"), format.date(issued.issued_on))))
                // Nobody pays a credit note.
                @if document.form != Form::CreditNote { (fact((t!(words, "invoices-due"), format.date(issued.due_on)))) }
            }
            (fact((t!(words, "invoice-period"), period)))
            @if let Some(decision) = &document.decision_reference { (fact((t!(words, "invoice-decision"), decision.clone()))) }
            @for credits in document.credits.iter().chain(&document.credits_also) {
                (fact((t!(words, "invoice-credits"), credits.number.clone())))
            }
            @for told in references(words, document) { (fact(told)) }
            @if matches!(document.form, Form::Invoice | Form::Payout) { @for told in payment(words, document) { (fact(told)) } }
            (fact((payable(words, document), format.kronor_and_ore(document.totals.payable))))
        }
    }
}

/// What has been paid, and what was said of it.
pub(super) fn payments(words: Words, paying: &Paying) -> Markup {
    let (format, standing) = (words.format(), &paying.standing);
    let ore = |amount: i64| format.kronor_and_ore(Ore::from_ore(amount).unwrap_or_default());
    html! {
        section.card aria-labelledby="betalt" {
            h2 #betalt { (t!(words, "invoice-payments")) }
            dl.facts {
                div { dt { (t!(words, "invoices-payment")) } dd { (wording::payment(words, standing.status)) } }
                div { dt { (t!(words, "invoice-owed")) } dd { (format.kronor_and_ore(standing.owed)) } }
                @if paying.credited != 0 { div { dt { (t!(words, "invoices-credited")) } dd { (ore(paying.credited)) } } }
                @if paying.fees != 0 { div { dt { (t!(words, "invoice-fees")) } dd { (ore(paying.fees)) } } }
                @for paid in &paying.paid {
                    div { dt { (t!(words, "invoice-paid-on", day = format.date(paid.paid_on))) } dd { (ore(paid.amount)) } }
                }
                div { dt { (t!(words, "invoices-left")) } dd { (format.kronor_and_ore(standing.left)) } }
            }
            @if !paying.events.is_empty() {
                ul.list {
                    @for event in &paying.events {
                        li {
                            (format.date(in_sweden(event.recorded_at).date())) ": " (said(words, event.what))
                            @if let Some(reason) = &event.reason { " – " (reason) }
                        }
                    }
                }
            }
        }
    }
}

fn said(words: Words, what: What) -> String {
    match what {
        What::Reminded { .. } => t!(words, "invoice-reminded"),
        What::Disputed => t!(words, "invoice-disputed"),
        What::Resolved => t!(words, "invoice-resolved"),
        What::Deferred { until } => t!(words, "invoice-deferred-to", day = words.format().date(until)),
    }
}
