//! The pages about an operating year, from budget to final reconciliation.
//!
//! | address | shows |
//! | --- | --- |
//! | `/ar?avtal=` | the years of an agreement |
//! | `/ar/<year>?avtal=` | one: how far it has come, the step to take now, and each party's amounts |
//! | `/ar/<year>/budget?avtal=` | what each cost rests on and comes to, as agreed and as budgeted; the draft, and its adoption |
//! | `/ar/<year>/utfall?avtal=&efter=` | hours and amounts as they came, and what the year looks like ending at; the entries after so many |
//! | `/ar/<year>/bidrag?avtal=` | what parties have decided to contribute, and what a decision does before it is registered |
//! | `/ar/<year>/sena-pengar?avtal=` | what a party pays after others have covered for it, and who gets it back |
//! | `/ar/<year>/moten?avtal=` | when the forums meet |
//! | `/ar/<year>/slutavrakning?avtal=` | what settling will do to each party, then settled and closed |

mod affected;
mod against;
mod budget;
mod contributed;
mod contributions;
mod late;
mod late_list;
mod list;
mod meetings;
mod next;
mod one;
mod outcome;
mod own;
mod progress;
mod seen;
mod settlement;
mod stairs;
mod steps;
mod summary;
mod table;

use actix_web::HttpRequest;
use samfin_core::json::Json;
use samfin_core::{Ore, Request, say};
use uuid::Uuid;

use super::form::{Form, Names, Refused};
use super::forms::Fields;
use super::parts::chosen;
use super::visitor::Visitor;
use super::words::{Key, Words, key};
use crate::app::import::written_number;
use crate::app::periods::{Period, Snapshot};
use crate::http::problem::Problem;
use crate::http::query::Query;

pub(super) use budget::{change_budget, show_budget};
pub(super) use contributions::{register_contribution, show_contributions};
pub(super) use late::{register_late_money, show_late_money};
pub(super) use list::list_years;
pub(super) use meetings::{show_meetings, write_meetings};
pub(super) use one::show_year;
pub(super) use outcome::{add_outcome, show_outcome};
pub(super) use settlement::{settle_year, show_settlement};
pub(super) use steps::change_year;
pub(super) use summary::{Paid, Summary, summary};

/// The fields of the forms about a year.
static YEAR: Names = Names { field, label, stale: key!("year-stale") };

fn year_form(words: Words, refused: Option<&Refused>) -> Form<'_> {
    Form::new(words, &YEAR, refused)
}

fn field(pointer: &str) -> Option<&'static str> {
    Some(match pointer {
        "/decision_reference" => "beslut",
        "/reason" => "skal",
        "/remainder" => "rest",
        "/materiality" => "minst",
        _ => match pointer.rsplit('/').next()? {
            "cost" => "kostnad",
            "date" => "dag",
            "what" => "vad",
            "hours" => "timmar",
            "amount" => "belopp",
            _ => return None,
        },
    })
}

fn label(field: &str) -> Key {
    match field {
        "beslut" => key!("year-decision"),
        "rest" => key!("settle-remainder"),
        "minst" => key!("year-materiality"),
        "kostnad" => key!("outcome-cost"),
        "dag" => key!("outcome-day"),
        "vad" => key!("outcome-what"),
        "timmar" => key!("outcome-hours"),
        "belopp" => key!("outcome-amount"),
        "bekrafta" => key!("settle-confirm"),
        _ => key!("invoice-reason"),
    }
}

/// The year in an address.
pub(super) fn year_of(text: &str) -> Result<i32, Problem> {
    text.parse().ok().filter(|year| (2000..=2100).contains(year)).ok_or_else(|| {
        Problem::not_found(say!(
            "Det finns inget sådant år. Alla verksamhetsår står på /ar.",
            "There is no such year. All operating years are listed at /ar."
        ))
    })
}

/// The agreement that an address names, or the newest one.
async fn agreement_of(visitor: &Visitor, request: &HttpRequest) -> Result<Option<String>, Problem> {
    let query = Query::read(request.query_string(), &["avtal"]);
    let id = query.raw("avtal").filter(|id| Uuid::try_parse(id).is_ok());
    query.finish()?;
    Ok(chosen(visitor, id.as_ref()).await?)
}

/// As [`agreement_of`], where there must be one.
pub(super) async fn required(visitor: &Visitor, request: &HttpRequest) -> Result<String, Problem> {
    agreement_of(visitor, request).await?.ok_or_else(no_agreement)
}

/// The agreement that a form is about.
fn agreement_in(fields: &Fields) -> Result<String, Problem> {
    Uuid::try_parse(fields.get("avtal")).map(|id| id.to_string()).map_err(|_| no_agreement())
}

fn no_agreement() -> Problem {
    Problem::not_found(say!(
        "Det finns inget avtal att visa. Alla avtal står på översikten.",
        "There is no agreement to show. All agreements are on the overview."
    ))
}

/// The year, when it is planned.
async fn planned(visitor: &Visitor, agreement: &str, year: i32) -> Result<Option<(Period, Snapshot)>, Problem> {
    let found = visitor.app.periods(agreement.to_owned(), i64::from(year) - 1, 1).await?.pop();
    Ok(found.filter(|(period, _)| period.year == i64::from(year)))
}

/// What a reminder adds to an invoice of the year: what was agreed when the year was planned.
pub(super) async fn reminder_fee(visitor: &Visitor, agreement: &str, year: i32) -> Result<Ore, Problem> {
    let Some((_, snapshot)) = planned(visitor, agreement, year).await? else { return Ok(Ore::ZERO) };
    let request = Request::parse(snapshot.request.as_bytes()).map_err(crate::app::Error::from)?;
    Ok(request.agreement.invoicing.reminder_fee)
}

fn address(agreement: &str, year: i32, page: &str) -> String {
    format!("/ar/{year}{page}?avtal={agreement}")
}

fn object(members: Vec<(&'static str, Json<'_>)>) -> String {
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect()).to_text()
}

fn text<'f>(name: &'static str, fields: &'f Fields, field: &str) -> (&'static str, Json<'f>) {
    (name, Json::String(fields.get(field).into()))
}

/// Kronor or percent as people write them, as the API reads them; what is no number is sent as it is, and refused there.
fn amount(written: &str) -> Json<'static> {
    let number = written_number(written).map_or_else(|_| written.to_owned(), |number| number.to_string());
    Json::String(number.into())
}
