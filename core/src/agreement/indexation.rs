//! How amounts grow with the years (*indexering*).

use rust_decimal::Decimal;

use crate::read::{Node, Reader};
use crate::{Code, say};

/// How amounts grow from a base year.
#[derive(Debug, Clone, PartialEq)]
pub enum Indexation {
    /// By the same percentage every year after the base year.
    Percent {
        /// Percent a year, above −100.
        percent_per_year: Decimal,
        /// The year in which amounts are as written.
        base_year: i32,
    },
    /// By a series of index numbers.
    Series {
        /// Index numbers by year, ascending.
        series: Vec<(i32, Decimal)>,
        /// The year in which amounts are as written.
        base_year: i32,
        /// The JSON Pointer to the series.
        pointer: String,
    },
}

impl Indexation {
    /// The fields of an indexation: `percent_per_year` or `series`, and `base_year`.
    pub const FIELDS: &[&str] = &["percent_per_year", "series", "base_year"];

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let base_year = reader.required(node, "base_year", Reader::year);
        let percent = reader.optional(node, "percent_per_year", |r, n| {
            let percent = r.decimal(n)?;
            if percent > -Decimal::ONE_HUNDRED {
                return Some(percent);
            }
            r.fault(n, Code::OutOfRange, say!("procenttalet ska vara över −100", "the percentage must be above −100"));
            None
        });
        let series = reader.optional(node, "series", read_series);
        match (node.field("percent_per_year"), node.field("series")) {
            (Some(_), None) => Some(Self::Percent { percent_per_year: percent?, base_year: base_year? }),
            (None, Some(field)) => {
                let (series, base_year) = (series?, base_year?);
                if series.iter().any(|(year, value)| *year == base_year && value.is_zero()) {
                    let detail =
                        say!("basårets indextal ska vara större än noll", "the base year's index must be above zero");
                    reader.fault(&field, Code::OutOfRange, detail);
                }
                Some(Self::Series { series, base_year, pointer: field.pointer() })
            }
            (both, _) => {
                let code = if both.is_some() { Code::ConflictingFields } else { Code::MissingField };
                let detail =
                    say!("ange \"percent_per_year\" eller \"series\"", "give \"percent_per_year\" or \"series\"");
                reader.fault(node, code, detail);
                None
            }
        }
    }
}

fn read_series(reader: &mut Reader, node: &Node<'_>) -> Option<Vec<(i32, Decimal)>> {
    let mut series = reader.map(node, |r, name, n| {
        let year = (name.len() == 4).then(|| name.parse().ok()).flatten();
        let year = year.filter(|year| (crate::date::FIRST_YEAR..=crate::date::LAST_YEAR).contains(year));
        if year.is_none() {
            r.fault(n, Code::OutOfRange, say!("årtalet ska vara 2000–2100", "the year must be 2000–2100"));
        }
        let value = r.decimal_not_negative(n);
        Some((year?, value?))
    })?;
    series.sort_unstable_by_key(|(year, _)| *year);
    Some(series)
}
