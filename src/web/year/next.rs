//! The one step of a year to take now: its button is filled, and no other.

use maud::{Markup, html};

use super::address;
use super::progress::{Called, is_draft};
use crate::app::invoices::Whole;
use crate::app::periods::{Affected, Amounts, Period, Status};
use crate::app::scope::Right;
use crate::web::invoices::is_for;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// What is to be done with a year now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Planned anew, since what it rests on has changed.
    Plan,
    /// Adopted.
    Adopt,
    /// Corrected, since what it rests on has changed.
    Correct,
    /// This instalment is made.
    Call(i32),
    /// Drafts are attested and issued.
    Issue,
    /// Others attest the drafts; until then there is nothing to do.
    Wait,
    /// What came out is registered.
    Outcome,
    /// Settled.
    Settle,
    /// Closed.
    Close,
    /// Nothing is left to do.
    Nothing,
}

/// The drafts of a year, by what their reader can do about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drafts {
    /// There are none.
    None,
    /// One of them at least can be attested or issued, or no longer says what the year says.
    Open,
    /// So many, and all of them wait for somebody else to attest them.
    Wait(usize),
}

impl Drafts {
    /// Those among the documents that the visitor sees.
    pub(super) fn of(visitor: &Visitor, documents: &[Whole]) -> Self {
        let drafts: Vec<&Whole> = documents.iter().filter(|one| is_draft(one)).collect();
        let waits = |one: &&Whole| one.is_waiting() && !one.stale && !is_for(visitor, one);
        match drafts.len() {
            0 => Self::None,
            count if drafts.iter().all(waits) => Self::Wait(count),
            _ => Self::Open,
        }
    }
}

impl Next {
    /// What comes now.
    pub(super) fn of(
        period: &Period,
        affected: Option<&Affected>,
        parts: &[Called],
        drafts: Drafts,
        amounts: Option<&Amounts>,
    ) -> Self {
        match period.status {
            Status::Planned if affected.is_some() => Self::Plan,
            Status::Planned => Self::Adopt,
            Status::Adopted if affected.is_some() => Self::Correct,
            Status::Adopted => {
                // A cost without outcome stands as budgeted: that is for the officer to say, on the settlement's page.
                let knows_all = || amounts.is_some_and(|amounts| amounts.costs.iter().all(|cost| cost.known));
                // Those that are made are sent before the next is made.
                match (parts.iter().find(|called| !called.is_made() || called.drafts > 0), drafts) {
                    (Some(called), _) if !called.is_made() => Self::Call(called.part.number),
                    // What came out does not wait for those who attest, when every instalment is made.
                    (_, Drafts::Wait(_)) if parts.iter().all(Called::is_made) && !knows_all() => Self::Outcome,
                    (_, Drafts::Wait(_)) => Self::Wait,
                    (Some(_), _) | (None, Drafts::Open) => Self::Issue,
                    (None, Drafts::None) if knows_all() => Self::Settle,
                    (None, Drafts::None) => Self::Outcome,
                }
            }
            Status::Settled => match drafts {
                Drafts::None => Self::Close,
                Drafts::Open => Self::Issue,
                Drafts::Wait(_) => Self::Wait,
            },
            Status::Closed => Self::Nothing,
        }
    }

    /// Where it is taken, what it is called there, and the right that it takes; nothing when nothing is to be done.
    pub(super) fn way(self, words: Words, agreement: &str, year: i32) -> Option<(String, String, Right)> {
        let there = |page: &str| address(agreement, year, page);
        Some(match self {
            Self::Plan => (there(""), t!(words, "year-plan-again"), Right::Write),
            Self::Adopt => (there(""), t!(words, "year-adopt"), Right::Decide),
            Self::Correct => (there(""), t!(words, "year-correct"), Right::Decide),
            Self::Call(part) => (there(""), t!(words, "year-call", number = part), Right::Bill),
            Self::Issue => (drafts_address(agreement, year), t!(words, "year-drafts-go"), Right::Bill),
            Self::Outcome => (there("/utfall"), t!(words, "year-outcome-do"), Right::Bill),
            Self::Settle => (there("/slutavrakning"), t!(words, "settle-do"), Right::Bill),
            Self::Close => (there("/slutavrakning"), t!(words, "settle-close"), Right::Bill),
            Self::Wait | Self::Nothing => return None,
        })
    }
}

/// That all drafts wait for somebody else, when they do, and the way to them.
pub(super) fn waiting(words: Words, drafts: Drafts, agreement: &str, year: i32) -> Markup {
    html! {
        @if let Drafts::Wait(count) = drafts {
            p.note { (t!(words, "year-drafts-wait", count = count)) " " a href=(drafts_address(agreement, year)) { (t!(words, "year-drafts-see")) } }
        }
    }
}

/// The drafts of a year.
pub(super) fn drafts_address(agreement: &str, year: i32) -> String {
    format!("/fakturor?visa=utkast&avtal={agreement}&ar={year}")
}
