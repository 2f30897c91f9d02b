//! The billing year.

use serde_json::{Value, json};

use super::{agreement_id, calculation_answer, calculation_request};

const FINGERPRINT: &str =
    "v1.b0.s9f86d081884c7d65.c4f53cda18c2baa0.60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

fn snapshot() -> Value {
    json!({
        "number": 1, "version": 1, "budget": null, "engine": "samfin 0.1.0",
        "request_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "fingerprint": FINGERPRINT, "reason": "Enligt budgetunderlaget", "recorded_at": "2026-12-01T08:00:00Z"
    })
}

pub(in crate::http) fn planned() -> Value {
    json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8059", "agreement": agreement_id(), "year": 2027, "status": "planned",
        "revision": 1, "decision_reference": null, "created_at": "2026-12-01T08:00:00Z",
        "changed_at": "2026-12-01T08:00:00Z", "snapshot": snapshot()
    })
}

pub(in crate::http) fn adopted() -> Value {
    let mut year = planned();
    year["status"] = json!("adopted");
    year["revision"] = json!(2);
    year["decision_reference"] = json!("HSN 2026/123 § 45");
    year["changed_at"] = json!("2026-12-10T13:00:00Z");
    year
}

pub(in crate::http) fn periods() -> Value {
    json!({ "items": [adopted()], "next": null })
}

pub(in crate::http) fn period() -> Value {
    let mut year = adopted();
    year["result"] = calculation_answer();
    year["affected"] = Value::Null;
    year
}

pub(in crate::http) fn preview() -> Value {
    json!({ "version": 1, "budget": null, "fingerprint": FINGERPRINT, "result": calculation_answer() })
}

pub(in crate::http) fn request() -> Value {
    calculation_request()
}

pub(in crate::http) fn plan() -> Value {
    json!({ "fingerprint": FINGERPRINT, "reason": "Enligt budgetunderlaget" })
}

pub(in crate::http) fn adoption() -> Value {
    json!({ "decision_reference": "HSN 2026/123 § 45" })
}

pub(in crate::http) fn correction() -> Value {
    json!({ "fingerprint": FINGERPRINT, "reason": "Åre kommuns beslut KF § 88" })
}

pub(in crate::http) fn new_contribution() -> Value {
    json!({
        "party": "are", "contributes_percent": "60", "cause": "partial_budget", "decided_on": "2026-11-24",
        "reference": "KF 2026 § 188"
    })
}

pub(in crate::http) fn contribution() -> Value {
    json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a805a", "party": "are", "contributes_percent": "60", "from": null, "to": null,
        "cause": "partial_budget", "decided_on": "2026-11-24", "reference": "KF 2026 § 188", "reason": null,
        "replaces": null, "in_force": true, "recorded_at": "2026-12-02T08:00:00Z"
    })
}

pub(in crate::http) fn contributions() -> Value {
    json!({ "items": [contribution()] })
}
