//! Money: whole öre, strictly read and exactly written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

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

/// Room for a sign, 15 digits, a point and two decimals.
const LONGEST: usize = 19;

impl Ore {
    /// Writes the amount at the end of `room`; answers are full of amounts, so this is made by hand.
    fn written(self, room: &mut [u8; LONGEST]) -> &str {
        let mut rest = self.0.unsigned_abs();
        let mut start = LONGEST;
        let mut put = |byte: u8| {
            start -= 1;
            room[start] = byte;
        };
        for place in 0.. {
            if place == 2 {
                put(b'.');
            }
            if place > 2 && rest == 0 {
                break;
            }
            put(b'0' + u8::try_from(rest % 10).unwrap_or_default());
            rest /= 10;
        }
        if self.0 < 0 {
            put(b'-');
        }
        std::str::from_utf8(&room[start..]).unwrap_or_default()
    }
}

impl fmt::Display for Ore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written(&mut [0; LONGEST]))
    }
}

impl Serialize for Ore {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.written(&mut [0; LONGEST]))
    }
}

impl<'de> Deserialize<'de> for Ore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for (ore, text) in [
            (0, "0.00"),
            (1, "0.01"),
            (-1, "-0.01"),
            (10, "0.10"),
            (100, "1.00"),
            (-12_345, "-123.45"),
            (LIMIT_ORE - 1, "999999999999999.99"),
            (1 - LIMIT_ORE, "-999999999999999.99"),
        ] {
            let amount = Ore::from_ore(ore).expect("within the limit");
            assert_eq!(amount.to_string(), text);
            assert_eq!(text.parse(), Ok(amount));
        }
    }
}
