//! What a calculation and a budget are asked with.

use std::collections::BTreeMap;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::agreement::Agreement;
use super::words::{
    Cause, Date, LongText, Money, MoneyNotNegative, NumberNotNegative, Percent, ShortText, Slug, Target,
};

/// Everything that one calculation needs; nothing is stored.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalculationRequest {
    /// The agreement.
    pub agreement: Agreement,
    /// How the year's budget differs from the agreement, in this order.
    pub changes: Option<Vec<Change>>,
    /// Observations by series.
    pub statistics: Option<BTreeMap<String, Vec<StatisticValue>>>,
    /// What was left from the year before.
    pub opening: Option<Opening>,
    /// The calendar year to calculate.
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: i32,
    /// Who does not contribute as agreed.
    pub events: Option<Vec<Event>>,
    /// The outcome by cost, where it replaces the budget.
    pub actuals: Option<BTreeMap<String, Actual>>,
}

/// One change: what stands at `target` becomes `value`; null removes it.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// A path into the agreement document.
    pub target: Target,
    /// The new value.
    #[schema(required)]
    pub value: AnyValue,
}

/// Any JSON value.
#[derive(Debug)]
pub struct AnyValue;

impl ToSchema for AnyValue {}

impl PartialSchema for AnyValue {
    fn schema() -> RefOr<Schema> {
        let any = utoipa::openapi::schema::SchemaType::AnyValue;
        ObjectBuilder::new().schema_type(any).description(Some("Any JSON value; null removes what is there.")).into()
    }
}

/// One observation of a series.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatisticValue {
    /// A party's id or an area's code.
    pub r#for: ShortText,
    /// The day it describes.
    pub date: Date,
    /// The value.
    pub value: NumberNotNegative,
    /// Where it comes from.
    pub source: Option<ShortText>,
}

/// What was left from the year before.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Money set aside.
    pub reserve: Option<MoneyNotNegative>,
    /// What parties owe, by party id.
    pub debts: Option<BTreeMap<String, MoneyNotNegative>>,
}

/// A party that does not contribute as agreed.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The party.
    pub party: Slug,
    /// How much of its part it contributes.
    pub contributes_percent: Percent,
    /// The first day; from the beginning when absent.
    pub from: Option<Date>,
    /// The last day; until further notice when absent.
    pub to: Option<Date>,
    /// The kind of reason.
    pub cause: Option<Cause>,
    /// The reason in words.
    pub reason: Option<LongText>,
}

/// The outcome of one cost: hours or amount, not both.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum Actual {
    /// Hours worked; rate and index still apply.
    Hours(ActualHours),
    /// What it cost.
    Amount(ActualAmount),
}

/// Hours worked.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActualHours {
    /// Hours.
    pub hours: NumberNotNegative,
}

/// What it cost.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActualAmount {
    /// Kronor.
    pub amount: Money,
}
