//! All the documents of a billing year.

use super::details::Years;
use super::{Whole, sees, store, wholes};
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
}
