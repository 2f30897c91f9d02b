//! The only place that asks what time it is.
//!
//! Everything else is given a [`Clock`], so that a test, and `samfin demo`, can stand at a chosen moment.
//!
//! ```
//! use samfin::clock::Clock;
//! let clock = Clock::fixed("2027-10-14T23:30:00Z").expect("an instant");
//! // In Sweden it is already the day after.
//! assert_eq!(clock.today().to_string(), "2027-10-15");
//! ```

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Europe::Stockholm;

/// Where the time comes from.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Always the same moment.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// A clock that stands still at an RFC 3339 instant.
    pub fn fixed(instant: &str) -> Result<Self, chrono::ParseError> {
        DateTime::parse_from_rfc3339(instant).map(|instant| Self::Fixed(instant.to_utc()))
    }

    /// Now, in whole microseconds: what both databases can keep.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Fixed(instant) => *instant,
        }
    }

    /// The civil date in Sweden.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        in_sweden(self.now()).date()
    }
}

/// What a clock on a wall in Sweden shows at an instant.
#[must_use]
pub fn in_sweden(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&Stockholm).naive_local()
}

/// The first moment of a civil date in Sweden.
#[must_use]
pub fn start_of_day(date: NaiveDate) -> DateTime<Utc> {
    let first = date.and_time(chrono::NaiveTime::MIN);
    // Midnight is never skipped or repeated in Sweden: the clocks change at 02:00 and 03:00.
    Stockholm.from_local_datetime(&first).earliest().map_or_else(|| first.and_utc(), |at| at.to_utc())
}

/// The last microsecond of a civil date in Sweden: what "known on that day" means.
#[must_use]
pub fn end_of_day(date: NaiveDate) -> DateTime<Utc> {
    start_of_day(date.succ_opt().unwrap_or(date)) - chrono::TimeDelta::microseconds(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_swedish_midnight_in_winter_and_in_summer() {
        let date = |month, day| NaiveDate::from_ymd_opt(2027, month, day).expect("a date");
        assert_eq!(end_of_day(date(1, 31)).to_rfc3339(), "2027-01-31T22:59:59.999999+00:00");
        assert_eq!(end_of_day(date(7, 31)).to_rfc3339(), "2027-07-31T21:59:59.999999+00:00");
        assert_eq!(start_of_day(date(7, 31)).to_rfc3339(), "2027-07-30T22:00:00+00:00");
    }
}
