//! `/tillganglighet`: the accessibility statement that the Swedish act 2018:1937 asks of public bodies.

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use maud::html;

use super::layout::Page;
use super::visitor::Visitor;
use super::words::{Key, key, t};
use crate::http::problem::Problem;

/// When the pages were last gone through as a whole.
const ASSESSED: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 25);

/// What every release is tested for; `tests/browser/` holds the tests.
const TESTED: &[Key] =
    &[key!("a11y-tested-axe"), key!("a11y-tested-keyboard"), key!("a11y-tested-narrow"), key!("a11y-tested-script")];

/// What is known to fall short.
const SHORT: &[Key] =
    &[key!("a11y-short-people"), key!("a11y-short-docs"), key!("a11y-short-data"), key!("a11y-short-names")];

/// The statement.
#[get("/tillganglighet")]
pub(super) async fn accessibility(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let site = visitor.site();
    let content = html! {
        p.finding {
                @match &site.organisation {
                    Some(organisation) => (t!(words, "a11y-intro", organisation = organisation.as_str())),
                    None => (t!(words, "a11y-intro-nobody")),
                }
            }
        div.card.read {
            h2 { (t!(words, "a11y-how")) }
            p { (t!(words, "a11y-how-1")) }
            p { (t!(words, "a11y-tested")) }
            ul.list { @for one in TESTED { li { (words.get(*one)) } } }
            h2 { (t!(words, "a11y-short")) }
            ul.list { @for one in SHORT { li { (words.get(*one)) } } }
            h2 { (t!(words, "a11y-report")) }
            p { (t!(words, "a11y-report-1")) }
            @match &site.contact {
                Some(contact) => p { (t!(words, "a11y-contact")) " " a href=(format!("mailto:{contact}")) { (contact) } },
                None => p { (t!(words, "a11y-contact-nobody")) },
            }
            h2 { (t!(words, "a11y-authority")) }
            p { (t!(words, "a11y-authority-1")) " " a href="https://www.digg.se/tdosanmalan" { (t!(words, "a11y-authority-link")) } }
            h2 { (t!(words, "a11y-date")) }
            p { @if let Some(date) = ASSESSED { (t!(words, "a11y-date-1", date = words.format().date(date), version = env!("CARGO_PKG_VERSION"))) } }
        }
    };
    let title = t!(words, "foot-accessibility");
    Ok(visitor.page(&Page { title: &title, place: None, actions: None, content }))
}
