//! The stairs of a year: budget, instalments, outcome, settlement, each with what is done and what can be done.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::next::{Drafts, Next, drafts_address, waiting};
use super::own::Own;
use super::progress::Called;
use super::seen::Seen;
use super::{address, steps};
use crate::app::periods::{Amounts, Period, Status};
use crate::app::scope::Right;
use crate::clock::in_sweden;
use crate::web::parts::listed;
use crate::web::words::{Words, t};

pub(super) fn budget(at: &steps::At<'_>, period: &Period, next: Next) -> Markup {
    let words = at.visitor.words;
    let day = words.format().date(in_sweden(period.changed_at).date());
    html! {
        h2 { (t!(words, "year-step-budget")) }
        p { a href=(address(at.agreement, at.year, "/budget")) { (t!(words, "budget-go")) } }
        @if period.status == Status::Planned {
            p.u { (t!(words, "year-planned-on", day = day)) }
            @if next == Next::Adopt { (at.adopt(period.revision)) }
        } @else {
            p.u { (t!(words, "year-decided", decision = period.decision_reference.as_deref().unwrap_or("–"))) }
        }
    }
}

/// The instalments; `gaps` are those of which a draft was discarded and nothing stands in its place.
pub(super) fn instalments(at: &steps::At<'_>, seen: &Seen, own: &Own, gaps: &BTreeSet<i32>) -> Markup {
    let words = at.visitor.words;
    let Seen { period, parts, next, drafts, .. } = seen;
    let is_open = period.status == Status::Adopted;
    let are_issued = matches!(next, Next::Outcome | Next::Settle) && *drafts == Drafts::None;
    html! {
        h2 { (t!(words, "year-step-instalments")) }
        @if parts.is_empty() { p.u { (t!(words, "year-later")) } }
        @for called in parts {
            h3 { (t!(words, "year-part", number = called.part.number, of = called.part.of)) }
            p.u { (days(words, called)) }
            @if called.is_known {
                p {
                    @if called.count() == 0 { (t!(words, "year-part-none")) }
                    @else { (called.said(words)) }
                    @if called.stale > 0 { " " (t!(words, "year-part-stale", count = called.stale)) }
                }
            }
            // What is missing is part of the next instalment once that is made.
            @let is_last = parts.iter().all(|other| other.part.number <= called.part.number || other.count() == 0);
            @let has_gap = is_last && gaps.contains(&called.part.number);
            @if is_open && (!called.is_made() || called.drafts > 0 || has_gap) {
                (at.call(called.part.number, *next == Next::Call(called.part.number), called.count() > 0))
            }
        }
        @if is_open { (step_of_drafts(at, seen)) }
        @if is_open && are_issued && period.snapshot > 1 && seen.amounts().is_some_and(|amounts| differs(amounts, own))
            && let Some(last) = parts.last() {
            (at.call_correction(last.part.number))
        }
    }
}

/// When an instalment is sent and to be paid: as it was planned, and as it was done once it is.
fn days(words: Words, called: &Called) -> String {
    let listed = |days: &BTreeSet<NaiveDate>| {
        let days: Vec<String> = days.iter().map(|day| words.format().date(*day)).collect();
        listed(words, &days.iter().map(String::as_str).collect::<Vec<_>>())
    };
    if called.issued_on.is_empty() {
        let (issue, due) = (words.format().date(called.part.issue_on), words.format().date(called.part.due_on));
        return t!(words, "year-part-days", issue = issue, due = due);
    }
    t!(words, "year-part-sent", issue = listed(&called.issued_on), due = listed(&called.due_on))
}

/// Whether somebody who was asked for something was asked for something else than it is to pay.
fn differs(amounts: &Amounts, own: &Own) -> bool {
    let asked = |party: &&crate::app::periods::PartyAmounts| !party.called.is_zero() && !own.holds(&party.party);
    let owed = |party: &crate::app::periods::PartyAmounts| party.budget.wide() + party.brought.wide();
    amounts.parties.iter().filter(asked).any(|party| party.called.wide() != owed(party))
}

/// The way to the drafts when they are the thing to do now, or that they wait for others.
fn step_of_drafts(at: &steps::At<'_>, seen: &Seen) -> Markup {
    html! {
        @if at.may(Right::Bill) {
            (waiting(at.visitor.words, seen.drafts, at.agreement, at.year))
            @if seen.next == Next::Issue { p { a.btn.btn-p href=(drafts_address(at.agreement, at.year)) { (t!(at.visitor.words, "year-drafts-go")) } } }
        }
    }
}

pub(super) fn outcome(at: &steps::At<'_>, period: &Period, next: Next) -> Markup {
    let words = at.visitor.words;
    let href = address(at.agreement, at.year, "/utfall");
    html! {
        h2 { (t!(words, "year-step-outcome")) }
        @if period.status == Status::Planned {
            p.u { (t!(words, "year-later")) }
        } @else if period.status == Status::Adopted && at.may(Right::Bill) {
            p { a.btn.btn-p[next == Next::Outcome] href=(href) { (t!(words, "year-outcome-do")) } }
        } @else {
            p { a href=(href) { (t!(words, "year-outcome-go")) } }
        }
    }
}

pub(super) fn settlement(at: &steps::At<'_>, seen: &Seen) -> Markup {
    let (words, period, next) = (at.visitor.words, &seen.period, seen.next);
    let href = address(at.agreement, at.year, "/slutavrakning");
    html! {
        h2 { (t!(words, "year-step-settle")) }
        @if period.status == Status::Planned {
            p.u { (t!(words, "year-later")) }
        } @else if matches!(next, Next::Settle | Next::Close) && at.may(Right::Bill) {
            p {
                a.btn.btn-p href=(href) {
                    @if next == Next::Settle { (t!(words, "settle-do")) } @else { (t!(words, "settle-close")) }
                }
            }
        } @else {
            @if period.status == Status::Settled { (step_of_drafts(at, seen)) }
            p { a href=(href) { (t!(words, "year-settle-go")) } }
        }
    }
}
