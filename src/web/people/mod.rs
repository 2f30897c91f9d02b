//! The pages about people: signing in, choosing a password, users and keys.
//!
//! | address | is for |
//! | --- | --- |
//! | `/logga-in?till=<page>`, `/logga-ut` | everybody |
//! | `/logga-in/oidc?till=<page>`, `/logga-in/oidc/tillbaka` | those who sign in at an OpenID Connect provider |
//! | `/kom-igang/<secret>` | whoever starts the service for the first time |
//! | `/losenord/<secret>` | whoever has been invited |
//! | `/anvandare`, `/anvandare/<id>` | administrators; auditors look |
//! | `/nycklar`, `/nycklar/<id>` | the same |
//! | `/delade`, `/jamfor/dela` | officers, who give comparisons away; auditors look |

mod calendar;
mod door;
mod elsewhere;
mod form;
mod grants;
mod keys;
mod links;
mod shares;
mod users;

use actix_web::http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use super::visitor::Visitor;
use super::words::t;
use crate::app::scope::{On, Right};
use crate::http::cookies::hand_out;

pub(super) use calendar::make_calendar_share;
pub(super) use door::{choose_role, sign_in, sign_in_page, sign_out};
pub(super) use elsewhere::{come_back, go_elsewhere};
pub(super) use keys::{change_key, list_keys, make_key, show_key};
pub(super) use links::{choose_password, do_set_up, set_up, show_password};
pub(super) use shares::{form as share_form, list_shares, make_share, revoke_share};
pub(super) use users::{change_user, list_users, make_user, show_user};

/// Somebody has signed in: the browser gets the session, and the page that was wanted.
fn welcome(token: &str, to: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, to))
        .insert_header((SET_COOKIE, hand_out(token)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish()
}

/// The service's own address, as the reader's browser has it.
fn origin(request: &HttpRequest) -> String {
    let connection = request.connection_info();
    format!("{}://{}", connection.scheme(), connection.host())
}

/// Whether the reader may make and change people and keys.
fn manages(visitor: &Visitor) -> bool {
    visitor.app.scope().may(Right::ManagePeople, On::Service)
}

/// From one of the pages for administrators to the others.
fn tabs(visitor: &Visitor, here: &str) -> Markup {
    let words = visitor.words;
    let current = |page: &str| (page == here).then_some("page");
    html! {
        nav.tabs aria-label=(t!(words, "people-settings")) {
            a href="/anvandare" aria-current=[current("/anvandare")] { (t!(words, "users-title")) }
            a href="/nycklar" aria-current=[current("/nycklar")] { (t!(words, "keys-title")) }
        }
    }
}

/// A secret that is shown this once.
fn secret(visitor: &Visitor, heading: &str, what: &str, secret: &str) -> Markup {
    html! {
        section.card.secret role="status" aria-labelledby="hemlighet" {
            h2 #hemlighet { (heading) }
            p { code { (secret) } }
            p.note { (what) " " (t!(visitor.words, "people-once")) }
        }
    }
}
