//! The pages under `/problems/`, and `docs/errors.md`: the table for people.

use std::fmt::Write as _;

use maud::{Markup, html};
use samfin_core::{Lang, Text};

use super::render::address;
use super::table::Kind;
use crate::http::pages::layout;

/// The page of one kind of problem.
#[must_use]
pub fn problem_page(kind: Kind, lang: Lang) -> Markup {
    let title = kind.title();
    let (meaning, what_to_do, all) = match lang {
        Lang::Sv => ("Vad det är", "Vad du kan göra", "Alla problem"),
        Lang::En => ("What it is", "What to do", "All problems"),
    };
    layout(
        lang,
        title.get(lang),
        &html! {
            p { code { (kind.code()) } " · " (seen(kind).get(lang)) }
            h2 { (meaning) }
            p { (title.get(lang)) "." }
            h2 { (what_to_do) }
            p { (kind.advice().get(lang)) }
            p { a href="/problems" { (all) } }
        },
    )
}

/// The list of all kinds.
#[must_use]
pub fn index_page(lang: Lang) -> Markup {
    let (title, headings) = match lang {
        Lang::Sv => ("Problem", ["Kod", "Var", "Betydelse", "Vad du kan göra"]),
        Lang::En => ("Problems", ["Code", "Seen as", "Meaning", "What to do"]),
    };
    layout(
        lang,
        title,
        &html! {
            table {
                thead { tr { @for heading in headings { th scope="col" { (heading) } } } }
                tbody {
                    @for kind in Kind::all() {
                        tr id=(kind.code()) {
                            th scope="row" { a href=(address(kind)) { code { (kind.code()) } } }
                            td { (seen(kind).get(lang)) }
                            td { (kind.title().get(lang)) }
                            td { (kind.advice().get(lang)) }
                        }
                    }
                }
            }
        },
    )
}

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
        let _ = writeln!(page, "| `{code}` | {} | {} ({}) | {} |", seen.en, title.en, title.sv, advice.en);
    }
    page
}

/// The status, or that it is a warning beside a result.
fn seen(kind: Kind) -> Text {
    if kind.is_warning() {
        Text::new("varning i svaret", "warning in the answer")
    } else {
        let status = kind.status().as_u16().to_string();
        Text::new(status.clone(), status)
    }
}
