//! Where to pay, with which reference, and until when.

use samfin_core::billing::document::{Document, Issued};

use super::Kind;
use super::head::date;
use super::pen::Pen;
use crate::words;

/// Credit transfer, to a bankgiro or plusgiro.
const CREDIT_TRANSFER: &str = "30";
/// SEPA credit transfer, to an IBAN.
const TO_IBAN: &str = "58";

pub(super) fn write(pen: &mut Pen, kind: Kind, document: &Document, issued: &Issued) {
    let seller = &document.seller;
    let means = |pen: &mut Pen, code: &str, account: &str, branch: Option<&str>| {
        pen.group("cac:PaymentMeans", |pen| {
            pen.text("cbc:PaymentMeansCode", code);
            if kind == Kind::CreditNote {
                date(pen, "cbc:PaymentDueDate", issued.due_on);
            }
            pen.text("cbc:PaymentID", &issued.ocr);
            pen.group("cac:PayeeFinancialAccount", |pen| {
                pen.text("cbc:ID", account);
                pen.text("cbc:Name", &seller.name);
                if let Some(branch) = branch {
                    pen.group("cac:FinancialInstitutionBranch", |pen| pen.text("cbc:ID", branch));
                }
            });
        });
    };
    let giros = [(&seller.bankgiro, "SE:BANKGIRO"), (&seller.plusgiro, "SE:PLUSGIRO")];
    for (account, scheme) in giros.iter().filter_map(|(account, scheme)| account.as_deref().map(|id| (id, *scheme))) {
        means(pen, CREDIT_TRANSFER, account, Some(scheme));
    }
    // All means of a document must have the same code (UBL-SR-47): a seller with a giro is paid there.
    if let (None, None, Some(iban)) = (&seller.bankgiro, &seller.plusgiro, &seller.iban) {
        means(pen, TO_IBAN, iban, seller.bic.as_deref());
    }
    if kind == Kind::Invoice {
        pen.group("cac:PaymentTerms", |pen| pen.text("cbc:Note", &words::interest(issued)));
    }
}
