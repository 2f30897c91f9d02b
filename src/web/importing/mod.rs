//! A file in four steps: chosen, its columns mapped, looked at, stored; of statistics and of a year's outcome alike.
//!
//! | address | step |
//! | --- | --- |
//! | `/underlag/importera`, `/ar/<year>/utfall/importera?avtal=` | choose a file, which is kept for a day, for whoever chose it |
//! | `/importera/<id>?blad=` | say which column is what |
//! | `/importera/<id>/granska` | see what it would do, the faulty rows first; store it, or throw it away |
//! | `/importera/<id>/felaktiga.csv` | the faulty rows, to be mended |
//! | `/importera/<id>/klart` | what it did |

mod choose;
mod columns;
mod done;
mod fields;
mod review;

use maud::{Markup, html};
use samfin_core::say;
use uuid::Uuid;

use super::form::Names;
use super::layout::Place;
use super::words::{Key, Words, key, t};
use crate::app::uploads::Purpose;
use crate::http::problem::Problem;

pub(super) use choose::{choose_outcome, choose_statistics, receive_outcome, receive_statistics};
pub(super) use columns::{map_columns, show_columns};
pub(super) use done::show_done;
pub(super) use review::{faulty_rows, show_review, store};

/// The fields of the forms.
static NAMES: Names = Names { field, label, stale: key!("import-stale") };

/// What the API says of a file is said of it as a whole.
fn field(_: &str) -> Option<&'static str> {
    None
}

fn label(field: &str) -> Key {
    match field {
        "fil" => key!("import-file"),
        "serie" => key!("statistics-series"),
        "ny-serie" => key!("import-new-series"),
        "plats" => key!("statistics-place"),
        "datum" => key!("statistics-day"),
        "dag" => key!("import-fixed-day"),
        "varde" => key!("statistics-value"),
        "kalla" => key!("statistics-source"),
        "kalltext" => key!("import-fixed-source"),
        "tecken" => key!("import-decimal"),
        "kostnad" => key!("outcome-cost"),
        "samma-kostnad" => key!("import-fixed-cost"),
        "vad" => key!("outcome-what"),
        "timmar" => key!("outcome-hours"),
        _ => key!("outcome-amount"),
    }
}

fn address(id: &str, step: &str) -> String {
    format!("/importera/{id}{step}")
}

/// The file that an address names.
fn id_of(text: &str) -> Result<String, Problem> {
    Uuid::try_parse(text).map(|id| id.to_string()).map_err(|_| {
        Problem::not_found(say!("Det finns ingen sådan fil. Välj den igen.", "There is no such file. Choose it again."))
    })
}

fn place(purpose: &Purpose) -> Place {
    match purpose {
        Purpose::Statistics => Place::Basis,
        Purpose::Outcome { .. } => Place::Years,
    }
}

/// Where the first step is.
fn first(purpose: &Purpose) -> String {
    match purpose {
        Purpose::Statistics => "/underlag/importera".to_owned(),
        Purpose::Outcome { agreement, year } => format!("/ar/{year}/utfall/importera?avtal={agreement}"),
    }
}

/// The way back, to what the file is about.
fn crumb(words: Words, purpose: &Purpose) -> Markup {
    html! {
        p.crumb {
            @match purpose {
                Purpose::Statistics => {
                    a href="/underlag" { (t!(words, "basis-title")) } " / " a href="/statistik" { (t!(words, "statistics-title")) }
                }
                Purpose::Outcome { agreement, year } => {
                    a href=(format!("/ar/{year}?avtal={agreement}")) { (t!(words, "year-title", year = *year)) } " / "
                    a href=(format!("/ar/{year}/utfall?avtal={agreement}")) { (t!(words, "year-step-outcome")) }
                }
            }
        }
    }
}

/// How far one has come: the steps, the one that is shown marked.
fn steps(words: Words, here: usize) -> Markup {
    let all = [
        t!(words, "import-step-choose"),
        t!(words, "import-step-map"),
        t!(words, "import-step-review"),
        t!(words, "import-step-store"),
    ];
    html! {
        ol.walk aria-label=(t!(words, "import-steps")) {
            @for (at, name) in all.iter().enumerate() {
                li.done[at + 1 < here] aria-current=[(at + 1 == here).then_some("step")] { (at + 1) ". " (name) }
            }
        }
    }
}
