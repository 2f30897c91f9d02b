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
            // Of the only agreement there is, and what a form that nobody has filled in sends.
            ("ar=2028", vec![]),
            ("ar=2027&part=berg", vec!["berg", "next berg"]),
            ("avtal=&ar=&part=", vec!["are", "berg", "next are", "next berg"]),
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

    async fn the_form_offers_what_there_is_and_says_what_is_missing(database) {
        let billing = Billing::new(database).await;
        let id = agreement(&billing);
        billing.first_part().await;
        let list = async |path: &str| {
            let call = billing.server.call("GET", path).bearer_auth(&billing.officer).header("accept", BROWSER);
            Answer::of(call).await
        };
        let shown = list("/fakturor?visa=skickade&ar=2027&part=are").await.body;
        for said in [
            "name=\"visa\" value=\"skickade\"", "<option value=\"2027\" selected>2027</option>", "<option value=\"are\" selected>Åre kommun</option>",
            "Här visas bara 2027, Åre kommun.",
        ] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert!(shown.contains(&format!("type=\"hidden\" name=\"avtal\" value=\"{id}\"")), "{shown}");
        assert!(!list(&format!("/fakturor?avtal={id}")).await.body.contains("Här visas bara"), "the only one leaves nothing out");
        // With two agreements a year alone is no year of anything.
        let document = billing.get(&format!("/api/v1/agreements/{id}/versions/1")).await.json(200)["document"].clone();
        let mut other = document.clone();
        other["name"] = json!("Ett annat avtal");
        billing.post("/api/v1/agreements", &json!({ "document": other })).await.json(201);
        let refused = list("/fakturor?ar=2027").await;
        assert!(refused.status == 422 && refused.body.contains("välj också vilket avtals år"), "{}: {}", refused.status, refused.body);
        for path in ["/fakturor.csv?ar=2027", "/fakturor?part=%3F", "/fakturor?fore=x"] {
            assert_eq!(list(path).await.status, 422, "{path}");
        }
        let shown = list(&format!("/fakturor?avtal={id}&ar=2027")).await.body;
        assert!(shown.contains(">Ett annat avtal</option>") && shown.contains("<option value=\"2027\" selected"), "{shown}");
    }
}
