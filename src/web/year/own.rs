//! Whose share is asked of nobody: the host's, and those that the host pays for. Settling gives such a party the whole outcome
//! as if it had been asked for it, which is right for the sums and would be untrue in a column of what has been invoiced.

use samfin_core::billing::roles::{Roles, Side, Way};
use samfin_core::{Ore, Request};

use crate::app::periods::{Amounts, PartyAmounts, Snapshot};
use crate::http::problem::Problem;
use crate::web::words::{Words, t};

/// The parties whose shares are the host's own, by id.
#[derive(Default)]
pub(super) struct Own(Vec<String>);

impl Own {
    /// Those of a year, by the agreement that it was planned on.
    pub(super) fn of(snapshot: &Snapshot, year: i32) -> Result<Self, Problem> {
        let request = Request::parse(snapshot.request.as_bytes()).map_err(crate::app::Error::from)?;
        let roles = Roles::of(&request.agreement, year);
        let parties = request.agreement.parties.iter().enumerate();
        let own = parties.filter(|(at, _)| roles.ends(Side::Charge, *at).way == Way::Own);
        Ok(Self(own.map(|(_, party)| party.id.to_string()).collect()))
    }

    /// Whether nobody asks this party for anything.
    pub(super) fn holds(&self, party: &str) -> bool {
        self.0.iter().any(|own| own == party)
    }

    /// What the year costs the host beside its budget, a sentence for each such party.
    pub(super) fn differences(&self, words: Words, amounts: &Amounts) -> Vec<String> {
        let own = amounts.parties.iter().filter(|party| self.holds(&party.party));
        own.filter_map(|party| difference(words, party)).collect()
    }
}

/// What a party bears beside its budget; nothing when it is as budgeted.
fn difference(words: Words, party: &PartyAmounts) -> Option<String> {
    let more = party.outcome.wide() + party.brought.wide() - party.budget.wide();
    let (name, amount) = (party.name.as_str(), Ore::from_wide(more.abs()).unwrap_or_default());
    let amount = words.format().kronor_and_ore(amount);
    match more {
        0 => None,
        1.. => Some(t!(words, "settle-own-more", party = name, amount = amount)),
        _ => Some(t!(words, "settle-own-less", party = name, amount = amount)),
    }
}
