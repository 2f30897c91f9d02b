//! A database with a row in every table, as the service would have stored it.

#[path = "stored_payments.rs"]
mod paid;

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use samfin::digest::canonical;
use samfin::storage::agreements::{self, Decision, NewVersion};
use samfin::storage::audit::{self, NewEvent};
use samfin::storage::budgets::{self, NewBudget};
use samfin::storage::contributions::{self, Contribution};
use samfin::storage::grants::{self, Held, Holder};
use samfin::storage::idempotency::{self, Once};
use samfin::storage::invoices::{self, By, Draft, FileKind, Incoming, Invoice, Number};
use samfin::storage::keys::{self, ApiKey};
use samfin::storage::late_money::{self, LateMoney};
use samfin::storage::organisations::{self, Organisation};
use samfin::storage::periods::{self, Period, Snapshot};
use samfin::storage::scenarios::{self, Content, Lock, Scenario, Sharing};
use samfin::storage::share_links::{self, ShareLink, Shows};
use samfin::storage::statistics::{self, Import, Observation};
use samfin::storage::users::{self, Account};
use samfin::storage::{Db, Error, Tx, leases, numbers};
use samfin_core::billing::document::{Document, Issued};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

#[path = "posted.rs"]
mod posted;
#[path = "written.rs"]
mod written;

pub(crate) use posted::post;
pub(crate) use settlement_rows::settled;

#[path = "settlement_rows.rs"]
mod settlement_rows;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

/// An id of the `kind`-th kind of thing and its number.
pub(crate) fn numbered(kind: u32, number: u32) -> String {
    format!("0190{kind:04}-0000-7000-8000-{number:012}")
}

/// The SHA-256 of a text, as it is stored.
pub(crate) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// The request of a documented example.
fn request() -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples/comparison.json");
    let example: Value = serde_json::from_slice(&std::fs::read(path).expect("the example")).expect("JSON");
    example["request"].clone()
}

/// A version that can be calculated.
pub(crate) fn version(note: Option<&str>) -> NewVersion {
    let document = request()["agreement"].to_string();
    NewVersion {
        name: "Samverkansstruktur".to_owned(),
        sha256: sha256(&document),
        document,
        valid_from: "2027-01-01".parse().expect("a date"),
        valid_to: None,
        note: note.map(str::to_owned),
        created_at: at("2026-05-04T10:00:00.123456Z"),
    }
}

/// One agreement with everything that an agreement can have.
pub(crate) async fn everything(tx: &mut Tx, number: u32) -> Result<(), Error> {
    let id = numbered(1, number);
    agreements::insert(tx, &id, &version(None)).await?;
    agreements::add_version(tx, &id, &version(Some("å'\"\n\t\u{1f9ee}"))).await?;
    let decision = |party: &str, day: Option<&str>| Decision {
        party: party.to_owned(),
        reference: "HSN § 45".to_owned(),
        decided_on: day.map(|day| day.parse().expect("a date")),
    };
    let decisions = [decision("rjh", Some("2026-06-01")), decision("bracke", None)];
    agreements::adopt(tx, &id, 1, at("2026-06-02T08:00:00Z"), &decisions).await?;
    let budget = NewBudget {
        agreement_id: id.clone(),
        year: 2027,
        changes: "[]".to_owned(),
        opening: "{\"rjh\":\"-1.00\"}".to_owned(),
        at: at("2026-11-02T09:00:00.5Z"),
    };
    let revision = budgets::put(tx, &budget, None).await?.revision;
    budgets::adopt(tx, &id, 2027, revision, "RF § 7", at("2026-11-03T09:00:00Z")).await?;
    written::meetings_of(tx, &id).await?;
    written::parked(tx, &id).await?;
    written::uploads_of(tx, &id, number).await?;
    let import = Import {
        id: numbered(2, number),
        series: "population".to_owned(),
        file_name: "folkmängd \"2026\".csv".to_owned(),
        file_sha256: sha256("file"),
        row_count: 2,
        recorded_at: at("2026-03-01T10:00:00Z"),
        recorded_by: (number % 2 == 1).then(|| "Tove \"Test\"".to_owned()),
    };
    let observation = |kind: u32, value: &str, source: Option<&str>| Observation {
        id: numbered(kind, number),
        series: "population".to_owned(),
        for_code: "2321".to_owned(),
        date: "2025-12-31".parse().expect("a date"),
        value: value.parse().expect("a decimal"),
        source: source.map(str::to_owned),
        published_at: source.map(|_| "2026-02-22".parse().expect("a date")),
        recorded_at: at("2026-03-01T10:00:00.000001Z"),
        import_id: source.map(|_| numbered(2, number)),
    };
    let observations = [observation(3, "12770", Some("SCB")), observation(4, "0.5", None)];
    statistics::insert_import(tx, &import, &observations).await?;
    scenario(tx, &id, &numbered(5, number), false).await?;
    scenario(tx, &id, &numbered(6, number), true).await?;
    organisation(tx, number).await?;
    people(tx, number).await?;
    Box::pin(billed(tx, number)).await?;
    traces(tx, number).await
}

/// A billing year that is adopted, with what it was calculated from.
pub(crate) async fn period(tx: &mut Tx, id: &str, agreement: &str) -> Result<(), Error> {
    let now = at("2026-12-01T08:00:00.000001Z");
    let mut body = request();
    for name in ["years", "scenarios", "per_inhabitant", "baseline"] {
        body.as_object_mut().expect("an object").remove(name);
    }
    body["year"] = 2027.into();
    let body = canonical(&body);
    let calculation =
        samfin_core::Request::parse(body.as_bytes()).and_then(|request| samfin_core::calculate(&request, false));
    let answer = serde_json::to_value(calculation.expect("calculated").answer(samfin_core::Lang::Sv)).expect("JSON");
    let snapshot = Snapshot {
        number: 1,
        version: 1,
        budget_revision: Some(2),
        engine: "samfin 0.1.0".to_owned(),
        request_sha256: sha256(&body),
        request: body,
        result: canonical(&answer),
        fingerprint: "v1.b2.s0.c0.0".to_owned(),
        reason: Some("Enligt \"budget\"underlaget".to_owned()),
        recorded_at: now,
    };
    let period = Period {
        id: id.to_owned(),
        agreement_id: agreement.to_owned(),
        year: 2027,
        status: periods::Status::Adopted,
        revision: 1,
        snapshot: 1,
        decision_reference: Some("HSN 2026/123 § 45".to_owned()),
        created_at: now,
        changed_at: now,
    };
    periods::insert(tx, &period, &snapshot).await
}

/// What a party has decided to contribute, and what it decided later.
async fn decisions(tx: &mut Tx, period: &str, number: u32) -> Result<(), Error> {
    let contribution = |kind: u32, percent: &str, replaces: Option<String>| Contribution {
        id: numbered(kind, number),
        party: "bracke".to_owned(),
        contributes_percent: percent.parse().expect("a decimal"),
        from: replaces.as_ref().map(|_| "2027-07-01".parse().expect("a date")),
        to: None,
        cause: "partial_budget".to_owned(),
        decided_on: "2026-11-24".parse().expect("a date"),
        reference: "KF § 188".to_owned(),
        reason: replaces.as_ref().map(|_| "Å\n\u{1f9ee}".to_owned()),
        replaces,
        recorded_at: at("2026-12-01T08:00:00.000001Z"),
    };
    contributions::insert(tx, period, &contribution(31, "60", None)).await?;
    contributions::insert(tx, period, &contribution(32, "0.5", Some(numbered(31, number)))).await?;
    late_money::insert(tx, period, &late()).await
}

/// What it paid after all.
fn late() -> LateMoney {
    let ore = |text: &str| text.parse().expect("money");
    LateMoney {
        number: 1,
        snapshot: 1,
        party: "bracke".to_owned(),
        amount: ore("30.01"),
        received_on: "2028-03-14".parse().expect("a date"),
        reason: Some("Sent \"beslut\"".to_owned()),
        back: vec![("are".to_owned(), ore("20.01")), ("reserve".to_owned(), ore("10.00"))],
        recorded_at: at("2028-03-15T08:00:00.000001Z"),
    }
}

/// An organisation that has been changed once.
async fn organisation(tx: &mut Tx, number: u32) -> Result<(), Error> {
    let digits = organisation_number(number);
    let document = |name: &str| format!(r#"{{"name":"{name}","organisation_number":"{digits}"}}"#);
    let new = Organisation {
        id: numbered(30, number),
        organisation_number: digits.clone(),
        external_id: (number % 2 == 1).then(|| format!("å{number}")),
        name: "Bergs kommun".to_owned(),
        document: document("Bergs kommun"),
        unattested: number % 2 == 1,
        revision: 1,
        created_at: at("2026-11-03T09:00:00.000001Z"),
        changed_at: at("2026-11-03T09:00:00.000001Z"),
    };
    organisations::insert_unless_taken(tx, &new).await?;
    let name = "Öga & \u{1f9ee}";
    let changed = Organisation { name: name.to_owned(), document: document(name), ..new };
    organisations::replace(tx, &changed, 1).await?;
    written::layouts_of(tx, &changed.id).await
}

/// An organisation number for each number up to 999 999.
fn organisation_number(number: u32) -> String {
    let digits = format!("556{number:06}");
    let doubled = digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| digit * if place % 2 == 0 { 2 } else { 1 });
    let sum: u32 = doubled.map(|value| value / 10 + value % 10).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// Whose number series the invoices are in.
pub(crate) const ISSUER: &str = "2321000214";

/// A document of `net` kronor with 25 % VAT, the part `instalment` of four.
pub(crate) fn document(form: &str, payer: &str, instalment: i32, net: i64) -> Document {
    let participant = |party: &str, number: &str| {
        serde_json::json!({
            "party": party, "name": format!("Å {party}"), "organisation_number": number, "vat_number": null, "f_tax": true,
            "address": {"lines": ["Box 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE"},
            "endpoint": null, "reference": null, "contact": null, "bankgiro": "1234567", "plusgiro": null, "iban": null,
            "bic": null,
        })
    };
    let days = serde_json::json!({"from": "2027-01-01", "to": "2027-03-31"});
    let occasion = if form == "credit_note" {
        serde_json::json!({"type": "credit"})
    } else {
        serde_json::json!({"type": "instalment", "number": instalment, "of": 4})
    };
    let amount = |ore: i64| format!("{}.{:02}", ore / 100, ore % 100);
    let vat = net * 25;
    let document = serde_json::json!({
        "form": form, "occasion": occasion, "agreement": "Samverkansstruktur", "year": 2027,
        "seller": participant("rjh", ISSUER), "buyer": participant(payer, "2120002411"), "period": days,
        "vat": {"type": "standard", "percent": 25},
        "lines": [{"item": {"type": "cost", "cost": "chef"}, "bearer": payer, "bearer_name": "Å", "text": "Chef",
                   "explanation": "Andel \"1/2\"", "amount": amount(net * 100), "period": days}],
        "totals": {"net": amount(net * 100), "vat": amount(vat), "rounding": "0.00", "payable": amount(net * 100 + vat)},
        "decision_reference": "HSN § 45", "credits": null, "notes": [], "issued": null,
    });
    serde_json::from_value(document).expect("a document")
}

pub(crate) fn by(id: &str) -> By {
    By { kind: "user".to_owned(), id: id.to_owned(), name: "Åsa \"Öga\" Ek".to_owned() }
}

/// A draft in the first billing year of an agreement.
pub(crate) fn draft(id: &str, agreement: &str, period: &str, document: Document) -> Draft {
    Draft {
        id: id.to_owned(),
        agreement_id: agreement.to_owned(),
        period_id: period.to_owned(),
        snapshot: 1,
        ordinal: 1,
        credits_id: None,
        document,
        by: by("officer"),
        at: at("2026-12-01T09:00:00.123456789Z"),
    }
}

/// Issues a draft with the next number of 2027.
pub(crate) async fn issue(tx: &mut Tx, invoice: &Invoice) -> Result<Invoice, Error> {
    let number = numbers::next(tx, ISSUER, 2027).await?;
    let issued = Issued {
        number: format!("2027-{number:04}"),
        issued_on: "2027-01-02".parse().expect("a date"),
        due_on: "2027-02-01".parse().expect("a date"),
        ocr: format!("{number}18"),
        interest_margin_percent: "8".to_owned(),
    };
    let number = Number { issuer: ISSUER.to_owned(), year: 2027, number };
    invoices::issue(tx, invoice, number, issued, at("2027-01-02T08:00:00.000001999Z")).await
}

/// An employer's invoice.
async fn incoming(tx: &mut Tx, invoice: &str, number: u32) -> Result<(), Error> {
    let new = Incoming {
        issuer: ISSUER.to_owned(),
        number: format!("E-{number}"),
        issued_on: "2027-01-30".parse().expect("a date"),
        by: by("officer"),
        recorded_at: at("2027-02-01T08:00:00Z"),
    };
    invoices::register_incoming(tx, invoice, &new).await.map(drop)
}

/// A billing year with an issued invoice and its file, a credit note, an attested draft, and one that came to nothing.
async fn billed(tx: &mut Tx, number: u32) -> Result<(), Error> {
    let (agreement, year, now) = (numbered(1, number), numbered(30, number), at("2027-01-02T08:00:00Z"));
    period(tx, &year, &agreement).await?;
    decisions(tx, &year, number).await?;
    let new = |kind: u32, document| draft(&numbered(kind, number), &agreement, &year, document);
    let invoice = invoices::insert(tx, &new(32, document("invoice", "bracke", 1, 1000))).await?;
    let attested = invoices::attest(tx, &invoice.id, 1, &by("approver"), now).await?;
    let issued = issue(tx, &attested).await?;
    post(tx, &numbered(36, number), &issued).await?;
    invoices::put_file(tx, &issued.id, FileKind::Pdf, &[0, 255, 10, 13, 37], now).await?;
    let mut credit = new(33, document("credit_note", "bracke", 0, 400));
    incoming(tx, &issued.id, number).await?;
    credit.credits_id = Some(issued.id);
    let credit = invoices::insert(tx, &credit).await?;
    let credit = issue(tx, &credit).await?;
    post(tx, &numbered(37, number), &credit).await?;
    invoices::keep_fault(tx, &credit.id, "ingen plats på disken", now).await?;
    let next = invoices::insert(tx, &new(34, document("invoice", "bracke", 2, 1000))).await?;
    invoices::attest(tx, &next.id, 1, &by("approver"), now).await?;
    let nothing = invoices::insert(tx, &new(35, document("invoice", "bracke", 3, 1000))).await?;
    invoices::discard(tx, &nothing.id, 1, now).await?;
    settled(tx, &year).await?;
    paid::paid(tx, number, &numbered(32, number), &next.id).await
}

/// Somebody with a password, somebody from elsewhere, a program, and a link that shows a comparison.
async fn people(tx: &mut Tx, number: u32) -> Result<(), Error> {
    let (now, agreement) = (at("2026-11-03T09:00:00.000001Z"), numbered(1, number));
    let account = |kind: u32, elsewhere: bool| Account {
        id: numbered(kind, number),
        login: format!("å{kind}.{number}@example.org"),
        name: "Åsa \"Öga\" Ek".to_owned(),
        has_password: !elsewhere,
        issuer: elsewhere.then(|| "https://login.example.org".to_owned()),
        subject: elsewhere.then(|| format!("subject {number}")),
        status: if elsewhere { users::Status::Closed } else { users::Status::Active },
        revision: 1,
        created_at: now,
        changed_at: now,
    };
    users::insert(tx, &account(20, false), Some("$argon2id$")).await?;
    users::insert(tx, &account(21, true), None).await?;
    let key = ApiKey {
        id: numbered(22, number),
        name: "Ekonomisystemet".to_owned(),
        created_at: now,
        created_by: Some(numbered(20, number)),
        expires_at: Some(at("2027-12-31T22:59:59.999999Z")),
        revoked_at: None,
        revoke_reason: None,
    };
    keys::insert(tx, &key, &sha256("secret")).await?;
    let held = |kind: u32, role: &str, party: Option<&str>| Held {
        id: numbered(kind, number),
        role: role.to_owned(),
        agreement_id: party.map(|_| agreement.clone()),
        party: party.map(str::to_owned),
        amount_limit: (role == "approver").then_some(5_000_000),
        source: grants::Source::Manual,
    };
    let user = [held(23, "admin", None), held(24, "party_officer", Some("bracke"))];
    grants::replace(tx, Holder::User(&numbered(20, number)), grants::Source::Manual, &user).await?;
    grants::replace(tx, Holder::Key(&key.id), grants::Source::Manual, &[held(25, "approver", None)]).await?;
    let link = ShareLink {
        id: numbered(26, number),
        agreement_id: agreement.clone(),
        name: "Till Outlook".to_owned(),
        shows: Shows::Calendar,
        query: String::new(),
        created_at: now,
        created_by: None,
        expires_at: at("2027-01-31T22:59:59.999999Z"),
        revoked_at: None,
        revoke_reason: None,
    };
    share_links::insert(tx, &link, &sha256(&format!("link {number}"))).await
}

/// What a request leaves behind beside what it asked for.
async fn traces(tx: &mut Tx, number: u32) -> Result<(), Error> {
    let now = at("2026-11-03T09:00:00.000001Z");
    let once = Once {
        principal: "user:1".to_owned(),
        route: "POST /api/v1/agreements".to_owned(),
        key: format!("key {number}"),
        fingerprint: sha256("body"),
    };
    idempotency::take(tx, &once, now).await?;
    idempotency::keep(tx, &once, "{\"a\":\"å\"}").await?;
    leases::take(tx, "housekeeping", &numbered(8, 1), now, now).await?;
    let event = |kind: u32, reason: Option<&str>| NewEvent {
        id: numbered(kind, number),
        recorded_at: now,
        actor_kind: "user".to_owned(),
        actor_id: numbered(9, 1),
        actor_name: "Åsa \"Öga\" Ek".to_owned(),
        action: "agreement.created".to_owned(),
        object_kind: "agreement".to_owned(),
        object_id: numbered(1, number),
        agreement_id: reason.map(|_| numbered(1, number)),
        reason: reason.map(str::to_owned),
        before_sha256: reason.map(sha256),
        after_sha256: reason.map(sha256),
        request_id: reason.map(|_| numbered(12, number)),
    };
    audit::add(tx, &[event(10, Some("§ 1\n\u{1f9ee}")), event(11, None)]).await
}

async fn scenario(tx: &mut Tx, agreement: &str, id: &str, locked: bool) -> Result<(), Error> {
    let when = at("2026-09-01T07:30:00Z");
    let new = Scenario {
        id: id.to_owned(),
        agreement_id: agreement.to_owned(),
        name: format!("Scenario {id}"),
        author: locked.then(|| "Kim".to_owned()),
        created_by: locked.then(|| numbered(9, 1)),
        note: None,
        revision: 1,
        created_at: when,
        changed_at: when,
        shared: None,
        locked: None,
    };
    let content = Content { changes: "[]".to_owned(), events: "[]".to_owned(), statistics: "{}".to_owned() };
    scenarios::insert(tx, &new, &content).await?;
    if locked {
        scenarios::share(tx, agreement, id, 1, &Sharing { at: when, reason: None }).await?;
        let basis = request().to_string();
        let lock = Lock {
            at: when,
            reason: "Budgetbeslut".to_owned(),
            decision_reference: Some("HSN § 46".to_owned()),
            version: 1,
            first_year: 2027,
            last_year: 2028,
            per_inhabitant: None,
            sha256: sha256(&basis),
        };
        scenarios::lock(tx, agreement, id, 2, &lock, &basis).await?;
    }
    Ok(())
}

/// Stores [`everything`] for the numbers, each in a transaction of its own.
pub(crate) async fn store(db: &Db, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let stored: Result<(), Error> = db.write(number, |tx, number| Box::pin(everything(tx, *number))).await;
        stored.expect("stored");
    }
}
