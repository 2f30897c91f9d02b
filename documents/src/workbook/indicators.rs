//! The figures that people compare by, under the table of a year.

use samfin_core::agreement::PartyKind;
use samfin_core::{Calculation, Fixed, Id, Ore, Text, Transfer, say};

use super::comparison::{Block, place_of};
use super::costs::LOST;
use super::error::Error;
use super::figures::double;
use super::pen::Pen;
use super::place::{Cell, fixed_rows, rows};
use super::style::Style;

/// Writes the rows from `row` on; `sum` is the row of the parties' sum. Gives the row after.
pub(super) fn write(pen: &mut Pen, block: &Block<'_>, row: u32, sum: u32) -> Result<u32, Error> {
    let labels: [Text; 10] = [
        say!("Kostnad i allt", "Cost in all"),
        say!("Timmar efter minskning", "Hours after reduction"),
        say!("Regionens andel", "The region's share"),
        say!("Största ökning för en part", "Largest increase for a party"),
        say!("… drabbar", "… is that of"),
        say!("Bortfall som ingen täcker", "Shortfall covered by no one"),
        say!("Reserv vid årets slut", "Reserve at the end of the year"),
        say!("Skulder vid årets slut", "Debts at the end of the year"),
        say!("Fakturor per år", "Invoices a year"),
        say!("Kostnad för att hantera dem", "Cost of handling them"),
    ];
    for (at, label) in (row..).zip(&labels) {
        pen.say(Cell::at(at, 0), label, Style::Text)?;
    }
    for column in 0..block.book.columns.len() {
        Indicators { block, column, sum }.write(pen, row)?;
    }
    Ok(row + u32::try_from(labels.len()).unwrap_or(0))
}

struct Indicators<'i> {
    block: &'i Block<'i>,
    column: usize,
    sum: u32,
}

impl Indicators<'_> {
    fn write(&self, pen: &mut Pen, row: u32) -> Result<(), Error> {
        let year = &self.block.book.columns[self.column].years[self.block.year];
        let result = year.calculation;
        let at = place_of(self.block.book, self.column);
        let cell = |i: u32| Cell::at(row + i, at);
        let place = &self.block.places[self.column][self.block.year];
        pen.live(cell(0), &format!("={}", place.total.on(&place.sheet)), result.total, Style::Money)?;
        let lost = Cell::at(place.hours.row, LOST).on(&place.sheet);
        let hours = format!("=ROUND({}-{lost},2)", place.hours.on(&place.sheet));
        pen.live(cell(1), &hours, support_hours(result), Style::Number)?;
        self.region_share(pen, cell(2))?;
        self.largest_increase(pen, cell(3), cell(4))?;
        let uncovered = result.default.as_ref().map_or(Ore::ZERO, |default| default.uncovered);
        pen.number(cell(5), double(uncovered), Style::Money)?;
        pen.number(cell(6), double(result.closing.reserve), Style::Money)?;
        let debts: i128 = result.closing.debts.iter().map(|(_, debt)| debt.wide()).sum();
        pen.number(cell(7), double(Ore::from_wide(debts).unwrap_or_default()), Style::Money)?;
        let invoicing = &year.request.agreement.invoicing;
        // What goes into the reserve or comes from it is booked, not invoiced.
        let reserve = Id::reserve();
        let between_parties = |payment: &&Transfer| payment.from != reserve && payment.to != reserve;
        let payments = result.transfers.iter().filter(between_parties).count();
        let instalments = f64::from(invoicing.instalments);
        let invoices = double(payments) * instalments;
        let per_year = invoicing.instalments;
        pen.live(cell(8), &format!("={payments}*{per_year}"), invoices, Style::Count)?;
        let each = invoicing.handling_cost.unwrap_or_default();
        pen.live(cell(9), &format!("={}*{each}", cell(8).name()), invoices * double(each), Style::Money)
    }

    fn region_share(&self, pen: &mut Pen, cell: Cell) -> Result<(), Error> {
        let all = Cell::at(self.sum, cell.column).name();
        let (first, last) = (self.block.first, self.block.last());
        let kind = super::wording::kind(PartyKind::Region);
        let (kinds, cells) = (fixed_rows(1, first, last), rows(cell.column, first, last));
        let formula = format!("=IF({all}=0,0,SUMIF({kinds},\"{}\",{cells})/{all})", kind.get(pen.lang));
        let (regions, paid) = (self.block.sum(self.column, Some(PartyKind::Region)), self.block.sum(self.column, None));
        let share = if paid.is_zero() { 0.0 } else { double(regions) / double(paid) };
        pen.live(cell, &formula, share, Style::Percent)
    }

    fn largest_increase(&self, pen: &mut Pen, amount: Cell, who: Cell) -> Result<(), Error> {
        if self.column == self.block.book.baseline {
            return Ok(());
        }
        let (first, last) = (self.block.first, self.block.last());
        let changes = rows(amount.column + 1, first, last);
        let (mut most, mut name) = (Ore::ZERO, "–");
        for entry in self.block.entries {
            let pays = self.block.pays(entry, self.column).unwrap_or_default().wide();
            let paid = self.block.pays(entry, self.block.book.baseline).unwrap_or_default().wide();
            let change = Ore::from_wide(pays - paid).unwrap_or_default();
            if change > most {
                (most, name) = (change, entry.name);
            }
        }
        pen.live(amount, &format!("=MAX(0,{changes})"), most, Style::Change)?;
        let names = fixed_rows(0, first, last);
        let amount = amount.name();
        let formula = format!("=IF({amount}>0,INDEX({names},MATCH({amount},{changes},0)),\"–\")");
        pen.live(who, &formula, super::pen::clean(name), Style::TextRight)
    }
}

fn support_hours(result: &Calculation) -> Fixed {
    let units = |figure: Option<Fixed>| figure.map_or(0, Fixed::units);
    let hours = result.costs.iter().map(|cost| units(cost.hours) - units(cost.hours_lost)).sum();
    Fixed::new(hours, 2)
}
