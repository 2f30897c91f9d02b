//! `samfin stress`.

use serde_json::{Value, json};

use crate::databases::Database;
use crate::expected::expect_file;
use crate::program::{repository, samfin};

const STRESS_TESTS: &str = "/api/v1/stress-tests";

/// Two parties and two rules, one of them with a name that a spreadsheet would run.
const SMALL: &str = r#"{
  "year": 2027,
  "agreement": {
    "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
    "parties": [ { "id": "a", "name": "Åre", "kind": "municipality" }, { "id": "b", "name": "Berg", "kind": "municipality" } ],
    "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "3000.01" }, "key": { "type": "equal" } } ] },
  "policies": { "=1+1": [ { "type": "redistribute", "max_increase_percent": "10" } ] } }"#;

fn example() -> String {
    repository("examples/jamtland-harjedalen-2027.json")
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn the_example_as_a_table_in_swedish_and_in_english() {
    for lang in ["sv", "en"] {
        expect_file(&format!("stress.{lang}.txt"), &samfin(&["stress", &example(), "--lang", lang]).run().done());
    }
}

#[test]
fn the_example_as_csv_in_swedish_and_in_english() {
    for lang in ["sv", "en"] {
        let out = samfin(&["stress", &example(), "--format", "csv", "--lang", lang]).run().done();
        expect_file(&format!("stress.{lang}.csv"), &out);
    }
}

#[test]
fn the_example_as_json_is_the_answer_of_the_api() {
    let presets = [
        "region-absorbs",
        "all-share",
        "municipalities-share",
        "capped-then-reduce",
        "reserve-first",
        "match-down",
        "defer",
    ];
    let mut body = parsed(&std::fs::read_to_string(example()).expect("the example"))["request"].take();
    let members = body.as_object_mut().expect("an object");
    members.insert("max_defaulters".to_owned(), json!(2));
    let database = Database::sqlite();
    let service = samfin(&["serve", "--bind", "127.0.0.1:0", "--database-url", &database.url]).start();
    // By hand, since the order of the rules is that of the answer.
    let rules = presets.map(|id| format!("\"{id}\":\"{id}\"")).join(",");
    let body =
        body.to_string().strip_suffix('}').map(|body| format!("{body},\"policies\":{{{rules}}}}}")).expect("an object");
    let (status, answer) = service.post(STRESS_TESTS, &body);
    assert_eq!(status, 200, "{answer}");
    let out = samfin(&["stress", &example(), "--format", "json"]).run().done();
    assert!(parsed(&out) == parsed(&answer), "without rules of its own it tries the well-known ones:\n{out}\n{answer}");
}

#[test]
fn a_worked_example_gives_its_answer() {
    let file = repository("docs/examples/stress-test.json");
    let out = samfin(&["stress", &file, "--format", "json"]).run().done();
    assert_eq!(parsed(&out), parsed(&std::fs::read_to_string(&file).expect("the example"))["answer"]);
    let more = samfin(&["stress", &file, "--format", "json", "--max-defaulters", "3", "--year", "2028"]).run().done();
    let more = parsed(&more);
    assert_eq!((&more["year"], &more["policies"][0]["subsets"]), (&json!(2028), &json!(25)), "5 + 10 + 10");
}

#[test]
fn hostile_names_are_harmless_in_csv() {
    let out = samfin(&["stress", "-", "--format", "csv", "--lang", "sv"]).input(SMALL).run().done();
    assert_eq!(
        out,
        "regel;faller bort;och;största ökning procent;ej täckt\n\
         agreement;a;;0,000000;1500,01\n\
         agreement;b;;0,000000;1500,00\n\
         agreement;a;b;0,000000;3000,01\n\
         '=1+1;a;;10,000000;1350,01\n\
         '=1+1;b;;9,999933;1350,00\n\
         '=1+1;a;b;0,000000;3000,01\n"
    );
}

#[test]
fn what_is_wrong_is_said_and_ends_with_2() {
    let said = |args: &[&str], input: &str| {
        samfin(&[&["stress"], args, &["--lang", "en"]].concat()).input(input).run().failed(2)
    };
    assert!(said(&["-"], "{").starts_with("error: The file is not valid JSON"));
    assert!(said(&["no-such-file.json"], "").starts_with("error: no-such-file.json cannot be read"));
    for most in ["0", "-1", "10001", "two"] {
        let err = said(&["-", &format!("--max-defaulters={most}")], SMALL);
        assert!(err.contains("--max-defaulters"), "{most}: {err}");
    }
    said(&["-", "--year", "soon"], SMALL);
    let err = said(&["-", "--year", "2126"], SMALL);
    assert!(err.contains("/year"), "{err}");
    let unknown = SMALL.replace(r#"[ { "type": "redistribute", "max_increase_percent": "10" } ]"#, "\"all-shares\"");
    let err = said(&["-"], &unknown);
    assert!(err.contains("/policies/=1+1") && err.contains("all-share, municipalities-share"), "{err}");
    let outcome = samfin(&["stress", "-", "--format", "json"]).input(&unknown).run();
    assert_eq!((outcome.code, outcome.err.as_str()), (2, ""));
    let problem = parsed(&outcome.out);
    assert_eq!((&problem["status"], &problem["instance"]), (&json!(422), &json!(STRESS_TESTS)));
}
