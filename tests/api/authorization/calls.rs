//! One call of each operation that would succeed for whoever may make it, and what must be there first.

use chrono::NaiveDate;
use samfin::app::agreements::{Decision, Document};
use samfin::app::budgets::{BudgetText, Expected};
use samfin::app::import::{Format, Options};
use samfin::app::ledger::Filter;
use samfin::app::people::keys::NewKey;
use samfin::app::people::users::{Entry, NewUser};
use samfin::app::scenarios::Draft;
use samfin::app::scope::{Grant, Role, Scope};
use samfin::app::share_links::{NewShareLink, Shows};
use samfin::app::statistics::NewObservation;
use samfin::app::stored_comparison::NewLock;
use samfin::app::{App, Desk};
use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};
use serde_json::{Value, json};

use super::billing::{self, billed_agreement, billing_years, invoices, organisation, organisation_of};
use crate::documents::{agreement, agreement_from, request};

/// Everything that an operation can be about, by id.
#[derive(Debug, Clone)]
pub(crate) struct Things {
    pub(crate) agreement: String,
    pub(crate) draft: String,
    pub(crate) shared: String,
    pub(crate) locked: String,
    pub(crate) import: String,
    pub(crate) observation: String,
    pub(crate) organisation: String,
    pub(crate) user: String,
    pub(crate) key: String,
    pub(crate) link: String,
    /// An issued one, a draft, and one that is attested.
    pub(crate) invoices: [String; 3],
    /// An öre of the issued one.
    pub(crate) payment: String,
    /// The bank's file of [`billing::file`].
    pub(crate) payment_import: String,
    /// That of the issued one.
    pub(crate) voucher: String,
    /// What a plan of 2028 must echo, a correction of 2029, and a settlement of 2031.
    pub(crate) fingerprints: [String; 3],
}

/// A call of an operation.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) kind: &'static str,
    pub(crate) body: Option<String>,
    pub(crate) if_match: Option<&'static str>,
}

impl Things {
    /// Things that do not exist.
    pub(crate) fn nowhere() -> Self {
        let id = |number: u8| format!("01900000-0000-7000-8000-0000000000{number:02}");
        Self {
            agreement: id(1),
            draft: id(2),
            shared: id(3),
            locked: id(4),
            import: id(5),
            observation: id(6),
            organisation: id(10),
            user: id(7),
            key: id(8),
            link: id(9),
            invoices: [id(11), id(12), id(13)],
            payment: id(14),
            payment_import: id(15),
            voucher: id(16),
            fingerprints: ["v1", "v2", "n1"].map(str::to_owned),
        }
    }

    /// Makes an agreement with an adopted version and one that is not, a budget, scenarios of each kind and a statistic.
    pub(crate) async fn make(app: &App) -> Self {
        let desk = app.desk(Scope::command_line());
        let id = desk.create_agreement(document(&billed_agreement()), None).await.expect("made").id;
        let decision = Decision { party: "are".to_owned(), reference: "KF § 1".to_owned(), decided_on: None };
        desk.adopt_version(id.clone(), 1, vec![decision]).await.expect("adopted");
        desk.add_version(id.clone(), document(&agreement_from("2028-01-01")), None).await.expect("added");
        let text = BudgetText { changes: "[]".to_owned(), opening: "{}".to_owned() };
        desk.put_budget(id.clone(), 2028, text, Expected::Nothing).await.expect("written");
        desk.put_meetings(id.clone(), 2027, Vec::new(), Expected::Nothing).await.expect("written");
        let draft = scenario(&desk, &id, "draft").await;
        let shared = scenario(&desk, &id, "shared").await;
        desk.share_scenario(id.clone(), shared.clone(), 1, None).await.expect("shared");
        let locked = scenario(&desk, &id, "locked").await;
        let lock = NewLock {
            years: vec![2027],
            version: None,
            reason: "x".to_owned(),
            decision_reference: None,
            per_inhabitant: None,
        };
        desk.lock_scenario(id.clone(), locked.clone(), 1, lock).await.expect("locked");
        let (import, observation) = statistics(&desk).await;
        let organisation = organisation(&desk, &organisation_of("212000-2494")).await;
        billing::layouts(&desk, &organisation).await;
        let (user, key, link) = (user(&desk, &id).await, key(&desk).await, link(&desk, &id).await);
        let fingerprints = billing_years(&desk, &id).await;
        let invoices = invoices(app, &id).await;
        let payment = billing::payment(&desk, &invoices[0]).await;
        let imported = desk.import_payments(billing::file(&id), "x.xml".to_owned()).await.expect("imported");
        let of_agreement = Filter { agreement: Some(id.clone()), ..Filter::default() };
        let voucher = desk.vouchers(of_agreement, None, 1).await.expect("listed").remove(0).id;
        Self {
            voucher,
            invoices,
            payment,
            payment_import: imported.import.id,
            fingerprints,
            agreement: id,
            draft,
            shared,
            locked,
            import,
            observation,
            organisation,
            user,
            key,
            link,
        }
    }
}

fn document(agreement: &Value) -> Document {
    let text = agreement.to_string();
    let tree = json::parse(text.as_bytes()).expect("JSON");
    let mut reader = Reader::default();
    let document = Document::read(&mut reader, &Node::root(&tree));
    reader.finish(document).expect("a document")
}

async fn scenario(desk: &Desk, agreement: &str, name: &str) -> String {
    let tree = Json::Object(vec![("name".into(), Json::String(name.into()))]);
    desk.create_scenario(agreement.to_owned(), Draft::read(&tree)).await.expect("made").0.id
}

async fn statistics(desk: &Desk) -> (String, String) {
    let file = "Kommunkod;År;Värde\n2321;2026;1\n";
    let done =
        desk.import_statistics("x".to_owned(), file, Format::Csv, Options::default(), "x.csv".to_owned(), false).await;
    let import = done.expect("imported").import.expect("an import").id;
    let date = NaiveDate::from_ymd_opt(2026, 12, 31).expect("a date");
    let new = NewObservation { place: "2326".to_owned(), date, value: 1.into(), source: None, published_at: None };
    let added = desk.add_observations("x".to_owned(), vec![new]).await.expect("added");
    (import, added[0].id.clone())
}

async fn user(desk: &Desk, login: &str) -> String {
    let grants = vec![Grant::everywhere(Role::Reader)];
    let new = NewUser { login: format!("{login}@example.org"), name: "Kim".to_owned(), grants };
    desk.create_user(new, Entry::Invited).await.expect("made").0.account.id
}

async fn key(desk: &Desk) -> String {
    let new = NewKey { name: "x".to_owned(), grants: vec![Grant::everywhere(Role::Reader)], expires_on: None };
    desk.create_key(new).await.expect("made").0.key.id
}

async fn link(desk: &Desk, agreement: &str) -> String {
    let (agreement, name, query) = (agreement.to_owned(), "x".to_owned(), "s=avtal".to_owned());
    desk.create_share_link(NewShareLink { agreement, name, shows: Shows::Comparison, query, expires_on: None })
        .await
        .expect("made")
        .0
        .id
}

pub(super) fn get(path: String) -> Call {
    Call { method: "GET", path, kind: "application/json", body: None, if_match: None }
}

pub(super) fn send(method: &'static str, path: String, body: &Value) -> Call {
    Call { method, path, kind: "application/json", body: Some(body.to_string()), if_match: None }
}

impl Call {
    pub(super) fn at(self, tag: &'static str) -> Self {
        Self { if_match: Some(tag), ..self }
    }
}

/// A call of an operation on things; none when the operation is not known here.
pub(crate) fn call(operation: &str, on: &Things) -> Option<Call> {
    let of = |rest: &str| format!("/api/v1/agreements/{}{rest}", on.agreement);
    let scenario = |id: &str, rest: &str| of(&format!("/scenarios/{id}{rest}"));
    let series = |rest: &str| format!("/api/v1/statistics/x{rest}");
    let worked = |file: &str| -> Value {
        let path = format!("{}/docs/examples/{file}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("a worked example");
        serde_json::from_str::<Value>(&text).expect("JSON")["request"].take()
    };
    let stateless = |path: &str, body: &Value| send("POST", format!("/api/v1/{path}"), body);
    Some(match operation {
        "getAgreement" => get(of("")),
        "listVersions" => get(of("/versions")),
        "getVersion" => get(of("/versions/1")),
        "createVersion" => send("POST", of("/versions"), &json!({ "document": agreement_from("2029-01-01") })),
        "adoptVersion" => {
            send("POST", of("/versions/2/adopt"), &json!({ "decisions": [{ "party": "are", "reference": "KF § 2" }] }))
        }
        "getMeetings" => get(of("/meetings/2027")),
        "putMeetings" => send("PUT", of("/meetings/2028"), &json!({ "meetings": [] })),
        "getBudget" => get(of("/budgets/2028")),
        "putBudget" => send("PUT", of("/budgets/2027"), &json!({ "changes": [], "opening": {} })),
        "adoptBudget" => {
            send("POST", of("/budgets/2028/adopt"), &json!({ "decision_reference": "HSN § 1" })).at("\"r1\"")
        }
        "calculateAgreement" => get(of("/calculation?year=2027")),
        "compareAgreement" => get(of("/comparison?years=2027")),
        "listFindings" => get(of("/findings")),
        "listScenarios" => get(of("/scenarios")),
        "createScenario" => send("POST", of("/scenarios"), &json!({ "name": "new" })),
        "getScenario" => get(scenario(&on.shared, "")),
        "putScenario" => send("PUT", scenario(&on.shared, ""), &json!({ "name": "other" })).at("\"r2\""),
        "deleteScenario" => Call { method: "DELETE", ..get(scenario(&on.shared, "")) }.at("\"r2\""),
        "getScenarioBasis" => get(scenario(&on.locked, "/basis")),
        "shareScenario" => send("POST", scenario(&on.draft, "/share"), &json!({})).at("\"r1\""),
        "lockScenario" => {
            send("POST", scenario(&on.shared, "/lock"), &json!({ "years": [2027], "reason": "x" })).at("\"r2\"")
        }
        "createShareLink" => {
            let body = json!({ "agreement": on.agreement, "name": "x", "query": "s=avtal" });
            send("POST", "/api/v1/share-links".to_owned(), &body)
        }
        // A secret that nobody has.
        "getSharedCalendar" => {
            Call { kind: "text/calendar", ..get(format!("/api/v1/shared-calendars/{}", "0".repeat(64))) }
        }
        "getShareLink" => get(format!("/api/v1/share-links/{}", on.link)),
        "revokeShareLink" => send("POST", format!("/api/v1/share-links/{}/revoke", on.link), &json!({ "reason": "x" })),
        "listShareLinks" => get("/api/v1/share-links".to_owned()),
        "getMe" => get("/api/v1/me".to_owned()),
        "listUsers" => get("/api/v1/users".to_owned()),
        "getUser" => get(format!("/api/v1/users/{}", on.user)),
        "createUser" => {
            let body = json!({ "login": "new@example.org", "name": "Ny", "grants": [{ "role": "reader" }] });
            send("POST", "/api/v1/users".to_owned(), &body)
        }
        "putUser" => {
            let body = json!({ "name": "Kim", "status": "active", "grants": [{ "role": "auditor" }] });
            send("PUT", format!("/api/v1/users/{}", on.user), &body).at("\"r1\"")
        }
        "inviteUser" => Call { method: "POST", ..get(format!("/api/v1/users/{}/invite", on.user)) },
        "listApiKeys" => get("/api/v1/api-keys".to_owned()),
        "getApiKey" => get(format!("/api/v1/api-keys/{}", on.key)),
        "createApiKey" => {
            send("POST", "/api/v1/api-keys".to_owned(), &json!({ "name": "x", "grants": [{ "role": "reader" }] }))
        }
        "revokeApiKey" => send("POST", format!("/api/v1/api-keys/{}/revoke", on.key), &json!({ "reason": "x" })),
        "createAgreement" => send("POST", "/api/v1/agreements".to_owned(), &json!({ "document": agreement() })),
        "listAgreements" => get("/api/v1/agreements".to_owned()),
        "listAuditEvents" => get("/api/v1/audit-events".to_owned()),
        "listChanges" => get("/api/v1/changes".to_owned()),
        "listSeries" => get("/api/v1/statistics".to_owned()),
        "listObservations" => get(series("/observations")),
        "getObservation" => get(series(&format!("/observations/{}", on.observation))),
        "listImports" => get(series("/imports")),
        "getImport" => get(series(&format!("/imports/{}", on.import))),
        "addObservations" => {
            send("POST", series("/observations"), &json!({ "for": "2321", "date": "2025-12-31", "value": "1" }))
        }
        "importObservations" => Call { kind: "text/csv", ..send("POST", series("/imports"), &Value::Null) }
            .with("Kommunkod;År;Folkmängd\n2326;2026;7050\n"),
        "calculate" => stateless("calculations", &request()),
        "compare" => stateless("comparisons", &worked("comparison")),
        "stressTest" => stateless("stress-tests", &worked("stress-test")),
        "findSensitivities" => stateless("sensitivities", &worked("sensitivity")),
        "seekGoal" => stateless("goal-seeks", &worked("goal-seek")),
        "compareExit" => stateless("exits", &worked("exit")),
        "makeWorkbook" => stateless("workbooks", &worked("comparison")),
        "live" => get("/health/live".to_owned()),
        "ready" => get("/health/ready".to_owned()),
        _ => return billing::call(operation, on),
    })
}

impl Call {
    fn with(self, body: &str) -> Self {
        Self { body: Some(body.to_owned()), ..self }
    }
}
