//! Whole outputs, kept as files beside the tests so that a change shows in the diff.

use std::path::Path;

/// Compares with `tests/cli/expected/NAME`. `SAMFIN_TEST_UPDATE=1` writes the files anew, for review.
pub(crate) fn expect_file(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/expected").join(name);
    if std::env::var_os("SAMFIN_TEST_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(&path, actual).expect("the file is written");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(expected == actual, "{name} differs; expected:\n{expected}\nbut it is:\n{actual}");
}
