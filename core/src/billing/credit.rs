//! Taking back an invoice, whole or in part (*kreditfaktura*): what stands in it, never a recomputation.
//!
//! A credit note names the invoice it changes (mervärdesskattelagen 2023:200, 17:22). Credits of an invoice never pass it,
//! line by line and in all. VAT and rounding are cumulative: each credit takes back what all credits so far should have,
//! less what the earlier ones did, so that the credits of a wholly credited invoice sum to it to the öre.

use super::document::{Credited, Document, Form, Line, Occasion, Totals, nearest};
use crate::{Ore, Text, say};

/// What of an invoice is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Everything that earlier credits have left.
    Remaining,
    /// These amounts of these lines, by position in the invoice. Each has its line's sign.
    Lines(Vec<(usize, Ore)>),
}

/// Why an invoice cannot be credited so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text())]
pub enum CreditError {
    /// The document has no number yet, or is itself a credit note.
    NotCreditable,
    /// Nothing is left, or nothing was named.
    NothingToCredit,
    /// The invoice has no line at this position, or it is named twice.
    NoSuchLine {
        /// The position in what was asked for.
        asked: usize,
        /// The position in the invoice.
        line: usize,
    },
    /// More than is left of a line, or of the invoice.
    Exceeds {
        /// The position in what was asked for; none for the invoice in all.
        asked: Option<usize>,
        /// At most this much: what is left.
        expected: Ore,
        /// What was asked for.
        actual: Ore,
    },
}

impl CreditError {
    /// The code as users and programs see it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotCreditable => "not-creditable",
            Self::NothingToCredit => "nothing-to-credit",
            Self::NoSuchLine { .. } => "unknown-line",
            Self::Exceeds { .. } => "credit-exceeds-invoice",
        }
    }

    /// What is wrong and what to do, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NotCreditable => say!(
                "bara en utfärdad faktura, internbokning eller utbetalning kan krediteras",
                "only an issued invoice, internal posting or payout can be credited"
            ),
            Self::NothingToCredit => {
                say!("det finns inget kvar att kreditera", "there is nothing left to credit")
            }
            Self::NoSuchLine { line, .. } => say!(
                "raden {line} finns inte i fakturan eller står två gånger; ange varje rad en gång, räknat från 0",
                "line {line} is not in the invoice or is named twice; name each line once, counted from 0"
            ),
            Self::Exceeds { asked: Some(_), expected, actual } => say!(
                "av raden återstår {expected} kr att kreditera, inte {actual} kr; ange högst det, med radens tecken",
                "{expected} kr of the line is left to credit, not {actual} kr; give at most that, with the line's sign"
            ),
            Self::Exceeds { asked: None, expected, actual } => say!(
                "av fakturan återstår {expected} kr att kreditera, inte {actual} kr; ta med raderna som minskar den",
                "{expected} kr of the invoice is left to credit, not {actual} kr; include the lines that lessen it"
            ),
        }
    }
}

/// Drafts the credit of `what` of an issued `invoice`, given every `earlier` credit of it.
///
/// An invoice gets a credit note with the invoice's signs. An internal posting or a payout keeps its form and gets the
/// opposite signs. `reason` is its first note.
///
/// # Errors
///
/// [`CreditError`], when it cannot be credited so.
///
/// ```
/// use samfin_core::billing::credit::{What, credit};
/// use samfin_core::billing::document::Document;
/// # let person = |id: &str| format!(r#"{{ "party": "{id}", "name": "{id}", "organisation_number": "2120000803", "vat_number": null,
/// #   "f_tax": false, "address": {{ "lines": [], "postal_code": "83121", "city": "X", "country": "SE" }}, "endpoint": null,
/// #   "reference": null, "contact": null, "bankgiro": null, "plusgiro": null, "iban": null, "bic": null }}"#);
/// # let days = r#"{ "from": "2027-01-01", "to": "2027-12-31" }"#;
/// # let json = format!(r#"{{ "form": "invoice", "occasion": {{ "type": "settlement" }}, "agreement": "x", "year": 2027,
/// #   "seller": {}, "buyer": {}, "period": {days}, "vat": {{ "type": "standard", "percent": 25 }},
/// #   "lines": [ {{ "item": {{ "type": "cost", "cost": "hall" }}, "bearer": "b", "bearer_name": "B", "text": "Lokal",
/// #     "explanation": "", "amount": "100.01", "period": {days} }} ],
/// #   "totals": {{ "net": "100.01", "vat": "25.00", "rounding": "-0.01", "payable": "125.00" }}, "decision_reference": null,
/// #   "credits": null, "notes": [], "issued": {{ "number": "2027-0001", "issued_on": "2027-01-01", "due_on": "2027-01-31",
/// #     "ocr": "202700014", "interest_margin_percent": "8" }} }}"#, person("a"), person("b"));
/// let invoice: Document = serde_json::from_str(&json).unwrap(); // 100,01 kr and 25 % VAT, 125,00 kr in whole kronor
/// let half = credit(&invoice, &[], &What::Lines(vec![(0, "50.00".parse().unwrap())]), Some("Halva lokalen.")).unwrap();
/// assert_eq!((half.totals.vat.to_string(), half.totals.payable.to_string()), ("12.50".into(), "63.00".into()));
/// let rest = credit(&invoice, &[half], &What::Remaining, None).unwrap();
/// assert_eq!((rest.totals.net.to_string(), rest.totals.payable.to_string()), ("50.01".into(), "62.00".into()));
/// ```
pub fn credit(
    invoice: &Document,
    earlier: &[Document],
    what: &What,
    reason: Option<&str>,
) -> Result<Document, CreditError> {
    let issued =
        invoice.issued.as_ref().filter(|_| invoice.form != Form::CreditNote && invoice.occasion != Occasion::Credit);
    let issued = issued.ok_or(CreditError::NotCreditable)?;
    let credited = Credited { number: issued.number.clone(), issued_on: issued.issued_on };
    let earlier: Vec<&Document> = earlier.iter().filter(|one| one.credits.as_ref() == Some(&credited)).collect();
    // In an internal posting or a payout, what is taken back has the opposite sign.
    let sign = if invoice.form == Form::Invoice { 1 } else { -1 };
    let left = left_of_lines(invoice, &earlier, sign);
    let amounts = asked_for(&left, what)?;
    let asked: i128 = amounts.iter().sum();

    let before = Sums::of(&earlier, sign);
    let rest = invoice.totals.net.wide() - before.net;
    if asked * rest.signum() < 0 || asked.abs() > rest.abs() {
        return Err(CreditError::Exceeds { asked: None, expected: ore(rest), actual: ore(asked) });
    }
    let now = Sums::up_to(before.net + asked, &invoice.totals, invoice.vat.percent());
    let lines = invoice.lines.iter().zip(&amounts).filter(|(_, amount)| **amount != 0);
    let lines: Vec<Line> = lines.map(|(line, amount)| Line { amount: ore(sign * amount), ..line.clone() }).collect();
    if lines.is_empty() {
        return Err(CreditError::NothingToCredit);
    }
    let mut notes: Vec<String> = reason.map(str::to_owned).into_iter().collect();
    notes.push(format!("Krediterar {} av den {}.", credited.number, credited.issued_on));
    Ok(Document {
        form: if invoice.form == Form::Invoice { Form::CreditNote } else { invoice.form },
        occasion: Occasion::Credit,
        lines,
        totals: Totals {
            net: ore(sign * (now.net - before.net)),
            vat: ore(sign * (now.vat - before.vat)),
            rounding: ore(sign * (now.rounding() - before.rounding())),
            payable: ore(sign * (now.payable - before.payable)),
        },
        credits: Some(credited),
        credits_also: Vec::new(),
        notes,
        issued: None,
        ..invoice.clone()
    })
}

/// What has been taken back, in öre.
struct Sums {
    net: i128,
    vat: i128,
    payable: i128,
}

impl Sums {
    fn of(credits: &[&Document], sign: i128) -> Self {
        let sum = |part: fn(&Totals) -> Ore| sign * credits.iter().map(|one| part(&one.totals).wide()).sum::<i128>();
        Self { net: sum(|totals| totals.net), vat: sum(|totals| totals.vat), payable: sum(|totals| totals.payable) }
    }

    /// What should have been taken back when the lines come to `net`; all of the invoice when they come to all of it.
    fn up_to(net: i128, invoice: &Totals, percent: Option<u8>) -> Self {
        if net == invoice.net.wide() {
            return Self { net, vat: invoice.vat.wide(), payable: invoice.payable.wide() };
        }
        let vat = nearest(net * i128::from(percent.unwrap_or_default()), 100);
        // An invoice that was rounded is taken back in whole kronor too.
        let payable = if invoice.rounding.is_zero() { net + vat } else { nearest(net + vat, 100) * 100 };
        Self { net, vat, payable }
    }

    fn rounding(&self) -> i128 {
        self.payable - self.net - self.vat
    }
}

/// What earlier credits have left of each line, in öre with the line's sign.
fn left_of_lines(invoice: &Document, earlier: &[&Document], sign: i128) -> Vec<i128> {
    let mut left: Vec<i128> = invoice.lines.iter().map(|line| line.amount.wide()).collect();
    for back in earlier.iter().flat_map(|one| &one.lines) {
        let mut amount = sign * back.amount.wide();
        // First from the line it was copied from, then from any for the same: a settlement has words of its own.
        for copies in [true, false] {
            let is_source = |line: &Line| is_for_the_same(back, line) && (!copies || is_copy(back, line));
            for (_, left) in invoice.lines.iter().zip(&mut left).filter(|(line, _)| is_source(line)) {
                let most = if amount.signum() == left.signum() { amount.abs().min(left.abs()) } else { 0 };
                let taken = most * amount.signum();
                *left -= taken;
                amount -= taken;
            }
        }
    }
    left
}

fn is_for_the_same(back: &Line, line: &Line) -> bool {
    back.item == line.item && back.bearer == line.bearer
}

fn is_copy(back: &Line, line: &Line) -> bool {
    let words = |line: &Line| (line.period, line.text.clone(), line.explanation.clone());
    words(back) == words(line)
}

/// The amount of each line, in öre.
fn asked_for(left: &[i128], what: &What) -> Result<Vec<i128>, CreditError> {
    let What::Lines(lines) = what else { return Ok(left.to_vec()) };
    let mut amounts = vec![0; left.len()];
    let mut seen = vec![false; left.len()];
    for (asked, (line, amount)) in lines.iter().enumerate() {
        let (Some(rest), Some(false)) = (left.get(*line), seen.get(*line)) else {
            return Err(CreditError::NoSuchLine { asked, line: *line });
        };
        let wide = amount.wide();
        if wide * rest.signum() < 0 || wide.abs() > rest.abs() {
            return Err(CreditError::Exceeds { asked: Some(asked), expected: ore(*rest), actual: *amount });
        }
        seen[*line] = true;
        amounts[*line] = wide;
    }
    Ok(amounts)
}

/// Parts of an invoice fit where the invoice does.
fn ore(amount: i128) -> Ore {
    Ore::from_wide(amount).unwrap_or_default()
}
