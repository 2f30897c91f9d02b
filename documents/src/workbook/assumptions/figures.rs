//! The figures of an agreement, with where they come from.

use samfin_core::agreement::{Cost, CostKind, Indexation, Quantity, RateBasis};
use samfin_core::{Text, say};

use super::super::Year;

/// One figure.
pub(super) struct Figure {
    pub(super) of: Text,
    pub(super) label: Text,
    pub(super) decimal: String,
    pub(super) unit: Text,
    pub(super) money: bool,
    pub(super) source: Option<String>,
}

/// Every figure of a year's agreement: costs in their order, meetings, indexation.
pub(super) fn of(year: &Year<'_>) -> Vec<Figure> {
    let agreement = &year.request.agreement;
    let mut figures: Vec<Figure> = agreement.costs.iter().flat_map(of_cost).collect();
    figures.extend(agreement.bodies.iter().map(|body| Figure {
        of: as_written(&body.name),
        label: say!("Möten per år", "Meetings a year"),
        decimal: body.meetings_per_year.to_string(),
        unit: say!("möten", "meetings"),
        money: false,
        source: None,
    }));
    if let Some(Indexation::Percent { percent_per_year, base_year }) = &agreement.indexation {
        figures.push(Figure {
            of: say!("Indexuppräkning", "Indexation"),
            label: say!("Procent per år från {base_year}", "Percent a year from {base_year}"),
            decimal: percent_per_year.to_string(),
            unit: say!("procent", "percent"),
            money: false,
            source: None,
        });
    }
    figures
}

fn of_cost(cost: &Cost) -> Vec<Figure> {
    let figure = |label: Text, decimal: String, unit: Text, money: bool, source: &Option<String>| Figure {
        of: as_written(&cost.name),
        label,
        decimal,
        unit,
        money,
        source: source.clone(),
    };
    let hours = || say!("timmar", "hours");
    let kronor = || say!("kronor", "kronor");
    let percent = || say!("procent", "percent");
    match &cost.kind {
        CostKind::Staff { hours: quantity, rate } => {
            let (label, each) = match quantity {
                Quantity::PerYear(each) => (say!("Timmar per år", "Hours a year"), each),
                Quantity::PerMeeting { each, .. } => (say!("Timmar per möte", "Hours per meeting"), each),
            };
            let mut figures = vec![figure(label, each.to_string(), hours(), false, &cost.source)];
            let source = if rate.source.is_some() { &rate.source } else { &cost.source };
            match rate.basis {
                RateBasis::Hourly(hourly) => {
                    let label = say!("Timkostnad", "Hourly rate");
                    figures.push(figure(
                        label,
                        hourly.to_string(),
                        say!("kronor i timmen", "kronor an hour"),
                        true,
                        source,
                    ));
                }
                RateBasis::Salary { monthly, on_costs_percent, overhead_percent, annual_hours } => {
                    let month = say!("kronor i månaden", "kronor a month");
                    figures.extend([
                        figure(say!("Månadslön", "Monthly salary"), monthly.to_string(), month, true, source),
                        figure(say!("PO-pålägg", "On-costs"), on_costs_percent.to_string(), percent(), false, source),
                        figure(say!("Overhead", "Overhead"), overhead_percent.to_string(), percent(), false, source),
                        figure(say!("Årsarbetstid", "Annual hours"), annual_hours.to_string(), hours(), false, source),
                    ]);
                }
            }
            figures
        }
        CostKind::Purchase(quantity) | CostKind::Reserve(quantity) => {
            let (label, each) = match quantity {
                Quantity::PerYear(each) => (say!("Belopp per år", "Amount a year"), each),
                Quantity::PerMeeting { each, .. } => (say!("Belopp per möte", "Amount per meeting"), each),
            };
            vec![figure(label, each.to_string(), kronor(), true, &cost.source)]
        }
    }
}

fn as_written(name: &str) -> Text {
    Text::new(name, name)
}
