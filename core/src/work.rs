//! How much work a calculation may be (calculation contract § 10).
//!
//! The work is counted before it is done: parties × costs × segments, where a cost counts four and
//! one more for every key that is evaluated for it. 10 000 parties with two hundred plain costs fit.

use crate::agreement::{Key, KeyRule, PolicyStep, StepKind, checks::in_order};
use crate::allocation::Membership;
use crate::cost::CostOfYear;
use crate::date::Days;
use crate::{Agreement, Code, Error, Issue, Request, say};

/// The most work of one calculation.
pub const MAX_WORK: u64 = 10_000_000;

/// Refuses a request that is more work than a calculation may be.
pub(crate) fn check(request: &Request, costs: &[CostOfYear]) -> Result<(), Error> {
    let agreement = &request.agreement;
    let membership = Membership::of(agreement);
    let named: Vec<u64> = in_order(&agreement.keys, size);
    let parties = u64::try_from(agreement.parties.len()).unwrap_or(u64::MAX);
    let mut cells = 0_u64;
    for (cost, year) in agreement.costs.iter().zip(costs) {
        let Some(active) = year.active.filter(|_| !year.amount.is_zero()) else { continue };
        let segments = u64::try_from(membership.count(active)).unwrap_or(u64::MAX);
        cells = cells.saturating_add(segments.saturating_mul(size(&cost.key, &named).saturating_add(4)));
    }
    let work = cells.saturating_mul(parties);
    if work <= MAX_WORK {
        return Ok(());
    }
    let detail = say!(
        "beräkningen är {parties} parter × {cells} (kostnader × perioder × nycklar) = {work} steg; högst {MAX_WORK} är tillåtna",
        "the calculation is {parties} parties × {cells} (costs × segments × keys) = {work} steps; at most {MAX_WORK} are allowed"
    );
    Err(Error::one(Issue::new("/agreement", Code::TooMuchWork, detail)))
}

/// The work of one year, as an upper bound: as if every cost had an amount all year.
pub(crate) fn of_year(agreement: &Agreement, year: i32) -> u64 {
    let segments = u64::try_from(Membership::of(agreement).count(Days::of_year(year))).unwrap_or(u64::MAX);
    let named: Vec<u64> = in_order(&agreement.keys, size);
    let keys =
        agreement.costs.iter().map(|cost| size(&cost.key, &named).saturating_add(4)).fold(0, u64::saturating_add);
    let parties = u64::try_from(agreement.parties.len()).unwrap_or(u64::MAX);
    keys.saturating_mul(segments).saturating_mul(parties)
}

/// The work of carrying out the default policy once, as an upper bound: counted as costs are.
pub(crate) fn of_policy(agreement: &Agreement) -> u64 {
    let named: Vec<u64> = in_order(&agreement.keys, size);
    let cells = |step: &PolicyStep| match &step.kind {
        StepKind::Redistribute { by: Some(key), .. } => size(key, &named).saturating_add(4),
        _ => 4,
    };
    let cells = agreement.default_policy.iter().map(cells).fold(0, u64::saturating_add);
    cells.saturating_mul(u64::try_from(agreement.parties.len()).unwrap_or(u64::MAX))
}

/// How many keys are evaluated when `key` is, references followed.
fn size(key: &Key, named: &[u64]) -> u64 {
    let inner = match &key.rule {
        KeyRule::Ref(position) => named[*position],
        _ => key.inner().into_iter().fold(0_u64, |sum, inner| sum.saturating_add(size(inner, named))),
    };
    inner.saturating_add(1)
}
