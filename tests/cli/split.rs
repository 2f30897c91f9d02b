//! `samfin split`.

use crate::contains::{contains, worked_cases};
use crate::expected::expect_file;
use crate::program::{repository, samfin};

/// Two parties and one assumed cost, small enough to read.
const SMALL: &str = r#"{
  "year": 2027,
  "agreement": {
    "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "ragunda",
    "parties": [
      { "id": "ragunda", "name": "Ragunda kommun", "kind": "municipality", "area": "2303" },
      { "id": "are", "name": "Åre kommun; \"fjäll\"", "kind": "municipality", "area": "2321" } ],
    "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "source": "assumption",
                 "amount": { "per_year": "30000.01" }, "key": { "type": "equal" } } ] } }"#;

fn example() -> String {
    repository("examples/jamtland-harjedalen-2027.json")
}

#[test]
fn the_example_as_a_table_in_swedish_and_in_english() {
    for lang in ["sv", "en"] {
        let out = samfin(&["split", &example(), "--year", "2027", "--lang", lang]).run().done();
        expect_file(&format!("split.{lang}.txt"), &out);
    }
}

#[test]
fn the_example_as_csv_in_swedish_and_in_english() {
    for lang in ["sv", "en"] {
        let out = samfin(&["split", &example(), "--year", "2027", "--format", "csv", "--lang", lang]).run().done();
        expect_file(&format!("split.{lang}.csv"), &out);
    }
}

#[test]
fn the_example_as_json_is_the_answer_of_the_api() {
    let out = samfin(&["split", &example(), "--year", "2027", "--format", "json"]).run().done();
    expect_file("split.json", &out);
}

#[test]
fn every_worked_case_is_split_to_the_ore() {
    let cases = worked_cases();
    assert_eq!(cases.len(), 21);
    for (file, case) in cases {
        let out = samfin(&["split", &file, "--format", "json"]).run().done();
        contains(&serde_json::from_str(&out).expect("JSON"), &case["expected"], &file);
    }
}

#[test]
fn the_explanation_says_how_every_figure_came_about() {
    for lang in ["sv", "en"] {
        let out = samfin(&["split", "-", "--explain", "--lang", lang]).input(SMALL).run().done();
        expect_file(&format!("explained.{lang}.txt"), &out);
    }
    let out = samfin(&["split", "-", "--explain", "--format", "json"]).input(SMALL).run().done();
    assert!(out.contains("\"explanation\""));
    let err = samfin(&["split", "-", "--explain", "--format", "csv"]).input(SMALL).run().failed(2);
    assert_eq!(err, "error: The explanation does not fit in CSV; choose table or json.\n");
}

#[test]
fn the_locale_decides_the_language_unless_a_flag_does() {
    let swedish = samfin(&["split", "-"]).input(SMALL).env("LANG", "sv_SE.UTF-8").run().done();
    assert!(swedish.contains("30\u{a0}000,01 *") && swedish.contains("Bygger på antaganden"), "{swedish}");
    let english = samfin(&["split", "-"]).input(SMALL).env("LANG", "sv_SE.UTF-8").env("LC_ALL", "C").run().done();
    assert!(english.contains("30,000.01 *") && english.contains("Rests on assumptions"), "{english}");
    assert!(!english.contains('\u{1b}'), "no colours outside a terminal");
}

#[test]
fn names_survive_in_csv() {
    let out = samfin(&["split", "-", "--format", "csv", "--lang", "sv"]).input(SMALL).run().done();
    assert_eq!(
        out,
        "id;part;invånare;andel procent;kronor;kronor per invånare;netto;antagande\n\
         ragunda;Ragunda kommun;5152;49,999983;15000,00;2,91;-15000,01;ja\n\
         are;\"Åre kommun; \"\"fjäll\"\"\";12770;50,000017;15000,01;1,17;15000,01;ja\n"
    );
}

#[test]
fn every_error_is_listed_with_its_place_and_what_to_do() {
    let broken = SMALL.replace("\"host\": \"ragunda\"", "\"host\": \"ragnda\"").replace("\"30000.01\"", "30000.01");
    for lang in ["sv", "en"] {
        let err = samfin(&["split", "-", "--lang", lang]).input(&broken).run().failed(2);
        expect_file(&format!("errors.{lang}.txt"), &err);
    }
    let outcome = samfin(&["split", "-", "--format", "json"]).input(&broken).run();
    let problem: serde_json::Value = serde_json::from_str(&outcome.out).expect("a problem document");
    assert_eq!((outcome.code, outcome.err.as_str()), (2, ""));
    assert_eq!(problem["status"], 422);
    let pointers: Vec<&str> =
        problem["errors"].as_array().expect("errors").iter().filter_map(|error| error["pointer"].as_str()).collect();
    assert!(pointers.contains(&"/agreement/host"), "{pointers:?}");
    assert!(pointers.contains(&"/agreement/costs/0/amount/per_year"), "{pointers:?}");
}

#[test]
fn what_is_not_a_request_ends_with_2() {
    let err = samfin(&["split", "-"]).input("{").run().failed(2);
    assert!(err.starts_with("error: The file is not valid JSON"), "{err}");
    let err = samfin(&["split", "no-such-file.json"]).run().failed(2);
    assert!(err.starts_with("error: no-such-file.json cannot be read"), "{err}");
    let out = samfin(&["split", "-", "--format", "json"]).input("{").run();
    assert!(out.code == 2 && out.out.contains("/problems/malformed-json"), "{out:?}");
    samfin(&["split"]).run().failed(2);
    samfin(&["split", "-", "--year", "soon"]).run().failed(2);
}

#[test]
fn the_year_in_the_file_counts_unless_another_is_asked_for() {
    let total = |args: &[&str]| {
        let out = samfin(args).input(SMALL).run().done();
        serde_json::from_str::<serde_json::Value>(&out).expect("JSON")["year"].clone()
    };
    assert_eq!(total(&["split", "-", "--format", "json"]), 2027);
    assert_eq!(total(&["split", "-", "--format", "json", "--year", "2029"]), 2029);
}
