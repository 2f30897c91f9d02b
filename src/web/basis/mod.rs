//! `/underlag`: an agreement in words, with what a careful reader would ask beside what it concerns.
//!
//! `?avtal=` the agreement, `&version=` a version instead of the one that applies to the year.

mod costs;
mod editor;
mod findings;
mod keys;
mod parties;
mod policy;
mod terms;
mod versions;

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{Datelike as _, NaiveDate};
use maud::{Markup, html};
use samfin_core::Text;
use uuid::Uuid;

pub(super) use editor::{
    change_agreement, change_version, edit_agreement, make_agreement, new_agreement, show_version,
};

use super::layout::{Page, Place};
use super::parts::chosen;
use super::visitor::Visitor;
use super::words::{Words, t};
use crate::app::reading::Reading;
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::http::query::Query;
use findings::Asked;

/// The basis of an agreement.
#[get("/underlag")]
pub(super) async fn basis(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["avtal", "version", "ar"]);
    let year = query.whole("ar", 2000, 2100).unwrap_or_else(|| visitor.now().year().clamp(2000, 2100));
    let version = query.whole("version", 1, i64::MAX);
    let id = query.raw("avtal").and_then(|id| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    query.finish()?;
    let words = visitor.words;
    let title = t!(words, "basis-title");
    let place = Some(Place::Basis);
    let may_make = visitor.app.scope().may(Right::Write, On::Service);
    let Some(agreement) = chosen(&visitor, id.as_ref()).await? else {
        let content = html! {
            p.finding { (t!(words, "basis-nothing")) }
            p {
                @if may_make { a.btn.btn-p href="/underlag/nytt" { (t!(words, "edit-title-new")) } " " }
                a.btn.btn-p[!may_make] href="/" { (t!(words, "basis-nothing-go")) }
            }
        };
        return Ok(visitor.page_of_data(&Page { title: &title, place, actions: None, content }));
    };
    let reading = visitor.app.reading(agreement, version, year).await?;
    let own = visitor.app.scope().only_for(&reading.id);
    let (asked, today) = (Asked::of(words, &reading.findings), visitor.now().date());
    let read = Read { words, reading: &reading, asked, today, own };
    let content = read.content();
    let may_write = visitor.app.scope().may(Right::Write, On::Agreement(&reading.id));
    let actions = Some(html! {
        @if may_make { a href=(format!("/underlag/nytt?avtal={}", reading.id)) { (t!(words, "edit-from-this")) } }
        a.btn href="/statistik" { (t!(words, "statistics-title")) }
        @if may_write { a.btn.btn-p href=(format!("/underlag/andra?avtal={}", reading.id)) { (t!(words, "edit-title")) } }
    });
    Ok(visitor.page_of_data(&Page { title: &title, place, actions, content }))
}

/// What the parts of the page read from.
struct Read<'r> {
    words: Words,
    reading: &'r Reading,
    asked: Asked<'r>,
    today: NaiveDate,
    /// The parties whose own pages are open to the reader; none: all.
    own: Option<BTreeSet<&'r str>>,
}

impl Read<'_> {
    fn content(&self) -> Markup {
        let words = self.words;
        let sections = [
            ("parter", t!(words, "basis-parties"), parties::parties(self)),
            ("forum", t!(words, "basis-bodies"), parties::bodies(self)),
            ("kostnader", t!(words, "basis-costs"), costs::costs(self)),
            ("nycklar", t!(words, "basis-keys"), keys::keys(self)),
            ("bortfall", t!(words, "basis-policy"), policy::policy(self)),
            ("villkor", t!(words, "basis-terms"), terms::terms(self)),
            ("dagar", t!(words, "basis-milestones"), terms::milestones(self)),
            ("budget", t!(words, "basis-budget", year = self.reading.year), versions::budget(self)),
            ("versioner", t!(words, "basis-versions"), versions::versions(self)),
        ];
        // Last, when the sections have taken theirs.
        let rest = self.asked.rest();
        html! {
            p.crumb { (self.reading.agreement.name) }
            p.finding { (self.applies()) " " (self.costs()) }
            @if let Err(reasons) = &self.reading.calculation {
                section.card aria-labelledby="gar-inte" {
                    h2 #gar-inte { (t!(words, "basis-refused", year = self.reading.year)) }
                    ul.list { @for reason in reasons { li { (self.say(reason)) } } }
                }
            }
            nav.jump aria-label=(t!(words, "basis-jump")) {
                ul { @for (id, title, _) in &sections { li { a href=(format!("#{id}")) { (title) } } } }
            }
            (self.asked.summary())
            @if let Some(rest) = rest { (section("ovrigt", &t!(words, "basis-rest"), &rest)) }
            @for (id, title, content) in sections { (section(id, &title, &content)) }
        }
    }

    fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.words.lang())
    }

    /// Which version it is, and how far the decisions have come.
    fn applies(&self) -> String {
        let (words, version) = (self.words, &self.reading.version);
        let decided = version.decisions.len();
        let all = decided + version.undecided.len();
        let from = words.format().date(version.version.valid_from);
        let number = version.version.number;
        match version.version.adopted_at {
            Some(_) => t!(words, "basis-applies", version = number, from = from, decided = decided, all = all),
            None => t!(words, "basis-is-draft", version = number, from = from),
        }
    }

    fn costs(&self) -> String {
        let words = self.words;
        self.reading.calculation.as_ref().map_or_else(
            |_| String::new(),
            |calculation| {
                let total = words.format().kronor(calculation.total);
                t!(words, "basis-costs-year", year = calculation.year, total = total)
            },
        )
    }

    fn party(&self, position: usize) -> &str {
        &self.reading.agreement.parties[position].name
    }
}

fn section(id: &str, title: &str, content: &Markup) -> Markup {
    html! { section.card aria-labelledby=(id) { h2 id=(id) { (title) } (content) } }
}
