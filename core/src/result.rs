//! What a calculation answers, as types and as JSON.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::error::ShownIssue;
use crate::trace::Explanation;
use crate::{Fixed, Id, Issue, Lang, Ore};

/// The result of a calculation (calculation contract § 8).
#[derive(Debug, Clone, PartialEq)]
pub struct Calculation {
    /// The calendar year.
    pub year: i32,
    /// The party that invoices the others that year.
    pub host: Id,
    /// Σ costs, before any reduction.
    pub total: Ore,
    /// Every cost, in the agreement's order.
    pub costs: Vec<CostResult>,
    /// Who bears what of each cost; zero lines left out.
    pub lines: Vec<Line>,
    /// Every party, in the agreement's order.
    pub parties: Vec<PartyResult>,
    /// What the default policy did; none when everyone contributes.
    pub default: Option<DefaultResult>,
    /// Who pays whom.
    pub transfers: Vec<Transfer>,
    /// What is left for the year after.
    pub closing: Closing,
    /// What is worth knowing.
    pub warnings: Vec<Issue>,
    /// Why each figure is what it is, when asked for.
    pub explanation: Option<Explanation>,
}

/// A cost in the calculated year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostResult {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Hours of a staff cost, 2 decimals; null for others and when the outcome is an amount.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub hours: Option<Fixed>,
    /// Kronor per hour before index, 2 decimals; null as for hours.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub rate: Option<Fixed>,
    /// Days of the year on which it is active.
    pub active_days: u32,
    /// Kronor, before any reduction.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
    /// Kronor by which it is reduced.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub reduction: Ore,
    /// Hours lost by the reduction; null as for hours.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub hours_lost: Option<Fixed>,
}

/// What a party bears of a cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    /// The id of the cost.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub cost: Id,
    /// The id of the party.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub party: Id,
    /// Kronor; never zero.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
}

/// A party's position in the calculated year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyResult {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Percent of the total that it is allocated, 6 decimals; 0 when the total is 0.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub share_percent: Fixed,
    /// Σ its lines, kronor.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub allocated: Ore,
    /// What it does not contribute.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub shortfall: Ore,
    /// What it takes on of others' shortfall.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub cover: Ore,
    /// `allocated − shortfall + cover`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub payable: Ore,
    /// Σ the costs it provides.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub provided: Ore,
    /// What it lays out as host.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub advance: Ore,
    /// `payable + advance − provided`: above zero it pays, below it receives.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub net: Ore,
    /// What it owes by this year's shortfall.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub debt: Ore,
}

/// A payment between payers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transfer {
    /// Who pays: a party's id, or `reserve`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub from: Id,
    /// Who receives: a party's id, or `reserve`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub to: Id,
    /// Kronor, above zero.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
}

/// What the default policy did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DefaultResult {
    /// Σ shortfalls.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub shortfall: Ore,
    /// One entry per step of the policy, those that covered nothing included.
    pub steps: Vec<StepResult>,
    /// What no step covered; the host lays it out.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub uncovered: Ore,
    /// To whom the defaulters owe their debt; zeros left out.
    pub claims: Vec<Claim>,
}

/// What one step of the default policy did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepResult {
    /// The type of the step.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What it covered.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub covered: Ore,
    /// What then remained.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub remaining: Ore,
    /// By whom, or by which costs; zeros left out.
    pub by: Vec<By>,
}

/// Who, or what, covered a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum By {
    /// A party took it on; below zero: it pays less.
    Party {
        /// Its id.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        party: Id,
        /// Kronor.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        amount: Ore,
    },
    /// A cost was cut.
    Cost {
        /// Its id.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        cost: Id,
        /// Kronor.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        amount: Ore,
    },
    /// The reserve paid.
    Reserve {
        /// Always `reserve`.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        reserve: Id,
        /// Kronor.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        amount: Ore,
    },
}

/// What the defaulters owe someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claim {
    /// A party's id, or `reserve`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub creditor: Id,
    /// Kronor, above zero.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
}

/// What is left for the year after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closing {
    /// Money set aside.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub reserve: Ore,
    /// What parties owe, by id, in party order.
    #[serde(serialize_with = "as_map")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub debts: Vec<(Id, Ore)>,
}

fn as_map<S: Serializer>(debts: &[(Id, Ore)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(debts.len()))?;
    for (party, amount) in debts {
        map.serialize_entry(party, amount)?;
    }
    map.end()
}

/// A [`Calculation`] as it is answered to a reader of one language.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer<'a> {
    /// The calendar year.
    pub year: i32,
    /// Always `SEK`.
    pub currency: &'static str,
    /// The id of the party that invoices the others that year.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub host: &'a Id,
    /// Σ costs in kronor, before any reduction.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub total: Ore,
    /// Every cost, in the agreement's order.
    pub costs: &'a [CostResult],
    /// Who bears what of each cost; zero lines left out.
    pub lines: &'a [Line],
    /// Every party, in the agreement's order.
    pub parties: &'a [PartyResult],
    /// What the default policy did; null when everyone contributes.
    pub default: &'a Option<DefaultResult>,
    /// Who pays whom.
    pub transfers: &'a [Transfer],
    /// What is left for the year after.
    pub closing: &'a Closing,
    /// What is worth knowing.
    pub warnings: Vec<ShownIssue<'a>>,
    /// Why each figure is what it is; only with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Explanation>, nullable = false))]
    pub explanation: Option<&'a Explanation>,
}

impl Calculation {
    /// The JSON of the result, for a reader of `lang`.
    #[must_use]
    pub fn answer(&self, lang: Lang) -> Answer<'_> {
        Answer {
            year: self.year,
            currency: "SEK",
            host: &self.host,
            total: self.total,
            costs: &self.costs,
            lines: &self.lines,
            parties: &self.parties,
            default: &self.default,
            transfers: &self.transfers,
            closing: &self.closing,
            warnings: self.warnings.iter().map(|warning| warning.shown(lang)).collect(),
            explanation: self.explanation.as_ref(),
        }
    }
}
