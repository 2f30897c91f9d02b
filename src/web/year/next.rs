//! The one step of a year to take now: its button is filled, and no other.

use super::progress::Called;
use crate::app::invoices::{Filter, Status as DocumentStatus};
use crate::app::periods::{Affected, Amounts, Period, SettlementTold, Status};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::visitor::Visitor;

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
}

/// Whether a year has drafts, as far as the reader sees documents.
pub(super) async fn has_drafts(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    told: Option<&SettlementTold>,
) -> Result<bool, Problem> {
    if let Some(SettlementTold::Preview(preview)) = told {
        return Ok(!preview.open.is_empty());
    }
    if told.is_none() || !visitor.app.scope().may(Right::ReadInvoices, On::Agreement(agreement)) {
        return Ok(false);
    }
    let status = Some(DocumentStatus::Draft);
    let filter = Filter { agreement: Some(agreement.to_owned()), year: Some(year), status, ..Filter::default() };
    Ok(!visitor.app.invoices(filter, None, 1).await?.is_empty())
}

/// The drafts of a year.
pub(super) fn drafts_address(agreement: &str, year: i32) -> String {
    format!("/fakturor?visa=utkast&avtal={agreement}&ar={year}")
}
