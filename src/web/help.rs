//! `/hjalp`: how to read the pages, and how to begin.

use actix_web::{HttpResponse, get};
use maud::html;

use super::layout::{Page, Place};
use super::visitor::Visitor;
use super::words::{Key, key, t};
use crate::http::problem::Problem;

/// The answers, each under its question.
const ANSWERS: &[(&str, Key, &[Key])] = &[
    ("vad", key!("help-what"), &[key!("help-what-1"), key!("help-what-2")]),
    ("lasa", key!("help-read"), &[key!("help-read-1"), key!("help-read-2"), key!("help-read-3")]),
    ("ore", key!("help-ore"), &[key!("help-ore-1"), key!("help-ore-2")]),
    ("bortfall", key!("help-shortfall"), &[key!("help-shortfall-1"), key!("help-shortfall-2")]),
    ("borja", key!("help-begin"), &[key!("help-begin-1"), key!("help-begin-2")]),
    ("roller", key!("help-roles"), &[key!("help-roles-1"), key!("help-roles-2")]),
    ("tangentbord", key!("help-keys"), &[key!("help-keys-1"), key!("help-keys-2")]),
];

/// Help.
#[get("/hjalp")]
pub(super) async fn help(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let content = html! {
        p.finding { (t!(words, "help-intro")) }
        div.card.read {
            @for (id, question, answers) in ANSWERS {
                h2 id=(id) { (words.get(*question)) }
                @for answer in *answers { p { (words.get(*answer)) } }
            }
            h2 #fel { (t!(words, "help-errors")) }
            p { (t!(words, "help-errors-1")) " " a href="/problems" { (t!(words, "foot-problems")) } }
            h2 #mer { (t!(words, "help-more")) }
            ul.list {
                li { a href="/ordlista" { (t!(words, "help-more-glossary")) } }
                li { a href="/api/docs/" { (t!(words, "help-more-api")) } }
                li { a href="/tillganglighet" { (t!(words, "foot-accessibility")) } }
                @if let Some(contact) = &visitor.site().contact {
                    li { (t!(words, "help-more-contact")) " " a href=(format!("mailto:{contact}")) { (contact) } }
                }
            }
        }
    };
    let title = t!(words, "help-title");
    Ok(visitor.page(&Page { title: &title, place: Some(Place::Help), actions: None, content }))
}
