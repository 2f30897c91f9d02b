//! Figures as a spreadsheet has them: doubles, and the rounding of one cost done with them.
//!
//! A spreadsheet counts with about 15 digits. What it makes of a split is done here in the same way first:
//! when it comes to what samfin calculated exactly, the sheet has the formulas, otherwise the figures.

use std::fmt::Display;

use samfin_core::Ore;

/// The double nearest to a decimal number or an amount.
pub(super) fn double(figure: impl Display) -> f64 {
    figure.to_string().parse().unwrap_or(f64::NAN)
}

/// The double nearest to `n/d` or `n`.
pub(super) fn double_of_fraction(text: &str) -> f64 {
    match text.split_once('/') {
        Some((num, den)) => double(num) / double(den),
        None => double(text),
    }
}

/// Whether a double is this amount to the öre.
pub(super) fn is_amount(value: f64, amount: Ore) -> bool {
    (round(value * 100.0, 0) - double(amount.ore())).abs() < 0.5
}

/// `ROUND(value, decimals)`
pub(super) fn round(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// How an amount is rounded: to öre or kronor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Ore,
    Krona,
}

impl Unit {
    pub(super) fn of(unit: Ore) -> Self {
        if unit.ore() == 100 { Self::Krona } else { Self::Ore }
    }

    pub(super) fn per_krona(self) -> f64 {
        match self {
            Self::Ore => 100.0,
            Self::Krona => 1.0,
        }
    }

    /// `ROUND(…, decimals)` rounds to the unit.
    pub(super) fn decimals(self) -> i32 {
        match self {
            Self::Ore => 2,
            Self::Krona => 0,
        }
    }
}

/// One party's part of a cost on its way to whole units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Kronor.
    pub(super) exact: f64,
    /// Odd units from the costs before.
    pub(super) odd_before: f64,
    /// Its place among the ids in order of bytes.
    pub(super) order: usize,
}

/// The same part in whole units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rounded {
    pub(super) whole: f64,
    pub(super) rest: f64,
    pub(super) rank: usize,
    pub(super) odd: f64,
    /// Kronor.
    pub(super) line: f64,
}

/// A cost in whole units.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Split {
    /// With how many decimals rests are compared.
    pub(super) decimals: i32,
    /// Odd units to give out.
    pub(super) left: f64,
    pub(super) parts: Vec<Rounded>,
}

/// What the formulas of a split come to.
pub(super) fn split(amount: f64, parts: &[Part], unit: Unit) -> Split {
    let units = amount.abs() * unit.per_krona();
    let decimals = (0..=9).rev().find(|decimals| units < 10_f64.powi(14 - decimals)).unwrap_or(0);
    let in_units = |part: &Part| round(part.exact.abs() * unit.per_krona(), decimals);
    let floors: Vec<(f64, f64)> = parts
        .iter()
        .map(|part| {
            let whole = in_units(part).floor();
            (whole, round(in_units(part) - whole, decimals))
        })
        .collect();
    let left = round(units - floors.iter().map(|(whole, _)| whole).sum::<f64>(), 0);
    let mut queue: Vec<usize> = (0..parts.len()).collect();
    queue.sort_by(|a, b| {
        let ((whole_a, rest_a), (whole_b, rest_b)) = (floors[*a], floors[*b]);
        let by_figures = rest_b.total_cmp(&rest_a).then(whole_b.total_cmp(&whole_a));
        by_figures
            .then(parts[*a].odd_before.total_cmp(&parts[*b].odd_before))
            .then(parts[*a].order.cmp(&parts[*b].order))
    });
    let mut ranks = vec![0; parts.len()];
    for (i, part) in queue.into_iter().enumerate() {
        ranks[part] = i + 1;
    }
    let sign = if amount < 0.0 { -1.0 } else { 1.0 };
    let parts = floors.into_iter().zip(ranks).map(|((whole, rest), rank)| {
        let odd = if double(rank) <= left { 1.0 } else { 0.0 };
        Rounded { whole, rest, rank, odd, line: sign * (whole + odd) / unit.per_krona() }
    });
    Split { decimals, left, parts: parts.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odd_ore_goes_as_in_the_calculation() {
        let part = |exact, odd_before, order| Part { exact, odd_before, order };
        let third = 1.0 / 3.0;
        let lines = |amount: f64, parts: &[Part]| -> Vec<f64> {
            split(amount, parts, Unit::Ore).parts.iter().map(|part| part.line).collect()
        };
        assert_eq!(lines(1.0, &[part(third, 1.0, 0), part(third, 0.0, 1), part(third, 0.0, 2)]), [0.33, 0.34, 0.33]);
        assert_eq!(
            lines(-0.07, &[part(-0.0175, 0.0, 0), part(-0.0175, 0.0, 1), part(-0.035, 0.0, 2)]),
            [-0.02, -0.02, -0.03]
        );
        let krona = split(10.0, &[part(2.5, 0.0, 0), part(7.5, 0.0, 1)], Unit::Krona);
        assert_eq!((krona.left, krona.parts[0].line, krona.parts[1].line), (1.0, 2.0, 8.0), "the larger part first");
    }
}
