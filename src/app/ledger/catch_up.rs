//! Posting what was issued or adopted before there were books: each thing once, whoever does it and however often.

use std::collections::HashMap;
use std::sync::Arc;

use samfin_core::{Agreement, Request, calculate};

use super::settled::{Settled, settled};
use super::{Clerk, Covered, dated, default_of, issuer_of};
use crate::app::{App, Error};
use crate::storage::claims::{self, ClaimEvent};
use crate::storage::invoices::{self, By};
use crate::storage::payments::{self, Allocation};
use crate::storage::periods::{self, Period, Status};
use crate::storage::vouchers::{self as store, Source, SourceKind};
use crate::storage::{Tx, agreements};

/// So many vouchers in one transaction, so that those who issue meanwhile need not wait for all of them.
const AT_A_TIME: usize = 100;

impl App {
    /// Posts everything that has no voucher and should have one; how many were posted.
    pub async fn post_missing(&self) -> Result<u64, Error> {
        let by = By { kind: "command".to_owned(), id: "command".to_owned(), name: "samfin".to_owned() };
        let clerk = Clerk::new(self, by);
        let (documents, years, paid, reminded) = self
            .db
            .read((), |tx, ()| {
                Box::pin(async move {
                    let (paid, reminded) = (payments::unposted(tx).await?, claims::unposted(tx).await?);
                    Ok::<_, Error>((store::unposted(tx).await?, periods::decided(tx).await?, paid, reminded))
                })
            })
            .await?;
        let mut posted = 0;
        for some in documents.chunks(AT_A_TIME) {
            let input = (clerk.clone(), some.to_vec());
            let work = self.db.write(input, |tx, (clerk, ids)| {
                Box::pin(async move {
                    let (mut posted, mut known) = (0, HashMap::new());
                    for id in ids {
                        posted += u64::from(document(tx, clerk, id, &mut known).await?);
                    }
                    Ok::<_, Error>(posted)
                })
            });
            posted += work.await?;
        }
        let settled_years = years.clone();
        for period in years {
            let work = self.db.write((clerk.clone(), period), |tx, (clerk, period)| {
                Box::pin(async move { Ok::<_, Error>(u64::from(default(tx, clerk, period).await?)) })
            });
            posted += work.await?;
        }
        for period in settled_years {
            let work = self.db.write((clerk.clone(), period), |tx, (clerk, period)| {
                Box::pin(async move { Ok::<_, Error>(u64::from(settlement(tx, clerk, period).await?)) })
            });
            posted += work.await?;
        }
        for allocation in paid {
            let work = self.db.write((clerk.clone(), allocation), |tx, (clerk, allocation)| {
                Box::pin(async move { Ok::<_, Error>(u64::from(money(tx, clerk, allocation).await?)) })
            });
            posted += work.await?;
        }
        for event in reminded {
            let work = self.db.write((clerk.clone(), event), |tx, (clerk, event)| {
                Box::pin(async move { Ok::<_, Error>(u64::from(fee(tx, clerk, event).await?)) })
            });
            posted += work.await?;
        }
        Ok(posted)
    }
}

/// Agreements by billing year and snapshot.
type Known = HashMap<(String, i64), Arc<Agreement>>;

/// Posts a document unless that was done meanwhile.
async fn document(tx: &mut Tx, clerk: &Clerk, id: &str, known: &mut Known) -> Result<bool, Error> {
    let invoice = invoices::get(tx, id).await?;
    agreements::lock(tx, &invoice.agreement_id).await?;
    if has_voucher(tx, SourceKind::Document, id).await? {
        return Ok(false);
    }
    let key = (invoice.period_id.clone(), invoice.snapshot);
    let agreement = if let Some(agreement) = known.get(&key) {
        Arc::clone(agreement)
    } else {
        let snapshot = periods::snapshot(tx, &invoice.period_id, invoice.snapshot).await?;
        let agreement = Request::parse(snapshot.request.as_bytes())?.agreement;
        known.insert(key, Arc::clone(&agreement));
        agreement
    };
    clerk.documents(tx, &[(agreement, invoice)]).await?;
    has_voucher(tx, SourceKind::Document, id).await
}

/// Posts what is covered in the snapshot in force of a year, unless that was done.
async fn default(tx: &mut Tx, clerk: &Clerk, period: &Period) -> Result<bool, Error> {
    agreements::lock(tx, &period.agreement_id).await?;
    let period = periods::of(tx, &period.id).await?;
    let id = default_of(&period.id, period.snapshot);
    if period.status == Status::Planned || has_voucher(tx, SourceKind::Default, &id).await? {
        return Ok(false);
    }
    let snapshot = periods::snapshot(tx, &period.id, period.snapshot).await?;
    let request = Request::parse(snapshot.request.as_bytes())?;
    if request.events.is_empty() {
        return Ok(false);
    }
    let covered = Covered::of(&request.agreement, &calculate(&request, false)?);
    clerk.covered(tx, &period, None, covered.as_ref()).await?;
    Ok(covered.is_some())
}

/// Posts what the settlement of a year tells without a document, unless that was done: on the day on which it was settled.
async fn settlement(tx: &mut Tx, clerk: &Clerk, period: &Period) -> Result<bool, Error> {
    agreements::lock(tx, &period.agreement_id).await?;
    let Some(Settled { settlement, source, expected: Some(expected) }) = settled(tx, period).await? else {
        return Ok(false);
    };
    if has_voucher(tx, SourceKind::Settlement, &source).await? {
        return Ok(false);
    }
    clerk.settlement(tx, period, source, dated(settlement.recorded_at), expected).await?;
    Ok(true)
}

/// Posts an allocation, unless that was done meanwhile.
async fn money(tx: &mut Tx, clerk: &Clerk, allocation: &Allocation) -> Result<bool, Error> {
    let invoice = invoices::get(tx, &allocation.invoice_id).await?;
    payments::turn(tx, issuer_of(&invoice.document)).await?;
    if has_voucher(tx, SourceKind::Allocation, &allocation.id).await? {
        return Ok(false);
    }
    clerk.allocation(tx, &invoice, allocation).await?;
    Ok(true)
}

/// Posts what a reminder costs, unless that was done meanwhile.
async fn fee(tx: &mut Tx, clerk: &Clerk, event: &ClaimEvent) -> Result<bool, Error> {
    let invoice = invoices::get(tx, &event.invoice_id).await?;
    agreements::lock(tx, &invoice.agreement_id).await?;
    if has_voucher(tx, SourceKind::Reminder, &event.id).await? {
        return Ok(false);
    }
    clerk.reminder(tx, &invoice, event).await?;
    Ok(true)
}

async fn has_voucher(tx: &mut Tx, kind: SourceKind, id: &str) -> Result<bool, Error> {
    Ok(store::of(tx, &Source { kind, id: id.to_owned() }).await?.is_some())
}
