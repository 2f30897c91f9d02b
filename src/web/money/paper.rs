//! What stands on paper, told the same way on the pages: who, which numbers, which references, where to pay.

use samfin_core::billing::document::{Document, Form, Participant, VatTreatment};
use samfin_documents::invoice_pdf::numbers;

use crate::web::words::{Words, t};

/// What something is called, and what it is.
pub(in crate::web) type Fact = (String, String);

/// Street or box, postal code and town.
pub(in crate::web) fn address(who: &Participant) -> Vec<String> {
    let address = &who.address;
    let town = format!("{} {}", numbers::postal_code(&address.postal_code), address.city);
    let lines = address.lines.iter().cloned().chain([town]);
    lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The numbers that authorities know a participant by.
pub(in crate::web) fn identity(words: Words, who: &Participant) -> Vec<String> {
    let number = Some(&who.organisation_number).filter(|number| !number.is_empty());
    let number = number.map(|number| t!(words, "invoice-org", number = numbers::organisation(number)));
    let vat = who.vat_number.as_ref().map(|number| t!(words, "invoice-vat-number", number = number.as_str()));
    number.into_iter().chain(vat).collect()
}

/// As [`identity`], with the note on F-tax, which only matters of whoever is paid.
pub(in crate::web) fn identity_of_seller(words: Words, seller: &Participant) -> Vec<String> {
    let f_tax = seller.f_tax.then(|| t!(words, "invoice-f-tax"));
    identity(words, seller).into_iter().chain(f_tax).collect()
}

/// The buyer's reference, the seller's own, and who answers there.
pub(in crate::web) fn references(words: Words, document: &Document) -> Vec<Fact> {
    let some = |text: &Option<String>| text.as_ref().filter(|text| !text.trim().is_empty()).cloned();
    let yours = some(&document.buyer.reference).map(|reference| (t!(words, "invoice-your-reference"), reference));
    let ours = some(&document.seller.reference).map(|reference| (t!(words, "invoice-our-reference"), reference));
    let contact = some(&document.seller.contact).map(|contact| (t!(words, "invoice-our-contact"), contact));
    yours.into_iter().chain(ours).chain(contact).collect()
}

/// Where the seller is paid, and with which reference.
pub(in crate::web) fn payment(words: Words, document: &Document) -> Vec<Fact> {
    let accounts = numbers::accounts(&document.seller).into_iter().map(|(name, number)| (name.to_owned(), number));
    let name = match document.form {
        Form::Payout => t!(words, "invoice-ocr-payout"),
        Form::Invoice | Form::CreditNote | Form::Internal => t!(words, "invoice-ocr"),
    };
    let reference = document.issued.as_ref().map(|issued| (name, issued.ocr.clone()));
    accounts.chain(reference).collect()
}

/// Why there is no VAT, where there is none.
pub(in crate::web) fn vat(words: Words, document: &Document) -> Option<String> {
    match &document.vat {
        _ if document.form == Form::Internal => None,
        VatTreatment::Standard { .. } => None,
        VatTreatment::OutsideScope => Some(t!(words, "invoice-vat-outside")),
        VatTreatment::Exempt { reason } => Some(t!(words, "invoice-vat-exempt", reason = reason.as_str())),
    }
}

/// What being late costs; only an invoice that is to be paid says so.
pub(in crate::web) fn late(words: Words, document: &Document) -> Option<String> {
    let issued = document.issued.as_ref()?;
    let is_asked = document.form == Form::Invoice && document.totals.payable > samfin_core::Ore::ZERO;
    let margin = issued.interest_margin_percent.parse().ok()?;
    is_asked.then(|| {
        let format = words.format();
        let places = rust_decimal::Decimal::scale(&margin);
        t!(words, "invoice-late-interest", day = format.date(issued.due_on), margin = format.number(margin, places))
    })
}

/// What the amount at the end is.
pub(in crate::web) fn payable(words: Words, document: &Document) -> String {
    match document.form {
        Form::Invoice if document.totals.payable.is_negative() => t!(words, "invoice-to-get-back"),
        Form::Invoice => t!(words, "invoice-payable"),
        Form::CreditNote => t!(words, "invoice-to-credit"),
        Form::Internal => t!(words, "invoice-to-post"),
        Form::Payout => t!(words, "invoice-to-pay-out"),
    }
}
