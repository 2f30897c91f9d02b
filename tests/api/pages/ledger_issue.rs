//! `/fakturor/kundreskontra`: what the own customer ledger gave, for one document or many, all or none.

use samfin::app::scope::Role;
use serde_json::Value;

use super::invoices::{key, page, sent, stored};
use crate::databases::on_both_databases;
use crate::invoices::{Billing, at};
use crate::ledger_issues::bases;

const SENT: &str = "/fakturor/kundreskontra";

fn ticked(basis: &Value) -> String {
    format!("{}:{}", basis["id"].as_str().expect("an id"), basis["revision"])
}

/// What a browser sends of two documents: the same names twice.
fn fields<'f>(of: &'f [String], numbers: [&'f str; 2], dues: [&'f str; 2], once: &'f str) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![("nyckel", once)];
    for ((v, number), due) in of.iter().zip(numbers).zip(dues) {
        fields.extend([("v", v.as_str()), ("nummer", number), ("ocr", ""), ("dag", "2026-12-02"), ("forfaller", due)]);
    }
    fields
}

on_both_databases! {
    async fn many_are_registered_together_and_what_is_wrong_is_said_beside_its_document(database) {
        let billing = Billing::new(database).await;
        let bases = bases(&billing, 1).await;
        let of: Vec<String> = bases.iter().map(ticked).collect();
        let officer = &billing.officer;
        let list = page(&billing, officer, "/fakturor").await.body;
        assert!(list.contains("formaction=\"/fakturor/kundreskontra\"") && !list.contains("value=\"utfarda\""), "{list}");
        let one = page(&billing, officer, &format!("/fakturor/{}", bases[0]["id"].as_str().expect("an id"))).await.body;
        assert!(one.contains(&format!("class=\"btn btn-p\" href=\"{SENT}?v={}\"", of[0])), "{one}");
        let form = page(&billing, officer, &format!("{SENT}?v={}&v={}", of[0], of[1])).await.body;
        assert!(form.matches("name=\"nummer\"").count() == 2 && form.contains("Alla registreras, eller ingen"), "{form}");

        let before = stored(&billing).await;
        let wrong = sent(&billing, officer, SENT, &fields(&of, ["4700123", ""], ["2027-01-10", "2026-11-01"], "a")).await;
        assert_eq!(wrong.status, 422, "{}", wrong.body);
        let second = bases[1]["id"].as_str().expect("an id");
        for field in ["nummer", "forfaller"] {
            assert!(wrong.body.contains(&format!("id=\"{field}-{second}-fel\"")) && wrong.body.contains(&format!("href=\"#{field}-{second}\"")), "{}", wrong.body);
        }
        let first = bases[0]["id"].as_str().expect("an id");
        assert!(!wrong.body.contains(&format!("id=\"nummer-{first}-fel\"")) && wrong.body.contains("value=\"4700123\""), "nothing typed is lost: {}", wrong.body);
        let same = sent(&billing, officer, SENT, &fields(&of, ["47", "47"], ["2027-01-10", "2027-01-10"], "b")).await;
        assert!(same.status == 409 && same.body.contains("role=\"alert\""), "{}", same.body);
        assert_eq!(stored(&billing).await, before, "all or none");

        let right = fields(&of, ["4700123", "4700124"], ["2027-01-10", "2027-01-10"], "c");
        for _ in 0..2 {
            let done = sent(&billing, officer, SENT, &right).await;
            assert_eq!((done.status, done.header("location")), (303, Some("/fakturor?visa=skickade")), "{}", done.body);
        }
        let issued = billing.get(&at(&bases[1])).await.json(200)["document"]["issued"].clone();
        assert_eq!((issued["number"].as_str(), issued["due_on"].as_str()), (Some("4700124"), Some("2027-01-10")));
        let done = page(&billing, officer, &format!("{SENT}?v={}", of[0])).await.body;
        assert!(done.contains("Inget av det valda är ett attesterat underlag"), "{done}");
    }

    async fn only_officers_register_what_the_ledger_gave(database) {
        let billing = Billing::new(database).await;
        let bases = bases(&billing, 1).await;
        let of: Vec<String> = bases.iter().map(ticked).collect();
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let before = stored(&billing).await;
            let status = page(&billing, &key, &format!("{SENT}?v={}", of[0])).await.status;
            assert_eq!(status, if role == Role::Officer { 200 } else { 403 }, "{role:?}");
            if role != Role::Officer {
                let right = fields(&of, ["1", "2"], ["2027-01-10", "2027-01-10"], "x");
                assert_eq!(sent(&billing, &key, SENT, &right).await.status, 403, "{role:?}");
            }
            assert_eq!(stored(&billing).await, before, "{role:?} has changed something");
        }
    }
}
