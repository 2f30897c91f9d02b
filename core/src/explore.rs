//! Exploring an agreement (calculation contract § 9): sensitivities, goal seeks, exits.
//!
//! All start from one agreement and at most one scenario, and set levers or leave parties out:
//!
//! | question | module |
//! | --- | --- |
//! | What does it mean for everyone if a lever is low, or high? | [`Sensitivity`] |
//! | Which value of a lever keeps an amount below a limit? | [`GoalSeek`] |
//! | What if a party leaves, and is that in time? | [`Exit`] |

mod exit;
mod goal;
mod lever;
mod sensitivity;

pub(crate) use lever::today;

pub use exit::{Exit, ExitAnswer, ExitCompared, Notice, Verdict};
pub use goal::{EACH_MUNICIPALITY, Found, FoundAnswer, Goal, GoalFor, GoalSeek, MAX_GRID, Measure};
pub use sensitivity::{AtValue, LeverSensitivity, MAX_LEVERS, PartyPayable, Sensitivities, Sensitivity};

use crate::comparison::read_scenarios;
use crate::json::Json;
use crate::question::{Basis, Subject, years};
use crate::read::{Node, Reader};
use crate::{Code, say};

/// What is explored: the agreement, or the one scenario given.
fn subject<'j>(reader: &mut Reader, root: &Node<'_>, tree: &'j Json<'j>, basis: &Basis<'j>) -> Option<Subject<'j>> {
    let scenarios = read_scenarios(reader, root, tree, basis);
    if let Some(Json::Array(items)) = tree.get("scenarios")
        && items.len() > 1
        && let Some(field) = root.field("scenarios")
    {
        let detail = say!(
            "ange högst ett scenario: det är det som undersöks",
            "give at most one scenario: it is the one that is explored"
        );
        reader.fault(&field, Code::OutOfRange, detail);
        return None;
    }
    match scenarios.into_iter().next() {
        Some((_, scenario)) => Some(scenario),
        None => basis.itself(crate::comparison::BASELINE),
    }
}

/// The one year that is explored, as `years` with one element.
fn one_year(reader: &mut Reader, root: &Node<'_>) -> Option<i32> {
    let years = reader.required(root, "years", years)?;
    if let [year] = years[..] {
        return Some(year);
    }
    if let Some(field) = root.field("years") {
        reader.fault(&field, Code::OutOfRange, say!("ange ett enda år", "give a single year"));
    }
    None
}
