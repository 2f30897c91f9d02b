//! What came out against what was budgeted, and what the year ends at: as it looks while it runs, as it was settled after that.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::{Actual, Ore};

use crate::app::periods::{Amounts, CostOutcome, Forecast};
use crate::web::money::scrolled;
use crate::web::parts::{bar, share};
use crate::web::words::{Key, Words, key, t};

/// What a cost is held against.
struct Known {
    cost: String,
    budget: Ore,
    /// Kronor so far; none without outcome.
    outcome: Option<Ore>,
    /// The whole year.
    ends_at: Ore,
}

/// The costs of a year; none of one that is not adopted.
#[derive(Default)]
pub(super) struct Against {
    costs: Vec<Known>,
    is_settled: bool,
}

impl Against {
    /// A year that runs.
    pub(super) fn forecast(forecast: Forecast) -> Self {
        let known = |cost: crate::app::periods::CostForecast| Known {
            cost: cost.cost,
            budget: cost.budget,
            outcome: cost.outcome,
            ends_at: cost.forecast,
        };
        Self { costs: forecast.costs.into_iter().map(known).collect(), is_settled: false }
    }

    /// A year that has been settled.
    pub(super) fn settled(amounts: &Amounts) -> Self {
        let known = |cost: &crate::app::periods::CostAmounts| Known {
            cost: cost.cost.clone(),
            budget: cost.budget,
            outcome: cost.known.then_some(cost.outcome),
            ends_at: cost.outcome,
        };
        Self { costs: amounts.costs.iter().map(known).collect(), is_settled: true }
    }

    fn sum(&self, of: impl Fn(&Known) -> Ore) -> Ore {
        Ore::from_wide(self.costs.iter().map(|cost| of(cost).wide()).sum()).unwrap_or_default()
    }

    /// What all of it comes to against the budget, in a sentence.
    pub(super) fn ends(&self, words: Words) -> Option<String> {
        let (budget, ends_at) = (self.sum(|cost| cost.budget), self.sum(|cost| cost.ends_at));
        // Before any outcome the forecast is the budget, which is said already.
        if self.costs.iter().all(|cost| cost.outcome.is_none()) && !self.is_settled {
            return None;
        }
        let format = words.format();
        let more = ends_at.wide() - budget.wide();
        let (ends_at, by) = (format.kronor(ends_at), format.kronor(Ore::from_wide(more.abs()).unwrap_or_default()));
        Some(match (self.is_settled, more) {
            (false, 0) => t!(words, "outcome-ends-same", amount = ends_at),
            (false, 1..) => t!(words, "outcome-ends-more", amount = ends_at, by = by),
            (false, _) => t!(words, "outcome-ends-less", amount = ends_at, by = by),
            (true, 0) => t!(words, "outcome-ended-same", amount = ends_at),
            (true, 1..) => t!(words, "outcome-ended-more", amount = ends_at, by = by),
            (true, _) => t!(words, "outcome-ended-less", amount = ends_at, by = by),
        })
    }

    /// Each cost in a row, and their sums.
    pub(super) fn table(&self, words: Words, costs: &[CostOutcome]) -> Markup {
        let format = words.format();
        let title = t!(words, "outcome-costs");
        let [so_far_head, budget_head, end_head] = self.heads().map(|key| words.get(key));
        let of = |id: &str| self.costs.iter().find(|known| known.cost == id);
        let so_far_sum = self.sum(|cost| cost.outcome.unwrap_or_default());
        let table = html! {
            table.money.against {
                caption.sr { (title) }
                thead {
                    tr {
                        th scope="col" { (t!(words, "outcome-cost")) }
                        th.n scope="col" { (so_far_head) }
                        th.n scope="col" { (budget_head) }
                        th.n scope="col" { (end_head) }
                        td {}
                    }
                }
                tbody {
                    @for cost in costs {
                        @let known = of(&cost.cost);
                        tr {
                            th scope="row" { (cost.name) }
                            td.n data-name=(so_far_head) { (so_far(words, cost, known)) @if let Some(known) = known { (beyond(words, known)) } }
                            td.n data-name=(budget_head) { @if let Some(known) = known { (format.kronor(known.budget)) } }
                            td.n data-name=(end_head) { @if let Some(known) = known { (format.kronor(known.ends_at)) } }
                            td.bar-c { @if let Some(known) = known { (bar(known.used())) } }
                        }
                    }
                }
                @if !self.costs.is_empty() {
                    tfoot {
                        tr {
                            th scope="row" { (t!(words, "start-sum")) }
                            td.n data-name=(so_far_head) { (format.kronor(so_far_sum)) }
                            td.n data-name=(budget_head) { (format.kronor(self.sum(|cost| cost.budget))) }
                            td.n data-name=(end_head) { (format.kronor(self.sum(|cost| cost.ends_at))) }
                            td.bar-c {}
                        }
                    }
                }
            }
        };
        scrolled(&title, &table)
    }

    fn heads(&self) -> [Key; 3] {
        let (so_far, end) = if self.is_settled {
            (key!("year-outcome"), key!("year-settled"))
        } else {
            (key!("outcome-so-far"), key!("outcome-forecast"))
        };
        [so_far, key!("year-budget"), end]
    }
}

impl Known {
    /// Percent of the budget.
    fn used(&self) -> Decimal {
        share(self.outcome.unwrap_or_default(), self.budget)
    }
}

/// That a cost has gone beyond its budget: a bar can be no more than full.
fn beyond(words: Words, known: &Known) -> Markup {
    let used = known.used();
    html! {
        @if used > Decimal::ONE_HUNDRED {
            span.below.late { (t!(words, "outcome-of-budget", percent = words.format().percent(used, 0))) }
        }
    }
}

fn so_far(words: Words, cost: &CostOutcome, known: Option<&Known>) -> String {
    let format = words.format();
    match (cost.outcome, known.and_then(|known| known.outcome)) {
        (None, _) => "–".to_owned(),
        (Some(Actual::Hours(hours)), amount) => {
            let hours = t!(words, "outcome-in-hours", hours = format.number(hours, 2));
            amount.map_or_else(|| hours.clone(), |amount| format!("{} ({hours})", format.kronor(amount)))
        }
        (Some(Actual::Amount(amount)), _) => format.kronor(amount),
    }
}
