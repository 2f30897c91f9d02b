//! `/api/v1/organisations`: legal entities with their invoicing details.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use samfin_core::billing::organisation::Organisation as Details;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreements::known_form;
use super::answer::{created, json, tagged};
use super::body::JsonBody;
use super::examples::organisations as example;
use super::paging::{Page, PageParams, Wanted, number};
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::schema::organisation::OrganisationDetails;
use super::schema::words::{OrganisationNumber, ShortText};
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::organisations::{Filter, Organisation, Revision};

/// A legal entity with its invoicing details.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organisation)]
pub struct OrganisationView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// 1, 2, 3 … with every change.
    #[schema(minimum = 1)]
    revision: i64,
    /// When it was added.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    changed_at: DateTime<Utc>,
    /// What is known of it: the body that changes it.
    #[schema(value_type = OrganisationDetails)]
    details: Details,
}

impl From<Organisation> for OrganisationView {
    fn from(of: Organisation) -> Self {
        let Organisation { id, revision, created_at, changed_at, details } = of;
        Self { id, revision, created_at, changed_at, details }
    }
}

/// What an organisation was from a moment on, until the next revision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrganisationRevision)]
pub struct RevisionView {
    /// Its number.
    #[schema(minimum = 1)]
    revision: i64,
    /// When it came.
    changed_at: DateTime<Utc>,
    /// What was known then.
    #[schema(value_type = OrganisationDetails)]
    details: Details,
}

impl From<Revision> for RevisionView {
    fn from(Revision { revision, changed_at, details }: Revision) -> Self {
        Self { revision, changed_at, details }
    }
}

/// Which organisation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OrganisationPath {
    /// The organisation's id.
    #[param(format = Uuid, example = example::organisation_id)]
    pub id: String,
}

/// Which organisations are listed.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrganisationParams {
    /// Only the one with this organisation number.
    pub organisation_number: Option<OrganisationNumber>,
    /// Only the one that another system calls so.
    pub external_id: Option<ShortText>,
}

fn shown(organisation: Organisation) -> HttpResponse {
    let view = OrganisationView::from(organisation);
    tagged(&tag(view.revision), &view)
}

/// Add an organisation
///
/// A legal entity. Its organisation number and its external id are its own (`duplicate-id`); every number is checked by its
/// check digit (`check-digit`), and everything that is wrong is told at once.
#[utoipa::path(
    operation_id = "createOrganisation", tag = "organisations",
    request_body(content = OrganisationDetails, description = "The organisation", example = example::details),
    responses((status = 201, description = "Added", body = OrganisationView, headers(
        ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
    ), example = example::organisation)),
)]
#[post("/api/v1/organisations")]
pub(crate) async fn create_organisation(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let made = OrganisationView::from(desk.create_organisation(Details::parse(&body)?).await?);
    Ok(created(&format!("/api/v1/organisations/{}", made.id), &tag(made.revision), &made))
}

/// List organisations
///
/// In the order they were added.
#[utoipa::path(
    operation_id = "listOrganisations", tag = "organisations", params(OrganisationParams, PageParams),
    responses((status = 200, description = "A page of organisations", body = Page<OrganisationView>, example = example::organisations)),
)]
#[get("/api/v1/organisations")]
pub(crate) async fn list_organisations(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let [limit, cursor] = Wanted::NAMES;
    let mut query = Query::read(request.query_string(), &["organisation_number", "external_id", limit, cursor]);
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    let organisation_number = query.identifier("organisation_number");
    let external_id = query.text("external_id");
    query.finish()?;
    let filter = Filter { organisation_number, external_id };
    let found = desk.organisations(filter, wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |organisation| organisation.id.clone(), OrganisationView::from)))
}

/// Read an organisation
///
/// With its invoicing details as they are now.
#[utoipa::path(
    operation_id = "getOrganisation", tag = "organisations", params(OrganisationPath),
    responses((status = 200, description = "The organisation", body = OrganisationView, headers(
        ("ETag" = String, description = "Send it in If-Match to change the organisation"),
    ), example = example::organisation)),
)]
#[get("/api/v1/organisations/{id}")]
pub(crate) async fn get_organisation(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<OrganisationPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    Ok(shown(desk.organisation(known_form(&path.id)?).await?))
}

/// Write over an organisation
///
/// What is left out of the body is empty from now on. What it was before is kept (`…/revisions`).
#[utoipa::path(
    operation_id = "putOrganisation", tag = "organisations",
    params(OrganisationPath, ("If-Match" = Option<String>, Header, description = "The ETag of the organisation that is written over; needed", example = "\"r1\"")),
    request_body(content = OrganisationDetails, description = "The organisation", example = example::details),
    responses(
        (status = 200, description = "Written over", body = OrganisationView, headers(("ETag" = String, description = "Its new entity tag")), example = example::organisation),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[put("/api/v1/organisations/{id}")]
pub(crate) async fn put_organisation(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<OrganisationPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let id = known_form(&path.id)?;
    let details = Details::parse(&body)?;
    Ok(shown(desk.replace_organisation(id, revision(&request)?, details).await?))
}

/// What an organisation has been
///
/// Every revision from the first to the one that is valid now: which account was paid to, and from when.
#[utoipa::path(
    operation_id = "listOrganisationRevisions", tag = "organisations", params(OrganisationPath, PageParams),
    responses((status = 200, description = "A page of revisions", body = Page<RevisionView>, example = example::revisions)),
)]
#[get("/api/v1/organisations/{id}/revisions")]
pub(crate) async fn list_organisation_revisions(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<OrganisationPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |key| number(key).is_some());
    query.finish()?;
    let found = desk.organisation_revisions(known_form(&path.id)?, wanted.after_number(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |of| of.revision.to_string(), RevisionView::from)))
}
