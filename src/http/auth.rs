//! Who is calling: the one place where a request becomes a [`Scope`].
//!
//! The edge asks once for each request, before anything else is done with it; every operation then takes a [`Desk`], so
//! an operation without one cannot reach what is stored. What the caller may do is decided by the use cases.
//!
//! | the request has | the caller is | to change something it needs |
//! | --- | --- | --- |
//! | `Authorization: Bearer samfin_…` | the key; anything else in that header is 401, whatever is asked for | nothing more |
//! | a session cookie | the user, as long as the session lasts; then nobody | to come from a page of ours, with its token |
//! | neither, from this machine | what the service lets visitors be: nobody, or in the demo somebody | the same, the token only in forms |
//!
//! The token is made from what is in the cookie, so nothing is stored; forms carry it in the field `csrf`, scripts in
//! `X-CSRF-Token`. It is asked for here, before any operation: none can forget to.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderName};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use futures_util::stream;
use samfin_core::say;

use super::multipart::Multipart;
use super::problem::{Problem, Service};
use super::{body, cookies, cross_site};
use crate::app::once;
use crate::app::people::sessions::form_token;
use crate::app::scope::{On, Right, Scope};
use crate::app::{App, Desk};

/// What a request has when it is to be carried out only once.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest name that a request can be given.
const LONGEST_KEY: usize = 255;
/// How a key looks where it should not be.
const KEY_IN_ADDRESS: &str = "samfin_0";
/// Where scripts put the token that forms have in a field.
const CSRF_TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");
/// The field of a form that holds the token.
pub(crate) const CSRF_FIELD: &str = "csrf";

/// What is known of a request's sender.
#[derive(Clone)]
struct Known {
    sender: Result<Arc<Sender>, Problem>,
    request: Arc<once::Request>,
}

/// Who sent a request, and what that one's forms must carry.
struct Sender {
    scope: Scope,
    /// The token in the session cookie, of those who have signed in.
    session: Option<String>,
    /// What forms must carry; nothing when what is sent is not sent by a browser on its own account.
    form_token: Option<String>,
}

/// Finds out who sent a request, once, and keeps it with the request.
pub(super) async fn identify(request: &mut ServiceRequest, id: &str) {
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else { return };
    let known = match known(&app, request, id).await {
        Ok((sender, once)) => Known { sender: Ok(Arc::new(sender)), request: Arc::new(once) },
        Err(problem) => Known { sender: Err(problem), request: Arc::default() },
    };
    request.extensions_mut().insert(known);
}

async fn known(app: &App, request: &mut ServiceRequest, id: &str) -> Result<(Sender, once::Request), Problem> {
    let sender = sender_of(app, request.request()).await?;
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && let Some(token) = &sender.form_token {
        cross_site::from_here(request.request())?;
        // The API takes no forms at all, and says so itself.
        let is_form = is_form(request.headers()) && !request.path().starts_with("/api/");
        if (sender.session.is_some() || is_form) && !carries(request, token).await? {
            return Err(cross_site::refused());
        }
    }
    let once = key_of(request.request())?;
    Ok((Sender { scope: sender.scope.in_request(id), ..sender }, once))
}

async fn sender_of(app: &App, request: &HttpRequest) -> Result<Sender, Problem> {
    if let Some(sent) = request.headers().get(AUTHORIZATION) {
        let key = sent.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
        let scope = app.who_has_key(key).await?.ok_or_else(unauthorized)?;
        return Ok(Sender { scope, session: None, form_token: None });
    }
    if let Some(token) = cookies::session(request.headers())
        && let Some(scope) = app.who_has_session(token).await?
    {
        return Ok(Sender { scope, session: Some(token.to_owned()), form_token: Some(form_token(token)) });
    }
    // One that has been written in the address is in logs and histories now: it opens nothing, and is not reasoned with.
    if request.uri().path_and_query().is_some_and(|address| address.as_str().contains(KEY_IN_ADDRESS)) {
        return Err(unauthorized());
    }
    let scope = if is_local(request) { app.visitor(cookies::role(request.headers())) } else { Scope::nobody() };
    let form_token = if scope.is_somebody() { Some(app.visitors_form_token()?) } else { None };
    Ok(Sender { scope, session: None, form_token })
}

/// Whether it is a form of one of the kinds that anything here reads; what is sent as another kind is refused as such.
fn is_form(headers: &HeaderMap) -> bool {
    body::kind_of(headers).eq_ignore_ascii_case("application/x-www-form-urlencoded") || is_upload(headers)
}

/// Whether it is a form with a file in it.
fn is_upload(headers: &HeaderMap) -> bool {
    body::kind_of(headers).eq_ignore_ascii_case(Multipart::KIND)
}

/// Whether a form has the token.
async fn holds(headers: &HeaderMap, bytes: &Bytes, token: &str) -> bool {
    if !is_upload(headers) {
        return form_urlencoded::parse(bytes).any(|(name, value)| name == CSRF_FIELD && value == token);
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let form = Multipart::read(kind, bytes).await;
    form.is_some_and(|form| form.fields.iter().any(|(name, value)| name == CSRF_FIELD && value == token))
}

/// Whether a request has the token, in its header or in the form that it is. The form is put back to be read again.
async fn carries(request: &mut ServiceRequest, token: &str) -> Result<bool, Problem> {
    if let Some(sent) = request.headers().get(CSRF_TOKEN) {
        return Ok(sent.as_bytes() == token.as_bytes());
    }
    // The API takes no forms.
    if !is_form(request.headers()) || (is_upload(request.headers()) && request.path().starts_with("/api/")) {
        return Ok(false);
    }
    let (headers, payload) = (request.headers().clone(), request.take_payload());
    let bytes = if is_upload(&headers) {
        body::upload(headers.clone(), payload).await?
    } else {
        body::form(headers.clone(), payload).await?
    };
    let has = holds(&headers, &bytes, token).await;
    let again: std::pin::Pin<Box<dyn stream::Stream<Item = _>>> = Box::pin(stream::once(ready(Ok(bytes))));
    request.set_payload(Payload::from(again));
    Ok(has)
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
    let Known { sender, request } = known.ok_or_else(|| Problem::internal("a request that nobody identified"))?;
    Ok(app.desk_for(sender?.scope.clone(), request))
}

/// What forms on a page for the sender of `request` must carry.
pub(crate) fn form_token_of(request: &HttpRequest) -> Option<String> {
    let extensions = request.extensions();
    extensions.get::<Known>()?.sender.as_ref().ok()?.form_token.clone()
}

/// The token of the session that a request belongs to.
pub(crate) fn session_of(request: &HttpRequest) -> Option<String> {
    let extensions = request.extensions();
    extensions.get::<Known>()?.sender.as_ref().ok()?.session.clone()
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
