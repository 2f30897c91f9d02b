//! The series that numbers belong to: invoices of an issuer have one without gaps, and what is no invoice has its own.

use samfin_core::billing::document::{Document, Form, Participant};

use super::store::Number;

/// The series of an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Series {
    Invoices,
    Internal,
    Payouts,
    /// What was issued in the issuer's own ledger, in the order in which that was told here: only the ledger knows its own
    /// series, so the documents are tied together in one of ours.
    External,
}

impl Series {
    pub(super) fn of(form: Form) -> Self {
        match form {
            Form::Invoice | Form::CreditNote => Self::Invoices,
            Form::Internal => Self::Internal,
            Form::Payout => Self::Payouts,
        }
    }

    pub(super) fn key(self, issuer: &str) -> String {
        match self {
            Self::Invoices => issuer.to_owned(),
            Self::Internal => format!("{issuer}/internal"),
            Self::Payouts => format!("{issuer}/payout"),
            Self::External => format!("{issuer}{EXTERNAL}"),
        }
    }

    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Invoices | Self::External => "",
            Self::Internal => "I",
            Self::Payouts => "U",
        }
    }
}

const EXTERNAL: &str = "/external";

/// Whether a number was given in the issuer's own ledger.
pub(super) fn is_external(number: &Number) -> bool {
    number.issuer.ends_with(EXTERNAL)
}

/// Whose number a document gets: a payout is made by the one who owes, and everything else by the one who asks.
pub(super) fn issuer(document: &Document) -> &Participant {
    if document.form == Form::Payout { &document.buyer } else { &document.seller }
}
