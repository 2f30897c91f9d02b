//! `/anvandare` and `/anvandare/<id>`.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};
use samfin_core::json::Json;
use samfin_core::say;
use uuid::Uuid;

use super::form::{Form, PEOPLE, Refused, label, people_form};
use super::grants::{self, Known};
use super::{manages, origin, secret, tabs};
use crate::app::people::users::{Entry, Source, Status, User};
use crate::http::bodies::{NewUserBody, ReasonBody, UserBody};
use crate::http::problem::Problem;
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many users stand on a page.
const PER_PAGE: i64 = 100;

/// Every user: `?efter=` those that come after one.
#[get("/anvandare")]
pub(in crate::web) async fn list_users(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let after = form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "efter");
    let after = after.and_then(|(_, id)| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    all(&visitor, after, None, None).await
}

/// Makes a user, and shows the link to hand over.
#[post("/anvandare")]
pub(in crate::web) async fn make_user(
    visitor: Visitor,
    request: HttpRequest,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let fields = Fields(fields.into_inner());
    let made = async {
        let granted = Json::Array(grants::chosen(&fields).into_iter().collect());
        let body = Json::Object(vec![
            ("login".into(), Json::String(fields.get("inloggning").into())),
            ("name".into(), Json::String(fields.get("namn").into())),
            ("grants".into(), granted),
        ]);
        let new = NewUserBody::parse(body.to_text().as_bytes())?;
        Ok::<_, Problem>(visitor.app.create_user(new, Entry::Invited).await?)
    };
    match made.await {
        Ok((user, link)) => {
            let shown = link.map(|link| invitation(&visitor, &request, &user, &link));
            all(&visitor, None, None, shown).await
        }
        Err(problem) => {
            let refused = Refused::by(&PEOPLE, visitor.words, fields, problem)?;
            all(&visitor, None, Some(refused), None).await
        }
    }
}

/// One user.
#[get("/anvandare/{id}")]
pub(in crate::web) async fn show_user(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    one(&visitor, &id_of(&id)?, None, None).await
}

/// Changes a user, or invites one anew.
#[post("/anvandare/{id}")]
pub(in crate::web) async fn change_user(
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<String>,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let id = id_of(&id)?;
    let fields = Fields(fields.into_inner());
    let done = match fields.get("gor") {
        "bjud-in" => match visitor.app.invite_user(id.clone()).await.map_err(Problem::from) {
            Ok((user, link)) => {
                let shown = link.map(|link| invitation(&visitor, &request, &user, &link));
                return one(&visitor, &id, None, shown).await;
            }
            Err(problem) => Err(problem),
        },
        _ => write(&visitor, &id, &fields).await,
    };
    match done {
        Ok(()) => Ok(HttpResponse::SeeOther().insert_header((LOCATION, format!("/anvandare/{id}"))).finish()),
        Err(problem) => {
            let refused = Refused::by(&PEOPLE, visitor.words, fields, problem)?;
            one(&visitor, &id, Some(refused), None).await
        }
    }
}

async fn write(visitor: &Visitor, id: &str, fields: &Fields) -> Result<(), Problem> {
    let user = visitor.app.user(id.to_owned()).await?;
    let dropped = |grant: &str| fields.0.iter().any(|(name, value)| name == "bort" && value == grant);
    let own = user.grants.iter().filter(|held| held.source == Source::Manual && !dropped(&held.id)).map(grants::kept);
    let body = Json::Object(vec![
        ("name".into(), Json::String(fields.get("namn").into())),
        ("status".into(), Json::String(if fields.filled("stangt").is_some() { "closed" } else { "active" }.into())),
        ("grants".into(), Json::Array(own.chain(grants::chosen(fields)).collect())),
    ]);
    let mut text = UserBody::parse(body.to_text().as_bytes())?;
    // What is taken from somebody is taken for a reason.
    let closes = text.status == Status::Closed && user.account.status == Status::Active;
    if closes || fields.filled("bort").is_some() || fields.filled("skal").is_some() {
        let reason = Json::Object(vec![("reason".into(), Json::String(fields.get("skal").into()))]);
        text.reason = Some(ReasonBody::parse(reason.to_text().as_bytes())?);
    }
    // 0 is a revision that none has.
    let revision = fields.get("revision").parse().unwrap_or(0);
    visitor.app.replace_user(id.to_owned(), revision, text).await?;
    Ok(())
}

async fn all(
    visitor: &Visitor,
    after: Option<String>,
    refused: Option<Refused>,
    told: Option<Markup>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let mut users = visitor.app.users(after, PER_PAGE + 1).await?;
    let more = users.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    users.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    let known = Known::of(visitor, users.iter().flat_map(|user| &user.grants)).await?;
    let content = html! {
        (tabs(visitor, "/anvandare"))
        @if let Some(told) = told { (told) }
        (table(words, &users, &known))
        @if more && let Some(last) = users.last() {
            p.more { a.btn href=(format!("/anvandare?efter={}", last.account.id)) { (t!(words, "people-more")) } }
        }
        @if manages(visitor) { (new(visitor, people_form(words, refused.as_ref()), &known)) }
    };
    let title = t!(words, "users-title");
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn table(words: Words, users: &[User], known: &Known) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(t!(words, "users-title")) {
            table.people {
                thead {
                    tr {
                        th scope="col" { (words.get(label("namn"))) }
                        th scope="col" { (words.get(label("inloggning"))) }
                        th scope="col" { (t!(words, "people-trusted")) }
                        th scope="col" { (t!(words, "people-status")) }
                    }
                }
                tbody {
                    @for user in users {
                        tr {
                            th scope="row" { a href=(format!("/anvandare/{}", user.account.id)) { (user.account.name) } }
                            td { (user.account.login) }
                            td { (grants::list(words, &user.grants, known)) }
                            td { (status(words, user)) }
                        }
                    }
                }
            }
        }
    }
}

fn status(words: Words, User { account, .. }: &User) -> String {
    match account.status {
        Status::Closed => t!(words, "users-closed"),
        Status::Active if account.has_password || account.issuer.is_some() => t!(words, "users-active"),
        Status::Active => t!(words, "users-invited"),
    }
}

fn new(visitor: &Visitor, form: Form<'_>, known: &Known) -> Markup {
    let words = visitor.words;
    html! {
        section.card aria-labelledby="ny" {
            h2 #ny { (t!(words, "users-new")) }
            p { (t!(words, "users-new-what")) }
            (form.reasons())
            form method="post" action="/anvandare" {
                (visitor.form_token())
                (form.line("namn", "", "off", 200))
                (form.line("inloggning", "", "off", 100))
                (grants::choice(form, known, true))
                div.acts { button.btn.btn-p type="submit" { (t!(words, "users-new-do")) } }
            }
        }
    }
}

fn invitation(visitor: &Visitor, request: &HttpRequest, user: &User, link: &str) -> Markup {
    let words = visitor.words;
    let heading = t!(words, "users-invitation", name = user.account.name.as_str());
    secret(visitor, &heading, &t!(words, "users-invitation-what"), &format!("{}/losenord/{link}", origin(request)))
}

async fn one(
    visitor: &Visitor,
    id: &str,
    refused: Option<Refused>,
    told: Option<Markup>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let user = visitor.app.user(id.to_owned()).await?;
    let known = Known::of(visitor, user.grants.iter()).await?;
    let form = people_form(words, refused.as_ref());
    let content = html! {
        p.crumb { a href="/anvandare" { (t!(words, "users-title")) } }
        @if let Some(told) = told { (told) }
        section.card aria-labelledby="om" {
            h2 #om { (t!(words, "users-about")) }
            dl.facts {
                div { dt { (words.get(label("inloggning"))) } dd { (user.account.login) } }
                div { dt { (t!(words, "people-status")) } dd { (status(words, &user)) } }
                @if let Some(issuer) = &user.account.issuer { div { dt { (t!(words, "users-elsewhere")) } dd { (issuer) } } }
                div { dt { (t!(words, "people-trusted")) } dd { (grants::list(words, &user.grants, &known)) } }
            }
        }
        @if manages(visitor) {
            (change(visitor, &user, form, &known))
            @if user.account.issuer.is_none() { (invite(visitor, &user)) }
        }
    };
    let title = user.account.name.clone();
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    *response.status_mut() = refused.as_ref().map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn change(visitor: &Visitor, user: &User, form: Form<'_>, known: &Known) -> Markup {
    let (words, account) = (visitor.words, &user.account);
    let own = || user.grants.iter().filter(|held| held.source == Source::Manual);
    html! {
        section.card aria-labelledby="andra" {
            h2 #andra { (t!(words, "users-change")) }
            (form.reasons())
            form method="post" action=(format!("/anvandare/{}", account.id)) {
                (visitor.form_token())
                input type="hidden" name="revision" value=(account.revision);
                (form.line("namn", &account.name, "off", 200))
                @if own().next().is_some() {
                    fieldset.ticks-list {
                        legend { (t!(words, "users-drop")) }
                        @for held in own() {
                            label.tick {
                                input type="checkbox" name="bort" value=(held.id);
                                span { (grants::told(words, held, known)) }
                            }
                        }
                    }
                }
                h3 { (t!(words, "users-add")) }
                (grants::choice(form, known, true))
                label.tick {
                    input type="checkbox" name="stangt" value="1" checked[account.status == Status::Closed];
                    span { (t!(words, "users-close")) }
                }
                (form.line("skal", "", "off", 1000))
                p.note { (t!(words, "users-reason-how")) }
                div.acts { button.btn.btn-p type="submit" { (t!(words, "people-save")) } }
            }
        }
    }
}

fn invite(visitor: &Visitor, user: &User) -> Markup {
    let words = visitor.words;
    html! {
        section.card aria-labelledby="bjud" {
            h2 #bjud { (t!(words, "users-invite")) }
            p { (t!(words, "users-invite-what")) }
            form method="post" action=(format!("/anvandare/{}", user.account.id)) {
                (visitor.form_token())
                input type="hidden" name="gor" value="bjud-in";
                div.acts { button.btn type="submit" { (t!(words, "users-invite-do")) } }
            }
        }
    }
}

fn id_of(text: &str) -> Result<String, Problem> {
    Uuid::try_parse(text).map(|id| id.to_string()).map_err(|_| {
        Problem::not_found(say!(
            "Det finns ingen sådan användare. Alla användare står på /anvandare.",
            "There is no such user. All users are listed at /anvandare."
        ))
    })
}
