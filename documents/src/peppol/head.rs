//! What the document is, when it was made, and what it is about.

use chrono::NaiveDate;
use samfin_core::billing::document::{Credited, Days, Document, Issued};

use super::Kind;
use super::pen::Pen;
use crate::words;

const CUSTOMIZATION: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
const PROFILE: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

pub(super) fn write(pen: &mut Pen, kind: Kind, document: &Document, issued: &Issued) {
    pen.text("cbc:CustomizationID", CUSTOMIZATION);
    pen.text("cbc:ProfileID", PROFILE);
    pen.text("cbc:ID", &issued.number);
    date(pen, "cbc:IssueDate", issued.issued_on);
    match kind {
        Kind::Invoice => {
            date(pen, "cbc:DueDate", issued.due_on);
            pen.text("cbc:InvoiceTypeCode", "380");
        }
        // Its due date stands with the means of payment.
        Kind::CreditNote => pen.text("cbc:CreditNoteTypeCode", "381"),
    }
    pen.text("cbc:Note", &note(document));
    pen.text("cbc:DocumentCurrencyCode", "SEK");
    pen.maybe("cbc:BuyerReference", document.buyer.reference.as_deref());
    period(pen, document.period);
    for credited in document.credits.iter().chain(&document.credits_also) {
        billing_reference(pen, credited);
    }
}

/// Peppol allows one note only, so that all there is to say stands in it. Which invoices a credit note changes, its own notes say.
fn note(document: &Document) -> String {
    let about = format!("{}, {}: {}.", document.agreement, document.year, words::occasion(document));
    let decision = document.decision_reference.as_ref().map(|decision| format!("{}: {decision}.", words::DECISION));
    let sentences = [Some(about), decision].into_iter().flatten().chain(document.notes.iter().cloned());
    sentences.collect::<Vec<_>>().join(" ")
}

/// The days of a document or a line.
pub(super) fn period(pen: &mut Pen, days: Days) {
    pen.group("cac:InvoicePeriod", |pen| {
        date(pen, "cbc:StartDate", days.from);
        date(pen, "cbc:EndDate", days.to);
    });
}

fn billing_reference(pen: &mut Pen, credited: &Credited) {
    pen.group("cac:BillingReference", |pen| {
        pen.group("cac:InvoiceDocumentReference", |pen| {
            pen.text("cbc:ID", &credited.number);
            date(pen, "cbc:IssueDate", credited.issued_on);
        });
    });
}

/// A day as ISO 8601 writes it.
pub(super) fn date(pen: &mut Pen, name: &str, day: NaiveDate) {
    pen.text(name, &day.to_string());
}
