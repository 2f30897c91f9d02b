//! What credit notes of a year take from the invoices that they name: a correction's or a settlement's can name several.

use super::document::{Credited, Document};
use crate::Ore;

/// An invoice that notes may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its number and day, as notes name it.
    pub invoice: Credited,
    /// Kronor to pay that credits of its own have left of it.
    pub left: Ore,
    /// Kronor of that which have been paid, fees for reminders apart.
    pub paid: Ore,
    /// Kronor that notes take from it; beyond what was left, they are the payer's.
    pub taken: Ore,
}

/// Lets each of `notes`, in their order, take from the invoices that it names, in the order in which it names them: first what nobody
/// has paid of each, then at most what is left of each though it has been paid, and what is over from the first. So nobody is
/// reminded of one invoice while another of those that the note names is paid twice.
///
/// ```
/// # use samfin_core::billing::document::{Credited, Document};
/// use samfin_core::billing::noted::{Named, take};
/// # fn note(payable: &str) -> Document {
/// #   let person = r#"{ "party": "b", "name": "B", "organisation_number": "2120000803", "vat_number": null, "f_tax": false,
/// #     "address": { "lines": [], "postal_code": "83121", "city": "X", "country": "SE" }, "endpoint": null, "reference": null,
/// #     "contact": null, "bankgiro": null, "plusgiro": null, "iban": null, "bic": null }"#;
/// #   serde_json::from_str(&format!(r#"{{ "form": "credit_note", "occasion": {{ "type": "correction" }}, "agreement": "x", "year": 2027,
/// #     "seller": {person}, "buyer": {person}, "period": {{ "from": "2027-01-01", "to": "2027-12-31" }}, "vat": {{ "type": "outside_scope" }},
/// #     "lines": [], "totals": {{ "net": "{payable}", "vat": "0.00", "rounding": "0.00", "payable": "{payable}" }}, "decision_reference": null,
/// #     "credits": {{ "number": "2027-0001", "issued_on": "2027-01-01" }},
/// #     "credits_also": [ {{ "number": "2027-0009", "issued_on": "2027-07-01" }} ], "notes": [], "issued": null }}"#)).unwrap()
/// # }
/// let named = |number: &str, day: &str, paid: &str| Named { invoice: Credited { number: number.into(), issued_on: day.parse().unwrap() },
///     left: "100.00".parse().unwrap(), paid: paid.parse().unwrap(), taken: "0.00".parse().unwrap() };
/// let mut invoices = [named("2027-0001", "2027-01-01", "0.00"), named("2027-0009", "2027-07-01", "0.00")];
/// // The note names both: 150 kr are all of the first and half of the second.
/// take(&mut invoices, &[note("150.00")]);
/// assert_eq!(invoices.each_ref().map(|one| one.taken.to_string()), ["100.00", "50.00"]);
/// take(&mut invoices, &[note("70.00")]);
/// assert_eq!(invoices.map(|one| one.taken.to_string()), ["120.00", "100.00"], "20 kr are the payer's");
/// // The first is paid, and of the second nothing is.
/// let mut invoices = [named("2027-0001", "2027-01-01", "100.00"), named("2027-0009", "2027-07-01", "0.00")];
/// take(&mut invoices, &[note("150.00")]);
/// assert_eq!(invoices.map(|one| one.taken.to_string()), ["50.00", "100.00"]);
/// ```
pub fn take(invoices: &mut [Named], notes: &[Document]) {
    for note in notes {
        let names = note.credits.iter().chain(&note.credits_also);
        let positions: Vec<usize> =
            names.filter_map(|name| invoices.iter().position(|one| one.invoice == *name)).collect();
        let mut rest = note.totals.payable.wide();
        for is_paid_spared in [true, false] {
            for &position in &positions {
                let one = &mut invoices[position];
                let spared = if is_paid_spared { one.paid.wide() } else { 0 };
                let now = rest.min(one.left.wide() - spared - one.taken.wide()).max(0);
                one.take(now);
                rest -= now;
            }
        }
        if let Some(&first) = positions.first() {
            invoices[first].take(rest);
        }
    }
}

impl Named {
    fn take(&mut self, ore: i128) {
        // A note is no larger than what money can hold, and neither are two hundred years of them.
        self.taken = Ore::from_wide(self.taken.wide() + ore).unwrap_or(self.taken);
    }
}
