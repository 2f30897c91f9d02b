//! Every combination of parties under every rule: how many leave something uncovered, and which is the first.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::agreement::PartyKind;
use samfin_core::stress::PolicyStressed;
use samfin_core::{Id, Party};

use super::View;
use super::outcome::Outcome;
use crate::app::dialogue::Tested;
use crate::web::compare::matrix::Triangle;
use crate::web::names::listed;
use crate::web::words::t;

/// The table of the rules, and the triangle of the one that is looked at closely.
pub(super) fn section(view: &View<'_>, tested: &Tested) -> Markup {
    let words = view.words;
    let all = tested.stressed.policies.first().map_or(0, |policy| policy.subsets);
    html! {
        h2.h-sec { (t!(words, "stress-title")) }
        div.stress {
            section.card aria-labelledby="st-r" {
                h3 #st-r { (t!(words, "stress-rules")) }
                p.card-sub { (t!(words, "stress-what", all = all, most = tested.most, year = view.found.year())) }
                div.scroll tabindex="0" role="group" aria-label=(t!(words, "stress-rules")) {
                    table.stressed {
                        caption.sr { (t!(words, "stress-rules")) }
                        thead {
                            tr {
                                th scope="col" { (t!(words, "stress-rule")) }
                                th scope="col" { (t!(words, "stress-uncovered")) }
                                th scope="col" { (t!(words, "stress-increase")) }
                                th scope="col" { (t!(words, "stress-hours")) }
                            }
                        }
                        tbody {
                            @for (rule, policy) in view.found.rules.iter().zip(&tested.stressed.policies) {
                                tr {
                                    th scope="row" { (view.name(rule)) }
                                    td { (uncovered(view, policy)) }
                                    td { (increase(view, policy)) }
                                    td { (hours(view, policy)) }
                                }
                            }
                        }
                    }
                }
            }
            (triangle(view, tested))
        }
    }
}

/// In how many combinations something is left, and in which first.
fn uncovered(view: &View<'_>, policy: &PolicyStressed) -> String {
    let words = view.words;
    let Some(point) = &policy.breaking_point else { return t!(words, "stress-holds") };
    let (count, all) = (policy.uncovered_subsets, policy.subsets);
    let (who, amount) = (who(view, &point.defaulters), words.format().kronor(point.uncovered));
    t!(words, "stress-breaks", count = count, all = all, who = who, amount = amount)
}

/// Who may have to take on most, and when.
fn increase(view: &View<'_>, policy: &PolicyStressed) -> String {
    let (words, format) = (view.words, view.words.format());
    // Of equals the first.
    let most = policy.worst_increase.iter().reduce(|most, next| if next.amount > most.amount { next } else { most });
    let Some(most) = most else { return t!(words, "stress-no-increase") };
    let percent = most.percent.map(|percent| Decimal::from_i128_with_scale(percent.units(), 6));
    let percent = percent.map_or_else(|| "–".to_owned(), |percent| format.percent(percent, 1));
    let (party, amount) = (view.short_of(&most.party), format.kronor(most.amount));
    t!(words, "stress-most", party = party, amount = amount, percent = percent, who = who(view, &most.defaulters))
}

fn hours(view: &View<'_>, policy: &PolicyStressed) -> String {
    let (words, lost) = (view.words, &policy.most_hours_lost);
    if lost.hours.units() == 0 {
        return t!(words, "stress-no-hours");
    }
    let hours = words.format().number(Decimal::from_i128_with_scale(lost.hours.units(), 2), 0);
    t!(words, "stress-lost", hours = hours, who = who(view, &lost.defaulters))
}

/// Those who fall short, by name while they are few.
fn who(view: &View<'_>, parties: &[Id]) -> String {
    let sharing = view.found.agreement().parties.iter().filter(|party| party.shares_costs).count();
    let names: Vec<String> = parties.iter().take(4).map(|party| view.short_of(party)).collect();
    match parties.len() {
        count if count == sharing && count > 1 => t!(view.words, "stress-everyone"),
        1..=4 => listed(view.words, &names),
        count => t!(view.words, "stress-many", first = names[0].as_str(), count = count - 1),
    }
}

fn triangle(view: &View<'_>, tested: &Tested) -> Markup {
    let (words, found) = (view.words, view.found);
    let rule = &found.rules[found.chosen];
    let sharing: Vec<&Party> = found.agreement().parties.iter().filter(|party| party.shares_costs).collect();
    let municipalities: Vec<&Party> =
        sharing.iter().copied().filter(|party| party.kind == PartyKind::Municipality).collect();
    let parties = if municipalities.len() < 2 { sharing } else { municipalities };
    let outcome = Outcome::of(&found.column(found.chosen).calculation);
    let triangle = Triangle {
        words,
        parties: parties.into_iter().map(|party| (&party.id, view.short(party))).collect(),
        cells: tested.stressed.matrix.iter().filter(|cell| cell.policy == rule.id()).collect(),
        now: outcome.map(|outcome| outcome.short.iter().map(|party| party.id.clone()).collect()).unwrap_or_default(),
    };
    html! {
        section.card aria-labelledby="mx-r" {
            h3 #mx-r { (t!(words, "matrix-title")) }
            p.card-sub { (t!(words, "shortfall-matrix", rule = view.name(rule))) }
            (triangle.table())
        }
    }
}
