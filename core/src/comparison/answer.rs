//! A comparison as it is answered.

use serde::Serialize;

use super::{Change, Compared, Difference, Indicators};
use crate::Lang;
use crate::result::{Answer, Closing};

/// The answer to a comparison (calculation contract § 9).
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ComparisonAnswer))]
pub struct CompareAnswer<'a> {
    /// The name of the column that changes are measured against.
    pub baseline: &'a str,
    /// One entry per year, ascending.
    pub years: Vec<YearAnswer<'a>>,
    /// How the inputs of the columns differ from the baseline's.
    pub input_differences: Vec<InputDifferenceAnswer<'a>>,
    /// How long each column lasts.
    pub sustained: Vec<SustainedAnswer<'a>>,
}

/// One year of a comparison.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ComparedYear))]
pub struct YearAnswer<'a> {
    /// The calendar year.
    pub year: i32,
    /// The columns, the agreement itself first.
    pub scenarios: Vec<ColumnAnswer<'a>>,
}

/// One column in one year.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ComparedScenario))]
pub struct ColumnAnswer<'a> {
    /// The scenario's name.
    pub name: &'a str,
    /// The calculation.
    pub result: Answer<'a>,
    /// How each party's payable differs from the baseline's.
    pub change: &'a [Change],
    /// The figures that people compare by.
    pub indicators: &'a Indicators,
}

/// A place where a column's inputs differ from the baseline's.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InputDifference))]
pub struct InputDifferenceAnswer<'a> {
    /// The scenario's name.
    pub scenario: &'a str,
    /// Where, and how.
    #[serde(flatten)]
    pub difference: &'a Difference,
    /// The same in words.
    pub text: &'a str,
}

/// How long a column lasts.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Sustained))]
pub struct SustainedAnswer<'a> {
    /// The scenario's name.
    pub scenario: &'a str,
    /// The first year in which something is covered by no one; null when that never happens.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub first_uncovered_year: Option<i32>,
    /// What the last year leaves.
    pub closing: &'a Closing,
    /// What happens over the years, in one sentence.
    pub sentence: &'a str,
}

impl Compared {
    /// The JSON of the comparison, for a reader of `lang`.
    #[must_use]
    pub fn answer(&self, lang: Lang) -> CompareAnswer<'_> {
        let names = || self.names.iter().map(String::as_str);
        let years = self.years.iter().map(|year| YearAnswer {
            year: year.year,
            scenarios: names()
                .zip(&year.columns)
                .map(|(name, column)| ColumnAnswer {
                    name,
                    result: column.calculation.answer(lang),
                    change: &column.change,
                    indicators: &column.indicators,
                })
                .collect(),
        });
        let sustained = names().zip(&self.sustained).map(|(scenario, sustained)| SustainedAnswer {
            scenario,
            first_uncovered_year: sustained.first_uncovered_year,
            closing: &sustained.closing,
            sentence: sustained.sentence.get(lang),
        });
        let differences = self.input_differences.iter().map(|found| InputDifferenceAnswer {
            scenario: &found.scenario,
            difference: &found.difference,
            text: found.text.get(lang),
        });
        CompareAnswer {
            baseline: &self.names[self.baseline],
            years: years.collect(),
            input_differences: differences.collect(),
            sustained: sustained.collect(),
        }
    }
}
