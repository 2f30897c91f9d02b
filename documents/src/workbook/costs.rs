//! What each cost comes to on a scenario's sheet, and whether its parts sum to it.

use samfin_core::agreement::CostKind;
use samfin_core::{Fixed, Ore, say};

use super::error::Error;
use super::figures::double;
use super::parties::rows_of;
use super::pen::Pen;
use super::place::{Cell, fixed_rows};
use super::scenario::{Below, WIDTH};
use super::style::Style;
use super::{Year, split};

const HOURS: u16 = 1;
pub(super) const AMOUNT: u16 = 2;
const REDUCTION: u16 = 3;
pub(super) const AFTER: u16 = 4;
pub(super) const LOST: u16 = 5;
const LINES: u16 = 6;
const CHECK: u16 = 7;
const PROVIDER: u16 = 8;

const NUMBER: u16 = split::NUMBER;

/// The rows of the table, from its heading to the empty row after it.
pub(super) fn height(year: &Year<'_>) -> u32 {
    rows_of(year.request.agreement.costs.len()) + 4
}

/// The first and the last row of the costs when the table stands at `at`.
pub(super) fn rows(at: u32, year: &Year<'_>) -> (u32, u32) {
    (at + 2, at + 1 + rows_of(year.request.agreement.costs.len()))
}

/// Writes the table of costs; gives where the total and the hours stand.
pub(super) fn write(
    pen: &mut Pen,
    at: u32,
    year: &Year<'_>,
    below: &Below,
    numbers: &[usize],
) -> Result<(Cell, Cell), Error> {
    pen.section(at, &say!("Vad det kostar", "What it costs"), WIDTH)?;
    pen.heads(
        at + 1,
        &[
            say!("Kostnad", "Cost"),
            say!("Timmar", "Hours"),
            say!("Belopp", "Amount"),
            say!("Minskning", "Reduction"),
            say!("Efter minskning", "After reduction"),
            say!("Förlorade timmar", "Hours lost"),
            say!("Parternas summa", "Sum of the parties"),
            say!("Kontroll", "Check"),
            say!("Tillhandahålls av", "Provided by"),
            say!("Nr", "No."),
        ],
    )?;
    let agreement = &year.request.agreement;
    let (first, last) = rows(at, year);
    let host = agreement.host.of_year(year.calculation.year);
    for (row, (i, cost)) in (first..).zip(year.calculation.costs.iter().enumerate()) {
        let cell = |column| Cell::at(row, column);
        let (built, lines) = &below.costs[i];
        pen.text(cell(0), &cost.name, Style::Text)?;
        if let (Some(hours), Some(place)) = (cost.hours, built.hours) {
            pen.live(cell(HOURS), &format!("=ROUND({},2)", place.name()), hours, Style::Number)?;
        }
        if let Some(lost) = cost.hours_lost {
            pen.number(cell(LOST), double(lost), Style::Number)?;
        }
        pen.live(cell(AMOUNT), &format!("={}", built.amount.name()), cost.amount, Style::Money)?;
        pen.number(cell(REDUCTION), double(cost.reduction), Style::Money)?;
        let after = Ore::from_wide(cost.amount.wide() - cost.reduction.wide()).unwrap_or_default();
        let formula = format!("=ROUND({}-{},2)", cell(AMOUNT).name(), cell(REDUCTION).name());
        pen.live(cell(AFTER), &formula, after, Style::Money)?;
        match lines {
            Some(lines) => pen.live(cell(LINES), &format!("={}", lines.name()), cost.amount, Style::Money)?,
            None => pen.number(cell(LINES), 0.0, Style::Money)?,
        }
        let differs = say!("SKILJER", "DIFFERS");
        let differs = differs.get(pen.lang);
        let formula = format!("=IF(ROUND({}-{},2)=0,\"OK\",\"{differs}\")", cell(LINES).name(), cell(AMOUNT).name());
        pen.live(cell(CHECK), &formula, "OK", Style::Check)?;
        let provider = match agreement.costs[i].kind {
            CostKind::Reserve(_) => None,
            _ => Some(agreement.costs[i].provided_by.unwrap_or(host)),
        };
        match provider {
            Some(party) => pen.text(cell(PROVIDER), &agreement.parties[party].name, Style::TextRight)?,
            None => pen.say(cell(PROVIDER), &say!("reserven", "the reserve"), Style::TextRight)?,
        }
        pen.number(cell(NUMBER), provider.map_or(0.0, |party| double(numbers[party])), Style::Count)?;
    }
    sums(pen, last + 1, (first, last), year)
}

fn sums(pen: &mut Pen, row: u32, (first, last): (u32, u32), year: &Year<'_>) -> Result<(Cell, Cell), Error> {
    pen.say(Cell::at(row, 0), &say!("Summa", "Sum"), Style::Strong)?;
    let costs = &year.calculation.costs;
    let hundredths = |pick: fn(&samfin_core::CostResult) -> Option<Fixed>| {
        Fixed::new(costs.iter().filter_map(pick).map(Fixed::units).sum(), 2)
    };
    let reduction: i128 = costs.iter().map(|cost| cost.reduction.wide()).sum();
    let total = year.calculation.total;
    let after = total.wide() - reduction;
    let amount = |ore: i128| Ore::from_wide(ore).unwrap_or_default();
    let sum = |column| format!("=ROUND(SUM({}),2)", fixed_rows(column, first, last));
    for (column, value, style) in [
        (HOURS, hundredths(|cost| cost.hours).to_string(), Style::NumberSum),
        (AMOUNT, total.to_string(), Style::MoneySum),
        (REDUCTION, amount(reduction).to_string(), Style::MoneySum),
        (AFTER, amount(after).to_string(), Style::MoneySum),
        (LOST, hundredths(|cost| cost.hours_lost).to_string(), Style::NumberSum),
        (LINES, total.to_string(), Style::MoneySum),
    ] {
        pen.live(Cell::at(row, column), &sum(column), value, style)?;
    }
    for column in [CHECK, PROVIDER, NUMBER] {
        pen.text(Cell::at(row, column), "", Style::Strong)?;
    }
    Ok((Cell::at(row, AMOUNT), Cell::at(row, HOURS)))
}
