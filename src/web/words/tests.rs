//! Both languages say the same things, and the pages say nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;

type Messages = BTreeMap<String, BTreeSet<String>>;

/// Every message of a language with its variables.
fn messages(files: &[&str]) -> Messages {
    let mut found = Messages::new();
    for file in files {
        if let Err((_, errors)) = FluentResource::try_new((*file).to_owned()) {
            panic!("a file is not Fluent: {errors:?}");
        }
        let mut current = String::new();
        for line in file.lines() {
            if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| line.starts_with(key) && is_name(key)) {
                current = key.to_owned();
                assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
            }
            for part in line.split('$').skip(1) {
                let name: String = part.chars().take_while(|c| is_name_character(*c)).collect();
                found.get_mut(&current).expect("a message before its variables").insert(name);
            }
        }
    }
    found
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_character)
}

/// Every message that the sources of the pages use, with the variables they give it.
fn used(folder: &Path, found: &mut Vec<(String, BTreeSet<String>)>) {
    for entry in std::fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            used(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs")
            && !path.ends_with("words.rs")
            && !path.ends_with("tests.rs")
        {
            let source = std::fs::read_to_string(&path).expect("text");
            for opening in ["t!(", "key!("] {
                for (at, _) in source.match_indices(opening) {
                    let is_word = source[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
                    if !is_word {
                        found.push(call(&source[at + opening.len()..], &path));
                    }
                }
            }
        }
    }
}

/// The key and the names of variables in what follows `t!(` or `key!(`.
fn call(source: &str, path: &Path) -> (String, BTreeSet<String>) {
    let (mut depth, mut quoted, mut parts) = (0, false, vec![String::new()]);
    for c in source.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted && depth == 0 => break,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().expect("a part").push(c);
    }
    let at = parts.iter().position(|part| part.trim().starts_with('"'));
    let at = at.unwrap_or_else(|| panic!("{}: a message without a key: {}", path.display(), parts[0]));
    let name = |part: &String| part.split_once('=').map(|(name, _)| name.trim().to_owned());
    (parts[at].trim().trim_matches('"').to_owned(), parts[at + 1..].iter().filter_map(name).collect())
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_variables() {
    let (swedish, english) = (messages(SWEDISH), messages(ENGLISH));
    assert!(swedish.len() > 50, "the files are read");
    for (key, variables) in &swedish {
        assert_eq!(english.get(key), Some(variables), "{key} in English");
    }
    assert_eq!(swedish.len(), english.len(), "English has messages that Swedish lacks");
}

#[test]
fn the_pages_use_every_message_and_no_other() {
    let swedish = messages(SWEDISH);
    let mut calls = Vec::new();
    used(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/web")), &mut calls);
    for (key, variables) in &calls {
        assert_eq!(swedish.get(key), Some(variables), "{key} as the pages use it");
    }
    let used: BTreeSet<&String> = calls.iter().map(|(key, _)| key).collect();
    let unused: Vec<_> = swedish.keys().filter(|key| !used.contains(key)).collect();
    assert!(unused.is_empty(), "no page says {unused:?}");
}

#[test]
fn figures_are_put_in_without_marks_around_them() {
    let said = t!(Words::of(Lang::Sv), "start-title", year = 2027);
    assert_eq!(said, "Översikt 2027");
    assert_eq!(t!(Words::of(Lang::En), "start-title", year = "<2027>"), "Overview <2027>");
}
