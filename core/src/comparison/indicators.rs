//! The figures that people compare by: hours, the region's share, kronor per inhabitant, how even it is.

use num_bigint::BigInt;
use num_traits::Signed as _;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Change, Column, Comparison};
use crate::agreement::PartyKind;
use crate::date::{Days, day_or_last};
use crate::exact::{Fraction, Whole as _};
use crate::{Agreement, Calculation, Code, Fixed, Id, Issue, Ore, Party, Request, say};

/// What a column comes to in a year, in a few figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Indicators {
    /// Σ costs in kronor, before any reduction.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub total: Ore,
    /// Σ hours of staff costs less the hours lost, 2 decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub support_hours: Fixed,
    /// What the regions pay of all that is paid, percent, 6 decimals; 0 when nothing is.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub region_share_percent: Fixed,
    /// Payable per inhabitant; null without a series.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub per_inhabitant: Option<PerInhabitant>,
    /// How unevenly the municipalities pay per inhabitant: 0 is equally, 6 decimals; null without a
    /// series and when the mean is not above zero.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required))]
    pub gini: Option<Fixed>,
    /// Who pays most more than in the baseline; null when nobody does.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub largest_increase: Option<LargestIncrease>,
    /// Payments between payers, times instalments a year.
    pub invoices: u64,
    /// What handling them costs, by the agreement's `handling_cost` per invoice.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub handling_cost: Ore,
}

/// What the municipalities pay per inhabitant, kronor with 2 decimals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PerInhabitant {
    /// Every municipality that is a member some day of the year, in the agreement's order.
    pub municipalities: Vec<PartyAmount>,
    /// The lowest.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub min: Fixed,
    /// The highest.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub max: Fixed,
    /// The mean, each municipality counting the same.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub mean: Fixed,
}

/// An amount of one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyAmount {
    /// The party's id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub party: Id,
    /// Kronor, 2 decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Fixed,
}

/// Who pays most more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LargestIncrease {
    /// The party's id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub party: Id,
    /// Kronor, above zero.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
    /// Percent of the baseline's payable, 6 decimals; null where that is not above zero.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required))]
    pub percent: Option<Fixed>,
}

/// The indicators of one column in one year.
pub(super) fn of(
    comparison: &Comparison,
    column: &Column,
    result: &Calculation,
    change: &[Change],
) -> Result<Indicators, Issue> {
    let agreement = &column.request.agreement;
    let parties = || agreement.parties.iter().zip(&result.parties);
    let paid = result.parties.iter().map(|party| party.payable.wide()).sum();
    let by_regions: i128 =
        parties().filter(|(party, _)| party.kind == PartyKind::Region).map(|(_, result)| result.payable.wide()).sum();
    let each = match &comparison.per_inhabitant {
        Some(series) => {
            let each = Each::of(series, &column.request, result);
            Some(each.map_err(|issue| column.place(issue, result.year))?)
        }
        None => None,
    };
    // What is put into the reserve, or taken from it, is booked; it is no invoice.
    let reserve = Id::reserve();
    let between_parties = result.transfers.iter().filter(|transfer| transfer.from != reserve && transfer.to != reserve);
    let payments = u64::try_from(between_parties.count()).unwrap_or(u64::MAX);
    let invoices = payments.saturating_mul(u64::try_from(agreement.invoicing.instalments).unwrap_or(1));
    let handling = agreement.invoicing.handling_cost.unwrap_or_default().wide();
    Ok(Indicators {
        total: result.total,
        support_hours: support_hours(result),
        region_share_percent: Fixed::ratio(by_regions * 100, paid, 6),
        gini: each.as_ref().and_then(Each::gini),
        per_inhabitant: each.and_then(Each::told),
        largest_increase: largest_increase(change),
        invoices,
        handling_cost: Ore::from_wide(handling.saturating_mul(i128::from(invoices))).unwrap_or_default(),
    })
}

/// The hours of every staff cost, less those that are lost.
fn support_hours(result: &Calculation) -> Fixed {
    let hundredths = |figure: Option<Fixed>| figure.map_or(0, Fixed::units);
    let hours = result.costs.iter().map(|cost| hundredths(cost.hours) - hundredths(cost.hours_lost)).sum();
    Fixed::new(hours, 2)
}

/// Of equals the first.
fn largest_increase(change: &[Change]) -> Option<LargestIncrease> {
    let increases = change.iter().filter(|change| change.amount > Ore::ZERO);
    let most = increases.reduce(|most, next| if next.amount > most.amount { next } else { most })?;
    Some(LargestIncrease { party: most.party.clone(), amount: most.amount, percent: most.percent })
}

/// The value of `series` for a party on 31 December before the year.
pub(crate) fn inhabitants(series: &str, request: &Request, party: &Party, year: i32) -> Result<Decimal, Issue> {
    let day = day_or_last(year - 1, 12, 31);
    let found = request.statistics.series(series).and_then(|series| series.value(party, day));
    found.map(|found| found.value).ok_or_else(|| missing(series, &party.id, day))
}

/// Whether amounts per inhabitant are told of the party: a municipality that is a member some day of the year.
pub(crate) fn is_told(party: &Party, agreement: &Agreement, year: i32) -> bool {
    let valid = Days::of_year(year).within(Some(agreement.valid_from), agreement.valid_to);
    let member = valid.and_then(|valid| valid.within(party.member_from, party.member_to)).is_some();
    party.kind == PartyKind::Municipality && party.shares_costs && member
}

/// What each municipality pays per inhabitant, exactly.
struct Each {
    ids: Vec<Id>,
    /// Öre per inhabitant as a fraction.
    exact: Vec<(i128, i128)>,
    /// The same over one denominator, so that they can be added and compared.
    nums: Vec<BigInt>,
    den: BigInt,
}

impl Each {
    fn of(series: &str, request: &Request, result: &Calculation) -> Result<Self, Issue> {
        let agreement = &request.agreement;
        let (mut ids, mut exact) = (Vec::new(), Vec::<(i128, i128)>::new());
        for (party, paid) in agreement.parties.iter().zip(&result.parties) {
            if !is_told(party, agreement, result.year) {
                continue;
            }
            let value = inhabitants(series, request, party, result.year)?;
            if value > Decimal::ZERO {
                ids.push(party.id.clone());
                // Öre / (mantissa / 10^scale)
                exact.push((paid.payable.wide() * 10_i128.pow(value.scale()), value.mantissa()));
            }
        }
        let den = exact.iter().fold(BigInt::from(1), |den, (_, own)| den * own);
        let nums = exact.iter().map(|(num, own)| (&den / own) * num).collect();
        Ok(Self { ids, exact, nums, den })
    }

    fn told(self) -> Option<PerInhabitant> {
        // Öre with no decimals are kronor with two.
        let kronor = |(num, den): &(i128, i128)| Fixed::new(Fixed::ratio(*num, *den, 0).units(), 2);
        let places = 0..self.nums.len();
        let least = places.clone().min_by_key(|i| &self.nums[*i])?;
        let most = places.max_by_key(|i| &self.nums[*i])?;
        let mean = Fraction { num: self.nums.iter().sum(), den: self.den * BigInt::from(self.nums.len()) };
        Some(PerInhabitant {
            min: kronor(&self.exact[least]),
            max: kronor(&self.exact[most]),
            mean: Fixed::new(mean.rounded(1)?.narrow()?, 2),
            municipalities: self
                .ids
                .into_iter()
                .zip(&self.exact)
                .map(|(party, exact)| PartyAmount { party, amount: kronor(exact) })
                .collect(),
        })
    }

    /// `Σ|x_i − x_j| / (2 n² mean)` over every pair in both orders; with the values ascending the
    /// sum is `2 Σ (2k − n + 1) x_k`.
    fn gini(&self) -> Option<Fixed> {
        let sum: BigInt = self.nums.iter().sum();
        if !sum.is_positive() {
            return None;
        }
        let mut ascending: Vec<&BigInt> = self.nums.iter().collect();
        ascending.sort_unstable();
        let count = ascending.len();
        let apart: BigInt = ascending
            .into_iter()
            .enumerate()
            .map(|(k, num)| num * (BigInt::from(2 * k + 1) - BigInt::from(count)))
            .sum();
        Fixed::round(&Fraction { num: apart, den: sum * BigInt::from(count) }, 6)
    }
}

fn missing(series: &str, party: &Id, day: chrono::NaiveDate) -> Issue {
    let detail = say!(
        "serien {series} har inget värde för {party} den {day} eller tidigare; lägg till ett, eller välj en annan serie",
        "the series {series} has no value for {party} on or before {day}; add one, or choose another series"
    );
    Issue::new("/per_inhabitant", Code::MissingStatistic, detail)
}
