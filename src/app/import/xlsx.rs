//! An Excel workbook as a table, without trusting what it says about its own size.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, SheetType, Xlsx, open_workbook_from_rs};
use rust_decimal::Decimal;
use samfin_core::{Text, say};

use super::Rejected;
use super::table::{Cell, Limits, Table};

pub(super) fn read(bytes: &[u8], sheet: Option<&str>, limits: &Limits) -> Result<Table, Rejected> {
    refuse_bombs(bytes, limits)?;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| broken())?;
    let name = choose_sheet(&book, sheet)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(|_| broken())?;
    let mut table = Table::new(say!("XLSX, blad ”{name}”", "XLSX, sheet '{name}'"));
    let mut last = None;
    while let Some(cell) = cells.next_cell().map_err(|_| broken())? {
        let (row, column) = cell.get_position();
        // A sheet lists its cells in order; one that does not is not from a spreadsheet program.
        if last.is_some_and(|last| last >= (row, column)) {
            return Err(broken());
        }
        last = Some((row, column));
        let (Ok(row), Ok(column)) = (usize::try_from(row), usize::try_from(column)) else { return Err(broken()) };
        table.put(row, column, text_of(cell.get_value()), limits)?;
    }
    Ok(table)
}

/// Unpacks every part of the workbook without keeping it, and stops at the limit: the sizes that
/// the file declares cannot be trusted, and the reader below would hold its texts in memory.
fn refuse_bombs(bytes: &[u8], limits: &Limits) -> Result<(), Rejected> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut left = limits.unpacked_bytes;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| broken())?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| broken())?;
        left = left.checked_sub(unpacked).ok_or_else(|| {
            let limit = limits.unpacked_bytes;
            Rejected(say!(
                "Arbetsboken är större än {limit} byte uppackad.",
                "The workbook is larger than {limit} bytes when unpacked."
            ))
        })?;
    }
    Ok(())
}

/// The names of the sheets, in their order.
pub(super) fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, Rejected> {
    refuse_bombs(bytes, limits)?;
    let book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| broken())?;
    Ok(sheet_names(&book).into_iter().map(str::to_owned).collect())
}

fn sheet_names<R: Read + std::io::Seek>(book: &Xlsx<R>) -> Vec<&str> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets.map(|sheet| sheet.name.as_str()).collect()
}

fn choose_sheet<R: Read + std::io::Seek>(book: &Xlsx<R>, wanted: Option<&str>) -> Result<String, Rejected> {
    let sheets = sheet_names(book);
    let found = match wanted {
        None => sheets.first(),
        Some(wanted) => sheets.iter().find(|name| name.to_lowercase() == wanted.to_lowercase()),
    };
    found.map(|name| (*name).to_owned()).ok_or_else(|| {
        let there = sheets.join(", ");
        Rejected(match wanted {
            Some(wanted) => say!(
                "Arbetsboken har inget blad ”{wanted}”. Den har: {there}.",
                "The workbook has no sheet '{wanted}'. It has: {there}."
            ),
            None => Text::new("Arbetsboken har inga blad.", "The workbook has no sheets."),
        })
    })
}

fn text_of(value: &DataRef<'_>) -> Cell {
    let text = |text: &str| Cell { text: text.trim().to_owned(), number: false };
    match value {
        DataRef::Int(value) => Cell { text: value.to_string(), number: true },
        DataRef::Float(value) => number(*value),
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => text(value),
        DataRef::SharedString(value) => text(value),
        DataRef::Bool(value) => text(if *value { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(value) if value.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => text(&date),
                _ => text(&format!("{date} {hour:02}:{minute:02}:{second:02}")),
            }
        }
        DataRef::DateTime(value) => number(value.as_f64()),
        DataRef::Error(error) => text(&error.to_string()),
        DataRef::Empty => Cell::default(),
    }
}

/// A workbook stores 0.1 + 0.2 as a binary fraction and shows 15 digits; those are what was meant.
fn number(value: f64) -> Cell {
    let shown = format!("{value:.14e}");
    match Decimal::from_scientific(&shown) {
        Ok(decimal) => Cell { text: decimal.normalize().to_string(), number: true },
        Err(_) => Cell { text: shown, number: false },
    }
}

fn broken() -> Rejected {
    Rejected(say!(
        "Arbetsboken går inte att läsa. Öppna den i kalkylprogrammet och spara den som XLSX igen.",
        "The workbook cannot be read. Open it in the spreadsheet program and save it as XLSX again."
    ))
}
