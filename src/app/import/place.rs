//! Whom a value is for: an area code, a party id, or a name that can only be one area.

use std::collections::HashMap;
use std::sync::LazyLock;

use samfin_core::text::nearest;
use samfin_core::{Text, say};

use crate::population;

/// Whom a cell means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) id: String,
    pub(super) how: How,
}

/// How the cell was understood, for the notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    AsWritten,
    /// `114` in a column of codes: the spreadsheet dropped the zero of `0114`.
    ZeroRestored,
    /// `Ragunda kommun`, found in the built-in list of areas.
    ByName,
}

static BY_NAME: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| population::areas().map(|area| (bare_name(&area.name), area.code.as_str())).collect());

/// What is wrong with the cell, and what to write instead.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) detail: Text,
    pub(super) suggestion: Option<Text>,
}

pub(super) fn parse(text: &str) -> Result<Place, Wrong> {
    let found = |id: &str, how| Ok(Place { id: id.to_owned(), how });
    if let Some(code) = code_before_name(text) {
        return found(code, How::AsWritten);
    }
    if matches!(text.len(), 1 | 3) && digits(text) {
        let code = format!("0{text}");
        return if population::is_area(&code) { found(&code, How::ZeroRestored) } else { Err(unknown_code(text)) };
    }
    if is_slug(text) {
        return found(text, How::AsWritten);
    }
    match by_name(text) {
        Some(code) => found(code, How::ByName),
        None => Err(unknown_name(text)),
    }
}

/// `2303` and Statistics Sweden's `2303 Ragunda`.
fn code_before_name(text: &str) -> Option<&str> {
    let code = text.split([' ', '\u{a0}']).next()?;
    (matches!(code.len(), 2 | 4) && digits(code)).then_some(code)
}

/// Whether the cell starts with a code: a row of data, not a header.
pub(super) fn has_code(text: &str) -> bool {
    code_before_name(text).is_some() || (matches!(text.len(), 1 | 3) && digits(text))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The form of a party id: `[a-z0-9][a-z0-9-]{0,62}`.
fn is_slug(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// `Bergs kommun`, `BERG` and `Berg` are one name; `Region Uppsala` keeps its first word, since
/// `Uppsala` alone is the municipality.
fn by_name(text: &str) -> Option<&'static str> {
    let bare = bare_name(text);
    let found = BY_NAME.get(&bare).or_else(|| BY_NAME.get(bare.strip_suffix('s')?));
    found.copied()
}

fn bare_name(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower.strip_suffix(" kommun").or_else(|| lower.strip_suffix(" stad")).unwrap_or(&lower).to_owned()
}

fn unknown_code(text: &str) -> Wrong {
    Wrong {
        detail: say!("Koden {text} finns inte.", "There is no code {text}."),
        suggestion: Some(say!(
            "Skriv kommunkoden med fyra siffror eller regionens med två, som 2303 och 23.",
            "Write a municipality's code with four digits or a region's with two, as 2303 and 23."
        )),
    }
}

fn unknown_name(text: &str) -> Wrong {
    let name = bare_name(text);
    let near = nearest(&name, BY_NAME.keys().map(String::as_str))
        .and_then(|name| population::areas().find(|area| bare_name(&area.name) == name));
    Wrong {
        detail: say!(
            "Det är varken en kod, ett id för en part eller namnet på en kommun eller region.",
            "This is neither a code, a party id, nor the name of a municipality or region."
        ),
        suggestion: Some(match near {
            Some(area) => {
                let (code, name) = (&area.code, &area.name);
                say!("Menas {code} {name}?", "Is it {code} {name}?")
            }
            None => say!("Skriv koden, som 2303, eller ta bort raden.", "Write the code, as 2303, or remove the row."),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str, id: &str, how: How) {
        let place = parse(text).ok().map(|place| (place.id, place.how));
        assert_eq!(place, Some((id.to_owned(), how)), "{text}");
    }

    #[test]
    fn codes_with_and_without_a_name() {
        for (text, code) in [("2303", "2303"), ("0114", "0114"), ("23", "23"), ("2303 Ragunda", "2303")] {
            is(text, code, How::AsWritten);
        }
    }

    #[test]
    fn a_lost_zero_is_restored_only_when_the_code_exists() {
        is("114", "0114", How::ZeroRestored);
        is("1", "01", How::ZeroRestored);
        assert!(parse("999").is_err());
        assert!(parse("2").is_err());
    }

    #[test]
    fn a_party_id_is_kept_and_a_name_is_looked_up() {
        is("ragunda", "ragunda", How::AsWritten);
        is("Ragunda", "2303", How::ByName);
        is("Ragunda kommun", "2303", How::ByName);
        is("Bergs kommun", "2326", How::ByName);
        is("ÅRE", "2321", How::ByName);
        is("Region Jämtland Härjedalen", "23", How::ByName);
        is("Uppsala", "0380", How::ByName);
    }

    #[test]
    fn a_misspelt_name_gets_a_suggestion() {
        let wrong = parse("Östersnd").expect_err("no such name");
        assert_eq!(wrong.suggestion.map(|text| text.en).as_deref(), Some("Is it 2380 Östersund?"));
        assert!(parse("").is_err() && parse("Summa").is_err());
    }
}
