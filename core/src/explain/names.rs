//! What bodies and groups are called, where the agreement is at hand.

use crate::agreement::{Group, Key, KeyRule, PartyKind, Selector};
use crate::{Agreement, Id, Text, say};

/// Names for the steps of one line: where in its key the steps have come.
pub(super) struct Names<'a> {
    agreement: Option<&'a Agreement>,
    whole: Option<&'a Key>,
    key: Option<&'a Key>,
}

impl<'a> Names<'a> {
    pub(super) fn of(agreement: Option<&'a Agreement>, cost: &Id) -> Self {
        let whole = agreement.and_then(|agreement| agreement.costs.iter().find(|known| known.id == *cost));
        let whole = whole.map(|cost| &cost.key);
        Self { agreement, whole, key: whole }
    }

    /// A new period is divided by the whole key.
    pub(super) fn begin_again(&mut self) {
        self.key = self.whole;
    }

    /// The bodies by name: `pahsu, tahsu` are ids.
    pub(super) fn bodies(&self, ids: &str) -> String {
        let Some(agreement) = self.agreement else { return ids.to_owned() };
        let name = |id: &str| {
            let body = agreement.bodies.iter().find(|body| body.id.as_str() == id);
            body.map_or_else(|| id.to_owned(), |body| body.name.clone())
        };
        ids.split(", ").map(name).collect::<Vec<_>>().join(", ")
    }

    /// Who the group at `position` is. The steps that follow are inside it.
    pub(super) fn group(&mut self, position: usize) -> Option<Text> {
        let agreement = self.agreement?;
        let group = groups(agreement, self.key.take()?)?.get(position)?;
        self.key = Some(&group.key);
        Some(who(&group.among, agreement))
    }
}

/// The groups that a key begins with. In a blend they belong to one of its parts: which one, the steps do not say.
fn groups<'a>(agreement: &'a Agreement, mut key: &'a Key) -> Option<&'a [Group]> {
    loop {
        key = match &key.rule {
            KeyRule::Groups(groups) => return Some(groups),
            KeyRule::Ref(position) => &agreement.keys.get(*position)?.key,
            KeyRule::Among { key, .. } | KeyRule::Bounded { key, .. } | KeyRule::BaseFee { remainder: key, .. } => key,
            KeyRule::Equal | KeyRule::Shares(_) | KeyRule::Statistic { .. } | KeyRule::Seats(_) | KeyRule::Blend(_) => {
                return None;
            }
        };
    }
}

/// Whom a selector means, in words: «kommunerna», «alla utom Ragunda kommun».
#[must_use]
pub fn who(among: &Selector, agreement: &Agreement) -> Text {
    let names = |positions: &[usize]| {
        let names: Vec<&str> = positions.iter().map(|party| agreement.parties[*party].name.as_str()).collect();
        listed(&names)
    };
    match among {
        Selector::All => say!("alla parter", "all parties"),
        Selector::Kind(kind) => {
            let count = agreement.parties.iter().filter(|party| party.kind == *kind && party.shares_costs).count();
            match (kind, count) {
                (PartyKind::Region, 1) => say!("regionen", "the region"),
                (PartyKind::Region, _) => say!("regionerna", "the regions"),
                (PartyKind::Municipality, 1) => say!("kommunen", "the municipality"),
                (PartyKind::Municipality, _) => say!("kommunerna", "the municipalities"),
                (PartyKind::Association, 1) => say!("förbundet", "the association"),
                (PartyKind::Association, _) => say!("förbunden", "the associations"),
                (PartyKind::Other, _) => say!("övriga parter", "the other parties"),
            }
        }
        Selector::Parties(chosen) => names(chosen),
        Selector::Except(left_out) => {
            let Text { sv, en } = names(left_out);
            say!("alla utom {sv}", "all but {en}")
        }
        Selector::Body(body) => {
            let name = &agreement.bodies[*body].name;
            say!("de som har platser i {name}", "those with seats in {name}")
        }
    }
}

/// `A`, `A och B`, `A, B och C`; of many the first three.
fn listed(names: &[&str]) -> Text {
    const SHOWN: usize = 3;
    match names {
        [] => say!("ingen", "no one"),
        [only] => Text::new(*only, *only),
        [most @ .., last] if names.len() <= SHOWN + 1 => {
            let most = most.join(", ");
            say!("{most} och {last}", "{most} and {last}")
        }
        _ => {
            let (shown, more) = (names[..SHOWN].join(", "), names.len() - SHOWN);
            say!("{shown} och {more} till", "{shown} and {more} more")
        }
    }
}
