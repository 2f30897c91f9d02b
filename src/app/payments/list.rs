//! Payments as somebody looks through them: with the documents that each pays, and those that it may be for.

use std::collections::{BTreeSet, HashMap};

use samfin_core::Ore;
use samfin_core::billing::payment::{PaymentStatus, Standing};

use super::standing::{self, Stood, stood};
use super::{Wanted, Whole, seen, store, whole};
use crate::app::invoices::{Invoice, reaches, sees, sees_of};
use crate::app::organisations;
use crate::app::scope::{On, Right, Scope};
use crate::app::{Desk, Error};
use crate::storage::payments::{Payment, Pays};
use crate::storage::{Tx, invoices as documents};

/// A payment with what it pays.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The payment.
    pub payment: Payment,
    /// What the one who paid or was paid is called, when that is known.
    pub counterparty: Option<String>,
    /// What it pays, of the documents that the caller sees.
    pub pays: Vec<Pays>,
}

/// A payment with all that an officer decides from.
#[derive(Debug, Clone)]
pub struct Looked {
    /// The payment.
    pub whole: Whole,
    /// What the one who paid or was paid is called, when that is known.
    pub counterparty: Option<String>,
    /// The documents that it pays, or paid, with how they stand now.
    pub documents: Vec<Stood>,
    /// Those that it may be for, the likeliest first, with what is left of each.
    pub suggested: Vec<(Invoice, Ore)>,
}

impl Desk {
    /// Payments from the newest on, at most `limit` of those before the id `before`, each with what it pays: in two questions for
    /// all of them.
    pub async fn payment_list(&self, wanted: Wanted, before: Option<String>, limit: i64) -> Result<Vec<Listed>, Error> {
        self.require(Right::ReadInvoices, On::Anything)?;
        let scope = self.scope().clone();
        self.db
            .read((wanted, before, scope), move |tx, (wanted, before, scope)| {
                Box::pin(async move {
                    let found = store::page(tx, wanted, reaches(scope).as_deref(), before.as_deref(), limit).await?;
                    let mut pays: HashMap<String, Vec<Pays>> = HashMap::new();
                    if let (Some(first), Some(last)) = (found.last(), found.first()) {
                        for one in store::pays_between(tx, &first.id, &last.id).await? {
                            if sees_of(scope, &one.agreement_id, &one.payer, &one.seller) {
                                pays.entry(one.payment_id.clone()).or_default().push(one);
                            }
                        }
                    }
                    let names = names(tx, &found).await?;
                    let listed = found.into_iter().map(|payment| Listed {
                        counterparty: called(&names, &payment),
                        pays: pays.remove(&payment.id).unwrap_or_default(),
                        payment,
                    });
                    Ok(listed.collect())
                })
            })
            .await
    }

    /// One payment with the documents that it pays, and those that it may be for.
    pub async fn look_at_payment(&self, id: String) -> Result<Looked, Error> {
        let (scope, today) = (self.scope().clone(), self.today());
        self.db
            .read((id, scope), move |tx, (id, scope)| {
                Box::pin(async move {
                    let payment = seen(tx, scope, id).await?;
                    let counterparty = called(&names(tx, std::slice::from_ref(&payment)).await?, &payment);
                    let suggested = suggestions(tx, scope, &payment, today).await?;
                    let whole = whole(tx, scope, payment).await?;
                    let mut paid: Vec<Invoice> = Vec::new();
                    for one in &whole.allocations {
                        if paid.iter().all(|known| known.id != one.invoice_id) {
                            paid.push(documents::get(tx, &one.invoice_id).await?);
                        }
                    }
                    let documents = stood(tx, paid, today).await?;
                    Ok(Looked { whole, counterparty, documents, suggested })
                })
            })
            .await
    }

    /// The invoices of which more has been paid than is owed, the newest first.
    pub async fn overpaid(&self) -> Result<Vec<(Invoice, Standing)>, Error> {
        self.require(Right::ReadInvoices, On::Anything)?;
        let (scope, today) = (self.scope().clone(), self.today());
        self.db
            .read(scope, move |tx, scope| {
                Box::pin(async move {
                    let mut perhaps = documents::perhaps_overpaid(tx).await?;
                    perhaps.retain(|invoice| sees(scope, invoice));
                    let overpaid = |one: Stood| {
                        let standing = one.standing.filter(|standing| standing.status == PaymentStatus::Overpaid);
                        standing.map(|standing| (one.invoice, standing))
                    };
                    Ok(stood(tx, perhaps, today).await?.into_iter().filter_map(overpaid).collect())
                })
            })
            .await
    }

    /// The issued documents that are called so: by number or payment reference, or by id. Spaces do not matter.
    pub async fn documents_called(&self, text: String) -> Result<Vec<Stood>, Error> {
        self.require(Right::ReadInvoices, On::Anything)?;
        let (scope, today) = (self.scope().clone(), self.today());
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        self.db
            .read((text, scope), move |tx, (text, scope)| {
                Box::pin(async move {
                    let mut found = documents::called(tx, text).await?;
                    found.retain(|invoice| sees(scope, invoice));
                    stood(tx, found, today).await
                })
            })
            .await
    }
}

/// The open documents that a payment with something left may be for.
async fn suggestions(
    tx: &mut Tx,
    scope: &Scope,
    payment: &Payment,
    today: chrono::NaiveDate,
) -> Result<Vec<(Invoice, Ore)>, Error> {
    if payment.rest() <= 0 {
        return Ok(Vec::new());
    }
    let open = standing::open_of_issuer(tx, &payment.organisation, today).await?;
    let found = super::import::suggestions(tx, payment, &open).await?;
    Ok(found.into_iter().filter(|(invoice, _)| sees(scope, invoice)).collect())
}

/// What the organisations that payments are of are called, by number.
async fn names(tx: &mut Tx, payments: &[Payment]) -> Result<HashMap<String, String>, Error> {
    let numbers: BTreeSet<&str> = payments.iter().filter_map(|payment| payment.counterparty.as_deref()).collect();
    let numbers: Vec<&str> = numbers.into_iter().collect();
    let all = organisations::with_numbers(tx, &numbers).await?;
    Ok(all.into_iter().map(|one| (String::from(one.details.organisation_number), one.details.name)).collect())
}

fn called(names: &HashMap<String, String>, payment: &Payment) -> Option<String> {
    let known = payment.counterparty.as_ref().and_then(|number| names.get(number)).cloned();
    known.or_else(|| payment.entry.as_ref()?.told.payer_name.clone())
}
