//! `GET /api/v1/agreements/{id}/calendar`: the days of an agreement.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_LANGUAGE, VARY};
use actix_web::{HttpRequest, HttpResponse, get, web};

use super::agreements::AgreementPath;
use super::problem::Problem;
use super::query::Query;
use super::reader::{accepts, language, not_acceptable};
use crate::app::Desk;

/// What calendars are.
const ICALENDAR: &str = "text/calendar";

/// Read an agreement's calendar
///
/// As iCalendar: when the agreement begins and ends, its milestones (surveys, evaluations, decisions), the last days to give
/// notice, when instalments are sent and paid, and for those who see them when issued invoices are due. From last year to the
/// second year after this. A day keeps its UID when it is moved.
#[utoipa::path(
    operation_id = "getAgreementCalendar", tag = "agreements", params(AgreementPath),
    responses((status = 200, description = "The calendar", content_type = "text/calendar", body = String, headers(
        ("Content-Disposition" = String, description = "A name for the file"),
    ), example = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")),
)]
#[get("/api/v1/agreements/{id}/calendar")]
pub(crate) async fn get_agreement_calendar(
    desk: Desk,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let headers = request.headers();
    if !accepts(headers, ICALENDAR) {
        return Err(not_acceptable(ICALENDAR));
    }
    let lang = language(headers);
    let bytes = desk.agreement_calendar(path.into_inner().id()?, lang).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, lang.tag()))
        .insert_header((VARY, "Accept-Language"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"samfin.ics\""))
        .body(bytes))
}
