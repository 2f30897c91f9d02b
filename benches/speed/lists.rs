//! Every list page with a thousand rows behind it: how long the server takes. The agreement has a thousand parties too.

use samfin::clock::Clock;
use serde_json::{Value, json};

use crate::api::Caller;
use crate::pages::{get, times, told};
use crate::row;
use crate::service::Serving;

/// The lists, and who looks. The largest is first in each kind.
const LISTS: &[(&str, &str)] = &[
    ("officer", "/fakturor"),
    ("officer", "/fakturor?visa=obetalda"),
    ("officer", "/fakturor?visa=forfallna"),
    ("officer", "/fakturor?visa=utkast"),
    ("officer", "/fakturor?visa=attest"),
    ("officer", "/fakturor?visa=krediterade"),
    ("approver", "/attest"),
    ("officer", "/betalningar"),
    ("officer", "/betalningar?visa=att-matcha"),
    ("officer", "/utbetalningar"),
    ("officer", "/?ar=2027"),
    ("officer", "/ar"),
    ("officer", "/ar/2027"),
    ("officer", "/parter"),
    ("officer", "/scenarier"),
    ("officer", "/installningar/organisationer"),
    ("auditor", "/logg"),
];

/// On a service with a thousand issued invoices and the drafts of the next part: pays half of the invoices, and then looks.
pub(crate) fn measure(name: &str, serving: &Serving, officer: &str, year: &str, issued: &[Value]) {
    let mut payer = Caller::with_key(serving, officer);
    payer.post(&format!("{year}/calls"), &json!({ "instalment": 2 }));
    let today = Clock::System.today().to_string();
    for invoice in issued.iter().take(issued.len() / 2) {
        let paid = json!({ "invoice": invoice["id"], "amount": "100.00", "paid_on": today });
        let key = format!("idempotency-key: {}\r\n", invoice["id"].as_str().unwrap());
        payer.send("POST", "/api/v1/payments", &key, Some(&paid));
    }
    let keys = ["officer", "approver", "auditor"].map(|role| (role, Caller::with_role(serving, role).key));
    for (role, address) in LISTS {
        let key = keys.iter().find(|(known, _)| known == role).map(|(_, key)| key.as_str()).unwrap_or_default();
        let request = get(address, &format!("accept: text/html\r\n{key}"));
        let (median, worst) = times(&mut serving.connect(), &request);
        row(&format!("{name}: {address}: median"), &told(median), "≤ 20 ms");
        row("  95th percentile", &told(worst), "");
    }
}
