//! Numbers shown with a fixed number of decimals: hours, shares.

use std::fmt;

use num_bigint::BigInt;
use serde::{Serialize, Serializer};

use crate::exact::{Fraction, Whole};

/// A number rounded once to a fixed number of decimals, half away from zero.
///
/// ```
/// use samfin_core::Fixed;
/// assert_eq!(Fixed::new(-12345, 2).to_string(), "-123.45");
/// assert_eq!(Fixed::new(5, 6).to_string(), "0.000005");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed {
    units: i128,
    decimals: u32,
}

impl Fixed {
    /// `units` of 10^−`decimals`.
    #[must_use]
    pub fn new(units: i128, decimals: u32) -> Self {
        Self { units, decimals }
    }

    /// An exact number rounded to `decimals`.
    pub(crate) fn round<W: Whole>(exact: &Fraction<W>, decimals: u32) -> Option<Self> {
        let units = exact.rounded(10_i128.pow(decimals))?.narrow()?;
        Some(Self { units, decimals })
    }

    /// `num / den` rounded to `decimals`; zero when `den` is.
    pub(crate) fn ratio(num: i128, den: i128, decimals: u32) -> Self {
        if den == 0 {
            return Self { units: 0, decimals };
        }
        let (num, den) = if den < 0 { (-num, -den) } else { (num, den) };
        let parts = 10_i128.pow(decimals);
        let narrow = || Fraction::<i128>::ratio(num, den).rounded(parts);
        let wide = || Fraction::<BigInt>::ratio(num, den).rounded(parts).and_then(|units| units.narrow());
        Self { units: narrow().or_else(wide).unwrap_or(0), decimals }
    }

    /// How many units of 10^−decimals it is.
    #[must_use]
    pub fn units(self) -> i128 {
        self.units
    }
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let (magnitude, unit) = (self.units.unsigned_abs(), 10_u128.pow(self.decimals));
        let width = usize::try_from(self.decimals).unwrap_or(0);
        write!(f, "{sign}{}.{:0width$}", magnitude / unit, magnitude % unit)
    }
}

impl Serialize for Fixed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
