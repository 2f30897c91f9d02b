//! `/api/v1/invoice-issues/{key}` and `/api/v1/invoices/{id}/incoming-invoice`: what comes after the issue.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use samfin_core::say;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::json;
use super::bodies::IncomingBody;
use super::body::JsonBody;
use super::examples::invoices as example;
use super::invoices::{InvoicePath, InvoiceView, shown};
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::invoices::Progress;

/// Which batch.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct BatchPath {
    /// The `Idempotency-Key` under which the caller issued it.
    #[param(min_length = 1, max_length = 255, pattern = "^[!-~]+$", example = "9f1c2f6e-3c1b-4f1e-9a52-5b1d3c7f6a10")]
    pub key: String,
}

/// How far a batch has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IssueProgress)]
pub struct ProgressView {
    /// How many documents were issued.
    issued: usize,
    /// How many of them have their PDF. When all have, the files are done.
    pdfs: usize,
    /// How many of them have an e-invoice; not every document is one, or can be.
    e_invoices: usize,
    /// Those whose files could not be made; it is tried again every hour and when somebody asks for them.
    failed: Vec<FailedFile>,
}

/// A document whose files could not be made.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedFile {
    /// The document's id.
    #[schema(format = Uuid)]
    id: String,
    /// Why, as the log has it.
    why: String,
}

impl From<Progress> for ProgressView {
    fn from(of: Progress) -> Self {
        let failed = of.failed.into_iter().map(|(id, why)| FailedFile { id, why }).collect();
        Self { issued: of.issued, pdfs: of.pdfs, e_invoices: of.e_invoices, failed }
    }
}

/// Read how far a batch has come
///
/// A batch is issued in one step; its files are made afterwards, also when the service was killed in between. The caller that issued
/// it finds it under its `Idempotency-Key`.
#[utoipa::path(
    operation_id = "getIssueProgress", tag = "billing", params(BatchPath),
    responses((status = 200, description = "How far it has come", body = ProgressView, example = example::progress)),
)]
#[get("/api/v1/invoice-issues/{key}")]
pub(crate) async fn get_issue_progress(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<BatchPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let key = path.into_inner().key;
    if key.len() > 255 || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Problem::not_found(say!("Det finns ingen sådan nyckel.", "There is no such key.")));
    }
    Ok(json(&ProgressView::from(desk.issue_progress(key).await?)))
}

/// Register an incoming invoice
///
/// What the employer has sent for what a payout basis says that it is owed: its own number and date, once for each basis and each
/// invoice.
#[utoipa::path(
    operation_id = "registerIncomingInvoice", tag = "billing", params(InvoicePath),
    request_body(content = IncomingBody, description = "The employer's invoice", example = example::incoming),
    responses(
        (status = 200, description = "Registered", body = InvoiceView, headers(("ETag" = String, description = "The entity tag of the basis")), example = example::owed),
        (status = 409, description = "It is no issued payout basis, or one of the two has been registered already", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/incoming-invoice")]
pub(crate) async fn register_incoming_invoice(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (number, issued_on) = IncomingBody::parse(&body)?;
    Ok(shown(desk.register_incoming_invoice(path.into_inner().id()?, number, issued_on).await?))
}
