//! The workbook, read back by another library: its sheets, its figures, and that no text is evaluated.

#![expect(clippy::unwrap_used, reason = "a workbook that cannot be read is a failed test")]

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use samfin_core::comparison::{Comparison, compare};
use samfin_core::{Lang, Request, calculate};
use samfin_documents::workbook::{Book, Column, Difference, Error, Year, workbook};
use serde_json::{Value, json};

struct Read(Xlsx<Cursor<Vec<u8>>>);

impl Read {
    fn of(bytes: Vec<u8>) -> Self {
        Self(Xlsx::new(Cursor::new(bytes)).unwrap())
    }

    fn names(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    /// The cells with something in them, by row.
    fn rows(&mut self, sheet: &str) -> Vec<Vec<Data>> {
        let range = self.0.worksheet_range(sheet).unwrap();
        range.rows().map(|row| row.iter().filter(|cell| **cell != Data::Empty).cloned().collect()).collect()
    }

    /// The row that starts with this text.
    fn row(&mut self, sheet: &str, first: &str) -> Vec<Data> {
        let rows = self.rows(sheet);
        let found = rows.into_iter().find(|row| row.first().is_some_and(|cell| text(cell) == Some(first)));
        found.unwrap_or_else(|| panic!("{sheet} has no row that starts with {first}"))
    }

    fn has_text(&mut self, sheet: &str, wanted: &str) -> bool {
        self.rows(sheet).iter().flatten().any(|cell| text(cell) == Some(wanted))
    }

    fn formulas(&mut self) -> Vec<String> {
        let names = self.names();
        let of = |sheet: &String| -> Vec<String> {
            let formulas = self.0.worksheet_formula(sheet).unwrap();
            formulas.cells().map(|(.., formula)| formula.clone()).filter(|formula| !formula.is_empty()).collect()
        };
        names.iter().flat_map(of).collect()
    }
}

fn text(cell: &Data) -> Option<&str> {
    match cell {
        Data::String(text) => Some(text),
        _ => None,
    }
}

fn day() -> chrono::NaiveDate {
    "2026-11-25".parse().unwrap()
}

/// Two municipalities and a region share a secretary; one scenario has more hours.
fn comparison() -> Value {
    json!({
        "years": [2027],
        "agreement": {
            "name": "Sekreterare", "currency": "SEK", "valid_from": "2027-01-01", "host": "region-x",
            "parties": [
                { "id": "region-x", "name": "Region X", "kind": "region" },
                { "id": "a", "name": "A kommun", "kind": "municipality", "area": "2303" },
                { "id": "b", "name": "B kommun", "kind": "municipality", "area": "2305" } ],
            "bodies": [ { "id": "forum", "name": "Forum", "meetings_per_year": "8" } ],
            "costs": [ { "id": "secretary", "name": "Sekreterare", "type": "staff", "key": "half",
                "hours": { "per_meeting": "20", "bodies": ["forum"] }, "rate": { "hourly": "500.00" },
                "source": "assumption", "account": { "account": "0461", "cost_centre": "007" } } ],
            "keys": { "half": { "type": "groups", "groups": [
                { "among": { "kind": "region" }, "weight": "50", "key": { "type": "equal" } },
                { "among": { "kind": "municipality" }, "weight": "50",
                  "key": { "type": "statistic", "statistic": "population" } } ] } }
        },
        "statistics": { "population": [
            { "for": "2303", "date": "2025-12-31", "value": "5152", "source": "SCB" },
            { "for": "2305", "date": "2025-12-31", "value": "5950", "source": "SCB" } ] },
        "scenarios": [ { "name": "Fler timmar",
            "changes": [ { "target": "costs/secretary/hours/per_meeting", "value": "24" } ] } ]
    })
}

fn made(document: &Value, lang: Lang) -> Read {
    let comparison = Comparison::parse(&serde_json::to_vec(document).unwrap()).unwrap();
    let compared = compare(&comparison).unwrap();
    Read::of(workbook(&Book::of(&comparison, &compared, lang, day())).unwrap())
}

#[test]
fn a_comparison_is_a_workbook_of_live_formulas_in_the_readers_language() {
    let mut book = made(&comparison(), Lang::Sv);
    assert_eq!(book.names(), ["Jämförelse", "A Utgångsläge", "B Fler timmar", "Antaganden", "Kontering"]);
    let row = book.row("Jämförelse", "A kommun");
    assert_eq!(row[2..5], [Data::Float(18_562.42), Data::Float(22_274.91), Data::Float(3_712.49)]);
    let row = book.row("A Utgångsläge", "A kommun");
    assert_eq!(row[2], Data::Float(18_562.42), "what a reader sees who does not calculate");
    assert!(book.has_text("A Utgångsläge", "OK"), "the check of the cost");
    let row = book.row("Antaganden", "Sekreterare");
    assert_eq!(text(row.last().unwrap()), Some("Ja"), "an assumed figure is marked");
    assert!(book.has_text("Antaganden", "Källa: SCB"));
    assert!(book.has_text("Antaganden", "costs/secretary/hours/per_meeting"), "what the scenario changes");
    let row = book.row("Kontering", "A  Utgångsläge");
    assert_eq!([text(&row[4]), text(&row[5])], [Some("0461"), Some("007")], "leading zeros stay");
    assert!(book.formulas().contains(&"'A Utgångsläge'!F8".to_owned()), "{:?}", book.formulas());

    let english = made(&comparison(), Lang::En);
    assert_eq!(english.names(), ["Comparison", "A Baseline", "B Fler timmar", "Assumptions", "Account coding"]);
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let document = serde_json::to_vec(&comparison()).unwrap();
    let comparison = Comparison::parse(&document).unwrap();
    let compared = compare(&comparison).unwrap();
    let once = workbook(&Book::of(&comparison, &compared, Lang::Sv, day())).unwrap();
    let again = workbook(&Book::of(&comparison, &compared, Lang::Sv, day())).unwrap();
    assert!(once == again);
}

/// What a spreadsheet would evaluate, or a file could break on, if it were not text.
const HOSTILE: &[&str] = &[
    "=1+1",
    "@SUM(1,1)",
    "+1",
    "-1",
    "=HYPERLINK(\"http://x.example\",\"x\")",
    "=cmd|'/C calc'!A0",
    "'=1+1",
    "<b>&amp;\"</t>",
    "_x0041_",
    "{=1+1}",
    "http://x.example/",
    "&A&P%%\\[x]*?:",
    "100",
];

/// The functions that our formulas use, and the words that they may hold.
const FUNCTIONS: &[&str] = &[
    "ROUND",
    "SUMPRODUCT",
    "SUMIF",
    "SUM",
    "IF",
    "INT",
    "ABS",
    "SIGN",
    "MAX",
    "MIN",
    "LOG10",
    "INDEX",
    "MATCH",
    "AVERAGE",
];
const WORDS: &[&str] = &["\"OK\"", "\"SKILJER\"", "\"–\"", "\"Region\""];

/// A formula without names of sheets and functions and without our words has only references, figures and signs left.
fn assert_is_ours(formula: &str, sheets: &[String]) {
    let mut rest = formula.to_owned();
    for known in sheets.iter().map(|sheet| format!("'{sheet}'!")) {
        rest = rest.replace(&known, "");
    }
    for known in FUNCTIONS.iter().map(|name| format!("{name}(")) {
        rest = rest.replace(&known, "(");
    }
    for word in WORDS {
        rest = rest.replace(word, "");
    }
    let strange =
        rest.chars().find(|c| !c.is_ascii_uppercase() && !c.is_ascii_digit() && !"$:()+-*/^.,<>=".contains(*c));
    assert_eq!(strange, None, "{formula}");
    let letters = rest.split(|c: char| !c.is_ascii_uppercase()).map(str::len).max();
    assert!(letters <= Some(2), "only columns are left of {formula}: {rest}");
}

#[test]
fn text_that_people_wrote_is_never_evaluated() {
    for hostile in HOSTILE {
        let mut document = comparison();
        let agreement = &mut document["agreement"];
        agreement["name"] = json!(hostile);
        agreement["parties"][1]["name"] = json!(hostile);
        agreement["bodies"][0]["name"] = json!(hostile);
        agreement["costs"][0]["name"] = json!(hostile);
        agreement["costs"][0]["source"] = json!(hostile);
        agreement["costs"][0]["account"] = json!({ *hostile: hostile });
        let key = agreement["keys"]["half"].take();
        agreement["keys"] = json!({ *hostile: key });
        agreement["costs"][0]["key"] = json!(hostile);
        document["statistics"]["population"][0]["source"] = json!(hostile);
        document["scenarios"][0]["name"] = json!(hostile);
        let mut book = made(&document, Lang::Sv);
        let names = book.names();
        assert_eq!(names.len(), 5);
        for formula in book.formulas() {
            assert_is_ours(&formula, &names);
        }
        for sheet in &names {
            assert!(book.has_text(sheet, hostile), "{hostile} is not on {sheet} as it was written");
        }
        assert!(book.has_text("Kontering", &format!("B  {hostile}")));
    }
}

#[test]
fn notes_and_differences_are_text_too_and_long_names_fit() {
    let request = Request::parse(
        &serde_json::to_vec(
            &json!({ "year": 2027, "agreement": comparison()["agreement"], "statistics": comparison()["statistics"] }),
        )
        .unwrap(),
    )
    .unwrap();
    let calculation = calculate(&request, false).unwrap();
    let years = || vec![Year { request: &request, calculation: &calculation }];
    let long = "Å".repeat(40_000);
    let difference = |text: &str| Difference { target: text.to_owned(), baseline: None, value: Some(text.to_owned()) };
    let columns = vec![
        Column { name: &long, note: Some("=1+1\ttab\u{0}\u{ffff}"), years: years(), differences: Vec::new() },
        Column {
            name: "'",
            note: Some("=1+1"),
            years: years(),
            differences: vec![difference("@SUM(1)"), difference("+1")],
        },
    ];
    let book = Book {
        title: "=1+1",
        lang: Lang::En,
        generated_on: day(),
        columns,
        baseline: 1,
        per_inhabitant: Some("population"),
    };
    let mut read = Read::of(workbook(&book).unwrap());
    let names = read.names();
    assert_eq!(names[1].chars().count(), 31);
    assert_eq!(names[2], "B");
    assert!(read.has_text(&names[1], "=1+1\ttab"), "what the file cannot hold is left out");
    assert!(!read.has_text("Assumptions", "@SUM(1)"), "the baseline differs from nothing");
    for formula in read.formulas() {
        assert!(!formula.contains("1+1"), "{formula}");
    }
}

/// 15 digits do not hold 10^14 kronor in öre: then samfin's figures stand, and the sheet says so.
#[test]
fn what_a_spreadsheet_cannot_count_stands_as_samfin_calculated_it() {
    let mut document = comparison();
    document["agreement"]["costs"][0] = json!({ "id": "secretary", "name": "Sekreterare", "type": "purchase",
        "amount": { "per_year": "123456789012345.67" }, "key": { "type": "equal" } });
    document["scenarios"] = json!([]);
    let mut book = made(&document, Lang::Sv);
    assert!(
        book.rows("A Utgångsläge")
            .iter()
            .flatten()
            .any(|cell| text(cell).is_some_and(|t| t.contains("15 siffror räcker inte")))
    );
    let lines: Vec<Data> = book.rows("Kontering").into_iter().filter_map(|mut row| row.pop()).collect();
    let expected = [41_152_263_004_115.22, 41_152_263_004_115.23, 41_152_263_004_115.22].map(Data::Float);
    assert!(lines.windows(3).any(|three| three == expected), "{lines:?}");
}

#[test]
fn what_cannot_be_shown_is_refused_in_words() {
    let request =
        json!({ "year": 2027, "agreement": comparison()["agreement"], "statistics": comparison()["statistics"] });
    let mut request = Request::parse(&serde_json::to_vec(&request).unwrap()).unwrap();
    let first = calculate(&request, false).unwrap();
    request.year = 2028;
    let second = calculate(&request, false).unwrap();
    let column = |calculation| {
        let years = vec![Year { request: &request, calculation }];
        Column { name: "x", note: None, years, differences: Vec::new() }
    };
    let book =
        |columns| Book { title: "x", lang: Lang::Sv, generated_on: day(), columns, baseline: 0, per_inhabitant: None };
    assert!(matches!(workbook(&book(Vec::new())), Err(Error::NothingToShow)));
    let different = workbook(&book(vec![column(&first), column(&second)]));
    assert!(matches!(different, Err(Error::DifferentYears)));
    let many = workbook(&book((0..201).map(|_| column(&first)).collect())).unwrap_err();
    assert_eq!(many.text().en, "the workbook gets 201 sheets; at most 200 fit: take fewer scenarios or years");
    assert!(many.text().sv.contains("201 blad"));
}
