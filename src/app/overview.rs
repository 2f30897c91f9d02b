//! The agreements with the split of one year, for a reader who wants to see where things stand.

use chrono::NaiveDate;
use samfin_core::agreement::Milestone;
use samfin_core::{Calculation, Severity, Text};

use super::agreements::{Agreement, VersionWithDecisions};
use super::calculate::Stored;
use super::documents::agreement_of;
use super::{Desk, Error};

/// An agreement and its year.
#[derive(Debug)]
pub struct Overview {
    /// The agreement.
    pub agreement: Agreement,
    /// What can be said of the year.
    pub state: State,
    /// Why nothing of it is billed now, when it is parked.
    pub parked: Option<Text>,
}

/// What can be said of an agreement's year.
#[derive(Debug)]
pub enum State {
    /// It is calculated.
    Split {
        /// The version that applies, with who has decided on it.
        version: Box<VersionWithDecisions>,
        /// The split.
        calculation: Box<Calculation>,
        /// What comes next, by date.
        upcoming: Vec<(NaiveDate, String)>,
        /// What a careful reader would ask: how many questions, and how many of them are serious.
        findings: (usize, usize),
    },
    /// No version is adopted for the year.
    NotAdopted,
    /// Something is missing or wrong in what is stored: each reason says what to do.
    Refused(Vec<Text>),
}

impl Desk {
    /// At most `limit` agreements after the id `after`, each with its split of `year`.
    pub async fn overview(&self, year: i32, after: Option<String>, limit: i64) -> Result<Vec<Overview>, Error> {
        let mut found = Vec::new();
        for agreement in self.agreements(after, limit).await? {
            let state = self.state(&agreement.id, year).await?;
            let parked = self.why_parked(agreement.id.clone()).await?;
            found.push(Overview { agreement, state, parked });
        }
        Ok(found)
    }

    async fn state(&self, id: &str, year: i32) -> Result<State, Error> {
        let stored = Stored { agreement: id.to_owned(), year, version: None, known_at: None };
        let split = self.calculate_stored(stored, false, |calculation, basis| (calculation.clone(), basis.version));
        match split.await {
            Ok((calculation, number)) => {
                let version = Box::new(self.version(id.to_owned(), number).await?);
                let upcoming = upcoming(&agreement_of(&version.version)?.milestones, self.today());
                let (_, found) = self.findings_of_year(id.to_owned(), Some(number), year).await?;
                let serious = found.iter().filter(|finding| finding.code.severity() == Severity::Serious).count();
                let findings = (found.len(), serious);
                Ok(State::Split { version, calculation: Box::new(calculation), upcoming, findings })
            }
            Err(Error::NoAdoptedVersion(_)) => Ok(State::NotAdopted),
            Err(Error::Input(samfin_core::Error::Invalid(issues))) => {
                Ok(State::Refused(issues.into_iter().map(|issue| issue.detail).collect()))
            }
            Err(other) => Err(other),
        }
    }
}

/// The milestones that come on or after `today`, the next one first.
#[must_use]
pub fn upcoming(milestones: &[Milestone], today: NaiveDate) -> Vec<(NaiveDate, String)> {
    let dated = milestones.iter().filter_map(|one| Some((one.when.next(today)?, one.name.clone())));
    let mut dated: Vec<_> = dated.collect();
    dated.sort_by_key(|(date, _)| *date);
    dated
}
