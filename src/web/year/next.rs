//! The one step of a year to take now: its button is filled, and no other.

use super::address;
use super::progress::Called;
use crate::app::periods::{Affected, Amounts, Period, Status};
use crate::app::scope::Right;
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
    /// What came out is registered.
    Outcome,
    /// Settled.
    Settle,
    /// Closed.
    Close,
    /// Nothing is left to do.
    Nothing,
}

impl Next {
    /// What comes now; `drafts` is whether any document of the year is one.
    pub(super) fn of(
        period: &Period,
        affected: Option<&Affected>,
        parts: &[Called],
        drafts: bool,
        amounts: Option<&Amounts>,
    ) -> Self {
        match period.status {
            Status::Planned if affected.is_some() => Self::Plan,
            Status::Planned => Self::Adopt,
            Status::Adopted if affected.is_some() => Self::Correct,
            Status::Adopted => {
                // Those that are made are sent before the next is made.
                match parts.iter().find(|called| !called.is_made() || called.drafts > 0) {
                    Some(called) if !called.is_made() => Self::Call(called.part.number),
                    Some(_) => Self::Issue,
                    None if drafts => Self::Issue,
                    // A cost without outcome stands as budgeted: that is for the officer to say, on the settlement's page.
                    None if amounts.is_some_and(|amounts| amounts.costs.iter().all(|cost| cost.known)) => Self::Settle,
                    None => Self::Outcome,
                }
            }
            Status::Settled if drafts => Self::Issue,
            Status::Settled => Self::Close,
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
            Self::Nothing => return None,
        })
    }
}

/// The drafts of a year.
pub(super) fn drafts_address(agreement: &str, year: i32) -> String {
    format!("/fakturor?visa=utkast&avtal={agreement}&ar={year}")
}
