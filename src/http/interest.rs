//! Interest on late payment: shown, then charged; and the reference rates that it follows.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use samfin_core::Ore;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{created, json};
use super::bodies::{InterestBody, RateBody};
use super::body::JsonBody;
use super::examples::payments as example;
use super::invoices::{ByView, InvoicePath, InvoiceView};
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::payments::{Charge, Interest, Rate};

/// Up to which day interest is reckoned.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InterestParams {
    /// The last day, today at the latest; today when absent.
    #[param(format = Date)]
    pub to: Option<String>,
}

/// Interest on an invoice that was or is late.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LateInterest)]
pub struct InterestView {
    /// The first day that it is reckoned for; null when none has come.
    #[schema(required)]
    from: Option<NaiveDate>,
    /// The last day.
    #[schema(required)]
    to: Option<NaiveDate>,
    /// Percentage points above the reference rate.
    #[schema(value_type = String)]
    margin_percent: Decimal,
    /// Days with one amount and one rate, in order.
    stretches: Vec<StretchView>,
    /// Kronor in all.
    #[schema(value_type = String)]
    amount: Ore,
    /// What has been charged for earlier days, drafts too.
    charged: Vec<ChargeView>,
}

/// Days with one amount and one rate.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InterestStretch)]
pub struct StretchView {
    /// The first day.
    from: NaiveDate,
    /// The last day, included.
    to: NaiveDate,
    /// How many they are.
    days: u32,
    /// Kronor that were left to pay.
    #[schema(value_type = String)]
    principal: Ore,
    /// Percent a year, reference rate and margin together.
    #[schema(value_type = String)]
    percent: Decimal,
    /// Kronor.
    #[schema(value_type = String)]
    amount: Ore,
}

/// A document that charges interest.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InterestCharge)]
pub struct ChargeView {
    /// The document.
    #[schema(format = Uuid)]
    invoice: String,
    /// The first day.
    from: NaiveDate,
    /// The last day.
    to: NaiveDate,
}

impl From<Charge> for ChargeView {
    fn from(charge: Charge) -> Self {
        Self { invoice: charge.document_id, from: charge.from, to: charge.to }
    }
}

impl From<Interest> for InterestView {
    fn from(interest: Interest) -> Self {
        let stretches = interest.stretches.into_iter().flat_map(|late| {
            late.interest.stretches.into_iter().map(move |stretch| StretchView {
                from: stretch.days.from,
                to: stretch.days.to,
                days: stretch.count,
                principal: late.principal,
                percent: stretch.percent.normalize(),
                amount: stretch.amount,
            })
        });
        Self {
            from: interest.days.map(|days| days.from),
            to: interest.days.map(|days| days.to),
            margin_percent: interest.margin_percent.normalize(),
            stretches: stretches.collect(),
            amount: interest.amount,
            charged: interest.charged.into_iter().map(ChargeView::from).collect(),
        }
    }
}

/// Reckon interest
///
/// What interest on an invoice comes to, before anything is charged: simple, by 365 days a year, both ends counted, from its due
/// day (or the day it was deferred to, or the day after what has been charged), at the reference rate of each half-year and the
/// margin that the invoice says.
#[utoipa::path(
    operation_id = "getInterest", tag = "billing", params(InvoicePath, InterestParams),
    responses(
        (status = 200, description = "The interest", body = InterestView, example = example::interest),
        (status = 409, description = "It is not an issued invoice, or a reference rate is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/invoices/{id}/interest")]
pub(crate) async fn get_interest(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["to"]);
    let to = query.date("to");
    query.finish()?;
    Ok(json(&InterestView::from(desk.late_interest(path.into_inner().id()?, to).await?)))
}

/// Charge interest
///
/// Drafts an invoice of the interest that has not been charged. It is attested and issued like any other.
#[utoipa::path(
    operation_id = "chargeInterest", tag = "billing", params(InvoicePath),
    request_body(content = InterestBody, description = "Up to which day", example = example::charge),
    responses(
        (status = 201, description = "Drafted", body = InvoiceView, headers(
            ("Location" = String, description = "Where the draft is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::interest_invoice),
        (status = 409, description = "There is nothing to charge, or a reference rate is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoices/{id}/interest-invoices")]
pub(crate) async fn charge_interest(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let to = InterestBody::parse(&body)?;
    let made = desk.charge_interest(path.into_inner().id()?, to).await?;
    let location = format!("/api/v1/invoices/{}", made.invoice.id);
    Ok(created(&location, "\"r1\"", &InvoiceView::from(made)))
}

/// A reference rate.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceRate)]
pub struct RateView {
    /// Its first day.
    from: NaiveDate,
    /// Percent a year.
    #[schema(value_type = String)]
    percent: Decimal,
    /// Who entered it.
    entered_by: ByView,
    /// When.
    recorded_at: DateTime<Utc>,
}

impl From<Rate> for RateView {
    fn from(rate: Rate) -> Self {
        Self { from: rate.from, percent: rate.percent, entered_by: rate.by.into(), recorded_at: rate.recorded_at }
    }
}

/// Every reference rate in force.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferenceRates)]
pub struct RatesView {
    /// By first day.
    items: Vec<RateView>,
}

/// Enter a reference rate
///
/// The Riksbank's for a half-year (räntelagen 1975:635, § 9). Entered again for the same day, the later one holds; what has been
/// charged stays as it is.
#[utoipa::path(
    operation_id = "enterReferenceRate", tag = "billing",
    request_body(content = RateBody, description = "The rate", example = example::new_rate),
    responses((status = 201, description = "Entered", body = RateView, headers(
        ("Location" = String, description = "Where the rates are found"), ("ETag" = String, description = "Its entity tag"),
    ), example = example::rate)),
)]
#[post("/api/v1/reference-rates")]
pub(crate) async fn enter_reference_rate(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let rate = desk.enter_reference_rate(RateBody::parse(&body)?).await?;
    let tag = format!("\"{}\"", rate.id);
    Ok(created("/api/v1/reference-rates", &tag, &RateView::from(rate)))
}

/// List reference rates
///
/// Those in force, by first day.
#[utoipa::path(
    operation_id = "listReferenceRates", tag = "billing",
    responses((status = 200, description = "The rates", body = RatesView, example = example::rates)),
)]
#[get("/api/v1/reference-rates")]
pub(crate) async fn list_reference_rates(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    Ok(json(&RatesView { items: desk.reference_rates().await?.into_iter().map(RateView::from).collect() }))
}
