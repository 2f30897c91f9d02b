//! `POST /api/v1/workbooks`: the comparison as a workbook that calculates by itself.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_LANGUAGE};
use actix_web::{HttpRequest, HttpResponse, post};
use samfin_core::comparison::Comparison;

use super::body::{CalculationBody, FileBody};
use super::examples;
use super::problem::Problem;
use super::query::Query;
use super::reader::{accepts, language, not_acceptable};
use super::schema::scenario::ComparisonRequest;
use crate::app::Desk;
use crate::app::explore::workbook_of;

/// Compare scenarios in a workbook
///
/// The same comparison as `POST /comparisons`, as XLSX: one sheet per scenario and year with live formulas for the split,
/// a comparison with a chart, the assumptions with their sources, and the account coding.
#[utoipa::path(
    operation_id = "makeWorkbook", tag = "calculations",
    request_body(content = ComparisonRequest, description = "The agreement, the years and the scenarios", example = examples::comparison_request),
    responses((status = 200, description = "The workbook", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", headers(
        ("Content-Disposition" = String, description = "A name for the file"),
    ), example = "(a file)")),
)]
#[post("/api/v1/workbooks")]
pub(crate) async fn make_workbook(
    desk: Desk,
    request: HttpRequest,
    CalculationBody { 0: body }: CalculationBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let headers = request.headers();
    if !accepts(headers, FileBody::XLSX) {
        return Err(not_acceptable(FileBody::XLSX));
    }
    let (lang, today) = (language(headers), desk.today());
    let bytes = desk
        .ask(body, move |comparison: &Comparison, compared| workbook_of(comparison, compared, lang, today))
        .await??;
    Ok(HttpResponse::Ok()
        .content_type(FileBody::XLSX)
        .insert_header((CONTENT_LANGUAGE, lang.tag()))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"samfin.xlsx\""))
        .body(bytes))
}
