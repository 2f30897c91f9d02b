//! `/`: how far a year has come, what has come in and what is left by party, the step to take now, and what happened last.

use samfin::app::scope::Role;
use samfin::storage::parked::{self, Parked};
use serde_json::{Value, json};

use super::invoices::{key, page};
use super::year::agreement;
use crate::databases::on_both_databases;
use crate::invoices::Billing;

/// The steps that the overview of a year offers the officer: whether each is the filled one, and what it says.
pub(super) async fn steps(billing: &Billing, year: &str) -> Vec<(bool, String)> {
    let path = format!("/?ar={year}");
    buttons(&page(billing, &billing.officer, &path).await.body)
}

/// The page of 2027 as a key's holder reads it, with plain spaces.
async fn overview(billing: &Billing, key: &str) -> String {
    page(billing, key, "/?ar=2027").await.body.replace('\u{a0}', " ")
}

/// What the buttons in a page say, filled or not, in their order.
pub(super) fn buttons(page: &str) -> Vec<(bool, String)> {
    let (_, main) = page.split_once("<main").expect("a page");
    let one = |rest: &str| {
        let (class, rest) = rest.split_once('"')?;
        let (_, text) = rest.split_once('>')?;
        Some((class.contains("btn-p"), text.split_once('<')?.0.trim().to_owned()))
    };
    main.split("<p class=\"todo\"><a class=\"").skip(1).filter_map(one).collect()
}

/// The cells of a party's row.
fn row<'p>(page: &'p str, party: &str) -> Vec<&'p str> {
    let (_, table) = page.split_once("<table class=\"split").expect("the table");
    let row = table.split("<tr>").find(|row| row.contains(party)).unwrap_or_else(|| panic!("{party}: {page}"));
    let row = row.split_once("</tr>").map_or(row, |(row, _)| row);
    row.split("<td").skip(1).filter_map(|cell| cell.split_once('>')).map(|(_, cell)| cell).collect()
}

on_both_databases! {
    async fn the_overview_tells_each_role_how_the_year_stands_and_what_to_do(database) {
        let billing = Billing::new(database).await;
        let (officer, approver) = (billing.officer.clone(), billing.approver.clone());
        assert_eq!(buttons(&overview(&billing, &officer).await), [(true, "Skapa delfaktura 1".to_owned())]);
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let waits = overview(&billing, &officer).await;
        assert!(buttons(&waits).is_empty() && waits.contains("2 utkast väntar på attest av någon annan."), "{waits}");
        assert_eq!(buttons(&overview(&billing, &approver).await), [(true, "Attestera det som väntar".to_owned())]);
        let mut issued = Vec::new();
        for draft in &drafts {
            issued.push(billing.issued(draft).await);
        }
        assert_eq!(buttons(&overview(&billing, &approver).await), [], "nothing waits for the approver");
        let invoice = issued.iter().find(|one| one["document"]["buyer"]["party"] == "are").expect("Åre's");
        billing.paid(invoice, "10.00", "2026-11-20").await;

        // What is told is what the documents say.
        let list = billing.get("/api/v1/invoices?limit=200").await.json(200);
        let items = list["items"].as_array().expect("invoices");
        let ore = |text: &Value| text.as_str().map(|text| text.replace('.', "").parse::<i64>().expect("an amount"));
        let sum = |of: &str, party: Option<&str>| -> i64 {
            let own = items.iter().filter(|one| party.is_none_or(|party| one["document"]["buyer"]["party"] == party));
            own.filter_map(|one| ore(&one["payment"][of])).sum()
        };
        let whole = |ore: i64| format!("{}", (ore + 50) / 100);
        let read = overview(&billing, &officer).await;
        let plain = read.replace(' ', "");
        let figure = |name: &str, ore: i64| format!("<dt>{name}</dt><dd><strong>{}kr</strong>", whole(ore));
        for (name, ore) in [("Attbetala", sum("owed", None)), ("Betalt", 1000), ("Obetalt", sum("left", None))] {
            assert!(plain.contains(&figure(name, ore)), "{name} {ore}: {read}");
        }
        assert!(read.contains("1 av 2 delfakturor skickade"), "{read}");
        assert!(read.contains("<li class=\"done\"><strong>Budget</strong>") && read.contains("<li class=\"now\"><strong>Delfakturor</strong>"), "{read}");
        let cells = row(&read, "Åre kommun");
        assert!(cells[3].starts_with("10<") && cells[4].starts_with(&whole(sum("left", Some("are")))), "{cells:?}");

        // The newest first.
        let (_, latest) = read.split_once("Senast hänt").expect("what happened");
        let first = latest.find("Betalning registrerad").expect("the payment");
        assert!(first < latest.find("Faktura eller utbetalning utfärdad").expect("the invoices"), "{latest}");
        assert!(!latest.contains("Allt som har hänt"), "an officer does not read the log: {latest}");

        // A party's officer sees its own, a reader none, an administrator neither.
        let own = key(&billing, Role::PartyOfficer).await;
        let seen = overview(&billing, &own).await;
        assert!(row(&seen, "Åre kommun")[3].starts_with("10<") && seen.contains("<td class=\"n\">–</td>"), "{seen}");
        assert!(!seen.contains("<dl class=\"keys\">") && buttons(&seen).is_empty(), "{seen}");
        for role in [Role::Reader, Role::Admin] {
            let key = key(&billing, role).await;
            let seen = overview(&billing, &key).await;
            assert!(!seen.contains("Obetalt") && !seen.contains("Faktura eller utbetalning utfärdad") && buttons(&seen).is_empty(), "{role:?}: {seen}");
        }
        let auditor = key(&billing, Role::Auditor).await;
        let seen = overview(&billing, &auditor).await;
        assert!(seen.contains("Allt som har hänt") && seen.contains("Obetalt") && buttons(&seen).is_empty(), "{seen}");
    }

    async fn of_several_agreements_one_step_is_the_filled_one(database) {
        let billing = Billing::new(database).await;
        let document = billing.get(&format!("/api/v1/agreements/{}/versions/1", agreement(&billing))).await.json(200)["document"].clone();
        let made = billing.post("/api/v1/agreements", &json!({ "document": document })).await.json(201);
        let address = format!("/api/v1/agreements/{}", made["id"].as_str().expect("an id"));
        let decisions: Vec<Value> = document["parties"].as_array().expect("parties").iter()
            .map(|party| json!({ "party": party["id"], "reference": "KF § 1", "decided_on": "2026-11-01" })).collect();
        billing.post(&format!("{address}/versions/1/adopt"), &json!({ "decisions": decisions })).await.json(200);
        let steps = buttons(&overview(&billing, &billing.officer).await);
        assert_eq!(steps, [(true, "Skapa delfaktura 1".to_owned()), (false, "Planera året".to_owned())]);
    }

    async fn a_parked_agreement_is_told_of_on_the_overview(database) {
        let billing = Billing::new(database).await;
        let parked = Parked {
            agreement_id: agreement(&billing),
            reason_sv: "Serien är inte hel.".to_owned(),
            reason_en: "The series is not whole.".to_owned(),
            parked_at: "2026-12-01T08:00:00Z".parse().expect("a moment"),
        };
        let before = overview(&billing, &billing.officer).await;
        assert!(!before.contains("parkerat"), "{before}");
        let put = billing.server.app.db().write(parked, |tx, parked| Box::pin(async move { parked::park(tx, parked).await }));
        assert!(put.await.expect("stored"));
        let told = overview(&billing, &billing.officer).await;
        assert!(told.contains("Avtalet är parkerat") && told.contains("Serien är inte hel."), "{told}");
    }
}
