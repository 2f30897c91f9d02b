//! The days of an agreement: `GET /api/v1/agreements/{id}/calendar`, and at an address that a calendar program follows.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, ETAG, HeaderMap, IF_NONE_MATCH, VARY,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, get, web};
use samfin_core::Lang;
use serde::Deserialize;
use utoipa::IntoParams;

use super::agreements::AgreementPath;
use super::examples::people as example;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::{accepts, language, not_acceptable};
use crate::app::scope::Scope;
use crate::app::{App, Desk};
use crate::digest::sha256;

/// What calendars are.
const ICALENDAR: &str = "text/calendar";

/// Read an agreement's calendar
///
/// As iCalendar: when the agreement begins and ends, its milestones (surveys, evaluations, decisions), the last days to give
/// notice, when its forums meet, when instalments are sent and paid, and for those who see them when issued invoices are due. From last year to the
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
    Ok(calendar(&mut HttpResponse::Ok(), lang, bytes))
}

/// Which calendar that was given away.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SharedCalendarPath {
    /// The secret of the link, as `POST /share-links` told it.
    #[param(pattern = "^[0-9a-f]{64}$", example = example::secret)]
    pub secret: String,
}

/// In which language a calendar is wanted.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SharedCalendarParams {
    /// The language of the days, since calendar programs seldom say which one their reader wants; absent: by `Accept-Language`.
    #[param(pattern = "^(sv|en)$", example = "sv")]
    pub lang: Option<String>,
}

/// Follow an agreement's calendar
///
/// For a calendar program to subscribe to: the address that a share link to a calendar has, which needs no sign-in. As the
/// agreement's calendar, without due days of invoices, and with the day on which the address stops working. Programs ask again
/// with `If-None-Match`; nothing on the way may keep the answer, so that the address leads nowhere once the link is revoked.
#[utoipa::path(
    operation_id = "getSharedCalendar", tag = "agreements", params(SharedCalendarPath, SharedCalendarParams),
    responses(
        (status = 200, description = "The calendar", content_type = "text/calendar", body = String, headers(
            ("Content-Disposition" = String, description = "A name for the file"),
            ("ETag" = String, description = "What the calendar is known by until it changes"),
            ("Cache-Control" = String, description = "`private, no-cache`: to be asked for again each time"),
        ), example = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"),
        (status = 304, description = "The calendar is still the one that `If-None-Match` names"),
        (status = 404, description = "The link does not exist, opens something else, has run out or has been revoked", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/shared-calendars/{secret}")]
pub(crate) async fn get_shared_calendar(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<SharedCalendarPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["lang"]);
    let wanted = query.word("lang", &[Lang::Sv, Lang::En].map(|lang| (lang.tag(), lang)));
    query.finish()?;
    let headers = request.headers();
    if !accepts(headers, ICALENDAR) {
        return Err(not_acceptable(ICALENDAR));
    }
    let lang = wanted.unwrap_or_else(|| language(headers));
    // Whoever has the address is nobody, also when the program that asks has a key or a cookie.
    let bytes = app.desk(Scope::nobody()).shared_calendar(&path.secret, lang).await?;
    let tag = format!("\"{}\"", &sha256(&bytes)[..32]);
    let is_known = names(headers, &tag);
    let mut answer = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((ETAG, tag))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .insert_header(("x-robots-tag", "noindex, nofollow"));
    Ok(if is_known { answer.finish() } else { calendar(&mut answer, lang, bytes) })
}

fn calendar(answer: &mut HttpResponseBuilder, lang: Lang, bytes: Vec<u8>) -> HttpResponse {
    answer
        .content_type("text/calendar; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, lang.tag()))
        .insert_header((VARY, "Accept-Language"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"samfin.ics\""))
        .body(bytes)
}

/// Whether `If-None-Match` names the tag; a program on the way may have made it a weak one (RFC 9110, 13.1.2).
fn names(headers: &HeaderMap, tag: &str) -> bool {
    let sent = headers.get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    sent.flat_map(|tags| tags.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}
