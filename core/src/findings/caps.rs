//! Limits: which there are, which can never limit anything, and what the agreement is without one of them.

use rust_decimal::Decimal;

use super::{Found, keys};
use crate::agreement::{Bound, Key, KeyRule, PartyKind, PerMember, StepKind};
use crate::{Agreement, FindingCode, say};

/// One limit in an agreement.
#[derive(Debug)]
pub(super) struct Cap {
    /// Where the limit itself stands.
    pub(super) pointer: String,
    pub(super) place: Place,
}

/// What a limit limits.
#[derive(Debug)]
pub(super) enum Place {
    /// What the step of the default policy at this position covers.
    Step(usize, StepLimit),
    /// What members bear by the `bounded` key that stands at the pointer.
    Key { key: String, side: Side, whose: Whose },
}

#[derive(Debug, Clone, Copy)]
pub(super) enum StepLimit {
    Amount,
    Percent,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    Min,
    Max,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Whose {
    Everyone,
    Kind(PartyKind),
    Party(usize),
}

/// The limits that can limit nothing, whatever the figures.
pub(super) fn look(agreement: &Agreement, found: &mut Found) {
    for (i, step) in agreement.default_policy.iter().enumerate() {
        if let StepKind::Guarantor { percent: Some(percent), .. } = step.kind
            && percent >= Decimal::ONE_HUNDRED
        {
            let text = say!(
                "{percent} procent av bortfallet är hela bortfallet",
                "{percent} per cent of the shortfall is all of it"
            );
            found.add(FindingCode::CapNeverBinds, format!("/default_policy/{i}/percent"), text);
        }
    }
    each_bound(agreement, |key, side, _, name, bound| {
        let text = match (side, bound) {
            (Side::Max, Bound::Percent(percent)) if *percent >= Decimal::ONE_HUNDRED => say!(
                "ingen bär mer än hela beloppet; högst {percent} procent begränsar inget",
                "nobody bears more than the whole amount; at most {percent} per cent limits nothing"
            ),
            (Side::Min, bound) if is_zero(bound) => {
                say!("ett minsta belopp på noll begränsar inget", "a minimum of nothing limits nothing")
            }
            _ => return,
        };
        found.add(FindingCode::CapNeverBinds, place_of(key, side, name), text);
    });
}

/// The limits of the default policy, in its order.
pub(super) fn of_policy(agreement: &Agreement) -> Vec<Cap> {
    let mut caps = Vec::new();
    for (i, step) in agreement.default_policy.iter().enumerate() {
        let mut add = |name: &str, limit: StepLimit, is_there: bool| {
            let pointer = format!("/default_policy/{i}/{name}");
            caps.extend(is_there.then_some(Cap { pointer, place: Place::Step(i, limit) }));
        };
        match &step.kind {
            StepKind::Reserve { limit } | StepKind::CarryForward { limit } => {
                add("limit", StepLimit::Amount, limit.is_some());
            }
            StepKind::Redistribute { max_increase_percent, .. } => {
                add("max_increase_percent", StepLimit::Percent, max_increase_percent.is_some());
            }
            StepKind::Guarantor { limit, percent, .. } => {
                add("limit", StepLimit::Amount, limit.is_some());
                add("percent", StepLimit::Percent, percent.is_some());
            }
            // Cutting all of a cost is what the step does when nothing else is said.
            StepKind::ReduceService { max_percent, .. } => {
                add("max_percent", StepLimit::Percent, *max_percent < Decimal::ONE_HUNDRED);
            }
            StepKind::MatchDown { .. } => {}
        }
    }
    caps
}

/// The bounds of the keys that are used.
pub(super) fn of_keys(agreement: &Agreement) -> Vec<Cap> {
    let used = keys::used(agreement);
    let unused: Vec<String> = agreement
        .keys
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .map(|(named, _)| format!("{}/", named.key.pointer))
        .collect();
    let mut caps = Vec::new();
    each_bound(agreement, |key, side, whose, name, _| {
        let place = Place::Key { key: key.pointer.clone(), side, whose };
        if !unused.iter().any(|unused| format!("{}/", key.pointer).starts_with(unused)) {
            caps.push(Cap { pointer: super::in_document(place_of(key, side, name)), place });
        }
    });
    caps
}

/// `agreement` without the limit.
pub(super) fn lift(cap: &Cap, agreement: &mut Agreement) {
    match &cap.place {
        Place::Step(i, limit) => lift_from_step(&mut agreement.default_policy[*i].kind, *limit),
        Place::Key { key, side, whose } => {
            let costs = agreement.costs.iter_mut().map(|cost| &mut cost.key);
            let mut keys = costs.chain(agreement.keys.iter_mut().map(|named| &mut named.key));
            if let Some(KeyRule::Bounded { min, max, .. }) =
                keys.find_map(|root| at(root, key)).map(|key| &mut key.rule)
            {
                lift_from_table(if matches!(side, Side::Min) { min } else { max }, *whose);
            }
        }
    }
}

fn lift_from_step(kind: &mut StepKind, lifted: StepLimit) {
    match (kind, lifted) {
        (
            StepKind::Reserve { limit } | StepKind::CarryForward { limit } | StepKind::Guarantor { limit, .. },
            StepLimit::Amount,
        ) => *limit = None,
        (
            StepKind::Redistribute { max_increase_percent: percent, .. } | StepKind::Guarantor { percent, .. },
            StepLimit::Percent,
        ) => *percent = None,
        (StepKind::ReduceService { max_percent, .. }, StepLimit::Percent) => *max_percent = Decimal::ONE_HUNDRED,
        _ => {}
    }
}

fn lift_from_table(bounds: &mut PerMember<Bound>, whose: Whose) {
    match whose {
        Whose::Everyone => bounds.everyone = None,
        Whose::Kind(kind) => bounds.kinds.retain(|(of, _)| *of != kind),
        Whose::Party(party) => bounds.parties.retain(|(of, _)| *of != party),
    }
}

/// The key that stands at `pointer`, in `key` or deeper.
fn at<'k>(key: &'k mut Key, pointer: &str) -> Option<&'k mut Key> {
    if key.pointer == pointer {
        return Some(key);
    }
    match &mut key.rule {
        KeyRule::Equal | KeyRule::Shares(_) | KeyRule::Statistic { .. } | KeyRule::Seats(_) | KeyRule::Ref(_) => None,
        KeyRule::Groups(groups) => groups.iter_mut().find_map(|group| at(&mut group.key, pointer)),
        KeyRule::Blend(parts) => parts.iter_mut().find_map(|part| at(&mut part.key, pointer)),
        KeyRule::BaseFee { remainder: key, .. } | KeyRule::Bounded { key, .. } | KeyRule::Among { key, .. } => {
            at(key, pointer)
        }
    }
}

/// Every bound of every key in the document: its key, side, whose it is, by which name, and itself.
fn each_bound(agreement: &Agreement, mut see: impl FnMut(&Key, Side, Whose, &str, &Bound)) {
    let costs = agreement.costs.iter().map(|cost| &cost.key);
    let mut waiting: Vec<&Key> = costs.chain(agreement.keys.iter().map(|named| &named.key)).collect();
    while let Some(key) = waiting.pop() {
        waiting.extend(key.inner());
        let KeyRule::Bounded { min, max, .. } = &key.rule else { continue };
        for (side, bounds) in [(Side::Min, min), (Side::Max, max)] {
            if let Some(bound) = &bounds.everyone {
                see(key, side, Whose::Everyone, "*", bound);
            }
            for (kind, bound) in &bounds.kinds {
                see(key, side, Whose::Kind(*kind), kind.word(), bound);
            }
            for (party, bound) in &bounds.parties {
                see(key, side, Whose::Party(*party), agreement.parties[*party].id.as_str(), bound);
            }
        }
    }
}

fn place_of(key: &Key, side: Side, name: &str) -> String {
    let side = if matches!(side, Side::Min) { "min" } else { "max" };
    format!("{}/{side}/{name}", key.pointer)
}

fn is_zero(bound: &Bound) -> bool {
    match bound {
        Bound::Percent(percent) => percent.is_zero(),
        Bound::PerYear(amount) => amount.is_zero(),
    }
}
