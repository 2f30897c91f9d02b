//! Sums of documents by which way their money goes: what comes in and what goes out are never one sum.
//!
//! ```text
//! 21 underlag på sammanlagt 409 158,13 kr som betalas in och 108 043,04 kr som betalas ut.
//! Kvar att få in: 59 774,12 kr. Kvar att betala ut: 108 043,02 kr.
//! ```

use std::collections::BTreeMap;

use samfin_core::Ore;
use samfin_core::billing::document::Form;

use super::wording::payable;
use crate::app::invoices::{Invoice, Whole};
use crate::web::words::{Words, t};

/// Which way the money of a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    In,
    Out,
    /// A posting, which nobody pays.
    Internal,
}

impl Way {
    /// A credit note of another document lessens what comes in; one that stands by itself is paid back.
    fn of(invoice: &Invoice) -> Self {
        let document = &invoice.document;
        let lessens = invoice.credits_id.is_some() || document.credits.is_some();
        match document.form {
            Form::Payout => Self::Out,
            Form::CreditNote if !lessens => Self::Out,
            Form::Invoice | Form::CreditNote => Self::In,
            Form::Internal => Self::Internal,
        }
    }
}

/// Sums, each of one way.
pub(super) struct Sums(BTreeMap<Way, i128>);

impl Sums {
    /// What the documents ask for.
    pub(super) fn of(documents: &[Whole]) -> Self {
        let asked = |one: &Whole| match Way::of(&one.invoice) {
            way @ Way::Out => (way, one.invoice.document.totals.payable),
            way => (way, payable(&one.invoice.document)),
        };
        Self::added(documents.iter().map(asked))
    }

    /// What is left to pay of them.
    pub(super) fn left(documents: &[Whole]) -> Self {
        let left = |one: &Whole| Some((Way::of(&one.invoice), one.payment.as_ref()?.standing.left));
        Self::added(documents.iter().filter_map(left))
    }

    fn added(amounts: impl Iterator<Item = (Way, Ore)>) -> Self {
        let mut sums = BTreeMap::new();
        for (way, amount) in amounts {
            *sums.entry(way).or_default() += amount.wide();
        }
        Self(sums)
    }

    fn each(&self) -> impl Iterator<Item = (Way, Ore)> {
        self.0.iter().map(|(way, sum)| (*way, Ore::from_wide(*sum).unwrap_or_default()))
    }

    /// The amount alone where all of it comes in; otherwise each with its way.
    pub(super) fn told(&self, words: Words) -> String {
        let amount = |sum: Ore| words.format().kronor_and_ore(sum);
        if self.0.keys().all(|way| *way == Way::In) {
            return amount(self.each().next().map_or(Ore::ZERO, |(_, sum)| sum));
        }
        let one = |(way, sum)| match way {
            Way::In => t!(words, "sums-in", amount = amount(sum)),
            Way::Out => t!(words, "sums-out", amount = amount(sum)),
            Way::Internal => t!(words, "sums-internal", amount = amount(sum)),
        };
        let mut told: Vec<String> = self.each().map(one).collect();
        let last = told.pop().unwrap_or_default();
        if told.is_empty() { last } else { t!(words, "sums-and", first = told.join(", "), last = last) }
    }

    /// What is left, a sentence for each way; nobody pays a posting.
    pub(super) fn told_left(&self, words: Words) -> String {
        let one = |(way, sum)| match way {
            Way::In => Some(t!(words, "sums-left-in", amount = words.format().kronor_and_ore(sum))),
            Way::Out => Some(t!(words, "sums-left-out", amount = words.format().kronor_and_ore(sum))),
            Way::Internal => None,
        };
        self.each().filter_map(one).collect::<Vec<_>>().join(" ")
    }

    /// The last rows of a table: what each sum is called there, and the sum.
    pub(super) fn rows(&self, words: Words) -> Vec<(String, Ore)> {
        let is_one = self.0.keys().all(|way| *way == Way::In);
        let name = |way| match way {
            Way::In if is_one => t!(words, "start-sum"),
            Way::In => t!(words, "sums-row-in"),
            Way::Out => t!(words, "sums-row-out"),
            Way::Internal => t!(words, "sums-row-internal"),
        };
        self.each().map(|(way, sum)| (name(way), sum)).collect()
    }
}
