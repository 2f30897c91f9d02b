//! `/ar`: the years of an agreement, and the next one to plan.

use actix_web::{HttpRequest, HttpResponse, get};
use chrono::Datelike as _;
use maud::{Markup, html};

use super::{address, agreement_of};
use crate::app::periods::{Period, Status};
use crate::clock::in_sweden;
use crate::http::problem::Problem;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The most years that an agreement is shown with.
const MOST: i64 = 101;

/// The years.
#[get("/ar")]
pub(in crate::web) async fn list_years(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let agreement = agreement_of(&visitor, &request).await?;
    let all = visitor.app.agreements(None, 100).await?;
    let content = match &agreement {
        None => html! { p.finding { (t!(words, "compare-nothing")) } },
        Some(id) => {
            let years = visitor.app.periods(id.clone(), 0, MOST).await?;
            let next = years.last().map_or_else(|| i64::from(visitor.now().year()), |(period, _)| period.year + 1);
            html! {
                @if all.len() > 1 {
                    form.choose method="get" action="/ar" {
                        label for="avtal" { (t!(words, "scenarios-agreement")) }
                        select #avtal name="avtal" {
                            @for one in &all { option value=(one.id) selected[one.id == *id] { (one.name) } }
                        }
                        button.btn type="submit" { (t!(words, "scenarios-choose")) }
                    }
                }
                @if years.is_empty() { p.finding { (t!(words, "years-none")) } }
                ul.years {
                    @for (period, _) in years.iter().rev() { (line(words, id, period)) }
                }
                @if let Ok(next) = i32::try_from(next) && next <= 2100 {
                    p { a.btn href=(address(id, next, "")) { (t!(words, "years-next", year = next)) } }
                }
            }
        }
    };
    let title = t!(words, "years-title");
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Years), actions: None, content }))
}

fn line(words: Words, agreement: &str, period: &Period) -> Markup {
    let year = i32::try_from(period.year).unwrap_or_default();
    let day = words.format().date(in_sweden(period.changed_at).date());
    html! {
        li.card {
            h2 { a href=(address(agreement, year, "")) { (year) } " " (mark(words, period.status)) }
            p.u { (t!(words, "years-changed", day = day)) @if let Some(decision) = &period.decision_reference { " · " (decision) } }
        }
    }
}

/// Where a year stands, as a mark.
pub(super) fn mark(words: Words, status: Status) -> Markup {
    let (class, name) = match status {
        Status::Planned => ("mark", t!(words, "year-planned")),
        Status::Adopted => ("mark mark-shared", t!(words, "year-adopted")),
        Status::Settled => ("mark mark-shared", t!(words, "year-settled")),
        Status::Closed => ("mark mark-locked", t!(words, "year-closed")),
    };
    html! { span class=(class) { (name) } }
}
