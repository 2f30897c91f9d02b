//! `/api/v1/agreements/{id}/scenarios`

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::agreement;
use crate::server::{Answer, NOW, Server};
use crate::versions::adopt;

/// A scenario in which the hall costs `amount`.
pub(crate) fn hall(name: &str, amount: &str) -> Value {
    json!({ "name": name, "changes": [{ "target": "costs/hall/amount/per_year", "value": amount }] })
}

/// Makes a scenario and gives its address.
pub(crate) async fn make_scenario(server: &Server, agreement: &str, body: &Value) -> String {
    let made = server.post(&format!("{agreement}/scenarios"), body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    made.header("location").expect("a location").to_owned()
}

pub(crate) fn id_of(address: &str) -> &str {
    address.rsplit('/').next().expect("an id")
}

pub(crate) async fn at_revision(server: &Server, method: &str, path: &str, revision: u32, body: &Value) -> Answer {
    let call = server.call(method, path).header("content-type", "application/json");
    Answer::of(call.header("if-match", format!("\"r{revision}\"")).body(body.to_string())).await
}

pub(crate) async fn lock(server: &Server, address: &str, revision: u32, years: &Value) -> Answer {
    let body = json!({ "years": years, "reason": "Budgetbeslut", "decision_reference": "HSN § 45", "per_inhabitant": "population" });
    at_revision(server, "POST", &format!("{address}/lock"), revision, &body).await
}

on_both_databases! {
    async fn a_scenario_is_written_read_and_written_over(database) {
        let server = Server::still(database).await;
        let agreement_address = make(&server, agreement()).await;
        let list = format!("{agreement_address}/scenarios");
        let new = json!({
            "name": "Åre halverar", "author": "Kim", "note": "Två\nrader",
            "changes": [{ "target": "costs/hall/name", "value": "Sal" }],
            "events": [{ "party": "are", "contributes_percent": "50" }],
            "statistics": { "population": [{ "for": "2321", "date": "2026-12-31", "value": "12801" }] }
        });
        let made = server.post(&list, &new).await;
        let body = made.json(201);
        let address = made.header("location").expect("a location").to_owned();
        assert_eq!((&address, made.header("etag")), (&format!("{list}/{}", id_of(&address)), Some("\"r1\"")));
        assert_eq!(body, json!({
            "id": id_of(&address), "agreement": id_of(&agreement_address), "name": "Åre halverar", "author": "Kim",
            "note": "Två\nrader", "status": "draft", "revision": 1, "created_at": NOW, "changed_at": NOW,
            "shared_at": null, "share_reason": null, "lock": null,
            "changes": new["changes"], "events": new["events"], "statistics": new["statistics"]
        }));
        let read = server.get(&address).await;
        assert_eq!((read.json(200), read.header("etag")), (body, Some("\"r1\"")));

        let over = at_revision(&server, "PUT", &address, 1, &json!({ "name": "Tom" })).await;
        assert_eq!(over.header("etag"), Some("\"r2\""));
        let over = over.json(200);
        assert_eq!((&over["author"], &over["changes"], &over["statistics"]), (&Value::Null, &json!([]), &json!({})));

        let second = make_scenario(&server, &agreement_address, &hall("Andra", "2.00")).await;
        let page = server.get(&format!("{list}?limit=1")).await.json(200);
        assert_eq!((page["items"].as_array().map(Vec::len), &page["items"][0]["name"]), (Some(1), &json!("Tom")));
        assert_eq!(page["items"][0]["changes"], Value::Null, "a list is without what differs");
        let next = page["next"].as_str().expect("another page");
        let page = server.get(&format!("{list}?limit=1&cursor={next}")).await.json(200);
        assert_eq!((&page["items"][0]["id"], &page["next"]), (&json!(id_of(&second)), &Value::Null));

        assert_eq!(at_revision(&server, "DELETE", &second, 1, &Value::Null).await.status, 204);
        server.get(&second).await.problem(404, "not-found", &[]);
        at_revision(&server, "DELETE", &second, 1, &Value::Null).await.problem(404, "not-found", &[]);
    }

    async fn nobodys_change_is_lost(database) {
        let server = Server::still(database).await;
        let agreement_address = make(&server, agreement()).await;
        adopt(&server, &agreement_address, 1).await.json(200);
        let address = make_scenario(&server, &agreement_address, &hall("x", "1.00")).await;
        let body = hall("x", "2.00");
        let lock_body = json!({ "years": [2027], "reason": "x" });
        for (method, path, body) in [
            ("PUT", address.clone(), &body), ("DELETE", address.clone(), &Value::Null),
            ("POST", format!("{address}/share"), &json!({})), ("POST", format!("{address}/lock"), &lock_body),
        ] {
            server.send(method, &path, body).await.problem(428, "precondition-required", &[]);
            let stale = at_revision(&server, method, &path, 7, body).await;
            assert_eq!(stale.header("etag"), Some("\"r1\""), "{method} {path}");
            stale.problem(412, "precondition-failed", &[]);
            let call = server.call(method, &path).header("content-type", "application/json").header("if-match", "*");
            Answer::of(call.body(body.to_string())).await.problem(412, "precondition-failed", &[]);
        }
        let (one, other) = tokio::join!(
            at_revision(&server, "PUT", &address, 1, &body), at_revision(&server, "PUT", &address, 1, &body),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "of two officers one wins");
        assert_eq!(server.get(&address).await.json(200)["revision"], 2);
    }

    async fn a_locked_scenario_is_a_decision_basis_that_never_changes(database) {
        let server = Server::still(database).await;
        let agreement_address = make(&server, agreement()).await;
        let address = make_scenario(&server, &agreement_address, &hall("Större sal", "1300.00")).await;
        let early = server.get(&format!("{address}/basis")).await.problem(409, "invalid-state", &[]);
        assert_eq!(early["legal"], json!(["lock"]));
        lock(&server, &address, 1, &json!([2027])).await.problem(409, "no-adopted-version", &[]);
        adopt(&server, &agreement_address, 1).await.json(200);

        let shared = at_revision(&server, "POST", &format!("{address}/share"), 1, &json!({ "reason": "Till TaHSU" })).await.json(200);
        assert_eq!((&shared["status"], &shared["shared_at"], &shared["share_reason"]), (&json!("shared"), &json!(NOW), &json!("Till TaHSU")));
        let again = at_revision(&server, "POST", &format!("{address}/share"), 2, &json!({})).await.problem(409, "invalid-state", &[]);
        assert_eq!(again["legal"], json!(["put", "delete", "lock"]));
        let edited = at_revision(&server, "PUT", &address, 2, &hall("Större sal", "1200.00")).await.json(200);
        assert_eq!(edited["status"], "shared");

        let locked = lock(&server, &address, 3, &json!([2027, 2028])).await.json(200);
        assert_eq!((&locked["status"], &locked["revision"]), (&json!("locked"), &json!(4)));
        let basis = server.get(&format!("{address}/basis")).await;
        let digest = Sha256::digest(basis.body.as_bytes()).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert_eq!(locked["lock"], json!({
            "locked_at": NOW, "reason": "Budgetbeslut", "decision_reference": "HSN § 45", "version": 1,
            "years": [2027, 2028], "per_inhabitant": "population", "sha256": digest
        }));
        let basis = basis.json(200);
        assert_eq!(basis["agreement"], agreement());
        assert_eq!((&basis["years"], &basis["scenarios"][0]["changes"]), (&json!([2027, 2028]), &hall("", "1200.00")["changes"]));
        let places: Vec<&str> = basis["statistics"]["population"].as_array().expect("observations")
            .iter().filter_map(|one| one["for"].as_str()).collect();
        assert_eq!(places, ["23", "23", "2321", "2321", "2326", "2326"], "those of the parties, and no others");

        let before = server.get(&address).await.body;
        for (method, path, body) in [
            ("PUT", address.clone(), hall("y", "1.00")), ("DELETE", address.clone(), Value::Null),
            ("POST", format!("{address}/share"), json!({})),
            ("POST", format!("{address}/lock"), json!({ "years": [2027], "reason": "x" })),
        ] {
            let refused = at_revision(&server, method, &path, 4, &body).await.problem(409, "invalid-state", &[]);
            assert_eq!(refused["legal"], json!(["create"]), "{method} {path}");
        }
        assert_eq!(server.get(&address).await.body, before);
    }

    async fn what_is_known_later_does_not_change_a_basis(database) {
        let server = Server::still(database).await;
        let agreement_address = make(&server, agreement()).await;
        adopt(&server, &agreement_address, 1).await.json(200);
        let address = make_scenario(&server, &agreement_address, &hall("x", "2.00")).await;
        lock(&server, &address, 1, &json!([2027])).await.json(200);
        let before = server.get(&format!("{address}/basis")).await.body;
        let corrected = json!({ "for": "2321", "date": "2025-12-31", "value": "1", "source": "SCB" });
        assert_eq!(server.post("/api/v1/statistics/population/observations", &corrected).await.status, 201);
        assert_eq!(server.get(&format!("{address}/basis")).await.body, before);
        let later = make_scenario(&server, &agreement_address, &hall("y", "2.00")).await;
        lock(&server, &later, 1, &json!([2027])).await.json(200);
        assert!(server.get(&format!("{later}/basis")).await.body.contains(r#""for":"2321","source":"SCB","value":"1""#));
    }

    async fn a_draft_of_the_agreement_can_be_decided_on_when_it_is_named(database) {
        let server = Server::still(database).await;
        let agreement_address = make(&server, agreement()).await;
        let address = make_scenario(&server, &agreement_address, &hall("x", "2.00")).await;
        let body = json!({ "years": [2027], "reason": "x", "version": 2 });
        at_revision(&server, "POST", &format!("{address}/lock"), 1, &body).await
            .problem(422, "unknown-reference", &[("/version", "unknown-reference")]);
        let body = json!({ "years": [2027], "reason": "x", "version": 1 });
        let locked = at_revision(&server, "POST", &format!("{address}/lock"), 1, &body).await.json(200);
        assert_eq!((&locked["lock"]["version"], &locked["lock"]["per_inhabitant"]), (&json!(1), &Value::Null));
    }

    async fn everything_wrong_is_told_at_once_and_nothing_is_changed(database) {
        let server = Server::still(database).await;
        let agreement_address = make(&server, agreement()).await;
        let list = format!("{agreement_address}/scenarios");
        let wrong = json!({
            "name": "", "autor": "x", "note": 1,
            "changes": [{ "target": "costs/hal/amount", "value": "1" }],
            "events": [{ "party": "arre", "contributes_percent": "150" }],
            "statistics": { "population": [{ "for": "2321", "date": "2026-02-30", "value": 1 }] }
        });
        let expected = [
            ("/autor", "unknown-field"), ("/name", "text-length"), ("/note", "wrong-type"),
            ("/statistics/population/0/date", "date-invalid"), ("/statistics/population/0/value", "decimal-format"),
            ("/changes/0/target", "unknown-target"), ("/events/0/contributes_percent", "out-of-range"),
        ];
        server.post(&list, &wrong).await.problem(422, "unknown-field", &expected);
        let party = json!({ "name": "x", "events": [{ "party": "arre", "contributes_percent": "0" }] });
        let unknown = [("/events/0/party", "unknown-reference")];
        server.post(&list, &party).await.problem(422, "unknown-reference", &unknown);
        assert_eq!(server.get(&list).await.json(200)["items"], json!([]));

        let address = make_scenario(&server, &agreement_address, &hall("Taget", "1.00")).await;
        let before = server.get(&address).await.body;
        at_revision(&server, "PUT", &address, 1, &party).await.problem(422, "unknown-reference", &unknown);
        let broken = json!({ "name": "x", "changes": [{ "target": "costs/hall/key", "value": "hlaf" }] });
        at_revision(&server, "PUT", &address, 1, &broken).await
            .problem(422, "unknown-reference", &[("/agreement/costs/0/key", "unknown-reference")]);
        server.send_text("POST", &list, "{").await.problem(400, "malformed-json", &[]);
        for name in ["Taget", "baseline", "agreement"] {
            server.post(&list, &hall(name, "1.00")).await.problem(422, "duplicate-id", &[("/name", "duplicate-id")]);
        }
        let lock_path = format!("{address}/lock");
        at_revision(&server, "POST", &lock_path, 1, &json!({ "years": [], "reasons": "" })).await.problem(422, "unknown-field", &[
            ("/reasons", "unknown-field"), ("/reason", "missing-field"),
        ]);
        adopt(&server, &agreement_address, 1).await.json(200);
        for (years, pointer, code) in [
            (json!([]), "/years", "out-of-range"), (json!([2027, 2029]), "/years/1", "out-of-range"),
            (json!(["2027"]), "/years/0", "wrong-type"), (json!(vec![2027; 61]), "/years", "out-of-range"),
        ] {
            lock(&server, &address, 1, &years).await.problem(422, code, &[(pointer, code)]);
        }
        let series = json!({ "years": [2027], "reason": "x", "per_inhabitant": "pupils" });
        let missing = [("/per_inhabitant", "missing-statistic")];
        at_revision(&server, "POST", &lock_path, 1, &series).await.problem(422, "missing-statistic", &missing);
        assert_eq!(server.get(&address).await.body, before);
    }

    async fn hostile_names_are_read_back_equal(database) {
        let server = Server::still(database).await;
        let agreement_address = make(&server, agreement()).await;
        for (number, name) in [
            "'; DROP TABLE scenarios; --", "<script>alert(1)</script>", "\"quoted\" \\ %00 $1", "𝒜 åäö 漢字 🏳️‍🌈 ﷽", "../../etc/passwd", "null",
        ].into_iter().enumerate() {
            let address = make_scenario(&server, &agreement_address, &hall(name, "1.00")).await;
            assert_eq!(server.get(&address).await.json(200)["name"], name);
            let page = server.get(&format!("{agreement_address}/scenarios")).await.json(200);
            assert_eq!(page["items"][number]["name"], name);
        }
        for name in ["a\u{0}b", "a\u{b}b", "a\u{202e}b", "a\nb"] {
            server.post(&format!("{agreement_address}/scenarios"), &hall(name, "1.00")).await
                .problem(422, "illegal-character", &[("/name", "illegal-character")]);
        }
    }

    async fn another_agreements_scenario_is_not_found(database) {
        let server = Server::still(database).await;
        let (ours, theirs) = (make(&server, agreement()).await, make(&server, agreement()).await);
        let address = make_scenario(&server, &theirs, &hall("x", "1.00")).await;
        let wrong = format!("{ours}/scenarios/{}", id_of(&address));
        for (method, path, body) in [
            ("GET", wrong.clone(), Value::Null), ("GET", format!("{wrong}/basis"), Value::Null),
            ("PUT", wrong.clone(), hall("y", "1.00")), ("DELETE", wrong.clone(), Value::Null),
            ("POST", format!("{wrong}/share"), json!({})),
            ("POST", format!("{wrong}/lock"), json!({ "years": [2027], "reason": "x" })),
        ] {
            at_revision(&server, method, &path, 1, &body).await.problem(404, "not-found", &[]);
        }
        server.get(&format!("{ours}/scenarios/x")).await.problem(404, "not-found", &[]);
        let nobody = "/api/v1/agreements/01890a5d-ac96-774b-bcce-b302099a8057/scenarios";
        server.get(nobody).await.problem(404, "not-found", &[]);
        server.post(nobody, &hall("x", "1.00")).await.problem(404, "not-found", &[]);
        make_scenario(&server, &ours, &hall("x", "1.00")).await;
    }
}
