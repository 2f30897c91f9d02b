//! `GET /api/v1/agreements/{id}/findings`: what a careful reader would ask.

use actix_web::{HttpRequest, HttpResponse, get, web};
use samfin_core::{Finding, Lang};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::agreements::AgreementPath;
use super::answer::json_in;
use super::examples;
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::versions::MOST_VERSIONS;
use crate::app::Desk;

/// The parameters of the findings.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindingParams {
    /// A version; the newest when absent.
    #[param(minimum = 1, maximum = 1_000_000)]
    pub version: Option<i64>,
    /// Look also at what the figures of this calendar year show: its adopted budget, and the stored statistics.
    #[param(minimum = 2000, maximum = 2100, example = 2027)]
    pub year: Option<i32>,
}

/// The findings in a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct Findings {
    /// The version that was read.
    #[schema(minimum = 1)]
    version: i64,
    /// The revision of the year's adopted budget; null when there is none, or no year was asked about.
    #[schema(required)]
    budget: Option<i64>,
    /// The findings, in the order of the document.
    items: Vec<FindingView>,
}

/// Something a careful reader would ask about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
pub struct FindingView {
    /// What kind of finding it is; codes never change.
    code: &'static str,
    /// How much it matters.
    #[schema(pattern = "^[a-z]+$")]
    severity: &'static str,
    /// Where in the document, as a JSON Pointer.
    pointer: String,
    /// What is found.
    text: String,
    /// A text for the agreement that would settle it; `…` is for the parties to fill in.
    proposal: String,
}

impl FindingView {
    fn of(finding: Finding, lang: Lang) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: finding.code.severity().as_str(),
            pointer: finding.pointer,
            text: finding.text.get(lang).to_owned(),
            proposal: finding.code.proposal().get(lang).to_owned(),
        }
    }
}

/// Findings in an agreement
///
/// Says nothing about whether the agreement is valid, only about what it leaves open: no default policy,
/// a cap that never binds, a party in no group, assumed figures. With `year` the year is also calculated, once
/// for every party that falls short alone and once without each limit. Every code is explained in `docs/findings.md`.
#[utoipa::path(
    operation_id = "listFindings", tag = "agreements", params(AgreementPath, FindingParams),
    responses((status = 200, description = "The findings", body = Findings, example = examples::findings)),
)]
#[get("/api/v1/agreements/{id}/findings")]
pub(crate) async fn list_findings(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["version", "year"]);
    let version = query.whole("version", 1, MOST_VERSIONS);
    let year = query.whole("year", 2000, 2100);
    query.finish()?;
    let id = path.into_inner().id()?;
    let (basis, found) = match year {
        None => desk.findings(id, version).await?,
        Some(year) => desk.findings_of_year(id, version, year).await?,
    };
    let items = found.into_iter().map(|finding| FindingView::of(finding, reader.lang)).collect();
    Ok(json_in(reader.lang, &Findings { version: basis.version, budget: basis.budget, items }))
}
