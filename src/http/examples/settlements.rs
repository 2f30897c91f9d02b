//! Outcome, forecast and settlement of a billing year.

use serde_json::{Value, json};

fn entry() -> Value {
    json!({ "cost": "secretary", "date": "2027-03-01", "what": "Beredning", "hours": "7.5", "amount": null })
}

pub(in crate::http) fn outcome() -> Value {
    json!({
        "revision": 1, "entries": [entry()], "reason": null, "file_name": null, "file_sha256": null,
        "recorded_at": "2028-01-10T08:00:00Z"
    })
}

pub(in crate::http) fn outcome_sums() -> Value {
    let mut outcome = outcome();
    outcome["costs"] = json!([{ "cost": "secretary", "name": "Sekreterare", "hours": "7.5", "amount": null }]);
    outcome
}

pub(in crate::http) fn outcome_body() -> Value {
    json!({ "entries": [{ "cost": "secretary", "date": "2027-03-01", "what": "Beredning", "hours": "7.5" }] })
}

pub(in crate::http) fn outcome_added() -> Value {
    json!({ "new": 1, "corrected": 0, "unchanged": 0, "outcome": outcome() })
}

pub(in crate::http) fn outcome_import() -> Value {
    json!({
        "revision": 1, "new": 1, "corrected": 0, "unchanged": 0, "read_as": "UTF-8; separator ;",
        "columns": { "cost": "Kostnad", "date": "Datum", "what": "Möte", "hours": "Timmar", "amount": null, "ignored": [] },
        "first": [entry()], "errors": []
    })
}

const FINGERPRINT: &str =
    "n1.o1.d9f86d081884c7d65.b4f53cda18c2baa0.60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

pub(in crate::http) fn settlement() -> Value {
    json!({
        "fingerprint": FINGERPRINT, "remainder": "invoice", "outcome": 1, "decision_reference": null, "settled_at": null,
        "costs": [{ "cost": "secretary", "name": "Sekreterare", "budget": "1000.00", "outcome": "900.00", "known": true }],
        "parties": [{
            "party": "are", "name": "Åre kommun", "budget": "321.58", "outcome": "289.42", "brought": "0.00", "called": "321.58",
            "to_pay": "-32.16", "carried": "0.00", "provided": "0.00", "paid_out": "0.00", "to_receive": "0.00", "advance": "0.00"
        }],
        "carried": [], "to_reserve": "0.00", "affected": [], "open": []
    })
}

pub(in crate::http) fn settle() -> Value {
    json!({ "fingerprint": FINGERPRINT, "remainder": "invoice", "decision_reference": "HSN 2028/9 § 3" })
}

pub(in crate::http) fn settled() -> Value {
    let mut year = super::periods::adopted();
    year["status"] = json!("settled");
    year["revision"] = json!(3);
    year["call"] = super::invoices::called();
    year
}

pub(in crate::http) fn forward() -> Value {
    let mut body = super::periods::correction();
    body["materiality"] = json!("500.00");
    body
}

fn carried() -> Value {
    json!([{ "party": "are", "vat": { "type": "outside_scope" }, "amount": "-128.63" }])
}

pub(in crate::http) fn forwarded() -> Value {
    let mut year = super::periods::adopted();
    year["carried"] = carried();
    year
}

pub(in crate::http) fn forecast() -> Value {
    json!({
        "through": "2027-06-30", "outcome": 1,
        "costs": [{ "cost": "hall", "name": "Lokal", "budget": "1000.00", "outcome": "600.00", "forecast": "1104.11" }],
        "parties": [{ "party": "are", "name": "Åre kommun", "budget": "321.58", "forecast": "355.06", "difference": "33.48" }]
    })
}

pub(in crate::http) fn otherwise() -> Value {
    json!({ "changes": [{ "target": "keys/half/groups/0/weight", "value": "60" }], "events": [] })
}

pub(in crate::http) fn counterfactual() -> Value {
    let amount = |id: &str, name: &str, actual: &str, otherwise: &str, difference: &str| json!({ "id": id, "name": name, "actual": actual, "otherwise": otherwise, "difference": difference });
    json!({
        "total": "1000.00", "total_otherwise": "1000.00",
        "costs": [amount("hall", "Lokal", "1000.00", "1000.00", "0.00")],
        "parties": [amount("are", "Åre kommun", "321.58", "257.27", "-64.31")]
    })
}
