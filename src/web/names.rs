//! Names of parties as people say them.

use samfin_core::agreement::PartyKind;
use samfin_core::{Agreement, Id, Party};

use super::words::{Words, t};
use crate::population::area;

/// A party's name without what everyone knows: `Ragunda` for Ragunda kommun, `Regionen` where there is but one.
pub(super) fn short_name(words: Words, party: &Party, is_only_region: bool) -> String {
    let area = party.area.as_deref().and_then(area);
    match (party.kind, area) {
        (PartyKind::Municipality, Some(area)) => area.name.clone(),
        (PartyKind::Region, _) if is_only_region => t!(words, "compare-region"),
        _ => party.name.clone(),
    }
}

/// As [`short_name`], in one agreement.
pub(super) fn short_name_in(words: Words, agreement: &Agreement, party: &Party) -> String {
    let regions = agreement.parties.iter().filter(|party| party.shares_costs && party.kind == PartyKind::Region);
    short_name(words, party, regions.count() == 1)
}

/// As [`short_name_in`], by id.
pub(super) fn short_name_of(words: Words, agreement: &Agreement, id: &Id) -> String {
    let party = agreement.parties.iter().find(|party| party.id == *id);
    party.map_or_else(|| id.to_string(), |party| short_name_in(words, agreement, party))
}

/// `A`, `A och B`, `A, B och C`.
pub(super) fn listed(words: Words, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {} {last}", most.join(", "), t!(words, "and")),
    }
}
