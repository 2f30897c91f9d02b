//! `GET /api/v1/agreements/{id}/invoicing-details`

use serde_json::{Value, json};

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::{adding, agreement, with};
use crate::organisations::{add, put, region};
use crate::server::{Answer, Server};
use crate::versions::adopt;

/// The agreement, whose parties have numbers.
fn numbered() -> Value {
    let mut document = agreement();
    for (place, number) in ["232100-0214", "212000-2494", "212000-2502"].into_iter().enumerate() {
        document = adding(document, &format!("/parties/{place}"), "organisation_number", json!(number));
    }
    document
}

/// What is missing for each party, by code.
fn missing(details: &Value) -> Vec<Vec<&str>> {
    let parties = details["parties"].as_array().expect("parties").iter();
    let codes =
        parties.map(|party| party["missing"].as_array().expect("a list").iter().filter_map(|gap| gap["code"].as_str()));
    codes.map(Iterator::collect).collect()
}

on_both_databases! {
    async fn it_says_what_is_missing_until_nothing_is(database) {
        let server = Server::still(database).await;
        let address = make(&server, numbered()).await;
        let path = format!("{address}/invoicing-details?year=2027");
        server.get(&path).await.problem(409, "no-adopted-version", &[]);
        adopt(&server, &address, 1).await;
        let none = ["no-organisation"].to_vec();
        let found = server.get(&path).await.json(200);
        assert_eq!(missing(&found), [none.clone(), none.clone(), none.clone()]);
        assert_eq!((&found["version"], &found["budget"], &found["is_complete"]), (&json!(1), &Value::Null, &json!(false)));

        add(&server, &region()).await;
        let are = json!({ "name": "Åre kommun", "organisation_number": "212000-2494" });
        let are_path = add(&server, &are).await;
        let found = server.get(&path).await.json(200);
        assert_eq!(missing(&found), [vec![], ["no-address", "no-buyer-reference"].to_vec(), none]);
        let parts: Vec<&Value> = found["parties"].as_array().expect("parties").iter().map(|party| &party["part"]).collect();
        assert_eq!(parts, ["host", "invoiced", "invoiced"]);
        assert_eq!(found["parties"][0]["organisation"]["organisation_number"], "232100-0214");
        assert!(!found.to_string().contains("3398328"), "no account is told");

        let address = &region()["address"];
        let whole = adding(adding(are, "", "address", address.clone()), "", "buyer_reference", json!("ZZ1"));
        put(&server, &are_path, "\"r1\"", &whole).await.json(200);
        let berg = with(with(whole, "/organisation_number", json!("212000-2502")), "/buyer_reference", json!("BK123"));
        add(&server, &berg).await;
        let found = server.get(&path).await.json(200);
        assert_eq!((missing(&found), &found["is_complete"]), (vec![vec![]; 3], &json!(true)));
        assert_eq!(found["parties"][2]["organisation"]["buyer_reference"], "BK123");
    }

    async fn it_is_in_the_readers_language_and_for_a_year(database) {
        let server = Server::still(database).await;
        let address = make(&server, agreement()).await;
        adopt(&server, &address, 1).await;
        let path = format!("{address}/invoicing-details?year=2027");
        let said = async |lang: &str| {
            let answer = Answer::of(server.call("GET", &path).header("accept-language", lang.to_owned())).await.json(200);
            answer["parties"][1]["missing"][0].clone()
        };
        assert_eq!(said("sv").await, json!({
            "code": "no-organisation-number", "detail": "Åre kommun har inget organisationsnummer; skriv in det i avtalet",
        }));
        assert_eq!(said("en").await["detail"], "Åre kommun has no organisation number; write it in the agreement");
        let without = format!("{address}/invoicing-details");
        server.get(&without).await.problem(422, "missing-field", &[("/query/year", "missing-field")]);
    }
}
