//! What must not be done: each request is refused with its problem, and afterwards the database is what it was, row by row.
//!
//! Those whom an agreement is hidden from are in `authorization.rs`, keys that open nothing in `keys.rs`, methods that are not
//! there in `bad_requests.rs`.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use reqwest::RequestBuilder;
use samfin::app::scope::Role;
use serde_json::{Value, json};

use crate::authorization::Things;
use crate::databases::on_both_databases;
use crate::documents::{adding, agreement, request, with};
use crate::dump::{Dump, dump};
use crate::people::{signed_in, token, user};
use crate::server::{Answer, NOW, Server};

const AGREEMENTS: &str = "/api/v1/agreements";
const CALCULATIONS: &str = "/api/v1/calculations";

/// A service, and what was stored before somebody tried something.
struct Held {
    server: Server,
    before: Dump,
}

impl Held {
    async fn new(server: Server) -> Self {
        let before = dump(server.database.as_ref().expect("its database")).await;
        Self { server, before }
    }

    fn json(&self, method: &str, path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.server.call(method, path).header("content-type", "application/json").body(body)
    }

    /// The call is refused in this way, and nothing has changed.
    async fn refuses(
        &self,
        what: &str,
        call: RequestBuilder,
        status: u16,
        code: &str,
        errors: &[(&str, &str)],
    ) -> Answer {
        let answer = Answer::of(call).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
        answer.problem(status, code, errors);
        let after = dump(self.server.database.as_ref().expect("its database")).await;
        assert!(after == self.before, "{what} has left something behind");
        answer
    }
}

/// Agreements with one thing wrong: what, the document, the code, and where.
fn wrong_documents() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    let money = |value: Value| with(agreement(), "/costs/0/amount/per_year", value);
    let begins = |date: &str| with(agreement(), "/valid_from", json!(date));
    let called = |name: &str| with(agreement(), "/name", json!(name));
    let mut nameless = agreement();
    nameless.as_object_mut().expect("an object").remove("name");
    vec![
        ("money as a number", money(json!(100.10)), "money-format", "/costs/0/amount/per_year"),
        ("1e400", money(json!("1e400")), "money-format", "/costs/0/amount/per_year"),
        ("NaN", money(json!("NaN")), "money-format", "/costs/0/amount/per_year"),
        ("-0.00", money(json!("-0.00")), "money-format", "/costs/0/amount/per_year"),
        ("a decimal comma", money(json!("1,00")), "money-format", "/costs/0/amount/per_year"),
        ("1 000 digits", money(json!("9".repeat(1000))), "money-format", "/costs/0/amount/per_year"),
        ("an unknown field", adding(agreement(), "", "nmae", json!("x")), "unknown-field", "/nmae"),
        ("a missing field", nameless, "missing-field", "/name"),
        ("30 February", begins("2026-02-30"), "date-invalid", "/valid_from"),
        ("the year 0", begins("0000-01-01"), "date-out-of-range", "/valid_from"),
        ("a date long ago", begins("1026-02-03"), "date-out-of-range", "/valid_from"),
        ("U+0000", called("a\u{0}b"), "illegal-character", "/name"),
        ("U+000B", called("a\u{b}b"), "illegal-character", "/name"),
        ("U+202E", called("a\u{202e}b"), "illegal-character", "/name"),
        (
            "U+202E in a party's name",
            with(agreement(), "/parties/0/name", json!("a\u{202e}b")),
            "illegal-character",
            "/parties/0/name",
        ),
        (
            "U+0000 in the name of a dimension",
            adding(agreement(), "/costs/0", "account", json!({ "a\u{0}b": "x" })),
            "id-format",
            "/costs/0/account/a\u{0}b",
        ),
        ("an unknown host", with(agreement(), "/host", json!("nobody")), "unknown-reference", "/host"),
    ]
}

on_both_databases! {
    async fn a_wrong_document_is_refused_wherever_it_is_sent(database) {
        let server = Server::still(database).await;
        let things = Things::make(&server.app).await;
        let held = Held::new(server).await;
        for (what, document, code, pointer) in wrong_documents() {
            let stored = json!({ "document": document, "note": "x" }).to_string();
            let pointers = |root: &str| format!("{root}{pointer}");
            for path in [AGREEMENTS.to_owned(), format!("{AGREEMENTS}/{}/versions", things.agreement)] {
                held.refuses(what, held.json("POST", &path, stored.clone()), 422, code, &[(&pointers("/document"), code)]).await;
            }
            let body = with(request(), "/agreement", document).to_string();
            held.refuses(what, held.json("POST", CALCULATIONS, body), 422, code, &[(&pointers("/agreement"), code)]).await;
        }
    }

    async fn wrong_values_in_other_bodies_change_nothing(database) {
        let server = Server::still(database).await;
        let things = Things::make(&server.app).await;
        let held = Held::new(server).await;
        let of = |rest: &str| format!("{AGREEMENTS}/{}{rest}", things.agreement);
        let shared = of(&format!("/scenarios/{}", things.shared));
        let many = json!({ "items": [
            { "for": "a", "date": "2026-01-01", "value": "1" }, { "for": "b", "date": "2026-02-30", "value": "2" }
        ] });
        let hall = |value: Value| json!({ "name": "x", "changes": [{ "target": "costs/hall/amount/per_year", "value": value }] });
        let decision = |name: &str| json!({ "decisions": [{ "party": "are", "reference": name }] });
        let cases = [
            ("one date of two", "POST", "/api/v1/statistics/x/observations".to_owned(), None, many, "date-invalid", "/items/1/date"),
            ("a name", "POST", of("/scenarios"), None, json!({ "name": "a\u{202e}b" }), "illegal-character", "/name"),
            ("an author", "POST", of("/scenarios"), None, json!({ "name": "x", "author": "a\u{0}" }), "illegal-character", "/author"),
            ("money", "POST", of("/scenarios"), None, hall(json!("1,00")), "money-format", "/agreement/costs/0/amount/per_year"),
            ("money as a number", "PUT", shared.clone(), Some("\"r2\""), hall(json!(1.5)), "money-format", "/agreement/costs/0/amount/per_year"),
            ("unknown field", "PUT", shared.clone(), Some("\"r2\""), json!({ "name": "x", "nmae": 1 }), "unknown-field", "/nmae"),
            ("no reason", "POST", format!("{shared}/lock"), Some("\"r2\""), json!({ "years": [2027] }), "missing-field", "/reason"),
            ("a decision", "POST", of("/versions/2/adopt"), None, decision("a\u{b}"), "illegal-character", "/decisions/0/reference"),
            ("a debt", "PUT", of("/budgets/2027"), None, json!({ "opening": { "debts": { "are": "-0" } } }), "money-format", "/opening/debts/are"),
            ("a decision on a budget", "POST", of("/budgets/2028/adopt"), Some("\"r1\""), json!({ "decision_reference": "\u{85}" }),
                "illegal-character", "/decision_reference"),
        ];
        for (what, method, path, tag, body, code, pointer) in cases {
            let call = held.json(method, &path, body.to_string());
            let call = match tag { Some(tag) => call.header("if-match", tag), None => call };
            held.refuses(what, call, 422, code, &[(pointer, code)]).await;
        }
    }

    async fn a_request_that_cannot_be_the_one_it_says_changes_nothing(database) {
        let server = Server::still(database).await;
        let things = Things::make(&server.app).await;
        let scenarios = format!("{AGREEMENTS}/{}/scenarios", things.agreement);
        let first = server.call("POST", &scenarios).header("idempotency-key", "k").header("content-type", "application/json");
        assert_eq!(Answer::of(first.body(r#"{"name":"new"}"#)).await.status, 201);
        let held = Held::new(server).await;
        let named = |key: &str, body: &'static str| held.json("POST", &scenarios, body).header("idempotency-key", key);
        held.refuses("a key of 300", named(&"k".repeat(300), r#"{"name":"other"}"#), 400, "idempotency-key-invalid", &[]).await;
        held.refuses("the same key", named("k", r#"{"name":"other"}"#), 422, "idempotency-key-reused", &[]).await;

        let shared = format!("{scenarios}/{}", things.shared);
        let draft = format!("{scenarios}/{}", things.draft);
        let budget = format!("{AGREEMENTS}/{}/budgets/2028", things.agreement);
        for (method, path, body) in [
            ("PUT", shared.clone(), r#"{"name":"other"}"#),
            ("DELETE", shared.clone(), ""),
            ("POST", format!("{draft}/share"), "{}"),
            ("POST", format!("{shared}/lock"), r#"{"years":[2027],"reason":"x"}"#),
            ("PUT", budget.clone(), r#"{"changes":[]}"#),
            ("POST", format!("{budget}/adopt"), r#"{"decision_reference":"x"}"#),
        ] {
            let what = format!("{method} {path}");
            held.refuses(&what, held.json(method, &path, body), 428, "precondition-required", &[]).await;
            for stale in ["\"r9\"", "\"other\"", "r1"] {
                let call = held.json(method, &path, body).header("if-match", stale);
                held.refuses(&format!("{what} at {stale}"), call, 412, "precondition-failed", &[]).await;
            }
        }
    }

    async fn what_is_no_json_or_too_much_of_it_changes_nothing(database) {
        let held = Held::new(Server::still(database).await).await;
        let deep = "[".repeat(100_000);
        let deep_inside = format!(r#"{{"note":{}"#, "[".repeat(100_000));
        let twice = json!({ "document": agreement(), "note": "x" }).to_string().replacen('{', r#"{"note":"y","#, 1);
        let bad_utf8 = [b"{\"note\":\"\xff\",", &json!({ "document": agreement() }).to_string().as_bytes()[1..]].concat();
        let half = json!({ "document": with(agreement(), "/name", json!("HALF")) }).to_string().replace("HALF", "\\ud800");
        let eleven_mib = vec![b' '; 11 << 20];
        for path in [AGREEMENTS, CALCULATIONS] {
            for (what, body) in [
                ("100 000 lists", deep.as_bytes()),
                ("100 000 lists in a field", deep_inside.as_bytes()),
                ("a name twice", twice.as_bytes()),
                ("bad UTF-8", &bad_utf8),
                ("half a character", half.as_bytes()),
            ] {
                held.refuses(what, held.json("POST", path, body.to_vec()), 400, "malformed-json", &[]).await;
            }
            held.refuses("11 MiB", held.json("POST", path, eleven_mib.clone()), 413, "payload-too-large", &[]).await;
            assert_eq!(chunked(&held.server.address, path, &eleven_mib), 413);
            // A compressed body is not unpacked, so it does not matter how large it would have become.
            let bomb = held.json("POST", path, b"\x1f\x8b\x08\x00".to_vec()).header("content-encoding", "gzip");
            held.refuses("a compressed body", bomb, 415, "unsupported-media-type", &[]).await;
            let body = json!({ "document": agreement() }).to_string();
            let plain = held.server.call("POST", path).header("content-type", "text/plain").body(body.clone());
            held.refuses("plain text", plain, 415, "unsupported-media-type", &[]).await;
            let page = held.json("POST", path, body).header("accept", "text/html");
            held.refuses("a page, please", page, 406, "not-acceptable", &[]).await;
        }
        let path = "/api/v1/statistics/x/observations";
        held.refuses("over 1 MiB", held.json("POST", path, vec![b' '; (1 << 20) + 1]), 413, "payload-too-large", &[]).await;
        // Just small enough: read, and found to be nothing.
        held.refuses("8 MiB", held.json("POST", CALCULATIONS, vec![b' '; 8 << 20]), 400, "malformed-json", &[]).await;
    }

    async fn whoever_has_no_name_is_asked_for_it_before_anything_is_read(database) {
        let server = Server::closed(database, NOW).await;
        let things = Things::make(&server.app).await;
        let held = Held::new(server).await;
        for (method, path, body) in [
            ("POST", AGREEMENTS.to_owned(), json!({ "document": agreement() }).to_string()),
            ("POST", AGREEMENTS.to_owned(), "no JSON".to_owned()),
            ("GET", format!("{AGREEMENTS}?limit=many"), String::new()),
            ("GET", format!("{AGREEMENTS}/no-id"), String::new()),
            ("DELETE", format!("{AGREEMENTS}/{}/scenarios/{}", things.agreement, things.shared), String::new()),
            ("PUT", format!("{AGREEMENTS}/{}/budgets/2027", things.agreement), "{}".to_owned()),
            ("POST", CALCULATIONS.to_owned(), "{}".to_owned()),
        ] {
            for key in [None, Some("Bearer samfin_01900000-0000-7000-8000-000000000001_00"), Some("Basic c2FtZmluOmhlbWxpZ3Q=")] {
                let call = held.json(method, &path, body.clone());
                let call = match key { Some(key) => call.header("authorization", key), None => call };
                let answer = held.refuses(&format!("{method} {path} {body}"), call, 401, "unauthorized", &[]).await;
                assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"samfin\""));
            }
        }
    }

    async fn a_page_elsewhere_gets_nothing_done_in_somebodys_session(database) {
        let server = Server::closed(database, NOW).await;
        let things = Things::make(&server.app).await;
        user(&server, "olle", Role::Officer).await;
        let session = signed_in(&server, "olle").await;
        let held = Held::new(server).await;
        let page = format!("/scenarier/{}", things.shared);
        let with_token = format!("csrf={}&gor=radera&revision=2", token(&session));
        let document = json!({ "document": agreement() }).to_string();
        let is_ours = ("sec-fetch-site", "same-origin");
        for (what, sent_from, form, api_token) in [
            ("another site", ("sec-fetch-site", "cross-site"), with_token.as_str(), Some(token(&session))),
            ("a site beside it", ("sec-fetch-site", "same-site"), with_token.as_str(), Some(token(&session))),
            ("another origin", ("origin", "https://other.example"), with_token.as_str(), Some(token(&session))),
            ("no origin", ("origin", "null"), with_token.as_str(), Some(token(&session))),
            ("no token", is_ours, "gor=radera&revision=2", None),
            ("another's token", is_ours, "csrf=0000&gor=radera&revision=2", Some("0000".to_owned())),
        ] {
            let (name, value) = sent_from;
            let call = held.server.call("POST", &page).header("cookie", &session).header(name, value);
            let call = call.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
            held.refuses(what, call, 403, "csrf-failed", &[]).await;
            let call = held.json("POST", AGREEMENTS, document.clone()).header("cookie", &session).header(name, value);
            let call = match api_token { Some(token) => call.header("x-csrf-token", token), None => call };
            held.refuses(what, call, 403, "csrf-failed", &[]).await;
        }
    }
}

/// Sends a body in pieces, without saying how long it is, and gives the status of the answer.
fn chunked(address: &str, path: &str, body: &[u8]) -> u16 {
    let host = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("the service listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("the head is sent");
    for piece in body.chunks(64 * 1024) {
        let size = format!("{:x}\r\n", piece.len());
        stream.write_all(&[size.as_bytes(), piece, b"\r\n"].concat()).expect("a piece is sent");
    }
    stream.write_all(b"0\r\n\r\n").expect("the end is sent");
    let mut start = [0; 12];
    stream.read_exact(&mut start).expect("an answer");
    std::str::from_utf8(&start[9..]).ok().and_then(|status| status.parse().ok()).expect("a status")
}
