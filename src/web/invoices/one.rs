//! `/fakturor/{id}`: one document, as on paper, with the steps that its state and the reader's rights allow.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, web};
use maud::{Markup, html};
use samfin_core::Ore;
use samfin_core::billing::document::Form as Paper;
use samfin_core::billing::organisation::IssuedBy;

use super::lacking::lacking;
use super::{id_of, paper, steps, wording};
use crate::app::audit::{Event, action};
use crate::app::invoices::{Status, Whole};
use crate::app::scope::{On, Right};
use crate::clock::in_sweden;
use crate::http::problem::Problem;
use crate::web::explanation::Followed;
use crate::web::form::Refused;
use crate::web::layout::{Page, Place};
use crate::web::parts::in_swedish;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};
use crate::web::year::reminder_fee;

/// One document.
#[get("/fakturor/{id}")]
pub(in crate::web) async fn show_invoice(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    shown(&visitor, id_of(&id)?, None).await
}

pub(super) async fn shown(visitor: &Visitor, id: String, refused: Option<&Refused>) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let one = visitor.app.invoice(id.clone()).await?;
    let sees_history = visitor.app.scope().may(Right::ReadDrafts, On::Agreement(&one.invoice.agreement_id));
    let history = if sees_history { visitor.app.invoice_history(id).await? } else { Vec::new() };
    let missing = visitor.app.gaps(std::slice::from_ref(&one)).await?.remove(&one.invoice.id);
    let document = &one.invoice.document;
    let fee = if steps::may_remind(visitor, &one) {
        reminder_fee(visitor, &one.invoice.agreement_id, document.year).await?
    } else {
        Ore::ZERO
    };
    let content = html! {
        p.crumb { a href="/fakturor" { (t!(words, "invoices-title")) } " · " (document.agreement) }
        p.finding { (finding(words, &one)) }
        (returned(words, &one, &history))
        @if let Some(missing) = &missing { (lacking(words, &one, missing)) }
        (steps::steps(visitor, &one, fee, refused))
        (paper::paper(words, &one))
        (made(words, &one))
        @if let Some(payment) = &one.payment { (paper::payments(words, payment)) }
        (related(words, &one))
        @if !history.is_empty() { (log(visitor, &one, &history)) }
    };
    let (form, number) = (wording::form_name(words, document.form), wording::number(words, document));
    let title = t!(words, "invoice-title", form = form, number = number);
    let actions = html! {
        (wording::state(words, &one))
        a.btn href=(format!("/api/v1/invoices/{}/pdf", one.invoice.id)) { (t!(words, "invoice-pdf")) }
        @if has_xml(&one) { a.btn href=(format!("/api/v1/invoices/{}/xml", one.invoice.id)) { (t!(words, "invoice-xml")) } }
    };
    let page = Page { title: &title, place: Some(Place::Invoices), actions: Some(actions), content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

/// Whether there is an e-invoice of it: only of what was issued here as an invoice or a credit note.
fn has_xml(one: &Whole) -> bool {
    one.invoice.status == Status::Issued
        && one.issued_by == IssuedBy::Samfin
        && matches!(one.invoice.document.form, Paper::Invoice | Paper::CreditNote)
}

/// How it stands, in a sentence.
fn finding(words: Words, one: &Whole) -> String {
    let (format, document) = (words.format(), &one.invoice.document);
    let amount = format.kronor_and_ore(wording::payable(document));
    let (what, other) = (wording::occasion(words, document), wording::other(document));
    if document.form == Paper::Payout {
        return paid_out(words, one, &what);
    }
    let Some(issued) = &document.issued else {
        let (attested, required) = (one.invoice.attested, one.attestations_required);
        return t!(
            words,
            "invoice-finding-draft",
            what = what,
            party = other,
            amount = amount,
            attested = attested,
            required = required
        );
    };
    let day = format.date(issued.issued_on);
    match one.payment.as_ref().map(|payment| payment.standing) {
        None => t!(words, "invoice-finding-issued", what = what, party = other, amount = amount, day = day),
        Some(standing) => {
            let (left, due) = (format.kronor_and_ore(standing.left), format.date(standing.due_on));
            let status = wording::payment(words, standing.status);
            t!(
                words,
                "invoice-finding",
                what = what,
                party = other,
                amount = amount,
                status = status,
                left = left,
                due = due
            )
        }
    }
}

/// How what is paid out stands, in a sentence.
fn paid_out(words: Words, one: &Whole, what: &str) -> String {
    let (format, document) = (words.format(), &one.invoice.document);
    let (party, amount) = (wording::other(document), format.kronor_and_ore(document.totals.payable));
    let owed = t!(words, "invoice-finding-payout", what = what, party = party, amount = amount);
    let stands = if let Some(payment) = &one.payment {
        let standing = payment.standing;
        let (left, due) = (format.kronor_and_ore(standing.left), format.date(standing.due_on));
        let status = wording::payment(words, standing.status);
        t!(words, "invoice-payout-stands", status = status, left = left, due = due)
    } else {
        let (attested, required) = (one.invoice.attested, one.attestations_required);
        t!(words, "invoice-payout-draft", attested = attested, required = required)
    };
    format!("{owed} {stands}")
}

/// That it was sent back since it was last written, and why.
pub(in crate::web) fn returned(words: Words, one: &Whole, history: &[Event]) -> Markup {
    let newest = history.iter().rev().find(|event| {
        matches!(
            event.what.action.as_str(),
            "invoice.returned" | "invoice.drafted" | "invoice.attested" | "invoice.issued"
        )
    });
    let newest = newest.filter(|event| event.what.action == "invoice.returned" && one.invoice.status == Status::Draft);
    html! {
        @if let Some(event) = newest {
            div.errors.alarm {
                h2 { (t!(words, "invoice-returned", by = event.what.actor_name.as_str())) }
                p.lines { (event.what.reason.as_deref().unwrap_or_default()) }
            }
        }
    }
}

/// How the amount came about, line by line.
fn made(words: Words, one: &Whole) -> Markup {
    let document = &one.invoice.document;
    let follow = Followed::of_year(&one.invoice.agreement_id, document.year).party(&document.buyer.party).address();
    html! {
        section.card aria-labelledby="sa-blev-det" {
            h2 #sa-blev-det { (t!(words, "invoice-made")) }
            @for line in &document.lines {
                h3 { (in_swedish(words, &line.text)) " · " (words.format().kronor_and_ore(line.amount)) }
                p { @if line.bearer != document.buyer.party { (line.bearer_name) ": " } (in_swedish(words, &line.explanation)) }
            }
            p.card-links { a href=(follow) { (t!(words, "explain-title")) } }
        }
    }
}

/// What takes it back, and the employer's invoice.
fn related(words: Words, one: &Whole) -> Markup {
    let format = words.format();
    html! {
        @if !one.credits.is_empty() || one.incoming.is_some() || one.invoice.credits_id.is_some() {
            section.card aria-labelledby="hor-ihop" {
                h2 #hor-ihop { (t!(words, "invoice-related")) }
                ul.list {
                    @if let Some(id) = &one.invoice.credits_id {
                        li { a href=(format!("/fakturor/{id}")) { (t!(words, "invoice-credits")) } }
                    }
                    @for credit in &one.credits {
                        @let amount = samfin_core::Ore::from_ore(credit.payable).unwrap_or_default();
                        li {
                            a href=(format!("/fakturor/{}", credit.id)) { (t!(words, "invoice-credited-by", amount = format.kronor_and_ore(amount))) }
                            @if credit.status == Status::Draft { " (" (t!(words, "invoice-draft")) ")" }
                        }
                    }
                    @if let Some(incoming) = &one.incoming { li { (t!(words, "invoice-incoming", number = incoming.number.as_str())) } }
                }
            }
        }
    }
}

/// What has happened to it.
fn log(visitor: &Visitor, one: &Whole, history: &[Event]) -> Markup {
    let (words, format) = (visitor.words, visitor.words.format());
    html! {
        section.card aria-labelledby="handelser" {
            h2 #handelser { (t!(words, "invoice-log")) }
            ol.happened {
                @for event in history {
                    @let at = in_sweden(event.what.recorded_at);
                    li {
                        span.u { (format.date(at.date())) " " (format.time(at.time())) } " "
                        (done(words, &event.what.action))
                        " · " (event.what.actor_name)
                        @if let Some(reason) = &event.what.reason { br; span.lines { (reason) } }
                    }
                }
            }
            @if visitor.app.scope().may(Right::ReadAudit, On::Agreement(&one.invoice.agreement_id)) {
                p.card-links { a href=(format!("/logg?foremal={}", one.invoice.id)) { (t!(words, "invoice-log-all")) } }
            }
        }
    }
}

/// What was done, in words.
fn done(words: Words, code: &str) -> String {
    action(code).map_or_else(|| code.to_owned(), |known| known.text().get(words.lang()).to_owned())
}
