//! What is stored is damaged: the agreement that is built on it is parked, nothing is issued, and the others go on.

use samfin::app::scope::{Role, Scope};
use serde_json::{Value, json};

use crate::databases::{Database, on_both_databases};
use crate::dump::{Dump, dump};
use crate::invoices::{Billing, a_key, at, tag};
use crate::issue_progress::raw;
use crate::people::key;
use crate::server::Answer;

/// What somebody with the database's password does, and how it is mended.
struct Damage {
    /// What is told of it.
    told: &'static str,
    done: Vec<String>,
    mended: Vec<String>,
}

fn damages() -> Vec<Damage> {
    let one =
        |told, done: &str, mended: &str| Damage { told, done: vec![done.to_owned()], mended: vec![mended.to_owned()] };
    let document = |from: &str, to: &str| {
        format!("UPDATE invoices SET document = replace(document, '{from}', '{to}') WHERE status = 'draft'")
    };
    let result =
        |from: &str, to: &str| format!("UPDATE period_snapshots SET result = replace(result, '{from}', '{to}')");
    vec![
        one(
            "is not what was attested",
            &document("Bergs kommun", "Berga kommun"),
            &document("Berga kommun", "Bergs kommun"),
        ),
        one(
            "net is not what samfin wrote",
            "UPDATE invoices SET net = net + 1 WHERE status = 'draft'",
            "UPDATE invoices SET net = net - 1 WHERE status = 'draft'",
        ),
        one("follows from its basis", &result("\"payable\"", "\"payible\""), &result("\"payible\"", "\"payable\"")),
        one(
            "series of invoices",
            "UPDATE number_series SET last = last + 1 WHERE issuer = '2321000214'",
            "UPDATE number_series SET last = last - 1 WHERE issuer = '2321000214'",
        ),
        one(
            "series of invoices",
            "UPDATE invoices SET sha256 = upper(sha256) WHERE number = 1",
            "UPDATE invoices SET sha256 = lower(sha256) WHERE number = 1",
        ),
        one(
            "series of vouchers",
            "UPDATE voucher_entries SET ore = ore + 1 WHERE ordinal = 1",
            "UPDATE voucher_entries SET ore = ore - 1 WHERE ordinal = 1",
        ),
    ]
}

/// As nobody can who only has samfin.
async fn edit(database: &Database, statements: &[String]) {
    let unguard: &[&str] = if database.url.starts_with("sqlite") {
        &[
            "DROP TRIGGER IF EXISTS invoices_refuse_update",
            "DROP TRIGGER IF EXISTS period_snapshots_refuse_update",
            "DROP TRIGGER IF EXISTS voucher_entries_refuse_update",
        ]
    } else {
        &[
            "DROP TRIGGER IF EXISTS invoices_issued ON invoices",
            "DROP TRIGGER IF EXISTS period_snapshots_append_only ON period_snapshots",
            "DROP TRIGGER IF EXISTS voucher_entries_append_only ON voucher_entries",
        ]
    };
    for sql in unguard.iter().copied().chain(statements.iter().map(String::as_str)) {
        raw(database, sql).await.expect("edited");
    }
}

/// What is stored, but for what says that something is parked.
async fn stored(database: &Database) -> Dump {
    let mut dump = dump(database).await;
    dump.retain(|table, _| !["parked_agreements", "audit_events", "audit_head"].contains(&table.as_str()));
    dump
}

async fn parked(billing: &Billing) -> Vec<String> {
    let desk = billing.server.app.desk(Scope::command_line());
    desk.parked().await.expect("read").into_iter().map(|one| one.agreement_id).collect()
}

async fn released(billing: &Billing, agreement: &str) {
    let desk = billing.server.app.desk(Scope::command_line());
    desk.release(agreement.to_owned(), "Raden är hämtad ur säkerhetskopian".to_owned()).await.expect("released");
}

async fn last_event(billing: &Billing) -> Value {
    let auditor = key(&billing.server, Role::Auditor).await;
    let answer = billing.call(&auditor, "GET", "/api/v1/audit-events?limit=200");
    let events = Answer::of(answer).await.json(200);
    let events = events["items"].as_array().expect("events");
    let told = |event: &&Value| ["agreement.parked", "agreement.released"].map(Value::from).contains(&event["action"]);
    events.iter().filter(told).max_by_key(|event| event["number"].as_i64()).cloned().unwrap_or_default()
}

on_both_databases! {
    async fn what_does_not_hold_together_parks_the_agreement_and_nothing_is_issued(database) {
        let billing = Billing::new(database).await;
        let agreement = billing.year.split('/').nth(4).expect("an id").to_owned();
        let called = billing.called(&json!({ "instalment": 1 })).await;
        billing.issued(&called[0]).await;
        let attested = billing.attest(&called[1]).await.json(200);
        let database = billing.server.database.as_ref().expect("its database");
        let last = damages().len() - 1;
        for (place, Damage { told, done, mended }) in damages().into_iter().enumerate() {
            edit(database, &done).await;
            let before = stored(database).await;
            let refused = billing.issue(&attested, &a_key()).await.problem(409, "agreement-parked", &[]);
            assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains(told)), "{told}: {refused}");
            assert_eq!(stored(database).await, before, "{told}: nothing is issued");
            assert_eq!(parked(&billing).await, [agreement.as_str()], "{told}");
            // Mended it is not released: somebody has to say so.
            edit(database, &mended).await;
            billing.issue(&attested, &a_key()).await.problem(409, "agreement-parked", &[]);
            if place < last {
                released(&billing, &agreement).await;
                assert_eq!(parked(&billing).await, [""; 0]);
            }
        }
        // Every step of its years stands still, and it can be read.
        let year = &billing.year;
        for (address, body) in [
            (format!("{year}/calls"), json!({ "instalment": 2 })),
            (format!("{}/credit-notes", at(&called[0])), json!({ "reason": "Fel" })),
        ] {
            billing.post(&address, &body).await.problem(409, "agreement-parked", &[]);
        }
        billing.attest(&attested).await.problem(409, "agreement-parked", &[]);
        billing.get(year).await.json(200);
        // Once it is released it is issued, without a gap.
        released(&billing, &agreement).await;
        let event = last_event(&billing).await;
        assert_eq!((&event["action"], &event["reason"]), (&json!("agreement.released"), &json!("Raden är hämtad ur säkerhetskopian")));
        let issued = billing.issue(&attested, &a_key()).await.json(200);
        assert_eq!((&issued["document"]["issued"]["number"], tag(&issued) != tag(&attested)), (&json!("2026-0002"), true));
    }

    async fn other_agreements_go_on(database) {
        let mut billing = Billing::new(database).await;
        let first = billing.called(&json!({ "instalment": 1 })).await;
        let document = billing.get(&format!("{}/versions/1", billing.year.replace("/periods/2027", ""))).await.json(200);
        billing.year = billing.adopted_year_of(document["document"].clone()).await;
        let second = billing.called(&json!({ "instalment": 1 })).await;
        let (first, second) = (billing.attest(&first[0]).await.json(200), billing.attest(&second[0]).await.json(200));
        let database = billing.server.database.as_ref().expect("its database");
        let id = first["id"].as_str().expect("an id");
        edit(database, &[format!("UPDATE invoices SET document = replace(document, 'kommun', 'komun') WHERE id = '{id}'")]).await;
        billing.issue(&first, &a_key()).await.problem(409, "agreement-parked", &[]);
        let issued = billing.issue(&second, &a_key()).await.json(200);
        assert_eq!(issued["document"]["issued"]["number"], "2026-0001");
    }

    async fn a_credit_that_takes_back_more_than_was_asked_for_parks_the_agreement(database) {
        let billing = Billing::new(database).await;
        let [are, berg] = billing.first_part().await;
        let credit = billing.post(&format!("{}/credit-notes", at(&are)), &json!({ "reason": "Fel" })).await.json(201);
        let attested = billing.attest(&credit).await.json(200);
        let database = billing.server.database.as_ref().expect("its database");
        // Åre's 160,79 kr would be taken back of Berg's 89,21.
        let of = |from: &Value, to: &Value| {
            let (from, to) = (from["id"].as_str().expect("an id"), to["id"].as_str().expect("an id"));
            format!("UPDATE invoices SET credits_id = '{to}' WHERE credits_id = '{from}'")
        };
        edit(database, &[of(&are, &berg)]).await;
        let before = stored(database).await;
        let refused = billing.issue(&attested, &a_key()).await.problem(409, "agreement-parked", &[]);
        assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains("More would be credited")), "{refused}");
        assert_eq!(stored(database).await, before, "nothing is issued");
    }
}
