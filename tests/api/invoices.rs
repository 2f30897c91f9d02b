//! `/api/v1/invoices`: from a call to what is issued and credited, by those who may.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::RequestBuilder;
use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::{Value, json};

use crate::agreements::make;
use crate::databases::{Database, on_both_databases};
use crate::documents::{adding, agreement, with};
use crate::dump::dump;
use crate::people::key;
use crate::server::{Answer, Server};
use crate::versions::adopt;

pub(crate) const NUMBERS: [(&str, &str, &str); 3] = [
    ("rjh", "Region Jämtland Härjedalen", "232100-0214"),
    ("are", "Åre kommun", "212000-2494"),
    ("berg", "Bergs kommun", "212000-2502"),
];

/// An adopted 2027 of two instalments, with everything that its invoices need.
pub(crate) struct Billing {
    pub(crate) server: Server,
    /// The address of the year.
    pub(crate) year: String,
    pub(crate) officer: String,
    pub(crate) approver: String,
}

impl Billing {
    pub(crate) async fn new(database: Database) -> Self {
        let billing = Self::without_organisations(database).await;
        for (party, ..) in NUMBERS {
            billing.post("/api/v1/organisations", &organisation(party)).await.json(201);
        }
        billing
    }

    pub(crate) async fn without_organisations(database: Database) -> Self {
        Self::of(database, agreement(), json!([{ "type": "redistribute" }])).await
    }

    pub(crate) async fn with_policy(database: Database, policy: Value) -> Self {
        Self::of(database, agreement(), policy).await
    }

    /// Of an agreement with these parties; nobody's organisation is known.
    pub(crate) async fn of(database: Database, document: Value, policy: Value) -> Self {
        let server = Server::still(database).await;
        let terms = json!({ "instalments": 2, "due_days": 30, "reminder_fee": "60.00" });
        let mut document = adding(document, "", "invoicing", terms);
        document = adding(document, "", "default_policy", policy);
        for (position, (_, _, number)) in NUMBERS.iter().enumerate() {
            document = adding(document, &format!("/parties/{position}"), "organisation_number", json!(number));
        }
        let (officer, approver) = (key(&server, Role::Officer).await, key(&server, Role::Approver).await);
        let mut billing = Self { year: String::new(), server, officer, approver };
        billing.year = billing.adopted_year_of(document).await;
        billing
    }

    /// The address of an adopted 2027 of one more agreement.
    pub(crate) async fn adopted_year_of(&self, document: Value) -> String {
        let address = make(&self.server, document).await;
        adopt(&self.server, &address, 1).await.json(200);
        let year = format!("{address}/periods/2027");
        let preview = self.get(&format!("{year}/preview")).await.json(200);
        let plan = json!({ "fingerprint": preview["fingerprint"] });
        self.post(&format!("{year}/plan"), &plan).await.json(201);
        let decision = json!({ "decision_reference": "HSN 2026/123 § 45" });
        Answer::of(self.send("POST", &format!("{year}/adopt"), &decision).header("if-match", "\"r1\"")).await.json(200);
        year
    }

    /// A call of the officer that is not sent yet.
    pub(crate) fn send(&self, method: &str, path: &str, body: &Value) -> RequestBuilder {
        self.call(&self.officer, method, path).header("content-type", "application/json").body(body.to_string())
    }

    pub(crate) fn call(&self, key: &str, method: &str, path: &str) -> RequestBuilder {
        self.server.call(method, path).bearer_auth(key)
    }

    /// Under a key of its own, as everything that takes a number or moves money is sent.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.send("POST", path, body).header("idempotency-key", a_key())).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.call(&self.officer, "GET", path)).await
    }

    /// Calls a part of the year; the documents by payer.
    pub(crate) async fn called(&self, body: &Value) -> Vec<Value> {
        let called = self.post(&format!("{}/calls", self.year), body).await.json(200);
        called["documents"].as_array().expect("documents").clone()
    }

    pub(crate) async fn attest(&self, invoice: &Value) -> Answer {
        Answer::of(
            self.call(&self.approver, "POST", &format!("{}/attestations", at(invoice)))
                .header("if-match", tag(invoice)),
        )
        .await
    }

    pub(crate) async fn issue(&self, invoice: &Value, key: &str) -> Answer {
        let call = self.call(&self.officer, "POST", &format!("{}/issue", at(invoice)));
        Answer::of(call.header("if-match", tag(invoice)).header("idempotency-key", key)).await
    }

    /// Attests and issues.
    pub(crate) async fn issued(&self, invoice: &Value) -> Value {
        let attested = self.attest(invoice).await.json(200);
        self.issue(&attested, invoice["id"].as_str().expect("an id")).await.json(200)
    }
}

/// A key that no request has had.
pub(crate) fn a_key() -> String {
    static SENT: AtomicU64 = AtomicU64::new(0);
    format!("key-{}", SENT.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn organisation(party: &str) -> Value {
    let (_, name, number) = NUMBERS.into_iter().find(|(id, ..)| *id == party).expect("a known party");
    let digits = number.replace('-', "");
    let mut organisation = json!({
        "name": name, "organisation_number": number,
        "address": { "lines": ["Exempelgatan 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE" },
        "endpoint": { "scheme": "0007", "id": digits }
    });
    if party == "rjh" {
        organisation["bankgiro"] = json!("339-8328");
        organisation["accounts"] = json!({
            "receivable": "1510", "payable": "2440", "bank": "1930", "rounding": "3740", "income": { "*": "3990" }
        });
    } else {
        organisation["buyer_reference"] = json!("123456");
    }
    organisation
}

pub(crate) fn at(invoice: &Value) -> String {
    format!("/api/v1/invoices/{}", invoice["id"].as_str().expect("an id"))
}

pub(crate) fn tag(invoice: &Value) -> String {
    format!("\"r{}\"", invoice["revision"])
}

/// Who is asked for what.
pub(crate) fn asked(documents: &[Value]) -> Vec<(&str, &str, &str)> {
    documents
        .iter()
        .map(|one| {
            let document = &one["document"];
            (
                document["buyer"]["party"].as_str().expect("a party"),
                document["form"].as_str().expect("a form"),
                document["totals"]["payable"].as_str().expect("an amount"),
            )
        })
        .collect()
}

on_both_databases! {
    async fn a_year_is_called_in_parts_attested_and_issued(database) {
        let billing = Billing::new(database).await;
        let called = billing.post(&format!("{}/calls", billing.year), &json!({ "instalment": 1 })).await.json(200);
        assert_eq!(called["rows"], json!([{ "why": "own", "seller": "rjh", "buyer": "rjh", "net": "250.00" }]));
        let first = called["documents"].as_array().expect("documents").clone();
        // Half of 321,58 and of 178,42.
        assert_eq!(asked(&first), [("are", "invoice", "160.79"), ("berg", "invoice", "89.21")]);
        assert_eq!((&first[0]["status"], &first[0]["attested"], &first[0]["series"]), (&json!("draft"), &json!(0), &Value::Null));
        assert_eq!(billing.called(&json!({ "instalment": 1 })).await, first, "calling again changes nothing");

        let issued = billing.issued(&first[0]).await;
        let issue = &issued["document"]["issued"];
        assert_eq!((&issue["number"], &issue["issued_on"], &issue["due_on"]), (&json!("2026-0001"), &json!("2026-12-01"), &json!("2026-12-31")));
        assert_eq!(issue["ocr"], "20260000011", "the year, six digits and Luhn's check digit");
        assert_eq!((&issued["status"], &issued["series"]["issuer"]), (&json!("issued"), &json!("2321000214")));
        assert_eq!(issued["content_sha256"], first[0]["content_sha256"], "what was attested is what was issued");
        let second = billing.issued(&first[1]).await;
        assert_eq!(second["series"]["previous_sha256"], issued["series"]["sha256"], "each is tied to the one before");

        let rest = billing.called(&json!({ "instalment": 2 })).await;
        assert_eq!(asked(&rest), [("are", "invoice", "160.79"), ("berg", "invoice", "89.21")], "the year sums exactly");
        billing.post(&format!("{}/calls", billing.year), &json!({ "instalment": 3 })).await
            .problem(422, "out-of-range", &[("/instalment", "out-of-range")]);

        let list = billing.get("/api/v1/invoices?status=issued&payer=are").await.json(200);
        assert_eq!((list["items"].as_array().expect("items").len(), &list["items"][0]), (1, &issued));
        let agreement = issued["agreement"].as_str().expect("an id");
        let of_year = billing.get(&format!("/api/v1/invoices?agreement={agreement}&year=2027&limit=3")).await.json(200);
        assert_eq!(of_year["items"].as_array().expect("items").len(), 3);
        assert!(of_year["next"].is_string());
        billing.get("/api/v1/invoices?year=2027").await.problem(422, "conflicting-fields", &[("/query/year", "conflicting-fields")]);
    }

    async fn a_document_is_the_same_file_ever_after(database) {
        let billing = Billing::new(database).await;
        let draft = billing.called(&json!({ "instalment": 1 })).await.remove(0);
        let file = async |kind: &str, of: &Value| {
            let call = billing.call(&billing.officer, "GET", &format!("{}/{kind}", at(of))).header("accept", "*/*");
            let answer = call.send().await.expect("an answer");
            let headers = answer.headers().clone();
            (answer.status().as_u16(), headers, answer.bytes().await.expect("bytes").to_vec())
        };
        let (status, _, bytes) = file("pdf", &draft).await;
        assert_eq!((status, &bytes[..5]), (200, &b"%PDF-"[..]), "a draft has a paper that says so");
        assert_eq!(file("xml", &draft).await.0, 409);
        let issued = billing.issued(&draft).await;
        let (status, headers, pdf) = file("pdf", &issued).await;
        assert_eq!((status, headers["content-type"].to_str().expect("text")), (200, "application/pdf"));
        assert_eq!(headers["content-disposition"], "inline; filename=\"2026-0001.pdf\"");
        assert_ne!(pdf, bytes);
        let (status, headers, xml) = file("xml", &issued).await;
        assert_eq!((status, headers["content-type"].to_str().expect("text")), (200, "application/xml"));
        let text = String::from_utf8(xml.clone()).expect("UTF-8");
        assert!(text.contains("<cbc:ID>2026-0001</cbc:ID>") && text.contains("160.79"), "{text}");
        assert_eq!((file("pdf", &issued).await.2, file("xml", &issued).await.2), (pdf, xml));
    }

    async fn whoever_wrote_it_may_not_attest_it_and_what_changes_voids_an_attestation(database) {
        let billing = Billing::new(database).await;
        let both = NewKey {
            name: "Båda".into(),
            grants: vec![Grant::everywhere(Role::Officer), Grant::everywhere(Role::Approver)],
            expires_on: None,
        };
        let both = billing.server.app.desk(Scope::command_line()).create_key(both).await.expect("made").1.expect("a secret");
        let call = billing.call(&both, "POST", &format!("{}/calls", billing.year)).header("content-type", "application/json");
        let drafts = Answer::of(call.body(json!({ "instalment": 1 }).to_string())).await.json(200);
        let draft = drafts["documents"][0].clone();
        let attest = |key: &str, invoice: &Value| {
            Answer::of(billing.call(key, "POST", &format!("{}/attestations", at(invoice))).header("if-match", tag(invoice)))
        };
        let before = billing.dumped().await;
        attest(&both, &draft).await.problem(403, "four-eyes-violation", &[]);
        attest(&billing.officer, &draft).await.problem(403, "forbidden", &[]);
        assert_eq!(billing.dumped().await, before);
        let attested = attest(&billing.approver, &draft).await.json(200);
        assert_eq!(attested["attested"], 1);
        attest(&billing.approver, &draft).await.problem(412, "precondition-failed", &[]);
        attest(&billing.approver, &attested).await.problem(409, "invalid-state", &[]);

        // Åre moves.
        let list = billing.get("/api/v1/organisations?organisation_number=212000-2494").await.json(200);
        let address = format!("/api/v1/organisations/{}", list["items"][0]["id"].as_str().expect("an id"));
        let moved = with(organisation("are"), "/address/city", json!("Järpen"));
        Answer::of(billing.send("PUT", &address, &moved).header("if-match", "\"r1\"")).await.json(200);
        let stale = billing.get(&at(&attested)).await.json(200);
        assert_eq!((&stale["stale"], &stale["attested"]), (&json!(true), &json!(1)));
        billing.issue(&stale, "stale").await.problem(409, "invalid-state", &[]);
        let again = billing.called(&json!({ "instalment": 1 })).await.remove(0);
        assert_eq!((&again["id"], &again["stale"], &again["attested"]), (&draft["id"], &json!(false), &json!(0)));
        assert_eq!(again["attestations"][0]["counts"], false, "what was attested is not what it says now");
        assert_eq!(again["document"]["buyer"]["address"]["city"], "Järpen");
        billing.issue(&again, "unattested").await.problem(409, "attestation-missing", &[]);
        assert_eq!(billing.issued(&again).await["status"], "issued");
    }

    async fn a_credit_note_that_no_longer_holds_is_discarded_and_written_anew(database) {
        let billing = Billing::new(database).await;
        let issued = billing.issued(&billing.called(&json!({ "instalment": 1 })).await[0]).await;
        let credit = async || billing.post(&format!("{}/credit-notes", at(&issued)), &json!({ "reason": "Fel" })).await.json(201);
        let draft = credit().await;
        let list = billing.get("/api/v1/organisations?organisation_number=212000-2494").await.json(200);
        let address = format!("/api/v1/organisations/{}", list["items"][0]["id"].as_str().expect("an id"));
        let moved = with(organisation("are"), "/address/city", json!("Järpen"));
        Answer::of(billing.send("PUT", &address, &moved).header("if-match", "\"r1\"")).await.json(200);
        let told = billing.attest(&draft).await.problem(409, "invalid-state", &[]);
        assert_eq!(told["legal"], json!(["discard"]), "{told}");
        assert!(told["detail"].as_str().is_some_and(|detail| detail.contains("Discard the draft and credit the invoice again")
            || detail.contains("Kassera utkastet och kreditera fakturan på nytt")), "{told}");
        let page = billing.call(&billing.officer, "GET", &format!("/fakturor/{}", draft["id"].as_str().expect("an id")));
        let page = Answer::of(page.header("accept", "text/html").header("accept-language", "sv")).await.body;
        assert!(page.contains("Kassera utkastet och kreditera fakturan på nytt.") && !page.contains("Skapa delfakturorna på nytt"), "{page}");
        // That is what helps.
        let discard = billing.call(&billing.officer, "DELETE", &at(&draft)).header("if-match", tag(&draft));
        assert_eq!(Answer::of(discard).await.status, 204);
        let anew = credit().await;
        assert_eq!((&anew["stale"], &anew["document"]["buyer"]["address"]["city"]), (&json!(false), &json!("Järpen")));
        assert_eq!(billing.issued(&anew).await["status"], "issued");
    }

    async fn what_is_missing_is_told_for_each_party_and_blocks_the_attestation(database) {
        let billing = Billing::without_organisations(database).await;
        let draft = billing.called(&json!({ "instalment": 1 })).await.remove(0);
        let kind = "invoicing-details-missing";
        billing.attest(&draft).await.problem(409, kind, &[("/parties/rjh", kind), ("/parties/are", kind)]);
        billing.post("/api/v1/organisations", &organisation("rjh")).await.json(201);
        let mut nameless = organisation("are");
        nameless.as_object_mut().expect("an object").remove("buyer_reference");
        billing.post("/api/v1/organisations", &nameless).await.json(201);
        billing.attest(&draft).await.problem(409, "invalid-state", &[]);
        let again = billing.called(&json!({ "instalment": 1 })).await.remove(0);
        let problem = billing.attest(&again).await.problem(409, kind, &[("/parties/are", kind)]);
        assert!(problem["errors"][0]["detail"].as_str().expect("a sentence").contains("reference"), "{problem}");
    }

    async fn what_must_not_be_done_changes_nothing(database) {
        let billing = Billing::new(database).await;
        let documents = billing.called(&json!({ "instalment": 1 })).await;
        let first = billing.issued(&documents[0]).await;
        let attested = billing.attest(&documents[1]).await.json(200);
        // Its files are made after the issue; once one is given, both are there.
        Answer::of(billing.call(&billing.officer, "GET", &format!("{}/xml", at(&first))).header("accept", "*/*")).await;
        let before = dump(billing.server.database.as_ref().expect("its database")).await;
        let issue = |invoice: &Value| billing.call(&billing.officer, "POST", &format!("{}/issue", at(invoice)));
        Answer::of(issue(&attested).header("if-match", tag(&attested))).await.problem(400, "idempotency-key-missing", &[]);
        Answer::of(issue(&attested).header("idempotency-key", "a")).await.problem(428, "precondition-required", &[]);
        Answer::of(issue(&attested).header("idempotency-key", "a").header("if-match", "\"r1\"")).await.problem(412, "precondition-failed", &[]);
        Answer::of(issue(&attested).header("idempotency-key", "x".repeat(300)).header("if-match", tag(&attested))).await
            .problem(400, "idempotency-key-invalid", &[]);
        let by_approver = billing.call(&billing.approver, "POST", &format!("{}/issue", at(&attested)));
        Answer::of(by_approver.header("idempotency-key", "a").header("if-match", tag(&attested))).await.problem(403, "forbidden", &[]);
        let discard = |invoice: &Value| billing.call(&billing.officer, "DELETE", &at(invoice)).header("if-match", tag(invoice));
        Answer::of(discard(&first)).await.problem(409, "invoice-immutable", &[]);
        billing.issue(&first, "again").await.problem(409, "invoice-immutable", &[]);
        let credit = json!({ "lines": [{ "line": 0, "amount": "160.80" }], "reason": "x" });
        billing.post(&format!("{}/credit-notes", at(&first)), &credit).await
            .problem(422, "credit-exceeds-invoice", &[("/lines/0", "credit-exceeds-invoice")]);
        billing.post(&format!("{}/credit-notes", at(&attested)), &json!({ "reason": "x" })).await.problem(409, "invalid-state", &[]);
        let twice = json!({ "items": [{ "id": attested["id"], "revision": 2 }, { "id": attested["id"], "revision": 2 }] });
        let call = billing.send("POST", "/api/v1/invoice-issues", &twice).header("idempotency-key", "a");
        Answer::of(call).await.problem(422, "duplicate-id", &[("/items/1/id", "duplicate-id")]);
        // One of two cannot be issued, so neither is.
        let both = json!({ "items": [{ "id": attested["id"], "revision": 2 }, { "id": first["id"], "revision": first["revision"] }] });
        let call = billing.send("POST", "/api/v1/invoice-issues", &both).header("idempotency-key", "a");
        Answer::of(call).await.problem(409, "invoice-immutable", &[]);
        assert!(dump(billing.server.database.as_ref().expect("its database")).await == before, "something was left behind");

        assert_eq!(Answer::of(discard(&attested)).await.status, 204);
        assert_eq!(billing.get(&at(&attested)).await.json(200)["status"], "discarded");
        let again = billing.called(&json!({ "instalment": 1 })).await;
        billing.issued(again.iter().find(|one| one["status"] == "draft").expect("a draft in the free place")).await;
        let before = billing.dumped().await;
        let done = billing.post(&format!("{}/calls", billing.year), &json!({ "instalment": 1 })).await;
        assert_eq!(done.header("link"), Some(format!("<{}>; rel=\"duplicate\"", at(&first)).as_str()));
        done.problem(409, "duplicate-invoice", &[]);
        assert_eq!(billing.dumped().await, before);
    }

    async fn a_correction_takes_back_and_asks_for_what_has_changed(database) {
        let billing = Billing::new(database).await;
        for draft in billing.called(&json!({ "instalment": 1 })).await {
            billing.issued(&draft).await;
        }
        let decision = json!({
            "party": "are", "contributes_percent": "60", "cause": "partial_budget", "decided_on": "2026-11-24", "reference": "KF § 188"
        });
        billing.post(&format!("{}/contributions", billing.year), &decision).await.json(201);
        let affected = billing.get(&billing.year).await.json(200)["affected"].clone();
        let correct = json!({ "fingerprint": affected["fingerprint"], "reason": "Åres beslut" });
        Answer::of(billing.send("POST", &format!("{}/correct", billing.year), &correct).header("if-match", "\"r2\"")).await.json(200);
        let corrections = billing.called(&json!({ "correction": 1 })).await;
        // Half of -128,63 for Åre and of 33,83 for Berg; 94,80 is the region's own.
        assert_eq!(asked(&corrections), [("are", "credit_note", "64.32"), ("berg", "invoice", "16.92")]);
        assert_eq!(corrections[0]["document"]["credits"]["number"], "2026-0001");
        for draft in &corrections {
            billing.issued(draft).await;
        }
        let rest = billing.called(&json!({ "instalment": 2 })).await;
        // In all 192,95 and 212,25.
        assert_eq!(asked(&rest), [("are", "invoice", "96.48"), ("berg", "invoice", "106.12")]);
    }

    async fn credits_take_back_what_was_asked_and_free_the_place_when_nothing_is_left(database) {
        let billing = Billing::new(database).await;
        let invoice = billing.issued(&billing.called(&json!({ "instalment": 1 })).await[0]).await;
        let address = format!("{}/credit-notes", at(&invoice));
        let part = json!({ "lines": [{ "line": 0, "amount": "60.79" }], "reason": "För många timmar" });
        let made = billing.post(&address, &part).await;
        let note = made.json(201);
        assert_eq!(made.header("location"), Some(at(&note).as_str()));
        assert_eq!((&note["document"]["form"], &note["document"]["totals"]["payable"]), (&json!("credit_note"), &json!("60.79")));
        let number = &billing.issued(&note).await["document"]["issued"]["number"].clone();
        assert_eq!(number, "2026-0002", "credit notes are in the series of invoices");
        let read = billing.get(&at(&invoice)).await.json(200);
        assert_eq!((&read["status"], &read["credited"], &read["credited_by"]), (&json!("issued"), &json!("60.79"), &json!([note["id"]])));
        let missing = billing.called(&json!({ "correction": 1 })).await;
        assert_eq!(asked(&missing)[0], ("are", "invoice", "60.79"), "what was taken back is asked for again, unless the year is corrected");
        let rest = billing.post(&address, &json!({ "reason": "Allt var fel" })).await.json(201);
        assert_eq!(rest["document"]["totals"]["payable"], "100.00");
        billing.issued(&rest).await;
        assert_eq!(billing.get(&at(&invoice)).await.json(200)["status"], "credited");
        billing.post(&address, &json!({ "reason": "Igen" })).await.problem(409, "invalid-state", &[]);
    }

    async fn a_party_sees_its_own_issued_documents_and_nothing_else(database) {
        let billing = Billing::new(database).await;
        let documents = billing.called(&json!({ "instalment": 1 })).await;
        let issued = billing.issued(&documents[0]).await;
        let agreement = issued["agreement"].as_str().expect("an id").to_owned();
        let of = async |party: &str| {
            let grant = Grant { agreement: Some(agreement.clone()), party: Some(party.to_owned()), ..Grant::everywhere(Role::PartyOfficer) };
            let new = NewKey { name: party.to_owned(), grants: vec![grant], expires_on: None };
            billing.server.app.desk(Scope::command_line()).create_key(new).await.expect("made").1.expect("a secret")
        };
        let (are, berg) = (of("are").await, of("berg").await);
        let get = async |key: &str, path: String| Answer::of(billing.call(key, "GET", &path)).await;
        let nowhere = "01900000-0000-7000-8000-000000000000";
        let hidden = |answer: &Answer, id: &Value| answer.body.replace(id.as_str().expect("an id"), "ID");
        let without_request = |text: String| {
            let mut body: Value = serde_json::from_str(&text).expect("a problem");
            body.as_object_mut().expect("an object").remove("request_id");
            body
        };
        get(&are, at(&issued)).await.json(200);
        get(&are, at(&documents[1])).await.problem(404, "not-found", &[]);
        let others = get(&berg, at(&issued)).await;
        let none = get(&berg, format!("/api/v1/invoices/{nowhere}")).await;
        assert_eq!(without_request(hidden(&others, &issued["id"])), without_request(hidden(&none, &json!(nowhere))));
        let file = Answer::of(billing.call(&berg, "GET", &format!("{}/pdf", at(&issued))).header("accept", "*/*")).await;
        file.problem(404, "not-found", &[]);
        let seen = |answer: Value| answer["items"].as_array().expect("items").len();
        assert_eq!(seen(get(&are, "/api/v1/invoices".to_owned()).await.json(200)), 1);
        assert_eq!(seen(get(&berg, "/api/v1/invoices".to_owned()).await.json(200)), 0);
        let told = async |key: &str| {
            let answer = get(key, "/api/v1/changes?limit=200".to_owned()).await.json(200);
            let items = answer["items"].as_array().expect("items").clone();
            let of_invoices = items.into_iter().filter(|item| item["object"]["kind"] == "invoice");
            of_invoices.map(|item| (item["what"].clone(), item["object"]["id"].clone())).collect::<Vec<_>>()
        };
        let own: Vec<_> = ["drafted", "attested", "issued"].map(|what| (json!(format!("invoice.{what}")), issued["id"].clone())).into();
        assert_eq!(told(&are).await, own);
        assert_eq!(told(&berg).await, []);
        assert_eq!(told(&billing.approver).await.len(), 4, "and the draft of the other");
        let reader = key(&billing.server, Role::Reader).await;
        assert_eq!(told(&reader).await, []);
        get(&reader, "/api/v1/invoices".to_owned()).await.problem(403, "forbidden", &[]);
        get(&reader, at(&issued)).await.problem(403, "forbidden", &[]);
    }
}
