//! Every worked case: the expected answer was computed by an independent program in exact fractions.

#![expect(clippy::unwrap_used, reason = "a case that cannot be read is a failed test")]

use std::path::Path;

use samfin_core::{Lang, Request, calculate};
use serde_json::Value;

/// Every member of `expected` must be in `actual`, and lists must be as long.
fn assert_holds(actual: &Value, expected: &Value, place: &str) {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => {
            for (name, value) in expected {
                let found = actual.get(name).unwrap_or_else(|| panic!("{place}/{name} is missing"));
                assert_holds(found, value, &format!("{place}/{name}"));
            }
        }
        (Value::Array(actual), Value::Array(expected)) => {
            assert_eq!(actual.len(), expected.len(), "{place}: {actual:?}");
            for (i, (actual, expected)) in actual.iter().zip(expected).enumerate() {
                assert_holds(actual, expected, &format!("{place}/{i}"));
            }
        }
        _ => assert_eq!(actual, expected, "{place}"),
    }
}

fn check(folder: &Path) -> usize {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let mut checked = 0;
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        let case: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let body = serde_json::to_vec(&case["request"]).unwrap();
        let request = Request::parse(&body).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut explained = calculate(&request, true).unwrap_or_else(|error| panic!("{name}: {error}"));
        let answer = serde_json::to_value(explained.answer(Lang::En)).unwrap();
        assert_holds(&answer, &case["expected"], &name);
        // An explanation explains every line and every step, and changes no figure.
        let explanation = explained.explanation.take().unwrap();
        assert_eq!(explanation.lines.len(), explained.lines.len(), "{name}");
        assert!(explanation.lines.iter().all(|trace| trace.rule.last().unwrap().step == "rounding"), "{name}");
        assert_eq!(explanation.default.len(), explained.default.as_ref().map_or(0, |d| d.steps.len()), "{name}");
        assert_eq!(calculate(&request, false).unwrap(), explained, "{name}");
        checked += 1;
    }
    checked
}

#[test]
fn the_worked_cases_match_to_the_ore() {
    let checked = check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"));
    assert_eq!(checked, 21);
}
