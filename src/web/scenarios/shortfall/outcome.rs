//! What a rule does with a shortfall, taken together over its steps.

use rust_decimal::Decimal;
use samfin_core::{By, Calculation, Fixed, Id, Ore, PartyResult};

/// A rule's doing in a year.
pub(super) struct Outcome<'o> {
    /// Who falls short.
    pub(super) short: Vec<&'o PartyResult>,
    /// What they do not contribute.
    pub(super) missing: Ore,
    /// What the reserve covers.
    pub(super) reserve: Ore,
    /// How many cover something.
    pub(super) coverers: usize,
    /// Who covers most in kronor, and how much that is of its own part, percent.
    pub(super) most: Option<(&'o PartyResult, Option<Decimal>)>,
    /// What others pay less, since the service shrinks.
    pub(super) lowered: Ore,
    /// Costs that are cut, and by how much.
    pub(super) cuts: Vec<(&'o Id, Ore)>,
    /// Hours that are lost.
    pub(super) hours: Decimal,
    /// What the host lays out until it is paid.
    pub(super) carried: Ore,
    /// What no step covers.
    pub(super) uncovered: Ore,
}

impl<'o> Outcome<'o> {
    /// None when everyone contributes.
    pub(super) fn of(result: &'o Calculation) -> Option<Self> {
        let default = result.default.as_ref()?;
        let sum = |amounts: &mut dyn Iterator<Item = i64>| Ore::from_ore(amounts.sum()).unwrap_or_default();
        let steps = |kind: &'static str, is: bool| default.steps.iter().filter(move |step| (step.kind == kind) == is);
        let by = || steps("carry_forward", false).flat_map(|step| &step.by);
        let mut cuts: Vec<(&Id, Ore)> = Vec::new();
        for part in by() {
            let By::Cost { cost, amount } = part else { continue };
            match cuts.iter_mut().find(|(known, _)| *known == cost) {
                Some((_, sum)) => *sum = Ore::from_ore(sum.ore() + amount.ore()).unwrap_or_default(),
                None => cuts.push((cost, *amount)),
            }
        }
        let coverers: Vec<&PartyResult> = result.parties.iter().filter(|party| party.cover > Ore::ZERO).collect();
        // Of equals the first.
        let most = coverers.iter().copied().reduce(|most, next| if next.cover > most.cover { next } else { most });
        Some(Self {
            short: result.parties.iter().filter(|party| !party.shortfall.is_zero()).collect(),
            missing: default.shortfall,
            reserve: sum(&mut by().filter_map(|part| match part {
                By::Reserve { amount, .. } => Some(amount.ore()),
                _ => None,
            })),
            coverers: coverers.len(),
            most: most.map(|party| (party, share(party.cover, party.allocated))),
            lowered: sum(&mut result.parties.iter().map(|party| (-party.cover.ore()).max(0))),
            cuts,
            hours: hours_lost(result),
            carried: sum(&mut steps("carry_forward", true).map(|step| step.covered.ore())),
            uncovered: default.uncovered,
        })
    }
}

/// `part` in percent of `whole`.
pub(super) fn share(part: Ore, whole: Ore) -> Option<Decimal> {
    (Decimal::from(part.ore()) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(whole.ore()))
}

fn hours_lost(result: &Calculation) -> Decimal {
    let hundredths = result.costs.iter().filter_map(|cost| cost.hours_lost).map(Fixed::units).sum();
    Decimal::from_i128_with_scale(hundredths, 2)
}
