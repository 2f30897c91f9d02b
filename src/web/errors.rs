//! An error as a page, for people: what happened, and what to do now.
//!
//! Programs get the problem document. What decides is the address and `Accept`: everything under `/api/`, `/health`
//! and `/metrics` is for programs, and elsewhere whoever names `text/html` gets the page.

use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use super::language::{FROM_FIELD, escaped, own_address};
use super::layout::Page;
use super::visitor::Visitor;
use super::words::{Words, t};
use crate::http::problem::{Problem, Service};
use crate::http::reader::prefers_html;

/// The page for `problem`, when whoever sent `request` wants one.
pub(super) fn error_page(request: &HttpRequest, problem: &Problem, id: &str) -> Option<HttpResponse> {
    let path = request.path();
    let is_for_programs = ["/api", "/health", "/metrics"]
        .iter()
        .any(|start| path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if is_for_programs || !prefers_html(request.headers()) {
        return None;
    }
    let visitor = Visitor::of(request)?;
    if problem.kind() == Service::Unauthorized.into() && *request.method() == Method::GET {
        let to = format!("/logga-in?till={}", escaped(&visitor.address));
        return Some(
            HttpResponse::SeeOther().insert_header((LOCATION, to)).insert_header((CACHE_CONTROL, "no-store")).finish(),
        );
    }
    let words = visitor.words;
    let status = problem.kind().status();
    let is_nowhere = status == StatusCode::NOT_FOUND && request.match_pattern().is_none();
    // What is wrong after the question mark of a page's address, by name.
    let query: Vec<_> =
        problem.places().filter_map(|(pointer, detail)| Some((pointer.strip_prefix("/query/")?, detail))).collect();
    let title = if query.is_empty() { title(words, problem, status) } else { t!(words, "error-query") };
    let content = html! {
        p.finding {
            @if is_nowhere {
                (t!(words, "error-nowhere", path = path))
            } @else if status == StatusCode::METHOD_NOT_ALLOWED {
                (t!(words, "error-method-what"))
            } @else if query.is_empty() {
                (problem.detail().get(words.lang()))
            } @else {
                (t!(words, "error-query-what"))
            }
        }
        @if !query.is_empty() {
            ul.list { @for (name, detail) in &query { li { code { (name) } ": " (detail.get(words.lang())) } } }
        }
        div.read {
            h2 { (t!(words, "error-what-to-do")) }
            (advice(words, problem, status, from(request).as_deref()))
            p.note {
                (t!(words, "error-code", status = status.as_str())) " "
                a href=(format!("/problems/{}", problem.kind().code())) { code { (problem.kind().code()) } }
                @if status.is_server_error() { br; (t!(words, "error-id")) " " code { (id) } }
            }
        }
    };
    let mut response = visitor.page_with(status, &Page { title: &title, place: None, actions: None, content });
    for (name, value) in problem.headers() {
        response.headers_mut().insert(name.clone(), value.clone());
    }
    Some(response)
}

fn title(words: Words, problem: &Problem, status: StatusCode) -> String {
    match status {
        StatusCode::NOT_FOUND => t!(words, "error-not-found"),
        StatusCode::METHOD_NOT_ALLOWED => t!(words, "error-method"),
        StatusCode::SERVICE_UNAVAILABLE => t!(words, "error-unavailable"),
        status if status.is_server_error() => t!(words, "error-ours"),
        _ => problem.kind().title().get(words.lang()).to_owned(),
    }
}

/// The page that a form says that it stands on.
fn from(request: &HttpRequest) -> Option<String> {
    let mut fields = form_urlencoded::parse(request.query_string().as_bytes());
    let (_, from) = fields.find(|(name, _)| name == FROM_FIELD)?;
    let own = own_address(&from);
    (own == from).then(|| own.to_owned())
}

fn advice(words: Words, problem: &Problem, status: StatusCode, from: Option<&str>) -> Markup {
    html! {
        ul.list {
            @if status == StatusCode::NOT_FOUND {
                li { (t!(words, "error-not-found-check")) }
            } @else if status == StatusCode::METHOD_NOT_ALLOWED {
                li { (t!(words, "error-method-open")) }
            } @else if status.is_server_error() {
                li { (t!(words, "error-again")) }
                li { (t!(words, "error-report")) }
            } @else if problem.kind() == Service::InvalidState.into() {
                // What is said to programs names a list in their answer.
                li { (t!(words, "error-state")) }
            } @else {
                li { (problem.kind().advice().get(words.lang())) }
            }
            @if let Some(from) = from { li { a href=(from) { (t!(words, "error-back")) } } }
            li { a href="/" { (t!(words, "error-go")) } }
            li { a href="/hjalp" { (t!(words, "error-read")) } }
        }
    }
}
