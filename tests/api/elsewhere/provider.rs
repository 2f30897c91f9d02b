//! A real OpenID provider (tests/oidc/provider.mjs), and a browser that goes to it and comes back.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use reqwest::Url;
use reqwest::header::{LOCATION, SET_COOKIE};
use samfin::oidc::{Known, Provider, RETURN_PATH, roles};
use serde_json::{Value, json};

use crate::people::{browser, cookie};
use crate::server::{Answer, Server};

/// Where browsers think that the service is; the tests bring what is sent there to where it really is.
const PUBLIC: &str = "http://127.0.0.1:9";
const SECRET: &str = "a-secret-of-the-tests-that-is-long-enough";

/// A provider that ends with the test.
pub(super) struct Elsewhere {
    pub(super) issuer: String,
    program: Child,
}

impl Elsewhere {
    pub(super) fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oidc/provider.mjs");
        let mut program = Command::new("node")
            .args([script, &format!("{PUBLIC}{RETURN_PATH}")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node starts");
        let mut issuer = String::new();
        let said = BufReader::new(program.stdout.take().expect("its output")).read_line(&mut issuer);
        assert!(
            said.expect("read") > 0,
            "the provider does not start: run scripts/test-needs, which installs tests/oidc"
        );
        Self { issuer: issuer.trim().to_owned(), program }
    }

    /// How the service knows it.
    pub(super) fn known(&self, roles: &str) -> Provider {
        Provider::new(Known {
            issuer: self.issuer.clone(),
            client_id: "samfin".into(),
            client_secret: SECRET.into(),
            name: "Prov-ID".into(),
            groups_claim: "groups".into(),
            roles: roles::parse(roles).expect("roles"),
            public_url: PUBLIC.into(),
        })
    }

    pub(super) fn stop(&mut self) {
        self.program.kill().expect("the provider is killed");
        self.program.wait().expect("the provider ends");
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Who signs in there.
pub(super) fn person(sub: &str, groups: &[&str]) -> Value {
    json!({ "sub": sub, "name": format!("{sub} Exempelsson"), "login": sub, "groups": groups })
}

/// The same, with something wrong in how it is told.
pub(super) fn tricked(mut person: Value, trick: &str) -> Value {
    person["trick"] = trick.into();
    person
}

/// On the way to the provider: the address there, and the cookie that the browser has got.
pub(super) async fn leave(server: &Server, to: &str) -> (Url, String) {
    let answer = Answer::of(browser(server, "GET", &format!("/logga-in/oidc?till={to}"))).await;
    assert_eq!((answer.status, answer.header("cache-control")), (303, Some("no-store")), "{}", answer.body);
    let handed = answer.header("set-cookie").expect("a cookie");
    for part in ["__Host-samfin-oidc=", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age=600"] {
        assert!(handed.contains(part), "{handed}");
    }
    (answer.header("location").expect("an address").parse().expect("an address"), cookie(&answer))
}

/// Signs in at the provider: what it sends the browser back to, path and query.
pub(super) async fn let_in(mut address: Url, person: &Value) -> String {
    address.query_pairs_mut().append_pair("login_hint", &person.to_string());
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let mut jar: Vec<(String, String)> = Vec::new();
    for _ in 0..10 {
        let cookies = jar.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let answer = client.get(address.clone()).header("cookie", cookies).send().await.expect("the provider answers");
        for handed in answer.headers().get_all(SET_COOKIE) {
            let (name, value) =
                handed.to_str().expect("text").split(';').next().and_then(|c| c.split_once('=')).expect("a cookie");
            jar.retain(|(known, _)| known != name);
            jar.push((name.to_owned(), value.to_owned()));
        }
        let Some(location) = answer.headers().get(LOCATION).map(|to| to.to_str().expect("text").to_owned()) else {
            panic!("the provider lets nobody in: {}", answer.text().await.unwrap_or_default());
        };
        address = address.join(&location).expect("an address");
        if location.starts_with(PUBLIC) {
            return format!("{}?{}", address.path(), address.query().unwrap_or_default());
        }
    }
    panic!("the provider leads nowhere")
}

/// Comes back with what the provider gave.
pub(super) async fn come_back(server: &Server, path: &str, cookie: &str) -> Answer {
    Answer::of(browser(server, "GET", path).header("cookie", cookie)).await
}

/// The whole way.
pub(super) async fn sign_in(server: &Server, person: &Value) -> Answer {
    let (address, cookie) = leave(server, "/scenarier").await;
    come_back(server, &let_in(address, person).await, &cookie).await
}
