//! The start page, the description, Swagger UI, and the headers on everything.

use crate::databases::Database;
use crate::server::{Answer, Server};

#[tokio::test(flavor = "multi_thread")]
async fn the_start_page_leads_to_what_there_is() {
    let server = Server::still(Database::sqlite()).await;
    let page = Answer::of(server.call("GET", "/").header("accept-language", "sv")).await;
    assert_eq!((page.status, page.header("content-language")), (200, Some("sv")));
    for part in page.body.split("href=\"").skip(1) {
        let address = part.split('"').next().expect("the end of the address");
        assert_eq!(server.get(address).await.status, 200, "{address}");
    }
    let json_only = server.call("GET", "/").header("accept", "application/json");
    Answer::of(json_only).await.problem(406, "not-acceptable", &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_the_committed_one() {
    let server = Server::still(Database::sqlite()).await;
    let description = server.get("/api/openapi.json").await;
    assert_eq!(description.header("content-type"), Some("application/json"));
    assert!(description.body == include_str!("../../openapi/openapi.json"), "they are the same bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn swagger_ui_comes_from_the_program_itself() {
    let server = Server::still(Database::sqlite()).await;
    let page = server.get("/api/docs").await;
    assert_eq!(page.status, 200, "after a redirect");
    let sources = page.body.split("src=\"").skip(1).chain(page.body.split("href=\"").skip(1));
    let mut files = 0;
    for part in sources {
        let file = part.split('"').next().expect("the end of the address").trim_start_matches("./");
        assert!(!file.contains("//"), "{file} is ours");
        assert_eq!(server.get(&format!("/api/docs/{file}")).await.status, 200, "{file}");
        files += 1;
    }
    assert!(files >= 3, "scripts and styles");
    assert!(!page.body.contains("<script>"), "a script inside the page would be refused by the browser");
    assert!(server.get("/api/docs/swagger-initializer.js").await.body.contains("/api/openapi.json"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_security_headers() {
    let server = Server::still(Database::sqlite()).await;
    for path in ["/", "/api/v1/agreements", "/nowhere", "/health/live", "/api/docs/"] {
        let answer = server.get(path).await;
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 36), "{path}");
    }
    assert_eq!(server.get("/api/v1/agreements").await.header("cache-control"), Some("no-store"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_keeps_the_id_that_it_came_with() {
    let server = Server::still(Database::sqlite()).await;
    let with_id = |id: &str| Answer::of(server.call("GET", "/health/live").header("x-request-id", id));
    assert_eq!(with_id("abc-123").await.header("x-request-id"), Some("abc-123"));
    let long = "x".repeat(65);
    for harmful in ["a b", "<script>", long.as_str()] {
        assert_eq!(with_id(harmful).await.header("x-request-id").map(str::len), Some(36), "{harmful}");
    }
}
