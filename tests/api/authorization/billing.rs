//! The billing year: what must be there first, and one call of each of its operations.

use std::sync::Arc;

use chrono::NaiveDate;
use samfin::app::invoices::{FileKind, NewCall};
use samfin::app::once::Request;
use samfin::app::organisations::Filter;
use samfin::app::periods::NewContribution;
use samfin::app::scope::{Actor, Grant, Role, Scope};
use samfin::app::{App, Desk};
use samfin_core::billing::organisation::{IssuedBy, Organisation};
use serde_json::{Value, json};

use super::calls::{Call, Things, get, send};
use crate::documents::{adding, agreement};

/// 2027 is planned, and adopted 2029 is affected by a decision that came after; gives the fingerprints of 2028 and 2029.
pub(super) async fn billing_years(desk: &Desk, agreement: &str) -> [String; 2] {
    let of = |year| desk.preview_period(agreement.to_owned(), year);
    for year in [2027, 2029] {
        let fingerprint = of(year).await.expect("previewed").fingerprint;
        desk.plan_period(agreement.to_owned(), year, fingerprint, None).await.expect("planned");
    }
    desk.adopt_period(agreement.to_owned(), 2029, 1, "KF § 4".to_owned()).await.expect("adopted");
    let decision = NewContribution {
        party: "are".to_owned(),
        contributes_percent: 50.into(),
        from: None,
        to: None,
        cause: "partial_budget".to_owned(),
        decided_on: NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date"),
        reference: "KF § 5".to_owned(),
        reason: None,
        replaces: None,
    };
    desk.register_contribution(agreement.to_owned(), 2029, decision).await.expect("registered");
    [of(2028).await.expect("previewed").fingerprint, of(2029).await.expect("previewed").fingerprint]
}

/// The agreement of these tests, with what it takes to invoice Åre in four parts.
pub(super) fn billed_agreement() -> Value {
    let mut document = adding(agreement(), "", "invoicing", json!({ "instalments": 4 }));
    for (position, number) in ["232100-0214", "212000-2494"].into_iter().enumerate() {
        document = adding(document, &format!("/parties/{position}"), "organisation_number", json!(number));
    }
    document
}

/// Of 2030: Åre's first part is issued, its second a draft, its third attested.
pub(super) async fn invoices(app: &App, agreement: &str) -> [String; 3] {
    let desk = app.desk(Scope::command_line());
    organisation(&desk, &host()).await;
    let fingerprint = desk.preview_period(agreement.to_owned(), 2030).await.expect("previewed").fingerprint;
    desk.plan_period(agreement.to_owned(), 2030, fingerprint, None).await.expect("planned");
    desk.adopt_period(agreement.to_owned(), 2030, 1, "KF § 7".to_owned()).await.expect("adopted");
    let approver = Actor::Key { id: "approver".to_owned(), name: "Attestant".to_owned() };
    let approver = app.desk(Scope::granted(approver, vec![Grant::everywhere(Role::Approver)]));
    let mut ids = Vec::new();
    for part in 1..=3 {
        let called = desk.call(agreement.to_owned(), 2030, NewCall::Instalment(part)).await.expect("called");
        let are = called.documents.iter().find(|one| one.invoice.payer().as_str() == "are").expect("Åre's");
        let id = are.invoice.id.clone();
        if part != 2 {
            approver.attest_invoice(id.clone(), 1).await.expect("attested");
        }
        if part == 1 {
            let once = Request::once_only("POST issue".to_owned(), id.clone(), String::new());
            let issuer = app.desk_for(Scope::command_line(), Arc::new(once));
            issuer.issue_invoices(vec![(id.clone(), 2)]).await.expect("issued");
            // Its files are made after the issue: here, so that nothing is stored behind the back of a test.
            desk.invoice_file(id.clone(), FileKind::Pdf).await.expect("its files");
        }
        ids.push(id);
    }
    ids.try_into().expect("three")
}

/// The host invoices here or from a customer ledger of its own from now on, where it is known.
pub(super) async fn host_issues(app: &App, issued_by: IssuedBy) {
    let desk = app.desk(Scope::command_line());
    let number = Organisation::parse(host().to_string().as_bytes()).expect("an organisation").organisation_number;
    let filter = Filter { organisation_number: Some(number), external_id: None };
    if let Some(found) = desk.organisations(filter, None, 1).await.expect("listed").pop() {
        let details = Organisation { issued_by, ..found.details };
        desk.replace_organisation(found.id, found.revision, details).await.expect("changed");
    }
}

fn host() -> Value {
    let mut host = organisation_of("232100-0214");
    host["bankgiro"] = json!("339-8328");
    host["accounts"] = json!({
        "receivable": "1510", "payable": "2440", "bank": "1930", "rounding": "3740", "income": { "*": "3990" }
    });
    host
}

/// The organisation that is there already, or else a new one: it has a number of its own.
pub(super) async fn organisation(desk: &Desk, document: &Value) -> String {
    let details = Organisation::parse(document.to_string().as_bytes()).expect("an organisation");
    let filter = Filter { organisation_number: Some(details.organisation_number.clone()), external_id: None };
    match desk.organisations(filter, None, 1).await.expect("listed").pop() {
        Some(found) => found.id,
        None => desk.create_organisation(details).await.expect("made").id,
    }
}

/// One that can be invoiced.
pub(super) fn organisation_of(number: &str) -> Value {
    json!({
        "name": "Åre kommun", "organisation_number": number, "buyer_reference": "123456",
        "endpoint": { "scheme": "0007", "id": number.replace('-', "") },
        "address": { "lines": ["Exempelgatan 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE" }
    })
}

/// A call of an operation on things; none when the operation is not known here.
pub(super) fn call(operation: &str, on: &Things) -> Option<Call> {
    let of = |rest: &str| format!("/api/v1/agreements/{}{rest}", on.agreement);
    let invoice = |which: usize, rest: &str| format!("/api/v1/invoices/{}{rest}", on.invoices[which]);
    Some(match operation {
        "listPeriods" => get(of("/periods")),
        "getPeriod" => get(of("/periods/2027")),
        "previewPeriod" => get(of("/periods/2027/preview")),
        "getPeriodSnapshot" => get(of("/periods/2027/snapshots/1")),
        "listContributions" => get(of("/periods/2027/contributions")),
        "planPeriod" => send("POST", of("/periods/2028/plan"), &json!({ "fingerprint": on.fingerprints[0] })),
        "adoptPeriod" => {
            send("POST", of("/periods/2027/adopt"), &json!({ "decision_reference": "HSN § 2" })).at("\"r1\"")
        }
        "correctPeriod" => {
            let body = json!({ "fingerprint": on.fingerprints[1], "reason": "x" });
            send("POST", of("/periods/2029/correct"), &body).at("\"r2\"")
        }
        "callPeriod" => send("POST", of("/periods/2030/calls"), &json!({ "instalment": 4 })),
        "listInvoices" => get("/api/v1/invoices".to_owned()),
        "getInvoice" => get(invoice(0, "")),
        "getInvoicePdf" => Call { kind: "application/pdf", ..get(invoice(0, "/pdf")) },
        "getInvoiceXml" => Call { kind: "application/xml", ..get(invoice(0, "/xml")) },
        "creditInvoice" => send("POST", invoice(0, "/credit-notes"), &json!({ "reason": "x" })),
        "attestInvoice" => Call { method: "POST", ..get(invoice(1, "/attestations")) }.at("\"r1\""),
        "discardInvoice" => Call { method: "DELETE", ..get(invoice(1, "")) }.at("\"r1\""),
        "issueInvoice" => Call { method: "POST", ..get(invoice(2, "/issue")) }.at("\"r2\""),
        "issueInvoices" => {
            let body = json!({ "items": [{ "id": on.invoices[2], "revision": 2 }] });
            send("POST", "/api/v1/invoice-issues".to_owned(), &body)
        }
        "registerIncomingInvoice" => {
            send("POST", invoice(0, "/incoming-invoice"), &json!({ "number": "1", "issued_on": "2030-02-01" }))
        }
        "getIssueProgress" => get("/api/v1/invoice-issues/nobodys".to_owned()),
        "issueInvoiceExternally" => {
            let body = json!({ "number": &on.invoices[2][6..], "issued_on": "2030-07-01", "due_on": "2030-07-31" });
            send("POST", invoice(2, "/external-issue"), &body).at("\"r2\"")
        }
        "issueInvoicesExternally" => {
            let mut item = json!({ "number": &on.invoices[2][6..], "issued_on": "2030-07-01", "due_on": "2030-07-31" });
            item["id"] = json!(on.invoices[2]);
            item["revision"] = json!(2);
            send("POST", "/api/v1/external-invoice-issues".to_owned(), &json!({ "items": [item] }))
        }
        "registerContribution" => {
            let body = json!({
                "party": "are", "contributes_percent": "60", "cause": "partial_budget", "decided_on": "2026-11-24",
                "reference": "KF § 6"
            });
            send("POST", of("/periods/2027/contributions"), &body)
        }
        "getInvoicingDetails" => get(of("/invoicing-details?year=2027")),
        "listOrganisations" => get("/api/v1/organisations".to_owned()),
        "getOrganisation" => get(format!("/api/v1/organisations/{}", on.organisation)),
        "listOrganisationRevisions" => get(format!("/api/v1/organisations/{}/revisions", on.organisation)),
        "createOrganisation" => send("POST", "/api/v1/organisations".to_owned(), &organisation_of("212000-2502")),
        "putOrganisation" => {
            send("PUT", format!("/api/v1/organisations/{}", on.organisation), &organisation_of("212000-2494"))
                .at("\"r1\"")
        }
        _ => return None,
    })
}
