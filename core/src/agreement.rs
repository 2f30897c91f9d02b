//! The agreement document (calculation contract § 2): its parts, read strictly and checked whole.
//!
//! [`Agreement::read`] finds every independent issue at once. What it gives is trusted from there
//! on: ids have become positions, so `host: 0` is the first party and cannot dangle.
//!
//! ```
//! use samfin_core::Agreement;
//! let agreement = Agreement::parse(br#"{
//!     "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
//!     "parties": [ { "id": "a", "name": "A kommun", "kind": "municipality" } ],
//!     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase",
//!                  "amount": { "per_year": "100.00" }, "key": { "type": "equal" } } ]
//! }"#).unwrap();
//! assert_eq!(agreement.parties[agreement.host.of_year(2027)].name, "A kommun");
//! ```

mod again;
mod body;
pub(crate) mod checks;
mod cost;
mod indexation;
mod invoicing;
mod key;
mod names;
mod party;
mod policy;
mod selector;
mod terms;

use std::sync::Arc;

use chrono::NaiveDate;

pub use body::{Body, Rotation};
pub use cost::{ASSUMPTION, Cost, CostKind, Hours, Quantity, Rate, RateBasis, Vat};
pub use indexation::Indexation;
pub use invoicing::{Invoicing, Ocr};
pub use key::{AsOf, Bound, Group, Key, KeyRule, MAX_KEY_DEPTH, NamedKey, Part};
pub use names::Names;
pub use party::{Party, PartyKind};
pub use policy::{PolicyStep, StepKind};
pub use selector::{PerMember, Selector};
pub use terms::{Complement, Lever, Milestone, Reference, When};

use crate::json::{self, Json};
use crate::read::{Node, Reader};
use crate::{Code, Error, Ore, say};

/// The most parties, costs and named keys of an agreement (calculation contract § 10).
pub const MAX_PARTIES: usize = 10_000;
/// The most costs.
pub const MAX_COSTS: usize = 1_000;
/// The most named keys.
pub const MAX_KEYS: usize = 100;

/// How the parties settle what they owe each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// Everyone pays the host, and the host pays those who have money coming.
    ViaHost,
    /// Debtors pay creditors directly, the largest first.
    Netted,
}

/// An agreement between parties about what they share and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// What the agreement is called.
    pub name: String,
    /// The first day it is in force.
    pub valid_from: NaiveDate,
    /// The last day it is in force; none: until further notice.
    pub valid_to: Option<NaiveDate>,
    /// The party that invoices the others, year by year.
    pub host: Rotation,
    /// How positions become transfers.
    pub settlement: Settlement,
    /// Amounts are rounded to multiples of this: 1 öre or 1 krona.
    pub rounding_unit: Ore,
    /// Everyone who takes part, in the agreement's order.
    pub parties: Arc<[Party]>,
    /// The forums that meet.
    pub bodies: Vec<Body>,
    /// What is shared.
    pub costs: Vec<Cost>,
    /// Keys that several costs use, by name.
    pub keys: Vec<NamedKey>,
    /// How amounts grow with the years.
    pub indexation: Option<Indexation>,
    /// What happens when a party does not contribute: a waterfall of steps.
    pub default_policy: Vec<PolicyStep>,
    /// The sliders with which the agreement is explored.
    pub levers: Arc<[Lever]>,
    /// How the amounts are invoiced.
    pub invoicing: Invoicing,
    /// How many months before it ends a party must give notice.
    pub notice_months: Option<i32>,
    /// Days that matter: surveys, evaluations.
    pub milestones: Vec<Milestone>,
    /// Where the agreement and its decisions are found.
    pub references: Vec<Reference>,
    /// The position of everything that has an id or a name.
    pub(crate) names: Arc<Names>,
}

impl Agreement {
    /// The fields of the document.
    pub const FIELDS: &[&str] = &[
        "name",
        "currency",
        "valid_from",
        "valid_to",
        "host",
        "settlement",
        "rounding_unit",
        "parties",
        "bodies",
        "costs",
        "keys",
        "indexation",
        "default_policy",
        "levers",
        "invoicing",
        "notice_months",
        "milestones",
        "references",
    ];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["name", "currency", "valid_from", "host", "parties", "costs"];

    /// Reads an agreement that stands alone.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the bytes are not JSON, otherwise [`Error::Invalid`] with every
    /// issue, pointers relative to the document.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let tree = json::parse(bytes)?;
        let mut reader = Reader::default();
        let agreement = Self::read(&mut reader, &Node::root(&tree));
        reader.finish(agreement)
    }

    /// Reads the agreement at `node`; the reader is told of every issue.
    pub fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        let before = reader.found();
        if !reader.object(node, Self::FIELDS) || !is_within_limits(reader, node) {
            return None;
        }
        let names = Names::collect(reader, node);
        reader.required(node, "currency", |r, n| r.word(n, &[("SEK", ())]));
        let (valid_from, valid_to) = reader.range(node, "valid_from", "valid_to");
        if node.field("valid_from").is_none() {
            reader.missing(node, "valid_from");
        }
        let name = reader.required(node, "name", Reader::name);
        let parties = reader.required(node, "parties", |r, n| r.list(n, |r, n, _| Party::read(r, n, &names)));
        let host = reader.required(node, "host", |r, n| Rotation::read(r, n, &names));
        let bodies = reader.optional(node, "bodies", |r, n| r.list(n, |r, n, _| Body::read(r, n, &names)));
        let costs = reader.required(node, "costs", |r, n| r.list(n, |r, n, _| Cost::read(r, n, &names)));
        let keys = reader.optional(node, "keys", |r, n| r.map(n, |r, name, n| NamedKey::read(r, name, n, &names)));
        let settlement = reader.optional(node, "settlement", |r, n| {
            r.word(n, &[("via_host", Settlement::ViaHost), ("netted", Settlement::Netted)])
        });
        let rounding_unit = reader.optional(node, "rounding_unit", read_rounding_unit);
        let indexation = reader.optional(node, "indexation", Indexation::read);
        let default_policy = reader.optional(node, "default_policy", |r, n| PolicyStep::read_list(r, n, &names));
        let levers = reader.optional(node, "levers", |r, n| r.list(n, |r, n, _| Lever::read(r, n)));
        let invoicing = reader.optional(node, "invoicing", Invoicing::read);
        let notice_months = reader.optional(node, "notice_months", |r, n| r.integer(n, 0, 1200));
        let milestones = reader.optional(node, "milestones", |r, n| r.list(n, |r, n, _| Milestone::read(r, n)));
        let references = reader.optional(node, "references", |r, n| r.list(n, |r, n, _| Reference::read(r, n)));

        // Positions mean something only in a list of which every element could be read.
        let keys = keys.unwrap_or_default();
        if keys.len() == count(node, "keys") {
            let policy = default_policy.as_deref().unwrap_or_default();
            checks::check_keys(reader, &keys, costs.as_deref().unwrap_or_default(), policy);
        }
        if let Some(parties) = parties.as_ref().filter(|parties| parties.len() == count(node, "parties")) {
            checks::check_payers(reader, node, parties);
        }
        let agreement = Self {
            name: name?,
            valid_from: valid_from?,
            valid_to,
            host: host?,
            settlement: settlement.unwrap_or(Settlement::ViaHost),
            rounding_unit: rounding_unit.unwrap_or(ONE_ORE),
            parties: parties?.into(),
            bodies: bodies.unwrap_or_default(),
            costs: costs?,
            keys,
            indexation,
            default_policy: default_policy.unwrap_or_default(),
            levers: levers.unwrap_or_default().into(),
            invoicing: invoicing.unwrap_or_default(),
            notice_months,
            milestones: milestones.unwrap_or_default(),
            references: references.unwrap_or_default(),
            names: Arc::new(names),
        };
        (reader.found() == before).then_some(agreement)
    }

    /// The position of the party `id`.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        self.names.has_party(id)
    }
}

/// One öre, the smallest rounding unit and the default.
const ONE_ORE: Ore = match Ore::from_ore(1) {
    Some(ore) => ore,
    None => Ore::ZERO,
};

fn read_rounding_unit(reader: &mut Reader, node: &Node<'_>) -> Option<Ore> {
    let unit = reader.money(node)?;
    if matches!(unit.ore(), 1 | 100) {
        return Some(unit);
    }
    reader.fault(
        node,
        Code::UnknownValue,
        say!("avrunda till \"0.01\" eller \"1.00\"", "round to \"0.01\" or \"1.00\""),
    );
    None
}

/// How many elements or members the field `name` has.
fn count(node: &Node<'_>, name: &str) -> usize {
    match node.json().get(name) {
        Some(Json::Array(items)) => items.len(),
        Some(Json::Object(members)) => members.len(),
        _ => 0,
    }
}

/// Too many parties, costs or keys are refused before anything is done with them.
fn is_within_limits(reader: &mut Reader, node: &Node<'_>) -> bool {
    let mut within = true;
    for (name, most) in [("parties", MAX_PARTIES), ("costs", MAX_COSTS), ("keys", MAX_KEYS)] {
        let count = count(node, name);
        if let (true, Some(field)) = (count > most, node.field(name)) {
            within = false;
            let detail =
                say!("här finns {count}; högst {most} är tillåtna", "there are {count}; at most {most} are allowed");
            reader.fault(&field, Code::TooMuchWork, detail);
        }
    }
    within
}
