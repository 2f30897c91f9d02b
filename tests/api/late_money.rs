//! Late money: a party does not contribute, others cover, and what it pays after all gives the cover back.

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::invoices::{Billing, asked, at};
use crate::server::Answer;

/// A year whose two parts are issued, in which Berg then contributes nothing: it is credited, and Åre covers.
pub(crate) async fn covered(billing: &Billing) {
    for part in [1, 2] {
        for draft in billing.called(&json!({ "instalment": part })).await {
            billing.issued(&draft).await;
        }
    }
    let decision = json!({
        "party": "berg", "contributes_percent": "0", "cause": "no_budget", "decided_on": "2026-11-24", "reference": "KF § 188"
    });
    billing.post(&format!("{}/contributions", billing.year), &decision).await.json(201);
    let affected = billing.get(&billing.year).await.json(200)["affected"].clone();
    let correct = json!({ "fingerprint": affected["fingerprint"], "reason": "Bergs beslut" });
    let call = billing.send("POST", &format!("{}/correct", billing.year), &correct).header("if-match", "\"r2\"");
    Answer::of(call).await.json(200);
    let corrections = billing.called(&json!({ "correction": 2 })).await;
    assert_eq!(asked(&corrections), [("are", "invoice", "69.84"), ("berg", "credit_note", "178.42")]);
    for draft in &corrections {
        billing.issued(draft).await;
    }
}

fn money(party: &str, amount: &str) -> Value {
    json!({ "party": party, "amount": amount, "received_on": "2026-11-30", "reason": "Efter beslut KF § 12" })
}

on_both_databases! {
    async fn late_money_gives_cover_back_in_the_proportions_in_which_it_was_taken(database) {
        let billing = Billing::new(database).await;
        let late = format!("{}/late-money", billing.year);
        billing.post(&late, &money("berg", "1.00")).await.problem(422, "unknown-reference", &[("/party", "unknown-reference")]);
        covered(&billing).await;

        // 178,42 was covered with 69,84 by Åre and 108,58 by the host.
        let first = billing.post(&late, &money("berg", "89.21")).await.json(201);
        assert_eq!((&first["number"], &first["amount"]), (&json!(1), &json!("89.21")));
        assert_eq!(first["back"], json!([{ "creditor": "rjh", "amount": "54.29" }, { "creditor": "are", "amount": "34.92" }]));
        let called = billing.post(&format!("{}/calls", billing.year), &json!({ "late_money": 1 })).await.json(200);
        assert_eq!(called["rows"], json!([{ "why": "own", "seller": "rjh", "buyer": "rjh", "net": "-54.29" }]));
        let drafts = called["documents"].as_array().expect("documents").clone();
        assert_eq!(asked(&drafts), [("berg", "invoice", "89.21"), ("are", "credit_note", "34.92")]);
        assert_eq!(billing.called(&json!({ "late_money": 1 })).await, drafts, "calling again changes nothing");
        for draft in &drafts {
            assert_eq!(draft["document"]["occasion"]["type"], "cover_reversal");
            billing.issued(draft).await;
        }
        billing.post(&format!("{}/calls", billing.year), &json!({ "late_money": 1 })).await
            .problem(409, "duplicate-invoice", &[]);

        // The rest of the debt gives back the rest of the cover, and not an öre more.
        let rest = billing.post(&late, &money("berg", "89.21")).await.json(201);
        assert_eq!(rest["back"], json!([{ "creditor": "rjh", "amount": "54.29" }, { "creditor": "are", "amount": "34.92" }]));
        let before = billing.dumped().await;
        billing.post(&late, &money("berg", "0.01")).await.problem(422, "out-of-range", &[("/amount", "out-of-range")]);
        billing.post(&late, &money("are", "1.00")).await.problem(422, "unknown-reference", &[("/party", "unknown-reference")]);
        billing.post(&late, &money("berg", "0.00")).await.problem(422, "out-of-range", &[("/amount", "out-of-range")]);
        billing.post(&format!("{}/calls", billing.year), &json!({ "late_money": 3 })).await
            .problem(422, "unknown-reference", &[("/late_money", "unknown-reference")]);
        billing.post(&format!("{}/calls", billing.year), &json!({ "late_money": 1, "instalment": 1 })).await
            .problem(422, "conflicting-fields", &[("", "conflicting-fields")]);
        assert_eq!(billing.dumped().await, before, "nothing has changed");
        let all = billing.get(&late).await.json(200);
        assert_eq!(all["items"], json!([first, rest]));

        // What the year itself is called for is not changed by it.
        let instalment = billing.post(&format!("{}/calls", billing.year), &json!({ "instalment": 2 })).await;
        instalment.problem(409, "duplicate-invoice", &[]);
    }

    async fn the_same_late_money_is_registered_once_however_often_it_is_sent(database) {
        let billing = Billing::new(database).await;
        covered(&billing).await;
        let late = format!("{}/late-money", billing.year);
        let send = async || {
            let call = billing.send("POST", &late, &money("berg", "100.00")).header("idempotency-key", "late-1");
            Answer::of(call).await.json(201)
        };
        let first = send().await;
        assert_eq!(send().await, first);
        assert_eq!(billing.get(&late).await.json(200)["items"], json!([first]));
        // And its documents, when they are called at the same time.
        let calls = format!("{}/calls", billing.year);
        let body = json!({ "late_money": 1 });
        let (one, other) = tokio::join!(billing.post(&calls, &body), billing.post(&calls, &body));
        assert_eq!(one.json(200)["documents"], other.json(200)["documents"]);
        let agreement = billing.year.split('/').nth(4).expect("an id");
        let list = billing.get(&format!("/api/v1/invoices?agreement={agreement}&year=2027&status=draft")).await.json(200);
        assert_eq!(list["items"].as_array().expect("items").len(), 2);
        assert!(at(&list["items"][0]).starts_with("/api/v1/invoices/"));
    }
}
