//! Money: whole öre, strictly read and exactly written.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// An amount of Swedish money in whole öre, of a magnitude below 10^15 kronor.
///
/// ```
/// use samfin_core::Ore;
/// let amount: Ore = "163400.5".parse().unwrap();
/// assert_eq!(amount.ore(), 16_340_050);
/// assert_eq!(amount.to_string(), "163400.50");
/// for wrong in ["1e18", "-0", "-0.00", "1,00", "01", "1.234", "+1", "", "1000000000000000"] {
///     assert!(wrong.parse::<Ore>().is_err(), "{wrong}");
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Ore(i64);

/// The first magnitude in öre that is too large: 10^15 kronor.
const LIMIT_ORE: i64 = 100_000_000_000_000_000;

/// The text is not an amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of money: write kronor with at most two decimals, for example \"1234.50\"")]
pub struct NotMoney;

impl Ore {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// An amount of `ore` öre; none when the magnitude is 10^15 kronor or more.
    #[must_use]
    pub const fn from_ore(ore: i64) -> Option<Self> {
        if -LIMIT_ORE < ore && ore < LIMIT_ORE { Some(Self(ore)) } else { None }
    }

    /// An amount that arose in wider arithmetic; none when it does not fit.
    #[must_use]
    pub fn from_wide(ore: i128) -> Option<Self> {
        i64::try_from(ore).ok().and_then(Self::from_ore)
    }

    /// The amount in öre.
    #[must_use]
    pub fn ore(self) -> i64 {
        self.0
    }

    /// The amount in öre, wide enough to add and multiply without care.
    #[must_use]
    pub fn wide(self) -> i128 {
        i128::from(self.0)
    }

    /// Whether this is no money at all.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl FromStr for Ore {
    type Err = NotMoney;

    fn from_str(text: &str) -> Result<Self, NotMoney> {
        let decimal = crate::decimal::parse(text, 2).ok_or(NotMoney)?;
        let scale = 2 - decimal.scale();
        Self::from_wide(decimal.mantissa() * 10_i128.pow(scale)).ok_or(NotMoney)
    }
}

impl fmt::Display for Ore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, magnitude) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        write!(f, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

impl Serialize for Ore {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
