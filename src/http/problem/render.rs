//! A problem as the document and the headers that the caller gets.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_LANGUAGE, HeaderValue, VARY};
use samfin_core::Lang;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Kind, Problem};

/// What went wrong, as an RFC 9457 problem document.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDetails<'a> {
    /// The kind of problem: `/problems/` and a code that never changes; a page that can be read.
    #[serde(rename = "type")]
    #[schema(value_type = String, pattern = "^/problems/[a-z-]+$", examples("/problems/missing-statistic"))]
    problem_type: String,
    /// The kind of problem in words.
    title: &'a str,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened here, and what to do.
    detail: &'a str,
    /// The address that was called.
    instance: &'a str,
    /// Every independent error in the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<ProblemEntry<'a>>,
    /// The steps that are possible, when the one asked for is not.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(required = false, value_type = Vec<String>)]
    legal: &'a [&'static str],
    /// What to refer to when the fault is ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    request_id: Option<&'a str>,
}

/// One error and its place in the request.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemEntry<'a> {
    /// The kind of error; codes never change and each has a page under `/problems/`.
    code: &'static str,
    /// What is wrong and what to do about it.
    detail: &'a str,
    /// Where, as a JSON Pointer into the body, or `/query/…` or `/path/…`, or `/rows/…` of an imported file.
    pointer: &'a str,
}

impl Problem {
    /// The problem as an answer to a reader of `lang` who called `instance`.
    #[must_use]
    pub fn render(&self, lang: Lang, instance: &str, request_id: &str) -> HttpResponse {
        let mut response = HttpResponse::build(self.0.kind.status());
        response
            .content_type("application/problem+json")
            .insert_header((CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())))
            .insert_header((VARY, HeaderValue::from_static("Accept-Language")));
        for (name, value) in &self.0.headers {
            response.insert_header((name.clone(), value.clone()));
        }
        response.body(self.document(lang, instance, request_id))
    }

    /// The problem as a JSON document.
    #[must_use]
    pub fn document(&self, lang: Lang, instance: &str, request_id: &str) -> Vec<u8> {
        let Problem(inner) = self;
        let (status, title) = (inner.kind.status(), inner.kind.title());
        let errors = inner.errors.iter().map(|entry| ProblemEntry {
            code: entry.kind.code(),
            detail: entry.detail.get(lang),
            pointer: &entry.pointer,
        });
        let details = ProblemDetails {
            problem_type: address(inner.kind),
            title: title.get(lang),
            status: status.as_u16(),
            detail: inner.detail.get(lang),
            instance,
            errors: errors.collect(),
            legal: &inner.legal,
            request_id: status.is_server_error().then_some(request_id),
        };
        // Strings and numbers can always be written as JSON.
        serde_json::to_vec(&details).unwrap_or_default()
    }
}

/// The `type` of a problem of `kind`: a page that exists.
fn address(kind: Kind) -> String {
    format!("/problems/{}", kind.code())
}
