//! Account coding: every line with the accounts of its cost, ready to be booked.

use rust_xlsxwriter::Worksheet;
use samfin_core::{Ore, Text, say};

use super::Book;
use super::error::Error;
use super::figures::double;
use super::pen::Pen;
use super::place::{Cell, fixed_rows, letter};
use super::scenario::Place;
use super::style::Style;

const HEAD: u32 = 3;
/// Scenario, year, cost, party; then the dimensions.
const FIRST_DIMENSION: u16 = 4;

/// Writes the sheet.
pub(super) fn write(book: &Book<'_>, places: &[Vec<Place>]) -> Result<Worksheet, Error> {
    let dimensions = dimensions(book);
    let amount = FIRST_DIMENSION + u16::try_from(dimensions.len()).unwrap_or(0);
    let mut widths = vec![26.0, 8.0, 34.0, 34.0];
    widths.extend(dimensions.iter().map(|_| 16.0));
    widths.push(18.0);
    let mut pen = Pen::new(say!("Kontering", "Account coding").get(book.lang), book.lang, &widths)?;
    pen.say(Cell::at(0, 0), &say!("Kontering", "Account coding"), Style::Title)?;
    let told = say!(
        "Varje parts del av varje kostnad, före bortfall och täckning, med kostnadens kontering.",
        "Each party's part of each cost, before shortfall and cover, with the cost's account coding."
    );
    pen.say(Cell::at(1, 0), &told, Style::Subtitle)?;
    let heads = [say!("Scenario", "Scenario"), say!("År", "Year"), say!("Kostnad", "Cost"), say!("Part", "Party")];
    for (column, head) in (0_u16..).zip(&heads) {
        pen.say(Cell::at(HEAD, column), head, Style::Head)?;
    }
    for (column, dimension) in (FIRST_DIMENSION..).zip(&dimensions) {
        pen.say(Cell::at(HEAD, column), &named(dimension), Style::Head)?;
    }
    pen.say(Cell::at(HEAD, amount), &say!("Belopp", "Amount"), Style::HeadRight)?;
    let mut row = HEAD + 1;
    let mut sum = 0;
    for (i, column) in book.columns.iter().enumerate() {
        for (year, place) in column.years.iter().zip(&places[i]) {
            let agreement = &year.request.agreement;
            for line in &year.calculation.lines {
                let Some(cost) = agreement.costs.iter().position(|cost| cost.id == line.cost) else { continue };
                let Some(party) = agreement.position(line.party.as_str()) else { continue };
                pen.text(Cell::at(row, 0), &format!("{}  {}", letter(i), column.name), Style::Text)?;
                pen.number(Cell::at(row, 1), f64::from(year.calculation.year), Style::Year)?;
                pen.text(Cell::at(row, 2), &agreement.costs[cost].name, Style::Text)?;
                pen.text(Cell::at(row, 3), &agreement.parties[party].name, Style::Text)?;
                for (at, dimension) in (FIRST_DIMENSION..).zip(&dimensions) {
                    let coded = agreement.costs[cost].account.iter().find(|(known, _)| known == dimension);
                    if let Some((_, value)) = coded {
                        pen.text(Cell::at(row, at), value, Style::Text)?;
                    }
                }
                let cell = Cell::at(row, amount);
                match place.lines.get(&(cost, party)) {
                    Some(from) => pen.live(cell, &format!("={}", from.on(&place.sheet)), line.amount, Style::Money)?,
                    None => pen.number(cell, double(line.amount), Style::Money)?,
                }
                sum += line.amount.wide();
                row += 1;
            }
        }
    }
    if row > HEAD + 1 {
        pen.sheet.autofilter(HEAD, 0, row - 1, amount)?;
        pen.say(Cell::at(row, 0), &say!("Summa", "Sum"), Style::Strong)?;
        for column in 1..amount {
            pen.text(Cell::at(row, column), "", Style::Strong)?;
        }
        let formula = format!("=ROUND(SUM({}),2)", fixed_rows(amount, HEAD + 1, row - 1));
        pen.live(Cell::at(row, amount), &formula, Ore::from_wide(sum).unwrap_or_default(), Style::MoneySum)?;
    }
    pen.sheet.set_freeze_panes(HEAD + 1, 0)?;
    pen.sheet.set_repeat_rows(HEAD, HEAD)?;
    Ok(pen.sheet)
}

/// The dimensions that any cost is coded by, in the order they are met.
fn dimensions<'b>(book: &'b Book<'_>) -> Vec<&'b str> {
    let mut dimensions = Vec::new();
    let years = book.columns.iter().flat_map(|column| &column.years);
    for cost in years.flat_map(|year| &year.request.agreement.costs) {
        for (dimension, _) in &cost.account {
            if !dimensions.contains(&dimension.as_str()) {
                dimensions.push(dimension.as_str());
            }
        }
    }
    dimensions
}

fn named(dimension: &str) -> Text {
    match dimension {
        "account" => say!("Konto", "Account"),
        "cost_centre" | "cost_center" => say!("Kostnadsställe", "Cost centre"),
        "activity" => say!("Verksamhet", "Activity"),
        "project" => say!("Projekt", "Project"),
        "counterparty" => say!("Motpart", "Counterparty"),
        other => Text::new(other, other),
    }
}
