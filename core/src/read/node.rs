//! Where in a document we are: a value and the way to it, written out only when needed.

use crate::json::Json;

/// A value in a document, with the way to it.
#[derive(Debug, Clone, Copy)]
pub struct Node<'n> {
    json: &'n Json<'n>,
    parent: Option<&'n Node<'n>>,
    step: Step<'n>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'n> {
    /// A pointer that stands as it is: the root's.
    Prefix(&'n str),
    Name(&'n str),
    Index(usize),
}

impl<'n> Node<'n> {
    /// A document's root.
    #[must_use]
    pub fn root(json: &'n Json<'n>) -> Self {
        Self::rooted(json, "")
    }

    /// A value whose pointer is already known.
    #[must_use]
    pub fn rooted(json: &'n Json<'n>, pointer: &'n str) -> Self {
        Self { json, parent: None, step: Step::Prefix(pointer) }
    }

    /// The value itself.
    #[must_use]
    pub fn json(&self) -> &'n Json<'n> {
        self.json
    }

    /// The member `name`, unless it is absent or null.
    #[must_use]
    pub fn field<'c>(&'c self, name: &'c str) -> Option<Node<'c>> {
        match self.json.get(name) {
            None | Some(Json::Null) => None,
            Some(value) => Some(self.child(name, value)),
        }
    }

    /// A place below this one, by name.
    #[must_use]
    pub fn child<'c>(&'c self, name: &'c str, value: &'c Json<'c>) -> Node<'c> {
        Node { json: value, parent: Some(self), step: Step::Name(name) }
    }

    /// A place below this one, by position.
    #[must_use]
    pub fn element<'c>(&'c self, index: usize, value: &'c Json<'c>) -> Node<'c> {
        Node { json: value, parent: Some(self), step: Step::Index(index) }
    }

    /// The way to this value as a JSON Pointer (RFC 6901).
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut out = self.parent.map_or_else(String::new, Node::pointer);
        match self.step {
            Step::Prefix(prefix) => out.push_str(prefix),
            Step::Name(name) => {
                out.push('/');
                for c in name.chars() {
                    match c {
                        '~' => out.push_str("~0"),
                        '/' => out.push_str("~1"),
                        c => out.push(c),
                    }
                }
            }
            Step::Index(index) => {
                out.push('/');
                out.push_str(&index.to_string());
            }
        }
        out
    }
}
