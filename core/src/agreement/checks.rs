//! What only the whole document shows: circles of keys, keys too deep, payers with payers.

use std::collections::HashSet;

use super::{Cost, Key, KeyRule, MAX_KEY_DEPTH, NamedKey, Party, PolicyStep, StepKind};
use crate::read::{Node, Reader};
use crate::{Code, Issue, say};

/// Circles, depth, and what a key in the default policy may not contain.
pub(super) fn check_keys(reader: &mut Reader, named: &[NamedKey], costs: &[Cost], policy: &[PolicyStep]) {
    let in_circle = in_circles(named);
    for position in &in_circle {
        let NamedKey { name, key } = &named[*position];
        let detail = say!(
            "nyckeln \"{name}\" hänvisar till sig själv på omvägar; bryt ringen",
            "the key \"{name}\" refers to itself in a roundabout way; break the circle"
        );
        reader.push(Issue::new(key.pointer.clone(), Code::KeyCycle, detail));
    }
    if !in_circle.is_empty() {
        return;
    }
    let by = policy.iter().filter_map(|step| match &step.kind {
        StepKind::Redistribute { by: Some(key), .. } => Some((step, key.as_ref())),
        _ => None,
    });
    let depths = in_order(named, depth);
    let every = costs.iter().map(|cost| &cost.key).chain(named.iter().map(|named| &named.key));
    for key in every.chain(by.clone().map(|(_, key)| key)) {
        if depth(key, &depths) > MAX_KEY_DEPTH {
            let detail = say!(
                "nycklar får vara kapslade i högst {MAX_KEY_DEPTH} nivåer",
                "keys may nest in at most {MAX_KEY_DEPTH} levels"
            );
            reader.push(Issue::new(key.pointer.clone(), Code::KeyDepth, detail));
        }
    }
    let proportional = in_order(named, is_proportional);
    for (step, key) in by {
        if !is_proportional(key, &proportional) {
            let detail = say!(
                "en nyckel här får inte innehålla \"base_fee\" eller \"bounded\"; använd en som delar i proportion",
                "a key here may not contain \"base_fee\" or \"bounded\"; use one that divides in proportion"
            );
            reader.push(Issue::new(format!("{}/by", step.pointer), Code::PolicyKeyNotProportional, detail));
        }
    }
}

/// The named keys that lead back to themselves, in the document's order.
fn in_circles(named: &[NamedKey]) -> Vec<usize> {
    let targets: Vec<Vec<usize>> = named.iter().map(|named| references(&named.key)).collect();
    let leads_back = |start: usize| {
        let mut seen = HashSet::new();
        let mut waiting = targets[start].clone();
        while let Some(next) = waiting.pop() {
            if next == start {
                return true;
            }
            if seen.insert(next) {
                waiting.extend(&targets[next]);
            }
        }
        false
    };
    (0..named.len()).filter(|position| leads_back(*position)).collect()
}

/// What `of` says of every named key, where those it refers to have been asked first (there are no circles).
pub(crate) fn in_order<T: Default + Clone>(named: &[NamedKey], of: impl Fn(&Key, &[T]) -> T) -> Vec<T> {
    let mut answers = vec![T::default(); named.len()];
    let mut done = vec![false; named.len()];
    for start in 0..named.len() {
        let mut stack = vec![(start, false)];
        while let Some((position, ready)) = stack.pop() {
            if ready {
                answers[position] = of(&named[position].key, &answers);
            } else if !done[position] {
                done[position] = true;
                stack.push((position, true));
                let inner = references(&named[position].key);
                stack.extend(inner.into_iter().filter(|inner| !done[*inner]).map(|inner| (inner, false)));
            }
        }
    }
    answers
}

/// A payer pays for itself: no chains.
pub(super) fn check_payers(reader: &mut Reader, node: &Node<'_>, parties: &[Party]) {
    for (position, party) in parties.iter().enumerate() {
        let payer = &parties[party.payer];
        if party.payer != position && payer.payer != party.payer {
            let detail = say!(
                "{} betalar inte för sig själv och kan inte betala för andra",
                "{} does not pay for itself and cannot pay for others"; payer.id
            );
            reader.push(Issue::new(format!("{}/parties/{position}/payer", node.pointer()), Code::PayerChain, detail));
        }
    }
}

/// The named keys that `key` refers to, however deep inside it.
fn references(key: &Key) -> Vec<usize> {
    let mut found = Vec::new();
    let mut waiting = vec![key];
    while let Some(key) = waiting.pop() {
        match &key.rule {
            KeyRule::Ref(position) => found.push(*position),
            _ => waiting.extend(key.inner()),
        }
    }
    found
}

fn depth(key: &Key, named: &[usize]) -> usize {
    1 + match &key.rule {
        KeyRule::Ref(position) => named[*position],
        _ => key.inner().into_iter().map(|inner| depth(inner, named)).max().unwrap_or(0),
    }
}

fn is_proportional(key: &Key, named: &[bool]) -> bool {
    match &key.rule {
        KeyRule::BaseFee { .. } | KeyRule::Bounded { .. } => false,
        KeyRule::Ref(position) => named[*position],
        _ => key.inner().into_iter().all(|inner| is_proportional(inner, named)),
    }
}
