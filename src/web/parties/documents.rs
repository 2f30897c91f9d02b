//! What a party has been asked for in a year, and what of it is paid.

use maud::{Markup, html};
use samfin_core::Id;
use samfin_core::billing::document::Form;

use crate::app::invoices::Status;
use crate::app::invoicing_details::Contact;
use crate::app::payments::Stood;
use crate::web::invoices::wording::address_of;
use crate::web::money::{about, sort, standing};
use crate::web::words::{Words, t};

/// The party's documents of the year, the newest last; drafts are nobody's yet.
pub(super) fn documents(words: Words, year: i32, party: &Id, all: &[Stood], contact: Option<&Contact>) -> Markup {
    let issued: Vec<_> = all.iter().filter(|one| one.invoice.status == Status::Issued).collect();
    let reference =
        issued.iter().rev().map(|one| &one.invoice.document).find(|document| document.buyer.party == *party);
    let reference = reference.and_then(|document| document.buyer.reference.as_ref());
    html! {
        section.card.documents aria-labelledby="fakturor" {
            h2 #fakturor { (t!(words, "party-documents", year = year)) }
            @if issued.is_empty() { p { (t!(words, "party-documents-none")) } } @else { (table(words, year, &issued)) }
            @if let Some(reference) = reference { p.note { (t!(words, "party-reference", reference = reference.as_str())) } }
            @if let Some(Contact { issuer, contact }) = contact {
                p.note { (t!(words, "party-contact", issuer = issuer.as_str(), contact = contact.as_str())) }
            }
        }
    }
}

fn table(words: Words, year: i32, issued: &[&Stood]) -> Markup {
    let format = words.format();
    html! {
        table.money {
            caption.sr { (t!(words, "party-documents", year = year)) }
            thead {
                tr {
                    th scope="col" { (t!(words, "money-number")) }
                    th scope="col" { (t!(words, "money-about")) }
                    th scope="col" { (t!(words, "money-due")) }
                    th.n scope="col" { (t!(words, "money-amount")) }
                    th.n scope="col" { (t!(words, "money-left")) }
                    th scope="col" { (t!(words, "money-state")) }
                }
            }
            tbody {
                @for one in issued {
                    @let document = &one.invoice.document;
                    tr {
                        th scope="row" {
                            a href=(address_of(document.form, &one.invoice.id)) {
                                (document.issued.as_ref().map_or("", |issued| issued.number.as_str()))
                            }
                        }
                        td { (about(words, document)) @if document.form != Form::Invoice { span.below { (sort(words, document.form)) } } }
                        td data-name=(t!(words, "money-due")) {
                            @if let Some(due) = one.standing.map(|standing| standing.due_on) { (format.date(due)) }
                        }
                        td.n data-name=(t!(words, "money-amount")) { (format.kronor_and_ore(document.totals.payable)) }
                        td.n data-name=(t!(words, "money-left")) {
                            @if let Some(standing) = one.standing { (format.kronor_and_ore(standing.left)) }
                        }
                        td { @if let Some(of) = one.standing { (standing(words, of.status)) } }
                    }
                }
            }
        }
    }
}
