//! One scenario and year: the parties' positions above, and below them everything they come from.

use std::collections::HashMap;

use rust_xlsxwriter::Worksheet;
use samfin_core::agreement::KeyRule;
use samfin_core::date::Days;
use samfin_core::{Agreement, Calculation, Explanation, LineTrace, Ore, Request, Text, calculate, say};

use super::error::Error;
use super::figures::{Unit, double_of_fraction};
use super::pen::Pen;
use super::place::{Cell, letter, sheet_name};
use super::shares::Shares;
use super::split::{Bearer, Whole};
use super::style::Style;
use super::{Book, Year, build_up, costs, defaults, keys, parties, split};

/// The columns of the sheet.
pub(super) const WIDTH: u16 = 10;

/// Where other sheets find the figures of a scenario and year.
pub(super) struct Place {
    pub(super) sheet: String,
    /// By party position: what it pays.
    pub(super) payable: Vec<Cell>,
    /// By cost and party position: a line.
    pub(super) lines: HashMap<(usize, usize), Cell>,
    /// Σ costs.
    pub(super) total: Cell,
    /// Σ hours less hours lost.
    pub(super) hours: Cell,
}

/// What the lower part of the sheet tells the upper.
pub(super) struct Below {
    /// By cost: the amount, the hours, and where its lines are summed.
    pub(super) costs: Vec<(build_up::BuiltUp, Option<Cell>)>,
    /// The rows between which lines and parties' numbers stand.
    pub(super) lines: (u32, u32),
}

/// Writes the sheet of the column at `position` in one of its years.
pub(super) fn write(book: &Book<'_>, position: usize, year: Year<'_>) -> Result<(Worksheet, Place), Error> {
    let column = &book.columns[position];
    let letter = letter(position);
    let shown = (book.years() > 1).then_some(year.calculation.year);
    let name = sheet_name(&letter, shown, column.name);
    let mut pen = Pen::new(&name, book.lang, &[38.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 26.0, 7.0])?;
    heading(&mut pen, book, position, &year)?;
    let top = 4;
    let costs_at = top + parties::height(&year);
    let defaults_at = costs_at + costs::height(&year);
    let keys_at = defaults_at + defaults::height(year.calculation);
    let mut lower = Lower::new(&year);
    let below = lower.write(&mut pen, keys_at)?;
    let payable = parties::write(&mut pen, top, costs_at, &year, &below, &lower.numbers)?;
    let (total, hours) = costs::write(&mut pen, costs_at, &year, &below, &lower.numbers)?;
    defaults::write(&mut pen, defaults_at, &year)?;
    pen.sheet.set_freeze_panes(2, 1)?;
    pen.sheet.set_repeat_rows(0, 1)?;
    Ok((pen.sheet, Place { sheet: name, payable, lines: lower.lines, total, hours }))
}

fn heading(pen: &mut Pen, book: &Book<'_>, position: usize, year: &Year<'_>) -> Result<(), Error> {
    let column = &book.columns[position];
    let (letter, name, of) = (letter(position), column.name, year.calculation.year);
    pen.text(Cell::at(0, 0), &format!("{letter}  {name}  {of}"), Style::Title)?;
    let agreement = &year.request.agreement.name;
    let day = book.generated_on;
    let made = say!(
        "{agreement}. Blå siffror kan ändras, svarta räknas av formlerna. Framtaget {day}.",
        "{agreement}. Blue figures can be changed, black ones follow by formulas. Made on {day}."
    );
    pen.say(Cell::at(1, 0), &made, Style::Subtitle)?;
    column.note.map_or(Ok(()), |note| pen.text(Cell::at(2, 0), note, Style::Note))
}

/// The keys and the costs, as they are written from top to bottom.
struct Lower<'l> {
    year: &'l Year<'l>,
    /// By party: its place among the ids in order of bytes, from 1.
    numbers: Vec<usize>,
    explanation: Explanation,
    keys: Vec<(String, Vec<usize>, keys::Placed)>,
    /// By party: the cells of its odd units so far and how many they are.
    odd: HashMap<usize, (String, f64)>,
    lines: HashMap<(usize, usize), Cell>,
}

impl<'l> Lower<'l> {
    fn new(year: &'l Year<'l>) -> Self {
        let ids: Vec<_> = year.request.agreement.parties.iter().map(|party| &party.id).collect();
        let mut order: Vec<usize> = (0..ids.len()).collect();
        order.sort_by_key(|party| ids[*party]);
        let mut numbers = vec![0; ids.len()];
        for (number, party) in order.into_iter().enumerate() {
            numbers[party] = number + 1;
        }
        let explanation = explanation(year.request, year.calculation);
        Self { year, numbers, explanation, keys: Vec::new(), odd: HashMap::new(), lines: HashMap::new() }
    }

    fn write(&mut self, pen: &mut Pen, row: u32) -> Result<Below, Error> {
        let (year, agreement) = (self.year, &self.year.request.agreement);
        pen.section(row, &say!("Nycklar", "Keys"), WIDTH)?;
        let mut row = row + 1;
        let mut key_of = Vec::with_capacity(agreement.costs.len());
        for position in 0..agreement.costs.len() {
            let (key, next) = self.key(pen, row, position)?;
            key_of.push(key);
            row = next;
        }
        if self.keys.is_empty() {
            row += 1;
        }
        let title = say!("Kostnaderna och hur de fördelas", "The costs and how they are divided");
        pen.section(row, &title, WIDTH)?;
        let first = row;
        row += 1;
        let mut costs = Vec::with_capacity(agreement.costs.len());
        for (position, key) in key_of.into_iter().enumerate() {
            let name = &agreement.costs[position].name;
            pen.text(Cell::at(row, 0), name, Style::Heading)?;
            let built = build_up::write(pen, row + 1, year, position)?;
            let (sum, next) = match year.calculation.costs[position].amount {
                Ore::ZERO => (None, built.next + 1),
                amount => {
                    let placed = self.split(pen, built.next + 1, position, amount, built.amount, key)?;
                    (Some(placed.0), placed.1 + 1)
                }
            };
            costs.push((built, sum));
            row = next;
        }
        Ok(Below { costs, lines: (first, row) })
    }

    /// The key of a cost, written unless it already stands; none when it is no proportion.
    fn key(&mut self, pen: &mut Pen, row: u32, position: usize) -> Result<(Option<usize>, u32), Error> {
        let agreement = &self.year.request.agreement;
        let cost = &agreement.costs[position];
        let members = self.members(position).filter(|_| !self.year.calculation.costs[position].amount.is_zero());
        let Some(members) = members else { return Ok((None, row)) };
        let (key, title) = match cost.key.rule {
            KeyRule::Ref(named) => {
                let name = &agreement.keys[named].name;
                (&agreement.keys[named].key, say!("Nyckel: {name}", "Key: {name}"))
            }
            _ => (&cost.key, Text::new(format!("Nyckel för {}", cost.name), format!("Key of {}", cost.name))),
        };
        let known = self.keys.iter().position(|(pointer, of, _)| *pointer == key.pointer && *of == members);
        if known.is_some() {
            return Ok((known, row));
        }
        let year = self.year.calculation.year;
        let Some(shares) = Shares::of(self.year.request, year, key, &members) else { return Ok((None, row)) };
        let (placed, next) = keys::Placed::write(pen, row, &title, shares)?;
        self.keys.push((key.pointer.clone(), members, placed));
        Ok((Some(self.keys.len() - 1), next))
    }

    /// Who shares the cost, when that is the same all its days.
    fn members(&self, position: usize) -> Option<Vec<usize>> {
        let agreement: &Agreement = &self.year.request.agreement;
        let cost = &agreement.costs[position];
        let valid = Days::of_year(self.year.calculation.year).within(Some(agreement.valid_from), agreement.valid_to)?;
        let active = valid.within(cost.from, cost.to)?;
        let mut members = Vec::new();
        for (i, party) in agreement.parties.iter().enumerate().filter(|(_, party)| party.shares_costs) {
            match active.within(party.member_from, party.member_to) {
                Some(days) if days == active => members.push(i),
                Some(_) => return None,
                None => {}
            }
        }
        Some(members)
    }

    /// The lines of a cost; gives where they are summed and the row after.
    fn split(
        &mut self,
        pen: &mut Pen,
        row: u32,
        position: usize,
        amount: Ore,
        cell: Cell,
        key: Option<usize>,
    ) -> Result<(Cell, u32), Error> {
        let Agreement { parties, costs, rounding_unit, .. } = &*self.year.request.agreement;
        let id = &costs[position].id;
        let key = key.map(|key| &self.keys[key].2);
        let traces: HashMap<&str, &LineTrace> = self
            .explanation
            .lines
            .iter()
            .filter(|trace| trace.cost == *id)
            .map(|trace| (trace.party.as_str(), trace))
            .collect();
        let own = self.year.calculation.lines.iter().filter(|line| line.cost == *id);
        let lines: HashMap<&str, Ore> = own.map(|line| (line.party.as_str(), line.amount)).collect();
        let bearing = match key {
            Some(key) => key.parties(),
            None => (0..parties.len()).filter(|party| lines.contains_key(parties[*party].id.as_str())).collect(),
        };
        let bearer = |party: &usize| {
            let name = &parties[*party];
            let trace = traces.get(name.id.as_str());
            let odd = self.odd.get(party);
            Bearer {
                party: *party,
                name: name.name.clone(),
                share: key.map(|key| key.share(*party)),
                exact: trace.map_or(0.0, |trace| double_of_fraction(&trace.exact)),
                line: lines.get(name.id.as_str()).copied().unwrap_or_default(),
                odd: trace.is_some_and(|trace| trace.rounded_up),
                odd_before: (odd.map(|(cells, _)| cells.clone()), odd.map_or(0.0, |(_, count)| *count)),
                number: self.numbers[*party],
            }
        };
        let bearers: Vec<Bearer> = bearing.iter().map(bearer).collect();
        let whole = Whole { amount, cell, unit: Unit::of(*rounding_unit), valued: key.is_none() };
        let placed = split::write(pen, row, &whole, &bearers)?;
        for (bearer, (line, cells, count)) in bearers.iter().zip(placed.lines) {
            self.lines.insert((position, bearer.party), line);
            self.odd.insert(bearer.party, (cells, count));
        }
        Ok((placed.sum, placed.next))
    }
}

/// Why the lines are what they are; calculated once more when the result does not hold it. Opening balances
/// have no say in the lines, so those of the request will do whatever the year.
fn explanation(request: &Request, calculation: &Calculation) -> Explanation {
    if let Some(explanation) = &calculation.explanation {
        return explanation.clone();
    }
    let request = Request { year: calculation.year, ..request.clone() };
    calculate(&request, true).ok().and_then(|calculation| calculation.explanation).unwrap_or_default()
}
