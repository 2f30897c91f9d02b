//! `/ar/{year}/bidrag`: what a decision does is seen before it is registered, and only officers register.

use samfin::app::scope::Role;
use serde_json::{Value, json};

use super::invoices::{key, page, sent, stored};
use super::year::{agreement, hidden};
use crate::databases::on_both_databases;
use crate::invoices::Billing;

const SENT: &str = "/ar/2027/bidrag";

/// Åre contributes 60 %: 128,63 kr less, of which Berg takes 33,83 kr and the host 94,80.
fn decision<'f>(id: &'f str, step: &'f str, changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![
        ("gor", step),
        ("avtal", id),
        ("part", "are"),
        ("procent", "60,0"),
        ("fran", ""),
        ("till", ""),
        ("orsak", "partial_budget"),
        ("dag", "2026-11-24"),
        ("beslut", "KF § 188"),
        ("skal", "Budgeten räcker inte"),
        ("ersatter", ""),
    ];
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

async fn registered(billing: &Billing) -> Value {
    billing.get(&format!("{}/contributions", billing.year)).await.json(200)["items"].clone()
}

/// What the form holds of the effect that is shown; the steps of the year have fingerprints of their own.
fn seen(page: &str) -> String {
    let (_, form) = page.split_once("action=\"/ar/2027/bidrag\"").expect("the form");
    hidden(form, "avtryck")
}

fn plain(page: &str) -> String {
    page.replace('\u{a0}', " ").replace('\u{2212}', "-")
}

on_both_databases! {
    async fn what_a_decision_does_is_seen_before_it_is_registered_once(database) {
        let billing = Billing::new(database).await;
        let (id, officer) = (agreement(&billing), &billing.officer);
        billing.issue_parts(&billing.year, &[1]).await;
        let before = stored(&billing).await;
        let looked = sent(&billing, officer, SENT, &decision(&id, "se", &[])).await;
        let shown = plain(&looked.body);
        assert_eq!(looked.status, 200, "{shown}");
        for said in ["Åre kommun bidrar inte med 128,63 kr.", "-128,63 kr", "+33,83 kr", "+94,80 kr", ">160,79 kr<", "value=\"60,0\"", "Budgeten räcker inte</textarea>"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert_eq!(shown.matches("btn-p").count(), 1, "one step to take now");
        let print = seen(&looked.body);
        // Something else than what was seen is seen first.
        let other = sent(&billing, officer, SENT, &decision(&id, "registrera", &[("procent", "50"), ("avtryck", &print), ("nyckel", "a")])).await;
        assert!(other.status == 200 && plain(&other.body).contains("-160,79 kr"), "{}", other.body);
        assert_eq!(stored(&billing).await, before, "looking changes nothing");

        let register = decision(&id, "registrera", &[("avtryck", &print), ("nyckel", "b")]);
        for _ in 0..2 {
            let done = sent(&billing, officer, SENT, &register).await;
            assert_eq!((done.status, done.header("location")), (303, Some(format!("{SENT}?avtal={id}").as_str())), "{}", done.body);
        }
        let items = registered(&billing).await;
        assert_eq!((items.as_array().map(Vec::len), &items[0]["contributes_percent"], &items[0]["reference"]), (Some(1), &json!("60"), &json!("KF § 188")));
        let after = plain(&page(&billing, officer, &format!("{SENT}?avtal={id}")).await.body);
        assert!(after.contains("Ett beslut om bidrag gäller 2027.") && after.contains("KF § 188, 24 november 2026"), "{after}");
        assert!(after.contains("id=\"ratta\" open") && after.contains("id=\"framat\""), "the year can follow: {after}");
        assert_eq!(after.matches("btn-p").count(), 1, "one step to take now");
    }

    async fn what_is_wrong_is_told_and_another_decision_replaces_the_first(database) {
        let billing = Billing::new(database).await;
        let (id, officer) = (agreement(&billing), &billing.officer);
        let before = stored(&billing).await;
        for (changed, field) in [
            (("procent", "mycket"), "procent"), (("procent", "101"), "procent"), (("beslut", ""), "beslut"), (("dag", "igår"), "dag"),
            (("part", "x"), "part"), (("till", "2027-13-01"), "till"),
        ] {
            for step in ["se", "registrera"] {
                let refused = sent(&billing, officer, SENT, &decision(&id, step, &[changed])).await;
                assert!(refused.status == 422 && refused.body.contains(&format!("id=\"{field}-fel\"")), "{changed:?}: {} {}", refused.status, refused.body);
                assert!(refused.body.contains("role=\"alert\""), "{}", refused.body);
            }
        }
        assert_eq!(stored(&billing).await, before);
        let register = async |changed: &[(&str, &str)]| {
            let print = seen(&sent(&billing, officer, SENT, &decision(&id, "se", changed)).await.body);
            let mut changed = changed.to_vec();
            changed.push(("avtryck", &print));
            sent(&billing, officer, SENT, &decision(&id, "registrera", &changed)).await
        };
        assert_eq!(register(&[]).await.status, 303);
        let overlapping = sent(&billing, officer, SENT, &decision(&id, "se", &[("procent", "80")])).await;
        assert_eq!(overlapping.status, 422, "the same days twice: {}", overlapping.body);
        let first = registered(&billing).await[0]["id"].as_str().expect("an id").to_owned();
        assert!(overlapping.body.contains(&format!("<option value=\"{first}\">Åre kommun, KF § 188</option>")), "{}", overlapping.body);
        let other = sent(&billing, officer, SENT, &decision(&id, "se", &[("part", "berg"), ("ersatter", &first)])).await;
        assert!(other.status == 422 && other.body.contains("id=\"ersatter-fel\""), "it is Åre's: {}", other.body);
        assert_eq!(register(&[("procent", "80"), ("ersatter", &first), ("beslut", "KF § 201")]).await.status, 303);
        let shown = page(&billing, officer, &format!("{SENT}?avtal={id}")).await.body;
        assert!(shown.contains("Nej, ersatt") && shown.contains("KF § 201"), "{shown}");
    }

    async fn an_adopted_year_is_corrected_or_its_difference_left_to_the_next(database) {
        let billing = Billing::new(database).await;
        let (id, officer) = (agreement(&billing), &billing.officer);
        let body = json!({ "party": "are", "contributes_percent": "60", "cause": "partial_budget", "decided_on": "2026-11-24", "reference": "KF § 188" });
        billing.issue_parts(&billing.year, &[1]).await;
        billing.post(&format!("{}/contributions", billing.year), &body).await.json(201);
        let shown = page(&billing, officer, &format!("{SENT}?avtal={id}")).await.body;
        let (print, revision) = (hidden(&shown, "avtryck"), hidden(&shown, "revision"));
        let step = |step, changed: &[(&'static str, &'static str)]| {
            let mut fields = vec![("gor", step), ("avtal", id.as_str()), ("avtryck", print.as_str()), ("revision", revision.as_str())];
            fields.extend(changed);
            fields
        };
        let before = stored(&billing).await;
        for (fields, wrong) in [
            (step("framat", &[("skal", "Åres beslut"), ("minst", "lite")]), "framat-minst-fel"), (step("framat", &[("skal", "")]), "framat-skal-fel"),
            (step("ratta", &[("skal", "")]), "ratta-skal-fel"),
        ] {
            let refused = sent(&billing, officer, "/ar/2027", &fields).await;
            assert!(refused.status == 422 && refused.body.contains(wrong), "{wrong}: {}", refused.body);
        }
        assert_eq!(stored(&billing).await, before);
        let forward = step("framat", &[("skal", "Åres beslut"), ("minst", "100"), ("nyckel", "f")]);
        for _ in 0..2 {
            assert_eq!(sent(&billing, officer, "/ar/2027", &forward).await.status, 303);
        }
        let year = billing.get(&billing.year).await.json(200);
        assert_eq!((&year["snapshot"]["number"], &year["affected"]), (&json!(2), &Value::Null));
        let stale = sent(&billing, officer, "/ar/2027", &step("ratta", &[("skal", "Åres beslut")])).await;
        assert_eq!(stale.status, 412, "the year is another by now: {}", stale.body);
    }

    async fn everybody_reads_the_decisions_and_only_officers_register(database) {
        let billing = Billing::new(database).await;
        let id = agreement(&billing);
        let body = json!({ "party": "are", "contributes_percent": "60", "cause": "partial_budget", "decided_on": "2026-11-24", "reference": "KF § 188" });
        billing.post(&format!("{}/contributions", billing.year), &body).await.json(201);
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let before = stored(&billing).await;
            let shown = page(&billing, &key, &format!("{SENT}?avtal={id}")).await;
            assert!(shown.status == 200 && shown.body.contains("KF § 188"), "{role:?}: {}", shown.body);
            assert_eq!(shown.body.contains("<form method=\"post\" action=\"/ar/"), role == Role::Officer, "{role:?} is offered something");
            if role != Role::Officer {
                for step in ["se", "registrera"] {
                    assert_eq!(sent(&billing, &key, SENT, &decision(&id, step, &[])).await.status, 403, "{role:?}");
                }
                let forward = [("gor", "framat"), ("avtal", id.as_str()), ("avtryck", "x"), ("skal", "x"), ("revision", "2")];
                assert_eq!(sent(&billing, &key, "/ar/2027", &forward).await.status, 403, "{role:?}");
            }
            assert_eq!(stored(&billing).await, before, "{role:?} has changed something");
        }
    }

    async fn of_decisions_that_come_at_once_one_is_registered_and_the_others_are_seen_anew(database) {
        let billing = Billing::new(database).await;
        let (id, officer) = (agreement(&billing), &billing.officer);
        let of: [[(&str, &str); 3]; 4] = [
            [("part", "are"), ("fran", "2027-01-01"), ("till", "2027-03-31")],
            [("part", "are"), ("fran", "2027-04-01"), ("till", "2027-06-30")],
            [("part", "berg"), ("fran", "2027-01-01"), ("till", "2027-03-31")],
            [("part", "berg"), ("fran", "2027-07-01"), ("till", "2027-09-30")],
        ];
        let mut forms = Vec::new();
        for one in of {
            let looked = sent(&billing, officer, SENT, &decision(&id, "se", &one)).await;
            forms.push((one, seen(&looked.body)));
        }
        let keys = ["a", "b", "c", "d"];
        let all = forms.iter().zip(keys).map(|((one, print), key)| {
            let mut changed = one.to_vec();
            changed.extend([("avtryck", print.as_str()), ("nyckel", key)]);
            let form = decision(&id, "registrera", &changed);
            let billing = &billing;
            async move { sent(billing, officer, SENT, &form).await.status }
        });
        let mut answers = futures_util::future::join_all(all).await;
        answers.sort_unstable();
        // One leads on to the year; the others' forms are shown with what they do now.
        assert_eq!(answers, [200, 200, 200, 303]);
        assert_eq!(registered(&billing).await.as_array().map(Vec::len), Some(1));
    }
}
