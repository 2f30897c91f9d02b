//! How an issued document stands with money: worked out from what is stored, each time it is asked for.

use std::collections::HashMap;

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
use crate::storage::periods::Period;
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

/// A document and how it stands with money; nothing when it asks for none by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stood {
    /// The document.
    pub invoice: Invoice,
    /// How it stands.
    pub standing: Option<Standing>,
}

/// How a document stands on a day; none when it is not issued, an internal posting, or a credit of another document, which
/// then stands otherwise itself.
pub(in crate::app) async fn paying(
    tx: &mut Tx,
    invoice: &Invoice,
    credits: &[Credit],
    on: NaiveDate,
) -> Result<Option<Paying>, Error> {
    let Some(issued) = stands(invoice) else { return Ok(None) };
    let issued_credits = credits.iter().filter(|credit| credit.status == Status::Issued);
    let mut credited: i64 = issued_credits.map(|credit| credit.payable.abs()).sum();
    if invoice.document.form == Form::Invoice {
        credited += taken_by_notes(tx, invoice, &named(issued)).await?;
    }
    let events = claims::of_invoice(tx, &invoice.id).await?;
    let paid = payments::of_invoice(tx, &invoice.id).await?;
    let standing = stand(invoice, issued, credited, &events, paid.iter().map(|paid| paid.amount).sum(), on)?;
    Ok(Some(Paying { standing, fees: fees(&events), credited, paid, events }))
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

/// The documents of a billing year, drafts and issued, each with how it stands on a day: as [`paying`] says of each, in a few
/// questions for all of them.
pub(super) async fn of_year(tx: &mut Tx, period: &Period, on: NaiveDate) -> Result<Vec<Stood>, Error> {
    let documents = invoices::of_period(tx, &period.id).await?;
    let paid: HashMap<String, i64> = payments::of_period(tx, &period.id).await?.into_iter().collect();
    let mut events: HashMap<String, Vec<ClaimEvent>> = HashMap::new();
    for event in claims::of_period(tx, &period.id).await? {
        events.entry(event.invoice_id.clone()).or_default().push(event);
    }
    let mut credited: HashMap<String, i64> = HashMap::new();
    for credit in documents.iter().filter(|one| one.status == Status::Issued) {
        if let Some(id) = &credit.credits_id {
            *credited.entry(id.clone()).or_default() += credit.document.totals.payable.ore().abs();
        }
    }
    let noted = invoices::noted(tx, &period.agreement_id).await?;
    let mut all = Vec::with_capacity(documents.len());
    for invoice in documents {
        let Document { buyer, seller, form, .. } = &invoice.document;
        let is_noted = noted.iter().any(|(payer, of)| *payer == *buyer.party.as_str() && *of == *seller.party.as_str());
        let standing = if is_noted && *form == Form::Invoice {
            of(tx, &invoice, on).await?.map(|paying| paying.standing)
        } else if let Some(issued) = stands(&invoice) {
            let events = events.remove(&invoice.id).unwrap_or_default();
            let got = paid.get(&invoice.id).copied().unwrap_or_default();
            let credited = credited.get(&invoice.id).copied().unwrap_or_default();
            Some(stand(&invoice, issued, credited, &events, got, on)?)
        } else {
            None
        };
        all.push(Stood { invoice, standing });
    }
    Ok(all)
}

/// The invoices of an issuer of which something is left to pay on a day, with how much.
pub(super) async fn open_of_issuer(tx: &mut Tx, issuer: &str, on: NaiveDate) -> Result<Vec<(Invoice, Ore)>, Error> {
    let mut open = Vec::new();
    for invoice in invoices::perhaps_open(tx, issuer).await? {
        let left = of(tx, &invoice, on).await?.map(|paying| paying.standing.left).unwrap_or_default();
        if !left.is_zero() {
            open.push((invoice, left));
        }
    }
    Ok(open)
}

/// What an issued document got when it was issued, when it stands by itself with money.
fn stands(invoice: &Invoice) -> Option<&Issued> {
    let document = &invoice.document;
    let is_credit_of_another = invoice.credits_id.is_some() || document.credits.is_some();
    let stands = invoice.status == Status::Issued && document.form != Form::Internal && !is_credit_of_another;
    document.issued.as_ref().filter(|_| stands)
}

fn fees(events: &[ClaimEvent]) -> i64 {
    events.iter().map(|event| if let What::Reminded { fee } = event.what { fee } else { 0 }).sum()
}

fn stand(
    invoice: &Invoice,
    issued: &Issued,
    credited: i64,
    events: &[ClaimEvent],
    paid: i64,
    on: NaiveDate,
) -> Result<Standing, Error> {
    let asked = invoice.document.totals.payable;
    let claim = Claim { asked, credited: ore(credited)?, fees: ore(fees(events))?, due_on: issued.due_on };
    let told: Vec<Event> = events.iter().filter_map(|event| told(event.what)).collect();
    standing(&claim, ore(paid)?, &told, on).ok_or_else(too_large)
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
