//! The top of a scenario's sheet: what each party pays.

use samfin_core::agreement::CostKind;
use samfin_core::{By, Ore, say};

use super::Year;
use super::error::Error;
use super::figures::double;
use super::pen::Pen;
use super::place::{Cell, fixed_rows};
use super::scenario::{Below, WIDTH};
use super::style::Style;
use super::{costs, split};

/// The rows of the table of parties, from its heading to the empty row after it.
pub(super) fn height(year: &Year<'_>) -> u32 {
    rows_of(year.request.agreement.parties.len()) + u32::from(has_reserve(year)) + u32::from(has_default(year)) + 4
}

/// How many rows so many things take.
pub(super) fn rows_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn has_default(year: &Year<'_>) -> bool {
    year.calculation.default.is_some()
}

/// Whether money is set aside or taken out.
fn has_reserve(year: &Year<'_>) -> bool {
    let costs = &year.request.agreement.costs;
    costs.iter().any(|cost| matches!(cost.kind, CostKind::Reserve(_))) || !from_reserve(year).is_zero()
}

/// What the reserve pays out.
fn from_reserve(year: &Year<'_>) -> Ore {
    let steps = year.calculation.default.iter().flat_map(|default| &default.steps);
    let paid = steps.flat_map(|step| &step.by).filter_map(|by| match by {
        By::Reserve { amount, .. } => Some(amount.wide()),
        _ => None,
    });
    Ore::from_wide(paid.sum()).unwrap_or_default()
}

const SHARE: u16 = 1;
const ALLOCATED: u16 = 2;
const SHORTFALL: u16 = 3;
const COVER: u16 = 4;
const PAYABLE: u16 = 5;
const PROVIDED: u16 = 6;
const ADVANCE: u16 = 7;
const NET: u16 = 8;
const NUMBER: u16 = split::NUMBER;

/// Writes the table of parties; gives by party where it says what the party pays.
pub(super) fn write(
    pen: &mut Pen,
    at: u32,
    costs_at: u32,
    year: &Year<'_>,
    below: &Below,
    numbers: &[usize],
) -> Result<Vec<Cell>, Error> {
    pen.section(at, &say!("Vad parterna betalar", "What the parties pay"), WIDTH)?;
    pen.heads(
        at + 1,
        &[
            say!("Part", "Party"),
            say!("Andel", "Share"),
            say!("Fördelat", "Allocated"),
            say!("Bortfall", "Shortfall"),
            say!("Täcker åt andra", "Covers for others"),
            say!("Ska betala", "Payable"),
            say!("Tillhandahåller", "Provides"),
            say!("Lägger ut", "Lays out"),
            say!("Netto att betala", "Net to pay"),
            say!("Nr", "No."),
        ],
    )?;
    let first = at + 2;
    let last = at + 1 + rows_of(year.calculation.parties.len());
    let (cost_first, cost_last) = costs::rows(costs_at, year);
    let mut payable = Vec::with_capacity(year.calculation.parties.len());
    for (row, (i, party)) in (first..).zip(year.calculation.parties.iter().enumerate()) {
        let cell = |column| Cell::at(row, column);
        let name = |column| cell(column).name();
        pen.text(cell(0), &party.name, Style::Text)?;
        let total = Cell::at(cost_last + 1, costs::AMOUNT).fixed();
        let formula = format!("=IF({total}=0,0,{}/{total})", name(ALLOCATED));
        let whole = year.calculation.total;
        let share = if whole.is_zero() { 0.0 } else { double(party.allocated) / double(whole) };
        pen.live(cell(SHARE), &formula, share, Style::Percent)?;
        let (from, to) = below.lines;
        let (known, lines) = (fixed_rows(NUMBER, from, to), fixed_rows(split::LINE, from, to));
        let own = cell(NUMBER).name();
        pen.live(cell(ALLOCATED), &format!("=ROUND(SUMIF({known},{own},{lines}),2)"), party.allocated, Style::Money)?;
        pen.number(cell(SHORTFALL), double(party.shortfall), Style::Money)?;
        pen.number(cell(COVER), double(party.cover), Style::Money)?;
        let formula = format!("=ROUND({}-{}+{},2)", name(ALLOCATED), name(SHORTFALL), name(COVER));
        pen.live(cell(PAYABLE), &formula, party.payable, Style::MoneyStrong)?;
        let (known, costs) =
            (fixed_rows(NUMBER, cost_first, cost_last), fixed_rows(costs::AFTER, cost_first, cost_last));
        pen.live(cell(PROVIDED), &format!("=ROUND(SUMIF({known},{own},{costs}),2)"), party.provided, Style::Money)?;
        pen.number(cell(ADVANCE), double(party.advance), Style::Money)?;
        let formula = format!("=ROUND({}+{}-{},2)", name(PAYABLE), name(ADVANCE), name(PROVIDED));
        pen.live(cell(NET), &formula, party.net, Style::Change)?;
        pen.number(cell(NUMBER), double(numbers[i]), Style::Count)?;
        payable.push(cell(PAYABLE));
    }
    let mut row = last + 1;
    if has_reserve(year) {
        reserve(pen, row, (cost_first, cost_last), year)?;
        row += 1;
    }
    sums(pen, row, (first, row - 1), year)?;
    if has_default(year) {
        let note = say!(
            "Bortfall, täckning och utlägg är beräknade av samfin efter avtalets regler; resten av tabellen är formler.",
            "Shortfall, cover and advances are calculated by samfin by the agreement's rules; the rest of the table is formulas."
        );
        pen.say(Cell::at(row + 1, 0), &note, Style::Note)?;
    }
    Ok(payable)
}

/// What the reserve pays out less what is set aside.
fn reserve(pen: &mut Pen, row: u32, (first, last): (u32, u32), year: &Year<'_>) -> Result<(), Error> {
    pen.say(Cell::at(row, 0), &say!("Reserven", "The reserve"), Style::Text)?;
    let paid = from_reserve(year);
    pen.number(Cell::at(row, ADVANCE), double(paid), Style::Money)?;
    // Costs that nobody provides have the number 0.
    let (known, costs) = (fixed_rows(NUMBER, first, last), fixed_rows(costs::AFTER, first, last));
    let set_aside = Cell::at(row, PROVIDED);
    let amount = Ore::from_wide(reserve_costs(year)).unwrap_or_default();
    pen.live(set_aside, &format!("=ROUND(SUMIF({known},0,{costs}),2)"), amount, Style::Money)?;
    let net = Ore::from_wide(paid.wide() - amount.wide()).unwrap_or_default();
    let formula = format!("=ROUND({}-{},2)", Cell::at(row, ADVANCE).name(), set_aside.name());
    pen.live(Cell::at(row, NET), &formula, net, Style::Change)
}

fn sums(pen: &mut Pen, row: u32, (first, last): (u32, u32), year: &Year<'_>) -> Result<(), Error> {
    pen.say(Cell::at(row, 0), &say!("Summa", "Sum"), Style::Strong)?;
    let parties = &year.calculation.parties;
    let total = |pick: fn(&samfin_core::PartyResult) -> Ore| {
        Ore::from_wide(parties.iter().map(|party| pick(party).wide()).sum()).unwrap_or_default()
    };
    let set_aside = if has_reserve(year) { reserve_costs(year) } else { 0 };
    let more = |ore: Ore, extra: i128| Ore::from_wide(ore.wide() + extra).unwrap_or_default();
    let paid_out = if has_reserve(year) { from_reserve(year).wide() } else { 0 };
    for (column, sum) in [
        (ALLOCATED, total(|party| party.allocated)),
        (SHORTFALL, total(|party| party.shortfall)),
        (COVER, total(|party| party.cover)),
        (PAYABLE, total(|party| party.payable)),
        (PROVIDED, more(total(|party| party.provided), set_aside)),
        (ADVANCE, more(total(|party| party.advance), paid_out)),
        (NET, more(total(|party| party.net), paid_out - set_aside)),
    ] {
        let formula = format!("=ROUND(SUM({}),2)", fixed_rows(column, first, last));
        pen.live(Cell::at(row, column), &formula, sum, Style::MoneySum)?;
    }
    let share = if year.calculation.total.is_zero() { 0.0 } else { 1.0 };
    let formula = format!("=SUM({})", fixed_rows(SHARE, first, last));
    pen.live(Cell::at(row, SHARE), &formula, share, Style::PercentSum)?;
    pen.text(Cell::at(row, NUMBER), "", Style::Strong)
}

fn reserve_costs(year: &Year<'_>) -> i128 {
    let costs = year.request.agreement.costs.iter().zip(&year.calculation.costs);
    costs
        .filter(|(cost, _)| matches!(cost.kind, CostKind::Reserve(_)))
        .map(|(_, result)| result.amount.wide() - result.reduction.wide())
        .sum()
}
