//! `/utbetalningar`: a payout basis from draft to paid, each step by the one who may.

use samfin::app::scope::Role;
use serde_json::json;

use super::parties::with_roles;
use super::payments::{led, sent};
use super::{BROWSER, browsed, read};
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

    async fn whoever_attests_it_is_told_that_money_goes_out_and_may_send_it_back(database) {
        let (billing, one) = owed(database).await;
        let invoice = one.replace("/utbetalningar/", "/fakturor/");
        let mut server = billing.server.seen_by(with_roles(&[(Role::Approver, None)]));
        let inbox = read(&server, "/attest").await;
        let (_, card) = inbox.split_once(&format!("href=\"{one}\">Åre kommun: Utbetalning 1 av 2, 2027")).expect("its card");
        let card = card.split_once("</section>").map_or(card, |(card, _)| card);
        assert!(card.contains("Betalas ut") && card.contains("Du intygar att 500,00 kr ska betalas ut till Åre kommun."), "{card}");
        assert!(!card.contains("faktureras") && inbox.contains("Du intygar att Åre kommun ska faktureras 160,79 kr."), "{inbox}");
        assert_eq!(inbox.matches("Betalas ut").count(), 1, "the others are money in: {inbox}");
        assert!(inbox.contains("3 underlag på sammanlagt 250,00 kr som betalas in och 500,00 kr som betalas ut väntar på din attest."), "{inbox}");
        let paper = read(&server, &invoice).await;
        assert!(paper.contains("Utbetalning 1 av 2, 2027: 500,00 kr ska betalas ut till Åre kommun. Det är ett utkast: 0 av 1 attester."), "{paper}");
        assert!(paper.contains("Du intygar att 500,00 kr ska betalas ut till Åre kommun.") && !paper.contains("ska faktureras"), "{paper}");

        let back = |reason: &'static str| [("gor", "skicka-tillbaka"), ("revision", "1"), ("skal", reason), ("nyckel", "r")];
        let empty = sent(&server, &one, &back(" ")).await;
        assert!(empty.status == 422 && empty.body.contains("id=\"skicka-tillbaka-skal-fel\""), "{}", empty.body);
        led(&sent(&server, &one, &back("Inte utfört än")).await);
        server = server.seen_by(with_roles(&[(Role::Officer, None)]));
        let told = read(&server, &one).await;
        assert!(told.contains("Skickat tillbaka av Kim Karlsson") && told.contains("Inte utfört än"), "{told}");
        assert!(!told.contains("value=\"skicka-tillbaka\""), "an officer sends nothing back: {told}");
    }

    async fn what_comes_in_and_what_goes_out_are_two_sums(database) {
        let (billing, one) = owed(database).await;
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        let list = read(&billing.server, "/fakturor").await;
        assert!(list.contains("3 underlag på sammanlagt 250,00 kr som betalas in och 500,00 kr som betalas ut."), "{list}");
        assert!(list.contains(&format!("href=\"{one}\"")) && !list.contains(&one.replace("/utbetalningar/", "href=\"/fakturor/")), "each to its own page: {list}");
        let ticked: Vec<String> = drafts.iter().map(|draft| format!("&v={}:1", draft["id"].as_str().expect("an id"))).collect();
        let approver = billing.call(&billing.approver, "GET", &format!("/fakturor/valda?gor=attestera{}", ticked.concat()));
        let chosen = crate::server::Answer::of(approver.header("accept", BROWSER)).await.body.replace('\u{a0}', " ");
        assert!(chosen.contains("på sammanlagt 250,00 kr som betalas in och 500,00 kr som betalas ut. Alla attesteras"), "{chosen}");
        let rows = "Summa in</th><td></td><td class=\"n\">250,00 kr</td></tr><tr><th scope=\"row\">Summa ut</th><td></td><td class=\"n\">500,00 kr</td>";
        assert!(chosen.contains(rows), "{chosen}");

        let mut issued = Vec::new();
        for draft in &drafts {
            issued.push(billing.issued(draft).await);
        }
        let invoice = issued.iter().find(|one| one["document"]["form"] == "invoice").expect("an invoice");
        billing.paid(invoice, "10.00", "2026-11-30").await;
        let unpaid = read(&billing.server, "/fakturor?visa=obetalda").await;
        assert!(unpaid.contains("3 underlag. Kvar att få in: 240,00 kr. Kvar att betala ut: 500,00 kr."), "{unpaid}");

        let of_payout = format!("/logg?foremal={}", one.trim_start_matches("/utbetalningar/"));
        let auditor = billing.server.seen_by(with_roles(&[(Role::Auditor, None)]));
        let log = read(&auditor, &of_payout).await;
        for said in ["skrivet som utkast", "attesterat", "utfärdat"] {
            assert!(log.contains(&format!("<td>Utbetalningsunderlag {said}</td>")), "{said}: {log}");
        }
        assert!(!log.contains("<td>Faktura utfärdad") && log.contains(&format!("href=\"{one}\"")), "{log}");
    }
}
