//! What a list of documents can be narrowed to: an agreement, one of its billing years, one of its parties.

use samfin_core::Id;
use serde::Deserialize;

use crate::app::agreements::Agreement;
use crate::app::{Desk, Error};
use crate::storage::{agreements, periods};

/// The most agreements that are offered.
const MOST_AGREEMENTS: i64 = 200;
/// The most parties of one.
const MOST_PARTIES: usize = 200;
/// The most years of one.
const MOST_YEARS: i64 = 101;

/// What can be chosen.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// The agreements.
    pub agreements: Vec<Agreement>,
    /// Of the one that is chosen, or the only one: its billing years, the newest first.
    pub years: Vec<i64>,
    /// Its parties in its newest version, with their names; none where there are more than anybody would look through.
    pub parties: Vec<(Id, String)>,
}

/// What of a stored agreement is wanted here. The rest of it, which can be large, is not looked at.
#[derive(Deserialize)]
struct Parties {
    parties: Vec<Party>,
}

#[derive(Deserialize)]
struct Party {
    id: Id,
    name: String,
}

/// The parties of a stored agreement; none where they are too many to choose among.
fn parties(document: &str) -> Result<Vec<(Id, String)>, Error> {
    let found: Parties = serde_json::from_str(document)
        .map_err(|error| Error::Broken(format!("the parties of an agreement cannot be read: {error}")))?;
    if found.parties.len() > MOST_PARTIES {
        return Ok(Vec::new());
    }
    Ok(found.parties.into_iter().map(|party| (party.id, party.name)).collect())
}

impl Choices {
    /// The only agreement there is.
    #[must_use]
    pub fn only(&self) -> Option<&Agreement> {
        if let [only] = self.agreements.as_slice() { Some(only) } else { None }
    }
}

impl Desk {
    /// What a list of documents can be narrowed to when an agreement is chosen, or none is.
    pub async fn invoice_choices(&self, chosen: Option<&str>) -> Result<Choices, Error> {
        let all = self.agreements(None, MOST_AGREEMENTS).await?;
        let mut choices = Choices { agreements: all, ..Choices::default() };
        let of = choices.agreements.iter().find(|one| chosen == Some(one.id.as_str())).or(choices.only());
        let Some(id) = of.map(|one| one.id.clone()) else { return Ok(choices) };
        let read = self.db.read(id, |tx, id| {
            Box::pin(async move {
                let mut years: Vec<i64> =
                    periods::list(tx, id, 0, MOST_YEARS).await?.iter().map(|period| period.year).collect();
                years.reverse();
                Ok::<_, Error>((years, parties(&agreements::newest_version(tx, id).await?.document)?))
            })
        });
        (choices.years, choices.parties) = read.await?;
        Ok(choices)
    }
}
