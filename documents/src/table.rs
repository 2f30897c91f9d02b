//! Any table as a file: CSV in the reader's dialect, or XLSX.
//!
//! Texts that people wrote stay texts: a spreadsheet never takes one for a formula. In CSV, which knows no types, an apostrophe
//! is written before a text that begins as a formula does; in XLSX the cell itself is text.
//!
//! ```
//! use samfin_documents::table::{Cell, Dialect, Table, csv};
//! let table = Table {
//!     heads: vec!["Part".into(), "Belopp".into()],
//!     rows: vec![vec![Cell::Text("=Åre".into()), Cell::Money("-1250.50".parse()?)]],
//! };
//! assert_eq!(String::from_utf8(csv(&table, Dialect::default()))?, "\u{feff}Part;Belopp\r\n'=Åre;-1250,50\r\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod csv;
mod xlsx;

use chrono::NaiveDate;
use samfin_core::Ore;

pub use self::csv::csv;
pub use xlsx::{Error, xlsx};

/// Rows under headings; every row has as many cells as there are headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the columns are called.
    pub heads: Vec<String>,
    /// From the top.
    pub rows: Vec<Vec<Cell>>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words, or a number that is a name (an OCR number has zeros that must stay).
    Text(String),
    /// Kronor.
    Money(Ore),
    /// A count, a year.
    Whole(i32),
    /// A day.
    Day(NaiveDate),
}

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Between the cells.
    pub separator: Separator,
    /// Between kronor and öre.
    pub decimal: Decimal,
    /// How days are written.
    pub day: DayForm,
    /// In which bytes.
    pub encoding: Encoding,
    /// Whether the headings are the first row.
    pub heads: bool,
}

/// As a Swedish spreadsheet opens it by itself: semicolons, decimal comma, UTF-8 with a byte order mark.
impl Default for Dialect {
    fn default() -> Self {
        Self {
            separator: Separator::Semicolon,
            decimal: Decimal::Comma,
            day: DayForm::Iso,
            encoding: Encoding::Utf8WithMark,
            heads: true,
        }
    }
}

/// Between the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// A tab.
    Tab,
}

/// Between kronor and öre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// `1250,50`
    Comma,
    /// `1250.50`
    Point,
}

/// How days are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayForm {
    /// `2027-01-31`
    Iso,
    /// `20270131`
    Compact,
    /// `31/01/2027`
    Slashes,
}

/// In which bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with a byte order mark, by which spreadsheets know it.
    Utf8WithMark,
    /// UTF-8 without one.
    Utf8,
    /// For older programs; a character that it does not have becomes a question mark.
    Windows1252,
}
