//! Which column is what: by the words in the header line, unless the user has said.

use chrono::NaiveDate;
use samfin_core::{Text, say};

use super::table::{Row, Table};
use super::{Options, Rejected, date, header};

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its number, from 1.
    pub number: usize,
    /// Its header; empty in a file without headers.
    pub header: String,
}

impl Column {
    /// What to call the column in a message: its header, or `#3`.
    #[must_use]
    pub fn label(&self) -> String {
        if self.header.is_empty() { format!("#{}", self.number) } else { self.header.clone() }
    }

    pub(super) fn index(&self) -> usize {
        self.number - 1
    }
}

/// A column of values; in a wide table each has its own date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueColumn {
    /// Which column.
    pub column: Column,
    /// The date in its header, as in `population_2024_12_31`.
    pub date: Option<NaiveDate>,
}

/// Where the dates come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFrom {
    /// A column of dates or years.
    Column(Column),
    /// The headers of the value columns.
    Headers,
    /// The user said one date for all.
    Fixed(NaiveDate),
}

/// Which column is what, and how the file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Encoding and separator, or the sheet.
    pub read_as: Text,
    /// The row of the header line, when there is one.
    pub header_row: Option<usize>,
    /// Whom the values are for.
    pub place: Column,
    /// Where the dates come from.
    pub date: DateFrom,
    /// The values; more than one in a wide table.
    pub values: Vec<ValueColumn>,
    /// The sources, when the file has them.
    pub source: Option<Column>,
    /// The headers of the columns that are not used.
    pub ignored: Vec<String>,
}

/// Rows that may come before the header line: titles, units, empty ones.
const ROWS_BEFORE_HEADER: usize = 20;

pub(super) fn find(table: &Table, options: &Options) -> Result<Mapping, Rejected> {
    let Some(first) = table.rows.first() else {
        return Err(Rejected(say!("Filen är tom.", "The file is empty.")));
    };
    let top = &table.rows[..table.rows.len().min(ROWS_BEFORE_HEADER)];
    let named = top.iter().find(|row| header::is_header(row, &options.columns));
    let header = match named {
        Some(row) => row.clone(),
        None if header::all_by_number(options) => Row { number: 0, cells: Vec::new() },
        None => return Err(no_header(first)),
    };
    map(&header, options, table.read_as.clone())
}

fn map(header: &Row, options: &Options, read_as: Text) -> Result<Mapping, Rejected> {
    let columns = &options.columns;
    let place = header::column(header, columns.place.as_deref(), header::Role::Place)?
        .ok_or_else(|| header::missing(header, header::Role::Place))?;
    let by_date = header::column(header, columns.date.as_deref(), header::Role::Date)?;
    let source = header::column(header, columns.source.as_deref(), header::Role::Source)?;
    let taken: Vec<usize> =
        [Some(&place), by_date.as_ref(), source.as_ref()].into_iter().flatten().map(Column::index).collect();
    let values = value_columns(header, options, by_date.is_some(), &taken)?;
    let date = date_from(by_date, &values, options.date)?;
    let used = |index: usize| taken.contains(&index) || values.iter().any(|value| value.column.index() == index);
    let ignored = header::named(header).filter(|(index, _)| !used(*index)).map(|(_, text)| text.to_owned()).collect();
    let header_row = (header.number > 0).then_some(header.number);
    Ok(Mapping { read_as, header_row, place, date, values, source, ignored })
}

fn value_columns(
    header: &Row,
    options: &Options,
    has_dates: bool,
    taken: &[usize],
) -> Result<Vec<ValueColumn>, Rejected> {
    let dated = |column: Column| {
        let date = if has_dates { None } else { date::in_header(&column.header) };
        ValueColumn { column, date }
    };
    if let Some(wanted) = options.columns.value.as_deref() {
        let column = header::column(header, Some(wanted), header::Role::Value)?;
        return Ok(column.into_iter().map(dated).collect());
    }
    let free = || header::named(header).filter(|(index, _)| !taken.contains(index));
    if !has_dates {
        let wide: Vec<ValueColumn> = free()
            .map(|(index, text)| dated(Column { number: index + 1, header: text.to_owned() }))
            .filter(|value| value.date.is_some())
            .collect();
        if !wide.is_empty() {
            return Ok(wide);
        }
    }
    if let Some(column) = header::column(header, None, header::Role::Value)? {
        return Ok(vec![ValueColumn { column, date: None }]);
    }
    // No known word, but only one column is left: that is the one.
    let left: Vec<(usize, &str)> = free().collect();
    match left[..] {
        [(index, text)] => {
            Ok(vec![ValueColumn { column: Column { number: index + 1, header: text.to_owned() }, date: None }])
        }
        _ => Err(header::missing(header, header::Role::Value)),
    }
}

fn date_from(column: Option<Column>, values: &[ValueColumn], fixed: Option<NaiveDate>) -> Result<DateFrom, Rejected> {
    let own = match column {
        Some(column) => Some(DateFrom::Column(column)),
        None => values.iter().all(|value| value.date.is_some()).then_some(DateFrom::Headers),
    };
    match (own, fixed) {
        (Some(own), None) => Ok(own),
        (None, Some(date)) => Ok(DateFrom::Fixed(date)),
        (Some(_), Some(date)) => Err(Rejected(say!(
            "Filen har egna datum; utelämna datumet {date}.",
            "The file has dates of its own; leave out the date {date}."
        ))),
        (None, None) => Err(Rejected(say!(
            "Filen har inga datum. Ange ett datum för alla värden, eller vilken kolumn som har dem.",
            "The file has no dates. State one date for all values, or which column has them."
        ))),
    }
}

fn no_header(first: &Row) -> Rejected {
    let (row, cells) = (first.number, header::list(first));
    Rejected(say!(
        "Ingen rubrikrad hittades. Den behöver en kolumn för kommun eller kod och en för värdet; rad {row} har: {cells}. \
         Ange annars kolumnerna med nummer.",
        "No header line was found. It needs a column for the municipality or code and one for the value; row {row} has: \
         {cells}. Or state the columns by number."
    ))
}
