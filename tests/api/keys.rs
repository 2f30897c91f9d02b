//! Keys: one place to put them, one answer to those that do not open.

use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};

use crate::databases::on_both_databases;
use crate::people::key;
use crate::server::{Answer, NOW, Server};

const LIST: &str = "/api/v1/agreements";

async fn with(server: &Server, value: &str) -> Answer {
    Answer::of(server.call("GET", LIST).header("authorization", value.to_owned())).await
}

on_both_databases! {
    async fn no_expired_revoked_wrong_or_misplaced_key_is_told_from_another(database) {
        let server = Server::closed(database, NOW).await;
        let good = key(&server, Role::Reader).await;
        with(&server, &format!("Bearer {good}")).await.json(200);
        let desk = server.app.desk(Scope::command_line());
        let revoked = key(&server, Role::Reader).await;
        desk.revoke_key(revoked.split('_').nth(1).expect("an id").to_owned(), None).await.expect("revoked");
        let grants = vec![Grant::everywhere(Role::Reader)];
        let short = NewKey { name: "Kort".into(), grants, expires_on: Some("2026-12-01".parse().expect("a date")) };
        let expiring = desk.create_key(short).await.expect("made").1.expect("a secret");
        with(&server, &format!("Bearer {expiring}")).await.json(200);
        let tomorrow = server.beside("2026-12-01T23:00:00Z").await;
        let (id, secret) = good.strip_prefix("samfin_").and_then(|rest| rest.split_once('_')).expect("a key");
        let other_id = expiring.split('_').nth(1).expect("an id");
        let nobody = server.get(LIST).await;
        nobody.problem(401, "unauthorized", &[]);
        assert_eq!(nobody.header("www-authenticate"), Some("Bearer realm=\"samfin\""));
        let mut refused = vec![
            ("expired", with(&tomorrow, &format!("Bearer {expiring}")).await),
            ("in the address", server.get(&format!("{LIST}?key={good}")).await),
            ("in a cookie", Answer::of(server.call("GET", LIST).header("cookie", format!("key={good}"))).await),
            ("in another header", Answer::of(server.call("GET", LIST).header("x-api-key", good.clone())).await),
        ];
        for (name, sent) in [
            ("revoked", format!("Bearer {revoked}")),
            ("wrong secret", format!("Bearer samfin_{id}_{}", "0".repeat(64))),
            ("another's secret", format!("Bearer samfin_{other_id}_{secret}")),
            ("unknown id", format!("Bearer samfin_01900000-0000-7000-8000-000000000001_{secret}")),
            ("no key", "Bearer ".to_owned()),
            ("basic", "Basic c2FtZmluOmhlbWxpZ3Q=".to_owned()),
            ("bare", good.clone()),
        ] {
            refused.push((name, with(&server, &sent).await));
        }
        for (name, answer) in refused {
            assert_eq!((answer.status, &answer.body), (401, &nobody.body), "{name}");
            assert_eq!(answer.header("www-authenticate"), nobody.header("www-authenticate"), "{name}");
        }
    }

    async fn a_key_may_what_it_was_trusted_with_and_no_more(database) {
        let server = Server::closed(database, NOW).await;
        let reader = key(&server, Role::Reader).await;
        let call = server.call("POST", LIST).header("authorization", format!("Bearer {reader}"));
        Answer::of(call.header("content-type", "application/json").body("{}")).await.problem(422, "missing-field", &[("/document", "missing-field")]);
        let document = serde_json::json!({ "document": crate::documents::agreement() }).to_string();
        let call = server.call("POST", LIST).header("authorization", format!("Bearer {reader}"));
        Answer::of(call.header("content-type", "application/json").body(document.clone())).await.problem(403, "forbidden", &[]);
        let officer = key(&server, Role::Officer).await;
        // From a browser elsewhere, too: a key is never sent by a browser on its own account.
        let call = server.call("POST", LIST).header("authorization", format!("Bearer {officer}")).header("sec-fetch-site", "cross-site");
        Answer::of(call.header("content-type", "application/json").body(document)).await.json(201);
    }
}
