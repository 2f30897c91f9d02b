//! Statistics: what is known of a series, corrections, and files of observations.
//!
//! The built-in series [`population`] lies under what is stored: always known, and covered by any
//! stored observation for the same place and day.

mod imports;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use samfin_core::Statistics;
use samfin_core::json::{self, Json};

use super::scope::{On, Right};
use super::told::Event;
use super::{Desk, Error};
use crate::population;
use crate::storage::{self, Tx, statistics as store};

pub use crate::storage::statistics::{Import, Observation};
pub use imports::Imported;
pub(super) use imports::{StatisticsFile, rejected};

/// An observation as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObservation {
    /// A party's id or an area's code.
    pub place: String,
    /// The day it describes.
    pub date: NaiveDate,
    /// The value.
    pub value: Decimal,
    /// Where it comes from.
    pub source: Option<String>,
    /// When the source published it.
    pub published_at: Option<NaiveDate>,
}

/// A series, summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesSummary {
    /// Its name.
    pub name: String,
    /// Whether samfin brings observations of it.
    pub built_in: bool,
    /// How many observations are stored, corrected ones included.
    pub stored: i64,
    /// The earliest day.
    pub first_date: NaiveDate,
    /// The latest day.
    pub last_date: NaiveDate,
    /// Who says what is said of the latest day.
    pub source: Option<String>,
}

/// What is asked of a series.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// One place.
    pub place: Option<String>,
    /// One day.
    pub date: Option<NaiveDate>,
    /// What was known at this moment instead of now.
    pub known_at: Option<DateTime<Utc>>,
}

impl Desk {
    /// Every series, by name.
    pub async fn series(&self) -> Result<Vec<SeriesSummary>, Error> {
        self.require(Right::Read, On::Anything)?;
        let load = self.db.read((), |tx, ()| {
            Box::pin(async move { Ok::<_, Error>((store::series_list(tx).await?, store::latest_sources(tx).await?)) })
        });
        let (stored, mut sources) = load.await?;
        let mut all: BTreeMap<String, SeriesSummary> = stored
            .into_iter()
            .map(|series| {
                let summary = SeriesSummary {
                    name: series.name.clone(),
                    built_in: false,
                    stored: series.observations,
                    first_date: series.first_date,
                    last_date: series.last_date,
                    source: sources.remove(&series.name).flatten(),
                };
                (series.name, summary)
            })
            .collect();
        for built_in in population::observations() {
            let summary = all.entry(population::SERIES.to_owned()).or_insert_with(|| SeriesSummary {
                name: population::SERIES.to_owned(),
                built_in: true,
                stored: 0,
                first_date: built_in.date,
                last_date: built_in.date,
                source: Some(built_in.source.to_owned()),
            });
            summary.built_in = true;
            summary.first_date = summary.first_date.min(built_in.date);
            if summary.last_date < built_in.date {
                summary.source = Some(built_in.source.to_owned());
            }
            summary.last_date = summary.last_date.max(built_in.date);
        }
        Ok(all.into_values().collect())
    }

    /// What is known of a series: one observation per place and day, by place and day.
    pub async fn observations(&self, series: String, wanted: Wanted) -> Result<Vec<Observation>, Error> {
        self.require(Right::Read, On::Anything)?;
        let known =
            self.db.read((series, wanted.known_at), |tx, (series, at)| Box::pin(known(tx, series, *at))).await?;
        let fits = |observation: &Observation| {
            wanted.place.as_ref().is_none_or(|place| *place == observation.for_code)
                && wanted.date.is_none_or(|date| date == observation.date)
        };
        Ok(known.into_iter().filter(fits).collect())
    }

    /// Everything that has been said of a place on a day, the newest first: what is not the first has been corrected.
    pub async fn observation_history(
        &self,
        series: String,
        place: String,
        date: NaiveDate,
    ) -> Result<Vec<Observation>, Error> {
        self.require(Right::Read, On::Anything)?;
        let brought = built_in(&series, |code| code == place).find(|observation| observation.date == date);
        let load = self.db.read((series, place), move |tx, (series, place)| {
            Box::pin(async move { Ok::<_, Error>(store::history(tx, series, place, date).await?) })
        });
        let mut all = load.await?;
        all.extend(brought);
        Ok(all)
    }

    /// One observation, corrected or not.
    pub async fn observation(&self, series: String, id: String) -> Result<Observation, Error> {
        self.require(Right::Read, On::Anything)?;
        if let Some(found) = built_in(&series, |_| true).find(|observation| observation.id == id) {
            return Ok(found);
        }
        // Nothing stored has an id of another form, and PostgreSQL takes no U+0000.
        if uuid::Uuid::try_parse(&id).is_err() {
            return Err(storage::Error::NotFound { what: "observation", id }.into());
        }
        self.db
            .read((series, id), |tx, (series, id)| Box::pin(async move { Ok(store::get(tx, series, id).await?) }))
            .await
    }

    /// Stores observations, all or none. One for a place and day that is known is a correction.
    pub async fn add_observations(&self, series: String, new: Vec<NewObservation>) -> Result<Vec<Observation>, Error> {
        self.require(Right::Write, On::Service)?;
        let added: Vec<Observation> = new.into_iter().map(|new| self.recorded(&series, new, None)).collect();
        self.write((series, added), |tx, (series, added)| {
            Box::pin(async move {
                store::insert_many(tx, added).await?;
                Ok((added.clone(), Event::new("statistics.added", series).to(added).into()))
            })
        })
        .await
    }

    fn recorded(&self, series: &str, new: NewObservation, import_id: Option<String>) -> Observation {
        Observation {
            id: self.new_id(),
            series: series.to_owned(),
            for_code: new.place,
            date: new.date,
            value: new.value.normalize(),
            source: new.source,
            published_at: new.published_at,
            recorded_at: self.now(),
            import_id,
        }
    }
}

/// The statistics that a document (and a year's changes to it) may use, as they were known at a moment.
pub(super) async fn gather(
    tx: &mut Tx,
    document: &str,
    changes: Option<&str>,
    known_at: Option<DateTime<Utc>>,
) -> Result<Statistics, Error> {
    let mut statistics = Statistics::default();
    for series in series_named(document, changes)? {
        for observation in known(tx, &series, known_at).await? {
            let Observation { for_code, date, value, source, .. } = observation;
            statistics.add(&series, &for_code, date, value, source);
        }
    }
    Ok(statistics)
}

/// What was known of a series at a moment: what is stored, over what is built in.
pub(super) async fn known(tx: &mut Tx, series: &str, at: Option<DateTime<Utc>>) -> Result<Vec<Observation>, Error> {
    known_for(tx, series, at, |_| true).await
}

/// As [`known`], of those places that are wanted.
pub(super) async fn known_for(
    tx: &mut Tx,
    series: &str,
    at: Option<DateTime<Utc>>,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Observation>, Error> {
    let mut known = store::known(tx, series, at).await?;
    known.retain(|o| wanted(&o.for_code));
    let covered: HashSet<(String, NaiveDate)> = known.iter().map(|o| (o.for_code.clone(), o.date)).collect();
    known.extend(built_in(series, wanted).filter(|o| !covered.contains(&(o.for_code.clone(), o.date))));
    known.sort_by(|a, b| (&a.for_code, a.date).cmp(&(&b.for_code, b.date)));
    Ok(known)
}

/// The built-in observations of a series, as if they had always been recorded.
fn built_in(series: &str, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Observation> {
    let observations = (series == population::SERIES).then(population::observations);
    let wanted = observations.into_iter().flatten().filter(move |built_in| wanted(built_in.place));
    wanted.map(|built_in| Observation {
        id: format!("scb-{}-{}", built_in.place, built_in.date),
        series: population::SERIES.to_owned(),
        for_code: built_in.place.to_owned(),
        date: built_in.date,
        value: built_in.value,
        source: Some(built_in.source.to_owned()),
        published_at: None,
        recorded_at: DateTime::UNIX_EPOCH,
        import_id: None,
    })
}

/// The series that can be meant: every `statistic` of the document, and every word of the changes.
fn series_named(document: &str, changes: Option<&str>) -> Result<BTreeSet<String>, Error> {
    let mut named = BTreeSet::new();
    collect(&json::parse(document.as_bytes())?, false, &mut named);
    if let Some(changes) = changes {
        collect(&json::parse(changes.as_bytes())?, true, &mut named);
    }
    Ok(named)
}

/// Adds the `statistic` of every key, or every word that could be one.
pub(super) fn collect(json: &Json<'_>, every_word: bool, named: &mut BTreeSet<String>) {
    match json {
        Json::String(word) if every_word => {
            named.insert(word.to_string());
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, every_word, named)),
        Json::Object(members) => {
            for (name, value) in members {
                collect(value, every_word || name == "statistic", named);
            }
        }
        _ => {}
    }
}
