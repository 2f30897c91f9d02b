//! Dividing an amount in proportion, where each part has a cap: `min(λ·w, cap)`.

use std::cell::Cell;
use std::cmp::Ordering;

use crate::Id;
use crate::exact::{Fraction, Whole};
use crate::rounding::{Share, largest_remainder};

/// Someone (or some cost) that can take a part.
pub(super) struct Taker<'t, W> {
    pub(super) id: &'t Id,
    /// The weight, not negative.
    pub(super) weight: Fraction<W>,
    /// The most it takes, a multiple of the unit; none: any amount.
    pub(super) cap: Option<i128>,
}

/// What each takes of `wanted` öre, a multiple of `unit`: in proportion to the weights, nobody above
/// its cap, and together as much of it as the caps allow. None when a number does not fit.
pub(super) fn fill<W: Whole>(takers: &[Taker<'_, W>], wanted: i128, unit: i128) -> Option<Vec<i128>> {
    let mut taken = vec![0; takers.len()];
    let mut open: Vec<usize> =
        (0..takers.len()).filter(|i| takers[*i].weight.sign() > 0 && takers[*i].cap != Some(0)).collect();
    by_fullness(takers, &mut open)?;
    let mut weights = open.iter().try_fold(Fraction::whole(0), |sum, i| sum.plus(&takers[*i].weight))?;
    let mut rest = wanted;
    let mut at_cap = 0;
    for i in &open {
        let Some(cap) = takers[*i].cap else { break };
        // At its cap when `cap ≤ rest × weight / weights`.
        let asked = Fraction::whole(rest).times(&takers[*i].weight)?;
        if Fraction::whole(cap).times(&weights)?.compare(&asked)? == Ordering::Greater {
            break;
        }
        taken[*i] = cap;
        rest -= cap;
        weights = weights.minus(&takers[*i].weight)?;
        at_cap += 1;
    }
    let open = &open[at_cap..];
    if open.is_empty() || rest == 0 {
        return Some(taken);
    }
    let mut open = open.to_vec();
    open.sort_unstable();
    let factor = Fraction::whole(rest).over(&weights)?.lowest();
    let shares = open
        .iter()
        .map(|i| Some(Share { exact: factor.times(&takers[*i].weight)?, odd_before: 0 }))
        .collect::<Option<Vec<_>>>()?;
    let ids: Vec<&Id> = open.iter().map(|i| takers[*i].id).collect();
    let rounded = largest_remainder(&shares, &ids, rest / unit, unit)?;
    for (i, rounded) in open.into_iter().zip(rounded) {
        taken[i] = rounded.units * unit;
    }
    Some(taken)
}

/// Those that reach their cap first come first: ascending by `cap / weight`, the uncapped last.
fn by_fullness<W: Whole>(takers: &[Taker<'_, W>], open: &mut [usize]) -> Option<()> {
    let overflow = Cell::new(false);
    open.sort_by(|a, b| {
        let (a, b) = (&takers[*a], &takers[*b]);
        match (a.cap, b.cap) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(cap_a), Some(cap_b)) => {
                let left = Fraction::whole(cap_a).times(&b.weight);
                let right = Fraction::whole(cap_b).times(&a.weight);
                let compared = left.zip(right).and_then(|(left, right)| left.compare(&right));
                compared.unwrap_or_else(|| {
                    overflow.set(true);
                    Ordering::Equal
                })
            }
        }
    });
    (!overflow.get()).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(takers: &[(i128, Option<i128>)], wanted: i128) -> Vec<i128> {
        let ids: Vec<Id> = (0..takers.len()).map(|i| Id::parse(&format!("p{i}")).expect("an id")).collect();
        let takers: Vec<Taker<'_, i128>> = takers
            .iter()
            .zip(&ids)
            .map(|((weight, cap), id)| Taker { id, weight: Fraction::whole(*weight), cap: *cap })
            .collect();
        fill(&takers, wanted, 1).expect("fits")
    }

    #[test]
    fn nobody_is_above_the_cap_and_the_others_take_what_it_leaves() {
        assert_eq!(filled(&[(1, None), (1, Some(10)), (2, None)], 100), [30, 10, 60]);
        assert_eq!(filled(&[(1, Some(5)), (1, Some(10))], 100), [5, 10], "the caps allow no more");
        assert_eq!(filled(&[(0, None), (3, None)], 7), [0, 7], "no weight, no part");
        assert_eq!(filled(&[(1, None), (1, None)], 7), [4, 3], "a tie goes to the lower id");
        assert_eq!(filled(&[(1, Some(0)), (1, None)], 7), [0, 7]);
        assert_eq!(filled(&[], 7), [0; 0]);
    }
}
