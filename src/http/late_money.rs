//! `/api/v1/agreements/{id}/periods/{year}/late-money`: what defaulters paid after others had covered for them.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::Ore;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{created, json};
use super::bodies::LateMoneyBody;
use super::body::JsonBody;
use super::examples::invoices as example;
use super::periods::PeriodPath;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::schema::words;
use crate::app::Desk;
use crate::app::invoices::LateMoney;

/// What a defaulter paid of its debt, and who is given how much of it back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LateMoney)]
pub struct LateMoneyView {
    /// 1, 2, 3 … in the year: what the call of its documents names.
    number: i64,
    /// Who paid.
    party: String,
    /// Kronor.
    #[schema(value_type = words::Money)]
    amount: Ore,
    /// The day it came.
    received_on: NaiveDate,
    /// Why, or what it is called.
    #[schema(required)]
    reason: Option<String>,
    /// Who is given how much back; together the whole amount.
    back: Vec<GivenBack>,
    /// When it was registered.
    recorded_at: DateTime<Utc>,
}

/// A part of late money.
#[derive(Debug, Serialize, ToSchema)]
pub struct GivenBack {
    /// A party's id, or `reserve`.
    creditor: String,
    /// Kronor, above zero.
    #[schema(value_type = words::Money)]
    amount: Ore,
}

/// The late money of a year.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LateMoneyList)]
pub struct LateMoneyListView {
    /// In the order in which it was registered.
    items: Vec<LateMoneyView>,
}

impl From<LateMoney> for LateMoneyView {
    fn from(one: LateMoney) -> Self {
        let back = one.back.into_iter().map(|(creditor, amount)| GivenBack { creditor, amount });
        Self {
            number: one.number,
            party: one.party,
            amount: one.amount,
            received_on: one.received_on,
            reason: one.reason,
            back: back.collect(),
            recorded_at: one.recorded_at,
        }
    }
}

/// Register late money
///
/// What a party pays after others have covered for it. It gives the cover back in the proportions in which it was taken, to the öre.
/// Call its documents with `{ "late_money": number }`: an invoice to the one who pays, and a credit note to each who covered.
#[utoipa::path(
    operation_id = "registerLateMoney", tag = "billing", params(PeriodPath),
    request_body(content = LateMoneyBody, description = "The money", example = example::new_late_money),
    responses(
        (status = 201, description = "Registered", body = LateMoneyView, headers(
            ("Location" = String, description = "Where the year's late money is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::late_money),
        (status = 409, description = "The year is neither adopted nor settled", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/late-money")]
pub(crate) async fn register_late_money(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    desk.require_key()?;
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let new = LateMoneyBody::parse(&body)?;
    let made = desk.register_late_money(id.clone(), year, new).await?;
    let location = format!("/api/v1/agreements/{id}/periods/{year}/late-money");
    Ok(created(&location, "\"r1\"", &LateMoneyView::from(made)))
}

/// List late money
///
/// What defaulters have paid of their debt for the year, and who was given how much of it back.
#[utoipa::path(
    operation_id = "listLateMoney", tag = "billing", params(PeriodPath),
    responses((status = 200, description = "The late money", body = LateMoneyListView, example = example::late_moneys)),
)]
#[get("/api/v1/agreements/{id}/periods/{year}/late-money")]
pub(crate) async fn list_late_money(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let found = desk.late_money(id, year).await?;
    Ok(json(&LateMoneyListView { items: found.into_iter().map(Into::into).collect() }))
}
