//! Files of observations: read, held against what is known, and stored, all or none.

use std::collections::BTreeMap;

use samfin_core::{Issue, Lang, Text, say};

use super::{Import, NewObservation, Observation, known};
use crate::app::import::{self, Format, Options, Preview, RowError};
use crate::app::scope::{On, Right};
use crate::app::told::Event;
use crate::app::uploads::{Spent, Sum, spend};
use crate::app::{Desk, Error};
use crate::digest::sha256;
use crate::storage::{Tx, statistics as store};

/// A file of observations.
pub(in crate::app) struct StatisticsFile<B> {
    /// What is in it.
    pub(in crate::app) bytes: B,
    /// Which kind it is.
    pub(in crate::app) format: Format,
    /// What the user has said of its columns.
    pub(in crate::app) options: Options,
    /// What it is called.
    pub(in crate::app) name: String,
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
        let file = StatisticsFile { bytes, format, options, name: file_name };
        self.import_observations(series, file, only_preview, None).await
    }

    /// As [`Desk::import_statistics`], of a file that was brought before and is gone when it has been stored.
    pub(in crate::app) async fn import_observations<B: AsRef<[u8]> + Send + 'static>(
        &self,
        series: String,
        file: StatisticsFile<B>,
        only_preview: bool,
        spent: Option<Spent>,
    ) -> Result<Imported, Error> {
        self.require(Right::Write, On::Service)?;
        let StatisticsFile { bytes, format, options, name: file_name } = file;
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
            recorded_by: self.author_name(),
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
            self.write((import, read, spent), |tx, (import, read, spent)| {
                Box::pin(async move {
                    let sorted = sort(tx, read).await?;
                    store::insert_import(tx, import, &sorted.changed).await?;
                    let told = Event::new("statistics.imported", &import.series).to(import);
                    let (new, corrected, unchanged) = sorted.counts();
                    let stored = Some((import.series.clone(), import.id.clone()));
                    let also = spend(tx, spent.as_ref(), Sum { import: stored, new, corrected, unchanged }).await?;
                    Ok(((sorted.counts(), Some(import.clone())), [told].into_iter().chain(also).collect()))
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

    /// A series' imports, the latest first.
    pub async fn newest_imports(&self, series: String, limit: i64) -> Result<Vec<Import>, Error> {
        self.require(Right::Read, On::Anything)?;
        self.db
            .read((series, limit), |tx, (series, limit)| {
                Box::pin(async move { Ok(store::newest_imports(tx, series, *limit).await?) })
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

pub(in crate::app) fn rejected(errors: &[RowError]) -> Error {
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
