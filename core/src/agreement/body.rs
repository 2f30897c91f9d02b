//! Forums that meet, and turns that are taken year by year.

use rust_decimal::Decimal;

use super::Names;
use crate::json::Json;
use crate::read::{Node, Reader};
use crate::{Code, Id, say};

/// A duty that one party has, or that goes round among several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Positions of the parties, in turn; never empty.
    pub order: Vec<usize>,
    /// The year of the first in turn.
    pub starting: i32,
}

impl Rotation {
    /// The fields of a rotation.
    pub const FIELDS: &[&str] = &["rotate", "starting"];

    /// The position of the party whose turn `year` is: `order[(year − starting) mod n]`, and the
    /// first before it starts.
    #[must_use]
    pub fn of_year(&self, year: i32) -> usize {
        let turns = usize::try_from(year - self.starting).unwrap_or(0);
        self.order[turns % self.order.len()]
    }

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        if let Json::String(_) = node.json() {
            return names
                .party(reader, node)
                .map(|party| Self { order: vec![party], starting: crate::date::FIRST_YEAR });
        }
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let starting = reader.required(node, "starting", Reader::year);
        let order = reader.required(node, "rotate", |r, n| {
            let order = names.party_list(r, n)?;
            if order.is_empty() {
                r.fault(n, Code::OutOfRange, say!("minst en part ska stå här", "at least one party must be here"));
            }
            Some(order).filter(|order| !order.is_empty())
        });
        Some(Self { order: order?, starting: starting? })
    }
}

/// A forum that meets (*forum*): it drives hours, and its seats can be a key.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its id.
    pub id: Id,
    /// Its name; the id when it has none.
    pub name: String,
    /// How many times a year it meets.
    pub meetings_per_year: Decimal,
    /// Seats by party position, ascending; only parties with a seat.
    pub seats: Vec<(usize, Decimal)>,
    /// Who chairs it.
    pub chair: Option<Rotation>,
}

impl Body {
    /// The fields of a body.
    pub const FIELDS: &[&str] = &["id", "name", "meetings_per_year", "seats", "chair"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["id"];

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let id = reader.required(node, "id", Reader::id);
        let name = reader.optional(node, "name", Reader::name);
        let meetings_per_year = reader.optional(node, "meetings_per_year", Reader::decimal_not_negative);
        let seats = reader.optional(node, "seats", |r, n| read_weights(r, n, names));
        let chair = reader.optional(node, "chair", |r, n| Rotation::read(r, n, names));
        let id = id?;
        Some(Self {
            name: name.unwrap_or_else(|| id.to_string()),
            id,
            meetings_per_year: meetings_per_year.unwrap_or_default(),
            seats: seats.unwrap_or_default(),
            chair,
        })
    }
}

/// Weights by party: `{ "are": "2", … }`, zeros left out, in party order.
pub(super) fn read_weights(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Vec<(usize, Decimal)>> {
    let mut weights = reader.map(node, |r, id, n| {
        let party = names.party_named(r, n, id);
        let weight = r.decimal_not_negative(n);
        Some((party?, weight?))
    })?;
    weights.retain(|(_, weight)| !weight.is_zero());
    weights.sort_unstable_by_key(|(party, _)| *party);
    Some(weights)
}
