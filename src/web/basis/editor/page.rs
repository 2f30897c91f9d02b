//! The page around the form: what is wrong, the sections, what it comes to, and how it is saved.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use maud::{Markup, html};
use samfin_core::json::Json;

use super::difference::{self, Difference};
use super::faults::Fault;
use super::form::{Form, id_of};
use super::grammar::{self, SECTIONS};
use super::known::Known;
use super::labels::label_of;
use super::preview::preview;
use super::tree::{Tree, title};
use super::version;
use crate::app::trial::Trial;
use crate::http::problem::Problem;
use crate::web::basis::findings::Asked;
use crate::web::form::{ONCE_FIELD, revision};
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// A document that is being written.
pub(super) struct Editing {
    pub(super) tree: Tree,
    /// The agreement and the version that it is written from; none when it is a new one.
    pub(super) of: Option<(String, i64)>,
    /// The year that is previewed, when one is asked for.
    pub(super) year: Option<i32>,
    pub(super) reason: String,
    pub(super) faults: Vec<Fault>,
    /// The place that was changed last.
    pub(super) changed: Option<String>,
    pub(super) stale: Option<Stale>,
}

/// That somebody else was first.
pub(super) struct Stale {
    /// The version that the document was written from.
    pub(super) read: i64,
    /// The version that there is now.
    pub(super) newest: i64,
    /// How what is written differs from it.
    pub(super) differences: Vec<Difference>,
}

impl Editing {
    pub(super) fn new(tree: Tree, of: Option<(String, i64)>, year: Option<i32>) -> Self {
        Self { tree, of, year, reason: String::new(), faults: Vec::new(), changed: None, stale: None }
    }

    fn version(&self) -> Option<i64> {
        self.of.as_ref().map(|(_, number)| *number)
    }

    fn address(&self) -> String {
        let year = self.year.map(|year| format!("ar={year}"));
        let agreement = self.of.as_ref().map(|(id, _)| format!("avtal={id}"));
        let query: Vec<String> = agreement.into_iter().chain(year).collect();
        let page = if self.of.is_some() { "/underlag/andra" } else { "/underlag/nytt" };
        if query.is_empty() { page.to_owned() } else { format!("{page}?{}", query.join("&")) }
    }

    /// What it comes to alone, for the script that asks while somebody writes.
    pub(super) async fn fragment(&self, visitor: &Visitor) -> Result<HttpResponse, Problem> {
        let found = self.comes_to(visitor, false).await?;
        let content = preview(visitor.words, found.as_ref(), self.version()).into_string();
        let mut response = HttpResponse::Ok();
        Ok(response.content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-store")).body(content))
    }

    pub(super) async fn page(self, visitor: &Visitor, status: StatusCode) -> Result<HttpResponse, Problem> {
        let words = visitor.words;
        let found = self.comes_to(visitor, true).await?;
        let series: Vec<String> = visitor.app.series().await?.into_iter().map(|series| series.name).collect();
        let findings = found.as_ref().map_or(&[][..], |found| &found.findings);
        let (asked, known) = (Asked::of(words, findings), Known::of(words, &self.tree, &series));
        let address = self.address();
        let form = Form {
            words,
            known: &known,
            faults: &self.faults,
            asked: Some(&asked),
            address: &address,
            changed: self.changed.as_deref(),
        };
        let sections = sections(&form, &self.tree).into_string();
        let content = html! {
            p.crumb { (self.crumb(words)) }
            (self.alert(words, &sections))
            p.finding { (self.what(words)) }
            div.editor {
                form #andra method="post" action=(address) novalidate {
                    (visitor.form_token())
                    input type="hidden" name=(ONCE_FIELD) value=(visitor.app.new_id());
                    @if let Some(version) = self.version() { (revision(version)) }
                    // The first button is what the enter key presses: it changes nothing.
                    div.acts {
                        button.btn type="submit" name="gor" value="rakna" { (t!(words, "edit-calculate")) }
                        a href="#spara" { (t!(words, "edit-to-save")) }
                    }
                    nav.jump aria-label=(t!(words, "basis-jump")) {
                        ul { @for (id, title, _) in SECTIONS { li { a href=(format!("#{id}")) { (words.get(*title)) } } } }
                    }
                    (maud::PreEscaped(&sections))
                    @if let Some(rest) = asked.rest() { section.card aria-labelledby="fragor-ovriga" { h2 #fragor-ovriga { (t!(words, "basis-rest")) } (rest) } }
                    (self.saving(words))
                }
                (self.beside(words, found.as_ref()))
            }
        };
        let title = if self.of.is_some() { t!(words, "edit-title") } else { t!(words, "edit-title-new") };
        let page = Page { title: &title, place: Some(Place::Basis), actions: None, content };
        let mut response = visitor.page_of_data(&page);
        *response.status_mut() = status;
        Ok(response)
    }

    fn crumb(&self, words: Words) -> Markup {
        let address =
            self.of.as_ref().map_or_else(|| "/underlag".to_owned(), |(id, _)| format!("/underlag?avtal={id}"));
        // A new agreement has no name yet.
        let name = Some(title(&self.tree)).filter(|name| !name.is_empty());
        let name = name.map_or_else(|| t!(words, "edit-title-new"), str::to_owned);
        html! { a href=(address) { (t!(words, "basis-title")) } " / " (name) }
    }

    fn what(&self, words: Words) -> String {
        match self.version() {
            Some(version) => t!(words, "edit-what", version = version),
            None => t!(words, "edit-what-new"),
        }
    }

    /// Why nothing was stored, with the way to each place; the reader is taken there.
    fn alert(&self, words: Words, drawn: &str) -> Markup {
        let reachable = |pointer: &str| {
            let mut at = pointer;
            loop {
                let id = id_of(at);
                if at.is_empty() || drawn.contains(&format!("id=\"{id}\"")) {
                    return id;
                }
                at = at.rsplit_once('/').map_or("", |(parent, _)| parent);
            }
        };
        html! {
            @if let Some(stale) = &self.stale {
                div.errors role="alert" tabindex="-1" autofocus {
                    p { strong { (t!(words, "edit-stale", read = stale.read, newest = stale.newest)) } }
                    @if let Some((id, _)) = &self.of {
                        p { a href=(version::address(id, stale.newest)) { (t!(words, "edit-stale-theirs", newest = stale.newest)) } }
                    }
                    p { (t!(words, "edit-stale-yours", newest = stale.newest)) }
                    (difference::listed(words, &stale.differences))
                }
            } @else if !self.faults.is_empty() {
                div.errors role="alert" tabindex="-1" autofocus {
                    p { strong { (t!(words, "edit-refused", count = self.faults.len())) } }
                    ul.list {
                        @for fault in &self.faults {
                            li {
                                a href=(format!("#{}", reachable(&fault.pointer))) { (label_of(words, &self.tree, &fault.pointer)) }
                                ": " (fault.text)
                            }
                        }
                    }
                }
            }
        }
    }

    fn saving(&self, words: Words) -> Markup {
        let (at, name) = ("/skal", "skal");
        let wrong = self.faults.iter().find(|fault| fault.pointer == at);
        html! {
            section.card #spara aria-labelledby="spara-rubrik" {
                h2 #spara-rubrik { (t!(words, "edit-save-title")) }
                p { (t!(words, "edit-save-what")) }
                div.field {
                    label for=(id_of(at)) { (t!(words, "edit-reason")) }
                    @if let Some(wrong) = wrong { p.wrong id="skal-fel" { (wrong.text) } }
                    textarea id=(id_of(at)) name=(name) rows="2" maxlength="1000" aria-invalid=[wrong.map(|_| "true")]
                        aria-describedby=[wrong.map(|_| "skal-fel")] { "\n" (self.reason) }
                }
                div.acts {
                    button.btn.btn-p type="submit" name="gor" value="spara" {
                        @if self.of.is_some() { (t!(words, "edit-save")) } @else { (t!(words, "edit-save-new")) }
                    }
                    button.btn type="submit" name="gor" value="rakna" { (t!(words, "edit-calculate")) }
                }
            }
        }
    }

    fn beside(&self, words: Words, found: Option<&Trial>) -> Markup {
        html! {
            aside.card #utfall aria-labelledby="utfall-rubrik" {
                h2 #utfall-rubrik { (t!(words, "edit-preview")) }
                (preview(words, found, self.version()))
            }
        }
    }
}

fn sections(form: &Form<'_>, tree: &Json<'static>) -> Markup {
    html! {
        @for (id, title, names) in SECTIONS {
            section.card aria-labelledby=(id) {
                h2 id=(id) { (form.words.get(*title)) }
                @let fields: Vec<_> = names.iter().filter_map(|name| grammar::field(name)).collect();
                @match fields[..] {
                    [only] if matches!(only.shape, super::shape::Shape::Record(_)) => (form.section(only, tree)),
                    _ => div.sections { @for field in fields { (form.field(field, "", Some(tree))) } },
                }
                @for name in *names { (form.questions(&format!("/{name}"))) }
            }
        }
    }
}
