//! What has happened.

use serde_json::{Value, json};

/// The example of docs/audit.md, as the API gives it.
pub(in crate::http) fn event() -> Value {
    let mut event: Value = serde_json::from_str(include_str!("../../../tests/audit/example.json")).unwrap_or_default();
    event["sha256"] = json!("fab9358c4e388345b0dec2caadff505bbd939a4b15cfe999c099e25c0811b5c7");
    event
}

pub(in crate::http) fn events() -> Value {
    json!({ "items": [event()], "next": null })
}

pub(in crate::http) fn changes() -> Value {
    let event = event();
    let (agreement, scenario) = (&event["agreement_id"], &event["object_id"]);
    let href = |id: &Value| id.as_str().unwrap_or_default().to_owned();
    json!({
        "items": [{
            "id": event["id"], "cursor": "31", "at": event["recorded_at"], "what": event["action"],
            "object": {
                "kind": "scenario", "id": scenario,
                "href": format!("/api/v1/agreements/{}/scenarios/{}", href(agreement), href(scenario))
            },
            "agreement": agreement
        }],
        "next": "31"
    })
}
