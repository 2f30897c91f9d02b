//! Many invoices at once: what will be done, then done, all or none; and how far the files of what was issued have come.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};
use samfin_core::billing::organisation::IssuedBy;
use samfin_core::{Ore, say};

use super::sums::Sums;
use super::table::is_unattested;
use super::wording;
use super::{id_of, invoice_form};
use crate::app::invoices::{BATCH_ROUTE, MOST_IN_A_BUNDLE, Progress, Status, Whole};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::form::{Refused, Sent, see};
use crate::web::forms::Fields;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The most that are shown and done at once.
const MOST: usize = MOST_IN_A_BUNDLE;
/// How long a browser waits before it looks again, seconds.
const AGAIN: HeaderValue = HeaderValue::from_static("2");
const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// What is done to many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Attest,
    Issue,
}

impl Step {
    fn find(word: &str) -> Option<Self> {
        match word {
            "attestera" => Some(Self::Attest),
            "utfarda" => Some(Self::Issue),
            _ => None,
        }
    }

    /// Whether it can be done to a document by the reader.
    fn suits(self, visitor: &Visitor, one: &Whole) -> bool {
        let may = |right| visitor.app.scope().may(right, On::Agreement(&one.invoice.agreement_id));
        let is_ready = one.invoice.status == Status::Draft && !one.stale;
        is_ready
            && match self {
                Self::Attest => is_unattested(one) && may(Right::Attest),
                Self::Issue => !is_unattested(one) && may(Right::Bill) && one.issued_by == IssuedBy::Samfin,
            }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Attest => "attestera",
            Self::Issue => "utfarda",
        }
    }
}

/// What will be done to those that were ticked.
#[get("/fakturor/valda")]
pub(in crate::web) async fn show_selected(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let fields = Fields(form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect());
    let step = Step::find(fields.step()).ok_or_else(unknown_step)?;
    shown(&visitor, step, &wanted(&fields)?, None).await
}

/// Does it.
#[post("/fakturor/valda")]
pub(in crate::web) async fn carry_out_selected(visitor: Visitor, sent: Sent) -> Result<HttpResponse, Problem> {
    let Sent(fields) = sent;
    let step = Step::find(fields.step()).ok_or_else(unknown_step)?;
    let wanted = wanted(&fields)?;
    let key = fields.get(crate::web::form::ONCE_FIELD).to_owned();
    let done = match step {
        Step::Attest => visitor.once("POST /fakturor/valda", &fields).attest_invoices(wanted.clone()).await.map(drop),
        Step::Issue => visitor.once(BATCH_ROUTE, &fields).issue_invoices(wanted.clone()).await.map(drop),
    };
    match done.map_err(Problem::from) {
        Ok(()) if step == Step::Issue => Ok(see(&format!("/fakturor/utfardade/{key}"))),
        Ok(()) => Ok(see("/attest")),
        Err(problem) => {
            let refused = Refused::by(&super::INVOICES, visitor.words, fields, problem)?;
            shown(&visitor, step, &wanted, Some(&refused)).await
        }
    }
}

/// The documents and revisions that were ticked.
pub(super) fn wanted(fields: &Fields) -> Result<Vec<(String, i64)>, Problem> {
    let ticked = fields.0.iter().filter(|(name, _)| name == "v").map(|(_, value)| value);
    let mut wanted: Vec<(String, i64)> = Vec::new();
    for (id, revision) in ticked.filter_map(|value| value.split_once(':')) {
        let one = (id_of(id)?, revision.parse().unwrap_or(0));
        if !wanted.iter().any(|(known, _)| *known == one.0) {
            wanted.push(one);
        }
    }
    wanted.truncate(MOST);
    Ok(wanted)
}

fn unknown_step() -> Problem {
    Problem::not_found(say!(
        "Det står inte vad som ska göras. Kryssa för fakturor på /fakturor och välj där.",
        "It does not say what is to be done. Tick invoices at /fakturor and choose there."
    ))
}

async fn shown(
    visitor: &Visitor,
    step: Step,
    wanted: &[(String, i64)],
    refused: Option<&Refused>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let mut found = Vec::with_capacity(wanted.len());
    for (id, _) in wanted {
        found.push(visitor.app.invoice(id.clone()).await?);
    }
    let all = found.len();
    found.retain(|one| step.suits(visitor, one));
    let left_out = all - found.len();
    let form = invoice_form(words, refused).step(step.word());
    let title = match step {
        Step::Attest => t!(words, "selected-attest", count = found.len()),
        Step::Issue => t!(words, "selected-issue", count = found.len()),
    };
    let total = Sums::of(&found).told(words);
    let content = html! {
        p.crumb { a href="/fakturor" { (t!(words, "invoices-title")) } }
        (form.reasons())
        @if found.is_empty() {
            p.finding { (t!(words, "selected-none")) }
            p { a.btn href="/fakturor" { (t!(words, "selected-back")) } }
        } @else {
            p.finding {
                @match step {
                    Step::Attest => { (t!(words, "selected-attest-what", total = total)) }
                    Step::Issue => { (t!(words, "selected-issue-what", total = total)) }
                }
            }
            @if left_out > 0 { p.note { (t!(words, "selected-left-out", count = left_out)) } }
            (listed(words, &found))
            form method="post" action="/fakturor/valda" {
                (form.hidden(visitor))
                @for one in &found {
                    input type="hidden" name="v" value=(format!("{}:{}", one.invoice.id, one.invoice.revision));
                }
                div.acts.bulk {
                    button.btn.btn-p type="submit" { (title) }
                    a.btn href="/fakturor" { (t!(words, "selected-back")) }
                }
            }
        }
    };
    let mut response =
        visitor.page_of_data(&Page { title: &title, place: Some(Place::Invoices), actions: None, content });
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn listed(words: Words, found: &[Whole]) -> Markup {
    let amount = |amount: Ore| words.format().kronor_and_ore(amount);
    html! {
        div.card {
            div.scroll tabindex="0" role="group" aria-label=(t!(words, "selected-documents")) {
                table.record {
                    caption.sr { (t!(words, "invoices-title")) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "invoices-party")) }
                            th scope="col" { (t!(words, "invoices-what")) }
                            th.n scope="col" { (t!(words, "invoices-amount")) }
                        }
                    }
                    tbody {
                        @for one in found {
                            tr {
                                th scope="row" { a href=(format!("/fakturor/{}", one.invoice.id)) { (wording::other(&one.invoice.document)) } }
                                td { (wording::occasion(words, &one.invoice.document)) }
                                td.n { (amount(wording::payable(&one.invoice.document))) }
                            }
                        }
                    }
                    tfoot {
                        @for (name, sum) in Sums::of(found).rows(words) {
                            tr { th scope="row" { (name) } td {} td.n { (amount(sum)) } }
                        }
                    }
                }
            }
        }
    }
}

/// How far the files of a batch have come. The page asks again by itself until they are there, with or without script.
#[get("/fakturor/utfardade/{key}")]
pub(in crate::web) async fn show_progress(visitor: Visitor, key: web::Path<String>) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let progress = visitor.app.issue_progress(key.into_inner()).await?;
    let Progress { issued, pdfs, e_invoices, failed } = &progress;
    let is_done = pdfs + failed.len() >= *issued;
    let content = html! {
        p.crumb { a href="/fakturor" { (t!(words, "invoices-title")) } }
        div role="status" {
            p.finding { (t!(words, "progress-issued", count = *issued)) }
            p {
                label for="klara" { (t!(words, "progress-pdfs", made = *pdfs, all = *issued)) } br;
                progress #klara max=(issued) value=(pdfs) {}
            }
            p { (t!(words, "progress-xml", made = *e_invoices)) }
            @if !is_done { p.note { (t!(words, "progress-again")) } }
        }
        @if !failed.is_empty() {
            h2 { (t!(words, "progress-failed")) }
            ul.list { @for (id, why) in failed { li { a href=(format!("/fakturor/{id}")) { (id) } ": " (why) } } }
        }
        p.acts { a.btn.btn-p[is_done] href="/fakturor?visa=skickade" { (t!(words, "progress-on")) } }
    };
    let title = t!(words, "progress-title");
    let page = Page { title: &title, place: Some(Place::Invoices), actions: None, content };
    let mut response = visitor.page_of_data(&page);
    if !is_done {
        response.headers_mut().insert(REFRESH, AGAIN);
    }
    Ok(response)
}
