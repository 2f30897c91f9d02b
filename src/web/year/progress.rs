//! How far the instalments of a year have come.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use samfin_core::Ore;
use samfin_core::Request;
use samfin_core::billing::document::{Form as Paper, Issued, Occasion};
use samfin_core::billing::instalment::{Part, parts};

use crate::app::invoices::{Status, Whole};
use crate::app::periods::Snapshot;
use crate::http::problem::Problem;
use crate::web::words::{Words, t};

/// An instalment and its documents.
pub(super) struct Called {
    pub(super) part: Part,
    pub(super) drafts: usize,
    pub(super) waiting: usize,
    pub(super) stale: usize,
    pub(super) issued: usize,
    /// When its invoices were issued and when they are due, as far as the reader sees them: not always as was planned.
    pub(super) issued_on: BTreeSet<NaiveDate>,
    pub(super) due_on: BTreeSet<NaiveDate>,
    /// Whether the reader sees every document of it: without that, nothing is known of how far it has come.
    pub(super) is_known: bool,
}

impl Called {
    /// How many there are: `9 utfärdade, 1 utkast som väntar på attest`.
    pub(super) fn said(&self, words: Words) -> String {
        let Self { drafts, waiting, issued, .. } = *self;
        let issued = (issued > 0).then(|| t!(words, "year-part-issued", count = issued));
        let drafts = match (drafts, waiting) {
            (0, _) => None,
            (_, 0) => Some(t!(words, "year-part-drafts", count = drafts)),
            _ if waiting == drafts => Some(t!(words, "year-part-drafts-wait", count = drafts)),
            _ => Some(t!(words, "year-part-drafts-some", count = drafts, waiting = waiting)),
        };
        issued.into_iter().chain(drafts).collect::<Vec<_>>().join(", ")
    }

    /// How many documents it has.
    pub(super) fn count(&self) -> usize {
        self.drafts + self.issued
    }

    /// Whether it has been called, and nothing of it has changed since.
    pub(super) fn is_made(&self) -> bool {
        self.count() > 0 && self.stale == 0
    }
}

/// The instalments of the year, with how far they have come by all of its documents, where the reader sees them all.
pub(super) fn called(snapshot: &Snapshot, year: i32, documents: Option<&[Whole]>) -> Result<Vec<Called>, Problem> {
    let request = Request::parse(snapshot.request.as_bytes()).map_err(crate::app::Error::from)?;
    let one = |part: Part| {
        let of_part = |one: &&Whole| matches!(one.invoice.document.occasion, Occasion::Instalment { number, .. } if number == part.number);
        let count = |which: &dyn Fn(&Whole) -> bool| {
            documents.unwrap_or_default().iter().filter(of_part).filter(|one| which(one)).count()
        };
        let days = |day: &dyn Fn(&Issued) -> NaiveDate| {
            let invoices = documents.unwrap_or_default().iter().filter(of_part).map(|one| &one.invoice.document);
            let invoices = invoices.filter(|document| document.form == Paper::Invoice);
            invoices.filter_map(|document| document.issued.as_ref()).map(day).collect::<BTreeSet<_>>()
        };
        Called {
            drafts: count(&is_draft),
            waiting: count(&Whole::is_waiting),
            stale: count(&|one| is_draft(one) && one.stale),
            issued: count(&|one| one.invoice.status == Status::Issued),
            issued_on: days(&|issued| issued.issued_on),
            due_on: days(&|issued| issued.due_on),
            is_known: documents.is_some(),
            part,
        }
    };
    Ok(parts(&request.agreement.invoicing, year).into_iter().map(one).collect())
}

pub(super) fn is_draft(one: &Whole) -> bool {
    one.invoice.status == Status::Draft
}

/// Whether money is to come in for it. What the host is still to pay employers goes out, and a posting is paid by nobody.
pub(super) fn comes_in(one: &Whole) -> bool {
    one.payment.is_some() && one.invoice.document.form != Paper::Payout
}

/// What has been asked for, paid and is left, kronor to pay, VAT and all.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Money {
    owed: i128,
    paid: i128,
    left: i128,
    late: i128,
}

impl Money {
    /// Of all these documents.
    pub(super) fn of<'a>(documents: impl IntoIterator<Item = &'a Whole>) -> Self {
        let mut all = Self::default();
        for one in documents.into_iter().filter(|one| comes_in(one)) {
            let Some(standing) = one.payment.as_ref().map(|paying| paying.standing) else { continue };
            all.owed += standing.owed.wide();
            all.paid += standing.paid.wide();
            all.left += standing.left.wide();
            if standing.status == samfin_core::billing::payment::PaymentStatus::Overdue {
                all.late += standing.left.wide();
            }
        }
        all
    }

    /// What is to be paid: what was asked and fees, less the credits.
    pub(super) fn owed(&self) -> Ore {
        ore(self.owed)
    }

    /// What has come.
    pub(super) fn paid(&self) -> Ore {
        ore(self.paid)
    }

    /// What is left to come.
    pub(super) fn left(&self) -> Ore {
        ore(self.left)
    }

    /// What of that should have come.
    pub(super) fn late(&self) -> Ore {
        ore(self.late)
    }
}

fn ore(sum: i128) -> Ore {
    Ore::from_wide(sum).unwrap_or_default()
}
