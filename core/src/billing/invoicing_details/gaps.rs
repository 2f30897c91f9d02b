//! What is missing before a party's documents can be issued, each with what to do about it.

use super::{Part, PartyDetails};
use crate::agreement::{Cost, CostKind, Vat};
use crate::billing::document::VatTreatment;
use crate::billing::identifiers::{Identifier as _, OrganisationNumber};
use crate::billing::organisation::{IssuedBy, Organisation};
use crate::{Text, say};

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What kind of thing.
    pub kind: GapKind,
    /// What is missing and where to give it.
    pub detail: Text,
}

/// The kinds of thing that can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapKind {
    /// The agreement does not say which organisation the party is.
    NoOrganisationNumber,
    /// The agreement's organisation number cannot be right.
    WrongOrganisationNumber,
    /// No organisation has the number.
    NoOrganisation,
    /// The organisation has no address.
    NoAddress,
    /// The organisation has no buyer reference.
    NoBuyerReference,
    /// Its reference does not follow its own pattern.
    BuyerReferenceMisfit,
    /// It does not say where it is paid.
    NoPaymentAccount,
    /// It charges VAT and has no VAT number.
    NoVatNumber,
    /// It issues and has no accounts.
    NoAccounts,
    /// Its accounts lack what the year's costs need.
    AccountMissing,
}

impl GapKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::NoOrganisationNumber,
        Self::WrongOrganisationNumber,
        Self::NoOrganisation,
        Self::NoAddress,
        Self::NoBuyerReference,
        Self::BuyerReferenceMisfit,
        Self::NoPaymentAccount,
        Self::NoVatNumber,
        Self::NoAccounts,
        Self::AccountMissing,
    ];

    /// The kind as programs see it; it never changes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoOrganisationNumber => "no-organisation-number",
            Self::WrongOrganisationNumber => "wrong-organisation-number",
            Self::NoOrganisation => "no-organisation",
            Self::NoAddress => "no-address",
            Self::NoBuyerReference => "no-buyer-reference",
            Self::BuyerReferenceMisfit => "buyer-reference-misfit",
            Self::NoPaymentAccount => "no-payment-account",
            Self::NoVatNumber => "no-vat-number",
            Self::NoAccounts => "no-accounts",
            Self::AccountMissing => "account-missing",
        }
    }
}

/// What is missing for a party, where `costs` are those of the year.
pub(super) fn gaps(details: &PartyDetails<'_>, costs: &[&Cost]) -> Vec<Gap> {
    let PartyDetails { party, part, is_owed, organisation, .. } = details;
    if matches!(part, Part::ThroughPayer | Part::NotInvoiced) && !is_owed {
        return Vec::new();
    }
    let mut gaps = Gaps(Vec::new());
    let name = &party.name;
    let Some(organisation) = organisation else {
        gaps.unknown(name, party.organisation_number.as_deref());
        return gaps.0;
    };
    if *part != Part::Internal && organisation.address.is_none() {
        gaps.add(GapKind::NoAddress, say!("{name} har ingen adress; lägg till den", "{name} has no address; add it"));
    }
    if *part == Part::Invoiced {
        gaps.reference(name, organisation);
    }
    // An invoice that is issued elsewhere says there where it is paid.
    let is_paid = *is_owed || *part == Part::Host && organisation.issued_by == IssuedBy::Samfin;
    if is_paid && !organisation.can_be_paid() {
        gaps.add(
            GapKind::NoPaymentAccount,
            say!(
                "{name} har inget konto att betala till; lägg till bankgiro, plusgiro eller IBAN",
                "{name} has no account to pay to; add bankgiro, plusgiro or IBAN"
            ),
        );
    }
    if *part == Part::Host {
        gaps.issuer(name, organisation, costs);
    }
    gaps.0
}

struct Gaps(Vec<Gap>);

impl Gaps {
    fn add(&mut self, kind: GapKind, detail: Text) {
        self.0.push(Gap { kind, detail });
    }

    /// Why the organisation is not known.
    fn unknown(&mut self, name: &str, number: Option<&str>) {
        let Some(number) = number else {
            let detail = say!(
                "{name} har inget organisationsnummer; skriv in det i avtalet",
                "{name} has no organisation number; write it in the agreement"
            );
            return self.add(GapKind::NoOrganisationNumber, detail);
        };
        match OrganisationNumber::parse(number) {
            Err(wrong) => {
                let Text { sv, en } = wrong.detail;
                let sv = format!("organisationsnumret för {name} i avtalet: {sv}");
                let en = format!("the organisation number of {name} in the agreement: {en}");
                self.add(GapKind::WrongOrganisationNumber, Text::new(sv, en));
            }
            Ok(number) => self.add(
                GapKind::NoOrganisation,
                say!(
                    "det finns ingen organisation med numret {number}; lägg upp {name}",
                    "there is no organisation with the number {number}; add {name}"
                ),
            ),
        }
    }

    fn reference(&mut self, name: &str, organisation: &Organisation) {
        let Some(reference) = &organisation.buyer_reference else {
            let detail = say!(
                "{name} har ingen referens; fråga vilken fakturor ska märkas med",
                "{name} has no buyer reference; ask which one invoices are to carry"
            );
            return self.add(GapKind::NoBuyerReference, detail);
        };
        if let Some(detail) = organisation.reference_fault(reference) {
            self.add(
                GapKind::BuyerReferenceMisfit,
                Text::new(format!("{name}: {}", detail.sv), format!("{name}: {}", detail.en)),
            );
        }
    }

    /// What an issuer needs for the VAT and the postings of `costs`.
    fn issuer(&mut self, name: &str, organisation: &Organisation, costs: &[&Cost]) {
        let mut percents: Vec<u8> = costs.iter().filter_map(|cost| percent(cost)).collect();
        percents.sort_unstable();
        percents.dedup();
        if !percents.is_empty() && organisation.vat_number.is_none() {
            let detail = say!(
                "{name} tar ut moms och har inget momsregistreringsnummer; lägg till det",
                "{name} charges VAT and has no VAT number; add it"
            );
            self.add(GapKind::NoVatNumber, detail);
        }
        let Some(accounts) = &organisation.accounts else {
            let detail = say!(
                "{name} har ingen kontering; lägg till konton under accounts",
                "{name} has no account coding; add the accounts"
            );
            return self.add(GapKind::NoAccounts, detail);
        };
        for percent in percents {
            if accounts.vat_of(&VatTreatment::Standard { percent }).is_none() {
                let detail = say!(
                    "{name} har inget konto för moms {percent} %; lägg till vat_{percent}",
                    "{name} has no account for VAT at {percent} %; add vat_{percent}"
                );
                self.add(GapKind::AccountMissing, detail);
            }
        }
        for cost in costs {
            let set_aside = matches!(cost.kind, CostKind::Reserve(_)) && accounts.reserve.is_some();
            if !set_aside && accounts.income_of(&cost.id).is_none() {
                let (id, cost) = (&cost.id, &cost.name);
                let detail = say!(
                    "{name} har inget intäktskonto för {cost}; lägg till {id} eller * under income",
                    "{name} has no income account for {cost}; add {id} or * to income"
                );
                self.add(GapKind::AccountMissing, detail);
            }
        }
    }
}

fn percent(cost: &Cost) -> Option<u8> {
    match cost.vat {
        Vat::Standard(percent) => Some(percent),
        Vat::OutsideScope | Vat::Exempt(_) => None,
    }
}
