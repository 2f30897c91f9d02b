//! `/api/v1/agreements/{id}/periods/{year}`: from preview to an adopted year, and what happens when something changes.

use serde_json::{Value, json};

use crate::agreements::make;
use crate::databases::on_both_databases;
use crate::documents::{adding, agreement};
use crate::dump::{Dump, dump};
use crate::server::{Answer, NOW, Server};
use crate::versions::adopt;

/// An agreement in which the others share what a party does not contribute; gives the address of 2027.
async fn year(server: &Server) -> String {
    let policy = json!([{ "type": "redistribute" }]);
    let address = make(server, adding(agreement(), "", "default_policy", policy)).await;
    adopt(server, &address, 1).await.json(200);
    format!("{address}/periods/2027")
}

async fn fingerprint(server: &Server, year: &str) -> Value {
    server.get(&format!("{year}/preview")).await.json(200)["fingerprint"].clone()
}

async fn plan(server: &Server, year: &str) -> Answer {
    let body = json!({ "fingerprint": fingerprint(server, year).await });
    server.post(&format!("{year}/plan"), &body).await
}

async fn step(server: &Server, address: &str, tag: Option<&str>, body: &Value) -> Answer {
    let mut call = server.call("POST", address).header("content-type", "application/json");
    if let Some(tag) = tag {
        call = call.header("if-match", tag);
    }
    Answer::of(call.body(body.to_string())).await
}

fn decision(percent: &str) -> Value {
    json!({
        "party": "are", "contributes_percent": percent, "cause": "partial_budget", "decided_on": "2026-11-24",
        "reference": "KF § 188"
    })
}

fn payable(answer: &Value) -> Vec<(&str, &str)> {
    let parties = answer["result"]["parties"].as_array().expect("parties");
    parties
        .iter()
        .map(|one| (one["id"].as_str().expect("an id"), one["payable"].as_str().expect("an amount")))
        .collect()
}

async fn stored(server: &Server) -> Dump {
    dump(server.database.as_ref().expect("its database")).await
}

on_both_databases! {
    async fn a_year_is_previewed_planned_and_adopted(database) {
        let server = Server::still(database).await;
        let year = year(&server).await;
        server.get(&year).await.problem(404, "not-found", &[]);
        let preview = server.get(&format!("{year}/preview")).await.json(200);
        server.get(&year).await.problem(404, "not-found", &[]);

        let made = plan(&server, &year).await;
        let planned = made.json(201);
        assert_eq!((made.header("etag"), made.header("location")), (Some("\"r1\""), Some(year.as_str())));
        assert_eq!((&planned["status"], &planned["created_at"]), (&json!("planned"), &json!(NOW)));
        assert_eq!(planned["snapshot"]["fingerprint"], preview["fingerprint"]);

        let read = server.get(&year).await.json(200);
        assert_eq!((&read["result"], &read["affected"]), (&preview["result"], &Value::Null));
        assert_eq!(payable(&read), [("rjh", "500.00"), ("are", "321.58"), ("berg", "178.42")]);
        let body = server.get(&format!("{year}/snapshots/1")).await;
        assert_eq!(read["snapshot"]["request_sha256"], samfin::digest::sha256(body.body.as_bytes()));
        let again = server.post("/api/v1/calculations", &body.json(200)).await.json(200);
        assert_eq!(again["parties"], read["result"]["parties"], "the snapshot gives the amounts again");
        server.get(&format!("{year}/snapshots/2")).await.problem(404, "not-found", &[]);

        let adopt = format!("{year}/adopt");
        let reference = json!({ "decision_reference": "HSN 2026/123 § 45" });
        step(&server, &adopt, None, &reference).await.problem(428, "precondition-required", &[]);
        let stale = step(&server, &adopt, Some("\"r7\""), &reference).await;
        assert_eq!(stale.header("etag"), Some("\"r1\""));
        stale.problem(412, "precondition-failed", &[]);
        let adopted = step(&server, &adopt, Some("\"r1\""), &reference).await.json(200);
        assert_eq!((&adopted["status"], &adopted["decision_reference"], &adopted["revision"]), (&json!("adopted"), &json!("HSN 2026/123 § 45"), &json!(2)));
        let again = step(&server, &adopt, Some("\"r2\""), &reference).await;
        assert_eq!(again.problem(409, "invalid-state", &[])["legal"], json!(["correct", "forward", "settle"]));
        plan(&server, &year).await.problem(409, "invalid-state", &[]);

        let list = server.get(year.trim_end_matches("/2027")).await.json(200);
        assert_eq!((list["items"][0].clone(), &list["next"]), (adopted, &Value::Null));
    }

    async fn what_changed_since_the_preview_is_told_and_nothing_is_planned(database) {
        let server = Server::still(database).await;
        let year = year(&server).await;
        let seen = fingerprint(&server, &year).await;
        let value = json!({ "for": "2321", "date": "2025-12-31", "value": "7085", "source": "SCB" });
        server.post("/api/v1/statistics/population/observations", &value).await.json(201);
        let before = stored(&server).await;
        let answer = server.post(&format!("{year}/plan"), &json!({ "fingerprint": seen })).await;
        assert_eq!(stored(&server).await, before);
        let problem = answer.problem(409, "preview-stale", &[("/fingerprint", "preview-stale")]);
        let now = fingerprint(&server, &year).await;
        let detail = problem["detail"].as_str().expect("a sentence");
        assert!(detail.contains("the statistics have changed") && detail.contains(now.as_str().expect("a text")), "{detail}");
        assert!(!detail.contains("agreement"), "{detail}");
        server.get(&year).await.problem(404, "not-found", &[]);

        plan(&server, &year).await.json(201);
        server.post("/api/v1/statistics/population/observations", &json!({ "for": "2326", "date": "2025-12-31", "value": "1" })).await.json(201);
        let reference = json!({ "decision_reference": "HSN § 45" });
        let before = stored(&server).await;
        step(&server, &format!("{year}/adopt"), Some("\"r1\""), &reference).await.problem(409, "preview-stale", &[("/fingerprint", "preview-stale")]);
        assert_eq!(stored(&server).await, before);
        assert_eq!(server.get(&year).await.json(200)["status"], "planned");
        assert_eq!(plan(&server, &year).await.json(200)["snapshot"]["number"], 2, "planned anew; the first plan is kept");
        server.get(&format!("{year}/snapshots/1")).await.json(200);
        step(&server, &format!("{year}/adopt"), Some("\"r2\""), &reference).await.json(200);
    }

    async fn a_contribution_decision_affects_an_adopted_year_which_follows_when_it_is_corrected(database) {
        let server = Server::still(database).await;
        let year = year(&server).await;
        let contributions = format!("{year}/contributions");
        server.post(&contributions, &decision("60")).await.problem(404, "not-found", &[]);
        plan(&server, &year).await.json(201);
        step(&server, &format!("{year}/adopt"), Some("\"r1\""), &json!({ "decision_reference": "HSN § 45" })).await.json(200);

        let nothing = json!({ "fingerprint": fingerprint(&server, &year).await, "reason": "x" });
        let correct = format!("{year}/correct");
        let before = stored(&server).await;
        step(&server, &correct, Some("\"r2\""), &nothing).await.problem(409, "invalid-state", &[]);
        assert_eq!(stored(&server).await, before);
        let made = server.post(&contributions, &decision("60")).await.json(201);
        assert_eq!((&made["in_force"], &made["contributes_percent"]), (&json!(true), &json!("60")));
        let before = server.get(&year).await.json(200);
        assert_eq!(payable(&before)[1], ("are", "321.58"), "an adopted year changes by no decision but its own");
        let affected = &before["affected"];
        assert_eq!(affected["causes"][0]["code"], "contributions");
        let shown: Vec<_> = affected["parties"].as_array().expect("a list").iter().map(|one| (&one["party"], &one["difference"])).collect();
        // 40 % of 321,58 kr is 128,63 kr, which the others share as 500,00 to 178,42.
        assert_eq!(shown, [(&json!("rjh"), &json!("94.80")), (&json!("are"), &json!("-128.63")), (&json!("berg"), &json!("33.83"))]);

        let body = json!({ "fingerprint": affected["fingerprint"], "reason": "Åre kommuns beslut" });
        let corrected = step(&server, &correct, Some("\"r2\""), &body).await.json(200);
        assert_eq!((&corrected["status"], &corrected["snapshot"]["number"]), (&json!("adopted"), &json!(2)));
        let after = server.get(&year).await.json(200);
        assert_eq!((payable(&after)[1], &after["affected"]), (("are", "192.95"), &Value::Null));

        // The party changes its mind: the later decision takes the place of the first.
        server.post(&contributions, &decision("80")).await.problem(422, "overlapping-events", &[("", "overlapping-events")]);
        let mut later = decision("100");
        later["replaces"] = made["id"].clone();
        server.post(&contributions, &later).await.json(201);
        let items = server.get(&contributions).await.json(200)["items"].clone();
        assert_eq!((&items[0]["in_force"], &items[1]["in_force"]), (&json!(false), &json!(true)));
        server.post(&contributions, &later).await.problem(422, "unknown-reference", &[("/replaces", "unknown-reference")]);
        assert_eq!(server.get(&year).await.json(200)["affected"]["parties"][1]["now"], "321.58");
    }

    async fn a_wrong_decision_changes_nothing(database) {
        let server = Server::still(database).await;
        let year = year(&server).await;
        plan(&server, &year).await.json(201);
        let contributions = format!("{year}/contributions");
        for (name, value, code, place) in [
            ("party", json!("aare"), "unknown-reference", "/party"),
            ("contributes_percent", json!("101"), "out-of-range", "/contributes_percent"),
            ("decided_on", json!("2026-02-30"), "date-invalid", "/decided_on"),
            ("cause", json!("bored"), "unknown-value", "/cause"),
            ("reference", json!("x".repeat(101)), "text-length", "/reference"),
            ("replaces", json!("01900000-0000-7000-8000-000000000000"), "unknown-reference", "/replaces"),
            ("to", json!("2026-01-01"), "out-of-range", "/to"),
        ] {
            let mut body = decision("60");
            if name == "to" {
                body["from"] = json!("2027-01-01");
            }
            body[name] = value;
            server.post(&contributions, &body).await.problem(422, code, &[(place, code)]);
        }
        assert_eq!(server.get(&contributions).await.json(200)["items"], json!([]));
        assert_eq!(server.get(&year).await.json(200)["affected"], Value::Null);
    }

    async fn a_plan_that_is_sent_twice_is_one(database) {
        let server = Server::ticking(database).await;
        let year = year(&server).await;
        let body = json!({ "fingerprint": fingerprint(&server, &year).await });
        let send = || {
            let call = server.call("POST", &format!("{year}/plan")).header("content-type", "application/json");
            Answer::of(call.header("idempotency-key", "plan-2027").body(body.to_string()))
        };
        let first = send().await;
        // What it rests on changes, and still the second is the first.
        server.post(&format!("{year}/contributions"), &decision("0")).await.json(201);
        let second = send().await;
        assert_eq!((first.json(201), second.header("idempotency-replayed")), (second.json(201), Some("true")));
        assert_eq!(server.get(&year).await.json(200)["revision"], 1);
    }
}
