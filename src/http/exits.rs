//! `POST /api/v1/exits`: what if a party leaves?

use actix_web::{HttpRequest, HttpResponse, post};
use samfin_core::explore::{Exit, ExitAnswer};

use super::answer::written_in;
use super::body::CalculationBody;
use super::examples;
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::schema::scenario::ExitRequest;
use crate::app::Desk;

/// Compare staying and leaving
///
/// The comparison of `stay` and `leave`, year by year, and whether notice is given in time.
#[utoipa::path(
    operation_id = "compareExit", tag = "calculations",
    request_body(content = ExitRequest, description = "The agreement, the years, the party and its last day", example = examples::exit_request),
    responses((status = 200, description = "Staying and leaving side by side", body = ExitAnswer, example = examples::exit_answer)),
)]
#[post("/api/v1/exits")]
pub(crate) async fn compare_exit(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    CalculationBody { 0: body }: CalculationBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let lang = reader.lang;
    let written = desk.ask(body, move |_: &Exit, found| serde_json::to_vec(&found.answer(lang))).await?;
    Ok(written_in(lang, written))
}
