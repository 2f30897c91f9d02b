//! Documents that the tests send.

use serde_json::{Value, json};

/// The example of the README: its request and its expected figures.
pub(crate) fn example() -> Value {
    serde_json::from_str(include_str!("../../examples/jamtland-harjedalen-2027.json")).expect("the example is JSON")
}

/// A region and two municipalities that share 1 000 kronor by inhabitants.
pub(crate) fn agreement() -> Value {
    json!({
        "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "rjh",
        "parties": [
            { "id": "rjh", "name": "Region Jämtland Härjedalen", "kind": "region", "area": "23" },
            { "id": "are", "name": "Åre kommun", "kind": "municipality", "area": "2321" },
            { "id": "berg", "name": "Bergs kommun", "kind": "municipality", "area": "2326" }
        ],
        "costs": [
            { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "1000.00" }, "key": "half" }
        ],
        "keys": {
            "half": { "type": "groups", "groups": [
                { "among": { "kind": "region" }, "weight": "50", "key": { "type": "equal" } },
                { "among": { "kind": "municipality" }, "weight": "50", "key": { "type": "statistic", "statistic": "population" } }
            ] }
        }
    })
}

/// The agreement, from another first day.
pub(crate) fn agreement_from(valid_from: &str) -> Value {
    with(agreement(), "/valid_from", json!(valid_from))
}

/// A calculation of [`agreement`] with its statistics.
pub(crate) fn request() -> Value {
    json!({
        "agreement": agreement(),
        "statistics": { "population": [
            { "for": "2321", "date": "2025-12-31", "value": "12770" },
            { "for": "2326", "date": "2025-12-31", "value": "7085" }
        ] },
        "year": 2027
    })
}

/// `document` with `value` at the pointer, which must be there.
pub(crate) fn with(mut document: Value, pointer: &str, value: Value) -> Value {
    *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is in the document")) = value;
    document
}

/// `document` with the member `name` added at the pointer.
pub(crate) fn adding(mut document: Value, pointer: &str, name: &str, value: Value) -> Value {
    let place = document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is in the document"));
    place.as_object_mut().expect("an object").insert(name.to_owned(), value);
    document
}
