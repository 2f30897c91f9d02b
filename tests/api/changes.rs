//! `/api/v1/changes`: the feed that other programs follow.

use samfin::app::scope::{Role, Scope};
use serde_json::{Value, json};

use crate::audit_events::{busy, id_of, somebody};
use crate::databases::on_both_databases;
use crate::server::{Answer, Server};

/// What has happened since, in words, and where to go on.
async fn since(server: &Server, after: Option<&str>) -> (Vec<String>, String) {
    let after = after.map_or_else(String::new, |after| format!("?after={after}"));
    let answer = server.get(&format!("/api/v1/changes{after}")).await.json(200);
    let items = answer["items"].as_array().expect("items");
    let what = items.iter().map(|item| item["what"].as_str().expect("what").to_owned());
    (what.collect(), answer["next"].as_str().expect("where to go on").to_owned())
}

async fn draft(server: &Server, agreement: &str, name: &str) -> String {
    let scenario = json!({ "name": name, "changes": [], "events": [] });
    let made = server.post(&format!("{agreement}/scenarios"), &scenario).await;
    made.json(201);
    made.header("location").expect("where it is").to_owned()
}

async fn step(server: &Server, method: &str, address: &str, revision: u32, body: &Value) -> Answer {
    let call = server.call(method, address).header("if-match", format!("\"r{revision}\""));
    Answer::of(call.header("content-type", "application/json").body(body.to_string())).await
}

on_both_databases! {
    async fn a_program_that_asks_again_and_again_gets_what_happened_since(database) {
        let server = Server::still(database).await;
        let (nothing, start) = since(&server, None).await;
        assert_eq!(nothing, Vec::<String>::new(), "there is somewhere to go on from before anything happened");
        let (first, _, scenario) = busy(&server).await;
        let answer = server.get(&format!("/api/v1/changes?after={start}&limit=200")).await.json(200);
        let items = answer["items"].as_array().expect("items");
        let what: Vec<_> = items.iter().map(|item| item["what"].as_str().expect("what")).collect();
        assert_eq!(what, ["agreement.created", "agreement.created", "version.adopted", "scenario.created", "scenario.shared"], "statistics belong to no agreement");
        assert_eq!(items[2]["object"], json!({ "kind": "version", "id": format!("{}-v1", id_of(&first)), "href": format!("{first}/versions/1") }));
        assert_eq!(items[4]["object"], json!({ "kind": "scenario", "id": id_of(&scenario), "href": scenario }));
        assert_eq!((&items[4]["agreement"], &items[4]["at"]), (&json!(id_of(&first)), &json!("2026-12-01T09:00:00.000000Z")));
        for item in items {
            let href = item["object"]["href"].as_str().expect("an address");
            assert_eq!(server.get(href).await.status, 200, "{href}");
        }
        // From any item on, and in pages of one, it is the same.
        let cursor = items[1]["cursor"].as_str().expect("a cursor");
        assert_eq!(since(&server, Some(cursor)).await.0, ["version.adopted", "scenario.created", "scenario.shared"]);
        let (mut seen, mut next) = (Vec::new(), start);
        loop {
            let page = server.get(&format!("/api/v1/changes?after={next}&limit=1")).await.json(200);
            page["next"].as_str().expect("where to go on").clone_into(&mut next);
            let Some(item) = page["items"].get(0) else { break };
            seen.push(item.clone());
        }
        assert_eq!(&seen, items);
        assert_eq!(since(&server, Some(&next)).await, (vec![], next.clone()));
        draft(&server, &first, "Efteråt").await;
        assert_eq!(since(&server, Some(&next)).await.0, ["scenario.created"]);
        server.get("/api/v1/changes?after=zz&cursor=31").await.problem(422, "unknown-field", &[("/query/cursor", "unknown-field"), ("/query/after", "unknown-value")]);
    }

    async fn drafts_of_others_are_left_out_until_they_are_shared(database) {
        let officer = Server::still(database).await;
        let (first, second, _) = busy(&officer).await;
        let (kept, deleted) = (draft(&officer, &first, "Behålls").await, draft(&officer, &first, "Tas bort").await);
        let (_, end) = since(&officer, None).await;
        assert_eq!(step(&officer, "DELETE", &deleted, 1, &Value::Null).await.status, 204);
        let everything = officer.get("/api/v1/changes?limit=200").await.json(200);

        let reader = officer.seen_by(somebody(&[(Role::Reader, None)]));
        assert_eq!(since(&reader, None).await.0, ["agreement.created", "agreement.created", "version.adopted", "scenario.created", "scenario.shared"]);
        let body = reader.get("/api/v1/changes?limit=200").await.body;
        assert!(!body.contains(&id_of(&kept)) && !body.contains(&id_of(&deleted)), "{body}");
        assert_eq!(since(&reader, Some(&end)).await, (vec![], end.clone()), "not even that one was deleted");

        let auditor = reader.seen_by(somebody(&[(Role::Auditor, Some(&id_of(&first))), (Role::Reader, None)]));
        assert_eq!(auditor.get("/api/v1/changes?limit=200").await.json(200), everything, "drafts of one agreement");
        let other = auditor.seen_by(somebody(&[(Role::Reader, Some(&id_of(&second)))]));
        assert_eq!(since(&other, None).await.0, ["agreement.created"], "the other agreement's only");

        let officer = other.seen_by(somebody(&[(Role::Officer, None)]));
        assert_eq!(step(&officer, "POST", &format!("{kept}/share"), 1, &json!({})).await.status, 200);
        let reader = officer.seen_by(somebody(&[(Role::Reader, None)]));
        assert_eq!(since(&reader, Some(&end)).await.0, ["scenario.shared"]);
    }

    async fn ones_own_drafts_are_there_also_when_they_have_been_deleted(database) {
        let server = Server::still(database).await;
        let (first, _, _) = busy(&server).await;
        let (_, end) = since(&server, None).await;
        let party = somebody(&[(Role::PartyOfficer, Some(&id_of(&first)))]);
        let party = server.seen_by(party);
        let own = draft(&party, &first, "Eget").await;
        assert_eq!(step(&party, "DELETE", &own, 1, &Value::Null).await.status, 204);
        assert_eq!(since(&party, Some(&end)).await.0, ["scenario.created", "scenario.deleted"]);
    }

    async fn administrators_and_nobody_do_not_follow(database) {
        let server = Server::still(database).await.seen_by(somebody(&[(Role::Admin, None)]));
        server.get("/api/v1/changes").await.problem(403, "forbidden", &[]);
        server.seen_by(Scope::nobody()).get("/api/v1/changes").await.problem(401, "unauthorized", &[]);
    }
}
