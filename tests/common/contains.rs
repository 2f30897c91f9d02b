//! Answers that hold what was expected, and the worked cases that say what that is.

use std::path::Path;

use serde_json::Value;

/// Asserts that everything in `expected` is in `found`, at the same place.
pub(crate) fn contains(found: &Value, expected: &Value, place: &str) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            for (name, value) in expected {
                let inside = found.get(name).unwrap_or_else(|| panic!("{place}/{name} is missing"));
                contains(inside, value, &format!("{place}/{name}"));
            }
        }
        (Value::Array(found), Value::Array(expected)) => {
            assert_eq!(found.len(), expected.len(), "{place}");
            for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
                contains(found, expected, &format!("{place}/{index}"));
            }
        }
        (found, expected) => assert_eq!(found, expected, "{place}"),
    }
}

/// Every case of `core/tests/cases/` by file name, in order.
pub(crate) fn worked_cases() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("core/tests/cases");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let case = std::fs::read(file).expect("the case is read");
        (file.display().to_string(), serde_json::from_slice(&case).expect("the case is JSON"))
    };
    files.iter().map(read).collect()
}
