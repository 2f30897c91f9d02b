//! `/installningar`: reference rates, and the layouts of files, by those who may.

use samfin::app::scope::Role;
use serde_json::{Value, json};

use super::BROWSER;
use super::invoices::{key, page, sent, stored};
use super::year::hidden;
use crate::databases::on_both_databases;
use crate::invoices::Billing;

const RATES: &str = "/installningar/referensrantor";

/// The id of the one who issues, and the page of its layouts.
async fn host(billing: &Billing) -> (String, String) {
    let found = billing.get("/api/v1/organisations?organisation_number=232100-0214").await.json(200);
    let id = found["items"][0]["id"].as_str().expect("an id").to_owned();
    let page = format!("/installningar/organisationer/{id}/layouter");
    (id, page)
}

async fn kept(billing: &Billing, id: &str) -> Value {
    billing.get(&format!("/api/v1/organisations/{id}/export-layouts")).await.json(200)["items"].clone()
}

fn layout<'f>(step: &'f str, name: &'f str, changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![
        ("gor", step),
        ("namn", name),
        ("till", "ledger"),
        ("plats", "2"),
        ("kolumn", "amount"),
        ("rubrik", ""),
        ("plats", "3"),
        ("kolumn", ""),
        ("rubrik", ""),
        ("plats", "1"),
        ("kolumn", "date"),
        ("rubrik", "Datum"),
        ("skilje", "tab"),
        ("decimal", "point"),
        ("dag", "iso"),
        ("tecken", "utf-8"),
        ("rubriker", "1"),
    ];
    for (field, value) in changed {
        fields.retain(|(known, _)| known != field);
        fields.push((field, value));
    }
    fields
}

on_both_databases! {
    async fn a_rate_is_entered_for_a_half_year_by_an_officer(database) {
        let billing = Billing::new(database).await;
        let officer = &billing.officer;
        let empty = page(&billing, officer, RATES).await.body;
        assert!(empty.contains("Ingen referensränta är inskriven") && empty.contains("<option value=\"2025-01-01\" selected>"), "{empty}");
        let before = stored(&billing).await;
        for (fields, wrong) in [
            ([("fran", "2026-07-01"), ("procent", "mycket")], "procent-fel"), ([("fran", "2026-07-01"), ("procent", "101")], "procent-fel"),
            ([("fran", "2026-07-02"), ("procent", "2,5")], "fran-fel"),
        ] {
            let refused = sent(&billing, officer, RATES, &fields).await;
            assert!(refused.status == 422 && refused.body.contains(wrong), "{wrong}: {}", refused.body);
        }
        assert_eq!(stored(&billing).await, before);
        for _ in 0..2 {
            let done = sent(&billing, officer, RATES, &[("fran", "2026-07-01"), ("procent", "2,75"), ("nyckel", "a")]).await;
            assert_eq!((done.status, done.header("location")), (303, Some(RATES)), "{}", done.body);
        }
        let rates = billing.get("/api/v1/reference-rates").await.json(200)["items"].clone();
        assert_eq!((rates.as_array().map(Vec::len), &rates[0]["percent"]), (Some(1), &json!("2.75")));
        let shown = page(&billing, officer, RATES).await.body.replace('\u{a0}', " ");
        assert!(shown.contains("Nu gäller 2,75 %."), "{shown}");
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let before = stored(&billing).await;
            let shown = page(&billing, &key, RATES).await;
            let sees = !matches!(role, Role::Admin | Role::Reader);
            assert_eq!(shown.status, if sees { 200 } else { 403 }, "{role:?}");
            assert_eq!(shown.body.contains("name=\"procent\""), role == Role::Officer, "{role:?}");
            if role != Role::Officer {
                assert_eq!(sent(&billing, &key, RATES, &[("fran", "2026-07-01"), ("procent", "3")]).await.status, 403, "{role:?}");
            }
            assert_eq!(stored(&billing).await, before, "{role:?} has changed something");
        }
    }

    async fn a_layout_is_kept_changed_used_and_deleted(database) {
        let billing = Billing::new(database).await;
        let officer = &billing.officer;
        billing.issue_parts(&billing.year, &[1]).await;
        let (id, path) = host(&billing).await;
        let before = stored(&billing).await;
        for (fields, wrong) in [
            (layout("ny", "Bok!", &[]), "ny-namn-fel"), (layout("ny", "bok", &[("kolumn", "dag")]), "ny-kolumner-fel"),
            (layout("ny", "bok", &[("skilje", "x")]), "ny-skilje-fel"), (layout("ny", "bok", &[("till", "invoices"), ("kolumn", ""), ("rubrik", "")]), "ny-kolumner-fel"),
        ] {
            let refused = sent(&billing, officer, &path, &fields).await;
            assert!(refused.status == 422 && refused.body.contains(wrong), "{wrong}: {}", refused.body);
        }
        assert_eq!(stored(&billing).await, before);
        for _ in 0..2 {
            assert_eq!(sent(&billing, officer, &path, &layout("ny", "bok", &[("nyckel", "a")])).await.status, 303);
        }
        let expected = json!({ "columns": [{ "column": "date", "head": "Datum" }, { "column": "amount" }], "separator": "tab", "decimal": "point", "heads": true });
        let one = kept(&billing, &id).await[0].clone();
        assert_eq!((&one["name"], &one["ledger"], &one["revision"]), (&json!("bok"), &expected, &json!(1)));
        assert_eq!(sent(&billing, officer, &path, &layout("ny", "bok", &[])).await.status, 412, "there is one of that name");
        let shown = page(&billing, officer, &path).await.body;
        assert!(shown.contains("<option value=\"date\" selected>Datum</option>") && shown.contains("name=\"rubrik\" value=\"Datum\""), "{shown}");
        assert!(shown.contains("<option value=\"amount\" selected>Belopp, debet över noll</option>") && hidden(&shown, "revision") == "1", "{shown}");

        let settings = page(&billing, officer, "/installningar").await.body;
        assert!(settings.contains("<option value=\"bok\">bok (Region Jämtland Härjedalen)</option>"), "{settings}");
        let books = |layout: &str| format!("/installningar/bokforing?utstallare=232100-0214&fran=2026-01-01&till=2027-12-31&form=csv&layout={layout}");
        let file = billing.call(officer, "GET", &books("bok")).header("accept", BROWSER).send().await.expect("an answer");
        let file = file.text().await.expect("text");
        let rows: Vec<&str> = file.lines().collect();
        assert!(rows.len() == 5 && rows[..2] == ["Datum\tamount", "2026-12-01\t160.79"], "{file}");
        assert_eq!(page(&billing, officer, &books("annan")).await.status, 422);
        assert_eq!(page(&billing, officer, &books("A!")).await.status, 422);

        let change = layout("skriv", "bok", &[("kolumn", "amount"), ("rubrik", "Belopp"), ("revision", "1")]);
        assert_eq!(sent(&billing, officer, &path, &change).await.status, 303);
        let stale = sent(&billing, officer, &path, &layout("skriv", "bok", &[("kolumn", "number"), ("rubrik", ""), ("revision", "1")])).await;
        assert!(stale.status == 412 && stale.body.contains("<option value=\"number\" selected>") && stale.body.contains("Nu står det: Belopp, debet över noll (Belopp)"), "{}", stale.body);
        let unsure = sent(&billing, officer, &path, &[("gor", "ta-bort"), ("namn", "bok"), ("revision", "2")]).await;
        assert!(unsure.status == 422 && unsure.body.contains("id=\"ta-bort-ja-bok-fel\""), "{}", unsure.body);
        let no_reason = sent(&billing, officer, &path, &[("gor", "ta-bort"), ("namn", "bok"), ("ja", "1"), ("revision", "2")]).await;
        assert!(no_reason.status == 422 && no_reason.body.contains("id=\"ta-bort-skal-bok-fel\""), "{}", no_reason.body);
        assert_eq!(kept(&billing, &id).await.as_array().map(Vec::len), Some(1));
        assert_eq!(sent(&billing, officer, &path, &[("gor", "ta-bort"), ("namn", "bok"), ("ja", "1"), ("skal", "Används inte"), ("revision", "2")]).await.status, 303);
        assert_eq!(kept(&billing, &id).await, json!([]));
    }

    async fn layouts_are_read_by_those_who_read_organisations_and_written_by_officers(database) {
        let billing = Billing::new(database).await;
        let (_, path) = host(&billing).await;
        assert_eq!(sent(&billing, &billing.officer, &path, &layout("ny", "bok", &[])).await.status, 303);
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let before = stored(&billing).await;
            let shown = page(&billing, &key, &path).await;
            let sees = !matches!(role, Role::PartyOfficer | Role::Reader);
            assert_eq!(shown.status, if sees { 200 } else { 403 }, "{role:?}: {}", shown.body);
            assert_eq!(shown.body.contains("class=\"fold\""), role == Role::Officer, "{role:?}");
            if role != Role::Officer {
                for fields in [layout("ny", "en", &[]), layout("skriv", "bok", &[("revision", "1")]), layout("ta-bort", "bok", &[("ja", "1"), ("revision", "1")])] {
                    assert_eq!(sent(&billing, &key, &path, &fields).await.status, 403, "{role:?}");
                }
            }
            assert_eq!(stored(&billing).await, before, "{role:?} has changed something");
        }
    }
}
