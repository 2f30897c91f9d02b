//! `/api/v1/invoices/{id}/external-issue` and `/api/v1/external-invoice-issues`: what a customer ledger has issued.

use actix_web::{HttpRequest, HttpResponse, post, web};

use super::answer::json;
use super::bodies::{LedgerIssueBody, LedgerIssuesBody};
use super::body::JsonBody;
use super::examples::invoices as example;
use super::invoice_steps::IssuedView;
use super::invoices::{InvoicePath, InvoiceView, shown};
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;

/// Register an invoice of the customer ledger
///
/// For organisations that invoice from their own customer ledger (`issued_by: external`): an attested draft is the basis of an
/// invoice there. This tells which number and dates the ledger gave it, once; the document is then issued and never changes.
/// Needs an `Idempotency-Key`.
#[utoipa::path(
    operation_id = "issueInvoiceExternally", tag = "billing",
    params(InvoicePath, ("If-Match" = Option<String>, Header, description = "The ETag of the basis that the ledger's invoice was made of; needed", example = "\"r2\"")),
    request_body(content = LedgerIssueBody, description = "What the ledger gave it", example = example::ledger_issue),
    responses(
        (status = 200, description = "Issued", body = InvoiceView, headers(("ETag" = String, description = "Its last entity tag")), example = example::issued_in_ledger),
        (status = 409, description = "Too few attest what it says, it is stale or issued already, it gets its number here, or the ledger's number is another document's: the Link header has that one", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/external-issue")]
pub(crate) async fn issue_invoice_externally(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let id = path.into_inner().id()?;
    let given = LedgerIssueBody::parse(&body, &id, revision(&request)?)?;
    let issued = desk.register_ledger_issues(vec![given]).await?;
    issued.into_iter().next().map(shown).ok_or_else(|| Problem::internal("nothing was registered"))
}

/// Register many invoices of customer ledgers
///
/// All of them or none. A finance system follows `/changes` for `invoice.basis_ready`, reads each document, invoices it, and tells
/// here what it gave. Needs an `Idempotency-Key`.
#[utoipa::path(
    operation_id = "issueInvoicesExternally", tag = "billing",
    request_body(content = LedgerIssuesBody, description = "What the ledger gave them", example = example::ledger_issues),
    responses(
        (status = 200, description = "Issued", body = IssuedView, example = example::all_issued_in_ledger),
        (status = 404, description = "One of them is not there", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "One of them lacks attestations, is stale or issued already, gets its number here, or has another document's number", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed one of them", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/external-invoice-issues")]
pub(crate) async fn issue_invoices_externally(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let issued = desk.register_ledger_issues(LedgerIssuesBody::parse(&body)?).await?;
    Ok(json(&IssuedView::of(issued)))
}
