//! The ids of a document, collected first so that references can be checked as they are read.

use std::collections::HashMap;

use crate::json::Json;
use crate::read::{Node, Reader};
use crate::text::nearest;
use crate::{Code, say};

/// What can be referred to: each id with its position.
///
/// An element counts as known by its id even if something else in it is wrong, so that one slip
/// does not make every reference to it look wrong too.
#[derive(Debug, Default, PartialEq)]
pub struct Names {
    parties: HashMap<String, usize>,
    bodies: HashMap<String, usize>,
    costs: HashMap<String, usize>,
    keys: HashMap<String, usize>,
}

impl Names {
    /// The ids in the agreement at `node`; a repeated one is noted.
    pub(crate) fn collect(reader: &mut Reader, node: &Node<'_>) -> Self {
        let parties = ids_of(reader, node, "parties");
        let bodies = ids_of(reader, node, "bodies");
        let costs = ids_of(reader, node, "costs");
        ids_of(reader, node, "levers");
        ids_of(reader, node, "milestones");
        let keys = match node.json().get("keys") {
            Some(Json::Object(members)) => {
                members.iter().enumerate().map(|(i, (name, _))| (name.to_string(), i)).collect()
            }
            _ => HashMap::new(),
        };
        Self { parties, bodies, costs, keys }
    }

    pub(crate) fn has_party(&self, id: &str) -> Option<usize> {
        self.parties.get(id).copied()
    }

    pub(crate) fn key(&self, reader: &mut Reader, node: &Node<'_>) -> Option<usize> {
        let name = reader.string(node)?;
        find(reader, node, name, &self.keys, ("nyckel", "key"))
    }

    pub(crate) fn party(&self, reader: &mut Reader, node: &Node<'_>) -> Option<usize> {
        let id = reader.string(node)?;
        self.party_named(reader, node, id)
    }

    /// The party `id`, which is a field's name rather than its value.
    pub(crate) fn party_named(&self, reader: &mut Reader, node: &Node<'_>, id: &str) -> Option<usize> {
        find(reader, node, id, &self.parties, ("part", "party"))
    }

    pub(crate) fn body(&self, reader: &mut Reader, node: &Node<'_>) -> Option<usize> {
        let id = reader.string(node)?;
        find(reader, node, id, &self.bodies, ("forum", "body"))
    }

    /// A list of parties without repeats, in the order written.
    pub(crate) fn party_list(&self, reader: &mut Reader, node: &Node<'_>) -> Option<Vec<usize>> {
        unique(reader, node, |r, n| self.party(r, n))
    }

    /// A list of bodies without repeats, in the order written.
    pub(crate) fn body_list(&self, reader: &mut Reader, node: &Node<'_>) -> Option<Vec<usize>> {
        unique(reader, node, |r, n| self.body(r, n))
    }

    /// A list of costs without repeats, in the order written.
    pub(crate) fn cost_list(&self, reader: &mut Reader, node: &Node<'_>) -> Option<Vec<usize>> {
        unique(reader, node, |r, n| {
            let id = r.string(n)?;
            find(r, n, id, &self.costs, ("kostnad", "cost"))
        })
    }
}

fn ids_of(reader: &mut Reader, node: &Node<'_>, list: &str) -> HashMap<String, usize> {
    let mut ids = HashMap::new();
    let Some(field) = node.field(list) else { return ids };
    let Json::Array(items) = field.json() else { return ids };
    for (i, item) in items.iter().enumerate() {
        let Some(Json::String(id)) = item.get("id") else { continue };
        if ids.insert(id.to_string(), i).is_some() {
            let element = field.element(i, item);
            if let Some(place) = element.field("id") {
                let detail = say!("id:t \"{id}\" finns redan i listan", "the id \"{id}\" is already in the list");
                reader.fault(&place, Code::DuplicateId, detail);
            }
        }
    }
    ids
}

fn find(
    reader: &mut Reader,
    node: &Node<'_>,
    name: &str,
    known: &HashMap<String, usize>,
    (sv, en): (&str, &str),
) -> Option<usize> {
    if let Some(position) = known.get(name) {
        return Some(*position);
    }
    let shown: String = name.chars().take(60).collect();
    let detail = match nearest(name, known.keys().map(String::as_str)) {
        Some(near) => say!(
            "det finns ingen {sv} \"{shown}\"; menade du \"{near}\"?",
            "there is no {en} \"{shown}\"; did you mean \"{near}\"?"
        ),
        None => say!("det finns ingen {sv} \"{shown}\"", "there is no {en} \"{shown}\""),
    };
    reader.fault(node, Code::UnknownReference, detail);
    None
}

fn unique(
    reader: &mut Reader,
    node: &Node<'_>,
    mut read: impl FnMut(&mut Reader, &Node<'_>) -> Option<usize>,
) -> Option<Vec<usize>> {
    let mut seen = std::collections::HashSet::new();
    reader.list(node, |r, n, _| {
        let position = read(r, n)?;
        if seen.insert(position) {
            return Some(position);
        }
        r.fault(n, Code::RepeatedReference, say!("står redan i listan", "is already in the list"));
        None
    })
}
