//! `/underlag`: the agreement in words, and every question once.

use serde_json::{Value, json};

use super::{HOSTILE, browsed, kronor, links, read};
use crate::agreements::make;
use crate::budgets::{decide, put};
use crate::databases::{Database, on_both_databases};
use crate::documents::{adding, agreement, agreement_from, example, with};
use crate::server::{Answer, Server};
use crate::versions::adopt;

async fn stored(server: &Server, document: Value) -> (String, String) {
    let address = make(server, document).await;
    adopt(server, &address, 1).await.json(200);
    (address.rsplit('/').next().expect("an id").to_owned(), address)
}

on_both_databases! {
    async fn the_example_is_read_whole(database) {
        let server = Server::still(database).await;
        let (id, address) = stored(&server, example()["request"]["agreement"].clone()).await;
        let page = read(&server, &format!("/underlag?avtal={id}&ar=2027")).await;
        for said in [
            "Version 1 gäller från 1 januari 2027 och är antagen; 1 av 10 parter har beslutat.",
            "232100-0214",
            "20 timmar per möte, 8 möten per år: ",
            "Månadslön 38 000 kr × 12, PO-pålägg 52,28 %, overhead 15 %, delat på 1 720 arbetstimmar om året.",
            "Kommunerna: vikt 50 av 100, 50,0 %",
            "Efter antal invånare den 1 november året före",
            "De som bidrar bland kommunerna täcker i förhållande till sina andelar, var och en med högst 10 % av sin andel.",
            "Region Jämtland Härjedalen täcker, högst 25 000 kr.",
            "3 % om året efter 2027.",
            "2 fakturor om året, i förskott.",
            "12 månader.",
            "1 oktober 2027, varje år: <strong>Årlig kort enkät</strong>",
            "<strong>Strukturen börjar gälla</strong> <span class=\"tag tag-w\">nästa</span>",
            "Åre kommun: KF § 1, 24 november 2026",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let result = server.get(&format!("{address}/calculation?year=2027")).await.json(200);
        let amounts = links(&page, "/sa-raknar-vi?");
        for cost in result["costs"].as_array().expect("costs") {
            let to = format!("kostnad={}", cost["id"].as_str().expect("an id"));
            let (_, shown) = amounts.iter().find(|(address, _)| address.ends_with(&to)).expect("a link");
            assert_eq!(*shown, kronor(&cost["amount"]), "{to}");
        }
    }

    async fn every_question_stands_once_with_its_proposal(database) {
        let server = Server::still(database).await;
        for document in [example()["request"]["agreement"].clone(), agreement()] {
            let (id, address) = stored(&server, document).await;
            let call = server.call("GET", &format!("{address}/findings?year=2027&version=1")).header("accept-language", "sv");
            let found = Answer::of(call).await.json(200);
            let items = found["items"].as_array().expect("items");
            let page = read(&server, &format!("/underlag?avtal={id}&ar=2027")).await;
            assert_eq!(page.matches("<details class=\"ask\"").count(), items.len(), "{page}");
            assert!(page.contains(&format!("{} frågor att ställa", items.len())), "{page}");
            for item in items {
                let proposal = item["proposal"].as_str().or(item["proposed_text"].as_str()).expect("a proposal");
                assert!(page.contains(proposal), "{item}");
            }
            let overview = read(&server, "/?ar=2027").await;
            assert!(overview.contains(&format!("Granskningen ställer {} frågor", items.len())), "{overview}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_is_told_in_words_and_a_draft_does_not_count() {
    let server = Server::still(Database::sqlite()).await;
    let (id, address) = stored(&server, agreement()).await;
    let page = async || read(&server, &format!("/underlag?avtal={id}&ar=2027")).await;
    assert!(page().await.contains("Ingen budget är antagen för 2027"));
    let budget = json!({ "changes": [{ "target": "costs/hall/amount/per_year", "value": "1200.00" }], "opening": {} });
    let at = format!("{address}/budgets/2027");
    put(&server, &at, None, &budget).await.json(201);
    let drafted = page().await;
    assert!(
        drafted.contains("En nyare budget för 2027 är under arbete") && drafted.contains(">1 000,00 kr</a>"),
        "{drafted}"
    );
    decide(&server, &at, Some("\"r1\"")).await.json(200);
    let adopted = page().await;
    assert!(adopted.contains("<li>Lokal, kronor per år: 1 000,00 → 1 200,00</li>"), "{adopted}");
    assert!(adopted.contains(">1 200,00 kr</a>") && !adopted.contains("under arbete"), "{adopted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_are_listed_and_each_can_be_read() {
    let server = Server::still(Database::sqlite()).await;
    let (id, address) = stored(&server, agreement()).await;
    let next = with(agreement_from("2028-01-01"), "/costs/0/name", json!("Större lokal"));
    assert_eq!(server.post(&format!("{address}/versions"), &json!({ "document": next })).await.status, 201);
    let first = read(&server, &format!("/underlag?avtal={id}&ar=2027")).await;
    assert!(first.contains("Version 1 (visas här)") && first.contains(">Version 2</a>"), "{first}");
    let second = read(&server, &format!("/underlag?avtal={id}&version=2&ar=2027")).await;
    assert!(second.contains("Version 2 är ett utkast som inte är antaget. Det börjar 1 januari 2028."), "{second}");
    assert!(
        second.contains("Större lokal") && links(&second, "/sa-raknar-vi?").is_empty(),
        "another version explains the year"
    );
    assert_eq!(browsed(&server, &format!("/underlag?avtal={id}&version=3")).await.status, 404);
    assert_eq!(browsed(&server, "/underlag?version=x").await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_key_and_step_has_words() {
    let server = Server::still(Database::sqlite()).await;
    let key = json!({ "type": "blend", "parts": [
        { "weight": "1", "key": { "type": "base_fee", "fees": { "municipality": "100.00", "*": "50.00" }, "remainder":
            { "type": "bounded", "min": { "are": { "percent": "5" } }, "max": { "*": { "amount": "900.00" } },
              "key": { "type": "shares", "shares": { "rjh": "1", "are": "2", "berg": "1" } } } } },
        { "weight": "3", "key": { "type": "among", "among": { "except": ["berg"] }, "key": { "type": "ref", "key": "half" } } } ] });
    let policy = json!([
        { "type": "reserve", "limit": "10.00" },
        { "type": "redistribute", "by": { "type": "equal" }, "recoverable": false },
        { "type": "guarantor", "party": "rjh", "percent": "50", "limit": "20.00" },
        { "type": "match_down", "of": { "kind": "municipality" }, "costs": ["hall"] },
        { "type": "carry_forward", "limit": "5.00" } ]);
    let document = adding(with(agreement(), "/costs/0/key", key), "", "default_policy", policy);
    let (id, _) = stored(&server, document).await;
    let page = read(&server, &format!("/underlag?avtal={id}&ar=2027")).await;
    for said in [
        "En del: vikt 3 av 4, 75,0 %",
        "Först en grundavgift (kommunerna 100 kr, alla 50 kr per år), sedan resten:",
        "Minst Åre kommun 5 %; högst alla 900 kr per år; däremellan:",
        "Åre kommun: vikt 2 av 4, 50,0 %",
        "Alla utom Bergs kommun är med:",
        "Som nyckeln",
        "Reserven täcker, högst 10 kr.",
        "De som bidrar bland alla parter täcker enligt en egen nyckel:",
        "Det som har täckts betalas inte tillbaka.",
        "Region Jämtland Härjedalen täcker 50 % av det som återstår, högst 20 kr.",
        "När kommunerna inte bidrar minskar den andra sidan i samma mån, genom mindre av: Lokal.",
        "Värden ligger ute med högst 5 kr.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_calculated_is_still_read_and_names_are_text() {
    let server = Server::still(Database::sqlite()).await;
    let (id, _) = stored(&server, with(agreement(), "/parties/1/area", json!("9999"))).await;
    let page = read(&server, &format!("/underlag?avtal={id}&ar=2027")).await;
    assert!(page.contains("2027 kan inte räknas än") && page.contains("Kommunerna: vikt 50 av 100"), "{page}");
    for (name, shown) in HOSTILE {
        let mut document = agreement();
        for place in ["/name", "/parties/0/name", "/costs/0/name"] {
            document = with(document, place, json!(name));
        }
        let references = json!([{ "label": name, "text": name }]);
        let (id, _) = stored(&server, adding(document, "", "references", references)).await;
        let page = read(&server, &format!("/underlag?avtal={id}&ar=2027")).await;
        assert!(page.matches(shown).count() >= 5, "{name}: {page}");
        assert!(!page.contains("<script>") && !page.contains("<img"), "{name}");
    }
}
