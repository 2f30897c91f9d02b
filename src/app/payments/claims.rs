//! What is said of a document that is not paid: reminders, disputes and deferrals.

use chrono::NaiveDate;
use samfin_core::billing::document::Form;
use samfin_core::billing::payment::PaymentStatus;
use samfin_core::{Code, Issue, say};

use super::{ClaimEvent, Paying, What, standing};
use crate::app::invoices::{self, Whole, Years};
use crate::app::ledger::Clerk;
use crate::app::parked::hold;
use crate::app::scope::Right;
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::{claims, invoices as documents};

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewClaim {
    /// The payer was reminded. It costs what the agreement says.
    Reminder,
    /// The payer says that the document is wrong.
    Dispute {
        /// What the payer says.
        reason: String,
    },
    /// The dispute is over.
    Resolution {
        /// What came of it.
        reason: String,
    },
    /// The payer has got longer.
    Deferral {
        /// Until this day.
        until: NaiveDate,
        /// Why.
        reason: String,
    },
}

impl NewClaim {
    fn action(&self) -> &'static str {
        match self {
            Self::Reminder => "invoice.reminded",
            Self::Dispute { .. } => "invoice.disputed",
            Self::Resolution { .. } => "invoice.dispute_resolved",
            Self::Deferral { .. } => "invoice.deferred",
        }
    }

    fn reason(self) -> Option<String> {
        match self {
            Self::Reminder => None,
            Self::Dispute { reason } | Self::Resolution { reason } | Self::Deferral { reason, .. } => Some(reason),
        }
    }
}

impl Desk {
    /// Notes what is said of an issued document of which something is left to pay.
    pub async fn claim(&self, id: String, new: NewClaim) -> Result<Whole, Error> {
        let (by, now, scope, event_id) = (self.by(), self.now(), self.scope().clone(), self.new_id());
        let (today, clerk) = (in_sweden(now).date(), Clerk::new(self, self.by()));
        self.write((id, new, scope), move |tx, (id, new, scope)| {
            let (by, event_id, clerk) = (by.clone(), event_id.clone(), clerk.clone());
            Box::pin(async move {
                let invoice = invoices::for_step(tx, scope, Right::Bill, id).await?;
                hold(tx, &invoice.agreement_id).await?;
                let invoice = documents::get(tx, id).await?;
                let paying = standing::of(tx, &invoice, today).await?;
                let paying = paying.filter(|paying| !paying.standing.left.is_zero()).ok_or_else(nothing_left)?;
                if invoice.document.form != Form::Invoice {
                    return Err(nothing_left());
                }
                let mut years = Years::on(today);
                let what = match new {
                    NewClaim::Reminder => {
                        require_late(&paying)?;
                        let year = years.of(tx, &invoice).await?;
                        What::Reminded { fee: year.agreement.invoicing.reminder_fee.ore() }
                    }
                    NewClaim::Dispute { .. } => {
                        require_disputed(&paying, false)?;
                        What::Disputed
                    }
                    NewClaim::Resolution { .. } => {
                        require_disputed(&paying, true)?;
                        What::Resolved
                    }
                    NewClaim::Deferral { until, .. } => {
                        require_later(*until, paying.standing.due_on.max(today))?;
                        What::Deferred { until: *until }
                    }
                };
                let event = ClaimEvent {
                    id: event_id,
                    invoice_id: id.clone(),
                    number: paying.events.last().map_or(0, |last| last.number) + 1,
                    what,
                    reason: new.clone().reason(),
                    by,
                    recorded_at: now,
                };
                claims::add(tx, &event).await?;
                clerk.reminder(tx, &invoice, &event).await?;
                let told = Event::new(new.action(), id).within(&invoice.agreement_id);
                let told = told.because(event.reason.as_ref()).to(&event);
                Ok((invoices::whole(tx, invoice, &mut years).await?, told.into()))
            })
        })
        .await
    }
}

fn require_late(paying: &Paying) -> Result<(), Error> {
    if paying.standing.status == PaymentStatus::Overdue {
        return Ok(());
    }
    let due = paying.standing.due_on;
    Err(Error::InvalidState {
        detail: say!(
            "Bara en förfallen faktura som inte är omtvistad påminns om; den här ska betalas senast {due}.",
            "Only an overdue invoice that is not disputed is reminded of; this one is to be paid by {due}."
        ),
        legal: vec!["dispute", "defer"],
    })
}

fn require_disputed(paying: &Paying, wanted: bool) -> Result<(), Error> {
    if (paying.standing.status == PaymentStatus::Disputed) == wanted {
        return Ok(());
    }
    let (detail, legal) = if wanted {
        (say!("Fakturan är inte omtvistad.", "The invoice is not disputed."), vec!["dispute"])
    } else {
        (say!("Fakturan är redan omtvistad.", "The invoice is disputed already."), vec!["resolve"])
    };
    Err(Error::InvalidState { detail, legal })
}

fn require_later(until: NaiveDate, than: NaiveDate) -> Result<(), Error> {
    if until > than {
        return Ok(());
    }
    let detail = say!("skriv en dag efter {than}", "write a day after {than}");
    Err(Issue::new("/until", Code::OutOfRange, detail).into())
}

fn nothing_left() -> Error {
    Error::InvalidState {
        detail: say!(
            "Det går bara om en utfärdad faktura som det är något kvar att betala av.",
            "That is only possible for an issued invoice of which something is left to pay."
        ),
        legal: vec!["credit"],
    }
}
