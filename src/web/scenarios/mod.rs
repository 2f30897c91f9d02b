//! The pages about an agreement's scenarios, beside the comparison.
//!
//! | address | shows |
//! | --- | --- |
//! | `/scenarier?avtal=<id>` | all of them, to tick and compare |
//! | `/scenarier/<id>` | one, with what can be done to it: shared, locked, deleted |
//! | `/scenarier/bortfall?avtal=<id>&s=<column>&ar=` | every rule for one shortfall, side by side |
//! | `/underlag-for-beslut/<id>` | a locked one as it was decided on |

mod list;
mod one;
mod record;
mod shortfall;
mod steps;

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::Datelike as _;
use maud::{Markup, html};
use samfin_core::{Text, say};
use uuid::Uuid;

use super::compare::chosen;
use super::compare::state::State;
use super::layout::{Page, Place};
use super::visitor::Visitor;
use super::words::{Words, t};
use crate::app::scenarios::{Scenario, Status};
use crate::clock::in_sweden;
use crate::http::problem::Problem;

pub(super) use record::decision_record;
pub(super) use shortfall::explore_shortfall;
pub(super) use steps::change_scenario;

/// How many scenarios stand on a page.
const PER_PAGE: i64 = 20;

/// The scenarios of an agreement: `?avtal=` another than the newest, `?efter=` those that come after one.
#[get("/scenarier")]
pub(super) async fn list_scenarios(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = State::read(request.query_string());
    let after = form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "efter");
    let after = after.and_then(|(_, id)| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    let words = visitor.words;
    let title = t!(words, "scenarios-title");
    let page = |actions, content| {
        visitor.page_of_data(&Page { title: &title, place: Some(Place::Scenarios), actions, content })
    };
    let Some(agreement) = chosen(&visitor, &state).await? else { return Ok(page(None, nothing_yet(words))) };
    let year = usual_year(&visitor, &agreement).await?;
    let others = visitor.app.agreements(None, 100).await?;
    let listing = visitor.app.list_scenarios(agreement, year, after, PER_PAGE).await?;
    Ok(page(Some(list::actions(words, &listing)), list::content(&visitor, &listing, &others)))
}

/// One scenario.
#[get("/scenarier/{scenario}")]
pub(super) async fn show_scenario(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    one::shown(&visitor, id.into_inner(), None).await
}

/// This year, or the first year of an agreement that has not begun.
async fn usual_year(visitor: &Visitor, agreement: &str) -> Result<i32, Problem> {
    let first = visitor.app.versions(agreement.to_owned(), 0, 1).await?.pop();
    let begins = first.map_or(2000, |version| version.valid_from.year());
    Ok(visitor.now().year().max(begins).clamp(2000, 2100))
}

/// The id of a scenario in an address.
fn id_of(text: &str) -> Result<String, Problem> {
    Uuid::try_parse(text).map(|id| id.to_string()).map_err(|_| {
        Problem::not_found(say!(
            "Det finns inget sådant scenario. Alla scenarier står på /scenarier.",
            "There is no such scenario. All scenarios are listed at /scenarier."
        ))
    })
}

/// Where a scenario stands, as a mark.
fn status(words: Words, scenario: &Scenario) -> Markup {
    let (class, name) = match scenario.status() {
        Status::Draft => ("mark", t!(words, "scenarios-draft")),
        Status::Shared => ("mark mark-shared", t!(words, "scenarios-shared")),
        Status::Locked => ("mark mark-locked", t!(words, "scenarios-locked")),
    };
    html! { span class=(class) { (name) } }
}

/// Who made a scenario, and when it was last changed.
fn made(words: Words, scenario: &Scenario) -> String {
    let date = words.format().date(in_sweden(scenario.changed_at).date());
    match &scenario.author {
        Some(author) => t!(words, "scenarios-made-by", date = date, author = author.as_str()),
        None => t!(words, "scenarios-made", date = date),
    }
}

/// How a scenario differs from its agreement, in at most `most` pieces.
fn differs(words: Words, found: &[Text], most: usize) -> String {
    let told = |some: &[Text]| some.iter().map(|one| one.get(words.lang())).collect::<Vec<_>>().join(" · ");
    match found.len() {
        0 => t!(words, "scenarios-same"),
        count if count <= most => told(found),
        count => format!("{} · {}", told(&found[..most - 1]), t!(words, "compare-more", count = count - most + 1)),
    }
}

fn nothing_yet(words: Words) -> Markup {
    html! {
        p.finding { (t!(words, "compare-nothing")) }
        p { a.btn.btn-p href="/" { (t!(words, "compare-nothing-go")) } }
    }
}
