//! `/ordlista`: the words, read from `docs/glossary.md` when the program is built, so that the two cannot drift.

use actix_web::{HttpResponse, get};
use maud::html;
use samfin_core::Lang;

use super::layout::Page;
use super::visitor::Visitor;
use super::words::t;
use crate::http::problem::Problem;

const TABLE: &str = include_str!("../../docs/glossary.md");

/// A row of the table.
struct Term<'a> {
    swedish: &'a str,
    name: &'a str,
    english: &'a str,
    meaning: &'a str,
}

impl Term<'_> {
    /// What to link to: the name as it is in the API, in one word.
    fn id(&self) -> String {
        self.name.split(',').next().unwrap_or_default().trim().replace(' ', "-")
    }
}

fn terms() -> impl Iterator<Item = Term<'static>> {
    let rows = TABLE.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = rows.map(|row| row.split(" | ").map(str::trim).collect::<Vec<_>>());
    // The heading and the line under it.
    cells.skip(2).filter_map(|row| match row[..] {
        [swedish, name, english, meaning] => Some(Term { swedish, name, english, meaning }),
        _ => None,
    })
}

/// The glossary.
#[get("/ordlista")]
pub(super) async fn glossary(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let content = html! {
        p.finding { (t!(words, "glossary-intro")) }
        dl.entries.card {
            @for term in terms() {
                div id=(term.id()) {
                    @match words.lang() {
                        Lang::Sv => {
                            dt { (term.swedish) }
                            dd.code lang="en" { (term.name) }
                            dd { (term.meaning) }
                        }
                        Lang::En => {
                            dt { (term.name) }
                            dd.code lang="sv" { (term.swedish) }
                            dd { (term.english) }
                        }
                    }
                }
            }
        }
    };
    let title = t!(words, "glossary-title");
    Ok(visitor.page(&Page { title: &title, place: None, actions: None, content }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_term_with_an_address_of_its_own() {
        let rows = TABLE.lines().filter(|line| line.starts_with("| ")).count();
        let terms: Vec<_> = terms().collect();
        assert_eq!(terms.len(), rows - 2, "a row is not read");
        let mut ids = std::collections::HashSet::new();
        for term in &terms {
            assert!(ids.insert(term.id()), "{} is there twice", term.id());
            assert!([term.swedish, term.name, term.english, term.meaning].iter().all(|cell| !cell.is_empty()));
        }
    }
}
