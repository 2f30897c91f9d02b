//! The last öre (calculation contract § 5): exact amounts become whole units by largest remainder.
//!
//! The method is also known as Hamilton's. It gives each party its amount rounded down and then one
//! unit at a time to the largest remaining fractions, so parts always sum to the whole and each is
//! less than one unit from exact. It does *not* promise that everyone's part grows when the whole
//! does (the Alabama paradox), and no law or test of ours says so.

use std::cell::Cell;
use std::cmp::Ordering;

use crate::Id;
use crate::exact::{Fraction, Whole};

/// One share of an amount that is divided.
#[derive(Debug, Clone)]
pub(crate) struct Share<W> {
    /// The exact share in öre; all shares of one amount have the same sign.
    pub(crate) exact: Fraction<W>,
    /// How many odd units its party has got before.
    pub(crate) odd_before: u32,
}

/// A share in whole units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rounded {
    /// Whole units, with the sign of the amount.
    pub(crate) units: i128,
    /// Whether one of them is an odd unit.
    pub(crate) odd: bool,
}

/// Divides `total_units` units of `unit` öre as the exact shares say.
///
/// Ties go to the larger exact share, then to the party with fewer odd units before, then to the
/// lower id by bytes. None when a number does not fit.
pub(crate) fn largest_remainder<W: Whole>(
    shares: &[Share<W>],
    ids: &[&Id],
    total_units: i128,
    unit: i128,
) -> Option<Vec<Rounded>> {
    let negative = total_units < 0;
    let mut rounded = Vec::with_capacity(shares.len());
    let mut remainders = Vec::with_capacity(shares.len());
    let mut left = total_units.abs();
    for (i, share) in shares.iter().enumerate() {
        let den = share.exact.den.times(&W::of(unit))?;
        let (floor, remainder) = share.exact.num.magnitude().divide(&den);
        let floor = floor.narrow()?;
        left -= floor;
        rounded.push(Rounded { units: floor, odd: false });
        if remainder.sign() > 0 {
            remainders.push((i, Fraction { num: remainder, den }));
        }
    }
    let left = usize::try_from(left).ok()?;
    debug_assert!(left <= remainders.len(), "fewer odd units than shares with a remainder");
    if left > 0 {
        let overflow = Cell::new(false);
        let compare = |a: Option<Ordering>| {
            a.unwrap_or_else(|| {
                overflow.set(true);
                Ordering::Equal
            })
        };
        remainders.sort_by(|(a, rest_a), (b, rest_b)| {
            compare(rest_b.compare(rest_a))
                .then_with(|| compare(shares[*b].exact.magnitude().compare(&shares[*a].exact.magnitude())))
                .then_with(|| shares[*a].odd_before.cmp(&shares[*b].odd_before))
                .then_with(|| ids[*a].cmp(ids[*b]))
        });
        if overflow.get() {
            return None;
        }
        for (i, _) in remainders.iter().take(left) {
            rounded[*i].units += 1;
            rounded[*i].odd = true;
        }
    }
    if negative {
        for share in &mut rounded {
            share.units = -share.units;
        }
    }
    Some(rounded)
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;

    use super::*;

    fn split<W: Whole>(weights: &[i128], total: i128) -> Vec<i128> {
        let sum: i128 = weights.iter().sum();
        let shares: Vec<Share<W>> =
            weights.iter().map(|weight| Share { exact: Fraction::ratio(total * weight, sum), odd_before: 0 }).collect();
        let ids: Vec<Id> = (0..weights.len()).map(|i| Id::parse(&format!("p{i:03}")).expect("an id")).collect();
        let ids: Vec<&Id> = ids.iter().collect();
        let rounded = largest_remainder(&shares, &ids, total, 1).expect("fits");
        rounded.into_iter().map(|share| share.units).collect()
    }

    #[test]
    fn the_last_ore_goes_to_the_largest_remainder() {
        assert_eq!(split::<i128>(&[1, 1, 2], 7), [2, 2, 3], "1.75, 1.75, 3.5");
        assert_eq!(split::<i128>(&[1, 1, 1], 100), [34, 33, 33], "a tie goes to the lower id");
        assert_eq!(split::<i128>(&[1, 1, 1], -100), [-34, -33, -33], "and below zero it is the mirror");
        assert_eq!(split::<BigInt>(&[1, 0, 1], 3), [2, 0, 1], "no weight, no öre");
    }

    /// The census of 1880: Alabama would have had 8 of 299 seats but 7 of 300. The same happens here.
    #[test]
    fn a_part_can_shrink_when_the_whole_grows() {
        let weights = [6, 6, 2];
        assert_eq!(split::<i128>(&weights, 10), [4, 4, 2]);
        assert_eq!(split::<i128>(&weights, 11), [5, 5, 1], "the third part shrinks");
    }
}
