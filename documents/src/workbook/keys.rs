//! The keys on a scenario's sheet: every step with its weights, and each party's share as a formula.

use samfin_core::{Text, say};

use super::error::Error;
use super::figures::double;
use super::pen::Pen;
use super::place::{Cell, rows};
use super::shares::{Shares, Step};
use super::style::Style;

/// A key that stands on the sheet.
pub(super) struct Placed {
    /// The first row of each step's weights.
    first: Vec<u32>,
    shares: Shares,
    parts: Vec<Vec<f64>>,
}

const WEIGHT: u16 = 1;
const OF_STEP: u16 = 2;
const OF_WHOLE: u16 = 3;
const NOTE: u16 = 4;

impl Placed {
    /// Writes the key from `row` on; gives it with the row after it.
    pub(super) fn write(pen: &mut Pen, row: u32, title: &Text, shares: Shares) -> Result<(Self, u32), Error> {
        pen.heads(
            row,
            &[
                title.clone(),
                say!("Vikt", "Weight"),
                say!("Andel av steget", "Share of the step"),
                say!("Andel av hela", "Share of the whole"),
            ],
        )?;
        let mut placed = Self { first: Vec::new(), parts: shares.parts(), shares };
        let mut row = row + 1;
        for i in 0..placed.shares.steps.len() {
            row = placed.step(pen, row, i)?;
        }
        Ok((placed, row + 1))
    }

    fn step(&mut self, pen: &mut Pen, row: u32, i: usize) -> Result<u32, Error> {
        let step: &Step = &self.shares.steps[i];
        pen.say(Cell::at(row, 0), &step.title, Style::Step)?;
        let first = row + 1;
        self.first.push(first);
        let mut at = first;
        let last = (first..).take(step.rows.len()).last().unwrap_or(first);
        for (j, line) in step.rows.iter().enumerate() {
            pen.say(Cell::at(at, 0), &line.label, Style::Indented)?;
            let weight = Cell::at(at, WEIGHT);
            match line.weights.as_slice() {
                [weight_alone] => pen.number(weight, double(weight_alone), input(weight_alone))?,
                several => {
                    pen.live(weight, &format!("={}", several.join("+")), line.weight(), input(&several.join("")))?;
                }
            }
            let of_step = Cell::at(at, OF_STEP);
            let formula = format!("={}/SUM({})", weight.name(), rows(WEIGHT, first, last));
            pen.live(of_step, &formula, line.weight() / step.sum(), Style::Share)?;
            let whole = step.of.map(|(step, row)| format!("*{}", self.cell(step, row).fixed())).unwrap_or_default();
            let formula = format!("={}{whole}", of_step.name());
            pen.live(Cell::at(at, OF_WHOLE), &formula, self.parts[i][j], Style::Share)?;
            if let Some(note) = &line.note {
                pen.say(Cell::at(at, NOTE), note, Style::Note)?;
            }
            at += 1;
        }
        Ok(at)
    }

    fn cell(&self, step: usize, row: usize) -> Cell {
        Cell::at((self.first[step]..).nth(row).unwrap_or(self.first[step]), OF_WHOLE)
    }

    /// The parties that the key divides among, ascending.
    pub(super) fn parties(&self) -> Vec<usize> {
        self.shares.parties()
    }

    /// A party's share of the whole: the formula, and what it comes to.
    pub(super) fn share(&self, party: usize) -> (String, f64) {
        let places = self.shares.places(party);
        let cells: Vec<String> = places.iter().map(|(step, row)| self.cell(*step, *row).name()).collect();
        let sum = places.iter().map(|(step, row)| self.parts[*step][*row]).sum();
        (format!("={}", cells.join("+")), sum)
    }
}

/// Whole weights are shown without decimals.
fn input(weight: &str) -> Style {
    if weight.contains('.') { Style::NumberInput } else { Style::CountInput }
}
