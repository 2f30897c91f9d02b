//! Where invoices are received in the Peppol network.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Identifier, NotValid, OrganisationNumber, held_as_text};
use crate::billing::document::Endpoint;
use crate::read::{Node, Reader};
use crate::say;

/// A global location number (GS1): thirteen digits, the last a check digit with weights 1 and 3.
///
/// ```
/// use samfin_core::billing::identifiers::{Gln, Identifier as _};
/// assert!(Gln::parse("7300010000001").is_ok());
/// assert!(Gln::parse("7300010000002").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Gln(String);

held_as_text!(Gln);

impl Identifier for Gln {
    fn parse(text: &str) -> Result<Self, NotValid> {
        if text.len() != 13 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotValid::form(say!(
                "skriv GLN-numrets tretton siffror utan mellanrum: \"7300010000001\"",
                "write the thirteen digits of the GLN without spaces: \"7300010000001\""
            )));
        }
        let digits = text.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
        let sum: u32 = digits.map(|(place, digit)| if place.is_multiple_of(2) { digit } else { 3 * digit }).sum();
        if !sum.is_multiple_of(10) {
            return Err(NotValid::check_digit(say!(
                "någon siffra i GLN-numret är fel: kontrollsiffran stämmer inte",
                "a digit of the GLN is wrong: the check digit does not fit"
            )));
        }
        Ok(Self(text.to_owned()))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Gln {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An electronic address in the Peppol network, by one of the two schemes that Swedish organisations have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Endpoint", into = "Endpoint")]
pub enum ElectronicAddress {
    /// Scheme 0007: an organisation number.
    OrganisationNumber(OrganisationNumber),
    /// Scheme 0088: a GLN.
    Gln(Gln),
}

impl ElectronicAddress {
    /// The fields of an electronic address, all of which must be there.
    pub const FIELDS: &[&str] = &["scheme", "id"];
    /// The schemes: of organisation numbers, and of GLN.
    pub const SCHEMES: [&str; 2] = ["0007", "0088"];

    /// The address by `scheme`.
    ///
    /// # Errors
    ///
    /// What is wrong with the id; a scheme that is not one of [`Self::SCHEMES`] has none that is right.
    pub fn parse(scheme: &str, id: &str) -> Result<Self, NotValid> {
        match scheme {
            "0007" => OrganisationNumber::parse(id).map(Self::OrganisationNumber),
            "0088" => Gln::parse(id).map(Self::Gln),
            _ => Err(NotValid::form(say!("välj schemat 0007 eller 0088", "choose the scheme 0007 or 0088"))),
        }
    }

    pub(crate) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let scheme = reader.required(node, "scheme", |r, n| r.word(n, &Self::SCHEMES.map(|scheme| (scheme, scheme))));
        let Some(scheme) = scheme else {
            reader.required(node, "id", Reader::name);
            return None;
        };
        reader.required(node, "id", |r, n| {
            let id = r.string(n)?;
            Self::parse(scheme, id).map_err(|wrong| r.fault(n, wrong.code, wrong.detail)).ok()
        })
    }
}

impl TryFrom<Endpoint> for ElectronicAddress {
    type Error = NotValid;

    fn try_from(endpoint: Endpoint) -> Result<Self, NotValid> {
        Self::parse(&endpoint.scheme, &endpoint.id)
    }
}

impl From<ElectronicAddress> for Endpoint {
    fn from(address: ElectronicAddress) -> Self {
        let [number_scheme, gln_scheme] = ElectronicAddress::SCHEMES;
        let (scheme, id) = match address {
            ElectronicAddress::OrganisationNumber(number) => (number_scheme, number.into()),
            ElectronicAddress::Gln(gln) => (gln_scheme, gln.into()),
        };
        Self { scheme: scheme.to_owned(), id }
    }
}
