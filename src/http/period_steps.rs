//! `/api/v1/agreements/{id}/periods/{year}/plan`, `…/adopt` and `…/correct`: the steps of a billing year.

use actix_web::{HttpRequest, HttpResponse, post, web};

use super::answer::{created, tagged};
use super::bodies::{PeriodAdoption, PeriodCorrection, PeriodPlan};
use super::body::JsonBody;
use super::examples::periods as example;
use super::periods::{PeriodPath, PeriodView};
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::periods::{Period, Snapshot};

fn shown((period, snapshot): (Period, Snapshot)) -> HttpResponse {
    let tag = tag(period.revision);
    tagged(&tag, &PeriodView::of(period, &snapshot))
}

/// Plan a billing year
///
/// Stores what the preview showed: what the year is calculated from, and the split. While the year is planned it can be planned
/// anew; every plan is kept.
#[utoipa::path(
    operation_id = "planPeriod", tag = "billing", params(PeriodPath),
    request_body(content = PeriodPlan, description = "The preview that is planned", example = example::plan),
    responses(
        (status = 200, description = "Planned anew", body = PeriodView, headers(("ETag" = String, description = "Its new entity tag")), example = example::planned),
        (status = 201, description = "Planned for the first time", body = PeriodView, headers(
            ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::planned),
        (status = 409, description = "Something has changed since the preview, the year is adopted already, or no adopted version applies to it", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/plan")]
pub(crate) async fn plan_period(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let (fingerprint, reason) = PeriodPlan::parse(&body)?;
    let (period, snapshot) = desk.plan_period(id.clone(), year, fingerprint, reason).await?;
    if period.revision > 1 {
        return Ok(shown((period, snapshot)));
    }
    let view = PeriodView::of(period, &snapshot);
    Ok(created(&format!("/api/v1/agreements/{id}/periods/{year}"), &tag(1), &view))
}

/// Adopt a billing year
///
/// The plan that was read is what the parties are called for from now on. If what it rests on has changed since it was planned,
/// it must be planned anew first.
#[utoipa::path(
    operation_id = "adoptPeriod", tag = "billing",
    params(PeriodPath, ("If-Match" = Option<String>, Header, description = "The ETag of the year that was decided on; needed", example = "\"r1\"")),
    request_body(content = PeriodAdoption, description = "The decision", example = example::adoption),
    responses(
        (status = 200, description = "Adopted", body = PeriodView, headers(("ETag" = String, description = "Its new entity tag")), example = example::adopted),
        (status = 409, description = "Something has changed since it was planned, or it is adopted already", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/adopt")]
pub(crate) async fn adopt_period(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let reference = PeriodAdoption::parse(&body)?;
    Ok(shown(desk.adopt_period(id, year, revision(&request)?, reference).await?))
}

/// Correct an adopted billing year
///
/// A new version of the agreement, a corrected statistic, a budget adopted anew or a contribution decision never changes an
/// adopted year by itself: the year says that it is affected, and by how much for each party. This step makes the year follow.
/// What was called before stays as it is; the difference is called with what comes next.
#[utoipa::path(
    operation_id = "correctPeriod", tag = "billing",
    params(PeriodPath, ("If-Match" = Option<String>, Header, description = "The ETag of the year that is corrected; needed", example = "\"r2\"")),
    request_body(content = PeriodCorrection, description = "What it is to follow, and why", example = example::correction),
    responses(
        (status = 200, description = "Corrected", body = PeriodView, headers(("ETag" = String, description = "Its new entity tag")), example = example::adopted),
        (status = 409, description = "Something more has changed since, nothing has changed, or the year is not adopted", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/correct")]
pub(crate) async fn correct_period(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let (fingerprint, reason) = PeriodCorrection::parse(&body)?;
    Ok(shown(desk.correct_period(id, year, revision(&request)?, fingerprint, reason).await?))
}
