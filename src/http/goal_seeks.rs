//! `POST /api/v1/goal-seeks`: which value of a lever keeps an amount below a limit?

use actix_web::{HttpRequest, HttpResponse, post};
use samfin_core::explore::{FoundAnswer, GoalSeek};

use super::answer::written_in;
use super::body::CalculationBody;
use super::examples;
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::schema::scenario::GoalSeekRequest;
use crate::app::Desk;

/// Seek a goal with a lever
///
/// Tries every value of the lever and answers the one that meets the goal nearest to today's, or the one that misses least.
#[utoipa::path(
    operation_id = "seekGoal", tag = "calculations",
    request_body(content = GoalSeekRequest, description = "The agreement, one year, the lever and the goal", example = examples::goal_seek_request),
    responses((status = 200, description = "The value, and the year with it", body = FoundAnswer, example = examples::goal_seek_answer)),
)]
#[post("/api/v1/goal-seeks")]
pub(crate) async fn seek_goal(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    CalculationBody { 0: body }: CalculationBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let lang = reader.lang;
    let written = desk.ask(body, move |_: &GoalSeek, found| serde_json::to_vec(&found.answer(lang))).await?;
    Ok(written_in(lang, written))
}
