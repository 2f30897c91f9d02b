//! `/ar/{year}`: how far a year has come, the step to take now, and what each party has to do with it.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, web};
use maud::{Markup, html};

use super::list::mark;
use super::own::Own;
use super::seen::Seen;
use super::{address, affected, required, stairs, steps, table, year_of};
use crate::app::periods::{Status, payable};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::form::Refused;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::t;

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
    let (state, body) = match Seen::of(visitor, agreement, year).await? {
        None => (None, unplanned(&at).await?),
        Some(seen) => {
            let gaps = if at.may(Right::Bill) {
                visitor.app.gaps_of_year(agreement.to_owned(), year).await?
            } else {
                BTreeSet::new()
            };
            (Some(seen.period.status), known(&at, &seen, &gaps)?)
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
        (at.plan(&preview.fingerprint, false, true))
        section.card aria-labelledby="belopp" {
            h2 #belopp { (t!(words, "year-would", year = at.year)) }
            (table::budget(words, &parties))
        }
    })
}

fn known(at: &steps::At<'_>, seen: &Seen, gaps: &BTreeSet<i32>) -> Result<Markup, Problem> {
    let (words, agreement, year, period, next) = (at.visitor.words, at.agreement, at.year, &seen.period, seen.next);
    let amounts = seen.amounts();
    let own = Own::of(&seen.snapshot, year)?;
    let [budget, instalments, outcome, settlement] = seen.done();
    Ok(html! {
        p.finding { (seen.finding(words)) }
        @if let Some(affected) = &seen.affected { (affected::section(at, period, affected, true)) }
        ol.stairs {
            li.done[budget] { (stairs::budget(at, period, next)) }
            li.done[instalments] { (stairs::instalments(at, seen, &own, gaps)) }
            li.done[outcome] { (stairs::outcome(at, period, next)) }
            li.done[settlement] { (stairs::settlement(at, seen)) }
        }
        p.card-links {
            a href=(address(agreement, year, "/moten")) { (t!(words, "year-meetings")) }
            " · " a href=(address(agreement, year, "/bidrag")) { (t!(words, "year-contributions")) }
            @if period.status != Status::Planned { " · " a href=(address(agreement, year, "/sena-pengar")) { (t!(words, "year-late")) } }
        }
        section.card aria-labelledby="belopp" {
            h2 #belopp { (t!(words, "year-amounts")) }
            @match amounts {
                None => { (table::budget(words, &payable(&seen.snapshot.result)?)) }
                Some(amounts) => { (table::amounts(words, agreement, year, amounts, &own)) }
            }
            p.note { (t!(words, "year-amounts-how")) }
        }
    })
}
