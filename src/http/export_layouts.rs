//! `/api/v1/organisations/{id}/export-layouts`: layouts that an organisation keeps for its files to other systems.

use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use chrono::{DateTime, Utc};
use samfin_core::{Id, say};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::agreements::known_form;
use super::answer::{created, json, nothing, tagged};
use super::bodies::{ExportLayout as InvoiceLayout, ExportLayoutBody, LedgerLayout};
use super::body::JsonBody;
use super::examples::layouts as example;
use super::examples::organisations as organisation_example;
use super::organisations::OrganisationPath;
use super::preconditions::{expected, revision};
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::schema::words::Slug;
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::export_layouts::{ExportLayout, Exports, NewLayout};

/// A layout that is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptExportLayout)]
pub struct ExportLayoutView {
    /// The organisation's id.
    #[schema(format = Uuid)]
    organisation: String,
    /// What it is called there.
    #[schema(value_type = Slug)]
    name: String,
    /// 1, 2, 3 … with every change.
    #[schema(minimum = 1)]
    revision: i64,
    /// When this revision was written.
    changed_at: DateTime<Utc>,
    /// For `POST /invoice-exports`; null when it is for the books.
    #[schema(required, value_type = Option<InvoiceLayout>)]
    invoices: Option<serde_json::Value>,
    /// For `GET /exports/ledger`; null when it is for the invoice basis.
    #[schema(required, value_type = Option<LedgerLayout>)]
    ledger: Option<serde_json::Value>,
}

impl ExportLayoutView {
    fn of(kept: ExportLayout) -> Result<Self, Problem> {
        let layout = serde_json::from_str(&kept.layout).map_err(|error| Problem::internal(error.to_string()))?;
        let (invoices, ledger) = match kept.exports {
            Exports::Invoices => (Some(layout), None),
            Exports::Ledger => (None, Some(layout)),
        };
        Ok(Self {
            organisation: kept.organisation_id,
            name: kept.name,
            revision: kept.revision,
            changed_at: kept.changed_at,
            invoices,
            ledger,
        })
    }
}

/// The layouts of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportLayouts {
    /// By name; at most 100.
    items: Vec<ExportLayoutView>,
}

/// Which layout of which organisation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ExportLayoutPath {
    /// The organisation's id.
    #[param(format = Uuid, example = organisation_example::organisation_id)]
    pub id: String,
    /// What the layout is called there.
    #[param(pattern = "^[a-z0-9][a-z0-9-]{0,62}$", example = "kundreskontran")]
    pub name: String,
}

impl ExportLayoutPath {
    fn read(&self) -> Result<(String, Id), Problem> {
        let nothing = || Problem::not_found(say!("Det finns ingen sådan layout.", "There is no such layout."));
        Ok((known_form(&self.id)?, Id::parse(&self.name).ok_or_else(nothing)?))
    }
}

/// List an organisation's layouts
///
/// By name, those for the invoice basis and those for the books.
#[utoipa::path(
    operation_id = "listExportLayouts", tag = "organisations", params(OrganisationPath),
    responses((status = 200, description = "The layouts", body = ExportLayouts, example = example::layouts)),
)]
#[get("/api/v1/organisations/{id}/export-layouts")]
pub(crate) async fn list_export_layouts(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<OrganisationPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let kept = desk.export_layouts(known_form(&path.id)?).await?;
    let items = kept.into_iter().map(ExportLayoutView::of).collect::<Result<_, _>>()?;
    Ok(json(&ExportLayouts { items }))
}

/// Read a layout
///
/// As it was written.
#[utoipa::path(
    operation_id = "getExportLayout", tag = "organisations", params(ExportLayoutPath),
    responses((status = 200, description = "The layout", body = ExportLayoutView, headers(
        ("ETag" = String, description = "Send it in If-Match to change the layout"),
    ), example = example::layout)),
)]
#[get("/api/v1/organisations/{id}/export-layouts/{name}")]
pub(crate) async fn get_export_layout(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ExportLayoutPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (organisation, name) = path.read()?;
    let kept = ExportLayoutView::of(desk.export_layout(organisation, name).await?)?;
    Ok(tagged(&tag(kept.revision), &kept))
}

/// Write a layout
///
/// How a file for another system looks, kept under a name that the organisation chooses. `POST /invoice-exports` and
/// `GET /exports/ledger` then take the name instead of the layout itself.
#[utoipa::path(
    operation_id = "putExportLayout", tag = "organisations",
    params(ExportLayoutPath,
        ("If-Match" = Option<String>, Header, description = "The ETag of the layout that is written over", example = "\"r1\""),
        ("If-None-Match" = Option<String>, Header, description = "`*` to write a new one"),
    ),
    request_body(content = ExportLayoutBody, description = "The layout", example = example::new_layout),
    responses(
        (status = 200, description = "Written over", body = ExportLayoutView, headers(("ETag" = String, description = "Its new entity tag")), example = example::layout),
        (status = 201, description = "Written for the first time", body = ExportLayoutView, headers(
            ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::layout),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "There is one of that name already: If-Match is needed", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[put("/api/v1/organisations/{id}/export-layouts/{name}")]
pub(crate) async fn put_export_layout(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ExportLayoutPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (organisation, name) = path.read()?;
    let kept = ExportLayoutBody::parse(&body)?;
    let new = NewLayout { organisation, name, exports: kept.exports, layout: kept.layout };
    let written = ExportLayoutView::of(desk.put_export_layout(new, expected(&request)?).await?)?;
    let tag = tag(written.revision);
    Ok(if written.revision == 1 {
        let location = format!("/api/v1/organisations/{}/export-layouts/{}", written.organisation, written.name);
        created(&location, &tag, &written)
    } else {
        tagged(&tag, &written)
    })
}

/// Delete a layout
///
/// Files that name it are refused from then on.
#[utoipa::path(
    operation_id = "deleteExportLayout", tag = "organisations",
    params(ExportLayoutPath, ("If-Match" = Option<String>, Header, description = "The ETag of the layout that is deleted; needed", example = "\"r1\"")),
    responses(
        (status = 204, description = "Deleted"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[delete("/api/v1/organisations/{id}/export-layouts/{name}")]
pub(crate) async fn delete_export_layout(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ExportLayoutPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (organisation, name) = path.read()?;
    desk.delete_export_layout(organisation, name, revision(&request)?, None).await?;
    Ok(nothing())
}
