//! The agreement document, its parties and its bodies.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::cost::Cost;
use super::key::Key;
use super::policy::PolicyStep;
use super::terms::{Indexation, Invoicing, Lever, Milestone, Reference};
use super::words::{Currency, Date, Everyone, NumberNotNegative, PartyKind, RoundingUnit, Settlement, ShortText, Slug};

/// An agreement between parties about what they share and how. Ranges are inclusive at both ends;
/// an absent end means until further notice.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// What the agreement is called.
    pub name: ShortText,
    /// The currency.
    pub currency: Currency,
    /// The first day it is in force.
    pub valid_from: Date,
    /// The last day it is in force.
    pub valid_to: Option<Date>,
    /// The party that invoices the others.
    pub host: PartyOrRotation,
    /// How positions become transfers; `via_host` when absent.
    pub settlement: Option<Settlement>,
    /// What amounts are rounded to; `0.01` when absent.
    pub rounding_unit: Option<RoundingUnit>,
    /// Everyone who takes part.
    #[schema(max_items = 10000)]
    pub parties: Vec<Party>,
    /// The forums that meet.
    pub bodies: Option<Vec<Body>>,
    /// What is shared.
    #[schema(max_items = 1000)]
    pub costs: Vec<Cost>,
    /// Keys that costs use by name; at most 100.
    pub keys: Option<BTreeMap<String, Key>>,
    /// How amounts grow with the years.
    pub indexation: Option<Indexation>,
    /// What happens when a party does not contribute: each step covers what it may, the next gets the rest.
    pub default_policy: Option<Vec<PolicyStep>>,
    /// The sliders with which the agreement is explored.
    pub levers: Option<Vec<Lever>>,
    /// How the amounts are invoiced.
    pub invoicing: Option<Invoicing>,
    /// How many months before it ends a party must give notice.
    #[schema(minimum = 0, maximum = 1200)]
    pub notice_months: Option<i32>,
    /// Days that matter: surveys, evaluations.
    pub milestones: Option<Vec<Milestone>>,
    /// Where the agreement and its decisions are found.
    pub references: Option<Vec<Reference>>,
}

/// One party, or several in turn.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum PartyOrRotation {
    /// The id of a party.
    Party(Slug),
    /// Several in turn.
    Rotation(Rotation),
}

/// A duty that goes round, a year each.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// The parties in turn.
    #[schema(min_items = 1)]
    pub rotate: Vec<Slug>,
    /// The year of the first in turn.
    #[schema(minimum = 2000, maximum = 2100)]
    pub starting: i32,
}

/// Someone who takes part.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its id; not `reserve` or the name of a kind.
    pub id: Slug,
    /// Its name.
    pub name: ShortText,
    /// What sort of party it is.
    pub kind: PartyKind,
    /// Its organisation number.
    pub organisation_number: Option<ShortText>,
    /// The code of its area in official statistics: four digits for a municipality, two for a region.
    pub area: Option<ShortText>,
    /// Its first day as a member.
    pub member_from: Option<Date>,
    /// Its last day as a member.
    pub member_to: Option<Date>,
    /// The party that is invoiced for it; itself when absent. One level only.
    pub payer: Option<Slug>,
    /// Whether it bears costs; one that does not can employ, pay, guarantee or host. True when absent.
    pub shares_costs: Option<bool>,
}

/// A forum that meets: it drives hours, and its seats can be a key.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its id.
    pub id: Slug,
    /// Its name; the id when absent.
    pub name: Option<ShortText>,
    /// How many times a year it meets.
    pub meetings_per_year: Option<NumberNotNegative>,
    /// Seats by party.
    pub seats: Option<BTreeMap<String, NumberNotNegative>>,
    /// Who chairs it.
    pub chair: Option<PartyOrRotation>,
}

/// Which of the members something concerns.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum Selector {
    /// Every member.
    Everyone(Everyone),
    /// Those of one kind.
    OfKind(OfKind),
    /// These.
    These(These),
    /// All but these.
    AllBut(AllBut),
    /// Those with a seat in a body.
    WithSeat(WithSeat),
}

/// Those of one kind.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfKind {
    /// The kind.
    pub kind: PartyKind,
}

/// These parties.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct These {
    /// Their ids, each once.
    pub parties: Vec<Slug>,
}

/// All but these parties.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllBut {
    /// The ids of those left out, each once.
    pub except: Vec<Slug>,
}

/// Those with a seat in a body.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithSeat {
    /// The id of the body.
    pub body: Slug,
}
