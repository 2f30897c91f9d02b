//! What the default policy did, one sentence a step.

use super::figure;
use crate::{By, Calculation, Fixed, Id, Lang, Ore, StepResult, Text, say};

/// What was done about the shortfall of a year, in sentences; empty when everyone contributes.
///
/// ```text
/// Ragunda kommun bidrar inte med 1 715,89 kr.
/// Reserven täcker 800,00 kr.
/// 7 parter täcker 915,89 kr; Östersunds kommun mest, 466,35 kr (+2,2 %).
/// ```
#[must_use]
pub fn default_sentences(calculation: &Calculation) -> Vec<Text> {
    let Some(default) = &calculation.default else { return Vec::new() };
    let short = calculation.parties.iter().filter(|party| !party.shortfall.is_zero());
    let mut sentences: Vec<Text> = short
        .map(|party| {
            let (sv, en) = both(party.shortfall);
            Text::new(
                format!("{} bidrar inte med {sv} kr.", party.name),
                format!("{} does not contribute {en} kr.", party.name),
            )
        })
        .collect();
    sentences
        .extend(default.steps.iter().filter(|step| !step.covered.is_zero()).map(|step| sentence(calculation, step)));
    if !default.uncovered.is_zero() {
        let ((sv, en), host) = (both(default.uncovered), name(calculation, &calculation.host));
        sentences.push(Text::new(
            format!("{sv} kr täcks av ingen; {host} ligger ute med det."),
            format!("{en} kr is covered by no one; {host} lays it out."),
        ));
    }
    sentences
}

fn sentence(calculation: &Calculation, step: &StepResult) -> Text {
    let (sv, en) = both(step.covered);
    match step.kind {
        "reserve" => Text::new(format!("Reserven täcker {sv} kr."), format!("The reserve covers {en} kr.")),
        "carry_forward" => {
            let host = name(calculation, &calculation.host);
            Text::new(format!("{host} ligger ute med {sv} kr."), format!("{host} lays out {en} kr."))
        }
        "reduce_service" => {
            let most = most_cut(calculation, step);
            Text::new(
                format!("Stödet minskas med {sv} kr; {}.", most.sv),
                format!("The service is reduced by {en} kr; {}.", most.en),
            )
        }
        "match_down" => matched(calculation, step),
        _ => {
            let count = step.by.len();
            let most = most_taken(calculation, step);
            if count == 1 {
                return Text::new(
                    format!("{} täcker {}.", most.0, most.1.sv),
                    format!("{} covers {}.", most.0, most.1.en),
                );
            }
            Text::new(
                format!("{count} parter täcker {sv} kr; {} mest, {}.", most.0, most.1.sv),
                format!("{count} parties cover {en} kr; {} most, {}.", most.0, most.1.en),
            )
        }
    }
}

/// Who took most of a step, and how much that adds to its part: «466,35 kr (+2,2 %)».
fn most_taken(calculation: &Calculation, step: &StepResult) -> (String, Text) {
    let taken = step.by.iter().filter_map(|by| match by {
        By::Party { party, amount } => Some((party, *amount)),
        _ => None,
    });
    // Of equals the first.
    let most = taken.reduce(|most, next| if next.1 > most.1 { next } else { most });
    let Some((id, amount)) = most else { return (String::new(), say!("", "")) };
    let party = calculation.parties.iter().find(|party| party.id == *id);
    let allocated = party.map_or(0, |party| party.allocated.wide());
    let (sv, en) = both(amount);
    if allocated <= 0 {
        return (name(calculation, id), Text::new(format!("{sv} kr"), format!("{en} kr")));
    }
    let percent = Fixed::ratio(amount.wide() * 100, allocated, 1).to_string();
    let (percent_sv, percent_en) = (figure(&percent, Lang::Sv), figure(&percent, Lang::En));
    (name(calculation, id), Text::new(format!("{sv} kr (+{percent_sv} %)"), format!("{en} kr (+{percent_en} %)")))
}

/// Which cost is cut most, and the hours that all its cuts take from it.
fn most_cut(calculation: &Calculation, step: &StepResult) -> Text {
    let cuts = step.by.iter().filter_map(|by| match by {
        By::Cost { cost, amount } => Some((cost, *amount)),
        _ => None,
    });
    let most = cuts.reduce(|most, next| if next.1 > most.1 { next } else { most });
    let found = most.and_then(|(id, amount)| Some((calculation.costs.iter().find(|cost| cost.id == *id)?, amount)));
    let Some((cost, amount)) = found else { return say!("", "") };
    let (sv, en) = both(amount);
    match cost.hours_lost {
        Some(hours) => {
            let hours = hours.to_string();
            let (hours_sv, hours_en) = (figure(&hours, Lang::Sv), figure(&hours, Lang::En));
            Text::new(
                format!("{} mest, {sv} kr ({hours_sv} timmar)", cost.name),
                format!("{} most, {en} kr ({hours_en} hours)", cost.name),
            )
        }
        None => Text::new(format!("{} mest, {sv} kr", cost.name), format!("{} most, {en} kr", cost.name)),
    }
}

fn matched(calculation: &Calculation, step: &StepResult) -> Text {
    let (mut cut, mut lowered) = (0, 0);
    for by in &step.by {
        match by {
            By::Cost { amount, .. } => cut += amount.wide(),
            By::Party { amount, .. } => lowered -= amount.wide(),
            By::Reserve { .. } => {}
        }
    }
    let amount = |ore: i128| both(Ore::from_wide(ore).unwrap_or_default());
    let ((cut_sv, cut_en), (lowered_sv, lowered_en)) = (amount(cut), amount(lowered));
    let most = most_cut(calculation, step);
    Text::new(
        format!("Stödet minskas med {cut_sv} kr ({}), och övriga betalar {lowered_sv} kr mindre.", most.sv),
        format!("The service is reduced by {cut_en} kr ({}), and the others pay {lowered_en} kr less.", most.en),
    )
}

fn name(calculation: &Calculation, id: &Id) -> String {
    calculation.parties.iter().find(|party| party.id == *id).map_or_else(|| id.to_string(), |party| party.name.clone())
}

/// An amount as Swedish and as English readers write it.
fn both(amount: Ore) -> (String, String) {
    let text = amount.to_string();
    (figure(&text, Lang::Sv), figure(&text, Lang::En))
}
