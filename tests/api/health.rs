//! `/health` and `/metrics`

use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::databases::{Database, on_both_databases};
use crate::documents::{agreement, request};
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

/// As when the server that samfin is connected to has become a standby of another one.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_may_only_be_read_is_read_and_not_ready() {
    let database = Database::postgres().await;
    let url = database.url.clone();
    let server = Server::still(database).await;
    server.post("/api/v1/agreements", &json!({ "document": agreement() })).await.json(201);
    set_read_only(&url, "on").await;
    let why = "The database may only be read. Nothing can be stored right now.";
    for answer in [
        server.get("/health/ready").await,
        server.post("/api/v1/agreements", &json!({ "document": agreement() })).await,
    ] {
        assert_eq!(answer.header("retry-after"), Some("10"));
        assert_eq!(answer.problem(503, "service-unavailable", &[])["detail"], why);
    }
    let list = server.get("/api/v1/agreements").await.json(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1), "reading goes on");
    set_read_only(&url, "off").await;
    assert_eq!(server.get("/health/ready").await.json(200), json!({ "status": "ok" }));
    server.post("/api/v1/agreements", &json!({ "document": agreement() })).await.json(201);
}

/// Lets new sessions only read, or write again, and ends those that there are.
async fn set_read_only(url: &str, whether: &str) {
    let (server, name) = url.rsplit_once('/').expect("a database");
    let mut connection = PgConnection::connect(&format!("{server}/postgres")).await.expect("a connection");
    for sql in [
        format!("ALTER DATABASE {name} SET default_transaction_read_only = {whether}"),
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
    ] {
        connection.execute(AssertSqlSafe(sql)).await.expect("done");
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
