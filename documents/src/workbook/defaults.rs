//! What the default policy did, on a scenario's sheet: who covers what when a party does not contribute.

use samfin_core::{By, Calculation, DefaultResult, Ore, Text, say};

use super::Year;
use super::error::Error;
use super::figures::double;
use super::pen::Pen;
use super::place::Cell;
use super::scenario::WIDTH;
use super::style::Style;

/// The rows of the section, with the empty one after it; none when everyone contributes.
pub(super) fn height(calculation: &Calculation) -> u32 {
    calculation.default.as_ref().map_or(0, |default| u32::try_from(default.steps.len()).unwrap_or(0) + 5)
}

const COVERED: u16 = 1;
const REMAINING: u16 = 2;
const BY: u16 = 3;
/// How many letters fit beside each other in the columns from there on.
const WIDE: usize = 110;

/// Writes the section at `row`, if there is one.
pub(super) fn write(pen: &mut Pen, row: u32, year: &Year<'_>) -> Result<(), Error> {
    let Some(default) = &year.calculation.default else { return Ok(()) };
    let title = say!("När en part inte bidrar", "When a party does not contribute");
    pen.section(row, &title, WIDTH)?;
    pen.heads(row + 1, &[say!("Steg", "Step"), say!("Täcker", "Covers"), say!("Kvar", "Left")])?;
    pen.say(Cell::at(row + 1, BY), &say!("  Av vem", "  By whom"), Style::Head)?;
    pen.say(Cell::at(row + 2, 0), &say!("Bortfall", "Shortfall"), Style::Text)?;
    pen.number(Cell::at(row + 2, REMAINING), double(default.shortfall), Style::Money)?;
    let first = row + 3;
    for (at, step) in (first..).zip(&default.steps) {
        pen.say(Cell::at(at, 0), &named(step.kind), Style::Text)?;
        pen.number(Cell::at(at, COVERED), double(step.covered), Style::Money)?;
        let (covered, left) = (Cell::at(at, COVERED).name(), Cell::at(at - 1, REMAINING).name());
        pen.live(Cell::at(at, REMAINING), &format!("=ROUND({left}-{covered},2)"), step.remaining, Style::Money)?;
        let told = by_whom(year, &step.by, pen.lang);
        pen.wide(at, BY, WIDTH - 1, &told, WIDE)?;
    }
    let end = first + u32::try_from(default.steps.len()).unwrap_or(0);
    uncovered(pen, end, default)
}

fn uncovered(pen: &mut Pen, row: u32, default: &DefaultResult) -> Result<(), Error> {
    let label = say!("Täcks av ingen; värden lägger ut", "Covered by no one; the host lays it out");
    pen.say(Cell::at(row, 0), &label, Style::Strong)?;
    pen.text(Cell::at(row, COVERED), "", Style::Strong)?;
    let left = Cell::at(row - 1, REMAINING).name();
    pen.live(Cell::at(row, REMAINING), &format!("={left}"), default.uncovered, Style::MoneySum)
}

/// «Åre kommun 12,00; Krokoms kommun 7,50»: names as people wrote them, so the cell is text.
fn by_whom(year: &Year<'_>, by: &[By], lang: samfin_core::Lang) -> String {
    let agreement = &year.request.agreement;
    let party = |id: &str| agreement.position(id).map_or(id, |party| &agreement.parties[party].name).to_owned();
    let told = |by: &By| -> (String, Ore) {
        match by {
            By::Party { party: id, amount } => (party(id.as_str()), *amount),
            By::Cost { cost, amount } => {
                let name = agreement.costs.iter().find(|known| known.id == *cost).map(|cost| cost.name.clone());
                (name.unwrap_or_else(|| cost.to_string()), *amount)
            }
            By::Reserve { amount, .. } => (say!("reserven", "the reserve").get(lang).to_owned(), *amount),
        }
    };
    let told = by.iter().map(told).map(|(name, amount)| {
        let amount = amount.to_string();
        let amount = if lang == samfin_core::Lang::Sv { amount.replace('.', ",") } else { amount };
        format!("{name} {}", amount.replace('-', "−"))
    });
    told.collect::<Vec<_>>().join("; ")
}

fn named(kind: &str) -> Text {
    match kind {
        "reserve" => say!("Reserven betalar", "The reserve pays"),
        "redistribute" => say!("De andra tar över", "The others take it on"),
        "guarantor" => say!("Garanten betalar", "The guarantor pays"),
        "reduce_service" => say!("Verksamheten minskas", "The service is reduced"),
        "match_down" => say!("Andra sidan följer med ner", "The other side follows down"),
        "carry_forward" => {
            say!("Värden lägger ut, skulden förs vidare", "The host lays it out, the debt is carried on")
        }
        other => Text::new(other, other),
    }
}
