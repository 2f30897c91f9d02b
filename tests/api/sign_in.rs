//! `/logga-in`, `/kom-igang` and `/losenord`: who gets in, and who has to wait.

use std::time::{Duration, Instant};

use samfin::app::people::users::{Entry, NewUser};
use samfin::app::scope::{Grant, Role, Scope};
use samfin::storage::sessions;

use crate::databases::{Database, on_both_databases};
use crate::people::{PASSWORD, browser, cookie, form, led, signed_in, token, try_to_sign_in, user};
use crate::server::{Answer, NOW, Server};

on_both_databases! {
    async fn a_page_that_needs_a_reader_leads_to_the_door_and_back(database) {
        let server = Server::closed(database, NOW).await;
        user(&server, "tove", Role::Officer).await;
        let asked = Answer::of(browser(&server, "GET", "/scenarier?avtal=x&y=%C3%A5")).await;
        assert_eq!(led(&asked), (303, "/logga-in?till=/scenarier%3Favtal%3Dx%26y%3D%25C3%25A5"));
        let door = Answer::of(browser(&server, "GET", asked.header("location").expect("the door"))).await;
        assert_eq!(door.status, 200);
        assert!(door.body.contains("name=\"till\" value=\"/scenarier?avtal=x&amp;y=%C3%A5\""), "{}", door.body);
        let answer = try_to_sign_in(&server, " TOVE ", PASSWORD).await;
        assert_eq!(led(&answer), (303, "/scenarier"));
        let handed = answer.header("set-cookie").expect("a cookie").to_owned();
        assert!(handed.starts_with("__Host-samfin="), "{handed}");
        for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
            assert!(handed.contains(part), "{handed}");
        }
        assert!(!handed.contains("Domain") && answer.header("cache-control") == Some("no-store"));
        let inside = Answer::of(browser(&server, "GET", "/scenarier").header("cookie", cookie(&answer))).await;
        assert_eq!((inside.status, inside.header("cache-control")), (200, Some("no-store")));
        assert!(inside.body.contains("tove Exempelsson") && inside.body.contains("Logga ut"), "{}", inside.body);
    }

    async fn a_wrong_password_an_unknown_login_and_a_closed_account_are_told_the_same(database) {
        let server = Server::closed(database, NOW).await;
        user(&server, "tove", Role::Officer).await;
        let invited = NewUser { login: "nils".into(), name: "Nils".into(), grants: Vec::new() };
        server.app.desk(Scope::command_line()).create_user(invited, Entry::Invited).await.expect("invited");
        let told = |answer: &Answer| answer.body.replace("value=\"nobody\"", "").replace("value=\"tove\"", "").replace("value=\"nils\"", "");
        let wrong = try_to_sign_in(&server, "tove", "hästar äter hö").await;
        assert_eq!((wrong.status, wrong.header("set-cookie")), (401, None), "{}", wrong.body);
        assert!(wrong.header("www-authenticate").is_some() && wrong.body.contains("hör inte ihop"));
        assert!(!wrong.body.contains("hö\""), "the password is not written back");
        for login in ["nobody", "nils"] {
            let answer = try_to_sign_in(&server, login, PASSWORD).await;
            assert_eq!((answer.status, told(&answer)), (401, told(&wrong)), "{login}");
        }
        for login in ["a\0b", "a\u{202e}", &"a".repeat(5000), ""] {
            assert_eq!(try_to_sign_in(&server, login, PASSWORD).await.status, 401, "what cannot be a login: {login:?}");
        }
        close(&server, "tove").await;
        let closed = try_to_sign_in(&server, "tove", PASSWORD).await;
        assert_eq!((closed.status, told(&closed)), (401, told(&wrong)));
    }

    async fn the_twenty_first_wrong_try_in_a_minute_waits_and_nothing_is_locked(database) {
        let server = Server::closed(database, NOW).await;
        user(&server, "tove", Role::Officer).await;
        for _ in 0..20 {
            assert_eq!(try_to_sign_in(&server, "tove", "fel fel fel fel").await.status, 401);
        }
        // The right one has to wait as well, or waiting would tell which is right.
        for password in ["fel fel fel fel", PASSWORD] {
            let slowed = try_to_sign_in(&server, "tove", password).await;
            assert_eq!((slowed.status, slowed.header("retry-after")), (429, Some("60")), "{}", slowed.body);
            assert!(slowed.body.contains("Vänta 60 sekunder"), "{}", slowed.body);
        }
        let other = try_to_sign_in(&server, "kim", PASSWORD).await;
        assert_eq!(other.status, 429, "the address is slowed too");
        let replica = server.beside("2026-12-01T09:00:59Z").await;
        assert_eq!(try_to_sign_in(&replica, "tove", PASSWORD).await.status, 429, "on every replica");
        let later = server.beside("2026-12-01T09:01:00Z").await;
        assert_eq!(try_to_sign_in(&later, "tove", PASSWORD).await.status, 303);
    }

    async fn somebody_who_signs_in_often_is_not_slowed(database) {
        let server = Server::closed(database, NOW).await;
        user(&server, "tove", Role::Officer).await;
        for _ in 0..25 {
            signed_in(&server, "tove").await;
        }
    }

    async fn the_first_administrator_is_made_at_a_link_that_works_once(database) {
        let server = Server::closed(database, NOW).await;
        let first = server.app.first_run().await.expect("a link").expect("there is nobody yet");
        let secret = server.app.first_run().await.expect("a link").expect("there is nobody yet");
        let gone = Answer::of(browser(&server, "GET", &format!("/kom-igang/{first}"))).await;
        assert_eq!(gone.status, 404, "a new start makes a new link: {}", gone.body);
        let path = format!("/kom-igang/{secret}");
        let page = Answer::of(browser(&server, "GET", &path)).await;
        assert!(page.status == 200 && page.body.contains("Skapa den första administratören"), "{}", page.body);
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let fields = |login, password, again| [("namn", "Tove Test"), ("inloggning", login), ("losenord", password), ("igen", again)];
        for (login, password, again, told) in [
            ("tove", PASSWORD, "hästar äter hö", "inte samma"),
            ("tove", "kort", "kort", "12–200 tecken"),
            ("to ve", PASSWORD, PASSWORD, "utan blanksteg"),
            ("tove", "tove test tove", "tove test tove", "knappt mer än"),
        ] {
            let refused = Answer::of(form(&server, &path, &fields(login, password, again))).await;
            assert_eq!(refused.status, 422, "{told}: {}", refused.body);
            assert!(refused.body.contains(told) && refused.body.contains("value=\"Tove Test\""), "{told}: {}", refused.body);
            assert!(!refused.body.contains("type=\"password\" value"), "no password is written back");
        }
        let late = server.beside("2026-12-01T10:00:00Z").await;
        assert_eq!(Answer::of(browser(&late, "GET", &path)).await.status, 404, "it lasts an hour");
        let made = Answer::of(form(&server, &path, &fields("Tove", PASSWORD, PASSWORD))).await;
        assert_eq!(led(&made), (303, "/anvandare"));
        let users = Answer::of(browser(&server, "GET", "/anvandare").header("cookie", cookie(&made))).await;
        assert!(users.body.contains("Tove Test") && users.body.contains("Administratör, alla avtal"), "{}", users.body);
        assert_eq!(Answer::of(form(&server, &path, &fields("kim", PASSWORD, PASSWORD))).await.status, 404);
        assert_eq!(server.app.first_run().await.expect("no link"), None);
    }

    async fn two_who_set_up_at_once_make_one_administrator(database) {
        let server = Server::closed(database, NOW).await;
        let secret = server.app.first_run().await.expect("a link").expect("there is nobody yet");
        let path = format!("/kom-igang/{secret}");
        let fields = |login| [("namn", "Tove Test"), ("inloggning", login), ("losenord", PASSWORD), ("igen", PASSWORD)];
        let (one, other) = tokio::join!(
            Answer::of(form(&server, &path, &fields("tove"))),
            Answer::of(form(&server, &path, &fields("kim"))),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 404]);
    }

    async fn a_new_password_is_chosen_once_and_ends_every_session(database) {
        let server = Server::closed(database, NOW).await;
        let tove = user(&server, "tove", Role::Officer).await;
        let before = signed_in(&server, "tove").await;
        let desk = server.app.desk(Scope::command_line());
        let (_, first) = desk.invite_user(tove.account.id.clone()).await.expect("invited");
        let (_, link) = desk.invite_user(tove.account.id.clone()).await.expect("invited");
        let path = format!("/losenord/{}", link.expect("a link"));
        assert_eq!(Answer::of(browser(&server, "GET", &format!("/losenord/{}", first.expect("a link")))).await.status, 404);
        assert_eq!(Answer::of(browser(&server, "GET", &path.replace("losenord", "kom-igang"))).await.status, 404);
        assert!(Answer::of(browser(&server, "GET", &path)).await.body.contains("value=\"tove\" readonly"));
        let new = "fåglar äter frön";
        let chosen = Answer::of(form(&server, &path, &[("losenord", new), ("igen", new)])).await;
        assert_eq!(led(&chosen), (303, "/"));
        let with = |cookie: &str| browser(&server, "GET", "/scenarier").header("cookie", cookie.to_owned());
        assert_eq!(Answer::of(with(&cookie(&chosen))).await.status, 200);
        assert_eq!(Answer::of(with(&before)).await.status, 303, "signed out everywhere else");
        assert_eq!(Answer::of(form(&server, &path, &[("losenord", new), ("igen", new)])).await.status, 404);
        assert_eq!(try_to_sign_in(&server, "tove", PASSWORD).await.status, 401);
        assert_eq!(try_to_sign_in(&server, "tove", new).await.status, 303);
    }
}

/// Closes an account.
async fn close(server: &Server, login: &str) {
    let desk = server.app.desk(Scope::command_line());
    let found = desk.users(None, 100).await.expect("users").into_iter().find(|user| user.account.login == login);
    let account = found.expect("the user").account;
    let text = samfin::app::people::users::UserText {
        name: account.name,
        status: samfin::app::people::users::Status::Closed,
        grants: vec![Grant::everywhere(Role::Officer)],
        reason: None,
    };
    // Somebody must look after people, or nobody could be closed.
    user(server, "admin", Role::Admin).await;
    desk.replace_user(account.id, account.revision, text).await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_leads_to_our_own_pages_only() {
    let server = Server::closed(Database::sqlite(), NOW).await;
    user(&server, "tove", Role::Officer).await;
    for elsewhere in ["https://example.org/", "//example.org", "/\\example.org", ""] {
        let fields = [("inloggning", "tove"), ("losenord", PASSWORD), ("till", elsewhere)];
        assert_eq!(led(&Answer::of(form(&server, "/logga-in", &fields)).await), (303, "/"), "{elsewhere}");
    }
    let foreign = browser(&server, "POST", "/logga-in").header("sec-fetch-site", "cross-site");
    let foreign = foreign.header("content-type", "application/x-www-form-urlencoded");
    let fields = [("inloggning", "tove"), ("losenord", PASSWORD)];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let foreign = Answer::of(foreign.body(body)).await;
    assert_eq!((foreign.status, foreign.header("set-cookie")), (403, None), "nobody is signed in from elsewhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_login_takes_as_long_as_a_known_one() {
    let server = Server::closed(Database::sqlite(), NOW).await;
    user(&server, "tove", Role::Officer).await;
    let desk = server.app.desk(Scope::nobody());
    let mut took = [Vec::new(), Vec::new()];
    for _ in 0..9 {
        for (times, login) in took.iter_mut().zip(["tove", "nobody"]) {
            let since = Instant::now();
            assert_eq!(desk.sign_in(login, "fel fel fel fel", None).await.expect("an answer"), None);
            times.push(since.elapsed());
        }
    }
    let [known, unknown] = took.map(|mut times| {
        times.sort_unstable();
        times[4]
    });
    let (least, most) = (known.min(unknown), known.max(unknown));
    assert!(least > Duration::from_millis(2) && most < least * 2, "known {known:?}, unknown {unknown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_gives_a_new_session_and_ends_the_one_the_browser_had() {
    let server = Server::closed(Database::sqlite(), NOW).await;
    user(&server, "tove", Role::Officer).await;
    let old = signed_in(&server, "tove").await;
    let fields = [("inloggning", "tove"), ("losenord", PASSWORD), ("csrf", &token(&old))];
    let again = Answer::of(form(&server, "/logga-in", &fields).header("cookie", old.clone())).await;
    let new = cookie(&again);
    assert_ne!(old, new);
    let asked = |cookie: &str| browser(&server, "GET", "/scenarier").header("cookie", cookie.to_owned());
    assert_eq!(Answer::of(asked(&old)).await.status, 303);
    assert_eq!(Answer::of(asked(&new)).await.status, 200);
    let digest = samfin::digest::sha256(new.split_once('=').expect("a value").1.as_bytes());
    let stored: Result<_, samfin::storage::Error> =
        server.app.db().read(digest, |tx, digest| Box::pin(sessions::find(tx, digest))).await;
    assert!(stored.expect("reads").is_some(), "what is stored is the digest of the token");
}
