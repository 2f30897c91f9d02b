//! `/api/v1/invoices.csv`, `….xlsx`, `/api/v1/invoice-exports` and an agreement's calendar: many documents as one file.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Grant, Role};
use serde_json::{Value, json};

use crate::databases::on_both_databases;
use crate::dump::dump;
use crate::invoices::{Billing, at};
use crate::people::key;
use crate::server::Answer;

/// The file at `path`, as the holder of `key` gets it.
async fn file(billing: &Billing, key: &str, path: &str) -> (u16, Option<String>, Vec<u8>) {
    let call = billing.call(key, "GET", path).header("accept", "*/*").header("accept-language", "sv");
    let answer = call.send().await.expect("an answer");
    let kind = answer.headers().get("content-type").map(|kind| kind.to_str().expect("text").to_owned());
    (answer.status().as_u16(), kind, answer.bytes().await.expect("a body").to_vec())
}

async fn text(billing: &Billing, key: &str, path: &str) -> String {
    let (status, _, bytes) = file(billing, key, path).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
    String::from_utf8(bytes).expect("UTF-8")
}

/// The cells of a CSV file under some of its headings.
fn cells(csv: &str, heads: &[&str]) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let found = reader.headers().expect("headings").clone();
    let places: Vec<_> =
        heads.iter().map(|head| found.iter().position(|one| one == *head).expect("a heading")).collect();
    reader
        .records()
        .map(|row| row.expect("a row"))
        .map(|row| places.iter().map(|place| row[*place].to_owned()).collect())
        .collect()
}

async fn are_officer(billing: &Billing) -> String {
    let agreement = billing.year.split('/').nth(4).expect("an id").to_owned();
    let grant =
        Grant { agreement: Some(agreement), party: Some("are".to_owned()), ..Grant::everywhere(Role::PartyOfficer) };
    let new = NewKey { name: "are".to_owned(), grants: vec![grant], expires_on: None };
    billing
        .server
        .app
        .desk(samfin::app::scope::Scope::command_line())
        .create_key(new)
        .await
        .expect("made")
        .1
        .expect("its secret")
}

on_both_databases! {
    async fn the_table_has_the_lines_of_the_list_with_the_same_filters(database) {
        let billing = Billing::new(database).await;
        let documents = billing.called(&json!({ "instalment": 1 })).await;
        let issued = billing.issued(&documents[0]).await;
        // Its files are made after the issue: here, so that nothing is stored behind the back of the comparison.
        assert_eq!(file(&billing, &billing.officer, &format!("{}/pdf", at(&issued))).await.0, 200);
        let before = dump(billing.server.database.as_ref().expect("its database")).await;
        let list = billing.get("/api/v1/invoices").await.json(200);
        let mut expected = Vec::new();
        for one in list["items"].as_array().expect("items").iter().rev() {
            for line in one["document"]["lines"].as_array().expect("lines") {
                let number = one["document"]["issued"]["number"].as_str().unwrap_or_default();
                let text = |value: &Value| value.as_str().expect("text").to_owned();
                let buyer = text(&one["document"]["buyer"]["name"]);
                expected.push(vec![number.to_owned(), buyer, text(&line["text"]), text(&line["amount"]).replace('.', ",")]);
            }
        }
        assert!(expected.len() > 1 && expected.iter().any(|row| row[0].is_empty()), "{expected:?}");
        let whole = text(&billing, &billing.officer, "/api/v1/invoices.csv").await;
        assert!(whole.starts_with("\u{feff}Nummer;Slag;"), "{whole}");
        assert_eq!(cells(&whole, &["Nummer", "Köpare", "Text", "Belopp utan moms"]), expected);

        let only = text(&billing, &billing.officer, "/api/v1/invoices.csv?status=issued&encoding=utf-8").await;
        let number = issued["document"]["issued"]["number"].as_str().expect("a number");
        let rows = cells(&only, &["Nummer", "Att betala"]);
        assert!(only.starts_with("Nummer;") && rows.iter().all(|row| row[0] == number), "{only}");
        let payable = issued["document"]["totals"]["payable"].as_str().expect("an amount").replace('.', ",");
        assert_eq!(rows.iter().filter(|row| !row[1].is_empty()).map(|row| row[1].clone()).collect::<Vec<_>>(), [payable]);
        let english = billing.call(&billing.officer, "GET", "/api/v1/invoices.csv?separator=comma&decimal=point");
        let english = Answer::of(english.header("accept", "text/csv").header("accept-language", "en")).await;
        assert!(english.body.starts_with("\u{feff}Number,Form,"), "{}", english.body);

        let (status, kind, book) = file(&billing, &billing.officer, "/api/v1/invoices.xlsx?status=issued").await;
        assert_eq!((status, kind.as_deref()), (200, Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")));
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
        let sheet = book.worksheet_range("Fakturor").expect("its sheet");
        assert_eq!(sheet.get_value((1, 0)), Some(&Data::String(number.to_owned())));
        assert_eq!(sheet.height(), rows.len() + 1);
        assert!(dump(billing.server.database.as_ref().expect("its database")).await == before, "reading changes nothing");
    }

    async fn a_party_sees_its_own_and_wrong_filters_are_told(database) {
        let billing = Billing::new(database).await;
        let documents = billing.called(&json!({ "instalment": 1 })).await;
        let of = |party: &str| documents.iter().find(|one| one["document"]["buyer"]["party"] == party).expect("a document");
        billing.issued(of("are")).await;
        billing.issued(of("berg")).await;
        let are = are_officer(&billing).await;
        let rows = cells(&text(&billing, &are, "/api/v1/invoices.csv").await, &["Köpare"]);
        assert!(!rows.is_empty() && rows.iter().all(|row| row[0] == "Åre kommun"), "{rows:?}");
        let body = json!({ "layout": { "columns": [{ "column": "buyer" }] }, "ids": [of("berg")["id"]] });
        let call = billing.call(&are, "POST", "/api/v1/invoice-exports").header("content-type", "application/json");
        Answer::of(call.body(body.to_string()).header("accept", "*/*")).await.problem(404, "not-found", &[]);
        let reader = key(&billing.server, Role::Reader).await;
        let denied = billing.call(&reader, "GET", "/api/v1/invoices.csv").header("accept", "*/*");
        Answer::of(denied).await.problem(403, "forbidden", &[]);
        for (query, pointer, code) in [
            ("separator=%3B", "/query/separator", "unknown-value"),
            ("decimal=x", "/query/decimal", "unknown-value"),
            ("encoding=latin1", "/query/encoding", "unknown-value"),
            ("limit=1", "/query/limit", "unknown-field"),
            ("year=2027", "/query/year", "conflicting-fields"),
        ] {
            let call = billing.call(&billing.officer, "GET", &format!("/api/v1/invoices.csv?{query}")).header("accept", "*/*");
            Answer::of(call).await.problem(422, code, &[(pointer, code)]);
        }
        let call = billing.call(&billing.officer, "GET", "/api/v1/invoices.xlsx").header("accept", "text/csv");
        Answer::of(call).await.problem(406, "not-acceptable", &[]);
    }

    async fn a_basis_is_written_in_the_layout_that_is_sent(database) {
        let billing = Billing::new(database).await;
        let documents = billing.called(&json!({ "instalment": 1 })).await;
        let layout = json!({
            "columns": [
                { "column": "buyer_organisation_number", "head": "ORGNR" }, { "column": "buyer", "head": "=NAMN" },
                { "column": "period_from" }, { "column": "document_payable", "head": "SUMMA" }
            ],
            "separator": "tab", "decimal": "point", "day": "compact", "encoding": "windows-1252"
        });
        let one = documents.iter().find(|one| one["document"]["buyer"]["party"] == "are").expect("a document");
        let body = json!({ "layout": layout, "ids": [one["id"]] });
        let answer = billing.send("POST", "/api/v1/invoice-exports", &body).header("accept", "*/*").send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/csv; charset=windows-1252");
        let bytes = answer.bytes().await.expect("a body");
        let (written, _, wrong) = encoding_rs::WINDOWS_1252.decode(&bytes);
        assert!(!wrong && std::str::from_utf8(&bytes).is_err(), "it has a letter that two encodings write differently");
        let document = &one["document"];
        let texts = ["/buyer/organisation_number", "/buyer/name", "/totals/payable"].map(|place| document.pointer(place).and_then(Value::as_str).expect("text"));
        let mut lines = written.split("\r\n");
        assert_eq!(lines.next(), Some("ORGNR\t'=NAMN\tperiod_from\tSUMMA"));
        assert_eq!(lines.next(), Some(format!("{}\t{}\t20270101\t{}", texts[0], texts[1], texts[2]).as_str()));

        let column = json!({ "columns": [{ "column": "buyer" }] });
        let agreement = &one["agreement"];
        let filtered = json!({ "layout": column, "agreement": agreement, "year": 2027, "status": "draft", "payer": "are" });
        let answer = Answer::of(billing.send("POST", "/api/v1/invoice-exports", &filtered).header("accept", "*/*")).await;
        assert!(answer.status == 200 && answer.body.starts_with("\u{feff}buyer\r\nÅre kommun\r\n"), "{}", answer.body);

        for (body, pointer, code) in [
            (json!({}), "/layout", "missing-field"),
            (json!({ "layout": { "columns": [] } }), "/layout/columns", "out-of-range"),
            (json!({ "layout": { "columns": [{ "column": "secret" }] } }), "/layout/columns/0/column", "unknown-value"),
            (json!({ "layout": { "columns": [{ "column": "buyer", "head": "" }] } }), "/layout/columns/0/head", "text-length"),
            (json!({ "layout": { "columns": [{ "column": "buyer" }], "decimal": "," } }), "/layout/decimal", "unknown-value"),
            (json!({ "layout": column, "ids": ["x"] }), "/ids/0", "id-format"),
            (json!({ "layout": column, "ids": [] }), "/ids", "out-of-range"),
            (json!({ "layout": column, "ids": [one["id"]], "year": 2027, "agreement": agreement }), "", "conflicting-fields"),
            (json!({ "layout": column, "year": 2027 }), "", "conflicting-fields"),
        ] {
            let call = billing.send("POST", "/api/v1/invoice-exports", &body).header("accept", "*/*");
            Answer::of(call).await.problem(422, code, &[(pointer, code)]);
        }
    }

    async fn the_calendar_has_due_days_only_for_those_who_see_the_invoices(database) {
        let billing = Billing::new(database).await;
        let documents = billing.called(&json!({ "instalment": 1 })).await;
        let are = documents.iter().find(|one| one["document"]["buyer"]["party"] == "are").expect("Åre's");
        let issued = billing.issued(are).await;
        let address = format!("{}/calendar", billing.year.split("/periods").next().expect("an agreement"));
        let calendar = text(&billing, &billing.officer, &address).await;
        let due = issued["document"]["issued"]["due_on"].as_str().expect("a day").replace('-', "");
        let id = issued["id"].as_str().expect("an id");
        assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.ends_with("END:VCALENDAR\r\n"), "{calendar}");
        assert!(calendar.contains(&format!("UID:invoice.{id}@samfin\r\n")), "{calendar}");
        assert!(calendar.contains(&format!("DTSTART;VALUE=DATE:{due}\r\n")), "{calendar}");
        assert!(calendar.contains("SUMMARY:Delfaktura 1 av 2 för 2027 ska betalas\r\n"), "{calendar}");
        assert_eq!(calendar, text(&billing, &billing.officer, &address).await, "the same days are the same bytes");
        let reader = key(&billing.server, Role::Reader).await;
        let seen = text(&billing, &reader, &address).await;
        assert!(!seen.contains("UID:invoice.") && seen.contains("Delfaktura 2 av 2 för 2027"), "{seen}");
        // What is left to pay, and nothing when it is paid.
        billing.paid(&issued, "10.00", "2026-12-01").await;
        let part = text(&billing, &billing.officer, &address).await;
        assert!(part.contains("150.79 kr att betala"), "{part}");
        billing.paid(&issued, "150.79", "2026-12-01").await;
        let paid = text(&billing, &billing.officer, &address).await;
        assert!(!paid.contains("UID:invoice."), "{paid}");
        let call = billing.call(&reader, "GET", &address).header("accept", "application/json");
        Answer::of(call).await.problem(406, "not-acceptable", &[]);
    }
}
