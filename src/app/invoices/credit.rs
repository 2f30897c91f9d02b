//! Taking back what is issued: a credit note for all that is left of it, or for amounts of its lines. It is a document like any
//! other, attested and issued; an invoice of which nothing is left gives its place to the next call.

use samfin_core::billing::credit::{CreditError, What as CoreWhat, credit};
use samfin_core::billing::document::Document;
use samfin_core::{Ore, Text};

use super::details::{Year, Years};
use super::{Status, Whole, for_step, store, whole};
use crate::app::parked::hold;
use crate::app::periods::require_status;
use crate::app::scope::Right;
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::{self, Tx, periods};

/// What is to be taken back, and why.
#[derive(Debug, Clone)]
pub struct NewCredit {
    /// What.
    pub what: What,
    /// Why: it stands on the credit note.
    pub reason: String,
}

/// What of an invoice is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Everything that earlier credits have left.
    Remaining,
    /// These amounts of these lines, by position from 0.
    Lines(Vec<(usize, Ore)>),
}

impl Desk {
    /// Drafts a credit of an issued document.
    pub async fn credit_invoice(&self, id: String, new: NewCredit) -> Result<Whole, Error> {
        let (by, now, scope, credit_id) = (self.by(), self.now(), self.scope().clone(), self.new_id());
        self.write((id, new, scope), move |tx, (id, new, scope)| {
            let (by, credit_id) = (by.clone(), credit_id.clone());
            Box::pin(async move {
                let invoice = for_step(tx, scope, Right::Bill, id).await?;
                hold(tx, &invoice.agreement_id).await?;
                let period = periods::of(tx, &invoice.period_id).await?;
                if period.status == periods::Status::Closed {
                    require_status(&period, periods::Status::Settled)?;
                }
                let earlier = earlier(tx, id).await?;
                let what = match &new.what {
                    What::Remaining => CoreWhat::Remaining,
                    What::Lines(lines) => CoreWhat::Lines(lines.clone()),
                };
                let document = credit(&invoice.document, &earlier, &what, Some(&new.reason)).map_err(refused)?;
                let mut years = Years::on(in_sweden(now).date());
                let document = as_known_now(years.of(tx, &invoice).await?, document);
                let ordinal = i64::try_from(earlier.len()).unwrap_or_default() + 1;
                let draft = store::Draft {
                    id: credit_id,
                    agreement_id: invoice.agreement_id.clone(),
                    period_id: invoice.period_id.clone(),
                    snapshot: period.snapshot,
                    ordinal,
                    credits_id: Some(id.clone()),
                    document,
                    by,
                    at: now,
                };
                let made = match store::insert(tx, &draft).await {
                    Err(storage::Error::Occupied { by, .. }) => {
                        return Err(super::call::duplicate(&store::get(tx, &by).await?));
                    }
                    made => made?,
                };
                let told = Event::new("invoice.credit_drafted", &made.id).within(&made.agreement_id);
                let told = told.because(Some(new.reason.as_str())).to(&made);
                Ok((whole(tx, made, &mut years).await?, told.into()))
            })
        })
        .await
    }
}

/// The credit between the two as they are known now, as every draft is: one that has moved gets it where it is. Another
/// organisation than the one that was asked is not written in.
fn as_known_now(year: &Year, mut document: Document) -> Document {
    for own in [&mut document.seller, &mut document.buyer] {
        let now = year.participant(&own.party);
        if now.organisation_number == own.organisation_number {
            *own = now;
        }
    }
    document
}

/// Every credit of a document, drafts too, so that two of them together never exceed it.
async fn earlier(tx: &mut Tx, id: &str) -> Result<Vec<Document>, Error> {
    let mut documents = Vec::new();
    for (_, one) in store::credits(tx, &[id]).await? {
        documents.push(store::get(tx, &one.id).await?.document);
    }
    Ok(documents)
}

/// Gives the place of a document of which nothing is left to the next call.
pub(super) async fn settle(tx: &mut Tx, id: &str) -> Result<(), Error> {
    let invoice = store::get(tx, id).await?;
    let credits = store::credits(tx, &[id]).await?;
    let issued = credits.iter().filter(|(_, one)| one.status == Status::Issued);
    let back: i64 = issued.map(|(_, one)| one.net.abs()).sum();
    if back == invoice.document.totals.net.ore().abs() {
        store::free(tx, id).await?;
    }
    Ok(())
}

fn refused(error: CreditError) -> Error {
    let pointer = |asked: Option<usize>| asked.map_or_else(|| "/lines".to_owned(), |at| format!("/lines/{at}"));
    match error {
        CreditError::NotCreditable | CreditError::NothingToCredit => {
            Error::InvalidState { detail: sentence(&error.text()), legal: Vec::new() }
        }
        CreditError::NoSuchLine { asked, .. } => {
            Error::CreditExceeds { pointer: pointer(Some(asked)), detail: error.text() }
        }
        CreditError::Exceeds { asked, .. } => Error::CreditExceeds { pointer: pointer(asked), detail: error.text() },
    }
}

fn sentence(text: &Text) -> Text {
    let capital = |text: &str| {
        let mut letters = text.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    Text::new(format!("{}.", capital(&text.sv)), format!("{}.", capital(&text.en)))
}
