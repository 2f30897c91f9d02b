//! A year as its reader sees it: how far it has come, and the step to take now.

use std::collections::BTreeMap;

use super::next::{Drafts, Next};
use super::planned;
use super::progress::{Called, Money, called, comes_in};
use crate::app::invoices::Whole;
use crate::app::periods::{Affected, Amounts, Period, SettlementTold, Snapshot, Status};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// A year that is planned.
pub(super) struct Seen {
    pub(super) period: Period,
    pub(super) snapshot: Snapshot,
    pub(super) affected: Option<Affected>,
    told: Option<SettlementTold>,
    /// Those that the reader sees.
    pub(super) documents: Vec<Whole>,
    /// Whether those are all.
    pub(super) sees_all: bool,
    pub(super) parts: Vec<Called>,
    pub(super) drafts: Drafts,
    pub(super) next: Next,
}

impl Seen {
    /// The year; nothing of one that is not planned.
    pub(super) async fn of(visitor: &Visitor, agreement: &str, year: i32) -> Result<Option<Self>, Problem> {
        let Some((period, snapshot)) = planned(visitor, agreement, year).await? else { return Ok(None) };
        let (_, _, affected) = visitor.app.period(agreement.to_owned(), year).await?;
        let documents = documents(visitor, agreement, year).await?;
        let sees_all = visitor.app.scope().may(Right::ReadDrafts, On::Agreement(agreement));
        let (told, parts) = if period.status == Status::Planned {
            (None, Vec::new())
        } else {
            let told = visitor.app.settlement(agreement.to_owned(), year, None).await?;
            (Some(told), called(&snapshot, year, sees_all.then_some(&documents))?)
        };
        let drafts = match (&told, Drafts::of(visitor, &documents)) {
            // There are some that the reader does not see.
            (Some(SettlementTold::Preview(preview)), Drafts::None) if !preview.open.is_empty() => Drafts::Open,
            (_, drafts) => drafts,
        };
        let next = Next::of(&period, affected.as_ref(), &parts, drafts, told.as_ref().map(SettlementTold::amounts));
        Ok(Some(Self { period, snapshot, affected, told, documents, sees_all, parts, drafts, next }))
    }

    /// What settling comes to, of a year that is adopted.
    pub(super) fn amounts(&self) -> Option<&Amounts> {
        self.told.as_ref().map(SettlementTold::amounts)
    }

    /// What has come and is left of all that the reader sees.
    pub(super) fn money(&self) -> Money {
        Money::of(&self.documents)
    }

    /// The same by who pays; those who are asked for nothing, and whose documents the reader does not see, are not there.
    pub(super) fn money_by_party(&self) -> BTreeMap<&str, Money> {
        let mut by_party: BTreeMap<&str, Vec<&Whole>> = BTreeMap::new();
        for one in self.documents.iter().filter(|one| comes_in(one)) {
            by_party.entry(one.invoice.document.buyer.party.as_str()).or_default().push(one);
        }
        by_party.into_iter().map(|(party, own)| (party, Money::of(own))).collect()
    }

    /// The year in a sentence.
    pub(super) fn finding(&self, words: Words) -> String {
        let year = self.period.year;
        if self.period.status == Status::Planned {
            return t!(words, "year-finding-planned", year = year);
        }
        if !self.sees_all {
            return t!(words, "year-finding-adopted", year = year);
        }
        let sent = self.parts.iter().filter(|called| called.issued > 0).count();
        let left = words.format().kronor_and_ore(self.money().left());
        t!(words, "year-finding", year = year, sent = sent, all = self.parts.len(), left = left)
    }

    /// Which of the four steps (budget, instalments, outcome, settlement) are done.
    pub(super) fn done(&self) -> [bool; 4] {
        let status = self.period.status;
        let sent = |called: &Called| called.issued > 0 && called.drafts == 0;
        [
            status != Status::Planned,
            !self.parts.is_empty() && self.parts.iter().all(sent),
            matches!(status, Status::Settled | Status::Closed),
            status == Status::Closed,
        ]
    }
}

/// The documents of a year that the visitor sees.
pub(super) async fn documents(visitor: &Visitor, agreement: &str, year: i32) -> Result<Vec<Whole>, Problem> {
    if !visitor.app.scope().may(Right::ReadInvoices, On::Agreement(agreement)) {
        return Ok(Vec::new());
    }
    Ok(visitor.app.invoices_of_year(agreement.to_owned(), year).await?)
}
