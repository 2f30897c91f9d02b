//! The pages about statistics.
//!
//! | address | shows |
//! | --- | --- |
//! | `/statistik` | every series: how much is known of it, until when, who says so |
//! | `/statistik/<series>?plats=&dag=&efter=` | what is known of one, by place and day; of one place and day everything that has been said |

mod list;
mod series;
mod steps;

use samfin_core::say;
use samfin_core::text::{MAX_NAME, fault};

use super::form::Names;
use super::language::escaped;
use super::words::{Key, Words, key, t};
use crate::http::problem::Problem;
use crate::population;

pub(super) use list::list_series;
pub(super) use series::show_series;
pub(super) use steps::add_observation;

/// The fields of an observation.
static NAMES: Names = Names { field, label, stale: key!("statistics-stale") };

fn field(pointer: &str) -> Option<&'static str> {
    Some(match pointer {
        "/for" => "plats",
        "/date" => "dag",
        "/value" => "varde",
        "/source" => "kalla",
        "/published_at" => "publicerad",
        _ => return None,
    })
}

fn label(field: &str) -> Key {
    match field {
        "plats" => key!("statistics-place"),
        "dag" => key!("statistics-day"),
        "varde" => key!("statistics-value"),
        "kalla" => key!("statistics-source"),
        _ => key!("statistics-published"),
    }
}

/// Where a series is shown.
pub(super) fn address(series: &str) -> String {
    format!("/statistik/{}", escaped(series).replace('/', "%2F"))
}

/// What a series is called.
pub(super) fn name(words: Words, series: &str) -> String {
    if series == population::SERIES { t!(words, "statistics-population") } else { series.to_owned() }
}

/// Whom a value is for: the name where the code is an area's, and the code itself.
pub(super) fn place(code: &str) -> String {
    match population::area(code) {
        Some(area) => format!("{} ({code})", area.name),
        None => code.to_owned(),
    }
}

/// The series that an address or a form names.
pub(super) fn series_of(text: &str) -> Result<String, Problem> {
    if text.trim().is_empty() || text.chars().count() > MAX_NAME || fault(text, false).is_some() {
        return Err(Problem::not_found(say!(
            "Det finns ingen sådan serie. Alla serier står på /statistik.",
            "There is no such series. All series are listed at /statistik."
        )));
    }
    Ok(text.to_owned())
}
