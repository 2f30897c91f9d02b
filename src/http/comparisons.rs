//! `POST /api/v1/comparisons`: the agreement and its scenarios, side by side.

use actix_web::{HttpRequest, HttpResponse, post};
use samfin_core::comparison::{CompareAnswer, Comparison};

use super::answer::written_in;
use super::body::CalculationBody;
use super::examples;
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::schema::scenario::ComparisonRequest;
use crate::app::Desk;

/// Compare scenarios
///
/// Calculates the agreement and every scenario, year after year: what a year leaves is what the next opens with.
/// Tells what each party pays more or less than in the baseline, the figures that people compare by, how the
/// inputs differ, and how long each scenario lasts.
#[utoipa::path(
    operation_id = "compare", tag = "calculations",
    request_body(content = ComparisonRequest, description = "The agreement, the years and the scenarios", example = examples::comparison_request),
    responses((status = 200, description = "The comparison", body = CompareAnswer, example = examples::comparison_answer)),
)]
#[post("/api/v1/comparisons")]
pub(crate) async fn compare(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    CalculationBody { 0: body }: CalculationBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let lang = reader.lang;
    let written = desk.ask(body, move |_: &Comparison, found| serde_json::to_vec(&found.answer(lang))).await?;
    Ok(written_in(lang, written))
}
