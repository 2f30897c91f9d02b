//! The comparison as a workbook (XLSX) that calculates by itself, so that an officer can check the split.
//!
//! | sheet | holds |
//! | --- | --- |
//! | Jämförelse | what each party pays in each scenario, the change against the baseline, a chart |
//! | A, B … (one per scenario and year) | the parties' positions, every cost's build-up, the key, the last öre |
//! | Antaganden | every figure with its source, the statistics, what differs from the baseline |
//! | Kontering | every line with the account coding of its cost |
//!
//! Figures that can be changed are blue, and the rest follows by formulas. What a formula cannot say, because
//! a spreadsheet counts with 15 digits or because the rule is no proportion, stands as samfin calculated it and
//! is marked so. Text that people wrote is only ever written as text.
//!
//! ```
//! use samfin_core::comparison::{Comparison, compare};
//! use samfin_documents::workbook::{Book, workbook};
//!
//! let comparison = Comparison::parse(br#"{ "years": [2027], "agreement": {
//!     "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
//!     "parties": [ { "id": "a", "name": "A kommun", "kind": "municipality" },
//!                  { "id": "b", "name": "B kommun", "kind": "municipality" } ],
//!     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "100.01" },
//!                  "key": { "type": "equal" } } ] } }"#)?;
//! let compared = compare(&comparison)?;
//! let today = "2026-11-25".parse()?;
//! let bytes = workbook(&Book::of(&comparison, &compared, samfin_core::Lang::Sv, today))?;
//! assert!(bytes.starts_with(b"PK"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod assumptions;
mod build_up;
mod chart;
mod coding;
mod comparison;
mod costs;
mod defaults;
mod error;
mod figures;
mod indicators;
mod keys;
mod parties;
mod pen;
mod per_inhabitant;
mod place;
mod scenario;
mod shares;
mod split;
mod style;
mod wording;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use samfin_core::comparison::{Compared, Comparison};
use samfin_core::{Calculation, Lang, Request, say};

pub use error::Error;

/// Everything that a workbook shows.
#[derive(Debug, Clone)]
pub struct Book<'a> {
    /// The heading: what is compared.
    pub title: &'a str,
    /// The reader's language.
    pub lang: Lang,
    /// The day that is shown as the day it was made.
    pub generated_on: NaiveDate,
    /// The scenarios, lettered A, B … in this order; all of them with the same years.
    pub columns: Vec<Column<'a>>,
    /// The position of the column that changes are measured against.
    pub baseline: usize,
    /// The series by which amounts per inhabitant are told.
    pub per_inhabitant: Option<&'a str>,
}

/// One scenario.
#[derive(Debug, Clone)]
pub struct Column<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What should be known about it.
    pub note: Option<&'a str>,
    /// Its years, ascending.
    pub years: Vec<Year<'a>>,
    /// How its inputs differ from the baseline's.
    pub differences: Vec<Difference>,
}

/// One year of a scenario.
#[derive(Debug, Clone, Copy)]
pub struct Year<'a> {
    /// What was asked; its own year and opening balances do not matter here.
    pub request: &'a Request,
    /// The answer; its year counts.
    pub calculation: &'a Calculation,
}

/// A place where an input differs from the baseline's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The place, as in changes.
    pub target: String,
    /// The baseline's value; none: it has none.
    pub baseline: Option<String>,
    /// The scenario's value; none: it has none.
    pub value: Option<String>,
}

impl<'a> Book<'a> {
    /// The book of a comparison, titled by the agreement's name.
    #[must_use]
    pub fn of(comparison: &'a Comparison, compared: &'a Compared, lang: Lang, generated_on: NaiveDate) -> Self {
        let columns = comparison.columns.iter().enumerate().map(|(i, column)| Column {
            name: named(&column.name, lang),
            note: compared.sustained.get(i).map(|sustained| {
                // The sheet says already which scenario it is.
                let sentence = sustained.sentence.get(lang);
                sentence.strip_prefix(column.name.as_str()).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(sentence)
            }),
            years: compared
                .years
                .iter()
                .filter_map(|year| year.columns.get(i))
                .map(|told| Year { request: &column.request, calculation: &told.calculation })
                .collect(),
            differences: column
                .differences
                .iter()
                .map(|found| {
                    let [baseline, value] = [&found.baseline, &found.value].map(|value| {
                        let text = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                        (!value.is_null()).then(text)
                    });
                    Difference { target: found.target.clone(), baseline, value }
                })
                .collect(),
        });
        let itself = comparison.columns.get(compared.baseline).or(comparison.columns.first());
        Self {
            title: itself.map_or("", |column| &column.request.agreement.name),
            lang,
            generated_on,
            columns: columns.collect(),
            baseline: compared.baseline,
            per_inhabitant: comparison.per_inhabitant.as_deref(),
        }
    }

    /// How many years every column has.
    fn years(&self) -> usize {
        self.columns.first().map_or(0, |column| column.years.len())
    }
}

/// The names that a comparison gives to what has none, in the reader's language.
fn named(name: &str, lang: Lang) -> &str {
    match (name, lang) {
        ("baseline", Lang::Sv) => "Utgångsläge",
        ("baseline", Lang::En) => "Baseline",
        ("agreement", Lang::Sv) => "Avtalet",
        ("agreement", Lang::En) => "The agreement",
        (name, _) => name,
    }
}

/// Writes the workbook; the same book gives the same bytes.
///
/// # Errors
///
/// [`Error`] when there is nothing to show, the columns do not have the same years, or it is more than
/// a workbook should hold.
pub fn workbook(book: &Book<'_>) -> Result<Vec<u8>, Error> {
    error::check(book)?;
    let mut sheets = Workbook::new();
    sheets.set_properties(&properties(book)?);
    // The comparison comes first in the workbook but refers to the sheets after it.
    let mut places = Vec::new();
    let mut scenarios = Vec::new();
    for (i, column) in book.columns.iter().enumerate() {
        let mut years = Vec::new();
        for year in &column.years {
            let (sheet, place) = scenario::write(book, i, *year)?;
            scenarios.push(sheet);
            years.push(place);
        }
        places.push(years);
    }
    sheets.push_worksheet(comparison::write(book, &places)?);
    for sheet in scenarios {
        sheets.push_worksheet(sheet);
    }
    sheets.push_worksheet(assumptions::write(book)?);
    sheets.push_worksheet(coding::write(book, &places)?);
    Ok(sheets.save_to_buffer()?)
}

fn properties(book: &Book<'_>) -> Result<DocProperties, Error> {
    let day = book.generated_on;
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(2000), part(day.month()), part(day.day()))?;
    let subject = say!("Jämförelse av scenarier", "Comparison of scenarios");
    Ok(DocProperties::new()
        .set_title(pen::clean(book.title))
        .set_subject(subject.get(book.lang))
        .set_author("samfin")
        .set_creation_datetime(&made))
}
