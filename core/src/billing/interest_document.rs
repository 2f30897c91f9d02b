//! Interest on late payment as a document that asks for it: one line for each stretch of days with one rate and one amount.

use super::document::{Days, Document, Form, Item, Line, Occasion, Participant, Totals, VatTreatment};
use super::payment::LateStretch;
use super::wording::kronor;

/// Drafts the document that asks for `late` interest on an issued `invoice`, between the two as they are known now.
///
/// Interest on late payment is outside the scope of VAT, and is not rounded to whole kronor. None when the invoice is not
/// issued, when there is no interest, or when a sum passes what money can hold.
#[must_use]
pub fn interest_document(
    invoice: &Document,
    late: &[LateStretch],
    seller: Participant,
    buyer: Participant,
) -> Option<Document> {
    let number = &invoice.issued.as_ref()?.number;
    let lines: Vec<Line> = late
        .iter()
        .flat_map(|late| late.interest.stretches.iter().map(move |stretch| (late.principal, stretch)))
        .filter(|(_, stretch)| !stretch.amount.is_zero())
        .map(|(principal, stretch)| Line {
            item: Item::Interest,
            bearer: buyer.party.clone(),
            bearer_name: buyer.name.clone(),
            text: format!("Dröjsmålsränta på faktura {number}"),
            explanation: format!(
                "{} % per år på {} i {} dagar, {}–{}",
                stretch.percent.normalize().to_string().replace('.', ","),
                kronor(principal),
                stretch.count,
                stretch.days.from,
                stretch.days.to
            ),
            amount: stretch.amount,
            period: stretch.days,
        })
        .collect();
    let period = Days { from: lines.first()?.period.from, to: lines.last()?.period.to };
    let vat = VatTreatment::OutsideScope;
    Some(Document {
        form: Form::Invoice,
        occasion: Occasion::Interest,
        seller,
        buyer,
        period,
        totals: Totals::of(lines.iter().map(|line| line.amount), &vat, false)?,
        vat,
        lines,
        credits: None,
        notes: vec![format!("Ränta enligt räntelagen (1975:635) på faktura {number}.")],
        issued: None,
        ..invoice.clone()
    })
}
