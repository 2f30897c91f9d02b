//! Every error answer: RFC 9457 problem documents, from one table of codes.
//!
//! ```json
//! { "type": "/problems/missing-statistic", "title": "Missing statistic", "status": 422,
//!   "detail": "…what, where and what to do…", "instance": "/api/v1/calculations",
//!   "errors": [ { "code": "missing-statistic", "detail": "…", "pointer": "/statistics/population" } ] }
//! ```
//!
//! Handlers return a [`Problem`]; the edge ([`super::edge`]) writes it in the reader's language.

mod advice;
mod billing;
mod from_app;
mod page;
mod render;
mod table;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use samfin_core::{Issue, Text, say};

pub use page::errors_page;
pub use render::{ProblemDetails, ProblemEntry};
pub use table::{Kind, Service};

/// Why a request was not carried out.
#[derive(Debug, Clone)]
pub struct Problem(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: Kind,
    detail: Text,
    errors: Vec<Entry>,
    legal: Vec<&'static str>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Written to the log, never to the answer.
    cause: Option<String>,
}

/// One error inside a problem, pointing into the request.
#[derive(Debug, Clone)]
struct Entry {
    pointer: String,
    kind: Kind,
    detail: Text,
}

impl Problem {
    /// A problem of `kind`; `detail` says what happened here and what to do.
    pub fn new(kind: impl Into<Kind>, detail: Text) -> Self {
        let (kind, cause) = (kind.into(), None);
        Self(Box::new(Inner { kind, detail, errors: Vec::new(), legal: Vec::new(), headers: Vec::new(), cause }))
    }

    /// A problem with one place in the request.
    pub fn at(pointer: impl Into<String>, kind: impl Into<Kind>, detail: Text) -> Self {
        let kind = kind.into();
        let mut problem = Self::new(kind, detail.clone());
        problem.0.errors.push(Entry { pointer: pointer.into(), kind, detail });
        problem
    }

    /// The content is wrong in every place that `issues` name; the first one names the problem.
    #[must_use]
    pub fn invalid(issues: &[Issue]) -> Self {
        let Some(first) = issues.first() else {
            return Self::internal("an input was refused without an issue");
        };
        let detail = match issues.len() {
            1 => first.detail.clone(),
            count => Text::new(
                format!("{count} fel. Det första: {}", first.detail.sv),
                format!("{count} errors. The first: {}", first.detail.en),
            ),
        };
        Self::new(first.code, detail).with_issues(issues)
    }

    /// Our own fault; `cause` goes to the log and the caller gets an id to refer to.
    pub fn internal(cause: impl Into<String>) -> Self {
        let detail = say!(
            "Felet är antecknat. Uppge request_id om det består.",
            "The failure has been recorded. Give request_id if it keeps happening."
        );
        let mut problem = Self::new(Service::InternalError, detail);
        problem.0.cause = Some(cause.into());
        problem
    }

    /// The address leads nowhere.
    #[must_use]
    pub fn not_found(detail: Text) -> Self {
        Self::new(Service::NotFound, detail)
    }

    /// Not now; try again in `seconds`.
    #[must_use]
    pub fn unavailable(detail: Text, seconds: u32) -> Self {
        Self::new(Service::ServiceUnavailable, detail).with_header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// The methods that the address does have.
    #[must_use]
    pub fn allowing(self, methods: &str) -> Self {
        match HeaderValue::from_str(methods) {
            Ok(value) => self.with_header(ALLOW, value),
            Err(_) => self,
        }
    }

    /// How the caller can say who it is.
    pub(super) fn challenging(self) -> Self {
        self.with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"samfin\""))
    }

    fn with_issues(mut self, issues: &[Issue]) -> Self {
        self.0.errors = issues
            .iter()
            .map(|issue| Entry {
                pointer: issue.pointer.clone(),
                kind: issue.code.into(),
                detail: issue.detail.clone(),
            })
            .collect();
        self
    }

    fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// What kind of problem it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// What happened here, and what to do.
    #[must_use]
    pub fn detail(&self) -> &Text {
        &self.0.detail
    }

    /// Every error with its place in the request.
    pub fn places(&self) -> impl Iterator<Item = (&str, &Text)> {
        self.0.errors.iter().map(|entry| (entry.pointer.as_str(), &entry.detail))
    }

    /// As [`Problem::places`], with what kind each one is.
    pub(crate) fn faults(&self) -> impl Iterator<Item = (&str, Kind, &Text)> {
        self.0.errors.iter().map(|entry| (entry.pointer.as_str(), entry.kind, &entry.detail))
    }

    /// What the answer says beside its body, such as `Allow` and `Retry-After`.
    #[must_use]
    pub fn headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.0.headers
    }

    /// What to write in the log about it, when it is our fault.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }
}

impl From<samfin_core::Error> for Problem {
    fn from(error: samfin_core::Error) -> Self {
        match error {
            samfin_core::Error::Malformed(detail) => Self::new(Service::MalformedJson, detail),
            samfin_core::Error::Invalid(issues) => Self::invalid(&issues),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.kind.code(), self.0.detail)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.kind.status()
    }

    /// Only a placeholder: the edge knows the reader's language and writes the document.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
