//! A locked scenario as it was decided on: verified against its checksum and calculated from its own bytes.
//!
//! Nothing of today's is used: neither the agreement, nor its budget, nor any statistic.

use samfin_core::Text;
use samfin_core::comparison::{Compared, Comparison, compare};
use samfin_core::json::{self, Json};

use super::scenario_list::reasons;
use super::scenarios::{Lock, Scenario};
use super::{Desk, Error};
use crate::digest::sha256;

/// A decision basis, read anew.
#[derive(Debug)]
pub struct Record {
    /// The scenario.
    pub scenario: Scenario,
    /// How it was locked.
    pub lock: Lock,
    /// The SHA-256 of the bytes that are kept, computed now.
    pub sha256: String,
    /// How many bytes they are.
    pub bytes: usize,
    /// What they come to, or why they cannot be read.
    pub figures: Result<Decided, Vec<Text>>,
}

/// The figures that were decided on.
#[derive(Debug)]
pub struct Decided {
    /// The agreement itself and the scenario.
    pub comparison: Comparison,
    /// What they come to, year by year.
    pub compared: Compared,
    /// Every statistic in the basis.
    pub statistics: Vec<Statistic>,
}

/// A statistic as it stands in the basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistic {
    /// Its series.
    pub series: String,
    /// A party's id or an area's code.
    pub place: String,
    /// The day it is true for.
    pub date: String,
    /// The value.
    pub value: String,
    /// Who says so.
    pub source: Option<String>,
}

impl Record {
    /// Whether the bytes are those that were locked.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.sha256 == self.lock.sha256
    }

    fn of(scenario: Scenario, lock: Lock, basis: &str) -> Self {
        let sha256 = sha256(basis.as_bytes());
        Self { scenario, lock, sha256, bytes: basis.len(), figures: Decided::of(basis).map_err(reasons) }
    }
}

impl Decided {
    fn of(basis: &str) -> Result<Self, samfin_core::Error> {
        let comparison = Comparison::parse(basis.as_bytes())?;
        let compared = compare(&comparison)?;
        Ok(Self { comparison, compared, statistics: statistics(&json::parse(basis.as_bytes())?) })
    }
}

impl Desk {
    /// The decision basis of the scenario `id`, and `render` writes the page about it.
    pub async fn decision_record<T: Send + 'static>(
        &self,
        id: String,
        render: impl FnOnce(&Record) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let scenario = self.scenario_by_id(id).await?;
        let basis = self.scenario_basis(scenario.agreement_id.clone(), scenario.id.clone()).await?;
        let lock = scenario.locked.clone().ok_or_else(|| Error::Broken("a basis without a lock".to_owned()))?;
        self.pool.heavy(move || render(&Record::of(scenario, lock, &basis))).await
    }
}

/// The statistics of a basis, those of the scenario in the place of the common ones.
fn statistics(basis: &Json<'_>) -> Vec<Statistic> {
    let own = match basis.get("scenarios") {
        Some(Json::Array(scenarios)) => scenarios.first().and_then(|scenario| scenario.get("statistics")),
        _ => None,
    };
    let mut found: Vec<Statistic> = Vec::new();
    for one in [basis.get("statistics"), own].into_iter().flatten().flat_map(listed) {
        let is_same =
            |known: &&mut Statistic| (&known.series, &known.place, &known.date) == (&one.series, &one.place, &one.date);
        match found.iter_mut().find(is_same) {
            Some(known) => *known = one,
            None => found.push(one),
        }
    }
    found
}

fn listed(series: &Json<'_>) -> Vec<Statistic> {
    let Json::Object(members) = series else { return Vec::new() };
    let text = |json: &Json<'_>, name: &str| match json.get(name) {
        Some(Json::String(text) | Json::Number(text)) => Some(text.to_string()),
        _ => None,
    };
    let mut found = Vec::new();
    for (name, list) in members {
        let Json::Array(items) = list else { continue };
        found.extend(items.iter().map(|item| Statistic {
            series: name.to_string(),
            place: text(item, "for").unwrap_or_default(),
            date: text(item, "date").unwrap_or_default(),
            value: text(item, "value").unwrap_or_default(),
            source: text(item, "source"),
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scenarios_own_statistics_take_the_place_of_the_common_ones() {
        let basis = br#"{ "statistics": { "population": [
                { "for": "2303", "date": "2025-12-31", "value": "5152", "source": "SCB" },
                { "for": "2305", "date": "2025-12-31", "value": "5950", "source": "SCB" } ] },
            "scenarios": [ { "statistics": { "population": [ { "for": "2303", "date": "2025-12-31", "value": "5000" } ] } } ] }"#;
        let found = statistics(&json::parse(basis).expect("JSON"));
        let told: Vec<_> =
            found.iter().map(|one| (one.place.as_str(), one.value.as_str(), one.source.as_deref())).collect();
        assert_eq!(told, [("2303", "5000", None), ("2305", "5950", Some("SCB"))]);
    }
}
