//! One line: one unit at its price. What lessens the document is minus one unit, since a price cannot be below zero (BR-27).

use samfin_core::Ore;
use samfin_core::billing::document::{Document, Line};

use super::Kind;
use super::head::period;
use super::pen::Pen;
use super::totals::category;
use crate::words;

pub(super) fn write(pen: &mut Pen, kind: Kind, document: &Document, index: usize, line: &Line) {
    let (group, quantity) = match kind {
        Kind::Invoice => ("cac:InvoiceLine", "cbc:InvoicedQuantity"),
        Kind::CreditNote => ("cac:CreditNoteLine", "cbc:CreditedQuantity"),
    };
    let (count, price) = match Ore::from_wide(line.amount.wide().abs()) {
        Some(price) if line.amount.is_negative() => ("-1", price),
        _ => ("1", line.amount),
    };
    pen.group(group, |pen| {
        pen.text("cbc:ID", &(index + 1).to_string());
        pen.text("cbc:Note", &line.explanation);
        pen.marked(quantity, ("unitCode", "C62"), count);
        pen.amount("cbc:LineExtensionAmount", line.amount);
        period(pen, line.period);
        pen.group("cac:Item", |pen| {
            if line.bearer != document.buyer.party {
                pen.text("cbc:Description", &words::borne_by(&line.bearer_name));
            }
            pen.text("cbc:Name", &line.text);
            pen.group("cac:ClassifiedTaxCategory", |pen| {
                category(pen, &document.vat);
                pen.tax_scheme("VAT");
            });
        });
        pen.group("cac:Price", |pen| pen.amount("cbc:PriceAmount", price));
    });
}
