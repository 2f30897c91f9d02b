//! A whole amount in proportion to whole weights, to the last unit.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

use crate::Id;

/// Divides `total` (not negative) in multiples of `unit` by largest remainder; zeros when no weight is above zero.
///
/// Weights below zero count as zero. Ties go to the larger weight, then to the lower id by bytes, as where costs are
/// divided (calculation contract § 5).
pub(super) fn divide(total: i128, weights: &[(&Id, i128)], unit: i128) -> Vec<i128> {
    let sum: i128 = weights.iter().map(|(_, weight)| (*weight).max(0)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let units = total / unit;
    let share = |weight: i128| (BigInt::from(units) * weight.max(0)).div_rem(&BigInt::from(sum));
    let shares = weights.iter().map(|(_, weight)| share(*weight));
    // A share is no larger than what is divided.
    let (mut parts, remainders): (Vec<i128>, Vec<BigInt>) =
        shares.map(|(whole, rest)| (whole.to_i128().unwrap_or_default(), rest)).unzip();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| {
        let larger = remainders[*b].cmp(&remainders[*a]).then(weights[*b].1.cmp(&weights[*a].1));
        larger.then_with(|| weights[*a].0.cmp(weights[*b].0))
    });
    let left = usize::try_from(units - parts.iter().sum::<i128>()).unwrap_or_default();
    for i in order.into_iter().take(left) {
        parts[i] += 1;
    }
    parts.into_iter().map(|part| part * unit).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(total: i128, weights: &[i128], unit: i128) -> Vec<i128> {
        let ids: Vec<Id> = (0..weights.len()).map(|i| Id::parse(&format!("p{i:02}")).expect("an id")).collect();
        let weights: Vec<_> = ids.iter().zip(weights.iter().copied()).collect();
        divide(total, &weights, unit)
    }

    #[test]
    fn the_last_unit_goes_to_the_largest_remainder() {
        assert_eq!(split(7, &[1, 1, 2], 1), [2, 2, 3]);
        assert_eq!(split(100, &[1, 1, 1], 1), [34, 33, 33], "a tie goes to the lower id");
        assert_eq!(split(300, &[1, -5, 1], 100), [200, 0, 100], "whole kronor, and nothing below zero");
        assert_eq!(split(5, &[0, 0], 1), [0, 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts_sum_to_the_whole_and_pass_no_weight(
            weights in proptest::collection::vec(0_i128..1_000_000, 1..9),
            percent in 0_i128..=100,
        ) {
            let sum: i128 = weights.iter().sum();
            let total = sum * percent / 100;
            let parts = split(total, &weights, 1);
            prop_assert_eq!(parts.iter().sum::<i128>(), total);
            prop_assert!(parts.iter().zip(&weights).all(|(part, weight)| (0..=*weight).contains(part)));
        }
    }
}
