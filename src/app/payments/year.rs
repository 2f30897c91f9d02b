//! A billing year's documents and how each stands with money, for those who look at a year as a whole.

use samfin_core::Id;

use super::standing::{Stood, stood};
use crate::app::invoices::sees;
use crate::app::scope::Right;
use crate::app::{Desk, Error};
use crate::storage::{invoices, periods};

impl Desk {
    /// The documents of a year that the caller sees, drafts and issued, in the order they came, each with how it stands today;
    /// those between `party` and others, or all. None when the year is not planned.
    pub async fn year_documents(&self, agreement: String, year: i32, party: Option<Id>) -> Result<Vec<Stood>, Error> {
        self.require_in(Right::ReadInvoices, &agreement)?;
        let (scope, today) = (self.scope().clone(), self.today());
        self.db
            .read((agreement, party, scope), move |tx, (agreement, party, scope)| {
                Box::pin(async move {
                    let Some(period) = periods::find(tx, agreement, i64::from(year)).await? else {
                        return Ok(Vec::new());
                    };
                    let documents = invoices::of_period(tx, &period.id).await?;
                    let mut all = stood(tx, documents, today).await?;
                    all.retain(|one| {
                        let document = &one.invoice.document;
                        let is_between = |party: &Id| document.buyer.party == *party || document.seller.party == *party;
                        sees(scope, &one.invoice) && party.as_ref().is_none_or(is_between)
                    });
                    Ok(all)
                })
            })
            .await
    }
}
