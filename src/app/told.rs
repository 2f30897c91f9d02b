//! What a change tells of itself, for the audit trail.

use serde::Serialize;

use crate::digest::{canonical, sha256};

/// Everything that one change tells.
#[derive(Debug, Clone, Default)]
pub struct Told(pub(super) Vec<Event>);

/// One thing that was done.
///
/// ```
/// use samfin::app::told::Event;
/// let told = Event::new("budget.adopted", "2027").within("an agreement's id").because(Some("HSN § 45")).to(&"the budget");
/// ```
#[derive(Debug, Clone)]
pub struct Event {
    /// The kind of thing and what was done to it: `agreement.created`.
    pub(super) action: &'static str,
    /// Which thing.
    pub(super) object: String,
    pub(super) agreement: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

impl Event {
    /// That something was done (`agreement.created`) to a thing.
    #[must_use]
    pub fn new(action: &'static str, object: impl Into<String>) -> Self {
        Self { action, object: object.into(), agreement: None, reason: None, before: None, after: None }
    }

    /// The agreement that it belongs to.
    #[must_use]
    pub fn within(self, agreement: impl Into<String>) -> Self {
        Self { agreement: Some(agreement.into()), ..self }
    }

    /// Why.
    #[must_use]
    pub fn because(self, reason: Option<impl Into<String>>) -> Self {
        Self { reason: reason.map(Into::into), ..self }
    }

    /// The thing as it was.
    #[must_use]
    pub fn from(self, before: &impl Serialize) -> Self {
        Self { before: Some(checksum(before)), ..self }
    }

    /// The thing as it became.
    #[must_use]
    pub fn to(self, after: &impl Serialize) -> Self {
        Self { after: Some(checksum(after)), ..self }
    }
}

impl From<Event> for Told {
    fn from(event: Event) -> Self {
        Self(vec![event])
    }
}

impl FromIterator<Event> for Told {
    fn from_iter<I: IntoIterator<Item = Event>>(events: I) -> Self {
        Self(events.into_iter().collect())
    }
}

/// The SHA-256 of a thing as canonical JSON: docs/audit.md says what the thing is for each action.
fn checksum(thing: &impl Serialize) -> String {
    // What samfin stores can always be written as JSON.
    let text = serde_json::to_value(thing).map(|value| canonical(&value)).unwrap_or_default();
    sha256(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn a_thing_has_one_checksum_whatever_order_its_members_come_in() {
        let (one, other) = (HashMap::from([("b", 1), ("a", 2)]), serde_json::json!({ "a": 2, "b": 1 }));
        assert_eq!(checksum(&one), checksum(&other));
        assert_eq!(checksum(&one), sha256(br#"{"a":2,"b":1}"#));
    }
}
