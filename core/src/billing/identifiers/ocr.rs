//! The reference that a payment carries, so that it finds its invoice.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Identifier, NotValid, held_as_text, luhn};
use crate::agreement::Ocr;
use crate::say;

/// The longest reference, in digits (Bankgirot's OCR references).
const MOST: usize = 25;

/// A payment reference (*OCR-nummer*): at most 25 digits, the last one Luhn's check digit, where agreed after a digit for the
/// length.
///
/// ```
/// use samfin_core::agreement::Ocr;
/// use samfin_core::billing::identifiers::{Identifier as _, OcrReference};
/// let made = |kind| OcrReference::make("12345", kind).unwrap();
/// assert_eq!(made(Ocr::Check).as_str(), "123455");
/// assert_eq!(made(Ocr::LengthCheck).as_str(), "1234574");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OcrReference(String);

held_as_text!(OcrReference);

impl OcrReference {
    /// The reference for the digits `of`; none when they are none, too many, or not only digits.
    #[must_use]
    pub fn make(of: &str, kind: Ocr) -> Option<Self> {
        if of.is_empty() || !of.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut text = of.to_owned();
        if kind == Ocr::LengthCheck {
            // Length and check digit are counted too, and of the number of digits the last digit is written.
            let length = u32::try_from(of.len() + 2).ok()?;
            text.push(char::from_digit(length % 10, 10)?);
        }
        text.push(luhn::check_digit(&text));
        (text.len() <= MOST).then_some(Self(text))
    }
}

impl Identifier for OcrReference {
    fn parse(text: &str) -> Result<Self, NotValid> {
        if !(2..=MOST).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotValid::form(say!(
                "skriv OCR-numrets 2–{MOST} siffror utan mellanrum",
                "write the 2–{MOST} digits of the OCR reference without spaces"
            )));
        }
        if !luhn::holds(text) {
            return Err(NotValid::check_digit(say!(
                "någon siffra i OCR-numret är fel: kontrollsiffran stämmer inte",
                "a digit of the OCR reference is wrong: the check digit does not fit"
            )));
        }
        Ok(Self(text.to_owned()))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OcrReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
