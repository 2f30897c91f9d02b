//! What must hold before an e-invoice is written. Much of it the official rules do not ask for.

use samfin_core::Ore;
use samfin_core::billing::document::{Document, Form, Issued, Participant, Totals, VatTreatment};

use super::fault::{About, Account, Fault, Side};
use super::numbers::{is_bic, is_digits, is_gln, is_iban, is_organisation_number};

/// Everything that keeps the document from being an e-invoice; empty when it can be written.
#[must_use]
pub fn faults(document: &Document) -> Vec<Fault> {
    if matches!(document.form, Form::Internal | Form::Payout) {
        return vec![Fault::NoEInvoice(document.form)];
    }
    let mut faults = Vec::new();
    match &document.issued {
        Some(issued) => of_issued(issued, &mut faults),
        None => faults.push(Fault::NotIssued),
    }
    of_credit(document, &mut faults);
    of_side(&document.seller, Side::Seller, &mut faults);
    of_side(&document.buyer, Side::Buyer, &mut faults);
    if is_blank(document.buyer.reference.as_deref()) {
        faults.push(Fault::NoBuyerReference);
    }
    of_accounts(&document.seller, &mut faults);
    of_vat(document, &mut faults);
    of_lines(document, &mut faults);
    of_totals(document, &mut faults);
    faults
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

fn of_issued(issued: &Issued, faults: &mut Vec<Fault>) {
    if is_blank(Some(&issued.number)) {
        faults.push(Fault::NoNumber);
    }
    if !is_digits(&issued.ocr, 2..=25) {
        faults.push(Fault::Ocr);
    }
    if issued.due_on < issued.issued_on {
        faults.push(Fault::DueBeforeIssue);
    }
}

fn of_credit(document: &Document, faults: &mut Vec<Fault>) {
    if document.form != Form::CreditNote {
        return;
    }
    let mut named = document.credits.iter().chain(&document.credits_also);
    if document.credits.is_none() || named.any(|credited| is_blank(Some(&credited.number))) {
        faults.push(Fault::NoInvoiceNamed);
    }
    if document.totals.payable.is_negative() {
        faults.push(Fault::NegativeCredit);
    }
}

fn of_side(participant: &Participant, side: Side, faults: &mut Vec<Fault>) {
    if is_blank(Some(&participant.name)) {
        faults.push(Fault::Participant(side, About::NoName));
    }
    let number = &participant.organisation_number;
    if !is_organisation_number(number) {
        faults.push(Fault::Participant(side, About::OrganisationNumber));
    }
    if participant.vat_number.as_ref().is_some_and(|vat| *vat != format!("SE{number}01")) {
        faults.push(Fault::Participant(side, About::VatNumber));
    }
    match participant.endpoint.as_ref().map(|endpoint| (endpoint.scheme.as_str(), endpoint.id.as_str())) {
        None => faults.push(Fault::Participant(side, About::NoEndpoint)),
        Some(("0007", id)) if is_organisation_number(id) => {}
        Some(("0088", id)) if is_gln(id) => {}
        Some(_) => faults.push(Fault::Participant(side, About::Endpoint)),
    }
    let country = participant.address.country.as_bytes();
    if country.len() != 2 || !country.iter().all(u8::is_ascii_uppercase) {
        faults.push(Fault::Participant(side, About::Country));
    }
}

fn of_accounts(seller: &Participant, faults: &mut Vec<Fault>) {
    if seller.bankgiro.is_none() && seller.plusgiro.is_none() && seller.iban.is_none() {
        faults.push(Fault::NoAccount);
    }
    let mut check = |account, number: &Option<String>, is_right: fn(&str) -> bool| {
        if number.as_deref().is_some_and(|text| !is_right(text)) {
            faults.push(Fault::Account(account));
        }
    };
    check(Account::Bankgiro, &seller.bankgiro, |text| is_digits(text, 7..=8));
    check(Account::Plusgiro, &seller.plusgiro, |text| is_digits(text, 2..=8));
    check(Account::Iban, &seller.iban, is_iban);
    check(Account::Bic, &seller.bic, is_bic);
}

fn of_vat(document: &Document, faults: &mut Vec<Fault>) {
    let seller = &document.seller;
    match &document.vat {
        VatTreatment::OutsideScope => {}
        VatTreatment::Standard { percent } => {
            if !matches!(percent, 25 | 12 | 6) {
                faults.push(Fault::VatRate(*percent));
            }
            if seller.vat_number.is_none() {
                faults.push(Fault::NoVatNumber);
            }
        }
        // BR-E-02 is content with the seller's note on F-tax.
        VatTreatment::Exempt { reason } => {
            if is_blank(Some(reason)) {
                faults.push(Fault::NoExemptionReason);
            }
            if seller.vat_number.is_none() && !seller.f_tax {
                faults.push(Fault::NoVatNumber);
            }
        }
    }
}

fn of_lines(document: &Document, faults: &mut Vec<Fault>) {
    let days = document.period;
    if days.to < days.from {
        faults.push(Fault::Period);
    }
    if document.lines.is_empty() {
        faults.push(Fault::NoLines);
    }
    for (index, line) in document.lines.iter().enumerate() {
        if is_blank(Some(&line.text)) {
            faults.push(Fault::LineText(index));
        }
        let within = days.from <= line.period.from && line.period.from <= line.period.to && line.period.to <= days.to;
        if !within {
            faults.push(Fault::LinePeriod(index));
        }
    }
}

/// The sums must be those of the lines, to the öre. The official rules allow a krona of VAT.
fn of_totals(document: &Document, faults: &mut Vec<Fault>) {
    let stated = document.totals;
    let of = |whole_kronor| Totals::of(document.lines.iter().map(|line| line.amount), &document.vat, whole_kronor);
    if [of(false), of(true)].contains(&Some(stated)) {
        return;
    }
    let expected = if stated.rounding.is_zero() { of(false) } else { of(true) };
    let mut check = |which, sum: fn(Totals) -> Ore| {
        let (stated, expected) = (sum(stated), expected.map(sum));
        if expected != Some(stated) {
            faults.push(Fault::Sum { which, stated, expected });
        }
    };
    check("net", |totals| totals.net);
    check("vat", |totals| totals.vat);
    check("rounding", |totals| totals.rounding);
    check("payable", |totals| totals.payable);
}
