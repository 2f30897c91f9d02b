//! The parts of a year (*delbetalningar*), when they are asked for, and how much has been asked for after each.
//!
//! Parts are of the calendar year, also where an agreement begins or ends within it: what was not called in a part that
//! has passed is caught up in the next. Days are calendar days and are not moved to a banking day: what was agreed stands,
//! and whether a payment on the banking day after is late is for whoever receives it to say.

use chrono::{Days as MoreDays, Months, NaiveDate};

use super::document::{Days, nearest};
use crate::Ore;
use crate::agreement::Invoicing;
use crate::date::day_or_last;

/// One part of a year. Parts come from [`parts`] only, so a number is always one of `of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// Which one, from 1.
    pub number: i32,
    /// Of how many: 1, 2, 4 or 12.
    pub of: i32,
    /// The days that it is for.
    pub period: Days,
    /// When it is planned to be issued: its first day in advance, the day after its last otherwise.
    pub issue_on: NaiveDate,
    /// When it is planned to be paid.
    pub due_on: NaiveDate,
    /// Whether that day is a fixed one rather than some days after issue.
    pub fixed: bool,
}

/// The parts of `year`.
///
/// A fixed due day is the first part's, the first such day on or after its issue; the other parts fall due as many months
/// later as they are apart, on the same day or the month's last.
///
/// ```
/// use samfin_core::{agreement::Invoicing, billing::instalment::parts};
/// let quarterly = Invoicing { instalments: 4, fixed_due_day: Some((1, 31)), ..Invoicing::default() };
/// let due: Vec<_> = parts(&quarterly, 2027).iter().map(|part| part.due_on.to_string()).collect();
/// assert_eq!(due, ["2027-01-31", "2027-04-30", "2027-07-31", "2027-10-31"]);
/// let part = parts(&quarterly, 2027)[1];
/// assert_eq!((part.period.from.to_string(), part.period.to.to_string()), ("2027-04-01".into(), "2027-06-30".into()));
/// ```
#[must_use]
pub fn parts(invoicing: &Invoicing, year: i32) -> Vec<Part> {
    let of = invoicing.instalments.clamp(1, 12);
    let months = u32::try_from(12 / of).unwrap_or(12);
    let january = day_or_last(year, 1, 1);
    (1..=of)
        .zip((0..).step_by(usize::try_from(months).unwrap_or(12)))
        .map(|(number, before)| {
            let from = later(january, before);
            let after = later(from, months);
            let issue_on = if invoicing.in_advance { from } else { after };
            let first_issue = if invoicing.in_advance { january } else { later(january, months) };
            let due_on = match invoicing.fixed_due_day {
                Some(day) => fixed_due(first_issue, day, before),
                None => days_after(issue_on, invoicing.due_days),
            };
            let period = Days { from, to: after.pred_opt().unwrap_or(after) };
            Part { number, of, period, issue_on, due_on, fixed: invoicing.fixed_due_day.is_some() }
        })
        .collect()
}

impl Part {
    /// When it is to be paid if it is issued on `day`: never in fewer days than agreed, and not before a fixed due day.
    #[must_use]
    pub fn due_if_issued(&self, day: NaiveDate, invoicing: &Invoicing) -> NaiveDate {
        let agreed = days_after(day, invoicing.due_days);
        if self.fixed { agreed.max(self.due_on) } else { agreed }
    }

    /// What has been called of `total` when this part has: `total × number / of`, to a whole `unit`, half away from zero.
    ///
    /// A part calls this less what was called before. So the parts of a year sum to it exactly, and a total that changed
    /// is caught up in the next part.
    ///
    /// ```
    /// use samfin_core::{Ore, agreement::Invoicing, billing::instalment::parts};
    /// let ore = |text: &str| text.parse::<Ore>().unwrap();
    /// let monthly = parts(&Invoicing { instalments: 12, ..Invoicing::default() }, 2027);
    /// assert_eq!(monthly[0].called_of(ore("100.00"), ore("0.01")), ore("8.33"));
    /// assert_eq!(monthly[6].called_of(ore("-100.00"), ore("1.00")), ore("-58.00"));
    /// assert_eq!(monthly[11].called_of(ore("100.00"), ore("0.01")), ore("100.00"));
    /// ```
    #[must_use]
    pub fn called_of(&self, total: Ore, unit: Ore) -> Ore {
        self.called_after(self.number, total, unit)
    }

    /// What the parts before this one should have called.
    pub(super) fn called_before(&self, total: Ore, unit: Ore) -> Ore {
        self.called_after(self.number - 1, total, unit)
    }

    fn called_after(&self, parts: i32, total: Ore, unit: Ore) -> Ore {
        let unit = unit.wide().max(1);
        let units = nearest(total.wide() * i128::from(parts), i128::from(self.of) * unit);
        // At most the total, to the unit in which the total is whole.
        Ore::from_wide(units * unit).unwrap_or(total)
    }

    /// Whether nothing of the year remains to be called after it.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.number == self.of
    }
}

fn fixed_due(first_issue: NaiveDate, (month, day): (i32, i32), months_later: u32) -> NaiveDate {
    let (month, day) = (u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1));
    let year = chrono::Datelike::year(&first_issue);
    let this_year = day_or_last(year, month, day);
    let first_year = if this_year < first_issue { year + 1 } else { year };
    let due_month = later(day_or_last(first_year, month, 1), months_later);
    day_or_last(chrono::Datelike::year(&due_month), chrono::Datelike::month(&due_month), day)
}

fn later(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(date)
}

fn days_after(date: NaiveDate, days: i32) -> NaiveDate {
    date.checked_add_days(MoreDays::new(u64::try_from(days).unwrap_or_default())).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(instalments: i32, in_advance: bool, fixed_due_day: Option<(i32, i32)>) -> Invoicing {
        Invoicing { instalments, in_advance, fixed_due_day, ..Invoicing::default() }
    }

    fn told(invoicing: &Invoicing) -> Vec<String> {
        let parts = parts(invoicing, 2027);
        parts.iter().map(|p| format!("{}..{} {} {}", p.period.from, p.period.to, p.issue_on, p.due_on)).collect()
    }

    #[test]
    fn parts_have_days_and_due_dates() {
        assert_eq!(told(&terms(1, true, None)), ["2027-01-01..2027-12-31 2027-01-01 2027-01-31"]);
        assert_eq!(
            told(&terms(2, false, None)),
            ["2027-01-01..2027-06-30 2027-07-01 2027-07-31", "2027-07-01..2027-12-31 2028-01-01 2028-01-31"]
        );
        assert_eq!(told(&terms(1, false, Some((1, 31)))), ["2027-01-01..2027-12-31 2028-01-01 2028-01-31"]);
        let due: Vec<_> = parts(&terms(12, true, Some((1, 30))), 2028).iter().map(|p| p.due_on).collect();
        assert_eq!(due[1].to_string(), "2028-02-29");
        assert_eq!(due[2].to_string(), "2028-03-30", "a short month does not shorten the next");
    }

    #[test]
    fn late_issue_gives_the_agreed_days() {
        let invoicing = terms(1, true, Some((1, 31)));
        let part = parts(&invoicing, 2027)[0];
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        assert_eq!(part.due_if_issued(day("2026-12-10"), &invoicing), day("2027-01-31"));
        assert_eq!(part.due_if_issued(day("2027-01-20"), &invoicing), day("2027-02-19"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts_follow_each_other_and_sum_to_the_year(
            of in prop_oneof![Just(1), Just(2), Just(4), Just(12)],
            in_advance: bool,
            year in 2000..2100_i32,
            units in -1_000_000_i64..1_000_000,
            whole_kronor: bool,
        ) {
            let unit = Ore::from_ore(if whole_kronor { 100 } else { 1 }).expect("a unit");
            let total = Ore::from_ore(units * unit.ore()).expect("money");
            let parts = parts(&terms(of, in_advance, None), year);
            let mut called = 0;
            for (i, part) in parts.iter().enumerate() {
                if i > 0 {
                    prop_assert_eq!(parts[i - 1].period.to.succ_opt(), Some(part.period.from));
                }
                let next = part.called_of(total, unit).ore();
                prop_assert_eq!(next % unit.ore(), 0);
                prop_assert!((next - called) * total.ore().signum() >= 0, "a part never takes back");
                called = next;
            }
            prop_assert_eq!(called, total.ore());
            prop_assert_eq!(parts.last().map(|part| part.period.to), Some(day_or_last(year, 12, 31)));
        }
    }
}
