//! `/ar/{year}/sena-pengar`: who gets late money back is seen before it is registered, once, and then it has documents.

use samfin::app::scope::Role;
use serde_json::json;

use super::invoices::{key, page, sent, stored};
use super::year::{agreement, hidden};
use crate::databases::on_both_databases;
use crate::invoices::Billing;
use crate::late_money::covered;

const SENT: &str = "/ar/2027/sena-pengar";

fn money<'f>(id: &'f str, step: &'f str, changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![
        ("gor", step),
        ("avtal", id),
        ("part", "berg"),
        ("belopp", "89,21"),
        ("dag", "2026-11-30"),
        ("skal", "Efter beslut KF § 12"),
    ];
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

on_both_databases! {
    async fn who_is_given_back_what_is_seen_and_then_registered_once_and_drafted(database) {
        let billing = Billing::new(database).await;
        let (id, officer) = (agreement(&billing), &billing.officer);
        let address = format!("{SENT}?avtal={id}");
        let nobody = page(&billing, officer, &address).await.body;
        assert!(nobody.contains("Ingen har täckt för någon annan 2027") && !nobody.contains("name=\"belopp\""), "{nobody}");
        covered(&billing).await;
        let shown = page(&billing, officer, &address).await.body.replace('\u{a0}', " ");
        assert!(shown.contains("Andra har täckt för en part 2027. 178,42 kr återstår"), "{shown}");
        assert!(shown.contains("<option value=\"berg\">Bergs kommun</option>") && !shown.contains("<option value=\"are\""), "{shown}");
        let before = stored(&billing).await;
        let looked = sent(&billing, officer, SENT, &money(&id, "se", &[])).await;
        let said = looked.body.replace('\u{a0}', " ");
        assert!(looked.status == 200 && said.contains("Åre kommun får 34,92 kr") && said.contains("Region Jämtland Härjedalen får 54,29 kr"), "{said}");
        assert_eq!(said.matches("btn-p").count(), 1, "one step to take now");
        let print = hidden(&looked.body, "avtryck");
        let other = sent(&billing, officer, SENT, &money(&id, "registrera", &[("belopp", "100"), ("avtryck", &print), ("nyckel", "a")])).await;
        assert!(other.status == 200 && other.body.contains("value=\"100\""), "it is seen first: {}", other.body);
        for (field, wrong) in [("belopp", "178,43"), ("belopp", "mycket"), ("part", "are"), ("dag", "")] {
            for step in ["se", "registrera"] {
                let refused = sent(&billing, officer, SENT, &money(&id, step, &[(field, wrong)])).await;
                assert!(refused.status == 422 && refused.body.contains(&format!("id=\"{field}-fel\"")), "{field}: {}", refused.body);
            }
        }
        assert_eq!(stored(&billing).await, before, "nothing is registered yet");

        let register = money(&id, "registrera", &[("avtryck", &print), ("nyckel", "b")]);
        for _ in 0..2 {
            let done = sent(&billing, officer, SENT, &register).await;
            assert_eq!((done.status, done.header("location")), (303, Some(address.as_str())), "{}", done.body);
        }
        let items = billing.get(&format!("{}/late-money", billing.year)).await.json(200)["items"].clone();
        assert_eq!((items.as_array().map(Vec::len), &items[0]["amount"]), (Some(1), &json!("89.21")));
        let after = page(&billing, officer, &address).await.body.replace('\u{a0}', " ");
        assert!(after.contains("1. Bergs kommun betalade 89,21 kr den 30 november 2026") && after.contains("id=\"skapa-1\" open"), "{after}");
        assert_eq!(after.matches("btn-p").count(), 1, "one step to take now");

        let call = |number, key| [("gor", "skapa"), ("avtal", id.as_str()), ("nummer", number), ("nyckel", key)];
        let none = sent(&billing, officer, SENT, &call("7", "c")).await;
        assert_eq!(none.status, 422, "{}", none.body);
        for _ in 0..2 {
            assert_eq!(sent(&billing, officer, SENT, &call("1", "d")).await.status, 303);
        }
        let list = billing.get(&format!("/api/v1/invoices?agreement={id}&year=2027&status=draft")).await.json(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
        let drafted = page(&billing, officer, &address).await.body;
        assert!(drafted.contains("2 utkast") && drafted.contains("Skapa underlagen på nytt"), "{drafted}");
    }

    async fn everybody_reads_late_money_and_only_officers_register_it(database) {
        let billing = Billing::new(database).await;
        let id = agreement(&billing);
        covered(&billing).await;
        let body = json!({ "party": "berg", "amount": "89.21", "received_on": "2026-11-30" });
        billing.post(&format!("{}/late-money", billing.year), &body).await.json(201);
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let before = stored(&billing).await;
            let shown = page(&billing, &key, &format!("{SENT}?avtal={id}")).await;
            assert!(shown.status == 200 && shown.body.contains("Bergs kommun betalade"), "{role:?}: {}", shown.body);
            assert_eq!(shown.body.contains("<form method=\"post\" action=\"/ar/"), role == Role::Officer, "{role:?} is offered something");
            if role != Role::Officer {
                for fields in [money(&id, "se", &[]), money(&id, "registrera", &[]), money(&id, "skapa", &[("nummer", "1")])] {
                    assert_eq!(sent(&billing, &key, SENT, &fields).await.status, 403, "{role:?}");
                }
            }
            assert_eq!(stored(&billing).await, before, "{role:?} has changed something");
        }
    }
}
