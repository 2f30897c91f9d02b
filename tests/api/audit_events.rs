//! `/api/v1/audit-events`: who did what, for those who may know.

use std::io::Write as _;
use std::process::{Command, Stdio};

use samfin::app::scope::{Actor, Grant, Role, Scope};
use serde_json::{Value, json};

use crate::agreements::make;
use crate::databases::{Database, on_both_databases};
use crate::documents::agreement;
use crate::server::Server;
use crate::versions::adopt;

/// Somebody with these roles, each in one agreement or in all.
pub(crate) fn somebody(roles: &[(Role, Option<&str>)]) -> Scope {
    let actor =
        Actor::User { id: "00000000-0000-7000-8000-00000000000a".to_owned(), name: "Grete Granskare".to_owned() };
    let grant = |(role, agreement): &(Role, Option<&str>)| Grant {
        role: *role,
        agreement: agreement.map(str::to_owned),
        party: None,
        limit: None,
    };
    Scope::granted(actor, roles.iter().map(grant).collect())
}

/// An id at the end of an address.
pub(crate) fn id_of(address: &str) -> String {
    address.rsplit('/').next().expect("an id").to_owned()
}

/// Two agreements, one of them adopted, with a scenario that is written over and shared, and statistics.
pub(crate) async fn busy(server: &Server) -> (String, String, String) {
    let (first, second) = (make(server, agreement()).await, make(server, agreement()).await);
    adopt(server, &first, 1).await.json(200);
    let scenario = json!({ "name": "Färre möten \"A\"", "note": "Rad ett\nrad två", "changes": [], "events": [] });
    let made = server.post(&format!("{first}/scenarios"), &scenario).await;
    made.json(201);
    let scenario = made.header("location").expect("where it is").to_owned();
    let tag = made.header("etag").expect("a tag").to_owned();
    let shared = server
        .call("POST", &format!("{scenario}/share"))
        .header("content-type", "application/json")
        .header("if-match", tag);
    let shared = crate::server::Answer::of(shared.body(json!({ "reason": "Till TaHSU 🙂" }).to_string())).await;
    shared.json(200);
    let observation = json!({ "for": "2321", "date": "2026-12-31", "value": "12801" });
    server.post("/api/v1/statistics/population/observations", &observation).await.json(201);
    (first, second, scenario)
}

/// Every item of a list, page after page.
async fn all(server: &Server, path: &str, limit: usize) -> Vec<Value> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = server.get(&format!("{path}limit={limit}{cursor}")).await.json(200);
        items.extend(page["items"].as_array().expect("items").clone());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

fn numbers(items: &[Value]) -> Vec<i64> {
    items.iter().map(|item| item["number"].as_i64().expect("a number")).collect()
}

/// Events as `samfin audit export` writes them.
fn written(events: &[Value]) -> String {
    events.iter().flat_map(|event| [event.to_string(), "\n".to_owned()]).collect()
}

/// What the other program says of events, and its exit code.
fn verified_by_python(input: &str, anchors: &[&str]) -> (i32, String) {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/audit/verify.py");
    let mut command = Command::new("python3");
    command.arg("-B").arg(program).args(anchors.iter().flat_map(|anchor| ["--anchor", anchor]));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("python3 is there: scripts/test-needs installs it");
    child.stdin.take().expect("an input").write_all(input.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().expect("an exit code"), String::from_utf8(said).expect("UTF-8"))
}

async fn as_auditor(database: Database) -> (Server, (String, String, String)) {
    let server = Server::still(database).await;
    let made = busy(&server).await;
    let server = server.seen_by(somebody(&[(Role::Auditor, None)]));
    (server, made)
}

on_both_databases! {
    async fn every_change_is_told_with_who_what_why_and_in_which_request(database) {
        let (server, (first, _, scenario)) = as_auditor(database).await;
        let events = all(&server, "/api/v1/audit-events?", 200).await;
        let done: Vec<_> = events.iter().map(|event| event["action"].as_str().expect("an action")).collect();
        assert_eq!(done, ["agreement.created", "agreement.created", "version.adopted", "scenario.created", "scenario.shared", "statistics.added"]);
        let shared = &events[4];
        assert_eq!(shared["object_id"], id_of(&scenario));
        assert_eq!(shared["agreement_id"], id_of(&first));
        assert_eq!((&shared["reason"], &shared["actor_name"]), (&json!("Till TaHSU 🙂"), &json!("Tove Test")));
        assert_eq!(shared["recorded_at"], "2026-12-01T09:00:00.000000Z");
        assert!(shared["request_id"].as_str().is_some_and(|id| id.len() == 36), "{shared}");
        assert_eq!(shared["before_sha256"], events[3]["after_sha256"], "it was shared as it was made");
        assert_eq!(shared["previous_sha256"], events[3]["sha256"]);
        assert_eq!((&events[5]["agreement_id"], &events[5]["object_id"]), (&Value::Null, &json!("population")));
        assert_eq!(numbers(&all(&server, "/api/v1/audit-events?", 1).await), [1, 2, 3, 4, 5, 6], "the same in pages of one");
    }

    async fn a_filter_gives_what_it_says(database) {
        let (server, (first, second, scenario)) = as_auditor(database).await;
        for (filter, expected) in [
            (format!("agreement={}", id_of(&first)), vec![1, 3, 4, 5]),
            (format!("agreement={}", id_of(&second).to_uppercase()), vec![2]),
            ("agreement=00000000-0000-7000-8000-000000000099".to_owned(), vec![]),
            ("action=scenario.".to_owned(), vec![4, 5]),
            ("action=scenario.shared".to_owned(), vec![5]),
            ("action=s".to_owned(), vec![4, 5, 6]),
            (format!("object={}", id_of(&scenario)), vec![4, 5]),
            ("object=population&action=statistics.added".to_owned(), vec![6]),
            ("actor=Tove+Test".to_owned(), vec![1, 2, 3, 4, 5, 6]),
            ("actor=00000000-0000-7000-8000-00000000000f&action=version".to_owned(), vec![3]),
            ("actor=tove".to_owned(), vec![]),
            ("from=2026-12-01&to=2026-12-01".to_owned(), vec![1, 2, 3, 4, 5, 6]),
            ("from=2026-12-01T09:00:00.000001Z".to_owned(), vec![]),
            ("to=2026-11-30".to_owned(), vec![]),
        ] {
            let found = all(&server, &format!("/api/v1/audit-events?{filter}&"), 2).await;
            assert_eq!(numbers(&found), expected, "{filter}");
        }
        let answer = server.get("/api/v1/audit-events?agreement=x&action=A&from=igår&cursor=00&sort=up").await;
        answer.problem(422, "unknown-field", &[("/query/sort", "unknown-field"), ("/query/cursor", "unknown-value"), ("/query/agreement", "unknown-value"),
            ("/query/action", "unknown-value"), ("/query/from", "date-invalid")]);
    }

    async fn whoever_audits_one_agreement_sees_that_one_and_nothing_of_the_others(database) {
        let (server, (first, second, _)) = as_auditor(database).await;
        let (first, second) = (id_of(&first), id_of(&second));
        let server = server.seen_by(somebody(&[(Role::Auditor, Some(&first)), (Role::Reader, Some(&second))]));
        let events = all(&server, "/api/v1/audit-events?", 2).await;
        assert_eq!(numbers(&events), [1, 3, 4, 5]);
        for event in &events {
            assert_eq!((&event["agreement_id"], &event["previous_sha256"]), (&json!(first), &Value::Null), "{event}");
            assert!(!event.to_string().contains(&second), "{event}");
        }
        let own = all(&server, &format!("/api/v1/audit-events?agreement={first}&"), 200).await;
        assert_eq!(own, events);
        server.get(&format!("/api/v1/audit-events?agreement={second}")).await.problem(403, "forbidden", &[]);
        server.get("/api/v1/audit-events?agreement=00000000-0000-7000-8000-000000000099").await.problem(404, "not-found", &[]);
        let both = server.seen_by(somebody(&[(Role::Auditor, Some(&first)), (Role::Admin, Some(&second))]));
        assert_eq!(numbers(&all(&both, "/api/v1/audit-events?", 2).await), [1, 2, 3, 4, 5]);
    }

    async fn only_administrators_and_auditors_read_the_trail(database) {
        let mut server = Server::still(database).await;
        for role in Role::ALL {
            server = server.seen_by(somebody(&[(role, None)]));
            let expected = if matches!(role, Role::Admin | Role::Auditor) { 200 } else { 403 };
            assert_eq!(server.get("/api/v1/audit-events").await.status, expected, "{role:?}");
            assert_eq!(server.call("GET", "/logg").header("accept", "text/html").send().await.expect("answers").status(), expected, "{role:?}");
        }
        server = server.seen_by(Scope::nobody());
        assert_eq!(server.get("/api/v1/audit-events").await.status, 401);
    }

    async fn another_program_verifies_the_chain_by_the_published_recipe(database) {
        let (server, _) = as_auditor(database).await;
        let events = all(&server, "/api/v1/audit-events?", 4).await;
        let lines = written(&events);
        let anchor = server.app.anchor().await.expect("the database answers").to_string();
        let (code, said) = verified_by_python(&lines, &[&anchor]);
        assert_eq!((code, said.starts_with("whole: 6 events, 1 anchors")), (0, true), "{said}");
        for (index, event) in events.iter().enumerate() {
            for name in event.as_object().expect("an object").keys() {
                let mut edited = events.clone();
                edited[index][name] = if name == "number" { json!(99) } else { json!("x") };
                let lines = written(&edited);
                let (code, said) = verified_by_python(&lines, &[]);
                assert_eq!(code, 1, "{name} of {index}: {said}");
                assert!(said.starts_with("NOT WHOLE: ") && said.contains(&format!("event {}", index + 1)), "{said}");
            }
            if index > 0 {
                break; // Every process takes its time: the first two events stand for all.
            }
        }
        let shorter = written(&events[..5]);
        assert_eq!(verified_by_python(&shorter, &[]).0, 0, "the chain alone does not tell");
        let (code, said) = verified_by_python(&shorter, &[&anchor]);
        assert_eq!((code, said.as_str()), (1, "NOT WHOLE: event 6 was anchored, but the trail ends at 5\n"));
    }
}
