//! Organisations, and what is missing of them.

use serde_json::{Value, json};

pub(in crate::http) fn organisation_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a8064")
}

pub(in crate::http) fn details() -> Value {
    json!({
        "name": "Region Jämtland Härjedalen", "organisation_number": "2321000214", "external_id": null,
        "address": { "lines": ["Exempelgatan 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE" },
        "endpoint": { "scheme": "0007", "id": "2321000214" },
        "buyer_reference": "123456", "buyer_reference_pattern": "[0-9]{6}", "contact": null,
        "bankgiro": "3398328", "plusgiro": null, "iban": null, "bic": null, "vat_number": "SE232100021401",
        "f_tax": true, "whole_kronor": false, "issued_by": "samfin", "attestations_required": 1,
        "accounts": {
            "receivable": "1510", "payable": "2440", "bank": "1930", "vat_25": "2611", "vat_12": null, "vat_6": null,
            "rounding": "3740", "reserve": null, "cover": null, "income": { "*": "3990", "documents": "3991" },
            "dimensions": { "documents": { "1": "4711", "6": "SAM27" } }
        }
    })
}

pub(in crate::http) fn organisation() -> Value {
    json!({
        "id": organisation_id(), "revision": 1, "created_at": "2026-10-15T08:00:00Z", "changed_at": "2026-10-15T08:00:00Z",
        "details": details()
    })
}

pub(in crate::http) fn organisations() -> Value {
    json!({ "items": [organisation()], "next": null })
}

pub(in crate::http) fn revisions() -> Value {
    json!({ "items": [{ "revision": 1, "changed_at": "2026-10-15T08:00:00Z", "details": details() }], "next": null })
}

pub(in crate::http) fn invoicing_details() -> Value {
    json!({
        "year": 2027, "version": 1, "budget": null, "is_complete": false,
        "parties": [
            {
                "party": "rjh", "name": "Region Jämtland Härjedalen", "payer": "rjh", "part": "host", "is_owed": false,
                "organisation": {
                    "id": organisation_id(), "name": "Region Jämtland Härjedalen", "organisation_number": "232100-0214",
                    "buyer_reference": "123456"
                },
                "missing": []
            },
            {
                "party": "are", "name": "Åre kommun", "payer": "are", "part": "invoiced", "is_owed": false,
                "organisation": null,
                "missing": [{
                    "code": "no-organisation",
                    "detail": "there is no organisation with the number 212000-2494; add Åre kommun"
                }]
            }
        ]
    })
}
