//! `/api/v1/agreements/{id}/periods/{year}/outcome`: by hand and from files, revision by revision.

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::invoices::Billing;
use crate::server::Answer;

fn entry(what: &str, amount: &str) -> Value {
    json!({ "cost": "hall", "date": "2027-03-01", "what": what, "amount": amount })
}

impl Billing {
    fn outcome(&self) -> String {
        format!("{}/outcome", self.year)
    }

    async fn put_outcome(&self, tag: &str, body: &Value) -> Answer {
        Answer::of(self.send("PUT", &self.outcome(), body).header("if-match", tag)).await
    }

    async fn import(&self, query: &str, file: &str) -> Answer {
        let call = self.call(&self.officer, "POST", &format!("{}/imports{query}", self.outcome()));
        Answer::of(call.header("content-type", "text/csv").body(file.to_owned())).await
    }

    /// The revision and how many entries it has.
    async fn known(&self) -> (Value, usize) {
        let read = self.get(&self.outcome()).await.json(200);
        (read["revision"].clone(), read["entries"].as_array().expect("entries").len())
    }
}

on_both_databases! {
    async fn outcome_is_written_by_hand_and_every_revision_is_whole(database) {
        let billing = Billing::new(database).await;
        let none = billing.get(&billing.outcome()).await;
        assert_eq!((none.header("etag"), &none.json(200)["costs"][0]), (Some("\"r0\""), &json!({ "cost": "hall", "name": "Lokal", "hours": null, "amount": null })));
        let body = json!({ "entries": [entry("Hyra", "400.00"), entry("Kaffe", "60.50")], "reason": "Enligt fakturor" });
        billing.put_outcome("\"r1\"", &body).await.problem(412, "precondition-failed", &[]);
        let put = billing.put_outcome("\"r0\"", &body).await;
        assert_eq!((put.header("etag"), &put.json(200)["reason"]), (Some("\"r1\""), &json!("Enligt fakturor")));

        let more = json!({ "entries": [entry("Kaffe", "-0.50"), entry("Hyra", "400.00"), entry("Teknik", "1.00")] });
        let added = billing.post(&billing.outcome(), &more).await.json(200);
        assert_eq!((&added["new"], &added["corrected"], &added["unchanged"]), (&json!(1), &json!(1), &json!(1)));
        let read = billing.get(&billing.outcome()).await.json(200);
        assert_eq!((&read["revision"], &read["costs"][0]["amount"]), (&json!(2), &json!("400.50")));
        billing.post(&billing.outcome(), &more).await.json(200);
        assert_eq!(billing.known().await, (json!(2), 3), "what is known just so makes no revision");

        let stale = billing.put_outcome("\"r1\"", &body).await.problem(412, "precondition-failed", &[]);
        assert_eq!(stale["detail"], "The outcome is now at revision 2. Fetch it and make the change again.");
        billing.put_outcome("\"r2\"", &json!({ "entries": [] })).await.json(200);
        assert_eq!(billing.known().await, (json!(3), 0));
    }

    async fn what_does_not_fit_the_year_is_told_with_its_place_and_nothing_is_stored(database) {
        let billing = Billing::new(database).await;
        for (name, value, code, place) in [
            ("cost", json!("bil"), "unknown-reference", "/entries/0/cost"),
            ("date", json!("2028-01-01"), "out-of-range", "/entries/0/date"),
            ("date", json!("2027-02-30"), "date-invalid", "/entries/0/date"),
            ("amount", json!("1.005"), "money-format", "/entries/0/amount"),
            ("amount", Value::Null, "missing-field", "/entries/0"),
            ("what", json!(""), "text-length", "/entries/0/what"),
            ("hours", json!("1"), "conflicting-fields", "/entries/0"),
        ] {
            let mut one = entry("Hyra", "400.00");
            one[name] = value;
            billing.post(&billing.outcome(), &json!({ "entries": [one] })).await.problem(422, code, &[(place, code)]);
        }
        let hours = json!({ "cost": "hall", "date": "2027-03-01", "hours": "1" });
        billing.post(&billing.outcome(), &json!({ "entries": [hours] })).await.problem(422, "unknown-field", &[("/entries/0/hours", "unknown-field")]);
        let twice = json!({ "entries": [entry("Hyra", "1.00"), entry("Hyra", "2.00")] });
        billing.post(&billing.outcome(), &twice).await.problem(422, "duplicate-observation", &[("/entries/1/what", "duplicate-observation")]);
        let most = json!({ "entries": [entry("a", "999999999999999.99"), entry("b", "0.01")] });
        billing.post(&billing.outcome(), &most).await.problem(422, "amount-too-large", &[("/actuals/hall", "amount-too-large")]);
        assert_eq!(billing.known().await, (json!(0), 0));
    }

    async fn a_file_is_imported_whole_or_not_at_all(database) {
        let billing = Billing::new(database).await;
        let file = "Kostnad;Datum;Faktura;Belopp;Konto\nLokal;2027-03-01;Hyra;400,00;5010\nhall;2027-06-01;Kaffe;1 060,50;6070\n";
        let preview = billing.import("?preview=true", file).await.json(200);
        assert_eq!((&preview["revision"], &preview["new"], &preview["columns"]["ignored"]), (&Value::Null, &json!(2), &json!(["Konto"])));
        assert_eq!(billing.known().await, (json!(0), 0));
        let done = billing.import("?file_name=utfall.csv", file).await;
        assert_eq!((done.header("location"), done.header("etag")), (Some(billing.outcome().as_str()), Some("\"r1\"")));
        assert_eq!(done.json(201)["first"][1], json!({ "cost": "hall", "date": "2027-06-01", "what": "Kaffe", "hours": null, "amount": "1060.50" }));
        assert_eq!(billing.import("", file).await.json(201)["unchanged"], 2, "the same file can be sent twice");
        let read = billing.get(&billing.outcome()).await.json(200);
        assert_eq!((&read["revision"], &read["file_name"], &read["costs"][0]["amount"]), (&json!(1), &json!("utfall.csv"), &json!("1460.50")));

        let bad = "Kostnad;Datum;Belopp\nbil;2027-03-01;1,00\nhall;2028-03-01;2,00\nhall;x;3,00\n";
        billing.import("", bad).await.problem(422, "import-rejected", &[
            ("/rows/2/Kostnad", "unknown-reference"), ("/rows/4/Datum", "date-invalid"), ("/rows/3/Datum", "out-of-range"),
        ]);
        assert_eq!(billing.import("?preview=true", bad).await.json(200)["errors"].as_array().expect("errors").len(), 3);
        billing.import("", "a;b\n1;2\n").await.problem(422, "import-rejected", &[]);
        billing.import("?cost=Nr&fixed_cost=hall", "Datum;Belopp\n2027-04-01;1,00\n").await.json(201);
        assert_eq!(billing.known().await, (json!(2), 3));
    }
}
