//! The rows of the table as observations, with every error and what was assumed.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use samfin_core::text::{MAX_NAME, fault};
use samfin_core::{Code, Text, say};

use super::columns::{Column, DateFrom, ValueColumn};
use super::number::Mark;
use super::place::How;
use super::table::{Cell, Row, Table};
use super::{LISTED_ERRORS, Mapping, Observation, Options, Preview, RowError, date, number, place};

/// What people write where a table has no figure.
const NO_FIGURE: [&str; 6] = ["", "-", "–", "..", "…", "."];

pub(super) fn read(table: &Table, mapping: Mapping, options: &Options) -> Preview {
    let data = || table.rows.iter().filter(|row| mapping.header_row.is_none_or(|header| row.number > header));
    let marks: Vec<Mark> = mapping
        .values
        .iter()
        .map(|value| match options.decimal {
            Some(mark) => Mark::Known(mark),
            None => Mark::of(data().filter_map(|row| row.cells.get(value.column.index()))),
        })
        .collect();
    let mut reading = Reading { marks, ..Reading::new(&mapping, options) };
    for row in data() {
        reading.row(row);
    }
    let (observations, errors, notes) = reading.finish();
    Preview { mapping, observations, errors, notes }
}

/// The cell is wrong and its error is in the list.
struct Faulty;

struct Reading<'a> {
    mapping: &'a Mapping,
    options: &'a Options,
    marks: Vec<Mark>,
    observations: Vec<Observation>,
    errors: Vec<RowError>,
    unlisted: usize,
    /// The row where each place and date was first seen.
    seen: HashMap<(String, NaiveDate), usize>,
    restored: BTreeSet<String>,
    named: BTreeSet<String>,
    without_figure: usize,
}

impl<'a> Reading<'a> {
    fn new(mapping: &'a Mapping, options: &'a Options) -> Self {
        Self {
            mapping,
            options,
            marks: Vec::new(),
            observations: Vec::new(),
            errors: Vec::new(),
            unlisted: 0,
            seen: HashMap::new(),
            restored: BTreeSet::new(),
            named: BTreeSet::new(),
            without_figure: 0,
        }
    }

    fn row(&mut self, row: &Row) {
        let mapping = self.mapping;
        // Every cell is looked at before the row is given up, so that all its errors are listed.
        let place = self.place(row);
        let dated = match &mapping.date {
            DateFrom::Column(column) => self.date(row, column),
            DateFrom::Fixed(date) => Some(*date),
            DateFrom::Headers => None,
        };
        let source = self.source(row);
        for (at, value) in mapping.values.iter().enumerate() {
            let figure = self.value(row, value, self.marks[at]);
            if let (Some(place), Some(date), Ok(source), Some(figure)) = (&place, value.date.or(dated), &source, figure)
            {
                self.observe(row, value, place, date, figure, source.clone());
            }
        }
    }

    fn observe(
        &mut self,
        row: &Row,
        column: &ValueColumn,
        place: &str,
        date: NaiveDate,
        value: Decimal,
        source: Option<String>,
    ) {
        let key = (place.to_owned(), date);
        if let Some(first) = self.seen.get(&key) {
            let detail = say!(
                "{place} har redan ett värde för {date} på rad {first}.",
                "{place} already has a value for {date} in row {first}."
            );
            let suggestion = say!("Ta bort en av raderna.", "Remove one of the rows.");
            return self.error(row, &column.column, Code::DuplicateObservation, detail, Some(suggestion));
        }
        self.seen.insert(key, row.number);
        self.observations.push(Observation { place: place.to_owned(), date, value, source, row: row.number });
    }

    fn place(&mut self, row: &Row) -> Option<String> {
        let column = &self.mapping.place;
        let text = row.text(column.index());
        match place::parse(text) {
            Ok(place) => {
                match place.how {
                    How::AsWritten => {}
                    How::ZeroRestored => drop(self.restored.insert(format!("{text} → {}", place.id))),
                    How::ByName => drop(self.named.insert(format!("{text} → {}", place.id))),
                }
                Some(place.id)
            }
            Err(wrong) => {
                self.error(row, column, Code::IdFormat, wrong.detail, wrong.suggestion);
                None
            }
        }
    }

    fn date(&mut self, row: &Row, column: &Column) -> Option<NaiveDate> {
        match date::parse(row.text(column.index())) {
            Ok(date) => Some(date),
            Err(wrong) => {
                let code = if wrong == date::Wrong::OutOfRange { Code::DateOutOfRange } else { Code::DateInvalid };
                self.error(row, column, code, wrong.detail(), Some(date::Wrong::suggestion()));
                None
            }
        }
    }

    /// In a wide table an empty cell is a figure that does not exist yet; in a long one it is a row
    /// that somebody forgot to fill in.
    fn value(&mut self, row: &Row, value: &ValueColumn, mark: Mark) -> Option<Decimal> {
        let empty = Cell::default();
        let cell = row.cells.get(value.column.index()).unwrap_or(&empty);
        if NO_FIGURE.contains(&cell.text.as_str()) {
            if value.date.is_some() {
                self.without_figure += 1;
            } else {
                let detail = say!("Värdet saknas.", "The value is missing.");
                let suggestion = say!("Fyll i värdet eller ta bort raden.", "Fill in the value or remove the row.");
                self.error(row, &value.column, Code::MissingField, detail, Some(suggestion));
            }
            return None;
        }
        match number::parse(cell, mark) {
            Ok(figure) => Some(figure),
            Err(wrong) => {
                self.error(row, &value.column, wrong.code, wrong.detail, wrong.suggestion);
                None
            }
        }
    }

    fn source(&mut self, row: &Row) -> Result<Option<String>, Faulty> {
        let given = || self.options.source.clone();
        let Some(column) = &self.mapping.source else { return Ok(given()) };
        let text = row.text(column.index());
        if text.is_empty() {
            return Ok(given());
        }
        let (code, detail) = if let Some(fault) = fault(text, false) {
            (Code::IllegalCharacter, fault)
        } else if text.chars().count() > MAX_NAME {
            let detail =
                say!("Källan är längre än {MAX_NAME} tecken.", "The source is longer than {MAX_NAME} characters.");
            (Code::TextLength, detail)
        } else {
            return Ok(Some(text.to_owned()));
        };
        self.error(row, column, code, detail, None);
        Err(Faulty)
    }

    fn error(&mut self, row: &Row, column: &Column, code: Code, detail: Text, suggestion: Option<Text>) {
        if self.errors.len() >= LISTED_ERRORS {
            self.unlisted += 1;
            return;
        }
        self.errors.push(RowError::new(row.number, column.label(), row.text(column.index()), code, detail, suggestion));
    }

    fn finish(self) -> (Vec<Observation>, Vec<RowError>, Vec<Text>) {
        let mut notes = Vec::new();
        if !self.restored.is_empty() {
            let codes = listed(&self.restored);
            notes.push(say!(
                "Koder som saknade sin första nolla: {codes}.",
                "Codes that lacked their leading zero: {codes}."
            ));
        }
        if !self.named.is_empty() {
            let names = listed(&self.named);
            notes.push(say!("Namn som tolkades som koder: {names}.", "Names that were read as codes: {names}."));
        }
        if self.without_figure > 0 {
            let count = self.without_figure;
            notes.push(say!(
                "{count} celler utan siffra hoppades över.",
                "{count} cells without a figure were left out."
            ));
        }
        if self.unlisted > 0 {
            let count = self.unlisted;
            notes.push(say!("Ytterligare {count} fel är inte med i listan.", "Another {count} errors are not listed."));
        }
        (self.observations, self.errors, notes)
    }
}

fn listed(items: &BTreeSet<String>) -> String {
    const SHOWN: usize = 10;
    let mut text = items.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if items.len() > SHOWN {
        text.push_str(", …");
    }
    text
}
