//! Changes of structure: something is added, taken away, or moved up or down.

use samfin_core::json::Json;

use super::sent::NEW;
use super::shape::{List, Map, Names, Shape};
use super::tree::{Tree, below, blank, place, unescaped};
use crate::web::forms::Fields;

/// A change of structure, as its button sends it: `lagg /costs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change<'s> {
    Add(&'s str),
    Remove(&'s str),
    Up(&'s str),
    Down(&'s str),
}

impl<'s> Change<'s> {
    pub(super) fn of(said: &'s str) -> Option<Self> {
        let (verb, pointer) = said.split_once(' ')?;
        match verb {
            "lagg" => Some(Self::Add(pointer)),
            "bort" => Some(Self::Remove(pointer)),
            "upp" => Some(Self::Up(pointer)),
            "ner" => Some(Self::Down(pointer)),
            _ => None,
        }
    }

    /// Makes the change, and says which place it was about. What is not there is not changed.
    pub(super) fn make(self, shape: &'static Shape, tree: &mut Tree, fields: &Fields) -> Option<String> {
        match self {
            Self::Add(pointer) => add(shape, tree, pointer, fields),
            Self::Remove(pointer) => {
                let (parent, part) = pointer.rsplit_once('/')?;
                match place(tree, shape, parent)?.0 {
                    Json::Array(items) => {
                        let position = part.parse::<usize>().ok().filter(|position| *position < items.len())?;
                        items.remove(position);
                    }
                    Json::Object(members) => members.retain(|(name, _)| *name != unescaped(part)),
                    _ => return None,
                }
                Some(parent.to_owned())
            }
            Self::Up(pointer) => swap(shape, tree, pointer, false),
            Self::Down(pointer) => swap(shape, tree, pointer, true),
        }
    }
}

fn add(shape: &'static Shape, tree: &mut Tree, pointer: &str, fields: &Fields) -> Option<String> {
    match place(tree, shape, pointer)? {
        (Json::Array(items), Shape::List(List { item, .. })) => {
            items.push(blank(item));
            Some(format!("{pointer}/{}", items.len() - 1))
        }
        (Json::Object(members), Shape::Map(Map { names, value, .. })) => {
            let name = match names {
                Names::Free => String::new(),
                Names::Parties | Names::Members => fields.get(&format!("{pointer}{NEW}")).to_owned(),
            };
            // One without a name is enough until it has one.
            if members.iter().all(|(known, _)| *known != name) {
                members.push((name.clone().into(), blank(value)));
            }
            Some(below(pointer, &name))
        }
        _ => None,
    }
}

fn swap(shape: &'static Shape, tree: &mut Tree, pointer: &str, down: bool) -> Option<String> {
    let (parent, part) = pointer.rsplit_once('/')?;
    let (Json::Array(items), _) = place(tree, shape, parent)? else { return None };
    let from = part.parse::<usize>().ok()?;
    let to = if down { from.checked_add(1)? } else { from.checked_sub(1)? };
    if from >= items.len() || to >= items.len() {
        return None;
    }
    items.swap(from, to);
    Some(format!("{parent}/{to}"))
}

#[cfg(test)]
mod tests {
    use super::super::grammar::AGREEMENT;
    use super::super::tree::owned;
    use super::*;

    fn after(changes: &[&str]) -> String {
        let mut tree = owned(&samfin_core::json::parse(br#"{"costs":[{"id":"a"},{"id":"b"}]}"#).expect("valid"));
        for change in changes {
            let _ = Change::of(change).expect("a change").make(&AGREEMENT, &mut tree, &Fields::default());
        }
        tree.to_text()
    }

    #[test]
    fn things_are_moved_and_taken_away_and_what_is_not_there_is_not_changed() {
        assert_eq!(after(&["upp /costs/1"]), r#"{"costs":[{"id":"b"},{"id":"a"}]}"#);
        assert_eq!(after(&["ner /costs/0", "bort /costs/0"]), r#"{"costs":[{"id":"a"}]}"#);
        for nothing in ["upp /costs/0", "ner /costs/1", "bort /costs/7", "upp /costs/x", "lagg /name", "bort /parties"]
        {
            assert!(after(&[nothing]).starts_with(r#"{"costs":[{"id":"a"},{"id":"b"}]"#), "{nothing}");
        }
        assert_eq!(Change::of("spara"), None);
    }

    #[test]
    fn what_is_added_has_what_it_must_have() {
        let added = after(&["bort /costs/1", "bort /costs/0", "lagg /costs"]);
        for part in
            [r#""type":"staff""#, r#""hours":{"per_meeting":"","bodies":[]}"#, r#""monthly_salary":"""#, r#""key":"""#]
        {
            assert!(added.contains(part), "{part}: {added}");
        }
        let keyed = after(&["lagg /keys", "lagg /keys"]);
        assert!(keyed.contains(r#""keys":{"":{"type":"equal"}}"#), "{keyed}");
    }
}
