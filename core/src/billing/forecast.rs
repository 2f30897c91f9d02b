//! Outcome (*utfall*) as sums per cost, and what a year looks like ending at (*prognos*).
//!
//! Both become the `actuals` of a calculation, so a forecast and a settlement share costs by the same rules as the budget.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::document::nearest;
use crate::date::Days;
use crate::{Actual, Calculation, Code, Error, Id, Issue, Ore, say};

/// The outcome of every cost that has any: hours summed with hours, kronor with kronor.
///
/// # Errors
///
/// `conflicting-fields` when a cost has both hours and amounts, and `amount-too-large` when its sum is; both point to the cost.
///
/// ```
/// use samfin_core::{Actual, Id, billing::forecast::sums};
/// let secretary = Id::parse("secretary").unwrap();
/// let meetings = ["12.5", "7"].map(|hours| (&secretary, Actual::Hours(hours.parse().unwrap())));
/// assert_eq!(sums(meetings)?[&secretary], Actual::Hours("19.5".parse().unwrap()));
/// # Ok::<(), samfin_core::Error>(())
/// ```
pub fn sums<'r>(rows: impl IntoIterator<Item = (&'r Id, Actual)>) -> Result<BTreeMap<Id, Actual>, Error> {
    let mut sums: BTreeMap<Id, Actual> = BTreeMap::new();
    for (cost, actual) in rows {
        let before = sums.get(cost).copied();
        let pointer = || format!("/actuals/{cost}");
        let too_large = || {
            let detail = say!("utfallet blir 10^15 eller mer", "the outcome comes to 10^15 or more");
            Error::one(Issue::new(pointer(), Code::AmountTooLarge, detail))
        };
        let after = match (before, actual) {
            (None, actual) => actual,
            (Some(Actual::Hours(sum)), Actual::Hours(more)) => {
                Actual::Hours(sum.checked_add(more).ok_or_else(too_large)?)
            }
            (Some(Actual::Amount(sum)), Actual::Amount(more)) => {
                Actual::Amount(Ore::from_wide(sum.wide() + more.wide()).ok_or_else(too_large)?)
            }
            _ => {
                let detail = say!(
                    "\"{cost}\" har både timmar och belopp; ange utfallet på ett av sätten",
                    "\"{cost}\" has both hours and amounts; give the outcome in one of the ways"
                );
                return Err(Error::one(Issue::new(pointer(), Code::ConflictingFields, detail)));
            }
        };
        sums.insert(cost.clone(), after);
    }
    Ok(sums)
}

/// The whole year of every cost that has outcome: that outcome, and of the budget the part of the year after `through`.
///
/// The part is days left by days of the year. Hours are rounded to 0.01 and kronor to the öre, half away from zero. A cost
/// without outcome is left out: its budget stands.
///
/// ```
/// use std::collections::BTreeMap;
/// use samfin_core::{Actual, Id, Request, billing::forecast::forecast, calculate};
/// let request = Request::parse(br#"{ "year": 2027, "agreement": {
///     "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
///     "parties": [ { "id": "a", "name": "A", "kind": "municipality" } ],
///     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "3650.00" },
///                  "key": { "type": "equal" } } ] } }"#)?;
/// let hall = Id::parse("hall").unwrap();
/// let outcome = BTreeMap::from([(hall.clone(), Actual::Amount("4000.00".parse().unwrap()))]);
/// let through = "2027-12-21".parse().unwrap();
/// // Ten days at ten kronor are left.
/// let year = forecast(&calculate(&request, false)?, &outcome, through);
/// assert_eq!(year[&hall], Actual::Amount("4100.00".parse().unwrap()));
/// # Ok::<(), samfin_core::Error>(())
/// ```
#[must_use]
pub fn forecast(budget: &Calculation, outcome: &BTreeMap<Id, Actual>, through: NaiveDate) -> BTreeMap<Id, Actual> {
    let year = Days::of_year(budget.year);
    let days = (year.last - year.first).num_days() + 1;
    let left = (year.last - through).num_days().clamp(0, days);
    let costs = budget.costs.iter().filter_map(|cost| Some((cost, *outcome.get(&cost.id)?)));
    costs
        .map(|(cost, so_far)| {
            let whole = match so_far {
                Actual::Hours(hours) => {
                    let budgeted = cost.hours.map(|hours| hours.to_string()).and_then(|text| text.parse().ok());
                    let rest: Decimal = budgeted.unwrap_or(Decimal::ZERO) * Decimal::from(left) / Decimal::from(days);
                    Actual::Hours(hours + rest.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
                }
                Actual::Amount(amount) => {
                    let rest = nearest(cost.amount.wide() * i128::from(left), i128::from(days));
                    Actual::Amount(Ore::from_wide(amount.wide() + rest).unwrap_or(amount))
                }
            };
            (cost.id.clone(), whole)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Request, calculate};

    fn id(text: &str) -> Id {
        Id::parse(text).expect("an id")
    }

    fn budget() -> Calculation {
        let body = r#"{ "year": 2027, "agreement": {
            "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
            "parties": [ { "id": "a", "name": "A", "kind": "municipality" } ],
            "costs": [ { "id": "staff", "name": "S", "type": "staff", "hours": { "per_year": "100" },
                         "rate": { "hourly": "100.00" }, "key": { "type": "equal" } },
                       { "id": "hall", "name": "L", "type": "purchase", "amount": { "per_year": "100.00" },
                         "key": { "type": "equal" } } ] } }"#;
        calculate(&Request::parse(body.as_bytes()).expect("a request"), false).expect("calculated")
    }

    #[test]
    fn what_is_left_of_the_year_is_as_the_budget() {
        let hours = |text: &str| Actual::Hours(text.parse().expect("hours"));
        let outcome = BTreeMap::from([(id("staff"), hours("40"))]);
        let of = |through: &str| forecast(&budget(), &outcome, through.parse().expect("a date"));
        // 184 of 365 days are left: 50.41 of 100 hours.
        assert_eq!(of("2027-06-30"), BTreeMap::from([(id("staff"), hours("90.41"))]), "and nothing of the hall");
        assert_eq!(of("2027-12-31")[&id("staff")], hours("40"));
        assert_eq!(of("2028-03-01")[&id("staff")], hours("40"), "after the year nothing is left");
        assert_eq!(of("2026-12-31")[&id("staff")], hours("140"));
    }

    #[test]
    fn hours_and_amounts_are_not_summed_and_sums_have_bounds() {
        let staff = id("staff");
        let hours = Actual::Hours(Decimal::ONE);
        let amount = |text: &str| Actual::Amount(text.parse().expect("money"));
        let code = |rows: Vec<(&Id, Actual)>| match sums(rows) {
            Err(Error::Invalid(issues)) => issues[0].code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code(vec![(&staff, hours), (&staff, amount("1.00"))]), Code::ConflictingFields);
        let most = amount("999999999999999.99");
        assert_eq!(code(vec![(&staff, most), (&staff, most)]), Code::AmountTooLarge);
        let known = sums([(&staff, amount("10.00")), (&staff, amount("-10.01"))]).expect("summed");
        assert_eq!(known[&staff], amount("-0.01"), "what comes back lessens it");
    }
}
