//! `/ar/{year}/budget`: figures as agreed and as budgeted, written as a draft, adopted with a decision.

use samfin::app::scope::Role;
use serde_json::{Value, json};

use super::invoices::{key, page, sent, stored};
use crate::databases::on_both_databases;
use crate::invoices::Billing;

/// The agreement's id, and where its budget is.
fn at(billing: &Billing) -> (String, String) {
    let id = billing.year.split('/').nth(4).expect("an id").to_owned();
    let address = format!("/ar/2028/budget?avtal={id}");
    (id, address)
}

/// The form's fields as a browser sends them back, with some of them otherwise.
fn filled(page: &str, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let form =
        page.split("name=\"gor\" value=\"skriv\"").nth(1).expect("the form").split("</form>").next().expect("its end");
    let attribute = |tag: &str, name: &str| {
        tag.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    let tags = form.split("<input").skip(1).map(|rest| rest.split('>').next().expect("its end"));
    let mut fields: Vec<(String, String)> =
        tags.map(|tag| (attribute(tag, " name"), attribute(tag, " value"))).collect();
    fields.retain(|(name, _)| !changed.iter().any(|(known, _)| known == name));
    fields.push(("gor".to_owned(), "skriv".to_owned()));
    fields.extend(changed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn budget(billing: &Billing, id: &str) -> Value {
    billing.get(&format!("/api/v1/agreements/{id}/budgets/2028")).await.json(200)
}

/// The first figure of the form: its name and what stands in it.
fn first_figure(page: &str) -> (String, String) {
    let fields = filled(page, &[]);
    fields.into_iter().find(|(name, _)| name.starts_with("costs/")).expect("a figure of a cost")
}

on_both_databases! {
    async fn a_budget_is_written_as_figures_and_adopted(database) {
        let billing = Billing::new(database).await;
        let (id, address) = at(&billing);
        let officer = billing.officer.clone();
        let empty = page(&billing, &officer, &address).await.body;
        assert!(empty.contains("Ingen budget är skriven för 2028") && empty.contains("Spara utkast") && !empty.contains("value=\"faststall\""), "{empty}");
        let (figure, agreed) = first_figure(&empty);
        let before = stored(&billing).await;
        let wrong = filled(&empty, &[(&figure, "många"), ("reserv", "x")]);
        let refused = sent(&billing, &officer, "/ar/2028/budget", &pairs(&wrong)).await;
        assert!(refused.status == 422 && refused.body.contains("value=\"många\"") && refused.body.contains("id=\"reserv-fel\"") && refused.body.contains("role=\"alert\""), "{}", refused.body);
        let negative = filled(&empty, &[("reserv", "-5")]);
        let refused = sent(&billing, &officer, "/ar/2028/budget", &pairs(&negative)).await;
        assert!(refused.status == 422 && refused.body.contains("id=\"reserv-fel\""), "{}", refused.body);
        assert_eq!(stored(&billing).await, before);

        let right = filled(&empty, &[(&figure, "1 234,50"), ("reserv", "500"), ("nyckel", "w1")]);
        for _ in 0..2 {
            let written = sent(&billing, &officer, "/ar/2028/budget", &pairs(&right)).await;
            assert_eq!((written.status, written.header("location")), (303, Some(address.as_str())), "{}", written.body);
        }
        let draft = budget(&billing, &id).await;
        assert_eq!((&draft["revision"], &draft["status"]), (&json!(1), &json!("draft")), "sent twice, written once: {draft}");
        assert_eq!(draft["changes"], json!([{ "target": figure, "value": "1234.5" }]), "only what differs");
        assert_eq!(draft["opening"], json!({ "reserve": "500" }));
        let shown = page(&billing, &officer, &address).await.body.replace('\u{a0}', " ");
        assert!(shown.contains("är ett utkast (revision 1)") && shown.contains("value=\"1 234,5") && shown.contains(&format!("Enligt avtalet: {}", agreed.replace('\u{a0}', " "))), "{shown}");

        let stale = filled(&shown, &[(&figure, "7"), ("revision", "0")]);
        let stale = sent(&billing, &officer, "/ar/2028/budget", &pairs(&stale)).await;
        assert!(stale.status == 412 && stale.body.contains("value=\"7\"") && stale.body.replace('\u{a0}', " ").contains("Nu står det: 1 234,5"), "{}", stale.body);
        let empty_name = [("gor", "faststall"), ("avtal", &*id), ("revision", "1"), ("beslut", "")];
        let refused = sent(&billing, &officer, "/ar/2028/budget", &empty_name).await;
        assert!(refused.status == 422 && refused.body.contains("id=\"faststall-beslut-fel\""), "{}", refused.body);
        let adopt = [("gor", "faststall"), ("avtal", &*id), ("revision", "1"), ("beslut", "HSN 2027/9 § 3")];
        assert_eq!(sent(&billing, &officer, "/ar/2028/budget", &adopt).await.status, 303);
        let shown = page(&billing, &officer, &address).await.body;
        assert!(shown.contains("gäller enligt HSN 2027/9 § 3") && shown.contains(">Gäller</th>") && !shown.contains("value=\"faststall\""), "{shown}");
        let again = sent(&billing, &officer, "/ar/2028/budget", &adopt).await;
        assert_eq!(again.status, 412, "the draft is not the newest any more: {}", again.body);

        // Back to what is agreed; what the form does not show stays.
        let other = json!({ "changes": [{ "target": "name", "value": "Annat namn" }, { "target": figure, "value": "2" }] });
        let put = billing.call(&officer, "PUT", &format!("/api/v1/agreements/{id}/budgets/2028")).header("if-match", "\"r2\"").json(&other);
        assert_eq!(crate::server::Answer::of(put).await.status, 200);
        let shown = page(&billing, &officer, &address).await.body;
        assert!(shown.contains("<code>name</code>") && shown.contains("Tills den är fastställd gäller den budget som antogs genom HSN 2027/9 § 3"), "{shown}");
        let back = filled(&shown, &[(&figure, &agreed)]);
        assert_eq!(sent(&billing, &officer, "/ar/2028/budget", &pairs(&back)).await.status, 303);
        assert_eq!(budget(&billing, &id).await["changes"], json!([{ "target": "name", "value": "Annat namn" }]));
    }

    async fn everybody_reads_a_budget_and_only_officers_write(database) {
        let billing = Billing::new(database).await;
        let (id, address) = at(&billing);
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let before = stored(&billing).await;
            let shown = page(&billing, &key, &address).await;
            assert_eq!(shown.status, 200, "{role:?}");
            assert_eq!(shown.body.contains("Spara utkast"), role == Role::Officer, "{role:?}");
            let year = page(&billing, &key, &format!("/ar/2028?avtal={id}")).await;
            assert!(year.body.contains("/ar/2028/budget?avtal="), "{role:?} finds it");
            if role != Role::Officer {
                for fields in [vec![("gor", "skriv"), ("revision", "0")], vec![("gor", "faststall"), ("revision", "1"), ("beslut", "§ 1")]] {
                    let fields: Vec<_> = fields.into_iter().chain([("avtal", id.as_str())]).collect();
                    assert_eq!(sent(&billing, &key, "/ar/2028/budget", &fields).await.status, 403, "{role:?}");
                }
                assert_eq!(stored(&billing).await, before);
            }
        }
    }
}
