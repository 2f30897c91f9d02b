//! How an issued document stands with money: worked out from what is stored, each time it is asked for.

use chrono::NaiveDate;
use samfin_core::Ore;
use samfin_core::billing::document::{Credited, Document, Form, Issued};
use samfin_core::billing::noted::{Named, take};
use samfin_core::billing::payment::{Claim, Event, Standing, standing};
use serde::{Deserialize, Serialize};

use crate::app::Error;
use crate::storage::claims::{self, ClaimEvent, What};
use crate::storage::invoices::{self, Credit, Invoice, Status};
use crate::storage::payments::{self, Paid};
use crate::storage::{self, Tx};

/// How a document stands with money, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paying {
    /// How it stands.
    pub standing: Standing,
    /// Öre of fees for reminders.
    pub fees: i64,
    /// Öre that credits have taken back, to pay.
    pub credited: i64,
    /// What has been paid, by payment.
    pub paid: Vec<Paid>,
    /// What was said of it, in the order it was said.
    pub events: Vec<ClaimEvent>,
}

/// How a document stands on a day; none when it is not issued, an internal posting, or a credit of another document, which
/// then stands otherwise itself.
pub(in crate::app) async fn paying(
    tx: &mut Tx,
    invoice: &Invoice,
    credits: &[Credit],
    on: NaiveDate,
) -> Result<Option<Paying>, Error> {
    let document = &invoice.document;
    let Some(issued) = document.issued.as_ref().filter(|_| invoice.status == Status::Issued) else { return Ok(None) };
    let is_credit_of_another = invoice.credits_id.is_some() || document.credits.is_some();
    if document.form == Form::Internal || is_credit_of_another {
        return Ok(None);
    }
    let issued_credits = credits.iter().filter(|credit| credit.status == Status::Issued);
    let mut credited: i64 = issued_credits.map(|credit| credit.payable.abs()).sum();
    if document.form == Form::Invoice {
        credited += taken_by_notes(tx, invoice, &named(issued)).await?;
    }
    let events = claims::of_invoice(tx, &invoice.id).await?;
    let fees = events.iter().map(|event| if let What::Reminded { fee } = event.what { fee } else { 0 }).sum();
    let paid = payments::of_invoice(tx, &invoice.id).await?;
    let claim =
        Claim { asked: document.totals.payable, credited: ore(credited)?, fees: ore(fees)?, due_on: issued.due_on };
    let sum = ore(paid.iter().map(|paid| paid.amount).sum())?;
    let told: Vec<Event> = events.iter().filter_map(|event| told(event.what)).collect();
    let standing = standing(&claim, sum, &told, on).ok_or_else(too_large)?;
    Ok(Some(Paying { standing, fees, credited, paid, events }))
}

/// Öre that credit notes take from an invoice that they name.
async fn taken_by_notes(tx: &mut Tx, invoice: &Invoice, own: &Credited) -> Result<i64, Error> {
    let document = &invoice.document;
    let (payer, seller) = (document.buyer.party.as_str(), document.seller.party.as_str());
    // Few have one, and to read every document between the two is much.
    if !invoices::has_notes(tx, &invoice.agreement_id, payer, seller).await? {
        return Ok(0);
    }
    let between = invoices::between(tx, &invoice.agreement_id, payer, seller).await?;
    let (notes, rest): (Vec<_>, Vec<_>) =
        between.into_iter().partition(|one| one.document.form == Form::CreditNote && one.credits_id.is_none());
    let notes: Vec<Document> = notes.into_iter().map(|note| note.document).collect();
    let names_it = |note: &Document| note.credits.iter().chain(&note.credits_also).any(|name| name == own);
    if !notes.iter().any(names_it) {
        return Ok(0);
    }
    let mut invoices = Vec::new();
    for one in rest.iter().filter(|one| one.document.form == Form::Invoice) {
        let Some(issued) = &one.document.issued else { continue };
        let own_credits = rest.iter().filter(|credit| credit.credits_id.as_ref() == Some(&one.id));
        let credited: i64 = own_credits.map(|credit| credit.document.totals.payable.ore()).sum();
        let left = ore(one.document.totals.payable.ore() - credited)?;
        invoices.push(Named { invoice: named(issued), left, taken: Ore::ZERO });
    }
    take(&mut invoices, &notes);
    Ok(invoices.iter().find(|one| one.invoice == *own).map_or(0, |one| one.taken.ore()))
}

/// As notes name it.
fn named(issued: &Issued) -> Credited {
    Credited { number: issued.number.clone(), issued_on: issued.issued_on }
}

/// How a document stands, which must be one that can be paid.
pub(super) async fn of(tx: &mut Tx, invoice: &Invoice, on: NaiveDate) -> Result<Option<Paying>, Error> {
    let credits = invoices::credits(tx, &invoice.id).await?;
    paying(tx, invoice, &credits, on).await
}

fn told(what: What) -> Option<Event> {
    match what {
        What::Reminded { .. } => None,
        What::Disputed => Some(Event::Disputed),
        What::Resolved => Some(Event::Resolved),
        What::Deferred { until } => Some(Event::Deferred(until)),
    }
}

/// A stored amount as money.
pub(super) fn ore(amount: i64) -> Result<Ore, Error> {
    Ore::from_ore(amount).ok_or_else(too_large)
}

fn too_large() -> Error {
    storage::Error::Corrupt { table: "payments", column: "amount".to_owned(), row: "sum".to_owned() }.into()
}
