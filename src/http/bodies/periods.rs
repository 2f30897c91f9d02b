//! The bodies of the billing year's steps.

use samfin_core::Event;
use samfin_core::read::Reader;
use utoipa::ToSchema;
use uuid::Uuid;

use super::parse_only;
use crate::app::periods::NewContribution;
use crate::http::problem::Problem;
use crate::http::schema::words::{Cause, Date, DecisionName, Fingerprint, LongText, Percent, Slug};
use samfin_core::{Code, say};

/// That a year is planned as it was previewed.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodPlan {
    /// The fingerprint of the preview.
    pub fingerprint: Fingerprint,
    /// Why it is planned, or planned anew.
    pub reason: Option<LongText>,
}

impl PeriodPlan {
    /// Reads the body of `POST …/periods/{year}/plan`: the fingerprint and the reason.
    pub fn parse(bytes: &[u8]) -> Result<(String, Option<String>), Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["fingerprint", "reason"]);
            let fingerprint = reader.required(root, "fingerprint", Reader::name);
            let reason = reader.optional(root, "reason", Reader::text);
            Some((fingerprint?, reason))
        })
    }
}

/// The decision that adopts a year.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodAdoption {
    /// What the decision is called.
    pub decision_reference: DecisionName,
}

impl PeriodAdoption {
    /// Reads the body of `POST …/periods/{year}/adopt`: the decision's name.
    pub fn parse(bytes: &[u8]) -> Result<String, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["decision_reference"]);
            reader.required(root, "decision_reference", Reader::decision)
        })
    }
}

/// That an adopted year follows what has changed.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodCorrection {
    /// The fingerprint of the year as it would be now.
    pub fingerprint: Fingerprint,
    /// Why.
    pub reason: LongText,
}

impl PeriodCorrection {
    /// Reads the body of `POST …/periods/{year}/correct`: the fingerprint and the reason.
    pub fn parse(bytes: &[u8]) -> Result<(String, String), Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["fingerprint", "reason"]);
            let fingerprint = reader.required(root, "fingerprint", Reader::name);
            let reason = reader.required(root, "reason", Reader::text);
            Some((fingerprint?, reason?))
        })
    }
}

/// What a party has decided to contribute.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionBody {
    /// The party.
    pub party: Slug,
    /// How much of its part it contributes.
    pub contributes_percent: Percent,
    /// The first day that it is about; from the beginning when absent.
    pub from: Option<Date>,
    /// The last day; until further notice when absent.
    pub to: Option<Date>,
    /// The kind of cause.
    pub cause: Cause,
    /// The day of the decision.
    pub decided_on: Date,
    /// What the party calls its decision.
    pub reference: DecisionName,
    /// Why.
    pub reason: Option<LongText>,
    /// The decision in force whose place it takes: `contributes_percent` 100 takes it back.
    #[schema(format = Uuid)]
    pub replaces: Option<String>,
}

impl ContributionBody {
    const FIELDS: &[&str] =
        &["party", "contributes_percent", "from", "to", "cause", "decided_on", "reference", "reason", "replaces"];

    /// Reads the body of `POST …/periods/{year}/contributions`.
    pub fn parse(bytes: &[u8]) -> Result<NewContribution, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, Self::FIELDS);
            let party = reader.required(root, "party", Reader::id);
            let contributes_percent = reader.required(root, "contributes_percent", Reader::percent);
            let (from, to) = reader.range(root, "from", "to");
            let causes: Vec<_> = Event::CAUSES.iter().map(|cause| (*cause, *cause)).collect();
            let cause = reader.required(root, "cause", |r, n| r.word(n, &causes));
            let decided_on = reader.required(root, "decided_on", Reader::date);
            let reference = reader.required(root, "reference", Reader::decision);
            let reason = reader.optional(root, "reason", Reader::text);
            let replaces = reader.optional(root, "replaces", |r, n| {
                let id = r.string(n)?;
                let known = Uuid::try_parse(id).is_ok();
                if !known {
                    r.fault(n, Code::IdFormat, say!("ange beslutets id", "give the decision's id"));
                }
                known.then(|| id.to_owned())
            });
            Some(NewContribution {
                party: party?.to_string(),
                contributes_percent: contributes_percent?,
                from,
                to,
                cause: cause?.to_owned(),
                decided_on: decided_on?,
                reference: reference?,
                reason,
                replaces,
            })
        })
    }
}
