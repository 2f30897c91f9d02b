//! `docs/findings.md` is kept in step with the table.

use std::fmt::Write as _;

use samfin_core::FindingCode;

/// `docs/findings.md`.
fn page() -> String {
    let mut page = String::from(
        "# Findings\n\n\
         What a careful reader would ask of an agreement, with a text that would answer.\n\
         `GET /api/v1/agreements/{id}/findings` looks at the document alone; with `year=` also at what the figures of that\n\
         year show: its adopted budget and opening balances, the stored statistics, and the year calculated once for every\n\
         party that falls short alone, and once more without each limit. When that would be too much work (some hundred\n\
         parties with many costs and limits), only the document and the opening balances are looked at.\n\n\
         A finding does not make an agreement invalid. `serious` will hurt when it happens, `warning` should be thought\n\
         through, `note` is good to know. Codes never change; the words follow `Accept-Language` (`sv` or `en`). `…` in a\n\
         proposed text is for the parties to fill in. This page is generated from the table in `core/src/findings/code.rs`.\n",
    );
    for code in FindingCode::ALL {
        let (severity, question, text) = (code.severity().as_str(), code.question(), code.proposal());
        // Writing to a String cannot fail.
        let _ = write!(
            page,
            "\n## `{code}` ({severity})\n\n{} *{}*\n\n> {}\n>\n> *{}*\n",
            question.en, question.sv, text.en, text.sv
        );
    }
    page
}

/// Compares with the committed page; `SAMFIN_TEST_UPDATE=1` writes it instead.
#[test]
fn the_committed_page_of_findings_is_the_one_the_table_gives() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/findings.md");
    if std::env::var_os("SAMFIN_TEST_UPDATE").is_some() {
        std::fs::write(path, page()).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(committed == page(), "docs/findings.md differs: run this test with SAMFIN_TEST_UPDATE=1");
}
