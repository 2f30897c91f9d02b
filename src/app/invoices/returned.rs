//! A draft that is sent back to whoever wrote it, and the history in which that stands.

use std::collections::HashMap;

use super::attest::{at_revision, require_draft};
use super::{Status, Whole, for_step, seen, store};
use crate::app::scope::{On, Right};
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::storage::audit::{self, SentBack};

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

    /// Those of these drafts that were sent back since they were last written or attested, for those who see drafts.
    pub async fn sent_back(&self, found: &[Whole]) -> Result<HashMap<String, SentBack>, Error> {
        let sees = |one: &&Whole| {
            one.invoice.status == Status::Draft
                && self.scope().may(Right::ReadDrafts, On::Agreement(&one.invoice.agreement_id))
        };
        let changed = found.iter().filter(sees).map(|one| (one.invoice.id.clone(), one.invoice.changed_at));
        let changed: HashMap<String, _> = changed.collect();
        if changed.is_empty() {
            return Ok(HashMap::new());
        }
        self.db
            .read(changed, |tx, changed| {
                Box::pin(async move {
                    let ids: Vec<&str> = changed.keys().map(String::as_str).collect();
                    let back = audit::sent_back(tx, &ids).await?;
                    let stands = |one: &SentBack| changed.get(&one.invoice_id).is_some_and(|at| one.at >= *at);
                    Ok(back.into_iter().filter(stands).map(|one| (one.invoice_id.clone(), one)).collect())
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
