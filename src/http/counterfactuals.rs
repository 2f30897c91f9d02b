//! `/api/v1/agreements/{id}/periods/{year}/counterfactual`: what a settled year would have come to otherwise.

use actix_web::{HttpRequest, HttpResponse, post, web};
use samfin_core::Ore;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::bodies::CounterfactualBody;
use super::body::CalculationBody;
use super::examples::settlements as example;
use super::periods::PeriodPath;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::periods::{Beside, Counterfactual};

/// A settled year beside what it would have been.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Counterfactual)]
pub struct CounterfactualView {
    /// Σ costs as they were, kronor.
    #[schema(value_type = String)]
    total: Ore,
    /// Σ costs as they would have been.
    #[schema(value_type = String)]
    total_otherwise: Ore,
    /// Every cost of either.
    costs: Vec<BesideView>,
    /// What every party of either pays.
    parties: Vec<BesideView>,
}

/// An amount as it was and as it would have been, kronor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CounterfactualAmount)]
pub struct BesideView {
    /// The id of the cost or the party.
    id: String,
    /// Its name.
    name: String,
    /// As it was; 0 where there was none.
    #[schema(value_type = String)]
    actual: Ore,
    /// As it would have been; 0 where there would be none.
    #[schema(value_type = String)]
    otherwise: Ore,
    /// How much more it would have been; below zero: less.
    #[schema(value_type = String)]
    difference: Ore,
}

impl From<Beside> for BesideView {
    fn from(one: Beside) -> Self {
        let difference = Ore::from_wide(one.otherwise.wide() - one.actual.wide()).unwrap_or_default();
        Self { id: one.id, name: one.name, actual: one.actual, otherwise: one.otherwise, difference }
    }
}

impl From<Counterfactual> for CounterfactualView {
    fn from(told: Counterfactual) -> Self {
        Self {
            total: told.total.0,
            total_otherwise: told.total.1,
            costs: told.costs.into_iter().map(BesideView::from).collect(),
            parties: told.parties.into_iter().map(BesideView::from).collect(),
        }
    }
}

/// Ask what a settled year would have been
///
/// A settled or closed year with its outcome, calculated under another version of the agreement, a scenario, or changes of one's
/// own. Nothing is stored.
#[utoipa::path(
    operation_id = "counterfactualPeriod", tag = "billing", params(PeriodPath),
    request_body(content = CounterfactualBody, description = "What is to be otherwise", example = example::otherwise),
    responses(
        (status = 200, description = "What was, and what would have been", body = CounterfactualView, example = example::counterfactual),
        (status = 409, description = "The year is not settled", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/counterfactual")]
pub(crate) async fn counterfactual_period(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    body: CalculationBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let otherwise = CounterfactualBody::parse(&body.0)?;
    Ok(json(&CounterfactualView::from(desk.counterfactual(id, year, otherwise).await?)))
}
