//! A stress test as it is answered.

use serde::Serialize;

use crate::{Fixed, Id, Ore};

/// What a stress test shows (calculation contract § 9).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = StressAnswer))]
pub struct Stressed {
    /// The calendar year.
    pub year: i32,
    /// The rules, the agreement's own first.
    pub policies: Vec<PolicyStressed>,
    /// Every subset of one and of two, rule by rule.
    pub matrix: Vec<MatrixCell>,
}

/// What one rule does with every subset.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyStressed {
    /// The rule's name; `agreement` is the agreement's own.
    pub name: String,
    /// How many subsets were tried.
    pub subsets: u64,
    /// In how many of them something is covered by no one.
    pub uncovered_subsets: u64,
    /// The most that each party has to take on; those who never do are left out.
    pub worst_increase: Vec<WorstIncrease>,
    /// The most hours that the service loses.
    pub most_hours_lost: HoursLost,
    /// The first subset in which something is covered by no one; null when there is none.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub breaking_point: Option<BreakingPoint>,
}

/// The most that one party has to take on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorstIncrease {
    /// The party's id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub party: Id,
    /// What it covers, kronor.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
    /// Percent of its own share, 6 decimals; null when it has none.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required))]
    pub percent: Option<Fixed>,
    /// Who falls short then.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub defaulters: Vec<Id>,
}

/// Hours that the service loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoursLost {
    /// Hours, 2 decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub hours: Fixed,
    /// Who falls short then; nobody when no hours are lost.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub defaulters: Vec<Id>,
}

/// Where a rule no longer suffices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BreakingPoint {
    /// Who falls short.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub defaulters: Vec<Id>,
    /// What no one covers, kronor.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub uncovered: Ore,
}

/// One or two parties that fall short, under one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatrixCell {
    /// The rule's name.
    pub policy: String,
    /// Who falls short.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub defaulters: Vec<Id>,
    /// The largest cover in percent of the coverer's own share, 6 decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub largest_increase_percent: Fixed,
    /// What no one covers, kronor.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub uncovered: Ore,
}
