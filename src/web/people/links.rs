//! `/kom-igang/<secret>` and `/losenord/<secret>`: what one-time links lead to.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::html;
use samfin_core::say;

use super::form::{PEOPLE, Refused, label, password, people_form};
use super::welcome;
use crate::app::people::links::{First, Link};
use crate::app::people::users::Account;
use crate::http::problem::Problem;
use crate::web::forms::{Fields, from_here};
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::t;

/// The first administrator is made here.
#[get("/kom-igang/{secret}")]
pub(in crate::web) async fn set_up(visitor: Visitor, secret: web::Path<String>) -> Result<HttpResponse, Problem> {
    match visitor.app.link(&secret).await? {
        Link::Setup => Ok(setup_page(&visitor, &secret, None)),
        Link::Password(_) => Err(elsewhere()),
    }
}

/// Makes the first administrator, who is then signed in.
#[post("/kom-igang/{secret}")]
pub(in crate::web) async fn do_set_up(
    visitor: Visitor,
    request: HttpRequest,
    secret: web::Path<String>,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    from_here(&request)?;
    let fields = Fields(fields.into_inner());
    if let Some(refused) = differ(&visitor, &fields) {
        return Ok(setup_page(&visitor, &secret, Some(&refused)));
    }
    let first = First {
        login: fields.get("inloggning").to_owned(),
        name: fields.get("namn").to_owned(),
        password: fields.raw("losenord").to_owned(),
    };
    match visitor.app.set_up(&secret, first).await.map_err(Problem::from) {
        Ok(token) => Ok(welcome(&token, "/anvandare")),
        Err(problem) => Ok(setup_page(&visitor, &secret, Some(&Refused::by(&PEOPLE, visitor.words, fields, problem)?))),
    }
}

/// A password is chosen here.
#[get("/losenord/{secret}")]
pub(in crate::web) async fn show_password(
    visitor: Visitor,
    secret: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    match visitor.app.link(&secret).await? {
        Link::Password(account) => Ok(password_page(&visitor, &secret, &account, None)),
        Link::Setup => Err(elsewhere()),
    }
}

/// Chooses a password; its owner is then signed in.
#[post("/losenord/{secret}")]
pub(in crate::web) async fn choose_password(
    visitor: Visitor,
    request: HttpRequest,
    secret: web::Path<String>,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    from_here(&request)?;
    let fields = Fields(fields.into_inner());
    let Link::Password(account) = visitor.app.link(&secret).await? else { return Err(elsewhere()) };
    if let Some(refused) = differ(&visitor, &fields) {
        return Ok(password_page(&visitor, &secret, &account, Some(&refused)));
    }
    match visitor.app.choose_password(&secret, fields.raw("losenord")).await.map_err(Problem::from) {
        Ok(token) => Ok(welcome(&token, "/")),
        Err(problem) => {
            let refused = Refused::by(&PEOPLE, visitor.words, fields, problem)?;
            Ok(password_page(&visitor, &secret, &account, Some(&refused)))
        }
    }
}

/// That a password was not written in the same way twice.
fn differ(visitor: &Visitor, fields: &Fields) -> Option<Refused> {
    (fields.raw("losenord") != fields.raw("igen"))
        .then(|| Refused::field(fields.clone(), "igen", t!(visitor.words, "people-password-differs")))
}

fn setup_page(visitor: &Visitor, secret: &str, refused: Option<&Refused>) -> HttpResponse {
    let (words, form) = (visitor.words, people_form(visitor.words, refused));
    let content = html! {
        p.finding { (t!(words, "setup-what")) }
        form.card.read method="post" action=(format!("/kom-igang/{secret}")) {
            (form.reasons())
            (visitor.form_token())
            (form.line("namn", "", "name", 200))
            (form.line("inloggning", "", "username", 100))
            (password(&form, true))
            div.acts { button.btn.btn-p type="submit" { (t!(words, "setup-do")) } }
        }
    };
    shown(visitor, &t!(words, "setup-title"), content, refused)
}

fn password_page(visitor: &Visitor, secret: &str, account: &Account, refused: Option<&Refused>) -> HttpResponse {
    let (words, form) = (visitor.words, people_form(visitor.words, refused));
    let content = html! {
        p.finding { (t!(words, "password-what", name = account.name.as_str())) }
        form.card.read method="post" action=(format!("/losenord/{secret}")) {
            (form.reasons())
            (visitor.form_token())
            div.field {
                label for="inloggning" { (words.get(label("inloggning"))) }
                input #inloggning value=(account.login) readonly autocomplete="username";
            }
            (password(&form, true))
            div.acts { button.btn.btn-p type="submit" { (t!(words, "password-do")) } }
        }
    };
    shown(visitor, &t!(words, "password-title"), content, refused)
}

fn shown(visitor: &Visitor, title: &str, content: maud::Markup, refused: Option<&Refused>) -> HttpResponse {
    let mut response = visitor.page_of_data(&Page { title, place: None, actions: None, content });
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    response
}

fn elsewhere() -> Problem {
    Problem::not_found(say!("Länken leder inte hit.", "The link does not lead here."))
}
