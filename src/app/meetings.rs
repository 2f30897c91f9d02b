//! When the forums of an agreement meet. The agreement says how often; the days are decided year by year, and are for the
//! calendar: no amount follows from them.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use samfin_core::{Code, Issue, say};

use super::budgets::{Expected, newest_version, tag};
use super::calculate::version_for_year;
use super::documents::agreement_of;
use super::scope::Right;
use super::told::Event;
use super::{Desk, Error};
use crate::storage::meetings as store;
use crate::storage::{self, Tx, agreements};

pub use crate::storage::meetings::{Meeting, Meetings};

/// The most meetings of a year.
pub const MOST_MEETINGS: usize = 366;

impl Desk {
    /// The meetings of a year.
    pub async fn meetings(&self, id: String, year: i32) -> Result<Meetings, Error> {
        self.require_in(Right::Read, &id)?;
        self.db
            .read((id, year), |tx, (id, year)| {
                Box::pin(async move {
                    agreements::get(tx, id).await?;
                    let nothing = || {
                        Error::NotFound(say!(
                            "Inga mötesdagar är skrivna för {year}.",
                            "No meeting days are written for {year}."
                        ))
                    };
                    store::get(tx, id, i64::from(*year)).await?.ok_or_else(nothing)
                })
            })
            .await
    }

    /// Writes all the meetings of a year over those that the caller had read.
    pub async fn put_meetings(
        &self,
        id: String,
        year: i32,
        mut days: Vec<Meeting>,
        expected: Expected,
    ) -> Result<Meetings, Error> {
        self.require_in(Right::Write, &id)?;
        check(year, &days)?;
        let given = days.clone();
        days.sort();
        let new = Meetings { agreement_id: id, year: i64::from(year), revision: 0, days, changed_at: self.now() };
        self.write((new, given, expected), move |tx, (new, given, expected)| {
            Box::pin(async move {
                let id = &new.agreement_id;
                agreements::lock(tx, id).await?;
                check_bodies(tx, id, year, given).await?;
                let before = store::get(tx, id, new.year).await?;
                let revision = match expected {
                    Expected::TheFirst if before.is_some() => return Err(condition_missing()),
                    Expected::Nothing | Expected::TheFirst => None,
                    Expected::Revision(revision) => Some(*revision),
                };
                let written = store::put(tx, new.clone(), revision).await.map_err(stale)?;
                let told = Event::new("meetings.written", format!("{id}-{year}")).within(id).to(&written);
                Ok((written, before.iter().fold(told, Event::from).into()))
            })
        })
        .await
    }
}

/// Every day is in the year, and no forum meets twice on a day: the calendar could not tell them apart.
fn check(year: i32, days: &[Meeting]) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    let mut issues = Vec::new();
    for (position, meeting) in days.iter().enumerate() {
        if meeting.on.year() != year {
            let detail = say!("skriv en dag i {year}", "write a day in {year}");
            issues.push(Issue::new(format!("/meetings/{position}/on"), Code::OutOfRange, detail));
        } else if !seen.insert(meeting) {
            let detail = say!("forumet möts redan den dagen", "the forum already meets that day");
            issues.push(Issue::new(format!("/meetings/{position}"), Code::DuplicateId, detail));
        }
    }
    refuse(issues)
}

/// Every forum is one of the agreement's, in the version that applies to the year, or the newest while none is adopted.
async fn check_bodies(tx: &mut Tx, id: &str, year: i32, days: &[Meeting]) -> Result<(), Error> {
    let version = match version_for_year(tx, id, year).await? {
        Some(version) => version,
        None => newest_version(tx, id).await?,
    };
    let bodies = agreement_of(&version)?.bodies;
    let known = bodies.iter().map(|body| body.id.as_str()).collect::<Vec<_>>().join(", ");
    let unknown = days.iter().enumerate().filter(|(_, meeting)| bodies.iter().all(|body| body.id != meeting.body));
    refuse(
        unknown
            .map(|(position, meeting)| {
                let body = &meeting.body;
                let detail = say!(
                    "avtalet har inget forum \"{body}\"; de som finns: {known}",
                    "the agreement has no forum \"{body}\"; those that there are: {known}"
                );
                Issue::new(format!("/meetings/{position}/body"), Code::UnknownReference, detail)
            })
            .collect(),
    )
}

fn refuse(issues: Vec<Issue>) -> Result<(), Error> {
    if issues.is_empty() { Ok(()) } else { Err(samfin_core::Error::Invalid(issues).into()) }
}

fn condition_missing() -> Error {
    Error::ConditionMissing(say!(
        "Mötesdagarna finns redan: hämta dem och skicka deras ETag i If-Match, så att ingen annans ändring går förlorad.",
        "The meeting days are there: fetch them and send their ETag in If-Match, so that nobody's change is lost."
    ))
}

fn stale(error: storage::Error) -> Error {
    match error {
        storage::Error::Stale { current, .. } => Error::Stale {
            detail: match current {
                Some(revision) => say!(
                    "Mötesdagarna är nu på revision {revision}. Hämta dem och gör om ändringen.",
                    "The meeting days are now at revision {revision}. Fetch them and make the change again."
                ),
                None => say!(
                    "Det finns inga mötesdagar än. Skriv dem med If-None-Match: *.",
                    "There are no meeting days yet. Write them with If-None-Match: *."
                ),
            },
            current: current.map(tag),
        },
        error => error.into(),
    }
}
