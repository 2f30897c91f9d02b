//! Statistics: what is known of a series, corrections, and files of observations.
//!
//! The built-in series [`population`] lies under what is stored: always known, and covered by any
//! stored observation for the same place and day.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use samfin_core::json::{self, Json};
use samfin_core::{Issue, Lang, Statistics, Text, say};

use super::import::{self, Format, Options, Preview, RowError};
use super::scope::{On, Right};
use super::told::Event;
use super::{Desk, Error};
use crate::digest::sha256;
use crate::population;
use crate::storage::{self, Tx, statistics as store};

pub use crate::storage::statistics::{Import, Observation};

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

/// What an import did, or would do.
#[derive(Debug, Clone)]
pub struct Imported {
    /// How the file was read.
    pub preview: Preview,
    /// The import; none when it was only a preview.
    pub import: Option<Import>,
    /// How many observations were not known before.
    pub new: usize,
    /// How many correct what was known.
    pub corrected: usize,
    /// How many are known just so, and are not stored again.
    pub unchanged: usize,
}

impl Desk {
    /// Every series, by name.
    pub async fn series(&self) -> Result<Vec<SeriesSummary>, Error> {
        self.require(Right::Read, On::Anything)?;
        let stored =
            self.db.read((), |tx, ()| Box::pin(async move { Ok::<_, Error>(store::series_list(tx).await?) })).await?;
        let mut all: BTreeMap<String, SeriesSummary> = stored
            .into_iter()
            .map(|series| {
                let summary = SeriesSummary {
                    name: series.name.clone(),
                    built_in: false,
                    stored: series.observations,
                    first_date: series.first_date,
                    last_date: series.last_date,
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
            });
            summary.built_in = true;
            summary.first_date = summary.first_date.min(built_in.date);
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

    /// Reads a file of observations and stores them, all or none; a preview stores nothing.
    pub async fn import_statistics(
        &self,
        series: String,
        bytes: impl AsRef<[u8]> + Send + 'static,
        format: Format,
        options: Options,
        file_name: String,
        only_preview: bool,
    ) -> Result<Imported, Error> {
        self.require(Right::Write, On::Service)?;
        let (preview, sha256) = self
            .pool
            .heavy(move || {
                let sha256 = sha256(bytes.as_ref());
                import::read(bytes.as_ref(), format, &options).map(|preview| (preview, sha256))
            })
            .await?
            .map_err(|rejected| Error::ImportRejected(rejected.0, Vec::new()))?;
        if !only_preview && !preview.errors.is_empty() {
            return Err(rejected(&preview.errors));
        }
        let import = Import {
            id: self.new_id(),
            series: series.clone(),
            file_name,
            file_sha256: sha256,
            row_count: i64::try_from(preview.observations.len()).unwrap_or(i64::MAX),
            recorded_at: self.now(),
        };
        let read = preview.observations.iter().map(|read| {
            let new = NewObservation {
                place: read.place.clone(),
                date: read.date,
                value: read.value,
                source: read.source.clone(),
                published_at: None,
            };
            self.recorded(&series, new, Some(import.id.clone()))
        });
        let read: Vec<Observation> = read.collect();
        let ((new, corrected, unchanged), import) = if only_preview {
            let counted = self
                .db
                .read(read, |tx, read| Box::pin(async move { Ok::<_, Error>(sort(tx, read).await?.counts()) }))
                .await?;
            (counted, None)
        } else {
            self.write((import, read), |tx, (import, read)| {
                Box::pin(async move {
                    let sorted = sort(tx, read).await?;
                    store::insert_import(tx, import, &sorted.changed).await?;
                    let told = Event::new("statistics.imported", &import.series).to(import);
                    Ok(((sorted.counts(), Some(import.clone())), told.into()))
                })
            })
            .await?
        };
        Ok(Imported { preview, import, new, corrected, unchanged })
    }

    /// A series' imports in the order they came, at most `limit` of those after the id `after`.
    pub async fn imports(&self, series: String, after: Option<String>, limit: i64) -> Result<Vec<Import>, Error> {
        self.require(Right::Read, On::Anything)?;
        self.db
            .read((series, after, limit), |tx, (series, after, limit)| {
                Box::pin(async move { Ok(store::imports_page(tx, series, after.as_deref(), *limit).await?) })
            })
            .await
    }

    /// One import.
    pub async fn import(&self, series: String, id: String) -> Result<Import, Error> {
        self.require(Right::Read, On::Anything)?;
        self.db
            .read((series, id), |tx, (series, id)| Box::pin(async move { Ok(store::import(tx, series, id).await?) }))
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

/// Observations of a file, held against what is known.
struct Sorted {
    changed: Vec<Observation>,
    new: usize,
    corrected: usize,
    unchanged: usize,
}

impl Sorted {
    fn counts(&self) -> (usize, usize, usize) {
        (self.new, self.corrected, self.unchanged)
    }
}

async fn sort(tx: &mut Tx, read: &[Observation]) -> Result<Sorted, Error> {
    let mut sorted = Sorted { changed: Vec::new(), new: 0, corrected: 0, unchanged: 0 };
    let Some(first) = read.first() else { return Ok(sorted) };
    let known = known(tx, &first.series, None).await?;
    let known: BTreeMap<_, _> = known.iter().map(|o| ((o.for_code.as_str(), o.date), (o.value, &o.source))).collect();
    for observation in read {
        match known.get(&(observation.for_code.as_str(), observation.date)) {
            Some((value, source)) if *value == observation.value && **source == observation.source => {
                sorted.unchanged += 1;
                continue;
            }
            Some(_) => sorted.corrected += 1,
            None => sorted.new += 1,
        }
        sorted.changed.push(observation.clone());
    }
    Ok(sorted)
}

pub(super) fn rejected(errors: &[RowError]) -> Error {
    let count = errors.len();
    let detail = say!(
        "{count} celler går inte att läsa. Inget har sparats.",
        "{count} cells cannot be read. Nothing was stored."
    );
    let issues = errors.iter().map(|error| {
        let value: String = error.value.chars().take(60).collect();
        let (row, column) = (error.row, &error.column);
        let hint = |lang| error.suggestion.as_ref().map_or_else(String::new, |hint| format!("; {}", hint.get(lang)));
        let detail = Text::new(
            format!("rad {row}, {column}: \"{value}\": {}{}", error.detail.sv, hint(Lang::Sv)),
            format!("row {row}, {column}: \"{value}\": {}{}", error.detail.en, hint(Lang::En)),
        );
        Issue::new(
            format!("/rows/{}/{}", error.row, error.column.replace('~', "~0").replace('/', "~1")),
            error.code,
            detail,
        )
    });
    Error::ImportRejected(detail, issues.collect())
}
