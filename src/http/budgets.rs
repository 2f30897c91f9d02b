//! `/api/v1/agreements/{id}/budgets/{year}`: how a year differs from the agreement, and the decision on it.

use actix_web::http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use samfin_core::say;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::agreements::known_form;
use super::answer::{created, tagged};
use super::bodies::{BudgetAdoption, NewBudget};
use super::body::JsonBody;
use super::examples;
use super::problem::{Problem, ProblemDetails, Service};
use super::query::{Query, path_whole};
use super::reader::Reader;
use super::schema::request::{Change, Opening};
use super::versions::Standing;
use crate::app::Desk;
use crate::app::budgets::{Budget, Expected, Status, tag};

/// A revision of a year's budget.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Budget)]
pub struct BudgetView {
    /// Its id.
    id: String,
    /// The agreement's id.
    #[schema(format = Uuid)]
    agreement: String,
    /// The calendar year.
    year: i64,
    /// 1, 2, 3 …: every edit and every adoption is a new one.
    #[schema(minimum = 1)]
    revision: i64,
    /// Whether this revision is adopted.
    status: Standing,
    /// What the decision is called, when it is adopted.
    #[schema(required)]
    decision_reference: Option<String>,
    /// When this revision was written.
    recorded_at: DateTime<Utc>,
    /// The revision in force; null when none is adopted.
    #[schema(required)]
    adopted_revision: Option<i64>,
    /// How the year differs from the agreement.
    #[schema(value_type = Vec<Change>)]
    changes: serde_json::Value,
    /// What the year opens with.
    #[schema(value_type = Opening)]
    opening: serde_json::Value,
}

impl BudgetView {
    fn of(budget: Budget, adopted_revision: Option<i64>) -> Result<Self, Problem> {
        let json = |text: &str| serde_json::from_str(text).map_err(|error| Problem::internal(error.to_string()));
        let (status, decision_reference) = match budget.status {
            Status::Draft => (Standing::Draft, None),
            Status::Adopted { decision_reference } => (Standing::Adopted, Some(decision_reference)),
        };
        Ok(Self {
            id: format!("{}-{}", budget.agreement_id, budget.year),
            changes: json(&budget.changes)?,
            opening: json(&budget.opening)?,
            agreement: budget.agreement_id,
            year: budget.year,
            revision: budget.revision,
            status,
            decision_reference,
            recorded_at: budget.recorded_at,
            adopted_revision,
        })
    }
}

/// Which year of which agreement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct BudgetPath {
    /// The agreement's id.
    #[param(format = Uuid, example = examples::agreement_id)]
    pub id: String,
    /// The calendar year.
    #[param(value_type = i32, minimum = 2000, maximum = 2100, example = 2027)]
    pub year: String,
}

impl BudgetPath {
    fn read(self) -> Result<(String, i32), Problem> {
        let year = path_whole("year", &self.year, 2000, 2100)?;
        Ok((known_form(&self.id)?, year))
    }
}

/// Read a year's budget
///
/// The newest revision, draft or adopted; `adopted_revision` is the one in force.
#[utoipa::path(
    operation_id = "getBudget", tag = "agreements", params(BudgetPath),
    responses((status = 200, description = "The budget", body = BudgetView, headers(
        ("ETag" = String, description = "Send it in If-Match to change the budget"),
    ), example = examples::budget)),
)]
#[get("/api/v1/agreements/{id}/budgets/{year}")]
pub(crate) async fn get_budget(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<BudgetPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    shown(&desk, id, year).await
}

/// Write a year's budget
///
/// A draft until it is adopted; an adopted one stays in force meanwhile. The changes must fit the version
/// that applies to the year (the newest, while none is adopted).
#[utoipa::path(
    operation_id = "putBudget", tag = "agreements",
    params(BudgetPath,
        ("If-Match" = Option<String>, Header, description = "The ETag of the budget that is written over", example = "\"r1\""),
        ("If-None-Match" = Option<String>, Header, description = "`*` to write the first one"),
    ),
    request_body(content = NewBudget, description = "Changes and opening balances", example = examples::new_budget),
    responses(
        (status = 200, description = "Written over", body = BudgetView, headers(("ETag" = String, description = "Its new entity tag")), example = examples::budget),
        (status = 201, description = "Written for the first time", body = BudgetView, headers(
            ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = examples::budget),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "There is a budget already: If-Match is needed", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[put("/api/v1/agreements/{id}/budgets/{year}")]
pub(crate) async fn put_budget(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<BudgetPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let text = NewBudget::parse(&body)?;
    let expected = match if_match(&request)? {
        Some(revision) => Expected::Revision(revision),
        None if header(&request, &IF_NONE_MATCH) == Some("*") => Expected::Nothing,
        // The first one needs no precondition, but it must be the first.
        None => Expected::TheFirst,
    };
    let (budget, adopted) = desk.put_budget(id, year, text, expected).await?;
    let (id, revision) = (budget.agreement_id.clone(), budget.revision);
    let view = BudgetView::of(budget, adopted)?;
    Ok(if revision == 1 {
        created(&format!("/api/v1/agreements/{id}/budgets/{year}"), &tag(revision), &view)
    } else {
        tagged(&tag(revision), &view)
    })
}

/// Adopt a year's budget
///
/// From now on the year is calculated with it.
#[utoipa::path(
    operation_id = "adoptBudget", tag = "agreements",
    params(BudgetPath, ("If-Match" = Option<String>, Header, description = "The ETag of the budget that was decided on; needed", example = "\"r1\"")),
    request_body(content = BudgetAdoption, description = "The decision", example = examples::budget_adoption),
    responses(
        (status = 200, description = "Adopted", body = BudgetView, headers(("ETag" = String, description = "Its new entity tag")), example = examples::budget),
        (status = 409, description = "It is adopted already", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/budgets/{year}/adopt")]
pub(crate) async fn adopt_budget(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<BudgetPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let adoption = BudgetAdoption::parse(&body)?;
    let revision = if_match(&request)?.ok_or_else(missing_if_match)?;
    let adopted = desk.adopt_budget(id, year, revision, adoption.decision_reference).await?;
    let revision = adopted.revision;
    Ok(tagged(&tag(revision), &BudgetView::of(adopted, Some(revision))?))
}

async fn shown(desk: &Desk, id: String, year: i32) -> Result<HttpResponse, Problem> {
    let (newest, adopted) = desk.budget(id, year).await?;
    let revision = newest.revision;
    Ok(tagged(&tag(revision), &BudgetView::of(newest, adopted.map(|adopted| adopted.revision))?))
}

/// The revision in `If-Match`. A tag that this resource never has is a stale one.
fn if_match(request: &HttpRequest) -> Result<Option<i64>, Problem> {
    let Some(sent) = header(request, &IF_MATCH) else { return Ok(None) };
    let revision =
        sent.strip_prefix("\"r").and_then(|rest| rest.strip_suffix('"')).and_then(|digits| digits.parse().ok());
    match revision {
        Some(revision) => Ok(Some(revision)),
        None => Err(Problem::new(
            Service::PreconditionFailed,
            say!(
                "If-Match ska vara budgetens ETag, som \"r1\". Hämta den först.",
                "If-Match must be the budget's ETag, like \"r1\". Fetch it first."
            ),
        )),
    }
}

fn header<'r>(request: &'r HttpRequest, name: &HeaderName) -> Option<&'r str> {
    request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

fn missing_if_match() -> Problem {
    Problem::new(
        Service::PreconditionRequired,
        say!(
            "Hämta budgeten och skicka dess ETag i If-Match, så att ingen annans ändring går förlorad.",
            "Fetch the budget and send its ETag in If-Match, so that nobody's change is lost."
        ),
    )
}
