//! The chain of the audit trail, and anchors from outside: docs/audit.md.

use samfin_core::{Text, say};

use super::{Check, Fault, Faults};
use crate::app::audit::{self, Anchor};
use crate::storage::{self, Tx};

/// What the check is called.
pub(super) const NAME: &str = "audit";

pub(super) fn title() -> Text {
    say!("händelsekedja", "audit trail")
}

/// Follows the chain to its end.
pub(super) async fn check(tx: &mut Tx, anchors: &[Anchor]) -> Result<Check, storage::Error> {
    let chain = audit::verify(tx, anchors).await?;
    let mut faults = Faults::default();
    for fault in &chain.faults {
        let place = format!("audit_events {}", fault.number());
        faults.add(Fault { place, problem: fault.text(), advice: advice() });
    }
    let (number, anchors) = (chain.whole_to, anchors.len());
    let fine = say!(
        "hel till och med nr {number}; {anchors} ankare stämmer",
        "whole up to no. {number}; {anchors} anchors fit"
    );
    Ok(faults.check(NAME, title(), fine))
}

fn advice() -> Text {
    say!(
        "samfin ändrar aldrig sådana rader: rör ingenting, ta reda på vem som har skrivit i databasen, och jämför med säkerhetskopior (docs/audit.md).",
        "samfin never edits such rows: touch nothing, find out who has written to the database, and compare with backups (docs/audit.md)."
    )
}
