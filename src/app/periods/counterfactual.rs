//! What a settled year would have come to otherwise: under another version of the agreement, a scenario, or changes. Nothing is
//! stored.

use std::collections::BTreeMap;

use samfin_core::json::{self, Json};
use samfin_core::{Calculation, Ore, Request, calculate};

use super::snapshots::put;
use super::{Snapshot, Status, require_status, store};
use crate::app::documents::json_of;
use crate::app::scenarios::Content;
use crate::app::scope::Right;
use crate::app::{Desk, Error};
use crate::storage::agreements::{self, Version};

/// What is to be otherwise.
#[derive(Debug, Clone, Default)]
pub struct Otherwise {
    /// Another version of the agreement.
    pub version: Option<i64>,
    /// A scenario's changes, events and statistics.
    pub scenario: Option<String>,
    /// Changes to the agreement on top of those, as JSON.
    pub changes: Option<String>,
    /// Who does not contribute as agreed, instead of those of the year, as JSON.
    pub events: Option<String>,
    /// Observations by series, in the place of those of the year, as JSON.
    pub statistics: Option<String>,
}

/// A settled year beside what it would have been, kronor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterfactual {
    /// Σ costs, as they were and as they would have been.
    pub total: (Ore, Ore),
    /// Every cost of either.
    pub costs: Vec<Beside>,
    /// What every party of either pays.
    pub parties: Vec<Beside>,
}

/// An amount as it was and as it would have been; zero where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Whose: the id of a party or a cost.
    pub id: String,
    /// Its name.
    pub name: String,
    /// As it was.
    pub actual: Ore,
    /// As it would have been.
    pub otherwise: Ore,
}

impl Desk {
    /// What a settled or closed year would have come to otherwise, with its outcome.
    pub async fn counterfactual(
        &self,
        agreement: String,
        year: i32,
        otherwise: Otherwise,
    ) -> Result<Counterfactual, Error> {
        self.require_in(Right::Read, &agreement)?;
        let scenario = match &otherwise.scenario {
            Some(id) => Some(self.scenario(agreement.clone(), id.clone()).await?.1),
            None => None,
        };
        let version = otherwise.version;
        let (snapshot, version) = self
            .db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let period = store::get(tx, agreement, i64::from(year)).await?;
                    if period.status != Status::Closed {
                        require_status(&period, Status::Settled)?;
                    }
                    let snapshot = store::snapshot(tx, &period.id, period.snapshot).await?;
                    let version = match version {
                        Some(number) => Some(agreements::version(tx, agreement, number).await?),
                        None => None,
                    };
                    Ok::<_, Error>((snapshot, version))
                })
            })
            .await?;
        self.pool.heavy(move || beside(&snapshot, version.as_ref(), scenario.as_ref(), &otherwise)).await?
    }
}

fn beside(
    snapshot: &Snapshot,
    version: Option<&Version>,
    scenario: Option<&Content>,
    otherwise: &Otherwise,
) -> Result<Counterfactual, Error> {
    let actual = calculate(&Request::parse(snapshot.request.as_bytes())?, false)?;
    let (request, before) = changed(&snapshot.request, version, scenario, otherwise)?;
    let parsed = Request::parse(request.as_bytes()).map_err(|error| own_places(error, before))?;
    let other = calculate(&parsed, false).map_err(|error| own_places(error, before))?;
    let costs = |of: &Calculation| -> Vec<(String, String, Ore)> {
        of.costs.iter().map(|cost| (cost.id.to_string(), cost.name.clone(), cost.amount)).collect()
    };
    let parties = |of: &Calculation| -> Vec<(String, String, Ore)> {
        of.parties.iter().map(|party| (party.id.to_string(), party.name.clone(), party.payable)).collect()
    };
    Ok(Counterfactual {
        total: (actual.total, other.total),
        costs: paired(costs(&actual), costs(&other)),
        parties: paired(parties(&actual), parties(&other)),
    })
}

/// What is in either list, in the order of the first.
fn paired(actual: Vec<(String, String, Ore)>, other: Vec<(String, String, Ore)>) -> Vec<Beside> {
    let mut left: BTreeMap<String, Ore> = other.iter().map(|(id, _, amount)| (id.clone(), *amount)).collect();
    let mut all: Vec<Beside> = actual
        .into_iter()
        .map(|(id, name, actual)| Beside { otherwise: left.remove(&id).unwrap_or_default(), id, name, actual })
        .collect();
    let new = other.into_iter().filter(|(id, _, _)| left.contains_key(id));
    all.extend(new.map(|(id, name, otherwise)| Beside { id, name, actual: Ore::ZERO, otherwise }));
    all
}

/// The body of the calculation as it would have been, and how many changes stand before those that the caller sent.
fn changed(
    request: &str,
    version: Option<&Version>,
    scenario: Option<&Content>,
    otherwise: &Otherwise,
) -> Result<(String, usize), Error> {
    let mut body = json::parse(request.as_bytes())?;
    if let Some(version) = version {
        put(&mut body, "agreement", json_of(version)?);
    }
    let mut changes = list(body.get("changes").cloned());
    if let Some(content) = scenario {
        changes.extend(list(Some(json::parse(content.changes.as_bytes())?)));
    }
    let before = changes.len();
    if let Some(own) = &otherwise.changes {
        changes.extend(list(Some(json::parse(own.as_bytes())?)));
    }
    put(&mut body, "changes", Json::Array(changes));
    let own = scenario.map(|content| content.events.as_str()).filter(|events| *events != "[]");
    if let Some(events) = otherwise.events.as_deref().or(own) {
        put(&mut body, "events", json::parse(events.as_bytes())?);
    }
    for more in
        [scenario.map(|content| content.statistics.as_str()), otherwise.statistics.as_deref()].into_iter().flatten()
    {
        let statistics = over(body.get("statistics").cloned(), json::parse(more.as_bytes())?);
        put(&mut body, "statistics", statistics);
    }
    Ok((body.to_canonical(), before))
}

/// Errors where the caller knows them: its own changes come after those of the budget and the scenario.
fn own_places(error: samfin_core::Error, before: usize) -> samfin_core::Error {
    let samfin_core::Error::Invalid(mut issues) = error else { return error };
    for issue in &mut issues {
        let Some(rest) = issue.pointer.strip_prefix("/changes/") else { continue };
        let (position, within) =
            rest.split_once('/').map_or((rest, String::new()), |(at, rest)| (at, format!("/{rest}")));
        let own = position.parse::<usize>().ok().and_then(|position| position.checked_sub(before));
        issue.pointer = own.map(|own| format!("/changes/{own}{within}")).unwrap_or_default();
    }
    samfin_core::Error::Invalid(issues)
}

fn list(json: Option<Json<'_>>) -> Vec<Json<'_>> {
    match json {
        Some(Json::Array(items)) => items,
        _ => Vec::new(),
    }
}

/// The statistics with observations put in the place of those for the same series, place and day. What is not of that form
/// stands for the calculation to refuse.
fn over<'j>(known: Option<Json<'j>>, more: Json<'j>) -> Json<'j> {
    let (mut all, added) = match (known, more) {
        (Some(Json::Object(all)), Json::Object(added)) => (all, added),
        (_, more) => return more,
    };
    for (series, items) in added {
        let Some((_, own)) = all.iter_mut().find(|(name, _)| *name == series) else {
            all.push((series, items));
            continue;
        };
        match (own, items) {
            (Json::Array(own), Json::Array(mut items)) => {
                let place = |item: &Json<'j>| (item.get("for").cloned(), item.get("date").cloned());
                own.retain(|one| !items.iter().any(|item| place(item) == place(one)));
                // In front, so that an error points at the position that the caller knows.
                items.append(own);
                *own = items;
            }
            (own, items) => *own = items,
        }
    }
    Json::Object(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_point_to_what_the_caller_sent() {
        let request = r#"{"changes":[{"target":"name","value":"x"}],"statistics":{"population":[{"for":"1","date":"2025-12-31","value":"5"}]},"year":2027}"#;
        let otherwise = Otherwise {
            changes: Some(r#"[{"target":"nothing/there","value":1}]"#.to_owned()),
            statistics: Some(r#"{"population":[{"for":"2","date":"2025-12-31","value":"x"},{"for":"1","date":"2025-12-31","value":"7"}]}"#.to_owned()),
            ..Otherwise::default()
        };
        let (body, before) = changed(request, None, None, &otherwise).expect("a body");
        assert_eq!(before, 1);
        assert!(
            body.contains(
                r#"[{"date":"2025-12-31","for":"2","value":"x"},{"date":"2025-12-31","for":"1","value":"7"}]"#
            ),
            "{body}"
        );
        let issue = |pointer: &str| {
            samfin_core::Issue::new(pointer, samfin_core::Code::UnknownTarget, samfin_core::say!("x", "x"))
        };
        let error = samfin_core::Error::Invalid(
            ["/changes/1/target", "/changes/0/target", "/changes/1", "/year"].map(issue).into(),
        );
        let samfin_core::Error::Invalid(told) = own_places(error, before) else { panic!("issues") };
        let pointers: Vec<&str> = told.iter().map(|issue| issue.pointer.as_str()).collect();
        assert_eq!(pointers, ["/changes/0/target", "", "/changes/0", "/year"]);
    }
}
