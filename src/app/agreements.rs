//! Agreements and their versions: making them, reading them, adopting them.

use std::collections::{BTreeSet, HashSet};

use chrono::{Datelike as _, NaiveDate};
use samfin_core::{Code, Issue, say};
use serde::{Deserialize, Serialize};

use super::documents::agreement_of;
use super::scope::{On, Right, Visible};
use super::told::Event;
use super::{Desk, Error};
use crate::storage::agreements as store;
use crate::storage::{self, Tx};

pub use super::documents::Document;
pub use crate::storage::agreements::{Agreement, Decision, Version};

/// A version with the decisions that adopted it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VersionWithDecisions {
    /// The version.
    pub version: Version,
    /// Who decided what, by party; empty for a draft.
    pub decisions: Vec<Decision>,
    /// The parties that have not decided, in the agreement's order.
    pub undecided: Vec<String>,
}

impl Desk {
    /// Stores a new agreement; the document is its version 1.
    pub async fn create_agreement(&self, document: Document, note: Option<String>) -> Result<Agreement, Error> {
        self.require(Right::Write, On::Service)?;
        let first = document.into_version(note, self.now());
        self.write((self.new_id(), first), |tx, (id, first)| {
            Box::pin(async move {
                store::insert(tx, id, first).await?;
                let made = store::get(tx, id).await?;
                let version = store::version(tx, id, 1).await?;
                let event = Event::new("agreement.created", id).within(id).because(version.note.clone()).to(&version);
                Ok((made, event.into()))
            })
        })
        .await
    }

    /// One agreement.
    pub async fn agreement(&self, id: String) -> Result<Agreement, Error> {
        self.require_in(Right::Read, &id)?;
        self.db.read(id, |tx, id| Box::pin(async move { Ok(store::get(tx, id).await?) })).await
    }

    /// Agreements that the reader may see, in the order they came, at most `limit` of those after the id `after`.
    pub async fn agreements(&self, after: Option<String>, limit: i64) -> Result<Vec<Agreement>, Error> {
        self.require(Right::Read, On::Anything)?;
        self.db
            .read((after, limit, self.scope().visible(Right::Read)), |tx, (after, limit, visible)| {
                Box::pin(async move {
                    let after = after.as_deref();
                    match visible {
                        Visible::All => Ok(store::page(tx, after, *limit).await?),
                        Visible::Only(ids) => these(tx, ids, after, *limit).await,
                    }
                })
            })
            .await
    }

    /// Stores the next version of an agreement, if it starts on a day when a version can.
    pub async fn add_version(
        &self,
        id: String,
        document: Document,
        note: Option<String>,
    ) -> Result<VersionWithDecisions, Error> {
        self.require_in(Right::Write, &id)?;
        self.store_version(id, document, note, None).await
    }

    /// As [`Desk::add_version`], if the newest version still is the one that was read.
    pub async fn add_version_after(
        &self,
        id: String,
        read: i64,
        document: Document,
        note: Option<String>,
    ) -> Result<VersionWithDecisions, Error> {
        self.require_in(Right::Write, &id)?;
        self.store_version(id, document, note, Some(read)).await
    }

    async fn store_version(
        &self,
        id: String,
        document: Document,
        note: Option<String>,
        read: Option<i64>,
    ) -> Result<VersionWithDecisions, Error> {
        let next = document.into_version(note, self.now());
        self.write((id, next), move |tx, (id, next)| {
            Box::pin(async move {
                store::lock(tx, id).await?;
                let newest = store::get(tx, id).await?.versions;
                if let Some(read) = read.filter(|read| *read != newest) {
                    return Err(stale(read, newest));
                }
                check_start(tx, id, next.valid_from).await?;
                let added = store::add_version(tx, id, next).await?;
                let event = Event::new("version.created", format!("{id}-v{}", added.number));
                let event = event.within(id).because(added.note.clone()).to(&added);
                Ok((with_decisions(tx, added).await?, event.into()))
            })
        })
        .await
    }

    /// Versions by number, at most `limit` of those after the number `after`.
    pub async fn versions(&self, id: String, after: i64, limit: i64) -> Result<Vec<Version>, Error> {
        self.require_in(Right::Read, &id)?;
        self.db
            .read((id, after, limit), |tx, (id, after, limit)| {
                Box::pin(async move { Ok(store::versions_page(tx, id, *after, *limit).await?) })
            })
            .await
    }

    /// One version.
    pub async fn version(&self, id: String, number: i64) -> Result<VersionWithDecisions, Error> {
        self.require_in(Right::Read, &id)?;
        self.db
            .read((id, number), |tx, (id, number)| {
                Box::pin(async move {
                    let version = store::version(tx, id, *number).await?;
                    with_decisions(tx, version).await
                })
            })
            .await
    }

    /// Writes down that parties have adopted a version, each by its own decision.
    pub async fn adopt_version(
        &self,
        id: String,
        number: i64,
        decisions: Vec<Decision>,
    ) -> Result<VersionWithDecisions, Error> {
        self.require_in(Right::Decide, &id)?;
        let now = self.now();
        self.write((id, number, decisions), move |tx, (id, number, decisions)| {
            Box::pin(async move {
                store::lock(tx, id).await?;
                let version = store::version(tx, id, *number).await?;
                check_adoptable(tx, &version).await?;
                check_parties(&version, decisions)?;
                let adopted = store::adopt(tx, id, *number, now, decisions).await?;
                let event = Event::new("version.adopted", format!("{id}-v{number}")).within(id).from(&version);
                let adopted = with_decisions(tx, adopted).await?;
                let event = event.because(references(decisions)).to(&adopted);
                Ok((adopted, event.into()))
            })
        })
        .await
    }
}

fn stale(read: i64, newest: i64) -> Error {
    Error::Stale {
        detail: say!(
            "Version {newest} har kommit till sedan version {read} lästes. Läs den och gör om ändringen.",
            "Version {newest} has come since version {read} was read. Read it and make the change again."
        ),
        current: None,
    }
}

/// Those of the agreements that are there, in the order they came.
async fn these(tx: &mut Tx, ids: &BTreeSet<String>, after: Option<&str>, limit: i64) -> Result<Vec<Agreement>, Error> {
    let mut found = Vec::new();
    for id in ids.iter().filter(|id| after.is_none_or(|after| id.as_str() > after)) {
        if i64::try_from(found.len()).is_ok_and(|count| count >= limit) {
            break;
        }
        match store::get(tx, id).await {
            Ok(agreement) => found.push(agreement),
            Err(storage::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(found)
}

/// What the parties call their decisions, each once.
fn references(decisions: &[Decision]) -> Option<String> {
    let all: BTreeSet<&str> = decisions.iter().map(|decision| decision.reference.as_str()).collect();
    (!all.is_empty()).then(|| all.into_iter().collect::<Vec<_>>().join(", "))
}

/// A calendar year is calculated with one version, so a new one starts on a 1 January, after those that
/// are adopted. A draft of the first can be corrected by one that starts on the same day.
async fn check_start(tx: &mut Tx, id: &str, start: NaiveDate) -> Result<(), Error> {
    let first = store::version(tx, id, 1).await?;
    let adopted = store::adopted_versions(tx, id).await?;
    let latest = adopted.iter().map(|version| version.valid_from).max();
    if start.ordinal() != 1 && start != first.valid_from {
        let year = start.year() + 1;
        return Err(Error::VersionStart(say!(
            "En ny version börjar en 1 januari, inte {start}; välj till exempel {year}-01-01.",
            "A new version starts on a 1 January, not on {start}; choose for example {year}-01-01."
        )));
    }
    match latest {
        Some(latest) if start <= latest => Err(Error::VersionStart(say!(
            "En antagen version börjar {latest}; en ny måste börja en senare 1 januari än så, inte {start}.",
            "An adopted version starts on {latest}; a new one must start on a 1 January after that, not on {start}."
        ))),
        _ => Ok(()),
    }
}

/// A version is adopted once, and no two adopted versions start on the same day.
async fn check_adoptable(tx: &mut Tx, version: &Version) -> Result<(), Error> {
    let number = version.number;
    if let Some(at) = version.adopted_at {
        return Err(Error::InvalidState {
            detail: say!(
                "Version {number} antogs redan {}. Gör en ny version för att ändra avtalet.",
                "Version {number} was already adopted on {}. Make a new version to change the agreement.";
                at.date_naive()
            ),
            legal: vec!["new-version"],
        });
    }
    let adopted = store::adopted_versions(tx, &version.agreement_id).await?;
    match adopted.iter().find(|other| other.valid_from == version.valid_from) {
        None => Ok(()),
        Some(other) => Err(Error::InvalidState {
            detail: say!(
                "Version {} är antagen och börjar samma dag, {}. Gör en ny version som börjar senare.",
                "Version {} is adopted and starts on the same day, {}. Make a new version that starts later.";
                other.number, other.valid_from
            ),
            legal: vec!["new-version"],
        }),
    }
}

/// Everyone who decides is a party, and decides once.
fn check_parties(version: &Version, decisions: &[Decision]) -> Result<(), Error> {
    let agreement = agreement_of(version)?;
    let mut seen = HashSet::new();
    let mut issues = Vec::new();
    for (index, decision) in decisions.iter().enumerate() {
        let (party, pointer) = (&decision.party, format!("/decisions/{index}/party"));
        if agreement.position(party).is_none() {
            let detail = say!(
                "det finns ingen part \"{party}\" i version {}",
                "there is no party \"{party}\" in version {}"; version.number
            );
            issues.push(Issue::new(pointer, Code::UnknownReference, detail));
        } else if !seen.insert(party) {
            let detail =
                say!("\"{party}\" har redan ett beslut i listan", "\"{party}\" already has a decision in the list");
            issues.push(Issue::new(pointer, Code::RepeatedReference, detail));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(samfin_core::Error::Invalid(issues).into()) }
}

pub(super) async fn with_decisions(tx: &mut Tx, version: Version) -> Result<VersionWithDecisions, Error> {
    let decisions = store::decisions(tx, &version.agreement_id, version.number).await?;
    let decided: HashSet<&str> = decisions.iter().map(|decision| decision.party.as_str()).collect();
    let parties = agreement_of(&version)?.parties;
    let undecided =
        parties.iter().map(|party| party.id.to_string()).filter(|id| !decided.contains(id.as_str())).collect();
    Ok(VersionWithDecisions { version, decisions, undecided })
}
