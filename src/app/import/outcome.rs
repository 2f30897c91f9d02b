//! Outcome from a file: one row for each meeting, item or invoice, with its cost, its day, and hours or an amount.

use samfin_core::text::{MAX_NAME, fault};
use samfin_core::{Code, Ore, Text, say};
use serde::{Deserialize, Serialize};

use super::columns::Column;
use super::header::{self, Role};
use super::number::{self, Mark};
use super::table::{Cell, Limits, Row, Table};
use super::{Format, LISTED_ERRORS, Rejected, RowError, date, refuse_large, table_of};
use crate::storage::outcomes::Entry;

/// What the user has said; everything else is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The column of costs, by header or by number from 1; empty, as for the others: there is none.
    pub cost: Option<String>,
    /// The column of days.
    pub date: Option<String>,
    /// The column of meetings, items or invoices.
    pub what: Option<String>,
    /// The column of hours.
    pub hours: Option<String>,
    /// The column of amounts.
    pub amount: Option<String>,
    /// The cost of every row, in a file without a column for it.
    pub fixed_cost: Option<String>,
    /// The sheet of a workbook; the first one when absent.
    pub sheet: Option<String>,
    /// The separator of a CSV file.
    pub separator: Option<char>,
    /// The decimal mark, `,` or `.`, when the numbers can be read in two ways.
    pub decimal: Option<char>,
    /// How much is read before the file is refused.
    #[serde(skip)]
    pub limits: Limits,
}

/// Which column was taken for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The costs; none when one was given for every row.
    pub cost: Option<Column>,
    /// The days.
    pub date: Column,
    /// The meetings, items or invoices.
    pub what: Option<Column>,
    /// The hours.
    pub hours: Option<Column>,
    /// The amounts.
    pub amount: Option<Column>,
    /// The headers of the columns that are not used.
    pub ignored: Vec<String>,
}

/// What would be imported.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Encoding and separator, or the sheet.
    pub read_as: Text,
    /// The row of the header line.
    pub header_row: usize,
    /// Which column is what.
    pub columns: Columns,
    /// The entries, each with its row, in the order of the file.
    pub entries: Vec<(usize, Entry)>,
    /// What is wrong, in the order of the file.
    pub errors: Vec<RowError>,
}

/// Reads outcome from the bytes of a file; a cost is written by its id or its name, of those in `costs`.
pub fn read(bytes: &[u8], format: Format, options: &Options, costs: &[(String, String)]) -> Result<Preview, Rejected> {
    refuse_large(bytes, &options.limits)?;
    let table = table_of(bytes, format, options.sheet.as_deref(), options.separator, &options.limits)?;
    let at = header_row(&table)?;
    let (columns, rows) = (columns(&table.rows[at], options)?, &table.rows[at + 1..]);
    let mut reading = Reading { costs, options, columns: &columns, entries: Vec::new(), errors: Vec::new() };
    let marks = [&columns.hours, &columns.amount].map(|column| reading.mark(rows, column.as_ref()));
    for row in rows {
        reading.row(row, marks);
    }
    let (entries, errors) = (reading.entries, reading.errors);
    Ok(Preview { read_as: table.read_as.clone(), header_row: table.rows[at].number, columns, entries, errors })
}

/// Where the header line is: the first line that names two of the columns, since titles may come before it, or the first of all.
pub(super) fn header_row(table: &Table) -> Result<usize, Rejected> {
    const BEFORE: usize = 20;
    const ROLES: [Role; 5] = [Role::Cost, Role::Date, Role::What, Role::Hours, Role::Amount];
    if table.rows.is_empty() {
        return Err(Rejected(say!("Filen är tom.", "The file is empty.")));
    }
    let names_two = |row: &Row| ROLES.iter().filter(|role| header::proposed(row, **role).is_some()).count() > 1;
    Ok(table.rows.iter().take(BEFORE).position(names_two).unwrap_or(0))
}

fn columns(header: &Row, options: &Options) -> Result<Columns, Rejected> {
    let find = |wanted: &Option<String>, role| header::column(header, wanted.as_deref(), role);
    let cost = if options.fixed_cost.is_some() { None } else { find(&options.cost, Role::Cost)? };
    if cost.is_none() && options.fixed_cost.is_none() {
        return Err(header::missing(header, Role::Cost));
    }
    let date = find(&options.date, Role::Date)?.ok_or_else(|| header::missing(header, Role::Date))?;
    let what = find(&options.what, Role::What)?;
    let (hours, amount) = (find(&options.hours, Role::Hours)?, find(&options.amount, Role::Amount)?);
    if hours.is_none() && amount.is_none() {
        return Err(header::missing(header, Role::Hours));
    }
    let used: Vec<usize> = [cost.as_ref(), Some(&date), what.as_ref(), hours.as_ref(), amount.as_ref()]
        .into_iter()
        .flatten()
        .map(Column::index)
        .collect();
    let unused = header::named(header).filter(|(index, _)| !used.contains(index));
    Ok(Columns { ignored: unused.map(|(_, text)| text.to_owned()).collect(), cost, date, what, hours, amount })
}

struct Reading<'a> {
    costs: &'a [(String, String)],
    options: &'a Options,
    columns: &'a Columns,
    entries: Vec<(usize, Entry)>,
    errors: Vec<RowError>,
}

impl Reading<'_> {
    fn mark(&self, rows: &[Row], column: Option<&Column>) -> Mark {
        match (self.options.decimal, column) {
            (Some(mark), _) => Mark::Known(mark),
            (None, Some(column)) => Mark::of(rows.iter().filter_map(|row| row.cells.get(column.index()))),
            (None, None) => Mark::Unknown,
        }
    }

    /// Every cell is looked at before the row is given up, so that all its errors are listed.
    fn row(&mut self, row: &Row, [hours_mark, amount_mark]: [Mark; 2]) {
        let columns = self.columns;
        let cost = self.cost(row);
        let date = match date::parse(row.text(columns.date.index())) {
            Ok(date) => Some(date),
            Err(wrong) => {
                let code = if wrong == date::Wrong::OutOfRange { Code::DateOutOfRange } else { Code::DateInvalid };
                self.error(row, &columns.date, code, wrong.detail(), Some(date::Wrong::suggestion()));
                None
            }
        };
        let what = self.what(row);
        let hours = self.number(row, columns.hours.as_ref(), hours_mark);
        let amount = self.number(row, columns.amount.as_ref(), amount_mark);
        let (Ok(hours), Ok(amount)) = (hours, amount) else { return };
        let at = columns.hours.as_ref().or(columns.amount.as_ref()).unwrap_or(&columns.date);
        let (hours, amount) = match (hours, amount) {
            (Some(hours), None) if hours.is_sign_negative() && !hours.is_zero() => {
                let detail = say!("Timmar är inte under noll.", "Hours are not below zero.");
                return self.error(row, at, Code::OutOfRange, detail, None);
            }
            (Some(hours), None) => (Some(hours.normalize()), None),
            (None, Some(amount)) => {
                let Ok(amount) = amount.normalize().to_string().parse::<Ore>() else {
                    let detail = say!("Ett belopp har högst två decimaler.", "An amount has at most two decimals.");
                    let at = columns.amount.as_ref().unwrap_or(at);
                    return self.error(row, at, Code::MoneyFormat, detail, None);
                };
                (None, Some(amount))
            }
            (None, None) => {
                let detail = say!("Timmar eller belopp saknas.", "Hours or amount are missing.");
                let suggestion = say!("Fyll i värdet eller ta bort raden.", "Fill in the value or remove the row.");
                return self.error(row, at, Code::MissingField, detail, Some(suggestion));
            }
            (Some(_), Some(_)) => {
                let detail = say!("Ange timmar eller belopp, inte båda.", "Give hours or an amount, not both.");
                return self.error(row, at, Code::ConflictingFields, detail, None);
            }
        };
        if let (Some(cost), Some(date), Ok(what)) = (cost, date, what) {
            self.entries.push((row.number, Entry { cost, date, what, hours, amount }));
        }
    }

    fn cost(&mut self, row: &Row) -> Option<String> {
        let Some(column) = &self.columns.cost else { return self.options.fixed_cost.clone() };
        let text = row.text(column.index());
        let plain = text.to_lowercase();
        let known = self.costs.iter().find(|(id, name)| *id == plain || name.to_lowercase() == plain);
        if let Some((id, _)) = known {
            return Some(id.clone());
        }
        let all = self.costs.iter().take(20).map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
        let detail = say!("Avtalet har ingen sådan kostnad.", "The agreement has no such cost.");
        let suggestion = say!("Skriv en av: {all}.", "Write one of: {all}.");
        self.error(row, column, Code::UnknownReference, detail, Some(suggestion));
        None
    }

    fn what(&mut self, row: &Row) -> Result<Option<String>, ()> {
        let Some(column) = &self.columns.what else { return Ok(None) };
        let text = row.text(column.index());
        if text.is_empty() {
            return Ok(None);
        }
        let (code, detail) = if let Some(fault) = fault(text, false) {
            (Code::IllegalCharacter, fault)
        } else if text.chars().count() > MAX_NAME {
            let detail =
                say!("Texten är längre än {MAX_NAME} tecken.", "The text is longer than {MAX_NAME} characters.");
            (Code::TextLength, detail)
        } else {
            return Ok(Some(text.to_owned()));
        };
        self.error(row, column, code, detail, None);
        Err(())
    }

    fn number(&mut self, row: &Row, column: Option<&Column>, mark: Mark) -> Result<Option<rust_decimal::Decimal>, ()> {
        let Some(column) = column else { return Ok(None) };
        let empty = Cell::default();
        let cell = row.cells.get(column.index()).unwrap_or(&empty);
        if cell.text.is_empty() {
            return Ok(None);
        }
        number::parse_signed(cell, mark).map(Some).map_err(|wrong| {
            self.error(row, column, wrong.code, wrong.detail, wrong.suggestion);
        })
    }

    fn error(&mut self, row: &Row, column: &Column, code: Code, detail: Text, suggestion: Option<Text>) {
        if self.errors.len() < LISTED_ERRORS {
            self.errors.push(RowError::new(
                row.number,
                column.label(),
                row.text(column.index()),
                code,
                detail,
                suggestion,
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs() -> Vec<(String, String)> {
        [("secretary", "Sekreterare"), ("hall", "Lokal")].map(|(id, name)| (id.to_owned(), name.to_owned())).into()
    }

    fn preview(text: &str) -> Preview {
        read(text.as_bytes(), Format::Csv, &Options::default(), &costs()).expect("a readable file")
    }

    #[test]
    fn rows_are_hours_or_amounts_of_a_cost_by_id_or_name() {
        let read = preview(
            "Kostnad;Datum;Möte;Timmar;Belopp\nsekreterare;2027-03-01;Beredning;7,5;\nhall;2027-03-02;;;-1 200,50\n",
        );
        assert_eq!(read.errors, []);
        let told: Vec<_> = read
            .entries
            .iter()
            .map(|(row, one)| {
                format!(
                    "{row} {} {} {:?} {:?} {:?}",
                    one.cost,
                    one.date,
                    one.what,
                    one.hours,
                    one.amount.map(|a| a.to_string())
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "2 secretary 2027-03-01 Some(\"Beredning\") Some(7.5) None",
                "3 hall 2027-03-02 None None Some(\"-1200.50\")"
            ]
        );
    }

    #[test]
    fn every_cell_that_is_wrong_is_told_with_its_row() {
        let read = preview(
            "cost;date;hours;amount\nbil;2027-02-30;x;\nhall;2027-03-02;;\nhall;2027-03-02;1;2\nhall;2027-03-02;;0,125\nsecretary;2027-03-02;-1;\n",
        );
        assert_eq!(read.entries, []);
        let told: Vec<_> = read.errors.iter().map(|e| format!("{} {} {}", e.row, e.column, e.code.as_str())).collect();
        assert_eq!(
            told,
            [
                "2 cost unknown-reference",
                "2 date date-invalid",
                "2 hours decimal-format",
                "3 hours missing-field",
                "4 hours conflicting-fields",
                "5 amount money-format",
                "6 hours out-of-range"
            ]
        );
    }

    #[test]
    fn a_file_without_what_it_takes_is_refused_whole() {
        for (text, word) in [
            ("", "empty"),
            ("a;b\n1;2\n", "cost"),
            ("cost;hours\nhall;1\n", "date"),
            ("cost;date\nhall;2027-01-01\n", "hours"),
        ] {
            let refused = read(text.as_bytes(), Format::Csv, &Options::default(), &costs()).expect_err(text);
            assert!(refused.0.en.contains(word), "{refused}");
        }
    }
}
