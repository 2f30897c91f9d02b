//! Scenarios and what comes of them.

use samfin_core::Lang;
use samfin_core::comparison::{Comparison, compare};
use serde_json::{Value, json};

use super::{agreement_id, calculation_request};

/// The id in the examples.
pub(in crate::http) fn scenario_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a8058")
}

pub(in crate::http) fn scenario_ids() -> Value {
    json!([scenario_id()])
}

fn changes() -> Value {
    json!([{ "target": "costs/documents/hours/per_year", "value": "60" }])
}

pub(in crate::http) fn new_scenario() -> Value {
    json!({
        "name": "Mer dokumenthantering", "author": "Kim Karlsson", "note": "Om arkivet tas med",
        "changes": changes(),
        "events": [{ "party": "are", "contributes_percent": "50", "from": "2027-07-01", "cause": "partial_budget" }]
    })
}

fn summary() -> Value {
    json!({
        "id": scenario_id(), "agreement": agreement_id(), "name": "Mer dokumenthantering", "author": "Kim Karlsson",
        "note": "Om arkivet tas med", "status": "draft", "revision": 1, "created_at": "2026-10-15T08:00:00Z",
        "changed_at": "2026-10-15T08:00:00Z", "shared_at": null, "share_reason": null, "lock": null
    })
}

pub(in crate::http) fn scenarios() -> Value {
    json!({ "items": [summary()], "next": null })
}

pub(in crate::http) fn scenario() -> Value {
    with(summary(), &json!({ "changes": changes(), "events": new_scenario()["events"], "statistics": {} }))
}

pub(in crate::http) fn sharing() -> Value {
    json!({ "reason": "Till TaHSU den 20 oktober" })
}

pub(in crate::http) fn shared() -> Value {
    with(
        scenario(),
        &json!({
            "status": "shared", "revision": 2, "changed_at": "2026-10-16T08:00:00Z", "shared_at": "2026-10-16T08:00:00Z",
            "share_reason": "Till TaHSU den 20 oktober"
        }),
    )
}

pub(in crate::http) fn locking() -> Value {
    json!({
        "years": [2027, 2028], "reason": "Underlag för budgetbeslut", "decision_reference": "HSN 2026/123 § 45",
        "per_inhabitant": "population"
    })
}

pub(in crate::http) fn locked() -> Value {
    let lock = json!({
        "locked_at": "2026-12-01T08:00:00Z", "reason": "Underlag för budgetbeslut",
        "decision_reference": "HSN 2026/123 § 45", "version": 1, "years": [2027, 2028], "per_inhabitant": "population",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    });
    with(shared(), &json!({ "status": "locked", "revision": 3, "changed_at": "2026-12-01T08:00:00Z", "lock": lock }))
}

pub(in crate::http) fn basis() -> Value {
    let request = calculation_request();
    json!({
        "agreement": request["agreement"], "statistics": request["statistics"], "years": [2027],
        "scenarios": [{ "name": "Mer dokumenthantering", "changes": changes(), "events": [], "statistics": {} }],
        "per_inhabitant": "population"
    })
}

pub(in crate::http) fn comparison() -> Value {
    let compared = Comparison::parse(basis().to_string().as_bytes()).and_then(|comparison| compare(&comparison));
    let answer = compared.ok().and_then(|compared| serde_json::to_value(compared.answer(Lang::En)).ok());
    let basis = json!({ "basis": { "version": 1, "budget": null, "superseded_from": null } });
    with(answer.unwrap_or_default(), &basis)
}

/// `document` with the members of `over` put in.
fn with(mut document: Value, over: &Value) -> Value {
    if let (Value::Object(members), Value::Object(over)) = (&mut document, over) {
        members.extend(over.clone());
    }
    document
}
