//! `/ar/{year}`: how far a year has come, the step to take now, and what each party has to do with it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, web};
use maud::{Markup, html};

use super::list::mark;
use super::progress::{Called, called};
use super::{address, planned, required, steps, table, year_of};
use crate::app::periods::{Affected, Period, SettlementTold, Status, payable};
use crate::app::scope::{On, Right};
use crate::clock::in_sweden;
use crate::http::problem::Problem;
use crate::web::form::Refused;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// One year.
#[get("/ar/{year}")]
pub(in crate::web) async fn show_year(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let year = year_of(&year)?;
    let agreement = required(&visitor, &request).await?;
    shown(&visitor, &agreement, year, None).await
}

pub(super) async fn shown(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    refused: Option<&Refused>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let name = visitor.app.agreement(agreement.to_owned()).await?.name;
    let at = steps::At { visitor, agreement, year, refused };
    let (state, body) = match planned(visitor, agreement, year).await? {
        None => (None, unplanned(&at).await?),
        Some((period, snapshot)) => {
            let (_, _, affected) = visitor.app.period(agreement.to_owned(), year).await?;
            let parts = if period.status == Status::Planned {
                Vec::new()
            } else {
                called(visitor, agreement, year, &snapshot).await?
            };
            let amounts = if period.status == Status::Planned {
                table::budget(words, &payable(&snapshot.result)?)
            } else {
                let told = visitor.app.settlement(agreement.to_owned(), year, None).await?;
                let amounts = match &told {
                    SettlementTold::Preview(preview) => &preview.amounts,
                    SettlementTold::Settled(_, amounts) => amounts,
                };
                table::amounts(words, agreement, year, amounts)
            };
            (Some(period.status), known(&at, &period, &parts, affected.as_ref(), &amounts))
        }
    };
    let content = html! {
        p.crumb { a href=(format!("/ar?avtal={agreement}")) { (t!(words, "years-title")) } " · " (name) }
        (body)
    };
    let title = t!(words, "year-title", year = year);
    let actions = html! {
        @if let Some(state) = state { (mark(words, state)) }
        @if visitor.app.scope().may(Right::ReadInvoices, On::Agreement(agreement)) {
            a.btn href=(format!("/fakturor?avtal={agreement}&ar={year}")) { (t!(words, "year-invoices")) }
        }
    };
    let page = Page { title: &title, place: Some(Place::Years), actions: Some(actions), content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

/// What the year would come to, and the step that plans it.
async fn unplanned(at: &steps::At<'_>) -> Result<Markup, Problem> {
    let words = at.visitor.words;
    let preview = at.visitor.app.preview_period(at.agreement.to_owned(), at.year).await?;
    let parties = payable(&preview.result)?;
    Ok(html! {
        p.finding { (t!(words, "year-unplanned", year = at.year)) }
        p { a href=(address(at.agreement, at.year, "/budget")) { (t!(words, "budget-go")) } }
        (at.plan(&preview.fingerprint, false))
        section.card aria-labelledby="belopp" {
            h2 #belopp { (t!(words, "year-would", year = at.year)) }
            (table::budget(words, &parties))
        }
    })
}

fn known(
    at: &steps::At<'_>,
    period: &Period,
    parts: &[Called],
    affected: Option<&Affected>,
    amounts: &Markup,
) -> Markup {
    let words = at.visitor.words;
    html! {
        p.finding { (finding(words, period, parts)) }
        @if let Some(affected) = affected { (changed(at, period, affected)) }
        ol.stairs {
            li.done[period.status != Status::Planned] { (budget(at, period, affected.is_some())) }
            li.done[!parts.is_empty() && parts.iter().all(|called| called.issued > 0 && called.drafts == 0)] { (instalments(at, period, parts)) }
            li.done[matches!(period.status, Status::Settled | Status::Closed)] {
                h2 { (t!(words, "year-step-outcome")) }
                @if period.status != Status::Planned {
                    p { a href=(address(at.agreement, at.year, "/utfall")) { (t!(words, "year-outcome-go")) } }
                } @else { p.u { (t!(words, "year-later")) } }
            }
            li.done[period.status == Status::Closed] {
                h2 { (t!(words, "year-step-settle")) }
                @if period.status != Status::Planned {
                    p { a href=(address(at.agreement, at.year, "/slutavrakning")) { (t!(words, "year-settle-go")) } }
                } @else { p.u { (t!(words, "year-later")) } }
            }
        }
        section.card aria-labelledby="belopp" {
            h2 #belopp { (t!(words, "year-amounts")) }
            (amounts)
            p.note { (t!(words, "year-amounts-how")) }
        }
    }
}

/// The year in a sentence.
fn finding(words: Words, period: &Period, parts: &[Called]) -> String {
    let year = period.year;
    if period.status == Status::Planned {
        return t!(words, "year-finding-planned", year = year);
    }
    let sent = parts.iter().filter(|called| called.issued > 0).count();
    let left = parts.iter().map(|called| called.left.wide()).sum();
    let left = words.format().kronor_and_ore(samfin_core::Ore::from_wide(left).unwrap_or_default());
    t!(words, "year-finding", year = year, sent = sent, all = parts.len(), left = left)
}

/// That what the year rests on has changed, and what can be done about it.
fn changed(at: &steps::At<'_>, period: &Period, affected: &Affected) -> Markup {
    let (words, format) = (at.visitor.words, at.visitor.words.format());
    html! {
        section.errors.alarm aria-labelledby="andrat" {
            h2 #andrat { (t!(words, "year-affected")) }
            ul.list { @for cause in &affected.causes { li { (cause.text().get(words.lang())) } } }
            @if !affected.parties.is_empty() {
                ul.list {
                    @for party in &affected.parties {
                        li {
                            (t!(words, "year-affected-party", party = party.name.as_str(),
                                before = format.kronor_and_ore(party.in_force), now = format.kronor_and_ore(party.now)))
                        }
                    }
                }
            }
        }
        @match period.status {
            Status::Planned => { (at.plan(&affected.fingerprint, true)) }
            Status::Adopted => { (at.correct(period.revision, &affected.fingerprint)) }
            Status::Settled | Status::Closed => {}
        }
    }
}

fn budget(at: &steps::At<'_>, period: &Period, is_affected: bool) -> Markup {
    let words = at.visitor.words;
    let day = words.format().date(in_sweden(period.changed_at).date());
    html! {
        h2 { (t!(words, "year-step-budget")) }
        p { a href=(address(at.agreement, at.year, "/budget")) { (t!(words, "budget-go")) } }
        @if period.status == Status::Planned {
            p.u { (t!(words, "year-planned-on", day = day)) }
            @if !is_affected { (at.adopt(period.revision)) }
        } @else {
            p.u { (t!(words, "year-decided", decision = period.decision_reference.as_deref().unwrap_or("–"))) }
        }
    }
}

fn instalments(at: &steps::At<'_>, period: &Period, parts: &[Called]) -> Markup {
    let (words, format) = (at.visitor.words, at.visitor.words.format());
    let next = parts.iter().find(|called| !called.is_made()).map(|called| called.part.number);
    html! {
        h2 { (t!(words, "year-step-instalments")) }
        @if parts.is_empty() { p.u { (t!(words, "year-later")) } }
        @for called in parts {
            h3 { (t!(words, "year-part", number = called.part.number, of = called.part.of)) }
            p.u { (t!(words, "year-part-days", issue = format.date(called.part.issue_on), due = format.date(called.part.due_on))) }
            p {
                @if called.drafts + called.issued == 0 { (t!(words, "year-part-none")) }
                @else { (t!(words, "year-part-is", issued = called.issued, drafts = called.drafts, waiting = called.waiting)) }
                @if called.stale > 0 { " " (t!(words, "year-part-stale", count = called.stale)) }
            }
            @if period.status == Status::Adopted && (!called.is_made() || called.drafts > 0) {
                (at.call(called.part.number, next == Some(called.part.number), called.drafts > 0))
            }
        }
    }
}
