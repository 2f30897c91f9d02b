//! Keys: how an amount is divided. They nest, at most 32 deep.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::agreement::Selector;
use super::words::{
    Among, BaseFee, Blend, Bounded, Date, Equal, Groups, MoneyNotNegative, NumberNotNegative, Ref, Seats, Shares,
    ShortText, Slug, Statistic,
};

/// A key, or the name of one of the agreement's `keys`.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum KeyOrName {
    /// The name of one of the agreement's keys.
    Name(String),
    /// A key.
    Key(Key),
}

/// How an amount is divided among the members of a day.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("equal" = "#/components/schemas/EqualKey"),
    ("shares" = "#/components/schemas/SharesKey"),
    ("statistic" = "#/components/schemas/StatisticKey"),
    ("seats" = "#/components/schemas/SeatsKey"),
    ("groups" = "#/components/schemas/GroupsKey"),
    ("blend" = "#/components/schemas/BlendKey"),
    ("base_fee" = "#/components/schemas/BaseFeeKey"),
    ("bounded" = "#/components/schemas/BoundedKey"),
    ("among" = "#/components/schemas/AmongKey"),
    ("ref" = "#/components/schemas/RefKey"),
)))]
pub enum Key {
    /// Equally.
    Equal(EqualKey),
    /// By fixed weights.
    Shares(SharesKey),
    /// By a statistic.
    Statistic(StatisticKey),
    /// By seats.
    Seats(SeatsKey),
    /// By groups.
    Groups(GroupsKey),
    /// In parts.
    Blend(BlendKey),
    /// A fee each, then the rest.
    BaseFee(BaseFeeKey),
    /// Within bounds.
    Bounded(BoundedKey),
    /// Among some.
    Among(AmongKey),
    /// By a named key.
    Ref(RefKey),
}

/// Divides equally.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EqualKey {
    /// Which key it is.
    pub r#type: Equal,
}

/// Divides by fixed weights; members without a weight get nothing.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SharesKey {
    /// Which key it is.
    pub r#type: Shares,
    /// Weights by party.
    pub shares: BTreeMap<String, NumberNotNegative>,
}

/// Divides by the value of a statistic.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatisticKey {
    /// Which key it is.
    pub r#type: Statistic,
    /// The name of the series.
    pub statistic: ShortText,
    /// On which day it is read; 31 December of the year before when absent.
    pub as_of: Option<AsOf>,
}

/// The day on which a statistic is read.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum AsOf {
    /// A day relative to the calculated year.
    Relative(RelativeDay),
    /// The same day whatever the year.
    Fixed(FixedDay),
}

/// A day of the year some years before the calculated one.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelativeDay {
    /// How many years before.
    #[schema(minimum = 0, maximum = 100)]
    pub years_before: i32,
    /// The month.
    #[schema(minimum = 1, maximum = 12)]
    pub month: i32,
    /// The day; one that the month lacks means its last.
    #[schema(minimum = 1, maximum = 31)]
    pub day: i32,
}

/// The same day whatever the year.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FixedDay {
    /// The day.
    pub date: Date,
}

/// Divides by seats in bodies.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatsKey {
    /// Which key it is.
    pub r#type: Seats,
    /// The ids of the bodies; all when absent.
    pub bodies: Option<Vec<Slug>>,
}

/// Divides by weight among the groups that have a member, then inside each.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupsKey {
    /// Which key it is.
    pub r#type: Groups,
    /// The groups; no member may be in two.
    pub groups: Vec<Group>,
}

/// One group.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Who belongs to it.
    pub among: Selector,
    /// Its weight among the groups.
    pub weight: NumberNotNegative,
    /// How its part is divided inside.
    #[schema(no_recursion)]
    pub key: Box<Key>,
}

/// Divides into parts by weight, each by a key of its own, and sums them.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlendKey {
    /// Which key it is.
    pub r#type: Blend,
    /// The parts.
    pub parts: Vec<Part>,
}

/// One part of a blend.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its weight among the parts.
    pub weight: NumberNotNegative,
    /// How it is divided.
    #[schema(no_recursion)]
    pub key: Box<Key>,
}

/// A yearly fee per member, the rest by another key.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BaseFeeKey {
    /// Which key it is.
    pub r#type: BaseFee,
    /// Yearly fees, by `*`, kind or party id; the closest wins.
    pub fees: BTreeMap<String, MoneyNotNegative>,
    /// Divides what the fees leave.
    #[schema(no_recursion)]
    pub remainder: Box<Key>,
}

/// Divides by a key, but for each member not below its minimum or above its maximum.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BoundedKey {
    /// Which key it is.
    pub r#type: Bounded,
    /// The key that the bounds correct.
    #[schema(no_recursion)]
    pub key: Box<Key>,
    /// Lower bounds, by `*`, kind or party id.
    pub min: Option<BTreeMap<String, Bound>>,
    /// Upper bounds, by `*`, kind or party id.
    pub max: Option<BTreeMap<String, Bound>>,
}

/// A bound.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum Bound {
    /// In percent of the divided amount.
    Percent(PercentBound),
    /// In kronor a year.
    Amount(AmountBound),
}

/// A bound in percent of the divided amount.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PercentBound {
    /// Percent.
    pub percent: NumberNotNegative,
}

/// A bound in kronor a year, prorated.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountBound {
    /// Kronor a year.
    pub amount: MoneyNotNegative,
}

/// Divides by a key with the members limited to some.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmongKey {
    /// Which key it is.
    pub r#type: Among,
    /// Those it is limited to.
    pub among: Selector,
    /// The key.
    #[schema(no_recursion)]
    pub key: Box<Key>,
}

/// Divides by one of the agreement's named keys.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefKey {
    /// Which key it is.
    pub r#type: Ref,
    /// Its name.
    pub key: String,
}
