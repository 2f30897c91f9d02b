//! How an issued document stands with money, and what is said of it while it is not paid: reminders, disputes, deferrals.

use actix_web::{HttpRequest, HttpResponse, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::Ore;
use samfin_core::billing::payment::PaymentStatus;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{DeferralBody, ReasonBody};
use super::body::JsonBody;
use super::examples::payments as example;
use super::invoices::{ByView, InvoicePath, InvoiceView, shown};
use super::payments::kronor;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::payments::{ClaimEvent, NewClaim, Paying, What};

/// How a document stands with money.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatusWord {
    /// Nothing has come, and it is not late.
    Unpaid,
    /// Some has come, and the rest is not late.
    PartPaid,
    /// Nothing is left.
    Paid,
    /// More has come than is owed.
    Overpaid,
    /// Something is left, and the day has passed.
    Overdue,
    /// Something is left, and the payer says that it is wrong.
    Disputed,
    /// Something is left, and the payer has got longer.
    Deferred,
}

impl PaymentStatusWord {
    /// As they are written.
    pub(super) const WORDS: &'static [(&'static str, PaymentStatus)] = &[
        ("unpaid", PaymentStatus::Unpaid),
        ("part_paid", PaymentStatus::PartPaid),
        ("paid", PaymentStatus::Paid),
        ("overpaid", PaymentStatus::Overpaid),
        ("overdue", PaymentStatus::Overdue),
        ("disputed", PaymentStatus::Disputed),
        ("deferred", PaymentStatus::Deferred),
    ];
}

/// How a document stands with money today, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoicePayment {
    /// How it stands.
    #[schema(value_type = PaymentStatusWord)]
    status: PaymentStatus,
    /// Kronor that are owed: what it asks for and the fees, less the credits.
    #[schema(value_type = String)]
    owed: Ore,
    /// Kronor of fees for reminders.
    #[schema(value_type = String)]
    fees: Ore,
    /// Kronor that credits have taken back, VAT included.
    #[schema(value_type = String)]
    credited: Ore,
    /// Kronor that have been paid.
    #[schema(value_type = String)]
    paid: Ore,
    /// Kronor that are left to pay.
    #[schema(value_type = String)]
    left: Ore,
    /// Kronor that the payer has in its favour.
    #[schema(value_type = String)]
    credit: Ore,
    /// The day that counts: as issued, or as deferred.
    due_on: NaiveDate,
    /// What has been paid, by payment.
    payments: Vec<PaidView>,
    /// What was said of it, in the order it was said.
    events: Vec<ClaimEventView>,
}

/// What a document has got of a payment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoicePaid)]
pub struct PaidView {
    /// The payment.
    #[schema(format = Uuid)]
    payment: String,
    /// Its day.
    paid_on: NaiveDate,
    /// Kronor; below zero it was given back.
    #[schema(value_type = String)]
    amount: Ore,
}

/// What was said of a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClaimEvent)]
pub struct ClaimEventView {
    /// 1, 2, 3 … of the document.
    number: i64,
    /// What: `reminded`, `disputed`, `resolved` or `deferred`.
    #[schema(pattern = "^(reminded|disputed|resolved|deferred)$")]
    what: &'static str,
    /// What a reminder costs, kronor.
    #[schema(required, value_type = Option<String>)]
    fee: Option<Ore>,
    /// Until when it is deferred.
    #[schema(required)]
    until: Option<NaiveDate>,
    /// Why, or in words.
    #[schema(required)]
    reason: Option<String>,
    /// Who said so.
    by: ByView,
    /// When.
    at: DateTime<Utc>,
}

impl From<Paying> for InvoicePayment {
    fn from(paying: Paying) -> Self {
        let standing = paying.standing;
        let paid = paying.paid.into_iter().map(|one| PaidView {
            payment: one.payment_id,
            paid_on: one.paid_on,
            amount: kronor(one.amount),
        });
        Self {
            status: standing.status,
            owed: standing.owed,
            fees: kronor(paying.fees),
            credited: kronor(paying.credited),
            paid: standing.paid,
            left: standing.left,
            credit: standing.credit,
            due_on: standing.due_on,
            payments: paid.collect(),
            events: paying.events.into_iter().map(ClaimEventView::from).collect(),
        }
    }
}

impl From<ClaimEvent> for ClaimEventView {
    fn from(event: ClaimEvent) -> Self {
        let (fee, until) = match event.what {
            What::Reminded { fee } => (Some(kronor(fee)), None),
            What::Deferred { until } => (None, Some(until)),
            What::Disputed | What::Resolved => (None, None),
        };
        Self {
            number: event.number,
            what: event.what.as_str(),
            fee,
            until,
            reason: event.reason,
            by: event.by.into(),
            at: event.recorded_at,
        }
    }
}

async fn said(
    desk: &Desk,
    request: &HttpRequest,
    path: web::Path<InvoicePath>,
    new: NewClaim,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    Ok(shown(desk.claim(path.into_inner().id()?, new).await?))
}

/// Note a reminder
///
/// That the payer of an overdue invoice was reminded. Where the agreement has a reminder fee, that is then owed as well.
#[utoipa::path(
    operation_id = "remindPayer", tag = "billing", params(InvoicePath),
    responses(
        (status = 200, description = "Noted", body = InvoiceView, headers(("ETag" = String, description = "Its entity tag")), example = example::reminded),
        (status = 409, description = "It is not overdue, or is disputed", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/reminders")]
pub(crate) async fn remind_payer(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
) -> Result<HttpResponse, Problem> {
    desk.require_key()?;
    said(&desk, &request, path, NewClaim::Reminder).await
}

/// Note a dispute
///
/// That the payer says that an invoice is wrong. It is not overdue until the dispute is over.
#[utoipa::path(
    operation_id = "disputeInvoice", tag = "billing", params(InvoicePath),
    request_body(content = ReasonBody, description = "What the payer says", example = example::reason),
    responses(
        (status = 200, description = "Noted", body = InvoiceView, headers(("ETag" = String, description = "Its entity tag")), example = example::reminded),
        (status = 409, description = "Nothing is left to pay, or it is disputed already", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/disputes")]
pub(crate) async fn dispute_invoice(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    let reason = ReasonBody::parse(&body)?;
    said(&desk, &request, path, NewClaim::Dispute { reason }).await
}

/// End a dispute
///
/// The claim stands as it is; what was right in the objection is credited.
#[utoipa::path(
    operation_id = "resolveDispute", tag = "billing", params(InvoicePath),
    request_body(content = ReasonBody, description = "What came of it", example = example::reason),
    responses(
        (status = 200, description = "Noted", body = InvoiceView, headers(("ETag" = String, description = "Its entity tag")), example = example::reminded),
        (status = 409, description = "It is not disputed", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/dispute-resolutions")]
pub(crate) async fn resolve_dispute(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    let reason = ReasonBody::parse(&body)?;
    said(&desk, &request, path, NewClaim::Resolution { reason }).await
}

/// Give the payer longer
///
/// A new day to pay, after today and after the one that counts now. Interest is reckoned from it.
#[utoipa::path(
    operation_id = "deferInvoice", tag = "billing", params(InvoicePath),
    request_body(content = DeferralBody, description = "Until when, and why", example = example::deferral),
    responses(
        (status = 200, description = "Deferred", body = InvoiceView, headers(("ETag" = String, description = "Its entity tag")), example = example::reminded),
        (status = 409, description = "Nothing is left to pay", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/deferrals")]
pub(crate) async fn defer_invoice(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    let new = DeferralBody::parse(&body)?;
    said(&desk, &request, path, new).await
}
