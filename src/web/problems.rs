//! The pages under `/problems/`: what each code in an error answer means and what to do.

use actix_web::{HttpResponse, get, web};
use maud::html;
use samfin_core::say;

use super::layout::Page;
use super::visitor::Visitor;
use super::words::{Words, t};
use crate::http::problem::{Kind, Problem};

/// The list of problems.
#[get("/problems")]
pub(super) async fn index(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let content = html! {
        p.finding { (t!(words, "problems-intro")) }
        dl.entries.card {
            @for kind in Kind::all() {
                div id=(kind.code()) {
                    dt { a href=(format!("/problems/{}", kind.code())) { (kind.title().get(words.lang())) } }
                    dd.code { code { (kind.code()) } " · " (seen(words, kind)) }
                    dd { (kind.advice().get(words.lang())) }
                }
            }
        }
    };
    let title = t!(words, "problems-title");
    Ok(visitor.page(&Page { title: &title, place: None, actions: None, content }))
}

/// One kind of problem.
#[get("/problems/{code}")]
pub(super) async fn one(visitor: Visitor, code: web::Path<String>) -> Result<HttpResponse, Problem> {
    let kind = Kind::find(&code).ok_or_else(|| {
        Problem::not_found(say!(
            "Det finns ingen sådan kod. Alla koder står på /problems.",
            "There is no such code. All codes are listed at /problems."
        ))
    })?;
    let words = visitor.words;
    let title = kind.title();
    let content = html! {
        p { code { (kind.code()) } " · " (seen(words, kind)) }
        div.read {
            h2 { (t!(words, "problems-what-to-do")) }
            p { (kind.advice().get(words.lang())) }
            p { a href="/problems" { (t!(words, "problems-all")) } }
        }
    };
    Ok(visitor.page(&Page { title: title.get(words.lang()), place: None, actions: None, content }))
}

/// The status, or that it is a warning beside a result.
fn seen(words: Words, kind: Kind) -> String {
    if kind.is_warning() {
        t!(words, "problems-warning")
    } else {
        t!(words, "problems-status", status = kind.status().as_str())
    }
}
