//! What the municipalities pay per inhabitant, where the comparison asks for it.

use samfin_core::Text;
use samfin_core::agreement::PartyKind;
use samfin_core::date::{Days, day_or_last};
use samfin_core::say;

use super::comparison::{Block, Entry, place_of};
use super::error::Error;
use super::figures::double;
use super::pen::Pen;
use super::place::{Cell, rows};
use super::style::Style;
use super::wording;

const VALUE: u16 = 1;

/// Writes the table at `row`; gives the row after. The baseline's values stand in the table, other ones in formulas.
pub(super) fn write(pen: &mut Pen, block: &Block<'_>, row: u32, series: &str) -> Result<u32, Error> {
    let known = wording::series(series);
    let title = Text::new(format!("Kronor delat med {}", known.sv), format!("Kronor divided by {}", known.en));
    pen.say(Cell::at(row, 0), &title, Style::Head)?;
    pen.say(Cell::at(row, VALUE), &say!("Antal", "Number"), Style::HeadRight)?;
    let first = row + 1;
    let municipalities: Vec<(u32, &Entry<'_>)> =
        (block.first..).zip(block.entries).filter(|(_, entry)| entry.kind == PartyKind::Municipality).collect();
    let mut at = first;
    for (payable_row, entry) in &municipalities {
        pen.text(Cell::at(at, 0), entry.name, Style::Text)?;
        let base = value(block, entry, block.book.baseline, series);
        if let Some(base) = &base {
            pen.number(Cell::at(at, VALUE), double(base), Style::Count)?;
        }
        for column in 0..block.book.columns.len() {
            let (Some(own), Some(pays)) = (value(block, entry, column, series), block.pays(entry, column)) else {
                continue;
            };
            let place = place_of(block.book, column);
            let by = if Some(&own) == base.as_ref() { Cell::at(at, VALUE).fixed() } else { own.clone() };
            let formula = format!("={}/{by}", Cell::at(*payable_row, place).name());
            pen.live(Cell::at(at, place), &formula, double(pays) / double(&own), Style::Money)?;
        }
        at += 1;
    }
    for column in 0..block.book.columns.len() {
        pen.text(Cell::at(row, place_of(block.book, column)), &super::place::letter(column), Style::HeadRight)?;
    }
    if municipalities.is_empty() {
        return Ok(at);
    }
    let figures = [
        (say!("Lägst", "Lowest"), "MIN"),
        (say!("Högst", "Highest"), "MAX"),
        (say!("Medel av kommunerna", "Mean of the municipalities"), "AVERAGE"),
    ];
    for (row, (label, function)) in (at..).zip(&figures) {
        pen.say(Cell::at(row, 0), label, Style::Strong)?;
        pen.text(Cell::at(row, VALUE), "", Style::Strong)?;
        for column in 0..block.book.columns.len() {
            let each = municipalities.iter().filter_map(|(_, entry)| {
                let value = value(block, entry, column, series)?;
                block.pays(entry, column).map(|pays| double(pays) / double(value))
            });
            let each: Vec<f64> = each.collect();
            let told = match *function {
                "MIN" => each.iter().copied().reduce(f64::min),
                "MAX" => each.iter().copied().reduce(f64::max),
                _ => Some(each.iter().sum::<f64>() / double(each.len())).filter(|mean| mean.is_finite()),
            };
            if let Some(told) = told {
                let place = place_of(block.book, column);
                let formula = format!("={function}({})", rows(place, first, at - 1));
                pen.live(Cell::at(row, place), &formula, told, Style::MoneySum)?;
            }
        }
    }
    Ok(at + 3)
}

/// The series' value on 31 December before the year, for a municipality that is a member some day of it.
fn value(block: &Block<'_>, entry: &Entry<'_>, column: usize, series: &str) -> Option<String> {
    let year = &block.book.columns[column].years[block.year];
    let agreement = &year.request.agreement;
    let party = &agreement.parties[entry.at[column]?];
    let of = year.calculation.year;
    let valid = Days::of_year(of).within(Some(agreement.valid_from), agreement.valid_to)?;
    valid.within(party.member_from, party.member_to).filter(|_| party.shares_costs)?;
    let found = year.request.statistics.series(series)?.value(party, day_or_last(of - 1, 12, 31))?;
    (!found.value.is_zero()).then(|| found.value.to_string())
}
