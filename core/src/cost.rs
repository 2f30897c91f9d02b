//! What a cost is in a year (calculation contract § 3): quantity, rate, index, days, one rounding.

use num_bigint::BigInt;
use rust_decimal::Decimal;

use crate::agreement::{Body, Cost, CostKind, Hours, Indexation, Quantity, Rate, RateBasis};
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
    let question = Question::of(request, position, explain);
    if let Some(Actual::Amount(amount)) = question.actual {
        return question.given(position, amount);
    }
    let index = question.index()?;
    let answer = question.answer::<i128>(index).or_else(|| question.answer::<BigInt>(index));
    answer.ok_or_else(|| too_large(position, question.cost))
}

/// The hours that a cut of `cut` öre takes from a staff cost of `amount`: hours × cut / amount.
pub(crate) fn hours_lost(request: &Request, position: usize, cut: i128, amount: Ore) -> Option<Fixed> {
    let hours = hours_worked::<BigInt>(request, position)?;
    Fixed::round(&hours.times(&Fraction::ratio(cut, amount.wide()))?, 2)
}

/// The exact hours of a staff cost in the year, or as its outcome tells.
pub(crate) fn hours_worked<W: Whole>(request: &Request, position: usize) -> Option<Fraction<W>> {
    let CostKind::Staff { hours, .. } = &request.agreement.costs[position].kind else { return None };
    Some(Question::of(request, position, false).hours::<W>(hours)?.worked)
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

impl<'q> Question<'q> {
    fn of(request: &'q Request, position: usize, explain: bool) -> Self {
        let agreement = &request.agreement;
        let cost = &agreement.costs[position];
        let valid = Days::of_year(request.year).within(Some(agreement.valid_from), agreement.valid_to);
        let active = valid.and_then(|valid| valid.within(cost.from, cost.to));
        Self { request, cost, active, actual: request.actual(position), explain }
    }

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

    /// The hours as they are agreed for a year, and as they are worked: the outcome, or those of the active days.
    fn hours<W: Whole>(&self, hours: &Hours) -> Option<YearsHours<W>> {
        let agreed = quantity(hours, &self.request.agreement.bodies, |hours| Fraction::decimal(*hours))?;
        Some(match self.actual {
            Some(Actual::Hours(worked)) => YearsHours { worked: Fraction::decimal(worked), agreed },
            _ => YearsHours { worked: agreed.times(&self.part())?, agreed },
        })
    }

    /// The part of the year on which the cost is active.
    fn part<W: Whole>(&self) -> Fraction<W> {
        let days = self.active.map_or(0, Days::count);
        Fraction::ratio(i128::from(days), i128::from(days_in_year(self.request.year)))
    }

    fn answer<W: Whole>(&self, index: Index) -> Option<CostOfYear> {
        let Agreement { bodies, rounding_unit: unit, .. } = &*self.request.agreement;
        let by_outcome = self.actual.is_some();
        let mut steps = Vec::new();
        let mut tell = |step: &dyn Fn() -> Step| {
            if self.explain {
                steps.push(step());
            }
        };
        let (mut hours_shown, mut rate_shown) = (None, None);
        let annual: Fraction<W> = match &self.cost.kind {
            CostKind::Staff { hours, rate } => {
                let YearsHours { agreed, worked } = self.hours::<W>(hours)?;
                let hourly = hourly_ore::<W>(rate)?;
                hours_shown = Some(Fixed::round(&worked, 2)?);
                rate_shown = Some(Fixed::new(Ore::from_wide(hourly.rounded(1)?.narrow()?)?.wide(), 2));
                tell(&|| {
                    if by_outcome {
                        return Step::new("actual_hours", Vec::new(), decimal_or_fraction(&worked));
                    }
                    Step::new("hours", quantity_inputs(hours, bodies), decimal_or_fraction(&agreed))
                });
                tell(&|| rate_step(rate, &hourly));
                // Whatever the days, an outcome counts whole; agreed hours are prorated below.
                if by_outcome { worked.times(&hourly)? } else { agreed.times(&hourly)? }
            }
            CostKind::Purchase(amount) | CostKind::Reserve(amount) => {
                let annual = quantity(amount, bodies, |amount| Fraction::whole(amount.wide()))?;
                tell(&|| Step::new("amount", quantity_inputs(amount, bodies), kronor(&annual)));
                annual
            }
        };
        let factor = index_factor::<W>(index)?;
        let mut exact = annual.times(&factor)?;
        if !matches!(index, Index::None) {
            tell(&|| Step::new("index", index_inputs(index), decimal_or_fraction(&factor)));
        }
        if !by_outcome {
            let part = self.part();
            exact = exact.times(&part)?;
            tell(&|| Step::new("days", self.days_inputs(), decimal_or_fraction(&part)));
        }
        let units = Fraction { num: exact.num.clone(), den: exact.den.times(&W::of(unit.wide()))? }.rounded(1)?;
        let amount = Ore::from_wide(units.narrow()?.checked_mul(unit.wide())?)?;
        tell(&|| Step::new("cost", vec![("exact", kronor(&exact)), ("unit", unit.to_string())], amount.to_string()));
        Some(CostOfYear { active: self.active, amount, hours: hours_shown, rate: rate_shown, steps })
    }

    fn days_inputs(&self) -> Vec<(&'static str, String)> {
        let days = self.active.map_or(0, Days::count);
        vec![("active_days", days.to_string()), ("days_in_year", days_in_year(self.request.year).to_string())]
    }
}

/// The hours of a staff cost in a year.
struct YearsHours<W> {
    agreed: Fraction<W>,
    worked: Fraction<W>,
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
