//! The bodies that write, share and lock a scenario.

use std::collections::BTreeMap;

use samfin_core::json;
use samfin_core::read::Reader;
use samfin_core::{Code, MAX_YEARS, say};
use utoipa::ToSchema;

use super::parse_only;
use crate::app::scenarios::Draft;
use crate::app::stored_comparison::NewLock;
use crate::http::problem::Problem;
use crate::http::schema::request::{Change, Event, StatisticValue};
use crate::http::schema::words::{CalendarYear, LongText, ShortText};
use crate::http::versions::MOST_VERSIONS;

/// What could be otherwise in an agreement, under a name.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewScenario {
    /// What it is called; no other scenario of the agreement has the name.
    pub name: ShortText,
    /// Who made it.
    pub author: Option<ShortText>,
    /// What it is for.
    pub note: Option<LongText>,
    /// Changes to the agreement, on top of the year's budget, in this order.
    pub changes: Option<Vec<Change>>,
    /// Who does not contribute as agreed, in the years that the dates touch.
    pub events: Option<Vec<Event>>,
    /// Observations by series; one for the same place and day takes the place of the stored one.
    pub statistics: Option<BTreeMap<String, Vec<StatisticValue>>>,
}

impl NewScenario {
    /// Reads the body of `POST …/scenarios` and `PUT …/scenarios/{scenario}`; what is wrong with its content is told
    /// together with what is wrong beside the agreement.
    pub fn parse(bytes: &[u8]) -> Result<Draft, Problem> {
        Ok(Draft::read(&json::parse(bytes)?))
    }
}

/// Why a scenario is shared.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioSharing {
    /// Why.
    pub reason: Option<LongText>,
}

impl ScenarioSharing {
    /// Reads the body of `POST …/scenarios/{scenario}/share`.
    pub fn parse(bytes: &[u8]) -> Result<Option<String>, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["reason"]);
            Some(reader.optional(root, "reason", Reader::text))
        })
    }
}

/// How a scenario becomes a decision basis.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioLock {
    /// The years of the basis, each the one after the one before.
    #[schema(min_items = 1, max_items = 60)]
    pub years: Vec<CalendarYear>,
    /// Why it is locked.
    pub reason: LongText,
    /// What the decision is called.
    pub decision_reference: Option<ShortText>,
    /// A version instead of the one that applies to the first year; a draft that is to be decided on, for example.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub version: Option<i32>,
    /// The series by which amounts per inhabitant are told.
    pub per_inhabitant: Option<ShortText>,
}

impl ScenarioLock {
    const FIELDS: &[&str] = &["years", "reason", "decision_reference", "version", "per_inhabitant"];

    /// Reads the body of `POST …/scenarios/{scenario}/lock`.
    pub fn parse(bytes: &[u8]) -> Result<NewLock, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, Self::FIELDS);
            let years = reader.required(root, "years", |r, n| {
                let years = r.list(n, |r, n, _| r.year(n))?;
                // That they follow one another is seen when they are compared.
                if r.is_clean() && !(1..=MAX_YEARS).contains(&years.len()) {
                    r.fault(n, Code::OutOfRange, say!("ange 1–{MAX_YEARS} år", "give 1–{MAX_YEARS} years"));
                }
                Some(years)
            });
            let reason = reader.required(root, "reason", Reader::text);
            let decision_reference = reader.optional(root, "decision_reference", Reader::name);
            let most = i32::try_from(MOST_VERSIONS).unwrap_or(i32::MAX);
            let version = reader.optional(root, "version", |r, n| r.integer(n, 1, most)).map(i64::from);
            let per_inhabitant = reader.optional(root, "per_inhabitant", Reader::name);
            Some(NewLock { years: years?, version, reason: reason?, decision_reference, per_inhabitant })
        })
    }
}
