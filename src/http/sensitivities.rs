//! `POST /api/v1/sensitivities`: how much a year depends on its levers.

use actix_web::{HttpRequest, HttpResponse, post};
use samfin_core::explore::{Sensitivities, Sensitivity};

use super::answer::written_json;
use super::body::CalculationBody;
use super::examples;
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::schema::scenario::SensitivityRequest;
use crate::app::Desk;

/// How much a year depends on its levers
///
/// The total, the municipalities' sum and what each party pays, with each lever low, as it is, and high.
#[utoipa::path(
    operation_id = "findSensitivities", tag = "calculations",
    request_body(content = SensitivityRequest, description = "The agreement, one year and the levers", example = examples::sensitivity_request),
    responses((status = 200, description = "The year at every value", body = Sensitivities, example = examples::sensitivity_answer)),
)]
#[post("/api/v1/sensitivities")]
pub(crate) async fn find_sensitivities(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    CalculationBody { 0: body }: CalculationBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let written = desk.ask(body, |_: &Sensitivity, found| serde_json::to_vec(found)).await?;
    Ok(written_json(written))
}
