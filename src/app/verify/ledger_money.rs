//! Money in the books: every allocation and every fee is posted, once, as it is posted today.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use samfin_core::billing::posting;

use super::Faults;
use super::ledger::{otherwise, unposted};
use crate::app::ledger::{dated, issuer_of, voucher_of_allocation, voucher_of_reminder};
use crate::storage::invoices::{self, Invoice};
use crate::storage::vouchers::{self, SourceKind, Voucher};
use crate::storage::{Error, Tx, claims, payments};

/// Holds every allocation and every reminder to its voucher.
pub(super) async fn money(tx: &mut Tx, faults: &mut Faults) -> Result<(), Error> {
    let mut documents = Documents::default();
    let mut posted = vouchers::sourced(tx, SourceKind::Allocation).await?;
    for one in payments::allocations(tx).await? {
        let Some(invoice) = documents.of(tx, &one.invoice_id).await? else { continue };
        let expected = voucher_of_allocation(&invoice.document, one.amount);
        let place = format!("payment_allocations {}", one.id);
        hold(faults, &mut posted, (&one.id, place, one.recorded_at), invoice, expected);
    }
    let mut fees = vouchers::sourced(tx, SourceKind::Reminder).await?;
    for event in claims::reminders(tx).await? {
        let Some(invoice) = documents.of(tx, &event.invoice_id).await? else { continue };
        let expected = voucher_of_reminder(&invoice.document, event.what);
        let place = format!("claim_events {}", event.id);
        hold(faults, &mut fees, (&event.id, place, event.recorded_at), invoice, expected);
    }
    for voucher in posted.into_values().chain(fees.into_values()) {
        faults.add(otherwise(&voucher));
    }
    Ok(())
}

/// Takes the voucher of a thing out of `posted` and says what is wrong with it.
fn hold(
    faults: &mut Faults,
    posted: &mut BTreeMap<String, Voucher>,
    (id, place, at): (&str, String, DateTime<Utc>),
    invoice: &Invoice,
    expected: Option<posting::Voucher>,
) {
    match (posted.remove(id), expected) {
        (None, None) => {}
        (None, Some(_)) => faults.add(unposted(place)),
        (Some(found), expected) => {
            let same = expected.is_some_and(|expected| expected.entries() == found.entries);
            if !same || found.issuer != issuer_of(&invoice.document) || found.dated_on != dated(at) {
                faults.add(otherwise(&found));
            }
        }
    }
}

/// Documents by id, each read once; none for one that cannot be read, which is told of among the invoices.
#[derive(Default)]
struct Documents(HashMap<String, Option<Invoice>>);

impl Documents {
    async fn of(&mut self, tx: &mut Tx, id: &str) -> Result<Option<&Invoice>, Error> {
        if !self.0.contains_key(id) {
            let found = match invoices::get(tx, id).await {
                Ok(invoice) => Some(invoice),
                Err(Error::Corrupt { .. } | Error::NotFound { .. }) => None,
                Err(error) => return Err(error),
            };
            self.0.insert(id.to_owned(), found);
        }
        Ok(self.0.get(id).and_then(Option::as_ref))
    }
}
