//! Which references a buyer accepts on its invoices.

use std::fmt;

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

use super::{Identifier, NotValid};
use crate::{say, text};

/// The longest pattern, in characters.
const MOST: usize = 100;
/// The most memory that a pattern may take when it is made ready, in bytes: letters of any language take some, and more when
/// another crate of the program has the matching made faster.
const MOST_BYTES: usize = 1024 * 1024;
/// How deep a pattern may be nested.
const DEEPEST: u32 = 10;

/// The form of a buyer's references, as a regular expression for the whole of one.
///
/// Anybody who may write an organisation writes it, so it has a size; matching takes time in proportion to the text, whatever
/// the pattern is (the `regex` crate has no backtracking).
///
/// ```
/// use samfin_core::billing::identifiers::{Identifier as _, ReferencePattern};
/// let berg = ReferencePattern::parse("BK[0-9]{2,5}").unwrap();
/// assert!(berg.accepts("BK123") && !berg.accepts("BK1") && !berg.accepts("xBK123"));
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReferencePattern {
    pub(super) text: String,
    whole: Regex,
}

impl ReferencePattern {
    /// Whether a reference has the form.
    #[must_use]
    pub fn accepts(&self, reference: &str) -> bool {
        self.whole.is_match(reference)
    }
}

impl Identifier for ReferencePattern {
    fn parse(pattern: &str) -> Result<Self, NotValid> {
        if !(1..=MOST).contains(&pattern.chars().count()) || text::fault(pattern, false).is_some() {
            return Err(NotValid::form(say!(
                "skriv mönstret som en rad med 1–{MOST} tecken, som \"[0-9]{{6}}\"",
                "write the pattern as one line of 1–{MOST} characters, like \"[0-9]{{6}}\""
            )));
        }
        // Alone first: `a)|(b` is no pattern, though it would be one inside brackets.
        let whole = ready(pattern).and_then(|_| ready(&format!(r"\A(?:{pattern})\z")));
        match whole {
            Ok(whole) => Ok(Self { text: pattern.to_owned(), whole }),
            Err(regex::Error::CompiledTooBig(_)) => Err(NotValid::form(say!(
                "mönstret är för stort; skriv det med färre upprepningar",
                "the pattern is too large; write it with fewer repetitions"
            ))),
            Err(_) => Err(NotValid::form(say!(
                "mönstret är inget reguljärt uttryck; skriv till exempel \"[0-9]{{6}}\" för sex siffror, \"BK[0-9]{{2,5}}\" eller \".{{5,6}}\"",
                "the pattern is no regular expression; write for example \"[0-9]{{6}}\" for six digits, \"BK[0-9]{{2,5}}\" or \".{{5,6}}\""
            ))),
        }
    }

    fn as_str(&self) -> &str {
        &self.text
    }
}

fn ready(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).size_limit(MOST_BYTES).dfa_size_limit(MOST_BYTES).nest_limit(DEEPEST).build()
}

impl PartialEq for ReferencePattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for ReferencePattern {}

impl TryFrom<String> for ReferencePattern {
    type Error = NotValid;

    fn try_from(text: String) -> Result<Self, NotValid> {
        Self::parse(&text)
    }
}

impl From<ReferencePattern> for String {
    fn from(pattern: ReferencePattern) -> Self {
        pattern.text
    }
}

impl fmt::Display for ReferencePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
