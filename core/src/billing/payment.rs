//! How an issued document stands with money: what is owed, what has been paid, and what is late.
//!
//! Everything is worked out from what happened (credits, fees, payments, disputes, deferrals) and a day, so a status is never
//! stored and never wrong.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::document::Days;
use super::interest::{Interest, InterestError, ReferenceRate, interest};
use crate::Ore;

/// What a document asks for, as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Kronor to pay, as issued.
    pub asked: Ore,
    /// Kronor to pay that issued credits have taken back.
    pub credited: Ore,
    /// Kronor of fees for reminders.
    pub fees: Ore,
    /// When it is to be paid, as issued.
    pub due_on: NaiveDate,
}

/// Something about a claim that moves no money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The payer says that it is wrong.
    Disputed,
    /// The dispute is over: the claim stands, less what was credited.
    Resolved,
    /// The payer has got until this day.
    Deferred(NaiveDate),
}

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Nothing has come, and it is not late.
    Unpaid,
    /// Some has come, and the rest is not late.
    PartPaid,
    /// Nothing is left.
    Paid,
    /// More has come than is owed: the rest is the payer's.
    Overpaid,
    /// Something is left, and the day has passed.
    Overdue,
    /// Something is left, and the payer says that it is wrong.
    Disputed,
    /// Something is left, and the payer has got longer.
    Deferred,
}

/// A claim and what has come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Where it stands.
    pub status: PaymentStatus,
    /// Kronor that are owed: what was asked and the fees, less the credits.
    pub owed: Ore,
    /// Kronor that have been paid.
    pub paid: Ore,
    /// Kronor that are left to pay.
    pub left: Ore,
    /// Kronor that the payer has in its favour.
    pub credit: Ore,
    /// The day that counts: as issued, or as deferred.
    pub due_on: NaiveDate,
}

/// Where a claim stands on a day, after what has been `paid` and the `events` in the order they came.
///
/// A credit lessens what is owed, so it takes from the unpaid part first and what it takes beyond that is the payer's credit.
/// A claim is late from the day after its due day. None when the sums pass what money can hold.
///
/// ```
/// use samfin_core::billing::payment::{Claim, Event, PaymentStatus, standing};
/// let (ore, day) = (|text: &str| text.parse().unwrap(), |text: &str| text.parse().unwrap());
/// let claim = Claim { asked: ore("100.00"), credited: ore("0.00"), fees: ore("0.00"), due_on: day("2027-01-31") };
/// let is = |claim: Claim, paid: &str, events: &[Event], on: &str| standing(&claim, ore(paid), events, day(on)).unwrap();
/// assert_eq!(is(claim, "0.00", &[], "2027-01-31").status, PaymentStatus::Unpaid);
/// assert_eq!(is(claim, "40.00", &[], "2027-01-31").status, PaymentStatus::PartPaid);
/// assert_eq!(is(claim, "40.00", &[], "2027-02-01").status, PaymentStatus::Overdue);
/// assert_eq!(is(claim, "40.00", &[Event::Deferred(day("2027-03-01"))], "2027-02-01").status, PaymentStatus::Deferred);
/// // 70 of 100 are credited when 40 are paid: nothing is left, and 10 are the payer's.
/// let credited = is(Claim { credited: ore("70.00"), ..claim }, "40.00", &[], "2027-02-01");
/// assert_eq!((credited.status, credited.left, credited.credit), (PaymentStatus::Overpaid, ore("0.00"), ore("10.00")));
/// ```
#[must_use]
pub fn standing(claim: &Claim, paid: Ore, events: &[Event], on: NaiveDate) -> Option<Standing> {
    let owed = claim.asked.wide() + claim.fees.wide() - claim.credited.wide();
    let left = owed - paid.wide();
    let (mut disputed, mut deferred) = (false, None);
    for event in events {
        match event {
            Event::Disputed => disputed = true,
            Event::Resolved => disputed = false,
            Event::Deferred(day) => deferred = Some(*day),
        }
    }
    let due_on = deferred.unwrap_or(claim.due_on);
    let status = match left {
        ..=-1 => PaymentStatus::Overpaid,
        0 => PaymentStatus::Paid,
        _ if disputed => PaymentStatus::Disputed,
        _ if on > due_on => PaymentStatus::Overdue,
        _ if deferred.is_some() => PaymentStatus::Deferred,
        _ if paid.wide() > 0 => PaymentStatus::PartPaid,
        _ => PaymentStatus::Unpaid,
    };
    Some(Standing {
        status,
        owed: Ore::from_wide(owed)?,
        paid,
        left: Ore::from_wide(left.max(0))?,
        credit: Ore::from_wide((-left).max(0))?,
        due_on,
    })
}

/// Interest on what was left of an amount while it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateStretch {
    /// The days, both included.
    pub days: Days,
    /// Kronor that were left in those days.
    pub principal: Ore,
    /// What comes of it.
    pub interest: Interest,
}

/// Interest on what was left of `owed` in `days`, given what was paid on which day (below zero: taken back).
///
/// Money that comes on a day lessens what interest is reckoned on from the day after: both ends count
/// (räntelagen 1975:635, as in [`interest`]). Days on which nothing was left are not in the list.
///
/// # Errors
///
/// [`InterestError`], as [`interest`].
///
/// ```
/// use samfin_core::billing::document::Days;
/// use samfin_core::billing::interest::ReferenceRate;
/// use samfin_core::billing::payment::late_interest;
/// let (ore, day) = (|text: &str| text.parse().unwrap(), |text: &str| text.parse().unwrap());
/// let rates = [ReferenceRate { from: day("2027-01-01"), percent: 2.into() }];
/// let days = Days { from: day("2027-01-31"), to: day("2027-03-02") };
/// let late = late_interest(ore("3650.00"), &[(day("2027-02-09"), ore("1650.00"))], days, &rates, 8.into()).unwrap();
/// // 3 650 kr at 10 % for 10 days is 10,00 kr; the remaining 2 000 kr for 21 days 11,51 kr.
/// let told: Vec<_> = late.iter().map(|one| (one.principal.to_string(), one.interest.amount.to_string())).collect();
/// assert_eq!(told, [("3650.00".into(), "10.00".into()), ("2000.00".into(), "11.51".into())]);
/// ```
pub fn late_interest(
    owed: Ore,
    paid: &[(NaiveDate, Ore)],
    days: Days,
    rates: &[ReferenceRate],
    margin_percent: rust_decimal::Decimal,
) -> Result<Vec<LateStretch>, InterestError> {
    let mut ends: Vec<NaiveDate> = paid.iter().map(|(day, _)| *day).filter(|day| *day < days.to).collect();
    ends.push(days.to);
    ends.sort_unstable();
    ends.dedup();
    let (mut stretches, mut from) = (Vec::new(), days.from);
    for to in ends.into_iter().filter(|end| *end >= days.from) {
        let before = paid.iter().filter(|(day, _)| *day < from).map(|(_, amount)| amount.wide());
        let left = owed.wide() - before.sum::<i128>();
        if left > 0 {
            let principal = Ore::from_wide(left).ok_or(InterestError::TooLarge)?;
            let days = Days { from, to };
            stretches.push(LateStretch {
                days,
                principal,
                interest: interest(principal, days, rates, margin_percent)?,
            });
        }
        let Some(next) = to.succ_opt() else { break };
        from = next;
    }
    Ok(stretches)
}

/// How much of what a party was asked for has been paid, in percent with two decimals, rounded down: 0 to 100.
///
/// ```
/// use samfin_core::billing::payment::percent_paid;
/// let ore = |text: &str| text.parse().unwrap();
/// assert_eq!(percent_paid(ore("300.00"), ore("200.00")).to_string(), "66.66");
/// assert_eq!(percent_paid(ore("0.00"), ore("0.00")).to_string(), "100.00");
/// ```
#[must_use]
pub fn percent_paid(asked: Ore, paid: Ore) -> rust_decimal::Decimal {
    let whole = asked.wide();
    let hundredths = if whole <= 0 { 10_000 } else { (paid.wide().clamp(0, whole)) * 10_000 / whole };
    rust_decimal::Decimal::from_i128_with_scale(hundredths, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ore(text: &str) -> Ore {
        text.parse().expect("an amount")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn claim(asked: &str, credited: &str, fees: &str) -> Claim {
        Claim { asked: ore(asked), credited: ore(credited), fees: ore(fees), due_on: day("2027-01-31") }
    }

    #[test]
    fn what_is_left_is_what_was_asked_and_the_fees_less_credits_and_payments() {
        let late = standing(&claim("100.00", "30.00", "60.00"), ore("50.00"), &[], day("2027-03-01")).expect("fits");
        assert_eq!((late.owed, late.left, late.credit), (ore("130.00"), ore("80.00"), ore("0.00")));
        assert_eq!(late.status, PaymentStatus::Overdue);
        let all = standing(&claim("100.00", "100.00", "0.00"), ore("0.00"), &[], day("2027-03-01")).expect("fits");
        assert_eq!((all.status, all.left), (PaymentStatus::Paid, ore("0.00")));
    }

    #[test]
    fn a_dispute_goes_before_lateness_until_it_is_over_and_the_last_deferral_counts() {
        let at = |events: &[Event], on: &str| {
            let standing = standing(&claim("100.00", "0.00", "0.00"), ore("40.00"), events, day(on)).expect("fits");
            (standing.status, standing.due_on.to_string())
        };
        let late = "2027-02-15";
        assert_eq!(at(&[Event::Disputed], late), (PaymentStatus::Disputed, "2027-01-31".into()));
        assert_eq!(at(&[Event::Disputed, Event::Resolved], late), (PaymentStatus::Overdue, "2027-01-31".into()));
        let twice = [Event::Deferred(day("2027-03-01")), Event::Deferred(day("2027-02-14"))];
        assert_eq!(at(&twice, late), (PaymentStatus::Overdue, "2027-02-14".into()));
        assert_eq!(at(&twice[..1], late), (PaymentStatus::Deferred, "2027-03-01".into()));
        // What is paid is paid, whatever was said before.
        let paid = standing(&claim("100.00", "0.00", "0.00"), ore("100.00"), &[Event::Disputed], day(late));
        assert_eq!(paid.expect("fits").status, PaymentStatus::Paid);
    }

    #[test]
    fn interest_follows_what_was_left_over_a_half_year_and_stops_when_nothing_is() {
        let rates = [
            ReferenceRate { from: day("2027-01-01"), percent: 2.into() },
            ReferenceRate { from: day("2027-07-01"), percent: 4.into() },
        ];
        let days = Days { from: day("2027-06-21"), to: day("2027-09-30") };
        let paid = [(day("2027-07-10"), ore("3650.00"))];
        let late = late_interest(ore("3650.00"), &paid, days, &rates, 8.into()).expect("reckoned");
        assert_eq!(late.len(), 1);
        // Ten days at 10 % and ten at 12 %.
        let told: Vec<_> = late[0].interest.stretches.iter().map(|one| (one.count, one.amount.to_string())).collect();
        assert_eq!(told, [(10, "10.00".to_owned()), (10, "12.00".to_owned())]);
        // What was paid before the first day, and what was taken back again.
        let paid = [(day("2027-06-01"), ore("3650.00")), (day("2027-06-30"), ore("-3650.00"))];
        let late = late_interest(ore("3650.00"), &paid, days, &rates, 8.into()).expect("reckoned");
        assert_eq!(late.iter().map(|one| one.days.from.to_string()).collect::<Vec<_>>(), ["2027-07-01"]);
        // Money that comes on the first day is owed that day too.
        let late =
            late_interest(ore("3650.00"), &[(days.from, ore("3650.00"))], days, &rates, 8.into()).expect("reckoned");
        assert_eq!(late.iter().map(|one| one.days).collect::<Vec<_>>(), [Days { from: days.from, to: days.from }]);
    }

    #[test]
    fn a_claim_is_late_from_the_day_after_its_day() {
        let at = |on: &str| standing(&claim("1.00", "0.00", "0.00"), ore("0.00"), &[], day(on)).expect("fits").status;
        assert_eq!((at("2027-01-31"), at("2027-02-01")), (PaymentStatus::Unpaid, PaymentStatus::Overdue));
    }
}
