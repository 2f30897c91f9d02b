//! `POST /scenarier/{scenario}`: sharing, locking and deleting a scenario from its page.
//!
//! What is written is read as the API reads it, and what is refused comes back in the form with the reasons beside it.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, post, web};
use samfin_core::json::Json;
use samfin_core::{MAX_YEARS, say};

use super::id_of;
use super::one::{Refused, Step, shown};
use crate::app::Error;
use crate::app::dialogue::PER_INHABITANT;
use crate::app::scenarios::Scenario;
use crate::app::stored_comparison::NewLock;
use crate::http::bodies::{ReasonBody, ScenarioLock, ScenarioSharing};
use crate::http::problem::Problem;
use crate::web::form::said;
use crate::web::forms::{Fields, from_here};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// Why a form is not carried out: in words of its own, or as the API says it.
enum Reason {
    Field(&'static str, String),
    Problem(Problem),
}

impl<E: Into<Problem>> From<E> for Reason {
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

/// Carries out one of the forms of the scenario's page.
#[post("/scenarier/{scenario}")]
pub(in crate::web) async fn change_scenario(
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<String>,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    from_here(&request)?;
    let id = id_of(&id)?;
    let fields = Fields(fields.into_inner());
    let Some(step) = Step::ALL.iter().copied().find(|step| step.word() == fields.get("gor")) else {
        return Err(Problem::not_found(say!(
            "Formuläret säger inte vad som ska göras med scenariot. Öppna sidan på nytt.",
            "The form does not say what is to be done with the scenario. Open the page anew."
        )));
    };
    let scenario = visitor.app.scenario_by_id(id.clone()).await?;
    let done = match step {
        Step::Share => share(&visitor, scenario, &fields).await,
        Step::Lock => lock(&visitor, scenario, &fields).await,
        Step::Delete => delete(&visitor, scenario, &fields).await,
    };
    match done {
        Ok(to) => Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish()),
        Err(reason) => shown(&visitor, id, Some(refused(visitor.words, step, fields, reason)?)).await,
    }
}

async fn share(visitor: &Visitor, scenario: Scenario, fields: &Fields) -> Result<String, Reason> {
    let reason = ScenarioSharing::parse(body([("reason", written(fields.filled("skal")))]).as_bytes())?;
    let (agreement, to) = (scenario.agreement_id, format!("/scenarier/{}", scenario.id));
    visitor.app.share_scenario(agreement, scenario.id, revision(fields), reason).await?;
    Ok(to)
}

async fn lock(visitor: &Visitor, scenario: Scenario, fields: &Fields) -> Result<String, Reason> {
    let years = years(visitor.words, fields)?;
    let new = body([
        ("years", Json::Array(years.map(|year| Json::Number(year.to_string().into())).collect())),
        ("reason", written(Some(fields.get("skal")))),
        ("decision_reference", written(fields.filled("beslut"))),
        ("per_inhabitant", written(Some(PER_INHABITANT))),
    ]);
    let new = ScenarioLock::parse(new.as_bytes())?;
    let to = format!("/underlag-for-beslut/{}", scenario.id);
    let (app, revision) = (&visitor.app, revision(fields));
    let locked = app.lock_scenario(scenario.agreement_id.clone(), scenario.id.clone(), revision, new.clone()).await;
    match locked {
        // Not everywhere is it known how many inhabitants there are: then the basis does without.
        Err(Error::Input(samfin_core::Error::Invalid(issues)))
            if issues.iter().all(|issue| issue.pointer == "/per_inhabitant") =>
        {
            let new = NewLock { per_inhabitant: None, ..new };
            app.lock_scenario(scenario.agreement_id, scenario.id, revision, new).await?;
        }
        done => {
            done?;
        }
    }
    Ok(to)
}

async fn delete(visitor: &Visitor, scenario: Scenario, fields: &Fields) -> Result<String, Reason> {
    if fields.filled("ja").is_none() {
        return Err(Reason::Field("ja", t!(visitor.words, "delete-not-ticked")));
    }
    let reason = ReasonBody::parse(body([("reason", written(Some(fields.get("skal"))))]).as_bytes())?;
    let to = format!("/scenarier?avtal={}", scenario.agreement_id);
    visitor.app.delete_scenario(scenario.agreement_id, scenario.id, revision(fields), Some(reason)).await?;
    Ok(to)
}

/// The revision that the form was written for; 0, which none has, when it does not say.
fn revision(fields: &Fields) -> i64 {
    fields.get("revision").parse().unwrap_or(0)
}

fn years(words: Words, fields: &Fields) -> Result<std::ops::RangeInclusive<i32>, Reason> {
    let year = |name: &'static str| {
        let found = fields.get(name).parse().ok().filter(|year| (2000..=2100).contains(year));
        found.ok_or_else(|| Reason::Field(name, t!(words, "lock-year")))
    };
    let (first, last) = (year("fran")?, year("till")?);
    let count = usize::try_from(last - first + 1).unwrap_or(0);
    if (1..=MAX_YEARS).contains(&count) {
        Ok(first..=last)
    } else {
        Err(Reason::Field("till", t!(words, "lock-years", most = MAX_YEARS)))
    }
}

fn written(text: Option<&str>) -> Json<'_> {
    text.map_or(Json::Null, |text| Json::String(text.replace("\r\n", "\n").into()))
}

fn body<const N: usize>(members: [(&'static str, Json<'_>); N]) -> String {
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect()).to_text()
}

/// What the form shows of it; what is not the writer's to mend is passed on.
fn refused(words: Words, step: Step, fields: Fields, reason: Reason) -> Result<Refused, Problem> {
    let (status, reasons) = match reason {
        Reason::Field(field, reason) => (StatusCode::UNPROCESSABLE_ENTITY, vec![(Some(field), reason)]),
        Reason::Problem(problem) => {
            let status = problem.kind().status();
            match status {
                StatusCode::PRECONDITION_FAILED => (status, vec![(None, t!(words, "form-stale"))]),
                StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => (status, told(words, &fields, &problem)),
                _ => return Err(problem),
            }
        }
    };
    Ok(Refused { step, fields, status, reasons })
}

/// Every place of a problem, with the field that it stands in.
fn told(words: Words, fields: &Fields, problem: &Problem) -> Vec<(Option<&'static str>, String)> {
    let field = |pointer: &str| match pointer.split('/').nth(1) {
        Some("reason") => Some("skal"),
        Some("decision_reference") => Some("beslut"),
        Some("years") => Some("fran"),
        _ => None,
    };
    let label = |field: &str| match field {
        "skal" => t!(words, "lock-reason"),
        "beslut" => t!(words, "lock-reference"),
        _ => t!(words, "lock-first"),
    };
    let places = problem.faults().map(|(pointer, kind, detail)| match field(pointer) {
        None => (None, detail.get(words.lang()).to_owned()),
        Some(field) => {
            let written = fields.is_sent(field).then(|| fields.get(field));
            (Some(field), format!("{}: {}", label(field), said(words, kind, detail, written)))
        }
    });
    let found: Vec<_> = places.collect();
    if found.is_empty() { vec![(None, problem.detail().get(words.lang()).to_owned())] } else { found }
}
