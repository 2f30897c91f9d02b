//! `/underlag/versioner/{version}`: what a version moves, and what each party would pay under it.

use serde_json::json;

use super::read;
use crate::agreements::make;
use crate::databases::Database;
use crate::documents::{adding, agreement_from, with};
use crate::server::Server;
use crate::versions::adopt;

#[tokio::test(flavor = "multi_thread")]
async fn a_version_says_what_is_moved_and_what_each_party_would_pay() {
    let server = Server::still(Database::sqlite()).await;
    let policy = |steps: serde_json::Value| adding(agreement_from("2028-01-01"), "", "default_policy", steps);
    let (reserve, share) = (json!({ "type": "reserve" }), json!({ "type": "redistribute" }));
    let address = make(&server, policy(json!([reserve, share]))).await;
    let id = address.rsplit('/').next().expect("an id").to_owned();
    adopt(&server, &address, 1).await.json(200);
    let next = with(policy(json!([share, reserve])), "/valid_from", json!("2029-01-01"));
    let next = with(next, "/costs/0/amount/per_year", json!("1200.00"));
    assert_eq!(server.post(&format!("{address}/versions"), &json!({ "document": next })).await.status, 201);
    let page = read(&server, &format!("/underlag/versioner/2?avtal={id}")).await;
    assert!(
        page.contains("<strong>Steg 1</strong>: <ins>flyttad från 2 till 1</ins>") && !page.contains("<strong>Steg 2"),
        "{page}"
    );
    for said in [
        "Vad varje part skulle betala 2029",
        "2029 kostar det gemensamma 1 200 kr, +200 kr mot version 1.",
        "Region Jämtland Härjedalen</th><td class=\"n\">600</td><td class=\"n\"><span aria-hidden=\"true\">↑ </span>+100</td>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // What cannot be calculated says why, whichever of the two it is.
    let broken = with(with(next, "/valid_from", json!("2030-01-01")), "/parties/1/area", json!("9999"));
    assert_eq!(server.post(&format!("{address}/versions"), &json!({ "document": broken })).await.status, 201);
    let page = read(&server, &format!("/underlag/versioner/3?avtal={id}")).await;
    assert!(page.contains("2030 kan inte räknas än.") && page.contains("9999"), "{page}");
    let mended = agreement_from("2031-01-01");
    assert_eq!(server.post(&format!("{address}/versions"), &json!({ "document": mended })).await.status, 201);
    let page = read(&server, &format!("/underlag/versioner/4?avtal={id}")).await;
    assert!(page.contains("Version 3 kan inte räknas för 2031, så det finns inget att jämföra med:"), "{page}");
    assert!(page.contains("2031 kostar det gemensamma 1 000 kr."), "{page}");
}
