//! The pages about what employers are owed.
//!
//! | address | is |
//! | --- | --- |
//! | `/utbetalningar?avtal=&ar=` | the payout bases of a year |
//! | `/utbetalningar/{id}` | one: attested, issued, the employer's invoice registered, paid |

mod list;
mod one;

use samfin_core::say;
use uuid::Uuid;

use super::form::Names;
use super::words::{Key, key};
use crate::http::problem::Problem;

pub(super) use list::list_payouts;
pub(super) use one::{change_payout, show_payout};

/// The fields of these forms, and where they stand in the API's bodies.
static NAMES: Names = Names { field, label, stale: key!("payouts-stale") };

fn field(pointer: &str) -> Option<&'static str> {
    match pointer {
        "/number" => Some("nummer"),
        "/issued_on" => Some("dag"),
        "/reason" => Some("skal"),
        _ => None,
    }
}

fn label(field: &str) -> Key {
    match field {
        "nummer" => key!("payouts-their-number"),
        "skal" => key!("invoice-reason"),
        _ => key!("payouts-their-day"),
    }
}

fn address(id: &str) -> String {
    format!("/utbetalningar/{id}")
}

fn no_such_payout() -> Problem {
    Problem::not_found(say!(
        "Det finns inget sådant utbetalningsunderlag. Välj ett i listan.",
        "There is no such payout basis. Choose one in the list."
    ))
}

fn id_of(text: &str) -> Result<String, Problem> {
    Uuid::try_parse(text).map(|id| id.to_string()).map_err(|_| no_such_payout())
}
