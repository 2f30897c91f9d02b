//! The stairs of a year: budget, instalments, outcome, settlement, each with what is done and what can be done.

use maud::{Markup, html};

use super::next::{Next, drafts_address};
use super::own::Own;
use super::progress::Called;
use super::{address, steps};
use crate::app::periods::{Amounts, Period, Status};
use crate::app::scope::Right;
use crate::clock::in_sweden;
use crate::web::words::t;

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

pub(super) fn instalments(
    at: &steps::At<'_>,
    period: &Period,
    parts: &[Called],
    next: Next,
    amounts: Option<&Amounts>,
    own: &Own,
) -> Markup {
    let (words, format) = (at.visitor.words, at.visitor.words.format());
    let is_open = period.status == Status::Adopted;
    let are_issued = next == Next::Outcome || next == Next::Settle;
    html! {
        h2 { (t!(words, "year-step-instalments")) }
        @if parts.is_empty() { p.u { (t!(words, "year-later")) } }
        @for called in parts {
            h3 { (t!(words, "year-part", number = called.part.number, of = called.part.of)) }
            p.u { (t!(words, "year-part-days", issue = format.date(called.part.issue_on), due = format.date(called.part.due_on))) }
            @if called.is_known {
                p {
                    @if called.drafts + called.issued == 0 { (t!(words, "year-part-none")) }
                    @else { (t!(words, "year-part-is", issued = called.issued, drafts = called.drafts, waiting = called.waiting)) }
                    @if called.stale > 0 { " " (t!(words, "year-part-stale", count = called.stale)) }
                }
            }
            @if is_open && (!called.is_made() || called.drafts > 0) {
                (at.call(called.part.number, next == Next::Call(called.part.number), called.drafts > 0))
            }
        }
        @if is_open && next == Next::Issue { (drafts(at)) }
        @if is_open && are_issued && period.snapshot > 1 && amounts.is_some_and(|amounts| differs(amounts, own))
            && let Some(last) = parts.last() {
            (at.call_correction(last.part.number))
        }
    }
}

/// Whether somebody who was asked for something was asked for something else than it is to pay.
fn differs(amounts: &Amounts, own: &Own) -> bool {
    let asked = |party: &&crate::app::periods::PartyAmounts| !party.called.is_zero() && !own.holds(&party.party);
    let owed = |party: &crate::app::periods::PartyAmounts| party.budget.wide() + party.brought.wide();
    amounts.parties.iter().filter(asked).any(|party| party.called.wide() != owed(party))
}

/// The way to the drafts, which are the thing to do now.
pub(super) fn drafts(at: &steps::At<'_>) -> Markup {
    html! {
        @if at.may(Right::Bill) {
            p { a.btn.btn-p href=(drafts_address(at.agreement, at.year)) { (t!(at.visitor.words, "year-drafts-go")) } }
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

pub(super) fn settlement(at: &steps::At<'_>, period: &Period, next: Next) -> Markup {
    let words = at.visitor.words;
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
            @if period.status == Status::Settled && next == Next::Issue { (drafts(at)) }
            p { a href=(href) { (t!(words, "year-settle-go")) } }
        }
    }
}
