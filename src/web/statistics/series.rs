//! `/statistik/{series}`: what is known of a series, everything that has been said of one place and day, and the files it came in.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate};
use maud::{Markup, html};
use samfin_core::say;

use super::{address, name, place, series_of, steps};
use crate::app::scope::{On, Right};
use crate::app::statistics::{Import, Observation, Wanted};
use crate::clock::in_sweden;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::form::Refused;
use crate::web::language::escaped;
use crate::web::layout::{Page, Place};
use crate::web::money::scrolled;
use crate::web::parts::source;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many values stand on a page.
const PER_PAGE: usize = 100;
/// How many of the files are shown, the latest.
const IMPORTS: i64 = 20;

/// What is asked of a series.
#[derive(Debug, Default)]
pub(super) struct Asked {
    place: Option<String>,
    date: Option<NaiveDate>,
    /// The place and day after which the page begins.
    after: Option<(String, NaiveDate)>,
}

/// A series.
#[get("/statistik/{series}")]
pub(in crate::web) async fn show_series(
    visitor: Visitor,
    request: HttpRequest,
    series: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["plats", "dag", "efter"]);
    let filled = |query: &Query, name: &str| query.raw(name).filter(|text| !text.trim().is_empty());
    let place = filled(&query, "plats").and_then(|_| query.text("plats")).map(|text| text.trim().to_owned());
    let date = filled(&query, "dag").and_then(|_| query.date("dag"));
    let after = query.raw("efter").and_then(|text| {
        let (place, day) = text.rsplit_once(' ')?;
        Some((place.to_owned(), day.parse().ok()?))
    });
    query.finish()?;
    shown(&visitor, series_of(&series)?, &Asked { place, date, after }, None).await
}

/// The page, with a form that was refused.
pub(super) async fn shown(
    visitor: &Visitor,
    series: String,
    asked: &Asked,
    refused: Option<&Refused>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let wanted = Wanted { place: asked.place.as_deref().map(code_of), date: asked.date, known_at: None };
    let mut known = visitor.app.observations(series.clone(), wanted).await?;
    let imports = visitor.app.newest_imports(series.clone(), IMPORTS).await?;
    if known.is_empty() && imports.is_empty() && asked.place.is_none() && asked.date.is_none() && refused.is_none() {
        return Err(Problem::not_found(say!(
            "Det finns ingen sådan serie. Alla serier står på /statistik.",
            "There is no such series. All series are listed at /statistik."
        )));
    }
    let history = match (&asked.place, asked.date) {
        (Some(place), Some(date)) => visitor.app.observation_history(series.clone(), code_of(place), date).await?,
        _ => Vec::new(),
    };
    let count = known.len();
    if let Some((place, day)) = &asked.after {
        known.retain(|one| (one.for_code.as_str(), one.date) > (place.as_str(), *day));
    }
    let next = known.get(PER_PAGE - 1).filter(|_| known.len() > PER_PAGE).map(|last| {
        let key = format!("{} {}", last.for_code, last.date);
        format!("{}?efter={}{}", address(&series), escaped(&key), filter_of(asked))
    });
    known.truncate(PER_PAGE);
    let title = name(words, &series);
    let content = html! {
        p.crumb { a href="/underlag" { (t!(words, "basis-title")) } " / " a href="/statistik" { (t!(words, "statistics-title")) } }
        p.finding { (t!(words, "statistics-known", count = count)) }
        @if visitor.app.scope().may(Right::Write, On::Service) { (steps::adding(visitor, &series, asked, refused)) }
        @if !history.is_empty() { (told(words, &history, &imports)) }
        (filter(words, &series, asked))
        @if !known.is_empty() { (scrolled(&title, &table(words, &series, &known))) }
        @if let Some(next) = next { p.more { a.btn href=(next) { (t!(words, "people-more")) } } }
        @if !imports.is_empty() { (files(words, &imports)) }
    };
    let writes = visitor.app.scope().may(Right::Write, On::Service);
    let actions = writes.then(|| html! { a.btn href="/underlag/importera" { (t!(words, "import-go")) } });
    let page = Page { title: &title, place: Some(Place::Basis), actions, content };
    let mut response = visitor.page_of_data(&page);
    if let Some(refused) = refused {
        *response.status_mut() = refused.status;
    }
    Ok(response)
}

impl Asked {
    /// The place, as it was written.
    pub(super) fn place(&self) -> &str {
        self.place.as_deref().unwrap_or_default()
    }

    /// The day, as a form holds it.
    pub(super) fn day(&self) -> String {
        self.date.map(|date| date.to_string()).unwrap_or_default()
    }
}

/// `Åre (2321)`, as the pages write a place, means the code.
pub(super) fn code_of(text: &str) -> String {
    let inner = text.rsplit_once('(').and_then(|(_, rest)| rest.trim().strip_suffix(')'));
    let by_name = || crate::population::areas().find(|area| area.name.to_lowercase() == text.to_lowercase());
    match inner {
        Some(code) => code.trim().to_owned(),
        None => by_name().map_or_else(|| text.to_owned(), |area| area.code.clone()),
    }
}

fn filter_of(asked: &Asked) -> String {
    let place = asked.place.as_ref().map_or_else(String::new, |place| format!("&plats={}", escaped(place)));
    let day = asked.date.map_or_else(String::new, |day| format!("&dag={day}"));
    format!("{place}{day}")
}

fn filter(words: Words, series: &str, asked: &Asked) -> Markup {
    html! {
        form.filter method="get" action=(address(series)) {
            div.field {
                label for="plats" { (t!(words, "statistics-place")) }
                input #plats name="plats" type="text" maxlength="200" value=(asked.place()) aria-describedby="plats-hur";
                p.u #plats-hur { (t!(words, "statistics-place-how")) }
            }
            div.field {
                label for="dag" { (t!(words, "statistics-day")) }
                input #dag name="dag" type="date" min="2000-01-01" max="2100-12-31" value=(asked.day());
            }
            button.btn type="submit" { (t!(words, "statistics-show")) }
        }
    }
}

fn table(words: Words, series: &str, known: &[Observation]) -> Markup {
    let format = words.format();
    html! {
        table.money {
            caption.sr { (name(words, series)) }
            thead {
                tr {
                    th scope="col" { (t!(words, "statistics-place")) }
                    th scope="col" { (t!(words, "statistics-day")) }
                    th.n scope="col" { (t!(words, "statistics-value")) }
                    th scope="col" { (t!(words, "statistics-source")) }
                }
            }
            tbody {
                @for one in known {
                    tr {
                        th scope="row" { (place(&one.for_code)) }
                        td data-name=(t!(words, "statistics-day")) {
                            a href=(format!("{}?plats={}&dag={}", address(series), escaped(&one.for_code), one.date)) { (format.date(one.date)) }
                        }
                        td.n data-name=(t!(words, "statistics-value")) { (format.number(one.value, one.value.scale())) }
                        td data-name=(t!(words, "statistics-source")) { (source(words, one.source.as_deref())) }
                    }
                }
            }
        }
    }
}

/// Everything that has been said of a place on a day, the newest first: only that counts.
fn told(words: Words, history: &[Observation], imports: &[Import]) -> Markup {
    let format = words.format();
    let file = |id: &str| imports.iter().find(|import| import.id == id).map(|import| import.file_name.as_str());
    let recorded = |one: &Observation| {
        if one.recorded_at == DateTime::UNIX_EPOCH {
            t!(words, "statistics-built-in")
        } else {
            let at = in_sweden(one.recorded_at);
            t!(words, "statistics-recorded", day = format.date(at.date()), time = format.time(at.time()))
        }
    };
    html! {
        section.card aria-labelledby="rattelser" {
            h2 #rattelser { (t!(words, "statistics-history", place = place(&history[0].for_code), day = format.date(history[0].date))) }
            ol.list {
                @for (at, one) in history.iter().enumerate() {
                    li {
                        strong { (format.number(one.value, one.value.scale())) }
                        " " @if at == 0 { (t!(words, "statistics-counts")) } @else { (t!(words, "statistics-corrected")) }
                        span.below {
                            (recorded(one))
                            @if one.source.is_some() { " · " (source(words, one.source.as_deref())) }
                            @if let Some(published) = one.published_at { " · " (t!(words, "statistics-published-on", day = format.date(published))) }
                            @if let Some(name) = one.import_id.as_deref().and_then(file) { " · " (name) }
                        }
                    }
                }
            }
        }
    }
}

/// The files that values came in, the latest first.
fn files(words: Words, imports: &[Import]) -> Markup {
    let format = words.format();
    html! {
        section.card aria-labelledby="filer" {
            h2 #filer { (t!(words, "statistics-files")) }
            table.money {
                caption.sr { (t!(words, "statistics-files")) }
                thead {
                    tr {
                        th scope="col" { (t!(words, "import-file")) }
                        th scope="col" { (t!(words, "statistics-imported")) }
                        th.n scope="col" { (t!(words, "statistics-values")) }
                    }
                }
                tbody {
                    @for one in imports {
                        tr {
                            th scope="row" { (one.file_name) }
                            td {
                                (format.date(in_sweden(one.recorded_at).date()))
                                @if let Some(by) = &one.recorded_by { span.below { (by) } }
                            }
                            td.n data-name=(t!(words, "statistics-values")) { (one.row_count) }
                        }
                    }
                }
            }
        }
    }
}
