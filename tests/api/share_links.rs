//! `/api/v1/share-links` and `/delad`: one comparison, to read, until a day.

use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::agreement;
use crate::people::{browser, form, key, led, signed_in, token, user};
use crate::server::{Answer, NOW, Server};
use crate::users::{send, with};

const LINKS: &str = "/api/v1/share-links";

/// An agreement that is adopted: its id.
async fn adopted(server: &Server, officer: &str) -> String {
    let stored =
        send(server, officer, "POST", "/api/v1/agreements", &json!({ "document": agreement() })).await.json(201);
    let id = stored["id"].as_str().expect("an id").to_owned();
    let decisions = json!({ "decisions": [{ "party": "rjh", "reference": "RF § 1" }] });
    send(server, officer, "POST", &format!("/api/v1/agreements/{id}/versions/1/adopt"), &decisions).await.json(200);
    id
}

fn link(agreement: &str) -> Value {
    json!({ "agreement": agreement, "name": "Till nämnden", "query": "s=avtal&s=avtal;bort=are&ar=2027" })
}

async fn seen(server: &Server, path: &str) -> Answer {
    Answer::of(browser(server, "GET", path)).await
}

on_both_databases! {
    async fn a_link_shows_one_comparison_without_signing_in_and_nothing_else(database) {
        let server = Server::closed(database, NOW).await;
        let officer = key(&server, Role::Officer).await;
        let id = adopted(&server, &officer).await;
        let made = send(&server, &officer, "POST", LINKS, &link(&id)).await.json(201);
        assert_eq!(made["expires_at"], json!("2027-03-01T09:00:00Z"), "90 days");
        let address = made["address"].as_str().expect("an address").to_owned();
        let page = seen(&server, &address).await;
        assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")), "{}", page.body);
        assert_eq!(page.header("x-robots-tag"), Some("noindex, nofollow"));
        let said = page.body.replace('\u{a0}', " ");
        assert!(said.contains("Delad för läsning: Till nämnden.") && said.contains("Om Åre kommun inte bidrar"), "{said}");
        assert!(!said.contains("Så räknar vi") && !said.contains("alla regler"), "no words that lead nowhere");
        let main = said.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).expect("the page").0;
        assert!(!main.contains("<a ") && !main.contains("<form") && !main.contains("<input"), "nothing to follow or send: {main}");
        for other in ["/jamfor", "/scenarier", "/delade", "/", &format!("/jamfor?avtal={id}")] {
            assert_eq!(seen(&server, other).await.status, 303, "{other} needs signing in");
        }
        let with_more = seen(&server, &format!("{address}?s=avtal&avtal=x")).await;
        assert_eq!(with_more.body, page.body, "the query is the one that was shared");
        for path in [format!("/api/v1/agreements/{id}"), LINKS.to_owned()] {
            server.get(&path).await.problem(401, "unauthorized", &[]);
        }
        let one = Answer::of(with(&server, &officer, "GET", &format!("{LINKS}/{}", made["id"].as_str().expect("an id")))).await.json(200);
        assert_eq!((&one["name"], one.get("address")), (&json!("Till nämnden"), None));
    }

    async fn a_link_stops_when_its_day_is_over_or_it_is_revoked(database) {
        let server = Server::closed(database, NOW).await;
        let officer = key(&server, Role::Officer).await;
        let id = adopted(&server, &officer).await;
        let until = |day: &str| { let mut new = link(&id); new["expires_on"] = json!(day); new };
        for (day, status) in [("2026-11-30", 422), ("2028-01-06", 422), ("2028-01-05", 201), ("2026-12-24", 201)] {
            let answer = send(&server, &officer, "POST", LINKS, &until(day)).await;
            assert_eq!(answer.status, status, "{day}: {}", answer.body);
        }
        let made = send(&server, &officer, "POST", LINKS, &until("2026-12-24")).await.json(201);
        let address = made["address"].as_str().expect("an address").to_owned();
        assert_eq!(seen(&server.beside("2026-12-24T22:59:59Z").await, &address).await.status, 200);
        let gone = seen(&server.beside("2026-12-24T23:00:00Z").await, &address).await;
        let nowhere = seen(&server, &format!("/delad/{}", "0".repeat(64))).await;
        assert_eq!((gone.status, nowhere.status), (404, 404));
        let path = format!("{LINKS}/{}/revoke", made["id"].as_str().expect("an id"));
        send(&server, &officer, "POST", &path, &json!({})).await.problem(422, "missing-field", &[("/reason", "missing-field")]);
        let revoked = send(&server, &officer, "POST", &path, &json!({ "reason": "Fel nämnd" })).await.json(200);
        assert_eq!((&revoked["revoked_at"], &revoked["revoke_reason"]), (&json!("2026-12-01T09:00:00Z"), &json!("Fel nämnd")));
        assert_eq!(seen(&server, &address).await.status, 404);
        send(&server, &officer, "POST", &path, &json!({ "reason": "Igen" })).await.problem(409, "invalid-state", &[]);
    }

    async fn only_officers_of_the_agreement_share_and_others_do_not_see_the_links(database) {
        let server = Server::closed(database, NOW).await;
        let officer = key(&server, Role::Officer).await;
        let (id, other) = (adopted(&server, &officer).await, adopted(&server, &officer).await);
        let made = send(&server, &officer, "POST", LINKS, &link(&id)).await.json(201);
        let path = format!("{LINKS}/{}", made["id"].as_str().expect("an id"));
        let within = |role, agreement: &str| {
            let grants = vec![Grant { agreement: Some(agreement.to_owned()), ..Grant::everywhere(role) }];
            let desk = server.app.desk(Scope::command_line());
            async move {
                let new = NewKey { name: "Prov".into(), grants, expires_on: None };
                desk.create_key(new).await.expect("made").1.expect("a secret")
            }
        };
        let elsewhere = within(Role::Officer, &other).await;
        send(&server, &elsewhere, "POST", LINKS, &link(&id)).await.problem(404, "not-found", &[]);
        Answer::of(with(&server, &elsewhere, "GET", &path)).await.problem(404, "not-found", &[]);
        send(&server, &elsewhere, "POST", &format!("{path}/revoke"), &json!({ "reason": "x" })).await.problem(404, "not-found", &[]);
        assert_eq!(Answer::of(with(&server, &elsewhere, "GET", LINKS)).await.json(200)["items"], json!([]));
        let own = within(Role::Officer, &id).await;
        assert_eq!(Answer::of(with(&server, &own, "GET", LINKS)).await.json(200)["items"].as_array().map(Vec::len), Some(1));
        let auditor = key(&server, Role::Auditor).await;
        Answer::of(with(&server, &auditor, "GET", &path)).await.json(200);
        send(&server, &auditor, "POST", &format!("{path}/revoke"), &json!({ "reason": "x" })).await.problem(403, "forbidden", &[]);
        for role in [Role::Reader, Role::Admin, Role::Approver] {
            let key = key(&server, role).await;
            Answer::of(with(&server, &key, "GET", LINKS)).await.problem(403, "forbidden", &[]);
            send(&server, &key, "POST", LINKS, &link(&id)).await.problem(403, "forbidden", &[]);
        }
    }

    async fn an_officer_shares_from_the_page_and_revokes_there(database) {
        let server = Server::closed(database, NOW).await;
        let officer = key(&server, Role::Officer).await;
        let id = adopted(&server, &officer).await;
        user(&server, "tove", Role::Officer).await;
        user(&server, "lisa", Role::Reader).await;
        let reader = signed_in(&server, "lisa").await;
        let cookie = signed_in(&server, "tove").await;
        let page = |cookie: &str| browser(&server, "GET", "/jamfor").header("cookie", cookie.to_owned());
        assert!(!Answer::of(page(&reader)).await.body.contains("/jamfor/dela"));
        assert!(Answer::of(page(&cookie)).await.body.contains("/jamfor/dela"));
        let fields = [("fran", format!("avtal={id}&s=avtal")), ("namn", "Nämnden".into()), ("csrf", token(&cookie))];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let made = Answer::of(form(&server, "/jamfor/dela", &fields).header("cookie", cookie.clone())).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let secret = made.body.split_once("/delad/").expect("the address").1[..64].to_owned();
        assert_eq!(seen(&server, &format!("/delad/{secret}")).await.status, 200);
        let revoke = made.body.split_once("action=\"/delade/").expect("a form").1.split_once('"').expect("its end").0.to_owned();
        let fields = [("skal", "Fel nämnd"), ("csrf", &token(&cookie))];
        let gone = Answer::of(form(&server, &format!("/delade/{revoke}"), &fields).header("cookie", cookie.clone())).await;
        assert_eq!(led(&gone), (303, "/delade"));
        assert_eq!(seen(&server, &format!("/delad/{secret}")).await.status, 404);
    }
}
