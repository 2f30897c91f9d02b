//! What is wrong with a document, each thing at its place, in words for somebody who fills in a form.

use samfin_core::json::Json;
use samfin_core::{Code, Error, Issue};

use super::tree::below;
use crate::web::form::plain;
use crate::web::words::{Words, t};

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// Where, as a JSON Pointer; empty for the whole.
    pub(super) pointer: String,
    pub(super) text: String,
}

/// Everything that the reader finds wrong, and names that stand twice.
pub(super) fn faults(words: Words, tree: &Json<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    twice(words, tree, "", &mut found);
    if let Err(Error::Invalid(issues)) = samfin_core::Agreement::parse(tree.to_text().as_bytes())
        && found.is_empty()
    {
        found.extend(issues.iter().map(|issue| fault(words, issue)));
    }
    found
}

/// What the API says in terms of JSON is said in those of a form.
fn fault(words: Words, issue: &Issue) -> Fault {
    let text = match issue.code {
        Code::WrongType => t!(words, "edit-wrong-whole"),
        code => plain(words, code).unwrap_or_else(|| issue.detail.get(words.lang()).to_owned()),
    };
    Fault { pointer: issue.pointer.clone(), text }
}

/// Names that stand twice among the same things: JSON has no such thing, so the reader never meets it.
fn twice(words: Words, json: &Json<'_>, at: &str, found: &mut Vec<Fault>) {
    match json {
        Json::Object(members) => {
            for (i, (name, value)) in members.iter().enumerate() {
                let here = below(at, name);
                if members[..i].iter().any(|(known, _)| known == name) {
                    found.push(Fault {
                        pointer: here.clone(),
                        text: t!(words, "edit-wrong-twice", name = name.as_ref()),
                    });
                }
                twice(words, value, &here, found);
            }
        }
        Json::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                twice(words, item, &format!("{at}/{i}"), found);
            }
        }
        _ => {}
    }
}
