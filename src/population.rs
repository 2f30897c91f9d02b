//! The built-in series `population`: inhabitants of Sweden, its regions and its municipalities.
//!
//! Källa: SCB (Statistics Sweden), tables `BefolkningNy` (31 December 2024) and `BefolkningCKM`
//! (31 December 2025), published under CC0. The figures of regions are the sums of their
//! municipalities. The table for 2025 is protected against disclosure, so its parts do not sum to
//! its total: never derive one from the other.
//!
//! ```
//! let ragunda = samfin::population::observations().find(|o| o.place == "2303" && o.date.to_string() == "2025-12-31");
//! assert_eq!(ragunda.expect("Ragunda is in the list").value, 5152.into());
//! ```

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// The name of the series.
pub const SERIES: &str = "population";

/// One figure of the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The area's code: `23` for a region, `2303` for a municipality, `00` for the country.
    pub place: &'static str,
    /// The day that the figure describes.
    pub date: NaiveDate,
    /// Inhabitants.
    pub value: Decimal,
    /// Where the figure comes from.
    pub source: &'static str,
}

/// An area of the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its official code.
    pub code: String,
    /// Its name, without "kommun".
    pub name: String,
    inhabitants: [Decimal; 2],
}

/// The columns of figures: header, date and source.
const COLUMNS: [(&str, (i32, u32, u32), &str); 2] = [
    ("population_2024_12_31", (2024, 12, 31), "SCB BefolkningNy"),
    ("population_2025_12_31", (2025, 12, 31), "SCB BefolkningCKM"),
];

static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| parse(include_str!("data/population.csv")));
static BY_CODE: LazyLock<HashMap<&'static str, &'static Area>> =
    LazyLock::new(|| areas().map(|area| (area.code.as_str(), area)).collect());

/// Every area of the series: the country, the regions, the municipalities.
pub fn areas() -> impl Iterator<Item = &'static Area> {
    AREAS.iter()
}

/// Whether `code` is the code of an area in the series.
#[must_use]
pub fn is_area(code: &str) -> bool {
    BY_CODE.contains_key(code)
}

/// The area with this code.
#[must_use]
pub fn area(code: &str) -> Option<&'static Area> {
    BY_CODE.get(code).copied()
}

/// Every figure of the series.
pub fn observations() -> impl Iterator<Item = Observation> {
    areas().flat_map(|area| {
        COLUMNS.iter().zip(area.inhabitants).map(|((_, (year, month, day), source), value)| Observation {
            place: &area.code,
            date: NaiveDate::from_ymd_opt(*year, *month, *day).unwrap_or_default(),
            value,
            source,
        })
    })
}

/// The file is part of the program, so a broken one is a fault of the build: the tests below see it.
fn parse(text: &str) -> Vec<Area> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let at = |name: &str| header.iter().position(|column| *column == name).expect("the built-in file has the column");
    let (code, name) = (at("code"), at("name"));
    let figures = COLUMNS.map(|(column, _, _)| at(column));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            Area {
                code: cells[code].to_owned(),
                name: cells[name].to_owned(),
                inhabitants: figures.map(|column| cells[column].parse().expect("the built-in file has whole figures")),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_covers_the_country_21_regions_and_290_municipalities() {
        let of_length = |length: usize| areas().filter(|area| area.code.len() == length).count();
        assert_eq!((of_length(2), of_length(4)), (22, 290));
        assert_eq!(observations().count(), 2 * 312);
        assert_eq!(BY_CODE.len(), 312);
        assert_eq!(area("2303").map(|area| area.name.as_str()), Some("Ragunda"));
        assert_eq!(area("9999"), None);
    }

    #[test]
    fn the_municipalities_of_2024_sum_to_the_published_total() {
        let year_2024 = |length: usize| -> Decimal {
            areas().filter(|area| area.code.len() == length).map(|area| area.inhabitants[0]).sum()
        };
        assert_eq!(year_2024(4), Decimal::from(10_587_710));
    }

    #[test]
    fn every_figure_names_its_source() {
        let are: Vec<_> =
            observations().filter(|o| o.place == "2321").map(|o| (o.date.to_string(), o.source)).collect();
        assert_eq!(
            are,
            [("2024-12-31".to_owned(), "SCB BefolkningNy"), ("2025-12-31".to_owned(), "SCB BefolkningCKM")]
        );
    }
}
