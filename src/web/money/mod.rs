//! What the pages about money have in common: what documents and their standing are called.

pub(super) mod paper;

use maud::{Markup, html};
use samfin_core::billing::document::{Document, Form, Occasion};
use samfin_core::billing::payment::PaymentStatus;

use super::words::{Words, t};

/// A table that is wider than its place when the text is large: it scrolls by itself, and the page does not.
pub(super) fn scrolled(label: &str, table: &Markup) -> Markup {
    html! { div.scroll tabindex="0" role="group" aria-label=(label) { (table) } }
}

/// How a document stands with money, in a word or two.
pub(super) fn standing(words: Words, status: PaymentStatus) -> String {
    match status {
        PaymentStatus::Unpaid => t!(words, "money-unpaid"),
        PaymentStatus::PartPaid => t!(words, "money-part-paid"),
        PaymentStatus::Paid => t!(words, "money-paid"),
        PaymentStatus::Overpaid => t!(words, "money-overpaid"),
        PaymentStatus::Overdue => t!(words, "money-overdue"),
        PaymentStatus::Disputed => t!(words, "money-disputed"),
        PaymentStatus::Deferred => t!(words, "money-deferred"),
    }
}

/// What sort of paper it is.
pub(super) fn sort(words: Words, form: Form) -> String {
    match form {
        Form::Invoice => t!(words, "money-invoice"),
        Form::CreditNote => t!(words, "money-credit-note"),
        Form::Internal => t!(words, "money-internal"),
        Form::Payout => t!(words, "money-payout"),
    }
}

/// What a document is about, in a few words: which part of which year, or why it was made.
pub(super) fn about(words: Words, document: &Document) -> String {
    let year = document.year;
    match document.occasion {
        Occasion::Instalment { number, of } if document.form == Form::Payout => {
            t!(words, "invoice-payout", number = number, of = of, year = year)
        }
        Occasion::Instalment { number, of } => t!(words, "money-instalment", number = number, of = of, year = year),
        Occasion::Settlement => t!(words, "money-settlement", year = year),
        Occasion::Correction => t!(words, "money-correction", year = year),
        Occasion::Cover => t!(words, "money-cover", year = year),
        Occasion::CoverReversal => t!(words, "money-cover-reversal", year = year),
        Occasion::Interest => t!(words, "money-interest"),
        Occasion::ReminderFee => t!(words, "money-reminder-fee"),
        Occasion::Credit => t!(words, "money-credit", year = year),
    }
}
