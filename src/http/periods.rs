//! `/api/v1/agreements/{id}/periods`: the billing years of an agreement, and what a year comes to.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, Utc};
use samfin_core::{Answer, Lang, Ore};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::agreements::{AgreementPath, known_form};
use super::answer::{json, json_in, stored, tagged};
use super::examples::periods as example;
use super::paging::{Page, PageParams, Wanted, number};
use super::problem::{Problem, ProblemDetails};
use super::query::{Query, path_whole};
use super::reader::Reader;
use super::schema::request::CalculationRequest;
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::periods::{Affected, Cause, Period, Preview, Snapshot, Status};

/// The most snapshots that a year can have.
const MOST_SNAPSHOTS: i64 = 1_000_000;

/// Which year of which agreement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct PeriodPath {
    /// The agreement's id.
    #[param(format = Uuid, example = super::examples::agreement_id)]
    pub id: String,
    /// The calendar year.
    #[param(value_type = i32, minimum = 2000, maximum = 2100, example = 2027)]
    pub year: String,
}

impl PeriodPath {
    pub(super) fn read(self) -> Result<(String, i32), Problem> {
        let year = path_whole("year", &self.year, 2000, 2100)?;
        Ok((known_form(&self.id)?, year))
    }
}

/// Which snapshot of a year.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SnapshotPath {
    /// The agreement's id.
    #[param(format = Uuid, example = super::examples::agreement_id)]
    pub id: String,
    /// The calendar year.
    #[param(value_type = i32, minimum = 2000, maximum = 2100, example = 2027)]
    pub year: String,
    /// The number of the snapshot.
    #[param(value_type = i64, minimum = 1, maximum = 1_000_000, example = 1)]
    pub number: String,
}

/// Where a billing year stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodStatus {
    /// Calculated, not decided.
    Planned,
    /// Decided: its amounts are called.
    Adopted,
    /// Settled against outcome.
    Settled,
    /// Nothing more happens in it.
    Closed,
}

impl From<Status> for PeriodStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Planned => Self::Planned,
            Status::Adopted => Self::Adopted,
            Status::Settled => Self::Settled,
            Status::Closed => Self::Closed,
        }
    }
}

/// A billing year.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Period)]
pub struct PeriodView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// The agreement's id.
    #[schema(format = Uuid)]
    agreement: String,
    /// The calendar year.
    year: i64,
    /// Where it stands.
    status: PeriodStatus,
    /// 1, 2, 3 … with every change.
    #[schema(minimum = 1)]
    revision: i64,
    /// What the decision to adopt it is called; null while it is planned.
    #[schema(required)]
    decision_reference: Option<String>,
    /// When it was planned the first time.
    created_at: DateTime<Utc>,
    /// When it changed last.
    changed_at: DateTime<Utc>,
    /// What its amounts come from.
    snapshot: SnapshotView,
}

/// What a year was calculated from, and when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PeriodSnapshot)]
pub struct SnapshotView {
    /// 1, 2, 3 … in the year.
    #[schema(minimum = 1)]
    number: i64,
    /// The version of the agreement.
    #[schema(minimum = 1)]
    version: i64,
    /// The revision of the year's adopted budget; null when there was none.
    #[schema(required)]
    budget: Option<i64>,
    /// What calculated it.
    engine: String,
    /// The SHA-256 of the body of the calculation, as the snapshot's address gives it.
    request_sha256: String,
    /// What a preview shows as long as nothing has changed.
    fingerprint: String,
    /// Why the year was planned or corrected so.
    #[schema(required)]
    reason: Option<String>,
    /// When.
    recorded_at: DateTime<Utc>,
}

impl PeriodView {
    pub(super) fn of(period: Period, snapshot: &Snapshot) -> Self {
        Self {
            id: period.id,
            agreement: period.agreement_id,
            year: period.year,
            status: period.status.into(),
            revision: period.revision,
            decision_reference: period.decision_reference,
            created_at: period.created_at,
            changed_at: period.changed_at,
            snapshot: SnapshotView {
                number: snapshot.number,
                version: snapshot.version,
                budget: snapshot.budget_revision,
                engine: snapshot.engine.clone(),
                request_sha256: snapshot.request_sha256.clone(),
                fingerprint: snapshot.fingerprint.clone(),
                reason: snapshot.reason.clone(),
                recorded_at: snapshot.recorded_at,
            },
        }
    }
}

/// A billing year with its amounts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PeriodWithResult)]
pub struct PeriodResult {
    /// The year.
    #[serde(flatten)]
    period: PeriodView,
    /// The split that is in force, its sentences in Swedish as it was stored.
    #[schema(value_type = Answer)]
    result: serde_json::Value,
    /// How what the year rests on has changed since; null when it has not, and once the year is settled.
    #[schema(required)]
    affected: Option<AffectedView>,
}

/// That what a year rests on has changed since it was planned or adopted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AffectedPeriod)]
pub struct AffectedView {
    /// The fingerprint of the year as it would be now.
    fingerprint: String,
    /// What has changed.
    causes: Vec<CauseView>,
    /// The parties whose amounts would be others.
    parties: Vec<PartyDifferenceView>,
}

/// Something that a year rests on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AffectedCause)]
pub struct CauseView {
    /// What it is.
    #[schema(value_type = super::schema::words::AffectedBy)]
    code: Cause,
    /// In a sentence.
    detail: String,
}

/// What that means for a party.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PartyDifference)]
pub struct PartyDifferenceView {
    /// The party's id.
    party: String,
    /// Its name.
    name: String,
    /// What it is to pay, kronor.
    #[schema(value_type = String)]
    in_force: Ore,
    /// What it would be to pay.
    #[schema(value_type = String)]
    now: Ore,
    /// How much more; below zero: less.
    #[schema(value_type = String)]
    difference: Ore,
}

impl CauseView {
    pub(super) fn of(code: Cause, lang: Lang) -> Self {
        Self { code, detail: code.text().get(lang).to_owned() }
    }
}

impl AffectedView {
    fn of(affected: Affected, lang: Lang) -> Self {
        Self {
            fingerprint: affected.fingerprint,
            causes: affected.causes.into_iter().map(|cause| CauseView::of(cause, lang)).collect(),
            parties: affected
                .parties
                .into_iter()
                .map(|one| PartyDifferenceView {
                    difference: Ore::from_wide(one.now.wide() - one.in_force.wide()).unwrap_or_default(),
                    party: one.party,
                    name: one.name,
                    in_force: one.in_force,
                    now: one.now,
                })
                .collect(),
        }
    }
}

/// What a year comes to now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PeriodPreview)]
pub struct PreviewView {
    /// The version of the agreement.
    #[schema(minimum = 1)]
    version: i64,
    /// The revision of the year's adopted budget; null when there is none.
    #[schema(required)]
    budget: Option<i64>,
    /// Send it to plan the year so.
    fingerprint: String,
    /// The split, its sentences in Swedish as it would be stored.
    #[schema(value_type = Answer)]
    result: serde_json::Value,
}

impl PreviewView {
    fn of(preview: &Preview) -> Result<Self, Problem> {
        Ok(Self {
            version: preview.version,
            budget: preview.budget,
            fingerprint: preview.fingerprint.clone(),
            result: read(&preview.result)?,
        })
    }
}

fn read(result: &str) -> Result<serde_json::Value, Problem> {
    serde_json::from_str(result).map_err(|error| Problem::internal(error.to_string()))
}

/// List billing years
///
/// By year.
#[utoipa::path(
    operation_id = "listPeriods", tag = "billing", params(AgreementPath, PageParams),
    responses((status = 200, description = "A page of years", body = Page<PeriodView>, example = example::periods)),
)]
#[get("/api/v1/agreements/{id}/periods")]
pub(crate) async fn list_periods(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |key| number(key).is_some());
    query.finish()?;
    let found = desk.periods(path.into_inner().id()?, wanted.after_number(), wanted.fetch()).await?;
    let page = wanted.page(
        found,
        |(period, _)| period.year.to_string(),
        |(period, snapshot)| PeriodView::of(period, &snapshot),
    );
    Ok(json(&page))
}

/// Read a billing year
///
/// With the split in force, and how what it rests on has changed since.
#[utoipa::path(
    operation_id = "getPeriod", tag = "billing", params(PeriodPath),
    responses((status = 200, description = "The year", body = PeriodResult, headers(
        ("ETag" = String, description = "Send it in If-Match to take the next step"),
    ), example = example::period)),
)]
#[get("/api/v1/agreements/{id}/periods/{year}")]
pub(crate) async fn get_period(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let (period, snapshot, affected) = desk.period(id, year).await?;
    let view = PeriodResult {
        result: read(&snapshot.result)?,
        affected: affected.map(|affected| AffectedView::of(affected, reader.lang)),
        period: PeriodView::of(period, &snapshot),
    };
    Ok(tagged(&tag(view.period.revision), &view))
}

/// Preview a billing year
///
/// What it comes to from the version adopted for the year, the year's adopted budget, the statistics as they are known now and
/// the parties' contribution decisions. Nothing is stored.
#[utoipa::path(
    operation_id = "previewPeriod", tag = "billing", params(PeriodPath),
    responses(
        (status = 200, description = "What it comes to", body = PreviewView, example = example::preview),
        (status = 409, description = "No adopted version applies to the year", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/agreements/{id}/periods/{year}/preview")]
pub(crate) async fn preview_period(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let view = PreviewView::of(&desk.preview_period(id, year).await?)?;
    Ok(json_in(Lang::Sv, &view))
}

/// Read what a year was calculated from
///
/// The bytes whose SHA-256 the snapshot states: `POST /api/v1/calculations` gives the amounts again.
#[utoipa::path(
    operation_id = "getPeriodSnapshot", tag = "billing", params(SnapshotPath),
    responses((status = 200, description = "The body of the calculation", body = CalculationRequest, example = example::request)),
)]
#[get("/api/v1/agreements/{id}/periods/{year}/snapshots/{number}")]
pub(crate) async fn get_period_snapshot(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<SnapshotPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let SnapshotPath { id, year, number } = path.into_inner();
    let (id, year) = PeriodPath { id, year }.read()?;
    let number = path_whole("number", &number, 1, MOST_SNAPSHOTS)?;
    Ok(stored(desk.period_request(id, year, number).await?))
}
