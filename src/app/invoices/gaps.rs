//! What drafts lack before they can be attested, told before anybody tries.

use std::collections::HashMap;

use super::details::{Missing, Years};
use super::{Status, Whole};
use crate::app::scope::{On, Right};
use crate::app::{Desk, Error};

impl Desk {
    /// What the two that each of these drafts stands between lack, by draft; those that lack nothing, are not up to date or are not
    /// the caller's to see as drafts are left out.
    pub async fn gaps(&self, found: &[Whole]) -> Result<HashMap<String, Vec<Missing>>, Error> {
        let sees = |one: &&Whole| {
            one.invoice.status == Status::Draft
                && !one.stale
                && self.scope().may(Right::ReadDrafts, On::Agreement(&one.invoice.agreement_id))
        };
        let drafts: Vec<_> = found.iter().filter(sees).map(|one| one.invoice.clone()).collect();
        if drafts.is_empty() {
            return Ok(HashMap::new());
        }
        let today = self.today();
        self.db
            .read(drafts, move |tx, drafts| {
                Box::pin(async move {
                    let mut years = Years::on(today);
                    years.read(tx, drafts).await?;
                    let mut gaps = HashMap::new();
                    for draft in drafts {
                        let missing = years.of(tx, draft).await?.missing(draft);
                        if !missing.is_empty() {
                            gaps.insert(draft.id.clone(), missing);
                        }
                    }
                    Ok(gaps)
                })
            })
            .await
    }
}
