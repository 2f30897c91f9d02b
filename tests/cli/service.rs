//! `samfin serve`: starting, being refused, stopping.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::databases::{Database, on_both_databases};
use crate::program::{Program, samfin};

fn serve(url: &str, more: &[&str]) -> Program {
    samfin(&[&["serve", "--bind", "127.0.0.1:0", "--database-url", url], more].concat())
}

on_both_databases! {
    async fn an_empty_store_is_made_and_served(database) {
        let service = serve(&database.url, &[]).start();
        assert_eq!(service.get("/health/live").0, 200);
        assert_eq!(service.get("/health/ready").0, 200);
        assert_eq!(service.get("/api/v1/agreements").0, 401, "nobody is let in without saying who it is");
        let key = ["key", "create", "--name", "Prov", "--role", "reader", "--database-url", &database.url];
        let key = samfin(&key).run().done();
        let (status, body) = service.get_with("/api/v1/agreements", &format!("Authorization: Bearer {}\r\n", key.trim_end()));
        assert_eq!((status, body.as_str()), (200, r#"{"items":[],"next":null}"#));
        for line in service.log().lines() {
            let line: serde_json::Value = serde_json::from_str(line).expect("log lines are JSON");
            assert!(line["level"].is_string() && line["timestamp"].is_string(), "{line}");
        }
        assert_eq!(service.terminate(), 0);
    }

    async fn tables_are_not_made_when_that_is_not_wanted(database) {
        let err = serve(&database.url, &["--no-migrate"]).run().failed(1);
        assert!(err.contains("Run samfin migrate"), "{err}");
        let dry = samfin(&["migrate", "--dry-run", "--database-url", &database.url]).run().done();
        assert!(dry.starts_with("Would run: 1"), "{dry}");
        let ran = samfin(&["migrate", "--database-url", &database.url]).run().done();
        assert!(ran.starts_with("Ran: 1") && ran.ends_with("The database is up to date.\n"), "{ran}");
        let again = samfin(&["migrate", "--database-url", &database.url]).run().done();
        assert_eq!(again, "The database is up to date.\n");
        assert_eq!(serve(&database.url, &["--no-migrate"]).start().terminate(), 0);
    }
}

#[test]
fn a_second_service_on_the_same_file_is_refused_and_other_verbs_are_not() {
    let database = Database::sqlite();
    let first = serve(&database.url, &[]).start();
    let err = serve(&database.url, &["--lang", "en"]).run().failed(75);
    assert!(err.contains("is in use by another samfin serve"), "{err}");
    samfin(&["migrate", "--database-url", &database.url]).run().done();
    assert_eq!(first.get("/health/ready").0, 200);
    drop(first); // killed: the lock goes with the process
    assert_eq!(serve(&database.url, &[]).start().terminate(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_services_share_one_server() {
    let database = Database::postgres().await;
    let (first, second) = (serve(&database.url, &[]).start(), serve(&database.url, &[]).start());
    assert_eq!((first.get("/health/ready").0, second.get("/health/ready").0), (200, 200));
}

#[test]
fn a_taken_port_is_busy() {
    let database = Database::sqlite();
    let first = serve(&database.url, &[]).start();
    let other = Database::sqlite();
    let args = ["serve", "--bind", &first.address, "--database-url", &other.url];
    let err = samfin(&args).run().failed(75);
    assert!(err.contains("is already used by another program"), "{err}");
}

#[test]
fn a_request_under_way_is_answered_before_the_service_stops() {
    let database = Database::sqlite();
    let mut service = serve(&database.url, &[]).start();
    let mut stream = TcpStream::connect(&service.address).expect("a connection");
    let body = r#"{ "year": 2027 }"#;
    let head = format!(
        "POST /api/v1/calculations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("the head is sent");
    stream.write_all(&body.as_bytes()[..4]).expect("half the body is sent");
    std::thread::sleep(std::time::Duration::from_millis(300));
    service.signal("TERM");
    std::thread::sleep(std::time::Duration::from_millis(300));
    stream.write_all(&body.as_bytes()[4..]).expect("the rest is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert_eq!(service.ended(), 0);
}

#[test]
fn a_database_that_cannot_be_reached_or_understood_is_told() {
    let err = serve("postgres://samfin:hemligt@127.0.0.1:9/none", &[]).run().failed(75);
    assert!(err.contains("The database does not answer") && !err.contains("hemligt"), "{err}");
    let err = serve("mysql://x", &[]).run().failed(2);
    assert!(err.contains("sqlite://PATH"), "{err}");
}
