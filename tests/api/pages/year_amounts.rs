//! `/ar/{year}` and the pages below it: what stands in their tables is what is so, for the host and for what exceeds its budget.

use samfin::app::scope::Role;
use serde_json::json;

use super::invoices::{key, page, sent};
use super::year::agreement;
use crate::databases::on_both_databases;
use crate::invoices::Billing;

/// A page as an officer reads it, with ordinary spaces and minus signs.
async fn read(billing: &Billing, path: &str) -> String {
    read_by(billing, &billing.officer, path).await
}

async fn read_by(billing: &Billing, key: &str, path: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    let page = page(billing, key, &format!("{path}{joint}avtal={}", agreement(billing))).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page.body.replace('\u{a0}', " ").replace('\u{2212}', "-")
}

/// What stands in a column of a table, from the first row to the sum.
fn column(page: &str, name: &str) -> Vec<String> {
    let start = format!("data-name=\"{name}\">");
    let text = |cell: &str| cell.split('<').next().expect("text").to_owned();
    page.split(start.as_str()).skip(1).map(text).collect()
}

on_both_databases! {
    async fn the_host_is_not_told_to_have_been_invoiced(database) {
        let billing = Billing::new(database).await;
        let asked = async || column(&read(&billing, "/ar/2027").await, "I delfakturor");
        assert_eq!(asked().await, ["egen del", "0,00 kr", "0,00 kr", "0,00 kr"]);
        billing.called(&json!({ "instalment": 1 })).await;
        assert_eq!(asked().await, ["egen del", "160,79 kr", "89,21 kr", "250,00 kr"]);
        let page = read(&billing, "/ar/2027").await;
        assert!(page.contains("även utkast och rättelser"), "that drafts count: {page}");

        let id = agreement(&billing);
        let look = [
            ("gor", "se"), ("avtal", id.as_str()), ("part", "are"), ("procent", "60"), ("orsak", "partial_budget"),
            ("dag", "2026-11-24"), ("beslut", "KF § 188"),
        ];
        let looked = sent(&billing, &billing.officer, "/ar/2027/bidrag", &look).await.body.replace('\u{a0}', " ");
        assert_eq!(column(&looked, "I delfakturor"), ["egen del", "160,79 kr", "89,21 kr"]);
    }

    async fn settling_says_what_the_host_bears_what_has_no_outcome_and_that_the_year_goes_on(database) {
        let billing = Billing::new(database).await;
        let before = read(&billing, "/ar/2027/slutavrakning").await;
        assert!(before.contains("2027 pågår till och med 31 december 2027."), "{before}");
        assert!(before.contains("En kostnad saknar utfall och räknas som i budgeten: Lokal."), "{before}");
        assert!(!before.contains("bär själv"), "the host bears what was budgeted: {before}");
        assert!(before.contains("name=\"avtryck-invoice\""), "it stands in the way of nothing: {before}");

        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let waiting = read(&billing, "/ar/2027/slutavrakning").await;
        for (draft, party) in drafts.iter().zip(["Åre kommun", "Bergs kommun"]) {
            let link = format!("<a href=\"/fakturor/{}\">{party}, ", draft["id"].as_str().expect("an id"));
            assert!(waiting.contains(&link), "{link}: {waiting}");
        }
        let reader = key(&billing, Role::Reader).await;
        let read_only = read_by(&billing, &reader, "/ar/2027/slutavrakning").await;
        assert!(read_only.contains("2 utkast måste utfärdas") && !read_only.contains("href=\"/fakturor/"), "{read_only}");

        for draft in &drafts {
            billing.issued(draft).await;
        }
        billing.hall_came_to(&billing.year, "1100.00").await;
        let told = read(&billing, "/ar/2027/slutavrakning").await;
        let sentence = "Region Jämtland Härjedalen bär själv 50,00 kr mer än i budgeten.";
        assert_eq!(told.matches(sentence).count(), 2, "above, and among the parties: {told}");
        assert!(!told.contains("saknar utfall"), "{told}");
        billing.hall_came_to(&billing.year, "900.00").await;
        let told = read(&billing, "/ar/2027/slutavrakning").await;
        assert!(told.contains("Region Jämtland Härjedalen bär själv 50,00 kr mindre än i budgeten."), "{told}");
    }

    async fn what_exceeds_its_budget_is_said_and_a_settled_year_shows_what_it_was_settled_at(database) {
        let billing = Billing::new(database).await;
        let none = read(&billing, "/ar/2027/utfall").await;
        assert!(none.contains("Prognosen är budgeten.") && !none.contains("av budgeten</span>"), "{none}");
        billing.issue_parts(&billing.year, &[1, 2]).await;
        billing.hall_came_to(&billing.year, "1450.00").await;
        let running = read(&billing, "/ar/2027/utfall").await;
        assert!(running.contains("Prognosen för året är 2 286 kr, 1 286 kr mer än budgeten."), "{running}");
        assert!(running.contains("145 % av budgeten"), "{running}");
        assert_eq!(column(&running, "Budget"), ["1 000 kr", "1 000 kr"]);
        // What is known through the first of March is a part of the year.
        assert_eq!(column(&running, "Prognos"), ["2 286 kr", "2 286 kr"]);
        billing.settle(&billing.year, 2, "invoice").await;
        let settled = read(&billing, "/ar/2027/utfall").await;
        assert!(settled.contains("Året slutade på 1 450 kr, 450 kr mer än budgeten."), "{settled}");
        assert_eq!(column(&settled, "Budget"), ["1 000 kr", "1 000 kr"]);
        assert_eq!(column(&settled, "Slutavräknat"), ["1 450 kr", "1 450 kr"]);
    }

    async fn every_entry_can_be_reached(database) {
        let billing = Billing::new(database).await;
        let entry = |number: usize| json!({ "cost": "hall", "date": "2027-03-01", "what": format!("Post {number:03}"), "amount": "1.00" });
        let entries: Vec<_> = (0..150).map(entry).collect();
        billing.post(&format!("{}/outcome", billing.year), &json!({ "entries": entries })).await.json(200);
        let first = read(&billing, "/ar/2027/utfall").await;
        assert!(first.contains("1 till 100 av 150, de senaste först") && !first.contains("Visa nyare poster"), "{first}");
        let id = agreement(&billing);
        assert!(first.contains(&format!("href=\"/ar/2027/utfall?avtal={id}&amp;efter=100#poster\">Visa äldre poster")), "{first}");
        let rest = read(&billing, "/ar/2027/utfall?efter=100").await;
        assert!(rest.contains("101 till 150 av 150") && !rest.contains("Visa äldre poster") && rest.contains("efter=0#poster"), "{rest}");
        let shown = |page: &str| page.matches(">Post ").count();
        assert_eq!((shown(&first), shown(&rest)), (100, 50));
        let wrong = page(&billing, &billing.officer, &format!("/ar/2027/utfall?avtal={id}&efter=många")).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
    }

    async fn a_form_says_what_is_wrong_in_words_of_its_own(database) {
        let billing = Billing::new(database).await;
        let (id, officer) = (agreement(&billing), &billing.officer);
        let outcome = async |given: &[(&str, &str)]| {
            let mut fields = vec![("gor", "lagg-till"), ("avtal", id.as_str()), ("kostnad", "hall"), ("dag", "2027-03-01")];
            fields.extend(given);
            let refused = sent(&billing, officer, "/ar/2027/utfall", &fields).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
            refused.body.replace('\u{a0}', " ")
        };
        let hours = outcome(&[("timmar", "sju"), ("belopp", "")]).await;
        assert!(hours.contains("Skriv ett tal med siffror, till exempel 1 234,50.") && !hours.contains("exponent"), "{hours}");
        for given in [[("timmar", ""), ("belopp", "")], [("timmar", "7,5"), ("belopp", "100")]] {
            let either = outcome(&given).await;
            assert!(either.contains("Skriv antingen timmar eller ett belopp.") && !either.contains("&quot;amount&quot;"), "{either}");
        }
        let nobody = [("gor", "se"), ("avtal", id.as_str()), ("part", ""), ("procent", "60"), ("orsak", "dispute"), ("dag", "2026-11-24"), ("beslut", "§")];
        let nobody = sent(&billing, officer, "/ar/2027/bidrag", &nobody).await;
        assert!(nobody.status == 422 && nobody.body.contains("Fyll i det här.") && !nobody.body.contains("a–z"), "{}", nobody.body);
    }
}
