//! `/api/v1/shared-calendars/{secret}`: an agreement's calendar for whoever has its address.

use samfin::app::scope::Role;
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::agreement;
use crate::invoices::Billing;
use crate::people::{browser, key, signed_in, user};
use crate::server::{Answer, NOW, Server};
use crate::users::{send, with};

const LINKS: &str = "/api/v1/share-links";

fn link(agreement: &str) -> Value {
    json!({ "agreement": agreement, "name": "Till Outlook", "shows": "calendar" })
}

/// An agreement with links to its calendar: an officer's key, the agreement's id, and one link as it was made.
async fn shared(server: &Server) -> (String, String, Value) {
    let officer = key(server, Role::Officer).await;
    let body = json!({ "document": agreement() });
    let stored = send(server, &officer, "POST", "/api/v1/agreements", &body).await.json(201);
    let id = stored["id"].as_str().expect("an id").to_owned();
    let made = send(server, &officer, "POST", LINKS, &link(&id)).await.json(201);
    (officer, id, made)
}

fn address(made: &Value) -> &str {
    made["address"].as_str().expect("an address")
}

/// As a calendar program asks: without a name.
async fn asked(server: &Server, path: &str, tag: Option<&str>) -> Answer {
    let call = server.call("GET", path).header("accept", "text/calendar, */*;q=0.1");
    Answer::of(tag.into_iter().fold(call, |call, tag| call.header("if-none-match", tag))).await
}

on_both_databases! {
    async fn a_calendar_is_followed_at_its_address_without_signing_in(database) {
        let server = Server::closed(database, NOW).await;
        let (officer, id, made) = shared(&server).await;
        assert_eq!((&made["shows"], &made["query"]), (&json!("calendar"), &Value::Null));
        assert_eq!(made["expires_at"], json!("2036-12-01T09:00:00Z"), "ten years");
        let calendar = asked(&server, address(&made), None).await;
        assert_eq!((calendar.status, calendar.header("content-type")), (200, Some("text/calendar; charset=utf-8")), "{}", calendar.body);
        assert_eq!(calendar.header("cache-control"), Some("private, no-cache"));
        assert_eq!(calendar.header("x-robots-tag"), Some("noindex, nofollow"));
        assert!(calendar.body.starts_with("BEGIN:VCALENDAR\r\n") && calendar.body.contains(" begins\r\n"), "{}", calendar.body);
        let swedish = asked(&server, &format!("{}?lang=sv", address(&made)), None).await;
        assert!(swedish.body.contains(" börjar gälla\r\n"), "{}", swedish.body);
        asked(&server, &format!("{}?lang=fi", address(&made)), None).await.problem(422, "unknown-value", &[("/query/lang", "unknown-value")]);
        // The rest of the service is as closed as it was.
        let own = format!("/api/v1/agreements/{id}/calendar");
        asked(&server, &own, None).await.problem(401, "unauthorized", &[]);
        let call = server.call("GET", address(&made)).header("accept", "text/html");
        Answer::of(call).await.problem(406, "not-acceptable", &[]);
        // What is kept knows no secret, and the trail neither.
        let one = Answer::of(with(&server, &officer, "GET", &format!("{LINKS}/{}", made["id"].as_str().expect("an id")))).await.json(200);
        assert_eq!((&one["shows"], one.get("address")), (&json!("calendar"), None));
        let auditor = key(&server, Role::Auditor).await;
        let trail = Answer::of(with(&server, &auditor, "GET", "/api/v1/audit-events?limit=100")).await;
        let secret = address(&made).rsplit('/').next().expect("a secret");
        assert!(trail.body.contains("share_link.created") && !trail.body.contains(secret), "{}", trail.body);
    }

    async fn a_calendar_that_is_the_same_is_not_sent_again(database) {
        let server = Server::closed(database, NOW).await;
        let (officer, id, made) = shared(&server).await;
        let first = asked(&server, address(&made), None).await;
        let tag = first.header("etag").expect("a tag").to_owned();
        for same in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let again = asked(&server, address(&made), Some(&same)).await;
            assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", Some(tag.as_str())), "{same}");
        }
        assert_eq!(asked(&server, address(&made), Some("\"x\"")).await.status, 200);
        let mut next = agreement();
        next["valid_from"] = json!("2028-01-01");
        next["milestones"] = json!([{ "id": "seminar", "name": "Seminarium", "date": "2028-03-01" }]);
        let version = send(&server, &officer, "POST", &format!("/api/v1/agreements/{id}/versions"), &json!({ "document": next })).await;
        assert_eq!(version.status, 201, "{}", version.body);
        let changed = asked(&server, address(&made), Some(&tag)).await;
        assert!(changed.status == 200 && changed.body.contains("SUMMARY:Seminarium\r\n"), "{}", changed.body);
        assert_ne!(changed.header("etag"), Some(tag.as_str()));
    }

    async fn a_link_opens_what_it_was_made_for_and_nothing_else(database) {
        let server = Server::closed(database, NOW).await;
        let (officer, id, calendar) = shared(&server).await;
        let body = json!({ "agreement": id, "name": "Till nämnden", "query": "s=avtal" });
        let comparison = send(&server, &officer, "POST", LINKS, &body).await.json(201);
        assert_eq!(comparison["shows"], json!("comparison"), "as before there were others");
        let secret = |made: &Value| address(made).rsplit('/').next().expect("a secret").to_owned();
        assert_eq!(Answer::of(browser(&server, "GET", address(&comparison))).await.status, 200);
        assert_eq!(Answer::of(browser(&server, "GET", &format!("/delad/{}", secret(&calendar)))).await.status, 404);
        let wrong = format!("/api/v1/shared-calendars/{}", secret(&comparison));
        asked(&server, &wrong, None).await.problem(404, "not-found", &[]);
        let count = async || {
            let links = Answer::of(with(&server, &officer, "GET", LINKS)).await.json(200);
            links["items"].as_array().map(Vec::len)
        };
        assert_eq!(count().await, Some(2));
        for (field, value, pointer, code) in [
            ("query", json!("s=avtal"), "/query", "conflicting-fields"),
            ("shows", json!("invoices"), "/shows", "unknown-value"),
            ("shows", json!("comparison"), "/query", "missing-field"),
            ("expires_on", json!("2036-12-03"), "/expires_on", "out-of-range"),
            ("expires_on", json!("2026-11-30"), "/expires_on", "out-of-range"),
        ] {
            let mut new = link(&id);
            new[field] = value;
            send(&server, &officer, "POST", LINKS, &new).await.problem(422, code, &[(pointer, code)]);
        }
        assert_eq!(count().await, Some(2), "nothing was made");
        user(&server, "tove", Role::Officer).await;
        let cookie = signed_in(&server, "tove").await;
        let page = Answer::of(browser(&server, "GET", "/delade").header("cookie", cookie)).await;
        assert!(page.body.contains("Avtalets kalender, att prenumerera på.") && page.body.contains("Jämförelse."), "{}", page.body);
        assert_eq!(page.body.matches("Öppna jämförelsen").count(), 1, "a calendar is no comparison");
    }

    async fn an_address_ends_on_its_day_or_when_it_is_revoked_and_tells_its_last_day(database) {
        let server = Server::closed(database, NOW).await;
        let (officer, id, made) = shared(&server).await;
        let mut new = link(&id);
        new["expires_on"] = json!("2027-06-30");
        let short = send(&server, &officer, "POST", LINKS, &new).await.json(201);
        let told = asked(&server, address(&short), None).await.body;
        assert!(told.contains("SUMMARY:The address of this calendar stops working\r\n") && told.contains("DTSTART;VALUE=DATE:20270630\r\n"), "{told}");
        assert!(!asked(&server, address(&made), None).await.body.contains("stops working"), "ten years away");
        assert_eq!(asked(&server.beside("2027-06-30T21:59:59Z").await, address(&short), None).await.status, 200);
        asked(&server.beside("2027-06-30T22:00:00Z").await, address(&short), None).await.problem(404, "not-found", &[]);
        let tag = asked(&server, address(&made), None).await.header("etag").expect("a tag").to_owned();
        let path = format!("{LINKS}/{}/revoke", made["id"].as_str().expect("an id"));
        send(&server, &officer, "POST", &path, &json!({ "reason": "Slutat" })).await.json(200);
        asked(&server, address(&made), Some(&tag)).await.problem(404, "not-found", &[]);
    }

    async fn what_anybody_owes_is_not_in_it(database) {
        let billing = Billing::new(database).await;
        let documents = billing.called(&json!({ "instalment": 1 })).await;
        let are = documents.iter().find(|one| one["document"]["buyer"]["party"] == "are").expect("Åre's");
        billing.issued(are).await;
        let id = billing.year.split("/periods").next().expect("an agreement").rsplit('/').next().expect("an id");
        let made = Answer::of(billing.send("POST", LINKS, &link(id))).await.json(201);
        let calendar = asked(&billing.server, address(&made), None).await.body;
        assert!(calendar.contains("SUMMARY:Instalment 1 of 2 for 2027 is to be paid\r\n"), "{calendar}");
        assert!(!calendar.contains("UID:invoice."), "{calendar}");
        let own = format!("/api/v1/agreements/{id}/calendar");
        let seen = Answer::of(billing.call(&billing.officer, "GET", &own).header("accept", "*/*")).await.body;
        assert!(seen.contains("UID:invoice."), "an officer who signs in sees it: {seen}");
    }
}
