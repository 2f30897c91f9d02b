//! Invoices in a table whose rows can be ticked. On a phone each row is a card.

use std::collections::HashMap;

use maud::{Markup, html};
use samfin_core::billing::organisation::IssuedBy;
use samfin_core::billing::payment::PaymentStatus;

use super::{ledger, wording};
use crate::app::audit::SentBack;
use crate::app::invoices::{Status, Whole};
use crate::app::scope::{On, Right};
use crate::web::language::FROM_FIELD;
use crate::web::money::scrolled;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The form that the ticks belong to.
const FORM: &str = "valda";

/// The table, with what can be done to those that are ticked; `here` is the list's own address.
pub(super) fn table(visitor: &Visitor, found: &[Whole], back: &HashMap<String, SentBack>, here: &str) -> Markup {
    let words = visitor.words;
    let may = |right, one: &Whole| visitor.app.scope().may(right, On::Agreement(&one.invoice.agreement_id));
    let drafts = || found.iter().filter(|one| one.invoice.status == Status::Draft && !one.stale);
    let attests = drafts().any(|one| may(Right::Attest, one) && is_unattested(one));
    let issues = drafts().any(|one| may(Right::Bill, one) && !is_unattested(one) && one.issued_by == IssuedBy::Samfin);
    let in_ledger = found.iter().any(|one| may(Right::Bill, one) && ledger::waits(one));
    let rows = html! {
        table.invoices {
            caption.sr { (t!(words, "invoices-title")) }
            thead {
                tr {
                    th scope="col" { (t!(words, "invoices-number")) }
                    th scope="col" { (t!(words, "invoices-party")) }
                    th scope="col" { (t!(words, "invoices-what")) }
                    th scope="col" { (t!(words, "invoices-due")) }
                    th.n scope="col" { (t!(words, "invoices-amount")) }
                    th.n scope="col" { (t!(words, "invoices-left")) }
                    th scope="col" { (t!(words, "invoices-state")) }
                    th scope="col" { (t!(words, "invoices-payment")) }
                }
            }
            tbody { @for one in found { (row(words, one, back.contains_key(&one.invoice.id))) } }
        }
    };
    html! {
        form id=(FORM) method="get" action="/fakturor/valda" { input type="hidden" name=(FROM_FIELD) value=(here); }
        (scrolled(&t!(words, "invoices-title"), &rows))
        div.acts.bulk {
            @if attests { button.btn type="submit" form=(FORM) name="gor" value="attestera" { (t!(words, "invoices-attest")) } }
            @if issues { button.btn type="submit" form=(FORM) name="gor" value="utfarda" { (t!(words, "invoices-issue")) } }
            @if in_ledger { button.btn type="submit" form=(FORM) formaction="/fakturor/kundreskontra" { (t!(words, "invoices-in-ledger")) } }
            button.btn type="submit" form=(FORM) formaction="/fakturor/valda.zip" name="form" value="pdf" { (t!(words, "invoices-pdfs")) }
            button.btn type="submit" form=(FORM) formaction="/fakturor/valda.zip" name="form" value="xml" { (t!(words, "invoices-xmls")) }
        }
    }
}

/// Whether it waits for somebody to attest it.
pub(super) fn is_unattested(one: &Whole) -> bool {
    one.invoice.attested < i64::from(one.attestations_required)
}

fn row(words: Words, one: &Whole, is_back: bool) -> Markup {
    let (document, format) = (&one.invoice.document, words.format());
    let number = wording::number(words, document);
    let link = html! { a href=(wording::address(&one.invoice)) { (number) } };
    let standing = one.payment.as_ref().map(|payment| payment.standing);
    let due = standing.map(|standing| standing.due_on).or(document.issued.as_ref().map(|issued| issued.due_on));
    html! {
        tr {
            th scope="row" {
                span.tick {
                    input type="checkbox" name="v" form=(FORM) value=(format!("{}:{}", one.invoice.id, one.invoice.revision))
                        aria-label=(t!(words, "invoices-choose", number = number.as_str(), party = wording::other(document)));
                    (link)
                }
            }
            td { (wording::other(document)) }
            td {
                (wording::occasion(words, document))
                span.u { (wording::form_name(words, document.form)) }
            }
            td data-head=(t!(words, "invoices-due")) { @if let Some(due) = due { (format.date(due)) } }
            td.n data-head=(t!(words, "invoices-amount")) { (format.kronor_and_ore(wording::payable(document))) }
            td.n data-head=(t!(words, "invoices-left")) {
                @if let Some(standing) = standing { (format.kronor_and_ore(standing.left)) }
            }
            td {
                (wording::state(words, one))
                @if is_back { " " span.mark { (t!(words, "invoices-sent-back")) } }
            }
            td { @if let Some(standing) = standing { (paid(words, standing.status)) } }
        }
    }
}

fn paid(words: Words, status: PaymentStatus) -> Markup {
    let name = wording::payment(words, status);
    html! { @if status == PaymentStatus::Overdue { span.mark.mark-late { (name) } } @else { (name) } }
}
