//! `/ar/{year}/utfall/importera`: outcome from a file in the same four steps as statistics.

use samfin::app::scope::Role;

use super::importing::chosen;
use super::invoices::{key, page, sent, stored};
use super::payments::led;
use crate::databases::on_both_databases;
use crate::dump::Dump;
use crate::invoices::Billing;
use crate::people::browser;
use crate::server::Answer;

const BOUNDARY: &str = "x7";

async fn uploaded(billing: &Billing, key: &str, path: &str, content: &str) -> Answer {
    let body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"tid.csv\"\r\n\r\n{content}\r\n--{BOUNDARY}--\r\n"
    );
    let call = browser(&billing.server, "POST", path).header("sec-fetch-site", "same-origin").bearer_auth(key);
    Answer::of(call.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}")).body(body)).await
}

/// What is stored but for the files on their way in and the trail.
async fn kept(billing: &Billing) -> Dump {
    let mut kept = stored(billing).await;
    kept.retain(|table, _| !table.starts_with("uploads") && !table.starts_with("audit"));
    kept
}

on_both_databases! {
    async fn outcome_is_mapped_reviewed_and_stored_whole_or_not_at_all(database) {
        let billing = Billing::new(database).await;
        let id = billing.year.split('/').nth(4).expect("an id").to_owned();
        let officer = billing.officer.clone();
        let choose = format!("/ar/2027/utfall/importera?avtal={id}");
        assert!(page(&billing, &officer, &format!("/ar/2027/utfall?avtal={id}")).await.body.contains(&format!("href=\"{choose}\"")));
        let costs = billing.get(&format!("{}/outcome", billing.year)).await.json(200);
        let cost = costs["costs"][0]["cost"].as_str().expect("a cost");
        let before = kept(&billing).await;
        let file = |rows: &str| format!("Tidrapport 2027\nKostnad;Datum;Möte;Belopp\n{rows}");
        let to = led(&uploaded(&billing, &officer, &choose, &file(&format!("{cost};2026-03-01;Beredning;1 100,50\nbil;2027-03-02;;5\n"))).await);
        let columns = page(&billing, &officer, &to).await.body;
        let fields = ["kostnad", "samma-kostnad", "datum", "vad", "timmar", "belopp", "tecken"].map(|field| (field, chosen(&columns, field)));
        assert_eq!(fields.each_ref().map(|(_, value)| value.as_str()), ["1", "", "2", "3", "", "4", ""]);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut twice = fields.clone();
        twice[1] = ("samma-kostnad", cost);
        let refused = sent(&billing, &officer, &to, &twice).await;
        assert!(refused.status == 422 && refused.body.contains("id=\"samma-kostnad-fel\""), "{}", refused.body);
        let review = led(&sent(&billing, &officer, &to, &fields).await);
        let shown = page(&billing, &officer, &review).await.body;
        assert!(shown.contains("2 celler är fel") && shown.contains("dagen ska ligga i 2027") && shown.contains("Avtalet har ingen sådan kostnad"), "{shown}");
        assert_eq!(sent(&billing, &officer, &review, &[("gor", "spara")]).await.status, 422);
        assert_eq!(kept(&billing).await, before);

        let to = led(&uploaded(&billing, &officer, &choose, &file(&format!("{cost};2027-03-01;Beredning;1 100,50\n"))).await);
        let review = led(&sent(&billing, &officer, &to, &fields).await);
        let shown = page(&billing, &officer, &review).await.body;
        assert!(shown.contains("Nya poster: 1. Ersätter andra: 0. Som de var: 0."), "{shown}");
        let done = led(&sent(&billing, &officer, &review, &[("gor", "spara")]).await);
        assert!(page(&billing, &officer, &done).await.body.contains(&format!("href=\"/ar/2027/utfall?avtal={id}\"")));
        let outcome = billing.get(&format!("{}/outcome", billing.year)).await.json(200);
        assert_eq!((&outcome["entries"][0]["what"], &outcome["entries"][0]["amount"]), (&"Beredning".into(), &"1100.50".into()));
        let next = led(&uploaded(&billing, &officer, &choose, &file(&format!("{cost};2027-04-01;Beredning;5\n"))).await);
        assert!(page(&billing, &officer, &next).await.body.contains("kopplade som förra gången"));
    }

    async fn only_who_bills_brings_outcome(database) {
        let billing = Billing::new(database).await;
        let id = billing.year.split('/').nth(4).expect("an id").to_owned();
        let choose = format!("/ar/2027/utfall/importera?avtal={id}");
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let before = stored(&billing).await;
            let may = role == Role::Officer;
            assert_eq!(page(&billing, &key, &choose).await.status, if may { 200 } else { 403 }, "{role:?}");
            let offered = page(&billing, &key, &format!("/ar/2027/utfall?avtal={id}")).await.body;
            assert_eq!(offered.contains("/utfall/importera"), may, "{role:?}");
            if !may {
                assert_eq!(uploaded(&billing, &key, &choose, "a;b\n1;2\n").await.status, 403, "{role:?}");
                assert_eq!(stored(&billing).await, before, "{role:?}");
            }
        }
    }
}
