//! Numbers of giro accounts, with Luhn's check digit last.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Identifier, NotValid, digits_beside, held_as_text, luhn};
use crate::say;

/// A number at Bankgirot: seven or eight digits.
///
/// ```
/// use samfin_core::billing::identifiers::{Bankgiro, Identifier as _};
/// assert_eq!(Bankgiro::parse("366-5114").unwrap().as_str(), "3665114");
/// assert!(Bankgiro::parse("366 5114").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bankgiro(String);

held_as_text!(Bankgiro);

impl Identifier for Bankgiro {
    fn parse(text: &str) -> Result<Self, NotValid> {
        let form = || {
            NotValid::form(say!(
                "skriv bankgironumrets sju eller åtta siffror: \"339-8328\" eller \"3398328\"",
                "write the seven or eight digits of the bankgiro number: \"339-8328\" or \"3398328\""
            ))
        };
        let number = Self(digits_beside(text, &['-']).filter(|digits| matches!(digits.len(), 7 | 8)).ok_or_else(form)?);
        if text != number.0 && text != number.to_string() {
            return Err(form());
        }
        if !luhn::holds(&number.0) {
            return Err(NotValid::check_digit(say!(
                "någon siffra i bankgironumret är fel: kontrollsiffran stämmer inte",
                "a digit of the bankgiro number is wrong: the check digit does not fit"
            )));
        }
        Ok(number)
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Bankgiro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (front, back) = self.0.split_at(self.0.len().saturating_sub(4));
        write!(f, "{front}-{back}")
    }
}

/// A plusgiro number: two to eight digits.
///
/// ```
/// use samfin_core::billing::identifiers::{Identifier as _, Plusgiro};
/// let number = Plusgiro::parse("1897503").unwrap();
/// assert_eq!(number.to_string(), "18 97 50-3");
/// assert_eq!(Plusgiro::parse("18 97 50-3").unwrap(), number);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Plusgiro(String);

held_as_text!(Plusgiro);

impl Plusgiro {
    /// All but the check digit, and the check digit.
    fn parts(&self) -> (&str, &str) {
        self.0.split_at(self.0.len().saturating_sub(1))
    }
}

impl Identifier for Plusgiro {
    fn parse(text: &str) -> Result<Self, NotValid> {
        let form = || {
            NotValid::form(say!(
                "skriv plusgironumrets två till åtta siffror: \"18 97 50-3\", \"189750-3\" eller \"1897503\"",
                "write the two to eight digits of the plusgiro number: \"18 97 50-3\", \"189750-3\" or \"1897503\""
            ))
        };
        let digits = digits_beside(text, &['-', ' ']).filter(|digits| (2..=8).contains(&digits.len()));
        let number = Self(digits.ok_or_else(form)?);
        let (front, check) = number.parts();
        if text != number.0 && text != format!("{front}-{check}") && text != number.to_string() {
            return Err(form());
        }
        if !luhn::holds(&number.0) {
            return Err(NotValid::check_digit(say!(
                "någon siffra i plusgironumret är fel: kontrollsiffran stämmer inte",
                "a digit of the plusgiro number is wrong: the check digit does not fit"
            )));
        }
        Ok(number)
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Plusgiro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (front, check) = self.parts();
        for (place, digit) in front.chars().enumerate() {
            if place > 0 && (front.len() - place).is_multiple_of(2) {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, "-{check}")
    }
}
