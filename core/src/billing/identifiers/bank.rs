//! Bank accounts as they are written between countries.

use std::fmt;

use iban::IbanLike as _;
use serde::{Deserialize, Serialize};

use super::{Identifier, NotValid, held_as_text};
use crate::say;

/// An international bank account number (ISO 13616): the country's length and form, and a remainder of 1 modulus 97.
///
/// ```
/// use samfin_core::billing::identifiers::{Iban, Identifier as _};
/// let account = Iban::parse("SE35 5000 0000 0549 1000 0003").unwrap();
/// assert_eq!(account.as_str(), "SE3550000000054910000003");
/// assert_eq!(account.to_string(), "SE35 5000 0000 0549 1000 0003");
/// assert!(Iban::parse("SE3550000000054910000030").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iban(String);

held_as_text!(Iban);

impl Identifier for Iban {
    fn parse(text: &str) -> Result<Self, NotValid> {
        let form = || {
            NotValid::form(say!(
                "skriv IBAN med versaler, i ett eller i grupper om fyra: \"SE35 5000 0000 0549 1000 0003\"",
                "write the IBAN in capitals, as one word or in groups of four: \"SE35 5000 0000 0549 1000 0003\""
            ))
        };
        let is_possible = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ';
        if text.len() > 64 || !text.chars().all(is_possible) {
            return Err(form());
        }
        let account = Self(text.replace(' ', ""));
        if text != account.0 && text != account.to_string() {
            return Err(form());
        }
        match account.0.parse::<iban::Iban>() {
            Ok(parsed) => Ok(Self(parsed.electronic_str().to_owned())),
            Err(iban::ParseIbanError::InvalidBaseIban { source: iban::ParseBaseIbanError::InvalidChecksum }) => {
                Err(NotValid::check_digit(say!(
                    "något tecken i IBAN är fel eller saknas: kontrollsiffrorna stämmer inte",
                    "a character of the IBAN is wrong or missing: the check digits do not fit"
                )))
            }
            Err(iban::ParseIbanError::UnknownCountry(_)) => Err(NotValid::form(say!(
                "IBAN ska börja med koden för ett land som har sådana nummer, som SE",
                "an IBAN starts with the code of a country that has such numbers, like SE"
            ))),
            Err(_) => Err(form()),
        }
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, c) in self.0.chars().enumerate() {
            if place > 0 && place.is_multiple_of(4) {
                f.write_str(" ")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

/// The code of a bank (ISO 9362): four letters or digits, two for the country, two for the place, three more for an office.
///
/// ```
/// use samfin_core::billing::identifiers::{Bic, Identifier as _};
/// assert!(Bic::parse("ESSESESS").is_ok() && Bic::parse("ESSESESSXXX").is_ok());
/// assert!(Bic::parse("ESSE").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bic(String);

held_as_text!(Bic);

impl Identifier for Bic {
    fn parse(text: &str) -> Result<Self, NotValid> {
        let is_code = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let is_right = matches!(text.len(), 8 | 11) && is_code;
        let names_country = text.bytes().skip(4).take(2).all(|b| b.is_ascii_uppercase());
        if is_right && names_country {
            return Ok(Self(text.to_owned()));
        }
        Err(NotValid::form(say!(
            "skriv BIC som 8 eller 11 versaler och siffror, med landet som femte och sjätte: \"ESSESESS\"",
            "write the BIC as 8 or 11 capitals and digits, with the country fifth and sixth: \"ESSESESS\""
        )))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
