//! `/ar/{year}/moten`: the days on which forums meet, by those who may; and the address of the calendar that they stand in.

use samfin::app::scope::Role;
use serde_json::{Value, json};

use super::invoices::{key, page, sent, stored};
use super::year::{agreement, hidden};
use crate::databases::{Database, on_both_databases};
use crate::documents;
use crate::invoices::Billing;

const SENT: &str = "/ar/2027/moten";

/// A year of an agreement with two forums.
async fn billing(database: Database) -> Billing {
    let mut document = documents::agreement();
    document["bodies"] = json!([
        { "id": "pahsu", "name": "PaHSU", "meetings_per_year": "4" }, { "id": "tahsu", "name": "TaHSU", "meetings_per_year": "2.5" }
    ]);
    Billing::of(database, document, json!([{ "type": "redistribute" }])).await
}

fn days<'f>(id: &'f str, revision: &'f str, pahsu: &'f str, tahsu: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("avtal", id),
        ("revision", revision),
        ("forum", "pahsu"),
        ("dagar", pahsu),
        ("forum", "tahsu"),
        ("dagar", tahsu),
    ]
}

async fn written(billing: &Billing) -> Value {
    let (agreement, _) = billing.year.split_once("/periods/").expect("the address of a year");
    billing.get(&format!("{agreement}/meetings/2027")).await.json(200)["meetings"].clone()
}

on_both_databases! {
    async fn days_are_written_by_forum_and_a_stale_edit_is_told(database) {
        let billing = billing(database).await;
        let (id, officer) = (agreement(&billing), &billing.officer);
        let address = format!("{SENT}?avtal={id}");
        let empty = page(&billing, officer, &address).await.body;
        assert!(empty.contains("Inga mötesdagar är inskrivna för 2027.") && empty.contains("Enligt avtalet: 2,5 möten om året."), "{empty}");
        assert_eq!(hidden(&empty, "revision"), "0");
        let before = stored(&billing).await;
        let wrong = sent(&billing, officer, SENT, &days(&id, "0", "2027-03-12", "2027-02-26\r\nfredag 2028-01-01")).await;
        assert!(wrong.status == 422 && wrong.body.contains("id=\"dagar-tahsu-fel\"") && !wrong.body.contains("id=\"dagar-pahsu-fel\""), "{}", wrong.body);
        assert!(wrong.body.contains("href=\"#dagar-tahsu\"") && wrong.body.contains("fredag 2028-01-01</textarea>"), "{}", wrong.body);
        let twice = sent(&billing, officer, SENT, &days(&id, "0", "2027-03-12 2027-03-12", "")).await;
        assert!(twice.status == 422 && twice.body.contains("id=\"dagar-pahsu-fel\""), "{}", twice.body);
        assert_eq!(stored(&billing).await, before);

        let first = sent(&billing, officer, SENT, &days(&id, "0", "2027-03-12, 2027-10-08", "2027-02-26")).await;
        assert_eq!((first.status, first.header("location")), (303, Some(address.as_str())), "{}", first.body);
        assert_eq!(written(&billing).await, json!([
            { "body": "tahsu", "on": "2027-02-26" }, { "body": "pahsu", "on": "2027-03-12" }, { "body": "pahsu", "on": "2027-10-08" }
        ]));
        let shown = page(&billing, officer, &address).await.body;
        assert!(shown.contains("3 mötesdagar är inskrivna för 2027.") && shown.contains("2027-03-12\n2027-10-08</textarea>"), "{shown}");
        let meanwhile = sent(&billing, officer, SENT, &days(&id, "1", "2027-03-19", "")).await;
        assert_eq!(meanwhile.status, 303, "{}", meanwhile.body);
        let stale = sent(&billing, officer, SENT, &days(&id, "1", "2027-04-02", "")).await;
        assert!(stale.status == 412 && stale.body.contains("2027-04-02</textarea>") && stale.body.contains("Nu står det: 2027-03-19"), "{}", stale.body);
        assert_eq!(hidden(&stale.body, "revision"), "2");
    }

    async fn everybody_reads_the_days_and_only_officers_write_them(database) {
        let billing = billing(database).await;
        let id = agreement(&billing);
        assert_eq!(sent(&billing, &billing.officer, SENT, &days(&id, "0", "2027-03-12", "")).await.status, 303);
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let before = stored(&billing).await;
            let shown = page(&billing, &key, &format!("{SENT}?avtal={id}")).await;
            assert!(shown.status == 200 && (shown.body.replace('\u{a0}', " ").contains("12 mars 2027") || role == Role::Officer), "{role:?}: {}", shown.body);
            assert_eq!(shown.body.contains("<form method=\"post\" action=\"/ar/"), role == Role::Officer, "{role:?}");
            if role != Role::Officer {
                assert_eq!(sent(&billing, &key, SENT, &days(&id, "1", "", "")).await.status, 403, "{role:?}");
                let share = [("gor", "kalender"), ("avtal", id.as_str()), ("namn", "Outlook")];
                assert_eq!(sent(&billing, &key, "/delade", &share).await.status, 403, "{role:?}");
            }
            assert_eq!(stored(&billing).await, before, "{role:?} has changed something");
        }
    }

    async fn the_calendar_has_an_address_that_is_shown_once_and_revoked(database) {
        let billing = billing(database).await;
        let (id, officer) = (agreement(&billing), &billing.officer);
        let share = |name, day| [("gor", "kalender"), ("avtal", id.as_str()), ("namn", name), ("sista-dag", day)];
        let before = stored(&billing).await;
        for (fields, wrong) in [(share("", ""), "kalender-namn-fel"), (share("Outlook", "2099-01-01"), "kalender-sista-dag-fel")] {
            let refused = sent(&billing, officer, "/delade", &fields).await;
            assert!(refused.status == 422 && refused.body.contains(wrong), "{wrong}: {}", refused.body);
        }
        assert_eq!(stored(&billing).await, before);
        let made = sent(&billing, officer, "/delade", &share("Till Outlook", "2030-06-30")).await.body.replace('\u{a0}', " ");
        let (_, address) = made.split_once("/api/v1/shared-calendars/").unwrap_or_else(|| panic!("{made}"));
        let address = format!("/api/v1/shared-calendars/{}", &address[..64]);
        assert!(made.contains("Den gäller till och med 30 juni 2030."), "{made}");
        let calendar = billing.server.call("GET", &address).send().await.expect("an answer");
        assert_eq!(calendar.status(), 200);
        let list = page(&billing, officer, "/delade").await.body;
        assert!(list.contains("Till Outlook") && !list.contains("/api/v1/shared-calendars/"), "it is shown once: {list}");
        let (_, rest) = list.split_once("action=\"/delade/").expect("the form that revokes it");
        let link = rest.split('"').next().expect("its id");
        assert_eq!(sent(&billing, officer, &format!("/delade/{link}"), &[("skal", "Har slutat")]).await.status, 303);
        assert_eq!(billing.server.call("GET", &address).send().await.expect("an answer").status(), 404);
    }
}
