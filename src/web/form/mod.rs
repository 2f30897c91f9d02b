//! Forms that change something: their fields, what was refused and why, and the confirmation before a step that cannot be undone.
//!
//! A page with several forms gives each a word of its own ([`Form::step`]); what is refused is then shown in that form alone,
//! with everything that was typed. A form that is sent twice is carried out once ([`Visitor::once`]).

mod faults;
mod fields;
mod many;
mod refused;
mod sent;
mod step;

pub(super) use faults::{plain, said};
pub(super) use fields::Choice;
pub(super) use many::Many;
pub(super) use refused::{Names, Reason, Refused};
pub(super) use sent::{Sent, revision, see};
pub(super) use step::Step;

use maud::{Markup, html};

use super::words::{Key, Words, t};

/// The field that holds the key under which a form is carried out once.
pub(super) const ONCE_FIELD: &str = "nyckel";
/// The field that says which of a page's forms was sent.
pub(super) const STEP_FIELD: &str = "gor";
/// The field that says which revision was read.
pub(super) const REVISION_FIELD: &str = "revision";

/// A form that is being written, perhaps not for the first time.
#[derive(Clone, Copy)]
pub(super) struct Form<'f> {
    pub(super) words: Words,
    /// What its fields are called.
    pub(super) names: &'static Names,
    /// Why it was not carried out.
    pub(super) refused: Option<&'f Refused>,
    /// Its word among the forms of the page; empty when it is alone.
    step: &'static str,
    /// Whose form it is, where a page has the same form for several things.
    of: &'f str,
}

impl<'f> Form<'f> {
    /// The only form of a page.
    pub(super) fn new(words: Words, names: &'static Names, refused: Option<&'f Refused>) -> Self {
        Self { words, names, refused, step: "", of: "" }
    }

    /// One of the forms of a page, by its word. What another one was refused for is not its business.
    pub(super) fn step(self, step: &'static str) -> Self {
        let refused = self.refused.filter(|refused| refused.fields.get(STEP_FIELD) == step);
        Self { refused, step, ..self }
    }

    /// The form of one of several things, by its id.
    pub(super) fn of(self, of: &'f str) -> Self {
        Self { of, ..self }
    }

    /// Whether it was sent and refused.
    pub(super) fn is_refused(&self) -> bool {
        self.refused.is_some()
    }

    /// The id of a field, which is one of its own even where several forms have such a field.
    pub(super) fn id(&self, name: &str) -> String {
        let parts = [self.step, name, self.of];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    }

    /// What a field is called.
    pub(super) fn label(&self, name: &str) -> String {
        self.words.get((self.names.label)(name))
    }

    /// What was written in a field, or what usually stands there.
    pub(super) fn value(&self, name: &str, usual: &str) -> String {
        self.refused.map_or_else(|| usual.to_owned(), |refused| refused.fields.get(name).to_owned())
    }

    /// For `aria-invalid`.
    pub(super) fn is_wrong(&self, name: &str) -> Option<&'static str> {
        self.wrong(name).next().map(|_| "true")
    }

    /// Why nothing was done, with the way to each field that is wrong; the reader is taken there.
    pub(super) fn reasons(&self) -> Markup {
        html! {
            @if let Some(refused) = self.refused {
                div.errors role="alert" tabindex="-1" autofocus {
                    p { strong { (t!(self.words, "form-refused")) } }
                    ul.list {
                        @for reason in &refused.reasons {
                            li {
                                @if let Some(field) = reason.field {
                                    a href=(format!("#{}", self.id(field))) { (self.label(field)) } ": "
                                }
                                (reason.text)
                            }
                        }
                    }
                }
            }
        }
    }

    /// Why a field is wrong, beside it.
    pub(super) fn error(&self, name: &str) -> Markup {
        html! {
            @if self.is_wrong(name).is_some() {
                p.wrong id=(self.error_id(name)) { @for reason in self.wrong(name) { (reason.text) " " } }
            }
        }
    }

    fn error_id(&self, name: &str) -> String {
        format!("{}-fel", self.id(name))
    }

    /// For `aria-describedby`: the error, and the note below the field.
    fn described(&self, name: &str, has_note: bool) -> Option<String> {
        let error = self.is_wrong(name).map(|_| self.error_id(name));
        let note = has_note.then(|| format!("{}-regel", self.id(name)));
        let both: Vec<String> = error.into_iter().chain(note).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }

    fn wrong<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'f Reason> + 's {
        let reasons = self.refused.map_or(&[][..], |refused| &refused.reasons);
        reasons.iter().filter(move |reason| reason.field == Some(name))
    }

    fn note(&self, name: &str, note: Option<Key>) -> Markup {
        html! { @if let Some(note) = note { p.note id=(format!("{}-regel", self.id(name))) { (self.words.get(note)) } } }
    }
}
