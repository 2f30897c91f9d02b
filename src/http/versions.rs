//! `/api/v1/agreements/{id}/versions`: what an agreement says; versions never change.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::agreements::{AgreementPath, known_form};
use super::answer::{created, json, tagged};
use super::bodies::{Adoption, NewDocument};
use super::body::{JsonBody, LARGE};
use super::examples;
use super::paging::{Page, PageParams, Wanted};
use super::problem::Problem;
use super::query::{Query, path_whole};
use super::reader::Reader;
use super::schema::agreement::Agreement;
use crate::app::Desk;
use crate::app::agreements::{Decision, Version, VersionWithDecisions};

/// Whether a version or a budget is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Being worked on.
    Draft,
    /// Decided.
    Adopted,
}

/// A version of an agreement.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionSummary {
    /// Its id.
    id: String,
    /// The agreement's id.
    #[schema(format = Uuid)]
    agreement: String,
    /// 1, 2, 3 … without gaps.
    #[schema(minimum = 1)]
    version: i64,
    /// Whether it is adopted.
    status: Standing,
    /// The first day it is in force.
    valid_from: NaiveDate,
    /// The last day, when there is one.
    #[schema(required)]
    valid_to: Option<NaiveDate>,
    /// Why it was made.
    #[schema(required)]
    note: Option<String>,
    /// The SHA-256 of the stored document.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was adopted, if it is.
    #[schema(required)]
    adopted_at: Option<DateTime<Utc>>,
}

/// A version of an agreement, with the document and the decisions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgreementVersion)]
pub struct VersionView {
    /// About the version.
    #[serde(flatten)]
    summary: VersionSummary,
    /// Who has decided to adopt it, by party.
    decisions: Vec<DecisionView>,
    /// The parties without a decision, in the agreement's order.
    undecided: Vec<String>,
    /// The agreement.
    #[schema(value_type = Agreement)]
    document: serde_json::Value,
}

/// One party's decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Decision)]
pub struct DecisionView {
    /// The party's id.
    party: String,
    /// What the party calls its decision.
    reference: String,
    /// The day of the decision.
    #[schema(required)]
    decided_on: Option<NaiveDate>,
}

impl From<Version> for VersionSummary {
    fn from(stored: Version) -> Self {
        Self {
            id: format!("{}-v{}", stored.agreement_id, stored.number),
            agreement: stored.agreement_id,
            version: stored.number,
            status: if stored.adopted_at.is_some() { Standing::Adopted } else { Standing::Draft },
            valid_from: stored.valid_from,
            valid_to: stored.valid_to,
            note: stored.note,
            sha256: stored.sha256,
            created_at: stored.created_at,
            adopted_at: stored.adopted_at,
        }
    }
}

impl VersionView {
    fn of(found: VersionWithDecisions) -> Result<Self, Problem> {
        let document = serde_json::from_str(&found.version.document).map_err(|e| Problem::internal(e.to_string()))?;
        let shown = |stored: Decision| DecisionView {
            party: stored.party,
            reference: stored.reference,
            decided_on: stored.decided_on,
        };
        let decisions = found.decisions.into_iter().map(shown).collect();
        Ok(Self { summary: found.version.into(), decisions, undecided: found.undecided, document })
    }

    fn tag(&self) -> String {
        let standing = if self.summary.status == Standing::Adopted { "adopted" } else { "draft" };
        format!("\"{}-{standing}\"", &self.summary.sha256[..16])
    }
}

/// Which version of which agreement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VersionPath {
    /// The agreement's id.
    #[param(format = Uuid, example = examples::agreement_id)]
    pub id: String,
    /// The version's number.
    #[param(value_type = i64, minimum = 1, maximum = 1_000_000, example = 1)]
    pub version: String,
}

impl VersionPath {
    fn read(self) -> Result<(String, i64), Problem> {
        let version = path_whole("version", &self.version, 1, MOST_VERSIONS)?;
        Ok((known_form(&self.id)?, version))
    }
}

/// No agreement gets this many versions.
pub(super) const MOST_VERSIONS: i64 = 1_000_000;

/// Add a version
///
/// A new version starts on a 1 January after the start of every adopted one. It is a draft until adopted.
#[utoipa::path(
    operation_id = "createVersion", tag = "agreements", params(AgreementPath),
    request_body(content = NewDocument, description = "The agreement document, whole", example = examples::new_agreement),
    responses((status = 201, description = "Added", body = VersionView, headers(
        ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
    ), example = examples::version)),
)]
#[post("/api/v1/agreements/{id}/versions")]
pub(crate) async fn create_version(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
    JsonBody { 0: body }: JsonBody<LARGE>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let id = path.into_inner().id()?;
    let new = NewDocument::parse(&body)?;
    let made = VersionView::of(desk.add_version(id.clone(), new.document, new.note).await?)?;
    Ok(created(&format!("/api/v1/agreements/{id}/versions/{}", made.summary.version), &made.tag(), &made))
}

/// List versions
///
/// By number, without their documents.
#[utoipa::path(
    operation_id = "listVersions", tag = "agreements", params(AgreementPath, PageParams),
    responses((status = 200, description = "A page of versions", body = Page<VersionSummary>, example = examples::versions)),
)]
#[get("/api/v1/agreements/{id}/versions")]
pub(crate) async fn list_versions(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let number = |key: &str| key.parse::<i64>().ok().filter(|number| *number > 0);
    let wanted = Wanted::read(&mut query, |key| number(key).is_some());
    query.finish()?;
    let after = wanted.after.as_deref().and_then(number).unwrap_or(0);
    let found = desk.versions(path.into_inner().id()?, after, wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |version| version.number.to_string(), VersionSummary::from)))
}

/// Read a version
///
/// With the document and the decisions that adopted it.
#[utoipa::path(
    operation_id = "getVersion", tag = "agreements", params(VersionPath),
    responses((status = 200, description = "The version", body = VersionView, headers(
        ("ETag" = String, description = "Its entity tag"),
    ), example = examples::version)),
)]
#[get("/api/v1/agreements/{id}/versions/{version}")]
pub(crate) async fn get_version(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<VersionPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, number) = path.into_inner().read()?;
    let found = VersionView::of(desk.version(id, number).await?)?;
    Ok(tagged(&found.tag(), &found))
}

/// Adopt a version
///
/// Every principal decides for itself: the decisions are listed by party, and `undecided` in the answer
/// names the parties that have none. A version is adopted once.
#[utoipa::path(
    operation_id = "adoptVersion", tag = "agreements", params(VersionPath),
    request_body(content = Adoption, description = "The parties' decisions", example = examples::adoption),
    responses(
        (status = 200, description = "Adopted", body = VersionView, headers(
            ("ETag" = String, description = "Its entity tag"),
        ), example = examples::version),
        (status = 409, description = "It is adopted already, or another adopted version starts on the same day", body = super::problem::ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/versions/{version}/adopt")]
pub(crate) async fn adopt_version(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<VersionPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, number) = path.into_inner().read()?;
    let decisions = Adoption::parse(&body)?.decisions();
    let adopted = VersionView::of(desk.adopt_version(id, number, decisions).await?)?;
    Ok(tagged(&adopted.tag(), &adopted))
}
