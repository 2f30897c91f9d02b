//! One example of each body in the API's description. What can be calculated is calculated.

pub(super) mod audit;
pub(super) mod invoices;
pub(super) mod layouts;
pub(super) mod ledger;
pub(super) mod meetings;
pub(super) mod organisations;
pub(super) mod payments;
pub(super) mod people;
pub(super) mod periods;
pub(super) mod scenarios;
pub(super) mod settlements;
mod worked;

pub(super) use worked::{
    comparison_answer, comparison_request, exit_answer, exit_request, goal_seek_answer, goal_seek_request,
    sensitivity_answer, sensitivity_request, stress_test_answer, stress_test_request,
};

use samfin_core::{FindingCode, Lang, Request, calculate};
use serde_json::{Value, json};

/// The id in the examples.
pub(super) fn agreement_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a8057")
}

/// A small agreement: half the region, half the municipalities by inhabitants.
fn document() -> Value {
    json!({
        "name": "Samverkansstruktur Jämtland Härjedalen",
        "currency": "SEK",
        "valid_from": "2027-01-01",
        "host": "rjh",
        "parties": [
            { "id": "rjh", "name": "Region Jämtland Härjedalen", "kind": "region", "area": "23" },
            { "id": "are", "name": "Åre kommun", "kind": "municipality", "area": "2321" },
            { "id": "ostersund", "name": "Östersunds kommun", "kind": "municipality", "area": "2380" }
        ],
        "costs": [
            {
                "id": "documents", "name": "Dokumenthantering", "type": "staff",
                "hours": { "per_year": "40" }, "rate": { "hourly": "520.00", "source": "assumption" },
                "key": "half-and-half"
            }
        ],
        "keys": {
            "half-and-half": {
                "type": "groups",
                "groups": [
                    { "among": { "kind": "region" }, "weight": "50", "key": { "type": "equal" } },
                    {
                        "among": { "kind": "municipality" }, "weight": "50",
                        "key": { "type": "statistic", "statistic": "population" }
                    }
                ]
            }
        }
    })
}

pub(super) fn calculation_request() -> Value {
    json!({
        "agreement": document(),
        "statistics": {
            "population": [
                { "for": "2321", "date": "2025-12-31", "value": "12770", "source": "SCB" },
                { "for": "2380", "date": "2025-12-31", "value": "64963", "source": "SCB" }
            ]
        },
        "year": 2027
    })
}

pub(super) fn calculation_answer() -> Value {
    let request = Request::parse(calculation_request().to_string().as_bytes());
    let answer = request.and_then(|request| calculate(&request, false)).ok();
    answer.and_then(|split| serde_json::to_value(split.answer(Lang::En)).ok()).unwrap_or_default()
}

pub(super) fn stored_answer() -> Value {
    let mut answer = calculation_answer();
    if let Value::Object(members) = &mut answer {
        members.insert("basis".to_owned(), json!({ "version": 1, "budget": null }));
    }
    answer
}

pub(super) fn new_agreement() -> Value {
    json!({ "document": document(), "note": "Enligt förslag från TaHSU" })
}

pub(super) fn agreement() -> Value {
    json!({
        "id": agreement_id(), "name": "Samverkansstruktur Jämtland Härjedalen", "versions": 1,
        "created_at": "2026-10-15T08:00:00Z"
    })
}

pub(super) fn agreements() -> Value {
    json!({ "items": [agreement()], "next": null })
}

fn version_summary() -> Value {
    json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8057-v1", "agreement": agreement_id(), "version": 1, "status": "adopted",
        "valid_from": "2027-01-01", "valid_to": null, "note": "Enligt förslag från TaHSU",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "created_at": "2026-10-15T08:00:00Z", "adopted_at": "2026-12-01T08:00:00Z"
    })
}

pub(super) fn versions() -> Value {
    json!({ "items": [version_summary()], "next": null })
}

pub(super) fn version() -> Value {
    let mut version = version_summary();
    if let Value::Object(members) = &mut version {
        let decision = json!({ "party": "are", "reference": "KF 2026/345 § 87", "decided_on": "2026-11-24" });
        members.insert("decisions".to_owned(), json!([decision]));
        members.insert("undecided".to_owned(), json!(["rjh", "ostersund"]));
        members.insert("document".to_owned(), document());
    }
    version
}

pub(super) fn adoption() -> Value {
    json!({ "decisions": [{ "party": "are", "reference": "KF 2026/345 § 87", "decided_on": "2026-11-24" }] })
}

pub(super) fn findings() -> Value {
    let code = FindingCode::NoNoticePeriod;
    json!({
        "version": 1, "budget": null,
        "items": [{
            "code": code.as_str(), "severity": code.severity().as_str(), "pointer": "/notice_months",
            "text": "the agreement has no notice period", "proposal": code.proposal().get(Lang::En)
        }]
    })
}

pub(super) fn new_budget() -> Value {
    json!({
        "changes": [{ "target": "costs/documents/hours/per_year", "value": "48" }],
        "opening": { "reserve": "5000.00", "debts": { "are": "120.00" } }
    })
}

pub(super) fn budget_adoption() -> Value {
    json!({ "decision_reference": "HSN 2026/123 § 45" })
}

pub(super) fn budget() -> Value {
    json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8057-2027", "agreement": agreement_id(), "year": 2027, "revision": 2,
        "status": "adopted", "decision_reference": "HSN 2026/123 § 45", "recorded_at": "2026-12-01T08:00:00Z",
        "adopted_revision": 2,
        "changes": [{ "target": "costs/documents/hours/per_year", "value": "48" }],
        "opening": { "reserve": "5000.00", "debts": { "are": "120.00" } }
    })
}

pub(super) fn series() -> Value {
    json!({ "items": [{
        "id": "population", "name": "population", "built_in": true, "stored": 0,
        "first_date": "2024-12-31", "last_date": "2025-12-31"
    }], "next": null })
}

pub(super) fn new_observation() -> Value {
    json!({ "for": "2321", "date": "2026-12-31", "value": "12801", "source": "SCB", "published_at": "2027-02-22" })
}

pub(super) fn observation() -> Value {
    json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8057", "series": "population", "for": "2321", "date": "2026-12-31",
        "value": "12801", "source": "SCB", "published_at": "2027-02-22", "built_in": false,
        "recorded_at": "2027-02-22T09:00:00Z", "import": null
    })
}

pub(super) fn observations() -> Value {
    json!({ "items": [observation()], "next": null })
}

pub(super) fn import() -> Value {
    json!({
        "id": agreement_id(), "series": "population", "file_name": "folkmangd-2026.csv",
        "file_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "rows": 290,
        "recorded_at": "2027-02-22T09:00:00Z", "recorded_by": "Tove Test"
    })
}

pub(super) fn imports() -> Value {
    json!({ "items": [import()], "next": null })
}

pub(super) fn imported() -> Value {
    json!({
        "import": import(), "new": 288, "corrected": 2, "unchanged": 0,
        "read_as": "CSV, UTF-8, separated by ;",
        "columns": { "for": "Kommunkod", "date": "År", "values": ["Folkmängd"], "source": null, "ignored": ["Kommun"] },
        "first": [{ "row": 2, "for": "2321", "date": "2026-12-31", "value": "12801", "source": "SCB" }],
        "errors": [], "notes": []
    })
}
