//! The fields that hold one thing each.

use maud::{Markup, html};
use samfin_core::json::Json;

use super::form::{Form, NONE, Place, id_of};
use super::numbers::dressed;
use super::sent::CHOSEN;
use super::shape::{Kind, Shape, Unit};
use super::tree::as_text;
use crate::web::words::{Key, t};
use samfin_core::Lang;

impl Form<'_> {
    pub(super) fn errors(&self, at: &str) -> Markup {
        html! {
            @if self.is_wrong(at).is_some() {
                p.wrong id=(format!("{}-fel", id_of(at))) {
                    @for fault in self.faults.iter().filter(|fault| fault.pointer == at) { (fault.text) " " }
                }
            }
        }
    }

    fn is_wrong(&self, at: &str) -> Option<&'static str> {
        self.faults.iter().any(|fault| fault.pointer == at).then_some("true")
    }

    pub(super) fn note(&self, at: &str, note: Option<Key>) -> Markup {
        html! { @if let Some(note) = note { p.note id=(format!("{}-regel", id_of(at))) { (self.words.get(note)) } } }
    }

    fn described(&self, place: &Place<'_>) -> Option<String> {
        let error = self.is_wrong(place.at).map(|_| format!("{}-fel", id_of(place.at)));
        let note = place.note.map(|_| format!("{}-regel", id_of(place.at)));
        let both: Vec<String> = error.into_iter().chain(note).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }

    /// An id is nobody's business until something is wrong with it.
    pub(super) fn id_field(&self, place: Place<'_>) -> Markup {
        if self.is_wrong(place.at).is_some() {
            return self.input(&Shape::Line, place);
        }
        html! { input type="hidden" name=(place.at) value=(as_text(place.value)); }
    }

    pub(super) fn input(&self, shape: &Shape, place: Place<'_>) -> Markup {
        let is_number = matches!(shape, Shape::Number(_) | Shape::Whole);
        let value = match place.value {
            Some(Json::Number(number)) => number.to_string(),
            Some(Json::String(text)) if is_number => dressed(text, self.words.lang() == Lang::Sv),
            value => as_text(value).to_owned(),
        };
        let unit = match shape {
            Shape::Number(Unit::Kronor) => Some("kr"),
            Shape::Number(Unit::Percent) => Some("%"),
            _ => None,
        };
        let mode = match shape {
            Shape::Number(_) => Some("decimal"),
            Shape::Whole => Some("numeric"),
            _ => None,
        };
        let kind = if matches!(shape, Shape::Day) { "date" } else { "text" };
        html! {
            div.field {
                label for=(id_of(place.at)) { (self.words.get(place.label)) @if let Some(unit) = unit { ", " (unit) } }
                (self.errors(place.at))
                input.amount[is_number] id=(id_of(place.at)) name=(place.at) type=(kind) value=(value) inputmode=[mode]
                    autocomplete="off" aria-required=[place.must.then_some("true")] aria-invalid=[self.is_wrong(place.at)]
                    aria-describedby=[self.described(&place)];
                (self.note(place.at, place.note))
            }
        }
    }

    pub(super) fn area(&self, place: Place<'_>) -> Markup {
        html! {
            div.field {
                label for=(id_of(place.at)) { (self.words.get(place.label)) }
                (self.errors(place.at))
                textarea id=(id_of(place.at)) name=(place.at) rows="2" aria-invalid=[self.is_wrong(place.at)]
                    aria-describedby=[self.described(&place)] {
                    // A browser takes the first line break for its own.
                    "\n" (as_text(place.value))
                }
                (self.note(place.at, place.note))
            }
        }
    }

    /// A choice; what is chosen and not among the options is one of them all the same.
    fn select(&self, place: Place<'_>, first: Option<String>, options: Vec<(String, String)>) -> Markup {
        let chosen = match place.value {
            Some(Json::Bool(value)) => value.to_string(),
            value => as_text(value).to_owned(),
        };
        let is_known = chosen.is_empty() || options.iter().any(|(value, _)| *value == chosen);
        html! {
            div.field {
                label for=(id_of(place.at)) { (self.words.get(place.label)) }
                (self.errors(place.at))
                select id=(id_of(place.at)) name=(place.at) aria-invalid=[self.is_wrong(place.at)]
                    aria-describedby=[self.described(&place)] {
                    @if let Some(first) = first { option value="" selected[chosen.is_empty()] { (first) } }
                    @for (value, name) in options { option value=(value) selected[value == chosen] { (name) } }
                    @if !is_known { option value=(chosen) selected { (t!(self.words, "edit-gone", what = chosen.as_str())) } }
                }
                (self.note(place.at, place.note))
            }
        }
    }

    /// What stands first in a choice: what applies when nothing is said, or that something must be chosen.
    fn first(&self, place: &Place<'_>) -> Option<String> {
        let is_empty = as_text(place.value).is_empty();
        if place.must {
            return is_empty.then(|| t!(self.words, "edit-choose"));
        }
        Some(self.words.get(place.usual.unwrap_or(NONE)))
    }

    pub(super) fn word(&self, words: &'static [(&'static str, Key)], place: Place<'_>) -> Markup {
        let given = as_text(place.value);
        // What applies anyway is said once; a document that says it in so many words goes on doing so.
        let said = words.iter().filter(|(word, name)| place.usual != Some(*name) || *word == given);
        let options = said.map(|(word, name)| ((*word).to_owned(), self.words.get(*name))).collect();
        self.select(place, self.first(&place), options)
    }

    pub(super) fn truth(&self, usually: bool, place: Place<'_>) -> Markup {
        let words = self.words;
        let say = |value: bool| if value { t!(words, "edit-yes") } else { t!(words, "edit-no") };
        let options = [true, false]
            .into_iter()
            .filter(|value| *value != usually || place.value == Some(&Json::Bool(usually)))
            .map(|value| (value.to_string(), say(value)))
            .collect();
        self.select(place, Some(say(usually)), options)
    }

    pub(super) fn one(&self, kind: Kind, place: Place<'_>) -> Markup {
        self.select(place, self.first(&place), self.known.all(kind).clone())
    }

    /// Ticks, those that are chosen first and in their order.
    pub(super) fn set(&self, kind: Kind, place: Place<'_>) -> Markup {
        let chosen: Vec<&str> = match place.value {
            Some(Json::Array(items)) => items.iter().map(|item| as_text(Some(item))).collect(),
            _ => Vec::new(),
        };
        let others = self.known.all(kind).iter().map(|(id, _)| id.as_str()).filter(|id| !chosen.contains(id));
        let was_empty = !place.must && place.value.is_some() && chosen.is_empty();
        html! {
            fieldset.ticks-list id=(id_of(place.at)) {
                legend { (self.words.get(place.label)) }
                (self.errors(place.at))
                @if was_empty { input type="hidden" name=(format!("{}{CHOSEN}", place.at)) value="1"; }
                @for (i, id) in chosen.iter().copied().chain(others).enumerate() {
                    @let field = format!("{}-{i}", id_of(place.at));
                    @if i < chosen.len() { (self.errors(&format!("{}/{i}", place.at))) }
                    label.tick for=(field) {
                        input id=(field) type="checkbox" name=(place.at) value=(id) checked[i < chosen.len()];
                        span { (self.known.name(kind, id)) }
                    }
                }
                (self.note(place.at, place.note))
            }
        }
    }
}
