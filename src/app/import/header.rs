//! The header line: the words that name a column, in Swedish and English.

use samfin_core::{Text, say};

use super::columns::Column;
use super::table::Row;
use super::{Columns, Options, Rejected, date, number, place};

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Place,
    Date,
    Value,
    Source,
    Cost,
    What,
    Hours,
    Amount,
}

impl Role {
    /// Words for the role, the surest first: a column of codes wins over one of names.
    fn words(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Place => &[
                &[
                    "for",
                    "kod",
                    "code",
                    "kommunkod",
                    "regionkod",
                    "områdeskod",
                    "area",
                    "area code",
                    "region code",
                    "municipality code",
                    "part",
                    "party",
                    "party id",
                ],
                &["kommun", "region", "område", "municipality", "kommunnamn", "namn", "name"],
            ],
            Self::Date => &[
                &["date", "datum", "referensdatum", "reference date"],
                &["år", "year", "månad", "month", "kvartal", "quarter", "period", "tid", "time", "dag", "day"],
            ],
            Self::Value => &[
                &["value", "värde"],
                &["folkmängd", "befolkning", "invånare", "population", "inhabitants", "antal invånare"],
                &["antal", "number", "count"],
            ],
            Self::Source => &[&["source", "källa"]],
            Self::Cost => &[&["cost", "kostnad", "kostnads id", "cost id"], &["cost item", "kostnadspost"]],
            Self::What => &[
                &["what", "item", "meeting", "möte", "post", "artikel", "vad"],
                &["invoice", "faktura", "description", "beskrivning", "text", "avser"],
            ],
            Self::Hours => &[&["hours", "timmar", "antal timmar", "arbetade timmar", "tim"]],
            Self::Amount => &[&["amount", "belopp", "kronor", "kr", "sek", "belopp exkl moms"]],
        }
    }

    /// The name of the role in `--column ROLE=…`.
    fn option(self) -> &'static str {
        match self {
            Self::Place => "for",
            Self::Date => "date",
            Self::Value => "value",
            Self::Source => "source",
            Self::Cost => "cost",
            Self::What => "what",
            Self::Hours => "hours",
            Self::Amount => "amount",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Place => say!("kommun, kod eller part", "municipality, code or party"),
            Self::Date => say!("datum", "date"),
            Self::Value => say!("värde", "value"),
            Self::Source => say!("källa", "source"),
            Self::Cost => say!("kostnad", "cost"),
            Self::What => say!("vad", "what"),
            Self::Hours => say!("timmar", "hours"),
            Self::Amount => say!("belopp", "amount"),
        }
    }
}

/// The cells of the header that say something, with their index.
pub(super) fn named(row: &Row) -> impl Iterator<Item = (usize, &str)> {
    row.cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.text.is_empty())
        .map(|(index, cell)| (index, cell.text.as_str()))
}

pub(super) fn list(row: &Row) -> String {
    named(row).take(20).map(|(_, text)| shortened(text)).collect::<Vec<_>>().join(", ")
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

/// `Antal_invånare (st)` and `antal invånare` are one header.
fn plain(text: &str) -> String {
    let outside = text.split('(').next().unwrap_or_default();
    let spaced = outside.replace(['_', '-'], " ").to_lowercase();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The column for `role`: the one `wanted` by header or number, none when that is empty, else the one its words name.
pub(super) fn column(row: &Row, wanted: Option<&str>, role: Role) -> Result<Option<Column>, Rejected> {
    let at = |index: usize| Column { number: index + 1, header: row.text(index).to_owned() };
    if wanted == Some("") {
        return Ok(None);
    }
    if let Some(wanted) = wanted {
        let by_header = named(row)
            .find(|(_, text)| *text == wanted)
            .or_else(|| named(row).find(|(_, text)| plain(text) == plain(wanted)));
        return match (by_header, by_number(wanted)) {
            (Some((index, _)), _) => Ok(Some(at(index))),
            (None, Some(index)) if row.number == 0 || index < row.cells.len() => Ok(Some(at(index))),
            _ => Err(no_such_column(row, wanted)),
        };
    }
    for words in role.words() {
        let found = worded(row, words);
        match found[..] {
            [] => {}
            [index] => return Ok(Some(at(index))),
            [a, b, ..] => return Err(ambiguous(&at(a), &at(b), role)),
        }
    }
    Ok(None)
}

fn worded(row: &Row, words: &[&str]) -> Vec<usize> {
    named(row).filter(|(_, text)| words.contains(&plain(text).as_str())).map(|(index, _)| index).collect()
}

/// The column that the words of `role` name, the first where they name several: a proposal, for somebody to look at.
pub(super) fn proposed(row: &Row, role: Role) -> Option<usize> {
    role.words().iter().find_map(|words| worded(row, words).first().copied())
}

/// The header as it is known again: its words, in their order.
pub(super) fn signature(row: &Row) -> String {
    named(row).map(|(index, text)| format!("{index} {}", plain(text))).collect::<Vec<_>>().join("\n")
}

/// A column number counts from 1, as people do.
fn by_number(wanted: &str) -> Option<usize> {
    wanted.parse::<usize>().ok().filter(|number| (1..=10_000).contains(number)).map(|number| number - 1)
}

/// A header line names the column of places, and is not itself a row of data.
pub(super) fn is_header(row: &Row, columns: &Columns) -> bool {
    if named(row).count() < 2 {
        return false;
    }
    let by_word =
        |role: Role| named(row).any(|(_, text)| role.words().iter().any(|words| words.contains(&plain(text).as_str())));
    let value_named = by_word(Role::Value) || named(row).any(|(_, text)| date::in_header(text).is_some());
    match columns.place.as_deref() {
        None => {
            by_word(Role::Place)
                && (value_named || by_word(Role::Date) || columns.value.is_some() || named(row).count() == 2)
        }
        Some(wanted) if named(row).any(|(_, text)| plain(text) == plain(wanted)) => true,
        Some(wanted) => by_number(wanted).is_some_and(|index| {
            let text = row.text(index);
            let word = Role::Place.words().iter().any(|words| words.contains(&plain(text).as_str()));
            word || (!place::has_code(text) && !holds_a_value(row, columns))
        }),
    }
}

fn holds_a_value(row: &Row, columns: &Columns) -> bool {
    let value = columns.value.as_deref().and_then(by_number);
    let is_number =
        |index: usize| row.cells.get(index).is_some_and(|cell| number::parse(cell, number::Mark::Known('.')).is_ok());
    value.map_or_else(|| (0..row.cells.len()).any(is_number), is_number)
}

/// A file without a header line can be read when the user has numbered what is needed.
pub(super) fn all_by_number(options: &Options) -> bool {
    let numbered = |wanted: &Option<String>| wanted.as_deref().is_some_and(|wanted| by_number(wanted).is_some());
    let columns = &options.columns;
    numbered(&columns.place) && numbered(&columns.value) && (numbered(&columns.date) || options.date.is_some())
}

pub(super) fn missing(row: &Row, role: Role) -> Rejected {
    let (there, option) = (list(row), role.option());
    let Text { sv, en } = role.name();
    Rejected(Text::new(
        format!("Ingen kolumn för {sv}. Filen har: {there}. Ange vilken det är ({option}=…)."),
        format!("No column for {en}. The file has: {there}. State which one it is ({option}=…)."),
    ))
}

fn ambiguous(a: &Column, b: &Column, role: Role) -> Rejected {
    let (a, b, option) = (a.label(), b.label(), role.option());
    Rejected(say!(
        "Både ”{a}” och ”{b}” kan vara kolumnen. Ange vilken ({option}=…).",
        "Both '{a}' and '{b}' can be the column. State which ({option}=…)."
    ))
}

fn no_such_column(row: &Row, wanted: &str) -> Rejected {
    let there = list(row);
    Rejected(say!(
        "Filen har ingen kolumn ”{wanted}”. Den har: {there}.",
        "The file has no column '{wanted}'. It has: {there}."
    ))
}
