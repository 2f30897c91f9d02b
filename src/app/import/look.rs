//! A file before it is read: what stands in its columns, and which one is what as far as heads and cells tell.
//!
//! Here a guess is a proposal for somebody to look at, so it goes further than [`read`](super::read), which refuses what could
//! mean two things.

use std::collections::BTreeSet;

use samfin_core::{Text, say};

use super::header::{self, Role};
use super::number::{self, Mark};
use super::table::{Row, Table};
use super::{Column, Columns, Format, Limits, Options, Rejected, date, outcome, place, refuse_large, table_of, xlsx};

/// How many rows are looked at to see what a column holds.
const SAMPLE: usize = 50;
/// How many cells of a column are shown.
const SHOWN: usize = 3;
/// Rows that may come before the header line.
const BEFORE: usize = 20;

/// What stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Encoding and separator, or the sheet.
    pub read_as: Text,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// The columns, from the left.
    pub columns: Vec<Seen>,
    /// How many rows there are under the header line.
    pub rows: usize,
    /// The header as it is known again; empty without one.
    pub head: String,
}

/// A column, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which column.
    pub column: Column,
    /// Its first cells that say something.
    pub samples: Vec<String>,
    /// Whether its head is a date, as in a wide table.
    pub dated: bool,
}

/// A row's number in the file, and its cells.
pub type NumberedRow = (usize, Vec<String>);

/// Looks at a file of statistics.
///
/// ```
/// use samfin::app::import::{Format, look};
/// let (seen, proposed) = look("nr;tid;mått\n2303;2025;5152\n".as_bytes(), Format::Csv, None).expect("a readable file");
/// assert_eq!(seen.columns[1].column.header, "tid");
/// let columns = proposed.columns;
/// assert_eq!((columns.place, columns.date, columns.value), (Some("1".into()), Some("2".into()), Some("3".into())));
/// ```
pub fn look(bytes: &[u8], format: Format, sheet: Option<&str>) -> Result<(Look, Options), Rejected> {
    let (table, sheets) = opened(bytes, format, sheet)?;
    let at = statistics_header(&table);
    let (header, rows) = parted(&table, at);
    let columns = Guess::new(&header, rows).statistics();
    let options = Options { columns, sheet: sheet.map(str::to_owned), ..Options::default() };
    Ok((seen(&table, sheets, &header, rows), options))
}

/// Looks at a file of outcome.
pub fn look_at_outcome(
    bytes: &[u8],
    format: Format,
    sheet: Option<&str>,
) -> Result<(Look, outcome::Options), Rejected> {
    let (table, sheets) = opened(bytes, format, sheet)?;
    let (header, rows) = parted(&table, Some(outcome::header_row(&table)?));
    let mut options = Guess::new(&header, rows).outcome();
    options.sheet = sheet.map(str::to_owned);
    Ok((seen(&table, sheets, &header, rows), options))
}

/// Rows of a file by their numbers, with the heads of its columns: for whoever is to mend them.
pub fn faulty_rows(
    bytes: &[u8],
    format: Format,
    sheet: Option<&str>,
    wanted: &BTreeSet<usize>,
    header_row: Option<usize>,
) -> Result<(Vec<String>, Vec<NumberedRow>), Rejected> {
    let (table, _) = opened(bytes, format, sheet)?;
    let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let header = table.rows.iter().find(|row| Some(row.number) == header_row);
    let head = |index: usize| match header.map_or("", |row| row.text(index)) {
        "" => format!("#{}", index + 1),
        text => text.to_owned(),
    };
    let found = table.rows.iter().filter(|row| wanted.contains(&row.number));
    let cells = |row: &Row| (0..width).map(|index| row.text(index).to_owned()).collect();
    Ok(((0..width).map(head).collect(), found.map(|row| (row.number, cells(row))).collect()))
}

fn opened(bytes: &[u8], format: Format, sheet: Option<&str>) -> Result<(Table, Vec<String>), Rejected> {
    let limits = Limits::default();
    refuse_large(bytes, &limits)?;
    let sheets = if format == Format::Xlsx { xlsx::sheets(bytes, &limits)? } else { Vec::new() };
    let table = table_of(bytes, format, sheet, None, &limits)?;
    if table.rows.is_empty() {
        return Err(Rejected(match sheets.len() {
            0 | 1 => say!("Filen är tom.", "The file is empty."),
            _ => say!("Bladet är tomt. Välj ett annat blad.", "The sheet is empty. Choose another one."),
        }));
    }
    Ok((table, sheets))
}

/// Where the header line is: by its words, else the first line of several cells that holds neither a number nor a code.
fn statistics_header(table: &Table) -> Option<usize> {
    let top = &table.rows[..table.rows.len().min(BEFORE)];
    let by_words = top.iter().position(|row| header::is_header(row, &Columns::default()));
    by_words.or_else(|| top.iter().position(|row| row.cells.len() > 1 && is_only_words(row)))
}

fn is_only_words(row: &Row) -> bool {
    let is_word = |text: &str| !place::has_code(text) && !text.starts_with(|c: char| c.is_ascii_digit());
    header::named(row).count() > 1
        && header::named(row).all(|(_, text)| is_word(text) || date::in_header(text).is_some())
}

fn parted(table: &Table, header: Option<usize>) -> (Row, &[Row]) {
    match header {
        Some(at) => (table.rows[at].clone(), &table.rows[at + 1..]),
        None => (Row { number: 0, cells: Vec::new() }, &table.rows),
    }
}

fn seen(table: &Table, sheets: Vec<String>, header: &Row, rows: &[Row]) -> Look {
    let width = rows.iter().take(SAMPLE).chain([header]).map(|row| row.cells.len()).max().unwrap_or_default();
    let column = |index: usize| {
        let said = rows.iter().take(SAMPLE).map(|row| row.text(index)).filter(|text| !text.is_empty());
        let text = header.text(index).to_owned();
        Seen {
            samples: said.take(SHOWN).map(|text| text.chars().take(40).collect()).collect(),
            dated: date::in_header(&text).is_some(),
            column: Column { number: index + 1, header: text },
        }
    };
    Look {
        read_as: table.read_as.clone(),
        sheets,
        columns: (0..width).map(column).collect(),
        rows: rows.len(),
        head: header::signature(header),
    }
}

/// Which column is what, each taken once.
struct Guess<'t> {
    header: &'t Row,
    rows: &'t [Row],
    width: usize,
    taken: BTreeSet<usize>,
}

impl<'t> Guess<'t> {
    fn new(header: &'t Row, rows: &'t [Row]) -> Self {
        let rows = &rows[..rows.len().min(SAMPLE)];
        let width = rows.iter().chain([header]).map(|row| row.cells.len()).max().unwrap_or_default();
        Self { header, rows, width, taken: BTreeSet::new() }
    }

    fn statistics(mut self) -> Columns {
        let is_place = |text: &str| place::parse(text).is_ok();
        // Any small number is the code of a region, so those come last.
        let place = self
            .column(Role::Place, |text| text.len() > 2 && place::has_code(text) && is_place(text))
            .or_else(|| self.holding(|text| text.chars().any(char::is_alphabetic) && is_place(text)))
            .or_else(|| self.holding(is_place));
        let dated = |index: usize| date::in_header(self.header.text(index)).is_some();
        let is_wide = (0..self.width).any(dated);
        let date =
            if is_wide { self.named(Role::Date) } else { self.column(Role::Date, |text| date::parse(text).is_ok()) };
        let source = self.named(Role::Source);
        let is_wide = is_wide && date.is_none();
        let value = if is_wide { None } else { self.column(Role::Value, is_number) };
        let written = |column: Option<usize>| Some(column.map_or_else(String::new, number_of));
        let value = if is_wide { None } else { written(value) };
        Columns { place: written(place), date: written(date), value, source: written(source) }
    }

    fn outcome(mut self) -> outcome::Options {
        let cost = self.named(Role::Cost);
        let date = self.column(Role::Date, |text| date::parse(text).is_ok());
        let what = self.named(Role::What);
        let hours = self.named(Role::Hours);
        let amount = self.named(Role::Amount);
        let hours = if hours.is_none() && amount.is_none() { self.holding(is_number) } else { hours };
        let cost = cost.or_else(|| self.holding(|text| text.chars().any(char::is_alphabetic)));
        let written = |column: Option<usize>| Some(column.map_or_else(String::new, number_of));
        outcome::Options {
            cost: written(cost),
            date: written(date),
            what: written(what),
            hours: written(hours),
            amount: written(amount),
            ..outcome::Options::default()
        }
    }

    /// By its head, or by what nearly all of its cells are.
    fn column(&mut self, role: Role, is: impl Fn(&str) -> bool) -> Option<usize> {
        self.named(role).or_else(|| self.holding(is))
    }

    fn named(&mut self, role: Role) -> Option<usize> {
        let found = header::proposed(self.header, role).filter(|index| !self.taken.contains(index))?;
        self.taken.insert(found);
        Some(found)
    }

    fn holding(&mut self, is: impl Fn(&str) -> bool) -> Option<usize> {
        let nearly_all = |index: &usize| {
            let cells = self.rows.iter().map(|row| row.text(*index)).filter(|text| !text.is_empty());
            let (count, fitting) = cells.fold((0, 0), |(all, fit), text| (all + 1, fit + usize::from(is(text))));
            count > 0 && fitting * 10 >= count * 8
        };
        let found = (0..self.width).filter(|index| !self.taken.contains(index)).find(nearly_all)?;
        self.taken.insert(found);
        Some(found)
    }
}

fn number_of(index: usize) -> String {
    (index + 1).to_string()
}

fn is_number(text: &str) -> bool {
    let cell = super::table::Cell { text: text.to_owned(), number: false };
    number::parse_signed(&cell, Mark::Known(',')).is_ok() || number::parse_signed(&cell, Mark::Known('.')).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(file: &str) -> [Option<String>; 4] {
        let (_, options) = look(file.as_bytes(), Format::Csv, None).expect("a readable file");
        let Columns { place, date, value, source } = options.columns;
        [place, date, value, source]
    }

    fn some(columns: [&str; 4]) -> [Option<String>; 4] {
        columns.map(|column| Some(column.to_owned()))
    }

    #[test]
    fn columns_are_proposed_by_their_heads_and_else_by_what_they_hold() {
        assert_eq!(
            proposed("Kommunkod;Kommun;År;Folkmängd;Källa\n2303;Ragunda;2025;5011;SCB\n"),
            some(["1", "3", "4", "5"])
        );
        assert_eq!(proposed("tal;nr;när\n17,5;2303;2025-12-31\n18,5;2321;2025-12-31\n"), some(["2", "3", "1", ""]));
        assert_eq!(proposed("Plats;Mått\nÅre;17\nBerg;12\n"), some(["1", "", "2", ""]), "a name is a place too");
        let wide = proposed("region;2024;2025\n2303 Ragunda;5097;5011\n");
        assert_eq!(wide, [Some("1".to_owned()), Some(String::new()), None, Some(String::new())]);
    }

    #[test]
    fn what_is_proposed_is_what_can_be_read() {
        for file in [
            "Rubrik\n\nnr;tid;mått\n2303;2025;5152\n",
            "2303;2025;5152\n2321;2025;12770\n",
            "region;2025\n2303 Ragunda;5152\n",
        ] {
            let (_, options) = look(file.as_bytes(), Format::Csv, None).expect("a readable file");
            let read = super::super::read(file.as_bytes(), Format::Csv, &options).expect(file);
            assert_eq!((read.errors.len(), read.observations[0].place.as_str()), (0, "2303"), "{file}");
            assert_eq!(read.observations[0].value, 5152.into(), "{file}");
        }
    }

    #[test]
    fn a_header_is_known_again_and_a_file_that_is_no_table_is_not_looked_at() {
        let head = |file: &str| look(file.as_bytes(), Format::Csv, None).expect("a readable file").0.head;
        assert_eq!(head("Kommunkod;Antal_invånare\n2303;1\n"), head("\n\nkommunkod;antal invånare (st)\n2321;2\n"));
        assert_ne!(head("kod;antal\n2303;1\n"), head("antal;kod\n1;2303\n"));
        for file in ["", "\n\n", "%PDF-1.7\nkod;antal\n"] {
            assert!(look(file.as_bytes(), Format::Csv, None).is_err(), "{file:?}");
        }
    }

    #[test]
    fn outcome_may_have_titles_before_its_header() {
        let file = "Tidrapport 2027\nKostnad;Datum;Möte;Timmar\nsecretary;2027-03-01;Beredning;7,5\n";
        let (seen, options) = look_at_outcome(file.as_bytes(), Format::Csv, None).expect("a readable file");
        assert_eq!((seen.rows, options.cost.as_deref(), options.amount.as_deref()), (1, Some("1"), Some("")));
        let costs = [("secretary".to_owned(), "Sekreterare".to_owned())];
        let read = outcome::read(file.as_bytes(), Format::Csv, &options, &costs).expect("readable");
        assert_eq!((read.errors.len(), read.entries.len()), (0, 1));
    }
}
