//! Comparison (calculation contract § 9): the agreement and its scenarios side by side, year after year.
//!
//! Each column runs its years one after the other: what a year leaves is what the next opens with. One
//! column is the baseline; the others are told as changes from it.
//!
//! ```
//! use samfin_core::comparison::{Comparison, compare};
//! use samfin_core::Lang;
//! // A hall for 100 kr, shared equally. What if B pays nothing, two years in a row?
//! let comparison = Comparison::parse(br#"{ "years": [2027, 2028],
//!   "agreement": { "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
//!     "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" } ],
//!     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "100.00" }, "key": { "type": "equal" } } ],
//!     "default_policy": [ { "type": "redistribute", "max_increase_percent": "50" } ] },
//!   "scenarios": [ { "name": "B", "events": [ { "party": "b", "contributes_percent": "0" } ] } ] }"#)?;
//! let compared = compare(&comparison)?;
//! let b = &compared.years[0].columns[1];
//! assert_eq!(b.change[0].amount.to_string(), "25.00");
//! assert_eq!(compared.sustained[1].first_uncovered_year, Some(2027));
//! assert_eq!(compared.sustained[1].closing.debts[0].1.to_string(), "100.00"); // 50 kr a year
//! assert!(serde_json::to_string(&compared.answer(Lang::En)).unwrap().starts_with(r#"{"baseline":"baseline","years":[{"year":2027"#));
//! # Ok::<(), samfin_core::Error>(())
//! ```

mod answer;
mod columns;
mod difference;
mod indicators;

pub use answer::{ColumnAnswer, CompareAnswer, InputDifferenceAnswer, SustainedAnswer, YearAnswer};
pub(crate) use columns::{BASELINE, read_scenarios};
pub use columns::{Column, Comparison};
pub use difference::{Difference, InputDifference};
pub use indicators::{Indicators, LargestIncrease, PartyAmount, PerInhabitant};
pub(crate) use indicators::{inhabitants, is_told};

use std::collections::HashSet;

use serde::Serialize;

use crate::explain::outcome_sentence;
use crate::result::Closing;
use crate::{Calculation, Code, Error, Fixed, Id, Issue, Ore, Text, calculate, say, work};

/// What every column comes to, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The position of the column that changes are measured against.
    pub baseline: usize,
    /// The columns' names.
    pub names: Vec<String>,
    /// One entry per year, ascending.
    pub years: Vec<YearCompared>,
    /// How the inputs of each column differ from the baseline's.
    pub input_differences: Vec<InputDifference>,
    /// How long each column lasts.
    pub sustained: Vec<Sustained>,
}

/// One year, column by column.
#[derive(Debug, Clone, PartialEq)]
pub struct YearCompared {
    /// The calendar year.
    pub year: i32,
    /// The columns, in the comparison's order.
    pub columns: Vec<ColumnYear>,
}

/// One column in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnYear {
    /// The calculation.
    pub calculation: Calculation,
    /// How each party's payable differs from the baseline's.
    pub change: Vec<Change>,
    /// The figures that people compare by.
    pub indicators: Indicators,
}

/// How what a party pays differs from the baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PayableChange))]
pub struct Change {
    /// The party's id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub party: Id,
    /// Payable less the baseline's payable, kronor.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
    /// The same in percent of the baseline's payable, 6 decimals; null where that is not above zero.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, required))]
    pub percent: Option<Fixed>,
}

/// How long a column lasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sustained {
    /// The first year in which a part of a shortfall is covered by no one.
    pub first_uncovered_year: Option<i32>,
    /// What the last year leaves.
    pub closing: Closing,
    /// What happens over the years, in one sentence.
    pub sentence: Text,
}

/// Calculates every column and every year, and compares them.
///
/// # Errors
///
/// [`Error::Invalid`] with every issue of every column's first year that cannot be calculated, each
/// told once with its scenario and year; or when it is more work than a request may be.
pub fn compare(comparison: &Comparison) -> Result<Compared, Error> {
    check_work(comparison)?;
    let calculations = calculate_all(comparison)?;
    let baseline = comparison.baseline;
    let mut issues = Vec::new();
    let mut told = Vec::with_capacity(comparison.columns.len());
    for (column, results) in comparison.columns.iter().zip(&calculations) {
        let mut told_years = Vec::with_capacity(results.len());
        for (result, measure) in results.iter().zip(&calculations[baseline]) {
            let change = changes(result, measure, column, &comparison.columns[baseline]);
            match indicators::of(comparison, column, result, &change) {
                Ok(indicators) => told_years.push((change, indicators)),
                Err(issue) => issues.push(issue),
            }
        }
        told.push(told_years.into_iter());
    }
    if !issues.is_empty() {
        return Err(Error::Invalid(crate::key::distinct(issues)));
    }
    let sustained = calculations.iter().zip(&comparison.columns).map(|(results, column)| sustained(column, results));
    let sustained = sustained.collect();
    let mut calculations: Vec<_> = calculations.into_iter().map(Vec::into_iter).collect();
    let mut next_column = |column: usize| {
        let (calculation, (change, indicators)) = calculations[column].next().zip(told[column].next())?;
        Some(ColumnYear { calculation, change, indicators })
    };
    let mut year_of = |year: &i32| {
        let columns = (0..comparison.columns.len()).filter_map(&mut next_column).collect();
        YearCompared { year: *year, columns }
    };
    Ok(Compared {
        baseline,
        names: comparison.columns.iter().map(|column| column.name.clone()).collect(),
        years: comparison.years.iter().map(&mut year_of).collect(),
        input_differences: comparison.input_differences(),
        sustained,
    })
}

/// By column, by year.
fn calculate_all(comparison: &Comparison) -> Result<Vec<Vec<Calculation>>, Error> {
    let mut told = HashSet::new();
    let mut issues = Vec::new();
    let mut all = Vec::with_capacity(comparison.columns.len());
    for column in &comparison.columns {
        match calculate_years(column, &comparison.years) {
            Ok(results) => all.push(results),
            Err((year, Error::Invalid(found))) => {
                // What is wrong in the agreement is wrong in every scenario: once is enough.
                let new = found.into_iter().filter(|issue| told.insert((issue.code, issue.pointer.clone())));
                issues.extend(new.map(|issue| column.place(issue, year)));
            }
            Err((_, error)) => return Err(error),
        }
    }
    if issues.is_empty() { Ok(all) } else { Err(Error::Invalid(issues)) }
}

/// One column's years: each opens with what the one before left.
fn calculate_years(column: &Column, years: &[i32]) -> Result<Vec<Calculation>, (i32, Error)> {
    let mut request = column.request.clone();
    let mut results = Vec::with_capacity(years.len());
    for year in years {
        request.year = *year;
        let calculation = calculate(&request, false).map_err(|error| (*year, error))?;
        request.opening = crate::Opening::after(&calculation.closing, &request.agreement);
        results.push(calculation);
    }
    Ok(results)
}

fn changes(result: &Calculation, measure: &Calculation, column: &Column, baseline: &Column) -> Vec<Change> {
    let (ours, theirs) = (&column.request.agreement, &baseline.request.agreement);
    let paid_before = |id: &Id| theirs.position(id.as_str()).map(|party| measure.parties[party].payable.wide());
    let change = |party: &Id, now: i128, before: Option<i128>| {
        let difference = now - before.unwrap_or(0);
        let percent = before.filter(|before| *before > 0).map(|before| Fixed::ratio(difference * 100, before, 6));
        Change { party: party.clone(), amount: Ore::from_wide(difference).unwrap_or_default(), percent }
    };
    let own = result.parties.iter().map(|party| change(&party.id, party.payable.wide(), paid_before(&party.id)));
    let gone = measure.parties.iter().filter(|party| ours.position(party.id.as_str()).is_none());
    own.chain(gone.map(|party| change(&party.id, 0, Some(party.payable.wide())))).collect()
}

fn sustained(column: &Column, results: &[Calculation]) -> Sustained {
    let uncovered = |result: &&Calculation| result.default.as_ref().is_some_and(|default| !default.uncovered.is_zero());
    Sustained {
        first_uncovered_year: results.iter().find(uncovered).map(|result| result.year),
        closing: results.last().map_or_else(Closing::default, |last| last.closing.clone()),
        sentence: outcome_sentence(&column.name, results),
    }
}

/// Years times columns may be no more work than one calculation.
fn check_work(comparison: &Comparison) -> Result<(), Error> {
    let years = &comparison.years;
    let of_column = |column: &Column| {
        years.iter().map(|year| work::of_year(&column.request.agreement, *year)).fold(0, u64::saturating_add)
    };
    let work = comparison.columns.iter().map(of_column).fold(0, u64::saturating_add);
    if work <= work::MAX_WORK {
        return Ok(());
    }
    let (columns, years, most) = (comparison.columns.len(), years.len(), work::MAX_WORK);
    let detail = say!(
        "jämförelsen är {columns} kolumner × {years} år = {work} steg (parter × kostnader × perioder × nycklar); högst {most} är tillåtna",
        "the comparison is {columns} columns × {years} years = {work} steps (parties × costs × segments × keys); at most {most} are allowed"
    );
    Err(Error::one(Issue::new("/scenarios", Code::TooMuchWork, detail)))
}
