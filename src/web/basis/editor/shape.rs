//! What an agreement document is made of, as data: from it the form is drawn, what is sent is read, and two versions are compared.
//!
//! Every value has one place, its JSON Pointer, which is also the name of its field. What is wrong with the document is
//! found by the same reader as the API's, whose pointers are then the fields.

use crate::web::words::Key;

/// What stands in one place of the document.
pub(super) enum Shape {
    /// The id of something in a list: made from its name, and kept.
    Id,
    /// One line of text.
    Line,
    /// Several lines.
    Text,
    /// Kronor, a percentage or another number, which the document has as text.
    Number(Unit),
    /// A whole number, which the document has as a number.
    Whole,
    /// A day.
    Day,
    /// One of these words.
    Word(&'static [(&'static str, Key)]),
    /// Yes or no; what it is when nothing is said.
    Truth(bool),
    /// The id of something elsewhere.
    One(Kind),
    /// The ids of several, in no order.
    Set(Kind),
    /// A word that is always the same.
    Same(&'static str),
    /// Several in order.
    List(&'static List),
    /// Several by name.
    Map(&'static Map),
    /// Fields that stand together.
    Record(&'static [Field]),
    /// One of several shapes, and what the choice is called. Keys hold keys, so each stands by itself.
    Choice(Key, &'static [&'static Variant]),
}

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    None,
    Kronor,
    Percent,
}

/// What an id can be the id of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Party,
    Body,
    Cost,
    Key,
    Series,
}

/// Several in order.
pub(super) struct List {
    pub(super) item: &'static Shape,
    /// What one of them is called.
    pub(super) one: Key,
    /// What adds one.
    pub(super) add: Key,
    /// Whether each is folded until it is wanted.
    pub(super) folded: bool,
}

/// Several by name.
pub(super) struct Map {
    pub(super) names: Names,
    pub(super) value: &'static Shape,
    /// What one of them is called.
    pub(super) one: Key,
    /// What adds one.
    pub(super) add: Key,
}

/// What the names of a map are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// Parties, all of which are shown.
    Parties,
    /// Everyone, a kind of party, or a party.
    Members,
    /// What somebody calls them.
    Free,
}

/// A field of a record.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: Key,
    pub(super) note: Option<Key>,
    pub(super) shape: &'static Shape,
    /// Whether it must be there.
    pub(super) must: bool,
    /// What applies when it is not there.
    pub(super) usual: Option<Key>,
    /// Whether it is folded until it is wanted.
    pub(super) more: bool,
}

impl Field {
    pub(super) const fn must(name: &'static str, label: Key, shape: &'static Shape) -> Self {
        Self { name, label, note: None, shape, must: true, usual: None, more: false }
    }

    pub(super) const fn may(name: &'static str, label: Key, shape: &'static Shape) -> Self {
        Self { must: false, ..Self::must(name, label, shape) }
    }

    pub(super) const fn noted(self, note: Key) -> Self {
        Self { note: Some(note), ..self }
    }

    pub(super) const fn usual(self, usual: Key) -> Self {
        Self { usual: Some(usual), ..self }
    }

    pub(super) const fn more(self) -> Self {
        Self { more: true, ..self }
    }
}

/// One of the shapes of a choice.
pub(super) struct Variant {
    /// What is sent when it is chosen.
    pub(super) word: &'static str,
    pub(super) label: Key,
    /// How a document shows that it is this one.
    pub(super) shown_by: ShownBy,
    pub(super) shape: &'static Shape,
}

/// How a document shows which of the shapes it has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ShownBy {
    /// The member `type` is the variant's word.
    Type,
    /// This member is there.
    Has(&'static str),
    /// It is a text.
    Text,
    /// It is an object.
    Object,
}
