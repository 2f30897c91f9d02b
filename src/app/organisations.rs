//! Legal entities with their invoicing details: added, changed, found by their organisation number. None is ever deleted, and
//! everything that one has been is kept.

use chrono::{DateTime, Utc};
use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber};
use samfin_core::billing::organisation::Organisation as Details;
use samfin_core::{Code, Issue, say};
use serde::{Deserialize, Serialize};

use super::budgets::tag;
use super::scope::{On, Right};
use super::told::Event;
use super::{Desk, Error};
use crate::storage::organisations as store;
use crate::storage::{self, Tx};

/// A legal entity with its invoicing details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: String,
    /// 1, 2, 3 … with every change: the `ETag`.
    pub revision: i64,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When this revision came.
    pub changed_at: DateTime<Utc>,
    /// What is known of it.
    pub details: Details,
}

/// What an organisation was from a moment on, until the next revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number.
    pub revision: i64,
    /// When it came.
    pub changed_at: DateTime<Utc>,
    /// What was known then.
    pub details: Details,
}

/// Which organisations are listed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The one with this organisation number.
    pub organisation_number: Option<OrganisationNumber>,
    /// The one that another system calls so.
    pub external_id: Option<String>,
}

impl Desk {
    /// Adds an organisation. Its organisation number and its external id are its own.
    pub async fn create_organisation(&self, details: Details) -> Result<Organisation, Error> {
        self.require(Right::WriteOrganisations, On::Service)?;
        let now = self.now();
        let new = Organisation { id: self.new_id(), revision: 1, created_at: now, changed_at: now, details };
        self.write(new, |tx, new| {
            Box::pin(async move {
                if !store::insert_unless_taken(tx, &to_store(new)?).await? {
                    return Err(refused(taken(tx, new).await?));
                }
                let made = whole(store::get(tx, &new.id).await?)?;
                let told = vec![Event::new("organisation.created", &new.id).to(&made)];
                let told: Vec<_> = told.into_iter().chain(attestation(None, &made)).collect();
                Ok((made, told.into_iter().collect()))
            })
        })
        .await
    }

    /// One organisation.
    pub async fn organisation(&self, id: String) -> Result<Organisation, Error> {
        self.require(Right::ReadOrganisations, On::Service)?;
        self.db.read(id, |tx, id| Box::pin(async move { whole(store::get(tx, id).await?) })).await
    }

    /// Organisations in the order they came, at most `limit` of those after the id `after`.
    pub async fn organisations(
        &self,
        filter: Filter,
        after: Option<String>,
        limit: i64,
    ) -> Result<Vec<Organisation>, Error> {
        self.require(Right::ReadOrganisations, On::Service)?;
        let filter = store::Filter {
            organisation_number: filter.organisation_number.map(String::from),
            external_id: filter.external_id,
        };
        self.db
            .read((filter, after), move |tx, (filter, after)| {
                Box::pin(async move {
                    let found = store::page(tx, filter, after.as_deref(), limit).await?;
                    found.into_iter().map(whole).collect()
                })
            })
            .await
    }

    /// The names of those whose documents are issued without anybody attesting them, for those who see documents; nothing for
    /// others.
    pub async fn unattested_issuers(&self) -> Result<Vec<String>, Error> {
        if !self.scope().may(Right::ReadInvoices, On::Anything) {
            return Ok(Vec::new());
        }
        self.db.read((), |tx, ()| Box::pin(async move { Ok(store::unattested(tx).await?) })).await
    }

    /// Everything that an organisation has been, at most `limit` of the revisions after the number `after`.
    pub async fn organisation_revisions(&self, id: String, after: i64, limit: i64) -> Result<Vec<Revision>, Error> {
        self.require(Right::ReadOrganisations, On::Service)?;
        self.db
            .read(id, move |tx, id| {
                Box::pin(async move {
                    let found = store::revisions(tx, id, after, limit).await?;
                    let read = |store::Revision { revision, document, changed_at }| {
                        Ok(Revision { revision, changed_at, details: details(id, &document)? })
                    };
                    found.into_iter().map(read).collect()
                })
            })
            .await
    }

    /// Writes over the revision that the caller had read.
    pub async fn replace_organisation(
        &self,
        id: String,
        revision: i64,
        details: Details,
    ) -> Result<Organisation, Error> {
        self.require(Right::WriteOrganisations, On::Service)?;
        let now = self.now();
        self.write((id, details), move |tx, (id, details)| {
            Box::pin(async move {
                let before = whole(store::get(tx, id).await?)?;
                refuse_stale(before.revision, revision)?;
                let new = Organisation { changed_at: now, details: details.clone(), ..before.clone() };
                let taken = taken(tx, &new).await?;
                if !taken.is_empty() {
                    return Err(refused(taken));
                }
                match store::replace(tx, &to_store(&new)?, revision).await {
                    // Taken or changed by somebody else at this very moment.
                    Err(storage::Error::Conflict { .. }) => return Err(refused(Vec::new())),
                    Err(storage::Error::Stale { current: Some(current), .. }) => refuse_stale(current, revision)?,
                    done => done?,
                }
                let written = whole(store::get(tx, id).await?)?;
                let told = vec![Event::new("organisation.changed", id).from(&before).to(&written)];
                let told: Vec<_> = told.into_iter().chain(attestation(Some(&before), &written)).collect();
                Ok((written, told.into_iter().collect()))
            })
        })
        .await
    }
}

/// That attestation was given up, or is asked for again: told by itself, so that nobody has to look for it among changed details.
fn attestation(before: Option<&Organisation>, after: &Organisation) -> Option<Event> {
    let is_given_up = |of: &Organisation| of.details.attestations_required == 0;
    match (before.is_some_and(is_given_up), is_given_up(after)) {
        (false, true) => Some(Event::new("organisation.attestation_given_up", &after.id)),
        (true, false) => Some(Event::new("organisation.attestation_required", &after.id)),
        _ => None,
    }
}

/// The organisation with an organisation number, for use inside a transaction.
pub(super) async fn with_number(tx: &mut Tx, number: &OrganisationNumber) -> Result<Option<Organisation>, Error> {
    store::with_number(tx, number.as_str()).await?.map(whole).transpose()
}

/// Those of the organisations with these numbers that are known, in a few questions for all; for use inside a transaction.
pub(super) async fn with_numbers(tx: &mut Tx, numbers: &[&str]) -> Result<Vec<Organisation>, Error> {
    let mut found = Vec::new();
    for some in numbers.chunks(500) {
        for one in store::with_numbers(tx, some).await? {
            found.push(whole(one)?);
        }
    }
    Ok(found)
}

/// Every organisation, in the order they came.
pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Organisation>, Error> {
    let found = store::page(tx, &store::Filter::default(), None, i64::MAX).await?;
    found.into_iter().map(whole).collect()
}

fn to_store(of: &Organisation) -> Result<store::Organisation, Error> {
    let document = serde_json::to_string(&of.details)
        .map_err(|error| Error::Broken(format!("an organisation cannot be written: {error}")))?;
    Ok(store::Organisation {
        id: of.id.clone(),
        organisation_number: of.details.organisation_number.as_str().to_owned(),
        external_id: of.details.external_id.clone(),
        name: of.details.name.clone(),
        document,
        unattested: of.details.attestations_required == 0,
        revision: of.revision,
        created_at: of.created_at,
        changed_at: of.changed_at,
    })
}

fn whole(stored: store::Organisation) -> Result<Organisation, Error> {
    let details = details(&stored.id, &stored.document)?;
    let store::Organisation { id, revision, created_at, changed_at, .. } = stored;
    Ok(Organisation { id, revision, created_at, changed_at, details })
}

/// What was right when it was stored must still be: anything else is our fault, not the caller's.
fn details(id: &str, document: &str) -> Result<Details, Error> {
    serde_json::from_str(document).map_err(|error| Error::Broken(format!("organisation {id} cannot be read: {error}")))
}

/// What of a new organisation another one has already.
async fn taken(tx: &mut Tx, new: &Organisation) -> Result<Vec<Issue>, Error> {
    let mut issues = Vec::new();
    let is_other = |found: Option<store::Organisation>| found.is_some_and(|found| found.id != new.id);
    if is_other(store::with_number(tx, new.details.organisation_number.as_str()).await?) {
        issues.push(Issue::new("/organisation_number", Code::DuplicateId, is_taken()));
    }
    if let Some(external_id) = &new.details.external_id
        && is_other(store::with_external_id(tx, external_id).await?)
    {
        issues.push(Issue::new("/external_id", Code::DuplicateId, is_taken()));
    }
    Ok(issues)
}

/// That something is taken: what of it, or as a whole where somebody was faster by a moment.
fn refused(taken: Vec<Issue>) -> Error {
    let taken = if taken.is_empty() { vec![Issue::new("", Code::DuplicateId, is_taken())] } else { taken };
    samfin_core::Error::Invalid(taken).into()
}

fn is_taken() -> samfin_core::Text {
    say!(
        "en annan organisation har det redan; ändra den i stället",
        "another organisation has it already; change that one instead"
    )
}

fn refuse_stale(now: i64, revision: i64) -> Result<(), Error> {
    if now == revision {
        return Ok(());
    }
    Err(Error::Stale {
        detail: say!(
            "Organisationen är nu på revision {now}. Hämta den och gör om ändringen.",
            "The organisation is now at revision {now}. Fetch it and make the change again."
        ),
        current: Some(tag(now)),
    })
}
