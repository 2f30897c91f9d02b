//! `/fakturor`: each filter in the address shows what it says, and nothing else.

use serde_json::{Value, json};

use super::BROWSER;
use super::year::agreement;
use crate::databases::on_both_databases;
use crate::invoices::{Billing, at};
use crate::server::{Answer, Server};

/// Which of the documents a page leads to.
async fn shown<'d>(billing: &Billing, server: &Server, query: &str, documents: &[(&'d str, &Value)]) -> Vec<&'d str> {
    let call =
        server.call("GET", &format!("/fakturor?{query}")).bearer_auth(&billing.officer).header("accept", BROWSER);
    let page = Answer::of(call).await;
    assert_eq!(page.status, 200, "{query}: {}", page.body);
    let is_there =
        |one: &Value| page.body.contains(&format!("href=\"/fakturor/{}\"", one["id"].as_str().expect("an id")));
    documents.iter().filter(|(_, one)| is_there(one)).map(|(name, _)| *name).collect()
}

on_both_databases! {
    async fn each_filter_shows_what_it_says(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        billing.paid(&are, "160.79", "2026-12-01").await;
        let drafts = billing.called(&json!({ "instalment": 2 })).await;
        let of = |party: &str| drafts.iter().find(|one| one["document"]["buyer"]["party"] == party).expect("a draft").clone();
        let (next_are, next_berg) = (of("are"), of("berg"));
        billing.attest(&next_are).await.json(200);
        let all = [("are", &are), ("berg", &berg), ("next are", &next_are), ("next berg", &next_berg)];
        let now = &billing.server;
        let id = agreement(&billing);
        let (year, other) = (format!("avtal={id}&ar=2027"), format!("avtal={id}&ar=2028"));
        for (query, expected) in [
            ("", vec!["are", "berg", "next are", "next berg"]),
            ("visa=utkast", vec!["next are", "next berg"]),
            ("visa=attest", vec!["next berg"]),
            ("visa=skickade", vec!["are", "berg"]),
            ("visa=obetalda", vec!["berg"]),
            ("visa=forfallna", vec![]),
            ("visa=krediterade", vec![]),
            ("part=are", vec!["are", "next are"]),
            (year.as_str(), vec!["are", "berg", "next are", "next berg"]),
            (other.as_str(), vec![]),
        ] {
            assert_eq!(shown(&billing, now, query, &all).await, expected, "{query}");
        }
        let later = billing.server.beside("2027-03-01T09:00:00Z").await;
        assert_eq!(shown(&billing, &later, "visa=forfallna", &all).await, ["berg"], "and not what is paid");

        // What comes after one in the list is what is older.
        let fore = format!("fore={}", next_are["id"].as_str().expect("an id"));
        let older: Vec<&str> = all.iter().filter(|(_, one)| one["id"].as_str() < next_are["id"].as_str()).map(|(name, _)| *name).collect();
        assert_eq!(shown(&billing, now, &fore, &all).await, older);

        let credit = billing.post(&format!("{}/credit-notes", at(&berg)), &json!({ "reason": "Fel" })).await.json(201);
        assert_eq!(shown(&billing, now, "visa=krediterade", &all).await, Vec::<&str>::new(), "a draft takes nothing back");
        billing.issued(&credit).await;
        assert_eq!(shown(&billing, now, "visa=krediterade", &all).await, ["berg"]);
    }
}
