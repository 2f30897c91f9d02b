//! What can be referred to: the things that a document has, by id and name.

use samfin_core::Id;
use samfin_core::json::Json;

use super::grammar;
use super::shape::{Kind, Shape};
use super::tree::{as_text, title, variant_of};
use crate::web::words::{Words, t};

/// Ids with what people call them.
pub(super) type Options = Vec<(String, String)>;

/// What can be referred to.
#[derive(Debug, Default)]
pub(super) struct Known {
    parties: Options,
    bodies: Options,
    costs: Options,
    keys: Options,
    series: Options,
}

impl Known {
    pub(super) fn of(words: Words, json: &Json<'_>, series: &[String]) -> Self {
        let listed = |name: &str| match json.get(name) {
            Some(Json::Array(items)) => items
                .iter()
                .map(|item| (as_text(item.get("id")).to_owned(), title(item).to_owned()))
                .filter(|(id, _)| !id.is_empty())
                .collect(),
            Some(Json::Object(members)) => members
                .iter()
                .map(|(name, key)| (name.to_string(), key_called(words, name, key)))
                .filter(|(id, _)| !id.is_empty())
                .collect(),
            _ => Vec::new(),
        };
        let inhabitants = crate::population::SERIES;
        let mut known = vec![(inhabitants.to_owned(), t!(words, "edit-inhabitants"))];
        known.extend(series.iter().filter(|name| *name != inhabitants).map(|name| (name.clone(), name.clone())));
        Self {
            parties: listed("parties"),
            bodies: listed("bodies"),
            costs: listed("costs"),
            keys: listed("keys"),
            series: known,
        }
    }

    pub(super) fn all(&self, kind: Kind) -> &Options {
        match kind {
            Kind::Party => &self.parties,
            Kind::Body => &self.bodies,
            Kind::Cost => &self.costs,
            Kind::Key => &self.keys,
            Kind::Series => &self.series,
        }
    }

    /// What something is called; its id when nothing is known of it.
    pub(super) fn name<'k>(&'k self, kind: Kind, id: &'k str) -> &'k str {
        self.all(kind).iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name)
    }

    /// What a name of a table of members says: everyone, a kind, or a party.
    pub(super) fn member(&self, words: Words, name: &str) -> String {
        if self.parties.iter().any(|(id, _)| id == name) {
            return self.name(Kind::Party, name).to_owned();
        }
        match name {
            "*" => t!(words, "edit-everyone"),
            "municipality" => t!(words, "edit-municipality"),
            "region" => t!(words, "edit-region"),
            "association" => t!(words, "edit-association"),
            "other" => t!(words, "edit-other-kind"),
            id => id.to_owned(),
        }
    }
}

/// A named key with how it divides, where its name says little to people: `half (mellan grupper, och sedan inom dem)`.
fn key_called(words: Words, name: &str, key: &Json<'_>) -> String {
    let shape = match grammar::field("keys").map(|field| field.shape) {
        Some(Shape::Map(map)) => map.value,
        _ => return name.to_owned(),
    };
    match shape {
        Shape::Choice(_, variants) if Id::parse(name).is_some() => variant_of(variants, key)
            .map_or_else(|| name.to_owned(), |variant| format!("{name} ({})", words.get(variant.label))),
        _ => name.to_owned(),
    }
}
