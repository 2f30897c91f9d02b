//! What comes after the issue: the files of a batch, and employers' own invoices.

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::databases::{Database, on_both_databases};
use crate::documents::{adding, agreement};
use crate::dump::dump;
use crate::invoices::{Billing, NUMBERS, at, organisation};
use crate::server::Answer;

/// Runs SQL beside the program.
pub(crate) async fn raw(database: &Database, sql: &str) -> Result<u64, sqlx::Error> {
    let sql = AssertSqlSafe(sql.to_owned());
    if database.url.starts_with("sqlite") {
        let done = SqliteConnection::connect(&database.url).await?.execute(sql).await?;
        return Ok(done.rows_affected());
    }
    Ok(PgConnection::connect(&database.url).await?.execute(sql).await?.rows_affected())
}

/// A year whose only cost Åre provides, so that the host owes it.
async fn provided_by_are(database: Database) -> Billing {
    let document = adding(agreement(), "/costs/0", "provided_by", json!("are"));
    let billing = Billing::of(database, document, json!([{ "type": "redistribute" }])).await;
    for (party, ..) in NUMBERS {
        let mut organisation = organisation(party);
        organisation["bankgiro"] = json!("339-8328");
        billing.post("/api/v1/organisations", &organisation).await.json(201);
    }
    billing
}

on_both_databases! {
    async fn issuing_under_one_key_takes_one_number_however_often_it_is_sent(database) {
        let billing = Billing::new(database).await;
        let documents = billing.called(&json!({ "instalment": 1 })).await;
        let attested = billing.attest(&documents[0]).await.json(200);
        let sent = (0..20).map(|_| billing.issue(&attested, "one-key"));
        for answer in futures_util::future::join_all(sent).await {
            assert!(matches!(answer.status, 200 | 409), "{}", answer.body);
            if answer.status == 409 {
                answer.problem(409, "idempotency-key-in-flight", &[]);
            }
        }
        let again = billing.issue(&attested, "one-key").await;
        assert_eq!((again.status, again.header("idempotency-replayed")), (200, Some("true")));
        assert_eq!(again.json(200)["series"]["number"], 1);
        let second = billing.attest(&documents[1]).await.json(200);
        assert_eq!(billing.issue(&second, "another").await.json(200)["series"]["number"], 2);
    }

    async fn the_files_of_a_batch_are_counted_and_made_again_after_a_crash(database) {
        let billing = Billing::new(database).await;
        let mut items = Vec::new();
        for draft in billing.called(&json!({ "instalment": 1 })).await {
            let attested = billing.attest(&draft).await.json(200);
            items.push(json!({ "id": attested["id"], "revision": attested["revision"] }));
        }
        billing.get("/api/v1/invoice-issues/batch-1").await.problem(404, "not-found", &[]);
        let call = billing.send("POST", "/api/v1/invoice-issues", &json!({ "items": items }));
        Answer::of(call.header("idempotency-key", "batch-1")).await.json(200);
        let progress = async || billing.get("/api/v1/invoice-issues/batch-1").await.json(200);
        let done = json!({ "issued": 2, "pdfs": 2, "e_invoices": 2, "failed": [] });
        for _ in 0..300 {
            if progress().await == done {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(progress().await, done);
        let by_another = billing.call(&billing.approver, "GET", "/api/v1/invoice-issues/batch-1");
        Answer::of(by_another).await.problem(404, "not-found", &[]);

        // A crash before the files were made, and a fault that somebody should see.
        let database = billing.server.database.as_ref().expect("its database");
        let unguard = if database.url.starts_with("sqlite") {
            "DROP TRIGGER invoice_files_refuse_delete"
        } else {
            "DROP TRIGGER invoice_files_append_only ON invoice_files"
        };
        raw(database, unguard).await.expect("dropped");
        raw(database, "DELETE FROM invoice_files").await.expect("deleted");
        let first = items[0]["id"].as_str().expect("an id");
        let fault = format!(
            "INSERT INTO invoice_file_faults (invoice_id, fault, recorded_at) VALUES ('{first}', 'no room', '2026-12-01 09:00:00.000000+00:00')"
        );
        raw(database, &fault).await.expect("stored");
        let lost = json!({ "issued": 2, "pdfs": 0, "e_invoices": 0, "failed": [{ "id": first, "why": "no room" }] });
        assert_eq!(progress().await, lost);
        assert_eq!(billing.server.app.write_missing_files().await.expect("made"), 2);
        assert_eq!(progress().await, done, "and the fault is gone");
        assert_eq!(billing.server.app.write_missing_files().await.expect("made"), 0);
    }

    async fn an_employers_invoice_is_registered_against_what_it_is_owed(database) {
        let billing = provided_by_are(database).await;
        let payout = async |part: u8| {
            let called = billing.called(&json!({ "instalment": part })).await;
            called.into_iter().find(|one| one["document"]["form"] == "payout").expect("a payout basis")
        };
        let (first, second) = (payout(1).await, payout(2).await);
        let register = async |basis: &Value, number: &str| {
            let body = json!({ "number": number, "issued_on": "2026-12-01" });
            billing.post(&format!("{}/incoming-invoice", at(basis)), &body).await
        };
        let problem = register(&first, "A-1").await.problem(409, "invalid-state", &[]);
        assert_eq!(problem["legal"], json!(["attest", "issue"]), "it is not issued");
        let (first, second) = (billing.issued(&first).await, billing.issued(&second).await);
        assert_eq!((&first["document"]["issued"]["number"], &first["incoming_invoice"]), (&json!("U2026-0001"), &Value::Null));
        let registered = register(&first, "A-1").await.json(200);
        let incoming = &registered["incoming_invoice"];
        assert_eq!((&incoming["issuer"], &incoming["number"], &incoming["issued_on"]),
            (&json!("2120002494"), &json!("A-1"), &json!("2026-12-01")));
        assert_eq!(billing.get(&at(&first)).await.json(200), registered);
        register(&first, "A-2").await.problem(409, "invalid-state", &[]);
        register(&second, "A-1").await.problem(409, "invalid-state", &[]);
        assert_eq!(billing.get(&at(&second)).await.json(200), second, "nothing was registered");
        register(&second, "A-2").await.json(200);
        let auditor = crate::people::key(&billing.server, samfin::app::scope::Role::Auditor).await;
        let trail = Answer::of(billing.call(&auditor, "GET", "/api/v1/audit-events?limit=200")).await.json(200);
        let told = trail["items"].as_array().expect("items").iter().filter(|event| event["action"] == "invoice.incoming_registered");
        assert_eq!(told.count(), 2);
    }

    async fn only_a_payout_basis_waits_for_an_invoice(database) {
        let billing = Billing::new(database).await;
        let draft = billing.called(&json!({ "instalment": 1 })).await.remove(0);
        let before = dump(billing.server.database.as_ref().expect("its database")).await;
        let path = format!("{}/incoming-invoice", at(&draft));
        billing.post(&path, &json!({ "number": "A-1", "issued_on": "2026-12-01" })).await.problem(409, "invalid-state", &[]);
        billing.post(&path, &json!({ "number": "A 1", "issued_on": "2026-12-01" })).await
            .problem(422, "identifier-format", &[("/number", "identifier-format")]);
        assert!(before == dump(billing.server.database.as_ref().expect("its database")).await, "something was stored");
    }
}
