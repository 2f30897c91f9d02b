//! Calculating a split: from a request that holds everything, or from what is stored.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use samfin_core::json::{self, Json};
use samfin_core::{Calculation, Request, Statistics, calculate, say};

use super::budgets::newest_version;
use super::documents::json_of;
use super::scope::{On, Right};
use super::statistics::gather;
use super::weight::is_light;
use super::{Desk, Error};
use crate::storage::agreements::{self, Version};
use crate::storage::{Tx, budgets};

/// A body up to this size may be calculated where it is read.
const LIGHT_BYTES: usize = 64 * 1024;

/// Which stored calculation is asked for.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The agreement.
    pub agreement: String,
    /// The calendar year.
    pub year: i32,
    /// A version instead of the one that applies to the year.
    pub version: Option<i64>,
    /// The statistics as they were known at this moment instead of now.
    pub known_at: Option<DateTime<Utc>>,
}

/// What a stored calculation was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The version of the agreement.
    pub version: i64,
    /// The revision of the year's adopted budget, when there is one.
    pub budget: Option<i64>,
}

/// Everything a stored calculation needs, loaded at one moment.
pub(super) struct Loaded {
    version: Version,
    budget: Option<budgets::Budget>,
    statistics: Statistics,
}

impl Desk {
    /// Calculates the request in `body` and lets `render` write the answer, in a place fit for its size.
    pub async fn calculate<T: Send + 'static>(
        &self,
        body: impl AsRef<[u8]> + Send + 'static,
        explain: bool,
        render: impl FnOnce(&Calculation) -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.require(Right::Calculate, On::Anything)?;
        if body.as_ref().len() > LIGHT_BYTES {
            let work = move || Ok(render(&calculate(&Request::parse(body.as_ref())?, explain)?));
            return self.pool.heavy(work).await?;
        }
        let request = self.pool.light(|| Request::parse(body.as_ref()))??;
        self.run(request, explain, render).await
    }

    /// Calculates what is stored for a year.
    pub async fn calculate_stored<T: Send + 'static>(
        &self,
        stored: Stored,
        explain: bool,
        render: impl FnOnce(&Calculation, &Basis) -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.require_in(Right::Read, &stored.agreement)?;
        let year = stored.year;
        let loaded = self.db.read(stored, |tx, stored| Box::pin(load(tx, stored))).await?;
        let basis = loaded.basis();
        let request = self.pool.light(|| loaded.into_request(year))??;
        self.run(request, explain, move |calculation| render(calculation, &basis)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        request: Request,
        explain: bool,
        render: impl FnOnce(&Calculation) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let light = is_light(&request);
        let work = move || Ok::<T, Error>(render(&calculate(&request, explain)?));
        if light { self.pool.light(work)? } else { self.pool.heavy(work).await? }
    }
}

pub(super) async fn load(tx: &mut Tx, stored: &Stored) -> Result<Loaded, Error> {
    let id = &stored.agreement;
    let version = match stored.version {
        Some(number) => {
            agreements::get(tx, id).await?;
            agreements::version(tx, id, number).await?
        }
        None => match version_for_year(tx, id, stored.year).await? {
            Some(version) => version,
            None => return Err(no_adopted_version(tx, id, stored.year).await),
        },
    };
    let budget = budgets::adopted(tx, id, i64::from(stored.year)).await?;
    let changes = budget.as_ref().map(|budget| budget.changes.as_str());
    let statistics = gather(tx, &version.document, changes, stored.known_at).await?;
    Ok(Loaded { version, budget, statistics })
}

impl Loaded {
    pub(super) fn basis(&self) -> Basis {
        Basis { version: self.version.number, budget: self.budget.as_ref().map(|budget| budget.revision) }
    }

    pub(super) fn into_request(self, year: i32) -> Result<Request, Error> {
        self.into_request_with(year, None)
    }

    /// The same with events of the year.
    pub(super) fn into_request_with(self, year: i32, events: Option<&Json<'_>>) -> Result<Request, Error> {
        let Self { version, budget, statistics } = self;
        let changes = budget.as_ref().map(|budget| json::parse(budget.changes.as_bytes())).transpose()?;
        let opening = budget.as_ref().map(|budget| json::parse(budget.opening.as_bytes())).transpose()?;
        let parts = json_of(&version)?;
        Ok(Request::from_parts(&parts, changes.as_ref(), statistics, opening.as_ref(), events, year)?)
    }
}

/// The version that a calendar year is calculated with: the last adopted one that starts on or before
/// 1 January, or the first one when the agreement starts within the year.
pub(super) async fn version_for_year(tx: &mut Tx, id: &str, year: i32) -> Result<Option<Version>, Error> {
    let adopted = agreements::adopted_versions(tx, id).await?;
    Ok(applying(&adopted, year).cloned())
}

/// That version, among all that are adopted.
pub(super) fn applying(adopted: &[Version], year: i32) -> Option<&Version> {
    let new_year = NaiveDate::from_ymd_opt(year, 1, 1)?;
    let started = adopted.iter().filter(|version| version.valid_from <= new_year);
    started.max_by_key(|version| version.valid_from).or_else(|| {
        let first = adopted.iter().min_by_key(|version| version.valid_from);
        first.filter(|first| first.valid_from.year() == year)
    })
}

pub(super) async fn no_adopted_version(tx: &mut Tx, id: &str, year: i32) -> Error {
    match newest_version(tx, id).await {
        Err(error) => error,
        Ok(newest) => Error::NoAdoptedVersion(say!(
            "Ingen antagen version gäller för {year}. Anta en, eller räkna på ett utkast med version={}.",
            "No adopted version applies to {year}. Adopt one, or calculate a draft with version={}.";
            newest.number
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: i64, valid_from: &str) -> Version {
        Version {
            agreement_id: String::new(),
            number,
            document: String::new(),
            sha256: String::new(),
            valid_from: valid_from.parse().expect("a date"),
            valid_to: None,
            note: None,
            created_at: DateTime::UNIX_EPOCH,
            adopted_at: Some(DateTime::UNIX_EPOCH),
        }
    }

    #[test]
    fn a_year_has_the_version_of_its_first_of_january_or_the_first_one_that_starts_within_it() {
        let adopted = [version(4, "2030-01-01"), version(1, "2027-07-01"), version(2, "2029-01-01")];
        let chosen = |year| applying(&adopted, year).map(|version| version.number);
        assert_eq!(
            [2026, 2027, 2028, 2029, 2030, 2100].map(chosen),
            [None, Some(1), Some(1), Some(2), Some(4), Some(4)]
        );
        assert_eq!(applying(&[], 2027), None);
    }
}
