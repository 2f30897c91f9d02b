//! Dates as people write them in statistics.
//!
//! | written | means |
//! | --- | --- |
//! | `2025-12-31`, `2025/12/31`, `20251231`, `31.12.2025`, `2025-12-31 00:00` | that day |
//! | `2025` | 31 December, the day that Swedish population figures describe |
//! | `2025-11`, `2025M11`, `2025K4` | the last day of the month or the quarter |

use chrono::{Datelike, Months, NaiveDate};
use samfin_core::{Text, say};

/// What is wrong with a date, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    NotADate,
    /// `03/04/2025` is a day in March to some and in April to others.
    TwoReadings(NaiveDate, NaiveDate),
    OutOfRange,
}

impl Wrong {
    pub(super) fn detail(&self) -> Text {
        match self {
            Self::NotADate => say!("Det är inget datum.", "This is not a date."),
            Self::TwoReadings(a, b) => {
                say!("Datumet kan betyda {a} eller {b}.", "The date can mean {a} or {b}.")
            }
            Self::OutOfRange => {
                say!("Datumet ligger utanför 2000–2100.", "The date is outside 2000–2100.")
            }
        }
    }

    pub(super) fn suggestion() -> Text {
        say!("Skriv som 2025-12-31, eller bara året.", "Write as 2025-12-31, or only the year.")
    }
}

pub(super) fn parse(text: &str) -> Result<NaiveDate, Wrong> {
    let date = day(text)?;
    if (2000..=2100).contains(&date.year()) { Ok(date) } else { Err(Wrong::OutOfRange) }
}

fn day(text: &str) -> Result<NaiveDate, Wrong> {
    let text = without_midnight(text.trim());
    if let Some(date) = period(text) {
        return Ok(date);
    }
    let parts: Vec<&str> = text.split(['-', '/', '.']).map(str::trim).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 => civil(year, month, day).ok_or(Wrong::NotADate),
        [first, second, year] if year.len() == 4 => day_first(first, second, year, text.contains('/')),
        _ => Err(Wrong::NotADate),
    }
}

/// Years, quarters, months and days written without separators.
fn period(text: &str) -> Option<NaiveDate> {
    if let Some((year, month)) = text.split_once(['M', 'm', '-']).filter(|(year, _)| year.len() == 4) {
        return if month.len() == 2 { end_of_month(year, number(month)?) } else { None };
    }
    if let Some((year, quarter)) = text.split_once(['K', 'k', 'Q', 'q']) {
        return if quarter.len() == 1 { end_of_month(year, number(quarter)?.checked_mul(3)?) } else { None };
    }
    match text.len() {
        4 => civil(text, "12", "31"),
        8 if text.is_ascii() => civil(&text[..4], &text[4..6], &text[6..]),
        _ => None,
    }
}

/// `31/12/2025` is clear because there is no month 31. With dots the day is always first.
fn day_first(first: &str, second: &str, year: &str, slashes: bool) -> Result<NaiveDate, Wrong> {
    match (civil(year, second, first), civil(year, first, second)) {
        (Some(a), Some(b)) if slashes && a != b => Err(Wrong::TwoReadings(a, b)),
        (Some(date), _) => Ok(date),
        (None, Some(date)) if slashes => Ok(date),
        _ => Err(Wrong::NotADate),
    }
}

/// Spreadsheets add a time of day to a date; midnight says nothing, any other time is not a day.
fn without_midnight(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((day, time)) if !time.is_empty() && time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z')) => day,
        _ => text,
    }
}

fn end_of_month(year: &str, month: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(number(year)?.try_into().ok()?, month, 1)?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

fn civil(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(number(year)?.try_into().ok()?, number(month)?, number(day)?)
}

/// Only digits: `parse` alone would take `+7`.
fn number(text: &str) -> Option<u32> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// The date in a header such as `population_2024_12_31`, `Folkmängd 31 december 2024` or `2024`.
pub(super) fn in_header(header: &str) -> Option<NaiveDate> {
    if let Ok(date) = parse(header) {
        return Some(date);
    }
    let words: Vec<&str> = header.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let position = words.iter().position(|word| word.len() == 4 && parse(word).is_ok())?;
    let year = words[position];
    if words.iter().skip(position + 1).any(|word| word.len() == 4 && parse(word).is_ok()) {
        return None; // "förändring 2024–2025" describes no single day
    }
    let after = |n: usize| words.get(position + n).copied().unwrap_or_default();
    let before = |n: usize| position.checked_sub(n).map_or("", |at| words[at]);
    civil_words(year, after(1), after(2))
        .or_else(|| civil_words(year, before(1), before(2)))
        .or_else(|| parse(year).ok())
}

fn civil_words(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "ma", "jun", "jul", "aug", "sep", "o", "nov", "dec"];
    let lower = month.to_lowercase();
    let named = MONTHS.iter().position(|start| lower.starts_with(start)).map(|at| (at + 1).to_string());
    civil(year, named.as_deref().unwrap_or(month), day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date in the test")
    }

    #[test]
    fn days_in_the_usual_ways() {
        for text in [
            "2025-12-31",
            "2025/12/31",
            "20251231",
            "31.12.2025",
            "31/12/2025",
            "2025-12-31 00:00:00",
            "2025-12-31T00:00",
        ] {
            assert_eq!(parse(text), Ok(ymd(2025, 12, 31)), "{text}");
        }
    }

    #[test]
    fn a_year_a_quarter_and_a_month_mean_their_last_day() {
        assert_eq!(parse("2025"), Ok(ymd(2025, 12, 31)));
        assert_eq!(parse("2025K1"), Ok(ymd(2025, 3, 31)));
        assert_eq!(parse("2024M02"), Ok(ymd(2024, 2, 29)));
        assert_eq!(parse("2025-11"), Ok(ymd(2025, 11, 30)));
    }

    #[test]
    fn a_date_with_two_readings_is_not_guessed() {
        assert_eq!(parse("03/04/2025"), Err(Wrong::TwoReadings(ymd(2025, 4, 3), ymd(2025, 3, 4))));
        assert_eq!(parse("03.04.2025"), Ok(ymd(2025, 4, 3)));
        assert_eq!(parse("04/04/2025"), Ok(ymd(2025, 4, 4)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "2025-02-30", "12025", "i går", "2025-12-31 08:00", "+2025", "2025K5", "2025M13", "åååå", "2025-1"]
        {
            assert_eq!(parse(text), Err(Wrong::NotADate), "{text}");
        }
        assert_eq!(parse("1999-12-31"), Err(Wrong::OutOfRange));
        assert_eq!(parse("2101"), Err(Wrong::OutOfRange));
    }

    #[test]
    fn dates_in_headers() {
        assert_eq!(in_header("population_2024_12_31"), Some(ymd(2024, 12, 31)));
        assert_eq!(in_header("Folkmängd 1 november 2024"), Some(ymd(2024, 11, 1)));
        assert_eq!(in_header("Folkmängd 1 maj 2024"), Some(ymd(2024, 5, 1)));
        assert_eq!(in_header("2024"), Some(ymd(2024, 12, 31)));
        assert_eq!(in_header("Folkmängd 2024"), Some(ymd(2024, 12, 31)));
        assert_eq!(in_header("Förändring 2024–2025"), None);
        assert_eq!(in_header("Kod 0114"), None);
        assert_eq!(in_header("Folkmängd"), None);
    }
}
