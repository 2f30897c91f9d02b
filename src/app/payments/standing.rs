//! How an issued document stands with money: worked out from what is stored, each time it is asked for.

use std::collections::HashMap;

use chrono::NaiveDate;
use samfin_core::Ore;
use samfin_core::billing::document::{Form, Issued};
use samfin_core::billing::payment::{Claim, Event, Standing, standing};
use serde::{Deserialize, Serialize};

use super::notes::Notes;
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

/// A document and how it stands with money; nothing when it asks for none by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stood {
    /// The document.
    pub invoice: Invoice,
    /// How it stands.
    pub standing: Option<Standing>,
}

/// What has been taken back of a document, and how it stands with money.
#[derive(Debug, Clone)]
pub(in crate::app) struct Money {
    /// What takes it back, drafts and issued.
    pub(in crate::app) credits: Vec<Credit>,
    /// How it stands; none when it is not issued, an internal posting, or a credit of another document, which then stands
    /// otherwise itself.
    pub(in crate::app) paying: Option<Paying>,
}

/// How many documents are asked about at once: their ids are arguments of a question, and those are not endless.
const AT_ONCE: usize = 500;

/// How documents stand on a day, each, in a few questions for all of them.
pub(in crate::app) async fn money(tx: &mut Tx, documents: &[Invoice], on: NaiveDate) -> Result<Vec<Money>, Error> {
    let mut notes = Notes::default();
    let mut all = Vec::with_capacity(documents.len());
    for some in documents.chunks(AT_ONCE) {
        let ids: Vec<&str> = some.iter().map(|invoice| invoice.id.as_str()).collect();
        let mut credits = grouped(invoices::credits(tx, &ids).await?);
        let standing: Vec<&str> =
            some.iter().filter(|invoice| stands(invoice).is_some()).map(|invoice| invoice.id.as_str()).collect();
        let events = claims::of_invoices(tx, &standing).await?;
        let mut events = grouped(events.into_iter().map(|event| (event.invoice_id.clone(), event)));
        let mut paid = grouped(payments::of_invoices(tx, &standing).await?);
        for invoice in some {
            let credits = credits.remove(&invoice.id).unwrap_or_default();
            let paying = match stands(invoice) {
                None => None,
                Some(issued) => {
                    let issued_credits = credits.iter().filter(|credit| credit.status == Status::Issued);
                    let by_notes = notes.taken(tx, invoice, issued).await?;
                    let credited = issued_credits.map(|credit| credit.payable.abs()).sum::<i64>() + by_notes;
                    let events = events.remove(&invoice.id).unwrap_or_default();
                    let paid = paid.remove(&invoice.id).unwrap_or_default();
                    let got = paid.iter().map(|paid| paid.amount).sum();
                    let standing = stand(invoice, issued, credited, &events, got, on)?;
                    Some(Paying { standing, fees: fees(&events), credited, paid, events })
                }
            };
            all.push(Money { credits, paying });
        }
    }
    Ok(all)
}

/// How a document stands, which must be one that can be paid.
pub(super) async fn of(tx: &mut Tx, invoice: &Invoice, on: NaiveDate) -> Result<Option<Paying>, Error> {
    let found = money(tx, std::slice::from_ref(invoice), on).await?.pop();
    Ok(found.and_then(|money| money.paying))
}

/// Documents, each with how it stands on a day.
pub(super) async fn stood(tx: &mut Tx, documents: Vec<Invoice>, on: NaiveDate) -> Result<Vec<Stood>, Error> {
    let money = money(tx, &documents, on).await?;
    let standings = money.into_iter().map(|money| money.paying.map(|paying| paying.standing));
    Ok(documents.into_iter().zip(standings).map(|(invoice, standing)| Stood { invoice, standing }).collect())
}

/// The invoices of an issuer of which something is left to pay on a day, with how much.
pub(super) async fn open_of_issuer(tx: &mut Tx, issuer: &str, on: NaiveDate) -> Result<Vec<(Invoice, Ore)>, Error> {
    let perhaps = invoices::perhaps_open(tx, issuer).await?;
    let left = |one: Stood| (one.invoice, one.standing.map(|standing| standing.left).unwrap_or_default());
    Ok(stood(tx, perhaps, on).await?.into_iter().map(left).filter(|(_, left)| !left.is_zero()).collect())
}

/// Rows by what they belong to.
pub(in crate::app) fn grouped<T>(rows: impl IntoIterator<Item = (String, T)>) -> HashMap<String, Vec<T>> {
    let mut groups: HashMap<String, Vec<T>> = HashMap::new();
    for (of, row) in rows {
        groups.entry(of).or_default().push(row);
    }
    groups
}

/// What an issued document got when it was issued, when it stands by itself with money.
fn stands(invoice: &Invoice) -> Option<&Issued> {
    let document = &invoice.document;
    let is_credit_of_another = invoice.credits_id.is_some() || document.credits.is_some();
    let stands = invoice.status == Status::Issued && document.form != Form::Internal && !is_credit_of_another;
    document.issued.as_ref().filter(|_| stands)
}

/// Öre of fees for reminders.
pub(super) fn fees(events: &[ClaimEvent]) -> i64 {
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
