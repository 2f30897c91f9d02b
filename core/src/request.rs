//! What is asked: an agreement, a year, and what differs from the agreement that year.

mod actual;
mod event;

pub use actual::Actual;
pub use event::Event;

use std::sync::Arc;

use crate::change::Change;
use crate::json::{self, Json};
use crate::read::{Node, Reader};
use crate::variant::{Layer, Whose, variant};
use crate::{Agreement, Closing, Code, Error, Id, Ore, Statistics, say};

/// Everything that one calculation needs (calculation contract § 8); read whole, then trusted.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The agreement, with the changes made.
    pub agreement: Arc<Agreement>,
    /// The statistics that its keys may use.
    pub statistics: Statistics,
    /// What was left from the year before.
    pub opening: Opening,
    /// The calendar year to calculate.
    pub year: i32,
    /// Who does not contribute as agreed.
    pub events: Vec<Event>,
    /// Outcome by cost position, ascending, where it replaces the budget.
    pub actuals: Vec<(usize, Actual)>,
}

/// What is left from the year before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    /// Money set aside.
    pub reserve: Ore,
    /// What parties owe, by party position, ascending.
    pub debts: Vec<(usize, Ore)>,
}

impl Request {
    /// The fields of a request.
    pub const FIELDS: &[&str] = &["agreement", "changes", "statistics", "opening", "year", "events", "actuals"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["agreement", "year"];

    /// Reads a request as it comes to `POST /api/v1/calculations`.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the bytes are not JSON, otherwise [`Error::Invalid`] with every
    /// independent issue.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let tree = json::parse(bytes)?;
        let mut reader = Reader::default();
        let root = Node::root(&tree);
        reader.object(&root, Self::FIELDS);
        let year = reader.required(&root, "year", Reader::year);
        let statistics = reader.optional(&root, "statistics", Statistics::read).unwrap_or_default();
        let document = tree.get("agreement").filter(|agreement| **agreement != Json::Null);
        if document.is_none() && matches!(tree, Json::Object(_)) {
            reader.missing(&root, "agreement");
        }
        let null = Json::Null;
        let request = Self::build(
            &mut reader,
            Parts {
                agreement: document.unwrap_or(&null),
                changes: tree.get("changes"),
                opening: tree.get("opening"),
                events: tree.get("events"),
                actuals: tree.get("actuals"),
                statistics,
                year,
            },
        );
        reader.finish(request)
    }

    /// A request from stored parts: an agreement document, a year's adopted changes, opening balances and events.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every issue, pointers as in [`Request::parse`].
    pub fn from_parts(
        agreement: &Json<'_>,
        changes: Option<&Json<'_>>,
        statistics: Statistics,
        opening: Option<&Json<'_>>,
        events: Option<&Json<'_>>,
        year: i32,
    ) -> Result<Self, Error> {
        let mut reader = Reader::default();
        let parts = Parts { agreement, changes, opening, events, actuals: None, statistics, year: Some(year) };
        let request = Self::build(&mut reader, parts);
        reader.finish(request)
    }

    fn build(reader: &mut Reader, parts: Parts<'_>) -> Option<Self> {
        let absent = |json: &&Json<'_>| **json != Json::Null;
        let changes = parts.changes.filter(absent);
        let agreement = match changes {
            None => read_agreement(reader, parts.agreement, &[]),
            Some(list) => {
                let node = Node::rooted(list, "/changes");
                let changes = Change::read_list(reader, &node, list);
                changes.and_then(|changes| read_agreement(reader, parts.agreement, &changes))
            }
        };
        // The rest is read even when the agreement is wrong, so that its faults show at once.
        let known = agreement.as_ref();
        let opening =
            parts.opening.filter(absent).and_then(|json| Opening::read(reader, &Node::rooted(json, "/opening"), known));
        let events = parts
            .events
            .filter(absent)
            .and_then(|json| Event::read_list(reader, &Node::rooted(json, "/events"), known));
        let actuals = parts.actuals.filter(absent).and_then(|json| {
            let mut actuals =
                reader.map(&Node::rooted(json, "/actuals"), |r, id, n| actual::read_actual(r, id, n, known))?;
            actuals.sort_unstable_by_key(|(cost, _)| *cost);
            Some(actuals)
        });
        Some(Self {
            agreement: Arc::new(agreement?),
            statistics: parts.statistics,
            opening: opening.unwrap_or_default(),
            year: parts.year?,
            events: events.unwrap_or_default(),
            actuals: actuals.unwrap_or_default(),
        })
    }

    /// The outcome of the cost at `position`, if it is known.
    #[must_use]
    pub fn actual(&self, position: usize) -> Option<Actual> {
        let found = self.actuals.binary_search_by_key(&position, |(cost, _)| *cost).ok()?;
        Some(self.actuals[found].1)
    }
}

/// The parts of a request before they have meaning.
struct Parts<'p> {
    agreement: &'p Json<'p>,
    changes: Option<&'p Json<'p>>,
    opening: Option<&'p Json<'p>>,
    events: Option<&'p Json<'p>>,
    actuals: Option<&'p Json<'p>>,
    statistics: Statistics,
    year: Option<i32>,
}

/// Where the agreement stands in every request.
pub(crate) const AGREEMENT: &str = "/agreement";

/// The agreement with the changes made, in their order; a change without a target is noted.
fn read_agreement<'j>(reader: &mut Reader, document: &Json<'j>, changes: &[Change<'j>]) -> Option<Agreement> {
    if *document == Json::Null {
        return None;
    }
    if changes.is_empty() {
        return Agreement::read(reader, &Node::rooted(document, AGREEMENT));
    }
    let layer = Layer { changes, pointer: "/changes", whose: Whose::Request };
    variant(reader, document, AGREEMENT, &[layer], None).map(|variant| Arc::unwrap_or_clone(variant.agreement))
}

impl Opening {
    /// The fields of opening balances.
    pub const FIELDS: &[&str] = &["reserve", "debts"];

    /// The same balances for the parties of another document; the party that it lacks, when a debt is its.
    pub(crate) fn moved(&self, from: &Agreement, to: &Agreement) -> Result<Self, Id> {
        let mut debts = Vec::with_capacity(self.debts.len());
        for (party, amount) in &self.debts {
            let id = &from.parties[*party].id;
            debts.push((to.position(id.as_str()).ok_or_else(|| id.clone())?, *amount));
        }
        debts.sort_unstable_by_key(|(party, _)| *party);
        Ok(Self { reserve: self.reserve, debts })
    }

    /// What another agreement shares of the balances: the reserve, and the debts of parties that it has.
    pub(crate) fn shared(&self, from: &Agreement, to: &Agreement) -> Self {
        let known = |(party, amount): &(usize, Ore)| Some((to.position(from.parties[*party].id.as_str())?, *amount));
        let mut debts: Vec<_> = self.debts.iter().filter_map(known).collect();
        debts.sort_unstable_by_key(|(party, _)| *party);
        Self { reserve: self.reserve, debts }
    }

    /// What a year leaves is what the next one opens with.
    #[must_use]
    pub fn after(closing: &Closing, agreement: &Agreement) -> Self {
        let debts = closing.debts.iter().filter_map(|(id, amount)| Some((agreement.position(id.as_str())?, *amount)));
        Self { reserve: closing.reserve, debts: debts.collect() }
    }

    pub(crate) fn read(reader: &mut Reader, node: &Node<'_>, agreement: Option<&Agreement>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let reserve = reader.optional(node, "reserve", Reader::money_not_negative);
        let debts = reader.optional(node, "debts", |r, n| {
            r.map(n, |r, id, n| {
                let party = find_party(r, n, id, agreement);
                let amount = r.money_not_negative(n);
                Some((party?, amount?))
            })
        });
        let mut debts = debts.unwrap_or_default();
        debts.sort_unstable_by_key(|(party, _)| *party);
        Some(Self { reserve: reserve.unwrap_or_default(), debts })
    }
}

/// The position of the party `id`; nothing is said about it when the agreement could not be read.
pub(crate) fn find_party(
    reader: &mut Reader,
    node: &Node<'_>,
    id: &str,
    agreement: Option<&Agreement>,
) -> Option<usize> {
    let agreement = agreement?;
    let found = agreement.position(id);
    if found.is_none() {
        unknown(reader, node, id, ("part", "party"), agreement.parties.iter().map(|party| &party.id));
    }
    found
}

fn unknown<'i>(
    reader: &mut Reader,
    node: &Node<'_>,
    id: &str,
    (sv, en): (&str, &str),
    known: impl Iterator<Item = &'i Id>,
) {
    let shown: String = id.chars().take(60).collect();
    let detail = match crate::text::nearest(id, known.map(Id::as_str)) {
        Some(near) => say!(
            "det finns ingen {sv} \"{shown}\"; menade du \"{near}\"?",
            "there is no {en} \"{shown}\"; did you mean \"{near}\"?"
        ),
        None => say!("det finns ingen {sv} \"{shown}\"", "there is no {en} \"{shown}\""),
    };
    reader.fault(node, Code::UnknownReference, detail);
}
