//! A legal entity as its invoices need it: where it is, how it is paid, what it wants written, and how it keeps books.
//!
//! [`Organisation::read`] finds everything that is wrong at once. What it gives is written as JSON and read back unchanged.

mod accounts;
mod address;
mod coding;
mod other;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use accounts::{Accounts, CostKey};
pub use coding::Coding;
pub use other::Other;

use super::document::{Address, Participant};
use super::identifiers::{
    Bankgiro, Bic, ElectronicAddress, Iban, Identifier as _, OrganisationNumber, Plusgiro, ReferencePattern, VatNumber,
};
use crate::json;
use crate::read::{Node, Reader};
use crate::{Code, Error, Id, Text, say};

/// A legal entity (*organisation*) with its invoicing details. An agreement's party finds it by its organisation number.
///
/// ```
/// use samfin_core::billing::organisation::Organisation;
/// let organisation = Organisation::parse(br#"{
///     "name": "Bergs kommun", "organisation_number": "212000-2502",
///     "address": { "lines": ["Exempelgatan 1"], "postal_code": "840 40", "city": "Svenstavik", "country": "SE" },
///     "buyer_reference": "BK123", "buyer_reference_pattern": "BK[0-9]{2,5}"
/// }"#).unwrap();
/// assert_eq!(organisation.organisation_number.to_string(), "212000-2502");
/// assert_eq!(organisation.attestations_required, 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its legal name.
    pub name: String,
    /// Its organisation number.
    pub organisation_number: OrganisationNumber,
    /// What another system calls it.
    pub external_id: Option<String>,
    /// Where it is.
    pub address: Option<Address>,
    /// Where it receives electronic invoices.
    pub endpoint: Option<ElectronicAddress>,
    /// The reference that it wants on invoices to it.
    pub buyer_reference: Option<String>,
    /// Which references it accepts.
    pub buyer_reference_pattern: Option<ReferencePattern>,
    /// Who answers questions about its invoices.
    pub contact: Option<String>,
    /// Where it is paid at Bankgirot.
    pub bankgiro: Option<Bankgiro>,
    /// Where it is paid at Plusgirot.
    pub plusgiro: Option<Plusgiro>,
    /// Where it is paid from abroad.
    pub iban: Option<Iban>,
    /// The bank of the IBAN.
    pub bic: Option<Bic>,
    /// Its VAT number, where it is registered.
    pub vat_number: Option<VatNumber>,
    /// Whether it is approved for F-tax (*godkänd för F-skatt*).
    pub f_tax: bool,
    /// Whether its documents are rounded to whole kronor.
    pub whole_kronor: bool,
    /// Where its invoices get their numbers.
    pub issued_by: IssuedBy,
    /// How many must attest what it issues: 1 or 2, and 0 where it has given that up.
    pub attestations_required: i32,
    /// How it codes what it issues.
    pub accounts: Option<Accounts>,
}

/// The most who may have to attest what an organisation issues.
pub const MOST_ATTESTATIONS: i32 = 2;

/// Where an organisation's invoices get their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuedBy {
    /// Here.
    Samfin,
    /// In its own customer ledger: an attested draft is the basis of an invoice there.
    External,
}

impl IssuedBy {
    /// The words of the document, with what they mean.
    pub const WORDS: &[(&str, Self)] = &[("samfin", Self::Samfin), ("external", Self::External)];
}

impl Organisation {
    /// The fields of an organisation.
    pub const FIELDS: &[&str] = &[
        "name",
        "organisation_number",
        "external_id",
        "address",
        "endpoint",
        "buyer_reference",
        "buyer_reference_pattern",
        "contact",
        "bankgiro",
        "plusgiro",
        "iban",
        "bic",
        "vat_number",
        "f_tax",
        "whole_kronor",
        "issued_by",
        "attestations_required",
        "accounts",
    ];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["name", "organisation_number"];

    /// Reads an organisation that stands alone.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the bytes are not JSON, otherwise [`Error::Invalid`] with every issue.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let tree = json::parse(bytes)?;
        let mut reader = Reader::default();
        let organisation = Self::read(&mut reader, &Node::root(&tree));
        reader.finish(organisation)
    }

    /// Reads the organisation at `node`; the reader is told of every issue.
    pub fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let name = reader.required(node, "name", Reader::name);
        let number = reader.required(node, "organisation_number", Reader::identifier::<OrganisationNumber>);
        let external_id = reader.optional(node, "external_id", Reader::name);
        let address = reader.optional(node, "address", address::read);
        let endpoint = reader.optional(node, "endpoint", ElectronicAddress::read);
        let pattern = reader.optional(node, "buyer_reference_pattern", Reader::identifier::<ReferencePattern>);
        let buyer_reference = reader.optional(node, "buyer_reference", |r, n| {
            let reference = r.name(n)?;
            if let Some(detail) = pattern.as_ref().and_then(|pattern| misfit(&reference, pattern)) {
                r.fault(n, Code::IdentifierFormat, detail);
            }
            Some(reference)
        });
        let vat_number = reader.optional(node, "vat_number", |r, n| {
            let vat: VatNumber = r.identifier(n)?;
            if number.as_ref().is_some_and(|number| !vat.belongs_to(number)) {
                let detail = say!(
                    "momsregistreringsnumret hör till ett annat organisationsnummer",
                    "the VAT number belongs to another organisation number"
                );
                r.fault(n, Code::ConflictingFields, detail);
            }
            Some(vat)
        });
        let contact = reader.optional(node, "contact", Reader::name);
        let bankgiro = reader.optional(node, "bankgiro", Reader::identifier);
        let plusgiro = reader.optional(node, "plusgiro", Reader::identifier);
        let iban = reader.optional(node, "iban", Reader::identifier);
        let bic = reader.optional(node, "bic", Reader::identifier);
        let f_tax = reader.optional(node, "f_tax", Reader::boolean);
        let whole_kronor = reader.optional(node, "whole_kronor", Reader::boolean);
        let issued_by = reader.optional(node, "issued_by", |r, n| r.word(n, IssuedBy::WORDS));
        let attestations = reader.optional(node, "attestations_required", |r, n| r.integer(n, 0, MOST_ATTESTATIONS));
        let accounts = reader.optional(node, "accounts", Accounts::read);
        Some(Self {
            name: name?,
            organisation_number: number?,
            external_id,
            address,
            endpoint,
            buyer_reference,
            buyer_reference_pattern: pattern,
            contact,
            bankgiro,
            plusgiro,
            iban,
            bic,
            vat_number,
            f_tax: f_tax.unwrap_or(false),
            whole_kronor: whole_kronor.unwrap_or(false),
            issued_by: issued_by.unwrap_or(IssuedBy::Samfin),
            attestations_required: attestations.unwrap_or(1),
            accounts,
        })
    }

    /// What is wrong with a reference on an invoice to it, if anything.
    #[must_use]
    pub fn reference_fault(&self, reference: &str) -> Option<Text> {
        misfit(reference, self.buyer_reference_pattern.as_ref()?)
    }

    /// Whether it says where it is paid.
    #[must_use]
    pub fn can_be_paid(&self) -> bool {
        self.bankgiro.is_some() || self.plusgiro.is_some() || self.iban.is_some()
    }

    /// It as the party `party` on a document, with its own reference; none while it has no address.
    #[must_use]
    pub fn participant(&self, party: Id) -> Option<Participant> {
        Some(Participant {
            party,
            name: self.name.clone(),
            organisation_number: self.organisation_number.as_str().to_owned(),
            vat_number: self.vat_number.clone().map(String::from),
            f_tax: self.f_tax,
            address: self.address.clone()?,
            endpoint: self.endpoint.clone().map(Into::into),
            reference: self.buyer_reference.clone(),
            contact: self.contact.clone(),
            bankgiro: self.bankgiro.clone().map(String::from),
            plusgiro: self.plusgiro.clone().map(String::from),
            iban: self.iban.clone().map(String::from),
            bic: self.bic.clone().map(String::from),
        })
    }
}

/// That a reference does not have the form that the buyer accepts.
fn misfit(reference: &str, pattern: &ReferencePattern) -> Option<Text> {
    (!pattern.accepts(reference)).then(|| {
        let Text { sv, en } = match pattern.in_words() {
            Some((Text { sv, en }, example)) => say!("{sv}, till exempel {example}", "{en}, for example {example}"),
            None => say!("mönstret {pattern}", "the pattern {pattern}"),
        };
        say!(
            "referensen har inte den form som mottagaren godtar ({sv}); fråga mottagaren efter en som har det",
            "the reference does not have the form that the buyer accepts ({en}); ask the buyer for one that does"
        )
    })
}
