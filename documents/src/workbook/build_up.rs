//! How a cost's amount is built up, line by line: hours, salary, index and days, and the amount as a formula of them.

use samfin_core::agreement::{Cost, CostKind, Hours, Indexation, Quantity, Rate, RateBasis};
use samfin_core::date::days_in_year;
use samfin_core::{Actual, Ore, Text, say};

use super::Year;
use super::error::Error;
use super::figures::{Unit, double, is_amount, round};
use super::pen::Pen;
use super::place::{Cell, fixed_rows};
use super::style::Style;
use super::wording;

/// Where a cost stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct BuiltUp {
    /// The amount of the year, rounded.
    pub(super) amount: Cell,
    /// The hours of the year, days considered.
    pub(super) hours: Option<Cell>,
    /// The row after it.
    pub(super) next: u32,
}

/// A factor of the amount: the formula's text and what it comes to.
type Factor = (String, f64);

const VALUE: u16 = 1;
const NOTE: u16 = 2;
/// So many decimals are kept before the last rounding: a half öre must not become less by a sixteenth digit.
const NOISE: i32 = 6;

/// Writes the build-up of the cost at `position` from `row` on.
pub(super) fn write(pen: &mut Pen, row: u32, year: &Year<'_>, position: usize) -> Result<BuiltUp, Error> {
    let cost = &year.request.agreement.costs[position];
    let mut lines = Lines { pen, row, year, cost, hours: None };
    let factors = match year.request.actual(position) {
        Some(Actual::Amount(amount)) => {
            let label = say!("Utfall, i stället för budget", "Outcome, in place of the budget");
            vec![lines.money(&label, amount, None)?]
        }
        Some(Actual::Hours(hours)) => lines.factors(Some(hours.to_string()))?,
        None => lines.factors(None)?,
    };
    lines.amount(position, factors)
}

/// Why a figure is not a formula: fifteen digits do not suffice.
pub(super) fn as_calculated() -> Text {
    say!(
        "Räknat exakt av samfin; kalkylbladets 15 siffror räcker inte här.",
        "Calculated exactly by samfin; the 15 digits of a spreadsheet do not suffice here."
    )
}

/// The lines of one cost's build-up, as they are written.
struct Lines<'l> {
    pen: &'l mut Pen,
    row: u32,
    year: &'l Year<'l>,
    cost: &'l Cost,
    hours: Option<Cell>,
}

impl Lines<'_> {
    /// The factors of the amount. Whatever the days, `hours` worked count whole.
    fn factors(&mut self, hours: Option<String>) -> Result<Vec<Factor>, Error> {
        let source = self.cost.source.clone();
        let outcome = hours.is_some();
        let mut factors = match &self.cost.kind {
            CostKind::Staff { hours: agreed, rate } => {
                let agreed = match hours {
                    Some(worked) => {
                        let label =
                            say!("Utfall, timmar, i stället för budget", "Outcome, hours, in place of the budget");
                        self.number(&label, &worked, None)?
                    }
                    None => self.agreed_hours(agreed)?,
                };
                self.hours = Some(Cell::at(self.row - 1, VALUE));
                vec![agreed, self.rate(rate)?]
            }
            CostKind::Purchase(amount) | CostKind::Reserve(amount) => {
                vec![self.yearly_amount(amount, source.as_deref())?]
            }
        };
        factors.extend(self.index()?);
        if !outcome {
            factors.extend(self.days(&factors[0])?);
        }
        Ok(factors)
    }

    fn agreed_hours(&mut self, hours: &Hours) -> Result<Factor, Error> {
        let source = self.cost.source.clone();
        match hours {
            Quantity::PerYear(hours) => {
                self.number(&say!("Timmar per år", "Hours a year"), &hours.to_string(), source.as_deref())
            }
            Quantity::PerMeeting { each, bodies } => {
                let label = say!("Timmar per möte", "Hours per meeting");
                let each = self.number(&label, &each.to_string(), source.as_deref())?;
                let (formula, value) = self.meetings(&each, bodies)?;
                self.live(&say!("Timmar per år", "Hours a year"), &formula, value, Style::Number)
            }
        }
    }

    fn yearly_amount(&mut self, amount: &Quantity<Ore>, source: Option<&str>) -> Result<Factor, Error> {
        match amount {
            Quantity::PerYear(amount) => self.money(&say!("Belopp per år", "Amount a year"), *amount, source),
            Quantity::PerMeeting { each, bodies } => {
                let label = say!("Belopp per möte", "Amount per meeting");
                let each = self.money(&label, *each, source)?;
                let (formula, value) = self.meetings(&each, bodies)?;
                self.live(&say!("Belopp per år", "Amount a year"), &formula, value, Style::Money)
            }
        }
    }

    /// `each` times the meetings of the bodies, each body a line.
    fn meetings(&mut self, each: &Factor, bodies: &[usize]) -> Result<Factor, Error> {
        let first = self.row;
        let mut sum = 0.0;
        for body in bodies {
            let body = &self.year.request.agreement.bodies[*body];
            self.pen.text(Cell::at(self.row, NOTE), &body.name, Style::Note)?;
            let label = say!("Möten per år", "Meetings a year");
            sum += self.number(&label, &body.meetings_per_year.to_string(), None)?.1;
        }
        let meetings = match bodies.len() {
            0 => "0".to_owned(),
            _ => format!("SUM({})", fixed_rows(VALUE, first, self.row - 1)),
        };
        Ok((format!("={}*{meetings}", each.0), each.1 * sum))
    }

    fn rate(&mut self, rate: &Rate) -> Result<Factor, Error> {
        let source = rate.source.as_deref().or(self.cost.source.as_deref());
        match rate.basis {
            RateBasis::Hourly(hourly) => self.money(&say!("Timkostnad", "Hourly rate"), hourly, source),
            RateBasis::Salary { monthly, on_costs_percent, overhead_percent, annual_hours } => {
                let salary = self.money(&say!("Månadslön", "Monthly salary"), monthly, source)?;
                let label = say!("PO-pålägg, procent", "On-costs, percent");
                let on_costs = self.number(&label, &on_costs_percent.to_string(), source)?;
                let label = say!("Overhead, procent", "Overhead, percent");
                let overhead = self.number(&label, &overhead_percent.to_string(), source)?;
                let label = say!("Årsarbetstid, timmar", "Annual hours");
                let hours = self.number(&label, &annual_hours.to_string(), source)?;
                let formula = format!("=12*{}*(1+{}/100)*(1+{}/100)/{}", salary.0, on_costs.0, overhead.0, hours.0);
                let value = 12.0 * salary.1 * (1.0 + on_costs.1 / 100.0) * (1.0 + overhead.1 / 100.0) / hours.1;
                self.live(&say!("Timkostnad", "Hourly rate"), &formula, value, Style::Money)
            }
        }
    }

    /// The index factor, where one applies.
    fn index(&mut self) -> Result<Option<Factor>, Error> {
        let year = self.year.calculation.year;
        let Some(indexation) = self.year.request.agreement.indexation.as_ref().filter(|_| self.cost.indexed) else {
            return Ok(None);
        };
        let label = say!("Indexfaktor", "Index factor");
        match indexation {
            Indexation::Percent { percent_per_year, base_year } => {
                let percent = say!("Indexuppräkning, procent per år", "Indexation, percent a year");
                let percent = self.number(&percent, &percent_per_year.to_string(), None)?;
                let years = (year - base_year).max(0);
                let since = say!("År sedan basåret {base_year}", "Years since the base year {base_year}");
                let since = self.number(&since, &years.to_string(), None)?;
                let value = (1.0 + percent.1 / 100.0).powi(years);
                self.live(&label, &format!("=(1+{}/100)^{}", percent.0, since.0), value, Style::Number).map(Some)
            }
            Indexation::Series { series, base_year, .. } => {
                let of = |wanted: i32| series.iter().find(|(year, _)| *year == wanted).map(|(_, value)| value);
                // A year that the series lacks was refused unless nothing is multiplied by it.
                let (Some(now), Some(base)) = (of(year), of(*base_year)) else { return Ok(None) };
                let now = self.number(&say!("Indextal {year}", "Index {year}"), &now.to_string(), None)?;
                let title = say!("Indextal {base_year}, basår", "Index {base_year}, base year");
                let base = self.number(&title, &base.to_string(), None)?;
                self.live(&label, &format!("={}/{}", now.0, base.0), now.1 / base.1, Style::Number).map(Some)
            }
        }
    }

    /// The part of the year on which the cost is active; the hours follow it.
    fn days(&mut self, quantity: &Factor) -> Result<Option<Factor>, Error> {
        let active = self.year.calculation.costs.iter().find(|cost| cost.id == self.cost.id);
        let active = active.map_or(0, |cost| cost.active_days);
        let year = days_in_year(self.year.calculation.year);
        if active == year {
            return Ok(None);
        }
        let days =
            self.number(&say!("Dagar som kostnaden gäller", "Days on which it is active"), &active.to_string(), None)?;
        let whole = self.number(&say!("Dagar i året", "Days in the year"), &year.to_string(), None)?;
        let part = (format!("{}/{}", days.0, whole.0), days.1 / whole.1);
        if matches!(self.cost.kind, CostKind::Staff { .. }) {
            let label = say!("Timmar under de dagarna", "Hours on those days");
            self.live(&label, &format!("={}*{}", quantity.0, part.0), quantity.1 * part.1, Style::Number)?;
            self.hours = Some(Cell::at(self.row - 1, VALUE));
        }
        Ok(Some(part))
    }

    /// The amount of the year: a formula where the spreadsheet's digits suffice.
    fn amount(self, position: usize, factors: Vec<Factor>) -> Result<BuiltUp, Error> {
        let result = &self.year.calculation.costs[position];
        let unit = Unit::of(self.year.request.agreement.rounding_unit);
        let amount = Cell::at(self.row, VALUE);
        let label = match unit {
            Unit::Ore => say!("Kostnad, avrundad till öre", "Cost, rounded to the öre"),
            Unit::Krona => say!("Kostnad, avrundad till kronor", "Cost, rounded to kronor"),
        };
        self.pen.say(Cell::at(self.row, 0), &label, Style::Strong)?;
        let value: f64 = factors.iter().map(|(_, value)| value).product();
        if is_amount(round(round(value, NOISE), unit.decimals()), result.amount) {
            let product = factors.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("*");
            let formula = format!("=ROUND(ROUND({product},{NOISE}),{})", unit.decimals());
            self.pen.live(amount, &formula, result.amount, Style::MoneySum)?;
        } else {
            self.pen.number(amount, double(result.amount), Style::MoneySum)?;
            self.pen.say(Cell::at(self.row, NOTE), &as_calculated(), Style::Note)?;
        }
        Ok(BuiltUp { amount, hours: self.hours.filter(|_| result.hours.is_some()), next: self.row + 1 })
    }

    fn number(&mut self, label: &Text, decimal: &str, source: Option<&str>) -> Result<Factor, Error> {
        let style = if decimal.contains('.') { Style::NumberInput } else { Style::CountInput };
        let cell = Cell::at(self.row, VALUE);
        self.pen.number(cell, double(decimal), style)?;
        self.told(label, source)?;
        Ok((cell.name(), double(decimal)))
    }

    fn money(&mut self, label: &Text, amount: Ore, source: Option<&str>) -> Result<Factor, Error> {
        let cell = Cell::at(self.row, VALUE);
        self.pen.number(cell, double(amount), Style::MoneyInput)?;
        self.told(label, source)?;
        Ok((cell.name(), double(amount)))
    }

    fn live(&mut self, label: &Text, formula: &str, value: f64, style: Style) -> Result<Factor, Error> {
        let cell = Cell::at(self.row, VALUE);
        self.pen.live(cell, formula, value, style)?;
        self.told(label, None)?;
        Ok((cell.name(), value))
    }

    /// The words of a line, and where its figure comes from.
    fn told(&mut self, label: &Text, source: Option<&str>) -> Result<(), Error> {
        self.pen.say(Cell::at(self.row, 0), label, Style::Indented)?;
        if let Some(source) = source {
            self.pen.say(Cell::at(self.row, NOTE), &wording::source(source), Style::Note)?;
        }
        self.row += 1;
        Ok(())
    }
}
