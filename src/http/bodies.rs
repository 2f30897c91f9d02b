//! The bodies that change something, read strictly: structure by the core's reader, limits by `validator`.

mod export_layouts;
mod exports;
mod invoices;
mod ledger_issues;
mod outcome;
mod payments;
mod people;
mod periods;
mod scenarios;
mod settlements;

use chrono::NaiveDate;
use samfin_core as core;
use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};
use samfin_core::{Code, Issue, say};
use serde::Serialize;
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::problem::Problem;
use super::schema::agreement::Agreement;
use super::schema::request::{Change, Opening};
use super::schema::words::{Date, DecisionName, LongText, NumberNotNegative, ShortText, Slug};
use crate::app::agreements::{Decision, Document};
use crate::app::budgets::BudgetText;
use crate::app::statistics::NewObservation;

pub use export_layouts::{ExportLayoutBody, LedgerColumn, LedgerLayout};
pub use exports::{
    Chosen, DayWord, DecimalWord, EncodingWord, ExportColumn, ExportLayout, InvoiceExportBody, LayoutChoice,
    SeparatorWord,
};
pub(super) use exports::{DECIMALS, ENCODINGS, SEPARATORS};
pub use invoices::{CallBody, CreditBody, CreditLine, IssueBody, IssueItem, LateMoneyBody};
pub use ledger_issues::{IncomingBody, LedgerIssueBody, LedgerIssueItem, LedgerIssuesBody};
pub use outcome::{OutcomeBody, OutcomeEntry};
pub use payments::{
    AllocationBody, AllocationItemBody, DeferralBody, InterestBody, PaymentBody, RateBody, ReasonBody, RefundBody,
};
pub use people::{NewGrant, NewKeyBody, NewShareLinkBody, NewUserBody, Revocation, UserBody};
pub use periods::{ContributionBody, PeriodAdoption, PeriodCorrection, PeriodPlan};
pub use scenarios::{NewScenario, ScenarioLock, ScenarioSharing};
pub use settlements::{CounterfactualBody, PeriodForward, PeriodSettlement};

/// The most observations that one request adds.
pub const MAX_OBSERVATIONS: usize = 10_000;

/// An agreement document, as a new agreement or as the next version of one.
#[derive(Debug, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDocument {
    /// The agreement, whole.
    #[schema(value_type = Agreement)]
    pub document: Document,
    /// Why this version is made.
    #[schema(value_type = Option<LongText>)]
    #[validate(length(max = 1000))]
    pub note: Option<String>,
}

impl NewDocument {
    const FIELDS: &[&str] = &["document", "note"];

    /// Reads the body of `POST /agreements` and `POST …/versions`.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        parse(bytes, |reader, root| {
            reader.object(root, Self::FIELDS);
            let document = reader.required(root, "document", Document::read);
            let note = reader.optional(root, "note", Reader::text);
            Some(Self { document: document?, note })
        })
    }
}

/// The parties' decisions to adopt a version.
#[derive(Debug, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Adoption {
    /// One decision per party, at least one.
    #[validate(length(min = 1, max = 10000), nested)]
    #[schema(min_items = 1, max_items = 10000)]
    pub decisions: Vec<NewDecision>,
}

/// One party's decision.
#[derive(Debug, Clone, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// The party's id.
    #[schema(value_type = Slug)]
    pub party: String,
    /// What the party calls its decision.
    #[schema(value_type = DecisionName)]
    #[validate(length(min = 1, max = 100))]
    pub reference: String,
    /// The day of the decision.
    #[schema(value_type = Option<Date>)]
    pub decided_on: Option<NaiveDate>,
}

impl Adoption {
    /// Reads the body of `POST …/versions/{version}/adopt`.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        parse(bytes, |reader, root| {
            reader.object(root, &["decisions"]);
            let decisions = reader.required(root, "decisions", |r, n| {
                r.list(n, |r, n, _| {
                    r.object(n, &["party", "reference", "decided_on"]);
                    let party = r.required(n, "party", Reader::id);
                    let reference = r.required(n, "reference", Reader::name);
                    let decided_on = r.optional(n, "decided_on", Reader::date);
                    Some(NewDecision { party: party?.to_string(), reference: reference?, decided_on })
                })
            });
            Some(Self { decisions: decisions? })
        })
    }

    /// The decisions as they are stored.
    #[must_use]
    pub fn decisions(self) -> Vec<Decision> {
        let stored =
            |new: NewDecision| Decision { party: new.party, reference: new.reference, decided_on: new.decided_on };
        self.decisions.into_iter().map(stored).collect()
    }
}

/// How a year differs from the agreement, and what it opens with.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBudget {
    /// The changes, in this order.
    pub changes: Option<Vec<Change>>,
    /// The opening balances.
    pub opening: Option<Opening>,
}

impl NewBudget {
    /// Reads the body of `PUT …/budgets/{year}`; whether it fits the agreement is decided with the agreement.
    pub fn parse(bytes: &[u8]) -> Result<BudgetText, Problem> {
        let tree = json::parse(bytes)?;
        let (mut reader, root) = (Reader::default(), Node::root(&tree));
        reader.object(&root, &["changes", "opening"]);
        reader.optional(&root, "changes", |r, n| r.list(n, |r, n, _| Self::check_change(r, n)));
        reader.optional(&root, "opening", Self::check_opening);
        reader.finish(Some(()))?;
        let part = |name: &str, empty: Json<'static>| match tree.get(name) {
            None | Some(Json::Null) => empty.to_canonical(),
            Some(json) => json.to_canonical(),
        };
        Ok(BudgetText {
            changes: part("changes", Json::Array(Vec::new())),
            opening: part("opening", Json::Object(Vec::new())),
        })
    }
}

/// The form of a budget, without the agreement.
impl NewBudget {
    fn check_change(reader: &mut Reader, node: &Node<'_>) -> Option<()> {
        if !reader.object(node, core::change::Change::FIELDS) {
            return None;
        }
        reader.required(node, "target", Reader::text);
        // `null` is a value here: it removes.
        if node.json().get("value").is_none() {
            reader.missing(node, "value");
        }
        Some(())
    }

    fn check_opening(reader: &mut Reader, node: &Node<'_>) -> Option<()> {
        if !reader.object(node, core::Opening::FIELDS) {
            return None;
        }
        reader.optional(node, "reserve", Reader::money_not_negative);
        reader.optional(node, "debts", |r, n| r.map(n, |r, _, n| r.money_not_negative(n)));
        Some(())
    }
}

/// The decision that adopts a budget.
#[derive(Debug, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetAdoption {
    /// What the decision is called.
    #[schema(value_type = DecisionName)]
    #[validate(length(min = 1, max = 100))]
    pub decision_reference: String,
}

impl BudgetAdoption {
    /// Reads the body of `POST …/budgets/{year}/adopt`.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        parse(bytes, |reader, root| {
            reader.object(root, &["decision_reference"]);
            let decision_reference = reader.required(root, "decision_reference", Reader::name)?;
            Some(Self { decision_reference })
        })
    }
}

/// One observation, or several at once.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum NewObservations {
    /// One observation.
    One(ObservationBody),
    /// Several, stored all or none.
    Many(ObservationList),
}

/// Several observations, each for a place and day of its own.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservationList {
    /// The observations.
    #[schema(min_items = 1, max_items = 10000)]
    pub items: Vec<ObservationBody>,
}

/// A value of a series for a place on a day.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservationBody {
    /// A party's id or an area's code.
    pub r#for: ShortText,
    /// The day it describes.
    pub date: Date,
    /// The value.
    pub value: NumberNotNegative,
    /// Where it comes from.
    pub source: Option<ShortText>,
    /// When the source published it.
    pub published_at: Option<Date>,
}

impl ObservationBody {
    const FIELDS: &[&str] = &["for", "date", "value", "source", "published_at"];

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<NewObservation> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let place = reader.required(node, "for", Reader::name);
        let date = reader.required(node, "date", Reader::date);
        let value = reader.required(node, "value", Reader::decimal_not_negative);
        let source = reader.optional(node, "source", Reader::name);
        let published_at = reader.optional(node, "published_at", Reader::date);
        Some(NewObservation { place: place?, date: date?, value: value?, source, published_at })
    }
}

impl NewObservations {
    /// Reads the body of `POST …/observations`; tells whether it was a list.
    pub fn parse(bytes: &[u8]) -> Result<(bool, Vec<NewObservation>), Problem> {
        parse_only(bytes, |reader, root| {
            if root.field("items").is_none() {
                return ObservationBody::read(reader, root).map(|one| (false, vec![one]));
            }
            reader.object(root, &["items"]);
            let mut seen = std::collections::HashSet::new();
            let items = reader.required(root, "items", |r, n| {
                let items = r.list(n, |r, n, _| {
                    let item = ObservationBody::read(r, n)?;
                    if !seen.insert((item.place.clone(), item.date)) {
                        let detail = say!(
                            "listan har redan ett värde för {} den {}", "the list already has a value for {} on {}";
                            item.place, item.date
                        );
                        r.fault(n, Code::DuplicateObservation, detail);
                    }
                    Some(item)
                })?;
                if items.is_empty() && r.is_clean() || items.len() > MAX_OBSERVATIONS {
                    let detail = say!(
                        "listan ska ha 1–{MAX_OBSERVATIONS} värden",
                        "the list must have 1–{MAX_OBSERVATIONS} observations"
                    );
                    r.fault(n, Code::OutOfRange, detail);
                }
                Some(items)
            });
            Some((true, items?))
        })
    }
}

/// Reads a whole body and checks its limits.
fn parse<T: Validate>(bytes: &[u8], read: impl FnOnce(&mut Reader, &Node<'_>) -> Option<T>) -> Result<T, Problem> {
    parse_only(bytes, |reader, root| {
        let value = read(reader, root)?;
        // What could not be read is not in its list: counted and numbered without it, the rest would be told wrongly.
        if reader.is_clean()
            && let Err(errors) = value.validate()
        {
            report(reader, "", &errors);
        }
        Some(value)
    })
}

pub(super) fn parse_only<T>(
    bytes: &[u8],
    read: impl FnOnce(&mut Reader, &Node<'_>) -> Option<T>,
) -> Result<T, Problem> {
    let tree = json::parse(bytes)?;
    let mut reader = Reader::default();
    let value = read(&mut reader, &Node::root(&tree));
    Ok(reader.finish(value)?)
}

/// What `validator` found, with the pointer to each place.
fn report(reader: &mut Reader, pointer: &str, errors: &ValidationErrors) {
    let mut fields: Vec<_> = errors.errors().iter().collect();
    fields.sort_by_key(|(field, _)| field.to_string());
    for (field, kind) in fields {
        let pointer = format!("{pointer}/{field}");
        match kind {
            ValidationErrorsKind::Struct(inner) => report(reader, &pointer, inner),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    report(reader, &format!("{pointer}/{index}"), inner);
                }
            }
            ValidationErrorsKind::Field(found) => {
                let bound = |name: &str, absent: &str| {
                    let bound = found.iter().find_map(|error| error.params.get(name));
                    bound.map_or_else(|| absent.to_owned(), ToString::to_string)
                };
                let (least, most) = (bound("min", "0"), bound("max", "∞"));
                let detail = say!("längden ska vara {least}–{most}", "the length must be {least}–{most}");
                reader.push(Issue::new(pointer, Code::TextLength, detail));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_validator_become_issues_with_pointers() {
        let long = "x".repeat(101);
        let body = format!(
            r#"{{ "decisions": [ {{ "party": "a", "reference": "ok" }}, {{ "party": "b", "reference": "{long}" }} ] }}"#
        );
        let problem = Adoption::parse(body.as_bytes()).expect_err("too long").to_string();
        assert!(problem.contains("the length must be 1–100"), "{problem}");
        let problem = Adoption::parse(br#"{ "decisions": [] }"#).expect_err("empty").to_string();
        assert!(problem.contains("the length must be 1–10000"), "{problem}");
    }

    #[test]
    fn a_list_of_observations_has_one_value_per_place_and_day() {
        let body = br#"{ "items": [ { "for": "a", "date": "2026-01-01", "value": "1" }, { "for": "a", "date": "2026-01-01", "value": "2" } ] }"#;
        assert!(NewObservations::parse(body).expect_err("twice").to_string().starts_with("duplicate-observation"));
    }
}
