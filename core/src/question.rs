//! What every question about scenarios starts from: an agreement, a year's changes, statistics, opening balances.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::change::Change;
use crate::json::Json;
use crate::read::{Node, Reader};
use crate::request::{AGREEMENT, Event};
use crate::variant::{Layer, Variant, Whose, variant};
use crate::{Agreement, Code, Issue, Opening, Request, Statistics, say};

/// The part of a request that all its columns share.
pub(crate) struct Basis<'j> {
    document: &'j Json<'j>,
    changes: Vec<Change<'j>>,
    pub(crate) statistics: Statistics,
    pub(crate) opening: Opening,
    /// The agreement with the changes made; none when it could not be read, which has been noted.
    pub(crate) variant: Option<Variant<'j>>,
}

/// Something that is calculated: a name, what is asked, and the document that it rests on.
#[derive(Debug, Clone)]
pub(crate) struct Subject<'j> {
    pub(crate) name: String,
    pub(crate) request: Request,
    pub(crate) document: Json<'j>,
    /// Its own events as they were written, by party.
    pub(crate) events: Vec<(String, Json<'j>)>,
    /// Its own observations: series, place and day.
    pub(crate) observations: Vec<(String, String, NaiveDate)>,
}

impl<'j> Basis<'j> {
    pub(crate) fn read(reader: &mut Reader, root: &Node<'_>, tree: &'j Json<'j>) -> Self {
        const NULL: &Json<'static> = &Json::Null;
        let given = |name: &str| tree.get(name).filter(|json| **json != Json::Null);
        let statistics = reader.optional(root, "statistics", Statistics::read).unwrap_or_default();
        let document = given("agreement").unwrap_or(NULL);
        if *document == Json::Null && matches!(tree, Json::Object(_)) {
            reader.missing(root, "agreement");
        }
        let changes = read_changes(reader, root, tree);
        let layer = changes.as_deref().map(|changes| Layer { changes, pointer: "/changes", whose: Whose::Request });
        let variant = match layer {
            Some(layer) if *document != Json::Null => variant(reader, document, AGREEMENT, &[layer], None),
            _ => None,
        };
        let agreement = variant.as_ref().map(|variant| &*variant.agreement);
        let opening = reader.optional(root, "opening", |r, n| Opening::read(r, n, agreement)).unwrap_or_default();
        Self { document, changes: changes.unwrap_or_default(), statistics, opening, variant }
    }

    /// The agreement as it is, under `name`; the year is set later.
    pub(crate) fn itself(&self, name: &str) -> Option<Subject<'j>> {
        let variant = self.variant.as_ref()?;
        Some(Subject {
            name: name.to_owned(),
            request: request(variant.agreement.clone(), self.opening.clone(), self.statistics.clone(), Vec::new()),
            document: variant.document.clone(),
            events: Vec::new(),
            observations: Vec::new(),
        })
    }

    /// The scenario at `node`: its changes come on top of the year's, its statistics over the common ones.
    pub(crate) fn scenario(&self, reader: &mut Reader, node: &Node<'_>, json: &'j Json<'j>) -> Option<Subject<'j>> {
        if !reader.object(node, &SCENARIO_FIELDS) {
            return None;
        }
        let pointer = node.pointer();
        let name = reader.required(node, "name", Reader::name);
        let own = reader.optional(node, "statistics", Statistics::read);
        let changes = read_changes(reader, node, json);
        let (Some(base), Some(changes)) = (&self.variant, changes) else {
            // Nothing can be said of the document; the events are read for what they are.
            reader.optional(node, "events", |r, n| Event::read_list(r, n, None));
            return None;
        };
        let found = if changes.is_empty() {
            Some(base.clone())
        } else {
            let place = format!("{pointer}/changes");
            let common = Layer { changes: &self.changes, pointer: "/changes", whose: Whose::Request };
            let layer = Layer {
                changes: &changes,
                pointer: &place,
                whose: name.as_deref().map_or(Whose::Request, Whose::Scenario),
            };
            variant(reader, self.document, AGREEMENT, &[common, layer], Some((&base.agreement, &base.document)))
        };
        let agreement = found.as_ref().map(|found| &*found.agreement);
        let events = reader.optional(node, "events", |r, n| Event::read_list(r, n, agreement));
        let found = found?;
        let opening = self.opening.moved(&base.agreement, &found.agreement).unwrap_or_else(|party| {
            let detail = say!(
                "{party} tas bort men har en skuld i opening; avsluta medlemskapet i stället (member_to)",
                "{party} is removed but has a debt in opening; end its membership instead (member_to)"
            );
            reader.push(Issue::new(format!("{pointer}/changes"), Code::UnknownReference, detail));
            Opening::default()
        });
        let observations = own.as_ref().map(Statistics::all).unwrap_or_default();
        let mut statistics = self.statistics.clone();
        statistics.overlay(own.unwrap_or_default());
        Some(Subject {
            name: name?,
            request: request(found.agreement, opening, statistics, events.unwrap_or_default()),
            document: found.document,
            events: written_events(json),
            observations,
        })
    }
}

/// What is calculated of an agreement; the year is set later.
pub(crate) fn request(
    agreement: Arc<Agreement>,
    opening: Opening,
    statistics: Statistics,
    events: Vec<Event>,
) -> Request {
    Request { agreement, statistics, opening, year: crate::date::FIRST_YEAR, events, actuals: Vec::new() }
}

/// The fields of a scenario.
pub const SCENARIO_FIELDS: [&str; 4] = ["name", "changes", "events", "statistics"];

/// The changes at `node`: none written means an empty list; none is given when they could not be read.
fn read_changes<'j>(reader: &mut Reader, node: &Node<'_>, json: &'j Json<'j>) -> Option<Vec<Change<'j>>> {
    match (node.field("changes"), json.get("changes")) {
        (Some(field), Some(list)) => {
            let before = reader.found();
            Change::read_list(reader, &field, list).filter(|_| reader.found() == before)
        }
        _ => Some(Vec::new()),
    }
}

fn written_events<'j>(json: &Json<'j>) -> Vec<(String, Json<'j>)> {
    let Some(Json::Array(items)) = json.get("events") else { return Vec::new() };
    let party = |event: &Json<'_>| match event.get("party") {
        Some(Json::String(party)) => party.to_string(),
        _ => String::new(),
    };
    items.iter().map(|event| (party(event), event.clone())).collect()
}

/// The calendar years of a question: one after the other.
pub(crate) fn years(reader: &mut Reader, node: &Node<'_>) -> Option<Vec<i32>> {
    let mut all_read = true;
    let years = reader.list(node, |r, n, _| {
        let year = r.year(n);
        all_read &= year.is_some();
        year
    })?;
    if !all_read {
        return None;
    }
    if years.is_empty() {
        reader.fault(node, Code::OutOfRange, say!("ange minst ett år", "give at least one year"));
        return None;
    }
    if years.len() > MAX_YEARS {
        let detail = say!(
            "här finns {} år; högst {MAX_YEARS} är tillåtna",
            "there are {} years; at most {MAX_YEARS} are allowed"; years.len()
        );
        reader.fault(node, Code::TooMuchWork, detail);
        return None;
    }
    let Some(gap) = years.windows(2).position(|pair| pair[1] != pair[0] + 1) else { return Some(years) };
    let gap = gap + 1;
    let (before, after) = (years[gap - 1], years[gap - 1] + 1);
    let detail = say!(
        "åren ska följa på varandra: efter {before} kommer {after}",
        "the years must follow one another: after {before} comes {after}"
    );
    let place = format!("{}/{gap}", node.pointer());
    reader.push(Issue::new(place, Code::OutOfRange, detail));
    None
}

/// The most years of a comparison.
pub const MAX_YEARS: usize = 60;
/// The most scenarios of a comparison.
pub const MAX_SCENARIOS: usize = 50;
