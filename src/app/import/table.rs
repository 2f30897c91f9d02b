//! A file as rows of cells, whatever it was written in.

use samfin_core::{Text, say};

use super::Rejected;

/// How much is read before a file is refused.
///
/// A small workbook can unpack to gigabytes, and one long text can be pointed at by a million
/// cells, so what is unpacked and what is kept are bounded apart from the size of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The file itself.
    pub file_bytes: usize,
    /// Everything inside a workbook, unpacked.
    pub unpacked_bytes: u64,
    /// Rows, headers and empty ones included.
    pub rows: usize,
    /// Cells in a row.
    pub columns: usize,
    /// Characters of all cells together, in bytes.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 20 * 1024 * 1024,
            unpacked_bytes: 200 * 1024 * 1024,
            rows: 200_000,
            columns: 500,
            text_bytes: 64 * 1024 * 1024,
        }
    }
}

/// One cell as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// The text, trimmed; a number has `.` and no thousands, a date is ISO 8601.
    pub(super) text: String,
    /// The file itself says that this is a number: its decimal mark needs no guess.
    pub(super) number: bool,
}

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
}

impl Row {
    /// The text of a cell; a row may be shorter than the header.
    pub(super) fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| &cell.text)
    }
}

/// The rows of a file, and how they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// How the file was read, for people: `UTF-8; separator ;`.
    pub(super) read_as: Text,
    text_bytes: usize,
}

impl Table {
    pub(super) fn new(read_as: Text) -> Self {
        Self { rows: Vec::new(), read_as, text_bytes: 0 }
    }

    /// Adds a cell after checking every limit; rows and columns count from 0 and come in order.
    pub(super) fn put(&mut self, row: usize, column: usize, cell: Cell, limits: &Limits) -> Result<(), Rejected> {
        if row >= limits.rows {
            let limit = limits.rows;
            return Err(Rejected(say!(
                "Filen har fler än {limit} rader. Dela upp den.",
                "The file has more than {limit} rows. Split it."
            )));
        }
        if column >= limits.columns {
            let limit = limits.columns;
            return Err(Rejected(say!(
                "Rad {} har fler än {limit} kolumner.",
                "Row {} has more than {limit} columns.";
                row + 1
            )));
        }
        self.text_bytes += cell.text.len();
        if self.text_bytes > limits.text_bytes {
            let limit = limits.text_bytes;
            return Err(Rejected(say!(
                "Filens celler har mer än {limit} byte text.",
                "The cells of the file hold more than {limit} bytes of text."
            )));
        }
        if cell.text.is_empty() {
            return Ok(());
        }
        if self.rows.last().is_none_or(|last| last.number != row + 1) {
            self.rows.push(Row { number: row + 1, cells: Vec::new() });
        }
        if let Some(last) = self.rows.last_mut() {
            last.cells.resize(column, Cell::default());
            last.cells.push(cell);
        }
        Ok(())
    }
}
