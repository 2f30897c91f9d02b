//! `/logga-in` and `/logga-ut`.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::html;
use samfin_core::{Code, say};

use super::form::{PEOPLE, Refused, password, people_form};
use super::welcome;
use crate::app::scope::Role;
use crate::http::auth::session_of;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::http::{client, cookies};
use crate::web::forms::{Fields, from_here};
use crate::web::language::{escaped, own_address};
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::t;

/// Where one signs in; `?till=` a page of ours to go on to.
#[get("/logga-in")]
pub(in crate::web) async fn sign_in_page(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let query = form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "till");
    let to = query.map_or_else(String::new, |(_, to)| to.into_owned());
    if visitor.has_session {
        return Ok(HttpResponse::SeeOther().insert_header((LOCATION, own_address(&to))).finish());
    }
    Ok(page(&visitor, &to, None))
}

/// Signs in: a new session, whatever the browser had before.
#[post("/logga-in")]
pub(in crate::web) async fn sign_in(
    visitor: Visitor,
    request: HttpRequest,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    from_here(&request)?;
    let fields = Fields(fields.into_inner());
    let to = fields.get("till").to_owned();
    let signed_in =
        visitor.app.sign_in(fields.get("inloggning"), fields.raw("losenord"), client::address(&request)).await;
    match signed_in.map_err(Problem::from) {
        Ok(Some(token)) => {
            if let Some(old) = session_of(&request) {
                visitor.app.sign_out(&old).await?;
            }
            Ok(welcome(&token, own_address(&to)))
        }
        Ok(None) => {
            let reason = t!(visitor.words, "sign-in-wrong");
            let refused = Refused::because(fields, StatusCode::UNAUTHORIZED, reason);
            let mut response = page(&visitor, &to, Some(&refused));
            let challenge = actix_web::http::header::HeaderValue::from_static("Bearer realm=\"samfin\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            Ok(response)
        }
        Err(problem) => {
            let headers = problem.headers().to_vec();
            let refused = Refused::by(&PEOPLE, visitor.words, fields, problem)?;
            let mut response = page(&visitor, &to, Some(&refused));
            for (name, value) in headers {
                response.headers_mut().insert(name, value);
            }
            Ok(response)
        }
    }
}

/// Lets a visitor of the demo be seen in another role: `?som=` the role, `?sida=` the page to go back to. A preference
/// and no secret; another site can at most change who one plays.
#[get("/roll")]
pub(in crate::web) async fn choose_role(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["som", "sida"]);
    let role =
        query.raw("som").and_then(|role| Role::find(&role)).filter(|role| visitor.app.roles().any(|r| r == *role));
    if role.is_none() {
        query.refuse("som", Code::UnknownValue, say!("rollen kan inte väljas här", "the role cannot be chosen here"));
    }
    let page = query.raw("sida").unwrap_or_default();
    query.finish()?;
    let mut response = HttpResponse::SeeOther();
    response.insert_header((LOCATION, own_address(&page))).insert_header((CACHE_CONTROL, "no-store"));
    if let Some(role) = role {
        response.insert_header((SET_COOKIE, cookies::choose_role(role)));
    }
    Ok(response.finish())
}

/// Signs out.
#[post("/logga-ut")]
pub(in crate::web) async fn sign_out(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    if let Some(token) = session_of(&request) {
        visitor.app.sign_out(&token).await?;
    }
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, "/logga-in"))
        .insert_header((SET_COOKIE, cookies::take_back()))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish())
}

pub(super) fn page(visitor: &Visitor, to: &str, refused: Option<&Refused>) -> HttpResponse {
    let (words, form) = (visitor.words, people_form(visitor.words, refused));
    let content = html! {
        @if let Some(provider) = visitor.app.provider() {
            section.card.read aria-labelledby="dar" {
                h2 #dar { (t!(words, "elsewhere-title")) }
                p { a.btn.btn-p href=(format!("/logga-in/oidc?till={}", escaped(own_address(to)))) {
                    (t!(words, "elsewhere-do", name = provider.name()))
                } }
            }
        }
        p.finding { (t!(words, "sign-in-what")) }
        form.card.read method="post" action="/logga-in" {
            (form.reasons())
            (visitor.form_token())
            input type="hidden" name="till" value=(to);
            (form.line("inloggning", "", "username", 200))
            (password(&form, false))
            div.acts { button.btn.btn-p type="submit" { (t!(words, "sign-in-do")) } }
            p.note { (t!(words, "sign-in-forgotten")) }
        }
    };
    let status = refused.map_or(StatusCode::OK, |refused| refused.status);
    let title = t!(words, "sign-in-title");
    let page = Page { title: &title, place: None, actions: None, content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = status;
    response
}
