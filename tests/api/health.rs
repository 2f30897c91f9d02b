//! `/health` and `/metrics`

use serde_json::json;

use crate::databases::{Database, on_both_databases};
use crate::documents::request;
use crate::server::Server;

on_both_databases! {
    async fn a_service_is_ready_while_its_database_answers(database) {
        let server = Server::still(database).await;
        assert_eq!(server.get("/health/live").await.json(200), json!({ "status": "ok" }));
        assert_eq!(server.get("/health/ready").await.json(200), json!({ "status": "ok" }));

        server.app.db().close().await;
        let answer = server.get("/health/ready").await;
        assert_eq!(answer.header("retry-after"), Some("2"));
        let problem = answer.problem(503, "service-unavailable", &[]);
        assert!(problem["request_id"].is_string(), "{problem}");
        server.get("/api/v1/agreements").await.problem(503, "service-unavailable", &[]);
        assert_eq!(server.get("/health/live").await.status, 200, "the process itself lives");
        assert_eq!(server.post("/api/v1/calculations", &request()).await.status, 200, "this needs no database");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_stopping_is_not_ready() {
    let server = Server::still(Database::sqlite()).await;
    server.app.stop();
    let answer = server.get("/health/ready").await;
    assert!(answer.header("retry-after").is_some());
    let problem = answer.problem(503, "service-unavailable", &[]);
    assert_eq!(problem["detail"], "The service is shutting down.");
    assert_eq!(server.get("/health/live").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_kept_by_route_and_not_by_address() {
    let server = Server::still(Database::sqlite()).await;
    server.post("/api/v1/calculations", &request()).await.json(200);
    server.get("/api/v1/agreements/one").await.problem(404, "not-found", &[]);
    server.get("/api/v1/agreements/two").await.problem(404, "not-found", &[]);
    server.get("/nowhere").await.problem(404, "not-found", &[]);
    let figures = server.get("/metrics").await;
    assert!(figures.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")));
    for line in [
        r#"samfin_http_requests_total{method="POST",route="/api/v1/calculations",status="200"} 1"#,
        r#"samfin_http_requests_total{method="GET",route="/api/v1/agreements/{id}",status="404"} 2"#,
        r#"samfin_http_requests_total{method="GET",route="(none)",status="404"} 1"#,
        "samfin_calculation_seconds_count 1",
        r#"samfin_http_request_seconds_count{route="/api/v1/agreements/{id}"} 2"#,
    ] {
        assert!(figures.body.lines().any(|found| found == line), "{line} is not in\n{}", figures.body);
    }
    assert!(!figures.body.contains("/agreements/one"));
}
