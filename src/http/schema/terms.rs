//! What surrounds the calculation: indexation, invoicing, levers, milestones, references.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::words::{
    Date, LongText, MoneyNotNegative, Number, NumberNotNegative, NumberPositive, Ocr, ShortText, Slug, Target,
};

/// How amounts grow from a base year.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum Indexation {
    /// By the same percentage every year.
    Percent(PercentIndexation),
    /// By a series of index numbers.
    Series(SeriesIndexation),
}

/// By the same percentage every year after the base year.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PercentIndexation {
    /// Percent a year, above −100.
    pub percent_per_year: Number,
    /// The year in which amounts are as written.
    #[schema(minimum = 2000, maximum = 2100)]
    pub base_year: i32,
}

/// By a series of index numbers.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesIndexation {
    /// Index numbers by year.
    pub series: BTreeMap<String, NumberNotNegative>,
    /// The year in which amounts are as written.
    #[schema(minimum = 2000, maximum = 2100)]
    pub base_year: i32,
}

/// How the amounts of a year are invoiced; does not affect them.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invoicing {
    /// In how many parts a year: 1, 2, 4 or 12.
    #[schema(minimum = 1, maximum = 12)]
    pub instalments: Option<i32>,
    /// Whether a part is invoiced before its months rather than after.
    pub in_advance: Option<bool>,
    /// Days from invoice to due date.
    #[schema(minimum = 0, maximum = 365)]
    pub due_days: Option<i32>,
    /// A fixed due day instead.
    pub fixed_due_day: Option<DayOfYear>,
    /// Smaller amounts wait for the next part.
    pub minimum_amount: Option<MoneyNotNegative>,
    /// What handling one invoice costs, for comparisons.
    pub handling_cost: Option<MoneyNotNegative>,
    /// How the OCR reference is made.
    pub ocr: Option<Ocr>,
    /// What a reminder costs.
    pub reminder_fee: Option<MoneyNotNegative>,
    /// Interest above the reference rate, percentage points.
    pub interest_margin_percent: Option<NumberNotNegative>,
}

/// A day of every year.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DayOfYear {
    /// The month.
    #[schema(minimum = 1, maximum = 12)]
    pub month: i32,
    /// The day.
    #[schema(minimum = 1, maximum = 31)]
    pub day: i32,
}

/// A slider with which the agreement is explored.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// Its id.
    pub id: Slug,
    /// Its name; the id when absent.
    pub name: Option<ShortText>,
    /// The places in the document that get its value.
    pub targets: Vec<Target>,
    /// The places that get what is left.
    pub complements: Option<Vec<Complement>>,
    /// Its lowest value.
    pub min: Number,
    /// Its highest value.
    pub max: Number,
    /// How far apart its values are.
    pub step: NumberPositive,
    /// What it is counted in, for people.
    pub unit: Option<ShortText>,
}

/// A place that gets `of` minus the lever's value.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Complement {
    /// The place in the document.
    pub target: Target,
    /// What the value and the complement make together.
    pub of: Number,
}

/// A day that matters: on one `date`, or `every_year`.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// Its id.
    pub id: Slug,
    /// Its name; the id when absent.
    pub name: Option<ShortText>,
    /// The day.
    pub date: Option<Date>,
    /// The day of every year.
    pub every_year: Option<DayOfYear>,
}

/// Where the agreement or a decision about it is found.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What it is.
    pub label: ShortText,
    /// The reference itself.
    pub text: LongText,
}
