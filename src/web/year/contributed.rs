//! What contribution decisions do to the parties, and those that are registered.

use std::collections::HashSet;

use maud::{Markup, html};
use samfin_core::{Agreement, Ore};

use super::own::Own;
use super::table::signed;
use crate::app::periods::{Contribution, ContributionEffect, PartyAmounts, SettlementTold, Status};
use crate::web::money::scrolled;
use crate::web::parts::party_name;
use crate::web::words::{Words, t};

/// Those whose place no other has taken.
pub(super) fn in_force(decided: &[Contribution]) -> impl Iterator<Item = &Contribution> {
    let replaced: HashSet<&str> = decided.iter().filter_map(|one| one.replaces.as_deref()).collect();
    decided.iter().filter(move |one| !replaced.contains(one.id.as_str()))
}

/// What each party has been asked for; nothing of one whose share is the host's own.
pub(super) fn called(told: &SettlementTold, own: &Own) -> Vec<(String, Option<Ore>)> {
    let asked = |party: &PartyAmounts| (!own.holds(&party.party)).then_some(party.called);
    told.amounts().parties.iter().map(|party| (party.party.clone(), asked(party))).collect()
}

/// What a decision would do to every party, and to what they have been asked for already.
pub(super) fn effect(
    words: Words,
    status: Status,
    effect: &ContributionEffect,
    called: &[(String, Option<Ore>)],
) -> Markup {
    let format = words.format();
    let difference = |before: Ore, now: Ore| Ore::from_wide(now.wide() - before.wide()).unwrap_or_default();
    let asked = |id: &str| called.iter().find(|(party, _)| party == id).map_or(Some(Ore::ZERO), |(_, amount)| *amount);
    let is_called = called.iter().any(|(_, amount)| amount.is_some_and(|amount| !amount.is_zero()));
    let title = t!(words, "contribution-does");
    let table = html! {
        table.money {
            caption.sr { (title) }
            thead {
                tr {
                    th scope="col" { (t!(words, "start-party")) }
                    th.n scope="col" { (t!(words, "contribution-before")) }
                    th.n scope="col" { (t!(words, "contribution-now")) }
                    th.n scope="col" { (t!(words, "contribution-difference")) }
                    @if is_called { th.n scope="col" { (t!(words, "year-called")) } }
                }
            }
            tbody {
                @for party in &effect.parties {
                    tr {
                        th scope="row" { (party.name) }
                        td.n data-name=(t!(words, "contribution-before")) { (format.kronor_and_ore(party.in_force)) }
                        td.n data-name=(t!(words, "contribution-now")) { (format.kronor_and_ore(party.now)) }
                        td.n data-name=(t!(words, "contribution-difference")) { (signed(words, difference(party.in_force, party.now))) }
                        @if is_called {
                            td.n data-name=(t!(words, "year-called")) {
                                @match asked(&party.party) {
                                    Some(amount) => { (format.kronor_and_ore(amount)) }
                                    None => { (t!(words, "year-own")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    html! {
        section.card #verkan aria-labelledby="verkan-rubrik" tabindex="-1" autofocus {
            h2 #verkan-rubrik { (title) }
            @if effect.covered.is_empty() { p { (t!(words, "contribution-nothing-missing")) } }
            @else { ul.list { @for sentence in &effect.covered { li { (sentence.get(words.lang())) } } } }
            (scrolled(&title, &table))
            @if is_called { p.note { (t!(words, "year-called-how")) } }
            p {
                @match (status, is_called) {
                    (Status::Planned, _) => { (t!(words, "contribution-then-plan")) }
                    (_, false) => { (t!(words, "contribution-then-uncalled")) }
                    (_, true) => { (t!(words, "contribution-then-called")) }
                }
            }
        }
    }
}

/// The decisions, those that have been replaced too.
pub(super) fn list(words: Words, parties: &Agreement, decided: &[Contribution]) -> Markup {
    let format = words.format();
    let counts: HashSet<&str> = in_force(decided).map(|one| one.id.as_str()).collect();
    let days = |one: &Contribution| match (one.from, one.to) {
        (None, None) => t!(words, "contribution-always"),
        (Some(from), None) => t!(words, "contribution-days-from", from = format.date(from)),
        (None, Some(to)) => t!(words, "contribution-days-to", to = format.date(to)),
        (Some(from), Some(to)) => t!(words, "contribution-days", from = format.date(from), to = format.date(to)),
    };
    let title = t!(words, "defaults-decided");
    let table = html! {
        table.money {
            caption.sr { (title) }
            thead {
                tr {
                    th scope="col" { (t!(words, "start-party")) }
                    th.n scope="col" { (t!(words, "defaults-percent")) }
                    th scope="col" { (t!(words, "contribution-when")) }
                    th scope="col" { (t!(words, "defaults-reference")) }
                    th scope="col" { (t!(words, "contribution-counts")) }
                }
            }
            tbody {
                @for one in decided {
                    tr {
                        th scope="row" { (party_name(parties, &one.party)) }
                        td.n data-name=(t!(words, "defaults-percent")) { (format.percent(one.contributes_percent, 2)) }
                        td data-name=(t!(words, "contribution-when")) { (days(one)) }
                        td data-name=(t!(words, "defaults-reference")) {
                            (one.reference) ", " (format.date(one.decided_on))
                            @if let Some(reason) = &one.reason { span.below { (reason) } }
                        }
                        td data-name=(t!(words, "contribution-counts")) {
                            @if counts.contains(one.id.as_str()) { (t!(words, "contribution-in-force")) }
                            @else { (t!(words, "contribution-replaced")) }
                        }
                    }
                }
            }
        }
    };
    html! {
        section.card aria-labelledby="registrerade" {
            h2 #registrerade { (title) }
            (scrolled(&title, &table))
        }
    }
}
