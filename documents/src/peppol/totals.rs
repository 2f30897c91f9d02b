//! VAT and sums.

use samfin_core::Ore;
use samfin_core::billing::document::{Document, VatTreatment};

use super::pen::Pen;
use crate::words;

pub(super) fn write(pen: &mut Pen, document: &Document) {
    let totals = &document.totals;
    pen.group("cac:TaxTotal", |pen| {
        pen.amount("cbc:TaxAmount", totals.vat);
        pen.group("cac:TaxSubtotal", |pen| {
            pen.amount("cbc:TaxableAmount", totals.net);
            pen.amount("cbc:TaxAmount", totals.vat);
            pen.group("cac:TaxCategory", |pen| {
                category(pen, &document.vat);
                match &document.vat {
                    VatTreatment::Standard { .. } => {}
                    VatTreatment::OutsideScope => {
                        pen.text("cbc:TaxExemptionReasonCode", "VATEX-EU-O");
                        pen.text("cbc:TaxExemptionReason", words::OUTSIDE_SCOPE);
                    }
                    VatTreatment::Exempt { reason } => pen.text("cbc:TaxExemptionReason", reason),
                }
                pen.tax_scheme("VAT");
            });
        });
    });
    // What the buyer owes before it is rounded to a krona; the check has seen that it fits.
    let gross = Ore::from_wide(totals.net.wide() + totals.vat.wide()).unwrap_or(totals.payable);
    pen.group("cac:LegalMonetaryTotal", |pen| {
        pen.amount("cbc:LineExtensionAmount", totals.net);
        pen.amount("cbc:TaxExclusiveAmount", totals.net);
        pen.amount("cbc:TaxInclusiveAmount", gross);
        if !totals.rounding.is_zero() {
            pen.amount("cbc:PayableRoundingAmount", totals.rounding);
        }
        pen.amount("cbc:PayableAmount", totals.payable);
    });
}

/// The category and its percentage; outside VAT's scope there is none (BR-O-05).
pub(super) fn category(pen: &mut Pen, vat: &VatTreatment) {
    match vat {
        VatTreatment::OutsideScope => pen.text("cbc:ID", "O"),
        VatTreatment::Standard { percent } => {
            pen.text("cbc:ID", "S");
            pen.text("cbc:Percent", &percent.to_string());
        }
        VatTreatment::Exempt { .. } => {
            pen.text("cbc:ID", "E");
            pen.text("cbc:Percent", "0");
        }
    }
}
