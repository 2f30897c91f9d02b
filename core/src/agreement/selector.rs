//! Choosing parties: selectors, and tables of amounts per member.

use super::{Body, Names, Party, PartyKind};
use crate::json::Json;
use crate::read::{Node, Reader};
use crate::{Code, say};

/// Which of the members something concerns (`among`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// Every member.
    All,
    /// Those of one kind.
    Kind(PartyKind),
    /// These, by position, ascending.
    Parties(Vec<usize>),
    /// All but these, by position, ascending.
    Except(Vec<usize>),
    /// Those with a seat in the body at this position.
    Body(usize),
}

impl Selector {
    /// The fields of a selector that is not `"all"`; exactly one of them stands.
    pub const FIELDS: &[&str] = &["kind", "parties", "except", "body"];

    /// Whether the party at `position` is chosen.
    #[must_use]
    pub fn holds(&self, position: usize, parties: &[Party], bodies: &[Body]) -> bool {
        match self {
            Self::All => true,
            Self::Kind(kind) => parties[position].kind == *kind,
            Self::Parties(chosen) => chosen.binary_search(&position).is_ok(),
            Self::Except(left_out) => left_out.binary_search(&position).is_err(),
            Self::Body(body) => bodies[*body].seats.binary_search_by_key(&position, |(party, _)| *party).is_ok(),
        }
    }

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        if let Json::String(_) = node.json() {
            return reader.word(node, &[("all", ())]).map(|()| Self::All);
        }
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let given: Vec<_> = Self::FIELDS.iter().filter(|name| node.field(name).is_some()).collect();
        if given.len() != 1 {
            reader.fault(
                node,
                if given.is_empty() { Code::MissingField } else { Code::ConflictingFields },
                say!(
                    "ange ett av \"kind\", \"parties\", \"except\" och \"body\", eller \"all\"",
                    "give one of \"kind\", \"parties\", \"except\" and \"body\", or \"all\""
                ),
            );
            return None;
        }
        let sorted = |mut list: Vec<usize>| {
            list.sort_unstable();
            list
        };
        match *given[0] {
            "kind" => reader.required(node, "kind", |r, n| r.word(n, PartyKind::WORDS)).map(Self::Kind),
            "parties" => reader.required(node, "parties", |r, n| names.party_list(r, n)).map(sorted).map(Self::Parties),
            "except" => reader.required(node, "except", |r, n| names.party_list(r, n)).map(sorted).map(Self::Except),
            _ => reader.required(node, "body", |r, n| names.body(r, n)).map(Self::Body),
        }
    }
}

/// Something given per member: for everyone (`*`), for a kind, or for one party; the closest wins.
#[derive(Debug, Clone, PartialEq)]
pub struct PerMember<T> {
    /// For those that nothing closer names.
    pub everyone: Option<T>,
    /// By kind.
    pub kinds: Vec<(PartyKind, T)>,
    /// By party position, ascending.
    pub parties: Vec<(usize, T)>,
}

impl<T> Default for PerMember<T> {
    fn default() -> Self {
        Self { everyone: None, kinds: Vec::new(), parties: Vec::new() }
    }
}

impl<T> PerMember<T> {
    /// What is given for the party at `position`.
    #[must_use]
    pub fn of(&self, position: usize, kind: PartyKind) -> Option<&T> {
        if let Ok(i) = self.parties.binary_search_by_key(&position, |(party, _)| *party) {
            return Some(&self.parties[i].1);
        }
        self.kinds.iter().find(|(k, _)| *k == kind).map(|(_, value)| value).or(self.everyone.as_ref())
    }

    pub(super) fn read(
        reader: &mut Reader,
        node: &Node<'_>,
        names: &Names,
        mut read: impl FnMut(&mut Reader, &Node<'_>) -> Option<T>,
    ) -> Option<Self> {
        let mut table = Self::default();
        reader.map(node, |r, name, n| {
            let value = read(r, n);
            let kind = PartyKind::WORDS.iter().find(|(word, _)| *word == name);
            match (names.has_party(name), kind) {
                (None, None) if name == "*" => table.everyone = value,
                (None, Some((_, kind))) => table.kinds.push((*kind, value?)),
                // A party's own id wins over a kind of the same name.
                _ => table.parties.push((names.party_named(r, n, name)?, value?)),
            }
            Some(())
        })?;
        table.parties.sort_unstable_by_key(|(party, _)| *party);
        Some(table)
    }
}
