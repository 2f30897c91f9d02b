//! All the documents of a billing year.

use std::collections::BTreeSet;

use samfin_core::billing::document::{Document, Occasion};

use super::call::same_place;
use super::details::Years;
use super::{Invoice, Whole, sees, store, wholes};
use crate::app::scope::Right;
use crate::app::{Desk, Error};
use crate::storage::periods;

impl Desk {
    /// Every living document of a billing year that the caller sees, in the order they came, with what belongs to each. None
    /// of a year that is not planned.
    pub async fn invoices_of_year(&self, agreement: String, year: i32) -> Result<Vec<Whole>, Error> {
        self.require_in(Right::ReadInvoices, &agreement)?;
        let (scope, today) = (self.scope().clone(), self.today());
        self.db
            .read((agreement, scope), move |tx, (agreement, scope)| {
                Box::pin(async move {
                    let Some(period) = periods::find(tx, agreement, i64::from(year)).await? else {
                        return Ok(Vec::new());
                    };
                    let mut documents = store::of_period(tx, &period.id).await?;
                    documents.retain(|invoice| sees(scope, invoice));
                    wholes(tx, documents, &mut Years::on(today)).await
                })
            })
            .await
    }

    /// The instalments of a year of which a draft was discarded and nothing stands in its place, by number.
    pub async fn gaps_of_year(&self, agreement: String, year: i32) -> Result<BTreeSet<i32>, Error> {
        self.require_in(Right::Bill, &agreement)?;
        self.db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    let Some(period) = periods::find(tx, agreement, i64::from(year)).await? else {
                        return Ok(BTreeSet::new());
                    };
                    let discarded = store::discarded_of_period(tx, &period.id).await?;
                    let living = store::of_period(tx, &period.id).await?;
                    let same =
                        |one: &Document, other: &Document| one.occasion == other.occasion && same_place(one, other);
                    let is_gone = |one: &&Invoice| !living.iter().any(|other| same(&one.document, &other.document));
                    Ok(discarded.iter().filter(is_gone).filter_map(|one| instalment(&one.document)).collect())
                })
            })
            .await
    }
}

fn instalment(document: &Document) -> Option<i32> {
    match document.occasion {
        Occasion::Instalment { number, .. } => Some(number),
        _ => None,
    }
}
