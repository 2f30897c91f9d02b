//! When a party does not contribute (calculation contract § 7): the waterfall of the default policy.
//!
//! ```text
//! events -> shortfalls -> step by step: cover, cut or carry forward -> uncovered -> debts and claims
//! ```

mod fill;
mod ledger;
mod shortfall;
mod steps;

use num_bigint::BigInt;

use crate::agreement::{PolicyStep, StepKind};
use crate::cost::CostOfYear;
use crate::exact::Whole;
use crate::key::Stop;
use crate::result::{DefaultResult, StepResult};
use crate::trace::Step;
use crate::{Code, Issue, Ore, Request, say};
use ledger::Ledger;
pub(crate) use shortfall::{Shortfalls, WholeYear};

/// What shortfalls and the default policy do to a year, in öre; all zero when everyone contributes.
#[derive(Debug)]
pub(crate) struct Defaults {
    /// By party: what it does not contribute.
    pub(crate) shortfall: Vec<i128>,
    /// By party: what it takes on; below zero where it pays less because the service shrinks.
    pub(crate) cover: Vec<i128>,
    /// What the host lays out.
    pub(crate) advance: i128,
    /// By party: what it owes by this year's shortfall.
    pub(crate) debt: Vec<i128>,
    /// By cost: how much it is cut.
    pub(crate) reduction: Vec<i128>,
    /// What the reserve pays out.
    pub(crate) from_reserve: i128,
    /// What is told about it; none when everyone contributes.
    pub(crate) result: Option<DefaultResult>,
    /// What is worth knowing.
    pub(crate) warnings: Vec<Issue>,
    /// Why, step by step; empty unless asked for.
    pub(crate) steps: Vec<Step>,
}

impl Defaults {
    fn none(parties: usize, costs: usize) -> Self {
        Self {
            shortfall: vec![0; parties],
            cover: vec![0; parties],
            advance: 0,
            debt: vec![0; parties],
            reduction: vec![0; costs],
            from_reserve: 0,
            result: None,
            warnings: Vec::new(),
            steps: Vec::new(),
        }
    }
}

/// Carries out the default policy on what the parties are allocated, in öre.
///
/// # Errors
///
/// The issues of a `by` key that cannot be evaluated.
pub(crate) fn carry_out(
    request: &Request,
    costs: &[CostOfYear],
    allocated: &[i128],
    explain: bool,
) -> Result<Defaults, Vec<Issue>> {
    let shortfalls = Shortfalls::of(request, allocated);
    let Some(shortfalls) = shortfalls else {
        return Ok(Defaults::none(allocated.len(), costs.len()));
    };
    // First in narrow arithmetic, and in wide where that does not suffice.
    let outcome = match run::<i128>(request, costs, allocated, &shortfalls, explain) {
        Err((Stop::Overflow, _)) => run::<BigInt>(request, costs, allocated, &shortfalls, explain),
        done => done,
    };
    outcome.map_err(|(stop, issues)| match stop {
        Stop::Wrong => issues,
        Stop::Overflow => vec![Issue::new(
            "/agreement/default_policy",
            Code::TooMuchWork,
            say!(
                "de exakta bråken i regeln vid bortfall får fler än 2 400 siffror; förenkla dess nyckel",
                "the exact fractions of the default policy grow beyond 2 400 digits; simplify its key"
            ),
        )],
    })
}

fn run<W: Whole>(
    request: &Request,
    costs: &[CostOfYear],
    allocated: &[i128],
    shortfalls: &Shortfalls,
    explain: bool,
) -> Result<Defaults, (Stop, Vec<Issue>)> {
    let agreement = &request.agreement;
    let mut ledger = Ledger::open(request, costs, allocated, shortfalls, explain);
    let mut results = Vec::with_capacity(agreement.default_policy.len());
    for step in &agreement.default_policy {
        let before = ledger.remaining;
        let by = if before == 0 { Vec::new() } else { ledger.step::<W>(step)? };
        let covered = before - ledger.remaining;
        let kind = word(&step.kind);
        if explain {
            ledger.explain(step, kind, before, covered);
        }
        results.push(StepResult { kind, covered: ore(covered), remaining: ore(ledger.remaining), by });
    }
    Ok(ledger.close(results))
}

/// What a policy comes to, without the words: for many of them at once.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// By party: what it takes on.
    pub(crate) cover: Vec<i128>,
    /// By cost: how much it is cut.
    pub(crate) cuts: Vec<i128>,
    /// What is left after the last step.
    pub(crate) uncovered: i128,
}

/// Carries out `steps`, which need not be the agreement's own; none when they cannot be carried out.
pub(crate) fn outcome(
    request: &Request,
    steps: &[PolicyStep],
    costs: &[CostOfYear],
    allocated: &[i128],
    shortfalls: &Shortfalls,
) -> Option<Outcome> {
    let narrow = outcome_in::<i128>(request, steps, costs, allocated, shortfalls);
    let found = match narrow {
        Err((Stop::Overflow, _)) => outcome_in::<BigInt>(request, steps, costs, allocated, shortfalls),
        done => done,
    };
    found.ok()
}

fn outcome_in<W: Whole>(
    request: &Request,
    steps: &[PolicyStep],
    costs: &[CostOfYear],
    allocated: &[i128],
    shortfalls: &Shortfalls,
) -> Result<Outcome, (Stop, Vec<Issue>)> {
    let mut ledger = Ledger::open(request, costs, allocated, shortfalls, false);
    for step in steps {
        if ledger.remaining == 0 {
            break;
        }
        ledger.step::<W>(step)?;
    }
    Ok(Outcome { uncovered: ledger.remaining, cover: ledger.cover, cuts: ledger.cuts })
}

/// The word for a step in the document.
fn word(kind: &StepKind) -> &'static str {
    match kind {
        StepKind::Reserve { .. } => "reserve",
        StepKind::Redistribute { .. } => "redistribute",
        StepKind::Guarantor { .. } => "guarantor",
        StepKind::ReduceService { .. } => "reduce_service",
        StepKind::MatchDown { .. } => "match_down",
        StepKind::CarryForward { .. } => "carry_forward",
    }
}

/// Parts of a shortfall are no larger than what was allocated, which fits.
fn ore(amount: i128) -> Ore {
    Ore::from_wide(amount).unwrap_or_default()
}
