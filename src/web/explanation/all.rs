//! The whole year: every cost and every party, each with the way to how it is made.

use maud::{Markup, html};
use samfin_core::{Ore, default_sentences};

use super::{Followed, Told};
use crate::web::parts::{assumed, bar, followed, share};
use crate::web::words::{Words, t};

pub(super) fn page(told: &Told<'_>) -> Markup {
    let (words, result) = (told.words, told.calculation);
    let paid = Ore::from_wide(result.parties.iter().map(|party| party.payable.wide()).sum()).unwrap_or_default();
    html! {
        p.finding {
            (t!(words, "explain-year", year = result.year, total = told.kronor(result.total), costs = result.costs.len()))
        }
        section.card aria-labelledby="kostnader" {
            h2 #kostnader { (t!(words, "explain-costs-title")) }
            table.split {
                caption.sr { (t!(words, "explain-costs-caption", year = result.year)) }
                thead { (heads(words, &t!(words, "explain-what"), &t!(words, "explain-comes-to"))) }
                tbody {
                    @for cost in &result.costs {
                        tr {
                            th scope="row" { (cost.name) @if told.is_assumed(cost.id.as_str()) { " " (assumed(words)) } }
                            (cells(told, &told.asked.clone().cost(&cost.id), cost.amount, result.total))
                        }
                    }
                }
                tfoot { (total(told, result.total)) }
            }
        }
        section.card aria-labelledby="parter" {
            h2 #parter { (t!(words, "explain-parties-title")) }
            @for sentence in default_sentences(result) { p { (sentence.get(words.lang())) } }
            table.split {
                caption.sr { (t!(words, "explain-parties-caption", year = result.year)) }
                thead { (heads(words, &t!(words, "explain-party"), &t!(words, "explain-payable"))) }
                tbody {
                    @for party in &result.parties {
                        tr {
                            th scope="row" { (party.name) }
                            (cells(told, &told.asked.clone().party(&party.id), party.payable, paid))
                        }
                    }
                }
                tfoot { (total(told, paid)) }
            }
        }
    }
}

fn heads(words: Words, what: &str, amount: &str) -> Markup {
    html! {
        tr {
            th scope="col" { (what) }
            th.n scope="col" { (amount) }
            th.n scope="col" { (t!(words, "explain-share")) }
            td.bar-c {}
        }
    }
}

fn cells(told: &Told<'_>, to: &Followed, amount: Ore, whole: Ore) -> Markup {
    let part = share(amount, whole);
    html! {
        td.n { (followed(&to.address(), told.kronor(amount))) }
        td.n { (told.words.format().percent(part, 1)) }
        td.bar-c { (bar(part)) }
    }
}

fn total(told: &Told<'_>, total: Ore) -> Markup {
    html! {
        tr {
            th scope="row" { (t!(told.words, "explain-total")) }
            td.n { (told.kronor(total)) }
            td.n { (told.words.format().percent(share(total, total), 1)) }
            td.bar-c {}
        }
    }
}

/// What a step of the default policy is called.
pub(in crate::web) fn step_name(words: Words, kind: &str) -> String {
    match kind {
        "reserve" => t!(words, "step-reserve"),
        "redistribute" => t!(words, "step-redistribute"),
        "guarantor" => t!(words, "step-guarantor"),
        "reduce_service" => t!(words, "step-reduce"),
        "match_down" => t!(words, "step-match"),
        "carry_forward" => t!(words, "step-carry"),
        other => other.to_owned(),
    }
}
