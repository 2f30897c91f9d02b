//! Files as they come from municipalities, and files that must not get in.

mod laws;
mod workbooks;

use samfin_core::Lang;

use super::*;

/// The preview of a file that can be read.
fn preview(file: &str) -> Preview {
    preview_of(file.as_bytes(), &Options::default())
}

fn preview_of(bytes: &[u8], options: &Options) -> Preview {
    read(bytes, Format::of(bytes), options).expect("the file can be read")
}

fn rejected(bytes: &[u8], options: &Options) -> String {
    let Rejected(text) = read(bytes, Format::of(bytes), options).expect_err("the file is refused");
    assert_ne!(text.sv, text.en, "both languages");
    text.en
}

/// Observations as `2303 2025-12-31 5011 SCB`.
fn lines(preview: &Preview) -> Vec<String> {
    assert_eq!(preview.errors, []);
    let line = |o: &Observation| format!("{} {} {} {}", o.place, o.date, o.value, o.source.as_deref().unwrap_or("-"));
    preview.observations.iter().map(line).collect()
}

/// Errors as `row column "value" code: detail [suggestion]`.
fn errors(preview: &Preview) -> Vec<String> {
    let line = |e: &RowError| {
        let suggestion = e.suggestion.as_ref().map_or("", |text| text.get(Lang::En));
        format!("{} {} {:?} {}: {} [{suggestion}]", e.row, e.column, e.value, e.code, e.detail)
    };
    preview.errors.iter().map(line).collect()
}

#[test]
fn a_swedish_file_with_a_year_column() {
    let file = "Kommunkod;Kommun;År;Folkmängd;Källa\n2303;Ragunda;2025;5 011;SCB\n2321;Åre;2025;12 770;SCB\n";
    let preview = preview(file);
    assert_eq!(lines(&preview), ["2303 2025-12-31 5011 SCB", "2321 2025-12-31 12770 SCB"]);
    assert_eq!(preview.mapping.ignored, ["Kommun"]);
    assert_eq!(preview.mapping.read_as.en, "UTF-8, separated by ';'");
    assert_eq!(preview.mapping.header_row, Some(1));
    assert_eq!(preview.notes, []);
}

#[test]
fn the_built_in_file_reads_as_a_wide_table() {
    let preview = preview(include_str!("../../data/population.csv"));
    let built_in: Vec<_> = crate::population::observations().map(|o| (o.place.to_owned(), o.date, o.value)).collect();
    let read: Vec<_> = preview.observations.iter().map(|o| (o.place.clone(), o.date, o.value)).collect();
    assert_eq!(read, built_in);
    assert_eq!(preview.mapping.date, DateFrom::Headers);
    assert_eq!(preview.mapping.values.len(), 2);
    assert_eq!(preview.mapping.ignored, ["kind", "name", "county_code", "county_name"]);
}

#[test]
fn a_file_from_statistics_sweden_has_titles_and_code_with_name() {
    let file = "\u{feff}\"Folkmängd efter region och år\"\r\n\r\n\"region\",\"ålder\",\"2024\",\"2025\"\r\n\
                \"2303 Ragunda\",\"totalt\",5097,5011\r\n\"2321 Åre\",\"totalt\",..,12770\r\n";
    let preview = preview(file);
    assert_eq!(lines(&preview), ["2303 2024-12-31 5097 -", "2303 2025-12-31 5011 -", "2321 2025-12-31 12770 -"]);
    assert_eq!(preview.mapping.header_row, Some(3));
    assert_eq!(preview.notes[0].en, "1 cells without a figure were left out.");
}

#[test]
fn windows_1252_is_told_from_utf_8() {
    let (bytes, _, _) =
        encoding_rs::WINDOWS_1252.encode("Namn;Datum;Värde;Källa\nÅre;2025-11-01;12,5;Räkning på plats\n");
    let preview = preview_of(&bytes, &Options::default());
    assert_eq!(lines(&preview), ["2321 2025-11-01 12.5 Räkning på plats"]);
    assert_eq!(preview.mapping.read_as.sv, "Windows-1252, skilt med ”;”");
    assert_eq!(preview.notes[0].en, "Names that were read as codes: Åre → 2321.");
}

#[test]
fn separators_are_found_by_the_lines() {
    for separator in [";", ",", "\t"] {
        let file = "kod;datum;värde\n2303;2025-12-31;5011\n".replace(';', separator);
        assert_eq!(lines(&preview(&file)), ["2303 2025-12-31 5011 -"], "{separator:?}");
    }
    // Decimal commas do not make `,` the separator, nor do commas inside quotes.
    assert_eq!(
        lines(&preview("kod;datum;värde\n2303;2025;3,5\n2321;2025;4,5\n")),
        ["2303 2025-12-31 3.5 -", "2321 2025-12-31 4.5 -"]
    );
    assert_eq!(lines(&preview("kod,datum,värde\n2303,2025,\"3,5\"\n")), ["2303 2025-12-31 3.5 -"]);
}

#[test]
fn a_zero_that_a_spreadsheet_dropped_is_restored_and_told() {
    let preview = preview("kod;år;antal\n114;2025;50495\n1;2025;2486253\n2303;2025;5011\n");
    assert_eq!(lines(&preview), ["0114 2025-12-31 50495 -", "01 2025-12-31 2486253 -", "2303 2025-12-31 5011 -"]);
    assert_eq!(preview.notes[0].en, "Codes that lacked their leading zero: 1 → 01, 114 → 0114.");
}

#[test]
fn every_bad_cell_is_told_with_its_row() {
    let file = "kod;datum;värde\n\
                2303;2025-02-30;5011\n\
                Östersnd;2025;x\n\
                2321;03/04/2025;12.770\n\
                2321;2025;\n\
                2305;2025;-3\n\
                2305;1999;3\n\
                2309;2025;14887\n\
                2309;2025;14888\n";
    let preview = preview(file);
    assert_eq!(
        errors(&preview),
        [
            r#"2 datum "2025-02-30" date-invalid: This is not a date. [Write as 2025-12-31, or only the year.]"#,
            r#"3 kod "Östersnd" id-format: This is neither a code, a party id, nor the name of a municipality or region. [Is it 2380 Östersund?]"#,
            r#"3 värde "x" decimal-format: This is not a number. [Write the number in digits, as 5011.]"#,
            r#"4 datum "03/04/2025" date-invalid: The date can mean 2025-04-03 or 2025-03-04. [Write as 2025-12-31, or only the year.]"#,
            r#"4 värde "12.770" decimal-format: The number can mean 12770 or 12.770. [Write 12770 if it means thousands, or state the decimal mark.]"#,
            r#"5 värde "" missing-field: The value is missing. [Fill in the value or remove the row.]"#,
            r#"6 värde "-3" out-of-range: A statistic cannot be negative. []"#,
            r#"7 datum "1999" date-out-of-range: The date is outside 2000–2100. [Write as 2025-12-31, or only the year.]"#,
            r#"9 värde "14888" duplicate-observation: 2309 already has a value for 2025-12-31 in row 8. [Remove one of the rows.]"#,
        ]
    );
    assert_eq!(preview.observations.len(), 1);
}

#[test]
fn the_user_can_say_what_the_columns_are() {
    let file = "A;B;C;D\nx;2303;2024;7\nx;2321;2024;8\n";
    let by = |place: &str, date: Option<&str>, value: &str| Options {
        columns: Columns {
            place: Some(place.into()),
            date: date.map(Into::into),
            value: Some(value.into()),
            source: None,
        },
        source: Some("räkning".into()),
        ..Options::default()
    };
    let expected = ["2303 2024-12-31 7 räkning", "2321 2024-12-31 8 räkning"];
    assert_eq!(lines(&preview_of(file.as_bytes(), &by("B", Some("C"), "D"))), expected);
    assert_eq!(lines(&preview_of(file.as_bytes(), &by("2", Some("3"), "4"))), expected);
    let headerless = file.split_once('\n').map(|(_, rest)| rest).unwrap_or_default();
    assert_eq!(lines(&preview_of(headerless.as_bytes(), &by("2", Some("3"), "4"))), expected);
    let error = rejected(file.as_bytes(), &by("Kommun", Some("C"), "D"));
    assert!(error.starts_with("No header line was found."), "{error}");
    let error = rejected(file.as_bytes(), &by("B", Some("E"), "D"));
    assert_eq!(error, "The file has no column 'E'. It has: A, B, C, D.");
}

#[test]
fn one_date_for_a_file_without_dates() {
    let options = Options { date: NaiveDate::from_ymd_opt(2026, 11, 1), ..Options::default() };
    assert_eq!(lines(&preview_of(b"kod;antal\n2303;5001\n", &options)), ["2303 2026-11-01 5001 -"]);
    assert!(rejected(b"kod;antal\n2303;5001\n", &Options::default()).starts_with("The file has no dates."));
    assert!(rejected(b"kod;2025\n2303;5001\n", &options).starts_with("The file has dates of its own;"));
}

#[test]
fn what_is_ambiguous_is_asked_for() {
    let error = rejected(b"kommunkod;regionkod;datum;antal\n2303;23;2025;1\n", &Options::default());
    assert_eq!(error, "Both 'kommunkod' and 'regionkod' can be the column. State which (for=…).");
    let error = rejected(b"kod;datum;barn;vuxna\n2303;2025;1;2\n", &Options::default());
    assert_eq!(error, "No column for value. The file has: kod, datum, barn, vuxna. State which one it is (value=…).");
    // With one column left there is nothing to ask.
    assert_eq!(lines(&preview("kod;datum;barn\n2303;2025;811\n")), ["2303 2025-12-31 811 -"]);
}

#[test]
fn limits_hold_and_rubbish_is_refused() {
    let small = |limits: Limits| Options { limits, ..Options::default() };
    let file = b"kod;datum;antal\n2303;2025;1\n2321;2025;2\n";
    let error = rejected(file, &small(Limits { rows: 2, ..Limits::default() }));
    assert_eq!(error, "The file has more than 2 rows. Split it.");
    let error = rejected(file, &small(Limits { columns: 2, ..Limits::default() }));
    assert_eq!(error, "Row 1 has more than 2 columns.");
    let error = rejected(file, &small(Limits { file_bytes: 10, ..Limits::default() }));
    assert_eq!(error, "The file is 40 bytes; the limit is 10. Split it.");
    let error = rejected(file, &small(Limits { text_bytes: 10, ..Limits::default() }));
    assert_eq!(error, "The cells of the file hold more than 10 bytes of text.");
    assert_eq!(rejected(b"", &Options::default()), "The file is empty.");
    assert!(rejected(&[0, 159, 146, 150], &Options::default()).starts_with("The file is neither text nor"));
    assert!(rejected(b"hello\nworld\n", &Options::default()).starts_with("No header line was found."));
}

#[test]
fn hostile_sources_are_refused_and_never_echoed() {
    let preview = preview("kod;datum;antal;källa\n2303;2025;1;SCB\u{202e}BCS\n2321;2025;1;a\u{7}b\n");
    let values: Vec<&str> = preview.errors.iter().map(|error| error.value.as_str()).collect();
    assert_eq!(values, ["SCB\u{fffd}BCS", "a\u{fffd}b"]);
    assert!(preview.errors.iter().all(|error| error.code == Code::IllegalCharacter));
    let options = Options { source: Some("SCB\u{202e}BCS".into()), ..Options::default() };
    assert!(rejected(b"kod;datum;antal\n2303;2025;1\n", &options).contains("U+202E"));
}

#[test]
fn row_numbers_are_those_of_an_editor() {
    for end in ["\n", "\r\n", "\r"] {
        let file = "\n\nkod;datum;antal;källa\n2303;2025;1;\"två\nrader\"\n\n2321;x;1;\n".replace('\n', end);
        let rows: Vec<usize> = preview(&file).errors.iter().map(|error| error.row).collect();
        assert_eq!(rows, [4, 7], "{end:?}");
    }
}

#[test]
fn more_errors_than_anyone_reads_are_counted() {
    let file = format!("kod;datum;antal\n{}", "2303;x;1\n".repeat(1_500));
    let preview = preview(&file);
    assert_eq!(preview.errors.len(), 1_000);
    assert_eq!(preview.notes[0].en, "Another 500 errors are not listed.");
}
