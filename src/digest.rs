//! Checksums.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The SHA-256 of `bytes` in lower-case hexadecimal digits.
///
/// ```
/// use samfin::digest::sha256;
/// assert_eq!(sha256(b"")[..8], *"e3b0c442");
/// ```
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// JSON that is always the same bytes for the same content: names sorted by their bytes at every level, no white space, and
/// in texts only what JSON must have escaped: `"`, `\\` and what is below U+0020, the latter as `\b`, `\t`, `\n`, `\f`, `\r`
/// or `\u00` and two lower-case hexadecimal digits. For texts, whole numbers, lists and objects this is RFC 8785.
///
/// ```
/// use samfin::digest::canonical;
/// assert_eq!(canonical(&serde_json::json!({ "b": ["å\n", null], "a": 1 })), r#"{"a":1,"b":["å\n",null]}"#);
/// ```
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            // Sorted here: whether the map itself is depends on a feature that any crate could turn on.
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (index, (name, value)) in members.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_canonical(&Value::from(name.as_str()), text);
                text.push(':');
                write_canonical(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (index, value) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_canonical(value, text);
            }
            text.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => text.push_str(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected text was written by hand, and is what Python's `json.dumps(…, ensure_ascii=False, sort_keys=True,
    /// separators=(",", ":"))` gives too.
    #[test]
    fn the_same_content_is_the_same_bytes_whatever_order_it_came_in() {
        let text = "\u{0}\u{1f}\u{8}\t\n\u{c}\r\"\\/\u{7f}\u{2028}åÄ🙂";
        let one: Value = serde_json::from_str(r#"{ "z": {"b": 2, "a": []}, "B": true, "a": null }"#).expect("JSON");
        assert_eq!(canonical(&one), r#"{"B":true,"a":null,"z":{"a":[],"b":2}}"#);
        let expected = "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u{7f}\u{2028}åÄ🙂\"";
        assert_eq!(canonical(&Value::from(text)), expected);
    }
}
