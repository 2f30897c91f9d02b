//! JSON as it came in: duplicate keys refused, depth bounded, strings borrowed.
//!
//! A document is read into this tree before it is given meaning, so that every issue can carry a
//! JSON Pointer, and so that changes ([`crate::change`]) can be applied by path.
//!
//! ```
//! use samfin_core::json::{self, Json};
//! let tree = json::parse(br#"{ "b": 1.50, "a": [true, null] }"#).unwrap();
//! assert_eq!(tree.get("b"), Some(&Json::Number("1.5".into())));
//! assert_eq!(tree.to_canonical(), r#"{"a":[true,null],"b":1.5}"#);
//! assert!(json::parse(br#"{ "a": 1, "a": 2 }"#).is_err());
//! ```

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::fmt::Write as _;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::{Error, Text, say};

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 127;

/// One JSON value, borrowing from the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A bare number. Whole ones are as written; no money or decimal is ever one.
    Number(Cow<'a, str>),
    /// A string, escapes resolved.
    String(Cow<'a, str>),
    /// A list.
    Array(Vec<Json<'a>>),
    /// Members in the order they were written, names unique.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// The member `name` of an object; none for anything else.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        match self {
            Json::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Puts the members of every object in the order of their names, as [`Json::to_canonical`] writes them.
    pub fn sort_names(&mut self) {
        match self {
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
            Json::Array(items) => items.iter_mut().for_each(Json::sort_names),
            Json::Object(members) => {
                members.sort_by(|a, b| a.0.cmp(&b.0));
                for (_, value) in members {
                    value.sort_names();
                }
            }
        }
    }

    /// The same document always gives the same text: members sorted by name, no white space.
    #[must_use]
    pub fn to_canonical(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, true);
        out
    }

    /// The document as compact text, members in the order they came.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, false);
        out
    }

    fn write(&self, out: &mut String, sorted: bool) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(text) => out.push_str(text),
            Json::String(text) => write_string(out, text),
            Json::Array(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write(out, sorted);
                }
                out.push(']');
            }
            Json::Object(members) => {
                let mut order: Vec<_> = members.iter().collect();
                if sorted {
                    order.sort_by(|a, b| a.0.cmp(&b.0));
                }
                out.push('{');
                for (i, (name, value)) in order.into_iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write_string(out, name);
                    out.push(':');
                    value.write(out, sorted);
                }
                out.push('}');
            }
        }
    }

    /// What sort of value this is, for messages.
    #[must_use]
    pub(crate) fn sort(&self) -> Text {
        match self {
            Json::Null => Text::new("null", "null"),
            Json::Bool(_) => Text::new("ett sanningsvärde", "a boolean"),
            Json::Number(_) => Text::new("ett tal", "a number"),
            Json::String(_) => Text::new("en sträng", "a string"),
            Json::Array(_) => Text::new("en lista", "a list"),
            Json::Object(_) => Text::new("ett objekt", "an object"),
        }
    }
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Objects with more members than this look duplicates up in a set instead of one by one.
const FEW: usize = 16;

/// Reads one JSON document.
///
/// # Errors
///
/// [`Error::Malformed`] for broken JSON, a duplicate key, nesting beyond [`MAX_DEPTH`], text that is
/// not UTF-8, or anything after the document.
pub fn parse(bytes: &[u8]) -> Result<Json<'_>, Error> {
    let mut source = serde_json::Deserializer::from_slice(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes));
    let repeated = Cell::new(None);
    let tree = Tree { repeated: &repeated }.deserialize(&mut source).and_then(|tree| source.end().map(|()| tree));
    tree.map_err(|reason| match repeated.take() {
        Some(name) => Error::Malformed(say!(
            "fältet \"{name}\" står två gånger i samma objekt; ta bort det ena",
            "the field \"{name}\" appears twice in one object; remove one of them"
        )),
        None => Error::Malformed(say!("kan inte läsas som JSON: {reason}", "cannot be read as JSON: {reason}")),
    })
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Builds the tree of one value; a repeated key is remembered on the way out.
#[derive(Clone, Copy)]
struct Tree<'r> {
    repeated: &'r Cell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Json<'de>, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.to_string().into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.to_string().into()))
    }

    // Money and decimals are strings, so a number with decimals is only ever shown in a message.
    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.to_string().into()))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json<'de>, A::Error> {
        let mut members = Vec::with_capacity(USUAL);
        let mut seen = None;
        while let Some(Name(name)) = object.next_key()? {
            if is_duplicate(&members, &mut seen, &name) {
                self.repeated.set(Some(name.into_owned()));
                return Err(A::Error::custom("a repeated field"));
            }
            members.push((name, object.next_value_seed(self)?));
        }
        Ok(Json::Object(members))
    }
}

/// A member's name, borrowed where it has no escapes.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        source.deserialize_str(Reader)
    }
}

/// Room for the members that an object usually has.
const USUAL: usize = 8;

fn is_duplicate<'a>(
    members: &[(Cow<'a, str>, Json<'a>)],
    seen: &mut Option<HashSet<Cow<'a, str>>>,
    name: &str,
) -> bool {
    if members.len() < FEW {
        return members.iter().any(|(key, _)| key == name);
    }
    let seen = seen.get_or_insert_with(|| members.iter().map(|(key, _)| key.clone()).collect());
    !seen.insert(Cow::Owned(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duplicate_is_found_in_small_and_in_large_objects() {
        for count in [2, FEW, FEW + 1, 1000] {
            let mut text: Vec<String> = (0..count).map(|i| format!("\"k{i}\":{i}")).collect();
            assert!(parse(format!("{{{}}}", text.join(",")).as_bytes()).is_ok());
            text.push("\"k1\":0".into());
            assert!(matches!(parse(format!("{{{}}}", text.join(",")).as_bytes()), Err(Error::Malformed(_))), "{count}");
        }
    }

    #[test]
    fn depth_is_bounded_without_using_the_stack() {
        let deep = |levels: usize| [vec![b'['; levels], vec![b']'; levels]].concat();
        assert!(parse(&deep(MAX_DEPTH)).is_ok());
        assert!(parse(&deep(MAX_DEPTH + 1)).is_err());
        assert!(parse(&vec![b'['; 100_000]).is_err());
    }

    #[test]
    fn broken_documents_are_refused() {
        for text in [
            &b""[..],
            b"{",
            b"nul",
            b"{\"a\":}",
            b"[1,]",
            b"{} {}",
            b"\xff",
            b"\"\xc3\x28\"",
            b"\"\\ud800\"",
            b"01",
            b"1.",
            b"NaN",
            b"\"a\nb\"",
        ] {
            assert!(matches!(parse(text), Err(Error::Malformed(_))), "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn what_is_sorted_is_what_the_canonical_text_is_read_as() {
        let mut tree = parse(br#"{ "b": [ { "d": 1, "c": { "z": null, "y": "1.50" } } ], "a": true }"#).expect("valid");
        let canonical = tree.to_canonical();
        assert_ne!(tree.to_text(), canonical);
        tree.sort_names();
        assert_eq!(tree.to_text(), canonical);
        assert_eq!(parse(canonical.as_bytes()).expect("valid"), tree);
    }

    #[test]
    fn text_that_is_written_is_read_back_as_it_was() {
        let tree = parse("{\"å\\u0001\\\"\\\\\":[1e300,-0.5,\"\\t\\ud83d\\ude00\"]}".as_bytes()).expect("valid");
        assert_eq!(parse(tree.to_text().as_bytes()).expect("valid"), tree);
    }
}
