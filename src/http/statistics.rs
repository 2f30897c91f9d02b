//! `/api/v1/statistics`: series and their observations. Corrections add, never overwrite.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::json::Json;
use samfin_core::read::{Node, Reader as CoreReader};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{created, json, tagged};
use super::bodies::NewObservations;
use super::body::JsonBody;
use super::examples;
use super::paging::{Page, PageParams, Wanted};
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::statistics::{Observation, SeriesSummary, Wanted as WantedObservations};

/// A series of statistics.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Series)]
pub struct SeriesView {
    /// Its id: the name.
    id: String,
    /// Its name, as keys refer to it.
    name: String,
    /// Whether samfin brings observations of it.
    built_in: bool,
    /// How many observations are stored, corrected ones included.
    #[schema(minimum = 0)]
    stored: i64,
    /// The earliest day.
    first_date: NaiveDate,
    /// The latest day.
    last_date: NaiveDate,
}

impl From<SeriesSummary> for SeriesView {
    fn from(series: SeriesSummary) -> Self {
        Self {
            id: series.name.clone(),
            name: series.name,
            built_in: series.built_in,
            stored: series.stored,
            first_date: series.first_date,
            last_date: series.last_date,
        }
    }
}

/// A value of a series for a place on a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Observation)]
pub struct ObservationView {
    /// Its id.
    id: String,
    /// The series.
    series: String,
    /// A party's id or an area's code.
    r#for: String,
    /// The day it describes.
    date: NaiveDate,
    /// The value.
    #[schema(pattern = r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?$", examples("12770"))]
    value: String,
    /// Where it comes from.
    #[schema(required)]
    source: Option<String>,
    /// When the source published it.
    #[schema(required)]
    published_at: Option<NaiveDate>,
    /// Whether samfin brings it.
    built_in: bool,
    /// When samfin learned of it; null for what it brings.
    #[schema(required)]
    recorded_at: Option<DateTime<Utc>>,
    /// The id of the import it came with.
    #[schema(required)]
    import: Option<String>,
}

impl From<Observation> for ObservationView {
    fn from(stored: Observation) -> Self {
        let built_in = stored.recorded_at == DateTime::UNIX_EPOCH;
        Self {
            id: stored.id,
            series: stored.series,
            r#for: stored.for_code,
            date: stored.date,
            value: stored.value.normalize().to_string(),
            source: stored.source,
            published_at: stored.published_at,
            built_in,
            recorded_at: (!built_in).then_some(stored.recorded_at),
            import: stored.import_id,
        }
    }
}

/// Which series.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SeriesPath {
    /// The name of the series.
    #[param(min_length = 1, max_length = 200, example = "population")]
    pub series: String,
}

/// Which observation of which series.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ObservationPath {
    /// The name of the series.
    #[param(min_length = 1, max_length = 200, example = "population")]
    pub series: String,
    /// The observation's id.
    #[param(max_length = 200, example = "scb-2321-2025-12-31")]
    pub id: String,
}

/// The parameters of a list of observations.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ObservationParams {
    /// Only for this party or area.
    #[param(max_length = 200, example = "2321")]
    pub r#for: Option<String>,
    /// Only for this day.
    #[param(format = Date)]
    pub date: Option<String>,
    /// What was known then instead of now: a day (its end, in Sweden) or an instant.
    #[param(example = "2026-11-30", pattern = r"^(20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2}([T ].*)?$")]
    pub known_at: Option<String>,
}

impl SeriesPath {
    /// The name, checked as names in documents are.
    pub(super) fn name(&self) -> Result<String, Problem> {
        name_of(&self.series)
    }
}

fn name_of(series: &str) -> Result<String, Problem> {
    let mut reader = CoreReader::default();
    let name = reader.name(&Node::rooted(&Json::String(series.into()), "/path/series"));
    Ok(reader.finish(name)?)
}

/// List series
///
/// By name, the built-in series `population` included.
#[utoipa::path(
    operation_id = "listSeries", tag = "statistics", params(PageParams),
    responses((status = 200, description = "A page of series", body = Page<SeriesView>, example = examples::series)),
)]
#[get("/api/v1/statistics")]
pub(crate) async fn list_series(desk: Desk, _reader: Reader, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |_| true);
    query.finish()?;
    let mut series = desk.series().await?;
    series.retain(|series| wanted.after.as_ref().is_none_or(|after| series.name > *after));
    Ok(json(&wanted.page(series, |series| series.name.clone(), SeriesView::from)))
}

/// List observations
///
/// What is known of a series: for every place and day the newest value, by place and day. With
/// `known_at`, what was known then.
#[utoipa::path(
    operation_id = "listObservations", tag = "statistics", params(SeriesPath, ObservationParams, PageParams),
    responses((status = 200, description = "A page of observations", body = Page<ObservationView>, example = examples::observations)),
)]
#[get("/api/v1/statistics/{series}/observations")]
pub(crate) async fn list_observations(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<SeriesPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["for", "date", "known_at", "limit", "cursor"]);
    let wanted = Wanted::read(&mut query, |key| place_and_day(key).is_some());
    let filter =
        WantedObservations { place: query.text("for"), date: query.date("date"), known_at: query.moment("known_at") };
    query.finish()?;
    let mut known = desk.observations(path.name()?, filter).await?;
    if let Some((place, day)) = wanted.after.as_deref().and_then(place_and_day) {
        known.retain(|observation| (observation.for_code.as_str(), observation.date) > (place, day));
    }
    let key = |observation: &Observation| format!("{}{SEPARATOR}{}", observation.for_code, observation.date);
    Ok(json(&wanted.page(known, key, ObservationView::from)))
}

/// Between place and day in a cursor; no place holds it.
const SEPARATOR: char = '\u{0}';

fn place_and_day(key: &str) -> Option<(&str, NaiveDate)> {
    let (place, day) = key.split_once(SEPARATOR)?;
    Some((place, day.parse().ok()?))
}

/// Add observations
///
/// One, or several that are stored all or none. A value for a place and day that is known already is a
/// correction: it counts from now on, and `known_at` still shows what was known before.
#[utoipa::path(
    operation_id = "addObservations", tag = "statistics", params(SeriesPath),
    request_body(content = NewObservations, description = "One observation, or `items`", example = examples::new_observation),
    responses((status = 201, description = "Added; a list when a list was sent", body = Added, headers(
        ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
    ), example = examples::observation)),
)]
#[post("/api/v1/statistics/{series}/observations")]
pub(crate) async fn add_observations(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<SeriesPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let series = path.name()?;
    let (is_list, new) = NewObservations::parse(&body)?;
    let here = request.path().trim_end_matches('/').to_owned();
    let mut added: Vec<ObservationView> =
        desk.add_observations(series, new).await?.into_iter().map(ObservationView::from).collect();
    let first = added.first().map_or_else(String::new, |first| first.id.clone());
    Ok(match added.pop() {
        Some(one) if !is_list => created(&format!("{here}/{first}"), &format!("\"{first}\""), &one),
        last => {
            added.extend(last);
            created(&here, &format!("\"{first}\""), &Page { items: added, next: None })
        }
    })
}

/// What was added.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Added {
    /// One observation.
    One(ObservationView),
    /// Several.
    Many(Page<ObservationView>),
}

/// Read an observation
///
/// Corrected ones stay readable.
#[utoipa::path(
    operation_id = "getObservation", tag = "statistics", params(ObservationPath),
    responses((status = 200, description = "The observation", body = ObservationView, headers(
        ("ETag" = String, description = "Its entity tag"),
    ), example = examples::observation)),
)]
#[get("/api/v1/statistics/{series}/observations/{id}")]
pub(crate) async fn get_observation(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ObservationPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let path = path.into_inner();
    let found = ObservationView::from(desk.observation(name_of(&path.series)?, path.id).await?);
    Ok(tagged(&format!("\"{}\"", found.id), &found))
}
