//! Sums, VAT and how to pay.

use samfin_core::Ore;
use samfin_core::billing::document::{Document, Form, VatTreatment};
use serde::Serialize;

use super::super::numbers;
use super::Fact;
use crate::words;

#[derive(Serialize)]
pub(super) struct Payment {
    /// Where to, with which reference, until when, how much.
    facts: Vec<Fact>,
    notice: Option<String>,
}

/// What leads to the amount; nothing where the lines are all there is to it.
pub(super) fn sums(document: &Document) -> Vec<(String, String)> {
    let totals = &document.totals;
    let percent = document.vat.percent();
    let mut sums: Vec<(String, String)> = Vec::new();
    if percent.is_some() || !totals.rounding.is_zero() {
        let net = if percent.is_some() { "Summa exklusive moms" } else { "Summa" };
        sums.push((net.to_owned(), numbers::kronor(totals.net)));
    }
    if let Some(percent) = percent {
        let label = format!("Moms {percent}\u{a0}% på {}", numbers::kronor(totals.net));
        sums.push((label, numbers::kronor(totals.vat)));
    }
    if !totals.rounding.is_zero() {
        sums.push(("Öresavrundning".to_owned(), numbers::kronor(totals.rounding)));
    }
    sums
}

/// What it comes to.
pub(super) fn payable(document: &Document) -> Fact {
    let amount = document.totals.payable;
    let (label, amount) = match document.form {
        // What comes back is told as an amount of its own.
        Form::Invoice if amount.is_negative() => ("Att få tillbaka", Ore::from_wide(-amount.wide()).unwrap_or(amount)),
        Form::Invoice => ("Att betala", amount),
        Form::CreditNote => ("Att kreditera", amount),
        Form::Internal => ("Att bokföra", amount),
        Form::Payout => ("Att betala ut", amount),
    };
    (label, numbers::kronor(amount))
}

/// Why there is no VAT (mervärdesskattelagen 2023:200, 17:24 asks for the reason of an exemption).
pub(super) fn vat_note(document: &Document) -> Option<String> {
    match &document.vat {
        _ if document.form == Form::Internal => None,
        VatTreatment::Standard { .. } => None,
        VatTreatment::OutsideScope => Some(format!("Ingen moms: {}.", lower_first(words::OUTSIDE_SCOPE))),
        VatTreatment::Exempt { reason } => Some(format!("Undantag från moms: {reason}")),
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

/// The box that whoever pays looks for; none where nothing is to be paid.
pub(super) fn payment(document: &Document) -> Option<Payment> {
    let asks = document.totals.payable > Ore::ZERO && matches!(document.form, Form::Invoice | Form::Payout);
    if !asks {
        return None;
    }
    let mut facts: Vec<Fact> = numbers::accounts(&document.seller);
    let is_invoice = document.form == Form::Invoice;
    let notice = match &document.issued {
        Some(issued) => {
            facts.push((if is_invoice { "OCR-nummer" } else { "Referens" }, issued.ocr.clone()));
            facts.push(("Betalas senast", issued.due_on.to_string()));
            is_invoice.then(|| words::interest(issued))
        }
        None => Some("Nummer, referens och förfallodag sätts när dokumentet utfärdas.".to_owned()),
    };
    let (label, amount) = payable(document);
    facts.push((label, format!("{amount}\u{a0}kr")));
    Some(Payment { facts, notice })
}
