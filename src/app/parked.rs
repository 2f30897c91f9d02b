//! What is stored does not hold together: the agreement that it belongs to is parked, and the others go on.
//!
//! Issuing looks again at what it builds on (`invoices/recheck.rs`). What it finds goes back with everything that was under way,
//! and is then written down by itself: from there on `hold` refuses each step of the agreement's billing years, until somebody
//! has found out what happened and lets it go on with `samfin parked release`.

use std::collections::BTreeSet;

use samfin_core::{Text, say};

use super::scope::{On, Right};
use super::told::Event;
use super::{Desk, Error};
use crate::storage::parked;
pub use crate::storage::parked::Parked;
use crate::storage::{Tx, agreements, invoices};

/// What was found not to hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inconsistency {
    /// The agreements that are built on it.
    pub agreements: BTreeSet<String>,
    /// What, and where.
    pub what: Text,
}

/// A stored value that samfin did not write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Its table.
    pub table: &'static str,
    /// Its column.
    pub column: String,
    /// The key of its row, or `unknown`.
    pub row: String,
}

impl Damage {
    fn text(&self) -> Text {
        let Self { table, column, row } = self;
        say!("{table} {row}: {column} är inte vad samfin skrev.", "{table} {row}: {column} is not what samfin wrote.")
    }
}

/// Makes every other change to an agreement wait, and refuses the step if the agreement is parked.
pub(super) async fn hold(tx: &mut Tx, agreement: &str) -> Result<(), Error> {
    agreements::lock(tx, agreement).await?;
    match parked::get(tx, agreement).await? {
        Some(found) => Err(Error::Parked(why(&found))),
        None => Ok(()),
    }
}

/// What was found, in the user's words.
#[must_use]
pub fn why(parked: &Parked) -> Text {
    Text::new(parked.reason_sv.clone(), parked.reason_en.clone())
}

impl Desk {
    /// The outcome of a step that takes numbers for these documents. What it found not to hold together is written down, for
    /// the agreements in which the caller may take that step.
    pub(super) async fn parking<T>(&self, ids: &[String], outcome: Result<T, Error>) -> Result<T, Error> {
        let found = match outcome {
            Err(Error::Inconsistent(found)) => *found,
            Err(Error::Damaged(damage)) => match self.built_on(&damage, ids).await? {
                agreements if agreements.is_empty() => return Err(Error::Damaged(damage)),
                agreements => Inconsistency { agreements, what: damage.text() },
            },
            outcome => return outcome,
        };
        let what = found.what.clone();
        self.park(found).await?;
        Err(Error::Parked(what))
    }

    /// The agreements that a damaged row stops: its own where it is one of the documents, else those of all of them.
    async fn built_on(&self, damage: &Damage, ids: &[String]) -> Result<BTreeSet<String>, Error> {
        let own = ids.iter().filter(|id| damage.table == "invoices" && **id == damage.row).cloned();
        let own: Vec<String> = own.collect();
        let ids = if own.is_empty() { ids.to_vec() } else { own };
        let found = self.db.read(ids, |tx, ids| {
            Box::pin(async move {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                Ok::<_, Error>(invoices::agreements_of(tx, &ids).await?)
            })
        });
        let mut found = found.await?;
        found.retain(|id| self.require_in(Right::Bill, id).is_ok());
        Ok(found)
    }

    /// Parks agreements, and tells the audit trail of those that were not.
    async fn park(&self, found: Inconsistency) -> Result<(), Error> {
        tracing::error!(agreements = ?found.agreements, what = %found.what.en, "parked: what is stored does not hold together");
        let now = self.now();
        self.write_down(found, move |tx, found| {
            Box::pin(async move {
                let mut told = Vec::new();
                for id in &found.agreements {
                    let parked = Parked {
                        agreement_id: id.clone(),
                        reason_sv: found.what.sv.clone(),
                        reason_en: found.what.en.clone(),
                        parked_at: now,
                    };
                    if parked::park(tx, &parked).await? {
                        told.push(Event::new("agreement.parked", id).within(id).because(Some(&found.what.sv)));
                    }
                }
                Ok(told.into_iter().collect())
            })
        })
        .await
    }

    /// Why an agreement that the caller has found is parked, when it is.
    pub(super) async fn why_parked(&self, agreement: String) -> Result<Option<Text>, Error> {
        let found = self.db.read(agreement, |tx, agreement| {
            Box::pin(async move { Ok::<_, Error>(parked::get(tx, agreement).await?) })
        });
        Ok(found.await?.map(|found| why(&found)))
    }

    /// Every parked agreement.
    pub async fn parked(&self) -> Result<Vec<Parked>, Error> {
        self.require(Right::ManagePeople, On::Service)?;
        self.db.read((), |tx, ()| Box::pin(async move { Ok::<_, Error>(parked::all(tx).await?) })).await
    }

    /// Lets a parked agreement go on. Issuing looks again: what still does not hold together parks it anew.
    pub async fn release(&self, agreement: String, reason: String) -> Result<(), Error> {
        self.require(Right::ManagePeople, On::Service)?;
        self.write((agreement, reason), |tx, (agreement, reason)| {
            Box::pin(async move {
                agreements::lock(tx, agreement).await?;
                if !parked::release(tx, agreement).await? {
                    let detail = say!("Avtalet är inte parkerat.", "The agreement is not parked.");
                    return Err(Error::InvalidState { detail, legal: Vec::new() });
                }
                let told = Event::new("agreement.released", agreement).within(agreement).because(Some(reason));
                Ok(((), told.into()))
            })
        })
        .await
    }
}
