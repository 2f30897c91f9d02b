//! A document as it looks on paper, and what has come in of it.

use maud::{Markup, html};
use samfin_core::Ore;
use samfin_core::billing::document::{Document, Participant};

use super::wording;
use crate::app::invoices::Whole;
use crate::app::payments::{Paying, What};
use crate::clock::in_sweden;
use crate::web::words::{Words, t};

/// The paper.
pub(super) fn paper(words: Words, one: &Whole) -> Markup {
    let (document, format) = (&one.invoice.document, words.format());
    html! {
        section.card.paper aria-labelledby="papper" {
            h2.sr #papper { (wording::form_name(words, document.form)) }
            div.paper-head {
                (participant(words, &t!(words, "invoice-seller"), &document.seller))
                (participant(words, &t!(words, "invoice-buyer"), &document.buyer))
                (facts(words, document))
            }
            div.scroll tabindex="0" role="group" aria-label=(t!(words, "invoice-lines")) {
                table.record {
                    caption.sr { (t!(words, "invoice-lines")) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "invoices-what")) }
                            th scope="col" { (t!(words, "invoice-bearer")) }
                            th.n scope="col" { (t!(words, "invoices-amount")) }
                        }
                    }
                    tbody {
                        @for line in &document.lines {
                            tr { td { (line.text) } td { (line.bearer_name) } td.n { (format.kronor_and_ore(line.amount)) } }
                        }
                    }
                    tfoot {
                        @if document.totals.payable != document.totals.net {
                            (total(words, &t!(words, "invoice-net"), document.totals.net))
                            (total(words, &t!(words, "invoice-vat"), document.totals.vat))
                            @if !document.totals.rounding.is_zero() {
                                (total(words, &t!(words, "invoice-rounding"), document.totals.rounding))
                            }
                        }
                        (total(words, &t!(words, "invoice-payable"), document.totals.payable))
                    }
                }
            }
            @for note in &document.notes { p.note { (note) } }
        }
    }
}

fn total(words: Words, name: &str, amount: Ore) -> Markup {
    html! { tr { th scope="row" colspan="2" { (name) } td.n { (words.format().kronor_and_ore(amount)) } } }
}

fn participant(words: Words, head: &str, who: &Participant) -> Markup {
    html! {
        div {
            h3 { (head) }
            p {
                strong { (who.name) } br;
                @for line in &who.address.lines { (line) br; }
                (who.address.postal_code) " " (who.address.city)
            }
            p.u {
                @if !who.organisation_number.is_empty() { (t!(words, "invoice-org", number = who.organisation_number.as_str())) }
                @if let Some(reference) = &who.reference { br; (t!(words, "invoice-reference", reference = reference.as_str())) }
            }
        }
    }
}

fn facts(words: Words, document: &Document) -> Markup {
    let format = words.format();
    let fact = |name: String, value: String| html! { div { dt { (name) } dd { (value) } } };
    html! {
        dl.facts {
            @if let Some(issued) = &document.issued {
                (fact(t!(words, "invoices-number"), issued.number.clone()))
                (fact(t!(words, "invoice-date"), format.date(issued.issued_on)))
                (fact(t!(words, "invoices-due"), format.date(issued.due_on)))
                (fact(t!(words, "invoice-ocr"), issued.ocr.clone()))
            }
            (fact(t!(words, "invoice-period"), format!("{} – {}", format.date(document.period.from), format.date(document.period.to))))
            @if let Some(decision) = &document.decision_reference { (fact(t!(words, "invoice-decision"), decision.clone())) }
            @if let Some(credits) = &document.credits { (fact(t!(words, "invoice-credits"), credits.number.clone())) }
            @if let Some(giro) = &document.seller.bankgiro { (fact(t!(words, "invoice-bankgiro"), giro.clone())) }
            (fact(t!(words, "invoice-payable"), format.kronor_and_ore(document.totals.payable)))
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
