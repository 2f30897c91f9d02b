//! The answer in a sentence or two: what a politician would say of the column.

use samfin_core::agreement::PartyKind;
use samfin_core::{By, Calculation, DefaultResult, Fixed, Ore};

use super::view::{View, letter};
use crate::web::names::listed;
use crate::web::words::t;

/// What a column shows.
pub(super) fn finding(view: &View<'_>, column: usize) -> String {
    let result = &view.column(column).calculation;
    match &result.default {
        Some(default) => missing(view, result, default),
        None if column == view.dialogue.baseline => costs(view, column, result),
        None => compared(view, column, result),
    }
}

/// Someone does not contribute: how much is missing, and what becomes of it.
fn missing(view: &View<'_>, result: &Calculation, default: &DefaultResult) -> String {
    let (words, format) = (view.words, view.format());
    let short = result.parties.iter().filter(|party| !party.shortfall.is_zero());
    let out: Vec<String> = short.map(|party| view.short_name_of(&party.id)).collect();
    let mut said = vec![t!(
        words,
        "finding-missing",
        who = listed(words, &out),
        amount = format.kronor(default.shortfall),
        year = result.year
    )];
    let of = |wanted: fn(&By) -> Option<Ore>| {
        let amounts = default.steps.iter().filter(|step| step.kind != "carry_forward").flat_map(|step| &step.by);
        amounts.filter_map(wanted).map(Ore::ore).sum::<i64>()
    };
    let reserve = of(|by| if let By::Reserve { amount, .. } = by { Some(*amount) } else { None });
    if let Some(amount) = Ore::from_ore(reserve).filter(|amount| !amount.is_zero()) {
        said.push(t!(words, "finding-reserve", amount = format.kronor(amount)));
    }
    said.extend(covered(view, result));
    let hours: i128 = result.costs.iter().filter_map(|cost| cost.hours_lost).map(Fixed::units).sum();
    if hours > 0 {
        let lost = rust_decimal::Decimal::from_i128_with_scale(hours, 2);
        said.push(t!(words, "finding-hours", hours = format.number(lost, 0)));
    }
    let carried =
        default.steps.iter().filter(|step| step.kind == "carry_forward").map(|step| step.covered.ore()).sum::<i64>();
    if let Some(amount) = Ore::from_ore(carried).filter(|amount| !amount.is_zero()) {
        let host = view.short_name_of(&result.host);
        said.push(t!(words, "finding-carried", host = host, amount = format.kronor(amount)));
    }
    if !default.uncovered.is_zero() {
        said.push(t!(words, "finding-uncovered", amount = format.kronor(default.uncovered)));
    }
    said.join(" ")
}

/// Who takes it on, and who most of it.
fn covered(view: &View<'_>, result: &Calculation) -> Option<String> {
    let (words, format) = (view.words, view.format());
    let coverers: Vec<_> = result.parties.iter().filter(|party| party.cover > Ore::ZERO).collect();
    let most = coverers.iter().copied().reduce(|most, next| if next.cover > most.cover { next } else { most })?;
    let sum = Ore::from_ore(coverers.iter().map(|party| party.cover.ore()).sum())?;
    let percent = rust_decimal::Decimal::from(most.cover.ore() * 100)
        .checked_div(rust_decimal::Decimal::from(most.allocated.ore()))
        .unwrap_or_default();
    let percent = format.percent(percent, 1);
    Some(if coverers.len() == 1 {
        t!(
            words,
            "finding-one-covers",
            party = view.short_name_of(&most.id),
            amount = format.kronor(sum),
            percent = percent
        )
    } else {
        t!(
            words,
            "finding-others-cover",
            amount = format.kronor(sum),
            party = view.short_name_of(&most.id),
            most = format.change(most.cover),
            percent = percent
        )
    })
}

/// The baseline: what it costs, and which side pays what.
fn costs(view: &View<'_>, column: usize, result: &Calculation) -> String {
    let (words, format) = (view.words, view.format());
    let name = view.name(column);
    let sum = |kind: PartyKind| {
        let parties = view.agreement(column).parties.iter().zip(&result.parties);
        let paid = parties.filter(|(party, _)| party.kind == kind).map(|(_, result)| result.payable.ore()).sum();
        Ore::from_ore(paid).unwrap_or_default()
    };
    let (regions, municipalities) = (sum(PartyKind::Region), sum(PartyKind::Municipality));
    let total = format.kronor(result.total);
    if regions.is_zero() || municipalities.is_zero() {
        return t!(words, "finding-costs", name = name, total = total, year = result.year);
    }
    t!(
        words,
        "finding-costs-sides",
        name = name,
        total = total,
        year = result.year,
        regions = format.kronor(regions),
        municipalities = format.kronor(municipalities)
    )
}

/// Another column: how the cost differs, or who pays more and who less.
fn compared(view: &View<'_>, column: usize, result: &Calculation) -> String {
    let (words, format) = (view.words, view.format());
    let base = view.dialogue.baseline;
    let before = view.column(base).calculation.total;
    let letter = letter(base);
    let changes = &view.column(column).change;
    let most =
        changes.iter().reduce(|most, next| if next.amount.ore().abs() > most.amount.ore().abs() { next } else { most });
    let Some(most) = most.filter(|most| !most.amount.is_zero()) else {
        return t!(words, "finding-same", letter = letter);
    };
    let (party, change) = (view.short_name_of(&most.party), format.change(most.amount));
    if result.total == before {
        let moved = changes.iter().map(|change| change.amount.ore().max(0)).sum();
        let moved = format.kronor(Ore::from_ore(moved).unwrap_or_default());
        return t!(words, "finding-moved", letter = letter, moved = moved, party = party, change = change);
    }
    let difference = format.kronor(Ore::from_ore((result.total.ore() - before.ore()).abs()).unwrap_or_default());
    let total = format.kronor(result.total);
    if result.total > before {
        t!(
            words,
            "finding-dearer",
            letter = letter,
            difference = difference,
            total = total,
            party = party,
            change = change
        )
    } else {
        t!(
            words,
            "finding-cheaper",
            letter = letter,
            difference = difference,
            total = total,
            party = party,
            change = change
        )
    }
}
