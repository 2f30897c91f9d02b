//! The steps of `/api/v1/payments`: registered by hand, moved, given back, taken back.

use actix_web::{HttpRequest, HttpResponse, post, web};

use super::answer::{created, tagged};
use super::bodies::{AllocationBody, PaymentBody, ReasonBody, RefundBody};
use super::body::JsonBody;
use super::examples::payments as example;
use super::payments::{PaymentPath, PaymentView, tag};
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::payments::Whole;

/// 201 with a payment.
fn made(whole: Whole) -> HttpResponse {
    let location = format!("/api/v1/payments/{}", whole.payment.id);
    created(&location, &tag(&whole), &PaymentView::from(whole))
}

/// Register a payment
///
/// By hand: of an invoice that somebody has paid, of a payout that the host has paid, or back to a payer (`refunded`). More than
/// is left of an invoice may come; it then is overpaid, and the rest is the payer's credit. No more goes out than is owed.
#[utoipa::path(
    operation_id = "registerPayment", tag = "billing",
    request_body(content = PaymentBody, description = "The payment", example = example::new_payment),
    responses(
        (status = 201, description = "Registered", body = PaymentView, headers(
            ("Location" = String, description = "Where the payment is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::by_hand),
        (status = 404, description = "The document is not there", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "The document is not issued, or is not paid by itself", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/payments")]
pub(crate) async fn register_payment(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    desk.require_key()?;
    Query::read(request.query_string(), &[]).finish()?;
    Ok(made(desk.register_payment(PaymentBody::parse(&body)?).await?))
}

/// Let a payment pay documents
///
/// What it is to pay, or (below zero) no longer pay, in the order of the list: all or none. At most what is left of the payment
/// and of each document. Nobody's money pays somebody else's document unless `for_another_payer` says so.
#[utoipa::path(
    operation_id = "allocatePayment", tag = "billing", params(PaymentPath),
    request_body(content = AllocationBody, description = "What pays what", example = example::allocation),
    responses(
        (status = 200, description = "Done", body = PaymentView, headers(("ETag" = String, description = "Its new entity tag")), example = example::payment),
        (status = 409, description = "It has been taken back, or a document is not one that it can pay", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/payments/{id}/allocations")]
pub(crate) async fn allocate_payment(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PaymentPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    desk.require_key()?;
    Query::read(request.query_string(), &[]).finish()?;
    let new = AllocationBody::parse(&body)?;
    let done = desk.allocate_payment(path.into_inner().id()?, new).await?;
    Ok(tagged(&tag(&done), &PaymentView::from(done)))
}

/// Refund what pays nothing
///
/// Gives back of what a payment has left that pays no document. What is too much on an invoice is given back with
/// `POST /payments` and `kind: refunded`.
#[utoipa::path(
    operation_id = "refundPayment", tag = "billing", params(PaymentPath),
    request_body(content = RefundBody, description = "What was given back", example = example::refund),
    responses(
        (status = 201, description = "Registered, as a payment of its own", body = PaymentView, headers(
            ("Location" = String, description = "Where the refund is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::refunded),
        (status = 409, description = "Nothing of it is left that pays nothing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/payments/{id}/refunds")]
pub(crate) async fn refund_payment(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PaymentPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    desk.require_key()?;
    Query::read(request.query_string(), &[]).finish()?;
    let new = RefundBody::parse(&body)?;
    Ok(made(desk.refund_payment(path.into_inner().id()?, new).await?))
}

/// Take back a payment
///
/// One that was registered wrongly, with all that it pays. It stays to be read, and so does the row that takes it back.
#[utoipa::path(
    operation_id = "reversePayment", tag = "billing", params(PaymentPath),
    request_body(content = ReasonBody, description = "Why", example = example::reason),
    responses(
        (status = 201, description = "Taken back, by a row of its own", body = PaymentView, headers(
            ("Location" = String, description = "Where that row is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::reversed),
        (status = 409, description = "It has been taken back already, or money of it has been refunded", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/payments/{id}/reversals")]
pub(crate) async fn reverse_payment(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PaymentPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    desk.require_key()?;
    Query::read(request.query_string(), &[]).finish()?;
    let reason = ReasonBody::parse(&body)?;
    Ok(made(desk.reverse_payment(path.into_inner().id()?, reason).await?))
}
