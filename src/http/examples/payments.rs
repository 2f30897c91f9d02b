//! Money that comes in, and what follows when it does not.

use serde_json::{Value, json};

use super::invoices::{draft, invoice_id, issued};

/// The id in the examples.
pub(in crate::http) fn payment_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a8070")
}

fn by() -> Value {
    json!({ "kind": "user", "id": "01890a5d-ac96-774b-bcce-b302099a8060", "name": "Kim Karlsson" })
}

fn allocated(amount: &str) -> Value {
    json!({ "invoice": invoice_id(), "amount": amount, "reason": null, "by": by(), "at": "2027-02-03T08:00:00Z" })
}

pub(in crate::http) fn payment() -> Value {
    json!({
        "id": payment_id(), "kind": "received", "organisation": "2321000214", "counterparty": "2120002494",
        "amount": "1708.52", "paid_on": "2027-02-02", "note": null, "rest": "0.00", "allocations": [allocated("1708.52")],
        "refunds": null, "reverses": null, "reversed_by": null,
        "entry": {
            "import": "01890a5d-ac96-774b-bcce-b302099a8071", "position": 1, "account": "3398328",
            "reference": "2027020200001", "ocr": "20270000011", "text": null, "payer_name": "Åre kommun",
            "payer_account": "9912346"
        },
        "registered_by": by(), "recorded_at": "2027-02-03T08:00:00Z"
    })
}

pub(in crate::http) fn by_hand() -> Value {
    let mut payment = payment();
    payment["entry"] = Value::Null;
    payment["note"] = json!("Kontoutdrag 3");
    payment
}

pub(in crate::http) fn payments() -> Value {
    json!({ "items": [payment()], "next": null })
}

/// The id of a file in the examples.
pub(in crate::http) fn import_id() -> Value {
    json!("01890a5d-ac96-774b-bcce-b302099a8071")
}

fn import() -> Value {
    json!({
        "id": import_id(), "file_name": "camt054-2027-02-02.xml",
        "file_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "message_id": "BGC-20270202-1",
        "booked": 1, "known": 0, "passed_over": 2, "imported_by": by(), "recorded_at": "2027-02-03T08:00:00Z"
    })
}

pub(in crate::http) fn imported() -> Value {
    json!({ "import": import(), "payments": [{ "status": "matched", "suggested": [], "payment": payment() }] })
}

pub(in crate::http) fn imports() -> Value {
    json!({ "items": [import()], "next": null })
}

pub(in crate::http) fn new_payment() -> Value {
    json!({ "invoice": invoice_id(), "amount": "1708.52", "paid_on": "2027-02-02", "note": "Kontoutdrag 3" })
}

pub(in crate::http) fn allocation() -> Value {
    json!({ "items": [{ "invoice": invoice_id(), "amount": "1708.52" }], "reason": "Samma belopp och betalare" })
}

pub(in crate::http) fn refund() -> Value {
    json!({ "amount": "91.48", "paid_on": "2027-02-10", "note": "Inbetalt två gånger" })
}

pub(in crate::http) fn refunded() -> Value {
    let mut refund = by_hand();
    refund["id"] = json!("01890a5d-ac96-774b-bcce-b302099a8072");
    refund["kind"] = json!("refunded");
    refund["amount"] = json!("91.48");
    refund["paid_on"] = json!("2027-02-10");
    refund["note"] = json!("Inbetalt två gånger");
    refund["allocations"] = json!([]);
    refund["refunds"] = payment_id();
    refund
}

pub(in crate::http) fn reason() -> Value {
    json!({ "reason": "Gällde en annan faktura" })
}

pub(in crate::http) fn reversed() -> Value {
    let mut back = by_hand();
    back["id"] = json!("01890a5d-ac96-774b-bcce-b302099a8073");
    back["amount"] = json!("-1708.52");
    back["note"] = json!("Gällde en annan faktura");
    back["allocations"] = json!([allocated("-1708.52")]);
    back["reverses"] = payment_id();
    back
}

/// How the invoice of the examples stands when nothing has come of it.
pub(in crate::http) fn unpaid() -> Value {
    json!({
        "status": "unpaid", "owed": "1708.52", "fees": "0.00", "credited": "0.00", "paid": "0.00", "left": "1708.52",
        "credit": "0.00", "due_on": "2027-01-31", "payments": [], "events": []
    })
}

pub(in crate::http) fn reminded() -> Value {
    let mut invoice = issued();
    invoice["payment"] = json!({
        "status": "overdue", "owed": "1768.52", "fees": "60.00", "credited": "0.00", "paid": "0.00", "left": "1768.52",
        "credit": "0.00", "due_on": "2027-01-31", "payments": [],
        "events": [{
            "number": 1, "what": "reminded", "fee": "60.00", "until": null, "reason": null, "by": by(),
            "at": "2027-02-15T08:00:00Z"
        }]
    });
    invoice
}

pub(in crate::http) fn deferral() -> Value {
    json!({ "until": "2027-03-31", "reason": "Beslut i nämnden den 20 mars" })
}

pub(in crate::http) fn interest() -> Value {
    json!({
        "from": "2027-01-31", "to": "2027-02-09", "margin_percent": "8",
        "stretches": [{
            "from": "2027-01-31", "to": "2027-02-09", "days": 10, "principal": "1708.52", "percent": "10", "amount": "4.68"
        }],
        "amount": "4.68", "charged": []
    })
}

pub(in crate::http) fn charge() -> Value {
    json!({ "to": "2027-02-09" })
}

pub(in crate::http) fn interest_invoice() -> Value {
    let mut invoice = draft();
    invoice["id"] = json!("01890a5d-ac96-774b-bcce-b302099a8074");
    let days = json!({ "from": "2027-01-31", "to": "2027-02-09" });
    let document = &mut invoice["document"];
    document["occasion"] = json!({ "type": "interest" });
    document["period"] = days.clone();
    document["lines"] = json!([{
        "item": { "type": "interest" }, "bearer": "are", "bearer_name": "Åre kommun",
        "text": "Dröjsmålsränta på faktura 2027-0001",
        "explanation": "10 % per år på 1 708,52 kr i 10 dagar, 2027-01-31–2027-02-09", "amount": "4.68", "period": days
    }]);
    document["totals"] = json!({ "net": "4.68", "vat": "0.00", "rounding": "0.00", "payable": "4.68" });
    document["notes"] = json!(["Ränta enligt räntelagen (1975:635) på faktura 2027-0001."]);
    invoice
}

pub(in crate::http) fn new_rate() -> Value {
    json!({ "from": "2027-01-01", "percent": "2" })
}

pub(in crate::http) fn rate() -> Value {
    json!({ "from": "2027-01-01", "percent": "2", "entered_by": by(), "recorded_at": "2027-01-04T08:00:00Z" })
}

pub(in crate::http) fn rates() -> Value {
    json!({ "items": [rate()] })
}

pub(in crate::http) fn proposals() -> Value {
    json!({
        "items": [{
            "party": "are", "payer": "are", "of_year": "6834.08", "not_paid": "1708.52", "contributes_percent": "75",
            "invoices": [invoice_id()]
        }]
    })
}
