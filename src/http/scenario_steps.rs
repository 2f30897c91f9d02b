//! `/api/v1/agreements/{id}/scenarios/{scenario}/share`, `…/lock` and `…/basis`: from a draft to a decision basis.

use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::answer::stored;
use super::bodies::{ScenarioLock, ScenarioSharing};
use super::body::JsonBody;
use super::examples::scenarios as example;
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::scenarios::{ScenarioPath, ScenarioView};
use super::schema::scenario::ComparisonRequest;
use crate::app::Desk;

/// Share a scenario
///
/// From now on everybody on the agreement sees it, and comparisons that name no scenario have it. It can still be changed.
#[utoipa::path(
    operation_id = "shareScenario", tag = "scenarios",
    params(ScenarioPath, ("If-Match" = Option<String>, Header, description = "The ETag of the scenario that is shared; needed", example = "\"r1\"")),
    request_body(content = ScenarioSharing, description = "Why", example = example::sharing),
    responses(
        (status = 200, description = "Shared", body = ScenarioView, headers(("ETag" = String, description = "Its new entity tag")), example = example::shared),
        (status = 409, description = "It is shared or locked already; `legal` says what is possible", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/scenarios/{scenario}/share")]
pub(crate) async fn share_scenario(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ScenarioPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (agreement, id) = path.into_inner().read()?;
    let reason = ScenarioSharing::parse(&body)?;
    ScenarioView::shown(desk.share_scenario(agreement, id, revision(&request)?, reason).await?)
}

/// Lock a scenario
///
/// It becomes a decision basis: the agreement's version and the first year's adopted budget, statistics as they are known
/// now, and the scenario are kept together under a checksum, and nothing of it ever changes. What cannot be compared
/// cannot be locked; pointers then lead into the body of a comparison.
#[utoipa::path(
    operation_id = "lockScenario", tag = "scenarios",
    params(ScenarioPath, ("If-Match" = Option<String>, Header, description = "The ETag of the scenario that is decided on; needed", example = "\"r1\"")),
    request_body(content = ScenarioLock, description = "What is decided on, and why", example = example::locking),
    responses(
        (status = 200, description = "Locked", body = ScenarioView, headers(("ETag" = String, description = "Its last entity tag")), example = example::locked),
        (status = 409, description = "It is locked already, or no adopted version applies to the first year", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/scenarios/{scenario}/lock")]
pub(crate) async fn lock_scenario(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ScenarioPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (agreement, id) = path.into_inner().read()?;
    let lock = ScenarioLock::parse(&body)?;
    ScenarioView::shown(desk.lock_scenario(agreement, id, revision(&request)?, lock).await?)
}

/// Read a decision basis
///
/// The bytes whose SHA-256 the scenario states, as they were kept when it was locked. They are the body of a comparison:
/// `POST /api/v1/comparisons` gives the figures that were decided on.
#[utoipa::path(
    operation_id = "getScenarioBasis", tag = "scenarios", params(ScenarioPath),
    responses(
        (status = 200, description = "The body of the comparison", body = ComparisonRequest, example = example::basis),
        (status = 409, description = "The scenario is not locked", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/agreements/{id}/scenarios/{scenario}/basis")]
pub(crate) async fn get_scenario_basis(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ScenarioPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (agreement, id) = path.into_inner().read()?;
    Ok(stored(desk.scenario_basis(agreement, id).await?))
}
