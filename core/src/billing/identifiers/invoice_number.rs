//! Numbers that invoices have in other systems.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Identifier, NotValid, held_as_text};
use crate::say;

/// The longest number, in characters.
const MOST: usize = 30;

/// The number of an invoice in somebody else's books: at most 30 letters, digits and `.`, `/`, `_`, `-` between them.
///
/// ```
/// use samfin_core::billing::identifiers::{Identifier as _, InvoiceNumber};
/// assert_eq!(InvoiceNumber::parse("2027-4711").unwrap().as_str(), "2027-4711");
/// assert!(InvoiceNumber::parse("2027 4711").is_err() && InvoiceNumber::parse("-1").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InvoiceNumber(String);

held_as_text!(InvoiceNumber);

impl Identifier for InvoiceNumber {
    fn parse(text: &str) -> Result<Self, NotValid> {
        let is_mark = |b: u8| matches!(b, b'.' | b'/' | b'_' | b'-');
        if (1..=MOST).contains(&text.len())
            && text.as_bytes()[0].is_ascii_alphanumeric()
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || is_mark(b))
        {
            return Ok(Self(text.to_owned()));
        }
        Err(NotValid::form(say!(
            "skriv fakturanumret med 1–{MOST} siffror, bokstäver a–z och . / _ - mellan dem: \"2027-4711\"",
            "write the invoice number with 1–{MOST} digits, letters a–z and . / _ - between them: \"2027-4711\""
        )))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
