//! How far the instalments of a year have come.

use samfin_core::Ore;
use samfin_core::Request;
use samfin_core::billing::document::{Form as Paper, Occasion};
use samfin_core::billing::instalment::{Part, parts};

use crate::app::invoices::{Filter, Status, Whole};
use crate::app::periods::Snapshot;
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::visitor::Visitor;

/// The most documents of a year that are looked through.
const MOST: i64 = 1000;

/// An instalment and its documents.
pub(super) struct Called {
    pub(super) part: Part,
    pub(super) drafts: usize,
    pub(super) waiting: usize,
    pub(super) stale: usize,
    pub(super) issued: usize,
    pub(super) left: Ore,
    /// Whether the reader sees every document of it: without that, nothing is known of how far it has come.
    pub(super) is_known: bool,
}

impl Called {
    /// Whether it has been called, and nothing of it has changed since.
    pub(super) fn is_made(&self) -> bool {
        self.drafts + self.issued > 0 && self.stale == 0
    }
}

/// The instalments of the year, with how far they have come where the reader sees all of their documents.
pub(super) async fn called(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    snapshot: &Snapshot,
) -> Result<Vec<Called>, Problem> {
    let request = Request::parse(snapshot.request.as_bytes()).map_err(crate::app::Error::from)?;
    let parts = parts(&request.agreement.invoicing, year);
    let sees = visitor.app.scope().may(Right::ReadDrafts, On::Agreement(agreement));
    let filter = Filter { agreement: Some(agreement.to_owned()), year: Some(year), ..Filter::default() };
    let documents = if sees { visitor.app.invoices(filter, None, MOST).await? } else { Vec::new() };
    let of = |part: &Part| {
        let number = part.number;
        documents.iter().filter(move |one| {
            matches!(one.invoice.document.occasion, Occasion::Instalment { number: own, .. } if own == number)
                && one.invoice.status != Status::Discarded
        })
    };
    let one = |part: Part| {
        let count = |which: &dyn Fn(&Whole) -> bool| of(&part).filter(|one| which(one)).count();
        let is_draft = |one: &Whole| one.invoice.status == Status::Draft;
        // What the host is still to pay employers is no money that comes in.
        let left = |one: &&Whole| one.invoice.document.form != Paper::Payout;
        let left =
            of(&part).filter(left).filter_map(|one| one.payment.as_ref()).map(|paying| paying.standing.left.wide());
        Called {
            drafts: count(&is_draft),
            waiting: count(&|one| is_draft(one) && one.invoice.attested < i64::from(one.attestations_required)),
            stale: count(&|one| is_draft(one) && one.stale),
            issued: count(&|one| one.invoice.status == Status::Issued),
            left: Ore::from_wide(left.sum()).unwrap_or_default(),
            is_known: sees,
            part,
        }
    };
    Ok(parts.into_iter().map(one).collect())
}
