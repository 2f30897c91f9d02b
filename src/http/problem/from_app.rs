//! What each error of a use case is to a caller: the one place where both are known.

use actix_web::http::header::{ETAG, HeaderValue, RETRY_AFTER};
use samfin_core::say;

use super::{Problem, Service, billing};
use crate::app;

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
            app::Error::ConditionMissing(detail) => Self::new(Service::PreconditionRequired, detail),
            app::Error::Unauthenticated => crate::http::auth::unauthorized(),
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
            error @ (app::Error::Broken(_) | app::Error::Damaged(_) | app::Error::Inconsistent(_)) => {
                Self::internal(error.to_string())
            }
            error => billing::problem(error),
        }
    }
}
