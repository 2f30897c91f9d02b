//! The example and its scenarios, stored through the same use cases as the API.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};

use super::{DECIDED, EXAMPLE, SCENARIOS, broken, open};
use crate::app::Desk;
use crate::app::agreements::{Decision, Document};
use crate::app::scenarios::Draft;
use crate::app::scope::Scope;
use crate::app::statistics::NewObservation;
use crate::cli::failure::Failure;

/// Who writes what an example holds.
const AUTHOR: &str = "EXEMPEL";

/// What was stored, by id.
pub(super) struct Example {
    pub(super) agreement: String,
    /// The first of the scenarios.
    pub(super) scenario: String,
}

/// Stores the agreement, lets every party adopt it, and shares the scenarios.
pub(super) async fn store(folder: &Path) -> Result<Example, Failure> {
    let app = open(folder, DECIDED).await?;
    let desk = app.desk(Scope::command_line());
    let agreement = agreement(&desk).await?;
    let scenario = scenarios(&desk, &agreement).await?.ok_or_else(|| broken("no scenario"))?;
    app.close().await;
    Ok(Example { agreement, scenario })
}

async fn agreement(desk: &Desk) -> Result<String, Failure> {
    let tree = json::parse(EXAMPLE.as_bytes())?;
    let request = tree.get("request").unwrap_or(&tree);
    let mut reader = Reader::default();
    let agreement = request.get("agreement").unwrap_or(&Json::Null);
    let document = Document::read(&mut reader, &Node::rooted(agreement, "/agreement"));
    let document = reader.finish(document)?;
    let stored = desk.create_agreement(document, Some(AUTHOR.to_owned())).await?;
    for (series, observations) in statistics(request)? {
        desk.add_observations(series, observations).await?;
    }
    let undecided = desk.version(stored.id.clone(), 1).await?.undecided;
    let decided_on = NaiveDate::from_ymd_opt(2026, 11, 24);
    let decisions =
        undecided.into_iter().map(|party| Decision { party, reference: format!("{AUTHOR} § 1"), decided_on });
    desk.adopt_version(stored.id.clone(), 1, decisions.collect()).await?;
    Ok(stored.id)
}

/// Stores and shares every scenario; gives the id of the first.
async fn scenarios(desk: &Desk, agreement: &str) -> Result<Option<String>, Failure> {
    let tree = json::parse(SCENARIOS.as_bytes())?;
    let Some(Json::Array(scenarios)) = tree.get("scenarios") else { return Ok(None) };
    let mut first = None;
    for scenario in scenarios {
        let mut signed = scenario.clone();
        if let Json::Object(members) = &mut signed {
            members.push(("author".into(), Json::String(AUTHOR.into())));
        }
        let (stored, _) = desk.create_scenario(agreement.to_owned(), Draft::read(&signed)).await?;
        desk.share_scenario(agreement.to_owned(), stored.id.clone(), stored.revision, None).await?;
        first = first.or(Some(stored.id));
    }
    Ok(first)
}

/// The example's own statistics, as they would be handed to the API.
fn statistics(request: &Json<'_>) -> Result<Vec<(String, Vec<NewObservation>)>, Failure> {
    #[derive(serde::Deserialize)]
    struct Observation {
        #[serde(rename = "for")]
        place: String,
        date: NaiveDate,
        value: String,
        source: Option<String>,
    }
    let Some(statistics) = request.get("statistics") else { return Ok(Vec::new()) };
    let all: BTreeMap<String, Vec<Observation>> =
        serde_json::from_str(&statistics.to_text()).map_err(|error| broken(&error.to_string()))?;
    let stored = |Observation { place, date, value, source }| -> Result<NewObservation, Failure> {
        let value = value.parse().map_err(|_| broken(&value))?;
        Ok(NewObservation { place, date, value, source, published_at: None })
    };
    all.into_iter()
        .map(|(series, list)| Ok((series, list.into_iter().map(stored).collect::<Result<_, _>>()?)))
        .collect()
}
