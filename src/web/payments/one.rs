//! `/betalningar/{id}`: one payment, what it pays, what it may be for, and what may be done with it.

use actix_web::{HttpResponse, get, web};
use maud::{Markup, html};
use samfin_core::Ore;

use super::{NAMES, address, direction, handles, id_of, steps};
use crate::app::payments::{Looked, Payment};
use crate::clock::in_sweden;
use crate::http::problem::Problem;
use crate::web::form::{Form, Refused};
use crate::web::layout::Page;
use crate::web::money::{scrolled, standing};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// One payment.
#[get("/betalningar/{id}")]
pub(in crate::web) async fn show_payment(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let looked = visitor.app.look_at_payment(id_of(&id)?).await?;
    Ok(page(&visitor, &looked, None))
}

pub(super) fn page(visitor: &Visitor, looked: &Looked, refused: Option<&Refused>) -> HttpResponse {
    let (words, payment) = (visitor.words, &looked.whole.payment);
    let format = words.format();
    let who = looked.counterparty.clone().unwrap_or_else(|| t!(words, "payments-nobody"));
    let title = t!(words, "payments-one", day = format.date(payment.paid_on), who = who);
    let content = html! {
        p.crumb { a href="/betalningar" { (t!(words, "payments-title")) } }
        p.finding { (finding(words, payment)) }
        div.halves {
            div {
                (pays(words, looked))
                @if handles(visitor) { (steps::steps(visitor, Form::new(words, &NAMES, refused), looked)) }
            }
            (facts(words, payment))
        }
    };
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    if let Some(refused) = refused {
        *response.status_mut() = refused.status;
    }
    response
}

/// How much came or went, and how much of it pays nothing yet.
fn finding(words: Words, payment: &Payment) -> String {
    let format = words.format();
    let amount = format.kronor_and_ore(ore(payment.amount));
    let way = direction(words, payment);
    let what = t!(words, "payments-is", way = way, amount = amount);
    match payment.rest() {
        0 => what,
        rest => format!("{what} {}", t!(words, "payments-has-rest", rest = format.kronor_and_ore(ore(rest)))),
    }
}

/// What it pays, or paid, in the order it was decided.
fn pays(words: Words, looked: &Looked) -> Markup {
    let format = words.format();
    html! {
        section.card aria-labelledby="betalar" {
            h2 #betalar { (t!(words, "payments-pays")) }
            @if looked.whole.allocations.is_empty() { p { (t!(words, "payments-pays-nothing")) } } @else {
                (scrolled(&t!(words, "payments-pays"), &html! { table.money {
                    caption.sr { (t!(words, "payments-pays")) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "payments-document")) }
                            th scope="col" { (t!(words, "money-state")) }
                            th.n scope="col" { (t!(words, "money-amount")) }
                            th scope="col" { (t!(words, "payments-decided")) }
                        }
                    }
                    tbody {
                        @for one in &looked.whole.allocations {
                            @let stood = looked.documents.iter().find(|stood| stood.invoice.id == one.invoice_id);
                            tr {
                                th scope="row" {
                                    @if let Some(stood) = stood {
                                        a href=(format!("/fakturor/{}", stood.invoice.id)) {
                                            (stood.invoice.document.issued.as_ref().map_or("", |issued| issued.number.as_str()))
                                        }
                                        span.below { (stood.invoice.document.buyer.name) }
                                    }
                                }
                                td { @if let Some(stands) = stood.and_then(|stood| stood.standing) { (standing(words, stands.status)) } }
                                td.n data-name=(t!(words, "money-amount")) { (format.kronor_and_ore(ore(one.amount))) }
                                td {
                                    (format.date(in_sweden(one.recorded_at).date())) span.below { (one.by.name) }
                                    @if let Some(reason) = &one.reason { span.below { (reason) } }
                                }
                            }
                        }
                    }
                } }))
            }
        }
    }
}

/// What is known of it.
fn facts(words: Words, payment: &Payment) -> Markup {
    let format = words.format();
    let told = payment.entry.as_ref().map(|entry| &entry.told);
    let bank = [
        (t!(words, "payments-ocr"), told.and_then(|told| told.ocr.as_ref())),
        (t!(words, "payments-text"), told.and_then(|told| told.text.as_ref())),
        (t!(words, "payments-payer-name"), told.and_then(|told| told.payer_name.as_ref())),
        (t!(words, "payments-payer-account"), told.and_then(|told| told.payer_account.as_ref())),
        (t!(words, "payments-account"), told.map(|told| &told.account)),
        (t!(words, "payments-reference"), told.and_then(|told| told.reference.as_ref())),
        (t!(words, "payments-note"), payment.note.as_ref()),
    ];
    let links = [
        (t!(words, "payments-refund-of"), payment.refunds_id.as_ref()),
        (t!(words, "payments-back-of"), payment.reverses_id.as_ref()),
        (t!(words, "payments-back-by"), payment.reversed_by.as_ref()),
    ];
    html! {
        section.card aria-labelledby="uppgifter" {
            h2 #uppgifter { (t!(words, "payments-facts")) }
            dl.facts {
                div { dt { (t!(words, "payments-day")) } dd { (format.date(payment.paid_on)) } }
                @for (name, value) in bank { @if let Some(value) = value { div { dt { (name) } dd { (value) } } } }
                @for (name, id) in links {
                    @if let Some(id) = id { div { dt { (name) } dd { a href=(address(id)) { (t!(words, "payments-open")) } } } }
                }
                @if let Some(entry) = &payment.entry {
                    div { dt { (t!(words, "payments-from-file")) } dd { a href=(format!("/betalningar/importer/{}", entry.import_id)) { (t!(words, "payments-open")) } } }
                }
                div { dt { (t!(words, "payments-by")) } dd { (payment.by.name) ", " (format.date(in_sweden(payment.recorded_at).date())) } }
            }
        }
    }
}

fn ore(amount: i64) -> Ore {
    Ore::from_ore(amount).unwrap_or_default()
}
