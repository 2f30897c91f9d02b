//! Who is calling: the one place where a request becomes a [`Scope`].
//!
//! The edge asks once for each request, before anything else is done with it; every operation then takes a [`Desk`], so
//! an operation without one cannot reach what is stored. What the caller may do is decided by the use cases.
//!
//! | the request has | the caller is |
//! | --- | --- |
//! | `Authorization: Bearer samfin_…` | the key; anything else in that header is 401, whatever is asked for |
//! | a session cookie | the user, as long as the session lasts; then nobody |
//! | neither, from this machine | what the service lets visitors be: nobody, or in the demo an officer |

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use samfin_core::say;

use super::problem::{Problem, Service};
use crate::app::once;
use crate::app::scope::{On, Right, Scope};
use crate::app::{App, Desk};

/// What a request has when it is to be carried out only once.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest name that a request can be given.
const LONGEST_KEY: usize = 255;

/// What is known of a request's sender.
#[derive(Clone)]
struct Known {
    scope: Result<Arc<Scope>, Problem>,
    request: Arc<once::Request>,
}

/// Finds out who sent a request, once, and keeps it with the request.
pub(super) async fn identify(request: &ServiceRequest, id: &str) {
    let Some(app) = request.app_data::<web::Data<App>>() else { return };
    let scope = match scope_of(app, request.request()).await {
        Ok(scope) => key_of(request.request()).map(|key| (scope, key)),
        Err(problem) => Err(problem),
    };
    let known = match scope {
        Ok((scope, request)) => Known { scope: Ok(Arc::new(scope.in_request(id))), request: Arc::new(request) },
        Err(problem) => Known { scope: Err(problem), request: Arc::default() },
    };
    request.extensions_mut().insert(known);
}

async fn scope_of(app: &App, request: &HttpRequest) -> Result<Scope, Problem> {
    if let Some(sent) = request.headers().get(AUTHORIZATION) {
        let key = sent.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
        return app.who_has_key(key).await?.ok_or_else(unauthorized);
    }
    let visitor = if is_local(request) { app.visitor() } else { Scope::nobody() };
    if visitor.is_somebody() && !matches!(*request.method(), Method::GET | Method::HEAD) {
        super::cross_site::from_here(request)?;
    }
    Ok(visitor)
}

/// Whether a request comes from this machine and was meant for it: a page elsewhere can make a browser here send requests,
/// under a name of its own that leads here.
fn is_local(request: &HttpRequest) -> bool {
    request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback())
        && names_this_machine(request.headers())
}

fn names_this_machine(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return true };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || address.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// What the request is called, when it is called anything.
fn key_of(request: &HttpRequest) -> Result<once::Request, Problem> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(once::Request::default());
    }
    let mut sent = request.headers().get_all(IDEMPOTENCY_KEY);
    let Some(key) = sent.next() else { return Ok(once::Request::default()) };
    let fits = |key: &&str| (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    match key.to_str().ok().filter(fits).filter(|_| sent.next().is_none()) {
        Some(key) => {
            let address = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
            let route = request.match_pattern().unwrap_or_else(|| request.path().to_owned());
            Ok(once::Request::once_only(format!("{} {route}", request.method()), key.to_owned(), address))
        }
        None => Err(Problem::new(
            Service::KeyInvalid,
            say!(
                "Idempotency-Key ska vara 1–{LONGEST_KEY} tecken i ASCII utan blanksteg, till exempel ett UUID.",
                "Idempotency-Key must be 1–{LONGEST_KEY} ASCII characters without spaces, for example a UUID."
            ),
        )),
    }
}

/// The one refusal of whoever is not known, whatever the reason.
pub(super) fn unauthorized() -> Problem {
    let detail = say!(
        "Logga in, eller skicka en giltig nyckel: Authorization: Bearer samfin_….",
        "Sign in, or send a valid key: Authorization: Bearer samfin_…."
    );
    Problem::new(Service::Unauthorized, detail).challenging()
}

/// The request as the transaction will see it.
pub(super) fn request_of(request: &HttpRequest) -> Option<Arc<once::Request>> {
    request.extensions().get::<Known>().map(|known| Arc::clone(&known.request))
}

/// The desk of a request's sender.
pub(crate) fn desk_of(request: &HttpRequest) -> Result<Desk, Problem> {
    let app = request.app_data::<web::Data<App>>();
    let app = app.ok_or_else(|| Problem::internal("a request without the program"))?;
    let known = request.extensions().get::<Known>().cloned();
    let Known { scope, request } = known.ok_or_else(|| Problem::internal("a request that nobody identified"))?;
    Ok(app.desk_for(Scope::clone(&*scope?), request))
}

/// The desk of a request's sender, or of nobody when the sender is refused: for pages that say so.
pub(crate) fn desk_or_nobody(request: &HttpRequest) -> Option<Desk> {
    let nobody = || Some(request.app_data::<web::Data<App>>()?.desk(Scope::nobody()));
    desk_of(request).ok().or_else(nobody)
}

/// For the API. Whoever may do nothing is asked for a name before anything else that was sent is looked at.
impl FromRequest for Desk {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // Even those without a name may calculate where that is open to them.
        let may_something = |desk: &Self| desk.scope().may(Right::Calculate, On::Service);
        ready(desk_of(request).and_then(|desk| if may_something(&desk) { Ok(desk) } else { Err(unauthorized()) }))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_name_that_leads_here_is_not_this_machine() {
        let named = |host: &'static str| {
            names_this_machine(TestRequest::get().insert_header((HOST, host)).to_http_request().headers())
        };
        assert!(["127.0.0.1:8080", "localhost", "LOCALHOST:8080", "[::1]:8080", "127.0.0.2"].iter().all(|h| named(h)));
        assert!(
            ["evil.example", "127.0.0.1.evil.example:8080", "localhost.evil", "10.0.0.1"].iter().all(|h| !named(h))
        );
    }
}
