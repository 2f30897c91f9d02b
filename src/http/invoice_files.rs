//! `/api/v1/invoices/{id}/pdf` and `…/xml`: a document as a file.

use actix_web::http::header::{CONTENT_DISPOSITION, ETAG};
use actix_web::{HttpRequest, HttpResponse, get, web};

use super::invoices::InvoicePath;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::{accepts, not_acceptable};
use crate::app::Desk;
use crate::app::invoices::{File, FileKind, Invoice};

/// Read a document as a PDF
///
/// Swedish, tagged (PDF/UA-1) and archival (PDF/A-3a), with the e-invoice attached where there is one. Made once: an issued
/// document is the same bytes ever after. That of a draft says that it is a draft.
#[utoipa::path(
    operation_id = "getInvoicePdf", tag = "billing", params(InvoicePath),
    responses((status = 200, description = "The PDF", content_type = "application/pdf", body = Vec<u8>, headers(
        ("ETag" = String, description = "The SHA-256 of the file"),
    ), example = "(a file)")),
)]
#[get("/api/v1/invoices/{id}/pdf")]
pub(crate) async fn get_invoice_pdf(
    desk: Desk,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
) -> Result<HttpResponse, Problem> {
    answer(&desk, &request, path, FileKind::Pdf).await
}

/// Read a document as an e-invoice
///
/// Peppol BIS Billing 3.0. Only issued invoices and credit notes, of organisations that have electronic addresses and accounts.
#[utoipa::path(
    operation_id = "getInvoiceXml", tag = "billing", params(InvoicePath),
    responses(
        (status = 200, description = "The e-invoice", content_type = "application/xml", body = String, headers(
            ("ETag" = String, description = "The SHA-256 of the file"),
        ), example = "<Invoice>…</Invoice>"),
        (status = 409, description = "It is no issued invoice, or lacks what an e-invoice must have", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/invoices/{id}/xml")]
pub(crate) async fn get_invoice_xml(
    desk: Desk,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
) -> Result<HttpResponse, Problem> {
    answer(&desk, &request, path, FileKind::Xml).await
}

async fn answer(
    desk: &Desk,
    request: &HttpRequest,
    path: web::Path<InvoicePath>,
    kind: FileKind,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (content_type, ending) = match kind {
        FileKind::Pdf => ("application/pdf", "pdf"),
        FileKind::Xml => ("application/xml", "xml"),
    };
    if !accepts(request.headers(), content_type) {
        return Err(not_acceptable(content_type));
    }
    let (invoice, File { sha256, bytes }) = desk.invoice_file(path.into_inner().id()?, kind).await?;
    Ok(HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((ETAG, format!("\"{sha256}\"")))
        .insert_header((CONTENT_DISPOSITION, format!("inline; filename=\"{}.{ending}\"", name(&invoice))))
        .body(bytes))
}

/// The number of an issued document; a draft has none.
fn name(invoice: &Invoice) -> &str {
    invoice.document.issued.as_ref().map_or("utkast", |issued| issued.number.as_str())
}
