//! Which documents a payment pays: decided by an officer, moved, and taken away again.

use samfin_core::billing::document::Form;
use samfin_core::{Code, Issue, Ore, say};

use super::register::{at_most, cannot_be_paid, sums, told};
use super::{Allocation, Kind, Whole, paid_by, seen, standing, store};
use crate::app::invoices::{self, Invoice};
use crate::app::ledger::Clerk;
use crate::app::scope::Right;
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::Tx;
use crate::storage::payments::Payment;

/// What of a payment is to pay what.
#[derive(Debug, Clone)]
pub struct NewAllocation {
    /// In this order.
    pub items: Vec<AllocationItem>,
    /// Why.
    pub reason: Option<String>,
    /// Whether somebody may have paid for somebody else.
    pub for_another_payer: bool,
}

/// What of a payment is to pay one document.
#[derive(Debug, Clone)]
pub struct AllocationItem {
    /// The document.
    pub invoice: String,
    /// Kronor; below zero it is taken away.
    pub amount: Ore,
}

impl Desk {
    /// Lets a payment pay documents, or no longer pay them: all that is asked for, or nothing.
    pub async fn allocate_payment(&self, id: String, new: NewAllocation) -> Result<Whole, Error> {
        let (by, now, scope, desk) = (self.by(), self.now(), self.scope().clone(), self.clone());
        let (today, clerk) = (in_sweden(now).date(), Clerk::new(self, self.by()));
        self.write((id, new, scope), move |tx, (id, new, scope)| {
            let (by, desk, clerk) = (by.clone(), desk.clone(), clerk.clone());
            Box::pin(async move {
                let organisation = seen(tx, scope, id).await?.organisation;
                store::turn(tx, &organisation).await?;
                let before = store::get(tx, id).await?;
                require_movable(&before)?;
                for (position, item) in new.items.iter().enumerate() {
                    let at = |field: &str| format!("/items/{position}/{field}");
                    let invoice = invoices::for_step(tx, scope, Right::Bill, &item.invoice).await?;
                    check_invoice(&before, &invoice, at("invoice"))?;
                    if item.amount.is_negative() {
                        let sums = sums(tx, id).await?;
                        let paid = sums.iter().find(|(paid, _)| *paid == item.invoice).map_or(0, |(_, sum)| *sum);
                        if -item.amount.ore() > paid {
                            let detail = at_most(standing::ore(paid)?);
                            return Err(Error::PaymentExceeds { pointer: at("amount"), detail });
                        }
                    } else {
                        check_payer(tx, &before, &invoice, new.for_another_payer, at("invoice")).await?;
                        let paying = standing::of(tx, &invoice, today).await?;
                        let left = paying.ok_or_else(|| cannot_be_paid(&invoice))?.standing.left;
                        let rest = standing::ore(store::get(tx, id).await?.rest())?;
                        if item.amount > left.min(rest) {
                            let detail = at_most(left.min(rest));
                            return Err(Error::PaymentExceeds { pointer: at("amount"), detail });
                        }
                    }
                    let allocation = Allocation {
                        id: desk.new_id(),
                        payment_id: id.clone(),
                        invoice_id: item.invoice.clone(),
                        amount: item.amount.ore(),
                        reason: new.reason.clone(),
                        by: by.clone(),
                        recorded_at: now,
                    };
                    clerk.allocate(tx, &invoice, &allocation).await?;
                }
                let made = super::now(tx, scope, id).await?;
                let told = told(tx, "payment.allocated", &before, new.reason.as_ref(), &made).await?;
                Ok((made, told))
            })
        })
        .await
    }
}

/// What was taken back pays nothing, and a refund is of one thing.
fn require_movable(payment: &Payment) -> Result<(), Error> {
    if payment.kind != Kind::Refunded && payment.reverses_id.is_none() && payment.reversed_by.is_none() {
        return Ok(());
    }
    Err(Error::InvalidState {
        detail: say!(
            "Raden är återtagen, tar tillbaka en annan eller är en återbetalning, och kan inte fördelas.",
            "The row has been taken back, takes back another one or is a refund, and cannot be allocated."
        ),
        legal: vec!["register"],
    })
}

/// The document must be one that money of this payment's account pays.
fn check_invoice(payment: &Payment, invoice: &Invoice, pointer: String) -> Result<(), Error> {
    let document = &invoice.document;
    let own = match (payment.kind, document.form) {
        (Kind::Received, Form::Invoice) => &document.seller.organisation_number,
        (Kind::PaidOut, Form::Payout) => &document.buyer.organisation_number,
        _ => return Err(cannot_be_paid(invoice)),
    };
    if *own == payment.organisation {
        return Ok(());
    }
    let detail = say!(
        "underlaget är en annan organisations; betalningen kom till {}",
        "the document is another organisation's; the payment came to {}";
        payment.organisation
    );
    Err(Issue::new(pointer, Code::UnknownReference, detail).into())
}

/// Nobody's money pays somebody else's document unless an officer says so.
async fn check_payer(
    tx: &mut Tx,
    payment: &Payment,
    invoice: &Invoice,
    for_another: bool,
    pointer: String,
) -> Result<(), Error> {
    let other = |invoice: &Invoice| {
        let document = &invoice.document;
        let end = if payment.kind == Kind::PaidOut { &document.seller } else { &document.buyer };
        end.organisation_number.clone()
    };
    let payer = other(invoice);
    let known = if payment.counterparty.is_some() {
        payment.counterparty.clone()
    } else {
        // Not known by itself: it is the one whose documents it pays already.
        let paying = sums(tx, &payment.id).await?;
        let all = paid_by(tx, &payment.id).await?;
        let paid = all.iter().find(|(one, _)| paying.iter().any(|(id, _)| *id == one.invoice_id));
        paid.map(|(_, invoice)| other(invoice))
    };
    if for_another || known.as_ref().is_none_or(|known| *known == payer) {
        return Ok(());
    }
    let known = known.unwrap_or_default();
    Err(Error::AnotherPayer {
        pointer,
        detail: say!(
            "betalningen är från {known} och underlaget gäller {payer}; ange for_another_payer om den betalar för någon annan",
            "the payment is from {known} and the document is for {payer}; give for_another_payer if it pays for somebody else"
        ),
    })
}
