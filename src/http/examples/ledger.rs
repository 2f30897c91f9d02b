//! The books.

use serde_json::{Value, json};

use super::agreement_id;
use super::invoices::invoice_id;

/// The id in the examples.
pub(in crate::http) fn voucher_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a8090")
}

pub(in crate::http) fn voucher() -> Value {
    json!({
        "id": voucher_id(), "issuer": "2321000214", "year": 2027, "number": 1, "agreement": agreement_id(), "date": "2027-01-02",
        "text": "Faktura 2027-0001, Åre kommun", "source": { "kind": "document", "id": invoice_id() },
        "entries": [{ "account": "receivable:are", "amount": "1708.52" }, { "account": "income:documents", "amount": "-1708.52" }],
        "by": "Kim Ek", "posted_at": "2027-01-02T08:00:00Z",
        "previous_sha256": "0000000000000000000000000000000000000000000000000000000000000000",
        "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
    })
}

pub(in crate::http) fn vouchers() -> Value {
    json!({ "items": [voucher()], "next": null })
}

pub(in crate::http) fn balances() -> Value {
    json!({
        "on": "2027-01-31",
        "items": [
            { "agreement": agreement_id(), "account": "income:documents", "amount": "-1708.52" },
            { "agreement": agreement_id(), "account": "receivable:are", "amount": "1708.52" }
        ]
    })
}
