//! Reading a document again that differs little from one that was right: only what differs is read.
//!
//! A lever changes a figure of a cost, a scenario the meetings of a body: the rest of a long agreement is as it was,
//! and what it means is known. Nothing is judged here. A document that differs more, or in which anything is wrong,
//! is left to [`Agreement::read`], which tells what and where.

use std::sync::Arc;

use super::checks::check_keys;
use super::{Agreement, Body, Cost, NamedKey, PolicyStep};
use crate::json::Json;
use crate::read::{Node, Reader};

impl Agreement {
    /// What the document at `now` means, where `self` is what `before` means; none when it has to be read whole.
    pub(crate) fn reread(&self, before: &Json<'_>, now: &Node<'_>) -> Option<Self> {
        let (Json::Object(old), Json::Object(new)) = (before, now.json()) else { return None };
        let same_fields = old.len() == new.len() && old.iter().zip(new).all(|(old, new)| old.0 == new.0);
        let agreement = self.with_fields(before, now).filter(|_| same_fields)?;
        debug_assert_eq!(
            Some(&agreement),
            Self::read(&mut Reader::default(), now).as_ref(),
            "the document means what it does when it is read whole"
        );
        Some(agreement)
    }

    /// As [`Agreement::reread`], where fields that are not in `now` are as they were.
    pub(crate) fn with_fields(&self, before: &Json<'_>, now: &Node<'_>) -> Option<Self> {
        let Json::Object(fields) = now.json() else { return None };
        let mut differing = Vec::new();
        for (name, new) in fields {
            let old = before.get(name)?;
            if old != new {
                differing.push((name, old));
            }
        }
        let can_stay = |name: &str| matches!(name, "bodies" | "costs" | "keys" | "default_policy");
        if !differing.iter().all(|(name, _)| can_stay(name)) {
            return None;
        }
        let mut agreement = self.clone();
        let mut reader = Reader::default();
        // Ids and names of keys stay: `replace` sees to it.
        let names = Arc::clone(&self.names);
        for (name, old) in differing {
            let field = now.field(name)?;
            let r = &mut reader;
            match name.as_ref() {
                "bodies" => replace(&mut agreement.bodies, old, &field, |n, _| Body::read(r, n, &names))?,
                "costs" => replace(&mut agreement.costs, old, &field, |n, _| Cost::read(r, n, &names))?,
                "keys" => replace(&mut agreement.keys, old, &field, |n, key| NamedKey::read(r, key, n, &names))?,
                _ => agreement.default_policy = PolicyStep::read_list(r, &field, &names)?,
            }
        }
        check_keys(&mut reader, &agreement.keys, &agreement.costs, &agreement.default_policy);
        reader.is_clean().then_some(agreement)
    }
}

/// Reads the elements or members of `field` that differ from those of `old`; none when they are not the same ones.
fn replace<T>(
    known: &mut [T],
    old: &Json<'_>,
    field: &Node<'_>,
    mut read: impl FnMut(&Node<'_>, &str) -> Option<T>,
) -> Option<()> {
    match (old, field.json()) {
        (Json::Array(old), Json::Array(new)) if old.len() == new.len() && old.len() == known.len() => {
            for (i, (old, new)) in old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new) {
                if old.get("id") != new.get("id") {
                    return None;
                }
                known[i] = read(&field.element(i, new), "")?;
            }
            Some(())
        }
        (Json::Object(old), Json::Object(new)) if old.len() == new.len() && old.len() == known.len() => {
            for (i, (old, new)) in old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new) {
                if old.0 != new.0 {
                    return None;
                }
                known[i] = read(&field.child(&new.0, &new.1), &new.0)?;
            }
            Some(())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Change, apply};
    use crate::json;

    const DOCUMENT: &[u8] = br#"{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
        "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" } ],
        "bodies": [ { "id": "board", "name": "Board", "meetings_per_year": "4", "seats": { "a": "1" } } ],
        "keys": { "even": { "type": "equal" } },
        "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "100.00" }, "key": "even" },
                   { "id": "work", "name": "Arbete", "type": "staff", "hours": { "per_meeting": "2", "bodies": ["board"] },
                     "rate": { "hourly": "300.00" }, "key": "even" } ],
        "default_policy": [ { "type": "redistribute" } ] }"#;

    /// What is read again with `target` set to `value`, and what is read whole.
    fn both(target: &str, value: &[u8]) -> (Option<Agreement>, Option<Agreement>) {
        let before = json::parse(DOCUMENT).expect("valid");
        let agreement = Agreement::parse(DOCUMENT).expect("valid");
        let mut now = before.clone();
        let change = Change { target: target.to_owned(), value: json::parse(value).expect("valid") };
        apply(&mut now, &change).expect("there");
        let now = Node::root(&now);
        (agreement.reread(&before, &now), Agreement::read(&mut Reader::default(), &now))
    }

    #[test]
    fn what_is_read_again_means_what_it_does_when_it_is_read_whole() {
        for (target, value) in [
            ("costs/hall/amount/per_year", &br#""120.00""#[..]),
            ("costs/work/hours/per_meeting", br#""3""#),
            ("bodies/board/meetings_per_year", br#""6""#),
            ("keys/even", br#"{ "type": "shares", "shares": { "a": "2", "b": "1" } }"#),
            ("default_policy", b"[]"),
            ("name", br#""x""#),
        ] {
            let (again, whole) = both(target, value);
            assert!(again.is_some(), "{target} is read again");
            assert_eq!(again, whole, "{target}");
        }
    }

    #[test]
    fn what_is_wrong_or_differs_more_is_left_to_be_read_whole() {
        for (target, value, is_right) in [
            ("costs/hall/amount/per_year", &b"120"[..], false),
            ("costs/hall/key", br#""odd""#, false),
            ("keys/even", br#"{ "type": "ref", "ref": "even" }"#, false),
            ("bodies/board", b"null", false),
            ("costs/hall", b"null", true),
            (
                "costs/new",
                br#"{ "name": "N", "type": "purchase", "amount": { "per_year": "1.00" }, "key": "even" }"#,
                true,
            ),
            ("default_policy", b"null", true),
            ("parties/b/name", br#""C""#, true),
            ("keys/odd", br#"{ "type": "equal" }"#, true),
        ] {
            let (again, whole) = both(target, value);
            assert_eq!(again, None, "{target}");
            assert_eq!(whole.is_some(), is_right, "{target}");
        }
    }

    #[test]
    fn an_element_with_another_id_is_another_element() {
        let before = json::parse(DOCUMENT).expect("valid");
        let text = String::from_utf8(DOCUMENT.to_vec()).expect("text").replace("\"hall\"", "\"room\"");
        let now = json::parse(text.as_bytes()).expect("valid");
        assert_eq!(Agreement::parse(DOCUMENT).expect("valid").reread(&before, &Node::root(&now)), None);
    }
}
