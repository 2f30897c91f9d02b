//! `/nycklar` and `/nycklar/<id>`.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use samfin_core::json::Json;
use samfin_core::say;
use uuid::Uuid;

use super::form::{Form, PEOPLE, Refused, label, people_form};
use super::grants::{self, Known};
use super::{manages, secret, tabs};
use crate::app::people::keys::{ApiKey, Key};
use crate::clock::in_sweden;
use crate::http::bodies::{NewKeyBody, Revocation};
use crate::http::problem::Problem;
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many keys stand on a page.
const PER_PAGE: i64 = 100;

/// Every key: `?efter=` those that come after one.
#[get("/nycklar")]
pub(in crate::web) async fn list_keys(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let after = form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "efter");
    let after = after.and_then(|(_, id)| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    all(&visitor, after, None, None).await
}

/// Makes a key, and shows it this once.
#[post("/nycklar")]
pub(in crate::web) async fn make_key(
    visitor: Visitor,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (words, fields) = (visitor.words, Fields(fields.into_inner()));
    let made = async {
        let day = fields.filled("sista-dag").map_or(Json::Null, |day| Json::String(day.into()));
        let body = Json::Object(vec![
            ("name".into(), Json::String(fields.get("namn").into())),
            ("grants".into(), Json::Array(grants::chosen(&fields).into_iter().collect())),
            ("expires_on".into(), day),
        ]);
        Ok::<_, Problem>(visitor.app.create_key(NewKeyBody::parse(body.to_text().as_bytes())?).await?)
    };
    match made.await {
        Ok((made, key)) => {
            let heading = t!(words, "keys-made", name = made.key.name.as_str());
            let shown = key.map(|key| secret(&visitor, &heading, &t!(words, "keys-made-what"), &key));
            all(&visitor, None, None, shown).await
        }
        Err(problem) => all(&visitor, None, Some(Refused::by(&PEOPLE, words, fields, problem)?), None).await,
    }
}

/// One key.
#[get("/nycklar/{id}")]
pub(in crate::web) async fn show_key(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    one(&visitor, &id_of(&id)?, None).await
}

/// Revokes a key.
#[post("/nycklar/{id}")]
pub(in crate::web) async fn change_key(
    visitor: Visitor,
    id: web::Path<String>,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (id, fields) = (id_of(&id)?, Fields(fields.into_inner()));
    let done = async {
        let body = Json::Object(vec![("reason".into(), Json::String(fields.get("skal").into()))]);
        let reason = Revocation::parse(body.to_text().as_bytes())?;
        Ok::<_, Problem>(visitor.app.revoke_key(id.clone(), Some(reason)).await?)
    };
    match done.await {
        Ok(_) => Ok(HttpResponse::SeeOther().insert_header((LOCATION, format!("/nycklar/{id}"))).finish()),
        Err(problem) => {
            let refused = Refused::by(&PEOPLE, visitor.words, fields, problem)?;
            one(&visitor, &id, Some(refused)).await
        }
    }
}

async fn all(
    visitor: &Visitor,
    after: Option<String>,
    refused: Option<Refused>,
    told: Option<Markup>,
) -> Result<HttpResponse, Problem> {
    let (words, now) = (visitor.words, visitor.app.now());
    let mut keys = visitor.app.keys(after, PER_PAGE + 1).await?;
    let more = keys.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    keys.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    let known = Known::of(visitor, keys.iter().flat_map(|key| &key.grants)).await?;
    let content = html! {
        (tabs(visitor, "/nycklar"))
        @if let Some(told) = told { (told) }
        @if keys.is_empty() { p.finding { (t!(words, "keys-none")) } } @else { (table(words, &keys, &known, now)) }
        @if more && let Some(last) = keys.last() {
            p.more { a.btn href=(format!("/nycklar?efter={}", last.key.id)) { (t!(words, "people-more")) } }
        }
        @if manages(visitor) { (new(visitor, people_form(words, refused.as_ref()), &known)) }
    };
    let title = t!(words, "keys-title");
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn table(words: Words, keys: &[Key], known: &Known, now: DateTime<Utc>) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(t!(words, "keys-title")) {
            table.people {
                thead {
                    tr {
                        th scope="col" { (words.get(label("namn"))) }
                        th scope="col" { (t!(words, "people-trusted")) }
                        th scope="col" { (words.get(label("sista-dag"))) }
                        th scope="col" { (t!(words, "people-status")) }
                    }
                }
                tbody {
                    @for Key { key, grants } in keys {
                        tr {
                            th scope="row" { a href=(format!("/nycklar/{}", key.id)) { (key.name) } }
                            td { (grants::list(words, grants, known)) }
                            td { (last_day(words, key)) }
                            td { (status(words, key, now)) }
                        }
                    }
                }
            }
        }
    }
}

fn last_day(words: Words, key: &ApiKey) -> String {
    key.expires_at.map_or_else(|| t!(words, "keys-no-end"), |at| words.format().date(in_sweden(at).date()))
}

fn status(words: Words, key: &ApiKey, now: DateTime<Utc>) -> String {
    match (key.revoked_at, key.expires_at) {
        (Some(_), _) => t!(words, "keys-revoked"),
        (None, Some(at)) if at <= now => t!(words, "keys-expired"),
        (None, _) => t!(words, "keys-valid"),
    }
}

fn new(visitor: &Visitor, form: Form<'_>, known: &Known) -> Markup {
    let words = visitor.words;
    html! {
        section.card aria-labelledby="ny" {
            h2 #ny { (t!(words, "keys-new")) }
            p { (t!(words, "keys-new-what")) }
            (form.reasons())
            form method="post" action="/nycklar" {
                (visitor.form_token())
                (form.line("namn", "", "off", 200))
                (grants::choice(form, known, false))
                div.field {
                    label for="sista-dag" { (words.get(label("sista-dag"))) }
                    input #sista-dag name="sista-dag" type="date" value=(form.value("sista-dag", ""))
                        aria-invalid=[form.is_wrong("sista-dag")];
                }
                div.acts { button.btn.btn-p type="submit" { (t!(words, "keys-new-do")) } }
            }
        }
    }
}

async fn one(visitor: &Visitor, id: &str, refused: Option<Refused>) -> Result<HttpResponse, Problem> {
    let (words, now) = (visitor.words, visitor.app.now());
    let Key { key, grants } = visitor.app.key(id.to_owned()).await?;
    let known = Known::of(visitor, grants.iter()).await?;
    let form = people_form(words, refused.as_ref());
    let date = |at: DateTime<Utc>| words.format().date(in_sweden(at).date());
    let content = html! {
        p.crumb { a href="/nycklar" { (t!(words, "keys-title")) } }
        section.card aria-labelledby="om" {
            h2 #om { (t!(words, "keys-about")) }
            dl.facts {
                div { dt { "id" } dd { (key.id) } }
                div { dt { (t!(words, "people-status")) } dd { (status(words, &key, now)) } }
                div { dt { (t!(words, "people-trusted")) } dd { (grants::list(words, &grants, &known)) } }
                div { dt { (t!(words, "keys-created")) } dd { (date(key.created_at)) } }
                div { dt { (words.get(label("sista-dag"))) } dd { (last_day(words, &key)) } }
                @if let Some(at) = key.revoked_at { div { dt { (t!(words, "keys-revoked")) } dd { (date(at)) } } }
                @if let Some(reason) = &key.revoke_reason { div { dt { (words.get(label("skal"))) } dd { (reason) } } }
            }
        }
        @if manages(visitor) && key.revoked_at.is_none() {
            section.card aria-labelledby="aterkalla" {
                h2 #aterkalla { (t!(words, "keys-revoke")) }
                p { (t!(words, "keys-revoke-what")) }
                (form.reasons())
                form method="post" action=(format!("/nycklar/{}", key.id)) {
                    (visitor.form_token())
                    (form.line("skal", "", "off", 1000))
                    div.acts { button.btn type="submit" { (t!(words, "keys-revoke-do")) } }
                }
            }
        }
    };
    let title = key.name.clone();
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    *response.status_mut() = refused.as_ref().map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn id_of(text: &str) -> Result<String, Problem> {
    Uuid::try_parse(text).map(|id| id.to_string()).map_err(|_| {
        Problem::not_found(say!(
            "Det finns ingen sådan nyckel. Alla nycklar står på /nycklar.",
            "There is no such key. All keys are listed at /nycklar."
        ))
    })
}
