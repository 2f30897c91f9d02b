//! `samfin user` and `samfin key`: beside a running service, with secrets that are shown once.

use crate::databases::{Database, on_both_databases};
use crate::program::{Outcome, samfin};

/// A command on a database.
fn on(url: &str, args: &[&str]) -> Outcome {
    samfin(&[args, &["--lang", "en", "--database-url", url]].concat()).run()
}

fn with_input(url: &str, args: &[&str], input: &str) -> Outcome {
    samfin(&[args, &["--lang", "en", "--database-url", url]].concat()).input(input).run()
}

const TOVE: [&str; 8] = ["user", "create", "--login", "Tove@Example.org", "--name", "Tove Test", "--role", "admin"];
const KEY: [&str; 6] = ["key", "create", "--name", "Ekonomisystemet", "--role", "reader"];

on_both_databases! {
    async fn a_user_is_made_with_a_password_from_standard_input(database) {
        let url = database.url.as_str();
        let made = with_input(url, &TOVE, "hästar äter havre\n");
        assert!(made.err.contains("tove@example.org exists now and can sign in"), "{}", made.err);
        let id = made.done();
        assert_eq!(id.trim_end().len(), 36, "{id}");
        let list = on(url, &["user", "list"]).done();
        for told in [id.trim_end(), "tove@example.org", "Tove Test", "active", "administrator"] {
            assert!(list.contains(told), "{list}");
        }
        assert!(!list.contains("argon2") && !list.contains("havre"), "{list}");
        let json: serde_json::Value =
            serde_json::from_str(&on(url, &["user", "list", "--format", "json"]).done()).expect("JSON");
        assert_eq!(json[0]["login"], "tove@example.org");
        assert_eq!(json[0]["grants"][0], serde_json::json!({ "role": "admin", "agreement": null, "party": null, "limit": null, "source": "manual" }));
    }

    async fn an_invited_user_gets_a_secret_alone_on_standard_output(database) {
        let made = on(&database.url, &[&TOVE[..], &["--invite"]].concat());
        assert!(made.err.contains("within 60 minutes") && made.err.contains("/losenord/"), "{}", made.err);
        let secret = made.done();
        assert!(secret.trim_end().len() == 64 && secret.ends_with('\n') && secret.trim_end().bytes().all(|b| b.is_ascii_hexdigit()), "{secret}");
        assert!(on(&database.url, &["user", "list"]).done().contains("invited"));
    }

    async fn a_user_that_may_not_be_made_is_told_why(database) {
        let url = database.url.as_str();
        let cases = [
            ("kort\n", &TOVE[..], "12–200 characters"),
            ("tove.test.tove\n", &TOVE[..], "little more than the login"),
            ("hästar äter havre\n", &["user", "create", "--login", "a b", "--name", "A", "--role", "reader"][..], "without spaces"),
            ("hästar äter havre\n", &["user", "create", "--login", "a", "--name", "A\u{202e}", "--role", "reader"][..], "U+202E"),
            ("hästar äter havre\n", &["user", "create", "--login", "a", "--name", "A", "--role", "boss"][..], "write one of admin, officer"),
            ("hästar äter havre\n", &["user", "create", "--login", "a", "--name", "A", "--role", "party_officer"][..], "needs a party"),
            ("hästar äter havre\n", &["user", "create", "--login", "a", "--name", "A", "--role", "reader", "--agreement", "nope"][..], "there is no agreement nope"),
        ];
        for (input, args, told) in cases {
            let err = with_input(url, args, input).failed(2);
            assert!(err.contains(told), "{args:?}: {err}");
        }
        assert_eq!(on(url, &["user", "list", "--format", "json"]).done(), "[]\n", "nothing was made");
        with_input(url, &TOVE, "hästar äter havre\n").done();
        let err = with_input(url, &TOVE, "hästar äter havre\n").failed(2);
        assert!(err.contains("tove@example.org is taken already"), "{err}");
    }

    async fn a_key_opens_the_service_until_it_is_revoked(database) {
        let url = database.url.as_str();
        let service = samfin(&["serve", "--bind", "127.0.0.1:0", "--database-url", url]).start();
        let key = on(url, &KEY).done();
        let key = key.trim_end();
        assert!(key.starts_with("samfin_"), "{key}");
        assert_eq!(service.get_with("/api/v1/agreements", &format!("Authorization: Bearer {key}\r\n")).0, 200);
        assert_eq!(service.get("/api/v1/agreements").0, 401);
        let id = key.split('_').nth(1).expect("an id");
        let list = on(url, &["key", "list"]).done();
        assert!(list.contains(id) && list.contains("Ekonomisystemet") && list.contains("valid"), "{list}");
        assert!(!list.contains(key.rsplit('_').next().expect("a secret")), "the secret is shown once");
        let said = on(url, &["key", "revoke", id, "--reason", "borttappad"]).done();
        assert_eq!(said, "Ekonomisystemet is revoked and opens nothing any more.\n");
        // The service is another process: it may believe for two seconds what it has just looked up.
        let since = std::time::Instant::now();
        while service.get_with("/api/v1/agreements", &format!("Authorization: Bearer {key}\r\n")).0 != 401 {
            assert!(since.elapsed().as_secs() < 5, "revoking must be seen within five seconds");
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        assert!(on(url, &["key", "list"]).done().contains("revoked"));
        assert!(on(url, &["key", "revoke", id]).failed(2).contains("revoked already"));
        assert!(!service.log().contains(key.rsplit('_').next().expect("a secret")), "no secret in the log");
    }
}

#[test]
fn an_expired_or_unknown_key_is_told() {
    let database = Database::sqlite();
    let url = database.url.as_str();
    let err = on(url, &[&KEY[..], &["--expires", "2020-01-01"]].concat()).failed(2);
    assert!(err.contains("the day has passed"), "{err}");
    assert!(on(url, &["key", "revoke", "nope"]).failed(2).contains("There is no key nope"));
    let csv = on(url, &["key", "list", "--format", "csv"]).done();
    assert_eq!(csv, "id,name,grants,valid until,status\n");
}

#[test]
fn the_first_start_prints_a_link_that_the_next_one_replaces() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().display().to_string();
    let serve = || samfin(&["serve", "--bind", "127.0.0.1:0", "--data-dir", &data, "--lang", "en"]).start();
    let link = |running: &mut crate::program::Running| {
        let said = running.says("/kom-igang/").to_owned();
        let secret = said.split("/kom-igang/").nth(1).expect("a secret")[..64].to_owned();
        let file = std::fs::read_to_string(folder.path().join("setup-link")).expect("the file");
        assert!(file.trim_end().ends_with(&format!("/kom-igang/{secret}")), "{file}");
        let mode = std::fs::metadata(folder.path().join("setup-link")).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(!running.log().contains(&secret), "never in the log");
        secret
    };
    let mut first = serve();
    let old = link(&mut first);
    assert_eq!(first.get(&format!("/kom-igang/{old}")).0, 200);
    assert!(!first.log().contains(&old), "not when it is used either");
    first.terminate();
    let mut second = serve();
    let new = link(&mut second);
    assert_eq!(second.get(&format!("/kom-igang/{old}")).0, 404);
    assert_eq!(second.get(&format!("/kom-igang/{new}")).0, 200);
    let url = format!("sqlite://{data}/samfin.db");
    with_input(&url, &TOVE, "hästar äter havre\n").done();
    assert_eq!(second.get(&format!("/kom-igang/{new}")).0, 404, "somebody is there now");
    second.terminate();
    let third = serve();
    assert!(!third.said.contains("kom-igang") && !folder.path().join("setup-link").exists());
}
