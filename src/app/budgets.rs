//! A year's budget: how it differs from the agreement, what it opens with, and the decision on it.

mod figures;

use samfin_core::{Request, Statistics, json, say};

use super::calculate::version_for_year;
use super::documents::json_of;
use super::scope::Right;
use super::told::Event;
use super::{Desk, Error};
use crate::storage::budgets::{self as store, NewBudget};
use crate::storage::{self, Tx, agreements};

pub use crate::storage::budgets::{Budget, Status};
pub use figures::{BudgetFigures, CostFigures, Counts, Figure};

/// What a budget says, as JSON with names sorted.
#[derive(Debug, Clone)]
pub struct BudgetText {
    /// The year's changes to the agreement.
    pub changes: String,
    /// The opening balances.
    pub opening: String,
}

/// What the caller knows of the budget it writes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// There is none yet.
    Nothing,
    /// Nothing is said: then it is the first.
    TheFirst,
    /// It is at this revision.
    Revision(i64),
}

impl Desk {
    /// The newest revision of a year's budget, and the one that is in force.
    pub async fn budget(&self, id: String, year: i32) -> Result<(Budget, Option<Budget>), Error> {
        self.require_in(Right::Read, &id)?;
        self.db
            .read((id, year), |tx, (id, year)| {
                Box::pin(async move {
                    agreements::get(tx, id).await?;
                    let newest = store::get(tx, id, i64::from(*year)).await?.ok_or_else(|| no_budget(*year))?;
                    let adopted = store::adopted(tx, id, i64::from(*year)).await?;
                    Ok((newest, adopted))
                })
            })
            .await
    }

    /// Writes a draft of a year's budget on top of what the caller had read; gives it, and the revision that is in force.
    pub async fn put_budget(
        &self,
        id: String,
        year: i32,
        text: BudgetText,
        expected: Expected,
    ) -> Result<(Budget, Option<i64>), Error> {
        self.require_in(Right::Write, &id)?;
        let new = NewBudget {
            agreement_id: id,
            year: i64::from(year),
            changes: text.changes,
            opening: text.opening,
            at: self.now(),
        };
        self.write((new, expected), move |tx, (new, expected)| {
            Box::pin(async move {
                let id = &new.agreement_id;
                agreements::lock(tx, id).await?;
                check(tx, new, year).await?;
                let before = store::get(tx, id, new.year).await?;
                let revision = match expected {
                    Expected::TheFirst if before.is_some() => return Err(condition_missing()),
                    Expected::Nothing | Expected::TheFirst => None,
                    Expected::Revision(revision) => Some(*revision),
                };
                let written = store::put(tx, new, revision).await.map_err(stale)?;
                let told = Event::new("budget.written", format!("{id}-{year}")).within(id).to(&written);
                let adopted = store::adopted(tx, id, new.year).await?.map(|adopted| adopted.revision);
                Ok(((written, adopted), before.iter().fold(told, Event::from).into()))
            })
        })
        .await
    }

    /// Adopts the budget that the caller had read.
    pub async fn adopt_budget(&self, id: String, year: i32, revision: i64, reference: String) -> Result<Budget, Error> {
        self.require_in(Right::Decide, &id)?;
        let now = self.now();
        self.write((id, reference), move |tx, (id, reference)| {
            Box::pin(async move {
                agreements::lock(tx, id).await?;
                let newest = store::get(tx, id, i64::from(year)).await?.ok_or_else(|| no_budget(year))?;
                if newest.revision == revision && newest.status != Status::Draft {
                    return Err(Error::InvalidState {
                        detail: say!(
                            "Budgeten för {year} är redan antagen. Skriv en ny för att ändra den.",
                            "The budget for {year} is already adopted. Write a new one to change it."
                        ),
                        legal: vec!["put"],
                    });
                }
                let adopted = store::adopt(tx, id, i64::from(year), revision, reference, now).await.map_err(stale)?;
                let told = Event::new("budget.adopted", format!("{id}-{year}")).within(id);
                let told = told.because(Some(reference.as_str())).from(&newest).to(&adopted);
                Ok((adopted, told.into()))
            })
        })
        .await
    }
}

/// The changes must fit the version that the year is calculated with, and give a document that is right.
async fn check(tx: &mut Tx, new: &NewBudget, year: i32) -> Result<(), Error> {
    let version = match version_for_year(tx, &new.agreement_id, year).await? {
        Some(version) => version,
        None => newest_version(tx, &new.agreement_id).await?,
    };
    let (changes, opening) = (parse(&new.changes)?, parse(&new.opening)?);
    Request::from_parts(&json_of(&version)?, Some(&changes), Statistics::default(), Some(&opening), None, year)?;
    Ok(())
}

fn parse(text: &str) -> Result<json::Json<'_>, Error> {
    Ok(json::parse(text.as_bytes())?)
}

pub(super) async fn newest_version(tx: &mut Tx, id: &str) -> Result<agreements::Version, Error> {
    Ok(agreements::newest_version(tx, id).await?)
}

/// The entity tag of a budget at `revision`.
#[must_use]
pub fn tag(revision: i64) -> String {
    format!("\"r{revision}\"")
}

fn no_budget(year: i32) -> Error {
    Error::NotFound(say!("Det finns ingen budget för {year}.", "There is no budget for {year}."))
}

fn condition_missing() -> Error {
    Error::ConditionMissing(say!(
        "Budgeten finns redan: hämta den och skicka dess ETag i If-Match, så att ingen annans ändring går förlorad.",
        "The budget is there: fetch it and send its ETag in If-Match, so that nobody's change is lost."
    ))
}

fn stale(error: storage::Error) -> Error {
    match error {
        storage::Error::Stale { current, .. } => Error::Stale {
            detail: match current {
                Some(revision) => say!(
                    "Budgeten är nu på revision {revision}. Hämta den och gör om ändringen.",
                    "The budget is now at revision {revision}. Fetch it and make the change again."
                ),
                None => say!(
                    "Det finns ingen budget än. Skapa den med If-None-Match: *.",
                    "There is no budget yet. Create it with If-None-Match: *."
                ),
            },
            current: current.map(tag),
        },
        error => error.into(),
    }
}
