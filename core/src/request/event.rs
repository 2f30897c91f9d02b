//! Who does not contribute as agreed, and when.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::find_party;
use crate::json::Json;
use crate::read::{Node, Reader};
use crate::{Agreement, Code, Id, say};

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

impl Event {
    /// The fields of an event.
    pub const FIELDS: &[&str] = &["party", "contributes_percent", "from", "to", "cause", "reason"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["party", "contributes_percent"];
    /// The causes there are.
    pub const CAUSES: &[&str] = &["no_budget", "partial_budget", "dispute", "late", "exit", "never_joined", "other"];

    /// Every event at `node`; those of one party may not overlap.
    pub(crate) fn read_list(reader: &mut Reader, node: &Node<'_>, agreement: Option<&Agreement>) -> Option<Vec<Self>> {
        check_overlaps(reader, node);
        reader.list(node, |r, n, _| Self::read(r, n, agreement))
    }

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
        // What is not an id is told where the event is read.
        let party = || text(item, "party").flatten().filter(|party| Id::parse(party).is_some());
        let read = || Some((party()?, day(item, "from", NaiveDate::MIN)?, day(item, "to", NaiveDate::MAX)?));
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
