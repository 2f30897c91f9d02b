//! JSON as it came in: numbers still text, duplicate keys refused, depth bounded.
//!
//! A document is read into this tree before it is given meaning, so that every issue can carry a
//! JSON Pointer, and so that changes ([`crate::change`]) can be applied by path.
//!
//! ```
//! use samfin_core::json::{self, Json};
//! let tree = json::parse(br#"{ "b": 1.50, "a": [true, null] }"#).unwrap();
//! assert_eq!(tree.get("b"), Some(&Json::Number("1.50".into())));
//! assert_eq!(tree.to_canonical(), r#"{"a":[true,null],"b":1.50}"#);
//! assert!(json::parse(br#"{ "a": 1, "a": 2 }"#).is_err());
//! ```

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

use json_event_parser::{JsonEvent, SliceJsonParser};

use crate::{Error, Text, say};

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 128;

/// One JSON value, borrowing from the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
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

/// A container that is still being filled.
enum Open<'a> {
    Array(Vec<Json<'a>>),
    Object { members: Vec<(Cow<'a, str>, Json<'a>)>, next: Option<Cow<'a, str>>, seen: Option<HashSet<Cow<'a, str>>> },
}

/// Room for the members that an object usually has.
const USUAL: usize = 8;
/// Objects with more members than this look duplicates up in a set instead of one by one.
const FEW: usize = 16;

/// Reads one JSON document.
///
/// # Errors
///
/// [`Error::Malformed`] for broken JSON, a duplicate key, nesting beyond [`MAX_DEPTH`], text that is
/// not UTF-8, or anything after the document.
pub fn parse(bytes: &[u8]) -> Result<Json<'_>, Error> {
    let mut parser = SliceJsonParser::new(bytes);
    let mut stack: Vec<Open<'_>> = Vec::new();
    loop {
        let event = parser.parse_next().map_err(|error| malformed(&error.to_string()))?;
        let value = match event {
            JsonEvent::Null => Json::Null,
            JsonEvent::Boolean(value) => Json::Bool(value),
            JsonEvent::Number(text) => Json::Number(text),
            JsonEvent::String(text) => Json::String(text),
            JsonEvent::StartArray => {
                push(&mut stack, Open::Array(Vec::new()))?;
                continue;
            }
            JsonEvent::StartObject => {
                push(&mut stack, Open::Object { members: Vec::with_capacity(USUAL), next: None, seen: None })?;
                continue;
            }
            JsonEvent::ObjectKey(name) => {
                if let Some(Open::Object { members, next, seen }) = stack.last_mut() {
                    if is_duplicate(members, seen, &name) {
                        return Err(Error::Malformed(say!(
                            "fältet \"{name}\" står två gånger i samma objekt; ta bort det ena",
                            "the field \"{name}\" appears twice in one object; remove one of them"
                        )));
                    }
                    *next = Some(name);
                }
                continue;
            }
            JsonEvent::EndArray | JsonEvent::EndObject => match stack.pop() {
                Some(Open::Array(items)) => Json::Array(items),
                Some(Open::Object { members, .. }) => Json::Object(members),
                None => return Err(malformed("unbalanced brackets")),
            },
            JsonEvent::Eof => return Err(malformed("the document is empty")),
        };
        match stack.last_mut() {
            Some(Open::Array(items)) => items.push(value),
            Some(Open::Object { members, next, .. }) => members.push((next.take().unwrap_or_default(), value)),
            None => {
                return match parser.parse_next() {
                    Ok(JsonEvent::Eof) => Ok(value),
                    Ok(_) => Err(malformed("there is more after the document")),
                    Err(error) => Err(malformed(&error.to_string())),
                };
            }
        }
    }
}

fn push<'a>(stack: &mut Vec<Open<'a>>, open: Open<'a>) -> Result<(), Error> {
    if stack.len() >= MAX_DEPTH {
        return Err(Error::Malformed(say!(
            "dokumentet är kapslat i mer än {MAX_DEPTH} nivåer",
            "the document is nested in more than {MAX_DEPTH} levels"
        )));
    }
    stack.push(open);
    Ok(())
}

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

fn malformed(reason: &str) -> Error {
    Error::Malformed(say!("kan inte läsas som JSON: {reason}", "cannot be read as JSON: {reason}"))
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
    fn text_that_is_written_is_read_back_as_it_was() {
        let tree = parse("{\"å\\u0001\\\"\\\\\":[1e400,-0,\"\\t\\ud83d\\ude00\"]}".as_bytes()).expect("valid");
        assert_eq!(parse(tree.to_text().as_bytes()).expect("valid"), tree);
    }
}
