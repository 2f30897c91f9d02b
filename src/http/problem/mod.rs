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
mod page;
mod render;
mod table;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, ETAG, HeaderName, HeaderValue, LINK, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use samfin_core::{Issue, Text, say};

use crate::app;

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

impl From<app::Error> for Problem {
    fn from(error: app::Error) -> Self {
        match error {
            app::Error::Input(error) => error.into(),
            app::Error::NotFound(detail) => Self::not_found(detail),
            app::Error::InvalidState { detail, legal } => {
                let mut problem = Self::new(Service::InvalidState, detail);
                problem.0.legal = legal;
                problem
            }
            app::Error::NoAdoptedVersion(detail) => Self::new(Service::NoAdoptedVersion, detail),
            app::Error::VersionStart(detail) => Self::at("/document/valid_from", Service::VersionStart, detail),
            app::Error::ImportRejected(detail, issues) => {
                Self::new(Service::ImportRejected, detail).with_issues(&issues)
            }
            app::Error::Stale { detail, current } => {
                let problem = Self::new(Service::PreconditionFailed, detail);
                match current.and_then(|etag| HeaderValue::from_str(&etag).ok()) {
                    Some(etag) => problem.with_header(ETAG, etag),
                    None => problem,
                }
            }
            app::Error::PreviewStale { current, differences } => stale_preview(&current, &differences),
            app::Error::FourEyes => Self::new(
                Service::FourEyes,
                say!(
                    "Du har själv skrivit det här underlaget. Den som attesterar ska vara en annan.",
                    "You have written this document yourself. Whoever attests it must be somebody else."
                ),
            ),
            app::Error::DetailsMissing(missing) => details_missing(missing),
            app::Error::AttestationMissing(detail) => Self::new(Service::AttestationMissing, detail),
            app::Error::DuplicateInvoice { detail, first } => {
                let address = format!("</api/v1/invoices/{first}>; rel=\"duplicate\"");
                let problem = Self::new(Service::DuplicateInvoice, detail);
                match HeaderValue::from_str(&address) {
                    Ok(link) => problem.with_header(LINK, link),
                    Err(_) => problem,
                }
            }
            app::Error::Immutable(detail) => Self::new(Service::InvoiceImmutable, detail),
            app::Error::NoEInvoice(detail) => Self::new(Service::NoEInvoice, detail),
            app::Error::CreditExceeds { pointer, detail } => Self::at(pointer, Service::CreditExceeds, detail),
            app::Error::KeyMissing => Self::new(
                Service::KeyMissing,
                say!(
                    "Att utfärda tar ett nummer och görs en enda gång: skicka huvudet Idempotency-Key.",
                    "Issuing takes a number and is done once: send the header Idempotency-Key."
                ),
            ),
            app::Error::ConditionMissing(detail) => Self::new(Service::PreconditionRequired, detail),
            app::Error::Unauthenticated => super::auth::unauthorized(),
            app::Error::Forbidden => Self::new(
                Service::Forbidden,
                say!(
                    "Din behörighet räcker inte till det här. Be en administratör om en roll som tillåter det.",
                    "Your role does not allow this. Ask an administrator for one that does."
                ),
            ),
            app::Error::KeyReused => Self::new(
                Service::KeyReused,
                say!(
                    "Nyckeln i Idempotency-Key har använts för en annan begäran, och den gäller som den blev. Välj en ny nyckel.",
                    "The key in Idempotency-Key was used for another request, which stands as it is. Choose a new key."
                ),
            ),
            app::Error::KeyInFlight => Self::new(
                Service::KeyInFlight,
                say!(
                    "En begäran med samma Idempotency-Key pågår. Skicka samma begäran igen om en stund.",
                    "A request with the same Idempotency-Key is under way. Send the same request again in a moment."
                ),
            )
            .with_header(RETRY_AFTER, HeaderValue::from(2)),
            app::Error::SlowDown { seconds } => Self::new(
                Service::TooManyTries,
                say!(
                    "För många försök på kort tid. Vänta {seconds} sekunder och försök igen; kontot är inte låst.",
                    "Too many tries in a short time. Wait {seconds} seconds and try again; the account is not locked."
                ),
            )
            .with_header(RETRY_AFTER, HeaderValue::from(seconds)),
            app::Error::Busy => Self::unavailable(
                say!(
                    "Alla platser för beräkningar är upptagna. Försök igen om en sekund.",
                    "Every place for calculations is taken. Try again in a second."
                ),
                1,
            ),
            app::Error::Unavailable(cause) => {
                let detail = say!(
                    "Databasen svarar inte. Försök igen om en stund.",
                    "The database does not answer. Try again in a moment."
                );
                let mut problem = Self::unavailable(detail, 2);
                problem.0.cause = Some(cause);
                problem
            }
            app::Error::CannotStore { why, cause } => {
                let mut problem = Self::unavailable(app::cannot_store(why), 10);
                problem.0.cause = Some(cause);
                problem
            }
            app::Error::OutcomeUnknown(cause) => {
                let detail = say!(
                    "Förbindelsen bröts när ändringen skulle sparas. Skicka samma begäran igen med samma Idempotency-Key, eller läs resursen för att se om ändringen finns där.",
                    "The connection broke while the change was being stored. Send the same request again with the same Idempotency-Key, or read the resource to see whether the change is there."
                );
                let mut problem =
                    Self::new(Service::OutcomeUnknown, detail).with_header(RETRY_AFTER, HeaderValue::from(2));
                problem.0.cause = Some(cause);
                problem
            }
            app::Error::Broken(cause) => Self::internal(cause),
        }
    }
}

/// One problem for each party, with everything that it lacks.
fn details_missing(missing: Vec<app::invoices::Missing>) -> Problem {
    let parties = missing.len();
    let detail = match parties {
        1 => say!("En part saknar uppgifter för fakturering.", "A party lacks invoicing details."),
        _ => say!("{parties} parter saknar uppgifter för fakturering.", "{parties} parties lack invoicing details."),
    };
    let mut problem = Problem::new(Service::DetailsMissing, detail);
    let entry = |app::invoices::Missing { party, gaps }| {
        let (sv, en): (Vec<_>, Vec<_>) = gaps.into_iter().map(|gap| (gap.detail.sv, gap.detail.en)).unzip();
        let detail = Text::new(sv.join("; "), en.join("; "));
        Entry { pointer: format!("/parties/{party}"), kind: Service::DetailsMissing.into(), detail }
    };
    problem.0.errors = missing.into_iter().map(entry).collect();
    problem
}

/// What was previewed is not what there is now, and why.
fn stale_preview(current: &str, differences: &[app::periods::Cause]) -> Problem {
    let causes: Vec<Text> = differences.iter().map(|cause| cause.text()).collect();
    let (sv, en): (Vec<_>, Vec<_>) = causes.iter().map(|cause| (cause.sv.as_str(), cause.en.as_str())).unzip();
    let (sv, en) = (sv.join("; "), en.join("; "));
    let detail = say!(
        "Sedan förhandsvisningen: {sv}. Förhandsvisa igen och skicka det nya fingeravtrycket {current}.",
        "Since the preview: {en}. Preview it again and send the new fingerprint {current}."
    );
    Problem::at("/fingerprint", Service::PreviewStale, detail)
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
