//! `POST /api/v1/stress-tests`: what if any of the parties contribute nothing?

use actix_web::{HttpRequest, HttpResponse, post};
use samfin_core::stress::{StressTest, Stressed};

use super::answer::written_json;
use super::body::CalculationBody;
use super::examples;
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::schema::scenario::StressTestRequest;
use crate::app::Desk;

/// Stress test rules for a shortfall
///
/// Tries every combination of up to `max_defaulters` parties that contribute nothing all year, under the agreement's own
/// rule and others: what is left uncovered, who has to take on most, how many hours are lost, and where it breaks.
#[utoipa::path(
    operation_id = "stressTest", tag = "calculations",
    request_body(content = StressTestRequest, description = "The agreement, the year and the rules", example = examples::stress_test_request),
    responses((status = 200, description = "What every rule comes to", body = Stressed, example = examples::stress_test_answer)),
)]
#[post("/api/v1/stress-tests")]
pub(crate) async fn stress_test(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    CalculationBody { 0: body }: CalculationBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let written = desk.ask(body, |_: &StressTest, found| serde_json::to_vec(found)).await?;
    Ok(written_json(written))
}
