//! Accounts in an organisation's own books.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Identifier, NotValid, held_as_text};
use crate::say;

/// An account (*konto*) in an organisation's chart of accounts: one to ten letters and digits. What it means, only the
/// organisation knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountNumber(String);

held_as_text!(AccountNumber);

impl Identifier for AccountNumber {
    fn parse(text: &str) -> Result<Self, NotValid> {
        if (1..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Ok(Self(text.to_owned()));
        }
        Err(NotValid::form(say!(
            "skriv kontot med 1–10 siffror eller bokstäver a–z, utan mellanrum: \"3990\"",
            "write the account with 1–10 digits or letters a–z, without spaces: \"3990\""
        )))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
