//! `…/forward`, `…/forecast` and `…/counterfactual`: a change that waits for the year after, what a year looks like ending at, and
//! what it would have been.

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::invoices::{Billing, asked};

impl Billing {
    /// Åre will pay 60 % of its share: 128,63 kr less, of which Berg takes 33,83 kr.
    async fn affected(&self) -> Value {
        let decision = json!({
            "party": "are", "contributes_percent": "60", "cause": "partial_budget", "decided_on": "2026-11-24", "reference": "KF § 188"
        });
        self.post(&format!("{}/contributions", self.year), &decision).await.json(201);
        self.get(&self.year).await.json(200)["affected"]["fingerprint"].clone()
    }
}

on_both_databases! {
    async fn a_change_is_left_to_the_year_after_and_called_there(database) {
        let billing = Billing::new(database).await;
        let (year, next) = (billing.year.clone(), billing.of_year(2028));
        billing.issue_parts(&year, &[1]).await;
        let forward = format!("{year}/forward");
        let nothing = json!({ "fingerprint": billing.get(&format!("{year}/preview")).await.json(200)["fingerprint"], "reason": "x" });
        billing.step(&forward, 2, &nothing).await.problem(409, "invalid-state", &[]);
        let fingerprint = billing.affected().await;
        let before = billing.dumped().await;
        billing.step(&forward, 2, &nothing).await.problem(409, "preview-stale", &[("/fingerprint", "preview-stale")]);
        assert_eq!(billing.dumped().await, before);
        let body = json!({ "fingerprint": fingerprint, "reason": "Åres beslut" });
        let mut wrong = body.clone();
        wrong["materiality"] = json!("-1.00");
        billing.step(&forward, 2, &wrong).await.problem(422, "out-of-range", &[("/materiality", "out-of-range")]);
        let done = billing.step(&forward, 2, &body).await.json(200);
        assert_eq!((&done["status"], &done["snapshot"]["number"]), (&json!("adopted"), &json!(2)));
        let amounts: Vec<_> = done["carried"].as_array().expect("amounts").iter().map(|one| (&one["party"], &one["amount"])).collect();
        assert_eq!(amounts, [(&json!("are"), &json!("-128.63")), (&json!("berg"), &json!("33.83"))]);
        assert_eq!(billing.get(&year).await.json(200)["affected"], Value::Null);

        // This year asks for what it did; the year after for half of the difference with each of its parts.
        let rest = billing.issue_parts(&year, &[2]).await;
        assert_eq!(asked(&rest), [("are", "invoice", "160.79"), ("berg", "invoice", "89.21")]);
        billing.adopted(&next).await;
        let parts = [billing.issue_parts(&next, &[1]).await, billing.issue_parts(&next, &[2]).await].concat();
        let of = |item: Value| {
            let lines = parts.iter().flat_map(|one| one["document"]["lines"].as_array().expect("lines"));
            let own = lines.filter(|line| line["item"] == item && line["bearer"] == "are");
            own.map(|line| line["amount"].as_str().expect("an amount").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of(json!({ "type": "carried", "year": 2027 })), ["-64.32", "-64.31"]);
        let settled = billing.settle(&year, 3, "invoice").await;
        assert_eq!(settled["call"]["documents"], json!([]), "nothing is left of the year itself");
    }

    async fn a_difference_that_is_not_material_is_made_up_for_in_the_year(database) {
        let billing = Billing::new(database).await;
        billing.issue_parts(&billing.year, &[1]).await;
        let body = json!({ "fingerprint": billing.affected().await, "reason": "Åres beslut", "materiality": "100.00" });
        let done = billing.step(&format!("{}/forward", billing.year), 2, &body).await.json(200);
        assert_eq!(done["carried"].as_array().expect("amounts").len(), 1, "33,83 is below 100");
        let rest = billing.called(&json!({ "instalment": 2 })).await;
        // Berg: 178,42 + 33,83 − 89,21.
        assert_eq!(asked(&rest), [("are", "invoice", "160.79"), ("berg", "invoice", "123.04")]);
    }

    async fn a_forecast_is_the_outcome_and_what_is_left_of_the_budget(database) {
        let billing = Billing::new(database).await;
        let forecast = format!("{}/forecast", billing.year);
        let budget = billing.get(&forecast).await.json(200);
        assert_eq!((&budget["through"], &budget["costs"][0]["outcome"], &budget["costs"][0]["forecast"]), (&Value::Null, &Value::Null, &json!("1000.00")));
        billing.hall_came_to(&billing.year, "600.00").await;
        // The outcome is of 1 March: 305 of 365 days are left.
        let told = billing.get(&forecast).await.json(200);
        assert_eq!((&told["through"], &told["costs"][0]), (&json!("2027-03-01"), &json!({ "cost": "hall", "name": "Lokal", "budget": "1000.00", "outcome": "600.00", "forecast": "1435.62" })));
        let told = billing.get(&format!("{forecast}?through=2027-06-30")).await.json(200);
        assert_eq!((&told["costs"][0]["forecast"], &told["parties"][0]["difference"]), (&json!("1104.11"), &json!("52.06")), "the region gets the odd öre");
        billing.get(&format!("{forecast}?through=x")).await.problem(422, "date-invalid", &[("/query/through", "date-invalid")]);
    }

    async fn a_settled_year_is_held_against_what_it_would_have_been(database) {
        let billing = Billing::new(database).await;
        let address = format!("{}/counterfactual", billing.year);
        let weights = json!([
            { "target": "keys/half/groups/0/weight", "value": "60" }, { "target": "keys/half/groups/1/weight", "value": "40" }
        ]);
        let body = json!({ "changes": weights });
        billing.post(&address, &body).await.problem(409, "invalid-state", &[]);
        billing.affected().await;
        billing.issue_parts(&billing.year, &[1, 2]).await;
        billing.hall_came_to(&billing.year, "900.00").await;
        billing.settle(&billing.year, 2, "invoice").await;
        let before = billing.state().await;
        let told = billing.post(&address, &body).await.json(200);
        assert_eq!(told["parties"][0], json!({ "id": "rjh", "name": "Region Jämtland Härjedalen", "actual": "450.00", "otherwise": "540.00", "difference": "90.00" }));
        assert_eq!((&told["total"], &told["costs"][0]["difference"]), (&json!("900.00"), &json!("0.00")));
        let events = json!({ "events": [{ "party": "are", "contributes_percent": "0" }] });
        let told = billing.post(&address, &events).await.json(200);
        assert_eq!((&told["parties"][1]["actual"], &told["parties"][1]["otherwise"]), (&json!("289.42"), &json!("0.00")));
        let people = json!({ "statistics": { "population": [{ "for": "2321", "date": "2025-12-31", "value": "0" }] } });
        let told = billing.post(&address, &people).await.json(200);
        assert_eq!((&told["parties"][1]["otherwise"], &told["parties"][2]["otherwise"]), (&json!("0.00"), &json!("450.00")));
        for (wrong, code, place) in [
            (json!({ "changes": [{ "target": "keys/half/groups/7", "value": null }] }), "unknown-target", "/changes/0/target"),
            (json!({ "events": [{ "party": "x", "contributes_percent": "0" }] }), "unknown-reference", "/events/0/party"),
            (json!({ "scenario": "x" }), "id-format", "/scenario"),
            (json!({ "version": 0 }), "out-of-range", "/version"),
            (json!({ "change": [] }), "unknown-field", "/change"),
        ] {
            billing.post(&address, &wrong).await.problem(422, code, &[(place, code)]);
        }
        billing.post(&address, &json!({ "version": 7 })).await.problem(404, "not-found", &[]);
        assert_eq!(billing.state().await, before, "something was stored");
    }
}
