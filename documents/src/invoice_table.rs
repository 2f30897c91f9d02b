//! Invoices as a table: one row for each line, in columns that the reader chooses and names.
//!
//! Amounts of credit notes stand below zero here, so that a column adds up; on the paper they are positive. What belongs to the
//! whole document (its VAT, what is to be paid) stands on the row of its first line only, for the same reason.

mod column;

use samfin_core::Lang;
use samfin_core::billing::document::Document;

pub use column::Column;

use crate::table::{Dialect, Table, csv};

/// A column and what it is called in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What stands in it.
    pub column: Column,
    /// Its heading.
    pub head: String,
}

/// How the file for a ledger looks (*fakturaunderlag*): data, since every ledger wants another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The columns, from the left.
    pub columns: Vec<Named>,
    /// How values are written.
    pub dialect: Dialect,
}

/// Every column, with its usual heading.
#[must_use]
pub fn usual(lang: Lang) -> Vec<Named> {
    Column::ALL.iter().map(|column| Named { column: *column, head: column.head().get(lang).to_owned() }).collect()
}

/// The documents' lines, in their order.
#[must_use]
pub fn table<'d>(columns: &[Named], documents: impl IntoIterator<Item = &'d Document>, lang: Lang) -> Table {
    let mut rows = Vec::new();
    for document in documents {
        for number in 0..document.lines.len() {
            rows.push(columns.iter().map(|named| named.column.cell(document, number, lang)).collect());
        }
    }
    Table { heads: columns.iter().map(|named| named.head.clone()).collect(), rows }
}

/// The basis from which another ledger makes its invoices, in its layout.
#[must_use]
pub fn basis_csv<'d>(layout: &Layout, documents: impl IntoIterator<Item = &'d Document>, lang: Lang) -> Vec<u8> {
    csv(&table(&layout.columns, documents, lang), layout.dialect)
}
