//! `/api/v1/agreements/{id}/periods/{year}/settlement` and what ends a year: settled, left to the year after, closed.

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::dump::dump;
use crate::invoices::{Billing, asked, at};
use crate::server::Answer;

impl Billing {
    /// The year with another number.
    pub(crate) fn of_year(&self, year: i32) -> String {
        format!("{}/{year}", self.year.trim_end_matches("/2027"))
    }

    pub(crate) async fn step(&self, address: &str, revision: i64, body: &Value) -> Answer {
        Answer::of(self.send("POST", address, body).header("if-match", format!("\"r{revision}\""))).await
    }

    /// Calls parts of a year and issues what comes of it.
    pub(crate) async fn issue_parts(&self, year: &str, parts: &[i32]) -> Vec<Value> {
        let mut issued = Vec::new();
        for part in parts {
            let called = self.post(&format!("{year}/calls"), &json!({ "instalment": part })).await.json(200);
            for draft in called["documents"].as_array().expect("documents") {
                issued.push(self.issued(draft).await);
            }
        }
        issued
    }

    pub(crate) async fn hall_came_to(&self, year: &str, amount: &str) {
        let number = &year[year.len() - 4..];
        let entry = json!({ "cost": "hall", "date": format!("{number}-03-01"), "amount": amount });
        self.post(&format!("{year}/outcome"), &json!({ "entries": [entry] })).await.json(200);
    }

    async fn settlement(&self, year: &str, remainder: &str) -> Value {
        self.get(&format!("{year}/settlement?remainder={remainder}")).await.json(200)
    }

    pub(crate) async fn settle(&self, year: &str, revision: i64, remainder: &str) -> Value {
        let fingerprint = self.settlement(year, remainder).await["fingerprint"].clone();
        self.step(&format!("{year}/settle"), revision, &decision(&fingerprint, remainder)).await.json(200)
    }

    /// What is known of the year and its documents, their files apart: those are made after the issue.
    pub(crate) async fn state(&self) -> [Value; 4] {
        let (agreement, _) = self.year.split_once("/periods/").expect("the address of a year");
        let id = agreement.rsplit('/').next().expect("an id");
        let invoices = format!("/api/v1/invoices?agreement={id}&limit=200");
        let paths =
            [self.year.clone(), format!("{}/outcome", self.year), format!("{}/contributions", self.year), invoices];
        let mut found = Vec::new();
        for path in paths {
            found.push(self.get(&path).await.json(200));
        }
        found.try_into().expect("four")
    }

    pub(crate) async fn adopted(&self, year: &str) {
        let preview = self.get(&format!("{year}/preview")).await.json(200);
        self.post(&format!("{year}/plan"), &json!({ "fingerprint": preview["fingerprint"] })).await.json(201);
        self.step(&format!("{year}/adopt"), 1, &json!({ "decision_reference": "HSN 2027/77 § 5" })).await.json(200);
    }
}

fn decision(fingerprint: &Value, remainder: &str) -> Value {
    json!({ "fingerprint": fingerprint, "remainder": remainder, "decision_reference": "HSN 2028/9 § 3" })
}

fn ore(amount: &Value) -> i64 {
    amount.as_str().expect("an amount").replace('.', "").parse().expect("öre")
}

/// Of each party but the host: its id and the named amounts.
fn of_parties<const N: usize>(settlement: &Value, names: [&str; N]) -> Vec<(String, [i64; N])> {
    let parties = settlement["parties"].as_array().expect("parties").iter().filter(|one| one["party"] != "rjh");
    parties.map(|one| (one["party"].as_str().expect("an id").to_owned(), names.map(|name| ore(&one[name])))).collect()
}

fn called(documents: &[Value], party: &str) -> i64 {
    let own = documents.iter().filter(|one| one["document"]["buyer"]["party"] == party);
    own.map(|one| {
        let sign = if one["document"]["form"] == "credit_note" { -1 } else { 1 };
        sign * ore(&one["document"]["totals"]["payable"])
    })
    .sum()
}

on_both_databases! {
    async fn a_year_that_came_to_more_is_settled_issued_and_closed(database) {
        let billing = Billing::new(database).await;
        let year = billing.year.clone();
        billing.issue_parts(&year, &[1, 2]).await;
        billing.hall_came_to(&year, "1100.00").await;
        let preview = billing.settlement(&year, "invoice").await;
        assert_eq!((&preview["costs"][0]["budget"], &preview["costs"][0]["outcome"]), (&json!("1000.00"), &json!("1100.00")));
        assert_eq!(of_parties(&preview, ["budget", "outcome", "called", "to_pay", "carried"]), [
            ("are".to_owned(), [32158, 35374, 32158, 3216, 0]), ("berg".to_owned(), [17842, 19626, 17842, 1784, 0]),
        ]);
        assert_eq!((&preview["open"], &preview["affected"], &preview["outcome"]), (&json!([]), &json!([]), &json!(1)));

        let body = decision(&preview["fingerprint"], "invoice");
        let settle = format!("{year}/settle");
        let send = || Answer::of(billing.send("POST", &settle, &body).header("if-match", "\"r2\"").header("idempotency-key", "settle-2027"));
        let first = send().await;
        let settled = first.json(200);
        assert_eq!((&settled["status"], &settled["revision"], first.header("etag")), (&json!("settled"), &json!(3), Some("\"r3\"")));
        let again = send().await;
        assert_eq!((again.json(200), again.header("idempotency-replayed")), (settled.clone(), Some("true")));
        let documents = settled["call"]["documents"].as_array().expect("documents").clone();
        assert_eq!(asked(&documents), [("are", "invoice", "32.16"), ("berg", "invoice", "17.84")]);
        assert_eq!((&documents[0]["document"]["occasion"], &documents[0]["document"]["decision_reference"]), (&json!({ "type": "settlement" }), &json!("HSN 2028/9 § 3")));
        let told = billing.settlement(&year, "carry").await;
        assert_eq!((&told["fingerprint"], &told["remainder"], &told["parties"]), (&Value::Null, &json!("invoice"), &preview["parties"]));
        let body = billing.get(&format!("{year}/snapshots/2")).await.json(200);
        assert_eq!(body["actuals"], json!({ "hall": { "amount": "1100.00" } }));

        let close = format!("{year}/close");
        let left = billing.step(&close, 3, &json!({})).await.problem(409, "invalid-state", &[]);
        assert!(left["detail"].as_str().expect("a sentence").contains("2 drafts"), "{left}");
        billing.issued(&documents[0]).await;
        let discard = billing.call(&billing.officer, "DELETE", &at(&documents[1])).header("if-match", "\"r1\"");
        assert_eq!(Answer::of(discard).await.status, 204);
        let left = billing.step(&close, 3, &json!({})).await.problem(409, "invalid-state", &[]);
        assert!(left["detail"].as_str().expect("a sentence").contains("berg"), "{left}");
        let again = billing.called(&json!({ "settlement": true })).await;
        billing.issued(again.iter().find(|one| one["status"] == "draft").expect("a draft again")).await;
        let closed = billing.step(&close, 3, &json!({ "reason": "Allt är utfärdat" })).await.json(200);
        assert_eq!((&closed["status"], &closed["revision"]), (&json!("closed"), &json!(4)));

        let before = billing.state().await;
        for (path, body) in [
            (format!("{year}/outcome"), json!({ "entries": [] })),
            (format!("{year}/calls"), json!({ "settlement": true })),
            (format!("{}/credit-notes", at(&documents[0])), json!({ "reason": "x" })),
            (format!("{year}/contributions"), json!({ "party": "are", "contributes_percent": "0", "cause": "late", "decided_on": "2028-01-01", "reference": "x" })),
        ] {
            billing.post(&path, &body).await.problem(409, "invalid-state", &[]);
        }
        billing.step(&close, 4, &json!({})).await.problem(409, "invalid-state", &[]);
        assert_eq!(billing.state().await, before, "a closed year has changed");
    }

    async fn what_came_to_less_is_credited_against_every_invoice_of_the_year(database) {
        let billing = Billing::new(database).await;
        let year = billing.year.clone();
        let parts = billing.issue_parts(&year, &[1, 2]).await;
        billing.hall_came_to(&year, "900.00").await;
        let settled = billing.settle(&year, 2, "invoice").await;
        let documents = settled["call"]["documents"].as_array().expect("documents");
        assert_eq!(asked(documents), [("are", "credit_note", "32.16"), ("berg", "credit_note", "17.84")]);
        let note = billing.issued(&documents[0]).await;
        let named = (&note["document"]["credits"]["number"], &note["document"]["credits_also"][0]["number"]);
        assert_eq!(named, (&json!("2026-0001"), &json!("2026-0003")));
        let xml = billing.call(&billing.officer, "GET", &format!("{}/xml", at(&note))).header("accept", "application/xml").send().await;
        let xml = xml.expect("an answer").text().await.expect("text");
        assert_eq!(xml.matches("<cac:BillingReference>").count(), 2, "{xml}");

        // It takes from what nobody has paid: of the first, until that is paid.
        let of_are: Vec<&Value> = parts.iter().filter(|part| part["document"]["buyer"]["party"] == "are").collect();
        let stands = async |part: &Value| {
            let paying = billing.get(&at(part)).await.json(200)["payment"].clone();
            (paying["status"].clone(), paying["credited"].clone())
        };
        assert_eq!(stands(of_are[0]).await.1, json!("32.16"));
        let whole = &of_are[0]["document"]["totals"]["payable"];
        let paid = json!({ "invoice": of_are[0]["id"], "amount": whole, "paid_on": "2026-12-01" });
        billing.post("/api/v1/payments", &paid).await.json(201);
        assert_eq!(stands(of_are[0]).await, (json!("paid"), json!("0.00")));
        assert_eq!(stands(of_are[1]).await.1, json!("32.16"));
    }

    async fn what_a_year_leaves_is_called_once_in_the_year_after(database) {
        let billing = Billing::new(database).await;
        let (year, next) = (billing.year.clone(), billing.of_year(2028));
        let mut of_2027 = billing.issue_parts(&year, &[1, 2]).await;
        billing.hall_came_to(&year, "900.00").await;
        // The year after is adopted, and its first part called, before this one is settled.
        billing.adopted(&next).await;
        let mut of_2028 = billing.issue_parts(&next, &[1]).await;
        let settled = billing.settle(&year, 2, "carry").await;
        assert_eq!(settled["call"]["documents"], json!([]));
        let rows = settled["call"]["rows"].as_array().expect("rows");
        let carried: Vec<_> = rows.iter().filter(|row| row["why"] == "carried").map(|row| (&row["buyer"], &row["net"])).collect();
        assert_eq!(carried, [(&json!("are"), &json!("-32.16")), (&json!("berg"), &json!("-17.84"))]);
        assert_eq!(billing.settlement(&year, "carry").await["carried"][0], json!({ "party": "are", "vat": { "type": "outside_scope" }, "amount": "-32.16" }));
        billing.step(&format!("{year}/close"), 3, &json!({})).await.json(200);

        let part = billing.issue_parts(&next, &[2]).await;
        let line = part[0]["document"]["lines"].as_array().expect("lines").last().expect("a line").clone();
        assert_eq!((&line["item"], &line["amount"]), (&json!({ "type": "carried", "year": 2027 }), &json!("-32.16")), "the whole of it with the last part");
        of_2028.extend(part);
        let nothing = billing.post(&format!("{next}/calls"), &json!({ "instalment": 2 })).await;
        nothing.problem(409, "duplicate-invoice", &[]);
        let adopted = billing.get(&next).await.json(200)["result"]["parties"].clone();
        for (place, party) in [(1, "are"), (2, "berg")] {
            let back = if party == "are" { 3216 } else { 1784 };
            assert_eq!(called(&of_2028, party), ore(&adopted[place]["payable"]) - back);
        }
        // Two years are paid for exactly: 900 and 1 050 kronor, of which half is the region's own.
        billing.hall_came_to(&next, "1050.00").await;
        let preview = billing.settlement(&next, "invoice").await;
        assert_eq!(of_parties(&preview, ["brought"]), [("are".to_owned(), [-3216]), ("berg".to_owned(), [-1784])]);
        let settled = billing.settle(&next, 2, "invoice").await;
        of_2028.extend(settled["call"]["documents"].as_array().expect("documents").clone());
        of_2027.extend(of_2028);
        assert_eq!(called(&of_2027, "are") + called(&of_2027, "berg"), 97_500);
        assert_eq!(billing.get(&format!("{year}/settlement")).await.json(200)["remainder"], "carry");
    }

    async fn what_was_not_decided_on_is_not_settled(database) {
        let billing = Billing::new(database).await;
        let (year, settle) = (billing.year.clone(), format!("{}/settle", billing.year));
        let seen = billing.settlement(&year, "invoice").await["fingerprint"].clone();
        let stale = async |revision: i64, words: &str| {
            let before = dump(billing.server.database.as_ref().expect("its database")).await;
            let answer = billing.step(&settle, revision, &decision(&seen, "invoice")).await;
            let problem = answer.problem(409, "preview-stale", &[("/fingerprint", "preview-stale")]);
            assert!(problem["detail"].as_str().expect("a sentence").contains(words), "{problem}");
            assert!(dump(billing.server.database.as_ref().expect("its database")).await == before, "something was stored");
        };
        billing.hall_came_to(&year, "900.00").await;
        stale(2, "the outcome has changed").await;
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        stale(2, "something has been invoiced or credited").await;

        let preview = billing.settlement(&year, "invoice").await;
        assert_eq!(preview["open"], json!([drafts[0]["id"], drafts[1]["id"]]));
        let body = decision(&preview["fingerprint"], "invoice");
        let open = billing.step(&settle, 2, &body).await.problem(409, "invalid-state", &[]);
        assert_eq!(open["legal"], json!(["issue", "discard"]));
        for draft in &drafts {
            billing.issued(draft).await;
        }
        billing.step(&settle, 1, &body).await.problem(412, "precondition-failed", &[]);
        billing.post(&settle, &body).await.problem(428, "precondition-required", &[]);
        let other = decision(&preview["fingerprint"], "carry");
        billing.step(&settle, 2, &other).await.problem(409, "preview-stale", &[("/fingerprint", "preview-stale")]);
        for (name, value, code) in [
            ("remainder", json!("keep"), "unknown-value"), ("decision_reference", json!(""), "text-length"), ("fingerprint", json!(7), "wrong-type"),
        ] {
            let mut wrong = body.clone();
            wrong[name] = value;
            billing.step(&settle, 2, &wrong).await.problem(422, code, &[(&format!("/{name}"), code)]);
        }
        billing.step(&format!("{year}/close"), 2, &json!({})).await.problem(409, "invalid-state", &[]);
        assert_eq!(billing.get(&year).await.json(200)["status"], "adopted");
        billing.settle(&year, 2, "invoice").await;
        billing.step(&settle, 3, &body).await.problem(409, "invalid-state", &[]);

        // Nothing is left to a year that is settled already.
        let (later, last) = (billing.of_year(2028), billing.of_year(2029));
        billing.adopted(&later).await;
        billing.adopted(&last).await;
        billing.settle(&last, 2, "invoice").await;
        billing.get(&format!("{later}/settlement?remainder=carry")).await.problem(409, "invalid-state", &[]);
        billing.get(&format!("{later}/settlement?remainder=keep")).await.problem(422, "unknown-value", &[("/query/remainder", "unknown-value")]);
        billing.get(&format!("{later}/settlement")).await.json(200);
    }
}
