//! `GET /api/v1/agreements/{id}/calculation`: a split from what is stored.

use actix_web::{HttpRequest, HttpResponse, get, web};
use samfin_core::{Answer, Lang};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::agreements::AgreementPath;
use super::answer::written_in;
use super::examples;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::versions::MOST_VERSIONS;
use crate::app::Desk;
use crate::app::calculate::{Basis, Stored};

/// The parameters of a stored calculation.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StoredParams {
    /// The calendar year.
    #[param(minimum = 2000, maximum = 2100, example = 2027)]
    pub year: i32,
    /// A version instead of the one that applies to the year; a draft can be tried this way.
    #[param(minimum = 1, maximum = 1_000_000)]
    pub version: Option<i64>,
    /// Use the statistics as they were known then: a day (its end, in Sweden) or an instant.
    #[param(example = "2026-11-30", pattern = r"^(20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2}([T ].*)?$")]
    pub known_at: Option<String>,
    /// Whether the answer says, line by line, why each figure is what it is.
    #[param(default = false)]
    pub explain: Option<bool>,
}

/// What a split was calculated from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CalculationBasis)]
pub struct BasisView {
    /// The version of the agreement.
    #[schema(minimum = 1)]
    version: i64,
    /// The revision of the year's adopted budget; null when there is none.
    #[schema(required)]
    budget: Option<i64>,
}

/// A split, and what it was calculated from.
#[derive(Serialize, ToSchema)]
pub struct StoredAnswer<A> {
    /// What it was calculated from.
    basis: BasisView,
    /// The split.
    #[serde(flatten)]
    answer: A,
}

fn shown<A: Serialize>(basis: &Basis, answer: A) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&StoredAnswer { basis: BasisView { version: basis.version, budget: basis.budget }, answer })
}

/// Calculate from what is stored
///
/// Uses the version that is adopted for the year (the last one that starts on or before 1 January, or the
/// first one when the agreement starts within the year), the year's adopted budget, and stored statistics.
#[utoipa::path(
    operation_id = "calculateAgreement", tag = "agreements", params(AgreementPath, StoredParams),
    responses(
        (status = 200, description = "The split", body = StoredAnswer<Answer>, example = examples::stored_answer),
        (status = 409, description = "No adopted version applies to the year", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/agreements/{id}/calculation")]
pub(crate) async fn calculate_agreement(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["year", "version", "known_at", "explain"]);
    let year = query.required_whole("year", 2000, 2100);
    let version = query.whole("version", 1, MOST_VERSIONS);
    let known_at = query.moment("known_at");
    let explain = query.flag("explain");
    query.finish()?;
    let stored = Stored { agreement: path.into_inner().id()?, year, version, known_at };
    let lang: Lang = reader.lang;
    let written = desk.calculate_stored(stored, explain, move |split, basis| shown(basis, split.answer(lang))).await?;
    Ok(written_in(lang, written))
}
