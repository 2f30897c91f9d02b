//! An agreement as people read it: a version whole, with what its year comes to and what a careful reader would ask.

use samfin_core::comparison::Comparison;
use samfin_core::{
    Agreement, Calculation, Error as CoreError, Finding, Statistics, Text, calculate, findings, findings_of_year,
};

use super::agreements::{self as use_cases, VersionWithDecisions};
use super::basis::Parts;
use super::budgets::{Budget, newest_version};
use super::calculate::{Stored, load, version_for_year};
use super::documents::agreement_of;
use super::scenarios::Content;
use super::scope::Right;
use super::statistics::known;
use super::{Desk, Error};
use crate::population;
use crate::storage::{Tx, agreements, budgets};

/// The most versions that are listed, the newest of them.
const MOST_VERSIONS: i64 = 50;

/// A version of an agreement, read for a year.
#[derive(Debug)]
pub struct Reading {
    /// The agreement's id.
    pub id: String,
    /// The version that is read, with who has decided on it.
    pub version: VersionWithDecisions,
    /// Whether it is the one that the year is calculated with.
    pub applies: bool,
    /// The versions, the newest last.
    pub versions: Vec<VersionWithDecisions>,
    /// The document of the version, as it was agreed.
    pub agreement: Agreement,
    /// The year.
    pub year: i32,
    /// Inhabitants, wherever known.
    pub population: Statistics,
    /// The year's budget that is in force.
    pub budget: Option<BudgetRead>,
    /// Whether a later budget of the year is being written.
    pub has_draft_budget: bool,
    /// What the year comes to, or what is missing.
    pub calculation: Result<Calculation, Vec<Text>>,
    /// What a careful reader would ask.
    pub findings: Vec<Finding>,
}

/// A year's budget, in words.
#[derive(Debug)]
pub struct BudgetRead {
    /// The budget.
    pub budget: Budget,
    /// How it differs from the agreement.
    pub changes: Vec<Text>,
}

/// What was loaded at one moment.
struct Rows {
    version: VersionWithDecisions,
    applies: bool,
    versions: Vec<VersionWithDecisions>,
    population: Statistics,
    newest_budget: Option<Budget>,
    adopted_budget: Option<Budget>,
    loaded: super::calculate::Loaded,
}

impl Desk {
    /// Reads a version of an agreement for a year; none named: the one that applies to the year, or else the newest.
    pub async fn reading(&self, id: String, version: Option<i64>, year: i32) -> Result<Reading, Error> {
        self.require_in(Right::Read, &id)?;
        let stored = Stored { agreement: id, year, version, known_at: None };
        let rows = self.db.read(stored, |tx, stored| Box::pin(rows(tx, stored))).await?;
        // The year is calculated many times over for the findings: never where the request is handled.
        self.pool.heavy(move || rows.read(year)).await?
    }
}

async fn rows(tx: &mut Tx, stored: &Stored) -> Result<Rows, Error> {
    let (id, year) = (&stored.agreement, i64::from(stored.year));
    let newest = agreements::get(tx, id).await?.versions;
    let applying = match version_for_year(tx, id, stored.year).await? {
        Some(version) => version,
        None => newest_version(tx, id).await?,
    };
    let applies = stored.version.is_none_or(|number| number == applying.number);
    let version = match stored.version {
        Some(number) if !applies => agreements::version(tx, id, number).await?,
        _ => applying,
    };
    let mut versions = Vec::new();
    for version in agreements::versions_page(tx, id, newest - MOST_VERSIONS, MOST_VERSIONS).await? {
        versions.push(use_cases::with_decisions(tx, version).await?);
    }
    let mut population = Statistics::default();
    for one in known(tx, population::SERIES, None).await? {
        population.add(population::SERIES, &one.for_code, one.date, one.value, one.source);
    }
    let loaded = load(tx, &Stored { version: Some(version.number), ..stored.clone() }).await?;
    Ok(Rows {
        version: use_cases::with_decisions(tx, version).await?,
        applies,
        versions,
        population,
        newest_budget: budgets::get(tx, id, year).await?,
        adopted_budget: budgets::adopted(tx, id, year).await?,
        loaded,
    })
}

impl Rows {
    fn read(self, year: i32) -> Result<Reading, Error> {
        let Self { version, applies, versions, population, newest_budget, adopted_budget, loaded } = self;
        let agreement = agreement_of(&version.version)?;
        let request = loaded.into_request(year);
        let findings = match &request {
            Ok(request) => findings_of_year(request),
            Err(_) => findings(&agreement),
        };
        let calculation = told(request.and_then(|request| Ok(calculate(&request, false)?)))?;
        let has_draft_budget =
            newest_budget.map(|budget| budget.revision) != adopted_budget.as_ref().map(|b| b.revision);
        let budget = adopted_budget.map(|budget| in_words(&version, budget, year)).transpose()?;
        let id = version.version.agreement_id.clone();
        Ok(Reading {
            id,
            version,
            applies,
            versions,
            agreement,
            year,
            population,
            budget,
            has_draft_budget,
            calculation,
            findings,
        })
    }
}

/// What is wrong with the data is said on the page; what is wrong with the program is an error.
pub(super) fn told(calculated: Result<Calculation, Error>) -> Result<Result<Calculation, Vec<Text>>, Error> {
    match calculated {
        Ok(calculation) => Ok(Ok(calculation)),
        Err(Error::Input(CoreError::Invalid(issues))) => {
            Ok(Err(issues.into_iter().map(|issue| issue.detail).collect()))
        }
        Err(error) => Err(error),
    }
}

/// A budget's changes as a comparison with the agreement tells them.
fn in_words(version: &VersionWithDecisions, budget: Budget, year: i32) -> Result<BudgetRead, Error> {
    let changes = budget.changes.clone();
    let content = Content { changes, events: "[]".to_owned(), statistics: "{}".to_owned() };
    let parts = Parts {
        version: version.version.clone(),
        budget: None,
        scenarios: vec![("budget".to_owned(), content)],
        baseline: None,
        years: vec![year],
        per_inhabitant: None,
        observations: Vec::new(),
    };
    let comparison = Comparison::parse(parts.body()?.as_bytes());
    let changes = match comparison {
        Ok(comparison) => comparison.input_differences().into_iter().map(|found| found.text).collect(),
        // Made for another version: the calculation says what does not fit.
        Err(_) => Vec::new(),
    };
    Ok(BudgetRead { budget, changes })
}
