//! What is sent becomes a document, which the core's reader then judges; nothing is judged here.

use std::collections::{HashMap, HashSet};

use samfin_core::json::Json;

use super::numbers::bare;
use super::shape::{Map, Names, Shape, ShownBy};
use super::tree::{Tree, as_text, below, shown_as, text, title, unescaped};
use crate::web::forms::Fields;

/// What stands after a place: which of several shapes is chosen there, or that something empty stands there.
pub(super) const CHOSEN: char = '?';
/// What stands after a place: how many there are, or what the names there are.
pub(super) const COUNT: char = '#';
/// What stands after a place: for whom something is to be added.
pub(super) const NEW: char = '+';
/// The most rows of anything that a form holds.
const MOST_ROWS: usize = 10_000;

/// The fields of the form by name.
pub(super) struct Read<'f> {
    fields: HashMap<&'f str, Vec<&'f str>>,
    fields_in_order: &'f [(String, String)],
    comma: bool,
    /// Names of keys that have been changed, with what they were.
    renamed: Vec<(String, String)>,
}

/// The document that a form holds.
pub(super) fn document(shape: &'static Shape, fields: &Fields, comma: bool) -> Tree {
    let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, value) in &fields.0 {
        by_name.entry(name).or_default().push(value);
    }
    let mut read = Read { fields: by_name, fields_in_order: &fields.0, comma, renamed: Vec::new() };
    let mut tree = read.value(shape, "", true).unwrap_or(Json::Object(Vec::new()));
    for (from, to) in read.renamed {
        super::rename::key(shape, &mut tree, &from, &to);
    }
    tree
}

impl Read<'_> {
    fn get(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).copied().unwrap_or("")
    }

    fn marked(&self, at: &str, mark: char) -> &str {
        self.get(&format!("{at}{mark}"))
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.fields.get(name).into_iter().flatten().map(|value| (*value).to_owned()).collect()
    }

    /// What stands at a place, when something does.
    fn value(&mut self, shape: &'static Shape, at: &str, must: bool) -> Option<Tree> {
        let written = self.get(at);
        let filled = !written.trim().is_empty();
        match shape {
            Shape::Id | Shape::Line | Shape::Day | Shape::Word(_) | Shape::One(_) => filled.then(|| text(written)),
            // Browsers send every line break as two characters.
            Shape::Text => filled.then(|| text(written.replace("\r\n", "\n"))),
            Shape::Number(_) => filled.then(|| text(bare(written, self.comma))),
            Shape::Whole => filled.then(|| match written.trim() {
                digits if digits.bytes().all(|b| b.is_ascii_digit()) => Json::Number(digits.to_owned().into()),
                other => text(other),
            }),
            Shape::Truth(_) => match written {
                "true" => Some(Json::Bool(true)),
                "false" => Some(Json::Bool(false)),
                _ => None,
            },
            Shape::Same(word) => Some(text(*word)),
            Shape::Set(_) => {
                let chosen = self.all(at);
                let is_there = must || !chosen.is_empty() || !self.marked(at, CHOSEN).is_empty();
                is_there.then(|| Json::Array(chosen.into_iter().map(text).collect()))
            }
            Shape::List(list) => self.list(list.item, at, must),
            Shape::Map(map) => self.map(map, at, must),
            Shape::Record(fields) => {
                let mut members = Vec::new();
                for field in *fields {
                    let value = self.value(field.shape, &below(at, field.name), field.must);
                    members.extend(value.map(|value| (field.name.into(), value)));
                }
                let is_there = must || !members.is_empty() || !self.marked(at, CHOSEN).is_empty();
                is_there.then_some(Json::Object(members))
            }
            Shape::Choice(_, variants) => {
                let chosen = self.marked(at, CHOSEN).to_owned();
                let variant = variants.iter().find(|variant| variant.word == chosen)?;
                // A text that is empty still shows that a text was chosen.
                let empty = || if variant.shown_by == ShownBy::Text { text("") } else { Json::Object(Vec::new()) };
                let value = self.value(variant.shape, at, true).unwrap_or_else(empty);
                Some(shown_as(variant, value))
            }
        }
    }

    fn list(&mut self, item: &'static Shape, at: &str, must: bool) -> Option<Tree> {
        let count = self.marked(at, COUNT).parse::<usize>().ok();
        if count.is_none() && !must {
            return None;
        }
        let mut items: Vec<Tree> = Vec::new();
        for i in 0..count.unwrap_or(0).min(MOST_ROWS) {
            items.push(self.value(item, &format!("{at}/{i}"), true).unwrap_or_else(|| text("")));
        }
        give_ids(item, &mut items);
        Some(Json::Array(items))
    }

    fn map(&mut self, map: &'static Map, at: &str, must: bool) -> Option<Tree> {
        let mut members: Vec<(String, Tree)> = Vec::new();
        if map.names == Names::Parties {
            let start = format!("{at}/");
            for (name, _) in self.fields_in_order {
                if let Some(part) = name.strip_prefix(&start).filter(|part| !part.contains('/'))
                    && let Some(value) = self.value(map.value, name, false)
                {
                    members.push((unescaped(part), value));
                }
            }
            let is_there = must || !members.is_empty() || !self.marked(at, CHOSEN).is_empty();
            return is_there.then(|| object(members));
        }
        for known in self.all(&format!("{at}{COUNT}")).into_iter().take(MOST_ROWS) {
            let here = below(at, &known);
            let value = self.value(map.value, &here, true).unwrap_or_else(|| text(""));
            let name =
                if map.names == Names::Free { self.marked(&here, COUNT).trim().to_owned() } else { known.clone() };
            if name != known && at == "/keys" && !known.is_empty() && !name.is_empty() {
                self.renamed.push((known, name.clone()));
            }
            members.push((name, value));
        }
        let is_there = must || !members.is_empty() || !self.marked(at, CHOSEN).is_empty();
        is_there.then(|| object(members))
    }
}

fn object(members: Vec<(String, Tree)>) -> Tree {
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

/// What has a name and no id gets one that is made of the name.
fn give_ids(item: &'static Shape, items: &mut [Tree]) {
    let mut taken: HashSet<String> =
        ["region", "municipality", "association", "other", "reserve"].map(str::to_owned).into();
    taken.extend(items.iter().map(|item| as_text(item.get("id")).to_owned()));
    for json in items {
        let has_id = super::tree::fields_of(item, json).iter().any(|field| matches!(field.shape, Shape::Id));
        if !has_id || !as_text(json.get("id")).is_empty() || title(json).is_empty() {
            continue;
        }
        let base = slug(title(json));
        let numbered = |number: usize| if number == 1 { base.clone() } else { format!("{base}-{number}") };
        let id = (1..=taken.len() + 1).map(numbered).find(|id| !taken.contains(id)).unwrap_or_default();
        taken.insert(id.clone());
        if let Json::Object(members) = json {
            members.retain(|(name, _)| name != "id");
            members.push(("id".into(), text(id)));
        }
    }
}

/// `Åre kommun` as `are-kommun`.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'å' | 'ä' | 'à' | 'á' => slug.push('a'),
            'ö' | 'ø' | 'ó' => slug.push('o'),
            'é' | 'è' | 'ë' => slug.push('e'),
            'ü' => slug.push('u'),
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.get(..slug.len().min(48)).unwrap_or_default().trim_matches('-').to_owned();
    if slug.is_empty() { "ny".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_a_name() {
        for (name, id) in [
            ("Åre kommun", "are-kommun"),
            ("  §§ ", "ny"),
            ("Region Jämtland/Härjedalen", "region-jamtland-harjedalen"),
        ] {
            assert_eq!(slug(name), id);
        }
    }
}
