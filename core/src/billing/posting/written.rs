//! An account as it is written in the journal, in the API and in exports: `receivable:berg`, `output_vat:25`, `bank`.

use std::fmt;
use std::str::FromStr;

use super::Account;
use crate::Id;

/// That a text names no account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no account is written {0:?}")]
pub struct UnknownAccount(String);

impl Account {
    /// What it is for, as a word: `receivable`.
    #[must_use]
    pub fn role(&self) -> &'static str {
        match self {
            Self::Receivable(_) => "receivable",
            Self::Payable(_) => "payable",
            Self::Bank => "bank",
            Self::Income(_) => "income",
            Self::Provided(_) => "provided",
            Self::Shortfall => "shortfall",
            Self::Cover => "cover",
            Self::Outlay => "outlay",
            Self::OwnShare => "own_share",
            Self::Reserve => "reserve",
            Self::Carry => "carry",
            Self::OutputVat(_) => "output_vat",
            Self::InputVat(_) => "input_vat",
            Self::Rounding => "rounding",
            Self::Interest => "interest",
            Self::Fee => "fee",
        }
    }

    /// The party that it is kept for, where there is one.
    #[must_use]
    pub fn party(&self) -> Option<&Id> {
        match self {
            Self::Receivable(party) | Self::Payable(party) => Some(party),
            _ => None,
        }
    }

    /// The cost that it is kept for, where there is one.
    #[must_use]
    pub fn cost(&self) -> Option<&Id> {
        match self {
            Self::Income(cost) | Self::Provided(cost) => Some(cost),
            _ => None,
        }
    }
}

/// ```
/// use samfin_core::billing::posting::Account;
/// for text in ["receivable:berg", "income:lokal", "output_vat:25", "bank", "own_share"] {
///     assert_eq!(text.parse::<Account>().unwrap().to_string(), text);
/// }
/// assert!("receivable".parse::<Account>().is_err() && "bank:berg".parse::<Account>().is_err());
/// ```
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.role())?;
        match self {
            Self::Receivable(of) | Self::Payable(of) | Self::Income(of) | Self::Provided(of) => write!(f, ":{of}"),
            Self::OutputVat(percent) | Self::InputVat(percent) => write!(f, ":{percent}"),
            _ => Ok(()),
        }
    }
}

impl FromStr for Account {
    type Err = UnknownAccount;

    fn from_str(text: &str) -> Result<Self, UnknownAccount> {
        let (role, of) = text.split_once(':').map_or((text, None), |(role, of)| (role, Some(of)));
        let id = || of.and_then(Id::parse);
        let percent = || of.and_then(|of| of.parse().ok());
        let found = match (role, of) {
            ("receivable", _) => id().map(Self::Receivable),
            ("payable", _) => id().map(Self::Payable),
            ("income", _) => id().map(Self::Income),
            ("provided", _) => id().map(Self::Provided),
            ("output_vat", _) => percent().map(Self::OutputVat),
            ("input_vat", _) => percent().map(Self::InputVat),
            ("bank", None) => Some(Self::Bank),
            ("shortfall", None) => Some(Self::Shortfall),
            ("cover", None) => Some(Self::Cover),
            ("outlay", None) => Some(Self::Outlay),
            ("own_share", None) => Some(Self::OwnShare),
            ("reserve", None) => Some(Self::Reserve),
            ("carry", None) => Some(Self::Carry),
            ("rounding", None) => Some(Self::Rounding),
            ("interest", None) => Some(Self::Interest),
            ("fee", None) => Some(Self::Fee),
            _ => None,
        };
        // `output_vat:025` is nobody's way of writing it.
        found.filter(|account| account.to_string() == text).ok_or_else(|| UnknownAccount(text.to_owned()))
    }
}
