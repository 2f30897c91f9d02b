//! What the figures rest on: how the scenario differs, the costs with their sources, the statistics with theirs.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::Party;
use samfin_core::agreement::{ASSUMPTION, Cost, CostKind};
use samfin_core::figures::grouped;

use super::Decision;
use crate::app::decision_record::Statistic;
use crate::web::words::{Words, t};

pub(super) fn sections(view: &Decision<'_>) -> Markup {
    let words = view.words;
    let differs = &view.decided.compared.input_differences;
    html! {
        section.card aria-labelledby="skiljer" {
            h2 #skiljer { (t!(words, "scenarios-differs")) }
            @if differs.is_empty() { p { (t!(words, "scenarios-same")) } }
            ul.list { @for one in differs { li { (one.text.get(words.lang())) } } }
        }
        (costs(view))
        (statistics(view))
    }
}

/// Every cost of the first year, and where its figures come from.
fn costs(view: &Decision<'_>) -> Markup {
    let words = view.words;
    let years = view.years();
    let Some((year, column)) = years.first() else { return Markup::default() };
    html! {
        section.card aria-labelledby="kostnader" {
            h2 #kostnader { (t!(words, "record-costs", year = *year)) }
            div.scroll tabindex="0" role="group" aria-label=(t!(words, "record-costs", year = *year)) {
                table.record {
                    caption.sr { (t!(words, "record-costs", year = *year)) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "record-cost")) }
                            th.n scope="col" { (t!(words, "record-hours")) }
                            th.n scope="col" { (t!(words, "compare-unit-kr")) }
                            th scope="col" { (t!(words, "record-source")) }
                        }
                    }
                    tbody {
                        @for (cost, result) in view.agreement().costs.iter().zip(&column.calculation.costs) {
                            tr {
                                th scope="row" { (cost.name) }
                                td.n { @if let Some(hours) = result.hours { (words.format().number(Decimal::from_i128_with_scale(hours.units(), 2), 0)) } }
                                td.n { (view.amount(result.amount)) }
                                td { (sources(view, cost)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where a figure comes from.
fn told(words: Words, source: Option<&str>) -> String {
    match source {
        None => t!(words, "record-no-source"),
        Some(ASSUMPTION) => t!(words, "record-assumed"),
        Some(source) => source.to_owned(),
    }
}

/// Where the quantity comes from, and the rate when it comes from elsewhere.
fn sources(view: &Decision<'_>, cost: &Cost) -> Markup {
    let words = view.words;
    let own = cost.source.as_deref();
    let rate = match &cost.kind {
        CostKind::Staff { rate, .. } => rate.source.as_deref().filter(|source| Some(*source) != own),
        CostKind::Purchase(_) | CostKind::Reserve(_) => None,
    };
    html! {
        (told(words, own))
        @if let Some(rate) = rate { br; (t!(words, "record-rate", source = told(words, Some(rate)))) }
    }
}

/// The statistics of the parties, with who says so.
fn statistics(view: &Decision<'_>) -> Markup {
    let words = view.words;
    let all: Vec<(&Party, &Statistic)> =
        view.decided.statistics.iter().filter_map(|one| Some((party(view, one)?, one))).collect();
    html! {
        section.card aria-labelledby="statistik" {
            h2 #statistik { (t!(words, "record-statistics")) }
            @if all.is_empty() {
                p { (t!(words, "record-no-statistics")) }
            } @else {
                div.scroll tabindex="0" role="group" aria-label=(t!(words, "record-statistics")) {
                    table.record {
                        caption.sr { (t!(words, "record-statistics")) }
                        thead {
                            tr {
                                th scope="col" { (t!(words, "start-party")) }
                                th scope="col" { (t!(words, "record-series")) }
                                th scope="col" { (t!(words, "record-day")) }
                                th.n scope="col" { (t!(words, "record-value")) }
                                th scope="col" { (t!(words, "record-source")) }
                            }
                        }
                        tbody {
                            @for (party, one) in &all {
                                tr {
                                    th scope="row" { (party.name) }
                                    td { (one.series) }
                                    td { (one.date) }
                                    td.n { (grouped(&one.value, words.lang())) }
                                    td { (told(words, one.source.as_deref())) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The party that a statistic is about; the basis may hold those of other places, which nothing uses.
fn party<'v>(view: &Decision<'v>, one: &Statistic) -> Option<&'v Party> {
    let is_it = |party: &&Party| party.id.as_str() == one.place || party.area.as_deref() == Some(one.place.as_str());
    view.agreement().parties.iter().find(is_it)
}
