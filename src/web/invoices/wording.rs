//! What documents, their states and their sums are called.

use maud::{Markup, html};
use samfin_core::Ore;
use samfin_core::billing::document::{Document, Form, Occasion};
use samfin_core::billing::payment::PaymentStatus;

use crate::app::invoices::{Invoice, Status, Whole};
use crate::web::words::{Words, t};

/// What sort of paper it is.
pub(in crate::web) fn form_name(words: Words, form: Form) -> String {
    match form {
        Form::Invoice => t!(words, "invoice-form-invoice"),
        Form::CreditNote => t!(words, "invoice-form-credit"),
        Form::Internal => t!(words, "invoice-form-internal"),
        Form::Payout => t!(words, "invoice-form-payout"),
    }
}

/// What it is for: `Delfaktura 2 av 4, 2027`; of what is paid out, `Utbetalning 2 av 4, 2027`.
pub(in crate::web) fn occasion(words: Words, document: &Document) -> String {
    let year = document.year;
    match document.occasion {
        Occasion::Instalment { number, of } if document.form == Form::Payout => {
            t!(words, "invoice-payout", number = number, of = of, year = year)
        }
        Occasion::Instalment { number, of } => t!(words, "invoice-instalment", number = number, of = of, year = year),
        Occasion::Settlement => t!(words, "invoice-settlement", year = year),
        Occasion::Correction => t!(words, "invoice-correction", year = year),
        Occasion::Cover => t!(words, "invoice-cover", year = year),
        Occasion::CoverReversal => t!(words, "invoice-cover-reversal", year = year),
        Occasion::Interest => t!(words, "invoice-interest", year = year),
        Occasion::ReminderFee => t!(words, "invoice-fee", year = year),
        Occasion::Credit => t!(words, "invoice-credit", year = year),
    }
}

/// Its number, or that it has none yet.
pub(in crate::web) fn number(words: Words, document: &Document) -> String {
    document.issued.as_ref().map_or_else(|| t!(words, "invoice-draft"), |issued| issued.number.clone())
}

/// The one who is not the one who makes it: the payer, or for a payout the employer who is paid.
pub(in crate::web) fn other(document: &Document) -> &str {
    match document.form {
        Form::Payout => &document.seller.name,
        Form::Invoice | Form::CreditNote | Form::Internal => &document.buyer.name,
    }
}

/// Its page: what is paid out has one of its own, with the payee's invoice.
pub(super) fn address(invoice: &Invoice) -> String {
    address_of(invoice.document.form, &invoice.id)
}

/// The page of a document of this form.
pub(in crate::web) fn address_of(form: Form, id: &str) -> String {
    match form {
        Form::Payout => format!("/utbetalningar/{id}"),
        Form::Invoice | Form::CreditNote | Form::Internal => format!("/fakturor/{id}"),
    }
}

/// What whoever attests it stands for.
pub(super) fn attested(words: Words, document: &Document) -> String {
    let (party, amount) = (other(document), words.format().kronor_and_ore(document.totals.payable));
    match document.form {
        Form::Invoice => t!(words, "invoice-attest-invoice", party = party, amount = amount),
        Form::CreditNote => t!(words, "invoice-attest-credit", party = party, amount = amount),
        Form::Internal => t!(words, "invoice-attest-internal", party = party, amount = amount),
        Form::Payout => t!(words, "invoice-attest-payout", party = party, amount = amount),
    }
}

/// What is to be paid; a credit note gives it back.
pub(in crate::web) fn payable(document: &Document) -> Ore {
    let amount = document.totals.payable;
    match document.form {
        Form::CreditNote => Ore::from_ore(-amount.ore()).unwrap_or(amount),
        Form::Invoice | Form::Internal | Form::Payout => amount,
    }
}

/// Where it stands on its way, as a mark.
pub(in crate::web) fn state(words: Words, one: &Whole) -> Markup {
    let required = i64::from(one.attestations_required);
    let (class, name) = match one.invoice.status {
        Status::Issued => ("mark mark-locked", t!(words, "invoice-state-issued")),
        Status::Discarded => ("mark", t!(words, "invoice-state-discarded")),
        Status::Draft if one.stale => ("mark mark-late", t!(words, "invoice-state-stale")),
        Status::Draft if one.invoice.attested < required => ("mark", t!(words, "invoice-state-draft")),
        Status::Draft => ("mark mark-shared", t!(words, "invoice-state-attested")),
    };
    html! { span class=(class) { (name) } }
}

/// How it stands with money.
pub(in crate::web) fn payment(words: Words, status: PaymentStatus) -> String {
    match status {
        PaymentStatus::Unpaid => t!(words, "invoice-unpaid"),
        PaymentStatus::PartPaid => t!(words, "invoice-part-paid"),
        PaymentStatus::Paid => t!(words, "invoice-paid"),
        PaymentStatus::Overpaid => t!(words, "invoice-overpaid"),
        PaymentStatus::Overdue => t!(words, "invoice-overdue"),
        PaymentStatus::Disputed => t!(words, "invoice-disputed"),
        PaymentStatus::Deferred => t!(words, "invoice-deferred"),
    }
}
