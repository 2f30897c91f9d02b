//! Successful answers: compact JSON, with an entity tag and a location where they have one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LANGUAGE, ETAG, HeaderValue, LOCATION, VARY};
use samfin_core::Lang;
use serde::Serialize;

/// 200 with `body`.
pub(super) fn json(body: &impl Serialize) -> HttpResponse {
    written(StatusCode::OK, serde_json::to_vec(body))
}

/// 200 with `body`, whose sentences are in `lang`.
pub(super) fn json_in(lang: Lang, body: &impl Serialize) -> HttpResponse {
    in_language(lang, json(body))
}

/// 200 with a body that is already JSON, whose sentences are in `lang`.
pub(super) fn written_in(lang: Lang, body: Result<Vec<u8>, serde_json::Error>) -> HttpResponse {
    in_language(lang, written(StatusCode::OK, body))
}

/// 200 with a body that is already JSON and has no sentences.
pub(super) fn written_json(body: Result<Vec<u8>, serde_json::Error>) -> HttpResponse {
    written(StatusCode::OK, body)
}

/// 200 with `body`, which can be edited and is now at `etag`.
pub(super) fn tagged(etag: &str, body: &impl Serialize) -> HttpResponse {
    with_tag(etag, json(body))
}

/// 201 with `body`, found at `location` from now on.
pub(super) fn created(location: &str, etag: &str, body: &impl Serialize) -> HttpResponse {
    let mut response = with_tag(etag, written(StatusCode::CREATED, serde_json::to_vec(body)));
    if let Ok(value) = HeaderValue::from_str(location) {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

/// 200 with JSON that is stored, as it is stored.
pub(super) fn stored(body: String) -> HttpResponse {
    written(StatusCode::OK, Ok(body.into_bytes()))
}

/// 204: done, and nothing to show.
pub(super) fn nothing() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

fn written(status: StatusCode, body: Result<Vec<u8>, serde_json::Error>) -> HttpResponse {
    match body {
        Ok(body) => HttpResponse::build(status).content_type("application/json").body(body),
        Err(error) => HttpResponse::from_error(super::problem::Problem::internal(error.to_string())),
    }
}

fn with_tag(etag: &str, mut response: HttpResponse) -> HttpResponse {
    if let Ok(value) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(ETAG, value);
    }
    response
}

fn in_language(lang: Lang, mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    response
}
