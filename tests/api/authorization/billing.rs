//! The billing year: what must be there first, and one call of each of its operations.

use std::sync::Arc;

use chrono::NaiveDate;
use samfin::app::budgets::Expected;
use samfin::app::export_layouts::{Exports, NewLayout};
use samfin::app::invoices::{FileKind, NewCall};
use samfin::app::once::Request;
use samfin::app::organisations::Filter;
use samfin::app::payments::NewPayment;
use samfin::app::periods::{Left, NewContribution, NewSettlement, SettlementTold};
use samfin::app::scope::{Actor, Grant, Role, Scope};
use samfin::app::{App, Desk};
use samfin_core::Id;
use samfin_core::billing::organisation::{IssuedBy, Organisation};
use serde_json::{Value, json};

use super::calls::{Call, Things, get, send};
use crate::documents::{adding, agreement};

/// 2027 is planned, adopted 2029 is affected by a decision that came after, 2031 is adopted and 2032 settled; gives the fingerprints
/// of 2028, 2029 and 2031.
pub(super) async fn billing_years(desk: &Desk, agreement: &str) -> [String; 3] {
    let of = |year| desk.preview_period(agreement.to_owned(), year);
    for year in [2027, 2029, 2031, 2032] {
        let fingerprint = of(year).await.expect("previewed").fingerprint;
        desk.plan_period(agreement.to_owned(), year, fingerprint, None).await.expect("planned");
    }
    for year in [2029, 2031, 2032] {
        desk.adopt_period(agreement.to_owned(), year, 1, "KF § 4".to_owned()).await.expect("adopted");
    }
    let settlement = async |year, remainder| match desk.settlement(agreement.to_owned(), year, Some(remainder)).await {
        Ok(SettlementTold::Preview(preview)) => preview.fingerprint,
        other => panic!("{other:?}"),
    };
    let decision = NewSettlement {
        fingerprint: settlement(2032, Left::Carry).await,
        remainder: Left::Carry,
        decision_reference: "KF § 8".to_owned(),
    };
    desk.settle_period(agreement.to_owned(), 2032, 2, decision).await.expect("settled");
    desk.register_contribution(agreement.to_owned(), 2029, half()).await.expect("registered");
    let (planned, corrected) = (of(2028).await.expect("previewed"), of(2029).await.expect("previewed"));
    [planned.fingerprint, corrected.fingerprint, settlement(2031, Left::Invoice).await]
}

/// Åre contributes half.
fn half() -> NewContribution {
    NewContribution {
        party: "are".to_owned(),
        contributes_percent: 50.into(),
        from: None,
        to: None,
        cause: "partial_budget".to_owned(),
        decided_on: NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date"),
        reference: "KF § 5".to_owned(),
        reason: None,
        replaces: None,
    }
}

/// 2033 is adopted as one in which Åre contributes half: it can pay the rest late.
async fn year_with_a_debt(desk: &Desk, agreement: &str) {
    let plan = async || {
        let fingerprint = desk.preview_period(agreement.to_owned(), 2033).await.expect("previewed").fingerprint;
        desk.plan_period(agreement.to_owned(), 2033, fingerprint, None).await.expect("planned");
    };
    plan().await;
    desk.register_contribution(agreement.to_owned(), 2033, half()).await.expect("registered");
    plan().await;
    desk.adopt_period(agreement.to_owned(), 2033, 2, "KF § 8".to_owned()).await.expect("adopted");
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
    year_with_a_debt(&desk, agreement).await;
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

/// An öre of an issued invoice.
pub(super) async fn payment(desk: &Desk, invoice: &str) -> String {
    let new = NewPayment {
        invoice: invoice.to_owned(),
        kind: None,
        amount: "0.01".parse().expect("an amount"),
        paid_on: NaiveDate::from_ymd_opt(2026, 12, 1).expect("a date"),
        note: None,
    };
    desk.register_payment(new).await.expect("registered").payment.id
}

/// A bank's file without payments, for each agreement its own.
pub(super) fn file(name: &str) -> String {
    let made = "<CreDtTm>2026-12-01T06:00:00+01:00</CreDtTm>";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">
         <BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>{}</MsgId>{made}</GrpHdr><Ntfctn><Id>{}</Id>{made}
         <Acct><Id><Othr><Id>3398328</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id><Ccy>SEK</Ccy></Acct>
         </Ntfctn></BkToCstmrDbtCdtNtfctn></Document>",
        &name[..35],
        &name[..35]
    )
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
        "receivable": "1510", "payable": "2440", "bank": "1930", "rounding": "3740", "income": { "*": "3990" },
        "other": { "outlay": "1790", "own_share": "4690", "carry": "1690" }
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

/// A layout of an organisation to be read, and one to be deleted.
pub(super) async fn layouts(desk: &Desk, organisation: &str) {
    for name in ["kept", "gone"].map(|name| Id::parse(name).expect("a name")) {
        if desk.export_layout(organisation.to_owned(), name.clone()).await.is_err() {
            let (organisation, layout) = (organisation.to_owned(), "{}".to_owned());
            let new = NewLayout { organisation, name, exports: Exports::Ledger, layout };
            desk.put_export_layout(new, Expected::Nothing).await.expect("written");
        }
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
    if let Some(call) = payments(operation, on) {
        return Some(call);
    }
    Some(match operation {
        "listPeriods" => get(of("/periods")),
        "getPeriod" => get(of("/periods/2027")),
        "previewPeriod" => get(of("/periods/2027/preview")),
        "getPeriodSnapshot" => get(of("/periods/2027/snapshots/1")),
        "listContributions" => get(of("/periods/2027/contributions")),
        "listLateMoney" => get(of("/periods/2027/late-money")),
        "planPeriod" => send("POST", of("/periods/2028/plan"), &json!({ "fingerprint": on.fingerprints[0] })),
        "adoptPeriod" => {
            send("POST", of("/periods/2027/adopt"), &json!({ "decision_reference": "HSN § 2" })).at("\"r1\"")
        }
        "correctPeriod" => {
            let body = json!({ "fingerprint": on.fingerprints[1], "reason": "x" });
            send("POST", of("/periods/2029/correct"), &body).at("\"r2\"")
        }
        "getOutcome" => get(of("/periods/2029/outcome")),
        "getForecast" => get(of("/periods/2029/forecast")),
        "getSettlement" => get(of("/periods/2029/settlement")),
        "counterfactualPeriod" => send("POST", of("/periods/2032/counterfactual"), &json!({})),
        "putOutcome" => send("PUT", of("/periods/2029/outcome"), &json!({ "entries": [] })).at("\"r0\""),
        "addOutcome" => {
            let entry = json!({ "cost": "hall", "date": "2029-03-01", "amount": "1.00" });
            send("POST", of("/periods/2029/outcome"), &json!({ "entries": [entry] }))
        }
        "importOutcome" => Call {
            kind: "text/csv",
            body: Some("cost;date;amount\nhall;2029-03-01;1\n".to_owned()),
            ..send("POST", of("/periods/2029/outcome/imports"), &Value::Null)
        },
        "forwardPeriod" => {
            let body = json!({ "fingerprint": on.fingerprints[1], "reason": "x" });
            send("POST", of("/periods/2029/forward"), &body).at("\"r2\"")
        }
        "settlePeriod" => {
            let body =
                json!({ "fingerprint": on.fingerprints[2], "remainder": "invoice", "decision_reference": "KF § 9" });
            send("POST", of("/periods/2031/settle"), &body).at("\"r2\"")
        }
        "closePeriod" => Call { method: "POST", ..get(of("/periods/2032/close")) }.at("\"r3\""),
        "callPeriod" => send("POST", of("/periods/2030/calls"), &json!({ "instalment": 4 })),
        _ => return of_documents(operation, on),
    })
}

/// The same of documents, of money and of organisations.
fn of_documents(operation: &str, on: &Things) -> Option<Call> {
    let of = |rest: &str| format!("/api/v1/agreements/{}{rest}", on.agreement);
    let invoice = |which: usize, rest: &str| format!("/api/v1/invoices/{}{rest}", on.invoices[which]);
    Some(match operation {
        "listInvoices" => get("/api/v1/invoices".to_owned()),
        "listVouchers" => get("/api/v1/vouchers".to_owned()),
        "getVoucher" => get(format!("/api/v1/vouchers/{}", on.voucher)),
        "getBalances" => get(format!("/api/v1/organisations/{}/balances", on.organisation)),
        "exportSie" => {
            let days = "issuer=232100-0214&from=2026-01-01&to=2030-12-31";
            Call { kind: "text/x-sie", ..get(format!("/api/v1/exports/sie?{days}")) }
        }
        "exportLedger" => {
            let days = "issuer=232100-0214&from=2026-01-01&to=2030-12-31";
            Call { kind: "text/csv", ..get(format!("/api/v1/exports/ledger?{days}")) }
        }
        "getInvoicesCsv" => Call { kind: "text/csv", ..get("/api/v1/invoices.csv".to_owned()) },
        "getInvoicesXlsx" => Call {
            kind: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ..get("/api/v1/invoices.xlsx".to_owned())
        },
        "exportInvoices" => {
            let body = json!({ "layout": { "columns": [{ "column": "buyer" }] } });
            send("POST", "/api/v1/invoice-exports".to_owned(), &body)
        }
        "getAgreementCalendar" => Call { kind: "text/calendar", ..get(of("/calendar")) },
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
        "registerLateMoney" => {
            let body = json!({ "party": "are", "amount": "1.00", "received_on": "2026-11-24" });
            send("POST", of("/periods/2033/late-money"), &body)
        }
        "getInvoicingDetails" => get(of("/invoicing-details?year=2027")),
        "listOrganisations" => get("/api/v1/organisations".to_owned()),
        "getOrganisation" => get(format!("/api/v1/organisations/{}", on.organisation)),
        "listOrganisationRevisions" => get(format!("/api/v1/organisations/{}/revisions", on.organisation)),
        "listExportLayouts" => get(format!("/api/v1/organisations/{}/export-layouts", on.organisation)),
        "getExportLayout" => get(format!("/api/v1/organisations/{}/export-layouts/kept", on.organisation)),
        "putExportLayout" => {
            let path = format!("/api/v1/organisations/{}/export-layouts/new", on.organisation);
            send("PUT", path, &json!({ "ledger": {} }))
        }
        "deleteExportLayout" => {
            let path = format!("/api/v1/organisations/{}/export-layouts/gone", on.organisation);
            Call { method: "DELETE", ..get(path) }.at("\"r1\"")
        }
        "createOrganisation" => send("POST", "/api/v1/organisations".to_owned(), &organisation_of("212000-2502")),
        "putOrganisation" => {
            send("PUT", format!("/api/v1/organisations/{}", on.organisation), &organisation_of("212000-2494"))
                .at("\"r1\"")
        }
        _ => return None,
    })
}

/// A call of an operation on payments, and on what is not paid.
fn payments(operation: &str, on: &Things) -> Option<Call> {
    let payment = |rest: &str| format!("/api/v1/payments/{}{rest}", on.payment);
    let invoice = |rest: &str| format!("/api/v1/invoices/{}{rest}", on.invoices[0]);
    let (of_invoice, reason) = (&on.invoices[0], json!({ "reason": "x" }));
    let day = "2026-12-01";
    Some(match operation {
        "importPayments" => {
            let body = Some(file(&on.agreement));
            Call { kind: "application/xml", body, ..send("POST", "/api/v1/payment-imports".to_owned(), &json!({})) }
        }
        "listPaymentImports" => get("/api/v1/payment-imports".to_owned()),
        "getPaymentImport" => get(format!("/api/v1/payment-imports/{}", on.payment_import)),
        "listPayments" => get("/api/v1/payments".to_owned()),
        "getPayment" => get(payment("")),
        "registerPayment" => {
            let body = json!({ "invoice": of_invoice, "amount": "0.01", "paid_on": day });
            send("POST", "/api/v1/payments".to_owned(), &body)
        }
        "allocatePayment" => {
            let body = json!({ "items": [{ "invoice": of_invoice, "amount": "-0.01" }] });
            send("POST", payment("/allocations"), &body)
        }
        "refundPayment" => send("POST", payment("/refunds"), &json!({ "amount": "0.01", "paid_on": day })),
        "reversePayment" => send("POST", payment("/reversals"), &reason),
        "remindPayer" => send("POST", invoice("/reminders"), &json!({})),
        "disputeInvoice" => send("POST", invoice("/disputes"), &reason),
        "resolveDispute" => send("POST", invoice("/dispute-resolutions"), &reason),
        "deferInvoice" => send("POST", invoice("/deferrals"), &json!({ "until": "2031-12-31", "reason": "x" })),
        "getInterest" => get(invoice("/interest")),
        "chargeInterest" => send("POST", invoice("/interest-invoices"), &json!({})),
        "listReferenceRates" => get("/api/v1/reference-rates".to_owned()),
        "enterReferenceRate" => {
            send("POST", "/api/v1/reference-rates".to_owned(), &json!({ "from": "2027-01-01", "percent": "2" }))
        }
        "listDefaultProposals" => get(format!("/api/v1/agreements/{}/periods/2027/default-proposals", on.agreement)),
        _ => return None,
    })
}
