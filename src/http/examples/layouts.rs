//! Layouts that an organisation keeps.

use serde_json::{Value, json};

use super::organisations::organisation_id;

fn columns() -> Value {
    json!({
        "columns": [{ "column": "buyer_organisation_number", "head": "Kundnr" }, { "column": "amount", "head": "Belopp" }],
        "encoding": "windows-1252"
    })
}

pub(in crate::http) fn new_layout() -> Value {
    json!({ "invoices": columns() })
}

pub(in crate::http) fn layout() -> Value {
    json!({
        "organisation": organisation_id(), "name": "kundreskontran", "revision": 1, "changed_at": "2026-11-20T08:00:00Z",
        "invoices": columns(), "ledger": null
    })
}

pub(in crate::http) fn layouts() -> Value {
    json!({ "items": [layout()] })
}
