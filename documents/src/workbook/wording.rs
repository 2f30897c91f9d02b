//! Words that several sheets share.

use samfin_core::agreement::{ASSUMPTION, Agreement, PartyKind, Selector};
use samfin_core::{Observation, Text, say};

/// Several of a kind.
pub(super) fn kinds(kind: PartyKind) -> Text {
    match kind {
        PartyKind::Region => say!("regioner", "regions"),
        PartyKind::Municipality => say!("kommuner", "municipalities"),
        PartyKind::Association => say!("förbund", "associations"),
        PartyKind::Other => say!("övriga", "others"),
    }
}

/// One of a kind.
pub(super) fn kind(kind: PartyKind) -> Text {
    match kind {
        PartyKind::Region => say!("Region", "Region"),
        PartyKind::Municipality => say!("Kommun", "Municipality"),
        PartyKind::Association => say!("Förbund", "Association"),
        PartyKind::Other => say!("Övrig", "Other"),
    }
}

/// What the parties of a kind pay together.
pub(super) fn together(kind: PartyKind, count: usize) -> Text {
    match kind {
        PartyKind::Region if count == 1 => say!("Regionen", "The region"),
        PartyKind::Region => say!("Regionerna", "The regions"),
        PartyKind::Municipality => say!("Kommunerna", "The municipalities"),
        PartyKind::Association => say!("Förbunden", "The associations"),
        PartyKind::Other => say!("Övriga", "The others"),
    }
}

/// A group of a key: what chooses it, or who is in it.
pub(super) fn selector(among: &Selector, agreement: &Agreement, members: &[usize]) -> Text {
    match among {
        Selector::All => say!("alla", "all"),
        Selector::Kind(kind) => kinds(*kind),
        Selector::Body(body) => {
            let body = &agreement.bodies[*body].name;
            say!("de med plats i {body}", "those with a seat in {body}")
        }
        Selector::Parties(_) | Selector::Except(_) => {
            const SHOWN: usize = 3;
            let names: Vec<&str> =
                members.iter().take(SHOWN).map(|party| agreement.parties[*party].name.as_str()).collect();
            let names = names.join(", ");
            match members.len().saturating_sub(SHOWN) {
                0 => Text::new(names.clone(), names),
                more => say!("{names} och {more} till", "{names} and {more} more"),
            }
        }
    }
}

/// A series of statistics, by its name in the reader's language where it is a known one.
pub(super) fn series(name: &str) -> Text {
    match name {
        "population" => say!("invånare", "inhabitants"),
        _ => Text::new(format!("serien {name}"), format!("the series {name}")),
    }
}

/// When a figure of statistics is from, and who says so.
pub(super) fn observed(observation: &Observation) -> Text {
    let date = observation.date;
    match &observation.source {
        Some(source) => say!("{date}. Källa: {source}", "{date}. Source: {source}"),
        None => say!("{date}", "{date}"),
    }
}

/// Where a figure comes from; assumed ones are marked.
pub(super) fn source(source: &str) -> Text {
    if source == ASSUMPTION { say!("Antagande", "Assumption") } else { say!("Källa: {source}", "Source: {source}") }
}
