//! How far a batch has come: it is issued in one step, and its files are made after that.

use serde::Deserialize;

use super::store;
use crate::app::scope::{On, Right};
use crate::app::{Desk, Error};
use crate::storage::{self, idempotency};

/// The route whose requests issue batches.
pub const BATCH_ROUTE: &str = "POST /api/v1/invoice-issues";

/// How far a batch has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// How many documents were issued.
    pub issued: usize,
    /// How many of them have their PDF.
    pub pdfs: usize,
    /// How many of them have an e-invoice; not every document is one, or can be.
    pub e_invoices: usize,
    /// Those whose files could not be made, with why; it is tried again.
    pub failed: Vec<(String, String)>,
}

impl Desk {
    /// How far the batch has come that the caller issued under an `Idempotency-Key`.
    pub async fn issue_progress(&self, key: String) -> Result<Progress, Error> {
        self.require(Right::ReadInvoices, On::Anything)?;
        let principal = self.principal();
        self.db
            .read((principal, key), |tx, (principal, key)| {
                Box::pin(async move {
                    let outcome = idempotency::outcome(tx, principal, BATCH_ROUTE, key).await?;
                    let nothing = || storage::Error::NotFound { what: "batch", id: key.clone() };
                    let issued = ids(&outcome.ok_or_else(nothing)?)?;
                    let mut progress = Progress { issued: issued.len(), ..Progress::default() };
                    let (first, last) = (issued.iter().min(), issued.iter().max());
                    let mut all = match (first, last) {
                        (Some(first), Some(last)) => store::made(tx, first, last).await?,
                        _ => return Ok(progress),
                    };
                    // Other documents may have ids between them.
                    for id in issued {
                        let Some(made) = all.remove(&id) else { continue };
                        progress.pdfs += usize::from(made.pdf);
                        progress.e_invoices += usize::from(made.xml);
                        progress.failed.extend(made.fault.map(|fault| (id, fault)));
                    }
                    Ok(progress)
                })
            })
            .await
    }
}

/// What of a document in an outcome is wanted here.
#[derive(Deserialize)]
struct One {
    invoice: Named,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

/// The ids in what came of a request that issued; read as loosely as can be, since an older samfin may have written it.
fn ids(outcome: &str) -> Result<Vec<String>, Error> {
    let broken = || Error::Broken("what came of a batch cannot be read".to_owned());
    let issued: Vec<One> = serde_json::from_str(outcome).map_err(|_| broken())?;
    Ok(issued.into_iter().map(|one| one.invoice.id).collect())
}
