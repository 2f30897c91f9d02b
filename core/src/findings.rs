//! What a careful reader would ask of an agreement, with a text that would answer.
//!
//! ```
//! use samfin_core::{Agreement, findings};
//! let agreement = Agreement::parse(br#"{
//!     "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a", "costs": [],
//!     "parties": [ { "id": "a", "name": "A", "kind": "region" } ] }"#).unwrap();
//! let codes: Vec<_> = findings(&agreement).iter().map(|finding| finding.code).collect();
//! assert_eq!(codes, ["no-default-policy", "no-notice-period", "no-evaluation-date"]);
//! ```

use crate::agreement::{AsOf, CostKind, Key, KeyRule, Selector, StepKind};
use crate::{Agreement, Text, say};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Should be thought through.
    Warning,
    /// Will hurt when it happens.
    Serious,
}

impl Severity {
    /// The word for it in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Serious => "serious",
        }
    }
}

/// Something that a careful reader would ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding it is; codes never change.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where, as a JSON Pointer into the agreement document.
    pub pointer: String,
    /// What is found.
    pub text: Text,
    /// A text for the agreement that would settle it.
    pub proposal: Option<Text>,
}

/// Everything a careful reader would ask of the agreement.
#[must_use]
pub fn findings(agreement: &Agreement) -> Vec<Finding> {
    let mut found = Vec::new();
    default_policy(agreement, &mut found);
    missing_terms(agreement, &mut found);
    for (i, cost) in agreement.costs.iter().enumerate() {
        if cost.is_assumed() {
            let name = &cost.name;
            found.push(Finding {
                code: "assumed-figure",
                severity: Severity::Note,
                pointer: format!("/costs/{i}"),
                text: say!("{name} bygger på antagna tal", "{name} rests on assumed figures"),
                proposal: None,
            });
        }
        if matches!(cost.kind, CostKind::Reserve(_)) && cost.provided_by.is_some() {
            found.push(Finding {
                code: "reserve-with-provider",
                severity: Severity::Note,
                pointer: format!("/costs/{i}/provided_by"),
                text: say!(
                    "en reserv tillhandahålls av ingen; fältet saknar verkan",
                    "nobody provides a reserve; the field has no effect"
                ),
                proposal: None,
            });
        }
    }
    let members: Vec<usize> = (0..agreement.parties.len()).filter(|i| agreement.parties[*i].shares_costs).collect();
    let costs = agreement.costs.iter().map(|cost| &cost.key);
    for key in costs.chain(agreement.keys.iter().map(|named| &named.key)) {
        look_at_key(agreement, key, &members, &mut found);
    }
    found
}

fn default_policy(agreement: &Agreement, found: &mut Vec<Finding>) {
    if agreement.default_policy.is_empty() {
        found.push(Finding {
            code: "no-default-policy",
            severity: Severity::Serious,
            pointer: "/default_policy".into(),
            text: say!(
                "avtalet säger inte vad som händer när en part inte bidrar; värden får då ligga ute med allt",
                "the agreement does not say what happens when a party does not contribute; the host then lays out everything"
            ),
            proposal: Some(say!(
                "Om en part inte bidrar som avtalat täcks bortfallet i första hand ur reserven, i andra hand av övriga parter enligt fördelningsnyckeln, dock högst 10 procent av vars och ens andel. Det som återstår ligger värden ute med och den felande parten är skyldig.",
                "If a party does not contribute as agreed, the shortfall is covered first from the reserve and then by the other parties by the allocation key, though by at most 10 per cent of each one's share. The host lays out what remains, and the party in default owes it."
            )),
        });
    }
    for (i, step) in agreement.default_policy.iter().enumerate() {
        if let StepKind::Guarantor { limit: None, percent: None, .. } = step.kind {
            found.push(Finding {
                code: "guarantor-without-limit",
                severity: Severity::Warning,
                pointer: format!("/default_policy/{i}"),
                text: say!("garanten täcker hur mycket som helst", "the guarantor covers any amount"),
                proposal: Some(say!(
                    "Garantens åtagande är högst … kronor per kalenderår.",
                    "The guarantor's commitment is at most … kronor per calendar year."
                )),
            });
        }
    }
}

fn missing_terms(agreement: &Agreement, found: &mut Vec<Finding>) {
    if agreement.notice_months.is_none() {
        found.push(Finding {
            code: "no-notice-period",
            severity: Severity::Warning,
            pointer: "/notice_months".into(),
            text: say!("avtalet har ingen uppsägningstid", "the agreement has no notice period"),
            proposal: Some(say!(
                "Avtalet kan sägas upp av en part till utgången av ett kalenderår med minst 12 månaders varsel.",
                "A party may give notice to the end of a calendar year, at least 12 months in advance."
            )),
        });
    }
    if agreement.milestones.is_empty() {
        found.push(Finding {
            code: "no-evaluation-date",
            severity: Severity::Note,
            pointer: "/milestones".into(),
            text: say!("avtalet har ingen dag för uppföljning", "the agreement has no date for evaluation"),
            proposal: Some(say!(
                "Samverkan och dess finansiering följs upp senast den 1 september andra året.",
                "The collaboration and its financing are evaluated by 1 September of the second year."
            )),
        });
    }
}

fn look_at_key(agreement: &Agreement, key: &Key, members: &[usize], found: &mut Vec<Finding>) {
    // Pointers of keys start at the request; findings speak of the agreement document.
    let place = key.pointer.strip_prefix("/agreement").unwrap_or(&key.pointer);
    match &key.rule {
        KeyRule::Statistic { statistic, as_of } if *as_of == AsOf::DEFAULT => found.push(Finding {
            code: "statistic-without-date-rule",
            severity: Severity::Note,
            pointer: place.to_owned(),
            text: say!(
                "det sägs inte vilken dag {statistic} läses av; 31 december året före används",
                "it is not said on which day {statistic} is read; 31 December of the year before is used"
            ),
            proposal: Some(say!(
                "Antal invånare räknas per den 1 november året före.",
                "Inhabitants are counted as of 1 November of the year before."
            )),
        }),
        KeyRule::Groups(groups) => {
            let holds = |among: &Selector, i: usize| among.holds(i, &agreement.parties, &agreement.bodies);
            for i in members {
                if !groups.iter().any(|group| holds(&group.among, *i)) {
                    let name = &agreement.parties[*i].name;
                    found.push(Finding {
                        code: "party-in-no-group",
                        severity: Severity::Warning,
                        pointer: format!("{place}/groups"),
                        text: say!(
                            "{name} är inte med i någon grupp och betalar inget",
                            "{name} is in no group and pays nothing"
                        ),
                        proposal: None,
                    });
                }
            }
            for group in groups {
                let inside: Vec<usize> = members.iter().copied().filter(|i| holds(&group.among, *i)).collect();
                look_at_key(agreement, &group.key, &inside, found);
            }
            return;
        }
        KeyRule::Among { among, key } => {
            let Agreement { parties, bodies, .. } = agreement;
            let inside: Vec<usize> = members.iter().copied().filter(|i| among.holds(*i, parties, bodies)).collect();
            look_at_key(agreement, key, &inside, found);
            return;
        }
        _ => {}
    }
    for inner in key.inner() {
        look_at_key(agreement, inner, members, found);
    }
}
