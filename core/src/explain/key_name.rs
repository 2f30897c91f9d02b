//! What a key is called by people: `half-and-half` is a name for programs.

use crate::agreement::{Key, KeyRule, NamedKey};
use crate::{Id, Text, say};

/// What a named key is called: what somebody has called it, and of one that has but an id how it divides.
///
/// ```
/// use samfin_core::agreement::{Agreement, NamedKey};
/// let agreement = |key: &str| Agreement::parse(format!(r#"{{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
///   "parties": [ {{ "id": "a", "name": "A", "kind": "region" }}, {{ "id": "b", "name": "B", "kind": "municipality" }} ], "costs": [],
///   "keys": {{ {key} }} }}"#).as_bytes()).unwrap();
/// let called = |key: &str| samfin_core::key_name(&agreement(key).keys[0]).sv;
/// let half = r#"{ "type": "groups", "groups": [
///   { "weight": "1", "among": { "kind": "region" }, "key": { "type": "equal" } },
///   { "weight": "1", "among": { "kind": "municipality" }, "key": { "type": "equal" } } ] }"#;
/// assert_eq!(called(&format!("\"half-and-half\": {half}")), "Hälften var");
/// assert_eq!(called(&format!("\"Halva var\": {half}")), "Halva var");
/// assert_eq!(called(r#""each": { "type": "equal" }"#), "Lika delar");
/// ```
#[must_use]
pub fn key_name(named: &NamedKey) -> Text {
    if Id::parse(&named.name).is_none() {
        return Text::new(named.name.clone(), named.name.clone());
    }
    how(&named.key)
}

/// How a key divides, in a few words.
fn how(key: &Key) -> Text {
    match &key.rule {
        KeyRule::Equal => say!("Lika delar", "Equal parts"),
        KeyRule::Shares(_) => say!("Fasta vikter", "Fixed weights"),
        KeyRule::Statistic { .. } => say!("Efter statistik", "By a statistic"),
        KeyRule::Seats(_) => say!("Efter platser", "By seats"),
        KeyRule::Groups(groups) => match &groups[..] {
            [one, other] if one.weight == other.weight => say!("Hälften var", "Half each"),
            _ => say!("I grupper", "In groups"),
        },
        KeyRule::Blend(_) => say!("Blandad", "A blend"),
        KeyRule::BaseFee { .. } => say!("Grundavgift och resten", "A base fee and the rest"),
        KeyRule::Bounded { .. } => say!("Med gränser", "Within bounds"),
        KeyRule::Among { .. } => say!("Bland några", "Among some"),
        KeyRule::Ref(_) => say!("Som en annan nyckel", "As another key"),
    }
}
