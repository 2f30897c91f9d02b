//! A legal entity with its invoicing details.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::words::{
    AccountNumber, Bankgiro, Bic, Country, EndpointScheme, Iban, IssuedBy, OrganisationNumber, Plusgiro,
    ReferencePattern, ShortText, VatNumber,
};

/// A legal entity with its invoicing details. Numbers may be written as people write them; they are answered with digits only.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationDetails {
    /// Its legal name.
    pub name: ShortText,
    /// Its organisation number; no other organisation has it. Parties of agreements find it by this.
    pub organisation_number: OrganisationNumber,
    /// What another system calls it; no other organisation is called so.
    pub external_id: Option<ShortText>,
    /// Where it is.
    pub address: Option<PostalAddress>,
    /// Where it receives electronic invoices.
    pub endpoint: Option<ElectronicAddress>,
    /// The reference that it wants on invoices to it.
    pub buyer_reference: Option<ShortText>,
    /// Which references it accepts.
    pub buyer_reference_pattern: Option<ReferencePattern>,
    /// Who answers questions about its invoices.
    pub contact: Option<ShortText>,
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
    /// Whether it is approved for F-tax; false when absent.
    pub f_tax: Option<bool>,
    /// Whether its documents are rounded to whole kronor; false when absent.
    pub whole_kronor: Option<bool>,
    /// Where its invoices get their numbers; `samfin` when absent.
    pub issued_by: Option<IssuedBy>,
    /// How many must attest what it issues; 1 when absent. 0 gives attestation up: that is an event of its own in the trail, stands
    /// on every document, and is told to everybody who sees documents (`/me`).
    #[schema(minimum = 0, maximum = 2)]
    pub attestations_required: Option<i32>,
    /// How it codes what it issues.
    pub accounts: Option<Accounts>,
}

/// A postal address.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostalAddress {
    /// Street or box.
    #[schema(min_items = 1, max_items = 3)]
    pub lines: Vec<ShortText>,
    /// The postal code.
    pub postal_code: ShortText,
    /// The town.
    pub city: ShortText,
    /// The country.
    pub country: Country,
}

/// An electronic address in the Peppol network.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ElectronicAddress {
    /// What sort of number it is.
    pub scheme: EndpointScheme,
    /// The number: an organisation number, or a GLN of thirteen digits.
    #[schema(pattern = "^([0-9]{6}-?[0-9]{4}|[0-9]{13})$")]
    pub id: String,
}

/// How an organisation codes what it issues. `*` is every cost that has no line of its own.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// What others owe it.
    pub receivable: AccountNumber,
    /// What it owes others.
    pub payable: AccountNumber,
    /// Where money comes in.
    pub bank: AccountNumber,
    /// Outgoing VAT at 25 percent.
    pub vat_25: Option<AccountNumber>,
    /// Outgoing VAT at 12 percent.
    pub vat_12: Option<AccountNumber>,
    /// Outgoing VAT at 6 percent.
    pub vat_6: Option<AccountNumber>,
    /// What rounding to whole kronor comes to.
    pub rounding: AccountNumber,
    /// Money that is set aside for the parties.
    pub reserve: Option<AccountNumber>,
    /// Cover of what somebody did not contribute.
    pub cover: Option<AccountNumber>,
    /// Income by the id of a cost, or `*`.
    pub income: BTreeMap<String, AccountNumber>,
    /// Objects by dimension (1 is cost centre, 6 is project), by the id of a cost, or `*`.
    pub dimensions: Option<BTreeMap<String, BTreeMap<String, ShortText>>>,
    /// Accounts for what happens less often: `provided`, `shortfall`, `outlay`, `own_share`, `carry`, `input_vat_25`, `input_vat_12`,
    /// `input_vat_6`, `interest`, `fee`.
    pub other: Option<BTreeMap<String, AccountNumber>>,
}
