//! `/api/v1/organisations/{id}/export-layouts`, and the exports that name a layout.

use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::dump::dump;
use crate::invoices::Billing;
use crate::server::Answer;

const PERIOD: &str = "issuer=232100-0214&from=2026-12-01&to=2026-12-31";

/// The address of the layouts of the one who issues.
async fn layouts(billing: &Billing) -> String {
    let found = billing.get("/api/v1/organisations?organisation_number=232100-0214").await.json(200);
    format!("/api/v1/organisations/{}/export-layouts", found["items"][0]["id"].as_str().expect("an id"))
}

fn invoices(head: &str) -> Value {
    json!({ "invoices": { "columns": [{ "column": "buyer", "head": head }, { "column": "amount" }], "encoding": "utf-8" } })
}

fn ledger() -> Value {
    json!({ "ledger": { "columns": [{ "column": "date", "head": "Datum" }, { "column": "amount" }], "separator": "tab", "decimal": "point" } })
}

async fn put(billing: &Billing, path: &str, known: Option<(&str, &str)>, body: &Value) -> Answer {
    let call = billing.send("PUT", path, body);
    Answer::of(known.into_iter().fold(call, |call, (name, value)| call.header(name, value))).await
}

async fn export(billing: &Billing, body: &Value) -> Answer {
    Answer::of(billing.send("POST", "/api/v1/invoice-exports", body).header("accept", "*/*")).await
}

async fn book(billing: &Billing, query: &str) -> Answer {
    let path = format!("/api/v1/exports/ledger?{PERIOD}&{query}");
    Answer::of(billing.call(&billing.officer, "GET", &path).header("accept", "*/*")).await
}

on_both_databases! {
    async fn a_layout_is_kept_written_over_and_deleted(database) {
        let billing = Billing::new(database).await;
        let all = layouts(&billing).await;
        assert_eq!(billing.get(&all).await.json(200), json!({ "items": [] }));
        let path = format!("{all}/kundreskontran");
        let first = put(&billing, &path, Some(("if-none-match", "*")), &invoices("Köpare")).await;
        assert_eq!((first.status, first.header("etag"), first.header("location")), (201, Some("\"r1\""), Some(path.as_str())), "{}", first.body);
        let view = first.json(201);
        assert_eq!((&view["invoices"], &view["ledger"]), (&invoices("Köpare")["invoices"], &Value::Null));
        let second = put(&billing, &path, Some(("if-match", "\"r1\"")), &invoices("Kund")).await;
        assert_eq!((second.status, second.header("etag")), (200, Some("\"r2\"")), "{}", second.body);
        put(&billing, &format!("{all}/bok"), None, &ledger()).await.json(201);
        let listed = billing.get(&all).await.json(200);
        let names: Vec<_> = listed["items"].as_array().expect("items").iter().map(|one| one["name"].clone()).collect();
        assert_eq!(names, ["bok", "kundreskontran"], "by name");
        assert_eq!(listed["items"][1], second.json(200));
        assert_eq!(billing.get(&path).await.json(200), second.json(200));
        let gone = billing.call(&billing.officer, "DELETE", &path).header("if-match", "\"r2\"");
        assert_eq!(Answer::of(gone).await.status, 204);
        billing.get(&path).await.problem(404, "not-found", &[]);
        let again = Answer::of(billing.call(&billing.officer, "DELETE", &path).header("if-match", "\"r2\"")).await;
        again.problem(404, "not-found", &[]);
    }

    async fn a_layout_that_is_wrong_or_stale_is_refused_and_nothing_is_written(database) {
        let billing = Billing::new(database).await;
        let all = layouts(&billing).await;
        let path = format!("{all}/kundreskontran");
        put(&billing, &path, None, &invoices("Köpare")).await.json(201);
        let before = dump(billing.server.database.as_ref().expect("its database")).await;
        let known = Some(("if-match", "\"r1\""));
        let both = json!({ "invoices": invoices("x")["invoices"], "ledger": ledger()["ledger"] });
        for (body, pointer, code) in [
            (json!({}), "", "missing-field"),
            (both, "", "conflicting-fields"),
            (json!({ "invoices": {} }), "/invoices/columns", "missing-field"),
            (json!({ "invoices": { "columns": [{ "column": "date" }] } }), "/invoices/columns/0/column", "unknown-value"),
            (json!({ "ledger": { "columns": [{ "column": "buyer" }] } }), "/ledger/columns/0/column", "unknown-value"),
            (json!({ "ledger": { "columns": [] } }), "/ledger/columns", "out-of-range"),
            (json!({ "ledger": { "encoding": "utf-8" } }), "/ledger/encoding", "unknown-field"),
        ] {
            put(&billing, &path, known, &body).await.problem(422, code, &[(pointer, code)]);
        }
        put(&billing, &path, None, &ledger()).await.problem(428, "precondition-required", &[]);
        put(&billing, &path, Some(("if-none-match", "*")), &ledger()).await.problem(412, "precondition-failed", &[]);
        let stale = put(&billing, &path, Some(("if-match", "\"r2\"")), &ledger()).await;
        assert_eq!((stale.status, stale.header("etag")), (412, Some("\"r1\"")), "{}", stale.body);
        put(&billing, &format!("{all}/ny"), known, &ledger()).await.problem(412, "precondition-failed", &[]);
        put(&billing, &format!("{all}/Ny%20layout"), None, &ledger()).await.problem(404, "not-found", &[]);
        Answer::of(billing.call(&billing.officer, "DELETE", &path)).await.problem(428, "precondition-required", &[]);
        let stale = Answer::of(billing.call(&billing.officer, "DELETE", &path).header("if-match", "\"r2\"")).await;
        stale.problem(412, "precondition-failed", &[]);
        assert!(dump(billing.server.database.as_ref().expect("its database")).await == before, "nothing was written");
    }

    async fn exports_take_the_name_of_a_layout_instead_of_the_layout(database) {
        let billing = Billing::new(database).await;
        let drafts = billing.called(&json!({ "instalment": 1 })).await;
        billing.issued(&drafts[0]).await;
        let all = layouts(&billing).await;
        put(&billing, &format!("{all}/kundreskontran"), None, &invoices("Köpare")).await.json(201);
        put(&billing, &format!("{all}/bok"), None, &ledger()).await.json(201);
        let named = json!({ "layout": "kundreskontran", "issuer": "232100-0214" });
        let file = export(&billing, &named).await;
        assert!(file.status == 200 && file.body.starts_with("Köpare;amount\r\n"), "{}", file.body);
        let given = export(&billing, &json!({ "layout": invoices("Köpare")["invoices"] })).await;
        assert_eq!(file.body, given.body, "as if it were given");
        let books = book(&billing, "layout=bok").await;
        let given = book(&billing, "column=date:Datum&column=amount&separator=tab&decimal=point").await;
        assert!(books.status == 200 && books.body.starts_with("Datum\tamount\n2026-12-01\t"), "{}", books.body);
        assert_eq!(books.body, given.body, "as if it were given");
        for (body, pointer, code) in [
            (json!({ "layout": "okänd", "issuer": "232100-0214" }), "/layout", "id-format"),
            (json!({ "layout": "ny", "issuer": "232100-0214" }), "/layout", "unknown-reference"),
            (json!({ "layout": "kundreskontran", "issuer": "212000-2494" }), "/layout", "unknown-reference"),
            (json!({ "layout": "bok", "issuer": "232100-0214" }), "/layout", "unknown-reference"),
            (json!({ "layout": "kundreskontran" }), "/issuer", "missing-field"),
            (json!({ "layout": invoices("x")["invoices"], "issuer": "232100-0214" }), "/issuer", "conflicting-fields"),
        ] {
            export(&billing, &body).await.problem(422, code, &[(pointer, code)]);
        }
        for (query, pointer, code) in [
            ("layout=ny", "/query/layout", "unknown-reference"),
            ("layout=kundreskontran", "/query/layout", "unknown-reference"),
            ("layout=Bok", "/query/layout", "id-format"),
            ("layout=bok&separator=tab", "/query/separator", "conflicting-fields"),
            ("layout=bok&column=date", "/query/column", "conflicting-fields"),
        ] {
            book(&billing, query).await.problem(422, code, &[(pointer, code)]);
        }
    }
}
