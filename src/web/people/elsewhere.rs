//! `/logga-in/oidc` and `/logga-in/oidc/tillbaka`: to an OpenID Connect provider and back.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, get};

use super::form::Refused;
use super::{door, welcome};
use crate::app::people::elsewhere::{Refusal, Return};
use crate::http::auth::session_of;
use crate::http::cookies;
use crate::http::problem::Problem;
use crate::web::form::Reason;
use crate::web::forms::Fields;
use crate::web::language::{escaped, own_address};
use crate::web::visitor::Visitor;
use crate::web::words::t;

/// Sends the browser to the provider; `?till=` a page of ours to go on to afterwards.
#[get("/logga-in/oidc")]
pub(in crate::web) async fn go_elsewhere(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let to = own_address(&field(&request, "till").unwrap_or_default()).to_owned();
    if visitor.has_session {
        return Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish());
    }
    // Two windows of one browser can be on their way at once.
    let browser = match cookies::elsewhere(request.headers()) {
        Some(secret) => secret.to_owned(),
        None => visitor.app.browsers_secret()?,
    };
    match visitor.app.go_elsewhere(&browser, &to).await? {
        Ok(address) => Ok(HttpResponse::SeeOther()
            .insert_header((LOCATION, address))
            .insert_header((SET_COOKIE, cookies::hand_out_elsewhere(&browser)))
            .insert_header((CACHE_CONTROL, "no-store"))
            .finish()),
        Err(refusal) => Ok(refused(visitor, &to, refusal)),
    }
}

/// Takes the browser back, and signs its owner in.
#[get("/logga-in/oidc/tillbaka")]
pub(in crate::web) async fn come_back(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let back = Return {
        state: field(&request, "state").unwrap_or_default(),
        code: field(&request, "code").filter(|_| field(&request, "error").is_none()),
        issuer: field(&request, "iss"),
    };
    let (to, entered) = visitor.app.come_back(cookies::elsewhere(request.headers()), back).await?;
    let token = match entered {
        Ok(token) => token,
        Err(refusal) => return Ok(refused(visitor, &to, refusal)),
    };
    if let Some(old) = session_of(&request) {
        visitor.app.sign_out(&old).await?;
    }
    let mut response = welcome(&token, own_address(&to));
    if let Ok(cookie) = HeaderValue::from_str(&cookies::take_back_elsewhere()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

fn field(request: &HttpRequest, name: &str) -> Option<String> {
    let mut fields = form_urlencoded::parse(request.query_string().as_bytes());
    fields.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// The sign-in page, with why nothing came of it.
fn refused(visitor: Visitor, to: &str, refusal: Refusal) -> HttpResponse {
    // The address that the provider led to is not one to come back to, in another language or at all.
    let visitor = Visitor { address: format!("/logga-in?till={}", escaped(own_address(to))), ..visitor };
    let words = visitor.words;
    let name = visitor.app.provider().map_or("", |provider| provider.name());
    let (status, reason) = match refusal {
        Refusal::Try => (StatusCode::BAD_REQUEST, t!(words, "elsewhere-try", name = name)),
        Refusal::Declined => (StatusCode::BAD_REQUEST, t!(words, "elsewhere-declined", name = name)),
        Refusal::Provider => (StatusCode::SERVICE_UNAVAILABLE, t!(words, "elsewhere-provider", name = name)),
        Refusal::Closed => (StatusCode::FORBIDDEN, t!(words, "elsewhere-closed")),
        Refusal::NoRole => (StatusCode::FORBIDDEN, t!(words, "elsewhere-no-role", name = name)),
    };
    let mut refused = Refused::because(Fields::default(), status, reason);
    if status == StatusCode::FORBIDDEN
        && let Some(contact) = &visitor.site().contact
    {
        refused.reasons.push(Reason { field: None, text: t!(words, "elsewhere-ask", contact = contact.as_str()) });
    }
    let mut response = door::page(&visitor, to, Some(&refused));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("30"));
    }
    response
}
