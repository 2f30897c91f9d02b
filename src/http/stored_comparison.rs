//! `GET /api/v1/agreements/{id}/comparison`: an agreement and its scenarios side by side, from what is stored.

use actix_web::{HttpRequest, HttpResponse, get, web};
use samfin_core::comparison::CompareAnswer;
use samfin_core::{Code, Lang, MAX_YEARS, say};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreements::AgreementPath;
use super::answer::written_in;
use super::examples::{self, scenarios as example};
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::versions::MOST_VERSIONS;
use crate::app::Desk;
use crate::app::stored_comparison::{Basis, Wanted};

/// The parameters of a stored comparison.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ComparisonParams {
    /// A calendar year, or the first and the last of at most 60.
    #[param(example = "2027-2030", pattern = "^(20[0-9]{2}|2100)(-(20[0-9]{2}|2100))?$")]
    pub years: String,
    /// The scenarios by id, repeated; all that are shared or locked when none is named.
    #[param(example = example::scenario_ids, max_items = 50, style = Form, explode)]
    pub scenario: Option<Vec<String>>,
    /// What changes are measured against: the id of a scenario, or of another agreement (its version that applies to the
    /// first year); the agreement itself when absent.
    #[param(format = Uuid, example = examples::agreement_id)]
    pub baseline: Option<String>,
    /// A version instead of the one that applies to the first year; a draft can be tried this way.
    #[param(minimum = 1, maximum = 1_000_000)]
    pub version: Option<i64>,
    /// Use the statistics as they were known then: a day (its end, in Sweden) or an instant.
    #[param(example = "2026-11-30", pattern = r"^(20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2}([T ].*)?$")]
    pub known_at: Option<String>,
    /// The series by which amounts per inhabitant are told.
    #[param(example = "population", min_length = 1, max_length = 200)]
    pub per_inhabitant: Option<String>,
}

const NAMES: [&str; 6] = ["years", "scenario", "baseline", "version", "known_at", "per_inhabitant"];

/// What a comparison was made from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparisonBasis)]
pub struct BasisView {
    /// The version of the agreement.
    #[schema(minimum = 1)]
    version: i64,
    /// The revision of the first year's adopted budget; null when there is none.
    #[schema(required)]
    budget: Option<i64>,
    /// The first of the years to which another adopted version applies; null when none does.
    #[schema(required)]
    superseded_from: Option<i32>,
}

/// A comparison, and what it was made from.
#[derive(Serialize, ToSchema)]
#[schema(as = StoredComparison)]
pub struct StoredComparisonAnswer<A> {
    /// What it was made from.
    basis: BasisView,
    /// The comparison.
    #[serde(flatten)]
    answer: A,
}

fn shown<A: Serialize>(basis: &Basis, answer: A) -> Result<Vec<u8>, serde_json::Error> {
    let Basis { version, budget, superseded_from } = *basis;
    serde_json::to_vec(&StoredComparisonAnswer { basis: BasisView { version, budget, superseded_from }, answer })
}

/// Compare from what is stored
///
/// The agreement's version that applies to the first year, with that year's adopted budget and the stored statistics, side
/// by side with its scenarios, year after year. The pointers of errors lead into the body that `POST /api/v1/comparisons`
/// would have, or to `/query/…`.
#[utoipa::path(
    operation_id = "compareAgreement", tag = "scenarios", params(AgreementPath, ComparisonParams),
    responses(
        (status = 200, description = "The comparison", body = StoredComparisonAnswer<CompareAnswer>, example = example::comparison),
        (status = 409, description = "No adopted version applies to the first year", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/agreements/{id}/comparison")]
pub(crate) async fn compare_agreement(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read_repeating(request.query_string(), &NAMES, &["scenario"]);
    let years = years(&mut query);
    let scenarios = scenarios(&mut query);
    let baseline = query.raw("baseline").and_then(|id| known_id(&mut query, "baseline", &id));
    let version = query.whole("version", 1, MOST_VERSIONS);
    let known_at = query.moment("known_at");
    let per_inhabitant = query.text("per_inhabitant");
    query.finish()?;
    let agreement = path.into_inner().id()?;
    let wanted = Wanted { agreement, years, scenarios, baseline, version, known_at, per_inhabitant };
    let lang: Lang = reader.lang;
    let written = desk.compare_stored(wanted, move |compared, basis| shown(basis, compared.answer(lang))).await?;
    Ok(written_in(lang, written))
}

/// `2027` or `2027-2030`.
fn years(query: &mut Query) -> Vec<i32> {
    let Some(text) = query.raw("years") else {
        let detail = say!("parametern \"years\" måste finnas", "the parameter \"years\" must be there");
        query.refuse("years", Code::MissingField, detail);
        return Vec::new();
    };
    let (first, last) = text.split_once('-').unwrap_or((&text, &text));
    let year = |text: &str| {
        let is_year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|year| is_year && (2000..=2100).contains(year))
    };
    match (year(first), year(last)) {
        (Some(first), Some(last)) if first <= last => {
            let years: Vec<i32> = (first..=last).collect();
            if years.len() > MAX_YEARS {
                let detail = say!("högst {MAX_YEARS} år kan jämföras", "at most {MAX_YEARS} years can be compared");
                query.refuse("years", Code::TooMuchWork, detail);
            }
            years
        }
        _ => {
            let detail = say!(
                "skriv ett år från 2000 till 2100 (2027), eller det första och det sista (2027-2030)",
                "write a year from 2000 to 2100 (2027), or the first and the last (2027-2030)"
            );
            query.refuse("years", Code::OutOfRange, detail);
            Vec::new()
        }
    }
}

fn scenarios(query: &mut Query) -> Vec<String> {
    let mut ids = Vec::new();
    for id in query.all("scenario") {
        match known_id(query, "scenario", &id) {
            Some(id) if ids.contains(&id) => {
                let detail = say!("scenariot {id} står två gånger", "the scenario {id} is there twice");
                query.refuse("scenario", Code::RepeatedReference, detail);
            }
            id => ids.extend(id),
        }
    }
    ids
}

fn known_id(query: &mut Query, name: &str, id: &str) -> Option<String> {
    let known = Uuid::try_parse(id).ok().map(|id| id.to_string());
    if known.is_none() {
        let detail = say!(
            "det finns inget med det id:t; ett id ser ut som 01890a5d-ac96-774b-bcce-b302099a8057",
            "there is nothing with that id; an id looks like 01890a5d-ac96-774b-bcce-b302099a8057"
        );
        query.refuse(name, Code::UnknownReference, detail);
    }
    known
}
