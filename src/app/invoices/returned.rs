//! A draft that is sent back to whoever wrote it, and the history in which that stands.

use super::attest::{at_revision, require_draft};
use super::{for_step, seen, store};
use crate::app::scope::{On, Right};
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::storage::audit;

/// The most events of one document that are told.
const MOST_EVENTS: i64 = 1000;

impl Desk {
    /// Sends a draft back, at the revision that the caller had read, with what is to be otherwise. The draft stays as it is:
    /// whoever wrote it reads why, and writes it anew or discards it.
    pub async fn return_invoice(&self, id: String, revision: i64, reason: String) -> Result<(), Error> {
        let scope = self.scope().clone();
        self.write((id, scope, reason), move |tx, (id, scope, reason)| {
            Box::pin(async move {
                let found = for_step(tx, scope, Right::Attest, id).await?;
                let draft = at_revision(store::get(tx, &found.id).await?, revision)?;
                require_draft(&draft)?;
                let told = Event::new("invoice.returned", id).within(&draft.agreement_id);
                Ok(((), told.because(Some(reason.as_str())).to(&draft).into()))
            })
        })
        .await
    }

    /// What has happened to a document, from the first on, for those who see drafts in its agreement.
    pub async fn invoice_history(&self, id: String) -> Result<Vec<audit::Event>, Error> {
        let scope = self.scope().clone();
        self.db
            .read((id, scope), |tx, (id, scope)| {
                Box::pin(async move {
                    let invoice = seen(tx, scope, id).await?;
                    scope.require(Right::ReadDrafts, On::Agreement(&invoice.agreement_id))?;
                    let (object, action) = (Some(id.clone()), Some("invoice.".to_owned()));
                    let agreement = Some(invoice.agreement_id);
                    let wanted = audit::Wanted { agreement, action, object, ..audit::Wanted::default() };
                    Ok(audit::find(tx, &wanted, 0, MOST_EVENTS).await?)
                })
            })
            .await
    }
}
