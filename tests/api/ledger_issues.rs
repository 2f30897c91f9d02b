//! Invoices from the issuer's own customer ledger: bases that are handed over, and what comes back.

use samfin::app::verify::Check;
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::with;
use crate::dump::dump;
use crate::invoices::{Billing, at, organisation, tag};
use crate::server::Answer;

/// Both documents of a part, attested, of a host that invoices from its own ledger.
pub(crate) async fn bases(billing: &Billing, part: u8) -> Vec<Value> {
    let list = billing.get("/api/v1/organisations?organisation_number=232100-0214").await.json(200);
    let host = format!("/api/v1/organisations/{}", list["items"][0]["id"].as_str().expect("an id"));
    let elsewhere = crate::documents::adding(organisation("rjh"), "", "issued_by", json!("external"));
    Answer::of(billing.send("PUT", &host, &elsewhere).header("if-match", "\"r1\"")).await.json(200);
    let mut attested = Vec::new();
    for draft in billing.called(&json!({ "instalment": part })).await {
        assert_eq!(draft["issued_by"], "external");
        attested.push(billing.attest(&draft).await.json(200));
    }
    attested
}

fn given(number: &str) -> Value {
    json!({ "number": number, "issued_on": "2026-12-02", "due_on": "2027-01-10", "ocr": "123455" })
}

async fn register(billing: &Billing, basis: &Value, key: &str, body: &Value) -> Answer {
    let call = billing.send("POST", &format!("{}/external-issue", at(basis)), body);
    Answer::of(call.header("if-match", tag(basis)).header("idempotency-key", key)).await
}

async fn register_all(billing: &Billing, items: &[Value], key: &str) -> Answer {
    let call = billing.send("POST", "/api/v1/external-invoice-issues", &json!({ "items": items }));
    Answer::of(call.header("idempotency-key", key)).await
}

fn item(basis: &Value, number: &str) -> Value {
    let mut item = given(number);
    item["id"] = basis["id"].clone();
    item["revision"] = basis["revision"].clone();
    item
}

async fn file(billing: &Billing, kind: &str, of: &Value) -> (u16, Vec<u8>) {
    let call = billing.call(&billing.officer, "GET", &format!("{}/{kind}", at(of))).header("accept", "*/*");
    let answer = call.send().await.expect("an answer");
    (answer.status().as_u16(), answer.bytes().await.expect("bytes").to_vec())
}

on_both_databases! {
    async fn a_basis_is_handed_over_and_the_ledgers_number_comes_back_once(database) {
        let billing = Billing::new(database).await;
        let bases = bases(&billing, 1).await;
        let problem = billing.issue(&bases[0], "here").await.problem(409, "invalid-state", &[]);
        assert_eq!(problem["legal"], json!(["external-issue"]));
        let feed = billing.get("/api/v1/changes?limit=200").await.json(200);
        let ready: Vec<&Value> = feed["items"].as_array().expect("items").iter()
            .filter(|item| item["what"] == "invoice.basis_ready").map(|item| &item["object"]["id"]).collect();
        assert_eq!(ready, [&bases[0]["id"], &bases[1]["id"]]);
        assert_eq!(file(&billing, "pdf", &bases[0]).await.0, 200);

        let issued = register(&billing, &bases[0], "one", &given("4700123")).await.json(200);
        assert_eq!((&issued["status"], &issued["issued_by"]), (&json!("issued"), &json!("external")));
        let place = &issued["document"]["issued"];
        assert_eq!((&place["number"], &place["issued_on"], &place["due_on"], &place["ocr"]),
            (&json!("4700123"), &json!("2026-12-02"), &json!("2027-01-10"), &json!("123455")));
        assert_eq!((&issued["series"]["issuer"], &issued["series"]["number"]), (&json!("2321000214/external"), &json!(1)));
        assert_eq!(issued["content_sha256"], bases[0]["content_sha256"]);
        let again = register(&billing, &bases[0], "one", &given("4700123")).await;
        assert_eq!((again.status, again.header("idempotency-replayed")), (200, Some("true")));

        // The paper says what it is, and no e-invoice is made of what was not issued here.
        let (status, pdf) = file(&billing, "pdf", &issued).await;
        assert_eq!((status, &pdf[..5]), (200, &b"%PDF-"[..]));
        assert_eq!(pdf, file(&billing, "pdf", &issued).await.1);
        let xml = billing.call(&billing.officer, "GET", &format!("{}/xml", at(&issued))).header("accept", "*/*");
        Answer::of(xml).await.problem(409, "no-e-invoice", &[]);

        // A credit note is a basis too; it names the ledger's invoice, and its place is free again.
        let credit = billing.post(&format!("{}/credit-notes", at(&issued)), &json!({ "reason": "Fel" })).await.json(201);
        assert_eq!((&credit["issued_by"], &credit["document"]["credits"]["number"]), (&json!("external"), &json!("4700123")));
        let credit = billing.attest(&credit).await.json(200);
        let no_ocr = json!({ "number": "4700124", "issued_on": "2026-12-03", "due_on": "2026-12-03" });
        let credited = register(&billing, &credit, "credit", &no_ocr).await.json(200);
        assert_eq!(credited["document"]["issued"]["ocr"], "");
        assert_eq!(credited["series"]["previous_sha256"], issued["series"]["sha256"], "each is tied to the one before");
        assert_eq!(billing.get(&at(&issued)).await.json(200)["status"], "credited");
        let list = billing.get("/api/v1/invoices?status=issued").await.json(200);
        assert_eq!(list["items"].as_array().expect("items").len(), 2);
        let checks = billing.server.app.verify_all(Vec::new(), std::sync::Arc::new(|_, _| {})).await.expect("checked");
        assert!(checks.iter().all(Check::is_fine), "{checks:?}");
    }

    async fn what_the_ledger_cannot_have_issued_changes_nothing(database) {
        let billing = Billing::new(database).await;
        let own = billing.called(&json!({ "instalment": 1 })).await.remove(0);
        let own = billing.issued(&own).await;
        Answer::of(billing.call(&billing.officer, "GET", &format!("{}/xml", at(&own))).header("accept", "*/*")).await;
        let bases = bases(&billing, 2).await;
        let first = register(&billing, &bases[0], "first", &given("A-1")).await.json(200);
        let credit = billing.post(&format!("{}/credit-notes", at(&own)), &json!({ "reason": "Fel" })).await.json(201);
        let before = dump(billing.server.database.as_ref().expect("its database")).await;

        let call = billing.send("POST", &format!("{}/external-issue", at(&bases[1])), &given("A-2"));
        Answer::of(call.header("if-match", tag(&bases[1]))).await.problem(400, "idempotency-key-missing", &[]);
        let call = billing.send("POST", &format!("{}/external-issue", at(&bases[1])), &given("A-2"));
        Answer::of(call.header("idempotency-key", "k")).await.problem(428, "precondition-required", &[]);
        let old = with(bases[1].clone(), "/revision", json!(1));
        register(&billing, &old, "old", &given("A-2")).await.problem(412, "precondition-failed", &[]);
        let taken = register(&billing, &bases[1], "taken", &given("A-1")).await;
        assert!(taken.header("link").expect("the first").contains(first["id"].as_str().expect("an id")));
        taken.problem(409, "duplicate-invoice", &[]);
        register(&billing, &bases[0], "again", &given("A-2")).await.problem(412, "precondition-failed", &[]);
        register(&billing, &first, "final", &given("A-2")).await.problem(409, "invoice-immutable", &[]);
        register(&billing, &credit, "unattested", &given("A-2")).await.problem(409, "attestation-missing", &[]);
        for (field, value, code) in [
            ("number", json!("två ord"), "identifier-format"),
            ("ocr", json!("123456"), "check-digit"),
            ("due_on", json!("2026-12-01"), "out-of-range"),
            ("issued_on", json!("2026-02-30"), "date-invalid"),
        ] {
            let pointer = format!("/{field}");
            let wrong = with(given("A-2"), &pointer, value);
            let answer = register(&billing, &bases[1], field, &wrong).await;
            assert_eq!(answer.status, 422, "{}", answer.body);
            assert!(answer.body.contains(&pointer) && answer.body.contains(code), "{field}: {}", answer.body);
        }
        // One that cannot be registered takes the others with it.
        let twice = [item(&bases[1], "A-2"), item(&bases[1], "A-3")];
        register_all(&billing, &twice, "twice").await.problem(422, "duplicate-id", &[("/items/1/id", "duplicate-id")]);
        let one_is_taken = [item(&bases[1], "A-2"), item(&credit, "A-3")];
        register_all(&billing, &one_is_taken, "all").await.problem(409, "attestation-missing", &[]);
        register_all(&billing, &[], "none").await.problem(422, "out-of-range", &[("/items", "out-of-range")]);
        let by_approver = billing.call(&billing.approver, "POST", "/api/v1/external-invoice-issues");
        let by_approver = by_approver.header("idempotency-key", "a").header("content-type", "application/json");
        let items = json!({ "items": [item(&bases[1], "A-2")] });
        Answer::of(by_approver.body(items.to_string())).await.problem(403, "forbidden", &[]);
        let after = dump(billing.server.database.as_ref().expect("its database")).await;
        assert!(before == after, "something was stored");

        let both = [item(&bases[1], "A-2")];
        let done = register_all(&billing, &both, "both").await.json(200);
        assert_eq!(done["items"][0]["document"]["issued"]["number"], "A-2");
    }

    async fn what_gets_its_number_here_is_not_registered_as_the_ledgers(database) {
        let billing = Billing::new(database).await;
        let draft = billing.called(&json!({ "instalment": 1 })).await.remove(0);
        let attested = billing.attest(&draft).await.json(200);
        let problem = register(&billing, &attested, "k", &given("1")).await.problem(409, "invalid-state", &[]);
        assert_eq!(problem["legal"], json!(["issue"]));
    }
}
