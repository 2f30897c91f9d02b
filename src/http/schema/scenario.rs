//! What questions about scenarios are asked with.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::agreement::Agreement;
use super::policy::PolicyStep;
use super::request::{Change, Event, Opening, StatisticValue};
use super::terms::Lever;
use super::words::{CalendarYear, Date, Measure, Money, Number, PresetName, ShortText, Slug};

/// An agreement and its scenarios, side by side.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComparisonRequest {
    /// The agreement.
    pub agreement: Agreement,
    /// Changes to the agreement that every scenario starts from.
    pub changes: Option<Vec<Change>>,
    /// Observations by series.
    pub statistics: Option<BTreeMap<String, Vec<StatisticValue>>>,
    /// What was left from the year before the first.
    pub opening: Option<Opening>,
    /// Calendar years, each the one after the one before.
    #[schema(min_items = 1, max_items = 60)]
    pub years: Vec<CalendarYear>,
    /// What stands beside the agreement.
    #[schema(max_items = 50)]
    pub scenarios: Option<Vec<Scenario>>,
    /// What changes are measured against; the agreement itself when absent.
    pub baseline: Option<Baseline>,
    /// The series by which amounts per inhabitant are told.
    pub per_inhabitant: Option<ShortText>,
}

/// How something differs from the agreement.
#[derive(Debug, ToSchema)]
#[schema(as = ScenarioInput)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is called; no two have the same name.
    pub name: ShortText,
    /// Changes to the agreement, in this order.
    pub changes: Option<Vec<Change>>,
    /// Who does not contribute as agreed.
    pub events: Option<Vec<Event>>,
    /// Observations that it adds, or puts in the place of the common ones.
    pub statistics: Option<BTreeMap<String, Vec<StatisticValue>>>,
}

/// What changes are measured against.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum Baseline {
    /// The name of a scenario; `baseline` is the agreement itself.
    Name(ShortText),
    /// Another agreement, which then is the first column; the agreement itself is called `agreement`.
    Other(Box<OtherAgreement>),
}

/// Another agreement to compare with.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherAgreement {
    /// What it is called.
    pub name: ShortText,
    /// The agreement.
    pub agreement: Agreement,
}

/// What if any of the parties contribute nothing?
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StressTestRequest {
    /// The agreement.
    pub agreement: Agreement,
    /// How the year's budget differs from the agreement, in this order.
    pub changes: Option<Vec<Change>>,
    /// Observations by series.
    pub statistics: Option<BTreeMap<String, Vec<StatisticValue>>>,
    /// What was left from the year before.
    pub opening: Option<Opening>,
    /// The calendar year.
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: i32,
    /// At most this many fall short at once.
    #[schema(minimum = 1, maximum = 10000)]
    pub max_defaulters: i32,
    /// Rules to try beside the agreement's own, by name.
    pub policies: Option<BTreeMap<String, Policy>>,
}

/// A rule for a shortfall: its steps, or the name of a well-known one.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum Policy {
    /// Steps, as in `default_policy`.
    Steps(Vec<PolicyStep>),
    /// A well-known rule.
    Preset(PresetName),
}

/// How much does a year depend on its levers?
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SensitivityRequest {
    /// The agreement.
    pub agreement: Agreement,
    /// Changes to the agreement.
    pub changes: Option<Vec<Change>>,
    /// Observations by series.
    pub statistics: Option<BTreeMap<String, Vec<StatisticValue>>>,
    /// What was left from the year before.
    pub opening: Option<Opening>,
    /// One calendar year.
    #[schema(min_items = 1, max_items = 1)]
    pub years: Vec<CalendarYear>,
    /// The scenario that is explored; the agreement itself when absent.
    #[schema(max_items = 1)]
    pub scenarios: Option<Vec<Scenario>>,
    /// The levers, each with a low and a high value.
    #[schema(max_items = 50)]
    pub levers: Vec<LeverRange>,
}

/// A lever, and how low and how high it is set.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum LeverRange {
    /// One of the agreement's.
    Known(KnownLever),
    /// One of its own.
    Own(OwnLever),
}

/// A lever of the agreement, and how low and how high it is set.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownLever {
    /// Its id.
    pub id: Slug,
    /// The low value.
    pub low: Number,
    /// The high value.
    pub high: Number,
}

/// A lever that the agreement does not have, and how low and how high it is set.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnLever {
    /// The lever.
    pub lever: Lever,
    /// The low value.
    pub low: Number,
    /// The high value.
    pub high: Number,
}

/// Which value of a lever keeps an amount below a limit?
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoalSeekRequest {
    /// The agreement.
    pub agreement: Agreement,
    /// Changes to the agreement.
    pub changes: Option<Vec<Change>>,
    /// Observations by series.
    pub statistics: Option<BTreeMap<String, Vec<StatisticValue>>>,
    /// What was left from the year before.
    pub opening: Option<Opening>,
    /// One calendar year.
    #[schema(min_items = 1, max_items = 1)]
    pub years: Vec<CalendarYear>,
    /// The scenario that is explored; the agreement itself when absent.
    #[schema(max_items = 1)]
    pub scenarios: Option<Vec<Scenario>>,
    /// The series that inhabitants come from.
    pub per_inhabitant: Option<ShortText>,
    /// The lever whose values are tried.
    pub lever: LeverOrId,
    /// What is to be met.
    pub goal: Goal,
}

/// A lever of the agreement by its id, or one of its own.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum LeverOrId {
    /// The id of one of the agreement's.
    Id(Slug),
    /// One of its own.
    Own(Lever),
}

/// What is to be met.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// A party's id, or `each-municipality`.
    pub r#for: Slug,
    /// What is measured.
    pub measure: Measure,
    /// The most it may be.
    pub at_most: Money,
}

/// What if a party leaves?
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExitRequest {
    /// The agreement.
    pub agreement: Agreement,
    /// Changes to the agreement.
    pub changes: Option<Vec<Change>>,
    /// Observations by series.
    pub statistics: Option<BTreeMap<String, Vec<StatisticValue>>>,
    /// What was left from the year before the first.
    pub opening: Option<Opening>,
    /// Calendar years, each the one after the one before.
    #[schema(min_items = 1, max_items = 60)]
    pub years: Vec<CalendarYear>,
    /// The scenario that the party leaves; the agreement itself when absent.
    #[schema(max_items = 1)]
    pub scenarios: Option<Vec<Scenario>>,
    /// The series by which amounts per inhabitant are told.
    pub per_inhabitant: Option<ShortText>,
    /// The party that leaves.
    pub party: Slug,
    /// Its last day as a member.
    pub last_day: Date,
    /// When it gives notice; today when absent.
    pub notice_on: Option<Date>,
}
