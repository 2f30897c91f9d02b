//! Documents that ask for money.

use serde_json::{Value, json};

use super::agreement_id;

/// The id in the examples.
pub(in crate::http) fn invoice_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a805b")
}

fn participant(party: &str, name: &str, number: &str, reference: &Value, bankgiro: &Value) -> Value {
    json!({
        "party": party, "name": name, "organisation_number": number, "vat_number": null, "f_tax": false,
        "address": { "lines": ["Exempelgatan 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE" },
        "endpoint": { "scheme": "0007", "id": number }, "reference": reference, "contact": null, "bankgiro": bankgiro,
        "plusgiro": null, "iban": null, "bic": null
    })
}

fn document() -> Value {
    json!({
        "form": "invoice", "occasion": { "type": "instalment", "number": 1, "of": 1 },
        "agreement": "Samverkansstruktur Jämtland Härjedalen", "year": 2027,
        "seller": participant("rjh", "Region Jämtland Härjedalen", "2321000214", &Value::Null, &json!("3398328")),
        "buyer": participant("are", "Åre kommun", "2120002494", &json!("123456"), &Value::Null),
        "period": { "from": "2027-01-01", "to": "2027-12-31" }, "vat": { "type": "outside_scope" },
        "lines": [{
            "item": { "type": "cost", "cost": "documents" }, "bearer": "are", "bearer_name": "Åre kommun",
            "text": "Dokumenthantering, Åre kommun", "explanation": "8,21 % av 20 800,00 kr för 2027", "amount": "1708.52",
            "period": { "from": "2027-01-01", "to": "2027-12-31" }
        }],
        "totals": { "net": "1708.52", "vat": "0.00", "rounding": "0.00", "payable": "1708.52" },
        "decision_reference": "HSN 2026/123 § 45", "credits": null, "notes": [], "issued": null
    })
}

pub(in crate::http) fn export() -> Value {
    json!({
        "layout": { "columns": [
            { "column": "buyer_organisation_number", "head": "Kundnr" }, { "column": "amount", "head": "Belopp" }
        ] },
        "agreement": agreement_id(), "year": 2027, "status": "draft"
    })
}

fn by(name: &str) -> Value {
    json!({ "kind": "user", "id": "01890a5d-ac96-774b-bcce-b302099a8060", "name": name })
}

pub(in crate::http) fn draft() -> Value {
    json!({
        "id": invoice_id(), "agreement": agreement_id(), "status": "draft", "revision": 1, "stale": false, "issued_by": "samfin",
        "attestations_required": 1, "attested": 0,
        "attestations": [], "document": document(),
        "content_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "snapshot": 1, "credits": null,
        "credited_by": [], "credited": "0.00", "incoming_invoice": null, "written_by": by("Kim Karlsson"), "created_at": "2026-12-15T08:00:00Z",
        "changed_at": "2026-12-15T08:00:00Z", "series": null, "payment": null
    })
}

pub(in crate::http) fn attested() -> Value {
    let mut invoice = draft();
    invoice["revision"] = json!(2);
    invoice["attested"] = json!(1);
    invoice["attestations"] = json!([{
        "by": by("Alex Attestant"), "at": "2026-12-16T08:00:00Z", "content_sha256": invoice["content_sha256"], "counts": true
    }]);
    invoice
}

pub(in crate::http) fn issued() -> Value {
    let mut invoice = attested();
    invoice["status"] = json!("issued");
    invoice["revision"] = json!(3);
    invoice["changed_at"] = json!("2027-01-01T08:00:00Z");
    invoice["document"]["issued"] = json!({
        "number": "2027-0001", "issued_on": "2027-01-01", "due_on": "2027-01-31", "ocr": "20270000011",
        "interest_margin_percent": "8"
    });
    invoice["series"] = json!({
        "issuer": "2321000214", "year": 2027, "number": 1, "issued_at": "2027-01-01T08:00:00Z",
        "previous_sha256": "0000000000000000000000000000000000000000000000000000000000000000",
        "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
    });
    invoice["payment"] = super::payments::unpaid();
    invoice
}

pub(in crate::http) fn invoices() -> Value {
    json!({ "items": [issued()], "next": null })
}

pub(in crate::http) fn call() -> Value {
    json!({ "instalment": 1 })
}

pub(in crate::http) fn called() -> Value {
    json!({
        "documents": [draft()], "rows": [{ "why": "own", "seller": "rjh", "buyer": "rjh", "net": "10400.00" }]
    })
}

pub(in crate::http) fn issue() -> Value {
    json!({ "items": [{ "id": invoice_id(), "revision": 2 }] })
}

pub(in crate::http) fn incoming() -> Value {
    json!({ "number": "2027-4711", "issued_on": "2027-02-01" })
}

pub(in crate::http) fn owed() -> Value {
    let mut invoice = issued();
    let document = &mut invoice["document"];
    document["form"] = json!("payout");
    let (seller, buyer) = (document["buyer"].clone(), document["seller"].clone());
    document["seller"] = seller;
    document["buyer"] = buyer;
    document["issued"]["number"] = json!("U2027-0001");
    invoice["series"]["issuer"] = json!("2321000214/payout");
    invoice["incoming_invoice"] = json!({
        "issuer": "2120002494", "number": "2027-4711", "issued_on": "2027-02-01", "registered_by": by("Kim Karlsson"),
        "registered_at": "2027-02-03T08:00:00Z"
    });
    invoice
}

pub(in crate::http) fn progress() -> Value {
    json!({ "issued": 84, "pdfs": 60, "e_invoices": 60, "failed": [] })
}

pub(in crate::http) fn ledger_issue() -> Value {
    json!({ "number": "4700123", "issued_on": "2027-01-02", "due_on": "2027-02-01", "ocr": "47001232" })
}

pub(in crate::http) fn ledger_issues() -> Value {
    let mut item = ledger_issue();
    item["id"] = invoice_id();
    item["revision"] = json!(2);
    json!({ "items": [item] })
}

pub(in crate::http) fn issued_in_ledger() -> Value {
    let mut invoice = issued();
    invoice["issued_by"] = json!("external");
    invoice["document"]["issued"] = json!({
        "number": "4700123", "issued_on": "2027-01-02", "due_on": "2027-02-01", "ocr": "47001232",
        "interest_margin_percent": "8"
    });
    invoice["series"]["issuer"] = json!("2321000214/external");
    invoice
}

pub(in crate::http) fn all_issued_in_ledger() -> Value {
    json!({ "items": [issued_in_ledger()] })
}

pub(in crate::http) fn issued_all() -> Value {
    json!({ "items": [issued()] })
}

pub(in crate::http) fn credit() -> Value {
    json!({ "lines": [{ "line": 0, "amount": "500.00" }], "reason": "För många timmar" })
}

pub(in crate::http) fn credit_note() -> Value {
    let mut invoice = draft();
    invoice["id"] = json!("01890a5d-ac96-774b-bcce-b302099a805c");
    invoice["credits"] = invoice_id();
    let document = &mut invoice["document"];
    document["form"] = json!("credit_note");
    document["occasion"] = json!({ "type": "credit" });
    document["credits"] = json!({ "number": "2027-0001", "issued_on": "2027-01-01" });
    document["lines"][0]["amount"] = json!("500.00");
    document["totals"] = json!({ "net": "500.00", "vat": "0.00", "rounding": "0.00", "payable": "500.00" });
    document["notes"] = json!(["För många timmar"]);
    invoice
}

/// Money that came late, as it is registered.
pub(in crate::http) fn new_late_money() -> Value {
    json!({ "party": "bracke", "amount": "8250.00", "received_on": "2028-03-14", "reason": "Betalt efter beslut KF 2028 § 12" })
}

pub(in crate::http) fn late_money() -> Value {
    json!({
        "number": 1, "party": "bracke", "amount": "8250.00", "received_on": "2028-03-14",
        "reason": "Betalt efter beslut KF 2028 § 12",
        "back": [{ "creditor": "rjh", "amount": "4125.00" }, { "creditor": "are", "amount": "4125.00" }],
        "recorded_at": "2028-03-15T08:00:00Z"
    })
}

pub(in crate::http) fn late_moneys() -> Value {
    json!({ "items": [late_money()] })
}
