//! Proposals for a decision (*att-satser*), to copy into minutes.

use maud::{Markup, html};

use super::{Decision, years};
use crate::web::names::listed;
use crate::web::words::t;

pub(super) fn section(view: &Decision<'_>) -> Markup {
    let words = view.words;
    html! {
        section.card aria-labelledby="forslag" {
            h2 #forslag { (t!(words, "proposals-title")) }
            p { (t!(words, "proposals-what")) }
            ul.proposals #att-satser {
                @for proposal in common(view) { li { (proposal) } }
            }
            h3 { (t!(words, "proposals-each")) }
            p.card-sub { (t!(words, "proposals-each-what")) }
            ul.proposals #att-betala {
                @for proposal in each(view) { li { (proposal) } }
            }
            div.acts {
                button.btn.js-only type="button" data-copies="att-satser att-betala" data-copied=(t!(words, "proposals-copied")) {
                    (t!(words, "proposals-copy"))
                }
            }
        }
    }
}

/// What all decide alike.
fn common(view: &Decision<'_>) -> Vec<String> {
    let (words, lock) = (view.words, &view.record.lock);
    let agreement = view.agreement();
    let host = view.years().first().and_then(|(_, column)| {
        agreement.parties.iter().find(|party| party.id == column.calculation.host).map(|party| party.name.clone())
    });
    let (name, of) = (view.record.scenario.name.as_str(), agreement.name.as_str());
    let years = years(lock.first_year, lock.last_year);
    let mut found = vec![
        t!(words, "propose-approve", name = name, agreement = of, years = years),
        t!(words, "propose-sum", sum = lock.sha256.as_str()),
    ];
    found.extend(host.map(|host| t!(words, "propose-invoice", host = host)));
    found
}

/// What each party takes on, year by year.
fn each(view: &Decision<'_>) -> Vec<String> {
    let words = view.words;
    let of_year = |party: usize| {
        let years = view.years().into_iter().filter_map(move |(year, column)| {
            let amount = column.calculation.parties.get(party)?.payable;
            (!amount.is_zero()).then_some((year, amount))
        });
        years.map(|(year, amount)| {
            t!(words, "propose-amount", amount = words.format().kronor_and_ore(amount), year = year)
        })
    };
    let parties = view.agreement().parties.iter().enumerate();
    let told = parties.filter_map(|(i, party)| {
        let amounts: Vec<String> = of_year(i).collect();
        (!amounts.is_empty())
            .then(|| t!(words, "propose-pay", party = party.name.as_str(), amounts = listed(words, &amounts)))
    });
    told.collect()
}
