//! What credit notes of a year take from the invoices that they name.

use std::collections::HashMap;

use samfin_core::Ore;
use samfin_core::billing::document::{Credited, Document, Form, Issued};
use samfin_core::billing::noted::{Named, take};

use super::standing::{fees, grouped, ore};
use crate::app::Error;
use crate::storage::Tx;
use crate::storage::invoices::{self, Invoice};
use crate::storage::{claims, payments};

/// What the notes take, each pair of payer and seller read once.
#[derive(Default)]
pub(super) struct Notes {
    /// Between whom there are notes, by agreement. Few have any, and to read every document between two is much.
    between: HashMap<String, Vec<(String, String)>>,
    /// Öre taken from each invoice, by agreement, payer and seller.
    taken: HashMap<(String, String, String), Vec<(Credited, i64)>>,
}

impl Notes {
    /// Öre that notes take from an invoice.
    pub(super) async fn taken(&mut self, tx: &mut Tx, invoice: &Invoice, issued: &Issued) -> Result<i64, Error> {
        let Document { buyer, seller, form, .. } = &invoice.document;
        if *form != Form::Invoice {
            return Ok(0);
        }
        let agreement = &invoice.agreement_id;
        if !self.between.contains_key(agreement) {
            self.between.insert(agreement.clone(), invoices::noted(tx, agreement).await?);
        }
        let pair = (buyer.party.to_string(), seller.party.to_string());
        if !self.between.get(agreement).is_some_and(|pairs| pairs.contains(&pair)) {
            return Ok(0);
        }
        let key = (agreement.clone(), pair.0, pair.1);
        if !self.taken.contains_key(&key) {
            self.taken.insert(key.clone(), taken_between(tx, &key.0, &key.1, &key.2).await?);
        }
        let own = named(issued);
        let taken = self.taken.get(&key).map(Vec::as_slice).unwrap_or_default();
        Ok(taken.iter().find(|(invoice, _)| *invoice == own).map_or(0, |(_, taken)| *taken))
    }
}

async fn taken_between(tx: &mut Tx, agreement: &str, payer: &str, seller: &str) -> Result<Vec<(Credited, i64)>, Error> {
    let between = invoices::between(tx, agreement, payer, seller).await?;
    let (notes, rest): (Vec<_>, Vec<_>) =
        between.into_iter().partition(|one| one.document.form == Form::CreditNote && one.credits_id.is_none());
    let notes: Vec<Document> = notes.into_iter().map(|note| note.document).collect();
    let ids: Vec<&str> = rest.iter().map(|one| one.id.as_str()).collect();
    let paid = grouped(payments::of_invoices(tx, &ids).await?);
    let events = claims::of_invoices(tx, &ids).await?;
    let events = grouped(events.into_iter().map(|event| (event.invoice_id.clone(), event)));
    let mut invoices = Vec::new();
    for one in rest.iter().filter(|one| one.document.form == Form::Invoice) {
        let Some(issued) = &one.document.issued else { continue };
        let own_credits = rest.iter().filter(|credit| credit.credits_id.as_ref() == Some(&one.id));
        let credited: i64 = own_credits.map(|credit| credit.document.totals.payable.ore()).sum();
        let left = ore(one.document.totals.payable.ore() - credited)?;
        // What has come may be a fee, which a note does not take: what is left of it has paid the invoice itself.
        let got: i64 = paid.get(&one.id).into_iter().flatten().map(|paid| paid.amount).sum();
        let paid = ore((got - events.get(&one.id).map_or(0, |events| fees(events))).max(0))?;
        invoices.push(Named { invoice: named(issued), left, paid, taken: Ore::ZERO });
    }
    take(&mut invoices, &notes);
    Ok(invoices.into_iter().map(|one| (one.invoice, one.taken.ore())).collect())
}

/// As notes name it.
fn named(issued: &Issued) -> Credited {
    Credited { number: issued.number.clone(), issued_on: issued.issued_on }
}
