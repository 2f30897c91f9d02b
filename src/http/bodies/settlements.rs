//! The bodies that settle and close a year, settle a change forward, and ask what would have been.

use std::collections::BTreeMap;

use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};
use samfin_core::{Code, Ore, say};
use utoipa::ToSchema;
use uuid::Uuid;

use super::parse_only;
use crate::app::periods::{Left, NewForward, NewSettlement, Otherwise};
use crate::http::problem::Problem;
use crate::http::schema::request::{Change, Event, StatisticValue};
use crate::http::schema::words::{
    DecisionName, Fingerprint, LongText, MoneyNotNegative, SettlementFingerprint, SettlementRemainder,
};

/// The most versions that an agreement can have.
const MOST_VERSION: i32 = 1_000_000;

/// That a year is settled as it was previewed.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodSettlement {
    /// The fingerprint of the preview.
    pub fingerprint: SettlementFingerprint,
    /// What becomes of the differences; as in the preview.
    pub remainder: SettlementRemainder,
    /// What the decision is called.
    pub decision_reference: DecisionName,
}

impl PeriodSettlement {
    /// Reads the body of `POST …/periods/{year}/settle`.
    pub fn parse(bytes: &[u8]) -> Result<NewSettlement, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["fingerprint", "remainder", "decision_reference"]);
            let fingerprint = reader.required(root, "fingerprint", Reader::name);
            let words = [("invoice", Left::Invoice), ("carry", Left::Carry)];
            let remainder = reader.required(root, "remainder", |r, n| r.word(n, &words));
            let decision_reference = reader.required(root, "decision_reference", Reader::decision);
            Some(NewSettlement {
                fingerprint: fingerprint?,
                remainder: remainder?,
                decision_reference: decision_reference?,
            })
        })
    }
}

/// That a change of an adopted year is settled in the year after.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodForward {
    /// The fingerprint of the year as it would be now.
    pub fingerprint: Fingerprint,
    /// A party whose difference is smaller is left out, and the year itself makes up for it; 0 when absent.
    pub materiality: Option<MoneyNotNegative>,
    /// Why.
    pub reason: LongText,
}

impl PeriodForward {
    /// Reads the body of `POST …/periods/{year}/forward`.
    pub fn parse(bytes: &[u8]) -> Result<NewForward, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["fingerprint", "materiality", "reason"]);
            let fingerprint = reader.required(root, "fingerprint", Reader::name);
            let materiality = reader.optional(root, "materiality", Reader::money_not_negative).unwrap_or(Ore::ZERO);
            let reason = reader.required(root, "reason", Reader::text);
            Some(NewForward { fingerprint: fingerprint?, materiality, reason: reason? })
        })
    }
}

/// What is to be otherwise in a settled year; what is not given is as it was.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterfactualBody {
    /// Another version of the agreement.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub version: Option<i32>,
    /// A scenario: its changes, and its events and statistics where it has any.
    #[schema(format = Uuid)]
    pub scenario: Option<String>,
    /// Changes to the agreement, on top of the year's budget and the scenario, in this order.
    pub changes: Option<Vec<Change>>,
    /// Who does not contribute as agreed, instead of those of the year: `[]` when everyone does.
    pub events: Option<Vec<Event>>,
    /// Observations by series; one for the same place and day takes the place of the year's.
    pub statistics: Option<BTreeMap<String, Vec<StatisticValue>>>,
}

impl CounterfactualBody {
    const FIELDS: &[&str] = &["version", "scenario", "changes", "events", "statistics"];

    /// Reads the body of `POST …/periods/{year}/counterfactual`; what its parts say is checked with the year.
    pub fn parse(bytes: &[u8]) -> Result<Otherwise, Problem> {
        let tree = json::parse(bytes)?;
        let (mut reader, root) = (Reader::default(), Node::root(&tree));
        reader.object(&root, Self::FIELDS);
        let version = reader.optional(&root, "version", |r, n| r.integer(n, 1, MOST_VERSION));
        let scenario = reader.optional(&root, "scenario", |r, n| {
            let id = r.string(n)?;
            let known = Uuid::try_parse(id).is_ok();
            if !known {
                r.fault(n, Code::IdFormat, say!("ange scenariots id", "give the scenario's id"));
            }
            known.then(|| id.to_owned())
        });
        reader.optional(&root, "changes", |r, n| r.list(n, |_, _, _| Some(())));
        reader.optional(&root, "events", |r, n| r.list(n, |_, _, _| Some(())));
        reader.optional(&root, "statistics", |r, n| r.map(n, |_, _, _| Some(())));
        reader.finish(Some(()))?;
        let part = |name: &str| tree.get(name).filter(|json| **json != Json::Null).map(Json::to_canonical);
        Ok(Otherwise {
            version: version.map(i64::from),
            scenario,
            changes: part("changes"),
            events: part("events"),
            statistics: part("statistics"),
        })
    }
}
