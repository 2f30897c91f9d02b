//! Variants of one agreement: the document as it came, with changes made layer upon layer.
//!
//! A year's budget is one layer, a scenario another. Every fault tells which change brought it about.

use std::sync::Arc;

use crate::change::{self, Change, NoTarget};
use crate::json::Json;
use crate::read::{Node, Reader};
use crate::{Agreement, Code, Issue, Text, say};

/// A document with its changes made, as JSON and as what it means.
#[derive(Debug, Clone)]
pub(crate) struct Variant<'j> {
    pub(crate) document: Json<'j>,
    pub(crate) agreement: Arc<Agreement>,
}

/// Changes that came together, from one place in the request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layer<'l, 'j> {
    pub(crate) changes: &'l [Change<'j>],
    /// The JSON Pointer to their list.
    pub(crate) pointer: &'l str,
    /// Whose they are, for messages.
    pub(crate) whose: Whose<'l>,
}

/// Whose changes are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose<'l> {
    /// The request's own.
    Request,
    /// A scenario's, by name.
    Scenario(&'l str),
    /// Nobody wrote them: they are what a question comes to, in these words.
    Question(&'l Text),
}

/// A change that was made, and where in the document.
struct Made<'l> {
    at: String,
    target: String,
    number: usize,
    whose: Whose<'l>,
}

/// The document at `pointer` with every layer made, in order; a change without a target is noted.
///
/// Where it comes out much like a document of which the meaning is `known`, only what differs is read.
pub(crate) fn variant<'j>(
    reader: &mut Reader,
    document: &Json<'j>,
    pointer: &str,
    layers: &[Layer<'_, 'j>],
    known: Option<(&Agreement, &Json<'_>)>,
) -> Option<Variant<'j>> {
    let mut changed = document.clone();
    let mut made = Vec::new();
    let before = reader.found();
    for layer in layers {
        for (number, change) in layer.changes.iter().enumerate() {
            let target = format!("{}/{number}/target", layer.pointer);
            match change::apply(&mut changed, change) {
                Ok(at) => made.push(Made { at: format!("{pointer}{at}"), target, number, whose: layer.whose }),
                Err(NoTarget(detail)) => reader.push(Issue::new(target, Code::UnknownTarget, detail)),
            }
        }
    }
    if reader.found() > before {
        return None;
    }
    if let Some((agreement, document)) = known
        && let Some(agreement) = agreement.reread(document, &Node::rooted(&changed, pointer))
    {
        return Some(Variant { agreement: Arc::new(agreement), document: changed });
    }
    let mut inner = Reader::default();
    let agreement = Agreement::read(&mut inner, &Node::rooted(&changed, pointer));
    for issue in inner.issues() {
        reader.push(blame(issue, &made));
    }
    Some(Variant { agreement: Arc::new(agreement.filter(|_| inner.is_clean())?), document: changed })
}

/// Tells which change brought an issue about, if one did.
fn blame(issue: &Issue, made: &[Made<'_>]) -> Issue {
    let below =
        |place: &str| issue.pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let Some(change) = made.iter().rev().find(|change| below(&change.at)) else { return issue.clone() };
    if issue.code == Code::UnknownField && issue.pointer == change.at {
        return Issue::new(change.target.clone(), Code::UnknownTarget, issue.detail.clone());
    }
    let number = change.number;
    let after = match change.whose {
        Whose::Request => say!("efter ändring {number}", "after change {number}"),
        Whose::Scenario(name) => {
            say!("efter ändring {number} i scenariot {name}", "after change {number} in the scenario {name}")
        }
        Whose::Question(words) => words.clone(),
    };
    let detail =
        Text::new(format!("{} ({})", issue.detail.sv, after.sv), format!("{} ({})", issue.detail.en, after.en));
    Issue::new(issue.pointer.clone(), issue.code, detail)
}
