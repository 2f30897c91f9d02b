//! `/api/v1/agreements/{id}/meetings/{year}`: when the forums of an agreement meet.

use actix_web::{HttpRequest, HttpResponse, get, put, web};
use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::read::{Node, Reader as Read};
use samfin_core::{Code, say};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::agreements::known_form;
use super::answer::{created, tagged};
use super::bodies::parse_only;
use super::body::JsonBody;
use super::examples;
use super::examples::meetings as example;
use super::preconditions::expected;
use super::problem::{Problem, ProblemDetails};
use super::query::{Query, path_whole};
use super::reader::Reader;
use super::schema::words::{Date, Slug};
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::meetings::{MOST_MEETINGS, Meeting, Meetings};

/// The meetings of a year.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Meetings)]
pub struct MeetingsView {
    /// The agreement's id.
    #[schema(format = Uuid)]
    agreement: String,
    /// The calendar year.
    #[schema(minimum = 2000, maximum = 2100)]
    year: i64,
    /// 1, 2, 3 … with every change.
    #[schema(minimum = 1)]
    revision: i64,
    /// When they were written.
    changed_at: DateTime<Utc>,
    /// By day.
    meetings: Vec<MeetingView>,
}

/// One meeting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Meeting)]
pub struct MeetingView {
    /// Which forum meets: its id in the agreement.
    #[schema(value_type = Slug)]
    body: String,
    /// The day.
    #[schema(value_type = Date)]
    on: NaiveDate,
}

impl From<Meetings> for MeetingsView {
    fn from(of: Meetings) -> Self {
        let view = |meeting: Meeting| MeetingView { body: meeting.body.to_string(), on: meeting.on };
        Self {
            agreement: of.agreement_id,
            year: of.year,
            revision: of.revision,
            changed_at: of.changed_at,
            meetings: of.days.into_iter().map(view).collect(),
        }
    }
}

/// All the meetings that a year is to have.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingsRequest)]
pub struct MeetingsBody {
    /// In any order; none: the year has no meetings.
    #[schema(max_items = 366)]
    pub meetings: Vec<NewMeeting>,
}

/// A day on which a forum is to meet.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingRequest)]
pub struct NewMeeting {
    /// Which forum meets: its id in the agreement.
    pub body: Slug,
    /// A day in the year.
    pub on: Date,
}

impl MeetingsBody {
    /// Reads the body of `PUT …/meetings/{year}`.
    pub fn parse(bytes: &[u8]) -> Result<Vec<Meeting>, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["meetings"]);
            reader.required(root, "meetings", |r, n| {
                let meetings = r.list(n, |r, n, _| one(r, n))?;
                if meetings.len() > MOST_MEETINGS {
                    let detail = say!("skriv högst {MOST_MEETINGS} möten", "write at most {MOST_MEETINGS} meetings");
                    r.fault(n, Code::OutOfRange, detail);
                }
                Some(meetings)
            })
        })
    }
}

fn one(reader: &mut Read, node: &Node<'_>) -> Option<Meeting> {
    reader.object(node, &["body", "on"]);
    let body = reader.required(node, "body", Read::id);
    let on = reader.required(node, "on", Read::date);
    Some(Meeting { on: on?, body: body? })
}

/// Which year of which agreement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct MeetingsPath {
    /// The agreement's id.
    #[param(format = Uuid, example = examples::agreement_id)]
    pub id: String,
    /// The calendar year.
    #[param(value_type = i32, minimum = 2000, maximum = 2100, example = 2027)]
    pub year: String,
}

impl MeetingsPath {
    fn read(self) -> Result<(String, i32), Problem> {
        let year = path_whole("year", &self.year, 2000, 2100)?;
        Ok((known_form(&self.id)?, year))
    }
}

/// Read a year's meetings
///
/// The days on which the forums of the agreement meet, as somebody has written them; the agreement itself only says how often.
#[utoipa::path(
    operation_id = "getMeetings", tag = "agreements", params(MeetingsPath),
    responses((status = 200, description = "The meetings", body = MeetingsView, headers(
        ("ETag" = String, description = "Send it in If-Match to change the meetings"),
    ), example = example::meetings)),
)]
#[get("/api/v1/agreements/{id}/meetings/{year}")]
pub(crate) async fn get_meetings(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<MeetingsPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let found = desk.meetings(id, year).await?;
    Ok(tagged(&tag(found.revision), &MeetingsView::from(found)))
}

/// Write a year's meetings
///
/// All of them: a day that is left out is no longer one. They stand in the agreement's calendar; nothing is calculated from them.
/// The forums must be in the version that applies to the year (the newest, while none is adopted).
#[utoipa::path(
    operation_id = "putMeetings", tag = "agreements",
    params(MeetingsPath,
        ("If-Match" = Option<String>, Header, description = "The ETag of the meetings that are written over", example = "\"r1\""),
        ("If-None-Match" = Option<String>, Header, description = "`*` to write the first ones"),
    ),
    request_body(content = MeetingsBody, description = "The meetings", example = example::new_meetings),
    responses(
        (status = 200, description = "Written over", body = MeetingsView, headers(("ETag" = String, description = "Their new entity tag")), example = example::meetings),
        (status = 201, description = "Written for the first time", body = MeetingsView, headers(
            ("Location" = String, description = "Where they are found"), ("ETag" = String, description = "Their entity tag"),
        ), example = example::meetings),
        (status = 412, description = "Someone else has changed them; the ETag header has their entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "There are meetings already: If-Match is needed", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[put("/api/v1/agreements/{id}/meetings/{year}")]
pub(crate) async fn put_meetings(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<MeetingsPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let meetings = MeetingsBody::parse(&body)?;
    let written = desk.put_meetings(id, year, meetings, expected(&request)?).await?;
    let view = MeetingsView::from(written);
    let tag = tag(view.revision);
    Ok(if view.revision == 1 {
        created(&format!("/api/v1/agreements/{}/meetings/{year}", view.agreement), &tag, &view)
    } else {
        tagged(&tag, &view)
    })
}
