//! Accounts for what happens less often than an invoice: each is needed first when it is used.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::billing::identifiers::AccountNumber;
use crate::read::{Node, Reader};
use crate::{Code, say};

/// What an account is for, beside those that every issuer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Other {
    /// What a cost comes to at an employer that is paid for it.
    Provided,
    /// What parties do not contribute of what they bear.
    Shortfall,
    /// What the issuer lays out for others.
    Outlay,
    /// What the issuer bears itself.
    OwnShare,
    /// What is settled in a later year.
    Carry,
    /// Incoming VAT at 25 percent.
    #[serde(rename = "input_vat_25")]
    InputVat25,
    /// Incoming VAT at 12 percent.
    #[serde(rename = "input_vat_12")]
    InputVat12,
    /// Incoming VAT at 6 percent.
    #[serde(rename = "input_vat_6")]
    InputVat6,
    /// Interest on late payment.
    Interest,
    /// Fees for reminders.
    Fee,
}

impl Other {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::Provided,
        Self::Shortfall,
        Self::Outlay,
        Self::OwnShare,
        Self::Carry,
        Self::InputVat25,
        Self::InputVat12,
        Self::InputVat6,
        Self::Interest,
        Self::Fee,
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provided => "provided",
            Self::Shortfall => "shortfall",
            Self::Outlay => "outlay",
            Self::OwnShare => "own_share",
            Self::Carry => "carry",
            Self::InputVat25 => "input_vat_25",
            Self::InputVat12 => "input_vat_12",
            Self::InputVat6 => "input_vat_6",
            Self::Interest => "interest",
            Self::Fee => "fee",
        }
    }

    fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|other| other.as_str() == text)
    }

    /// Accounts by what they are for: `{ "own_share": "4990", "carry": "2990" }`.
    pub(super) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<BTreeMap<Self, AccountNumber>> {
        let found = reader.map(node, |r, name, n| {
            let other = Self::find(name);
            if other.is_none() {
                let known = Self::ALL.map(Self::as_str).join(", ");
                r.fault(n, Code::UnknownField, say!("skriv ett av {known}", "write one of {known}"));
            }
            let number = r.identifier(n);
            Some((other?, number?))
        })?;
        Some(found.into_iter().collect())
    }
}

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
