//! The parties' decision points: when each has decided on a version of the agreement, or has to at the latest.

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::agreement::Party;
use samfin_core::{Agreement, Lang, say};
use samfin_documents::calendar::Day;

use super::Error;
use super::agreement_calendar::uid;
use super::documents::agreement_of;
use crate::storage::Tx;
use crate::storage::agreements::{self, Decision, Version};

/// More versions than any agreement has.
const EVERY: i64 = 1000;

/// A version, with who has decided on it.
pub(super) struct Decided {
    agreement: Agreement,
    number: i64,
    decisions: Vec<Decision>,
    /// The last day before it begins, while it is not adopted and no other has taken its place.
    last_day: Option<NaiveDate>,
    /// When that was known.
    pub(super) changed_at: DateTime<Utc>,
}

/// Every version that somebody decides on: those that are adopted, and the newest.
pub(super) async fn decided(tx: &mut Tx, id: &str) -> Result<Vec<Decided>, Error> {
    let versions = agreements::versions_page(tx, id, 0, EVERY).await?;
    let newest = versions.iter().map(|version| version.number).max();
    let mut found = Vec::new();
    for version in versions {
        let waits = version.adopted_at.is_none();
        if waits && Some(version.number) != newest {
            continue;
        }
        found.push(Decided {
            agreement: agreement_of(&version)?,
            number: version.number,
            decisions: agreements::decisions(tx, id, version.number).await?,
            last_day: last_day(&version),
            changed_at: version.adopted_at.unwrap_or(version.created_at),
        });
    }
    Ok(found)
}

fn last_day(version: &Version) -> Option<NaiveDate> {
    version.adopted_at.is_none().then(|| version.valid_from.pred_opt()).flatten()
}

/// The days of a version, one for each party. A point is known by its version and its party, so that it moves to the day of the
/// decision once that is known.
pub(super) fn days(decided: &Decided, id: &str, lang: Lang) -> Vec<Day> {
    let Decided { agreement, number, decisions, last_day, .. } = decided;
    let of = |party: &Party| {
        let name = &party.name;
        let taken = decisions.iter().find(|decision| decision.party == party.id.as_str());
        let (on, title, text) = match (taken, last_day) {
            (Some(decision), _) => (
                decision.decided_on?,
                say!("{name} har beslutat om version {number}", "{name} has decided on version {number}"),
                Some(decision.reference.clone()),
            ),
            (None, Some(last_day)) => (
                *last_day,
                say!(
                    "Senaste dag för {name} att besluta om version {number}",
                    "Last day for {name} to decide on version {number}"
                ),
                None,
            ),
            (None, None) => return None,
        };
        let uid = uid(&format!("decision-{number}-{}", party.id), id);
        Some(Day { uid, on, title: title.get(lang).to_owned(), text })
    };
    agreement.parties.iter().filter_map(of).collect()
}
