//! `HEAD`: what `GET` says, without the body.

use crate::authorization::Things;
use crate::databases::Database;
use crate::server::{Answer, Server};

#[tokio::test(flavor = "multi_thread")]
async fn head_is_get_without_a_body() {
    let server = Server::still(Database::sqlite()).await;
    let things = Things::make(&server.app).await;
    for path in [
        "/".to_owned(),
        "/jamfor".to_owned(),
        "/hjalp".to_owned(),
        "/assets/icon.svg".to_owned(),
        "/nothing".to_owned(),
        "/health/ready".to_owned(),
        "/api/openapi.json".to_owned(),
        "/api/v1/agreements".to_owned(),
        format!("/api/v1/agreements/{}/scenarios/{}", things.agreement, things.shared),
        format!("/api/v1/agreements/{}/scenarios/{}", things.shared, things.agreement),
    ] {
        let named = |method| server.call(method, &path).header("x-request-id", "the-same");
        let (get, head) = (Answer::of(named("GET")).await, Answer::of(named("HEAD")).await);
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
        let without_date = |answer: &Answer| {
            let mut headers = answer.headers.clone();
            headers.remove("date");
            headers
        };
        assert_eq!(without_date(&head), without_date(&get), "{path}");
        assert!(!get.body.is_empty() && head.header("content-length").is_some(), "{path}");
    }
    // What is only sent to is not read.
    let answer = Answer::of(server.call("HEAD", "/api/v1/calculations")).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
}
