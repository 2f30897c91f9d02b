//! Late money gives cover back (calculation contract § 7): in the proportions in which it was taken.
//!
//! What a defaulter pays after all goes to those who covered for it, the reserve and the host's outlay among them (the
//! calculation's `claims`). Proportions are kept over all payments together and not payment by payment, so that many small
//! ones come to the same as one, and the whole debt paid gives back the whole cover to the öre.

use super::proportion::divide;
use crate::{Id, Ore};

/// What one late payment gives back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// Who gets how much, in the order of what was taken; zeros are there.
    pub back: Vec<(Id, Ore)>,
    /// What is left of the payment when all cover has been given back: the payer's own.
    pub left: Ore,
}

/// What of the cover was taken from one, and how much of it has been given back before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Who covered: a party, or `reserve`.
    pub from: Id,
    /// What it covered, not below zero.
    pub amount: Ore,
    /// What earlier payments gave back of it.
    pub given_back: Ore,
}

/// Divides `received` (not below zero) among those who covered.
///
/// Nobody is ever asked to return what it was given back: where an odd öre fell the other way in an earlier payment, it is
/// made up for as money comes.
///
/// ```
/// use samfin_core::{Id, Ore, billing::reversal::{Taken, reverse}};
/// let ore = |text: &str| text.parse::<Ore>().unwrap();
/// let taken = |id: &str, amount: &str, back: &str| Taken { from: Id::parse(id).unwrap(), amount: ore(amount), given_back: ore(back) };
/// let first = reverse(&[taken("a", "300.00", "0.00"), taken("reserve", "100.00", "0.00")], ore("100.00"));
/// assert_eq!(first.back.iter().map(|(_, amount)| amount.to_string()).collect::<Vec<_>>(), ["75.00", "25.00"]);
/// let rest = reverse(&[taken("a", "300.00", "75.00"), taken("reserve", "100.00", "25.00")], ore("350.00"));
/// assert_eq!((rest.back[0].1, rest.back[1].1, rest.left), (ore("225.00"), ore("75.00"), ore("50.00")));
/// ```
#[must_use]
pub fn reverse(taken: &[Taken], received: Ore) -> Reversal {
    let sum = |part: fn(&Taken) -> Ore| taken.iter().map(|one| part(one).wide()).sum::<i128>();
    let (total, before) = (sum(|one| one.amount), sum(|one| one.given_back));
    let now = received.wide().min(total - before).max(0);
    // What each lacks of its proportion when this payment is in, in öre times the total; together just this payment, but
    // for whoever got an odd öre early.
    let lacks = taken.iter().map(|one| (&one.from, one.amount.wide() * (before + now) - one.given_back.wide() * total));
    let parts = divide(now, &lacks.collect::<Vec<_>>(), 1);
    let left = received.wide() - parts.iter().sum::<i128>();
    let back = taken.iter().zip(parts).map(|(one, part)| (one.from.clone(), ore(part))).collect();
    Reversal { back, left: ore(left) }
}

/// A part of what was received fits where that does.
fn ore(amount: i128) -> Ore {
    Ore::from_wide(amount).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn taken(amounts: &[i64]) -> Vec<Taken> {
        let money = |ore| Ore::from_ore(ore).expect("money");
        let from = |i| Id::parse(&format!("p{i}")).expect("an id");
        amounts
            .iter()
            .enumerate()
            .map(|(i, ore)| Taken { from: from(i), amount: money(*ore), given_back: Ore::ZERO })
            .collect()
    }

    #[test]
    fn an_odd_ore_is_made_up_for() {
        let mut cover = taken(&[100, 100, 100]);
        let mut told = Vec::new();
        for _ in 0..3 {
            let reversal = reverse(&cover, Ore::from_ore(1).expect("money"));
            for (one, (_, back)) in cover.iter_mut().zip(&reversal.back) {
                one.given_back = ore(one.given_back.wide() + back.wide());
            }
            told.push(reversal.back.iter().map(|(_, back)| back.ore()).collect::<Vec<_>>());
        }
        assert_eq!(told, [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
    }

    #[test]
    fn nothing_was_taken() {
        let reversal = reverse(&[], Ore::from_ore(500).expect("money"));
        assert_eq!((reversal.back.len(), reversal.left.ore()), (0, 500));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn full_payment_gives_back_exactly_all(
            amounts in proptest::collection::vec(0_i64..100_000_000_000_000, 1..8),
            payments in proptest::collection::vec(0_i64..1_000, 0..20),
        ) {
            let mut cover = taken(&amounts);
            let total: i128 = amounts.iter().copied().map(i128::from).sum();
            // Many small payments, then one that is more than the rest.
            let last = i64::try_from(total + 7).expect("fits");
            let mut so_far = 0;
            for payment in payments.iter().map(|payment| payment * (1 + last / 30_000)).chain([last]) {
                let reversal = reverse(&cover, Ore::from_ore(payment).expect("money"));
                let back: i128 = reversal.back.iter().map(|(_, back)| back.wide()).sum();
                prop_assert_eq!(back + reversal.left.wide(), i128::from(payment));
                so_far += back;
                for (one, (_, back)) in cover.iter_mut().zip(&reversal.back) {
                    prop_assert!(!back.is_negative());
                    one.given_back = ore(one.given_back.wide() + back.wide());
                    let off = one.given_back.wide() * total - one.amount.wide() * so_far;
                    prop_assert!(off.abs() < 2 * total.max(1), "within two öre of its proportion at all times");
                }
            }
            prop_assert!(cover.iter().all(|one| one.given_back == one.amount));
        }
    }
}
