//! A party that is invoiced for others: one invoice, on which each of them is specified.

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::with;
use crate::invoices::{Billing, at, organisation};
use crate::server::Answer;

/// As many as the association is invoiced for.
const MUNICIPALITIES: usize = 8;

/// The id of one of the municipalities; one of them decides.
fn id(number: usize) -> String {
    if number == 1 { "are".to_owned() } else { format!("m{number}") }
}

/// A region and eight municipalities, whose shares their association pays.
fn document() -> Value {
    let mut parties = vec![
        json!({ "id": "rjh", "name": "Region Jämtland Härjedalen", "kind": "region", "area": "23" }),
        json!({ "id": "kfjh", "name": "Kommunförbundet", "kind": "association" }),
    ];
    parties.extend((1..=MUNICIPALITIES).map(|number| {
        json!({ "id": id(number), "name": format!("Exempelby {number}"), "kind": "municipality", "payer": "kfjh" })
    }));
    json!({
        "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "rjh", "parties": parties,
        "costs": [{
            "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "1000.00" },
            "key": { "type": "groups", "groups": [{ "among": { "kind": "municipality" }, "weight": "100", "key": { "type": "equal" } }] }
        }]
    })
}

on_both_databases! {
    async fn one_invoice_specifies_what_each_of_eight_bears(database) {
        let billing = Billing::of(database, document(), json!([{ "type": "redistribute" }])).await;
        billing.post("/api/v1/organisations", &organisation("rjh")).await.json(201);
        // The second party has the number of Åre here.
        let association = with(organisation("are"), "/name", json!("Kommunförbundet"));
        billing.post("/api/v1/organisations", &association).await.json(201);
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let [draft] = drafts.as_slice() else { panic!("one invoice: {drafts:?}") };
        let invoice = &draft["document"];
        assert_eq!((&invoice["form"], &invoice["buyer"]["party"], &invoice["totals"]["payable"]), (&json!("invoice"), &json!("kfjh"), &json!("500.00")));
        let lines = invoice["lines"].as_array().expect("lines");
        let bears: Vec<_> = lines.iter().map(|line| (line["bearer"].as_str().expect("a party"), line["amount"].as_str().expect("an amount"))).collect();
        let expected: Vec<String> = (1..=MUNICIPALITIES).map(id).collect();
        assert_eq!(bears, expected.iter().map(|party| (party.as_str(), "62.50")).collect::<Vec<_>>());

        // The association is told on the e-invoice too for whom it pays.
        let issued = billing.issued(draft).await;
        let xml = Answer::of(billing.call(&billing.officer, "GET", &format!("{}/xml", at(&issued))).header("accept", "*/*")).await;
        assert_eq!(xml.body.matches("<cac:InvoiceLine>").count(), MUNICIPALITIES, "{}", xml.body);
        for number in 1..=MUNICIPALITIES {
            assert!(xml.body.contains(&format!("Exempelby {number}")), "{}", xml.body);
        }
    }
}
