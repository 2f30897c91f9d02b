//! Workbooks written by another library than the one that reads them.

use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook, XlsxError};

use super::*;

fn workbook(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book).expect("the workbook can be written");
    book.save_to_buffer().expect("the workbook can be saved")
}

/// Codes as numbers and as texts, dates as Excel dates, with a title above and a gap to the left.
fn officers_workbook() -> Vec<u8> {
    workbook(|book| {
        let date = CellFormat::new().set_num_format("yyyy-mm-dd");
        let sheet = book.add_worksheet().set_name("Underlag")?;
        sheet.write(0, 1, "Invånare i kommunerna")?;
        for (column, header) in ["Kommun", "Datum", "Antal invånare", "Källa"].into_iter().enumerate() {
            sheet.write(2, u16::try_from(column + 1).unwrap_or(0), header)?;
        }
        let day = ExcelDateTime::from_ymd(2025, 12, 31)?;
        sheet.write(3, 1, 2303)?.write_with_format(3, 2, &day, &date)?.write(3, 3, 5011)?.write(3, 4, "SCB")?;
        sheet.write(4, 1, "0114")?.write_with_format(4, 2, &day, &date)?.write(4, 3, 50495)?;
        sheet.write(5, 1, 115)?.write(5, 2, 2025)?.write(5, 3, "35 361")?;
        sheet.write(6, 1, "Åre")?.write(6, 2, "2025-12-31")?.write(6, 3, 0.1 + 0.2)?;
        book.add_worksheet()
            .set_name("Annat")?
            .write(0, 0, "kod")?
            .write(0, 1, 2024)?
            .write(1, 0, "2303")?
            .write(1, 1, 5097)?;
        Ok(())
    })
}

#[test]
fn a_workbook_as_an_officer_makes_it() {
    let preview = preview_of(&officers_workbook(), &Options::default());
    assert_eq!(
        lines(&preview),
        ["2303 2025-12-31 5011 SCB", "0114 2025-12-31 50495 -", "0115 2025-12-31 35361 -", "2321 2025-12-31 0.3 -"]
    );
    assert_eq!(preview.mapping.read_as.en, "XLSX, sheet 'Underlag'");
    assert_eq!((preview.mapping.header_row, preview.mapping.place.number), (Some(3), 2));
    let notes: Vec<&str> = preview.notes.iter().map(|note| note.en.as_str()).collect();
    assert_eq!(
        notes,
        ["Codes that lacked their leading zero: 115 → 0115.", "Names that were read as codes: Åre → 2321."]
    );
}

#[test]
fn a_sheet_is_chosen_by_name() {
    let sheet = |name: &str| Options { sheet: Some(name.to_owned()), ..Options::default() };
    assert_eq!(lines(&preview_of(&officers_workbook(), &sheet("annat"))), ["2303 2024-12-31 5097 -"]);
    assert_eq!(
        rejected(&officers_workbook(), &sheet("Blad1")),
        "The workbook has no sheet 'Blad1'. It has: Underlag, Annat."
    );
}

#[test]
fn cells_that_are_no_figures_are_told() {
    let bytes = workbook(|book| {
        let time = CellFormat::new().set_num_format("yyyy-mm-dd hh:mm");
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "kod")?.write(0, 1, "datum")?.write(0, 2, "antal")?;
        let noon = ExcelDateTime::from_ymd(2025, 12, 31)?.and_hms(12, 0, 0)?;
        sheet.write(1, 0, "2303")?.write_with_format(1, 1, &noon, &time)?.write(1, 2, true)?;
        Ok(())
    });
    assert_eq!(
        errors(&preview_of(&bytes, &Options::default())),
        [
            r#"2 datum "2025-12-31 12:00:00" date-invalid: This is not a date. [Write as 2025-12-31, or only the year.]"#,
            r#"2 antal "TRUE" decimal-format: This is not a number. [Write the number in digits, as 5011.]"#,
        ]
    );
}

#[test]
fn a_workbook_that_unpacks_too_large_is_refused() {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet();
        for row in 0..2_000 {
            sheet.write(row, 0, "0".repeat(1_000))?;
        }
        Ok(())
    });
    let options = Options { limits: Limits { unpacked_bytes: 100_000, ..Limits::default() }, ..Options::default() };
    assert_eq!(rejected(&bytes, &options), "The workbook is larger than 100000 bytes when unpacked.");
}

#[test]
fn a_damaged_workbook_is_refused_and_nothing_panics() {
    let whole = officers_workbook();
    for cut in (4..whole.len()).step_by(97) {
        assert!(rejected(&whole[..cut], &Options::default()).starts_with("The workbook cannot be read."));
    }
    // A flipped byte may hit nothing that matters, but it must never take the program down.
    for at in (0..whole.len()).step_by(13) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x5A;
        drop(read(&bytes, Format::Xlsx, &Options::default()));
    }
}
