//! Statistics from a spreadsheet: bytes in, observations and row-level errors out. No database here.
//!
//! What a municipality's officer has is a CSV or XLSX that came from somewhere. This is what is
//! understood without being told, and each guess can be overridden:
//!
//! ```text
//! Kommunkod;År;Folkmängd        kommun,2024-12-31,2025-12-31       region;ålder;2025
//! 2303;2025;5 152               2303 Ragunda,5097,5152             2303 Ragunda;totalt;5 152
//! ```
//!
//! | what | from | where |
//! | --- | --- | --- |
//! | UTF-8 or Windows-1252, separator | the bytes and the header line | `csv` |
//! | header line, columns | words in Swedish and English, dates in headers | `header`, `columns` |
//! | numbers, dates, codes | each cell; the decimal mark from the whole column | `number`, `date`, `place` |
//!
//! Nothing is guessed silently: what was assumed is in [`Preview::mapping`] and [`Preview::notes`],
//! and what could mean two things is an error with both readings. A file with errors is not
//! imported at all.

mod columns;
mod csv;
mod date;
mod header;
mod look;
mod number;
pub mod outcome;
mod place;
mod rows;
mod table;
mod xlsx;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use samfin_core::text::fault;
use samfin_core::{Code, Text, say};
use serde::{Deserialize, Serialize};

pub use columns::{Column, DateFrom, Mapping, ValueColumn};
pub use look::{Look, NumberedRow, Seen, faulty_rows, look, look_at_outcome};
pub use number::written_number;
pub use table::Limits;

/// What kind of file the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with a separator.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

impl Format {
    /// An Excel workbook is a zip file and says so in its first bytes; anything else is text.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"PK\x03\x04") { Self::Xlsx } else { Self::Csv }
    }
}

/// What the user has said; everything else is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The columns, each by header or by number from 1; empty: there is none.
    pub columns: Columns,
    /// The date of every value, in a file without dates.
    pub date: Option<NaiveDate>,
    /// The source of every value, where the file has no column for it.
    pub source: Option<String>,
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

/// Columns that the user has named, by header or by number from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// Party id or area code.
    pub place: Option<String>,
    /// Date or year.
    pub date: Option<String>,
    /// The value.
    pub value: Option<String>,
    /// Where the figure comes from.
    pub source: Option<String>,
}

/// One value read from the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Party id or area code.
    pub place: String,
    /// The day that the value describes.
    pub date: NaiveDate,
    /// The value, exact.
    pub value: Decimal,
    /// Where the figure comes from.
    pub source: Option<String>,
    /// The row of the file, from 1.
    pub row: usize,
}

/// What would be imported.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Which column is what, and how the file was read.
    pub mapping: Mapping,
    /// The values, in the order of the file.
    pub observations: Vec<Observation>,
    /// What is wrong, in the order of the file; the file can be imported when this is empty.
    pub errors: Vec<RowError>,
    /// What was assumed and is worth knowing.
    pub notes: Vec<Text>,
}

/// One cell that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row of the file, from 1 (the number that Excel shows).
    pub row: usize,
    /// The header of the column, or its number where there is no header.
    pub column: String,
    /// What the cell holds.
    pub value: String,
    /// What kind of error it is.
    pub code: Code,
    /// What is wrong.
    pub detail: Text,
    /// What to write instead.
    pub suggestion: Option<Text>,
}

impl RowError {
    /// An error of a cell: of its text as much as can be shown.
    pub(super) fn new(
        row: usize,
        column: String,
        text: &str,
        code: Code,
        detail: Text,
        suggestion: Option<Text>,
    ) -> Self {
        let shown = |c: char| if fault(c.encode_utf8(&mut [0; 4]), false).is_some() { '\u{FFFD}' } else { c };
        Self { row, column, value: text.chars().take(100).map(shown).collect(), code, detail, suggestion }
    }
}

/// The file as a whole cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Rejected(pub Text);

/// Errors after this many are counted, not listed.
const LISTED_ERRORS: usize = 1_000;

/// Reads statistics from the bytes of a file.
///
/// ```
/// use samfin::app::import::{Format, Options, read};
/// let file = "Kommunkod;År;Folkmängd\n2303;2025;5 152\n";
/// let preview = read(file.as_bytes(), Format::Csv, &Options::default()).expect("a readable file");
/// assert_eq!(preview.observations[0].date.to_string(), "2025-12-31");
/// assert_eq!(preview.observations[0].value.to_string(), "5152");
/// ```
pub fn read(bytes: &[u8], format: Format, options: &Options) -> Result<Preview, Rejected> {
    let limits = &options.limits;
    refuse_large(bytes, limits)?;
    if let Some(fault) = options.source.as_deref().and_then(|source| samfin_core::text::fault(source, false)) {
        return Err(Rejected(fault));
    }
    let table = table_of(bytes, format, options.sheet.as_deref(), options.separator, limits)?;
    let mapping = columns::find(&table, options)?;
    Ok(rows::read(&table, mapping, options))
}

/// The rows of a file.
fn table_of(
    bytes: &[u8],
    format: Format,
    sheet: Option<&str>,
    separator: Option<char>,
    limits: &Limits,
) -> Result<table::Table, Rejected> {
    match format {
        Format::Csv => csv::read(bytes, separator, limits),
        Format::Xlsx => xlsx::read(bytes, sheet, limits),
    }
}

fn refuse_large(bytes: &[u8], limits: &Limits) -> Result<(), Rejected> {
    if bytes.len() <= limits.file_bytes {
        return Ok(());
    }
    let (size, limit) = (bytes.len(), limits.file_bytes);
    Err(Rejected(say!(
        "Filen är {size} byte; gränsen är {limit}. Dela upp den.",
        "The file is {size} bytes; the limit is {limit}. Split it."
    )))
}

#[cfg(test)]
mod tests;
