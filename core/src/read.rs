//! Strict reading of a JSON tree: every issue is collected with its JSON Pointer.
//!
//! A reader function takes a [`Node`] and gives `Some(value)`, or `None` after it has told the
//! [`Reader`] why. It goes on after an error, so that a user sees all of them at once.
//!
//! ```
//! use samfin_core::json;
//! use samfin_core::read::{Node, Reader};
//! let tree = json::parse(br#"{ "name": "a", "amuont": "1.00" }"#).unwrap();
//! let node = Node::root(&tree);
//! let mut reader = Reader::default();
//! reader.object(&node, &["name", "amount"]);
//! let amount = reader.required(&node, "amount", Reader::money);
//! assert_eq!(amount, None);
//! let found: Vec<_> = reader.issues().iter().map(|i| (i.pointer.as_str(), i.code.as_str())).collect();
//! assert_eq!(found, [("/amuont", "unknown-field"), ("/amount", "missing-field")]);
//! ```

mod node;
mod scalar;

pub use node::Node;

use crate::json::Json;
use crate::text::nearest;
use crate::{Code, Error, Issue, Text, say};

/// More issues than this are counted, not listed.
const MAX_ISSUES: usize = 1000;

/// Collects what is wrong while a document is read.
#[derive(Debug, Default)]
pub struct Reader {
    issues: Vec<Issue>,
    unlisted: usize,
}

impl Reader {
    /// What has been found so far.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.issues.is_empty()
    }

    /// How many issues have been found so far.
    #[must_use]
    pub fn found(&self) -> usize {
        self.issues.len() + self.unlisted
    }

    /// Notes that something is wrong at `node`.
    pub fn fault(&mut self, node: &Node<'_>, code: Code, detail: Text) {
        self.push(Issue::new(node.pointer(), code, detail));
    }

    /// Notes an issue whose place is already known.
    pub fn push(&mut self, issue: Issue) {
        if self.issues.len() < MAX_ISSUES { self.issues.push(issue) } else { self.unlisted += 1 }
    }

    /// The value if nothing was wrong, otherwise all that was.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every issue found.
    pub fn finish<T>(mut self, value: Option<T>) -> Result<T, Error> {
        match value {
            Some(value) if self.issues.is_empty() => Ok(value),
            _ => {
                if let (true, Some(last)) = (self.unlisted > 0, self.issues.last_mut()) {
                    let more = self.unlisted;
                    last.detail = Text::new(
                        format!("{} (och {more} fel till)", last.detail.sv),
                        format!("{} (and {more} more)", last.detail.en),
                    );
                }
                Err(Error::Invalid(self.issues))
            }
        }
    }

    /// Expects an object with no other fields than `known`; true when it is an object.
    pub fn object(&mut self, node: &Node<'_>, known: &[&str]) -> bool {
        let Json::Object(members) = node.json() else {
            self.wrong_type(node, &Text::new("ett objekt", "an object"));
            return false;
        };
        for (name, value) in members {
            if known.contains(&name.as_ref()) {
                continue;
            }
            let hint = match nearest(name, known.iter().copied()) {
                Some(near) => say!("menade du \"{near}\"?", "did you mean \"{near}\"?"),
                None if known.is_empty() => say!("ta bort det", "remove it"),
                None => say!("här finns: {}", "there are: {}"; known.join(", ")),
            };
            let shown: String = name.chars().take(60).collect();
            let detail = Text::new(
                format!("det finns inget fält \"{shown}\" här; {}", hint.sv),
                format!("there is no field \"{shown}\" here; {}", hint.en),
            );
            self.fault(&node.child(name, value), Code::UnknownField, detail);
        }
        true
    }

    /// The field `name`, which must be there (null counts as absent), read by `read`.
    pub fn required<T>(
        &mut self,
        node: &Node<'_>,
        name: &str,
        read: impl FnOnce(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Option<T> {
        if let Some(field) = node.field(name) {
            return read(self, &field);
        }
        if matches!(node.json(), Json::Object(_)) {
            self.missing(node, name);
        }
        None
    }

    /// Notes that the field `name` of `node` is missing.
    pub fn missing(&mut self, node: &Node<'_>, name: &str) {
        let detail = say!("fältet \"{name}\" måste finnas", "the field \"{name}\" must be there");
        self.fault(&node.child(name, &Json::Null), Code::MissingField, detail);
    }

    /// The field `name` if it is there and not null, read by `read`.
    pub fn optional<T>(
        &mut self,
        node: &Node<'_>,
        name: &str,
        read: impl FnOnce(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Option<T> {
        node.field(name).and_then(|field| read(self, &field))
    }

    /// Every element of a list, read by `read`; those that cannot be read are left out (and noted).
    pub fn list<T>(
        &mut self,
        node: &Node<'_>,
        mut read: impl FnMut(&mut Self, &Node<'_>, usize) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Json::Array(items) = node.json() else {
            self.wrong_type(node, &Text::new("en lista", "a list"));
            return None;
        };
        Some(items.iter().enumerate().filter_map(|(i, item)| read(self, &node.element(i, item), i)).collect())
    }

    /// Every member of an object whose names are data, read by `read`.
    pub fn map<T>(
        &mut self,
        node: &Node<'_>,
        mut read: impl FnMut(&mut Self, &str, &Node<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Json::Object(members) = node.json() else {
            self.wrong_type(node, &Text::new("ett objekt", "an object"));
            return None;
        };
        Some(members.iter().filter_map(|(name, value)| read(self, name, &node.child(name, value))).collect())
    }

    /// One of the words in `table`.
    pub fn word<T: Copy>(&mut self, node: &Node<'_>, table: &[(&str, T)]) -> Option<T> {
        let text = self.string(node)?;
        let found = table.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let words = table.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            let shown: String = text.chars().take(60).collect();
            self.fault(
                node,
                Code::UnknownValue,
                say!("\"{shown}\" finns inte; välj bland {words}", "there is no \"{shown}\"; choose among {words}"),
            );
        }
        found
    }

    pub(crate) fn wrong_type(&mut self, node: &Node<'_>, wanted: &Text) {
        let got = node.json().sort();
        let detail = Text::new(
            format!("här ska stå {}, inte {}", wanted.sv, got.sv),
            format!("this must be {}, not {}", wanted.en, got.en),
        );
        self.fault(node, Code::WrongType, detail);
    }
}
