//! `/betalningar/bortfall`: who has not paid in spite of a reminder, and the way to the decision that an officer registers.

use samfin::app::scope::Role;

use super::parties::with_roles;
use super::{BROWSER, browsed};
use crate::databases::on_both_databases;
use crate::invoices::{Billing, at};
use crate::people::key;
use crate::server::{Answer, Server};

const PAGE: &str = "/betalningar/bortfall?ar=2027";

async fn seen(server: &Server, key: &str, path: &str) -> Answer {
    Answer::of(server.call("GET", path).bearer_auth(key).header("accept", BROWSER).header("accept-language", "sv"))
        .await
}

fn said(answer: &Answer) -> String {
    answer.body.replace('\u{a0}', " ")
}

/// Sends the form as a program with a key, which needs no token.
async fn sent(server: &Server, key: &str, fields: &[(&str, &str)]) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let call = client.post(format!("{}/ar/2027/bidrag", server.address)).bearer_auth(key).header("accept", BROWSER);
    Answer::of(call.header("content-type", "application/x-www-form-urlencoded").body(body)).await
}

on_both_databases! {
    async fn a_party_that_was_reminded_is_proposed_with_the_way_to_its_decision(database) {
        let billing = Billing::new(database).await;
        let [are, _] = billing.first_part().await;
        let (officer, approver) = (billing.officer.as_str(), billing.approver.as_str());
        let agreement = are["agreement"].as_str().expect("an id");
        let late = billing.server.beside("2027-03-01T09:00:00Z").await;
        assert!(said(&seen(&late, officer, PAGE).await).contains("Ingen part har något förfallet för 2027 som den har påmints om."));
        Answer::of(late.call("POST", &format!("{}/reminders", at(&are))).bearer_auth(officer).header("idempotency-key", "remind")).await.json(200);
        let proposals = Answer::of(late.call("GET", &format!("{}/default-proposals", billing.year)).bearer_auth(officer)).await.json(200);
        let percent = proposals["items"][0]["contributes_percent"].as_str().expect("percent").replace('.', ",");
        let page = said(&seen(&late, officer, PAGE).await);
        assert!(page.contains("En part har inte betalat för 2027 trots påminnelse.") && page.contains("Registrera ett beslut"), "{page}");
        // The way to the decision has what is known of it filled in.
        let way = page.split("href=\"").find(|rest| rest.starts_with("/ar/2027/bidrag?") && rest.contains("part=are")).expect("the way");
        let way = way.split_once('"').expect("its end").0.replace("&amp;", "&");
        let form = said(&seen(&late, officer, way.split_once('#').map_or(way.as_str(), |(way, _)| way)).await);
        for filled in [format!("value=\"{percent}\""), "<option value=\"are\" selected".to_owned(), "<option value=\"late\" selected".to_owned()] {
            assert!(form.contains(&filled), "{filled}: {form}");
        }
        let fields = [("nyckel", "a"), ("gor", "se"), ("avtal", agreement), ("part", "are"), ("procent", percent.as_str()), ("orsak", "late"), ("dag", "2027-02-28"), ("beslut", "KF § 188")];
        let effect = sent(&late, officer, &fields).await;
        assert!(effect.status == 200 && effect.body.contains("Registrera beslutet"), "{}", effect.body);
        let seen_by_approver = said(&seen(&late, approver, PAGE).await);
        assert!(seen_by_approver.contains("Åre kommun") && !seen_by_approver.contains("Registrera ett beslut"), "{seen_by_approver}");
        for role in [Role::Reader, Role::Admin] {
            let key = key(&billing.server, role).await;
            assert_eq!(seen(&late, &key, PAGE).await.status, 403, "{role:?}");
        }
        let server = billing.server.seen_by(with_roles(&[(Role::PartyOfficer, Some("are"))]));
        assert_eq!(browsed(&server, PAGE).await.status, 403, "a party's officer");
    }
}
