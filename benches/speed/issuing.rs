//! A thousand invoices at once: until they are issued, until each has its PDF and its e-invoice, what readers notice meanwhile,
//! and whether memory grows with the next thousands.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::api::Caller;
use crate::lists;
use crate::row;
use crate::service::Serving;
use crate::writes::durable;

/// Parties that are invoiced, and so invoices in a batch: the most that one request issues.
const INVOICES: u64 = 1_000;
/// Batches: a sheet of the year each.
const BATCHES: u64 = 5;

/// Both databases; PostgreSQL as `scripts/with-postgres` starts it, told to wait for the disk as it does in production.
pub(crate) fn measure() {
    on("SQLite", &Serving::start());
    match std::env::var("SAMFIN_TEST_POSTGRES_URL") {
        Ok(server) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            on("PostgreSQL", &Serving::on(&runtime.block_on(durable(&server, "issuing"))));
        }
        Err(_) => println!("PostgreSQL: not measured; run scripts/with-postgres cargo bench --bench speed -- issuing"),
    }
}

fn on(name: &str, serving: &Serving) {
    let mut officer = Caller::with_role(serving, "officer");
    let (approver, year) = (Caller::with_role(serving, "approver"), adopted_year(&mut officer));
    let (officer, approver) = (officer.key, approver.key);
    for batch in 1..=BATCHES {
        // Each on a connection of its own: one that has been silent for long is gone.
        let drafts = called(&mut Caller::with_key(serving, &officer), &year, batch);
        let items = attested(&mut Caller::with_key(serving, &approver), &drafts);
        let quiet = median(&read_until(serving, &officer, &AtomicBool::new(true)));
        let done = AtomicBool::new(false);
        let (issued, written, mut reads) = std::thread::scope(|scope| {
            let reader = scope.spawn(|| read_until(serving, &officer, &done));
            let started = Instant::now();
            let headers = format!("idempotency-key: batch-{batch}\r\n");
            let mut sender = Caller::with_key(serving, &officer);
            sender.send("POST", "/api/v1/invoice-issues", &headers, Some(&json!({ "items": items })));
            let issued = started.elapsed();
            while sender.get(&format!("/api/v1/invoice-issues/batch-{batch}"))["pdfs"] != INVOICES {
                std::thread::sleep(Duration::from_millis(500));
            }
            let written = started.elapsed();
            done.store(true, Ordering::Relaxed);
            (issued, written, reader.join().unwrap())
        });
        if batch == 1 {
            row(&format!("{name}: 1 000 invoices issued with PDF and XML"), &seconds(written), "≤ 15 s");
            row("  of it until they are issued", &seconds(issued), "");
            row("  a list of 20 invoices meanwhile: median", &millis(median(&reads)), "");
            row("  and when nothing else goes on", &millis(quiet), "");
            reads.sort_unstable();
            row("  the slowest of those reads", &millis(reads[reads.len() - 1]), "");
        }
        if batch == 1 {
            lists::measure(name, serving, &officer, &year, &items);
        }
        row(
            &format!("  resident memory after {batch} 000"),
            &serving.resident(),
            if batch == 1 { "" } else { "no more" },
        );
    }
}

/// An adopted year of a region with a thousand municipalities, each with what its invoices need.
fn adopted_year(officer: &mut Caller) -> String {
    let mut parties = vec![json!({
        "id": "host", "name": "Region Exempel", "kind": "region", "area": "23", "organisation_number": number(0)
    })];
    parties.extend((1..=INVOICES).map(|i| {
        json!({ "id": format!("p{i}"), "name": format!("Exempelby {i} kommun"), "kind": "municipality", "organisation_number": number(i) })
    }));
    let document = json!({
        "name": "Samfinansierat sekretariat", "currency": "SEK", "valid_from": "2027-01-01", "host": "host", "parties": parties,
        "costs": [
            { "id": "secretary", "name": "Sekreterare", "type": "purchase", "amount": { "per_year": "9600000.00" }, "key": "equal" },
            { "id": "documents", "name": "Dokumenthantering", "type": "purchase", "amount": { "per_year": "2400000.00" }, "key": "equal" }
        ],
        "keys": { "equal": { "type": "equal" } },
        "invoicing": { "instalments": 12, "due_days": 30 }
    });
    let made = officer.post("/api/v1/agreements", &json!({ "document": document }));
    let agreement = format!("/api/v1/agreements/{}", made["id"].as_str().unwrap());
    for i in 0..=INVOICES {
        officer.post("/api/v1/organisations", &organisation(i));
    }
    let decisions = json!([{ "party": "host", "reference": "RS 2026/1 § 1", "decided_on": "2026-11-01" }]);
    officer.post(&format!("{agreement}/versions/1/adopt"), &json!({ "decisions": decisions }));
    let tag = |of: &Value| format!("if-match: \"r{}\"\r\n", of["revision"]);
    let year = format!("{agreement}/periods/2027");
    let preview = officer.get(&format!("{year}/preview"));
    let planned = officer.post(&format!("{year}/plan"), &json!({ "fingerprint": preview["fingerprint"] }));
    officer.send(
        "POST",
        &format!("{year}/adopt"),
        &tag(&planned),
        Some(&json!({ "decision_reference": "RS 2026/1 § 2" })),
    );
    year
}

/// The drafts of a part of the year.
fn called(officer: &mut Caller, year: &str, part: u64) -> Vec<Value> {
    let called = officer.post(&format!("{year}/calls"), &json!({ "instalment": part }));
    let documents = called["documents"].as_array().unwrap();
    assert_eq!(documents.len(), usize::try_from(INVOICES).unwrap());
    documents.clone()
}

/// The drafts attested: what is issued.
fn attested(approver: &mut Caller, drafts: &[Value]) -> Vec<Value> {
    let attest = |draft: &Value| {
        let path = format!("/api/v1/invoices/{}/attestations", draft["id"].as_str().unwrap());
        let read = approver.send("POST", &path, &format!("if-match: \"r{}\"\r\n", draft["revision"]), None);
        json!({ "id": read["id"], "revision": read["revision"] })
    };
    drafts.iter().map(attest).collect()
}

/// How long each read of a list takes, ten a second as when several people look, until it is `done`; twenty at least.
fn read_until(serving: &Serving, key: &str, done: &AtomicBool) -> Vec<Duration> {
    let mut reader = Caller::with_key(serving, key);
    let mut times = Vec::new();
    while times.len() < 20 || !done.load(Ordering::Relaxed) {
        let started = Instant::now();
        reader.get("/api/v1/invoices?limit=20");
        times.push(started.elapsed());
        std::thread::sleep(Duration::from_millis(100));
    }
    times
}

/// Ten digits that an organisation's number can be, the last of them Luhn's.
fn number(i: u64) -> String {
    let digits = format!("{:09}", 212_300_000 + i);
    let sum: u32 = digits
        .bytes()
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    format!("{}-{}{}", &digits[..6], &digits[6..], (10 - sum % 10) % 10)
}

fn organisation(i: u64) -> Value {
    let number = number(i);
    let mut organisation = json!({
        "name": format!("Exempelby {i} kommun"), "organisation_number": number, "buyer_reference": "123456",
        "address": { "lines": ["Exempelgatan 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE" },
        "endpoint": { "scheme": "0007", "id": number.replace('-', "") }
    });
    if i == 0 {
        organisation["bankgiro"] = json!("339-8328");
        organisation["accounts"] = json!({
            "receivable": "1510", "payable": "2440", "bank": "1930", "rounding": "3740", "income": { "*": "3990" }
        });
    }
    organisation
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[times.len() / 2]
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
