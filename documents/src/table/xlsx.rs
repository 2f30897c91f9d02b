//! A table as a workbook of one sheet, with a filter over its headings.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Table};
use crate::xml::is_xml;

/// What a cell of a spreadsheet holds at most.
const LONGEST: usize = 32_767;
/// A spreadsheet has doubles: above this, not every öre has one of its own.
const EXACT_ORE: i64 = 1 << 53;

/// Why no workbook was made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The table has more rows or columns than a sheet.
    #[error("the table has more rows or columns than a sheet")]
    TooLarge,
    /// The file could not be put together.
    #[error("the workbook could not be written: {0}")]
    Writing(#[from] XlsxError),
}

/// Writes the table on a sheet called `name`; the same table and day give the same bytes.
///
/// # Errors
///
/// [`Error`] when it does not fit on a sheet.
pub fn xlsx(table: &Table, name: &str, made_on: NaiveDate) -> Result<Vec<u8>, Error> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let bold = Format::new().set_bold();
    for (column, head) in (0_u16..).zip(&table.heads) {
        sheet.write_string_with_format(0, column, clean(head), &bold)?;
    }
    let formats = Formats::new();
    for (row, cells) in table.rows.iter().enumerate() {
        let row = u32::try_from(row + 1).map_err(|_| Error::TooLarge)?;
        for (column, cell) in (0_u16..).zip(cells) {
            write(&mut sheet, (row, column), cell, &formats)?;
        }
    }
    let last_row = u32::try_from(table.rows.len()).map_err(|_| Error::TooLarge)?;
    let last_column = u16::try_from(table.heads.len().saturating_sub(1)).map_err(|_| Error::TooLarge)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.autofit();
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_author("samfin").set_creation_datetime(&date(made_on)?));
    book.push_worksheet(sheet);
    Ok(book.save_to_buffer()?)
}

struct Formats {
    money: Format,
    day: Format,
    text: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            money: Format::new().set_num_format("#,##0.00"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            text: Format::new().set_num_format("@"),
        }
    }
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), Error> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, clean(text), &formats.text)?;
        }
        Cell::Whole(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Cell::Day(day) => {
            sheet.write_datetime_with_format(row, column, &date(*day)?, &formats.day)?;
        }
        // Larger amounts stand as text, to the öre, rather than as a number that is nearly right.
        Cell::Money(amount) if amount.ore().abs() >= EXACT_ORE => {
            sheet.write_string(row, column, amount.to_string())?;
        }
        Cell::Money(amount) => {
            let kronor: f64 = amount.to_string().parse().unwrap_or_default();
            sheet.write_number_with_format(row, column, kronor, &formats.money)?;
        }
    }
    Ok(())
}

fn date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), part(day.month()), part(day.day()))
}

/// What the format can hold: XML's characters, and not more than a cell has room for.
fn clean(text: &str) -> String {
    text.chars().map(|c| if is_xml(c) { c } else { '\u{fffd}' }).take(LONGEST).collect()
}
