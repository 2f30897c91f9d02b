//! `/api/v1/agreements/{id}/periods/{year}/outcome`: what was worked and what it cost.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use samfin_core::{Actual, Ore};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::tagged;
use super::bodies::OutcomeBody;
use super::body::{JsonBody, LARGE};
use super::examples::settlements as example;
use super::periods::PeriodPath;
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::periods::{CostOutcome, Counts, Entry, Outcome};

/// The outcome of a year at one of its revisions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Outcome)]
pub struct OutcomeView {
    /// 1, 2, 3 … with every change; 0 while there is none.
    #[schema(minimum = 0)]
    revision: i64,
    /// By day, cost and what.
    entries: Vec<EntryView>,
    /// Why it was written so.
    #[schema(required)]
    reason: Option<String>,
    /// The file that the revision came from.
    #[schema(required)]
    file_name: Option<String>,
    /// The SHA-256 of the file.
    #[schema(required)]
    file_sha256: Option<String>,
    /// When.
    #[schema(required)]
    recorded_at: Option<DateTime<Utc>>,
}

/// What was worked, or what something cost.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutcomeEntryView)]
pub struct EntryView {
    /// The id of the cost.
    cost: String,
    /// The day that it is of.
    date: NaiveDate,
    /// The meeting, the item or the invoice.
    #[schema(required)]
    what: Option<String>,
    /// Hours.
    #[schema(required, value_type = Option<String>)]
    hours: Option<Decimal>,
    /// Kronor without VAT.
    #[schema(required, value_type = Option<String>)]
    amount: Option<Ore>,
}

/// The outcome of a year with its sums.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutcomeWithSums)]
pub struct OutcomeSums {
    /// The outcome.
    #[serde(flatten)]
    outcome: OutcomeView,
    /// Every cost of the year, in the agreement's order.
    costs: Vec<CostOutcomeView>,
}

/// The outcome of a cost in all.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CostOutcome)]
pub struct CostOutcomeView {
    /// The cost's id.
    cost: String,
    /// Its name.
    name: String,
    /// Hours; null when the outcome is an amount, or there is none.
    #[schema(required, value_type = Option<String>)]
    hours: Option<Decimal>,
    /// Kronor; null when the outcome is hours, or there is none.
    #[schema(required, value_type = Option<String>)]
    amount: Option<Ore>,
}

/// What became of the entries that were added.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutcomeAdded)]
pub struct AddedView {
    /// Not known before.
    new: usize,
    /// In the place of others.
    corrected: usize,
    /// Known just so.
    unchanged: usize,
    /// The outcome as it is now.
    outcome: OutcomeView,
}

impl OutcomeView {
    pub(super) fn of(outcome: Option<Outcome>) -> Self {
        let Some(outcome) = outcome else {
            let (reason, file_name, file_sha256) = (None, None, None);
            return Self { revision: 0, entries: Vec::new(), reason, file_name, file_sha256, recorded_at: None };
        };
        let (file_name, file_sha256) = outcome.source.map(|source| (source.name, source.sha256)).unzip();
        Self {
            revision: outcome.revision,
            entries: outcome.entries.into_iter().map(EntryView::from).collect(),
            reason: outcome.reason,
            file_name,
            file_sha256,
            recorded_at: Some(outcome.recorded_at),
        }
    }
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        let Entry { cost, date, what, hours, amount } = entry;
        Self { cost, date, what, hours, amount }
    }
}

impl From<CostOutcome> for CostOutcomeView {
    fn from(cost: CostOutcome) -> Self {
        let (hours, amount) = match cost.outcome {
            Some(Actual::Hours(hours)) => (Some(hours.normalize()), None),
            Some(Actual::Amount(amount)) => (None, Some(amount)),
            None => (None, None),
        };
        Self { cost: cost.cost, name: cost.name, hours, amount }
    }
}

impl AddedView {
    fn of(outcome: Outcome, counts: Counts) -> Self {
        let Counts { new, corrected, unchanged } = counts;
        Self { new, corrected, unchanged, outcome: OutcomeView::of(Some(outcome)) }
    }
}

/// Read the outcome of a year
///
/// The newest revision, and what it comes to for each cost.
#[utoipa::path(
    operation_id = "getOutcome", tag = "billing", params(PeriodPath),
    responses((status = 200, description = "The outcome; revision 0 without entries while there is none", body = OutcomeSums, headers(
        ("ETag" = String, description = "Send it in If-Match to write over it"),
    ), example = example::outcome_sums)),
)]
#[get("/api/v1/agreements/{id}/periods/{year}/outcome")]
pub(crate) async fn get_outcome(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let (outcome, costs) = desk.outcome(id, year).await?;
    let outcome = OutcomeView::of(outcome);
    let tag = tag(outcome.revision);
    Ok(tagged(&tag, &OutcomeSums { outcome, costs: costs.into_iter().map(CostOutcomeView::from).collect() }))
}

/// Write the outcome of a year
///
/// All of it, over what there was; every revision is kept. The first is written over revision 0.
#[utoipa::path(
    operation_id = "putOutcome", tag = "billing",
    params(PeriodPath, ("If-Match" = Option<String>, Header, description = "The ETag of the outcome that is written over; needed", example = "\"r0\"")),
    request_body(content = OutcomeBody, description = "Every entry", example = example::outcome_body),
    responses(
        (status = 200, description = "Written", body = OutcomeView, headers(("ETag" = String, description = "Its new entity tag")), example = example::outcome),
        (status = 409, description = "The year is not adopted, or settled already", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[put("/api/v1/agreements/{id}/periods/{year}/outcome")]
pub(crate) async fn put_outcome(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody<LARGE>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let (entries, reason) = OutcomeBody::parse(&body)?;
    let outcome = desk.put_outcome(id, year, revision(&request)?, entries, reason).await?;
    let view = OutcomeView::of(Some(outcome));
    Ok(tagged(&tag(view.revision), &view))
}

/// Add to the outcome of a year
///
/// An entry of the same cost, day and `what` as one that is there takes its place.
#[utoipa::path(
    operation_id = "addOutcome", tag = "billing", params(PeriodPath),
    request_body(content = OutcomeBody, description = "The entries that are added", example = example::outcome_body),
    responses(
        (status = 200, description = "Added", body = AddedView, headers(("ETag" = String, description = "Its new entity tag")), example = example::outcome_added),
        (status = 409, description = "The year is not adopted, or settled already", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/outcome")]
pub(crate) async fn add_outcome(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody<LARGE>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let (entries, reason) = OutcomeBody::parse(&body)?;
    let (outcome, counts) = desk.add_outcome(id, year, entries, reason).await?;
    let view = AddedView::of(outcome, counts);
    Ok(tagged(&tag(view.outcome.revision), &view))
}
