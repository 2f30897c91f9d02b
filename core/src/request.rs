//! What is asked: an agreement, a year, and what differs from the agreement that year.

mod actual;
mod event;

pub use actual::Actual;
pub use event::Event;

use crate::change::{self, Change, NoTarget};
use crate::json::{self, Json};
use crate::read::{Node, Reader};
use crate::{Agreement, Code, Error, Id, Issue, Ore, Statistics, say};

/// Everything that one calculation needs (calculation contract § 8); read whole, then trusted.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The agreement, with the changes made.
    pub agreement: Agreement,
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

    /// A request from stored parts: an agreement document, a year's adopted changes and opening balances.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every issue, pointers as in [`Request::parse`].
    pub fn from_parts(
        agreement: &Json<'_>,
        changes: Option<&Json<'_>>,
        statistics: Statistics,
        opening: Option<&Json<'_>>,
        year: i32,
    ) -> Result<Self, Error> {
        let mut reader = Reader::default();
        let parts = Parts { agreement, changes, opening, events: None, actuals: None, statistics, year: Some(year) };
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
        let events = parts.events.filter(absent).and_then(|json| {
            let node = Node::rooted(json, "/events");
            event::check_overlaps(reader, &node);
            reader.list(&node, |r, n, _| Event::read(r, n, known))
        });
        let actuals = parts.actuals.filter(absent).and_then(|json| {
            let mut actuals =
                reader.map(&Node::rooted(json, "/actuals"), |r, id, n| actual::read_actual(r, id, n, known))?;
            actuals.sort_unstable_by_key(|(cost, _)| *cost);
            Some(actuals)
        });
        Some(Self {
            agreement: agreement?,
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

const AGREEMENT: &str = "/agreement";

/// The agreement with the changes made, in their order; a change without a target is noted and left out.
fn read_agreement<'j>(reader: &mut Reader, document: &Json<'j>, changes: &[Change<'j>]) -> Option<Agreement> {
    if *document == Json::Null {
        return None;
    }
    if changes.is_empty() {
        return Agreement::read(reader, &Node::rooted(document, AGREEMENT));
    }
    let mut result = document.clone();
    let mut made = Vec::new();
    let mut missed = false;
    for (i, change) in changes.iter().enumerate() {
        match change::apply(&mut result, change) {
            Ok(pointer) => made.push((i, format!("{AGREEMENT}{pointer}"))),
            Err(NoTarget(detail)) => {
                missed = true;
                reader.push(Issue::new(format!("/changes/{i}/target"), Code::UnknownTarget, detail));
            }
        }
    }
    if missed {
        return None;
    }
    let mut inner = Reader::default();
    let agreement = Agreement::read(&mut inner, &Node::rooted(&result, AGREEMENT));
    for issue in inner.issues() {
        reader.push(blame(issue, &made));
    }
    agreement.filter(|_| reader.is_clean())
}

/// Tells which change brought an issue about, if one did.
fn blame(issue: &Issue, made: &[(usize, String)]) -> Issue {
    let below = |pointer: &str| {
        issue.pointer.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let Some((i, pointer)) = made.iter().rev().find(|(_, pointer)| below(pointer)) else { return issue.clone() };
    if issue.code == Code::UnknownField && issue.pointer == *pointer {
        return Issue::new(format!("/changes/{i}/target"), Code::UnknownTarget, issue.detail.clone());
    }
    let detail = crate::Text::new(
        format!("{} (efter ändring {i})", issue.detail.sv),
        format!("{} (after change {i})", issue.detail.en),
    );
    Issue::new(issue.pointer.clone(), issue.code, detail)
}

impl Opening {
    /// The fields of opening balances.
    pub const FIELDS: &[&str] = &["reserve", "debts"];

    fn read(reader: &mut Reader, node: &Node<'_>, agreement: Option<&Agreement>) -> Option<Self> {
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
fn find_party(reader: &mut Reader, node: &Node<'_>, id: &str, agreement: Option<&Agreement>) -> Option<usize> {
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
