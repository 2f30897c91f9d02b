//! Several things: in order, or by name. Each can be taken away, moved, and another one added.

use maud::{Markup, html};
use samfin_core::json::Json;

use super::form::{Form, Place, id_of};
use super::sent::{CHOSEN, COUNT, NEW};
use super::shape::{Kind, List, Map, Names, Shape};
use super::tree::{below, title, variant_of};
use crate::web::words::{Key, key, t};

/// For whom something can be given in a table of members, beside the parties.
const MEMBERS: [&str; 5] = ["*", "municipality", "region", "association", "other"];

impl Form<'_> {
    pub(super) fn list(&self, list: &'static List, place: Place<'_>) -> Markup {
        let words = self.words;
        let items: &[Json<'static>] = if let Some(Json::Array(items)) = place.value { items } else { &[] };
        let at = place.at;
        let count = if place.value.is_some() || place.must { items.len().to_string() } else { String::new() };
        // A list at the top of the document has a section of its own, with the title there.
        let has_title = at.matches('/').count() > 1 || matches!(at, "/milestones" | "/references" | "/levers");
        html! {
            fieldset.rows id=(id_of(at)) {
                legend.sr[!has_title] { (words.get(place.label)) }
                (self.errors(at))
                (self.note(at, place.note))
                input type="hidden" name=(format!("{at}{COUNT}")) value=(count);
                @for (i, item) in items.iter().enumerate() { (self.item(list, &format!("{at}/{i}"), item, (i, items.len()))) }
                button.btn type="submit" name="gor" value=(format!("lagg {at}")) formaction=(self.to(&format!("{at}/{}", items.len()))) {
                    (words.get(list.add))
                }
            }
        }
    }

    fn item(&self, list: &'static List, at: &str, item: &Json<'static>, (i, count): (usize, usize)) -> Markup {
        let words = self.words;
        let name = self.item_title(list.item, item).unwrap_or_else(|| (i + 1).to_string());
        let place = Place { at, label: list.one, note: None, usual: None, must: true, value: Some(item) };
        let content = html! {
            @match list.item {
                Shape::Record(fields) => { (self.errors(at)) (self.record(fields, at, Some(item))) }
                Shape::Choice(what, variants) => { (self.errors(at)) (self.choice(*what, variants, place)) }
                shape => (self.draw(shape, place)),
            }
            (self.questions(at))
            div.acts.moves {
                @if i > 0 { (self.mover("upp", at, &name, key!("edit-up"))) }
                @if i + 1 < count { (self.mover("ner", at, &name, key!("edit-down"))) }
                (self.mover("bort", at, &name, key!("edit-remove")))
            }
        };
        html! {
            @if !matches!(list.item, Shape::Record(_) | Shape::Choice(..)) {
                div.item { (content) }
            } @else if list.folded {
                details.fold id=(id_of(at)) open[self.is_open(at)] {
                    summary {
                        (words.get(list.one)) " " strong { (name) }
                        @if self.is_questioned(at) { " " span.tag { (t!(words, "edit-questioned")) } }
                    }
                    div.fold-in { (content) }
                }
            } @else {
                fieldset.item id=(id_of(at)) { legend { (words.get(list.one)) " " (name) } (content) }
            }
        }
    }

    /// A button that does something with one of several.
    fn mover(&self, verb: &str, at: &str, name: &str, says: Key) -> Markup {
        let parent = at.rsplit_once('/').map_or("", |(parent, _)| parent);
        let number: usize = at.rsplit('/').next().and_then(|part| part.parse().ok()).unwrap_or(0);
        let back = match verb {
            "upp" => format!("{parent}/{}", number.saturating_sub(1)),
            "ner" => format!("{parent}/{}", number + 1),
            _ => parent.to_owned(),
        };
        html! {
            button.btn type="submit" name="gor" value=(format!("{verb} {at}")) formaction=(self.to(&back)) {
                (self.words.get(says)) span.sr { " " (name) }
            }
        }
    }

    /// What one of several is called: its name, or the kind of thing that it is.
    pub(super) fn item_title(&self, shape: &'static Shape, item: &Json<'static>) -> Option<String> {
        let name = title(item);
        if !name.is_empty() {
            return Some(name.to_owned());
        }
        match shape {
            Shape::Choice(_, variants) => variant_of(variants, item).map(|variant| self.words.get(variant.label)),
            _ => None,
        }
    }

    pub(super) fn map(&self, map: &'static Map, place: Place<'_>) -> Markup {
        let words = self.words;
        let members: &[_] = if let Some(Json::Object(members)) = place.value { members } else { &[] };
        let at = place.at;
        let is_empty = !place.must && place.value.is_some() && members.is_empty();
        let has_title = at != "/keys";
        html! {
            fieldset.rows id=(id_of(at)) {
                legend.sr[!has_title] { (words.get(place.label)) }
                (self.errors(at))
                (self.note(at, place.note))
                @if is_empty { input type="hidden" name=(format!("{at}{CHOSEN}")) value="1"; }
                @match map.names {
                    Names::Parties => (self.parties(map, at, members)),
                    Names::Members | Names::Free => {
                        @for (name, value) in members { (self.member(map, at, name, value)) }
                        (self.adder(map, at, members))
                    }
                }
            }
        }
    }

    /// A field for every party, and for those that are there though no party has the id.
    fn parties(
        &self,
        map: &'static Map,
        at: &str,
        members: &[(std::borrow::Cow<'static, str>, Json<'static>)],
    ) -> Markup {
        let known = self.known.all(Kind::Party);
        let gone = members.iter().map(|(id, _)| id.as_ref()).filter(|id| known.iter().all(|(known, _)| known != id));
        html! {
            div.fields.many {
                @for id in known.iter().map(|(id, _)| id.as_str()).chain(gone) {
                    @let value = members.iter().find(|(known, _)| known == id).map(|(_, value)| value);
                    (self.named(map.value, &below(at, id), self.known.name(Kind::Party, id), value))
                }
            }
        }
    }

    /// A number that is labelled with somebody's name.
    fn named(&self, shape: &'static Shape, at: &str, name: &str, value: Option<&Json<'static>>) -> Markup {
        let shown = match value {
            Some(Json::String(text)) => super::numbers::dressed(text, self.words.lang() == samfin_core::Lang::Sv),
            _ => String::new(),
        };
        let is_wrong = self.faults.iter().any(|fault| fault.pointer == at);
        let unit = matches!(shape, Shape::Number(super::shape::Unit::Kronor)).then_some(", kr");
        html! {
            div.field {
                label for=(id_of(at)) { (name) (unit.unwrap_or_default()) }
                (self.errors(at))
                input.amount id=(id_of(at)) name=(at) value=(shown) inputmode="decimal" autocomplete="off"
                    aria-invalid=[is_wrong.then_some("true")] aria-describedby=[is_wrong.then(|| format!("{}-fel", id_of(at)))];
            }
        }
    }

    fn member(&self, map: &'static Map, parent: &str, name: &str, value: &Json<'static>) -> Markup {
        let words = self.words;
        let at = below(parent, name);
        let called = if map.names == Names::Members { self.known.member(words, name) } else { name.to_owned() };
        let place = Place { at: &at, label: map.one, note: None, usual: None, must: true, value: Some(value) };
        let renamed = format!("{at}{COUNT}");
        html! {
            fieldset.item id=(format!("{}-rad", id_of(&at))) {
                legend { (words.get(map.one)) " " (called) }
                input type="hidden" name=(format!("{parent}{COUNT}")) value=(name);
                @if map.names == Names::Free {
                    div.field {
                        label for=(id_of(&renamed)) { (words.get(if parent == "/keys" { key!("edit-name") } else { map.one })) }
                        input id=(id_of(&renamed)) name=(renamed) value=(name) autocomplete="off";
                    }
                }
                @match map.value {
                    Shape::Number(_) => (self.named(map.value, &at, &called_or(words.get(key!("edit-value")), &called), Some(value))),
                    Shape::Line => (self.draw(map.value, Place { label: key!("edit-value"), ..place })),
                    Shape::Choice(what, variants) => div id=(id_of(&at)) { (self.errors(&at)) (self.choice(*what, variants, place)) },
                    shape => (self.draw(shape, place)),
                }
                (self.questions(&at))
                div.acts.moves { (self.mover("bort", &at, &called, key!("edit-remove"))) }
            }
        }
    }

    fn adder(
        &self,
        map: &'static Map,
        at: &str,
        members: &[(std::borrow::Cow<'static, str>, Json<'static>)],
    ) -> Markup {
        let words = self.words;
        let field = format!("{at}{NEW}");
        let parties = self.known.all(Kind::Party).iter().map(|(id, _)| id.as_str());
        let free = MEMBERS.into_iter().chain(parties).filter(|name| members.iter().all(|(known, _)| known != name));
        let button = html! {
            button.btn type="submit" name="gor" value=(format!("lagg {at}")) formaction=(self.to(at)) { (words.get(map.add)) }
        };
        html! {
            @if map.names == Names::Members {
                div.field {
                    label for=(id_of(&field)) { (t!(words, "edit-for")) }
                    div.acts {
                        select id=(id_of(&field)) name=(field) {
                            @for name in free { option value=(name) { (self.known.member(words, name)) } }
                        }
                        (button)
                    }
                }
            } @else { (button) }
        }
    }
}

fn called_or(usual: String, name: &str) -> String {
    if name.is_empty() { usual } else { name.to_owned() }
}
