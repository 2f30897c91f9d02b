//! What can be done, by the word that the trail has for it, and how people say it.
//!
//! Words never change once they have been written; a new one is a line here, and a test fails when code uses one that has
//! none.

use samfin_core::Text;

/// Something that can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// As the trail has it: the kind of thing and what was done to it.
    pub code: &'static str,
    sv: &'static str,
    en: &'static str,
}

impl Action {
    /// Every action, in the order in which they are offered.
    pub const ALL: &[Self] = &[
        Self::new("agreement.created", "Avtal inlagt", "Agreement added"),
        Self::new("agreement.parked", "Avtal parkerat", "Agreement parked"),
        Self::new("agreement.released", "Parkerat avtal släppt", "Parked agreement released"),
        Self::new("version.created", "Version inlagd", "Version added"),
        Self::new("version.adopted", "Version antagen", "Version adopted"),
        Self::new("budget.written", "Budget skriven", "Budget written"),
        Self::new("budget.adopted", "Budget antagen", "Budget adopted"),
        Self::new("meetings.written", "Mötesdagar skrivna", "Meeting days written"),
        Self::new("period.planned", "Faktureringsår planerat", "Billing year planned"),
        Self::new("period.adopted", "Faktureringsår antaget", "Billing year adopted"),
        Self::new("period.corrected", "Faktureringsår rättat", "Billing year corrected"),
        Self::new("period.late_money_registered", "Sen betalning registrerad", "Late money registered"),
        Self::new(
            "period.forwarded",
            "Ändring av faktureringsår förd till nästa år",
            "Billing year's change settled forward",
        ),
        Self::new("period.settled", "Faktureringsår slutavräknat", "Billing year settled"),
        Self::new("period.closed", "Faktureringsår stängt", "Billing year closed"),
        Self::new("outcome.written", "Utfall skrivet", "Outcome written"),
        Self::new("outcome.imported", "Utfall importerat", "Outcome imported"),
        Self::new("invoice.drafted", "Faktura eller utbetalning skriven som utkast", "Invoice or payout drafted"),
        Self::new("invoice.discarded", "Utkast kasserat", "Draft discarded"),
        Self::new("invoice.attested", "Faktura eller utbetalning attesterad", "Invoice or payout attested"),
        Self::new("invoice.returned", "Utkast skickat tillbaka", "Draft sent back"),
        Self::new("invoice.issued", "Faktura eller utbetalning utfärdad", "Invoice or payout issued"),
        Self::new(
            "invoice.basis_ready",
            "Fakturaunderlag klart för kundreskontran",
            "Invoice basis ready for the customer ledger",
        ),
        Self::new(
            "invoice.issued_externally",
            "Faktura utfärdad i kundreskontran",
            "Invoice issued in the customer ledger",
        ),
        Self::new("invoice.incoming_registered", "Inkommen faktura registrerad", "Incoming invoice registered"),
        Self::new("invoice.credit_drafted", "Kreditfaktura skriven som utkast", "Credit note drafted"),
        Self::new("invoice.reminded", "Påminnelse noterad", "Reminder noted"),
        Self::new("invoice.disputed", "Faktura omtvistad", "Invoice disputed"),
        Self::new("invoice.dispute_resolved", "Tvist avslutad", "Dispute ended"),
        Self::new("invoice.deferred", "Anstånd beviljat", "Payment deferred"),
        Self::new("invoice.interest_drafted", "Räntefaktura skriven som utkast", "Interest invoice drafted"),
        Self::new("payment.registered", "Betalning registrerad", "Payment registered"),
        Self::new("payment.allocated", "Betalning fördelad", "Payment allocated"),
        Self::new("payment.refunded", "Betalning återbetald", "Payment refunded"),
        Self::new("payment.reversed", "Betalning återtagen", "Payment taken back"),
        Self::new("payment_import.received", "Betalfil inläst", "Payment file imported"),
        Self::new("reference_rate.entered", "Referensränta inlagd", "Reference rate entered"),
        Self::new("contribution.registered", "Beslut om bidrag registrerat", "Contribution decision registered"),
        Self::new("scenario.created", "Scenario skapat", "Scenario created"),
        Self::new("scenario.written", "Scenario ändrat", "Scenario changed"),
        Self::new("scenario.shared", "Scenario delat", "Scenario shared"),
        Self::new("scenario.locked", "Scenario låst som beslutsunderlag", "Scenario locked as a decision record"),
        Self::new("scenario.deleted", "Scenario borttaget", "Scenario deleted"),
        Self::new("statistics.added", "Statistik inlagd", "Statistics added"),
        Self::new("statistics.imported", "Statistik importerad", "Statistics imported"),
        Self::new("upload.received", "Fil lämnad för inläsning", "File brought for import"),
        Self::new("upload.mapped", "Fils kolumner kopplade", "File's columns mapped"),
        Self::new("upload.discarded", "Fil för inläsning slängd", "File for import thrown away"),
        Self::new("import_mapping.written", "Kolumnkoppling sparad", "Column mapping kept"),
        Self::new("organisation.created", "Organisation upplagd", "Organisation added"),
        Self::new("organisation.changed", "Organisation ändrad", "Organisation changed"),
        Self::new("organisation.attestation_given_up", "Krav på attest borttaget", "Attestation given up"),
        Self::new("organisation.attestation_required", "Krav på attest infört", "Attestation required"),
        Self::new("export_layout.written", "Exportlayout skriven", "Export layout written"),
        Self::new("export_layout.deleted", "Exportlayout borttagen", "Export layout deleted"),
        Self::new("user.created", "Användare tillagd", "User added"),
        Self::new("user.invited", "Användare inbjuden", "User invited"),
        Self::new("user.changed", "Användare ändrad", "User changed"),
        Self::new("user.closed", "Användare avstängd", "User closed"),
        Self::new("user.opened", "Användare öppnad igen", "User opened again"),
        Self::new("user.password_chosen", "Lösenord valt", "Password chosen"),
        Self::new("session.started", "Inloggning", "Signed in"),
        Self::new("session.ended", "Utloggning", "Signed out"),
        Self::new("share_link.created", "Delad länk skapad", "Share link made"),
        Self::new("share_link.revoked", "Delad länk återkallad", "Share link revoked"),
        Self::new("key.created", "API-nyckel skapad", "API key created"),
        Self::new("key.revoked", "API-nyckel återkallad", "API key revoked"),
    ];

    const fn new(code: &'static str, sv: &'static str, en: &'static str) -> Self {
        Self { code, sv, en }
    }

    /// How it is said.
    #[must_use]
    pub fn text(self) -> Text {
        Text::new(self.sv, self.en)
    }
}

/// The action that the trail has this word for; none for a word of a newer samfin.
#[must_use]
pub fn action(code: &str) -> Option<Action> {
    Action::ALL.iter().copied().find(|action| action.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// Every text that looks like an action in the files that tell of any.
    fn used(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                used(&path, found);
            } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("audit/actions.rs") {
                let source = std::fs::read_to_string(&path).expect("text");
                let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
                let code = code.collect::<Vec<_>>().join("\n");
                if code.contains("Event::new(") {
                    let texts = code.split('"').filter(|text| is_action(text));
                    found.extend(texts.map(str::to_owned));
                }
            }
        }
    }

    /// `agreement.created`: two words.
    fn is_action(text: &str) -> bool {
        let is_word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        text.split_once('.').is_some_and(|(kind, done)| is_word(kind) && is_word(done))
    }

    #[test]
    fn whatever_is_told_has_words() {
        let mut found = BTreeSet::new();
        used(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
        assert!(found.len() >= 12, "the sources are read: {found:?}");
        for code in &found {
            assert!(action(code).is_some(), "the action {code:?} has no words in src/app/audit/actions.rs");
        }
    }

    #[test]
    fn each_word_stands_once_and_begins_with_what_it_was_done_to() {
        let codes: BTreeSet<&str> = Action::ALL.iter().map(|action| action.code).collect();
        assert_eq!(codes.len(), Action::ALL.len());
        for action in Action::ALL {
            assert!(is_action(action.code), "{action:?}");
            assert!(!action.sv.is_empty() && !action.en.is_empty(), "{action:?}");
        }
    }
}
