//! `samfin compare`.

use serde_json::Value;

use crate::databases::Database;
use crate::expected::expect_file;
use crate::program::{Program, repository, samfin};

const COMPARISONS: &str = "/api/v1/comparisons";

/// Two parties, a scenario in which one falls short, and names that a spreadsheet would run.
const SMALL: &str = r#"{
  "years": [2027],
  "agreement": {
    "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
    "parties": [ { "id": "a", "name": "=1+1", "kind": "municipality" }, { "id": "b", "name": "Berg; \"fjäll\"", "kind": "municipality" } ],
    "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "3000.01" }, "key": { "type": "equal" } } ],
    "default_policy": [ { "type": "redistribute", "max_increase_percent": "10" } ] },
  "scenarios": [ { "name": "=HYPERLINK(\"http://x.example\")", "events": [ { "party": "b", "contributes_percent": "0" } ] } ] }"#;

fn example() -> String {
    repository("examples/jamtland-harjedalen-2027.json")
}

fn scenarios() -> String {
    repository("examples/scenarios/jamtland-harjedalen-2027.json")
}

/// The shipped example with the shipped scenarios over four years.
fn shipped(more: &[&str]) -> Program {
    samfin(&[&["compare", &example(), "--scenarios", &scenarios(), "--years", "2027-2030"], more].concat())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn the_example_as_tables_in_swedish_and_in_english() {
    for lang in ["sv", "en"] {
        expect_file(&format!("compare.{lang}.txt"), &shipped(&["--lang", lang]).run().done());
    }
}

#[test]
fn the_example_as_csv_in_swedish_and_in_english() {
    for lang in ["sv", "en"] {
        let out = shipped(&["--lang", lang, "--format", "csv"]).run().done();
        expect_file(&format!("compare.{lang}.csv"), &out);
    }
}

#[test]
fn the_example_as_json_is_the_answer_of_the_api() {
    let out = shipped(&["--format", "json", "--lang", "en"]).run().done();
    let read = |file: String| json(&std::fs::read_to_string(file).expect("the example"));
    let mut body = read(example())["request"].take();
    let members = body.as_object_mut().expect("an object");
    members.remove("year");
    members.insert("years".to_owned(), serde_json::json!([2027, 2028, 2029, 2030]));
    members.insert("scenarios".to_owned(), read(scenarios())["scenarios"].take());
    let database = Database::sqlite();
    let service = samfin(&["serve", "--bind", "127.0.0.1:0", "--database-url", &database.url]).start();
    let (status, answer) = service.post(COMPARISONS, &body.to_string());
    assert_eq!(status, 200, "{answer}");
    assert!(json(&out) == json(&answer), "{out}\n{answer}");
}

#[test]
fn the_readme_shows_what_it_says() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("the README");
    let answer = json(&shipped(&["--format", "json", "--lang", "en"]).run().done());
    let sentence = answer["sustained"][1]["sentence"].as_str().expect("a sentence");
    assert!(readme.contains(&format!("> {sentence}\n")), "{sentence}");
    let out = samfin(&["stress", &example(), "--year", "2027", "--lang", "en"]).run().done();
    let row = out.lines().find(|line| line.starts_with("The agreement's own")).expect("the agreement's own rule");
    for (shown, said) in [("9 / 45", "all 45 ways"), ("158,499.89 kr", "158,499.89 kr"), ("25,000.00", "25,000.00 kr")]
    {
        assert!(row.contains(shown) && readme.contains(said), "{row}");
    }
}

#[test]
fn a_worked_example_gives_its_answer() {
    let file = repository("docs/examples/comparison.json");
    let out = samfin(&["compare", &file, "--format", "json", "--lang", "en"]).run().done();
    assert_eq!(json(&out), json(&std::fs::read_to_string(file).expect("the example"))["answer"]);
}

#[test]
fn the_flags_take_the_place_of_what_the_file_says() {
    let out = shipped(&["--baseline", "Lika delar", "--format", "json"]).run().done();
    let answer = json(&out);
    assert_eq!(answer["baseline"], "Lika delar");
    let years: Vec<_> = answer["years"].as_array().expect("years").iter().map(|year| year["year"].clone()).collect();
    assert_eq!(years, [2027, 2028, 2029, 2030]);
    let out = shipped(&["--years", "2028", "--per-inhabitant", "population", "--format", "json"]);
    let twice = out.run().failed(2);
    assert!(twice.contains("--years"), "{twice}");

    let file = repository("docs/examples/comparison.json");
    let out = samfin(&["compare", &file, "--years", "2028", "--per-inhabitant", "population", "--format", "json"]);
    let answer = json(&out.run().done());
    assert_eq!(answer["years"].as_array().map(Vec::len), Some(1));
    assert!(answer["years"][0]["scenarios"][0]["indicators"]["gini"].is_string());
    // A file for `samfin split` has one year, and no scenarios: the agreement alone.
    let alone = json(&samfin(&["compare", &example(), "--format", "json"]).run().done());
    assert_eq!(alone["years"][0]["year"], 2027);
    assert_eq!(alone["years"][0]["scenarios"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_bare_list_of_scenarios_is_enough() {
    let list =
        r#"[ { "name": "Dyrare", "changes": [ { "target": "costs/hall/amount/per_year", "value": "4000.00" } ] } ]"#;
    let program = samfin(&["compare", "-", "--scenarios", "list.json", "--format", "json"]);
    let answer = json(&program.input(SMALL).file("list.json", list).run().done());
    assert_eq!(answer["years"][0]["scenarios"][1]["name"], "Dyrare");
    assert_eq!(answer["years"][0]["scenarios"][1]["result"]["total"], "4000.00");
}

#[test]
fn hostile_names_are_harmless_in_csv() {
    let out = samfin(&["compare", "-", "--format", "csv", "--lang", "sv"]).input(SMALL).run().done();
    assert_eq!(
        out,
        "år;scenario;id;part;kronor;ändring kronor;ändring procent;bortfall;täcker;skuld\n\
         2027;baseline;a;'=1+1;1500,01;0,00;0,000000;0,00;0,00;0,00\n\
         2027;baseline;b;\"Berg; \"\"fjäll\"\"\";1500,00;0,00;0,000000;0,00;0,00;0,00\n\
         2027;\"'=HYPERLINK(\"\"http://x.example\"\")\";a;'=1+1;1650,01;150,00;9,999933;0,00;150,00;0,00\n\
         2027;\"'=HYPERLINK(\"\"http://x.example\"\")\";b;\"Berg; \"\"fjäll\"\"\";0,00;-1500,00;-100,000000;1500,00;0,00;1500,00\n"
    );
}

#[test]
fn what_is_wrong_is_said_and_ends_with_2() {
    let said = |args: &[&str], input: &str| {
        samfin(&[&["compare"], args, &["--lang", "en"]].concat()).input(input).run().failed(2)
    };
    assert!(said(&["-"], "{").starts_with("error: The file is not valid JSON"));
    assert!(said(&["no-such-file.json"], "").starts_with("error: no-such-file.json cannot be read"));
    assert!(
        said(&["-", "--scenarios", "no-such-file.json"], SMALL).starts_with("error: no-such-file.json cannot be read")
    );
    assert!(said(&["-", "--scenarios", "-"], SMALL).starts_with("error: "));
    for years in ["soon", "2030-2027", "1999", "2027-", "2027-2030-2031"] {
        let err = said(&["-", "--years", years], SMALL);
        assert!(err.contains("write a year, or the first and the last: 2027 or 2027-2030"), "{years}: {err}");
    }
    let err = said(&["-", "--baseline", "Alla"], SMALL);
    assert!(err.contains("/baseline") && err.contains("there is no scenario Alla to compare with"), "{err}");
    let err = said(&["-", "--years", "2000-2100"], SMALL);
    assert!(err.contains("/years") && err.contains("at most 60"), "{err}");
    let err = said(&["-", "--per-inhabitant", "pupils"], SMALL);
    assert!(err.contains("/per_inhabitant") && err.contains("pupils"), "{err}");
    let err = said(&["-"], "[]");
    assert!(err.contains("/agreement") && err.contains("/years"), "{err}");
    said(&[], "");
}

#[test]
fn what_is_wrong_as_json_is_a_problem_document() {
    let outcome = samfin(&["compare", "-", "--baseline", "Alla", "--format", "json"]).input(SMALL).run();
    assert_eq!((outcome.code, outcome.err.as_str()), (2, ""));
    let problem = json(&outcome.out);
    assert_eq!(
        (&problem["type"], &problem["status"]),
        (&Value::from("/problems/unknown-reference"), &Value::from(422))
    );
    assert_eq!(
        (&problem["instance"], &problem["errors"][0]["pointer"]),
        (&Value::from(COMPARISONS), &Value::from("/baseline"))
    );
}
