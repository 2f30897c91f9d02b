//! Stress test (calculation contract § 9): what if any one, two … of the parties contribute nothing?
//!
//! Every non-empty subset of the parties that share costs is tried, up to a size, under the agreement's
//! own rule and others. The costs and their division are the same throughout; only the waterfall runs anew.
//!
//! ```
//! use samfin_core::stress::{StressTest, stress};
//! let test = StressTest::parse(br#"{ "year": 2027, "max_defaulters": 2, "policies": { "alla": "all-share" },
//!   "agreement": { "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
//!     "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" } ],
//!     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "100.00" }, "key": { "type": "equal" } } ] } }"#)?;
//! let stressed = stress(&test, &mut |_| {})?;
//! let [own, all] = &stressed.policies[..] else { panic!() };
//! assert_eq!((own.subsets, own.uncovered_subsets), (3, 3)); // no rule: nothing is covered
//! assert_eq!((all.subsets, all.uncovered_subsets), (3, 1)); // but for both at once
//! assert_eq!(all.worst_increase[0].amount.to_string(), "50.00");
//! # Ok::<(), samfin_core::Error>(())
//! ```

mod answer;
mod request;
mod subsets;
mod tally;

pub use answer::{BreakingPoint, HoursLost, MatrixCell, PolicyStressed, Stressed, WorstIncrease};
pub use request::StressTest;

use crate::calculation::prepare;
use crate::default::{WholeYear, outcome};
use crate::{Code, Error, Id, Issue, say};
use subsets::{Subsets, count};
use tally::Tally;

/// The most work of one stress test: subsets × policies × parties × (1 + steps).
pub const MAX_STRESS_WORK: u64 = 20_000_000;

/// How many subsets a test tries.
#[must_use]
pub fn subsets_of(test: &StressTest) -> u64 {
    count(sharing(test).len(), test.max_defaulters)
}

/// Tries every subset; `progress` is told now and then how many have been tried.
///
/// # Errors
///
/// [`Error::Invalid`] when the calculation without any shortfall is wrong, or when the test is more
/// work than a request may be.
pub fn stress(test: &StressTest, progress: &mut dyn FnMut(u64)) -> Result<Stressed, Error> {
    check_work(test)?;
    let request = &test.request;
    let prepared = prepare(request, false)?;
    let sharing = sharing(test);
    let whole_year = WholeYear::of(request, &prepared.allocated);
    let mut tallies: Vec<Tally<'_>> =
        test.policies.iter().map(|(name, _)| Tally::new(name, request, &prepared)).collect();
    let mut defaulters = Vec::new();
    let mut subsets = Subsets::new(sharing.len(), test.max_defaulters);
    let mut tried = 0_u64;
    while let Some(subset) = subsets.next() {
        defaulters.clear();
        defaulters.extend(subset.iter().map(|i| sharing[*i]));
        let shortfalls = whole_year.without(&defaulters);
        for ((_, steps), tally) in test.policies.iter().zip(&mut tallies) {
            let found = shortfalls.as_ref().map(|shortfalls| {
                // A subset that cannot be calculated counts as uncovered, whole.
                outcome(request, steps, &prepared.costs, &prepared.allocated, shortfalls)
                    .ok_or_else(|| shortfalls.total())
            });
            tally.add(&defaulters, found);
        }
        tried += 1;
        if tried.is_multiple_of(256) {
            progress(tried);
        }
    }
    progress(tried);
    let (mut policies, mut matrix) = (Vec::new(), Vec::new());
    for tally in tallies {
        let (policy, cells) = tally.close();
        policies.push(policy);
        matrix.extend(cells);
    }
    Ok(Stressed { year: request.year, policies, matrix })
}

/// The positions of the parties that share costs.
fn sharing(test: &StressTest) -> Vec<usize> {
    let parties = &test.request.agreement.parties;
    (0..parties.len()).filter(|party| parties[*party].shares_costs).collect()
}

fn ids(test: &crate::Request, parties: &[usize]) -> Vec<Id> {
    parties.iter().map(|party| test.agreement.parties[*party].id.clone()).collect()
}

fn check_work(test: &StressTest) -> Result<(), Error> {
    let parties = sharing(test).len();
    let of_one: u64 =
        test.policies.iter().map(|(_, steps)| wide(steps.len() + 1)).sum::<u64>().saturating_mul(wide(parties));
    let work = |most: usize| count(parties, most).saturating_mul(of_one);
    if work(test.max_defaulters) <= MAX_STRESS_WORK {
        return Ok(());
    }
    let allowed = (1..test.max_defaulters.min(parties)).rev().find(|most| work(*most) <= MAX_STRESS_WORK).unwrap_or(0);
    let (subsets, rules) = (count(parties, test.max_defaulters), test.policies.len());
    let (most, total) = (MAX_STRESS_WORK, work(test.max_defaulters));
    let detail = say!(
        "stresstestet är {subsets} kombinationer × {rules} regler × {parties} parter, med reglernas steg {total}; högst {most} är tillåtna, och max_defaulters {allowed} ryms",
        "the stress test is {subsets} subsets × {rules} policies × {parties} parties, {total} with the policies' steps; at most {most} are allowed, and max_defaulters {allowed} fits"
    );
    Err(Error::one(Issue::new("/max_defaulters", Code::TooMuchWork, detail)))
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
