//! `docs/errors.md`: the table for people.

use std::fmt::Write as _;

use super::table::Kind;

/// `docs/errors.md`.
#[must_use]
pub fn errors_page() -> String {
    let mut page = String::from(
        "# Errors\n\n\
         Every answer that is not a success is an RFC 9457 problem document (`application/problem+json`). Its `type` is\n\
         `/problems/` and one of these codes, and the running service shows a page there. Codes never change; the words\n\
         follow `Accept-Language` (`sv` or `en`). This page is generated from the table in `src/http/problem/table.rs`.\n\n\
         | code | seen as | meaning | what to do |\n| --- | --- | --- | --- |\n",
    );
    for kind in Kind::all() {
        let (code, seen, title, advice) = (kind.code(), seen(kind), kind.title(), kind.advice());
        // Writing to a String cannot fail.
        let _ = writeln!(page, "| `{code}` | {} | {} ({}) | {} |", seen, title.en, title.sv, advice.en);
    }
    page
}

/// The status, or that it is a warning beside a result.
fn seen(kind: Kind) -> String {
    if kind.is_warning() { "warning in the answer".to_owned() } else { kind.status().as_str().to_owned() }
}
