//! What happens when a party does not contribute: the steps of the waterfall.

use utoipa::ToSchema;

use super::agreement::Selector;
use super::key::KeyOrName;
use super::words::{
    CarryForward, Guarantor, MatchDown, MoneyNotNegative, NumberNotNegative, Percent, Redistribute, ReduceService,
    Reserve, Slug,
};

/// One step: it covers what it may of what remains.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("reserve" = "#/components/schemas/ReserveStep"),
    ("redistribute" = "#/components/schemas/RedistributeStep"),
    ("guarantor" = "#/components/schemas/GuarantorStep"),
    ("reduce_service" = "#/components/schemas/ReduceServiceStep"),
    ("match_down" = "#/components/schemas/MatchDownStep"),
    ("carry_forward" = "#/components/schemas/CarryForwardStep"),
)))]
pub enum PolicyStep {
    /// From the opening reserve.
    Reserve(ReserveStep),
    /// Among those who contribute.
    Redistribute(RedistributeStep),
    /// By one party.
    Guarantor(GuarantorStep),
    /// By doing less.
    ReduceService(ReduceServiceStep),
    /// By doing less while the other side keeps the ratio.
    MatchDown(MatchDownStep),
    /// By the host, until the defaulter pays.
    CarryForward(CarryForwardStep),
}

/// Covers from what is left of the opening reserve.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReserveStep {
    /// Which step it is.
    pub r#type: Reserve,
    /// Whether the defaulters owe what it covers; true when absent.
    pub recoverable: Option<bool>,
    /// At most this much.
    pub limit: Option<MoneyNotNegative>,
}

/// Covers among those who contribute, in proportion to what they are allocated or by a key.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedistributeStep {
    /// Which step it is.
    pub r#type: Redistribute,
    /// Whether the defaulters owe what it covers; true when absent.
    pub recoverable: Option<bool>,
    /// Which of them; all when absent.
    pub among: Option<Selector>,
    /// A key for the weights, without `base_fee` and `bounded`.
    pub by: Option<KeyOrName>,
    /// At most this much of each one's allocated amount.
    pub max_increase_percent: Option<NumberNotNegative>,
}

/// One party covers.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GuarantorStep {
    /// Which step it is.
    pub r#type: Guarantor,
    /// Whether the defaulters owe what it covers; true when absent.
    pub recoverable: Option<bool>,
    /// The party.
    pub party: Slug,
    /// At most this much.
    pub limit: Option<MoneyNotNegative>,
    /// At most this much of what remains.
    pub percent: Option<Percent>,
}

/// Costs are cut.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReduceServiceStep {
    /// Which step it is.
    pub r#type: ReduceService,
    /// Never true here: what is not done is not owed.
    pub recoverable: Option<bool>,
    /// The ids of the costs that are cut.
    pub costs: Vec<Slug>,
    /// At most this much of each; 100 when absent.
    pub max_percent: Option<Percent>,
}

/// One side falls short, the other keeps the agreed ratio, and the service shrinks.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchDownStep {
    /// Which step it is.
    pub r#type: MatchDown,
    /// Never true here: what is not done is not owed.
    pub recoverable: Option<bool>,
    /// The side that falls short.
    pub of: Selector,
    /// The ids of the costs that are cut.
    pub costs: Vec<Slug>,
}

/// The host lays it out and the defaulter owes it.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarryForwardStep {
    /// Which step it is.
    pub r#type: CarryForward,
    /// Whether the defaulters owe what it covers; true when absent.
    pub recoverable: Option<bool>,
    /// At most this much.
    pub limit: Option<MoneyNotNegative>,
}
