//! Sessions: how long they last, how they end, and what a form must carry.

use samfin::app::people::users::{Status, UserText};
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::json;

use crate::agreements::make;
use crate::databases::{Database, on_both_databases};
use crate::documents::agreement;
use crate::people::{browser, form, led, signed_in, token, user};
use crate::server::{Answer, NOW, Server};

async fn status(server: &Server, cookie: &str) -> u16 {
    Answer::of(browser(server, "GET", "/scenarier").header("cookie", cookie.to_owned())).await.status
}

/// The last second of a span, and the first after it.
const HALF_AN_HOUR: [&str; 2] = ["2026-12-01T09:29:59Z", "2026-12-01T09:30:00Z"];

on_both_databases! {
    async fn a_session_ends_after_half_an_hour_of_rest(database) {
        let server = Server::closed(database, NOW).await;
        user(&server, "tove", Role::Officer).await;
        let cookie = signed_in(&server, "tove").await;
        let [before, after] = HALF_AN_HOUR;
        assert_eq!(status(&server.beside(after).await, &cookie).await, 303);
        assert_eq!(status(&server.beside(before).await, &cookie).await, 200);
        assert_eq!(status(&server.beside(after).await, &cookie).await, 200, "it was used a second ago");
        assert_eq!(status(&server.beside("2026-12-01T10:00:00Z").await, &cookie).await, 303);
    }

    async fn a_session_lasts_twelve_hours_at_most(database) {
        let server = Server::closed(database, NOW).await;
        user(&server, "tove", Role::Officer).await;
        let cookie = signed_in(&server, "tove").await;
        for minutes in (20..720).step_by(20) {
            let now = format!("2026-12-01T{:02}:{:02}:00Z", 9 + minutes / 60, minutes % 60);
            assert_eq!(status(&server.beside(&now).await, &cookie).await, 200, "{now}");
        }
        assert_eq!(status(&server.beside("2026-12-01T20:59:59Z").await, &cookie).await, 200);
        assert_eq!(status(&server.beside("2026-12-01T21:00:00Z").await, &cookie).await, 303);
    }

    async fn signing_out_ends_the_session_everywhere(database) {
        let server = Server::closed(database, NOW).await;
        user(&server, "tove", Role::Officer).await;
        let cookie = signed_in(&server, "tove").await;
        let replica = server.beside(NOW).await;
        assert_eq!(status(&replica, &cookie).await, 200);
        let out = Answer::of(form(&server, "/logga-ut", &[("csrf", &token(&cookie))]).header("cookie", cookie.clone())).await;
        assert_eq!(led(&out), (303, "/logga-in"));
        assert!(out.header("set-cookie").is_some_and(|set| set.starts_with("__Host-samfin=;") && set.contains("Max-Age=0")));
        assert_eq!(status(&server, &cookie).await, 303, "here at once");
        seen_within_five_seconds(&replica, &cookie).await;
    }

    async fn closing_an_account_ends_its_sessions_and_changing_a_grant_is_seen(database) {
        let server = Server::closed(database, NOW).await;
        user(&server, "admin", Role::Admin).await;
        let tove = user(&server, "tove", Role::Officer).await;
        let cookie = signed_in(&server, "tove").await;
        let replica = server.beside(NOW).await;
        let share = || Answer::of(browser(&replica, "GET", "/anvandare").header("cookie", cookie.clone()));
        assert_eq!(share().await.status, 403);
        let desk = server.app.desk(Scope::command_line());
        let text = |status, role| UserText { name: "Tove".into(), status, grants: vec![Grant::everywhere(role)], reason: None };
        desk.replace_user(tove.account.id.clone(), 1, text(Status::Active, Role::Auditor)).await.expect("changed");
        let since = std::time::Instant::now();
        while share().await.status != 200 {
            assert!(since.elapsed().as_secs() < 5, "a grant must be seen within five seconds");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        desk.replace_user(tove.account.id, 2, text(Status::Closed, Role::Auditor)).await.expect("closed");
        assert_eq!(status(&server, &cookie).await, 303);
        seen_within_five_seconds(&replica, &cookie).await;
    }

    async fn what_changes_something_needs_a_page_of_ours_and_its_token(database) {
        let server = Server::closed(database, NOW).await;
        user(&server, "tove", Role::Officer).await;
        let cookie = signed_in(&server, "tove").await;
        let token = token(&cookie);
        let body = json!({ "document": agreement() }).to_string();
        let post = |site: &str, token: Option<&str>| {
            let call = server.call("POST", "/api/v1/agreements").header("cookie", cookie.clone());
            let call = call.header("content-type", "application/json").header("sec-fetch-site", site.to_owned());
            let call = token.iter().fold(call, |call, token| call.header("x-csrf-token", (*token).to_owned()));
            Answer::of(call.body(body.clone()))
        };
        post("cross-site", Some(&token)).await.problem(403, "csrf-failed", &[]);
        post("same-site", Some(&token)).await.problem(403, "csrf-failed", &[]);
        post("same-origin", None).await.problem(403, "csrf-failed", &[]);
        post("same-origin", Some(&"0".repeat(64))).await.problem(403, "csrf-failed", &[]);
        post("none", Some("")).await.problem(403, "csrf-failed", &[]);
        let list = Answer::of(server.call("GET", "/api/v1/agreements").header("cookie", cookie.clone())).await;
        assert_eq!(list.json(200)["items"], json!([]), "nothing was done");
        post("same-origin", Some(&token)).await.json(201);
    }
}

async fn seen_within_five_seconds(server: &Server, cookie: &str) {
    let since = std::time::Instant::now();
    while status(server, cookie).await == 200 {
        assert!(since.elapsed().as_secs() < 5, "it must be seen within five seconds");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_read_whole_after_its_token_has_been_looked_at() {
    let server = Server::closed(Database::sqlite(), NOW).await;
    user(&server, "admin", Role::Admin).await;
    let cookie = signed_in(&server, "admin").await;
    let token = token(&cookie);
    let name = "Å".repeat(200);
    let send = |csrf: &str| {
        let fields = [("namn", name.as_str()), ("inloggning", "kim"), ("roll", "reader"), ("csrf", csrf)];
        Answer::of(form(&server, "/anvandare", &fields).header("cookie", cookie.clone()))
    };
    let refused = send("wrong").await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("csrf-failed"), "{}", refused.body);
    let made = send(&token).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert!(made.body.contains(&name) && made.body.contains("/losenord/"), "{}", made.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_a_cookie_or_a_session_in_a_header_opens_nothing() {
    let server = Server::closed(Database::sqlite(), NOW).await;
    user(&server, "tove", Role::Officer).await;
    make(&Server::still(Database::sqlite()).await, agreement()).await;
    let cookie = signed_in(&server, "tove").await;
    let session = cookie.split_once('=').expect("a value").1.to_owned();
    let bearer = server.call("GET", "/api/v1/agreements").header("authorization", format!("Bearer {session}"));
    assert_eq!(Answer::of(bearer).await.status, 401);
    // Whoever sends both is judged by the key alone.
    let both =
        server.call("GET", "/api/v1/agreements").header("cookie", cookie).header("authorization", "Bearer samfin_x_y");
    assert_eq!(Answer::of(both).await.status, 401);
}
