//! `/ar/{year}/utfall`: hours and amounts as they came, entered one by one, and what the year looks like ending at.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{Datelike as _, NaiveDate};
use maud::{Markup, html};
use samfin_core::json::Json;
use uuid::Uuid;

use super::against::Against;
use super::{address, agreement_in, amount, no_agreement, object, planned, text, year_form, year_of};
use crate::app::periods::{CostOutcome, Entry, MOST_ENTRIES, Outcome, Status};
use crate::app::scope::{On, Right};
use crate::http::bodies::OutcomeBody;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::form::{Choice, Refused, Sent, Step, see};
use crate::web::forms::Fields;
use crate::web::layout::{Page, Place};
use crate::web::money::scrolled;
use crate::web::parts::chosen;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, key, t};

/// How many entries stand on a page.
const SHOWN: usize = 100;

/// The outcome of a year.
#[get("/ar/{year}/utfall")]
pub(in crate::web) async fn show_outcome(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let year = year_of(&year)?;
    let mut query = Query::read(request.query_string(), &["avtal", "efter"]);
    let asked = query.raw("avtal").filter(|id| Uuid::try_parse(id).is_ok());
    let after = query.whole("efter", 0, MOST_ENTRIES).unwrap_or_default();
    query.finish()?;
    let agreement = chosen(&visitor, asked.as_ref()).await?.ok_or_else(no_agreement)?;
    shown(&visitor, &agreement, year, after, None).await
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
    visitor.app.require(Right::Bill, On::Agreement(&agreement))?;
    if fields.filled("timmar").is_some() == fields.filled("belopp").is_some() {
        let refused = Refused::field(fields, "belopp", t!(visitor.words, "outcome-one-of"));
        return shown(&visitor, &agreement, year, 0, Some(&refused)).await;
    }
    let done = async {
        let (entries, reason) = OutcomeBody::parse(body(&fields).as_bytes())?;
        let desk = visitor.once("POST /ar/{year}/utfall", &fields);
        Ok::<_, Problem>(desk.add_outcome(agreement.clone(), year, entries, reason).await?)
    };
    match done.await {
        Ok(_) => Ok(see(&address(&agreement, year, "/utfall"))),
        Err(problem) => {
            let refused = Refused::by(&super::YEAR, visitor.words, fields, problem)?;
            shown(&visitor, &agreement, year, 0, Some(&refused)).await
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
    after: usize,
    refused: Option<&Refused>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let (outcome, costs) = visitor.app.outcome(agreement.to_owned(), year).await?;
    let status = planned(visitor, agreement, year).await?.map(|(period, _)| period.status);
    let is_open = status == Some(Status::Adopted);
    let (through, against) = match status {
        Some(Status::Adopted) => {
            let forecast = visitor.app.forecast(agreement.to_owned(), year, None).await?;
            (forecast.through, Against::forecast(forecast))
        }
        Some(Status::Settled | Status::Closed) => {
            let told = visitor.app.settlement(agreement.to_owned(), year, None).await?;
            (None, Against::settled(told.amounts()))
        }
        Some(Status::Planned) | None => (None, Against::default()),
    };
    let may = is_open && visitor.app.scope().may(Right::Bill, On::Agreement(agreement));
    let content = html! {
        p.crumb { a href=(address(agreement, year, "")) { (t!(words, "year-title", year = year)) } }
        p.finding { (finding(words, outcome.as_ref(), through)) @if let Some(ends) = against.ends(words) { " " (ends) } }
        @if may { (entering(visitor, agreement, year, &costs, refused)) }
        section.card aria-labelledby="kostnader" {
            h2 #kostnader { (t!(words, "outcome-costs")) }
            (against.table(words, &costs))
        }
        @if let Some(outcome) = &outcome { (entries(words, outcome, &costs, &address(agreement, year, "/utfall"), after)) }
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

fn finding(words: Words, outcome: Option<&Outcome>, through: Option<NaiveDate>) -> String {
    let count = outcome.map_or(0, |outcome| outcome.entries.len());
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

/// The entries, the latest first: a page of them after so many.
fn entries(words: Words, outcome: &Outcome, costs: &[CostOutcome], address: &str, after: usize) -> Markup {
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
    let (all, title) = (latest.len(), t!(words, "outcome-entries"));
    let shown: Vec<&Entry> = latest.into_iter().skip(after).take(SHOWN).collect();
    let until = after + shown.len();
    let there = |after: usize| format!("{address}&efter={after}#poster");
    let [cost, what, came] =
        [key!("outcome-cost"), key!("outcome-what"), key!("year-outcome")].map(|key| words.get(key));
    let table = html! {
        table.money {
            caption.sr { (title) }
            thead {
                tr {
                    th scope="col" { (t!(words, "outcome-day")) }
                    th scope="col" { (cost) }
                    th scope="col" { (what) }
                    th.n scope="col" { (came) }
                }
            }
            tbody {
                @for entry in shown {
                    tr {
                        th scope="row" { (format.date(entry.date)) }
                        td data-name=(cost) { (name(entry)) }
                        td data-name=(what) { (entry.what.as_deref().unwrap_or_default()) }
                        td.n data-name=(came) { (came_to(entry)) }
                    }
                }
            }
        }
    };
    html! {
        section.card aria-labelledby="poster" {
            h2 #poster { (title) }
            @if all > SHOWN { p.card-sub { (t!(words, "outcome-entries-shown", from = after + 1, to = until, all = all)) } }
            (scrolled(&title, &table))
            @if all > SHOWN {
                p.acts {
                    @if after > 0 { a.btn href=(there(after.saturating_sub(SHOWN))) { (t!(words, "outcome-newer")) } }
                    @if until < all { a.btn href=(there(until)) { (t!(words, "outcome-older")) } }
                }
            }
        }
    }
}
