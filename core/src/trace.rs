//! Why each figure is what it is, as data: the path from hours and rate to the last öre.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::Id;

/// Why every line is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// One entry per line of the result, in the same order.
    pub lines: Vec<LineTrace>,
    /// One entry per step of the default policy.
    pub default: Vec<Step>,
}

/// Why one line is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineTrace {
    /// The id of the cost.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub cost: Id,
    /// The id of the party.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub party: Id,
    /// The path to the exact amount.
    pub rule: Vec<Step>,
    /// The exact amount in kronor before rounding, as a fraction `n/d` or a whole number.
    pub exact: String,
    /// Whether the line got an odd unit.
    pub rounded_up: bool,
}

/// One step on the way to an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// What is done, for example `statistic`.
    pub step: &'static str,
    /// What it is done with, by name.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub inputs: Inputs,
    /// What comes out: kronor (or hours), exact; a fraction `n/d` where decimals do not suffice.
    pub value: String,
}

/// Named inputs in the order they are told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inputs(pub Vec<(&'static str, String)>);

impl Inputs {
    /// The input `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

impl Serialize for Inputs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Step {
    /// A step with its inputs and what comes out.
    pub(crate) fn new(step: &'static str, inputs: Vec<(&'static str, String)>, value: String) -> Self {
        Self { step, inputs: Inputs(inputs), value }
    }
}
