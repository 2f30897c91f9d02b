//! Exact arithmetic: whole numbers that never wrap, and fractions of them.
//!
//! Calculations are written once over [`Whole`] and run first on `i128`, which is fast and holds
//! every ordinary agreement. Where a step does not fit it gives `None`, and the whole step is run
//! again on big integers. Those are bounded too, so that no input can ask for endless digits.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

/// Big integers beyond this many bits (about 2 400 digits) are refused.
const MAX_BITS: u64 = 8192;

/// A whole number whose operations say when they do not fit.
pub(crate) trait Whole: Clone + Ord + Sized {
    /// The number `value`.
    fn of(value: i128) -> Self;
    /// The number as an `i128`, if it fits.
    fn narrow(&self) -> Option<i128>;
    /// The sum.
    fn plus(&self, other: &Self) -> Option<Self>;
    /// The difference.
    fn minus(&self, other: &Self) -> Option<Self>;
    /// The product.
    fn times(&self, other: &Self) -> Option<Self>;
    /// Quotient towards negative infinity, and remainder; `other` is above zero.
    fn divide(&self, other: &Self) -> (Self, Self);
    /// The greatest common divisor, not negative.
    fn common(&self, other: &Self) -> Self;
    /// −1, 0 or 1.
    fn sign(&self) -> i8;
    /// The number without its sign.
    fn magnitude(&self) -> Self;
    /// The number in digits.
    fn digits(&self) -> String;
}

impl Whole for i128 {
    fn of(value: i128) -> Self {
        value
    }
    fn narrow(&self) -> Option<i128> {
        Some(*self)
    }
    fn plus(&self, other: &Self) -> Option<Self> {
        self.checked_add(*other)
    }
    fn minus(&self, other: &Self) -> Option<Self> {
        self.checked_sub(*other)
    }
    fn times(&self, other: &Self) -> Option<Self> {
        // Two 64-bit factors always fit, and their product is one instruction.
        match (i64::try_from(*self), i64::try_from(*other)) {
            (Ok(a), Ok(b)) => Some(Self::from(a) * Self::from(b)),
            _ => self.checked_mul(*other),
        }
    }
    fn divide(&self, other: &Self) -> (Self, Self) {
        match (u64::try_from(*self), u64::try_from(*other)) {
            (Ok(a), Ok(b)) => (Self::from(a / b), Self::from(a % b)),
            _ => (self.div_euclid(*other), self.rem_euclid(*other)),
        }
    }
    fn common(&self, other: &Self) -> Self {
        match (u64::try_from(*self), u64::try_from(*other)) {
            (Ok(a), Ok(b)) => Self::from(a.gcd(&b)),
            _ => Integer::gcd(self, other),
        }
    }
    fn sign(&self) -> i8 {
        match self.cmp(&0) {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        }
    }
    fn magnitude(&self) -> Self {
        self.saturating_abs()
    }
    fn digits(&self) -> String {
        self.to_string()
    }
}

fn bounded(number: BigInt) -> Option<BigInt> {
    (number.bits() <= MAX_BITS).then_some(number)
}

impl Whole for BigInt {
    fn of(value: i128) -> Self {
        Self::from(value)
    }
    fn narrow(&self) -> Option<i128> {
        self.to_i128()
    }
    fn plus(&self, other: &Self) -> Option<Self> {
        bounded(self + other)
    }
    fn minus(&self, other: &Self) -> Option<Self> {
        bounded(self - other)
    }
    fn times(&self, other: &Self) -> Option<Self> {
        bounded(self * other)
    }
    fn divide(&self, other: &Self) -> (Self, Self) {
        self.div_mod_floor(other)
    }
    fn common(&self, other: &Self) -> Self {
        self.gcd(other)
    }
    fn sign(&self) -> i8 {
        if self.is_zero() {
            0
        } else if self.is_negative() {
            -1
        } else {
            1
        }
    }
    fn magnitude(&self) -> Self {
        self.abs()
    }
    fn digits(&self) -> String {
        self.to_string()
    }
}

/// A fraction; the denominator is above zero. It need not be in lowest terms.
#[derive(Debug, Clone)]
pub(crate) struct Fraction<W> {
    /// The numerator.
    pub(crate) num: W,
    /// The denominator.
    pub(crate) den: W,
}

impl<W: Whole> Fraction<W> {
    /// A whole number.
    #[must_use]
    pub(crate) fn whole(value: i128) -> Self {
        Self { num: W::of(value), den: W::of(1) }
    }

    /// A decimal number.
    #[must_use]
    pub(crate) fn decimal(value: Decimal) -> Self {
        Self { num: W::of(value.mantissa()), den: W::of(10_i128.pow(value.scale())) }
    }

    /// `num / den`, where `den` is above zero.
    #[must_use]
    pub(crate) fn ratio(num: i128, den: i128) -> Self {
        Self { num: W::of(num), den: W::of(den) }
    }

    /// −1, 0 or 1.
    #[must_use]
    pub(crate) fn sign(&self) -> i8 {
        self.num.sign()
    }

    /// The fraction without its sign.
    #[must_use]
    pub(crate) fn magnitude(&self) -> Self {
        Self { num: self.num.magnitude(), den: self.den.clone() }
    }

    /// The same value in lowest terms.
    #[must_use]
    pub(crate) fn lowest(&self) -> Self {
        let common = self.num.magnitude().common(&self.den);
        if common == W::of(1) || common.sign() == 0 {
            return self.clone();
        }
        let sign = W::of(i128::from(self.sign()));
        let num = self.num.magnitude().divide(&common).0;
        Self { num: num.times(&sign).unwrap_or(num), den: self.den.divide(&common).0 }
    }

    /// The sum.
    #[must_use]
    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        if self.den == other.den {
            return Some(Self { num: self.num.plus(&other.num)?, den: self.den.clone() });
        }
        if self.sign() == 0 {
            return Some(other.clone());
        }
        if other.sign() == 0 {
            return Some(self.clone());
        }
        let common = self.den.common(&other.den);
        let mine = other.den.divide(&common).0;
        let theirs = self.den.divide(&common).0;
        let num = self.num.times(&mine)?.plus(&other.num.times(&theirs)?)?;
        Some(Self { num, den: self.den.times(&mine)? }.lowest())
    }

    /// The difference.
    #[must_use]
    pub(crate) fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&Self { num: W::of(0).minus(&other.num)?, den: other.den.clone() })
    }

    /// The product.
    #[must_use]
    pub(crate) fn times(&self, other: &Self) -> Option<Self> {
        if let (Some(num), Some(den)) = (self.num.times(&other.num), self.den.times(&other.den)) {
            return Some(Self { num, den });
        }
        // In lowest terms crosswise it may still fit.
        let left = Self { num: self.num.clone(), den: other.den.clone() }.lowest();
        let right = Self { num: other.num.clone(), den: self.den.clone() }.lowest();
        Some(Self { num: left.num.times(&right.num)?, den: left.den.times(&right.den)? })
    }

    /// The quotient; `other` is above zero.
    #[must_use]
    pub(crate) fn over(&self, other: &Self) -> Option<Self> {
        self.times(&Self { num: other.den.clone(), den: other.num.clone() })
    }

    /// How the fraction compares with another.
    #[must_use]
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.den == other.den {
            return Some(self.num.cmp(&other.num));
        }
        Some(self.num.times(&other.den)?.cmp(&other.num.times(&self.den)?))
    }

    /// The nearest multiple of 1/`parts`, counted in such parts; halves away from zero.
    ///
    /// With öre as whole numbers and `parts` 1 this is rounding to an öre.
    #[must_use]
    pub(crate) fn rounded(&self, parts: i128) -> Option<W> {
        let twice = self.num.magnitude().times(&W::of(2 * parts))?.plus(&self.den)?;
        let magnitude = twice.divide(&self.den.times(&W::of(2))?).0;
        magnitude.times(&W::of(if self.sign() < 0 { -1 } else { 1 }))
    }

    /// The value as `n/d` in lowest terms, or `n` when it is whole.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        let lowest = self.lowest();
        if lowest.den == W::of(1) {
            return lowest.num.digits();
        }
        format!("{}/{}", lowest.num.digits(), lowest.den.digits())
    }
}

/// The product of `base` with itself `times` times.
#[must_use]
pub(crate) fn power<W: Whole>(base: &Fraction<W>, times: u32) -> Option<Fraction<W>> {
    let base = base.lowest();
    let mut product = Fraction { num: W::of(1), den: W::of(1) };
    for _ in 0..times {
        product = product.times(&base)?;
    }
    Some(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (num, den, rounded) in [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (-3, 2, -2), (1, 3, 0), (2, 3, 1), (-2, 3, -1)] {
            assert_eq!(Fraction::<i128>::ratio(num, den).rounded(1), Some(rounded), "{num}/{den}");
            assert_eq!(Fraction::<BigInt>::ratio(num, den).rounded(1).and_then(|n| n.narrow()), Some(rounded));
        }
    }

    #[test]
    fn what_does_not_fit_is_said_and_never_wraps() {
        let large = Fraction::<i128>::ratio(i128::MAX, 3);
        assert!(large.times(&Fraction::whole(5)).is_none());
        assert!(large.times(&Fraction::whole(3)).is_some(), "fits in lowest terms");
        let huge = power(&Fraction::<BigInt>::whole(10), 3000);
        assert!(huge.is_none(), "big integers are bounded too");
    }

    #[test]
    fn sums_and_comparisons_are_exact() {
        let third = Fraction::<i128>::ratio(1, 3);
        let sum = third.plus(&third).and_then(|sum| sum.plus(&third)).expect("fits");
        assert_eq!(sum.compare(&Fraction::whole(1)), Some(Ordering::Equal));
        assert_eq!(third.minus(&Fraction::ratio(1, 2)).map(|d| d.text()), Some("-1/6".into()));
    }
}
