//! Calendar dates and ranges of days; both ends of a range are inside it.

use chrono::{Datelike, Months, NaiveDate};

/// The first year that samfin knows.
pub const FIRST_YEAR: i32 = 2000;
/// The last year that samfin knows.
pub const LAST_YEAR: i32 = 2100;

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotADate {
    /// It is not `YYYY-MM-DD`, or there is no such day.
    Invalid,
    /// There is such a day, but not between 2000-01-01 and 2100-12-31.
    OutOfRange,
}

/// Reads `YYYY-MM-DD`.
///
/// ```
/// use samfin_core::date::{NotADate, parse};
/// assert_eq!(parse("2028-02-29").unwrap().to_string(), "2028-02-29");
/// assert_eq!(parse("2026-02-30"), Err(NotADate::Invalid));
/// assert_eq!(parse("0000-01-01"), Err(NotADate::OutOfRange));
/// ```
///
/// # Errors
///
/// [`NotADate`] when there is no such day, or it is outside the years that samfin knows.
pub fn parse(text: &str) -> Result<NaiveDate, NotADate> {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if !shape {
        return Err(NotADate::Invalid);
    }
    let number = |part: &str| part.parse::<u32>().map_err(|_| NotADate::Invalid);
    let year = i32::try_from(number(&text[0..4])?).map_err(|_| NotADate::Invalid)?;
    let date = NaiveDate::from_ymd_opt(year, number(&text[5..7])?, number(&text[8..10])?).ok_or(NotADate::Invalid)?;
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) { Ok(date) } else { Err(NotADate::OutOfRange) }
}

/// The day `day` of a month, or the month's last day where it has no such day.
///
/// ```
/// use samfin_core::date::day_or_last;
/// assert_eq!(day_or_last(2027, 2, 30).to_string(), "2027-02-28");
/// ```
#[must_use]
pub fn day_or_last(year: i32, month: u32, day: u32) -> NaiveDate {
    (0..4).find_map(|back| NaiveDate::from_ymd_opt(year, month, day.saturating_sub(back))).unwrap_or(NaiveDate::MIN)
}

/// `date` and 18 calendar months: the same day of the month, or that month's last.
#[must_use]
pub(crate) fn eighteen_months_after(date: NaiveDate) -> NaiveDate {
    date.checked_add_months(Months::new(18)).unwrap_or(NaiveDate::MAX)
}

/// The number of days in `year`.
#[must_use]
pub fn days_in_year(year: i32) -> u32 {
    if NaiveDate::from_ymd_opt(year, 2, 29).is_some() { 366 } else { 365 }
}

/// A run of days, both ends included; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl Days {
    /// All days of `year` (within the years that samfin knows).
    #[must_use]
    pub fn of_year(year: i32) -> Self {
        Self { first: day_or_last(year, 1, 1), last: day_or_last(year, 12, 31) }
    }

    /// The days of `self` from `from` up to and including `to`, where an absent end is open.
    #[must_use]
    pub fn within(self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<Self> {
        let first = from.map_or(self.first, |from| from.max(self.first));
        let last = to.map_or(self.last, |to| to.min(self.last));
        (first <= last).then_some(Self { first, last })
    }

    /// How many days there are.
    #[must_use]
    pub fn count(self) -> u32 {
        u32::try_from((self.last - self.first).num_days() + 1).unwrap_or(0)
    }

    /// The year in which the run starts.
    #[must_use]
    pub fn year(self) -> i32 {
        self.first.year()
    }
}
