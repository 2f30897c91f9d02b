//! Interest on late payment (*dröjsmålsränta*, räntelagen 1975:635).
//!
//! Simple interest at the reference rate of the half-year (§ 9) and a margin, which is eight percentage points where nothing
//! else is agreed (§ 6). Days are counted with both ends, and a year has 365 of them, also a leap year: the law does not say,
//! and this is how it is reckoned in practice. Everything is exact until the last step, which rounds the whole to an öre.
//!
//! Reference rates are data, not code: whoever charges interest states them.

use std::fmt;

use chrono::{Days as MoreDays, NaiveDate};
use num_bigint::BigInt;
use rust_decimal::Decimal;

use super::document::Days;
use crate::exact::{Fraction, Whole};
use crate::{Ore, Text, say};

/// The reference rate from a day on (*referensränta*), until the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferenceRate {
    /// Its first day: 1 January or 1 July.
    pub from: NaiveDate,
    /// Percent a year; it can be below zero.
    pub percent: Decimal,
}

/// Interest on one amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// Kronor: the sum of the stretches.
    pub amount: Ore,
    /// One for each reference rate, in order of time.
    pub stretches: Vec<Stretch>,
}

/// Days with one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The days, both included.
    pub days: Days,
    /// How many they are.
    pub count: u32,
    /// Percent a year, reference rate and margin together.
    pub percent: Decimal,
    /// Kronor: rounded so that the stretches sum to the whole.
    pub amount: Ore,
}

/// Why interest cannot be reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text())]
pub enum InterestError {
    /// There is no reference rate for this day.
    MissingRate(NaiveDate),
    /// The interest is 10^15 kronor or more.
    TooLarge,
}

impl InterestError {
    /// The code as users and programs see it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::MissingRate(_) => "missing-reference-rate",
            Self::TooLarge => "amount-too-large",
        }
    }

    /// What is wrong and what to do, in both languages.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::MissingRate(day) => say!(
                "referensräntan för {day} saknas; lägg in den för halvåret",
                "the reference rate for {day} is missing; enter it for the half-year"
            ),
            Self::TooLarge => say!(
                "räntan blir 10^15 kronor eller mer; kontrollera beloppet och procenten",
                "the interest comes to 10^15 kronor or more; check the amount and the percentage"
            ),
        }
    }
}

/// The first day of interest: the due date that was agreed in advance (§ 3), else 30 days after the demand (§ 4).
///
/// ```
/// use samfin_core::billing::interest::first_day;
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(first_day(Some(day("2027-01-31")), day("2027-01-01")), day("2027-01-31"));
/// assert_eq!(first_day(None, day("2027-01-01")), day("2027-01-31"));
/// ```
#[must_use]
pub fn first_day(agreed: Option<NaiveDate>, demanded_on: NaiveDate) -> NaiveDate {
    agreed.or_else(|| demanded_on.checked_add_days(MoreDays::new(30))).unwrap_or(demanded_on)
}

/// Interest on `principal` for `days`, both ends counted; none when the last is before the first.
///
/// The rates may come in any order; of two from the same day the later in the list holds.
///
/// # Errors
///
/// [`InterestError::MissingRate`] when no rate is from the first day or before it.
///
/// ```
/// use samfin_core::billing::{document::Days, interest::{ReferenceRate, interest}};
/// let day = |text: &str| text.parse().unwrap();
/// // 6 780 kr at 8 % for 110 days is 163,46 kr: 163 kr in whole kronor.
/// let zero = [ReferenceRate { from: day("2021-01-01"), percent: 0.into() }];
/// let days = Days { from: day("2021-01-01"), to: day("2021-04-20") };
/// let interest = interest("6780.00".parse().unwrap(), days, &zero, 8.into()).unwrap();
/// assert_eq!((interest.amount.to_string().as_str(), interest.stretches[0].count), ("163.46", 110));
/// ```
pub fn interest(
    principal: Ore,
    days: Days,
    rates: &[ReferenceRate],
    margin_percent: Decimal,
) -> Result<Interest, InterestError> {
    let mut rates: Vec<ReferenceRate> = rates.to_vec();
    rates.sort_by_key(|rate| rate.from);
    let mut interest = Interest { amount: Ore::ZERO, stretches: Vec::new() };
    let mut exact = Fraction::<BigInt>::whole(0);
    let mut from = days.from;
    while from <= days.to {
        let after = rates.partition_point(|rate| rate.from <= from);
        let rate = after.checked_sub(1).map(|i| rates[i]).ok_or(InterestError::MissingRate(from))?;
        let last = rates.get(after).and_then(|next| next.from.pred_opt()).map_or(days.to, |last| last.min(days.to));
        let count = u32::try_from((last - from).num_days() + 1).unwrap_or_default();
        let percent = rate.percent.checked_add(margin_percent).ok_or(InterestError::TooLarge)?;
        exact = exact
            .plus(&of_stretch(principal, percent, count).ok_or(InterestError::TooLarge)?)
            .ok_or(InterestError::TooLarge)?;
        // What all stretches so far come to, less what the earlier ones were told as.
        let so_far = exact.rounded(1).and_then(|ore| Ore::from_wide(ore.narrow()?)).ok_or(InterestError::TooLarge)?;
        let amount = Ore::from_wide(so_far.wide() - interest.amount.wide()).ok_or(InterestError::TooLarge)?;
        interest.stretches.push(Stretch { days: Days { from, to: last }, count, percent, amount });
        interest.amount = so_far;
        let Some(next) = last.succ_opt() else { break };
        from = next;
    }
    Ok(interest)
}

/// `principal × percent / 100 × count / 365`, in öre.
fn of_stretch(principal: Ore, percent: Decimal, count: u32) -> Option<Fraction<BigInt>> {
    let yearly = Fraction::whole(principal.wide()).times(&Fraction::decimal(percent))?;
    yearly.times(&Fraction::ratio(i128::from(count), 36_500))
}

impl fmt::Display for Stretch {
    /// `2027-01-01–2027-06-30, 181 dagar, 10 %`: a line of a Swedish document.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = crate::figures::grouped(&self.percent.normalize().to_string(), crate::Lang::Sv);
        let Days { from, to } = self.days;
        let days = if self.count == 1 { "dag" } else { "dagar" };
        write!(f, "{from}–{to}, {} {days}, {percent} %", self.count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn rates() -> Vec<ReferenceRate> {
        // The Riksbank's, 2023–2026, out of order.
        [
            ("2026-01-01", 200),
            ("2023-07-01", 350),
            ("2023-01-01", 250),
            ("2024-01-01", 400),
            ("2025-01-01", 300),
            ("2025-07-01", 200),
        ]
        .map(|(from, hundredths)| ReferenceRate { from: day(from), percent: Decimal::new(hundredths, 2) })
        .to_vec()
    }

    fn of(principal: i64, from: &str, to: &str) -> Result<Interest, InterestError> {
        let principal = Ore::from_ore(principal).expect("money");
        interest(principal, Days { from: day(from), to: day(to) }, &rates(), 8.into())
    }

    /// 10 000 kr: 30 days at 11 % (90,41) and 31 at 10 % (84,93), 175,34 together.
    #[test]
    fn a_new_half_year_has_its_own_rate() {
        let interest = of(1_000_000, "2025-06-01", "2025-07-31").expect("rates are there");
        let told: Vec<_> = interest.stretches.iter().map(|s| format!("{s}: {}", s.amount)).collect();
        assert_eq!(
            told,
            ["2025-06-01–2025-06-30, 30 dagar, 11 %: 90.41", "2025-07-01–2025-07-31, 31 dagar, 10 %: 84.93"]
        );
        assert_eq!(interest.amount.to_string(), "175.34");
    }

    #[test]
    fn a_leap_year_has_366_days_of_365() {
        // 12 % of 1 000 kr, and a day more: 120 × 366 / 365.
        assert_eq!(of(100_000, "2024-01-01", "2024-12-31").map(|i| i.amount.to_string()), Ok("120.33".to_owned()));
        assert_eq!(of(100_000, "2026-01-01", "2026-12-31").map(|i| i.amount.to_string()), Ok("100.00".to_owned()));
    }

    #[test]
    fn nothing_is_reckoned_without_a_rate_or_days() {
        assert_eq!(of(100, "2022-12-31", "2023-01-31"), Err(InterestError::MissingRate(day("2022-12-31"))));
        assert_eq!(of(100, "2025-02-01", "2025-01-31").map(|i| (i.amount, i.stretches.len())), Ok((Ore::ZERO, 0)));
        assert_eq!(of(3_650_000, "2025-02-01", "2025-02-01").map(|i| i.amount.to_string()), Ok("11.00".to_owned()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn splitting_changes_no_more_than_the_rounding(ore in 0_i64..1_000_000_000, length in 1_u64..1200, at in 0_u64..1200) {
            let (principal, from) = (Ore::from_ore(ore).expect("money"), day("2023-01-01"));
            let later = |days: u64| from + MoreDays::new(days);
            let whole = |from, to| interest(principal, Days { from, to }, &rates(), 8.into()).expect("rates are there");
            let all = whole(from, later(length));
            let at = at % length;
            let (first, second) = (whole(from, later(at)), whole(later(at + 1), later(length)));
            let apart = first.amount.ore() + second.amount.ore() - all.amount.ore();
            prop_assert!(apart.abs() <= 1, "{apart}");
            prop_assert_eq!(all.stretches.iter().map(|s| s.amount.ore()).sum::<i64>(), all.amount.ore());
            prop_assert_eq!(all.stretches.iter().map(|s| u64::from(s.count)).sum::<u64>(), length + 1);
        }
    }
}
