//! What can be wrong with the input, in the user's terms: what, where, and what to do.
//!
//! ```
//! use samfin_core::{Error, Request};
//! let Err(Error::Invalid(issues)) = Request::parse(br#"{ "year": "2027" }"#) else { panic!() };
//! let found: Vec<_> = issues.iter().map(|issue| (issue.pointer.as_str(), issue.code.as_str())).collect();
//! assert_eq!(found, [("/year", "wrong-type"), ("/agreement", "missing-field")]);
//! ```

use std::fmt;

use serde::Serialize;

use crate::{Lang, Text};

/// Why an input could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes are not one JSON document (broken, too deep, duplicate keys, not UTF-8).
    #[error("not a JSON document: {0}")]
    Malformed(Text),
    /// The document is JSON but its content is wrong; every independent issue is listed.
    #[error("{}", list(.0))]
    Invalid(Vec<Issue>),
}

impl Error {
    /// A single issue as an error.
    #[must_use]
    pub fn one(issue: Issue) -> Self {
        Self::Invalid(vec![issue])
    }
}

fn list(issues: &[Issue]) -> String {
    issues.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// One thing that is wrong, or (as a warning) worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Where, as a JSON Pointer into the request (RFC 6901), for example `/agreement/costs/0/key`.
    pub pointer: String,
    /// What kind of issue it is; codes never change.
    pub code: Code,
    /// What is wrong and what to do about it.
    pub detail: Text,
}

impl Issue {
    /// An issue of kind `code` at `pointer`.
    pub fn new(pointer: impl Into<String>, code: Code, detail: Text) -> Self {
        Self { pointer: pointer.into(), code, detail }
    }

    /// The issue as it is shown to a reader of `lang`.
    #[must_use]
    pub fn shown(&self, lang: Lang) -> ShownIssue<'_> {
        ShownIssue { pointer: &self.pointer, code: self.code.as_str(), detail: self.detail.get(lang) }
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.pointer, self.detail, self.code)
    }
}

/// An [`Issue`] in one language, ready to be written as JSON.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShownIssue<'a> {
    /// What kind of issue it is; codes never change.
    pub code: &'a str,
    /// What is wrong and what to do about it.
    pub detail: &'a str,
    /// Where, as a JSON Pointer into the request.
    pub pointer: &'a str,
}

/// One row per code: the variant, the code as users see it, and its titles.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $sv:literal, $en:literal;)*) => {
        /// The kinds of issue the core can find. The strings are part of the API and never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* #[doc = $en] $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as users and programs see it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The short title of the kind, in both languages.
            #[must_use]
            pub fn title(self) -> Text {
                match self { $(Self::$variant => Text::new($sv, $en),)* }
            }
        }
    };
}

codes! {
    UnknownField = "unknown-field", "Okänt fält", "Unknown field";
    ConflictingFields = "conflicting-fields", "Fält som utesluter varandra", "Fields that exclude each other";
    MissingField = "missing-field", "Fält saknas", "Missing field";
    WrongType = "wrong-type", "Fel sorts värde", "Wrong type of value";
    MoneyFormat = "money-format", "Beloppet är inte skrivet som ett belopp", "Not written as an amount of money";
    DecimalFormat = "decimal-format", "Talet är inte skrivet som ett decimaltal", "Not written as a decimal number";
    DateInvalid = "date-invalid", "Datumet finns inte", "Not a calendar date";
    DateOutOfRange = "date-out-of-range", "Datumet ligger utanför 2000–2100", "Date outside 2000–2100";
    IllegalCharacter = "illegal-character", "Texten har otillåtna tecken", "Text holds characters that are not allowed";
    TextLength = "text-length", "Texten är tom eller för lång", "Text is empty or too long";
    IdFormat = "id-format", "Id:t har fel form", "Id has the wrong form";
    DuplicateId = "duplicate-id", "Id:t finns redan", "Id is already taken";
    RepeatedReference = "repeated-reference", "Samma id två gånger i en lista", "The same id twice in a list";
    UnknownValue = "unknown-value", "Värdet är inte ett av dem som finns", "Not one of the values there are";
    UnknownReference = "unknown-reference", "Hänvisningen leder ingenstans", "The reference leads nowhere";
    OutOfRange = "out-of-range", "Värdet ligger utanför sitt område", "Value outside its range";
    PayerChain = "payer-chain", "En betalare har själv en betalare", "A payer has a payer itself";
    KeyCycle = "key-cycle", "Nycklar hänvisar runt i en ring", "Keys refer to each other in a circle";
    KeyDepth = "key-depth", "Nycklar i för många nivåer", "Keys nested too deep";
    OverlappingGroups = "overlapping-groups", "En part finns i två grupper", "A party is in two groups";
    NoOneToCharge = "no-one-to-charge", "Ingen att fördela på", "No one to charge";
    BoundsCannotHold = "bounds-cannot-hold", "Gränserna går inte ihop", "The bounds cannot hold";
    MissingStatistic = "missing-statistic", "Statistik saknas", "Missing statistic";
    DuplicateObservation = "duplicate-observation", "Två värden för samma dag", "Two observations for one date";
    MissingIndex = "missing-index", "Index saknas för året", "Missing index for the year";
    AmountTooLarge = "amount-too-large", "Beloppet är för stort", "Amount too large";
    OverlappingEvents = "overlapping-events", "Händelser överlappar varandra", "Events overlap";
    PolicyKeyNotProportional = "policy-key-not-proportional", "Nyckeln i regeln är inte proportionell", "The key of the rule is not proportional";
    UnknownTarget = "unknown-target", "Ändringens mål finns inte", "The target of the change does not exist";
    TooMuchWork = "too-much-work", "Beräkningen är för stor", "The calculation is too large";
    StaleStatistic = "stale-statistic", "Statistiken är gammal", "The statistic is old";
    BaseFeeScaled = "base-fee-scaled", "Grundavgifterna är större än kostnaden", "The base fees exceed the cost";
    BoundsScaled = "bounds-scaled", "Minimibeloppen är större än kostnaden", "The minimum amounts exceed the cost";
    GroupWithoutMembers = "group-without-members", "En grupp har inga medlemmar", "A group has no members";
    CannotMatchDown = "cannot-match-down", "Neddragning i proportion går inte", "Matching down is not possible";
    UncoveredShortfall = "uncovered-shortfall", "Bortfall som ingen täcker", "A shortfall that no one covers";
    IdentifierFormat = "identifier-format", "Numret eller koden är fel skriven", "The number or code is not written rightly";
    CheckDigit = "check-digit", "Kontrollsiffran stämmer inte", "The check digit does not fit";
    UnitTooCoarse = "unit-too-coarse", "Avrundningen är för grov", "The rounding unit is too coarse";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
