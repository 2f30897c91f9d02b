//! What the program writes about itself.

use crate::program::{repository, samfin};

#[test]
fn the_openapi_document_is_the_committed_one() {
    let committed = std::fs::read_to_string(repository("openapi/openapi.json")).expect("the committed document");
    assert_eq!(samfin(&["openapi"]).run().done(), committed);
}

#[test]
fn completions_know_the_verbs() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = samfin(&["completions", shell]).run().done();
        assert!(script.contains("split") && script.contains("samfin"), "{shell}");
    }
    let bash = samfin(&["completions", "bash"]).run().done();
    let checked = std::process::Command::new("bash").args(["-n", "-c", &bash]).output().expect("bash runs");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}

#[test]
fn manual_pages_are_written_for_every_verb() {
    let page = samfin(&["man"]).run().done();
    assert!(page.contains(".TH samfin 1"), "{page}");
    let program = samfin(&["man", "--dir", "pages"]);
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("pages").display().to_string();
    drop(program);
    samfin(&["man", "--dir", &dir]).run().done();
    for name in
        ["samfin", "samfin-demo", "samfin-serve", "samfin-split", "samfin-import-statistics", "samfin-config-show"]
    {
        assert!(folder.path().join("pages").join(format!("{name}.1")).is_file(), "{name}");
    }
    samfin(&["man", "--dir", "/dev/null/pages"]).run().failed(2);
}

#[test]
fn help_and_version_are_answers() {
    let version = samfin(&["--version"]).run().done();
    assert_eq!(version, format!("samfin {}\n", env!("CARGO_PKG_VERSION")));
    let help = samfin(&["--help"]).run().done();
    for verb in [
        "demo",
        "serve",
        "split",
        "import",
        "migrate",
        "parked",
        "audit",
        "backup",
        "restore",
        "verify",
        "doctor",
        "health",
        "openapi",
        "config",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {verb} ")), "{verb}: {help}");
    }
    samfin(&["spilt"]).run().failed(2);
}
