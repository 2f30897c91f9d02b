//! Seller and buyer.

use samfin_core::billing::document::{Address, Participant, VatTreatment};

use super::pen::Pen;
use crate::words;

/// On which side a participant stands: only a seller says that it is approved for F-tax.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Seller,
    Buyer,
}

pub(super) fn write(pen: &mut Pen, name: &str, participant: &Participant, vat: &VatTreatment, role: Role) {
    pen.group(name, |pen| pen.group("cac:Party", |pen| party(pen, participant, vat, role)));
}

fn party(pen: &mut Pen, participant: &Participant, vat: &VatTreatment, role: Role) {
    if let Some(endpoint) = &participant.endpoint {
        pen.marked("cbc:EndpointID", ("schemeID", &endpoint.scheme), &endpoint.id);
    }
    pen.group("cac:PartyName", |pen| pen.text("cbc:Name", &participant.name));
    address(pen, &participant.address);
    // Outside VAT's scope nobody's VAT number may stand in the document (BR-O-02).
    if let Some(number) = participant.vat_number.as_deref().filter(|_| *vat != VatTreatment::OutsideScope) {
        tax_number(pen, number, "VAT");
    }
    if role == Role::Seller && participant.f_tax {
        tax_number(pen, words::F_TAX, "TAX");
    }
    pen.group("cac:PartyLegalEntity", |pen| {
        pen.text("cbc:RegistrationName", &participant.name);
        pen.marked("cbc:CompanyID", ("schemeID", "0007"), &participant.organisation_number);
    });
    if let Some(contact) = participant.contact.as_deref().filter(|contact| !contact.trim().is_empty()) {
        pen.group("cac:Contact", |pen| pen.text("cbc:Name", contact));
    }
}

fn address(pen: &mut Pen, address: &Address) {
    let mut lines = address.lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    pen.group("cac:PostalAddress", |pen| {
        pen.maybe("cbc:StreetName", lines.next());
        pen.maybe("cbc:AdditionalStreetName", lines.next());
        pen.text("cbc:CityName", &address.city);
        pen.text("cbc:PostalZone", &address.postal_code);
        // A third line is the last that there is a place for.
        let rest = lines.collect::<Vec<_>>().join(", ");
        if !rest.is_empty() {
            pen.group("cac:AddressLine", |pen| pen.text("cbc:Line", &rest));
        }
        pen.group("cac:Country", |pen| pen.text("cbc:IdentificationCode", &address.country));
    });
}

fn tax_number(pen: &mut Pen, number: &str, scheme: &str) {
    pen.group("cac:PartyTaxScheme", |pen| {
        pen.text("cbc:CompanyID", number);
        pen.tax_scheme(scheme);
    });
}
