//! `GET /api/v1/agreements/{id}/periods/{year}/default-proposals`: parties that do not pay.

use actix_web::{HttpRequest, HttpResponse, get, web};
use rust_decimal::Decimal;
use samfin_core::Ore;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::examples::payments as example;
use super::periods::PeriodPath;
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::payments::Proposal;

/// A party that has not paid, as a proposal of a contribution decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DefaultProposal)]
pub struct ProposalView {
    /// The party that bears it.
    party: String,
    /// The party that was asked.
    payer: String,
    /// Kronor that all that the payer is asked for in the year comes to, without VAT.
    #[schema(value_type = String)]
    of_year: Ore,
    /// Kronor of it that are overdue and reminded of, without VAT.
    #[schema(value_type = String)]
    not_paid: Ore,
    /// What the party contributes if that is never paid, percent, rounded down to hundredths.
    #[schema(value_type = String)]
    contributes_percent: Decimal,
    /// The invoices that are overdue and reminded of.
    invoices: Vec<String>,
}

impl From<Proposal> for ProposalView {
    fn from(one: Proposal) -> Self {
        Self {
            party: one.party,
            payer: one.payer,
            of_year: one.of_year,
            not_paid: one.not_paid,
            contributes_percent: one.contributes_percent.normalize(),
            invoices: one.invoices,
        }
    }
}

/// The parties of a year that do not pay.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DefaultProposals)]
pub struct ProposalsView {
    /// In the agreement's order.
    items: Vec<ProposalView>,
}

/// List parties that do not pay
///
/// Parties whose invoices are overdue in spite of a reminder, with what each contributes to the year if they are never paid.
/// Nothing comes of it by itself: an officer who decides so registers it with `POST …/contributions`.
#[utoipa::path(
    operation_id = "listDefaultProposals", tag = "billing", params(PeriodPath),
    responses((status = 200, description = "The proposals", body = ProposalsView, example = example::proposals)),
)]
#[get("/api/v1/agreements/{id}/periods/{year}/default-proposals")]
pub(crate) async fn list_default_proposals(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let items = desk.default_proposals(id, year).await?.into_iter().map(ProposalView::from).collect();
    Ok(json(&ProposalsView { items }))
}
