//! What is asked: an agreement, a year, and what differs from the agreement that year.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::agreement::CostKind;
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

/// A party that does not contribute as agreed (*bortfall*).
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its position.
    pub party: usize,
    /// How much of its part it contributes, 0 to 100.
    pub contributes_percent: Decimal,
    /// The first day; none: from the beginning.
    pub from: Option<NaiveDate>,
    /// The last day; none: until further notice.
    pub to: Option<NaiveDate>,
    /// The kind of reason; reported, without effect on amounts.
    pub cause: Option<&'static str>,
    /// The reason in words.
    pub reason: Option<String>,
}

/// The outcome of one cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Actual {
    /// Hours worked; rate and index still apply.
    Hours(Decimal),
    /// What it cost.
    Amount(Ore),
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
            check_overlaps(reader, &node);
            reader.list(&node, |r, n, _| Event::read(r, n, known))
        });
        let actuals = parts.actuals.filter(absent).and_then(|json| {
            let mut actuals = reader.map(&Node::rooted(json, "/actuals"), |r, id, n| read_actual(r, id, n, known))?;
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

impl Event {
    /// The fields of an event.
    pub const FIELDS: &[&str] = &["party", "contributes_percent", "from", "to", "cause", "reason"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["party", "contributes_percent"];
    /// The causes there are.
    pub const CAUSES: &[&str] = &["no_budget", "partial_budget", "dispute", "late", "exit", "never_joined", "other"];

    fn read(reader: &mut Reader, node: &Node<'_>, agreement: Option<&Agreement>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let party = reader.required(node, "party", |r, n| {
            let id = r.string(n)?;
            find_party(r, n, id, agreement)
        });
        let contributes_percent = reader.required(node, "contributes_percent", Reader::percent);
        let (from, to) = reader.range(node, "from", "to");
        let causes: Vec<_> = Self::CAUSES.iter().map(|cause| (*cause, *cause)).collect();
        let cause = reader.optional(node, "cause", |r, n| r.word(n, &causes));
        let reason = reader.optional(node, "reason", Reader::text);
        Some(Self { party: party?, contributes_percent: contributes_percent?, from, to, cause, reason })
    }
}

/// Two events of one party may not cover the same days. Looked at in the document itself, so that it shows
/// whatever else is wrong.
fn check_overlaps(reader: &mut Reader, node: &Node<'_>) {
    let Json::Array(items) = node.json() else { return };
    let text = |item: &Json<'_>, name: &str| match item.get(name) {
        None | Some(Json::Null) => Some(None),
        Some(Json::String(text)) => Some(Some(text.to_string())),
        Some(_) => None,
    };
    let day = |item: &Json<'_>, name: &str, open: NaiveDate| match text(item, name)? {
        None => Some(open),
        Some(text) => crate::date::parse(&text).ok(),
    };
    let mut known: Vec<(String, NaiveDate, NaiveDate, usize)> = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let read =
            || Some((text(item, "party")??, day(item, "from", NaiveDate::MIN)?, day(item, "to", NaiveDate::MAX)?));
        known.extend(read().map(|(party, from, to)| (party, from, to, i)));
    }
    known.sort_unstable();
    for pair in known.windows(2) {
        let ((party, _, last, first_at), (same, from, _, second_at)) = (&pair[0], &pair[1]);
        if party == same && from <= last {
            let later = *first_at.max(second_at);
            let detail = say!(
                "två händelser för {party} gäller samma dagar; dela upp dem",
                "two events of {party} cover the same days; separate them"
            );
            reader.fault(&node.element(later, &items[later]), Code::OverlappingEvents, detail);
        }
    }
}

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

fn read_actual(
    reader: &mut Reader,
    id: &str,
    node: &Node<'_>,
    agreement: Option<&Agreement>,
) -> Option<(usize, Actual)> {
    let costs = agreement.map(|agreement| agreement.costs.as_slice());
    let cost = costs.unwrap_or_default().iter().position(|cost| cost.id.as_str() == id);
    if let (None, Some(costs)) = (cost, costs) {
        unknown(reader, node, id, ("kostnad", "cost"), costs.iter().map(|cost| &cost.id));
    }
    if !reader.object(node, &["hours", "amount"]) {
        return None;
    }
    let kind = cost.and_then(|position| Some(&costs?[position].kind));
    let hours = reader.optional(node, "hours", Reader::decimal_not_negative);
    let money = if matches!(kind, Some(CostKind::Reserve(_))) { Reader::money_not_negative } else { Reader::money };
    let amount = reader.optional(node, "amount", money);
    let given = (node.field("hours"), node.field("amount"));
    if let (Some(field), Some(CostKind::Purchase(_) | CostKind::Reserve(_))) = (given.0, kind) {
        let detail = say!("bara personalkostnader har timmar", "only staff costs have hours");
        reader.fault(&field, Code::UnknownField, detail);
    }
    match given {
        (Some(_), None) => Some((cost?, Actual::Hours(hours?))),
        (None, Some(_)) => Some((cost?, Actual::Amount(amount?))),
        (both, _) => {
            let code = if both.is_some() { Code::ConflictingFields } else { Code::MissingField };
            reader.fault(node, code, say!("ange \"hours\" eller \"amount\"", "give \"hours\" or \"amount\""));
            None
        }
    }
}
