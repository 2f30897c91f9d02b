//! What every request passes on its way in and out: an id, the security headers, the problem
//! document or page in the reader's language, the figures and one line in the log.
//!
//! The log has the route's template and never a body, a name or a full address.

use std::time::Instant;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use samfin_core::say;

use super::front::Front;
use super::metrics::Metrics;
use super::problem::{Problem, Service};
use super::{auth, headers, reader};
use crate::app::App;

/// The header that carries the id of a request, in and out.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The header of an answer that was given before: nothing was done again.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The middleware around everything.
pub async fn edge(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let id = request_id(&request);
    let method = request.method().clone();
    // HEAD is carried out as GET; the connection, which knows what was asked, leaves the body out.
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    auth::identify(&mut request, &id).await;
    let mut response = next.call(request).await?;

    let status = response.status();
    if (status.is_client_error() || status.is_server_error()) && !is_page(&response) {
        response = with_problem(response, &id);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    if auth::request_of(response.request()).is_some_and(|request| request.is_replayed()) {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    let path_headers = headers::of(response.request().path());
    for (name, value) in path_headers {
        // What an answer says itself about being kept is better known there.
        if name != CACHE_CONTROL || !response.headers().contains_key(CACHE_CONTROL) {
            response.headers_mut().insert(name, value);
        }
    }
    record(&response, method.as_str(), &id, started);
    Ok(response)
}

/// Whether the answer is a page that says itself what is wrong, such as a form with the reasons beside its fields.
fn is_page(response: &ServiceResponse<BoxBody>) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    response.response().error().is_none() && kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// The id the caller sent, when it is harmless, otherwise a new one.
fn request_id(request: &ServiceRequest) -> String {
    let harmless = |id: &&str| {
        (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    let sent = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(harmless);
    sent.map_or_else(|| new_id(request), str::to_owned)
}

fn new_id(request: &ServiceRequest) -> String {
    request.app_data::<web::Data<App>>().map_or_else(String::new, |app| app.new_id())
}

/// The answer with its problem document. An error that is not ours becomes one.
fn with_problem(response: ServiceResponse<BoxBody>, id: &str) -> ServiceResponse<BoxBody> {
    let (request, response) = response.into_parts();
    let problem = match response.error().map(|error| (error.as_error::<Problem>(), error)) {
        Some((Some(problem), _)) => problem.clone(),
        Some((None, error)) => foreign(response.status(), &error.to_string()),
        None => foreign(response.status(), "an answer without a problem"),
    };
    if let Some(cause) = problem.cause() {
        tracing::error!(request_id = id, route = request.match_pattern().as_deref(), cause, "request failed");
    }
    let page = request.app_data::<Front>().and_then(|front| (front.error_page)(&request, &problem, id));
    let rendered = page.unwrap_or_else(|| {
        let lang = reader::language(request.headers());
        problem.render(lang, request.path(), id)
    });
    ServiceResponse::new(request, rendered)
}

/// A failure inside the web framework, in our words.
fn foreign(status: StatusCode, cause: &str) -> Problem {
    if status == StatusCode::NOT_FOUND {
        return Problem::not_found(say!("Det finns inget på den här adressen.", "There is nothing at this address."));
    }
    if status.is_client_error() {
        let detail = say!("Begäran gick inte att läsa.", "The request could not be read.");
        return Problem::new(Service::MalformedJson, detail);
    }
    Problem::internal(cause)
}

fn record(response: &ServiceResponse<BoxBody>, method: &str, id: &str, started: Instant) {
    let took = started.elapsed();
    let request = response.request();
    let status = response.status();
    let template = request.match_pattern();
    let template = template.as_deref().unwrap_or("(none)");
    if let Some(metrics) = request.app_data::<web::Data<Metrics>>() {
        metrics.answered(known_method(method), template, status.as_str(), took);
    }
    let milliseconds = took.as_secs_f64() * 1000.0;
    tracing::info!(request_id = id, method, route = template, status = status.as_u16(), milliseconds, "answered");
}

/// The method as a label; an invented one must not make a new series.
fn known_method(method: &str) -> &str {
    match method {
        "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS" | "TRACE" => method,
        _ => "other",
    }
}
