//! `/ar/{year}/budget`: what each cost rests on and comes to, as agreed and as budgeted; written as a draft, and adopted.

mod edit;
mod show;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::html;
use samfin_core::say;

use super::{address, agreement_in, object, required, text, year_of};
use crate::app::budgets::{BudgetFigures, Status};
use crate::app::scope::{On, Right};
use crate::http::bodies::BudgetAdoption;
use crate::http::problem::Problem;
use crate::web::form::{Refused, Sent, see};
use crate::web::forms::Fields;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::t;
use edit::Unwritten;

/// The budget of a year.
#[get("/ar/{year}/budget")]
pub(in crate::web) async fn show_budget(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let year = year_of(&year)?;
    let agreement = required(&visitor, &request).await?;
    shown(&visitor, &agreement, year, None, None).await
}

/// Writes a draft, or adopts it.
#[post("/ar/{year}/budget")]
pub(in crate::web) async fn change_budget(
    visitor: Visitor,
    year: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (year, Sent(fields)) = (year_of(&year)?, sent);
    let agreement = agreement_in(&fields)?;
    let here = address(&agreement, year, "/budget");
    match fields.step() {
        "skriv" => match edit::write(&visitor, &agreement, year, fields).await? {
            None => Ok(see(&here)),
            Some(unwritten) => shown(&visitor, &agreement, year, Some(&unwritten), None).await,
        },
        "faststall" => match adopt(&visitor, &agreement, year, &fields).await {
            Ok(()) => Ok(see(&here)),
            Err(problem) => {
                let refused = Refused::by(&super::YEAR, visitor.words, fields, problem)?;
                shown(&visitor, &agreement, year, None, Some(&refused)).await
            }
        },
        _ => Err(Problem::not_found(say!(
            "Formuläret säger inte vad som ska göras med budgeten. Öppna sidan på nytt.",
            "The form does not say what is to be done with the budget. Open the page anew."
        ))),
    }
}

async fn adopt(visitor: &Visitor, agreement: &str, year: i32, fields: &Fields) -> Result<(), Problem> {
    let body = object(vec![text("decision_reference", fields, "beslut")]);
    let adoption = BudgetAdoption::parse(body.as_bytes())?;
    let desk = visitor.once("POST /ar/{year}/budget", fields);
    let (id, reference) = (agreement.to_owned(), adoption.decision_reference);
    Ok(desk.adopt_budget(id, year, fields.revision(), reference).await.map(drop)?)
}

async fn shown(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    unwritten: Option<&Unwritten>,
    refused: Option<&Refused>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let budget = visitor.app.budget_figures(agreement.to_owned(), year).await?;
    let may = |right| visitor.app.scope().may(right, On::Agreement(agreement));
    let content = html! {
        p.crumb { a href=(address(agreement, year, "")) { (t!(words, "year-title", year = year)) } }
        p.finding { (finding(visitor, year, &budget)) }
        @if !budget.refused.is_empty() {
            section.errors.alarm aria-labelledby="gar-inte" {
                h2 #gar-inte { (t!(words, "basis-refused", year = year)) }
                ul.list { @for reason in &budget.refused { li { (reason.get(words.lang())) } } }
            }
        }
        @if may(Right::Decide) && let Some(draft) = budget.newest.as_ref().filter(|newest| newest.status == Status::Draft) {
            (show::adopting(visitor, agreement, year, draft.revision, refused))
        }
        (show::costs(words, &budget))
        @if may(Right::Write) { (edit::form(visitor, agreement, year, &budget, unwritten)) } @else { (show::figures(words, &budget)) }
        @if !budget.others.is_empty() {
            section.card.read aria-labelledby="annat" {
                h2 #annat { (t!(words, "budget-others")) }
                p { (t!(words, "budget-others-what")) }
                ul.list { @for target in &budget.others { li { code { (target) } } } }
            }
        }
    };
    let title = t!(words, "basis-budget", year = year);
    let page = Page { title: &title, place: Some(Place::Years), actions: None, content };
    let mut response = visitor.page_of_data(&page);
    let status = unwritten.map(|one| one.status).or(refused.map(|refused| refused.status));
    *response.status_mut() = status.unwrap_or(StatusCode::OK);
    Ok(response)
}

/// Where the budget stands, in a sentence.
fn finding(visitor: &Visitor, year: i32, budget: &BudgetFigures) -> String {
    let words = visitor.words;
    let decision = |status: &Status| match status {
        Status::Adopted { decision_reference } => decision_reference.clone(),
        Status::Draft => String::new(),
    };
    match (&budget.newest, &budget.adopted) {
        (None, _) => t!(words, "budget-unwritten", year = year, version = budget.version),
        (Some(newest), Some(adopted)) if newest.revision == adopted.revision => {
            t!(words, "budget-in-force", year = year, decision = decision(&adopted.status), revision = newest.revision)
        }
        (Some(newest), Some(adopted)) => {
            t!(words, "budget-drafted-over", revision = newest.revision, decision = decision(&adopted.status))
        }
        (Some(newest), None) => t!(words, "budget-drafted", year = year, revision = newest.revision),
    }
}
