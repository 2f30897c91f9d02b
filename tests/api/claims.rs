//! What follows when an invoice is not paid: reminders, disputes, deferrals, interest, proposals of contribution decisions.

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::invoices::{Billing, a_key, at};
use crate::payments::payment;
use crate::server::{Answer, Server};

/// The service at a later moment.
struct Later<'a> {
    billing: &'a Billing,
    server: Server,
}

impl<'a> Later<'a> {
    async fn at(billing: &'a Billing, now: &str) -> Self {
        Self { billing, server: billing.server.beside(now).await }
    }

    async fn get(&self, path: &str) -> Answer {
        Answer::of(self.server.call("GET", path).bearer_auth(&self.billing.officer)).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        let call = self.server.call("POST", path).bearer_auth(&self.billing.officer).header("idempotency-key", a_key());
        Answer::of(call.header("content-type", "application/json").body(body.to_string())).await
    }

    /// How a document stands: its status, what is left, its due day.
    async fn stands(&self, invoice: &Value) -> (String, String, String) {
        let payment = self.get(&at(invoice)).await.json(200)["payment"].clone();
        let text = |name: &str| payment[name].as_str().unwrap_or_else(|| panic!("{name}: {payment}")).to_owned();
        (text("status"), text("left"), text("due_on"))
    }
}

fn stands(status: &str, left: &str, due_on: &str) -> (String, String, String) {
    (status.to_owned(), left.to_owned(), due_on.to_owned())
}

on_both_databases! {
    async fn an_overdue_invoice_is_reminded_of_disputed_and_deferred(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let (reminders, disputes) = (format!("{}/reminders", at(&are)), format!("{}/disputes", at(&are)));
        let (resolutions, deferrals) = (format!("{}/dispute-resolutions", at(&are)), format!("{}/deferrals", at(&are)));
        let reason = json!({ "reason": "Fel timmar" });
        billing.post(&reminders, &json!({})).await.problem(409, "invalid-state", &[]);

        let late = Later::at(&billing, "2027-01-10T09:00:00Z").await;
        assert_eq!(late.stands(&are).await, stands("overdue", "160.79", "2026-12-31"));
        let reminded = late.post(&reminders, &json!({})).await.json(200);
        let event = &reminded["payment"]["events"][0];
        assert_eq!((&event["number"], &event["what"], &event["fee"], &event["reason"]), (&json!(1), &json!("reminded"), &json!("60.00"), &Value::Null));
        assert_eq!((&reminded["payment"]["owed"], &reminded["payment"]["fees"]), (&json!("220.79"), &json!("60.00")));
        assert_eq!(reminded["document"], are["document"], "what was issued never changes");
        let fee = &late.get("/api/v1/vouchers?source_kind=reminder").await.json(200)["items"];
        assert_eq!((fee.as_array().expect("items").len(), &fee[0]["entries"][0]), (1, &json!({ "account": "receivable:are", "amount": "60.00" })));

        late.post(&resolutions, &reason).await.problem(409, "invalid-state", &[]);
        assert_eq!(late.post(&disputes, &reason).await.json(200)["payment"]["status"], "disputed");
        late.post(&disputes, &reason).await.problem(409, "invalid-state", &[]);
        late.post(&reminders, &json!({})).await.problem(409, "invalid-state", &[]);
        assert_eq!(late.post(&resolutions, &reason).await.json(200)["payment"]["status"], "overdue");

        let before = billing.dumped().await;
        let until = |day: &str| json!({ "until": day, "reason": "Nämndmöte" });
        late.post(&deferrals, &until("2027-01-10")).await.problem(422, "out-of-range", &[("/until", "out-of-range")]);
        late.post(&disputes, &json!({})).await.problem(422, "missing-field", &[("/reason", "missing-field")]);
        assert_eq!(billing.dumped().await, before);
        assert_eq!(late.post(&deferrals, &until("2027-02-28")).await.json(200)["payment"]["status"], "deferred");
        assert_eq!(late.stands(&are).await, stands("deferred", "220.79", "2027-02-28"));
        late.post(&reminders, &json!({})).await.problem(409, "invalid-state", &[]);
        let later = Later::at(&billing, "2027-03-01T09:00:00Z").await;
        assert_eq!(later.stands(&are).await, stands("overdue", "220.79", "2027-02-28"));
        // The fee is paid with the rest.
        late.post("/api/v1/payments", &payment(&are, "220.79", "2027-01-10")).await.json(201);
        assert_eq!(later.stands(&are).await, stands("paid", "0.00", "2027-02-28"));
        later.post(&disputes, &reason).await.problem(409, "invalid-state", &[]);
    }

    async fn interest_follows_the_half_years_and_is_charged_by_an_invoice_of_its_own(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let later = Later::at(&billing, "2027-07-31T09:00:00Z").await;
        let interest = format!("{}/interest", at(&are));
        let kind = "missing-reference-rate";
        later.get(&interest).await.problem(409, kind, &[]);
        let rate = |from: &str, percent: &str| json!({ "from": from, "percent": percent });
        later.post("/api/v1/reference-rates", &rate("2026-07-02", "2")).await.problem(422, "out-of-range", &[("/from", "out-of-range")]);
        for (from, percent) in [("2026-07-01", "2.5"), ("2027-01-01", "9"), ("2027-01-01", "2"), ("2027-07-01", "-1.5")] {
            later.post("/api/v1/reference-rates", &rate(from, percent)).await.json(201);
        }
        let rates = later.get("/api/v1/reference-rates").await.json(200);
        let told: Vec<_> = rates["items"].as_array().expect("items").iter().map(|one| (&one["from"], &one["percent"])).collect();
        assert_eq!(told, [(&json!("2026-07-01"), &json!("2.5")), (&json!("2027-01-01"), &json!("2")), (&json!("2027-07-01"), &json!("-1.5"))]);

        later.post("/api/v1/payments", &payment(&are, "100.79", "2027-01-31")).await.json(201);
        let shown = later.get(&interest).await.json(200);
        let told: Vec<_> = shown["stretches"].as_array().expect("stretches").iter()
            .map(|one| format!("{} {} {} {} {}", one["from"], one["days"], one["principal"], one["percent"], one["amount"]).replace('"', ""))
            .collect();
        // 160,79 × 10,5 % × 1/365, × 10 % × 31/365; then 60,00 × 10 % × 150/365, × 6,5 % × 31/365.
        assert_eq!(told, [
            "2026-12-31 1 160.79 10.5 0.05", "2027-01-01 31 160.79 10 1.36", "2027-02-01 150 60.00 10 2.47", "2027-07-01 31 60.00 6.5 0.33",
        ]);
        assert_eq!((&shown["amount"], &shown["margin_percent"], &shown["charged"]), (&json!("4.21"), &json!("8"), &json!([])));
        assert_eq!(later.get(&format!("{interest}?to=2026-12-31")).await.json(200)["amount"], "0.00", "paid on its day, it is in time");
        later.get(&format!("{interest}?to=2027-08-01")).await.problem(422, "out-of-range", &[("/to", "out-of-range")]);

        let charges = format!("{}/interest-invoices", at(&are));
        let draft = later.post(&charges, &json!({ "to": "2027-06-30" })).await.json(201);
        let document = &draft["document"];
        assert_eq!((&document["occasion"]["type"], &document["vat"]["type"], &document["totals"]["payable"]), (&json!("interest"), &json!("outside_scope"), &json!("3.88")));
        assert_eq!(document["lines"][2]["explanation"], "10 % per år på 60,00\u{a0}kr i 150 dagar, 2027-02-01–2027-06-30");
        later.post(&charges, &json!({ "to": "2027-06-30" })).await.problem(409, "invalid-state", &[]);
        let rest = later.get(&interest).await.json(200);
        assert_eq!((&rest["from"], &rest["amount"], &rest["charged"][0]["invoice"]), (&json!("2027-07-01"), &json!("0.33"), &draft["id"]));
        let issued = billing.issued(&draft).await;
        assert_eq!(issued["payment"]["status"], "unpaid");
        later.get(&format!("{}/interest", at(&issued))).await.problem(409, "invalid-state", &[]);
        // A discarded charge is charged anew.
        let again = later.post(&charges, &json!({})).await.json(201);
        assert_eq!(again["document"]["totals"]["payable"], "0.33");
        let discard = billing.call(&billing.officer, "DELETE", &at(&again)).header("if-match", "\"r1\"");
        assert_eq!(Answer::of(discard).await.status, 204);
        assert_eq!(later.post(&charges, &json!({})).await.json(201)["document"]["totals"]["payable"], "0.33");
        // A year that is called again asks for nothing of it.
        let next = billing.called(&json!({ "instalment": 2 })).await;
        assert_eq!(next[0]["document"]["totals"]["payable"], "160.79");
    }

    async fn who_does_not_pay_in_spite_of_a_reminder_is_proposed_and_nothing_happens_by_itself(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        let late = Later::at(&billing, "2027-01-10T09:00:00Z").await;
        let proposals = format!("{}/default-proposals", billing.year);
        assert_eq!(late.get(&proposals).await.json(200)["items"], json!([]), "nobody was reminded");
        late.post("/api/v1/payments", &payment(&are, "60.79", "2027-01-09")).await.json(201);
        for invoice in [&are, &berg] {
            late.post(&format!("{}/reminders", at(invoice)), &json!({})).await.json(200);
        }
        late.post("/api/v1/payments", &payment(&berg, "149.21", "2027-01-09")).await.json(201);
        let found = late.get(&proposals).await.json(200);
        // 100,00 of 321,58 is not paid: 68,90 %, rounded down.
        assert_eq!(found["items"], json!([{
            "party": "are", "payer": "are", "of_year": "321.58", "not_paid": "100.00", "contributes_percent": "68.9",
            "invoices": [are["id"]]
        }]));
        assert_eq!(late.get(&billing.year).await.json(200)["affected"], Value::Null);
        let decision = json!({
            "party": "are", "contributes_percent": found["items"][0]["contributes_percent"], "cause": "late",
            "decided_on": "2027-01-10", "reference": "Påminnelse 1"
        });
        late.post(&format!("{}/contributions", billing.year), &decision).await.json(201);
        assert!(late.get(&billing.year).await.json(200)["affected"].is_object());
        let by_nobody = late.server.call("GET", &proposals);
        Answer::of(by_nobody).await.problem(401, "unauthorized", &[]);
    }
}
