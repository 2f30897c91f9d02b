//! `/utbetalningar`: a payout basis from draft to paid, each step by the one who may.

use samfin::app::scope::Role;
use serde_json::json;

use super::parties::with_roles;
use super::payments::{led, sent};
use super::{browsed, read};
use crate::databases::{Database, on_both_databases};
use crate::documents::{adding, agreement};
use crate::invoices::{Billing, NUMBERS, organisation};

/// A year in which Åre provides the hall, with its first part called: 500 kronor to Åre.
async fn owed(database: Database) -> (Billing, String) {
    let hall = adding(agreement(), "/costs/0", "provided_by", json!("are"));
    let billing = Billing::of(database, hall, json!([{ "type": "redistribute" }])).await;
    for (party, ..) in NUMBERS {
        let mut organisation = organisation(party);
        organisation["plusgiro"] = json!("18 97 50-3");
        billing.post("/api/v1/organisations", &organisation).await.json(201);
    }
    let drafts = billing.called(&json!({ "instalment": 1 })).await;
    let payout = drafts.iter().find(|one| one["document"]["form"] == "payout").expect("a payout");
    let address = format!("/utbetalningar/{}", payout["id"].as_str().expect("an id"));
    (billing, address)
}

on_both_databases! {
    async fn a_basis_is_attested_issued_invoiced_and_paid(database) {
        let (billing, one) = owed(database).await;
        let mut server = billing.server;
        let list = read(&server, "/utbetalningar?ar=2027").await;
        assert!(list.contains("Ett utbetalningsunderlag för 2027, som är utkast. 0,00 kr är kvar att betala ut.") && list.contains(&one), "{list}");
        let draft = read(&server, &one).await;
        assert!(draft.contains("ska betala 500,00 kr till Åre kommun. Det väntar på attest: 0 av 1."), "{draft}");
        assert!(!draft.contains("value=\"attestera\"") && !draft.contains("value=\"utfarda\""), "an officer attests nothing: {draft}");
        assert_eq!(sent(&server, &one, &[("gor", "attestera"), ("revision", "1")]).await.status, 403);

        server = server.seen_by(with_roles(&[(Role::Approver, None)]));
        assert!(read(&server, &one).await.contains("Du står för att 500,00 kr ska betalas ut."));
        let stale = sent(&server, &one, &[("gor", "attestera"), ("revision", "7")]).await;
        assert!(stale.status == 412 && stale.body.contains("Någon annan har ändrat underlaget"), "{}", stale.body);
        led(&sent(&server, &one, &[("gor", "attestera"), ("revision", "1"), ("nyckel", "a")]).await);
        assert!(read(&server, &one).await.contains("Det är attesterat och kan utfärdas."));
        assert_eq!(sent(&server, &one, &[("gor", "utfarda"), ("revision", "2"), ("nyckel", "b")]).await.status, 403, "an approver issues nothing");

        server = server.seen_by(with_roles(&[(Role::Officer, None)]));
        led(&sent(&server, &one, &[("gor", "utfarda"), ("revision", "2"), ("nyckel", "c")]).await);
        let issued = read(&server, &one).await;
        assert!(issued.contains("Org.nr 212000-2494") && issued.contains("<dt>Plusgiro</dt><dd>18 97 50-3</dd>") && issued.contains("Att betala ut"), "as on paper: {issued}");
        assert!(issued.contains("U2026-0001") && issued.contains("Det väntar på mottagarens faktura."), "{issued}");
        let wrong = sent(&server, &one, &[("gor", "faktura"), ("nummer", "4711"), ("dag", "i går")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("id=\"faktura-dag-fel\"") && wrong.body.contains("value=\"4711\""), "{}", wrong.body);
        led(&sent(&server, &one, &[("gor", "faktura"), ("nummer", "4711"), ("dag", "2026-11-30")]).await);
        assert!(read(&server, &one).await.contains("Fakturan har kommit; det väntar på att betalas."));
        let pay = [("nyckel", "d"), ("faktura", "U2026-0001"), ("belopp", "500"), ("dag", "2026-12-01")];
        led(&sent(&server, "/betalningar/ny", &pay).await);
        assert!(read(&server, &one).await.contains("Det är betalt."));
        assert!(read(&server, "/utbetalningar?ar=2027").await.contains("Ett utbetalningsunderlag för 2027, utfärdat. 0,00 kr är kvar"));
    }

    async fn whoever_may_not_see_it_does_not(database) {
        let (billing, one) = owed(database).await;
        let invoices = billing.get("/api/v1/invoices?form=invoice").await.json(200);
        let invoice = format!("/utbetalningar/{}", invoices["items"][0]["id"].as_str().expect("an id"));
        let mut server = billing.server;
        assert_eq!(browsed(&server, &invoice).await.status, 404, "an invoice is no payout basis");
        for (role, status) in [(Role::Auditor, 200), (Role::Approver, 200), (Role::Reader, 403), (Role::Admin, 403)] {
            server = server.seen_by(with_roles(&[(role, None)]));
            assert_eq!(browsed(&server, &one).await.status, status, "{role:?}");
            assert_eq!(browsed(&server, "/utbetalningar").await.status, status, "{role:?}");
        }
        server = server.seen_by(with_roles(&[(Role::PartyOfficer, Some("are"))]));
        assert_eq!(browsed(&server, &one).await.status, 404, "a draft is nobody's yet");
    }
}
