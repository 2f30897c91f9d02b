//! `GET /api/v1/agreements/{id}/comparison`

use serde_json::{Value, json};

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::{agreement, agreement_from, with};
use crate::scenarios::{at_revision, hall, id_of, lock, make_scenario};
use crate::server::Server;
use crate::versions::adopt;

fn names(answer: &Value) -> Vec<&str> {
    let columns = answer["years"][0]["scenarios"].as_array().expect("columns");
    columns.iter().filter_map(|column| column["name"].as_str()).collect()
}

fn totals(answer: &Value) -> Vec<&str> {
    let columns = answer["years"][0]["scenarios"].as_array().expect("columns");
    columns.iter().filter_map(|column| column["result"]["total"].as_str()).collect()
}

async fn adopted(server: &Server, document: Value) -> String {
    let address = make(server, document).await;
    adopt(server, &address, 1).await.json(200);
    address
}

on_both_databases! {
    async fn a_decision_basis_gives_the_figures_of_the_stored_comparison(database) {
        let server = Server::still(database).await;
        let address = adopted(&server, agreement()).await;
        let budget = json!({ "changes": [{ "target": "costs/hall/name", "value": "Sal" }], "opening": { "reserve": "10.00", "debts": { "are": "5.00" } } });
        assert_eq!(server.send("PUT", &format!("{address}/budgets/2027"), &budget).await.status, 201);
        let decision = json!({ "decision_reference": "HSN § 45" });
        at_revision(&server, "POST", &format!("{address}/budgets/2027/adopt"), 1, &decision).await.json(200);
        let mut new = hall("Större sal", "1300.00");
        new["events"] = json!([{ "party": "berg", "contributes_percent": "50", "from": "2028-07-01" }]);
        new["statistics"] = json!({ "population": [{ "for": "2321", "date": "2025-12-31", "value": "12000" }] });
        let scenario = make_scenario(&server, &address, &new).await;
        lock(&server, &scenario, 1, &json!([2027, 2028])).await.json(200);

        let mut stored = server.get(&format!("{address}/comparison?years=2027-2028&per_inhabitant=population")).await.json(200);
        assert_eq!(stored["basis"], json!({ "version": 1, "budget": 2, "superseded_from": null }));
        stored.as_object_mut().expect("an object").remove("basis");
        assert_eq!((names(&stored), totals(&stored)), (vec!["baseline", "Större sal"], vec!["1000.00", "1300.00"]));
        assert_eq!(stored["sustained"][0]["closing"]["debts"]["are"], "5.00", "the budget's opening balances");
        let basis = server.get(&format!("{scenario}/basis")).await.body;
        assert_eq!(server.send_text("POST", "/api/v1/comparisons", &basis).await.json(200), stored);
    }

    async fn shared_and_locked_scenarios_are_compared_and_drafts_when_they_are_named(database) {
        let server = Server::still(database).await;
        let address = adopted(&server, agreement()).await;
        let draft = make_scenario(&server, &address, &hall("draft", "1.00")).await;
        let shared = make_scenario(&server, &address, &hall("shared", "2.00")).await;
        let locked = make_scenario(&server, &address, &hall("locked", "3.00")).await;
        at_revision(&server, "POST", &format!("{shared}/share"), 1, &json!({})).await.json(200);
        lock(&server, &locked, 1, &json!([2027])).await.json(200);
        let compare = async |query: &str| server.get(&format!("{address}/comparison?years=2027{query}")).await;

        assert_eq!(names(&compare("").await.json(200)), ["baseline", "shared", "locked"]);
        let (draft, shared) = (id_of(&draft), id_of(&shared));
        let named = compare(&format!("&scenario={shared}&scenario={draft}")).await.json(200);
        assert_eq!((names(&named), totals(&named)), (vec!["baseline", "shared", "draft"], vec!["1000.00", "2.00", "1.00"]));
        let against = compare(&format!("&scenario={shared}&baseline={draft}")).await.json(200);
        assert_eq!((names(&against), &against["baseline"]), (vec!["baseline", "draft", "shared"], &json!("draft")));
        assert_eq!(against["years"][0]["scenarios"][2]["change"][0], json!({ "party": "rjh", "amount": "0.50", "percent": "100.000000" }));
        let itself = compare(&format!("&baseline={}", id_of(&address))).await.json(200);
        assert_eq!(itself["baseline"], "baseline");
    }

    async fn another_agreement_can_be_what_is_measured_against(database) {
        let server = Server::still(database).await;
        let address = adopted(&server, agreement()).await;
        let half = with(agreement(), "/costs/0/amount/per_year", json!("500.00"));
        let other = adopted(&server, with(half.clone(), "/name", json!("Grannens"))).await;
        let scenario = make_scenario(&server, &address, &hall("Grannens", "2000.00")).await;
        let compare = async |query: &str| server.get(&format!("{address}/comparison?years=2027&baseline={query}")).await;

        let answer = compare(id_of(&other)).await.json(200);
        assert_eq!((names(&answer), totals(&answer)), (vec!["Grannens", "agreement"], vec!["500.00", "1000.00"]));
        let answer = compare(&format!("{}&scenario={}", id_of(&other), id_of(&scenario))).await.json(200);
        assert_eq!(names(&answer), [id_of(&other), "agreement", "Grannens"], "the name is taken by a scenario");

        let draft = make(&server, half).await;
        compare(id_of(&draft)).await.problem(409, "no-adopted-version", &[]);
        let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
        for unknown in [nobody, "x"] {
            compare(unknown).await.problem(422, "unknown-reference", &[("/query/baseline", "unknown-reference")]);
        }
    }

    async fn the_version_of_the_first_year_is_compared_and_a_later_one_is_told(database) {
        let server = Server::still(database).await;
        let address = adopted(&server, agreement()).await;
        let dearer = with(agreement_from("2029-01-01"), "/costs/0/amount/per_year", json!("3000.00"));
        assert_eq!(server.post(&format!("{address}/versions"), &json!({ "document": dearer })).await.status, 201);
        let basis = async |query: &str| server.get(&format!("{address}/comparison?years={query}")).await.json(200)["basis"].clone();
        assert_eq!(basis("2027-2030").await, json!({ "version": 1, "budget": null, "superseded_from": null }), "a draft");
        adopt(&server, &address, 2).await.json(200);
        assert_eq!(basis("2027-2030").await, json!({ "version": 1, "budget": null, "superseded_from": 2029 }));
        assert_eq!(basis("2027-2028").await["superseded_from"], Value::Null);
        assert_eq!(basis("2029").await, json!({ "version": 2, "budget": null, "superseded_from": null }));
        assert_eq!(basis("2029&version=1").await, json!({ "version": 1, "budget": null, "superseded_from": 2029 }));
    }

    async fn a_scenario_that_no_longer_fits_is_named(database) {
        let server = Server::still(database).await;
        let address = adopted(&server, agreement()).await;
        make_scenario(&server, &address, &hall("x", "1.00")).await;
        let renamed = with(agreement_from("2028-01-01"), "/costs/0/id", json!("sal"));
        assert_eq!(server.post(&format!("{address}/versions"), &json!({ "document": renamed })).await.status, 201);
        let scenario = server.get(&format!("{address}/scenarios")).await.json(200)["items"][0]["id"].clone();
        let path = format!("{address}/comparison?years=2028&version=2&scenario={}", scenario.as_str().expect("an id"));
        server.get(&path).await.problem(422, "unknown-target", &[("/scenarios/0/changes/0/target", "unknown-target")]);
    }

    async fn what_is_asked_must_be_right(database) {
        let server = Server::still(database).await;
        let (address, other) = (adopted(&server, agreement()).await, adopted(&server, agreement()).await);
        let theirs = make_scenario(&server, &other, &hall("x", "1.00")).await;
        let compare = async |query: &str| server.get(&format!("{address}/comparison{query}")).await;
        compare("?version=x&scenari=y&baseline=z").await.problem(422, "unknown-field", &[
            ("/query/scenari", "unknown-field"), ("/query/years", "missing-field"), ("/query/baseline", "unknown-reference"),
            ("/query/version", "out-of-range"),
        ]);
        for wrong in ["27", "2030-2027", "2027-", "1999", "2027-2101", "2027,2028", "+027", ""] {
            compare(&format!("?years={wrong}")).await.problem(422, "out-of-range", &[("/query/years", "out-of-range")]);
        }
        compare("?years=2000-2100").await.problem(422, "too-much-work", &[("/query/years", "too-much-work")]);
        let unknown = [("/query/scenario", "unknown-reference"); 2];
        let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
        compare(&format!("?years=2027&scenario={nobody}&scenario={}", id_of(&theirs))).await.problem(422, "unknown-reference", &unknown);
        compare(&format!("?years=2027&scenario={nobody}&scenario={nobody}")).await
            .problem(422, "repeated-reference", &[("/query/scenario", "repeated-reference")]);
        compare("?years=2027&per_inhabitant=pupils").await.problem(422, "missing-statistic", &[("/per_inhabitant", "missing-statistic")]);
        compare("?years=2026").await.problem(409, "no-adopted-version", &[]);
        server.get(&format!("/api/v1/agreements/{nobody}/comparison?years=2027")).await.problem(404, "not-found", &[]);
    }
}
