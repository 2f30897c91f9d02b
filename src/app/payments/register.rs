//! Payments that somebody writes in by hand, what is given back, and what was written wrongly.

use chrono::NaiveDate;
use samfin_core::billing::document::Form;
use samfin_core::{Code, Issue, Ore, Text, say};

use super::{Allocation, Kind, Whole, for_step, paid_by, standing, store};
use crate::app::invoices::{self, Invoice};
use crate::app::ledger::Clerk;
use crate::app::scope::Right;
use crate::app::told::{Event, Told};
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::payments::Payment;
use crate::storage::{Tx, invoices as documents};

/// A payment as somebody writes it in.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// The document that it pays.
    pub invoice: String,
    /// Which way the money went; none: as the document says.
    pub kind: Option<Kind>,
    /// Kronor above zero.
    pub amount: Ore,
    /// The day, as the bank has it.
    pub paid_on: NaiveDate,
    /// In words.
    pub note: Option<String>,
}

/// What is given back of a payment that pays nothing.
#[derive(Debug, Clone)]
pub struct NewRefund {
    /// Kronor above zero.
    pub amount: Ore,
    /// The day, as the bank has it.
    pub paid_on: NaiveDate,
    /// In words.
    pub note: Option<String>,
}

impl Desk {
    /// Registers a payment of a document. Of an invoice, more may come than is left: the rest is the payer's credit. No more
    /// goes out than is owed.
    pub async fn register_payment(&self, new: NewPayment) -> Result<Whole, Error> {
        let (by, now, scope, ids) = (self.by(), self.now(), self.scope().clone(), [self.new_id(), self.new_id()]);
        let (today, clerk) = (in_sweden(now).date(), Clerk::new(self, self.by()));
        not_after(new.paid_on, today)?;
        self.write((new, scope), move |tx, (new, scope)| {
            let (by, clerk, [id, allocation_id]) = (by.clone(), clerk.clone(), ids.clone());
            Box::pin(async move {
                let invoice = invoices::for_step(tx, scope, Right::Bill, &new.invoice).await?;
                let way = Way::of(&invoice, new.kind)?;
                store::turn(tx, &way.organisation).await?;
                let paying = standing::of(tx, &invoice, today).await?.ok_or_else(|| cannot_be_paid(&invoice))?;
                if let Some(most) = way.most(&paying.standing)
                    && new.amount > most
                {
                    return Err(Error::PaymentExceeds { pointer: "/amount".to_owned(), detail: at_most(most) });
                }
                let payment = store::NewPayment {
                    id: id.clone(),
                    kind: way.kind,
                    organisation: way.organisation.clone(),
                    counterparty: Some(way.counterparty.clone()),
                    amount: new.amount.ore(),
                    paid_on: new.paid_on,
                    note: new.note.clone(),
                    refunds_id: None,
                    reverses_id: None,
                    entry: None,
                    by: by.clone(),
                    at: now,
                };
                store::insert(tx, &payment).await?;
                let allocation = Allocation {
                    id: allocation_id,
                    payment_id: id.clone(),
                    invoice_id: invoice.id.clone(),
                    amount: way.sign * new.amount.ore(),
                    reason: None,
                    by,
                    recorded_at: now,
                };
                clerk.allocate(tx, &invoice, &allocation).await?;
                let made = super::now(tx, scope, &id).await?;
                let told = Event::new("payment.registered", &id).within(&invoice.agreement_id).to(&made);
                Ok((made, told.into()))
            })
        })
        .await
    }

    /// Gives back what a payment has left that pays nothing.
    pub async fn refund_payment(&self, id: String, new: NewRefund) -> Result<Whole, Error> {
        let (by, now, scope, refund_id) = (self.by(), self.now(), self.scope().clone(), self.new_id());
        not_after(new.paid_on, in_sweden(now).date())?;
        self.write((id, new, scope), move |tx, (id, new, scope)| {
            let (by, refund_id) = (by.clone(), refund_id.clone());
            Box::pin(async move {
                let organisation = for_step(tx, scope, id).await?.organisation;
                store::turn(tx, &organisation).await?;
                let payment = store::get(tx, id).await?;
                let rest = standing::ore(payment.rest())?;
                if payment.kind != Kind::Received || rest.is_zero() {
                    return Err(nothing_left());
                }
                if new.amount > rest {
                    return Err(Error::PaymentExceeds { pointer: "/amount".to_owned(), detail: at_most(rest) });
                }
                let refund = store::NewPayment {
                    id: refund_id.clone(),
                    kind: Kind::Refunded,
                    organisation: payment.organisation.clone(),
                    counterparty: payment.counterparty.clone(),
                    amount: new.amount.ore(),
                    paid_on: new.paid_on,
                    note: new.note.clone(),
                    refunds_id: Some(id.clone()),
                    reverses_id: None,
                    entry: None,
                    by,
                    at: now,
                };
                store::insert(tx, &refund).await?;
                let made = super::now(tx, scope, &refund_id).await?;
                let told = told(tx, "payment.refunded", &payment, None, &made).await?;
                Ok((made, told))
            })
        })
        .await
    }

    /// Takes back a payment that was registered wrongly, with everything that it pays. The row stays, and so does this one.
    pub async fn reverse_payment(&self, id: String, reason: String) -> Result<Whole, Error> {
        let (by, now, scope, back_id, desk) =
            (self.by(), self.now(), self.scope().clone(), self.new_id(), self.clone());
        let clerk = Clerk::new(self, self.by());
        self.write((id, reason, scope), move |tx, (id, reason, scope)| {
            let (by, back_id, desk, clerk) = (by.clone(), back_id.clone(), desk.clone(), clerk.clone());
            Box::pin(async move {
                let organisation = for_step(tx, scope, id).await?.organisation;
                store::turn(tx, &organisation).await?;
                let payment = store::get(tx, id).await?;
                if payment.reverses_id.is_some() || payment.reversed_by.is_some() {
                    return Err(Error::InvalidState {
                        detail: say!(
                            "Raden är redan återtagen, eller tar själv tillbaka en annan.",
                            "The row has been taken back already, or takes back another one itself."
                        ),
                        legal: vec!["register"],
                    });
                }
                if payment.given_back != 0 {
                    return Err(Error::InvalidState {
                        detail: say!(
                            "Pengar av betalningen är återbetalda. Ta tillbaka återbetalningen först.",
                            "Money of the payment has been refunded. Take back the refund first."
                        ),
                        legal: vec!["reverse the refund"],
                    });
                }
                let back = store::NewPayment {
                    id: back_id.clone(),
                    kind: payment.kind,
                    organisation,
                    counterparty: payment.counterparty.clone(),
                    amount: -payment.amount,
                    paid_on: payment.paid_on,
                    note: Some(reason.clone()),
                    refunds_id: payment.refunds_id.clone(),
                    reverses_id: Some(id.clone()),
                    entry: None,
                    by: by.clone(),
                    at: now,
                };
                store::insert(tx, &back).await?;
                for (invoice_id, amount) in sums(tx, id).await? {
                    let invoice = documents::get(tx, &invoice_id).await?;
                    let allocation = Allocation {
                        id: desk.new_id(),
                        payment_id: back_id.clone(),
                        invoice_id,
                        amount: -amount,
                        reason: Some(reason.clone()),
                        by: by.clone(),
                        recorded_at: now,
                    };
                    clerk.allocate(tx, &invoice, &allocation).await?;
                }
                let made = super::now(tx, scope, &back_id).await?;
                let told = told(tx, "payment.reversed", &payment, Some(reason), &made).await?;
                Ok((made, told))
            })
        })
        .await
    }
}

/// What a payment pays of each document, in the order the documents came to it; what came to nothing is left out.
pub(super) async fn sums(tx: &mut Tx, payment: &str) -> Result<Vec<(String, i64)>, Error> {
    let mut sums: Vec<(String, i64)> = Vec::new();
    for allocation in store::of_payment(tx, payment).await? {
        match sums.iter_mut().find(|(invoice, _)| *invoice == allocation.invoice_id) {
            Some((_, sum)) => *sum += allocation.amount,
            None => sums.push((allocation.invoice_id, allocation.amount)),
        }
    }
    sums.retain(|(_, sum)| *sum != 0);
    Ok(sums)
}

/// What was done to a payment, once for each agreement that it pays documents of.
pub(super) async fn told(
    tx: &mut Tx,
    action: &'static str,
    before: &Payment,
    reason: Option<&String>,
    after: &Whole,
) -> Result<Told, Error> {
    let event = || Event::new(action, &before.id).because(reason).from(before).to(after);
    let mut agreements: Vec<String> =
        paid_by(tx, &before.id).await?.into_iter().map(|(_, invoice)| invoice.agreement_id).collect();
    agreements.sort_unstable();
    agreements.dedup();
    if agreements.is_empty() {
        return Ok(event().into());
    }
    Ok(agreements.into_iter().map(|agreement| event().within(agreement)).collect())
}

/// Which way money of a document goes.
pub(super) struct Way {
    pub(super) kind: Kind,
    pub(super) organisation: String,
    pub(super) counterparty: String,
    /// Whether the money is part of what the document asks for (1), or goes back (-1).
    sign: i64,
}

impl Way {
    /// The way that is asked for, or the one that the document says.
    pub(super) fn of(invoice: &Invoice, asked: Option<Kind>) -> Result<Self, Error> {
        let document = &invoice.document;
        let (seller, buyer) = (&document.seller.organisation_number, &document.buyer.organisation_number);
        let usual = match document.form {
            Form::Invoice => Kind::Received,
            Form::CreditNote => Kind::Refunded,
            Form::Payout => Kind::PaidOut,
            Form::Internal => return Err(cannot_be_paid(invoice)),
        };
        let kind = asked.unwrap_or(usual);
        let sign = match (document.form, kind) {
            (Form::Invoice, Kind::Refunded) => -1,
            _ if kind == usual => 1,
            _ => {
                let detail = say!(
                    "underlaget betalas inte åt det hållet; utelämna kind",
                    "money of this document does not go that way; leave kind out"
                );
                return Err(Issue::new("/kind", Code::ConflictingFields, detail).into());
            }
        };
        // A payout is paid by the one who owes; everything else passes the account of the one who asks.
        let (own, other) = if document.form == Form::Payout { (buyer, seller) } else { (seller, buyer) };
        Ok(Self { kind, organisation: own.clone(), counterparty: other.clone(), sign })
    }

    /// At most this much; none: as much as comes.
    fn most(&self, standing: &samfin_core::billing::payment::Standing) -> Option<Ore> {
        match self.kind {
            Kind::Received => None,
            _ if self.sign < 0 => Some(standing.credit),
            _ => Some(standing.left),
        }
    }
}

pub(super) fn not_after(day: NaiveDate, today: NaiveDate) -> Result<(), Error> {
    if day <= today {
        return Ok(());
    }
    let detail = say!("skriv en dag som har varit, senast {today}", "write a day that has been, {today} at the latest");
    Err(Issue::new("/paid_on", Code::OutOfRange, detail).into())
}

pub(super) fn cannot_be_paid(invoice: &Invoice) -> Error {
    let issued = invoice.document.issued.is_some();
    let detail = if issued {
        say!(
            "Underlaget betalas inte för sig: en internbokning bokförs, och en kreditfaktura minskar den faktura den nämner.",
            "The document is not paid by itself: an internal posting is booked, and a credit note lessens the invoice it names."
        )
    } else {
        say!("Underlaget är inte utfärdat.", "The document is not issued.")
    };
    Error::InvalidState { detail, legal: if issued { Vec::new() } else { vec!["issue"] } }
}

pub(super) fn at_most(most: Ore) -> Text {
    say!("ange högst {most} kr: mer finns inte", "give at most {most} kr: there is no more")
}

fn nothing_left() -> Error {
    Error::InvalidState {
        detail: say!(
            "Betalningen har inget som inte betalar ett underlag. Ta bort en fördelning först, eller betala tillbaka det som är för mycket på fakturan.",
            "The payment has nothing that does not pay a document. Take away an allocation first, or refund what is too much on the invoice."
        ),
        legal: vec!["allocate"],
    }
}
