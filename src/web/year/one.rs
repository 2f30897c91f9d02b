//! `/ar/{year}`: how far a year has come, the step to take now, and what each party has to do with it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, web};
use maud::{Markup, html};

use super::list::mark;
use super::next::{Next, has_drafts};
use super::progress::{Called, called};
use super::{address, affected, planned, required, stairs, steps, table, year_of};
use crate::app::periods::{Period, SettlementTold, Snapshot, Status, payable};
use crate::app::scope::{On, Right};
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
        Some((period, snapshot)) => (Some(period.status), known(&at, &period, &snapshot).await?),
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
        (at.plan(&preview.fingerprint, false, true))
        section.card aria-labelledby="belopp" {
            h2 #belopp { (t!(words, "year-would", year = at.year)) }
            (table::budget(words, &parties))
        }
    })
}

async fn known(at: &steps::At<'_>, period: &Period, snapshot: &Snapshot) -> Result<Markup, Problem> {
    let (visitor, words, agreement, year) = (at.visitor, at.visitor.words, at.agreement, at.year);
    let (_, _, affected) = visitor.app.period(agreement.to_owned(), year).await?;
    let (told, parts) = if period.status == Status::Planned {
        (None, Vec::new())
    } else {
        let told = visitor.app.settlement(agreement.to_owned(), year, None).await?;
        (Some(told), called(visitor, agreement, year, snapshot).await?)
    };
    let amounts = told.as_ref().map(|told| match told {
        SettlementTold::Preview(preview) => &preview.amounts,
        SettlementTold::Settled(_, amounts) => amounts,
    });
    let has_drafts = has_drafts(visitor, agreement, year, told.as_ref()).await?;
    let next = Next::of(period, affected.as_ref(), &parts, has_drafts, amounts);
    Ok(html! {
        p.finding { (finding(words, period, &parts)) }
        @if let Some(affected) = &affected { (affected::section(at, period, affected, true)) }
        ol.stairs {
            li.done[period.status != Status::Planned] { (stairs::budget(at, period, next)) }
            li.done[!parts.is_empty() && parts.iter().all(|called| called.issued > 0 && called.drafts == 0)] {
                (stairs::instalments(at, period, &parts, next, amounts))
            }
            li.done[matches!(period.status, Status::Settled | Status::Closed)] { (stairs::outcome(at, period, next)) }
            li.done[period.status == Status::Closed] { (stairs::settlement(at, period, next)) }
        }
        p.card-links {
            a href=(address(agreement, year, "/moten")) { (t!(words, "year-meetings")) }
            " · " a href=(address(agreement, year, "/bidrag")) { (t!(words, "year-contributions")) }
            @if period.status != Status::Planned { " · " a href=(address(agreement, year, "/sena-pengar")) { (t!(words, "year-late")) } }
        }
        section.card aria-labelledby="belopp" {
            h2 #belopp { (t!(words, "year-amounts")) }
            @match amounts {
                None => { (table::budget(words, &payable(&snapshot.result)?)) }
                Some(amounts) => { (table::amounts(words, agreement, year, amounts)) }
            }
            p.note { (t!(words, "year-amounts-how")) }
        }
    })
}

/// How far a year has come, in a sentence with the way to it; nothing of one that is not planned.
pub(in crate::web) async fn summary(visitor: &Visitor, agreement: &str, year: i32) -> Result<Option<Markup>, Problem> {
    let Some((period, snapshot)) = planned(visitor, agreement, year).await? else { return Ok(None) };
    let parts = match period.status {
        Status::Planned => Vec::new(),
        _ => called(visitor, agreement, year, &snapshot).await?,
    };
    let words = visitor.words;
    Ok(Some(html! {
        p.finding { (finding(words, &period, &parts)) " " a.how href=(address(agreement, year, "")) { (t!(words, "year-title", year = year)) } }
    }))
}

/// The year in a sentence.
fn finding(words: Words, period: &Period, parts: &[Called]) -> String {
    let year = period.year;
    if period.status == Status::Planned {
        return t!(words, "year-finding-planned", year = year);
    }
    if parts.iter().any(|called| !called.is_known) {
        return t!(words, "year-finding-adopted", year = year);
    }
    let sent = parts.iter().filter(|called| called.issued > 0).count();
    let left = parts.iter().map(|called| called.left.wide()).sum();
    let left = words.format().kronor_and_ore(samfin_core::Ore::from_wide(left).unwrap_or_default());
    t!(words, "year-finding", year = year, sent = sent, all = parts.len(), left = left)
}
