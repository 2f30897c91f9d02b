//! What is kept for programs, or in Swedish alone, is told to people: names of keys, parties and sources, and in which language a text is.

use samfin::app::scope::{Grant, Role};
use serde_json::json;

use super::invoices::page;
use super::parties::with_roles;
use super::{BROWSER, read};
use crate::agreements::make;
use crate::databases::{Database, on_both_databases};
use crate::documents::agreement;
use crate::invoices::Billing;
use crate::people::user_with;
use crate::server::{Answer, Server};

on_both_databases! {
    async fn a_document_is_swedish_on_an_english_page_and_says_so(database) {
        let billing = Billing::new(database).await;
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let draft = drafts.iter().find(|draft| draft["document"]["form"] == "invoice").expect("an invoice");
        let line = &draft["document"]["lines"][0];
        let (text, why) = (line["text"].as_str().expect("a text"), line["explanation"].as_str().expect("an explanation"));
        let address = format!("/fakturor/{}", draft["id"].as_str().expect("an id"));
        let english = async |key: &str, path: &str| {
            Answer::of(billing.call(key, "GET", path).header("accept", BROWSER).header("cookie", "lang=en")).await.body
        };
        for (key, path) in [(&billing.officer, address.as_str()), (&billing.approver, "/attest")] {
            let told = english(key, path).await;
            for swedish in [text, why] {
                assert!(told.contains(&format!("<span lang=\"sv\">{swedish}</span>")), "{swedish}: {told}");
                assert_eq!(told.matches(swedish).count(), told.matches(&format!("lang=\"sv\">{swedish}")).count(), "{path}: {told}");
            }
        }
        let swedish = page(&billing, &billing.officer, &address).await.body;
        assert!(swedish.contains(why) && !swedish.contains("<span lang=\"sv\">"), "{swedish}");
    }

    async fn whoever_is_trusted_with_a_party_is_shown_by_its_name(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        let id = address.rsplit('/').next().expect("an id").to_owned();
        let grant = Grant { agreement: Some(id), party: Some("are".to_owned()), ..Grant::everywhere(Role::PartyOfficer) };
        let user = user_with(&server, "kim", vec![grant]).await;
        let one = format!("/anvandare/{}", user.account.id);
        let server = server.seen_by(with_roles(&[(Role::Admin, None)]));
        for path in ["/anvandare", one.as_str()] {
            let page = read(&server, path).await;
            assert!(page.contains("(Åre kommun), Seminarium") && !page.contains("(are)"), "{path}: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_called_by_what_it_does_and_an_assumption_is_called_so() {
    let server = Server::still(Database::sqlite()).await;
    let id = make(&server, agreement()).await;
    let id = id.rsplit('/').next().expect("an id");
    let page = read(&server, &format!("/underlag?avtal={id}&ar=2027")).await;
    assert!(page.contains("<a href=\"#nyckel-0\">Hälften var</a>"), "{page}");
    assert!(page.contains("<h3>Hälften var <span class=\"u\">(half)</span></h3>"), "{page}");
    let call = server.call("GET", &format!("/underlag?avtal={id}&ar=2027")).header("accept", BROWSER);
    let english = Answer::of(call.header("cookie", "lang=en")).await.body;
    assert!(english.contains("<a href=\"#nyckel-0\">Half each</a>"), "{english}");

    let value = json!({ "for": "2321", "date": "2026-11-01", "value": "12800", "source": "assumption" });
    let stored = server.post("/api/v1/statistics/population/observations", &value).await;
    assert!(matches!(stored.status, 200 | 201), "{}", stored.body);
    let page = read(&server, "/statistik/population?plats=2321&dag=2026-11-01").await;
    assert!(page.matches("antagande").count() == 2 && !page.contains("assumption"), "{page}");
}
