//! Levers at work: which one, what it stands at, and the request with it set.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::agreement::Lever;
use crate::change::{self, Change};
use crate::json::Json;
use crate::question::Subject;
use crate::read::{Node, Reader};
use crate::request::AGREEMENT;
use crate::text::nearest;
use crate::variant::{Layer, Whose, variant};
use crate::{Agreement, Code, Error, Request, say};

/// The lever at `node`: the id of one of the agreement's, or a lever of its own.
pub(super) fn read_lever(reader: &mut Reader, node: &Node<'_>, subject: Option<&Subject<'_>>) -> Option<Lever> {
    let Json::String(id) = node.json() else { return Lever::read(reader, node) };
    let levers = &subject?.request.agreement.levers;
    if let Some(lever) = levers.iter().find(|lever| lever.id.as_str() == id) {
        return Some(lever.clone());
    }
    let shown: String = id.chars().take(60).collect();
    let detail = match nearest(id, levers.iter().map(|lever| lever.id.as_str())) {
        Some(near) => say!(
            "det finns inget reglage \"{shown}\"; menade du \"{near}\"?",
            "there is no lever \"{shown}\"; did you mean \"{near}\"?"
        ),
        None => say!("det finns inget reglage \"{shown}\"", "there is no lever \"{shown}\""),
    };
    reader.fault(node, Code::UnknownReference, detail);
    None
}

/// What the lever stands at: the decimal at its first target.
pub(crate) fn today(subject: &Subject<'_>, lever: &Lever) -> Option<Decimal> {
    let mut here = &subject.document;
    for (depth, part) in lever.targets.first()?.split('/').enumerate() {
        here = change::step(here, part, depth)?;
    }
    match here {
        Json::String(text) => crate::decimal::parse(text, crate::decimal::MAX_DECIMALS),
        _ => None,
    }
}

/// Where a lever stands in a question.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// Its id, one of the agreement's.
    Id(String),
    /// The lever itself.
    Whole(String),
}

/// The request with the lever at `value`.
///
/// # Errors
///
/// [`Error::Invalid`] when a target does not exist, or the document becomes invalid.
pub(super) fn set(subject: &Subject<'_>, lever: &Lever, value: Decimal, place: &Place) -> Result<Request, Error> {
    let changes = lever.set_to(value);
    if let Some(agreement) = with_changes(subject, &changes) {
        let opening = subject.request.opening.shared(&subject.request.agreement, &agreement);
        return Ok(Request { agreement: Arc::new(agreement), opening, ..subject.request.clone() });
    }
    let mut reader = Reader::default();
    let words = say!("med reglaget {} på {value}", "with the lever {} at {value}"; lever.name);
    let layer = Layer { changes: &changes, pointer: "", whose: Whose::Question(&words) };
    let known = (&*subject.request.agreement, &subject.document);
    let found = variant(&mut reader, &subject.document, AGREEMENT, &[layer], Some(known));
    let agreement = reader.finish(found).map_err(|error| placed(error, lever, place))?.agreement;
    let opening = subject.request.opening.shared(&subject.request.agreement, &agreement);
    Ok(Request { agreement, opening, ..subject.request.clone() })
}

/// The agreement with the changes made, where only a few figures differ; none when it has to be read whole.
fn with_changes(subject: &Subject<'_>, changes: &[Change<'_>]) -> Option<Agreement> {
    let Json::Object(fields) = &subject.document else { return None };
    let is_named = |name: &str| changes.iter().any(|change| change.target.split('/').next() == Some(name));
    let mut touched = Json::Object(fields.iter().filter(|(name, _)| is_named(name)).cloned().collect());
    for change in changes {
        change::apply(&mut touched, change).ok()?;
    }
    let now = Node::rooted(&touched, AGREEMENT);
    // Nothing but what was there is changed, so no field has gone.
    let kept = fields.iter().filter(|(name, _)| is_named(name)).all(|(name, _)| touched.get(name).is_some());
    subject.request.agreement.with_fields(&subject.document, &now).filter(|_| kept)
}

/// What is wrong with a target is told where it is written: in the lever, or at the id of one of the agreement's.
fn placed(error: Error, lever: &Lever, place: &Place) -> Error {
    let Error::Invalid(issues) = error else { return error };
    let at = |issue: crate::Issue| {
        let number = issue.pointer.strip_prefix('/').and_then(|rest| rest.strip_suffix("/target"));
        let Some(number) = number.and_then(|digits| digits.parse::<usize>().ok()) else { return issue };
        let pointer = match (place, number.checked_sub(lever.targets.len())) {
            (Place::Id(place), _) => place.clone(),
            (Place::Whole(place), None) => format!("{place}/targets/{number}"),
            (Place::Whole(place), Some(rest)) => format!("{place}/complements/{rest}/target"),
        };
        crate::Issue { pointer, ..issue }
    };
    Error::Invalid(issues.into_iter().map(at).collect())
}
