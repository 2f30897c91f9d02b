//! The lines, by who bears them.

use samfin_core::billing::document::{Document, Form, Line};
use samfin_core::{Id, Ore};
use serde::Serialize;

use super::super::numbers::kronor;
use super::span;

/// Past so many characters an explanation may go on over the page's end.
const LONG: usize = 600;

#[derive(Serialize)]
pub(super) struct Group {
    /// Who bears it; none where all lines are the buyer's own.
    bearer: Option<String>,
    /// The sum of its lines.
    sum: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    text: String,
    small: String,
    amount: String,
    is_long: bool,
}

/// The lines in the document's order, those of a bearer together.
pub(super) fn groups(document: &Document) -> Vec<Group> {
    let mut bearers: Vec<&Id> = Vec::new();
    for line in &document.lines {
        if !bearers.contains(&&line.bearer) {
            bearers.push(&line.bearer);
        }
    }
    // A payout is for what one has done oneself; else one bearer is named only when it is somebody else.
    let own =
        bearers.len() <= 1 && (document.form == Form::Payout || bearers.iter().all(|id| **id == document.buyer.party));
    bearers
        .into_iter()
        .map(|bearer| {
            let lines: Vec<&Line> = document.lines.iter().filter(|line| line.bearer == *bearer).collect();
            let sum = Ore::from_wide(lines.iter().map(|line| line.amount.wide()).sum());
            Group {
                bearer: lines.first().filter(|_| !own).map(|line| line.bearer_name.clone()),
                sum: sum.map(kronor).unwrap_or_default(),
                rows: lines.into_iter().map(|line| row(document, line)).collect(),
            }
        })
        .collect()
}

fn row(document: &Document, line: &Line) -> Row {
    let period = (line.period != document.period).then(|| span(line.period));
    let small: Vec<&str> =
        period.as_deref().into_iter().chain([line.explanation.trim()]).filter(|text| !text.is_empty()).collect();
    let small = small.join(". ");
    let is_long = small.len() + line.text.len() > LONG;
    Row { text: line.text.clone(), small, amount: kronor(line.amount), is_long }
}
