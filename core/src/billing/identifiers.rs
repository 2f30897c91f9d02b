//! The numbers by which organisations, accounts and payments are known, each checked once and then trusted.
//!
//! Every one of them has one canonical text (what is stored, compared and sent) and a text for people (`Display`). What is read
//! is either of the two and nothing else: a number that is written in some other way is more often a slip than a style.
//!
//! ```
//! use samfin_core::billing::identifiers::{Bankgiro, Identifier as _, OrganisationNumber};
//! let number = OrganisationNumber::parse("232100-0214").unwrap();
//! assert_eq!((number.as_str(), number.to_string().as_str()), ("2321000214", "232100-0214"));
//! assert_eq!(Bankgiro::parse("3398328").unwrap().to_string(), "339-8328");
//! let wrong = Bankgiro::parse("339-8382").unwrap_err();
//! assert_eq!(wrong.code.as_str(), "check-digit");
//! ```

mod account;
mod bank;
mod electronic;
mod giro;
mod invoice_number;
mod luhn;
mod ocr;
mod organisation_number;
mod pattern;
mod pattern_words;
#[cfg(test)]
mod tests;

pub use account::AccountNumber;
pub use bank::{Bic, Iban};
pub use electronic::{ElectronicAddress, Gln};
pub use giro::{Bankgiro, Plusgiro};
pub use invoice_number::InvoiceNumber;
pub use ocr::OcrReference;
pub use organisation_number::{OrganisationNumber, VatNumber};
pub use pattern::ReferencePattern;

use crate::read::{Node, Reader};
use crate::{Code, Text};

/// Why a text is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct NotValid {
    /// `identifier-format` when it is written wrongly, `check-digit` when a digit of it must be wrong.
    pub code: Code,
    /// What is wrong and what to do about it.
    pub detail: Text,
}

impl NotValid {
    fn form(detail: Text) -> Self {
        Self { code: Code::IdentifierFormat, detail }
    }

    fn check_digit(detail: Text) -> Self {
        Self { code: Code::CheckDigit, detail }
    }
}

/// A text that means something only when it is written rightly.
pub trait Identifier: Sized {
    /// The identifier that is written so.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    fn parse(text: &str) -> Result<Self, NotValid>;

    /// The canonical text.
    fn as_str(&self) -> &str;
}

impl Reader {
    /// An identifier, written as a string.
    pub fn identifier<T: Identifier>(&mut self, node: &Node<'_>) -> Option<T> {
        let text = self.string(node)?;
        T::parse(text).map_err(|wrong| self.fault(node, wrong.code, wrong.detail)).ok()
    }
}

/// Gives a type that holds its canonical text the ways in and out that all of them have.
macro_rules! held_as_text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = crate::billing::identifiers::NotValid;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                crate::billing::identifiers::Identifier::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(held: $name) -> Self {
                held.0
            }
        }
    };
}

use held_as_text;

/// The digits of `text`, when there is nothing else in it than them and the marks.
fn digits_beside(text: &str, marks: &[char]) -> Option<String> {
    let digits: String = text.chars().filter(|c| !marks.contains(c)).collect();
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}
