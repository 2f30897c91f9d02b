//! `/jamfor`: scenarios side by side, live while levers are dragged.
//!
//! The address is the state ([`state`]): every view can be copied, reloaded and printed, and the page works without
//! script. A program that asks for JSON gets the parts that change, as HTML.
//!
//! ```text
//! /jamfor?avtal=<id>&s=avtal&s=<id>;meetings=6&s=avtal;bort=bracke.ragunda;regel=all-share&aktiv=2&visa=inv
//! ```

mod assumptions;
mod finding;
mod flow;
mod lasting;
pub(super) mod matrix;
mod panel;
mod save;
mod shared;
pub(super) mod state;
mod table;
mod tornado;
mod view;
mod xlsx;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, get};
use maud::{Markup, html};
use samfin_core::say;
use serde::Serialize;

use super::layout::{Page, Place};
use super::people::share_form;
use super::visitor::Visitor;
use super::words::{Words, t};
use crate::app::Error;
use crate::app::dialogue::{Asked, Dialogue, MAX_COLUMNS};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::http::reader::prefers_html;

pub(super) use save::save_scenario;
pub(super) use shared::show_shared;
use state::{State, Unit};
use view::View;
pub(super) use xlsx::compare_xlsx;

/// How many years are looked at when the address does not say.
const USUAL_YEARS: i32 = 4;
/// The most years that a page shows.
const MOST_YEARS: i32 = 10;

/// Scenarios side by side.
#[get("/jamfor")]
pub(super) async fn compare(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request).ok_or_else(|| Problem::internal("a page without the program"))?;
    let state = State::read(request.query_string());
    let words = visitor.words;
    let Some(agreement) = chosen(&visitor, &state).await? else { return Ok(nothing_yet(&visitor)) };
    let asked = asked(&visitor, &state, agreement).await?;
    let may = |right| visitor.app.scope().may(right, On::Agreement(&asked.agreement));
    let saves = may(Right::WriteOwnScenarios);
    if prefers_html(request.headers()) {
        let save = saves.then(|| visitor.form_token());
        let share = may(Right::ShareLinks).then(|| visitor.form_token());
        let page = move |dialogue: &Dialogue| whole(words, &state, dialogue, [save.as_ref(), share.as_ref()]);
        let [actions, content] = visitor.app.explore(asked, page).await?;
        let title = t!(words, "compare-title");
        let page = Page { title: &title, place: Some(Place::Scenarios), actions: Some(actions), content };
        return Ok(visitor.page_of_data(&page));
    }
    let parts = visitor.app.explore(asked, move |dialogue| parts(words, &state, dialogue, saves)).await?;
    let mut response = HttpResponse::Ok().json(parts);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The agreement that the address names, or the only one, or the newest.
pub(super) async fn chosen(visitor: &Visitor, state: &State) -> Result<Option<String>, Error> {
    if let Some(id) = &state.agreement {
        return Ok(Some(id.clone()));
    }
    Ok(visitor.app.agreements(None, 1).await?.pop().map(|agreement| agreement.id))
}

async fn asked(visitor: &Visitor, state: &State, agreement: String) -> Result<Asked, Error> {
    let first = match state.from {
        Some(first) => first,
        None => visitor.app.first_year(&agreement).await?.clamp(2000, 2100),
    };
    let last = state.until.unwrap_or(first + USUAL_YEARS - 1).clamp(first, (first + MOST_YEARS - 1).min(2100));
    let year = usize::try_from(state.year.unwrap_or(first).clamp(first, last) - first).unwrap_or(0);
    Ok(Asked {
        agreement,
        years: (first..=last).collect(),
        year,
        columns: state.columns.clone(),
        baseline: state.baseline,
        active: state.active,
    })
}

/// The parts of the page that change, as HTML.
#[derive(Serialize)]
struct Parts {
    query: String,
    val: String,
    dolda: String,
    panel: String,
    resultat: String,
    besked: String,
}

fn parts(words: Words, asked: &State, dialogue: &Dialogue, saves: bool) -> Parts {
    let view = View::of(words, dialogue, asked.unit);
    let state = asked.settled(dialogue);
    let said = finding::finding(&view, dialogue.active);
    Parts {
        query: state.query(),
        val: choices(&view, &state).into_string(),
        dolda: hidden(&state).into_string(),
        panel: panel::panel(&view, &state, saves).into_string(),
        resultat: results(&view, &state, false).into_string(),
        besked: t!(words, "compare-said", letter = view::letter(dialogue.active), what = said),
    }
}

/// The whole page: what can be done with it, and what it holds.
fn whole(words: Words, asked: &State, dialogue: &Dialogue, [save, share]: [Option<&Markup>; 2]) -> [Markup; 2] {
    let view = View::of(words, dialogue, asked.unit);
    let state = asked.settled(dialogue);
    let query = state.query();
    let content = html! {
        (hatch())
        p.crumb {
            (t!(words, "compare-of", agreement = view.agreement_name(), version = dialogue.version)) " · "
            a href=(format!("/scenarier?avtal={}", dialogue.id)) { (t!(words, "compare-to-scenarios")) }
        }
        form #jamfor method="get" action="/jamfor" {
            div #dolda { (hidden(&state)) }
            div.layout {
                details.panel #panel-d open {
                    summary { (t!(words, "compare-panel")) }
                    div #panel role="group" aria-label=(t!(words, "compare-adjust")) { (panel::panel(&view, &state, save.is_some())) }
                }
                section #resultat aria-label=(t!(words, "compare-results")) { (results(&view, &state, false)) }
            }
            p.sr #besked role="status" {}
        }
        @if let Some(token) = save { (save::form(words, &state, token)) }
        @if let Some(token) = share { (share_form(words, &query, token)) }
        p.only-print { (view.agreement_name()) " · " (t!(words, "compare-printed", address = format!("/jamfor?{query}"))) }
    };
    let actions = html! {
        div.choices #val { (choices(&view, &state)) }
        div.does { (actions(words, &query)) }
    };
    [actions, content]
}

/// The pattern of what is covered for others, which figures refer to.
fn hatch() -> Markup {
    html! {
        svg.defs width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                pattern #hatch width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect.hatch-i width="2" height="5" {}
                }
            }
        }
    }
}

/// What can be done with the whole page; the buttons work by script and are hidden without it.
fn actions(words: Words, query: &str) -> Markup {
    html! {
        button.btn.btn-p.js-only #presentera type="button" aria-pressed="false" { (t!(words, "compare-present")) }
        button.btn.js-only #skrivut type="button" { (t!(words, "compare-print")) }
        a.btn #excel href=(format!("/jamfor.xlsx?{query}")) download { (t!(words, "compare-excel")) }
        button.btn.js-only #lank type="button" data-copied=(t!(words, "compare-copied")) { (t!(words, "compare-copy")) }
    }
}

/// Which scenario, which measure, which year: beside the heading, and fields of the form all the same.
fn choices(view: &View<'_>, state: &State) -> Markup {
    let words = view.words;
    let years = &view.dialogue.comparison.years;
    html! {
            div.segf role="radiogroup" aria-labelledby="valj-l" {
                span.segf-l #valj-l { (t!(words, "compare-scenario")) span.sr { " " (t!(words, "compare-scenario-what")) } }
                div.seg {
                    @for (i, name) in (0..view.count()).map(|column| view.name(column)).enumerate() {
                        label {
                            input #(format!("aktiv-{i}")) form="jamfor" type="radio" name="aktiv" value=(i) checked[i == state.active];
                            span { (view::letter(i)) span.sr { ": " (name) } }
                        }
                    }
                }
                @if view.dialogue.names.len() < MAX_COLUMNS {
                    button.btn.btn-i #gor-kopiera form="jamfor" type="submit" name="gor" value="kopiera" aria-label=(t!(words, "compare-add")) { "+" }
                }
            }
            div.segf role="radiogroup" aria-labelledby="visa-l" {
                span.segf-l #visa-l { (t!(words, "compare-show")) span.sr { " " (t!(words, "compare-show-what")) } }
                div.seg {
                    @for unit in Unit::ALL {
                        label {
                            input #(format!("visa-{}", unit.word())) form="jamfor" type="radio" name="visa" value=(unit.word()) checked[*unit == state.unit];
                            span { (words.get(unit.name())) }
                        }
                    }
                }
            }
            @if years.len() > 1 {
                label.segf for="ar" {
                    span.sr { (t!(words, "compare-year")) }
                    select.year #ar form="jamfor" name="ar" {
                        @for (i, year) in years.iter().enumerate() {
                            option value=(year) selected[i == view.dialogue.year] { (year) }
                        }
                    }
                }
            }
            button.btn.nojs form="jamfor" type="submit" { (t!(words, "compare-update")) }
    }
}

/// The state that no field of the form shows.
fn hidden(state: &State) -> Markup {
    html! {
        @for (name, value) in state.hidden() { input type="hidden" name=(name) value=(value); }
    }
}

/// What comes of it. Where it is shared to be read, nothing is said of pages that need signing in.
fn results(view: &View<'_>, state: &State, is_shared: bool) -> Markup {
    let (words, active) = (view.words, view.dialogue.active);
    html! {
        @for gone in &view.dialogue.gone { p.notice { (t!(words, "compare-gone", what = gone.as_str())) } }
        p.finding { span.badge.badge-l { (view::letter(active)) } span { (finding::finding(view, active)) @if !is_shared { " " a.how href=(view.explained(active, None)) { (t!(words, "explain-title")) } } } }
        (table::table(view, state))
        (lasting::lasting(view))
        @if !is_shared { p.more { a href=(rules_for(state)) { (t!(words, "compare-to-rules", letter = view::letter(active))) } } }
        h2.h-sec { (t!(words, "compare-closely", letter = view::letter(active))) }
        div.cards {
            (matrix::matrix(view))
            (flow::flow(view))
            (tornado::tornado(view))
            (assumptions::assumptions(view))
        }
    }
}

/// The page where every rule stands beside every other, for the column that is looked at closely.
fn rules_for(state: &State) -> String {
    let column = State {
        agreement: state.agreement.clone(),
        columns: state.columns.get(state.active).cloned().into_iter().collect(),
        year: state.year,
        ..State::default()
    };
    format!("/scenarier/bortfall?{}", column.query())
}

/// An address that is about nothing.
pub(super) fn no_agreement() -> Problem {
    Problem::not_found(say!(
        "Det finns inget avtal att jämföra än. Lägg in ett först.",
        "There is no agreement to compare yet. Add one first."
    ))
}

/// The page before there is anything to compare.
fn nothing_yet(visitor: &Visitor) -> HttpResponse {
    let words = visitor.words;
    let title = t!(words, "compare-title");
    let content = html! {
        p.finding { (t!(words, "compare-nothing")) }
        p { a.btn.btn-p href="/" { (t!(words, "compare-nothing-go")) } }
    };
    visitor.page_of_data(&Page { title: &title, place: Some(Place::Scenarios), actions: None, content })
}
