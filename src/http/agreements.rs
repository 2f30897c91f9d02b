//! `/api/v1/agreements`: agreements, apart from what they say; that is in their versions.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{created, json, tagged};
use super::bodies::NewDocument;
use super::body::{JsonBody, LARGE};
use super::examples;
use super::paging::{Page, PageParams, Wanted};
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use crate::app::{Desk, agreements};

/// An agreement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgreementSummary)]
pub struct AgreementView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// The name in its newest version.
    name: String,
    /// How many versions there are; the newest has this number.
    #[schema(minimum = 1)]
    versions: i64,
    /// When it was made.
    created_at: DateTime<Utc>,
}

impl From<agreements::Agreement> for AgreementView {
    fn from(stored: agreements::Agreement) -> Self {
        Self { id: stored.id, name: stored.name, versions: stored.versions, created_at: stored.created_at }
    }
}

impl AgreementView {
    fn tag(&self) -> String {
        format!("\"v{}\"", self.versions)
    }
}

/// Which agreement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AgreementPath {
    /// The agreement's id.
    #[param(format = Uuid, example = examples::agreement_id)]
    pub id: String,
}

/// Make an agreement
///
/// The document becomes version 1, a draft until it is adopted.
#[utoipa::path(
    operation_id = "createAgreement", tag = "agreements",
    request_body(content = NewDocument, description = "The agreement document", example = examples::new_agreement),
    responses((status = 201, description = "Made", body = AgreementView, headers(
        ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
    ), example = examples::agreement)),
)]
#[post("/api/v1/agreements")]
pub(crate) async fn create_agreement(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody<LARGE>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let new = NewDocument::parse(&body)?;
    let made = AgreementView::from(desk.create_agreement(new.document, new.note).await?);
    Ok(created(&format!("/api/v1/agreements/{}", made.id), &made.tag(), &made))
}

/// List agreements
///
/// In the order they were made.
#[utoipa::path(
    operation_id = "listAgreements", tag = "agreements", params(PageParams),
    responses((status = 200, description = "A page of agreements", body = Page<AgreementView>, example = examples::agreements)),
)]
#[get("/api/v1/agreements")]
pub(crate) async fn list_agreements(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    query.finish()?;
    let found = desk.agreements(wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |agreement| agreement.id.clone(), AgreementView::from)))
}

/// Read an agreement
///
/// Its name and how many versions it has.
#[utoipa::path(
    operation_id = "getAgreement", tag = "agreements", params(AgreementPath),
    responses((status = 200, description = "The agreement", body = AgreementView, headers(
        ("ETag" = String, description = "Its entity tag"),
    ), example = examples::agreement)),
)]
#[get("/api/v1/agreements/{id}")]
pub(crate) async fn get_agreement(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let found = AgreementView::from(desk.agreement(path.into_inner().id()?).await?);
    Ok(tagged(&found.tag(), &found))
}

impl AgreementPath {
    /// The id; one that has not the form of an id belongs to nothing.
    pub fn id(self) -> Result<String, Problem> {
        known_form(&self.id)
    }
}

/// An id as it is stored, or 404: what cannot be an id is treated as one that nothing has.
pub(super) fn known_form(id: &str) -> Result<String, Problem> {
    match Uuid::try_parse(id) {
        Ok(uuid) => Ok(uuid.to_string()),
        Err(_) => Err(Problem::not_found(samfin_core::say!(
            "Det finns inget med det id:t; ett id ser ut som 01890a5d-ac96-774b-bcce-b302099a8057.",
            "There is nothing with that id; an id looks like 01890a5d-ac96-774b-bcce-b302099a8057."
        ))),
    }
}
