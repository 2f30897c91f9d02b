//! `/logga-in/oidc`: signing in at an OpenID Connect provider, a real one, and everything that can be wrong on the way.

mod provider;

use std::time::{Duration, Instant};

use samfin::app::people::users::{Source, Status};
use samfin::app::people::users::{User, UserText};
use samfin::app::scope::{Grant, Role, Scope};
use serde_json::Value;

use crate::databases::{Database, on_both_databases};
use crate::people::{browser, cookie, led, user};
use crate::server::{Answer, Server};
use provider::{Elsewhere, come_back, leave, let_in, person, sign_in, tricked};

const ROLES: &str = "Ekonomi=officer;Läsare=reader;Admins=admin;Borta=officer@01990000-0000-7000-8000-000000000001";

async fn service(database: Database, elsewhere: &Elsewhere) -> Server {
    let app =
        samfin::app::App::new(database.connect().await, samfin::clock::Clock::System, samfin::ids::Ids::default());
    Server::serve(Some(database), app.with_provider(Some(elsewhere.known(ROLES))))
}

async fn users(server: &Server) -> Vec<User> {
    server.app.desk(Scope::command_line()).users(None, 100).await.expect("users")
}

/// What a user holds: the role, and whether a group gave it.
fn held(user: &User) -> Vec<(&str, bool)> {
    user.grants.iter().map(|held| (held.role.as_str(), held.source == Source::Groups)).collect()
}

/// That somebody was refused with a page that says so, and got no session.
#[track_caller]
fn refused(answer: &Answer, status: u16, told: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(answer.body.contains(told), "{told}: {}", answer.body);
    assert!(answer.body.contains("name=\"losenord\""), "one can sign in with a password: {}", answer.body);
    assert!(!answer.body.contains("ofog"), "nothing of the provider's text: {}", answer.body);
    let handed = answer.headers.get_all("set-cookie").iter().any(|c| c.as_bytes().starts_with(b"__Host-samfin="));
    assert!(!handed, "no session");
}

async fn actions(server: &Server) -> Vec<String> {
    let auditor = Scope::granted(
        samfin::app::scope::Actor::User { id: "00000000-0000-7000-8000-00000000000a".into(), name: "R".into() },
        vec![Grant::everywhere(Role::Auditor)],
    );
    let asked = Server::serve(None, server.app.clone().with_visitor(auditor));
    let body = asked.get("/api/v1/audit-events?limit=200").await.json(200);
    let items = body["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|event| event["action"].as_str().unwrap_or("?").to_owned()).collect()
}

on_both_databases! {
    async fn the_first_sign_in_makes_the_user_and_the_next_one_finds_it_with_other_groups(database) {
        let elsewhere = Elsewhere::start();
        let server = service(database, &elsewhere).await;
        user(&server, "chef", Role::Admin).await;
        // Somebody here has the login already: it stays that one's.
        let here = user(&server, "tove", Role::Reader).await;
        let answer = sign_in(&server, &person("tove", &["Ekonomi", "Borta", "Okänd"])).await;
        assert_eq!(led(&answer), (303, "/scenarier"), "{}", answer.body);
        let inside = Answer::of(browser(&server, "GET", "/scenarier").header("cookie", cookie(&answer))).await;
        assert!(inside.status == 200 && inside.body.contains("tove Exempelsson"), "{}", inside.body);
        let [_, first, made] = &users(&server).await[..] else { panic!("three users") };
        assert_eq!(first, &here, "an account with a password is not taken over");
        assert_eq!((made.account.issuer.as_ref(), made.account.subject.as_deref()), (Some(&elsewhere.issuer), Some("tove")));
        assert!(made.account.login.starts_with("oidc-") && !made.account.has_password, "{made:?}");
        assert_eq!(held(made), [("officer", true)], "an agreement that does not exist gives nothing");
        let told = actions(&server).await;
        assert_eq!(told.iter().filter(|action| *action == "user.created").count(), 3);
        assert_eq!(told.iter().filter(|action| *action == "session.started").count(), 1);
        // Somebody here gives a role of their own; then the groups change, and the name.
        let text = UserText { name: made.account.name.clone(), status: Status::Active, grants: vec![Grant::everywhere(Role::Auditor)], reason: None };
        server.app.desk(Scope::command_line()).replace_user(made.account.id.clone(), 1, text).await.expect("changed");
        let mut again = person("tove", &["Läsare"]);
        again["name"] = "Tove Ny".into();
        assert_eq!(led(&sign_in(&server, &again).await), (303, "/scenarier"));
        let changed = &users(&server).await[2];
        assert_eq!((changed.account.id.as_str(), changed.account.name.as_str()), (made.account.id.as_str(), "Tove Ny"));
        assert_eq!((held(changed), changed.account.revision), (vec![("auditor", false), ("reader", true)], 3));
        // The same once more changes nothing.
        sign_in(&server, &again).await;
        assert_eq!(&users(&server).await[2], changed);
        let of_user = |told: Vec<String>| told.into_iter().filter(|action| action == "user.changed").count();
        assert_eq!(of_user(actions(&server).await), 2);
    }

    async fn a_try_is_finished_once_in_the_browser_that_began_it_and_within_ten_minutes(database) {
        let elsewhere = Elsewhere::start();
        let server = service(database, &elsewhere).await;
        let kim = person("kim", &["Ekonomi"]);
        let (address, cookie) = leave(&server, "/scenarier").await;
        let back = let_in(address, &kim).await;
        let (_, other) = leave(&server, "/").await;
        refused(&come_back(&server, &back, &other).await, 400, "hör inte till den här webbläsaren");
        refused(&come_back(&server, &back, "lang=sv").await, 400, "hör inte till den här webbläsaren");
        let changed = back.replace("state=", "state=0");
        refused(&come_back(&server, &changed, &cookie).await, 400, "hör inte till den här webbläsaren");
        let late = samfin::clock::Clock::fixed(&(server.app.now() + chrono::TimeDelta::minutes(11)).to_rfc3339()).expect("later");
        let late = Server::serve(None, server.app.clone().with_clock(late));
        let (address, second) = leave(&server, "/").await;
        refused(&come_back(&late, &let_in(address, &kim).await, &second).await, 400, "mer än tio minuter");
        assert_eq!(users(&server).await, []);
        // Another program on the database finishes it, once.
        let url = &server.database.as_ref().expect("its database").url;
        let db = samfin::storage::Db::connect(url).await.expect("the database opens");
        let app = samfin::app::App::new(db, samfin::clock::Clock::System, samfin::ids::Ids::default());
        let replica = Server::serve(None, app.with_provider(Some(elsewhere.known(ROLES))));
        let answer = come_back(&replica, &back, &cookie).await;
        assert_eq!(led(&answer), (303, "/scenarier"), "{}", answer.body);
        let before = users(&server).await;
        refused(&come_back(&server, &back, &cookie).await, 400, "har redan använts");
        assert_eq!(users(&server).await, before);
    }

    async fn whoever_is_closed_or_has_no_role_gets_no_session(database) {
        let elsewhere = Elsewhere::start();
        let server = service(database, &elsewhere).await;
        refused(&sign_in(&server, &person("nils", &["Okänd"])).await, 403, "ingen av dina grupper");
        refused(&sign_in(&server, &person("nils", &[])).await, 403, "ingen av dina grupper");
        assert_eq!(users(&server).await, []);
        let session = cookie(&sign_in(&server, &person("nils", &["Läsare"])).await);
        refused(&sign_in(&server, &person("nils", &[])).await, 403, "ingen av dina grupper");
        let [nils] = &users(&server).await[..] else { panic!("one user") };
        assert_eq!(held(nils), [], "what groups gave is gone");
        let outside = Answer::of(browser(&server, "GET", "/scenarier").header("cookie", session)).await;
        assert_eq!(led(&outside).0, 303, "and so are the sessions");
        user(&server, "chef", Role::Admin).await;
        let (id, revision) = (nils.account.id.clone(), nils.account.revision);
        let text = UserText { name: nils.account.name.clone(), status: Status::Closed, grants: Vec::new(), reason: None };
        server.app.desk(Scope::command_line()).replace_user(id.clone(), revision, text).await.expect("closed");
        let before = users(&server).await;
        refused(&sign_in(&server, &person("nils", &["Ekonomi"])).await, 403, "konto här är stängt");
        assert_eq!(users(&server).await, before);
        assert!(server.app.desk(Scope::command_line()).invite_user(id).await.is_err(), "and gets no password");
    }

    async fn two_windows_that_come_back_at_once_make_one_user(database) {
        let elsewhere = Elsewhere::start();
        let server = service(database, &elsewhere).await;
        let kim = person("kim", &["Ekonomi"]);
        let (one, other) = tokio::join!(sign_in(&server, &kim), sign_in(&server, &kim));
        assert_eq!((led(&one), led(&other)), ((303, "/scenarier"), (303, "/scenarier")), "{} {}", one.body, other.body);
        assert_eq!(users(&server).await.len(), 1);
    }
}

/// What comes of a person whose token comes in a wrong way.
async fn of(trick: &str) -> (Server, Elsewhere, Answer) {
    let elsewhere = Elsewhere::start();
    let server = service(Database::sqlite(), &elsewhere).await;
    let answer = sign_in(&server, &tricked(person("kim", &["Ekonomi"]), trick)).await;
    assert_eq!(users(&server).await, [], "{trick}");
    (server, elsewhere, answer)
}

#[actix_web::test]
async fn a_token_that_is_not_the_providers_own_for_this_service_now_is_not_believed() {
    for trick in ["key", "hmac", "none", "audience", "issuer", "expired", "html"] {
        let (server, _elsewhere, answer) = of(trick).await;
        refused(&answer, 503, "går inte att nå eller svarade fel");
        assert_eq!(answer.header("retry-after"), Some("30"), "{trick}");
        // It was the token alone.
        assert_eq!(sign_in(&server, &person("kim", &["Ekonomi"])).await.status, 303, "{trick}");
    }
}

#[actix_web::test]
async fn groups_that_are_no_list_of_texts_are_not_guessed_at() {
    let elsewhere = Elsewhere::start();
    let server = service(Database::sqlite(), &elsewhere).await;
    for wrong in [serde_json::json!({ "a": 1 }), serde_json::json!([1]), serde_json::json!(7)] {
        let mut kim = person("kim", &[]);
        kim["groups"] = wrong;
        refused(&sign_in(&server, &kim).await, 503, "svarade fel");
    }
    let mut one = person("kim", &[]);
    one["groups"] = Value::from("Ekonomi");
    assert_eq!(sign_in(&server, &one).await.status, 303, "one group may come alone");
}

#[actix_web::test]
async fn another_nonce_another_clients_code_and_an_old_code_are_refused() {
    let elsewhere = Elsewhere::start();
    let server = service(Database::sqlite(), &elsewhere).await;
    let kim = person("kim", &["Ekonomi"]);
    let with = |address: &reqwest::Url, name: &str, value: &str| {
        let pairs: Vec<_> = address
            .query_pairs()
            .into_owned()
            .map(|(known, old)| if known == name { (known, value.to_owned()) } else { (known, old) })
            .collect();
        let mut changed = address.clone();
        changed.query_pairs_mut().clear().extend_pairs(pairs);
        changed
    };
    let (address, cookie) = leave(&server, "/").await;
    refused(
        &come_back(&server, &let_in(with(&address, "nonce", "another"), &kim).await, &cookie).await,
        503,
        "svarade fel",
    );
    let (address, cookie) = leave(&server, "/").await;
    refused(
        &come_back(&server, &let_in(with(&address, "client_id", "another"), &kim).await, &cookie).await,
        400,
        "släppte inte in dig",
    );
    let (address, cookie) = leave(&server, "/").await;
    // The right digest of another verifier: somebody else's code.
    let challenge = with(&address, "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    refused(&come_back(&server, &let_in(challenge, &kim).await, &cookie).await, 400, "släppte inte in dig");
    let (address, cookie) = leave(&server, "/").await;
    let back = let_in(address, &tricked(kim.clone(), "late")).await;
    tokio::time::sleep(Duration::from_millis(2200)).await;
    refused(&come_back(&server, &back, &cookie).await, 400, "släppte inte in dig");
    let (address, cookie) = leave(&server, "/").await;
    refused(
        &come_back(&server, &let_in(address, &tricked(kim.clone(), "declined")).await, &cookie).await,
        400,
        "släppte inte in dig",
    );
    let (address, cookie) = leave(&server, "/").await;
    let back = let_in(address, &kim).await.replace("iss=http", "iss=https");
    refused(&come_back(&server, &back, &cookie).await, 503, "svarade fel");
    assert_eq!(users(&server).await, []);
}

#[actix_web::test]
async fn nobody_is_led_to_another_site() {
    let elsewhere = Elsewhere::start();
    let server = service(Database::sqlite(), &elsewhere).await;
    for to in ["https://evil.example/", "//evil.example", "/%5Cevil.example", "evil"] {
        let (address, cookie) = leave(&server, to).await;
        let answer = come_back(&server, &let_in(address, &person("kim", &["Ekonomi"])).await, &cookie).await;
        assert_eq!(led(&answer), (303, "/"), "{to}");
        let handed: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|c| c.to_str().expect("text")).collect();
        assert!(
            handed.len() == 2 && handed[1].starts_with("__Host-samfin-oidc=; ") && handed[1].ends_with("Max-Age=0"),
            "{handed:?}"
        );
    }
}

#[actix_web::test]
async fn new_keys_of_the_provider_are_fetched_when_they_are_first_seen() {
    let elsewhere = Elsewhere::start();
    let server = service(Database::sqlite(), &elsewhere).await;
    let answer = sign_in(&server, &tricked(person("kim", &["Ekonomi"]), "rotated")).await;
    assert_eq!(led(&answer), (303, "/scenarier"), "{}", answer.body);
}

#[actix_web::test]
async fn a_provider_that_is_slow_or_gone_leaves_the_password() {
    let (server, mut elsewhere, answer) = {
        let began = Instant::now();
        let of = of("slow").await;
        assert!(began.elapsed() < Duration::from_secs(15), "nobody waits for long");
        of
    };
    refused(&answer, 503, "går inte att nå");
    let (address, cookie) = leave(&server, "/").await;
    let back = let_in(address, &person("kim", &["Ekonomi"])).await;
    elsewhere.stop();
    refused(&come_back(&server, &back, &cookie).await, 503, "går inte att nå");
    let app = server.app.clone().with_provider(Some(elsewhere.known(ROLES)));
    let fresh = Server::serve(None, app);
    refused(&Answer::of(browser(&fresh, "GET", "/logga-in/oidc?till=/scenarier")).await, 503, "går inte att nå");
    user(&fresh, "tove", Role::Officer).await;
    crate::people::signed_in(&fresh, "tove").await;
}

#[actix_web::test]
async fn the_button_is_there_when_a_provider_is() {
    let elsewhere = Elsewhere::start();
    let server = service(Database::sqlite(), &elsewhere).await;
    let door = Answer::of(browser(&server, "GET", "/logga-in?till=/scenarier%3Fa%3D1")).await;
    assert!(
        door.body.contains("Logga in med Prov-ID") && door.body.contains("/logga-in/oidc?till=/scenarier%3Fa%3D1"),
        "{}",
        door.body
    );
    let english = browser(&server, "GET", "/logga-in").header("cookie", "lang=en");
    assert!(Answer::of(english).await.body.contains("Sign in with Prov-ID"));
    let without = Server::serve(None, server.app.clone().with_provider(None));
    let door = Answer::of(browser(&without, "GET", "/logga-in")).await;
    assert!(!door.body.contains("oidc"), "{}", door.body);
    for path in ["/logga-in/oidc", "/logga-in/oidc/tillbaka?code=a&state=b"] {
        assert_eq!(Answer::of(browser(&without, "GET", path)).await.status, 404, "{path}");
    }
}
