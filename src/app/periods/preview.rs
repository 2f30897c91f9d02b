//! What a year comes to from everything that is stored now, under a fingerprint that says which part of it has changed.
//!
//! ```text
//! v2.b3.s9f86d081884c7d65.c4f53cda18c2baa0.60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
//!  │  │  │                │                └ everything: the SHA-256 of the body of the calculation and its answer
//!  │  │  │                └ the parties' contribution decisions
//!  │  │  └ the statistics
//!  │  └ the revision of the adopted budget, 0 without one
//!  └ the version of the agreement
//! ```

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use samfin_core::json::{self, Json};
use samfin_core::{Calculation, Lang, Request, calculate};

use super::contributions::events;
use super::difference::differences;
use super::{Contribution, Snapshot, store};
use crate::app::basis;
use crate::app::calculate::{no_adopted_version, version_for_year};
use crate::app::ledger::Covered;
use crate::app::statistics::{collect, known_for};
use crate::app::weight::is_light;
use crate::app::{Desk, Error};
use crate::digest::{canonical, sha256};
use crate::storage::agreements::Version;
use crate::storage::statistics::Observation;
use crate::storage::{Tx, budgets, contributions};

/// What calculates.
pub(in crate::app) const ENGINE: &str = concat!("samfin ", env!("CARGO_PKG_VERSION"));

/// What a year comes to.
#[derive(Debug, Clone)]
pub struct Preview {
    agreement: String,
    year: i32,
    /// The version of the agreement.
    pub version: i64,
    /// The revision of the year's adopted budget, when there is one.
    pub budget: Option<i64>,
    /// The body of the calculation.
    request: String,
    /// What it answers, as JSON.
    pub result: String,
    /// What is posted of it when it is adopted.
    pub(super) covered: Option<Covered>,
    /// What tells it apart from what it would be if anything were otherwise.
    pub fingerprint: String,
}

/// What a year is calculated from.
pub(super) struct Inputs {
    version: Version,
    budget: Option<budgets::Budget>,
    observations: Vec<Observation>,
    pub(super) decisions: Vec<Contribution>,
}

impl Desk {
    pub(super) async fn preview(&self, agreement: String, year: i32) -> Result<Preview, Error> {
        let id = agreement.clone();
        let inputs = self.db.read(id, move |tx, id| Box::pin(async move { Inputs::load(tx, id, year).await })).await?;
        let request = self.pool.light(|| inputs.request(year))??;
        let parsed = self.pool.light(|| Request::parse(request.as_bytes()))??;
        let light = is_light(&parsed);
        let work = move || {
            let calculation = calculate(&parsed, false)?;
            Ok::<_, Error>((written(&calculation)?, Covered::of(&parsed.agreement, &calculation)))
        };
        let (result, covered) = if light { self.pool.light(work)? } else { self.pool.heavy(work).await? }?;
        Ok(Preview {
            fingerprint: inputs.fingerprint(&request, &result)?,
            version: inputs.version.number,
            budget: inputs.budget.map(|budget| budget.revision),
            agreement,
            year,
            request,
            result,
            covered,
        })
    }
}

impl Preview {
    /// The body of the calculation.
    pub(super) fn request(&self) -> &str {
        &self.request
    }

    /// As it is kept.
    pub(super) fn snapshot(&self, number: i64, reason: Option<&str>, recorded_at: DateTime<Utc>) -> Snapshot {
        Snapshot {
            number,
            version: self.version,
            budget_revision: self.budget,
            engine: ENGINE.to_owned(),
            request: self.request.clone(),
            result: self.result.clone(),
            request_sha256: sha256(self.request.as_bytes()),
            fingerprint: self.fingerprint.clone(),
            reason: reason.map(str::to_owned),
            recorded_at,
        }
    }

    /// Refuses a fingerprint of something else, and says what differs.
    pub(super) fn refuse_stale(&self, sent: &str) -> Result<(), Error> {
        if sent == self.fingerprint {
            return Ok(());
        }
        Err(Error::PreviewStale {
            current: self.fingerprint.clone(),
            differences: differences(sent, &self.fingerprint),
        })
    }

    /// Refuses to be written when what it was calculated from has changed meanwhile. For a transaction that holds the
    /// agreement.
    pub(super) async fn check_unchanged(&self, tx: &mut Tx) -> Result<(), Error> {
        let inputs = Inputs::load(tx, &self.agreement, self.year).await?;
        inputs.require_request(self.year, &self.request, &self.fingerprint)
    }
}

impl Inputs {
    /// Refuses what makes another body of the calculation than the one that `fingerprint` is of.
    pub(super) fn require_request(&self, year: i32, expected: &str, fingerprint: &str) -> Result<(), Error> {
        let request = self.request(year)?;
        if request == expected {
            return Ok(());
        }
        // The result is not known, but what it rests on is.
        let current = self.fingerprint(&request, "")?;
        Err(Error::PreviewStale { differences: differences(fingerprint, &current), current })
    }

    pub(super) async fn load(tx: &mut Tx, agreement: &str, year: i32) -> Result<Self, Error> {
        let Some(version) = version_for_year(tx, agreement, year).await? else {
            return Err(no_adopted_version(tx, agreement, year).await);
        };
        let year = i64::from(year);
        let budget = budgets::adopted(tx, agreement, year).await?;
        let decisions = match store::find(tx, agreement, year).await? {
            Some(period) => contributions::list(tx, &period.id).await?,
            None => Vec::new(),
        };
        let observations = observations(tx, &version, budget.as_ref()).await?;
        Ok(Self { version, budget, observations, decisions })
    }

    /// The body of the calculation, the same text whenever the content is the same.
    pub(super) fn request(&self, year: i32) -> Result<String, Error> {
        let mut members = basis::year(&self.version, self.budget.as_ref(), &self.observations)?;
        members.push(("events", events(&self.decisions)));
        members.push(("year", Json::Number(year.to_string().into())));
        Ok(basis::object(members).to_canonical())
    }

    pub(super) fn fingerprint(&self, request: &str, result: &str) -> Result<String, Error> {
        let request = json::parse(request.as_bytes())?;
        let part = |name: &str| sha256(request.get(name).map(Json::to_canonical).unwrap_or_default().as_bytes());
        let (statistics, decisions) = (part("statistics"), part("events"));
        Ok(format!(
            "v{}.b{}.s{}.c{}.{}",
            self.version.number,
            self.budget.as_ref().map_or(0, |budget| budget.revision),
            &statistics[..16],
            &decisions[..16],
            sha256(format!("{}\n{result}", request.to_canonical()).as_bytes()),
        ))
    }
}

/// The statistics that the year's calculation may use, of the places that it may ask for.
async fn observations(
    tx: &mut Tx,
    version: &Version,
    budget: Option<&budgets::Budget>,
) -> Result<Vec<Observation>, Error> {
    let (mut named, mut words) = (BTreeSet::new(), HashSet::new());
    let document = json::parse(version.document.as_bytes())?;
    collect(&document, false, &mut named);
    basis::all_words(&document, &mut words);
    if let Some(budget) = budget {
        let changes = json::parse(budget.changes.as_bytes())?;
        collect(&changes, true, &mut named);
        basis::all_words(&changes, &mut words);
    }
    let mut found = Vec::new();
    for series in &named {
        found.extend(known_for(tx, series, None, |place| words.contains(place)).await?);
    }
    Ok(found)
}

/// The answer as canonical JSON; its sentences are Swedish, as the documents are.
pub(in crate::app) fn written(calculation: &Calculation) -> Result<String, Error> {
    let answer = serde_json::to_value(calculation.answer(Lang::Sv));
    answer.map(|answer| canonical(&answer)).map_err(|error| Error::Broken(error.to_string()))
}

/// What samfin answers today to a stored request, as it would be stored.
pub(in crate::app) fn calculated_again(request: &str) -> Result<String, Error> {
    written(&calculate(&Request::parse(request.as_bytes())?, false)?)
}
