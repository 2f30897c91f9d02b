//! `/ar/{year}`: in every state there is exactly one filled button while something is left to do, and it is the right one.

use serde_json::{Value, json};

use super::invoices::{page, sent};
use super::overview;
use super::year::{agreement, hidden};
use crate::databases::on_both_databases;
use crate::invoices::{Billing, asked};

/// What the page's filled button says; there must be one.
async fn filled(billing: &Billing, path: &str) -> String {
    let year = path.strip_prefix("/ar/").filter(|year| !year.contains('/'));
    let path = format!("{path}?avtal={}", agreement(billing));
    let page = page(billing, &billing.officer, &path).await.body;
    let (_, main) = page.split_once("<main").unwrap_or_else(|| panic!("{page}"));
    let buttons: Vec<&str> = main.split("class=\"btn btn-p\"").skip(1).collect();
    assert_eq!(buttons.len(), 1, "{path}: {page}");
    let (_, text) = buttons[0].split_once('>').expect("its text");
    let text = text.split_once('<').expect("its end").0.trim().to_owned();
    // The overview leads to the same step.
    if let Some(year) = year {
        assert_eq!(overview::steps(billing, year).await, [(true, text.clone())]);
    }
    text
}

/// The page of a year in which the officer has nothing to do now, here or on the overview.
async fn nothing_to_do(billing: &Billing, path: &str) -> String {
    let page = page(billing, &billing.officer, &format!("{path}?avtal={}", agreement(billing))).await.body;
    assert!(!page.contains("btn-p"), "{path}: {page}");
    if path == "/ar/2027" {
        assert_eq!(overview::steps(billing, "2027").await, []);
    }
    page
}

on_both_databases! {
    async fn every_state_of_a_year_has_one_step_to_take_now(database) {
        let billing = Billing::new(database).await;
        let (id, year) = (agreement(&billing), billing.year.clone());
        assert_eq!(filled(&billing, "/ar/2028").await, "Planera året");
        let next = billing.of_year(2028);
        let preview = billing.get(&format!("{next}/preview")).await.json(200);
        billing.post(&format!("{next}/plan"), &json!({ "fingerprint": preview["fingerprint"] })).await.json(201);
        assert_eq!(filled(&billing, "/ar/2028").await, "Fastställ budget");
        let decision = |party| json!({ "party": party, "contributes_percent": "60", "cause": "partial_budget", "decided_on": "2026-11-24", "reference": "KF § 188" });
        billing.post(&format!("{next}/contributions"), &decision("are")).await.json(201);
        assert_eq!(filled(&billing, "/ar/2028").await, "Planera om");

        assert_eq!(filled(&billing, "/ar/2027").await, "Skapa delfaktura 1");
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let waits = nothing_to_do(&billing, "/ar/2027").await;
        assert!(waits.contains("2 utkast väntar på attest av någon annan.") && waits.contains("2 utkast, som väntar på attest<"), "{waits}");
        let attested = billing.attest(&drafts[0]).await.json(200);
        assert_eq!(filled(&billing, "/ar/2027").await, "Ta hand om utkasten");
        let shown = page(&billing, &billing.officer, &format!("/ar/2027?avtal={id}")).await.body;
        assert!(shown.contains("2 utkast, varav 1 väntar på attest<") && !shown.contains("väntar på attest av någon annan"), "{shown}");
        billing.issue(&attested, "first").await.json(200);
        let waits = nothing_to_do(&billing, "/ar/2027").await;
        assert!(waits.contains("Ett utkast väntar på attest av någon annan.") && waits.contains("1 utfärdad, 1 utkast, som väntar på attest<"), "{waits}");
        billing.issued(&drafts[1]).await;
        assert_eq!(filled(&billing, "/ar/2027").await, "Skapa delfaktura 2");
        billing.issue_parts(&year, &[2]).await;
        assert_eq!(filled(&billing, "/ar/2027").await, "Registrera utfall");

        billing.post(&format!("{year}/contributions"), &decision("berg")).await.json(201);
        assert_eq!(filled(&billing, "/ar/2027").await, "Rätta året");
        assert_eq!(filled(&billing, "/ar/2027/slutavrakning").await, "Rätta året först");
        let shown = page(&billing, &billing.officer, &format!("/ar/2027?avtal={id}")).await.body;
        let correct = [("gor", "ratta"), ("avtal", id.as_str()), ("avtryck", &hidden(&shown, "avtryck")), ("revision", &hidden(&shown, "revision")), ("skal", "Bergs beslut")];
        assert_eq!(sent(&billing, &billing.officer, "/ar/2027", &correct).await.status, 303);
        assert_eq!(filled(&billing, "/ar/2027").await, "Registrera utfall");

        // What was corrected may be asked for at once.
        let shown = page(&billing, &billing.officer, &format!("/ar/2027?avtal={id}")).await.body;
        assert!(shown.contains("Fakturera skillnaden nu"), "{shown}");
        let call = [("gor", "skillnad"), ("avtal", id.as_str()), ("del", "2"), ("nyckel", "s")];
        assert_eq!(sent(&billing, &billing.officer, "/ar/2027", &call).await.status, 303);
        // What came out does not wait for those who attest.
        assert_eq!(filled(&billing, "/ar/2027").await, "Registrera utfall");
        assert!(nothing_to_do(&billing, "/ar/2027/slutavrakning").await.contains("utkast väntar på attest av någon annan."));
        let list = billing.get(&format!("/api/v1/invoices?agreement={id}&year=2027&status=draft")).await.json(200);
        let drafts = list["items"].as_array().expect("drafts");
        let attested = billing.attest(&drafts[0]).await.json(200);
        assert_eq!(filled(&billing, "/ar/2027").await, "Ta hand om utkasten");
        assert_eq!(filled(&billing, "/ar/2027/slutavrakning").await, "Ta hand om utkasten");
        billing.issue(&attested, "correction").await.json(200);
        for draft in &drafts[1..] {
            billing.issued(draft).await;
        }
        let shown = page(&billing, &billing.officer, &format!("/ar/2027?avtal={id}")).await.body;
        assert!(!shown.contains("Fakturera skillnaden nu"), "nothing differs any more: {shown}");
        assert_eq!(filled(&billing, "/ar/2027").await, "Registrera utfall");
        billing.hall_came_to(&year, "1100.00").await;
        assert_eq!(filled(&billing, "/ar/2027").await, "Gör slutavräkning");
        assert_eq!(filled(&billing, "/ar/2027/slutavrakning").await, "Gör slutavräkning");
        let settled = billing.settle(&year, 3, "invoice").await;
        let drafts = settled["call"]["documents"].as_array().expect("documents");
        for path in ["/ar/2027", "/ar/2027/slutavrakning"] {
            assert!(nothing_to_do(&billing, path).await.contains("2 utkast väntar på attest av någon annan."));
        }
        let attested = billing.attest(&drafts[0]).await.json(200);
        assert_eq!(filled(&billing, "/ar/2027").await, "Ta hand om utkasten");
        assert_eq!(filled(&billing, "/ar/2027/slutavrakning").await, "Ta hand om utkasten");
        billing.issue(&attested, "settled").await.json(200);
        for draft in &drafts[1..] {
            billing.issued(draft).await;
        }
        assert_eq!(filled(&billing, "/ar/2027").await, "Stäng året");
        assert_eq!(filled(&billing, "/ar/2027/slutavrakning").await, "Stäng året");
        let close = [("gor", "stang"), ("avtal", id.as_str()), ("bekrafta", "2027"), ("revision", "4")];
        assert_eq!(sent(&billing, &billing.officer, "/ar/2027/slutavrakning", &close).await.status, 303);
        for path in ["/ar/2027", "/ar/2027/slutavrakning"] {
            let closed = page(&billing, &billing.officer, &format!("{path}?avtal={id}")).await.body;
            assert!(!closed.contains("btn-p"), "nothing is left to do: {closed}");
        }
    }

    async fn an_instalment_that_lost_a_draft_can_be_made_again_or_comes_with_the_next(database) {
        let billing = Billing::new(database).await;
        let id = agreement(&billing);
        let discard = async |draft: &Value| {
            let address = format!("/fakturor/{}", draft["id"].as_str().expect("an id"));
            let shown = page(&billing, &billing.officer, &address).await.body;
            assert!(shown.contains("Beloppet kommer med när delfakturan skapas på nytt, annars i nästa delfaktura eller i slutavräkningen."), "{shown}");
            let no_reason = sent(&billing, &billing.officer, &address, &[("gor", "kassera"), ("ja", "1"), ("revision", "1")]).await;
            assert!(no_reason.status == 422 && no_reason.body.contains("id=\"kassera-skal-fel\""), "{}", no_reason.body);
            assert_eq!(sent(&billing, &billing.officer, &address, &[("gor", "kassera"), ("ja", "1"), ("skal", "Fel"), ("revision", "1")]).await.status, 303);
        };
        let year = async || page(&billing, &billing.officer, &format!("/ar/2027?avtal={id}")).await.body;
        let again = |part: i32| format!("Skapa delfaktura {part} på nytt");
        let first = billing.called(&json!({ "instalment": 1 })).await;
        billing.issued(&first[0]).await;
        assert!(year().await.contains(&again(1)), "a draft can follow what changes");
        discard(&first[1]).await;
        assert!(year().await.contains(&again(1)), "Berg has no invoice");
        assert_eq!(filled(&billing, "/ar/2027").await, "Skapa delfaktura 2");

        // With the next instalment comes what the first lost, and nothing is left to make again.
        let second = billing.called(&json!({ "instalment": 2 })).await;
        assert_eq!(asked(&second), [("are", "invoice", "160.79"), ("berg", "invoice", "178.42")]);
        assert!(!year().await.contains(&again(1)));
        for draft in &second {
            discard(draft).await;
        }
        let call = [("gor", "skapa"), ("avtal", id.as_str()), ("del", "1"), ("nyckel", "g")];
        assert_eq!(sent(&billing, &billing.officer, "/ar/2027", &call).await.status, 303);
        let made = billing.called(&json!({ "instalment": 1 })).await;
        assert_eq!(asked(&made), [("are", "invoice", "160.79"), ("berg", "invoice", "89.21")]);
        let berg = made.iter().find(|one| one["status"] == "draft").expect("Berg's");
        billing.issued(berg).await;
        assert!(!year().await.contains(&again(1)), "all of it is there");

        // Of the last instalment it comes with the settlement, if nobody makes it again.
        let last = billing.called(&json!({ "instalment": 2 })).await;
        billing.issued(&last[0]).await;
        discard(&last[1]).await;
        assert!(year().await.contains(&again(2)));
        let settle = page(&billing, &billing.officer, &format!("/ar/2027/slutavrakning?avtal={id}")).await.body.replace('\u{a0}', " ");
        assert!(settle.contains("Bergs kommun får en tilläggsfaktura på 89,21 kr"), "{settle}");
    }
}
