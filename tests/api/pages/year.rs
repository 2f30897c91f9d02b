//! `/ar`: a year from its plan to its end, by those who may.

use samfin::app::scope::Role;
use serde_json::json;

use super::invoices::{key, page, sent, stored};
use crate::databases::on_both_databases;
use crate::invoices::Billing;

/// The id of the agreement.
pub(super) fn agreement(billing: &Billing) -> String {
    billing.year.split('/').nth(4).expect("an id").to_owned()
}

/// What a hidden field of a page holds.
pub(super) fn hidden(page: &str, name: &str) -> String {
    let opening = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&opening).unwrap_or_else(|| panic!("{name}: {page}"));
    rest.split_once('"').expect("its end").0.to_owned()
}

on_both_databases! {
    async fn everybody_reads_a_year_and_only_officers_change_it(database) {
        let billing = Billing::new(database).await;
        let id = agreement(&billing);
        let before = stored(&billing).await;
        for role in Role::ALL {
            let key = key(&billing, role).await;
            let keys = stored(&billing).await;
            for path in ["/ar", "/ar/2027", "/ar/2027/utfall", "/ar/2027/slutavrakning", "/ar/2028"] {
                let shown = page(&billing, &key, &format!("{path}?avtal={id}")).await;
                assert_eq!(shown.status, 200, "{role:?} {path}: {}", shown.body);
                let offers = shown.body.contains("class=\"fold\"");
                assert_eq!(offers, role == Role::Officer && path != "/ar", "{role:?} is offered a step on {path}");
            }
            if role == Role::Officer {
                continue;
            }
            let own: [(&str, &[(&str, &str)]); 5] = [
                ("/ar/2028", &[("gor", "planera"), ("avtryck", "x")]),
                ("/ar/2027", &[("gor", "skapa"), ("del", "1")]),
                ("/ar/2027", &[("gor", "faststall"), ("beslut", "§ 1"), ("revision", "2")]),
                ("/ar/2027/utfall", &[("gor", "lagg-till"), ("kostnad", "secretary"), ("dag", "2027-03-01"), ("timmar", "2")]),
                ("/ar/2027/slutavrakning", &[("gor", "stang"), ("bekrafta", "2027"), ("revision", "2")]),
            ];
            for (path, fields) in own {
                let mut fields = fields.to_vec();
                fields.push(("avtal", &id));
                let refused = sent(&billing, &key, path, &fields).await;
                assert_eq!(refused.status, 403, "{role:?} {path}: {}", refused.body);
            }
            assert_eq!(stored(&billing).await, keys, "{role:?} has changed something");
        }
        assert_ne!(stored(&billing).await, before, "the keys themselves");
    }

    async fn a_year_is_planned_adopted_and_called_from_its_page(database) {
        let billing = Billing::new(database).await;
        let id = agreement(&billing);
        let address = format!("/ar/2028?avtal={id}");
        let unplanned = page(&billing, &billing.officer, &address).await.body;
        assert!(unplanned.contains("2028 är inte planerat än."), "{unplanned}");
        let before = stored(&billing).await;
        let stale = sent(&billing, &billing.officer, "/ar/2028", &[("gor", "planera"), ("avtryck", "v9.b0.s0.c0.x"), ("avtal", &id)]).await;
        assert!(stale.status == 409 && stale.body.contains("role=\"alert\""), "{}", stale.body);
        assert_eq!(stored(&billing).await, before);
        let print = hidden(&unplanned, "avtryck");
        let plan = [("gor", "planera"), ("avtryck", print.as_str()), ("avtal", &id), ("nyckel", "p1")];
        for _ in 0..2 {
            let planned = sent(&billing, &billing.officer, "/ar/2028", &plan).await;
            assert_eq!((planned.status, planned.header("location")), (303, Some(address.as_str())), "{}", planned.body);
        }
        let empty = sent(&billing, &billing.officer, "/ar/2028", &[("gor", "faststall"), ("revision", "1"), ("beslut", ""), ("avtal", &id)]).await;
        assert!(empty.status == 422 && empty.body.contains("id=\"faststall-beslut-fel\""), "{}", empty.body);
        let stale = sent(&billing, &billing.officer, "/ar/2028", &[("gor", "faststall"), ("revision", "4"), ("beslut", "§ 9"), ("avtal", &id)]).await;
        assert!(stale.status == 412 && stale.body.contains("value=\"§ 9\"") && stale.body.contains("name=\"revision\" value=\"1\""), "{}", stale.body);
        let adopt = [("gor", "faststall"), ("revision", "1"), ("beslut", "HSN 2027/9 § 3"), ("avtal", &id)];
        assert_eq!(sent(&billing, &billing.officer, "/ar/2028", &adopt).await.status, 303);
        let adopted = page(&billing, &billing.officer, &address).await.body;
        assert!(adopted.contains("Beslut: HSN 2027/9 § 3") && adopted.contains("0 av 2 delfakturor skickade"), "{adopted}");
        let call = [("gor", "skapa"), ("del", "1"), ("avtal", &id), ("nyckel", "s1")];
        let called = sent(&billing, &billing.officer, "/ar/2028", &call).await;
        assert_eq!(called.status, 303, "{}", called.body);
        let drafts = page(&billing, &billing.officer, called.header("location").expect("where")).await.body;
        assert!(drafts.contains("Delfaktura 1 av 2, 2028"), "{drafts}");
    }

    async fn outcome_is_entered_and_the_year_is_settled_and_closed(database) {
        let billing = Billing::new(database).await;
        let id = agreement(&billing);
        let (outcome, settling) = (format!("/ar/2027/utfall?avtal={id}"), format!("/ar/2027/slutavrakning?avtal={id}"));
        for draft in billing.called(&json!({ "instalment": 2 })).await {
            billing.issued(&draft).await;
        }
        let officer = &billing.officer;
        let year = page(&billing, officer, &format!("/ar/2027?avtal={id}")).await.body.replace('\u{a0}', " ");
        assert!(year.contains("<p class=\"u\">Skickas 1 ") && year.contains("<p class=\"u\">Skickad 1 december 2026, betalas senast 31 december 2026</p>"), "as planned, and as it was done: {year}");
        let form = page(&billing, officer, &outcome).await.body;
        let (_, rest) = form.split_once("<option value=\"").expect("a cost");
        let cost = rest.split_once('"').expect("its end").0;
        let before = stored(&billing).await;
        let wrong = [("gor", "lagg-till"), ("avtal", &id), ("kostnad", cost), ("dag", "2027-03-01"), ("belopp", "mycket")];
        let refused = sent(&billing, officer, "/ar/2027/utfall", &wrong).await;
        assert!(refused.status == 422 && refused.body.contains("id=\"lagg-till-belopp-fel\"") && refused.body.contains("value=\"mycket\""), "{}", refused.body);
        assert_eq!(stored(&billing).await, before);
        let entry = [("gor", "lagg-till"), ("avtal", &id), ("kostnad", cost), ("dag", "2027-03-01"), ("vad", "Beredning"), ("belopp", "1 100,50")];
        let added = sent(&billing, officer, "/ar/2027/utfall", &entry).await;
        assert_eq!((added.status, added.header("location")), (303, Some(outcome.as_str())), "{}", added.body);
        let shown = page(&billing, officer, &outcome).await.body.replace('\u{a0}', " ");
        assert!(shown.contains("Beredning") && shown.contains("1 100,50 kr"), "{shown}");

        let look = page(&billing, officer, &settling).await.body;
        assert!(look.contains("får en tilläggsfaktura på"), "{look}");
        let (print, revision) = (hidden(&look, "avtryck-invoice"), hidden(&look, "revision"));
        let settle = [("gor", "slutavrakna"), ("avtal", &id), ("avtryck-invoice", &print), ("rest", "invoice"), ("beslut", "HSN 2028/9 § 3"), ("revision", &revision)];
        let settled = sent(&billing, officer, "/ar/2027/slutavrakning", &settle).await;
        assert_eq!((settled.status, settled.header("location")), (303, Some(settling.as_str())), "{}", settled.body);
        let done = page(&billing, officer, &settling).await.body;
        assert!(done.contains("Året är slutavräknat enligt HSN 2028/9 § 3."), "{done}");
        // A draft whose payer is known otherwise now is made again, the rest stands.
        let desk = billing.server.app.desk(samfin::app::scope::Scope::command_line());
        let all = desk.organisations(samfin::app::organisations::Filter::default(), None, 10).await.expect("organisations");
        let mut are = all.into_iter().find(|one| one.details.name.starts_with("Åre")).expect("a payer");
        "Åre kommun, ekonomi".clone_into(&mut are.details.name);
        desk.replace_organisation(are.id, are.revision, are.details).await.expect("written");
        let again = [("gor", "skapa-igen"), ("avtal", id.as_str())];
        let made = sent(&billing, officer, "/ar/2027/slutavrakning", &again).await;
        let drafts = format!("/fakturor?visa=utkast&avtal={id}&ar=2027");
        assert_eq!((made.status, made.header("location")), (303, Some(drafts.as_str())), "{}", made.body);
        let listed = page(&billing, officer, &drafts).await.body;
        assert!(listed.contains("Åre kommun, ekonomi") && done.contains("value=\"skapa-igen\""), "{listed}");
        let revision = hidden(&done, "revision");
        let close = |typed| [("gor", "stang"), ("avtal", id.as_str()), ("bekrafta", typed), ("revision", revision.as_str())];
        let before = stored(&billing).await;
        let wrong = sent(&billing, officer, "/ar/2027/slutavrakning", &close("2026")).await;
        assert!(wrong.status == 422 && wrong.body.contains("id=\"stang-bekrafta-fel\""), "{}", wrong.body);
        let early = sent(&billing, officer, "/ar/2027/slutavrakning", &close("2027")).await;
        assert_eq!(early.status, 409, "the drafts are not issued: {}", early.body);
        assert_eq!(stored(&billing).await, before);
    }
}
