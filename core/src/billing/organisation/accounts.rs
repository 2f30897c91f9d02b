//! How an organisation codes what it issues (*kontering*). Charts of accounts differ: all of it is data, none of it is assumed.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Other;
use crate::billing::document::VatTreatment;
use crate::billing::identifiers::AccountNumber;
use crate::read::{Node, Reader};
use crate::{Code, Id, say};

/// The accounts that an organisation uses when it issues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// What others owe it (*kundfordringar*).
    pub receivable: AccountNumber,
    /// What it owes others (*leverantörsskulder*).
    pub payable: AccountNumber,
    /// Where money comes in.
    pub bank: AccountNumber,
    /// Outgoing VAT at 25 percent.
    pub vat_25: Option<AccountNumber>,
    /// Outgoing VAT at 12 percent.
    pub vat_12: Option<AccountNumber>,
    /// Outgoing VAT at 6 percent.
    pub vat_6: Option<AccountNumber>,
    /// What rounding to whole kronor comes to (*öresutjämning*).
    pub rounding: AccountNumber,
    /// Money that is set aside for the parties.
    pub reserve: Option<AccountNumber>,
    /// Cover of what somebody did not contribute.
    pub cover: Option<AccountNumber>,
    /// Income by cost.
    pub income: BTreeMap<CostKey, AccountNumber>,
    /// Objects by dimension (SIE: 1 is cost centre, 6 is project), by cost.
    #[serde(default)]
    pub dimensions: BTreeMap<CostKey, BTreeMap<String, String>>,
    /// Accounts for what happens less often.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<Other, AccountNumber>,
}

/// One cost, or every cost that has no line of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CostKey {
    /// Written `*`.
    Any,
    /// A cost's id.
    Cost(Id),
}

impl CostKey {
    fn parse(text: &str) -> Option<Self> {
        if text == "*" { Some(Self::Any) } else { Id::parse(text).map(Self::Cost) }
    }
}

impl TryFrom<String> for CostKey {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("neither * nor an id: {text:?}"))
    }
}

impl From<CostKey> for String {
    fn from(key: CostKey) -> Self {
        key.to_string()
    }
}

impl fmt::Display for CostKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::Cost(id) => id.fmt(f),
        }
    }
}

impl Accounts {
    /// The fields of the accounts.
    pub const FIELDS: &[&str] = &[
        "receivable",
        "payable",
        "bank",
        "vat_25",
        "vat_12",
        "vat_6",
        "rounding",
        "reserve",
        "cover",
        "income",
        "dimensions",
        "other",
    ];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["receivable", "payable", "bank", "rounding", "income"];

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let receivable = reader.required(node, "receivable", Reader::identifier);
        let payable = reader.required(node, "payable", Reader::identifier);
        let bank = reader.required(node, "bank", Reader::identifier);
        let vat_25 = reader.optional(node, "vat_25", Reader::identifier);
        let vat_12 = reader.optional(node, "vat_12", Reader::identifier);
        let vat_6 = reader.optional(node, "vat_6", Reader::identifier);
        let rounding = reader.required(node, "rounding", Reader::identifier);
        let reserve = reader.optional(node, "reserve", Reader::identifier);
        let cover = reader.optional(node, "cover", Reader::identifier);
        let income = reader.required(node, "income", |r, n| by_cost(r, n, Reader::identifier));
        let dimensions = reader.optional(node, "dimensions", |r, n| by_cost(r, n, objects));
        let other = reader.optional(node, "other", Other::read);
        Some(Self {
            receivable: receivable?,
            payable: payable?,
            bank: bank?,
            vat_25,
            vat_12,
            vat_6,
            rounding: rounding?,
            reserve,
            cover,
            income: income?,
            dimensions: dimensions.unwrap_or_default(),
            other: other.unwrap_or_default(),
        })
    }

    /// The account for income from a cost: its own line, or else that of every cost.
    #[must_use]
    pub fn income_of(&self, cost: &Id) -> Option<&AccountNumber> {
        find(&self.income, cost)
    }

    /// The objects that a cost is coded with, by dimension: its own line, or else that of every cost.
    #[must_use]
    pub fn dimensions_of(&self, cost: &Id) -> Option<&BTreeMap<String, String>> {
        find(&self.dimensions, cost)
    }

    /// The account for VAT, where the treatment has any.
    #[must_use]
    pub fn vat_of(&self, treatment: &VatTreatment) -> Option<&AccountNumber> {
        self.output_vat(treatment.percent()?)
    }

    pub(super) fn output_vat(&self, percent: u8) -> Option<&AccountNumber> {
        match percent {
            25 => self.vat_25.as_ref(),
            12 => self.vat_12.as_ref(),
            6 => self.vat_6.as_ref(),
            _ => None,
        }
    }
}

fn find<'m, T>(by_cost: &'m BTreeMap<CostKey, T>, cost: &Id) -> Option<&'m T> {
    by_cost.get(&CostKey::Cost(cost.clone())).or_else(|| by_cost.get(&CostKey::Any))
}

/// Something for each cost that is named, read by `read`.
fn by_cost<T>(
    reader: &mut Reader,
    node: &Node<'_>,
    mut read: impl FnMut(&mut Reader, &Node<'_>) -> Option<T>,
) -> Option<BTreeMap<CostKey, T>> {
    let found = reader.map(node, |r, name, n| {
        let key = CostKey::parse(name);
        if key.is_none() {
            let detail = say!(
                "skriv en kostnads id, eller * för alla kostnader utan egen rad",
                "write the id of a cost, or * for every cost without a line of its own"
            );
            r.fault(n, Code::IdFormat, detail);
        }
        let value = read(r, n);
        Some((key?, value?))
    })?;
    Some(found.into_iter().collect())
}

/// Objects by dimension: `{ "1": "4711", "6": "SAM27" }`.
fn objects(reader: &mut Reader, node: &Node<'_>) -> Option<BTreeMap<String, String>> {
    let found = reader.map(node, |r, name, n| {
        let is_dimension =
            matches!(name.len(), 1..=4) && name.bytes().all(|b| b.is_ascii_digit()) && !name.starts_with('0');
        if !is_dimension {
            let detail = say!(
                "skriv dimensionens nummer, 1–9999: 1 är kostnadsställe och 6 projekt (SIE)",
                "write the number of the dimension, 1–9999: 1 is cost centre and 6 project (SIE)"
            );
            r.fault(n, Code::IdentifierFormat, detail);
        }
        let object = r.name(n)?;
        is_dimension.then(|| (name.to_owned(), object))
    })?;
    Some(found.into_iter().collect())
}
