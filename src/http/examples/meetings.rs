//! When forums meet.

use serde_json::{Value, json};

use super::agreement_id;

pub(in crate::http) fn new_meetings() -> Value {
    json!({ "meetings": [
        { "body": "pahsu", "on": "2027-03-12" }, { "body": "tahsu", "on": "2027-02-26" }
    ] })
}

pub(in crate::http) fn meetings() -> Value {
    json!({
        "agreement": agreement_id(), "year": 2027, "revision": 1, "changed_at": "2026-11-20T08:00:00Z",
        "meetings": [{ "body": "tahsu", "on": "2027-02-26" }, { "body": "pahsu", "on": "2027-03-12" }]
    })
}
