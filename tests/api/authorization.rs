//! Who may do what: `authorization.toml`, held to the service as everyone, on both databases.

mod billing;
mod calls;
mod pages;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};

use samfin::app::App;
use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role, Scope};
use samfin_core::billing::organisation::IssuedBy;
use serde::Deserialize;
use serde_json::Value;

use crate::databases::on_both_databases;
use crate::server::{Answer, NOW, Server};
pub(crate) use calls::Things;
use calls::call;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Matrix {
    agreement: BTreeMap<String, Row>,
    service: BTreeMap<String, Row>,
    links: BTreeMap<String, Row>,
    invoices: BTreeMap<String, Row>,
    anywhere: BTreeMap<String, Row>,
    calculations: BTreeMap<String, Row>,
    open: BTreeMap<String, Row>,
}

/// What those get who may, and who they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    status: u16,
    #[serde(default)]
    may: Vec<String>,
    /// Who may do it to what they made themselves alone.
    #[serde(default)]
    own: Vec<String>,
    /// Who does not see it, not even in their own agreement.
    #[serde(default)]
    hidden: Vec<String>,
}

impl Matrix {
    fn read() -> Self {
        toml::from_str(include_str!("authorization.toml")).expect("the file can be read")
    }

    fn operations(&self) -> impl Iterator<Item = (&str, &Row)> {
        let own = [&self.agreement, &self.service, &self.links, &self.invoices];
        own.into_iter()
            .chain([&self.anywhere, &self.calculations, &self.open])
            .flatten()
            .map(|(operation, row)| (operation.as_str(), row))
    }
}

impl Row {
    /// What a role gets on something that is not there, when it may look everywhere.
    fn on_nothing(&self, role: Role) -> u16 {
        if self.allows(role) || self.own.iter().chain(&self.hidden).any(|name| name == role.as_str()) {
            404
        } else {
            403
        }
    }

    fn allows(&self, role: Role) -> bool {
        self.may.iter().any(|name| name == role.as_str())
    }
}

/// What is done once is asked for under a key of its own.
static KEYS: AtomicU32 = AtomicU32::new(0);

/// Who calls.
#[derive(Debug, Clone)]
enum Caller {
    Nobody,
    Key(String),
}

/// A key with a role, in one agreement or in all.
async fn key(app: &App, role: Role, agreement: Option<&str>) -> Caller {
    let party = (role == Role::PartyOfficer).then(|| "are".to_owned());
    let grant = Grant { agreement: agreement.map(str::to_owned), party, ..Grant::everywhere(role) };
    let new = NewKey { name: format!("{role:?}"), grants: vec![grant], expires_on: None };
    let (_, secret) = app.desk(Scope::command_line()).create_key(new).await.expect("a key");
    Caller::Key(secret.expect("its secret"))
}

async fn ask(server: &Server, caller: &Caller, operation: &str, on: &Things) -> Answer {
    if operation.ends_with("Externally") {
        billing::host_issues(&server.app, IssuedBy::External).await;
        let answer = Box::pin(asked(server, caller, operation, on)).await;
        billing::host_issues(&server.app, IssuedBy::Samfin).await;
        return answer;
    }
    asked(server, caller, operation, on).await
}

async fn asked(server: &Server, caller: &Caller, operation: &str, on: &Things) -> Answer {
    let call = call(operation, on).expect("a known operation");
    let mut request = server.call(call.method, &call.path);
    if let Caller::Key(key) = caller {
        request = request.bearer_auth(key);
    }
    if let Some(tag) = call.if_match {
        request = request.header("if-match", tag);
    }
    if call.method == "POST" {
        request = request.header("idempotency-key", format!("{}", KEYS.fetch_add(1, Ordering::Relaxed)));
    }
    if let Some(body) = call.body {
        request = request.header("content-type", call.kind).body(body);
    }
    Answer::of(request).await
}

/// The roles that can be given in one agreement alone.
fn roles_within() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|role| *role != Role::Admin)
}

/// What an answer looks like to somebody who does not know which thing was asked for.
fn appearance(answer: &Answer, on: &Things) -> String {
    let Things {
        agreement,
        draft,
        shared,
        locked,
        import,
        observation,
        organisation,
        user,
        key,
        link,
        invoices,
        payment,
        payment_import,
        voucher,
        fingerprints: _,
    } = on;
    let mut text = answer.body.clone();
    for id in [agreement, draft, shared, locked, import, observation, organisation, user, key, link, voucher]
        .into_iter()
        .chain(invoices)
        .chain([payment, payment_import])
    {
        text = text.replace(id.as_str(), "ID");
    }
    let mut headers: Vec<String> = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.retain(|header| !header.starts_with("date:") && !header.starts_with("x-request-id:"));
    headers.sort();
    let mut body: Value = serde_json::from_str(&text).expect("a problem");
    body.as_object_mut().expect("an object").remove("request_id");
    format!("{} {headers:?} {body}", answer.status)
}

#[test]
fn every_operation_is_in_the_matrix() {
    let description: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).expect("JSON");
    let paths = description["paths"].as_object().expect("paths");
    let operations = paths.values().flat_map(|item| item.as_object().expect("methods").values());
    let described: BTreeSet<&str> = operations.filter_map(|operation| operation["operationId"].as_str()).collect();
    let matrix = Matrix::read();
    let listed: BTreeSet<&str> = matrix.operations().map(|(operation, _)| operation).collect();
    assert_eq!(listed, described);
    let nowhere = Things::nowhere();
    let unknown: Vec<&str> = listed.into_iter().filter(|operation| call(operation, &nowhere).is_none()).collect();
    assert_eq!(unknown, Vec::<&str>::new(), "calls.rs knows every operation");
    let known: BTreeSet<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    assert!(matrix.operations().flat_map(|(_, row)| &row.may).all(|role| known.contains(role.as_str())));
}

on_both_databases! {
    async fn in_an_agreement_each_role_may_what_the_matrix_says(database) {
        let server = Server::closed(database, NOW).await;
        let other = Things::make(&server.app).await;
        let nowhere = Things::nowhere();
        for (operation, row) in &Matrix::read().agreement {
            let mut own = Things::make(&server.app).await;
            for role in roles_within() {
                let caller = key(&server.app, role, Some(&own.agreement)).await;
                let hidden = ask(&server, &caller, operation, &other).await;
                let missing = ask(&server, &caller, operation, &nowhere).await;
                assert_eq!(hidden.status, 404, "{operation} as {role:?} on another's: {}", hidden.body);
                assert_eq!(appearance(&hidden, &other), appearance(&missing, &nowhere), "{operation} as {role:?}");
                let answer = ask(&server, &caller, operation, &own).await;
                let expected = if row.allows(role) { row.status } else { 403 };
                assert_eq!(answer.status, expected, "{operation} as {role:?}: {}", answer.body);
                if row.allows(role) && call(operation, &own).expect("known").method != "GET" {
                    own = Things::make(&server.app).await;
                }
            }
            for role in Role::ALL {
                let caller = key(&server.app, role, None).await;
                let answer = ask(&server, &caller, operation, &own).await;
                let expected = if row.allows(role) { row.status } else { 403 };
                assert_eq!(answer.status, expected, "{operation} as {role:?} everywhere: {}", answer.body);
                let answer = ask(&server, &caller, operation, &nowhere).await;
                assert_eq!(answer.status, row.on_nothing(role), "{operation} as {role:?} on nothing: {}", answer.body);
                if row.allows(role) && call(operation, &own).expect("known").method != "GET" {
                    own = Things::make(&server.app).await;
                }
            }
        }
    }

    async fn outside_agreements_each_role_may_what_the_matrix_says(database) {
        let server = Server::closed(database, NOW).await;
        let things = Things::make(&server.app).await;
        let matrix = Matrix::read();
        for (operation, row) in matrix.service.iter().chain(&matrix.anywhere) {
            for role in Role::ALL {
                let caller = key(&server.app, role, None).await;
                let answer = ask(&server, &caller, operation, &things).await;
                let expected = if row.allows(role) { row.status } else { 403 };
                assert_eq!(answer.status, expected, "{operation} as {role:?}: {}", answer.body);
            }
            for role in roles_within() {
                let caller = key(&server.app, role, Some(&things.agreement)).await;
                let answer = ask(&server, &caller, operation, &things).await;
                let may = row.allows(role) && matrix.anywhere.contains_key(operation);
                assert_eq!(answer.status, if may { row.status } else { 403 }, "{operation} as {role:?} in one agreement");
            }
        }
        for (operation, row) in matrix.calculations.iter().chain(&matrix.open) {
            for role in roles_within() {
                let caller = key(&server.app, role, Some(&things.agreement)).await;
                assert_eq!(ask(&server, &caller, operation, &things).await.status, row.status, "{operation} as {role:?}");
            }
        }
    }

    async fn a_link_or_an_invoice_is_there_for_those_who_have_its_agreement(database) {
        let server = Server::closed(database, NOW).await;
        let other = Things::make(&server.app).await;
        let nowhere = Things::nowhere();
        let matrix = Matrix::read();
        for (operation, row) in matrix.links.iter().chain(&matrix.invoices) {
            let mut own = Things::make(&server.app).await;
            for role in roles_within() {
                let caller = key(&server.app, role, Some(&own.agreement)).await;
                let hidden = ask(&server, &caller, operation, &other).await;
                let missing = ask(&server, &caller, operation, &nowhere).await;
                assert_eq!(hidden.status, row.on_nothing(role), "{operation} as {role:?} on another's: {}", hidden.body);
                assert_eq!(appearance(&hidden, &other), appearance(&missing, &nowhere), "{operation} as {role:?}");
                let answer = ask(&server, &caller, operation, &own).await;
                let is_hidden = row.hidden.iter().any(|name| name == role.as_str());
                let expected = if row.allows(role) { row.status } else if is_hidden { 404 } else { 403 };
                assert_eq!(answer.status, expected, "{operation} as {role:?}: {}", answer.body);
                if row.allows(role) && call(operation, &own).expect("known").method != "GET" {
                    own = Things::make(&server.app).await;
                }
            }
        }
    }

    async fn whoever_has_no_name_is_asked_for_it(database) {
        let server = Server::closed(database, NOW).await;
        let things = Things::make(&server.app).await;
        let matrix = Matrix::read();
        let mut bodies = BTreeSet::new();
        for (operation, row) in matrix.operations() {
            let is_open = matrix.open.contains_key(operation);
            for on in [&things, &Things::nowhere()] {
                let answer = ask(&server, &Caller::Nobody, operation, on).await;
                assert_eq!(answer.status, if is_open { row.status } else { 401 }, "{operation}: {}", answer.body);
                if !is_open {
                    assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"samfin\""));
                    let mut body: Value = serde_json::from_str(&answer.body).expect("a problem");
                    let fields = body.as_object_mut().expect("an object");
                    fields.remove("request_id");
                    fields.remove("instance");
                    bodies.insert(body.to_string());
                }
            }
        }
        assert_eq!(bodies.len(), 1, "{bodies:?}");
    }

    async fn lists_hold_only_what_is_theirs(database) {
        let server = Server::closed(database, NOW).await;
        let (one, other) = (Things::make(&server.app).await, Things::make(&server.app).await);
        let ids = |answer: Answer| -> Vec<String> {
            let items = answer.json(200)["items"].as_array().expect("items").clone();
            items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
        };
        let reader = key(&server.app, Role::Reader, Some(&one.agreement)).await;
        assert_eq!(ids(ask(&server, &reader, "listAgreements", &one).await), std::slice::from_ref(&one.agreement));
        let everywhere = key(&server.app, Role::Reader, None).await;
        let all = ids(ask(&server, &everywhere, "listAgreements", &one).await);
        assert_eq!(all, [one.agreement.clone(), other.agreement.clone()]);
        // What others are still writing is not there for those who only read.
        assert_eq!(ids(ask(&server, &reader, "listScenarios", &one).await), [one.shared.clone(), one.locked.clone()]);
        let approver = key(&server.app, Role::Approver, Some(&one.agreement)).await;
        assert_eq!(ids(ask(&server, &approver, "listScenarios", &one).await).len(), 3);
        let draft = Things { shared: one.draft.clone(), ..one.clone() };
        assert_eq!(ask(&server, &reader, "getScenario", &draft).await.status, 404);
        assert_eq!(ask(&server, &approver, "getScenario", &draft).await.status, 200);
    }

    async fn a_partys_officer_writes_drafts_of_its_own(database) {
        let server = Server::closed(database, NOW).await;
        let one = Things::make(&server.app).await;
        let officer = key(&server.app, Role::PartyOfficer, Some(&one.agreement)).await;
        let made = ask(&server, &officer, "createScenario", &one).await.json(201);
        let own = Things { shared: made["id"].as_str().expect("an id").to_owned(), ..one.clone() };
        assert_eq!(ask(&server, &officer, "getScenario", &own).await.status, 200);
        let call = call("putScenario", &own).expect("known");
        let put = async |tag: &str| {
            let request = server.call("PUT", &call.path).header("if-match", tag).header("content-type", "application/json");
            let Caller::Key(key) = &officer else { panic!("a key") };
            Answer::of(request.bearer_auth(key).body(r#"{"name":"mine"}"#)).await.status
        };
        assert_eq!(put("\"r1\"").await, 200);
        // Another of the same role does not see it, and an officer may share it; then it is no longer the author's alone.
        let another = key(&server.app, Role::PartyOfficer, Some(&one.agreement)).await;
        assert_eq!(ask(&server, &another, "getScenario", &own).await.status, 404);
        let desk = server.app.desk(Scope::command_line());
        desk.share_scenario(own.agreement.clone(), own.shared.clone(), 2, None).await.expect("shared");
        assert_eq!(ask(&server, &another, "getScenario", &own).await.status, 200);
        assert_eq!(put("\"r3\"").await, 403);
    }
}
