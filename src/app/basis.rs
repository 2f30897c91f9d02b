//! What a comparison of stored things is made from, as the body that `POST /api/v1/comparisons` takes.
//!
//! A stored comparison reads this body and a locked scenario keeps it, so that the one can be checked with the other.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use samfin_core::json::{self, Json};

use super::Error;
use super::documents::json_of;
use super::scenarios::Content;
use super::statistics::{collect, known_for};
use crate::population;
use crate::storage::Tx;
use crate::storage::agreements::Version;
use crate::storage::budgets::Budget;
use crate::storage::statistics::{self as store, Observation};

/// The names of the agreement's own column: alone, and beside another agreement.
pub(super) const OWN_COLUMNS: [&str; 2] = ["baseline", "agreement"];

/// Everything that is compared, loaded at one moment.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    /// The version of the agreement.
    pub version: Version,
    /// The first year's adopted budget.
    pub budget: Option<Budget>,
    /// The scenarios by name.
    pub scenarios: Vec<(String, Content)>,
    /// What the columns are measured against; the agreement itself when absent.
    pub baseline: Option<Baseline>,
    /// The years.
    pub years: Vec<i32>,
    /// The series for amounts per inhabitant.
    pub per_inhabitant: Option<String>,
    /// The statistics that any of it may use.
    pub observations: Vec<Observation>,
}

/// What the columns are measured against.
#[derive(Debug, Clone)]
pub(super) enum Baseline {
    /// The scenario of this name.
    Scenario(String),
    /// Another agreement, in a column of this name.
    Other(String, Box<Version>),
}

impl Parts {
    /// Loads the statistics that the other parts may use, as they were known at a moment.
    pub(super) async fn load_statistics(&mut self, tx: &mut Tx, at: Option<DateTime<Utc>>) -> Result<(), Error> {
        let (mut named, mut words) = (BTreeSet::new(), HashSet::new());
        let other = match &self.baseline {
            Some(Baseline::Other(_, version)) => Some(version.as_ref()),
            _ => None,
        };
        for version in std::iter::once(&self.version).chain(other) {
            let document = json_of(version)?;
            collect(&document, false, &mut named);
            all_words(&document, &mut words);
        }
        let budget = self.budget.iter().map(|budget| &budget.changes);
        for changes in budget.chain(self.scenarios.iter().map(|(_, content)| &content.changes)) {
            let changes = json::parse(changes.as_bytes())?;
            collect(&changes, true, &mut named);
            all_words(&changes, &mut words);
        }
        named.extend(self.per_inhabitant.clone());
        // Changes may hold thousands of words; few of them are series.
        let mut there: HashSet<String> = store::series_names(tx).await?.into_iter().collect();
        there.insert(population::SERIES.to_owned());
        for series in named.iter().filter(|name| there.contains(*name)) {
            // Other places than those of the parties can never be asked for.
            self.observations.extend(known_for(tx, series, at, |place| words.contains(place)).await?);
        }
        Ok(())
    }

    /// The body: the same text whenever the content is the same.
    pub(super) fn body(&self) -> Result<String, Error> {
        Ok(object(self.members()?).to_canonical())
    }

    /// The body as JSON, without the way over text: what [`Parts::body`] is read as.
    pub(super) fn tree(&self) -> Result<Json<'_>, Error> {
        let mut tree = object(self.members()?);
        tree.sort_names();
        Ok(tree)
    }

    /// The body's members.
    fn members(&self) -> Result<Vec<(&'static str, Json<'_>)>, Error> {
        let mut members = year(&self.version, self.budget.as_ref(), &self.observations)?;
        let years = self.years.iter().map(|year| Json::Number(year.to_string().into()));
        members.push(("years", Json::Array(years.collect())));
        let scenarios = self.scenarios.iter().map(|(name, content)| {
            Ok(object([
                ("name", text(name)),
                ("changes", json::parse(content.changes.as_bytes())?),
                ("events", json::parse(content.events.as_bytes())?),
                ("statistics", json::parse(content.statistics.as_bytes())?),
            ]))
        });
        members.push(("scenarios", Json::Array(scenarios.collect::<Result<_, Error>>()?)));
        match &self.baseline {
            Some(Baseline::Scenario(name)) => members.push(("baseline", text(name))),
            Some(Baseline::Other(name, version)) => {
                members.push(("baseline", object([("name", text(name)), ("agreement", json_of(version)?)])));
            }
            None => {}
        }
        members.extend(self.per_inhabitant.as_deref().map(|series| ("per_inhabitant", text(series))));
        Ok(members)
    }
}

/// What a year is calculated from: the agreement, the year's budget and the statistics, under the names that calculations and
/// comparisons have for them.
pub(super) fn year<'j>(
    version: &'j Version,
    budget: Option<&'j Budget>,
    observations: &'j [Observation],
) -> Result<Vec<(&'static str, Json<'j>)>, Error> {
    let mut members = vec![("agreement", json_of(version)?), ("statistics", statistics(observations))];
    if let Some(budget) = budget {
        members.push(("changes", json::parse(budget.changes.as_bytes())?));
        members.push(("opening", json::parse(budget.opening.as_bytes())?));
    }
    Ok(members)
}

fn statistics(observations: &[Observation]) -> Json<'_> {
    let mut series: BTreeMap<&str, Vec<Json<'_>>> = BTreeMap::new();
    for one in observations {
        let mut members = vec![
            ("for", text(&one.for_code)),
            ("date", Json::String(one.date.to_string().into())),
            ("value", Json::String(one.value.normalize().to_string().into())),
        ];
        members.extend(one.source.as_deref().map(|source| ("source", text(source))));
        series.entry(&one.series).or_default().push(object(members));
    }
    Json::Object(series.into_iter().map(|(name, list)| (name.into(), Json::Array(list))).collect())
}

pub(super) fn text(text: &str) -> Json<'_> {
    Json::String(text.into())
}

pub(super) fn object<'j>(members: impl IntoIterator<Item = (&'static str, Json<'j>)>) -> Json<'j> {
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

/// Every word that can be a party's id or area: texts, and the last part of a target (`parties/ny`).
pub(super) fn all_words(json: &Json<'_>, words: &mut HashSet<String>) {
    match json {
        Json::String(text) => {
            words.insert(text.to_string());
            words.extend(text.rsplit_once('/').map(|(_, last)| last.to_owned()));
        }
        Json::Array(items) => items.iter().for_each(|item| all_words(item, words)),
        Json::Object(members) => members.iter().for_each(|(_, value)| all_words(value, words)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}
