//! `/ar/{year}`: in every state there is exactly one filled button while something is left to do, and it is the right one.

use serde_json::json;

use super::invoices::{page, sent};
use super::overview;
use super::year::{agreement, hidden};
use crate::databases::on_both_databases;
use crate::invoices::Billing;

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
        assert_eq!(filled(&billing, "/ar/2027").await, "Attestera och utfärda utkasten");
        for draft in &drafts {
            billing.issued(draft).await;
        }
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
        assert_eq!(filled(&billing, "/ar/2027").await, "Attestera och utfärda utkasten");
        assert_eq!(filled(&billing, "/ar/2027/slutavrakning").await, "Attestera och utfärda utkasten");
        let list = billing.get(&format!("/api/v1/invoices?agreement={id}&year=2027&status=draft")).await.json(200);
        for draft in list["items"].as_array().expect("drafts") {
            billing.issued(draft).await;
        }
        let shown = page(&billing, &billing.officer, &format!("/ar/2027?avtal={id}")).await.body;
        assert!(!shown.contains("Fakturera skillnaden nu"), "nothing differs any more: {shown}");
        assert_eq!(filled(&billing, "/ar/2027").await, "Registrera utfall");
        billing.hall_came_to(&year, "1100.00").await;
        assert_eq!(filled(&billing, "/ar/2027").await, "Gör slutavräkning");
        assert_eq!(filled(&billing, "/ar/2027/slutavrakning").await, "Gör slutavräkning");
        let settled = billing.settle(&year, 3, "invoice").await;
        assert_eq!(filled(&billing, "/ar/2027").await, "Attestera och utfärda utkasten");
        assert_eq!(filled(&billing, "/ar/2027/slutavrakning").await, "Attestera och utfärda utkasten");
        for draft in settled["call"]["documents"].as_array().expect("documents") {
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
}
