//! `/api/v1/users` and `/api/v1/me`.

use samfin::app::scope::Role;
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::documents::agreement;
use crate::people::{BROWSER, key, signed_in, user};
use crate::server::{Answer, NOW, Server};

const USERS: &str = "/api/v1/users";

/// A call with a key.
pub(crate) fn with(server: &Server, key: &str, method: &str, path: &str) -> reqwest::RequestBuilder {
    server.call(method, path).header("authorization", format!("Bearer {key}"))
}

/// A call with a key and a body.
pub(crate) async fn send(server: &Server, key: &str, method: &str, path: &str, body: &Value) -> Answer {
    Answer::of(with(server, key, method, path).header("content-type", "application/json").body(body.to_string())).await
}

async fn put(server: &Server, key: &str, path: &str, tag: &str, body: &Value) -> Answer {
    let call = with(server, key, "PUT", path).header("if-match", tag.to_owned());
    Answer::of(call.header("content-type", "application/json").body(body.to_string())).await
}

fn kim() -> Value {
    json!({ "login": "Kim@Example.org", "name": "Kim Karlsson", "grants": [{ "role": "reader" }] })
}

on_both_databases! {
    async fn a_user_is_made_read_changed_and_listed(database) {
        let server = Server::closed(database, NOW).await;
        let admin = key(&server, Role::Admin).await;
        let made = send(&server, &admin, "POST", USERS, &kim()).await;
        let body = made.json(201);
        let path = format!("{USERS}/{}", body["id"].as_str().expect("an id"));
        assert_eq!((made.header("location"), made.header("etag")), (Some(path.as_str()), Some("\"r1\"")));
        assert_eq!((&body["login"], &body["status"], &body["has_password"]), (&json!("kim@example.org"), &json!("active"), &json!(false)));
        assert_eq!(body["grants"], json!([{ "role": "reader", "agreement": null, "party": null, "limit": null, "source": "manual" }]));
        let page = body["invitation"].as_str().expect("an invitation").to_owned();
        assert_eq!(Answer::of(server.call("GET", &page).header("accept", BROWSER)).await.status, 200);
        let read = Answer::of(with(&server, &admin, "GET", &path)).await;
        assert_eq!(read.json(200)["invitation"], Value::Null, "the link is told once");
        assert_eq!(read.header("etag"), Some("\"r1\""));
        let text = json!({ "name": "Kim K", "status": "active", "grants": [{ "role": "auditor" }, { "role": "officer" }] });
        let written = put(&server, &admin, &path, "\"r1\"", &text).await.json(200);
        assert_eq!((&written["name"], &written["revision"]), (&json!("Kim K"), &json!(2)));
        assert_eq!(written["grants"].as_array().map(Vec::len), Some(2));
        let list = Answer::of(with(&server, &admin, "GET", USERS)).await.json(200);
        assert_eq!((list["items"].clone(), &list["next"]), (json!([written]), &Value::Null));
        let again = Answer::of(with(&server, &admin, "POST", &format!("{path}/invite"))).await.json(200);
        assert_ne!(again["invitation"], json!(page));
        assert_eq!(Answer::of(server.call("GET", &page).header("accept", BROWSER)).await.status, 404);
    }

    async fn what_is_wrong_is_told_with_its_place(database) {
        let server = Server::closed(database, NOW).await;
        let admin = key(&server, Role::Admin).await;
        let officer = key(&server, Role::Officer).await;
        let stored = send(&server, &officer, "POST", "/api/v1/agreements", &json!({ "document": agreement() })).await.json(201);
        let id = stored["id"].as_str().expect("an id");
        send(&server, &admin, "POST", USERS, &kim()).await.json(201);
        let nowhere = "01900000-0000-7000-8000-000000000001";
        let cases = [
            (json!({ "name": "A", "login": "KIM@example.org" }), vec![("/login", "duplicate-id")]),
            (json!({ "name": "A", "login": "a b" }), vec![("/login", "illegal-character")]),
            (json!({ "name": "A\u{202e}", "login": "a" }), vec![("/name", "illegal-character")]),
            (json!({ "login": "a" }), vec![("/name", "missing-field")]),
            (json!({ "name": "A", "login": "a", "password": "hästar äter havre" }), vec![("/password", "unknown-field")]),
            (json!({ "name": "A", "login": "a", "grants": [{ "role": "boss" }] }), vec![("/grants/0/role", "unknown-value")]),
            (json!({ "name": "A", "login": "a", "grants": [{ "role": "party_officer" }] }), vec![("/grants/0/party", "missing-field")]),
            (json!({ "name": "A", "login": "a", "grants": [{ "role": "reader", "party": "are" }] }), vec![("/grants/0/party", "conflicting-fields")]),
            (json!({ "name": "A", "login": "a", "grants": [{ "role": "admin", "agreement": id }] }), vec![("/grants/0/agreement", "conflicting-fields")]),
            (json!({ "name": "A", "login": "a", "grants": [{ "role": "reader", "agreement": nowhere }] }), vec![("/grants/0/agreement", "unknown-reference")]),
            (json!({ "name": "A", "login": "a", "grants": [{ "role": "party_officer", "agreement": id, "party": "nowhere" }] }), vec![("/grants/0/party", "unknown-reference")]),
            (json!({ "name": "A", "login": "a", "grants": [{ "role": "reader" }, { "role": "reader" }] }), vec![("/grants/1", "repeated-reference")]),
        ];
        for (body, errors) in cases {
            let answer = send(&server, &admin, "POST", USERS, &body).await;
            answer.problem(422, errors[0].1, &errors);
        }
        let list = Answer::of(with(&server, &admin, "GET", USERS)).await.json(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1), "nothing was made");
        let right = json!({ "name": "A", "login": "a", "grants": [{ "role": "party_officer", "agreement": id, "party": "are" }] });
        send(&server, &admin, "POST", USERS, &right).await.json(201);
    }

    async fn nobody_writes_over_what_they_have_not_read(database) {
        let server = Server::closed(database, NOW).await;
        let admin = key(&server, Role::Admin).await;
        let id = user(&server, "tove", Role::Officer).await.account.id;
        user(&server, "admin", Role::Admin).await;
        let path = format!("{USERS}/{id}");
        let text = json!({ "name": "Tove", "status": "active", "grants": [] });
        send(&server, &admin, "PUT", &path, &text).await.problem(428, "precondition-required", &[]);
        put(&server, &admin, &path, "\"r1\"", &text).await.json(200);
        let stale = put(&server, &admin, &path, "\"r1\"", &text).await;
        stale.problem(412, "precondition-failed", &[]);
        assert_eq!(stale.header("etag"), Some("\"r2\""));
        put(&server, &admin, &format!("{USERS}/01900000-0000-7000-8000-000000000001"), "\"r1\"", &text).await.problem(404, "not-found", &[]);
    }

    async fn the_last_administrator_can_neither_be_closed_nor_lose_the_role(database) {
        let server = Server::closed(database, NOW).await;
        let admin = key(&server, Role::Admin).await;
        let first = format!("{USERS}/{}", user(&server, "tove", Role::Admin).await.account.id);
        let text = |status: &str, role: &str| json!({ "name": "X", "status": status, "grants": [{ "role": role }] });
        put(&server, &admin, &first, "\"r1\"", &text("closed", "admin")).await.problem(409, "invalid-state", &[]);
        put(&server, &admin, &first, "\"r1\"", &text("active", "officer")).await.problem(409, "invalid-state", &[]);
        let second = format!("{USERS}/{}", user(&server, "kim", Role::Admin).await.account.id);
        // Both take the role from each other at the same time: one of them keeps it.
        let (closed, officer) = (text("closed", "admin"), text("active", "officer"));
        let (one, other) = tokio::join!(
            put(&server, &admin, &first, "\"r1\"", &closed),
            put(&server, &admin, &second, "\"r1\"", &officer),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", one.body, other.body);
    }

    async fn only_administrators_change_people_and_auditors_look(database) {
        let server = Server::closed(database, NOW).await;
        for (role, reads, writes) in [
            (Role::Admin, 200, 201), (Role::Auditor, 200, 403), (Role::Officer, 403, 403),
            (Role::Approver, 403, 403), (Role::PartyOfficer, 403, 403), (Role::Reader, 403, 403),
        ] {
            let grant = samfin::app::scope::Grant { party: (role == Role::PartyOfficer).then(|| "are".into()), ..samfin::app::scope::Grant::everywhere(role) };
            let new = samfin::app::people::keys::NewKey { name: "Prov".into(), grants: vec![grant], expires_on: None };
            let desk = server.app.desk(samfin::app::scope::Scope::command_line());
            let key = desk.create_key(new).await.expect("made").1.expect("a secret");
            let body = json!({ "login": role.as_str(), "name": "A" });
            let read = Answer::of(with(&server, &key, "GET", USERS)).await.status;
            let written = send(&server, &key, "POST", USERS, &body).await.status;
            assert_eq!((read, written), (reads, writes), "{role:?}");
            let me = Answer::of(with(&server, &key, "GET", "/api/v1/me")).await.json(200);
            assert_eq!((&me["kind"], &me["name"], &me["grants"][0]["role"]), (&json!("key"), &json!("Prov"), &json!(role.as_str())));
            let rights = me["rights"].as_array().expect("rights");
            assert_eq!(rights.contains(&json!("manage_people")), role == Role::Admin);
        }
        server.get("/api/v1/me").await.problem(401, "unauthorized", &[]);
        user(&server, "tove", Role::Officer).await;
        let cookie = signed_in(&server, "tove").await;
        let me = Answer::of(server.call("GET", "/api/v1/me").header("cookie", cookie)).await.json(200);
        assert_eq!((&me["kind"], &me["name"]), (&json!("user"), &json!("tove Exempelsson")));
    }

    async fn a_repeated_making_tells_no_secret_and_stores_none(database) {
        let server = Server::closed(database, NOW).await;
        let admin = key(&server, Role::Admin).await;
        let url = server.database.as_ref().expect("its database").url.clone();
        let officer = key(&server, Role::Officer).await;
        let stored = send(&server, &officer, "POST", "/api/v1/agreements", &json!({ "document": agreement() })).await.json(201);
        let share = json!({ "agreement": stored["id"], "name": "Till nämnden", "query": "s=avtal" });
        let key_body = json!({ "name": "Ekonomi", "grants": [{ "role": "reader" }] });
        for (who, path, body, field) in [
            (&admin, USERS, kim(), "invitation"),
            (&admin, "/api/v1/api-keys", key_body, "key"),
            (&officer, "/api/v1/share-links", share, "address"),
        ] {
            let call = || {
                let call = with(&server, who, "POST", path).header("idempotency-key", "en-enda-gang");
                Answer::of(call.header("content-type", "application/json").body(body.to_string()))
            };
            let first = call().await;
            let made = first.json(201);
            let secret = made[field].as_str().expect("a secret").rsplit(['/', '_']).next().expect("its end").to_owned();
            let second = call().await;
            assert_eq!(second.header("idempotency-replayed"), Some("true"));
            let repeated = second.json(201);
            assert_eq!((&repeated["id"], &repeated[field]), (&made["id"], &Value::Null), "{path}");
            assert!(!everything(&url).await.contains(&secret), "{path}: the secret is nowhere in the database");
        }
    }
}

/// Every outcome that is kept, and every digest column beside it, as text.
async fn everything(url: &str) -> String {
    use sqlx::{AssertSqlSafe, Connection as _};
    let sql = "SELECT COALESCE(outcome, '') FROM idempotency UNION ALL SELECT secret_sha256 FROM api_keys \
               UNION ALL SELECT secret_sha256 FROM one_time_links UNION ALL SELECT secret_sha256 FROM share_links \
               UNION ALL SELECT COALESCE(after_sha256, '') FROM audit_events";
    let rows: Vec<String> = if url.starts_with("sqlite") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.expect("a connection");
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await.expect("rows")
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.expect("a connection");
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await.expect("rows")
    };
    rows.join("\n")
}
