//! The fields of a form, each with its label, its note and its error.

use maud::{Markup, html};

use super::Form;
use crate::web::words::{Key, t};

/// One of the things to choose between.
pub(in crate::web) struct Choice {
    /// What is sent.
    pub(in crate::web) value: String,
    /// What is read.
    pub(in crate::web) name: String,
}

impl Form<'_> {
    /// A line of text that must be written.
    pub(in crate::web) fn line(&self, name: &'static str, usual: &str, autocomplete: &str, longest: u32) -> Markup {
        self.input(name, usual, None, true, "text", Some((autocomplete, longest)))
    }

    /// A line of text that may be left empty.
    pub(in crate::web) fn maybe(&self, name: &'static str, usual: &str, note: Option<Key>, longest: u32) -> Markup {
        self.input(name, usual, note, false, "text", Some(("off", longest)))
    }

    /// A line of text that must be written, with what to know about it.
    pub(in crate::web) fn noted(&self, name: &'static str, usual: &str, note: Key, longest: u32) -> Markup {
        self.input(name, usual, Some(note), true, "text", Some(("off", longest)))
    }

    /// A day; `usual` is empty or as `2027-03-31`.
    pub(in crate::web) fn day(&self, name: &'static str, usual: &str, note: Option<Key>, is_needed: bool) -> Markup {
        self.input(name, usual, note, is_needed, "date", None)
    }

    /// An amount or another number, written as people do: `1 234,50`.
    pub(in crate::web) fn number(&self, name: &'static str, usual: &str, note: Option<Key>, is_needed: bool) -> Markup {
        html! {
            div.field {
                label for=(self.id(name)) { (self.label(name)) }
                (self.error(name))
                input.amount id=(self.id(name)) name=(name) value=(self.value(name, usual)) required[is_needed]
                    inputmode="decimal" maxlength="30" autocomplete="off" aria-invalid=[self.is_wrong(name)]
                    aria-describedby=[self.described(name, note.is_some())];
                (self.as_it_is_now(name, usual))
                (self.note(name, note))
            }
        }
    }

    /// Several lines of text, such as a reason.
    pub(in crate::web) fn text(&self, name: &'static str, usual: &str, note: Option<Key>, is_needed: bool) -> Markup {
        html! {
            div.field {
                label for=(self.id(name)) { (self.label(name)) }
                (self.error(name))
                textarea id=(self.id(name)) name=(name) rows="2" required[is_needed] maxlength="1000"
                    aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, note.is_some())] {
                    (self.value(name, usual))
                }
                (self.as_it_is_now(name, usual))
                (self.note(name, note))
            }
        }
    }

    /// One of several.
    pub(in crate::web) fn choice(
        &self,
        name: &'static str,
        usual: &str,
        among: &[Choice],
        note: Option<Key>,
    ) -> Markup {
        let value = self.value(name, usual);
        html! {
            div.field {
                label for=(self.id(name)) { (self.label(name)) }
                (self.error(name))
                select id=(self.id(name)) name=(name) aria-invalid=[self.is_wrong(name)]
                    aria-describedby=[self.described(name, note.is_some())] {
                    @for one in among { option value=(one.value) selected[one.value == value] { (one.name) } }
                }
                (self.note(name, note))
            }
        }
    }

    /// Something that is so or not so.
    pub(in crate::web) fn tick(&self, name: &'static str, usually: bool, what: &str) -> Markup {
        let is_ticked = self.refused.map_or(usually, |refused| refused.fields.filled(name).is_some());
        html! {
            (self.error(name))
            label.tick for=(self.id(name)) {
                input id=(self.id(name)) type="checkbox" name=(name) value="1" checked[is_ticked]
                    aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, false)];
                span { (what) }
            }
        }
    }

    fn input(
        &self,
        name: &'static str,
        usual: &str,
        note: Option<Key>,
        is_needed: bool,
        kind: &str,
        text: Option<(&str, u32)>,
    ) -> Markup {
        html! {
            div.field {
                label for=(self.id(name)) { (self.label(name)) }
                (self.error(name))
                input id=(self.id(name)) name=(name) type=(kind) value=(self.value(name, usual)) required[is_needed]
                    maxlength=[text.map(|(_, longest)| longest)] autocomplete=(text.map_or("off", |(complete, _)| complete))
                    autocapitalize=[text.map(|_| "none")] spellcheck=[text.map(|_| "false")]
                    aria-invalid=[self.is_wrong(name)] aria-describedby=[self.described(name, note.is_some())];
                (self.as_it_is_now(name, usual))
                (self.note(name, note))
            }
        }
    }

    /// After a stale edit: what somebody else has made of it, beside what was written.
    fn as_it_is_now(&self, name: &str, usual: &str) -> Markup {
        let differs = |refused: &&super::Refused| refused.is_stale() && refused.fields.get(name) != usual;
        html! {
            @if self.refused.as_ref().is_some_and(differs) {
                p.note { (t!(self.words, "form-now", value = if usual.is_empty() { "–" } else { usual })) }
            }
        }
    }
}
