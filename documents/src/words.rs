//! What invoices say in Swedish, the same words on paper and in the e-invoice.

use samfin_core::billing::document::{Credited, Document, Form, Issued, Occasion};

/// As the Peppol rule SE-R-005 wants it said.
pub(crate) const F_TAX: &str = "Godkänd för F-skatt";
/// Before the reference of the decision.
pub(crate) const DECISION: &str = "Beslut";
/// Why there is no VAT: neither goods nor services are sold (mervärdesskattelagen 2023:200, 3:1).
pub(crate) const OUTSIDE_SCOPE: &str = "Utanför mervärdesskattens tillämpningsområde";

/// The paper's name.
pub(crate) fn title(form: Form) -> &'static str {
    match form {
        Form::Invoice => "Faktura",
        Form::CreditNote => "Kreditfaktura",
        Form::Internal => "Internbokning",
        Form::Payout => "Utbetalningsunderlag",
    }
}

/// The name of what another system makes the paper of.
pub(crate) fn basis(form: Form) -> &'static str {
    match form {
        Form::CreditNote => "Underlag för kreditfaktura",
        Form::Invoice | Form::Internal | Form::Payout => "Fakturaunderlag",
    }
}

/// Why it was made.
pub(crate) fn occasion(document: &Document) -> String {
    match document.occasion {
        Occasion::Instalment { of: 1, .. } => "hela årets belopp".to_owned(),
        Occasion::Instalment { number, of } if document.form == Form::Invoice => format!("delfaktura {number} av {of}"),
        Occasion::Instalment { number, of } => format!("del {number} av {of}"),
        Occasion::Settlement => "slutavräkning".to_owned(),
        Occasion::Correction => "rättelse av året".to_owned(),
        Occasion::Cover => "täckning av bortfall".to_owned(),
        Occasion::CoverReversal => "återföring av täckning".to_owned(),
        Occasion::Interest => "dröjsmålsränta".to_owned(),
        Occasion::ReminderFee => "påminnelseavgift".to_owned(),
        Occasion::Credit => "kreditering".to_owned(),
    }
}

/// The one invoice that a credit note changes; none where it changes several, which its notes name.
pub(crate) fn only_credited(document: &Document) -> Option<&Credited> {
    document.credits.as_ref().filter(|_| document.credits_also.is_empty())
}

/// Which invoice a credit note changes.
pub(crate) fn credited(credited: &Credited) -> String {
    format!("Krediterar faktura {} av den {}.", credited.number, credited.issued_on)
}

/// Whose share a line is.
pub(crate) fn borne_by(name: &str) -> String {
    format!("Avser {name}")
}

/// Until when to pay, and what being late costs (räntelagen 1975:635, section 6).
pub(crate) fn interest(issued: &Issued) -> String {
    format!(
        "Betalas senast {}. Därefter tas dröjsmålsränta ut enligt räntelagen: referensräntan plus {} procentenheter.",
        issued.due_on,
        issued.interest_margin_percent.replace('.', ",")
    )
}
