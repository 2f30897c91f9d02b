//! The first sheet: what each party pays in each scenario, year by year, and how that differs from the baseline.

use rust_xlsxwriter::Worksheet;
use samfin_core::agreement::PartyKind;
use samfin_core::{Id, Ore, Text, say};

use super::error::Error;
use super::figures::double;
use super::pen::Pen;
use super::place::{Cell, fixed_rows, letter, rows};
use super::scenario::Place;
use super::style::Style;
use super::{Book, chart, indicators, per_inhabitant, wording};

/// A party of any scenario; the same id is the same party.
pub(super) struct Entry<'b> {
    id: &'b Id,
    pub(super) name: &'b str,
    pub(super) kind: PartyKind,
    /// Its position in each column's agreement.
    pub(super) at: Vec<Option<usize>>,
}

/// One year of the comparison, where it stands.
pub(super) struct Block<'b> {
    pub(super) book: &'b Book<'b>,
    pub(super) entries: &'b [Entry<'b>],
    /// By column and year: where the scenarios' figures are.
    pub(super) places: &'b [Vec<Place>],
    /// The position of the year.
    pub(super) year: usize,
    /// The first row of parties.
    pub(super) first: u32,
}

const KIND: u16 = 1;
/// The rows above the first year's parties, which stay in sight.
const FROZEN: u32 = 5;

/// Writes the sheet.
pub(super) fn write(book: &Book<'_>, places: &[Vec<Place>]) -> Result<Worksheet, Error> {
    let name = say!("Jämförelse", "Comparison");
    let columns = book.columns.len();
    let mut widths = vec![36.0, 13.0];
    for column in 0..columns {
        widths.extend(if column == book.baseline { vec![17.0] } else { vec![17.0, 16.0, 11.0] });
    }
    let mut pen = Pen::new(name.get(book.lang), book.lang, &widths)?;
    pen.text(Cell::at(0, 0), book.title, Style::Title)?;
    let (base, day) = (letter(book.baseline), book.generated_on);
    let told = say!(
        "Vad parterna ska betala. Ändringar räknas mot {base}. Alla belopp hämtas med formler från scenariernas blad. Framtaget {day}.",
        "What the parties pay. Changes are measured against {base}. All amounts come by formulas from the scenarios' sheets. Made on {day}."
    );
    pen.say(Cell::at(1, 0), &told, Style::Subtitle)?;
    let entries = entries(book);
    let mut row = 3;
    // On paper every year begins a page, and so does its chart.
    let mut breaks = Vec::new();
    for year in 0..book.years() {
        heads(&mut pen, book, row, year)?;
        let block = Block { book, entries: &entries, places, year, first: row + 2 };
        let table = block.write(&mut pen)?;
        row = chart::insert(&mut pen, &block, table + 1)?;
        breaks.extend([table, row]);
    }
    breaks.pop();
    pen.sheet.set_freeze_panes(FROZEN, 1)?;
    pen.sheet.set_repeat_rows(0, FROZEN - 1)?;
    pen.sheet.set_page_breaks(&breaks)?;
    Ok(pen.sheet)
}

/// Every party, those of a kind together, otherwise in the columns' order.
fn entries<'b>(book: &'b Book<'b>) -> Vec<Entry<'b>> {
    let mut entries: Vec<Entry<'b>> = Vec::new();
    let baseline = std::iter::once(book.baseline);
    for column in baseline.chain((0..book.columns.len()).filter(|column| *column != book.baseline)) {
        for (i, party) in book.columns[column].years[0].request.agreement.parties.iter().enumerate() {
            if let Some(entry) = entries.iter_mut().find(|entry| *entry.id == party.id) {
                entry.at[column] = Some(i);
                continue;
            }
            let mut at = vec![None; book.columns.len()];
            at[column] = Some(i);
            entries.push(Entry { id: &party.id, name: &party.name, kind: party.kind, at });
        }
    }
    // Who neither shares costs nor ever pays has no row: an association that only invoices, say.
    let matters = |entry: &Entry<'_>| {
        entry.at.iter().zip(&book.columns).any(|(at, column)| {
            let paid = |year: &super::Year<'_>, party: usize| !year.calculation.parties[party].payable.is_zero();
            let shares = |party: usize| column.years[0].request.agreement.parties[party].shares_costs;
            at.is_some_and(|party| shares(party) || column.years.iter().any(|year| paid(year, party)))
        })
    };
    if entries.iter().any(matters) {
        entries.retain(matters);
    }
    entries.sort_by_key(|entry| KINDS.iter().position(|kind| *kind == entry.kind));
    entries
}

const KINDS: [PartyKind; 4] = [PartyKind::Region, PartyKind::Municipality, PartyKind::Association, PartyKind::Other];

/// The year, the scenarios' names, and what their columns hold.
fn heads(pen: &mut Pen, book: &Book<'_>, row: u32, year: usize) -> Result<(), Error> {
    let of = book.columns[0].years[year].calculation.year;
    pen.text(Cell::at(row, 0), &of.to_string(), Style::HeadBig)?;
    pen.text(Cell::at(row, KIND), "", Style::Head)?;
    pen.heads(row + 1, &[say!("Part", "Party")])?;
    pen.say(Cell::at(row + 1, KIND), &say!("Slag", "Kind"), Style::Head)?;
    for (i, column) in book.columns.iter().enumerate() {
        let at = place_of(book, i);
        let name = format!("{}  {}", letter(i), column.name);
        pen.say(Cell::at(row + 1, at), &say!("Ska betala", "Payable"), Style::HeadRight)?;
        if i == book.baseline {
            pen.text(Cell::at(row, at), &name, Style::HeadRight)?;
            continue;
        }
        let format = Style::HeadMiddle.format();
        pen.sheet.merge_range(row, at, row, at + 2, &super::pen::clean(&name), &format)?;
        pen.say(Cell::at(row + 1, at + 1), &say!("Ändring", "Change"), Style::HeadRight)?;
        pen.say(Cell::at(row + 1, at + 2), &say!("i procent", "in percent"), Style::HeadRight)?;
    }
    let longest = book.columns.iter().map(|column| column.name.chars().count()).max().unwrap_or(0);
    if longest > 14 {
        pen.sheet.set_row_height(row, if longest > 40 { 48.0 } else { 32.0 })?;
    }
    Ok(())
}

/// The first column of a scenario on the sheet: the baseline has one, the others three.
pub(super) fn place_of(book: &Book<'_>, column: usize) -> u16 {
    let before = (0..column).map(|i| if i == book.baseline { 1_u16 } else { 3 }).sum::<u16>();
    2 + before
}

impl Block<'_> {
    /// Writes parties, sums, indicators and kronor per inhabitant; gives the row after.
    fn write(&self, pen: &mut Pen) -> Result<u32, Error> {
        for (row, entry) in (self.first..).zip(self.entries) {
            pen.text(Cell::at(row, 0), entry.name, Style::Text)?;
            pen.say(Cell::at(row, KIND), &wording::kind(entry.kind), Style::Text)?;
            for column in 0..self.book.columns.len() {
                self.payable(pen, row, entry, column)?;
            }
        }
        let mut row = self.last() + 1;
        for kind in KINDS {
            let count = self.entries.iter().filter(|entry| entry.kind == kind).count();
            if count > 0 {
                pen.say(Cell::at(row, KIND), &wording::kind(kind), Style::Strong)?;
                let kinds = fixed_rows(KIND, self.first, self.last());
                let own = Cell::at(row, KIND).fixed();
                let formula = |cells: &str| format!("=ROUND(SUMIF({kinds},{own},{cells}),2)");
                self.sums(pen, row, &wording::together(kind, count), Some(kind), formula)?;
                row += 1;
            }
        }
        pen.text(Cell::at(row, KIND), "", Style::Strong)?;
        self.sums(pen, row, &say!("Summa", "Sum"), None, |cells| format!("=ROUND(SUM({cells}),2)"))?;
        row = indicators::write(pen, self, row + 2, row)?;
        if let Some(series) = self.book.per_inhabitant {
            row = per_inhabitant::write(pen, self, row + 1, series)?;
        }
        Ok(row)
    }

    /// The last row of parties.
    pub(super) fn last(&self) -> u32 {
        self.first + u32::try_from(self.entries.len()).unwrap_or(0) - 1
    }

    /// What an entry pays in a column; none where the column does not have it.
    pub(super) fn pays(&self, entry: &Entry<'_>, column: usize) -> Option<Ore> {
        let parties = &self.book.columns[column].years[self.year].calculation.parties;
        entry.at[column].map(|party| parties[party].payable)
    }

    fn payable(&self, pen: &mut Pen, row: u32, entry: &Entry<'_>, column: usize) -> Result<(), Error> {
        let at = Cell::at(row, place_of(self.book, column));
        let pays = self.pays(entry, column);
        if let (Some(party), Some(amount)) = (entry.at[column], pays) {
            let place = &self.places[column][self.year];
            pen.live(at, &format!("={}", place.payable[party].on(&place.sheet)), amount, Style::Money)?;
        }
        let paid = self.pays(entry, self.book.baseline);
        if pays.is_none() && paid.is_none() {
            return Ok(());
        }
        self.change(pen, at, column, pays.unwrap_or_default(), paid.unwrap_or_default(), false)
    }

    /// The change against the baseline beside the cell of a column, in kronor and percent.
    fn change(&self, pen: &mut Pen, at: Cell, column: usize, pays: Ore, paid: Ore, sum: bool) -> Result<(), Error> {
        if column == self.book.baseline {
            return Ok(());
        }
        let (own, base) = (at.name(), Cell::at(at.row, place_of(self.book, self.book.baseline)).name());
        let change = Ore::from_wide(pays.wide() - paid.wide()).unwrap_or_default();
        let place = Cell::at(at.row, at.column + 1);
        let (kronor, percent) =
            if sum { (Style::ChangeSum, Style::PercentChangeSum) } else { (Style::Change, Style::PercentChange) };
        pen.live(place, &format!("=ROUND({own}-{base},2)"), change, kronor)?;
        let formula = format!("=IF({base}>0,{}/{base},\"–\")", place.name());
        let value = if paid > Ore::ZERO { (double(change) / double(paid)).to_string() } else { "–".to_owned() };
        pen.live(Cell::at(at.row, at.column + 2), &formula, value, percent)
    }

    /// A row of sums, over the entries of a kind or all.
    fn sums(
        &self,
        pen: &mut Pen,
        row: u32,
        label: &Text,
        kind: Option<PartyKind>,
        formula: impl Fn(&str) -> String,
    ) -> Result<(), Error> {
        pen.say(Cell::at(row, 0), label, Style::Strong)?;
        for column in 0..self.book.columns.len() {
            let at = Cell::at(row, place_of(self.book, column));
            let (pays, paid) = (self.sum(column, kind), self.sum(self.book.baseline, kind));
            let cells = rows(at.column, self.first, self.last());
            pen.live(at, &formula(&cells), pays, Style::MoneySum)?;
            self.change(pen, at, column, pays, paid, true)?;
        }
        Ok(())
    }

    /// What all entries, or those of a kind, pay in a column.
    pub(super) fn sum(&self, column: usize, kind: Option<PartyKind>) -> Ore {
        let chosen = self.entries.iter().filter(|entry| kind.is_none_or(|kind| entry.kind == kind));
        let sum = chosen.filter_map(|entry| self.pays(entry, column)).map(Ore::wide).sum();
        Ore::from_wide(sum).unwrap_or_default()
    }
}
