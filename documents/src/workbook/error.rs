//! Why no workbook was made.

use samfin_core::{Text, say};

use super::Book;

/// The most rows that the sheets of scenarios may have together.
pub(super) const MAX_ROWS: usize = 200_000;
/// The most parties in an agreement: the last öre of a cost compares each with every other.
pub(super) const MAX_PARTIES: usize = 1_000;
/// The most sheets of scenarios: columns × years.
pub(super) const MAX_SHEETS: usize = 200;

/// Why no workbook was made.
#[derive(Debug)]
pub enum Error {
    /// There is no column, no year, or no such baseline.
    NothingToShow,
    /// The columns do not have the same years.
    DifferentYears,
    /// It would be more than a workbook should hold.
    TooLarge {
        /// What there is too much of.
        what: Text,
        /// How much there is.
        count: usize,
        /// How much there may be.
        most: usize,
    },
    /// The file could not be put together; a fault of samfin's own.
    Writing(rust_xlsxwriter::XlsxError),
}

impl Error {
    /// What is wrong and what to do, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NothingToShow => say!(
                "arbetsboken skulle bli tom; ange minst ett scenario och ett år",
                "the workbook would be empty; give at least one scenario and one year"
            ),
            Self::DifferentYears => say!(
                "scenarierna har olika år; räkna dem för samma år",
                "the scenarios have different years; calculate them for the same ones"
            ),
            Self::TooLarge { what, count, most } => Text::new(
                format!("arbetsboken får {count} {}; högst {most} ryms: ta färre scenarier eller år", what.sv),
                format!("the workbook gets {count} {}; at most {most} fit: take fewer scenarios or years", what.en),
            ),
            Self::Writing(error) => {
                say!("arbetsboken kunde inte skrivas: {error}", "the workbook could not be written: {error}")
            }
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for Error {}

impl From<rust_xlsxwriter::XlsxError> for Error {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Writing(error)
    }
}

/// Refuses what cannot be shown before anything is written.
pub(super) fn check(book: &Book<'_>) -> Result<(), Error> {
    if book.columns.get(book.baseline).is_none() || book.years() == 0 {
        return Err(Error::NothingToShow);
    }
    let years = |i: usize| book.columns[i].years.iter().map(|year| year.calculation.year);
    if (1..book.columns.len()).any(|i| !years(i).eq(years(0))) {
        return Err(Error::DifferentYears);
    }
    let all = || book.columns.iter().flat_map(|column| &column.years).map(|year| &year.request.agreement);
    // A cost has its build-up, and a row per party in its split; a key has about as many.
    let rows = all().map(|agreement| (agreement.parties.len() + 12) * (agreement.costs.len() * 2 + 2)).sum();
    let limits = [
        (say!("parter i ett avtal", "parties in an agreement"), all().map(|a| a.parties.len()).max(), MAX_PARTIES),
        (say!("blad", "sheets"), Some(book.columns.len() * book.years()), MAX_SHEETS),
        (say!("rader", "rows"), Some(rows), MAX_ROWS),
    ];
    for (what, count, most) in limits {
        if let Some(count) = count.filter(|count| *count > most) {
            return Err(Error::TooLarge { what, count, most });
        }
    }
    Ok(())
}
