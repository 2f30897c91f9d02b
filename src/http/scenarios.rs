//! `/api/v1/agreements/{id}/scenarios`: what could be otherwise in an agreement, stored under a name.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreements::{AgreementPath, known_form};
use super::answer::{created, json, nothing, tagged};
use super::bodies::NewScenario;
use super::body::JsonBody;
use super::examples::{self, scenarios as example};
use super::paging::{Page, PageParams, Wanted};
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::schema::request::{Change, Event, StatisticValue};
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::scenarios::{Content, Lock, Scenario, Status};

/// Where a scenario stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScenarioStatus {
    /// Being worked on.
    Draft,
    /// Shown to everybody on the agreement; can still be changed.
    Shared,
    /// A decision basis, which never changes.
    Locked,
}

/// A scenario, apart from what differs in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScenarioSummary {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// The agreement's id.
    #[schema(format = Uuid)]
    agreement: String,
    /// What it is called.
    name: String,
    /// Who made it.
    #[schema(required)]
    author: Option<String>,
    /// What it is for.
    #[schema(required)]
    note: Option<String>,
    /// Where it stands.
    status: ScenarioStatus,
    /// 1, 2, 3 … with every change.
    #[schema(minimum = 1)]
    revision: i64,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    changed_at: DateTime<Utc>,
    /// When it was shared, if it was.
    #[schema(required)]
    shared_at: Option<DateTime<Utc>>,
    /// Why it was shared.
    #[schema(required)]
    share_reason: Option<String>,
    /// How it became a decision basis; null while it is not locked.
    #[schema(required)]
    lock: Option<LockView>,
}

/// That a scenario is a decision basis.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionBasis)]
pub struct LockView {
    /// When it was locked.
    locked_at: DateTime<Utc>,
    /// Why.
    reason: String,
    /// What the decision is called.
    #[schema(required)]
    decision_reference: Option<String>,
    /// The version of the agreement.
    #[schema(minimum = 1)]
    version: i64,
    /// The years.
    years: Vec<i64>,
    /// The series by which amounts per inhabitant are told.
    #[schema(required)]
    per_inhabitant: Option<String>,
    /// The SHA-256 of the bytes that `…/basis` answers.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
}

impl From<Lock> for LockView {
    fn from(lock: Lock) -> Self {
        Self {
            locked_at: lock.at,
            reason: lock.reason,
            decision_reference: lock.decision_reference,
            version: lock.version,
            years: (lock.first_year..=lock.last_year).collect(),
            per_inhabitant: lock.per_inhabitant,
            sha256: lock.sha256,
        }
    }
}

impl From<Scenario> for ScenarioSummary {
    fn from(stored: Scenario) -> Self {
        let status = match stored.status() {
            Status::Draft => ScenarioStatus::Draft,
            Status::Shared => ScenarioStatus::Shared,
            Status::Locked => ScenarioStatus::Locked,
        };
        let (shared_at, share_reason) = stored.shared.map(|shared| (shared.at, shared.reason)).unzip();
        Self {
            id: stored.id,
            agreement: stored.agreement_id,
            name: stored.name,
            author: stored.author,
            note: stored.note,
            status,
            revision: stored.revision,
            created_at: stored.created_at,
            changed_at: stored.changed_at,
            shared_at,
            share_reason: share_reason.flatten(),
            lock: stored.locked.map(LockView::from),
        }
    }
}

/// A scenario, whole.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Scenario)]
pub struct ScenarioView {
    /// About the scenario.
    #[serde(flatten)]
    summary: ScenarioSummary,
    /// Changes to the agreement.
    #[schema(value_type = Vec<Change>)]
    changes: serde_json::Value,
    /// Who does not contribute as agreed.
    #[schema(value_type = Vec<Event>)]
    events: serde_json::Value,
    /// Observations by series.
    #[schema(value_type = BTreeMap<String, Vec<StatisticValue>>)]
    statistics: serde_json::Value,
}

impl ScenarioView {
    fn of((scenario, content): (Scenario, Content)) -> Result<Self, Problem> {
        let json = |text: &str| serde_json::from_str(text).map_err(|error| Problem::internal(error.to_string()));
        Ok(Self {
            summary: scenario.into(),
            changes: json(&content.changes)?,
            events: json(&content.events)?,
            statistics: json(&content.statistics)?,
        })
    }

    /// 200 with the scenario and its entity tag.
    pub(super) fn shown(found: (Scenario, Content)) -> Result<HttpResponse, Problem> {
        let view = Self::of(found)?;
        Ok(tagged(&tag(view.summary.revision), &view))
    }
}

/// Which scenario of which agreement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ScenarioPath {
    /// The agreement's id.
    #[param(format = Uuid, example = examples::agreement_id)]
    pub id: String,
    /// The scenario's id.
    #[param(format = Uuid, example = example::scenario_id)]
    pub scenario: String,
}

impl ScenarioPath {
    /// Both ids; one that has not the form of an id belongs to nothing.
    pub fn read(self) -> Result<(String, String), Problem> {
        Ok((known_form(&self.id)?, known_form(&self.scenario)?))
    }
}

/// Make a scenario
///
/// A draft. It must fit the newest version of the agreement; its name is a column of comparisons and no other scenario
/// of the agreement has it (`duplicate-id`).
#[utoipa::path(
    operation_id = "createScenario", tag = "scenarios", params(AgreementPath),
    request_body(content = NewScenario, description = "The scenario", example = example::new_scenario),
    responses((status = 201, description = "Made", body = ScenarioView, headers(
        ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
    ), example = example::scenario)),
)]
#[post("/api/v1/agreements/{id}/scenarios")]
pub(crate) async fn create_scenario(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let agreement = path.into_inner().id()?;
    let made = ScenarioView::of(desk.create_scenario(agreement, NewScenario::parse(&body)?).await?)?;
    let location = format!("/api/v1/agreements/{}/scenarios/{}", made.summary.agreement, made.summary.id);
    Ok(created(&location, &tag(made.summary.revision), &made))
}

/// List scenarios
///
/// In the order they were made, without what differs in them.
#[utoipa::path(
    operation_id = "listScenarios", tag = "scenarios", params(AgreementPath, PageParams),
    responses((status = 200, description = "A page of scenarios", body = Page<ScenarioSummary>, example = example::scenarios)),
)]
#[get("/api/v1/agreements/{id}/scenarios")]
pub(crate) async fn list_scenarios(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<AgreementPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    query.finish()?;
    let found = desk.scenarios(path.into_inner().id()?, wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |scenario| scenario.id.clone(), ScenarioSummary::from)))
}

/// Read a scenario
///
/// With its changes, events and statistics.
#[utoipa::path(
    operation_id = "getScenario", tag = "scenarios", params(ScenarioPath),
    responses((status = 200, description = "The scenario", body = ScenarioView, headers(
        ("ETag" = String, description = "Send it in If-Match to change the scenario"),
    ), example = example::scenario)),
)]
#[get("/api/v1/agreements/{id}/scenarios/{scenario}")]
pub(crate) async fn get_scenario(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ScenarioPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (agreement, id) = path.into_inner().read()?;
    ScenarioView::shown(desk.scenario(agreement, id).await?)
}

/// Write over a scenario
///
/// A draft or a shared one, which stays shared. What is left out of the body is empty from now on.
#[utoipa::path(
    operation_id = "putScenario", tag = "scenarios",
    params(ScenarioPath, ("If-Match" = Option<String>, Header, description = "The ETag of the scenario that is written over; needed", example = "\"r1\"")),
    request_body(content = NewScenario, description = "The scenario", example = example::new_scenario),
    responses(
        (status = 200, description = "Written over", body = ScenarioView, headers(("ETag" = String, description = "Its new entity tag")), example = example::scenario),
        (status = 409, description = "It is locked", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[put("/api/v1/agreements/{id}/scenarios/{scenario}")]
pub(crate) async fn put_scenario(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ScenarioPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (agreement, id) = path.into_inner().read()?;
    let draft = NewScenario::parse(&body)?;
    ScenarioView::shown(desk.replace_scenario(agreement, id, revision(&request)?, draft).await?)
}

/// Delete a scenario
///
/// A draft or a shared one.
#[utoipa::path(
    operation_id = "deleteScenario", tag = "scenarios",
    params(ScenarioPath, ("If-Match" = Option<String>, Header, description = "The ETag of the scenario that is deleted; needed", example = "\"r1\"")),
    responses(
        (status = 204, description = "Deleted"),
        (status = 409, description = "It is locked", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[delete("/api/v1/agreements/{id}/scenarios/{scenario}")]
pub(crate) async fn delete_scenario(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ScenarioPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (agreement, id) = path.into_inner().read()?;
    desk.delete_scenario(agreement, id, revision(&request)?, None).await?;
    Ok(nothing())
}
