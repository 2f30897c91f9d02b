//! `/problems`, and what every problem has in common.

use samfin::http::problem::{Kind, errors_page};
use serde_json::json;

use crate::databases::Database;
use crate::server::{Answer, Server};

/// Compares with the committed page; `SAMFIN_TEST_UPDATE=1` writes it instead.
#[test]
fn the_committed_page_of_errors_is_the_one_the_program_has() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    if std::env::var_os("SAMFIN_TEST_UPDATE").is_some() {
        std::fs::write(path, errors_page()).expect("the file can be written");
    }
    let committed = std::fs::read_to_string(path).expect("docs/errors.md is committed");
    assert!(committed == errors_page(), "docs/errors.md differs: run this test with SAMFIN_TEST_UPDATE=1");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_code_has_a_page_in_both_languages() {
    let server = Server::still(Database::sqlite()).await;
    let index = server.get("/problems").await;
    assert_eq!((index.status, index.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let mut seen = std::collections::HashSet::new();
    for kind in Kind::all() {
        assert!(seen.insert(kind.code()), "{} stands twice", kind.code());
        assert!(index.body.contains(&format!("href=\"/problems/{}\"", kind.code())), "{} is listed", kind.code());
        for (lang, title) in [("sv", kind.title().sv), ("en", kind.title().en)] {
            let path = format!("/problems/{}", kind.code());
            let page = Answer::of(server.call("GET", &path).header("accept-language", lang)).await;
            assert_eq!((page.status, page.header("content-language")), (200, Some(lang)));
            assert!(page.body.contains(&format!("<h1>{title}</h1>")), "{}", page.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_is_whole() {
    let server = Server::still(Database::sqlite()).await;
    let answer = server.post("/api/v1/calculations?explain=x", &json!({})).await;
    let body: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(
        body,
        json!({
            "type": "/problems/wrong-type", "title": "Wrong type of value", "status": 422, "detail": "write true or false",
            "instance": "/api/v1/calculations",
            "errors": [{ "code": "wrong-type", "detail": "write true or false", "pointer": "/query/explain" }]
        })
    );
}
