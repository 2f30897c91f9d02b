//! Payments of issued documents: registered by hand or from the bank's files, matched, moved, given back, taken back; and what
//! follows when they are late.
//!
//! | what | file |
//! | --- | --- |
//! | how a document stands with money, and a whole year | `standing`, `year` |
//! | by hand, given back, taken back | `register` |
//! | from the bank's files | `import`, `entries`, `accounts` |
//! | which document a payment pays | `allocate` |
//! | as somebody looks through them | `list` |
//! | reminders, disputes, deferrals | `claims` |
//! | interest: shown, then drafted | `interest` |
//! | parties that do not pay | `proposals` |

mod accounts;
mod allocate;
mod claims;
mod entries;
mod import;
mod interest;
mod list;
mod notes;
mod proposals;
mod register;
mod standing;
mod year;

use serde::{Deserialize, Serialize};

use super::invoices::{Invoice, reaches, sees};
use super::scope::{On, Right, Role, Scope};
use super::{Desk, Error};
use crate::storage::payments as store;
use crate::storage::{Tx, invoices};

pub use crate::storage::claims::{Charge, ClaimEvent, Rate, What};
pub use crate::storage::payments::{Allocation, Entry, Import, Kind, Paid, Payment, Pays, Wanted};
pub use allocate::{AllocationItem, NewAllocation};
pub use claims::NewClaim;
pub use import::{Imported, Matched};
pub use interest::{Interest, NewRate};
pub use list::{Listed, Looked};
pub use proposals::Proposal;
pub use register::{NewPayment, NewRefund};
pub use standing::{Paying, Stood};
pub(in crate::app) use standing::{grouped, money};

/// A payment with what it pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// The payment.
    pub payment: Payment,
    /// What it pays, and paid: of the documents that the caller sees.
    pub allocations: Vec<Allocation>,
}

impl Desk {
    /// One payment.
    pub async fn payment(&self, id: String) -> Result<Whole, Error> {
        let scope = self.scope().clone();
        self.db
            .read((id, scope), |tx, (id, scope)| {
                Box::pin(async move {
                    let payment = seen(tx, scope, id).await?;
                    whole(tx, scope, payment).await
                })
            })
            .await
    }

    /// Payments from the newest on, at most `limit` of those before the id `before`.
    pub async fn payments(&self, wanted: Wanted, before: Option<String>, limit: i64) -> Result<Vec<Whole>, Error> {
        self.require(Right::ReadInvoices, On::Anything)?;
        let scope = self.scope().clone();
        self.db
            .read((wanted, before, scope), move |tx, (wanted, before, scope)| {
                Box::pin(async move {
                    let mut found = Vec::new();
                    for one in store::page(tx, wanted, reaches(scope).as_deref(), before.as_deref(), limit).await? {
                        found.push(whole(tx, scope, one).await?);
                    }
                    Ok(found)
                })
            })
            .await
    }
}

/// The payment, if the caller sees it; otherwise there is none.
async fn seen(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Payment, Error> {
    if !scope.is_somebody() {
        return Err(Error::Unauthenticated);
    }
    if !scope.grants().iter().any(|grant| grant.role.has(Right::ReadInvoices)) {
        return Err(Error::Forbidden);
    }
    let payment = store::get(tx, id).await?;
    if sees_all(scope) {
        return Ok(payment);
    }
    let own = [Some(payment.id.clone()), payment.refunds_id.clone(), payment.reverses_id.clone()];
    for of in own.into_iter().flatten() {
        for (_, invoice) in paid_by(tx, &of).await? {
            if sees(scope, &invoice) {
                return Ok(payment);
            }
        }
    }
    Err(crate::storage::Error::NotFound { what: "payment", id: id.to_owned() }.into())
}

/// Whether the caller sees every payment, what has not been matched too.
fn sees_all(scope: &Scope) -> bool {
    let sees = |role: Role| role.has(Right::ReadInvoices) && role != Role::PartyOfficer;
    scope.grants().iter().any(|grant| grant.agreement.is_none() && sees(grant.role))
}

/// The payment, if the caller may handle it: bill in every agreement that it pays documents of, or everywhere.
async fn for_step(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Payment, Error> {
    let payment = seen(tx, scope, id).await?;
    if !scope.may(Right::Bill, On::Service) {
        let paid = paid_by(tx, &payment.id).await?;
        if paid.is_empty() {
            return Err(Error::Forbidden);
        }
        for (_, invoice) in paid {
            scope.require(Right::Bill, On::Agreement(&invoice.agreement_id))?;
        }
    }
    Ok(payment)
}

/// Every allocation of a payment with its document.
async fn paid_by(tx: &mut Tx, payment: &str) -> Result<Vec<(Allocation, Invoice)>, Error> {
    let mut all = Vec::new();
    for allocation in store::of_payment(tx, payment).await? {
        let invoice = invoices::get(tx, &allocation.invoice_id).await?;
        all.push((allocation, invoice));
    }
    Ok(all)
}

/// A payment as it is now.
async fn now(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Whole, Error> {
    let payment = store::get(tx, id).await?;
    whole(tx, scope, payment).await
}

/// A payment with what it pays of what the caller sees.
async fn whole(tx: &mut Tx, scope: &Scope, payment: Payment) -> Result<Whole, Error> {
    let paid = paid_by(tx, &payment.id).await?;
    let allocations = paid.into_iter().filter(|(_, invoice)| sees(scope, invoice)).map(|(one, _)| one).collect();
    Ok(Whole { payment, allocations })
}
