//! What is tried on top of a scenario: levers, parties left out, another rule.

use std::sync::Arc;

use rust_decimal::Decimal;
use samfin_core::json::{self, Json};
use samfin_core::{Agreement, Request, Statistics, preset};

use crate::app::Error;
use crate::app::basis::Parts;
use crate::app::documents::json_of;
use crate::app::scenarios::{Content, Scenario};

/// The changes of what changes nothing.
const NO_CHANGES: &str = "[]";

/// A scenario, or the agreement itself, with what is tried on top of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variation {
    /// The id of a stored scenario; none: the agreement itself.
    pub scenario: Option<String>,
    /// Levers by id, and what they are set to.
    pub levers: Vec<(String, Decimal)>,
    /// The parties that contribute nothing, instead of what the scenario says.
    pub without: Option<Vec<String>>,
    /// A well-known rule for the shortfall, instead of the agreement's.
    pub rule: Option<String>,
}

impl Variation {
    /// Whether anything is tried on top of what is stored.
    #[must_use]
    pub fn is_varied(&self) -> bool {
        !self.levers.is_empty() || self.without.is_some() || self.rule.is_some()
    }
}

/// The usual question: what if parties that are easily left out do not contribute, and what are the alternatives?
pub(super) fn first_set(agreement: &Agreement, scenarios: &[(Scenario, Content)]) -> Vec<Variation> {
    let stored =
        scenarios.iter().map(|(scenario, _)| Variation { scenario: Some(scenario.id.clone()), ..Variation::default() });
    let mut columns: Vec<Variation> = std::iter::once(Variation::default()).chain(stored).collect();
    let last = agreement.parties.iter().rev().find(|party| party.shares_costs);
    if let (1, Some(party)) = (columns.len(), last) {
        columns.push(Variation { without: Some(vec![party.id.to_string()]), ..Variation::default() });
    }
    columns
}

/// The variation without levers, parties and rules that the agreement lacks; none when its scenario is gone.
pub(super) fn still_there(
    mut variation: Variation,
    agreement: &Agreement,
    scenarios: &[(Scenario, Content)],
    gone: &mut Vec<String>,
) -> Option<Variation> {
    if let Some(id) = &variation.scenario
        && !scenarios.iter().any(|(scenario, _)| scenario.id == *id)
    {
        gone.push(id.clone());
        return None;
    }
    let mut keep = |is_there: bool, name: &str| {
        if !is_there {
            gone.push(name.to_owned());
        }
        is_there
    };
    variation.levers.retain(|(id, _)| keep(agreement.levers.iter().any(|lever| lever.id.as_str() == id), id));
    if let Some(without) = &mut variation.without {
        without.retain(|id| keep(agreement.position(id).is_some(), id));
        without.sort_by_key(|id| agreement.position(id));
        without.dedup();
    }
    for (id, value) in &mut variation.levers {
        if let Some(lever) = agreement.levers.iter().find(|lever| lever.id.as_str() == id) {
            *value = (*value).clamp(lever.min, lever.max);
        }
    }
    variation.rule = variation.rule.filter(|id| keep(preset(agreement, id).is_some(), id));
    Some(variation)
}

pub(super) fn stored_content<'s>(id: &str, scenarios: &'s [(Scenario, Content)]) -> Option<&'s (Scenario, Content)> {
    scenarios.iter().find(|(scenario, _)| scenario.id == id)
}

pub(super) fn name_of(column: &Variation, agreement: &Agreement, scenarios: &[(Scenario, Content)]) -> String {
    let stored = column.scenario.as_deref().and_then(|id| stored_content(id, scenarios));
    stored.map_or_else(|| agreement.name.clone(), |(scenario, _)| scenario.name.clone())
}

/// What differs in the column's scenario; nothing in the agreement itself.
pub(super) fn own_content(column: &Variation, scenarios: &[(Scenario, Content)]) -> Content {
    let stored = column.scenario.as_deref().and_then(|id| stored_content(id, scenarios)).map(|(_, content)| content);
    stored.cloned().unwrap_or_else(|| Content {
        changes: NO_CHANGES.to_owned(),
        events: "[]".to_owned(),
        statistics: "{}".to_owned(),
    })
}

/// What differs in a column: the scenario's content, and on top of it what is tried.
pub(super) fn content_of(
    column: &Variation,
    parts: &Parts,
    agreement: &Agreement,
    scenarios: &[(Scenario, Content)],
) -> Result<Content, Error> {
    let mut content = own_content(column, scenarios);
    let mut tried = Vec::new();
    for (id, value) in &column.levers {
        if let Some(lever) = agreement.levers.iter().find(|lever| lever.id.as_str() == id) {
            tried.extend(lever.set_to(*value).into_iter().map(|change| (change.target, change.value)));
        }
    }
    if let Some(rule) = &column.rule {
        // A rule that cuts costs names those of the scenario.
        let own = match content.changes.as_str() {
            NO_CHANGES => None,
            changes => Some(agreement_of(parts, Some(changes))?),
        };
        tried.extend(
            preset(own.as_deref().unwrap_or(agreement), rule).map(|preset| ("default_policy".to_owned(), preset.steps)),
        );
    }
    if !tried.is_empty() {
        let mut changes = match json::parse(content.changes.as_bytes())? {
            Json::Array(changes) => changes,
            _ => Vec::new(),
        };
        changes.extend(tried.into_iter().map(|(target, value)| {
            Json::Object(vec![("target".into(), Json::String(target.into())), ("value".into(), value)])
        }));
        content.changes = Json::Array(changes).to_text();
    }
    if let Some(without) = &column.without {
        let event = |party: &String| {
            Json::Object(vec![
                ("party".into(), Json::String(party.clone().into())),
                ("contributes_percent".into(), Json::String("0".into())),
            ])
        };
        content.events = Json::Array(without.iter().map(event).collect()).to_text();
    }
    Ok(content)
}

/// The agreement with the budget's changes, and a scenario's.
pub(super) fn agreement_of(parts: &Parts, changes: Option<&str>) -> Result<Arc<Agreement>, Error> {
    let mut all = listed(parts.budget.as_ref().map(|budget| budget.changes.as_str()))?;
    all.extend(listed(changes)?);
    let request = Request::from_parts(
        &json_of(&parts.version)?,
        Some(&Json::Array(all)),
        Statistics::default(),
        None,
        None,
        samfin_core::date::FIRST_YEAR,
    )?;
    Ok(request.agreement)
}

pub(super) fn listed(text: Option<&str>) -> Result<Vec<Json<'_>>, Error> {
    Ok(match text.map(|text| json::parse(text.as_bytes())).transpose()? {
        Some(Json::Array(list)) => list,
        _ => Vec::new(),
    })
}
