//! `/ar/{year}/utfall`: hours and amounts as they came, entered one by one, and what the year looks like ending at.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::Datelike as _;
use maud::{Markup, html};
use samfin_core::Actual;
use samfin_core::json::Json;

use super::{address, agreement_in, amount, object, planned, required, text, year_form, year_of};
use crate::app::periods::{CostForecast, CostOutcome, Entry, Forecast, Outcome, Status};
use crate::app::scope::{On, Right};
use crate::http::bodies::OutcomeBody;
use crate::http::problem::Problem;
use crate::web::form::{Choice, Refused, Sent, Step, see};
use crate::web::forms::Fields;
use crate::web::layout::{Page, Place};
use crate::web::parts::{bar, share};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, key, t};

/// How many entries are shown, the latest.
const SHOWN: usize = 100;

/// The outcome of a year.
#[get("/ar/{year}/utfall")]
pub(in crate::web) async fn show_outcome(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let year = year_of(&year)?;
    let agreement = required(&visitor, &request).await?;
    shown(&visitor, &agreement, year, None).await
}

/// Adds an entry.
#[post("/ar/{year}/utfall")]
pub(in crate::web) async fn add_outcome(
    visitor: Visitor,
    year: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (year, Sent(fields)) = (year_of(&year)?, sent);
    let agreement = agreement_in(&fields)?;
    let done = async {
        let (entries, reason) = OutcomeBody::parse(body(&fields).as_bytes())?;
        let desk = visitor.once("POST /ar/{year}/utfall", &fields);
        Ok::<_, Problem>(desk.add_outcome(agreement.clone(), year, entries, reason).await?)
    };
    match done.await {
        Ok(_) => Ok(see(&address(&agreement, year, "/utfall"))),
        Err(problem) => {
            let refused = Refused::by(&super::YEAR, visitor.words, fields, problem)?;
            shown(&visitor, &agreement, year, Some(&refused)).await
        }
    }
}

/// The entry as in the body of the API.
fn body(fields: &Fields) -> String {
    let mut entry = vec![text("cost", fields, "kostnad"), text("date", fields, "dag")];
    if fields.filled("vad").is_some() {
        entry.push(text("what", fields, "vad"));
    }
    for (name, field) in [("hours", "timmar"), ("amount", "belopp")] {
        if let Some(written) = fields.filled(field) {
            entry.push((name, amount(written)));
        }
    }
    let entry = Json::Object(entry.into_iter().map(|(name, value)| (name.into(), value)).collect());
    object(vec![("entries", Json::Array(vec![entry]))])
}

async fn shown(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    refused: Option<&Refused>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let (outcome, costs) = visitor.app.outcome(agreement.to_owned(), year).await?;
    let is_open = planned(visitor, agreement, year).await?.is_some_and(|(period, _)| period.status == Status::Adopted);
    let forecast = if is_open { Some(visitor.app.forecast(agreement.to_owned(), year, None).await?) } else { None };
    let may = is_open && visitor.app.scope().may(Right::Bill, On::Agreement(agreement));
    let content = html! {
        p.crumb { a href=(address(agreement, year, "")) { (t!(words, "year-title", year = year)) } }
        p.finding { (finding(words, outcome.as_ref(), forecast.as_ref())) }
        @if may { (entering(visitor, agreement, year, &costs, refused)) }
        section.card aria-labelledby="kostnader" {
            h2 #kostnader { (t!(words, "outcome-costs")) }
            (table(words, &costs, forecast.as_ref()))
        }
        @if let Some(outcome) = &outcome { (entries(words, outcome, &costs)) }
    };
    let title = t!(words, "outcome-title", year = year);
    let actions = may.then(
        || html! { a.btn href=(address(agreement, year, "/utfall/importera")) { (t!(words, "import-outcome-go")) } },
    );
    let page = Page { title: &title, place: Some(Place::Years), actions, content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn finding(words: Words, outcome: Option<&Outcome>, forecast: Option<&Forecast>) -> String {
    let count = outcome.map_or(0, |outcome| outcome.entries.len());
    let through = forecast.and_then(|forecast| forecast.through);
    match through {
        Some(day) => t!(words, "outcome-finding", count = count, day = words.format().date(day)),
        None => t!(words, "outcome-finding-none", count = count),
    }
}

fn entering(visitor: &Visitor, agreement: &str, year: i32, costs: &[CostOutcome], refused: Option<&Refused>) -> Markup {
    let words = visitor.words;
    let form = year_form(words, refused).step("lagg-till");
    let among: Vec<Choice> =
        costs.iter().map(|cost| Choice { value: cost.cost.clone(), name: cost.name.clone() }).collect();
    // Today, unless another year is written about.
    let today = visitor.now().date();
    let day = if today.year() == year { today.to_string() } else { String::new() };
    form.folded(
        visitor,
        &Step {
            name: t!(words, "outcome-add"),
            what: html! { p { (t!(words, "outcome-add-what")) } },
            address: &format!("/ar/{year}/utfall"),
            revision: None,
            fields: html! {
                input type="hidden" name="avtal" value=(agreement);
                (form.choice("kostnad", "", &among, None))
                div.fields {
                    (form.day("dag", &day, None, true))
                    (form.maybe("vad", "", Some(key!("outcome-what-how")), 200))
                }
                div.fields {
                    (form.number("timmar", "", Some(key!("outcome-hours-how")), false))
                    (form.number("belopp", "", Some(key!("outcome-amount-how")), false))
                }
            },
            is_next: true,
        },
    )
}

fn table(words: Words, costs: &[CostOutcome], forecast: Option<&Forecast>) -> Markup {
    let format = words.format();
    let of = |id: &str| forecast.and_then(|forecast| forecast.costs.iter().find(|cost| cost.cost == id));
    html! {
        div.scroll tabindex="0" role="group" aria-label=(t!(words, "outcome-costs")) {
            table.record {
                caption.sr { (t!(words, "outcome-costs")) }
                thead {
                    tr {
                        th scope="col" { (t!(words, "outcome-cost")) }
                        th.n scope="col" { (t!(words, "outcome-so-far")) }
                        th.n scope="col" { (t!(words, "year-budget")) }
                        th.n scope="col" { (t!(words, "outcome-forecast")) }
                        td {}
                    }
                }
                tbody {
                    @for cost in costs {
                        @let forecast = of(&cost.cost);
                        tr {
                            th scope="row" { (cost.name) }
                            td.n { (so_far(words, cost, forecast)) }
                            td.n { @if let Some(known) = forecast { (format.kronor(known.budget)) } }
                            td.n { @if let Some(known) = forecast { (format.kronor(known.forecast)) } }
                            td.bar-c { @if let Some(known) = forecast { (bar(share(known.outcome.unwrap_or_default(), known.budget))) } }
                        }
                    }
                }
            }
        }
    }
}

fn so_far(words: Words, cost: &CostOutcome, forecast: Option<&CostForecast>) -> String {
    let format = words.format();
    match (cost.outcome, forecast.and_then(|known| known.outcome)) {
        (None, _) => "–".to_owned(),
        (Some(Actual::Hours(hours)), amount) => {
            let hours = t!(words, "outcome-in-hours", hours = format.number(hours, 2));
            amount.map_or_else(|| hours.clone(), |amount| format!("{} ({hours})", format.kronor(amount)))
        }
        (Some(Actual::Amount(amount)), _) => format.kronor(amount),
    }
}

fn entries(words: Words, outcome: &Outcome, costs: &[CostOutcome]) -> Markup {
    let format = words.format();
    let name = |entry: &Entry| {
        costs.iter().find(|cost| cost.cost == entry.cost).map_or(entry.cost.as_str(), |cost| &cost.name).to_owned()
    };
    let came_to = |entry: &Entry| match (entry.hours, entry.amount) {
        (Some(hours), _) => t!(words, "outcome-in-hours", hours = format.number(hours, 2)),
        (None, amount) => format.kronor_and_ore(amount.unwrap_or_default()),
    };
    let mut latest: Vec<&Entry> = outcome.entries.iter().collect();
    latest.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    html! {
        section.card aria-labelledby="poster" {
            h2 #poster { (t!(words, "outcome-entries")) }
            div.scroll tabindex="0" role="group" aria-label=(t!(words, "outcome-entries")) {
                table.record {
                    caption.sr { (t!(words, "outcome-entries")) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "outcome-day")) }
                            th scope="col" { (t!(words, "outcome-cost")) }
                            th scope="col" { (t!(words, "outcome-what")) }
                            th.n scope="col" { (t!(words, "year-outcome")) }
                        }
                    }
                    tbody {
                        @for entry in latest.iter().take(SHOWN) {
                            tr {
                                th scope="row" { (format.date(entry.date)) }
                                td { (name(entry)) }
                                td { (entry.what.as_deref().unwrap_or_default()) }
                                td.n { (came_to(entry)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
