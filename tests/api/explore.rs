//! Comparisons, stress tests, sensitivities, goal seeks, exits: `POST /api/v1/…` with everything in the body.

mod faults;
mod page;
mod pool;

use std::path::Path;

use serde_json::Value;

use crate::databases::{Database, on_both_databases};
use crate::server::{Answer, Server};

/// The worked examples of `docs/examples/`, each with the operation that answers it.
const EXAMPLES: [(&str, &str); 6] = [
    ("comparison", "/api/v1/comparisons"),
    ("exit", "/api/v1/exits"),
    ("goal-seek", "/api/v1/goal-seeks"),
    ("join", "/api/v1/comparisons"),
    ("sensitivity", "/api/v1/sensitivities"),
    ("stress-test", "/api/v1/stress-tests"),
];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples")
}

fn example(name: &str) -> Value {
    let file = std::fs::read(folder().join(format!("{name}.json"))).expect("the example is read");
    serde_json::from_slice(&file).expect("the example is JSON")
}

/// Where an example is answered, and its request.
fn question(name: &str) -> (&'static str, Value) {
    let (_, path) = EXAMPLES.iter().find(|(known, _)| *known == name).expect("an example");
    (path, example(name)["request"].take())
}

on_both_databases! {
    async fn every_worked_example_is_answered_exactly(database) {
        let server = Server::still(database).await;
        for (name, path) in EXAMPLES {
            let example = example(name);
            assert_eq!(server.post(path, &example["request"]).await.json(200), example["answer"], "{name}");
        }
    }
}

#[test]
fn no_worked_example_is_left_out() {
    let entries = std::fs::read_dir(folder()).expect("the folder").map(|entry| entry.expect("a file").path());
    let mut names: Vec<_> = entries.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    assert_eq!(names, EXAMPLES.map(|(name, _)| name));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_languages_differ_in_sentences_only() {
    let server = Server::still(Database::sqlite()).await;
    let mut told = Vec::new();
    for (name, path) in EXAMPLES {
        let example = example(name);
        let call = server.call("POST", path).header("content-type", "application/json").header("accept-language", "sv");
        let swedish = Answer::of(call.body(example["request"].to_string())).await;
        let is_told = !matches!(name, "sensitivity" | "stress-test");
        assert_eq!(
            swedish.header("content-language"),
            is_told.then_some("sv"),
            "{name}: where there is something to read"
        );
        differences(&swedish.json(200), &example["answer"], name, &mut told);
    }
    assert!(told.iter().any(|place| place == "comparison/sustained/1/sentence"), "{told:?}");
    assert!(told.iter().any(|place| place.starts_with("exit/sustained/")), "{told:?}");
    assert!(
        told.iter().all(|place| ["sentence", "detail", "text"].contains(&place.rsplit('/').next().unwrap_or_default())),
        "{told:?}"
    );
}

/// The places at which two answers differ; their shapes may not.
fn differences(one: &Value, other: &Value, place: &str, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            assert!(one.keys().eq(other.keys()), "{place}");
            one.iter().for_each(|(name, value)| differences(value, &other[name], &format!("{place}/{name}"), found));
        }
        (Value::Array(one), Value::Array(other)) => {
            assert_eq!(one.len(), other.len(), "{place}");
            let pairs = one.iter().zip(other).enumerate();
            pairs.for_each(|(i, (one, other))| differences(one, other, &format!("{place}/{i}"), found));
        }
        _ if one != other => found.push(place.to_owned()),
        _ => {}
    }
}
