//! What a careful reader would ask of an agreement, with a text that would answer.
//!
//! ```
//! use samfin_core::{Agreement, findings};
//! let agreement = Agreement::parse(br#"{
//!     "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a", "costs": [],
//!     "parties": [ { "id": "a", "name": "A", "kind": "region" } ] }"#).unwrap();
//! let codes: Vec<_> = findings(&agreement).iter().map(|finding| finding.code.as_str()).collect();
//! assert_eq!(codes, ["no-default-policy", "no-evaluation-date", "no-notice-period"]);
//! ```
//!
//! | asked about | module |
//! | --- | --- |
//! | what happens when a party does not contribute | `policy` |
//! | who is charged by which key, and when its statistics are read | `keys` |
//! | where the figures come from | `figures` |
//! | notice, evaluation, the host | `terms` |
//! | limits that limit nothing | `caps` |
//! | what the figures of one year show, tried by calculating | `year` |

mod caps;
mod code;
mod figures;
mod keys;
mod policy;
mod terms;
mod year;

use std::cmp::Ordering;

pub use code::{FindingCode, Severity};

use crate::{Agreement, Request, Text};
use policy::Reserve;

/// Something that a careful reader would ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding it is.
    pub code: FindingCode,
    /// Where, as a JSON Pointer into the agreement document.
    pub pointer: String,
    /// What is found.
    pub text: Text,
}

/// Everything a careful reader would ask of the agreement, in the order of the document with its names sorted.
#[must_use]
pub fn findings(agreement: &Agreement) -> Vec<Finding> {
    let mut found = Found::default();
    document(agreement, &Reserve::of(agreement), &mut found);
    found.in_order()
}

/// As [`findings`], with what the figures of the year show as well: the request's statistics and opening
/// balances, and every party falling short alone for the whole year. Its own events are not looked at.
///
/// When trying every party would be too much work, only the document and the opening balances are looked at.
#[must_use]
pub fn findings_of_year(request: &Request) -> Vec<Finding> {
    let mut found = Found::default();
    document(&request.agreement, &Reserve::of_year(request), &mut found);
    year::look(request, &mut found);
    found.in_order()
}

fn document(agreement: &Agreement, reserve: &Reserve, found: &mut Found) {
    policy::look(agreement, reserve, found);
    keys::look(agreement, found);
    caps::look(agreement, found);
    figures::look(agreement, found);
    terms::look(agreement, found);
}

/// What has been found so far: each code once at a place, the first of them kept.
#[derive(Debug, Default)]
struct Found(Vec<Finding>);

impl Found {
    fn add(&mut self, code: FindingCode, pointer: impl Into<String>, text: Text) {
        let pointer = in_document(pointer.into());
        self.0.push(Finding { code, pointer, text });
    }

    fn has(&self, code: FindingCode, pointer: &str) -> bool {
        self.0.iter().any(|finding| finding.code == code && finding.pointer == pointer)
    }

    fn in_order(mut self) -> Vec<Finding> {
        self.0.sort_by(|a, b| by_place(&a.pointer, &b.pointer).then(a.code.cmp(&b.code)));
        self.0.dedup_by(|later, first| (later.code, &later.pointer) == (first.code, &first.pointer));
        self.0
    }
}

/// Inside a request the document stands at `/agreement`; findings speak of the document alone.
fn in_document(pointer: String) -> String {
    match pointer.strip_prefix("/agreement") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest.to_owned(),
        _ => pointer,
    }
}

/// Step by step of the path; positions in a list as numbers, so that 10 comes after 9, and before all names.
fn by_place(a: &str, b: &str) -> Ordering {
    let step = |(a, b): (&str, &str)| match (a.parse::<usize>(), b.parse::<usize>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => a.cmp(b),
    };
    let (steps_a, steps_b) = (a.split('/'), b.split('/'));
    let first_difference = steps_a.clone().zip(steps_b.clone()).map(step).find(|order| order.is_ne());
    // The shorter place first; places that only differ as text (`01` and `1`) by their text.
    first_difference.unwrap_or_else(|| steps_a.count().cmp(&steps_b.count()).then_with(|| a.cmp(b)))
}

/// Names as they stand in a sentence: the first three, and how many more.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> Text {
    const SHOWN: usize = 3;
    let names: Vec<&str> = names.collect();
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => Text::new(shown.clone(), shown),
        more => Text::new(format!("{shown} och {more} till"), format!("{shown} and {more} more")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_in_the_order_of_the_document() {
        let mut places =
            ["/keys/a", "/costs/10", "/costs/9/key", "/costs/9", "", "/keys/a/groups/2", "/keys/1a", "/keys/9"];
        places.sort_by(|a, b| by_place(a, b));
        let expected =
            ["", "/costs/9", "/costs/9/key", "/costs/10", "/keys/9", "/keys/1a", "/keys/a", "/keys/a/groups/2"];
        assert_eq!(places, expected);
    }

    #[test]
    fn only_the_agreement_of_a_request_is_left_out_of_a_place() {
        let place = |pointer: &str| in_document(pointer.to_owned());
        assert_eq!(
            ["/agreement/costs", "/agreement", "/agreements", "/costs"].map(place),
            ["/costs", "", "/agreements", "/costs"]
        );
    }

    #[test]
    fn many_names_are_counted() {
        let names = |count: usize| listed(["A", "B", "C", "D", "E"].into_iter().take(count));
        assert_eq!(names(3), Text::new("A, B, C", "A, B, C"));
        assert_eq!(names(5), Text::new("A, B, C och 2 till", "A, B, C and 2 more"));
    }
}
