//! What has changed since a year was planned or adopted: which of the things that it rests on, and what that means for each
//! party.

use samfin_core::{Ore, Text, say};
use serde::Serialize;
use serde_json::Value;

use super::{Preview, Snapshot};
use crate::app::Error;

/// That what a year rests on has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The fingerprint of the year as it would be now.
    pub fingerprint: String,
    /// What has changed.
    pub causes: Vec<Cause>,
    /// What that means for each party whose amount would be another.
    pub parties: Vec<PartyDifference>,
}

/// Something that a year rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Another version of the agreement applies.
    Agreement,
    /// The year's budget was adopted anew.
    Budget,
    /// A value of a statistic was added or corrected.
    Statistics,
    /// A party has decided what it will contribute.
    Contributions,
    /// samfin calculates otherwise than it did.
    Calculation,
    /// The year was corrected, or settled forward.
    Snapshot,
    /// Outcome was added or corrected.
    Outcome,
    /// Something was called, issued or credited.
    Invoices,
    /// The year before has left something to the year, or less.
    Carried,
}

/// What a change means for a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyDifference {
    /// The party's id.
    pub party: String,
    /// Its name.
    pub name: String,
    /// What it is to pay by the snapshot in force.
    pub in_force: Ore,
    /// What it would be to pay.
    pub now: Ore,
}

impl Cause {
    /// As people say it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Agreement => say!("en annan version av avtalet gäller", "another version of the agreement applies"),
            Self::Budget => say!("årets budget har antagits på nytt", "the year's budget was adopted anew"),
            Self::Statistics => say!("statistiken har ändrats", "the statistics have changed"),
            Self::Contributions => {
                say!("parternas beslut om bidrag har ändrats", "the parties' contribution decisions have changed")
            }
            Self::Calculation => say!("beräkningen ger ett annat svar", "the calculation answers otherwise"),
            Self::Snapshot => say!("året har rättats", "the year was corrected"),
            Self::Outcome => say!("utfallet har ändrats", "the outcome has changed"),
            Self::Invoices => {
                say!("något har fakturerats eller krediterats", "something has been invoiced or credited")
            }
            Self::Carried => {
                say!("året före har lämnat något annat efter sig", "the year before leaves something else to it")
            }
        }
    }
}

impl Affected {
    /// How a year would differ; none when it would be the same.
    pub(super) fn between(in_force: &Snapshot, now: &Preview) -> Result<Option<Self>, Error> {
        if in_force.fingerprint == now.fingerprint {
            return Ok(None);
        }
        let parties = compared(&in_force.result, &now.result)?;
        Ok(Some(Self {
            fingerprint: now.fingerprint.clone(),
            causes: differences(&in_force.fingerprint, &now.fingerprint),
            parties: parties.into_iter().filter(|party| party.in_force != party.now).collect(),
        }))
    }
}

/// Every party of two stored results with what it is to pay by each, in the order of the later one.
pub(super) fn compared(before: &str, after: &str) -> Result<Vec<PartyDifference>, Error> {
    let (before, after) = (payable(before)?, payable(after)?);
    let find = |list: &[(String, String, Ore)], id: &str| {
        list.iter().find(|(party, _, _)| party == id).map_or(Ore::ZERO, |(_, _, amount)| *amount)
    };
    let gone = before.iter().filter(|(id, _, _)| !after.iter().any(|(party, _, _)| party == id));
    let parties = after.iter().chain(gone).map(|(id, name, _)| PartyDifference {
        party: id.clone(),
        name: name.clone(),
        in_force: find(&before, id),
        now: find(&after, id),
    });
    Ok(parties.collect())
}

/// Which parts of two fingerprints differ.
pub(super) fn differences(one: &str, other: &str) -> Vec<Cause> {
    parts_that_differ(one, other, [Cause::Agreement, Cause::Budget, Cause::Statistics, Cause::Contributions])
}

/// Which of the first four parts of two fingerprints differ, each for a cause of its own.
pub(super) fn parts_that_differ(one: &str, other: &str, causes: [Cause; 4]) -> Vec<Cause> {
    let parts = one.split('.').zip(other.split('.')).zip(causes);
    let found: Vec<_> = parts.filter(|((one, other), _)| one != other).map(|(_, cause)| cause).collect();
    if found.is_empty() && one != other { vec![Cause::Calculation] } else { found }
}

/// What each party is to pay by a stored result: id, name and amount.
pub fn payable(result: &str) -> Result<Vec<(String, String, Ore)>, Error> {
    let result: Value = serde_json::from_str(result).map_err(|error| Error::Broken(error.to_string()))?;
    let broken = || Error::Broken("a stored result has no parties".to_owned());
    let read = |party: &Value| {
        let text = |name: &str| party.get(name).and_then(Value::as_str);
        Some((text("id")?.to_owned(), text("name")?.to_owned(), text("payable")?.parse().ok()?))
    };
    let parties = result.get("parties").and_then(Value::as_array).ok_or_else(broken)?;
    parties.iter().map(|party| read(party).ok_or_else(broken)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_says_which_part_differs() {
        let now = "v2.b3.s1.c1.x";
        assert_eq!(differences(now, now), []);
        assert_eq!(differences("v1.b3.s1.c2.y", now), [Cause::Agreement, Cause::Contributions]);
        assert_eq!(differences("v2.b0.s0.c1.y", now), [Cause::Budget, Cause::Statistics]);
        assert_eq!(differences("v2.b3.s1.c1.y", now), [Cause::Calculation]);
    }
}
