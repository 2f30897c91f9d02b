//! What the README claims about speed, measured as ratios in one run: `cargo bench --bench speed`.
//!
//! Parts of it alone: `cargo bench --bench speed -- scenarios pages` (`calculation`, `scenarios`, `service`,
//! `pages`, `access`, `writes`, `papers`, `issuing`; `writes` and `issuing` with `scripts/with-postgres` before it).
//!
//! Needs Python 3; with `pip install -r benches/peers/requirements.txt` in the Python named by
//! `SAMFIN_TEST_PYTHON`, the rounding of PyPI `apportionment` is timed too. Nothing here fails when
//! it is slow: it prints what it measured beside what was aimed for.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run should stop with the reason")]
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

mod api;
mod inside;
mod issuing;
mod lists;
mod load;
mod pages;
mod papers;
mod peers;
mod scenarios;
mod service;
mod writes;

use std::time::{Duration, Instant};

use samfin_core::{Request, calculate};
use serde_json::{Value, json};

/// The agreement of Jämtland Härjedalen: 9 parties, 3 costs, a two-level population key.
const JAMTLAND: &str = include_str!("../jamtland.json");

fn main() {
    if let Some(port) = std::env::args().skip_while(|arg| arg != "--bare").nth(1) {
        return service::serve_bare(port.parse().unwrap());
    }
    let parts: [(&str, fn()); 8] = [
        ("calculation", calculation),
        ("scenarios", scenarios::measure),
        // Compact, as programs send it.
        ("service", || service::measure(&serde_json::from_str::<Value>(JAMTLAND).unwrap().to_string())),
        ("pages", pages::measure),
        ("access", inside::measure),
        ("writes", writes::measure),
        ("papers", papers::measure),
        ("issuing", issuing::measure),
    ];
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let unknown = wanted.iter().find(|name| !parts.iter().any(|(part, _)| part == name));
    assert!(unknown.is_none(), "there is no part {unknown:?}");
    println!("{:<58} {:>14}   aimed for", "measured", "figure");
    for (_, measure) in parts.iter().filter(|(part, _)| wanted.is_empty() || wanted.iter().any(|name| name == part)) {
        measure();
    }
}

fn row(what: &str, figure: &str, aim: &str) {
    println!("{what:<58} {figure:>14}   {aim}");
}

/// The median time of one run of `work`, over about a second after a warm-up.
fn median(mut work: impl FnMut()) -> Duration {
    let mut batch = 1_u32;
    let mut times = Vec::new();
    let until = Instant::now() + Duration::from_millis(1200);
    while Instant::now() < until {
        let started = Instant::now();
        for _ in 0..batch {
            work();
        }
        let took = started.elapsed();
        if took < Duration::from_micros(100) {
            batch *= 2;
        } else {
            times.push(took / batch);
        }
    }
    times.sort_unstable();
    times[times.len() / 2]
}

fn ratio(slow: Duration, fast: Duration) -> String {
    format!("{:.0} ×", slow.as_secs_f64() / fast.as_secs_f64())
}

fn calculation() {
    let request = Request::parse(JAMTLAND.as_bytes()).unwrap();
    let ours = median(|| drop(std::hint::black_box(calculate(&request, false).unwrap())));
    row("Jämtland, parsed document in, result out", &format!("{ours:.1?}"), "≤ 10 µs");
    let explained = median(|| drop(std::hint::black_box(calculate(&request, true).unwrap())));
    row("  the same with the explanation", &format!("{explained:.1?}"), "");
    let parse = median(|| drop(std::hint::black_box(Request::parse(JAMTLAND.as_bytes()).unwrap())));
    row("  reading the document", &format!("{parse:.1?}"), "");
    let python = peers::split("benches/jamtland.json");
    row("  the same calculation in Python fractions", &format!("{python:.1?}"), "");
    row("  Python / ours", &ratio(python, ours), "≥ 50 ×");
    for (name, time) in peers::rounding() {
        row(&format!("  {name}"), &format!("{time:.1?}"), "");
    }
    many_parties();
}

fn many_parties() {
    let count = 10_000;
    let parties: Vec<Value> = (0..count)
        .map(|i| json!({ "id": format!("p{i}"), "name": "P", "kind": if i == 0 { "region" } else { "municipality" } }))
        .collect();
    let population: Vec<Value> = (0..count)
        .map(|i| json!({ "for": format!("p{i}"), "date": "2025-12-31", "value": (5000 + i * 37).to_string() }))
        .collect();
    let mut body: Value = serde_json::from_str(JAMTLAND).unwrap();
    body["agreement"]["parties"] = json!(parties);
    body["agreement"]["host"] = json!("p0");
    body["statistics"]["population"] = json!(population);
    let request = Request::parse(body.to_string().as_bytes()).unwrap();
    let time = median(|| drop(std::hint::black_box(calculate(&request, false).unwrap())));
    row("10 000 parties, 3 costs, the same key", &format!("{time:.1?}"), "≤ 50 ms");
}
