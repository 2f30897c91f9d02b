//! One scenario: what it comes to, and what can be done to it, with what will happen said before it does.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};

use super::{differs, id_of, made, status, usual_year};
use crate::app::scenario_list::Row;
use crate::app::scenarios::Status;
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::forms::Fields;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::{Key, Words, key, t};

/// What can be done to a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Share,
    Lock,
    Delete,
}

impl Step {
    pub(super) const ALL: &[Self] = &[Self::Share, Self::Lock, Self::Delete];

    /// Its word in the form.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Share => "dela",
            Self::Lock => "las",
            Self::Delete => "ta-bort",
        }
    }
}

/// A form that was not carried out: what was written in it, and why.
pub(super) struct Refused {
    pub(super) step: Step,
    pub(super) fields: Fields,
    pub(super) status: StatusCode,
    /// The field that is wrong, when it is one of the form's, and why.
    pub(super) reasons: Vec<(Option<&'static str>, String)>,
}

/// The page about a scenario.
pub(super) async fn shown(visitor: &Visitor, id: String, refused: Option<Refused>) -> Result<HttpResponse, Problem> {
    let id = id_of(&id)?;
    let words = visitor.words;
    let agreement = visitor.app.scenario_by_id(id.clone()).await?.agreement_id;
    let year = usual_year(visitor, &agreement).await?;
    let (agreement, row) = visitor.app.listed_scenario(id, year).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, |refused| refused.status);
    let content = html! {
        p.crumb { a href=(format!("/scenarier?avtal={}", agreement.id)) { (t!(words, "scenarios-title")) } " · " (agreement.name) }
        @if let Some(refused) = refused.as_ref().filter(|_| row.scenario.locked.is_some()) {
            // Someone locked it meanwhile, and there is no form any more.
            (reasons(words, refused, Some(t!(words, "form-locked"))))
        }
        (about(words, &row))
        @if row.scenario.locked.is_none() { (forms(visitor, &row, year, refused.as_ref())) }
    };
    let title = row.scenario.name.clone();
    let page = Page { title: &title, place: Some(Place::Scenarios), actions: Some(actions(words, &row)), content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = status;
    Ok(response)
}

fn actions(words: Words, row: &Row) -> Markup {
    let scenario = &row.scenario;
    let (agreement, id) = (&scenario.agreement_id, &scenario.id);
    html! {
        a.btn href=(format!("/scenarier/bortfall?avtal={agreement}&s={id}")) { (t!(words, "scenarios-row-shortfall")) }
        a.btn href=(format!("/jamfor?avtal={agreement}&s=avtal&s={id}&aktiv=1")) { (t!(words, "scenario-compare")) }
        @if scenario.locked.is_some() {
            a.btn.btn-p href=(format!("/underlag-for-beslut/{id}")) { (t!(words, "scenarios-row-record")) }
        }
    }
}

fn about(words: Words, row: &Row) -> Markup {
    let (scenario, format) = (&row.scenario, words.format());
    html! {
        section.card aria-labelledby="om" {
            h2 #om { (t!(words, "scenario-about")) " " (status(words, scenario)) }
            p.card-sub { (made(words, scenario)) }
            @if let Some(note) = &scenario.note { p.lines { (note) } }
            @match &row.figures {
                Ok(figures) => {
                    p.figure {
                        (t!(words, "scenario-costs", total = format.kronor(figures.total), year = figures.year))
                        @if let Some(each) = figures.per_inhabitant { " " (t!(words, "scenario-each", amount = format.number(each, 2))) }
                    }
                    h3 { (t!(words, "scenarios-differs")) }
                    @if figures.differs.is_empty() { p { (differs(words, &[], 1)) } }
                    ul.list { @for one in &figures.differs { li { (one.get(words.lang())) } } }
                }
                Err(reasons) => {
                    p { strong { (t!(words, "scenarios-refused")) } }
                    ul.list { @for reason in reasons { li { (reason.get(words.lang())) } } }
                }
            }
            @if let Some(reason) = scenario.shared.as_ref().and_then(|sharing| sharing.reason.as_deref()) {
                h3 { (t!(words, "scenario-shared-why")) }
                p.lines { (reason) }
            }
        }
    }
}

/// Why nothing was done; where the reader is taken.
fn reasons(words: Words, refused: &Refused, instead: Option<String>) -> Markup {
    html! {
        div.errors role="alert" tabindex="-1" autofocus {
            p { strong { (t!(words, "form-refused")) } }
            ul.list {
                @if let Some(instead) = instead { li { (instead) } }
                @else { @for (_, reason) in &refused.reasons { li { (reason) } } }
            }
        }
    }
}

/// What the reader may do to it: deciders share and lock, and whoever wrote a draft may delete it.
fn forms(visitor: &Visitor, row: &Row, year: i32, refused: Option<&Refused>) -> Markup {
    let words = visitor.words;
    let of = |step: Step| Form {
        words,
        token: visitor.form_token(),
        row,
        year,
        step,
        refused: refused.filter(|refused| refused.step == step),
    };
    let decides = visitor.app.scope().may(Right::Decide, On::Agreement(&row.scenario.agreement_id));
    html! {
        @if decides {
            @if row.scenario.status() == Status::Draft { (of(Step::Share).share()) }
            (of(Step::Lock).lock())
        }
        @if visitor.app.may_change_scenario(&row.scenario) { (of(Step::Delete).delete()) }
    }
}

/// One of the forms, as it is to be filled in or as it was.
struct Form<'f> {
    words: Words,
    token: Markup,
    row: &'f Row,
    year: i32,
    step: Step,
    refused: Option<&'f Refused>,
}

impl Form<'_> {
    fn share(&self) -> Markup {
        let words = self.words;
        self.around(
            key!("share-title"),
            key!("share-what"),
            &html! {
                (self.text("skal-dela", "skal", key!("share-reason"), false))
                div.acts { button.btn type="submit" { (t!(words, "share-do")) } }
            },
        )
    }

    fn lock(&self) -> Markup {
        let words = self.words;
        self.around(
            key!("lock-title"),
            key!("lock-what"),
            &html! {
                div.fields {
                    (self.field("fran", key!("lock-first"), "number", &self.year.to_string(), true))
                    (self.field("till", key!("lock-last"), "number", &(self.year + 3).min(2100).to_string(), true))
                }
                (self.text("skal-las", "skal", key!("lock-reason"), true))
                (self.field("beslut", key!("lock-reference"), "text", "", false))
                div.acts { button.btn.btn-p type="submit" { (t!(words, "lock-do")) } }
            },
        )
    }

    fn delete(&self) -> Markup {
        let (words, name) = (self.words, self.row.scenario.name.as_str());
        self.around(
            key!("delete-title"),
            key!("delete-what"),
            &html! {
                (self.text("skal-ta-bort", "skal", key!("lock-reason"), true))
                label.tick {
                    input type="checkbox" name="ja" value="1" required aria-invalid=[self.is_wrong("ja")];
                    span { (t!(words, "delete-yes", name = name)) }
                }
                div.acts { button.btn type="submit" { (t!(words, "delete-do")) } }
            },
        )
    }

    fn around(&self, title: Key, what: Key, fields: &Markup) -> Markup {
        let (words, step) = (self.words, self.step.word());
        let scenario = &self.row.scenario;
        html! {
            section.card.step id=(step) aria-labelledby=(format!("{step}-r")) {
                h2 id=(format!("{step}-r")) { (words.get(title)) }
                p { (words.get(what)) }
                @if let Some(refused) = self.refused { (reasons(words, refused, None)) }
                form method="post" action=(format!("/scenarier/{}", scenario.id)) {
                    (self.token)
                    input type="hidden" name="gor" value=(step);
                    input type="hidden" name="revision" value=(scenario.revision);
                    (fields)
                }
            }
        }
    }

    /// What was written in a field, or what usually stands there.
    fn value(&self, name: &str, usual: &str) -> String {
        self.refused.map_or_else(|| usual.to_owned(), |refused| refused.fields.get(name).to_owned())
    }

    fn is_wrong(&self, name: &str) -> Option<&'static str> {
        let reasons = self.refused.map_or(&[][..], |refused| &refused.reasons);
        reasons.iter().any(|(field, _)| *field == Some(name)).then_some("true")
    }

    fn field(&self, name: &str, label: Key, kind: &str, usual: &str, required: bool) -> Markup {
        let is_number = kind == "number";
        html! {
            div.field {
                label for=(name) { (self.words.get(label)) }
                input id=(name) name=(name) type=(kind) value=(self.value(name, usual)) required[required] autocomplete="off"
                    maxlength=[(!is_number).then_some("200")] min=[is_number.then_some("2000")] max=[is_number.then_some("2100")]
                    aria-invalid=[self.is_wrong(name)];
            }
        }
    }

    fn text(&self, id: &str, name: &str, label: Key, required: bool) -> Markup {
        html! {
            div.field {
                label for=(id) { (self.words.get(label)) }
                textarea id=(id) name=(name) rows="2" maxlength="2000" required[required] aria-invalid=[self.is_wrong(name)] { (self.value(name, "")) }
            }
        }
    }
}
