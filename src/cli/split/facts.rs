//! What a table shows beside the answer: inhabitants, and which figures are assumed.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use samfin_core::{Calculation, Ore, Request, Statistics};

use crate::population;

/// What is known beside the answer.
#[derive(Debug, Default)]
pub(in crate::cli) struct Facts {
    /// What the agreement is called.
    pub(super) agreement: String,
    inhabitants: HashMap<String, Decimal>,
    assumed: HashSet<String>,
}

impl Facts {
    /// Inhabitants on 31 December before the year: the request's figures, else the built-in ones.
    pub(in crate::cli) fn of(request: &Request) -> Self {
        let Request { agreement, statistics, year, .. } = request;
        let day = NaiveDate::from_ymd_opt(year - 1, 12, 31).unwrap_or_default();
        let mut built_in = Statistics::default();
        for known in population::observations() {
            built_in.add(population::SERIES, known.place, known.date, known.value, None);
        }
        let inhabitants = agreement.parties.iter().filter(|party| party.shares_costs).filter_map(|party| {
            let known = |statistics: &Statistics| {
                statistics.series(population::SERIES)?.value(party, day).map(|found| found.value)
            };
            Some((party.id.to_string(), known(statistics).or_else(|| known(&built_in))?))
        });
        Self {
            agreement: agreement.name.clone(),
            inhabitants: inhabitants.collect(),
            assumed: agreement.costs.iter().filter(|cost| cost.is_assumed()).map(|cost| cost.id.to_string()).collect(),
        }
    }

    pub(super) fn knows_inhabitants(&self) -> bool {
        !self.inhabitants.is_empty()
    }

    pub(super) fn inhabitants(&self, party: &str) -> Option<Decimal> {
        self.inhabitants.get(party).copied()
    }

    /// Kronor per inhabitant, where there are inhabitants.
    pub(super) fn per_inhabitant(&self, party: &str, payable: Ore) -> Option<Decimal> {
        Decimal::new(payable.ore(), 2).checked_div(self.inhabitants(party)?)
    }

    pub(super) fn is_assumed(&self, cost: &str) -> bool {
        self.assumed.contains(cost)
    }

    pub(super) fn any_assumed(&self, split: &Calculation) -> bool {
        split.costs.iter().any(|cost| self.is_assumed(cost.id.as_str()))
    }

    /// The parties of whose figures any rests on an assumption.
    pub(super) fn resting_on_assumptions<'s>(&self, split: &'s Calculation) -> HashSet<&'s str> {
        split.lines.iter().filter(|line| self.is_assumed(line.cost.as_str())).map(|line| line.party.as_str()).collect()
    }
}

/// What the reserve receives or pays out: all positions together are zero, so it is what the parties' leave. None when
/// it takes no part.
pub(super) fn reserve_net(split: &Calculation) -> Option<Decimal> {
    let parties: Decimal = split.parties.iter().map(|party| Decimal::new(party.net.ore(), 2)).sum();
    (!parties.is_zero()).then_some(-parties)
}
