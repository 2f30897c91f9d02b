//! A budget to be read, and the step that adopts it.

use maud::{Markup, html};
use samfin_core::Ore;

use crate::app::budgets::{BudgetFigures, CostFigures, Counts, Figure};
use crate::web::form::{Refused, Step};
use crate::web::money::scrolled;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, key, t};
use crate::web::year::year_form;

/// Adopting the draft with a decision.
pub(super) fn adopting(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    revision: i64,
    refused: Option<&Refused>,
) -> Markup {
    let words = visitor.words;
    year_form(words, refused).step("faststall").folded(
        visitor,
        &Step {
            name: t!(words, "year-adopt"),
            what: html! { p { (t!(words, "budget-adopt-what", year = year, revision = revision)) } },
            address: &format!("/ar/{year}/budget"),
            revision: Some(revision),
            fields: html! {
                input type="hidden" name="avtal" value=(agreement);
                (form_reference(words, refused))
            },
            is_next: true,
        },
    )
}

fn form_reference(words: Words, refused: Option<&Refused>) -> Markup {
    year_form(words, refused).step("faststall").noted("beslut", "", key!("year-decision-how"), 100)
}

/// What each cost comes to.
pub(super) fn costs(words: Words, budget: &BudgetFigures) -> Markup {
    let format = words.format();
    let is_draft = budget.newest.as_ref().map(|one| one.revision) != budget.adopted.as_ref().map(|one| one.revision);
    let shown = |amount: Option<Ore>| amount.map_or_else(|| "–".to_owned(), |amount| format.kronor(amount));
    let sum = |of: &dyn Fn(&CostFigures) -> Option<Ore>| {
        let all: Option<Vec<i128>> = budget.costs.iter().map(|cost| of(cost).map(Ore::wide)).collect();
        shown(all.and_then(|all| Ore::from_wide(all.into_iter().sum())))
    };
    let in_force = t!(words, "budget-column-in-force");
    let draft = t!(words, "budget-column-draft");
    html! {
        section.card aria-labelledby="kostnader" {
            h2 #kostnader { (t!(words, "budget-costs")) }
            (scrolled(&t!(words, "budget-costs"), &html! {
                table.money {
                    caption.sr { (t!(words, "budget-costs")) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "outcome-cost")) }
                            th.n scope="col" { (t!(words, "budget-agreed")) }
                            @if budget.adopted.is_some() { th.n scope="col" { (in_force) } }
                            @if is_draft { th.n scope="col" { (draft) } }
                        }
                    }
                    tbody {
                        @for cost in &budget.costs {
                            tr {
                                th scope="row" { (cost.name) }
                                td.n data-name=(t!(words, "budget-agreed")) { (shown(cost.agreed)) }
                                @if budget.adopted.is_some() { td.n data-name=(in_force) { (shown(cost.in_force)) } }
                                @if is_draft { td.n data-name=(draft) { (shown(cost.budgeted)) } }
                            }
                        }
                    }
                    tfoot {
                        tr {
                            th scope="row" { (t!(words, "start-sum")) }
                            td.n data-name=(t!(words, "budget-agreed")) { (sum(&|cost| cost.agreed)) }
                            @if budget.adopted.is_some() { td.n data-name=(in_force) { (sum(&|cost| cost.in_force)) } }
                            @if is_draft { td.n data-name=(draft) { (sum(&|cost| cost.budgeted)) } }
                        }
                    }
                }
            }))
            p.note { (t!(words, "budget-costs-how")) }
        }
    }
}

/// What the costs rest on, for whoever reads.
pub(super) fn figures(words: Words, budget: &BudgetFigures) -> Markup {
    html! {
        section.card aria-labelledby="tal" {
            h2 #tal { (t!(words, "budget-figures")) }
            (scrolled(&t!(words, "budget-figures"), &html! {
                table.money {
                    caption.sr { (t!(words, "budget-figures")) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "budget-figure")) }
                            th.n scope="col" { (t!(words, "budget-agreed")) }
                            th.n scope="col" { (t!(words, "year-budget")) }
                        }
                    }
                    tbody {
                        @for figure in &budget.figures {
                            tr {
                                th scope="row" { (figure.name) span.below { (unit(words, figure.counts)) } }
                                td.n data-name=(t!(words, "budget-agreed")) { (written(words, figure, figure.agreed)) }
                                td.n data-name=(t!(words, "year-budget")) { (written(words, figure, figure.budgeted)) }
                            }
                        }
                    }
                }
            }))
        }
    }
}

/// What a figure counts.
pub(super) fn unit(words: Words, counts: Counts) -> String {
    match counts {
        Counts::Meetings => t!(words, "budget-meetings"),
        Counts::HoursPerYear => t!(words, "budget-hours-a-year"),
        Counts::HoursPerMeeting => t!(words, "budget-hours-a-meeting"),
        Counts::HourlyRate => t!(words, "budget-hourly-rate"),
        Counts::MonthlySalary => t!(words, "budget-monthly-salary"),
        Counts::AmountPerYear => t!(words, "budget-amount-a-year"),
        Counts::AmountPerMeeting => t!(words, "budget-amount-a-meeting"),
    }
}

/// A figure as people write it: kronor with öre, other numbers with as many decimals as they have.
pub(super) fn written(words: Words, figure: &Figure, value: rust_decimal::Decimal) -> String {
    let decimals = match figure.counts {
        Counts::Meetings | Counts::HoursPerYear | Counts::HoursPerMeeting => value.normalize().scale(),
        _ => 2,
    };
    words.format().number(value, decimals)
}
