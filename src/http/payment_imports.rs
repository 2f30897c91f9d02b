//! `/api/v1/payment-imports`: the bank's files of payments, each taken once and whole.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreements::known_form;
use super::answer::{created, json};
use super::body::XmlBody;
use super::examples::payments as example;
use super::invoices::ByView;
use super::paging::{Page, PageParams, Wanted};
use super::payments::PaymentView;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::payments::{Import, Imported, Matched};

/// A file of payments.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentImport)]
pub struct PaymentImportView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// What the file was called.
    file_name: String,
    /// The SHA-256 of the file.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    file_sha256: String,
    /// What the bank calls it.
    message_id: String,
    /// How many of its payments were new.
    booked: i64,
    /// How many had come with another file, and were not booked again.
    known: i64,
    /// How many of its entries were no money that had come.
    passed_over: i64,
    /// Who sent it.
    imported_by: ByView,
    /// When.
    recorded_at: DateTime<Utc>,
}

impl From<Import> for PaymentImportView {
    fn from(import: Import) -> Self {
        Self {
            id: import.id,
            file_name: import.file_name,
            file_sha256: import.file_sha256,
            message_id: import.message_id,
            booked: import.booked,
            known: import.known,
            passed_over: import.passed_over,
            imported_by: import.by.into(),
            recorded_at: import.recorded_at,
        }
    }
}

/// A file of payments, and what has become of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentImportOutcome)]
pub struct PaymentOutcomeView {
    /// The file.
    import: PaymentImportView,
    /// Its payments that were new, in its order.
    payments: Vec<MatchedView>,
}

/// A payment of a file, and what it is for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchedPayment)]
pub struct MatchedView {
    /// Whether all of it pays documents, or some may be suggested for it.
    status: MatchStatus,
    /// Documents that it may be for, the likeliest first. None is paid by it until an officer says so.
    suggested: Vec<String>,
    /// The payment.
    payment: PaymentView,
}

/// What a payment of a file is for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchStatus {
    /// All of it pays documents, or was given back.
    Matched,
    /// It may be for one of those that are suggested.
    Suggested,
    /// Nothing fits.
    Unmatched,
}

impl From<Matched> for MatchedView {
    fn from(Matched { payment, suggested }: Matched) -> Self {
        let status = match (payment.payment.rest(), suggested.is_empty()) {
            (0, _) => MatchStatus::Matched,
            (_, false) => MatchStatus::Suggested,
            (_, true) => MatchStatus::Unmatched,
        };
        Self { status, suggested, payment: payment.into() }
    }
}

impl From<Imported> for PaymentOutcomeView {
    fn from(imported: Imported) -> Self {
        Self {
            import: imported.import.into(),
            payments: imported.payments.into_iter().map(MatchedView::from).collect(),
        }
    }
}

/// The parameters of an import.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaymentImportParams {
    /// What the file is called.
    #[param(max_length = 200, example = "camt054-2027-02-02.xml")]
    pub file_name: Option<String>,
}

/// Which file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct PaymentImportPath {
    /// The import's id.
    #[param(format = Uuid, example = example::import_id)]
    pub id: String,
}

/// Import payments
///
/// A camt.054 or camt.053 from the bank (ISO 20022, versions .02 and .08). It is taken whole or not at all, and once. A payment
/// that carries an invoice's reference pays that invoice, unless it is known to be another's; for all others documents are only
/// suggested. A payment that has come with another file is counted and not booked again.
#[utoipa::path(
    operation_id = "importPayments", tag = "billing", params(PaymentImportParams),
    request_body(description = "The file", content((String = "application/xml", example = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">…</Document>"))),
    responses(
        (status = 201, description = "Imported", body = PaymentOutcomeView, headers(
            ("Location" = String, description = "Where the import is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::imported),
        (status = 409, description = "The file has been imported; the Link header has the first import", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/payment-imports")]
pub(crate) async fn import_payments(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    XmlBody { 0: bytes }: XmlBody,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["file_name"]);
    let file_name = query.text("file_name").unwrap_or_else(|| "camt.xml".to_owned());
    query.finish()?;
    let imported = desk.import_payments(bytes, file_name).await?;
    let id = imported.import.id.clone();
    let location = format!("/api/v1/payment-imports/{id}");
    Ok(created(&location, &format!("\"{id}\""), &PaymentOutcomeView::from(imported)))
}

/// List imports of payments
///
/// The newest first.
#[utoipa::path(
    operation_id = "listPaymentImports", tag = "billing", params(PageParams),
    responses((status = 200, description = "A page of imports", body = Page<PaymentImportView>, example = example::imports)),
)]
#[get("/api/v1/payment-imports")]
pub(crate) async fn list_payment_imports(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    query.finish()?;
    let found = desk.payment_imports(wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |import| import.id.clone(), PaymentImportView::from)))
}

/// Read an import of payments
///
/// With what has become of each of its payments by now.
#[utoipa::path(
    operation_id = "getPaymentImport", tag = "billing", params(PaymentImportPath),
    responses((status = 200, description = "The import", body = PaymentOutcomeView, example = example::imported)),
)]
#[get("/api/v1/payment-imports/{id}")]
pub(crate) async fn get_payment_import(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PaymentImportPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let found = desk.payment_import(known_form(&path.into_inner().id)?).await?;
    Ok(json(&PaymentOutcomeView::from(found)))
}
