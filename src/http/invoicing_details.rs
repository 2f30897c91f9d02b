//! `GET /api/v1/agreements/{id}/invoicing-details`: whether a year's parties can be invoiced, and what is missing.

use actix_web::{HttpRequest, HttpResponse, get, web};
use samfin_core::Lang;
use samfin_core::billing::invoicing_details::Gap;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::agreements::AgreementPath;
use super::answer::json_in;
use super::examples::organisations as example;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::schema::words::{InvoicingGapCode, InvoicingPart, Slug};
use crate::app::Desk;
use crate::app::calculate::Basis;
use crate::app::invoicing_details::Row;

/// The parameters of the invoicing details.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InvoicingParams {
    /// The calendar year.
    #[param(minimum = 2000, maximum = 2100, example = 2027)]
    pub year: i32,
}

/// Whether an agreement's parties can be invoiced in a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoicingDetails {
    /// The calendar year.
    year: i32,
    /// The version of the agreement that applies.
    #[schema(minimum = 1)]
    version: i64,
    /// The revision of the year's adopted budget; null when there is none.
    #[schema(required)]
    budget: Option<i64>,
    /// Whether nothing is missing for anybody.
    is_complete: bool,
    /// Every party, in the agreement's order.
    parties: Vec<PartyInvoicing>,
}

/// A party, and what its invoices of the year need.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyInvoicing {
    /// The party's id.
    #[schema(value_type = Slug)]
    party: String,
    /// What the agreement calls it.
    name: String,
    /// The party that is invoiced for it; itself when it pays for itself.
    #[schema(value_type = Slug)]
    payer: String,
    /// What it is in the year's invoicing.
    #[schema(value_type = InvoicingPart)]
    part: &'static str,
    /// Whether the host owes it money, for costs that it has itself.
    is_owed: bool,
    /// The organisation with its organisation number; null when there is none.
    #[schema(required)]
    organisation: Option<PartyOrganisation>,
    /// What is missing before its documents can be issued.
    missing: Vec<GapView>,
}

/// The organisation that a party is.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyOrganisation {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// Its legal name.
    name: String,
    /// Its organisation number, for people.
    organisation_number: String,
    /// The reference that its invoices carry.
    #[schema(required)]
    buyer_reference: Option<String>,
}

/// Something that is missing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoicingGap)]
pub struct GapView {
    /// What kind of thing; codes never change.
    #[schema(value_type = InvoicingGapCode)]
    code: &'static str,
    /// What is missing and what to do.
    detail: String,
}

impl InvoicingDetails {
    fn of(year: i32, basis: &Basis, rows: Vec<Row>, lang: Lang) -> Self {
        Self {
            year,
            version: basis.version,
            budget: basis.budget,
            is_complete: rows.iter().all(|row| row.gaps.is_empty()),
            parties: rows.into_iter().map(|row| PartyInvoicing::of(row, lang)).collect(),
        }
    }
}

impl PartyInvoicing {
    fn of(row: Row, lang: Lang) -> Self {
        let organisation = row.organisation.map(|organisation| PartyOrganisation {
            id: organisation.id,
            organisation_number: organisation.details.organisation_number.to_string(),
            name: organisation.details.name,
            buyer_reference: organisation.details.buyer_reference,
        });
        let gap = |gap: Gap| GapView { code: gap.kind.as_str(), detail: gap.detail.get(lang).to_owned() };
        Self {
            party: row.party,
            name: row.name,
            payer: row.payer,
            part: row.part.as_str(),
            is_owed: row.is_owed,
            organisation,
            missing: row.gaps.into_iter().map(gap).collect(),
        }
    }
}

/// What is missing for invoicing
///
/// Every party of the agreement with its organisation, by the version and the budget that apply to the year, and what is
/// missing before its documents can be issued: who it is, where it is, its reference, where it is paid, how it is coded.
#[utoipa::path(
    operation_id = "getInvoicingDetails", tag = "organisations", params(AgreementPath, InvoicingParams),
    responses(
        (status = 200, description = "The parties", body = InvoicingDetails, example = example::invoicing_details),
        (status = 409, description = "No adopted version applies to the year", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/agreements/{id}/invoicing-details")]
pub(crate) async fn get_invoicing_details(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["year"]);
    let year = query.required_whole("year", 2000, 2100);
    query.finish()?;
    let (basis, rows) = desk.invoicing_details(path.into_inner().id()?, year).await?;
    Ok(json_in(reader.lang, &InvoicingDetails::of(year, &basis, rows, reader.lang)))
}
