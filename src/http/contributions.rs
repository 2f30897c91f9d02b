//! `/api/v1/agreements/{id}/periods/{year}/contributions`: what parties have decided to contribute.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{created, json};
use super::bodies::ContributionBody;
use super::body::JsonBody;
use super::examples::periods as example;
use super::periods::PeriodPath;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::schema::words;
use crate::app::Desk;
use crate::app::periods::Contribution;

/// A party's decision on what it will contribute.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contribution)]
pub struct ContributionView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// The party's id.
    party: String,
    /// How much of its part it contributes.
    #[schema(value_type = words::Percent)]
    contributes_percent: Decimal,
    /// The first day that it is about; null: from the beginning.
    #[schema(required)]
    from: Option<NaiveDate>,
    /// The last day; null: until further notice.
    #[schema(required)]
    to: Option<NaiveDate>,
    /// The kind of cause.
    #[schema(value_type = words::Cause)]
    cause: String,
    /// The day of the decision.
    decided_on: NaiveDate,
    /// What the party calls its decision.
    reference: String,
    /// Why.
    #[schema(required)]
    reason: Option<String>,
    /// The decision whose place it took.
    #[schema(required, format = Uuid)]
    replaces: Option<String>,
    /// Whether it counts: false once another has taken its place.
    in_force: bool,
    /// When it was registered.
    recorded_at: DateTime<Utc>,
}

impl ContributionView {
    fn of(one: Contribution, in_force: bool) -> Self {
        Self {
            id: one.id,
            party: one.party,
            contributes_percent: one.contributes_percent.normalize(),
            from: one.from,
            to: one.to,
            cause: one.cause,
            decided_on: one.decided_on,
            reference: one.reference,
            reason: one.reason,
            replaces: one.replaces,
            in_force,
            recorded_at: one.recorded_at,
        }
    }
}

/// Every decision of a year.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contributions)]
pub struct ContributionsView {
    /// In the order in which they were registered.
    items: Vec<ContributionView>,
}

/// Register a contribution decision
///
/// What a party has decided to contribute. It becomes an event of the year, and what the party does not contribute is covered as
/// the agreement's default policy says: see the preview. An adopted year says that it is affected, and follows with a correction.
#[utoipa::path(
    operation_id = "registerContribution", tag = "billing", params(PeriodPath),
    request_body(content = ContributionBody, description = "The decision", example = example::new_contribution),
    responses(
        (status = 201, description = "Registered", body = ContributionView, headers(
            ("Location" = String, description = "Where the year's decisions are found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::contribution),
        (status = 409, description = "The year is settled", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/contributions")]
pub(crate) async fn register_contribution(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let new = ContributionBody::parse(&body)?;
    let made = desk.register_contribution(id.clone(), year, new).await?;
    let location = format!("/api/v1/agreements/{id}/periods/{year}/contributions");
    Ok(created(&location, "\"r1\"", &ContributionView::of(made, true)))
}

/// List contribution decisions
///
/// All of them, those that have been replaced too.
#[utoipa::path(
    operation_id = "listContributions", tag = "billing", params(PeriodPath),
    responses((status = 200, description = "The decisions", body = ContributionsView, example = example::contributions)),
)]
#[get("/api/v1/agreements/{id}/periods/{year}/contributions")]
pub(crate) async fn list_contributions(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let found = desk.contributions(id, year).await?;
    let replaced: Vec<String> = found.iter().filter_map(|one| one.replaces.clone()).collect();
    let shown = |one: Contribution| {
        let in_force = !replaced.contains(&one.id);
        ContributionView::of(one, in_force)
    };
    Ok(json(&ContributionsView { items: found.into_iter().map(shown).collect() }))
}
