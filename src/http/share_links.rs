//! `/api/v1/share-links`: addresses that show one comparison or one calendar to whoever has them.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreements::known_form;
use super::answer::{created, json, tagged};
use super::bodies::{NewShareLinkBody, Revocation};
use super::body::JsonBody;
use super::examples::people as example;
use super::paging::{Page, PageParams, Wanted};
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::schema::words::ShareShows;
use crate::app::Desk;
use crate::app::share_links::{ShareLink, Shows};

/// Which link.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ShareLinkPath {
    /// The link's id.
    #[param(format = Uuid, example = example::share_link_id)]
    pub id: String,
}

/// An address that has been given away, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShareLink)]
pub struct ShareLinkView {
    /// The link's id.
    #[schema(format = Uuid)]
    id: String,
    /// The agreement's id.
    #[schema(format = Uuid)]
    agreement: String,
    /// What it is for.
    name: String,
    /// What it opens.
    #[schema(value_type = ShareShows)]
    shows: &'static str,
    /// The query of `/jamfor`; null for a calendar.
    #[schema(required)]
    query: Option<String>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// Who made it: the id of a user or a key; null for those made on the command line.
    #[schema(required)]
    created_by: Option<String>,
    /// When it stops working.
    expires_at: DateTime<Utc>,
    /// When it was revoked; null while it is not.
    #[schema(required)]
    revoked_at: Option<DateTime<Utc>>,
    /// Why it was revoked.
    #[schema(required)]
    revoke_reason: Option<String>,
}

impl From<ShareLink> for ShareLinkView {
    fn from(link: ShareLink) -> Self {
        Self {
            id: link.id,
            agreement: link.agreement_id,
            name: link.name,
            shows: link.shows.as_str(),
            query: (link.shows == Shows::Comparison).then_some(link.query),
            created_at: link.created_at,
            created_by: link.created_by,
            expires_at: link.expires_at,
            revoked_at: link.revoked_at,
            revoke_reason: link.revoke_reason,
        }
    }
}

/// A link and its address.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewShareLink)]
pub struct MadeShareLink {
    /// The link.
    #[serde(flatten)]
    about: ShareLinkView,
    /// The page, or what a calendar program subscribes to, on this service. It is told this once only; null when the answer is
    /// a repeated one (`Idempotency-Replayed`), since nothing that is stored knows it. Revoke the link and make another then.
    #[schema(required, pattern = "^/(delad|api/v1/shared-calendars)/[0-9a-f]{64}$")]
    address: Option<String>,
}

/// A link is never written over; its tag tells whether it has been revoked.
fn shown(link: ShareLink) -> HttpResponse {
    let tag = if link.revoked_at.is_some() { "\"r2\"" } else { "\"r1\"" };
    tagged(tag, &ShareLinkView::from(link))
}

/// Make a share link
///
/// An address that shows one comparison, or the agreement's calendar, read-only, to whoever has it, without signing in; never an
/// invoice. To a comparison it stops working after 90 days unless another day is said, at most 400 days away; to a calendar
/// after at most ten years.
#[utoipa::path(
    operation_id = "createShareLink", tag = "people",
    request_body(content = NewShareLinkBody, description = "What is shown, and for how long", example = example::new_share_link),
    responses(
        (status = 201, description = "Made", body = MadeShareLink, headers(
            ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::made_share_link),
        (status = 404, description = "There is no such agreement", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/share-links")]
pub(crate) async fn create_share_link(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (made, secret) = desk.create_share_link(NewShareLinkBody::parse(&body)?).await?;
    let address = secret.map(|secret| match made.shows {
        Shows::Comparison => format!("/delad/{secret}"),
        Shows::Calendar => format!("/api/v1/shared-calendars/{secret}"),
    });
    let made = MadeShareLink { about: made.into(), address };
    Ok(created(&format!("/api/v1/share-links/{}", made.about.id), "\"r1\"", &made))
}

/// List share links
///
/// Of the agreements in which the caller may see them, in the order they were made, those that no longer work too.
#[utoipa::path(
    operation_id = "listShareLinks", tag = "people", params(PageParams),
    responses((status = 200, description = "A page of links", body = Page<ShareLinkView>, example = example::share_links)),
)]
#[get("/api/v1/share-links")]
pub(crate) async fn list_share_links(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    query.finish()?;
    let found = desk.share_links(wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |link| link.id.clone(), ShareLinkView::from)))
}

/// Read a share link
///
/// Without its secret, which nobody can read.
#[utoipa::path(
    operation_id = "getShareLink", tag = "people", params(ShareLinkPath),
    responses((status = 200, description = "The link", body = ShareLinkView, headers(("ETag" = String, description = "Its entity tag")), example = example::share_link)),
)]
#[get("/api/v1/share-links/{id}")]
pub(crate) async fn get_share_link(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ShareLinkPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    Ok(shown(desk.share_link(known_form(&path.id)?).await?))
}

/// Revoke a share link
///
/// For good. Its address leads nowhere from then on.
#[utoipa::path(
    operation_id = "revokeShareLink", tag = "people", params(ShareLinkPath),
    request_body(content = Revocation, description = "Why", example = example::revocation),
    responses(
        (status = 200, description = "Revoked", body = ShareLinkView, headers(("ETag" = String, description = "Its new entity tag")), example = example::revoked_share_link),
        (status = 409, description = "It is revoked already", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/share-links/{id}/revoke")]
pub(crate) async fn revoke_share_link(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ShareLinkPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let id = known_form(&path.id)?;
    Ok(shown(desk.revoke_share_link(id, Revocation::parse(&body)?).await?))
}
