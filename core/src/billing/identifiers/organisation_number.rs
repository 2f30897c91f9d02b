//! Organisation numbers, and the VAT numbers that are made of them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Identifier, NotValid, digits_beside, held_as_text, luhn};
use crate::{Text, say};

/// The number of a legal entity (*organisationsnummer*, lag 1974:174): ten digits of which the last is Luhn's check digit. The
/// third digit is at least 2, which tells it from the number of a person.
///
/// ```
/// use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber};
/// assert!(OrganisationNumber::parse("232100-0214").is_ok());
/// assert!(OrganisationNumber::parse("232100-0215").is_err());
/// assert!(OrganisationNumber::parse("811218-9876").is_err(), "a person's");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationNumber(String);

held_as_text!(OrganisationNumber);

impl Identifier for OrganisationNumber {
    fn parse(text: &str) -> Result<Self, NotValid> {
        let form = || NotValid::form(organisation_number_form());
        let number = Self(digits_beside(text, &['-']).filter(|digits| digits.len() == 10).ok_or_else(form)?);
        if text != number.0 && text != number.to_string() {
            return Err(form());
        }
        if number.0.as_bytes().get(2).is_none_or(|third| *third < b'2') {
            return Err(NotValid::form(say!(
                "det här är numret för en person; en organisation har minst 2 som tredje siffra",
                "this is the number of a person; the third digit of an organisation's is at least 2"
            )));
        }
        if !luhn::holds(&number.0) {
            return Err(NotValid::check_digit(say!(
                "någon siffra i organisationsnumret är fel: kontrollsiffran stämmer inte",
                "a digit of the organisation number is wrong: the check digit does not fit"
            )));
        }
        Ok(number)
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

fn organisation_number_form() -> Text {
    say!(
        "skriv organisationsnumrets tio siffror: \"232100-0214\" eller \"2321000214\"",
        "write the ten digits of the organisation number: \"232100-0214\" or \"2321000214\""
    )
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (front, back) = self.0.split_at(6);
        write!(f, "{front}-{back}")
    }
}

/// The number by which a Swedish organisation is registered for VAT (*momsregistreringsnummer*, mervärdesskattelagen 2023:200):
/// `SE`, its organisation number, `01`.
///
/// ```
/// use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber, VatNumber};
/// let number = VatNumber::parse("SE232100021401").unwrap();
/// assert!(number.belongs_to(&OrganisationNumber::parse("232100-0214").unwrap()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VatNumber(String);

held_as_text!(VatNumber);

impl VatNumber {
    /// Whether it is this organisation's.
    #[must_use]
    pub fn belongs_to(&self, number: &OrganisationNumber) -> bool {
        self.0 == format!("SE{}01", number.as_str())
    }
}

impl Identifier for VatNumber {
    fn parse(text: &str) -> Result<Self, NotValid> {
        let digits = text.strip_prefix("SE").and_then(|rest| rest.strip_suffix("01"));
        let Some(digits) = digits.filter(|digits| digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit()))
        else {
            return Err(NotValid::form(say!(
                "skriv SE, organisationsnumrets tio siffror och 01: \"SE232100021401\"",
                "write SE, the ten digits of the organisation number and 01: \"SE232100021401\""
            )));
        };
        OrganisationNumber::parse(digits)?;
        Ok(Self(text.to_owned()))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VatNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
