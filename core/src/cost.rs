//! What a cost is in a year (calculation contract § 3): quantity, rate, index, days, one rounding.

use num_bigint::BigInt;
use rust_decimal::Decimal;

use crate::agreement::{Body, Cost, CostKind, Indexation, Quantity, Rate, RateBasis};
use crate::date::{Days, days_in_year};
use crate::exact::{Fraction, Whole, power};
use crate::request::Actual;
use crate::trace::Step;
use crate::{Agreement, Code, Fixed, Issue, Ore, Request, Text, say};

/// A cost in the calculated year.
#[derive(Debug, Clone)]
pub(crate) struct CostOfYear {
    /// The days it is active; none: not at all.
    pub(crate) active: Option<Days>,
    /// Rounded to the unit, before any reduction.
    pub(crate) amount: Ore,
    /// Hours, for staff costs whose amount is not given as an outcome.
    pub(crate) hours: Option<Fixed>,
    /// Kronor per hour before index, likewise.
    pub(crate) rate: Option<Fixed>,
    /// How the amount came about; empty unless asked for.
    pub(crate) steps: Vec<Step>,
}

/// The cost at `position` in the requested year.
pub(crate) fn of_year(request: &Request, position: usize, explain: bool) -> Result<CostOfYear, Issue> {
    let agreement = &request.agreement;
    let cost = &agreement.costs[position];
    let from = cost.from.map_or(agreement.valid_from, |from| from.max(agreement.valid_from));
    let active =
        Days::of_year(request.year).within(Some(from), agreement.valid_to).and_then(|d| d.within(None, cost.to));
    let question = Question { request, cost, active, actual: request.actual(position), explain };
    if let Some(Actual::Amount(amount)) = question.actual {
        return question.given(position, amount);
    }
    let index = question.index()?;
    let answer = question.answer::<i128>(index).or_else(|| question.answer::<BigInt>(index));
    answer.ok_or_else(|| too_large(position, cost))
}

fn too_large(position: usize, cost: &Cost) -> Issue {
    let detail = say!(
        "{} blir 10^15 kronor eller mer; kontrollera timmar, lön och belopp",
        "{} comes to 10^15 kronor or more; check hours, salary and amounts"; cost.name
    );
    Issue::new(format!("/agreement/costs/{position}"), Code::AmountTooLarge, detail)
}

/// How much the prices of the year differ from those written.
#[derive(Clone, Copy)]
enum Index {
    None,
    /// `(1 + percent/100)^years`
    Grown {
        percent: Decimal,
        years: u32,
    },
    /// `value / base`
    Numbers {
        value: Decimal,
        base: Decimal,
    },
}

struct Question<'q> {
    request: &'q Request,
    cost: &'q Cost,
    active: Option<Days>,
    actual: Option<Actual>,
    explain: bool,
}

impl Question<'_> {
    /// The outcome as it was given, rounded to the unit.
    fn given(&self, position: usize, amount: Ore) -> Result<CostOfYear, Issue> {
        let unit = self.request.agreement.rounding_unit;
        let exact = Fraction::<i128>::ratio(amount.wide(), unit.wide());
        let rounded = exact.rounded(1).and_then(|units| Ore::from_wide(units * unit.wide()));
        let amount = rounded.ok_or_else(|| too_large(position, self.cost))?;
        let mut steps = Vec::new();
        if self.explain {
            steps.push(Step::new("actual_amount", Vec::new(), amount.to_string()));
        }
        Ok(CostOfYear { active: self.active, amount, hours: None, rate: None, steps })
    }

    /// The index of the year; looked up only when something is multiplied by it.
    fn index(&self) -> Result<Index, Issue> {
        let needed = self.cost.indexed && (self.active.is_some() || self.actual.is_some());
        let year = self.request.year;
        Ok(match &self.request.agreement.indexation {
            Some(Indexation::Percent { percent_per_year, base_year }) if needed => {
                let years = u32::try_from(year - base_year).unwrap_or(0);
                Index::Grown { percent: *percent_per_year, years }
            }
            Some(Indexation::Series { series, base_year, pointer }) if needed => {
                let find = |wanted: i32| {
                    let found = series.iter().find(|(year, _)| *year == wanted).map(|(_, value)| *value);
                    found.ok_or_else(|| Issue::new(pointer.clone(), Code::MissingIndex, missing_index(wanted)))
                };
                Index::Numbers { value: find(year)?, base: find(*base_year)? }
            }
            _ => Index::None,
        })
    }

    fn answer<W: Whole>(&self, index: Index) -> Option<CostOfYear> {
        let Agreement { bodies, rounding_unit: unit, .. } = &self.request.agreement;
        let mut steps = Vec::new();
        let mut tell = |step: Step| {
            if self.explain {
                steps.push(step);
            }
        };
        let days = self.active.map_or(0, Days::count);
        let whole_year = days_in_year(self.request.year);
        let part = Fraction::<W>::ratio(i128::from(days), i128::from(whole_year));
        let actual_hours = match self.actual {
            Some(Actual::Hours(hours)) => Some(Fraction::decimal(hours)),
            _ => None,
        };
        let mut hours_shown = None;
        let mut rate_shown = None;
        let annual: Fraction<W> = match &self.cost.kind {
            CostKind::Staff { hours, rate } => {
                let agreed = quantity(hours, bodies, |hours| Fraction::decimal(*hours))?;
                let hours = match &actual_hours {
                    Some(worked) => worked.clone(),
                    None => agreed.times(&part)?,
                };
                let hourly = hourly_ore::<W>(rate)?;
                hours_shown = Some(Fixed::round(&hours, 2)?);
                let rounded = hourly.rounded(1)?.narrow()?;
                rate_shown = Some(Fixed::new(Ore::from_wide(rounded)?.wide(), 2));
                if self.explain {
                    tell(hours_step(self.cost, bodies, actual_hours.is_some(), &agreed, &hours));
                    tell(rate_step(rate, &hourly));
                }
                actual_hours.as_ref().unwrap_or(&agreed).times(&hourly)?
            }
            CostKind::Purchase(amount) | CostKind::Reserve(amount) => {
                let annual = quantity(amount, bodies, |amount| Fraction::whole(amount.wide()))?;
                tell(Step::new("amount", quantity_inputs(amount, bodies), kronor(&annual)));
                annual
            }
        };
        let factor = index_factor::<W>(index)?;
        let mut exact = annual.times(&factor)?;
        if self.explain && !matches!(index, Index::None) {
            tell(Step::new("index", index_inputs(index), decimal_or_fraction(&factor)));
        }
        if actual_hours.is_none() {
            exact = exact.times(&part)?;
            let inputs = vec![("active_days", days.to_string()), ("days_in_year", whole_year.to_string())];
            tell(Step::new("days", inputs, decimal_or_fraction(&part)));
        }
        let units = Fraction { num: exact.num.clone(), den: exact.den.times(&W::of(unit.wide()))? }.rounded(1)?;
        let amount = Ore::from_wide(units.narrow()?.checked_mul(unit.wide())?)?;
        let inputs = vec![("exact", kronor(&exact)), ("unit", unit.to_string())];
        tell(Step::new("cost", inputs, amount.to_string()));
        Some(CostOfYear { active: self.active, amount, hours: hours_shown, rate: rate_shown, steps })
    }
}

fn missing_index(year: i32) -> Text {
    say!("indexserien saknar {year}; lägg till det året", "the index series lacks {year}; add that year")
}

/// A quantity of a year: as written, or per meeting times the meetings of the bodies.
fn quantity<W: Whole, T>(
    quantity: &Quantity<T>,
    bodies: &[Body],
    exact: impl Fn(&T) -> Fraction<W>,
) -> Option<Fraction<W>> {
    match quantity {
        Quantity::PerYear(value) => Some(exact(value)),
        Quantity::PerMeeting { each, bodies: meeting } => exact(each).times(&meetings(meeting, bodies)?),
    }
}

fn meetings<W: Whole>(meeting: &[usize], bodies: &[Body]) -> Option<Fraction<W>> {
    meeting.iter().try_fold(Fraction::whole(0), |sum: Fraction<W>, body| {
        sum.plus(&Fraction::decimal(bodies[*body].meetings_per_year))
    })
}

/// Öre per hour: as it stands, or `12 × salary × (1 + on-costs) × (1 + overhead) / annual hours`.
fn hourly_ore<W: Whole>(rate: &Rate) -> Option<Fraction<W>> {
    match rate.basis {
        RateBasis::Hourly(hourly) => Some(Fraction::whole(hourly.wide())),
        RateBasis::Salary { monthly, on_costs_percent, overhead_percent, annual_hours } => {
            Fraction::whole(12 * monthly.wide())
                .times(&raised(on_costs_percent)?)?
                .times(&raised(overhead_percent)?)?
                .over(&Fraction::decimal(annual_hours))
        }
    }
}

/// `1 + percent/100`
fn raised<W: Whole>(percent: Decimal) -> Option<Fraction<W>> {
    let percent = Fraction::<W>::decimal(percent);
    let num = percent.num.plus(&percent.den.times(&W::of(100))?)?;
    Some(Fraction { num, den: percent.den.times(&W::of(100))? }.lowest())
}

fn index_factor<W: Whole>(index: Index) -> Option<Fraction<W>> {
    match index {
        Index::None => Some(Fraction::whole(1)),
        Index::Grown { percent, years } => power(&raised(percent)?, years),
        Index::Numbers { value, base } => Fraction::decimal(value).over(&Fraction::decimal(base)),
    }
}

fn hours_step<W: Whole>(cost: &Cost, bodies: &[Body], actual: bool, agreed: &Fraction<W>, hours: &Fraction<W>) -> Step {
    if actual {
        return Step::new("actual_hours", Vec::new(), decimal_or_fraction(hours));
    }
    let inputs = match &cost.kind {
        CostKind::Staff { hours, .. } => quantity_inputs(hours, bodies),
        _ => Vec::new(),
    };
    Step::new("hours", inputs, decimal_or_fraction(agreed))
}

fn quantity_inputs<T: ToString>(quantity: &Quantity<T>, bodies: &[Body]) -> Vec<(&'static str, String)> {
    match quantity {
        Quantity::PerYear(value) => vec![("per_year", value.to_string())],
        Quantity::PerMeeting { each, bodies: meeting } => {
            let sum = meetings::<BigInt>(meeting, bodies).map(|sum| decimal_or_fraction(&sum)).unwrap_or_default();
            let names: Vec<&str> = meeting.iter().map(|body| bodies[*body].id.as_str()).collect();
            vec![("per_meeting", each.to_string()), ("meetings", sum), ("bodies", names.join(", "))]
        }
    }
}

fn rate_step<W: Whole>(rate: &Rate, hourly: &Fraction<W>) -> Step {
    let mut inputs = match rate.basis {
        RateBasis::Hourly(hourly) => vec![("hourly", hourly.to_string())],
        RateBasis::Salary { monthly, on_costs_percent, overhead_percent, annual_hours } => vec![
            ("monthly_salary", monthly.to_string()),
            ("on_costs_percent", on_costs_percent.to_string()),
            ("overhead_percent", overhead_percent.to_string()),
            ("annual_hours", annual_hours.to_string()),
        ],
    };
    inputs.extend(rate.source.as_ref().map(|source| ("source", source.clone())));
    Step::new("rate", inputs, kronor(hourly))
}

fn index_inputs(index: Index) -> Vec<(&'static str, String)> {
    match index {
        Index::None => Vec::new(),
        Index::Grown { percent, years } => {
            vec![("percent_per_year", percent.to_string()), ("years", years.to_string())]
        }
        Index::Numbers { value, base } => vec![("index", value.to_string()), ("base", base.to_string())],
    }
}

/// An exact amount of öre as kronor: decimals where they suffice, otherwise a fraction.
pub(crate) fn kronor<W: Whole>(ore: &Fraction<W>) -> String {
    let den = ore.den.times(&W::of(100));
    den.map_or_else(|| ore.text(), |den| decimal_or_fraction(&Fraction { num: ore.num.clone(), den }))
}

/// An exact number with at most ten decimals, or as a fraction where they do not suffice.
pub(crate) fn decimal_or_fraction<W: Whole>(exact: &Fraction<W>) -> String {
    let lowest = exact.lowest();
    let scaled = lowest.num.times(&W::of(10_i128.pow(10))).map(|num| num.divide(&lowest.den));
    match scaled {
        Some((units, rest)) if rest.sign() == 0 => {
            let Some(units) = units.narrow() else { return lowest.text() };
            let text = Fixed::new(units, 10).to_string();
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => lowest.text(),
    }
}
