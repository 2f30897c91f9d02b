//! What the figures of one year show: the year is calculated with every party falling short alone, and with
//! each limit taken away.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Found;
use super::caps::{self, Cap, Place};
use crate::calculation::{Prepared, prepare};
use crate::result::DefaultResult;
use crate::{Error, Event, FindingCode, MAX_WORK, Ore, Request, Text, default, say, work};

/// The most work of all that is tried: ten of the largest calculations there may be.
const MOST_WORK: u64 = 10 * MAX_WORK;

pub(super) fn look(request: &Request, found: &mut Found) {
    let prepared = match prepare(request, false) {
        Ok(prepared) => prepared,
        Err(error) => return not_calculated(request, None, error, found),
    };
    let (of_policy, of_keys) = (caps::of_policy(&request.agreement), caps::of_keys(&request.agreement));
    if !is_bearable(request, of_policy.len(), of_keys.len()) {
        return;
    }
    for cap in of_keys {
        if !found.has(FindingCode::CapNeverBinds, &cap.pointer) && changes_no_line(&cap, request, &prepared) {
            let text = say!(
                "utan gränsen skulle alla betala lika mycket {}",
                "without the limit everyone would pay as much in {}"; request.year
            );
            found.add(FindingCode::CapNeverBinds, cap.pointer, text);
        }
    }
    let mut year = Year { request: request.clone(), prepared: &prepared };
    let falling = largest_first(&prepared);
    let tried = Tried::of(&mut year, &falling, found);
    tried.tell(request, found);
    for cap in of_policy {
        let Place::Step(step, _) = cap.place else { continue };
        let known = found.has(FindingCode::CapNeverBinds, &cap.pointer);
        if !known && tried.covered[step] && never_binds(&cap, &mut year, &falling) {
            let text = say!(
                "gränsen nås inte {}, vem som än ensam faller bort hela året",
                "the limit is not reached in {}, whoever alone falls short all year"; request.year
            );
            found.add(FindingCode::CapNeverBinds, cap.pointer, text);
        }
    }
}

/// Whether all there is to try is little enough: one division for every bound of a key, and the default policy
/// for every party, twice more for each of its limits.
fn is_bearable(request: &Request, policy_caps: usize, key_caps: usize) -> bool {
    let agreement = &request.agreement;
    let wide = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let divided = work::of_year(agreement, request.year).saturating_mul(wide(key_caps));
    let carried_out = wide(agreement.parties.len()).saturating_mul(wide(1 + 2 * policy_caps));
    work::of_policy(agreement).saturating_mul(carried_out).saturating_add(divided) <= MOST_WORK
}

/// Why the year cannot be calculated at all, or not when a party falls short.
fn not_calculated(request: &Request, falling: Option<usize>, error: Error, found: &mut Found) {
    let Error::Invalid(issues) = error else { return };
    let year = request.year;
    let (sv, en) = match falling.map(|party| &request.agreement.parties[party].name) {
        None => (format!("{year} kan inte räknas"), format!("{year} cannot be calculated")),
        Some(name) => (
            format!("{year} kan inte räknas när {name} faller bort"),
            format!("{year} cannot be calculated when {name} falls short"),
        ),
    };
    for issue in issues {
        let text = Text::new(format!("{sv}: {}", issue.detail.sv), format!("{en}: {}", issue.detail.en));
        found.add(FindingCode::YearCannotBeCalculated, issue.pointer, text);
    }
}

/// The positions of the parties that bear something, the one that bears most first: it shows most.
fn largest_first(prepared: &Prepared) -> Vec<usize> {
    let allocated = &prepared.allocated;
    let mut positions: Vec<usize> = (0..allocated.len()).filter(|party| allocated[*party] > 0).collect();
    positions.sort_by_key(|party| std::cmp::Reverse(allocated[*party]));
    positions
}

/// Whether everyone pays the same without the bound of a key.
fn changes_no_line(cap: &Cap, request: &Request, prepared: &Prepared) -> bool {
    let mut lifted = request.clone();
    caps::lift(cap, Arc::make_mut(&mut lifted.agreement));
    let lines = |prepared: &Prepared| -> Vec<(usize, usize, Ore)> {
        prepared.allocation.lines.iter().map(|line| (line.cost, line.party, line.amount)).collect()
    };
    prepare(&lifted, false).is_ok_and(|without| lines(&without) == lines(prepared))
}

/// A year whose costs are divided, in which parties can fall short.
struct Year<'y> {
    request: Request,
    prepared: &'y Prepared,
}

impl Year<'_> {
    /// What the default policy does when only `party` falls short, with all that it bears.
    fn alone(&mut self, party: usize) -> Result<Option<DefaultResult>, Error> {
        let all = Event { party, contributes_percent: Decimal::ZERO, from: None, to: None, cause: None, reason: None };
        self.request.events = vec![all];
        let Prepared { costs, allocated, .. } = self.prepared;
        let defaults = default::carry_out(&self.request, costs, allocated, false).map_err(Error::Invalid)?;
        Ok(defaults.result)
    }
}

/// Whether taking the limit away changes nothing, whoever falls short.
fn never_binds(cap: &Cap, year: &mut Year<'_>, falling: &[usize]) -> bool {
    let mut lifted = Year { request: year.request.clone(), prepared: year.prepared };
    caps::lift(cap, Arc::make_mut(&mut lifted.request.agreement));
    falling.iter().all(|party| {
        let (with, without) = (year.alone(*party), lifted.alone(*party));
        with.is_ok_and(|with| without.is_ok_and(|without| with == without))
    })
}

/// What the default policy did, over all the parties that fell short, each alone.
struct Tried {
    /// How many did.
    count: usize,
    /// By step: whether something was left for it.
    reached: Vec<bool>,
    /// By step: whether it ever covered anything.
    covered: Vec<bool>,
    /// The party, other than the host, whose shortfall leaves most uncovered, and how much.
    worst: Option<(usize, Ore)>,
}

impl Tried {
    fn of(year: &mut Year<'_>, falling: &[usize], found: &mut Found) -> Self {
        let steps = year.request.agreement.default_policy.len();
        let host = year.request.agreement.host.of_year(year.request.year);
        let mut tried = Self { count: 0, reached: vec![false; steps], covered: vec![false; steps], worst: None };
        for party in falling {
            let default = match year.alone(*party) {
                Ok(default) => default,
                Err(error) => {
                    not_calculated(&year.request, Some(*party), error, found);
                    continue;
                }
            };
            let Some(default) = default else { continue };
            tried.count += 1;
            for (i, step) in default.steps.iter().enumerate() {
                tried.covered[i] |= !step.covered.is_zero();
                tried.reached[i] |= !step.covered.is_zero() || !step.remaining.is_zero();
            }
            // The host's own shortfall is laid out by the host in any case.
            let worst = tried.worst.map_or(Ore::ZERO, |(_, uncovered)| uncovered);
            if *party != host && default.uncovered > worst {
                tried.worst = Some((*party, default.uncovered));
            }
        }
        tried
    }

    fn tell(&self, request: &Request, found: &mut Found) {
        let year = request.year;
        if self.count == 0 || request.agreement.default_policy.is_empty() {
            return;
        }
        for (i, step) in request.agreement.default_policy.iter().enumerate() {
            let pointer = super::in_document(step.pointer.clone());
            let explained = found.has(FindingCode::EmptyReserve, &pointer);
            if self.reached[i] && !self.covered[i] && !explained {
                let text = say!(
                    "steget täcker inget {year}, vem som än ensam faller bort",
                    "the step covers nothing in {year}, whoever alone falls short"
                );
                found.add(FindingCode::StepCoversNothing, pointer, text);
            }
        }
        if !self.covered.contains(&true) {
            let text = say!(
                "regeln vid bortfall täcker inget {year}, vem som än ensam faller bort",
                "the default policy covers nothing in {year}, whoever alone falls short"
            );
            found.add(FindingCode::PolicyCoversNothing, "/default_policy", text);
        } else if let Some((party, uncovered)) = self.worst {
            let name = &request.agreement.parties[party].name;
            let text = say!(
                "om {name} ensam faller bort hela {year} står {uncovered} kr utan täckning, som värden får ligga ute med",
                "if {name} alone falls short all of {year}, {uncovered} kr are left uncovered, which the host has to lay out"
            );
            found.add(FindingCode::LeavesUncovered, "/default_policy", text);
        }
    }
}
