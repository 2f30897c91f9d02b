//! `POST /api/v1/calculations`: everything in the body, nothing stored.

use std::time::Instant;

use actix_web::{HttpRequest, HttpResponse, post, web};
use samfin_core::Answer;
use utoipa::IntoParams;

use super::answer::written_in;
use super::body::CalculationBody;
use super::examples;
use super::metrics::Metrics;
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::schema::request::CalculationRequest;
use crate::app::Desk;

/// The parameters of a calculation.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CalculationParams {
    /// Whether the answer says, line by line, why each figure is what it is.
    #[param(default = false)]
    pub explain: Option<bool>,
}

/// Calculate a split
///
/// Divides the costs of an agreement for one year among its parties: exact to the öre, and the same
/// input always gives the same bytes. Amounts are strings in kronor and exclude VAT.
#[utoipa::path(
    operation_id = "calculate", tag = "calculations", params(CalculationParams),
    request_body(content = CalculationRequest, description = "The agreement, the year, and what differs from the agreement", example = examples::calculation_request),
    responses((status = 200, description = "The split", body = Answer, example = examples::calculation_answer)),
)]
#[post("/api/v1/calculations")]
pub(crate) async fn calculate(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    CalculationBody { 0: body }: CalculationBody,
    metrics: web::Data<Metrics>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["explain"]);
    let explain = query.flag("explain");
    query.finish()?;
    let (started, lang) = (Instant::now(), reader.lang);
    let written = desk.calculate(body, explain, move |split| serde_json::to_vec(&split.answer(lang))).await?;
    metrics.calculated(started.elapsed());
    Ok(written_in(lang, written))
}
