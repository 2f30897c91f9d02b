//! The form: one field for every place of the document, drawn along its shape.

use std::fmt::Write as _;

use maud::{Markup, html};
use samfin_core::json::Json;

use super::faults::Fault;
use super::known::Known;
use super::sent::CHOSEN;
use super::shape::{Field, Kind, Shape, Variant};
use super::tree::{below, variant_of};
use crate::web::basis::findings::{Asked, is_inside};
use crate::web::words::{Key, Words, key, t};

/// What a form is drawn from.
pub(super) struct Form<'f> {
    pub(super) words: Words,
    pub(super) known: &'f Known,
    pub(super) faults: &'f [Fault],
    /// Questions about what stands there, each shown once.
    pub(super) asked: Option<&'f Asked<'f>>,
    /// Where the form is sent.
    pub(super) address: &'f str,
    /// The place that was changed last: what it stands in is open.
    pub(super) changed: Option<&'f str>,
}

/// One place to draw.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) at: &'p str,
    pub(super) label: Key,
    pub(super) note: Option<Key>,
    pub(super) usual: Option<Key>,
    pub(super) must: bool,
    pub(super) value: Option<&'p Json<'static>>,
}

impl Form<'_> {
    pub(super) fn field(&self, field: &Field, parent: &str, json: Option<&Json<'static>>) -> Markup {
        let at = below(parent, field.name);
        let value = json.and_then(|json| json.get(field.name)).filter(|value| **value != Json::Null);
        let Field { label, note, usual, must, .. } = *field;
        self.draw(field.shape, Place { at: &at, label, note, usual, must, value })
    }

    /// A place with its label, its errors and its note.
    pub(super) fn draw(&self, shape: &'static Shape, place: Place<'_>) -> Markup {
        match shape {
            Shape::Id => self.id_field(place),
            Shape::Same(_) => html! {},
            Shape::Line | Shape::Day | Shape::Number(_) | Shape::Whole => self.input(shape, place),
            Shape::Text => self.area(place),
            Shape::Word(words) => self.word(words, place),
            Shape::Truth(usually) => self.truth(*usually, place),
            Shape::One(kind) => self.one(*kind, place),
            Shape::Set(kind) => self.set(*kind, place),
            Shape::List(list) => self.list(list, place),
            Shape::Map(map) => self.map(map, place),
            Shape::Record(fields) => html! {
                fieldset.part id=(id_of(place.at)) {
                    legend { (self.words.get(place.label)) }
                    (self.errors(place.at))
                    (self.record(fields, place.at, place.value))
                }
            },
            Shape::Choice(what, variants) => {
                // A field that is the whole of what is chosen stands at the same place, and has its id and its errors.
                let is_field = place.value.and_then(|json| variant_of(variants, json));
                let is_field = is_field.or_else(|| variants.first().copied().filter(|_| place.must));
                let is_field = is_field.is_some_and(|variant| matches!(variant.shape, Shape::One(_)));
                html! {
                    fieldset.part id=[(!is_field).then(|| id_of(place.at))] {
                        legend { (self.words.get(place.label)) }
                        @if !is_field { (self.errors(place.at)) }
                        (self.choice(*what, variants, place))
                        (self.note(place.at, place.note))
                    }
                }
            }
        }
    }

    /// A record that is a section of its own: the title stands there.
    pub(super) fn section(&self, field: &Field, tree: &Json<'static>) -> Markup {
        let at = below("", field.name);
        let value = tree.get(field.name).filter(|value| **value != Json::Null);
        let Shape::Record(fields) = field.shape else { return html! {} };
        html! { div id=(id_of(&at)) { (self.errors(&at)) (self.record(fields, &at, value)) } }
    }

    /// Fields that stand together; those that are seldom wanted are folded.
    pub(super) fn record(&self, fields: &'static [Field], at: &str, json: Option<&Json<'static>>) -> Markup {
        let words = self.words;
        let is_wrong = fields.iter().filter(|field| field.more).any(|field| self.is_open(&below(at, field.name)));
        let empty = json.is_some_and(|json| matches!(json, Json::Object(members) if members.is_empty()));
        html! {
            // So that what is there and empty stays there.
            @if empty { input type="hidden" name=(format!("{at}{CHOSEN}")) value="1"; }
            div.fields { @for field in fields.iter().filter(|field| !field.more) { (self.field(field, at, json)) } }
            @if fields.iter().any(|field| field.more) {
                details.more open[is_wrong] {
                    summary { (t!(words, "edit-more")) }
                    div.fields { @for field in fields.iter().filter(|field| field.more) { (self.field(field, at, json)) } }
                }
            }
        }
    }

    /// Which of several shapes, and what that shape holds.
    pub(super) fn choice(&self, what: Key, variants: &'static [&'static Variant], place: Place<'_>) -> Markup {
        let words = self.words;
        let found = place.value.and_then(|json| variant_of(variants, json));
        let chosen = found.or_else(|| variants.first().copied().filter(|_| place.must));
        let name = format!("{}{CHOSEN}", place.at);
        let value = place.value.filter(|_| found.is_some());
        html! {
            div.field.chosen {
                label for=(id_of(&name)) { (words.get(what)) }
                div.acts {
                    select id=(id_of(&name)) name=(name) data-byter[true] {
                        @if !place.must { option value="" selected[chosen.is_none()] { (words.get(place.usual.unwrap_or(NONE))) } }
                        @for variant in variants {
                            @let is_chosen = chosen.is_some_and(|chosen| chosen.word == variant.word);
                            option value=(variant.word) selected[is_chosen] { (words.get(variant.label)) }
                        }
                    }
                    button.btn.switch type="submit" name="gor" value=(format!("visa {}", place.at)) formaction=(self.to(place.at)) {
                        (t!(words, "edit-show")) span.sr { " " (words.get(place.label)) ", " (words.get(what)) }
                    }
                }
            }
            @if let Some(variant) = chosen { (self.variant(variant, place, value)) }
        }
    }

    fn variant(&self, variant: &'static Variant, place: Place<'_>, value: Option<&Json<'static>>) -> Markup {
        match variant.shape {
            Shape::Record(fields) => self.record(fields, place.at, value),
            shape => {
                let label = match shape {
                    Shape::One(Kind::Key) => key!("edit-key"),
                    Shape::One(_) => key!("edit-party"),
                    _ => place.label,
                };
                self.draw(shape, Place { label, note: None, usual: None, must: true, value, ..place })
            }
        }
    }

    /// Whether something at a place, or in it, is wrong, or was just changed.
    pub(super) fn is_open(&self, at: &str) -> bool {
        let inside = |pointer: &str| is_inside(pointer, at);
        self.faults.iter().any(|fault| inside(&fault.pointer)) || self.changed.is_some_and(inside)
    }

    /// Where the form is sent so that the reader comes back to a place.
    pub(super) fn to(&self, at: &str) -> String {
        format!("{}#{}", self.address, id_of(at))
    }

    /// Whether there are questions about a place, or inside it.
    pub(super) fn is_questioned(&self, at: &str) -> bool {
        self.asked.is_some_and(|asked| asked.are_about(at))
    }

    /// The questions about a place, and inside it.
    pub(super) fn questions(&self, at: &str) -> Markup {
        self.asked.map(|asked| asked.about(at)).unwrap_or_default()
    }
}

pub(super) const NONE: Key = key!("edit-none");

/// The id of the field at a place: names may hold what ids may not.
pub(super) fn id_of(at: &str) -> String {
    let mut id = "f".to_owned();
    for c in at.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_') {
            id.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(id, ".{:x}", u32::from(c));
        }
    }
    id
}
