//! What a party pays: each cost it bears, then shortfalls, then who pays whom.

use maud::{Markup, html};
use samfin_core::{By, CostTold, LineTold, Ore, PartyResult, default_sentences, explain};

use super::{Followed, Told, steps};
use crate::web::parts::{assumed, followed, names};
use crate::web::words::t;

pub(super) fn page(told: &Told<'_>, id: &str) -> Option<Markup> {
    let (words, year) = (told.words, told.calculation.year);
    let party = told.calculation.parties.iter().find(|party| party.id.as_str() == id)?;
    let agreement = told.single.agreement();
    let costs = explain(told.calculation, Some(agreement), words.lang(), |line| line.party.as_str() == id);
    let opens = told.asked.cost.as_deref();
    if opens.is_some_and(|cost| !costs.iter().any(|known| known.cost.as_str() == cost)) {
        return None;
    }
    let borne: Vec<(&CostTold, &LineTold)> =
        costs.iter().filter_map(|cost| Some((cost, cost.lines.first()?))).collect();
    Some(html! {
        p.finding #betalar { (t!(words, "explain-pays", party = party.name.as_str(), amount = told.kronor(party.payable), year = year)) }
        section.card aria-labelledby="summa" {
            h2 #summa { (t!(words, "explain-sum-title")) }
            div.halves {
                div { (sums(told, party, &borne)) }
                div { (payments(told, party)) }
            }
        }
        section.card aria-labelledby="kostnader" {
            h2 #kostnader { (t!(words, "explain-costs-title")) }
            @if borne.is_empty() { p { (t!(words, "explain-bears-nothing", party = party.name.as_str())) } }
            @for (cost, line) in &borne {
                (unfolding(told, cost, line, opens == Some(cost.cost.as_str()) || borne.len() == 1))
            }
        }
        (shortfall(told, party))
    })
}

/// From the costs to what is paid, line by line.
fn sums(told: &Told<'_>, party: &PartyResult, borne: &[(&CostTold, &LineTold)]) -> Markup {
    let words = told.words;
    let row = |name: String, sign: &str, amount: Ore, is_sum: bool| {
        html! {
            tr.is-sum[is_sum] {
                th scope="row" { (name) }
                td.n { (sign) (told.kronor(amount)) }
            }
        }
    };
    let name =
        |id: &str| told.calculation.costs.iter().find(|cost| cost.id.as_str() == id).map(|cost| cost.name.as_str());
    let here =
        |cost: &CostTold| Followed { party: None, cost: None, ..told.asked.clone() }.party(&party.id).cost(&cost.cost);
    html! {
        table.sums {
            caption.sr { (t!(words, "explain-sum-caption", party = party.name.as_str())) }
            tbody {
                @for (cost, line) in borne {
                    tr {
                        th scope="row" { (name(cost.cost.as_str()).unwrap_or_default()) }
                        td.n { (followed(&here(cost).address(), told.kronor(line.amount))) }
                    }
                }
                (row(t!(words, "explain-allocated"), "", party.allocated, true))
                @if !party.shortfall.is_zero() { (row(t!(words, "explain-shortfall"), "−\u{a0}", party.shortfall, false)) }
                @if !party.cover.is_zero() { (row(t!(words, "explain-cover"), "+\u{a0}", party.cover, false)) }
                @if party.payable != party.allocated || !party.cover.is_zero() {
                    (row(t!(words, "explain-payable"), "", party.payable, true))
                }
                @if !party.advance.is_zero() { (row(t!(words, "explain-advance"), "+\u{a0}", party.advance, false)) }
                @if !party.provided.is_zero() { (row(t!(words, "explain-provided"), "−\u{a0}", party.provided, false)) }
                @if party.net != party.payable { (row(t!(words, "explain-net"), "", party.net, true)) }
            }
        }
    }
}

/// Who pays whom, as far as it concerns the party.
fn payments(told: &Told<'_>, party: &PartyResult) -> Markup {
    let words = told.words;
    let names = names(&told.calculation.parties);
    let name = |id| names.get(id).map_or_else(|| t!(words, "explain-reserve"), |name| (*name).to_owned());
    let sent = told.calculation.transfers.iter().filter(|transfer| transfer.from == party.id);
    let received = told.calculation.transfers.iter().filter(|transfer| transfer.to == party.id);
    html! {
        h3 { (t!(words, "explain-payments")) }
        ul.list {
            @for one in sent { li { (t!(words, "explain-sends", amount = told.kronor(one.amount), to = name(&one.to))) } }
            @for one in received { li { (t!(words, "explain-receives", amount = told.kronor(one.amount), from = name(&one.from))) } }
            @if party.net.is_zero() { li { (t!(words, "explain-no-payment")) } }
            @if !party.debt.is_zero() { li { (t!(words, "explain-debt", amount = told.kronor(party.debt))) } }
        }
    }
}

/// A cost that unfolds: how it is made, and how the party's part of it is.
fn unfolding(told: &Told<'_>, cost: &CostTold, line: &LineTold, is_open: bool) -> Markup {
    let words = told.words;
    let id = cost.cost.as_str();
    let Some(result) = told.calculation.costs.iter().find(|known| known.id.as_str() == id) else { return html! {} };
    let everyone = Followed { party: None, ..told.asked.clone() }.cost(id);
    html! {
        details.follow #(format!("kostnad-{id}")) open[is_open] {
            summary {
                span.f-name { (result.name) @if told.is_assumed(id) { " " (assumed(words)) } }
                span.f-sum {
                    (t!(words, "explain-of", part = told.kronor(line.amount), whole = told.kronor(result.amount)))
                }
            }
            h3 { (t!(words, "explain-what-it-costs")) }
            ol.trace { (steps(&cost.steps)) }
            h3 { (t!(words, "explain-what-part")) }
            ol.trace start=(cost.steps.len() + 1) { (steps(&line.steps)) }
            @if let Some(odd) = told.odd(id) { p { (odd) } }
            p { a href=(everyone.address()) { (t!(words, "explain-everyone")) } }
        }
    }
}

/// What was done about those who do not contribute, and what of it fell on the party.
fn shortfall(told: &Told<'_>, party: &PartyResult) -> Markup {
    let words = told.words;
    let Some(default) = &told.calculation.default else { return html! {} };
    let of_party = |by: &[By]| {
        by.iter().find_map(|by| match by {
            By::Party { party: id, amount } if *id == party.id => Some(*amount),
            _ => None,
        })
    };
    html! {
        section.card aria-labelledby="bortfall" {
            h2 #bortfall { (t!(words, "explain-default-title")) }
            ul.list { @for sentence in default_sentences(told.calculation) { li { (sentence.get(words.lang())) } } }
            div.scroll tabindex="0" role="group" aria-label=(t!(words, "explain-default-table")) {
                table.split.steps-t {
                    caption.sr { (t!(words, "explain-default-caption", party = party.name.as_str())) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "explain-step")) }
                            th.n scope="col" { (t!(words, "explain-covers")) }
                            th.n scope="col" { (party.name) }
                            th.n scope="col" { (t!(words, "explain-remains")) }
                        }
                    }
                    tbody {
                        @for (i, step) in default.steps.iter().enumerate() {
                            tr {
                                th scope="row" { (i + 1) ". " (super::all::step_name(words, step.kind)) }
                                td.n { (told.kronor(step.covered)) }
                                td.n { (of_party(&step.by).map_or_else(|| "–".to_owned(), |amount| told.kronor(amount))) }
                                td.n { (told.kronor(step.remaining)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
