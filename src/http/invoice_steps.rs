//! `/api/v1/agreements/{id}/periods/{year}/calls` and the steps of `/api/v1/invoices/{id}`: drafted, attested, issued, credited.

use actix_web::{HttpRequest, HttpResponse, post, web};
use samfin_core::Ore;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{created, json};
use super::bodies::{CallBody, CreditBody, IssueBody};
use super::body::JsonBody;
use super::examples::invoices as example;
use super::invoices::{InvoicePath, InvoiceView, shown};
use super::periods::PeriodPath;
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::invoices::{Called, Row, Whole, Why};

/// What came of a call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Call)]
pub struct CallView {
    /// The documents of the call, those that were issued before too.
    documents: Vec<InvoiceView>,
    /// What is told without a document.
    rows: Vec<RowView>,
}

/// An amount without a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallRow)]
pub struct RowView {
    /// Why there is none: the payer is the one who would ask (`own`), there is nothing to ask for (`zero`), the amount is
    /// smaller than agreed or below zero and is part of the next call (`waits`), or it is settled in the year after (`carried`).
    why: &'static str,
    /// The party that would have the money.
    seller: String,
    /// The party that would pay it.
    buyer: String,
    /// Kronor without VAT.
    #[schema(value_type = String)]
    net: Ore,
}

impl From<Row> for RowView {
    fn from(row: Row) -> Self {
        let why = match row.why {
            Why::Own => "own",
            Why::Zero => "zero",
            Why::Waits => "waits",
            Why::Carried => "carried",
        };
        Self { why, seller: row.seller, buyer: row.buyer, net: row.net }
    }
}

impl From<Called> for CallView {
    fn from(called: Called) -> Self {
        Self {
            documents: called.documents.into_iter().map(InvoiceView::from).collect(),
            rows: called.rows.into_iter().map(RowView::from).collect(),
        }
    }
}

/// What was issued.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IssuedInvoices)]
pub struct IssuedView {
    /// In the order in which they were asked for.
    items: Vec<InvoiceView>,
}

impl IssuedView {
    pub(super) fn of(issued: Vec<Whole>) -> Self {
        Self { items: issued.into_iter().map(InvoiceView::from).collect() }
    }
}

/// Call a part of a billing year
///
/// Drafts the documents of an instalment of an adopted year, of what a correction changed, or of the settlement of a settled
/// year once more: one for each payer and VAT treatment. Every line asks for what should have been called by now less what was, so nothing is asked for twice and the year
/// sums exactly. Call again, and drafts follow what has changed; what is issued stays.
#[utoipa::path(
    operation_id = "callPeriod", tag = "billing", params(PeriodPath),
    request_body(content = CallBody, description = "What is called", example = example::call),
    responses(
        (status = 200, description = "The drafts", body = CallView, example = example::called),
        (status = 409, description = "The year is not adopted (or for a settlement not settled), or all of this is issued already; the Link header then has the first", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/calls")]
pub(crate) async fn call_period(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let call = CallBody::parse(&body)?;
    Ok(json(&CallView::from(desk.call(id, year, call).await?)))
}

/// Attest a draft
///
/// By somebody who has not written it. An attestation is of what the draft says: whatever changes it takes the attestation away.
#[utoipa::path(
    operation_id = "attestInvoice", tag = "billing",
    params(InvoicePath, ("If-Match" = Option<String>, Header, description = "The ETag of the draft that was read; needed", example = "\"r1\"")),
    responses(
        (status = 200, description = "Attested", body = InvoiceView, headers(("ETag" = String, description = "Its new entity tag")), example = example::attested),
        (status = 409, description = "It is stale, issued or discarded, attested by the same person already, or a party lacks invoicing details: one error for each party", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/attestations")]
pub(crate) async fn attest_invoice(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    Ok(shown(desk.attest_invoice(path.into_inner().id()?, revision(&request)?).await?))
}

/// Issue a document
///
/// It gets the next number of its issuer's series for the year, and is final. Needs an `Idempotency-Key`: sent again it gives the
/// same number.
#[utoipa::path(
    operation_id = "issueInvoice", tag = "billing",
    params(InvoicePath, ("If-Match" = Option<String>, Header, description = "The ETag of the draft that was attested; needed", example = "\"r2\"")),
    responses(
        (status = 200, description = "Issued", body = InvoiceView, headers(("ETag" = String, description = "Its last entity tag")), example = example::issued),
        (status = 409, description = "Too few attest what it says, it is stale or issued already, or the seller invoices from its own customer ledger", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/issue")]
pub(crate) async fn issue_invoice(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let issued = desk.issue_invoices(vec![(path.into_inner().id()?, revision(&request)?)]).await?;
    issued.into_iter().next().map(shown).ok_or_else(|| Problem::internal("nothing was issued"))
}

/// Issue many documents
///
/// All of them or none, with numbers in the order of the list. Their PDFs and e-invoices are made afterwards: how far that
/// has come is found under the `Idempotency-Key`, which is needed.
#[utoipa::path(
    operation_id = "issueInvoices", tag = "billing",
    request_body(content = IssueBody, description = "Which, in which order", example = example::issue),
    responses(
        (status = 200, description = "Issued", body = IssuedView, example = example::issued_all),
        (status = 404, description = "One of them is not there", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "One of them lacks attestations, is stale or issued already, or is the basis of an invoice in a customer ledger", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed one of them", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoice-issues")]
pub(crate) async fn issue_invoices(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let issued = desk.issue_invoices(IssueBody::parse(&body)?).await?;
    Ok(json(&IssuedView::of(issued)))
}

/// Credit a document
///
/// Drafts a credit note for everything that is left of it, or for amounts of its lines: the exact negation, never a
/// recomputation. It is attested and issued like any other; an invoice of which nothing is left can be called again.
#[utoipa::path(
    operation_id = "creditInvoice", tag = "billing", params(InvoicePath),
    request_body(content = CreditBody, description = "What is taken back, and why", example = example::credit),
    responses(
        (status = 201, description = "Drafted", body = InvoiceView, headers(
            ("Location" = String, description = "Where the credit note is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::credit_note),
        (status = 409, description = "It is not issued, or nothing of it is left", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/credit-notes")]
pub(crate) async fn credit_invoice(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let credit = CreditBody::parse(&body)?;
    let made = desk.credit_invoice(path.into_inner().id()?, credit).await?;
    let location = format!("/api/v1/invoices/{}", made.invoice.id);
    Ok(created(&location, "\"r1\"", &InvoiceView::from(made)))
}
