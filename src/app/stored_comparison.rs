//! Comparing what is stored: an agreement and its scenarios, beside each other or beside another agreement.
//!
//! Locking a scenario makes the same comparison with that scenario alone, and keeps what it was made from.

use chrono::{DateTime, Utc};
use samfin_core::comparison::{Compared, Comparison, compare};
use samfin_core::{Code, Issue, MAX_SCENARIOS, say};

use super::basis::{Baseline, OWN_COLUMNS, Parts};
use super::calculate::{applying, no_adopted_version};
use super::scenarios::{Content, current, refuse_locked, whole};
use super::scope::Right;
use super::sight::Sight;
use super::told::Event;
use super::{Desk, Error};
use crate::digest::sha256;
use crate::storage::agreements::{self, Version};
use crate::storage::scenarios::{self as store, Lock, Scenario};
use crate::storage::{Tx, budgets};

/// The largest decision basis: what `POST /comparisons` takes.
const MOST_BYTES: usize = 8 << 20;

/// Which comparison is asked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The agreement.
    pub agreement: String,
    /// The years, each the one after the one before.
    pub years: Vec<i32>,
    /// The scenarios by id; none named: all that are shared or locked.
    pub scenarios: Vec<String>,
    /// The id of a scenario, or of another agreement, that the others are measured against.
    pub baseline: Option<String>,
    /// A version instead of the one that applies to the first year.
    pub version: Option<i64>,
    /// The statistics as they were known at this moment instead of now.
    pub known_at: Option<DateTime<Utc>>,
    /// The series for amounts per inhabitant.
    pub per_inhabitant: Option<String>,
}

/// What a stored comparison was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The version of the agreement.
    pub version: i64,
    /// The revision of the first year's adopted budget, when there is one.
    pub budget: Option<i64>,
    /// The first of the years to which another adopted version applies.
    pub superseded_from: Option<i32>,
}

/// How a scenario is locked.
#[derive(Debug, Clone)]
pub struct NewLock {
    /// The years of the basis.
    pub years: Vec<i32>,
    /// A version instead of the one that applies to the first year.
    pub version: Option<i64>,
    /// Why.
    pub reason: String,
    /// What the decision is called.
    pub decision_reference: Option<String>,
    /// The series for amounts per inhabitant.
    pub per_inhabitant: Option<String>,
}

impl Desk {
    /// Compares what is stored and lets `render` write the answer.
    pub async fn compare_stored<T: Send + 'static>(
        &self,
        wanted: Wanted,
        render: impl FnOnce(&Compared, &Basis) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let sight = self.sight(&wanted.agreement)?;
        let (parts, basis) =
            self.db.read((wanted, sight), |tx, (wanted, sight)| Box::pin(load(tx, wanted, sight))).await?;
        let work = move || {
            let compared = compare(&Comparison::from_json(&parts.tree()?)?)?;
            Ok(render(&compared, &basis))
        };
        self.pool.heavy(work).await?
    }

    /// Locks the revision that the caller had read. What cannot be compared cannot be decided on.
    pub async fn lock_scenario(
        &self,
        agreement: String,
        id: String,
        revision: i64,
        new: NewLock,
    ) -> Result<(Scenario, Content), Error> {
        let sight = self.sight_for(Right::Decide, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let at = self.now();
        let input = (agreement.clone(), id.clone(), new.clone(), sight.clone());
        let (parts, _) = self
            .db
            .read(input, move |tx, (agreement, id, new, sight)| {
                Box::pin(async move {
                    let versions = agreements::get(tx, agreement).await?.versions;
                    refuse_locked(&current(tx, agreement, id, revision, sight).await?)?;
                    if let Some(unknown) = new.version.filter(|version| *version > versions) {
                        let detail = say!(
                            "avtalet har ingen version {unknown}; den nyaste är {versions}",
                            "the agreement has no version {unknown}; the newest is {versions}"
                        );
                        return Err(Issue::new("/version", Code::UnknownReference, detail).into());
                    }
                    load(tx, &new.wanted(agreement, id), sight).await
                })
            })
            .await?;
        let version = parts.version.number;
        let body = self.pool.heavy(move || checked_body(&parts)).await??;
        let lock = Lock {
            at,
            reason: new.reason,
            decision_reference: new.decision_reference,
            version,
            first_year: i64::from(new.years.first().copied().unwrap_or_default()),
            last_year: i64::from(new.years.last().copied().unwrap_or_default()),
            per_inhabitant: new.per_inhabitant,
            sha256: sha256(body.as_bytes()),
        };
        self.write((agreement, id, lock, body), move |tx, (agreement, id, lock, body)| {
            let sight = sight.clone();
            Box::pin(async move {
                agreements::lock(tx, agreement).await?;
                let found = current(tx, agreement, id, revision, &sight).await?;
                refuse_locked(&found)?;
                let before = store::content(tx, agreement, id).await?;
                store::lock(tx, agreement, id, revision, lock, body).await?;
                let locked = whole(tx, agreement, id).await?;
                let told = Event::new("scenario.locked", id).within(agreement).because(Some(lock.reason.as_str()));
                let told = told.from(&(&found, before)).to(&locked);
                Ok((locked, told.into()))
            })
        })
        .await
    }
}

impl NewLock {
    fn wanted(&self, agreement: &str, scenario: &str) -> Wanted {
        Wanted {
            agreement: agreement.to_owned(),
            years: self.years.clone(),
            scenarios: vec![scenario.to_owned()],
            baseline: None,
            version: self.version,
            known_at: None,
            per_inhabitant: self.per_inhabitant.clone(),
        }
    }
}

/// The body of the comparison, which can be made and sent.
fn checked_body(parts: &Parts) -> Result<String, Error> {
    let body = parts.body()?;
    if body.len() > MOST_BYTES {
        let mib = MOST_BYTES >> 20;
        let detail = say!(
            "beslutsunderlaget är större än {mib} MiB, som en jämförelse högst får vara",
            "the decision basis is larger than {mib} MiB, the most that a comparison may be"
        );
        return Err(Issue::new("", Code::TooMuchWork, detail).into());
    }
    compare(&Comparison::parse(body.as_bytes())?)?;
    Ok(body)
}

async fn load(tx: &mut Tx, wanted: &Wanted, sight: &Sight) -> Result<(Parts, Basis), Error> {
    let id = &wanted.agreement;
    let first = wanted.years.first().copied().unwrap_or_default();
    let adopted = agreements::adopted_versions(tx, id).await?;
    let version = match wanted.version {
        Some(number) => agreements::version(tx, id, number).await?,
        None => match applying(&adopted, first) {
            Some(version) => version.clone(),
            None => return Err(no_adopted_version(tx, id, first).await),
        },
    };
    let others = |year: &&i32| applying(&adopted, **year).is_some_and(|other| other.number != version.number);
    let superseded_from = wanted.years.iter().find(others).copied();
    let budget = budgets::adopted(tx, id, i64::from(first)).await?;
    let basis = Basis { version: version.number, budget: budget.as_ref().map(|b| b.revision), superseded_from };
    let (scenarios, baseline) = load_columns(tx, wanted, first, sight).await?;
    let (years, per_inhabitant) = (wanted.years.clone(), wanted.per_inhabitant.clone());
    let mut parts = Parts { version, budget, scenarios, baseline, years, per_inhabitant, observations: Vec::new() };
    parts.load_statistics(tx, wanted.known_at).await?;
    Ok((parts, basis))
}

type Columns = (Vec<(String, Content)>, Option<Baseline>);

/// The scenarios, and what they are measured against.
async fn load_columns(tx: &mut Tx, wanted: &Wanted, year: i32, sight: &Sight) -> Result<Columns, Error> {
    let mut ids = wanted.scenarios.clone();
    if ids.is_empty() {
        let most = i64::try_from(MAX_SCENARIOS).unwrap_or(i64::MAX);
        ids = store::shown(tx, &wanted.agreement, most + 1).await?;
        if ids.len() > MAX_SCENARIOS {
            let detail = say!(
                "avtalet har fler än {MAX_SCENARIOS} delade och låsta scenarier; ange vilka som ska jämföras",
                "the agreement has more than {MAX_SCENARIOS} shared and locked scenarios; name those to compare"
            );
            return Err(Issue::new("/query/scenario", Code::TooMuchWork, detail).into());
        }
    }
    let own = wanted.baseline.as_deref().filter(|id| *id != wanted.agreement);
    let mut baseline = None;
    if let Some(id) = own {
        match sight.get(tx, &wanted.agreement, id).await {
            Ok(scenario) => {
                if !ids.contains(&scenario.id) {
                    ids.insert(0, scenario.id);
                }
                baseline = Some(Baseline::Scenario(scenario.name));
            }
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let (mut scenarios, mut unknown) = (Vec::with_capacity(ids.len()), Vec::new());
    for id in &ids {
        match sight.whole(tx, &wanted.agreement, id).await {
            Ok((scenario, content)) => scenarios.push((scenario.name, content)),
            Err(Error::NotFound(_)) => {
                let detail = say!("avtalet har inget scenario {id}", "the agreement has no scenario {id}");
                unknown.push(Issue::new("/query/scenario", Code::UnknownReference, detail));
            }
            Err(error) => return Err(error),
        }
    }
    if !unknown.is_empty() {
        return Err(samfin_core::Error::Invalid(unknown).into());
    }
    if let (Some(id), None) = (own, &baseline) {
        baseline = Some(load_other(tx, id, year, &scenarios, sight).await?);
    }
    Ok((scenarios, baseline))
}

/// Another agreement, by the version that applies to the year.
async fn load_other(
    tx: &mut Tx,
    id: &str,
    year: i32,
    scenarios: &[(String, Content)],
    sight: &Sight,
) -> Result<Baseline, Error> {
    let adopted = if sight.reaches(id) { Some(agreements::adopted_versions(tx, id).await) } else { None };
    let adopted = match adopted {
        Some(Ok(adopted)) => adopted,
        None | Some(Err(crate::storage::Error::NotFound { .. })) => {
            let detail = say!(
                "{id} är varken ett scenario i avtalet eller ett annat avtal",
                "{id} is neither a scenario of the agreement nor another agreement"
            );
            return Err(Issue::new("/query/baseline", Code::UnknownReference, detail).into());
        }
        Some(Err(error)) => return Err(error.into()),
    };
    let Some(version) = applying(&adopted, year).cloned() else {
        return Err(Error::NoAdoptedVersion(say!(
            "Avtalet {id} som ska jämföras med har ingen antagen version som gäller för {year}.",
            "The agreement {id} to compare with has no adopted version that applies to {year}."
        )));
    };
    Ok(Baseline::Other(column_name(tx, &version, scenarios).await?, Box::new(version)))
}

/// The other agreement's name, or its id when a column already has that name.
async fn column_name(tx: &mut Tx, other: &Version, scenarios: &[(String, Content)]) -> Result<String, Error> {
    let name = agreements::get(tx, &other.agreement_id).await?.name;
    let is_taken = OWN_COLUMNS.contains(&name.as_str()) || scenarios.iter().any(|(taken, _)| *taken == name);
    Ok(if is_taken { other.agreement_id.clone() } else { name })
}
