//! `/delade`: the addresses that have been given away; and the making of one, from the comparison.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use samfin_core::json::Json;
use samfin_core::say;
use uuid::Uuid;

use super::form::{PEOPLE, Refused, label, people_form};
use super::{calendar, origin, secret};
use crate::app::scope::{On, Right};
use crate::app::share_links::{ShareLink, Shows};
use crate::clock::in_sweden;
use crate::http::bodies::{NewShareLinkBody, Revocation};
use crate::http::problem::Problem;
use crate::web::compare::state::State;
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many links stand on a page.
const PER_PAGE: i64 = 100;

/// Every link: `?efter=` those that come after one.
#[get("/delade")]
pub(in crate::web) async fn list_shares(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let after = form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "efter");
    let after = after.and_then(|(_, id)| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    all(&visitor, after, None, None).await
}

/// Makes a link to the comparison that the form stands under, and shows it this once.
#[post("/jamfor/dela")]
pub(in crate::web) async fn make_share(
    visitor: Visitor,
    request: HttpRequest,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (words, fields) = (visitor.words, Fields(fields.into_inner()));
    let state = State::read(fields.get("fran"));
    let (agreement, query) = (state.agreement.clone().unwrap_or_default(), state.query());
    let made = async {
        let day = fields.filled("sista-dag").map_or(Json::Null, |day| Json::String(day.into()));
        let body = Json::Object(vec![
            ("agreement".into(), Json::String(agreement.as_str().into())),
            ("name".into(), Json::String(fields.get("namn").into())),
            ("query".into(), Json::String(query.as_str().into())),
            ("expires_on".into(), day),
        ]);
        let new = NewShareLinkBody::parse(body.to_text().as_bytes())?;
        Ok::<_, Problem>(visitor.app.create_share_link(new).await?)
    };
    match made.await {
        Ok((link, given)) => {
            let heading = t!(words, "shares-made", name = link.name.as_str());
            let told = given.map(|given| {
                let address = format!("{}/delad/{given}", origin(&request));
                let day = words.format().date(in_sweden(link.expires_at).date());
                secret(&visitor, &heading, &t!(words, "shares-made-what", day = day), &address)
            });
            all(&visitor, None, None, told).await
        }
        Err(problem) => all(&visitor, None, Some(Refused::by(&PEOPLE, words, fields, problem)?), None).await,
    }
}

/// Revokes a link.
#[post("/delade/{id}")]
pub(in crate::web) async fn revoke_share(
    visitor: Visitor,
    id: web::Path<String>,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let fields = Fields(fields.into_inner());
    let id = Uuid::try_parse(&id)
        .map(|id| id.to_string())
        .map_err(|_| Problem::not_found(say!("Det finns ingen sådan länk.", "There is no such link.")))?;
    let done = async {
        let body = Json::Object(vec![("reason".into(), Json::String(fields.get("skal").into()))]);
        let reason = Revocation::parse(body.to_text().as_bytes())?;
        Ok::<_, Problem>(visitor.app.revoke_share_link(id, reason).await?)
    };
    match done.await {
        Ok(_) => Ok(HttpResponse::SeeOther().insert_header((LOCATION, "/delade")).finish()),
        Err(problem) => all(&visitor, None, Some(Refused::by(&PEOPLE, visitor.words, fields, problem)?), None).await,
    }
}

/// The form under a comparison.
pub(in crate::web) fn form(words: Words, query: &str, token: &Markup) -> Markup {
    html! {
        form.card.save #dela method="post" action="/jamfor/dela" {
            h2 { (t!(words, "shares-new")) }
            p { (t!(words, "shares-new-what")) " " a href="/delade" { (t!(words, "shares-title")) } }
            (token)
            input #dela-fran type="hidden" name="fran" value=(query);
            div.save-fields {
                label for="dela-namn" {
                    (t!(words, "shares-name"))
                    input #dela-namn name="namn" required maxlength="200" autocomplete="off";
                }
                label for="dela-dag" {
                    (t!(words, "shares-last-day"))
                    input #dela-dag name="sista-dag" type="date";
                }
                button.btn type="submit" { (t!(words, "shares-new-do")) }
            }
        }
    }
}

pub(super) async fn all(
    visitor: &Visitor,
    after: Option<String>,
    refused: Option<Refused>,
    told: Option<Markup>,
) -> Result<HttpResponse, Problem> {
    let (words, now) = (visitor.words, visitor.app.now());
    let mut links = visitor.app.share_links(after, PER_PAGE + 1).await?;
    let more = links.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    links.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    let form = people_form(words, refused.as_ref());
    let is_of_calendar = refused.as_ref().is_some_and(|refused| refused.fields.step() == calendar::STEP);
    let calendar = calendar::form(visitor, refused.as_ref()).await?;
    let content = html! {
        p.finding { (t!(words, "shares-what")) }
        @if let Some(told) = told { (told) }
        @if !is_of_calendar { (form.reasons()) }
        @if links.is_empty() { p { (t!(words, "shares-none")) " " a href="/jamfor" { (t!(words, "nav-compare")) } } }
        @for link in &links { (one(visitor, link, now)) }
        @if more && let Some(last) = links.last() {
            p.more { a.btn href=(format!("/delade?efter={}", last.id)) { (t!(words, "people-more")) } }
        }
        (calendar)
    };
    let title = t!(words, "shares-title");
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    *response.status_mut() = refused.as_ref().map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn one(visitor: &Visitor, link: &ShareLink, now: DateTime<Utc>) -> Markup {
    let words = visitor.words;
    let date = |at: DateTime<Utc>| words.format().date(in_sweden(at).date());
    let status = match link.revoked_at {
        Some(at) => t!(words, "shares-revoked", day = date(at)),
        None if link.expires_at <= now => t!(words, "shares-expired", day = date(link.expires_at)),
        None => t!(words, "shares-valid", day = date(link.expires_at)),
    };
    let is_valid = link.revoked_at.is_none() && link.expires_at > now;
    let revokes = is_valid && visitor.app.scope().may(Right::ShareLinks, On::Agreement(&link.agreement_id));
    let id = &link.id;
    html! {
        section.card aria-labelledby=(format!("l-{id}")) {
            h2 id=(format!("l-{id}")) { (link.name) }
            p {
                @match link.shows {
                    Shows::Comparison => {
                        (t!(words, "shares-comparison")) " " (status) " "
                        a href=(format!("/jamfor?{}", link.query)) { (t!(words, "shares-open")) }
                    }
                    Shows::Calendar => { (t!(words, "shares-calendar")) " " (status) }
                }
            }
            @if let Some(reason) = &link.revoke_reason { p.note { (words.get(label("skal"))) ": " (reason) } }
            @if revokes {
                form.revoke method="post" action=(format!("/delade/{id}")) {
                    (visitor.form_token())
                    label for=(format!("skal-{id}")) { (words.get(label("skal"))) }
                    input id=(format!("skal-{id}")) name="skal" required maxlength="1000" autocomplete="off";
                    button.btn type="submit" { (t!(words, "shares-revoke")) }
                }
            }
        }
    }
}
