//! Changes (calculation contract § 9): a path into the agreement document and a new value.
//!
//! ```
//! use samfin_core::change::{Change, apply};
//! use samfin_core::json;
//! let mut document = json::parse(br#"{ "costs": [ { "id": "hall", "amount": { "per_year": "100.00" } } ] }"#).unwrap();
//! let change = Change { target: "costs/hall/amount/per_year".into(), value: json::Json::String("120.00".into()) };
//! let pointer = apply(&mut document, &change).unwrap();
//! assert_eq!(pointer, "/costs/0/amount/per_year");
//! assert_eq!(document.to_text(), r#"{"costs":[{"id":"hall","amount":{"per_year":"120.00"}}]}"#);
//! ```

use std::borrow::Cow;

use crate::json::Json;
use crate::read::{Node, Reader};
use crate::text::nearest;
use crate::{Text, say};

/// Lists whose elements are found by id; others are addressed by position.
pub(crate) const LISTS_BY_ID: &[&str] = &["parties", "bodies", "costs", "levers", "milestones"];

/// One change: what stands at `target` becomes `value`; null removes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    /// The path, for example `costs/secretary/hours/per_meeting`.
    pub target: String,
    /// The new value.
    pub value: Json<'a>,
}

impl<'a> Change<'a> {
    /// The fields of a change.
    pub const FIELDS: &'static [&'static str] = &["target", "value"];

    /// Reads the list of changes at `node`, whose values borrow from `json` itself.
    pub(crate) fn read_list(reader: &mut Reader, node: &Node<'_>, json: &Json<'a>) -> Option<Vec<Change<'a>>> {
        let values = match json {
            Json::Array(items) => items.iter().map(|item| item.get("value").cloned()).collect(),
            _ => Vec::new(),
        };
        reader.list(node, |r, n, i| {
            if !r.object(n, Self::FIELDS) {
                return None;
            }
            let target = r.required(n, "target", Reader::text);
            // `null` is a value here: it removes.
            let Some(value) = values[i].clone() else {
                r.missing(n, "value");
                return None;
            };
            Some(Change { target: target?, value })
        })
    }
}

/// Why a change could not be made: what is wrong, and the nearest target that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoTarget(pub Text);

/// Makes one change in the document and says where, as a JSON Pointer into it.
///
/// # Errors
///
/// [`NoTarget`] when the path leads nowhere; the document is then as it was.
pub fn apply<'a>(document: &mut Json<'a>, change: &Change<'a>) -> Result<String, NoTarget> {
    let parts: Vec<&str> = change.target.split('/').collect();
    let (last, way) = parts.split_last().ok_or_else(|| nowhere("", None))?;
    let mut here = document;
    let mut pointer = String::new();
    let mut by_id = false;
    for (i, part) in way.iter().enumerate() {
        let known = parts[..i].join("/");
        let index = locate(here, part, by_id).ok_or_else(|| nowhere(&known, suggestion(here, part, by_id)))?;
        // Only lists directly in the document are addressed by id.
        by_id = i == 0 && LISTS_BY_ID.contains(part);
        pointer.push('/');
        match here {
            Json::Array(items) => {
                pointer.push_str(&index.to_string());
                here = &mut items[index];
            }
            Json::Object(members) => {
                push_escaped(&mut pointer, part);
                here = &mut members[index].1;
            }
            _ => return Err(nowhere(&known, None)),
        }
    }
    let known = way.join("/");
    let at = put(here, last, by_id, &change.value).ok_or_else(|| nowhere(&known, suggestion(here, last, by_id)))?;
    pointer.push('/');
    push_escaped(&mut pointer, &at);
    Ok(pointer)
}

/// Puts `value` at `part` of `here`, or removes it; gives the step of the pointer, none when it leads nowhere.
fn put<'a>(here: &mut Json<'a>, part: &str, by_id: bool, value: &Json<'a>) -> Option<String> {
    let found = locate(here, part, by_id);
    let removes = *value == Json::Null;
    match here {
        Json::Object(members) => {
            match (found, removes) {
                (Some(index), true) => drop(members.remove(index)),
                (Some(index), false) => members[index].1 = value.clone(),
                (None, true) => {}
                (None, false) if part.is_empty() => return None,
                (None, false) => members.push((Cow::Owned(part.to_owned()), value.clone())),
            }
            Some(part.to_owned())
        }
        Json::Array(items) => {
            let index = match (found, removes) {
                (Some(index), true) => {
                    items.remove(index);
                    index
                }
                (Some(index), false) => {
                    items[index] = if by_id { with_id(value, part, false) } else { value.clone() };
                    index
                }
                (None, true) => return None,
                (None, false) => {
                    if !by_id && position(part) != Some(items.len()) {
                        return None;
                    }
                    items.push(if by_id { with_id(value, part, true) } else { value.clone() });
                    items.len() - 1
                }
            };
            Some(index.to_string())
        }
        _ => None,
    }
}

/// Where `part` is in `here`.
fn locate(here: &Json<'_>, part: &str, by_id: bool) -> Option<usize> {
    match here {
        Json::Object(members) => members.iter().position(|(name, _)| name == part),
        Json::Array(items) if by_id => {
            items.iter().position(|item| matches!(item.get("id"), Some(Json::String(id)) if id == part))
        }
        Json::Array(items) => position(part).filter(|index| *index < items.len()),
        _ => None,
    }
}

/// One step of a target down from `here`, at `depth` steps below the document.
pub(crate) fn step<'h, 'a>(here: &'h Json<'a>, part: &str, depth: usize) -> Option<&'h Json<'a>> {
    let index = match here {
        // Only lists directly in the document are addressed by id, so an id is found one step down.
        Json::Array(items) if depth == 1 && items.iter().any(|item| item.get("id").is_some()) => {
            locate(here, part, true)?
        }
        _ => locate(here, part, false)?,
    };
    match here {
        Json::Object(members) => members.get(index).map(|(_, value)| value),
        Json::Array(items) => items.get(index),
        _ => None,
    }
}

/// A position in a list: digits without a leading zero.
fn position(part: &str) -> Option<usize> {
    let plain = part == "0" || !part.starts_with(['0', '+']);
    plain.then(|| part.parse().ok()).flatten()
}

/// An element of a list by id: an appended one gets the id it was addressed by, a replaced one only lacks none.
fn with_id<'a>(value: &Json<'a>, id: &str, appended: bool) -> Json<'a> {
    let mut value = value.clone();
    if let Json::Object(members) = &mut value {
        let id = Json::String(Cow::Owned(id.to_owned()));
        match members.iter_mut().find(|(name, _)| name == "id") {
            Some(member) if appended => member.1 = id,
            Some(_) => {}
            None => members.insert(0, (Cow::Borrowed("id"), id)),
        }
    }
    value
}

fn suggestion(here: &Json<'_>, part: &str, by_id: bool) -> Option<String> {
    let known: Vec<&str> = match here {
        Json::Object(members) => members.iter().map(|(name, _)| name.as_ref()).collect(),
        Json::Array(items) if by_id => items
            .iter()
            .filter_map(|item| match item.get("id") {
                Some(Json::String(id)) => Some(id.as_ref()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    nearest(part, known).map(str::to_owned)
}

fn nowhere(known: &str, near: Option<String>) -> NoTarget {
    let place = match (near, known.is_empty()) {
        (Some(near), true) => near,
        (Some(near), false) => format!("{known}/{near}"),
        (None, false) => known.to_owned(),
        (None, true) => {
            return NoTarget(say!(
                "målet finns inte; det ska börja med ett av avtalets fält, utan snedstreck",
                "the target does not exist; it must start with a field of the agreement, without a slash"
            ));
        }
    };
    NoTarget(say!(
        "målet finns inte; närmast som finns är \"{place}\"",
        "the target does not exist; the nearest that does is \"{place}\""
    ))
}

fn push_escaped(pointer: &mut String, part: &str) {
    pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const DOCUMENT: &str = r#"{"name":"x","valid_to":null,"costs":[{"id":"a","n":"1"},{"id":"b","n":"2"}],"keys":{"k":{"groups":[{"weight":"50"},{"weight":"50"}]}}}"#;

    fn after(target: &str, value: &str) -> Result<String, String> {
        let mut document = json::parse(DOCUMENT.as_bytes()).expect("valid");
        let value = json::parse(value.as_bytes()).expect("valid");
        let before = document.clone();
        match apply(&mut document, &Change { target: target.into(), value }) {
            Ok(_) => Ok(document.to_text()),
            Err(NoTarget(text)) => {
                assert_eq!(document, before, "a failed change leaves the document alone");
                Err(text.en)
            }
        }
    }

    #[test]
    fn a_value_replaces_what_is_there() {
        assert!(after("costs/b/n", "\"3\"").expect("made").contains(r#"{"id":"b","n":"3"}"#));
        assert!(after("keys/k/groups/1/weight", "\"40\"").expect("made").contains(r#"{"weight":"40"}]"#));
        assert!(after("valid_to", "\"2030-12-31\"").expect("made").contains(r#""valid_to":"2030-12-31""#));
    }

    #[test]
    fn a_new_id_appends_an_element_that_gets_it() {
        let made = after("costs/c", r#"{"n":"3","id":"other"}"#).expect("made");
        assert!(made.contains(r#"{"n":"3","id":"c"}]"#), "{made}");
    }

    #[test]
    fn position_n_of_a_list_of_n_appends_and_beyond_is_nowhere() {
        assert!(after("keys/k/groups/2", r#"{"weight":"1"}"#).expect("made").contains(r#"{"weight":"1"}]"#));
        assert!(after("keys/k/groups/3", "{}").is_err());
        assert!(after("keys/k/groups/01", "{}").is_err());
        assert!(after("keys/k/groups/+1", "{}").is_err());
    }

    #[test]
    fn null_removes_and_an_absent_field_is_no_error() {
        assert!(!after("costs/a", "null").expect("made").contains(r#""id":"a""#));
        assert_eq!(after("indexation", "null").expect("made"), DOCUMENT);
        assert!(after("costs/nosuch", "null").is_err());
    }

    #[test]
    fn what_does_not_resolve_names_the_nearest_that_does() {
        assert!(after("cots/a/n", "1").expect_err("nowhere").contains("\"costs\""));
        assert!(after("keys/kk/groups", "1").expect_err("nowhere").contains("\"keys/k\""));
        assert!(after("valid_to/x", "1").expect_err("nowhere").contains("\"valid_to\""));
        assert!(after("costs/a/n/deeper", "1").expect_err("nowhere").contains("\"costs/a/n\""));
        assert!(after("", "1").is_err());
        assert!(after("/costs/a/n", "1").is_err());
    }
}
