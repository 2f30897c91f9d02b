//! Scenarios of an agreement: writing, sharing and locking them.
//!
//! | is | may |
//! | --- | --- |
//! | draft | be written over, deleted, shared, locked |
//! | shared | be written over, deleted, locked |
//! | locked | only be read: it is a decision basis |
//!
//! A scenario is held against the newest version of the agreement when it is written; a comparison holds it against the
//! version it compares with. Its name is a column of comparisons, so no other scenario of the agreement has it.

use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};
use samfin_core::{Code, Issue, Request, say};

use super::basis::OWN_COLUMNS;
use super::budgets::{newest_version, tag};
use super::documents::json_of;
use super::scope::Right;
use super::sight::Sight;
use super::told::Event;
use super::{Desk, Error};
use crate::storage::scenarios as store;
use crate::storage::{Tx, agreements};

pub use crate::storage::scenarios::{Content, Lock, Scenario, Sharing, Status};

/// A scenario as it was sent: what could be read of it, and what is wrong with its form.
#[derive(Debug, Clone)]
pub struct Draft {
    name: String,
    author: Option<String>,
    note: Option<String>,
    content: Content,
    faults: Vec<Issue>,
}

impl Draft {
    /// The fields of a scenario.
    pub const FIELDS: &'static [&'static str] = &["name", "author", "note", "changes", "events", "statistics"];

    /// Reads a scenario. What its changes, events and statistics say is checked later, with the agreement.
    #[must_use]
    pub fn read(tree: &Json<'_>) -> Self {
        let (mut reader, root) = (Reader::default(), Node::root(tree));
        reader.object(&root, Self::FIELDS);
        let name = reader.required(&root, "name", |reader, node| {
            let name = reader.name(node)?;
            if OWN_COLUMNS.contains(&name.as_str()) {
                let detail = say!(
                    "{name} är avtalets egen kolumn i jämförelser; välj ett annat namn",
                    "{name} is the agreement's own column in comparisons; choose another name"
                );
                reader.fault(node, Code::DuplicateId, detail);
            }
            Some(name)
        });
        let author = reader.optional(&root, "author", Reader::name);
        let note = reader.optional(&root, "note", Reader::text);
        let part = |name: &str, empty: Json<'static>| match tree.get(name) {
            None | Some(Json::Null) => empty.to_canonical(),
            Some(json) => json.to_canonical(),
        };
        let content = Content {
            changes: part("changes", Json::Array(Vec::new())),
            events: part("events", Json::Array(Vec::new())),
            statistics: part("statistics", Json::Object(Vec::new())),
        };
        let faults = reader.issues().to_vec();
        Self { name: name.unwrap_or_default(), author, note, content, faults }
    }
}

impl Desk {
    /// Stores a new scenario, as a draft.
    pub async fn create_scenario(&self, agreement: String, draft: Draft) -> Result<(Scenario, Content), Error> {
        self.require_in(Right::WriteOwnScenarios, &agreement)?;
        let now = self.now();
        let new = Scenario {
            id: self.new_id(),
            agreement_id: agreement,
            name: draft.name.clone(),
            author: draft.author.clone().or_else(|| self.author_name()),
            created_by: self.author_id(),
            note: draft.note.clone(),
            revision: 1,
            created_at: now,
            changed_at: now,
            shared: None,
            locked: None,
        };
        self.write((new, draft), |tx, (new, draft)| {
            Box::pin(async move {
                agreements::lock(tx, &new.agreement_id).await?;
                check(tx, &new.agreement_id, &new.id, draft).await?;
                store::insert(tx, new, &draft.content).await?;
                let made = whole(tx, &new.agreement_id, &new.id).await?;
                let told = Event::new("scenario.created", &new.id).within(&new.agreement_id).to(&made);
                Ok((made, told.into()))
            })
        })
        .await
    }

    /// One scenario with what differs in it.
    pub async fn scenario(&self, agreement: String, id: String) -> Result<(Scenario, Content), Error> {
        let sight = self.sight(&agreement)?;
        self.db
            .read((agreement, id, sight), |tx, (agreement, id, sight)| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    sight.whole(tx, agreement, id).await
                })
            })
            .await
    }

    /// Scenarios in the order they came, at most `limit` of those after the id `after`.
    pub async fn scenarios(
        &self,
        agreement: String,
        after: Option<String>,
        limit: i64,
    ) -> Result<Vec<Scenario>, Error> {
        let sight = self.sight(&agreement)?;
        self.db
            .read((agreement, after, sight), move |tx, (agreement, after, sight)| {
                Box::pin(async move { sight.page(tx, agreement, after.as_deref(), limit).await })
            })
            .await
    }

    /// Writes over the revision that the caller had read; a shared one stays shared.
    pub async fn replace_scenario(
        &self,
        agreement: String,
        id: String,
        revision: i64,
        draft: Draft,
    ) -> Result<(Scenario, Content), Error> {
        let sight = self.sight_for(Right::WriteOwnScenarios, &agreement)?;
        let now = self.now();
        self.write((agreement, id, draft), move |tx, (agreement, id, draft)| {
            let sight = sight.clone();
            Box::pin(async move {
                agreements::lock(tx, agreement).await?;
                let found = current(tx, agreement, id, revision, &sight).await?;
                sight.may_change(&found)?;
                refuse_locked(&found)?;
                check(tx, agreement, id, draft).await?;
                let before = store::content(tx, agreement, id).await?;
                let told = Event::new("scenario.written", id).within(agreement).from(&(&found, before));
                let new = Scenario {
                    name: draft.name.clone(),
                    author: draft.author.clone(),
                    note: draft.note.clone(),
                    changed_at: now,
                    ..found
                };
                store::replace(tx, &new, &draft.content, revision).await?;
                let written = whole(tx, agreement, id).await?;
                let told = told.to(&written);
                Ok((written, told.into()))
            })
        })
        .await
    }

    /// Deletes the revision that the caller had read, unless it is locked.
    pub async fn delete_scenario(
        &self,
        agreement: String,
        id: String,
        revision: i64,
        reason: Option<String>,
    ) -> Result<(), Error> {
        let sight = self.sight_for(Right::WriteOwnScenarios, &agreement)?;
        self.write((agreement, id, reason), move |tx, (agreement, id, reason)| {
            let sight = sight.clone();
            Box::pin(async move {
                agreements::lock(tx, agreement).await?;
                let found = current(tx, agreement, id, revision, &sight).await?;
                sight.may_change(&found)?;
                refuse_locked(&found)?;
                let before = store::content(tx, agreement, id).await?;
                store::delete(tx, agreement, id, revision).await?;
                let told = Event::new("scenario.deleted", id).within(agreement).from(&(&found, before));
                Ok(((), told.because(reason.as_ref()).into()))
            })
        })
        .await
    }

    /// Shares a draft with everybody on the agreement.
    pub async fn share_scenario(
        &self,
        agreement: String,
        id: String,
        revision: i64,
        reason: Option<String>,
    ) -> Result<(Scenario, Content), Error> {
        let sight = self.sight_for(Right::Decide, &agreement)?;
        let sharing = Sharing { at: self.now(), reason };
        self.write((agreement, id, sharing), move |tx, (agreement, id, sharing)| {
            let sight = sight.clone();
            Box::pin(async move {
                agreements::lock(tx, agreement).await?;
                let found = current(tx, agreement, id, revision, &sight).await?;
                refuse_locked(&found)?;
                if found.status() == Status::Shared {
                    return Err(Error::InvalidState {
                        detail: say!("Scenariot är redan delat.", "The scenario is already shared."),
                        legal: vec!["put", "delete", "lock"],
                    });
                }
                let before = store::content(tx, agreement, id).await?;
                store::share(tx, agreement, id, revision, sharing).await?;
                let shared = whole(tx, agreement, id).await?;
                let told = Event::new("scenario.shared", id).within(agreement).because(sharing.reason.clone());
                let told = told.from(&(&found, before)).to(&shared);
                Ok((shared, told.into()))
            })
        })
        .await
    }

    /// The decision basis of a locked scenario, byte for byte.
    pub async fn scenario_basis(&self, agreement: String, id: String) -> Result<String, Error> {
        let sight = self.sight(&agreement)?;
        self.db
            .read((agreement, id, sight), |tx, (agreement, id, sight)| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    sight.get(tx, agreement, id).await?;
                    store::basis(tx, agreement, id).await?.ok_or_else(|| Error::InvalidState {
                        detail: say!(
                            "Scenariot är inte låst och har inget beslutsunderlag än. Lås det först.",
                            "The scenario is not locked and has no decision basis yet. Lock it first."
                        ),
                        legal: vec!["lock"],
                    })
                })
            })
            .await
    }
}

/// The scenario, if the caller sees it and it is still at the revision that the caller had read.
pub(super) async fn current(
    tx: &mut Tx,
    agreement: &str,
    id: &str,
    revision: i64,
    sight: &Sight,
) -> Result<Scenario, Error> {
    let found = sight.get(tx, agreement, id).await?;
    if found.revision == revision {
        return Ok(found);
    }
    let now = found.revision;
    Err(Error::Stale {
        detail: say!(
            "Scenariot är nu på revision {now}. Hämta det och gör om ändringen.",
            "The scenario is now at revision {now}. Fetch it and make the change again."
        ),
        current: Some(tag(now)),
    })
}

/// A decision basis stays as it is.
pub(super) fn refuse_locked(found: &Scenario) -> Result<(), Error> {
    let Some(lock) = &found.locked else { return Ok(()) };
    let day = lock.at.date_naive();
    Err(Error::InvalidState {
        detail: say!(
            "Scenariot låstes {day} som beslutsunderlag och ändras inte mer. Skapa ett nytt i stället.",
            "The scenario was locked on {day} as a decision basis and never changes. Create a new one instead."
        ),
        legal: vec!["create"],
    })
}

/// A scenario as it is now.
pub(super) async fn whole(tx: &mut Tx, agreement: &str, id: &str) -> Result<(Scenario, Content), Error> {
    let found = store::get(tx, agreement, id).await?;
    let content = store::content(tx, agreement, id).await?;
    Ok((found, content))
}

/// Everything that is wrong with a scenario: its form, its name beside the others, and what it says of the agreement.
async fn check(tx: &mut Tx, agreement: &str, id: &str, draft: &Draft) -> Result<(), Error> {
    let mut issues = draft.faults.clone();
    if store::named(tx, agreement, &draft.name).await?.is_some_and(|other| other != id) {
        let name = &draft.name;
        let detail = say!(
            "avtalet har redan ett scenario {name}; välj ett annat namn",
            "the agreement already has a scenario {name}; choose another name"
        );
        issues.push(Issue::new("/name", Code::DuplicateId, detail));
    }
    let version = newest_version(tx, agreement).await?;
    let Content { changes, events, statistics } = &draft.content;
    let request = Json::Object(vec![
        ("agreement".into(), json_of(&version)?),
        ("changes".into(), json::parse(changes.as_bytes())?),
        ("events".into(), json::parse(events.as_bytes())?),
        ("statistics".into(), json::parse(statistics.as_bytes())?),
        // Any year will do: nothing is calculated.
        ("year".into(), Json::Number("2000".into())),
    ]);
    match Request::parse(request.to_text().as_bytes()) {
        Ok(_) => {}
        Err(samfin_core::Error::Invalid(found)) => issues.extend(found),
        Err(error) => return Err(error.into()),
    }
    if issues.is_empty() { Ok(()) } else { Err(samfin_core::Error::Invalid(issues).into()) }
}
