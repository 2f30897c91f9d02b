//! Observations of statistics. A correction is a new observation of the same place and day; the old one stays, so that
//! "what did we know on that day" has an answer.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use serde::{Deserialize, Serialize};

use super::columns::{Stored, decimal, decimal_text, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const OBSERVATIONS: &str = "observations";
const IMPORTS: &str = "imports";

/// How many rows one INSERT takes: far below what either database allows.
const CHUNK: usize = 500;

/// A value of a series for a place on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// UUID version 7.
    pub id: String,
    /// `population`.
    pub series: String,
    /// A party's id or an area's code.
    pub for_code: String,
    /// The day it describes.
    pub date: NaiveDate,
    /// The value.
    pub value: Decimal,
    /// Where it comes from.
    pub source: Option<String>,
    /// When the source published it.
    pub published_at: Option<NaiveDate>,
    /// When samfin learned of it.
    pub recorded_at: DateTime<Utc>,
    /// The import it came with.
    pub import_id: Option<String>,
}

/// A file that observations came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// UUID version 7.
    pub id: String,
    /// Which series it filled.
    pub series: String,
    /// What the user's file was called.
    pub file_name: String,
    /// The file's SHA-256, 64 hexadecimal digits.
    pub file_sha256: String,
    /// How many observations it held.
    pub row_count: i64,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who brought it, as that one was called then; none when that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<String>,
}

/// A series, summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// How many observations, corrected ones included.
    pub observations: i64,
    /// The earliest day.
    pub first_date: NaiveDate,
    /// The latest day.
    pub last_date: NaiveDate,
    /// When the newest observation was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Which observations to list. Absent means all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The series.
    pub series: String,
    /// One place.
    pub for_code: Option<String>,
    /// From this day.
    pub from: Option<NaiveDate>,
    /// To this day, included.
    pub to: Option<NaiveDate>,
    /// Only what was recorded at this moment or before.
    pub known_at: Option<DateTime<Utc>>,
}

/// Stores observations, all or none.
pub async fn insert_many(tx: &mut Tx, observations: &[Observation]) -> Result<(), Error> {
    for chunk in observations.chunks(CHUNK) {
        sql!(tx.insert_all(
            "INSERT INTO observations (id, series, for_code, date, value, source, published_at, recorded_at, import_id) ",
            chunk,
            |new| [
                new.id.as_str(),
                new.series.as_str(),
                new.for_code.as_str(),
                new.date,
                decimal_text(new.value),
                new.source.as_deref(),
                new.published_at,
                moment(new.recorded_at),
                new.import_id.as_deref(),
            ]
        ))
        .on(OBSERVATIONS)?;
    }
    Ok(())
}

/// Observations in the order they were recorded, corrected ones included: at most `limit` of those after the id `after`.
pub async fn page(tx: &mut Tx, filter: &Filter, after: Option<&str>, limit: i64) -> Result<Vec<Observation>, Error> {
    let rows: Vec<ObservationRow> = sql!(tx.fetch_all(
        "SELECT id, series, for_code, date, value, source, published_at, recorded_at, import_id
         FROM observations
         WHERE series = $1 AND id > $2
           AND ($3 IS NULL OR for_code = $3)
           AND date >= $4 AND date <= $5
           AND recorded_at <= $6
         ORDER BY id LIMIT $7",
        &filter.series,
        after.unwrap_or(""),
        filter.for_code.as_deref(),
        filter.from.unwrap_or(EARLIEST),
        filter.to.unwrap_or(LATEST),
        known_at(filter.known_at),
        limit,
    ))
    .on(OBSERVATIONS)?;
    rows.into_iter().map(ObservationRow::read).collect()
}

/// What was known of a series at a moment (`None`: now): one observation per place and day, by place and day.
pub async fn known(tx: &mut Tx, series: &str, at: Option<DateTime<Utc>>) -> Result<Vec<Observation>, Error> {
    let rows: Vec<ObservationRow> = sql!(tx.fetch_all(
        "SELECT id, series, for_code, date, value, source, published_at, recorded_at, import_id
         FROM (
             SELECT id, series, for_code, date, value, source, published_at, recorded_at, import_id,
                    ROW_NUMBER() OVER (PARTITION BY for_code, date ORDER BY recorded_at DESC, id DESC) AS place
             FROM observations
             WHERE series = $1 AND recorded_at <= $2
         ) AS newest_first
         WHERE place = 1",
        series,
        known_at(at),
    ))
    .on(OBSERVATIONS)?;
    let mut known: Vec<Observation> = rows.into_iter().map(ObservationRow::read).collect::<Result<_, _>>()?;
    known.sort_by(|a, b| (&a.for_code, a.date).cmp(&(&b.for_code, b.date)));
    Ok(known)
}

/// One observation.
pub async fn get(tx: &mut Tx, series: &str, id: &str) -> Result<Observation, Error> {
    let row: Option<ObservationRow> = sql!(tx.fetch_optional(
        "SELECT id, series, for_code, date, value, source, published_at, recorded_at, import_id
         FROM observations WHERE id = $1 AND series = $2",
        id,
        series,
    ))
    .on(OBSERVATIONS)?;
    row.ok_or_else(|| Error::NotFound { what: "observation", id: id.to_owned() })?.read()
}

/// Everything that has been said of a place on a day, the newest first.
pub async fn history(tx: &mut Tx, series: &str, place: &str, date: NaiveDate) -> Result<Vec<Observation>, Error> {
    let rows: Vec<ObservationRow> = sql!(tx.fetch_all(
        "SELECT id, series, for_code, date, value, source, published_at, recorded_at, import_id
         FROM observations WHERE series = $1 AND for_code = $2 AND date = $3
         ORDER BY recorded_at DESC, id DESC",
        series,
        place,
        date,
    ))
    .on(OBSERVATIONS)?;
    rows.into_iter().map(ObservationRow::read).collect()
}

/// Every series that has observations, by name.
pub async fn series_list(tx: &mut Tx) -> Result<Vec<Series>, Error> {
    let rows: Vec<SeriesRow> = sql!(tx.fetch_all(
        "SELECT series, COUNT(*) AS observations, MIN(date) AS first_date, MAX(date) AS last_date,
                MAX(recorded_at) AS recorded_at
         FROM observations GROUP BY series",
    ))
    .on(OBSERVATIONS)?;
    let mut series: Vec<Series> = rows.into_iter().map(SeriesRow::read).collect::<Result<_, _>>()?;
    series.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(series)
}

/// Who says what is said of the latest day of each series.
pub async fn latest_sources(tx: &mut Tx) -> Result<HashMap<String, Option<String>>, Error> {
    let rows: Vec<(String, Option<String>)> = sql!(tx.fetch_all(
        "SELECT series, source FROM (
             SELECT series, source,
                    ROW_NUMBER() OVER (PARTITION BY series ORDER BY date DESC, recorded_at DESC, id DESC) AS place
             FROM observations
         ) AS latest_first
         WHERE place = 1",
    ))
    .on(OBSERVATIONS)?;
    Ok(rows.into_iter().collect())
}

/// The names of the series that have observations: one step in the index for each, however many observations there are.
pub async fn series_names(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sql!(tx.fetch_all(
        "WITH RECURSIVE names (series) AS (
             SELECT MIN(series) FROM observations
             UNION ALL
             SELECT (SELECT MIN(o.series) FROM observations o WHERE o.series > names.series)
             FROM names WHERE names.series IS NOT NULL
         )
         SELECT series FROM names WHERE series IS NOT NULL",
    ))
    .on(OBSERVATIONS)?;
    Ok(rows.into_iter().map(|(series,)| series).collect())
}

/// Stores an import with all its observations, which name it in `import_id`.
pub async fn insert_import(tx: &mut Tx, import: &Import, observations: &[Observation]) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO imports (id, series, file_name, file_sha256, row_count, recorded_at, recorded_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &import.id,
        &import.series,
        &import.file_name,
        &import.file_sha256,
        import.row_count,
        moment(import.recorded_at),
        import.recorded_by.as_deref(),
    ))
    .on(IMPORTS)?;
    insert_many(tx, observations).await
}

/// A series' imports in the order they came, at most `limit` of those after the id `after`.
pub async fn imports_page(tx: &mut Tx, series: &str, after: Option<&str>, limit: i64) -> Result<Vec<Import>, Error> {
    let rows: Vec<ImportRow> = sql!(tx.fetch_all(
        "SELECT id, series, file_name, file_sha256, row_count, recorded_at, recorded_by
         FROM imports WHERE series = $1 AND id > $2 ORDER BY id LIMIT $3",
        series,
        after.unwrap_or(""),
        limit,
    ))
    .on(IMPORTS)?;
    rows.into_iter().map(ImportRow::read).collect()
}

/// A series' imports, the latest first.
pub async fn newest_imports(tx: &mut Tx, series: &str, limit: i64) -> Result<Vec<Import>, Error> {
    let rows: Vec<ImportRow> = sql!(tx.fetch_all(
        "SELECT id, series, file_name, file_sha256, row_count, recorded_at, recorded_by
         FROM imports WHERE series = $1 ORDER BY id DESC LIMIT $2",
        series,
        limit,
    ))
    .on(IMPORTS)?;
    rows.into_iter().map(ImportRow::read).collect()
}

/// One import.
pub async fn import(tx: &mut Tx, series: &str, id: &str) -> Result<Import, Error> {
    let row: Option<ImportRow> = sql!(tx.fetch_optional(
        "SELECT id, series, file_name, file_sha256, row_count, recorded_at, recorded_by
         FROM imports WHERE id = $1 AND series = $2",
        id,
        series,
    ))
    .on(IMPORTS)?;
    row.ok_or_else(|| Error::NotFound { what: "import", id: id.to_owned() })?.read()
}

const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a date");
const LATEST: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

/// Now and later: the last moment that SQLite's text and PostgreSQL order alike.
fn known_at(at: Option<DateTime<Utc>>) -> DateTime<Utc> {
    at.map_or_else(|| LATEST.and_time(chrono::NaiveTime::MIN).and_utc(), moment)
}

#[derive(sqlx::FromRow)]
struct ObservationRow {
    id: String,
    series: String,
    for_code: String,
    date: Stored<NaiveDate>,
    value: String,
    source: Option<String>,
    published_at: Stored<Option<NaiveDate>>,
    recorded_at: Stored<DateTime<Utc>>,
    import_id: Option<String>,
}

impl ObservationRow {
    fn read(self) -> Result<Observation, Error> {
        Ok(Observation {
            date: self.date.of(OBSERVATIONS, "date", &self.id)?,
            value: decimal(&self.value, OBSERVATIONS, "value", &self.id)?,
            published_at: self.published_at.of(OBSERVATIONS, "published_at", &self.id)?,
            recorded_at: self.recorded_at.of(OBSERVATIONS, "recorded_at", &self.id)?,
            id: self.id,
            series: self.series,
            for_code: self.for_code,
            source: self.source,
            import_id: self.import_id,
        })
    }
}

#[derive(sqlx::FromRow)]
struct SeriesRow {
    series: String,
    observations: i64,
    first_date: Stored<NaiveDate>,
    last_date: Stored<NaiveDate>,
    recorded_at: Stored<DateTime<Utc>>,
}

impl SeriesRow {
    fn read(self) -> Result<Series, Error> {
        Ok(Series {
            first_date: self.first_date.of(OBSERVATIONS, "date", &self.series)?,
            last_date: self.last_date.of(OBSERVATIONS, "date", &self.series)?,
            recorded_at: self.recorded_at.of(OBSERVATIONS, "recorded_at", &self.series)?,
            name: self.series,
            observations: self.observations,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ImportRow {
    id: String,
    series: String,
    file_name: String,
    file_sha256: String,
    row_count: i64,
    recorded_at: Stored<DateTime<Utc>>,
    recorded_by: Option<String>,
}

impl ImportRow {
    fn read(self) -> Result<Import, Error> {
        Ok(Import {
            recorded_at: self.recorded_at.of(IMPORTS, "recorded_at", &self.id)?,
            id: self.id,
            series: self.series,
            file_name: self.file_name,
            file_sha256: self.file_sha256,
            row_count: self.row_count,
            recorded_by: self.recorded_by,
        })
    }
}
