//! The comparison page of a service that holds the shipped agreement: how long the server takes, and how much is sent.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::api::Caller;
use crate::service::Serving;
use crate::{load, row};

/// Requests for each figure, one after the other on one connection.
const REQUESTS: usize = 200;
/// What browsers send for a page, and what the page's script sends.
const PAGE: &str = "accept: text/html\r\n";
const LIVE: &str = "accept: application/json\r\n";
const COMPRESSED: &str = "accept-encoding: gzip, br, zstd\r\n";

/// `/jamfor` with six scenarios: time, bytes and requests.
pub(crate) fn measure() {
    let serving = Serving::start();
    let mut officer = Caller::with_role(&serving, "officer");
    let query = six_scenarios(&mut officer);
    let key = officer.key;
    let mut stream = serving.connect();
    for (what, accept) in [("as the script asks while a lever moves", LIVE), ("the whole page", PAGE)] {
        let (median, worst) = times(&mut stream, &get(&query, &format!("{accept}{key}")));
        row(&format!("/jamfor, six scenarios, {what}: median"), &told(median), "≤ 3 ms");
        row("  95th percentile", &told(worst), "");
    }
    let (_, page) = body_of(&mut stream, &get(&query, &format!("{PAGE}{key}")));
    let page = String::from_utf8(page).unwrap();
    let files: Vec<&str> =
        page.match_indices("/assets/").map(|(at, _)| page[at..].split('"').next().unwrap()).collect();
    let addresses = std::iter::once(query.as_str()).chain(files.iter().copied());
    let sent: usize =
        addresses.map(|address| sent(&mut stream, &get(address, &format!("{PAGE}{key}{COMPRESSED}")))).sum();
    row("  first visit: requests", &(1 + files.len()).to_string(), "≤ 4");
    row("  first visit: bytes, heads included", &format!("{sent}"), "≤ 60 000");
}

/// The time of a request until its whole answer is here: the median, and what 19 of 20 stay below.
pub(crate) fn times(stream: &mut TcpStream, request: &str) -> (Duration, Duration) {
    let mut buffer = Vec::new();
    let mut once = || {
        let started = Instant::now();
        load::ask(stream, request.as_bytes(), &mut buffer);
        started.elapsed()
    };
    for _ in 0..20 {
        once();
    }
    let mut times: Vec<Duration> = (0..REQUESTS).map(|_| once()).collect();
    times.sort_unstable();
    (times[REQUESTS / 2], times[REQUESTS * 19 / 20])
}

/// Stores the agreement with five of its scenarios; the address that shows them beside it, with a lever moved.
fn six_scenarios(officer: &mut Caller) -> String {
    let read = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let agreement = read(include_str!("../../examples/jamtland-harjedalen-2027.json"));
    let scenarios = read(include_str!("../../examples/scenarios/jamtland-harjedalen-2027.json"));
    let made = officer.post("/api/v1/agreements", &json!({ "document": agreement["request"]["agreement"] }));
    let id = made["id"].as_str().unwrap();
    let stored = scenarios["scenarios"].as_array().unwrap().iter().take(5);
    let columns = stored.map(|scenario| {
        let made = officer.post(&format!("/api/v1/agreements/{id}/scenarios"), scenario);
        format!("&s={};meetings=6", made["id"].as_str().unwrap())
    });
    format!("/jamfor?avtal={id}&fran=2027&aktiv=1&s=avtal{}", columns.collect::<String>())
}

pub(crate) fn get(address: &str, headers: &str) -> String {
    format!("GET {address} HTTP/1.1\r\nhost: 127.0.0.1\r\n{headers}\r\n")
}

/// The length of the answer's head, and its body.
fn body_of(stream: &mut TcpStream, request: &str) -> (usize, Vec<u8>) {
    let mut buffer = Vec::new();
    load::ask(stream, request.as_bytes(), &mut buffer);
    let head = load::find(&buffer, b"\r\n\r\n").unwrap() + 4;
    (head, buffer[head..].to_vec())
}

fn sent(stream: &mut TcpStream, request: &str) -> usize {
    let (head, body) = body_of(stream, request);
    head + body.len()
}

pub(crate) fn told(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}
