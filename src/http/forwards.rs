//! `/api/v1/agreements/{id}/periods/{year}/forward` and `…/forecast`: a change that is settled in the year after, and what the
//! year looks like ending at.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::NaiveDate;
use samfin_core::Ore;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{json, tagged};
use super::bodies::PeriodForward;
use super::body::JsonBody;
use super::examples::settlements as example;
use super::periods::{PeriodPath, PeriodView};
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::settlements::CarriedView;
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::periods::{CostForecast, Forecast, PartyForecast};

/// A year whose change was settled forward.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ForwardedPeriod)]
pub struct ForwardedView {
    /// The year.
    #[serde(flatten)]
    period: PeriodView,
    /// What is left to the year after; whoever is not here is made up with in the year itself.
    carried: Vec<CarriedView>,
}

/// What a year looks like ending at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Forecast)]
pub struct ForecastView {
    /// The last day that the outcome is about; null without outcome.
    #[schema(required)]
    through: Option<NaiveDate>,
    /// The revision of the outcome; 0 when there is none.
    #[schema(minimum = 0)]
    outcome: i64,
    /// Every cost.
    costs: Vec<CostForecastView>,
    /// Every party.
    parties: Vec<PartyForecastView>,
}

/// What a cost looks like ending at, kronor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CostForecast)]
pub struct CostForecastView {
    /// Its id.
    cost: String,
    /// Its name.
    name: String,
    /// What was adopted.
    #[schema(value_type = String)]
    budget: Ore,
    /// The outcome so far; null when there is none of it.
    #[schema(required, value_type = Option<String>)]
    outcome: Option<Ore>,
    /// The whole year: the outcome and what is left of the budget; the budget where there is no outcome.
    #[schema(value_type = String)]
    forecast: Ore,
}

/// What a party looks like having to pay, kronor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PartyForecast)]
pub struct PartyForecastView {
    /// Its id.
    party: String,
    /// Its name.
    name: String,
    /// What was adopted.
    #[schema(value_type = String)]
    budget: Ore,
    /// The whole year.
    #[schema(value_type = String)]
    forecast: Ore,
    /// How much more; below zero: less.
    #[schema(value_type = String)]
    difference: Ore,
}

/// The parameters of a forecast.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ForecastParams {
    /// The last day that the outcome is about; that of the last entry when absent.
    #[param(format = Date)]
    pub through: Option<String>,
}

impl From<Forecast> for ForecastView {
    fn from(forecast: Forecast) -> Self {
        let cost = |CostForecast { cost, name, budget, outcome, forecast }| CostForecastView {
            cost,
            name,
            budget,
            outcome,
            forecast,
        };
        let party = |PartyForecast { party, name, budget, forecast }: PartyForecast| PartyForecastView {
            difference: Ore::from_wide(forecast.wide() - budget.wide()).unwrap_or_default(),
            party,
            name,
            budget,
            forecast,
        };
        Self {
            through: forecast.through,
            outcome: forecast.outcome,
            costs: forecast.costs.into_iter().map(cost).collect(),
            parties: forecast.parties.into_iter().map(party).collect(),
        }
    }
}

/// Settle a change in the year after
///
/// An adopted year that is affected follows what has changed, and what that means for each party is left to the year after: it is
/// called there, in the same parts as everything else, and no more in the year itself. A difference below `materiality` is left
/// out: the next part or the settlement makes up for it.
#[utoipa::path(
    operation_id = "forwardPeriod", tag = "billing",
    params(PeriodPath, ("If-Match" = Option<String>, Header, description = "The ETag of the year; needed", example = "\"r2\"")),
    request_body(content = PeriodForward, description = "What it is to follow, and why", example = example::forward),
    responses(
        (status = 200, description = "Settled forward", body = ForwardedView, headers(("ETag" = String, description = "Its new entity tag")), example = example::forwarded),
        (status = 409, description = "Something more has changed since, nothing has changed, the year is not adopted, or the year after cannot take it", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/forward")]
pub(crate) async fn forward_period(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let new = PeriodForward::parse(&body)?;
    let done = desk.forward_period(id, year, revision(&request)?, new).await?;
    let tag = tag(done.period.revision);
    let carried = done.carried.into_iter().map(CarriedView::from).collect();
    Ok(tagged(&tag, &ForwardedView { period: PeriodView::of(done.period, &done.snapshot), carried }))
}

/// Forecast an adopted year
///
/// For each cost with outcome: the outcome, and of its budget the part that the days after `through` are of the year. A cost
/// without outcome stands as budgeted. What that means for each party, by the same calculation as the budget.
#[utoipa::path(
    operation_id = "getForecast", tag = "billing", params(PeriodPath, ForecastParams),
    responses(
        (status = 200, description = "The forecast", body = ForecastView, example = example::forecast),
        (status = 409, description = "The year is not adopted, or settled", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/agreements/{id}/periods/{year}/forecast")]
pub(crate) async fn get_forecast(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["through"]);
    let through = query.date("through");
    query.finish()?;
    let (id, year) = path.into_inner().read()?;
    Ok(json(&ForecastView::from(desk.forecast(id, year, through).await?)))
}
