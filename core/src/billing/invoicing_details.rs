//! Who of an agreement's parties is invoiced in a year, as which organisation, and what is missing before that can be done.
//!
//! ```
//! use samfin_core::Agreement;
//! use samfin_core::billing::invoicing_details::{Part, invoicing_details};
//! let agreement = Agreement::parse(br#"{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a", "costs": [],
//!   "parties": [ { "id": "a", "name": "Region A", "kind": "region", "organisation_number": "232100-0214" },
//!                { "id": "b", "name": "B kommun", "kind": "municipality" } ] }"#).unwrap();
//! let details = invoicing_details(&agreement, 2027, |_| None);
//! assert_eq!((details[0].part, details[1].part), (Part::Host, Part::Invoiced));
//! assert_eq!(details[0].gaps[0].kind.as_str(), "no-organisation");
//! assert_eq!(details[1].gaps[0].kind.as_str(), "no-organisation-number");
//! ```

mod gaps;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::Datelike as _;

pub use gaps::{Gap, GapKind};

use super::identifiers::{Identifier as _, OrganisationNumber};
use super::organisation::Organisation;
use crate::agreement::{Agreement, Cost, Party};

/// A party, and what its invoices of a year need.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyDetails<'a> {
    /// The party.
    pub party: &'a Party,
    /// What it is in the year's invoicing.
    pub part: Part,
    /// Whether the host owes it money, for costs that it has itself.
    pub is_owed: bool,
    /// The organisation that it is, where it is known.
    pub organisation: Option<&'a Organisation>,
    /// What is missing; nothing when its documents can be issued.
    pub gaps: Vec<Gap>,
}

/// What a party is in a year's invoicing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It issues.
    Host,
    /// It is invoiced, for itself or for others.
    Invoiced,
    /// It is the same legal entity as the host: what it bears is posted, not invoiced.
    Internal,
    /// What it bears stands on the invoice of its payer.
    ThroughPayer,
    /// It bears nothing this year and pays for nobody.
    NotInvoiced,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 5] = [Self::Host, Self::Invoiced, Self::Internal, Self::ThroughPayer, Self::NotInvoiced];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Invoiced => "invoiced",
            Self::Internal => "internal",
            Self::ThroughPayer => "through_payer",
            Self::NotInvoiced => "not_invoiced",
        }
    }
}

/// Every party of the agreement in the calendar year `year`, in the agreement's order; `find` knows the organisations.
#[must_use]
pub fn invoicing_details<'a>(
    agreement: &'a Agreement,
    year: i32,
    find: impl Fn(&OrganisationNumber) -> Option<&'a Organisation>,
) -> Vec<PartyDetails<'a>> {
    invoicing_details_of(agreement, year, |_| true, find)
}

/// The same of those parties alone that `wanted` takes.
#[must_use]
pub fn invoicing_details_of<'a>(
    agreement: &'a Agreement,
    year: i32,
    wanted: impl Fn(&Party) -> bool,
    find: impl Fn(&OrganisationNumber) -> Option<&'a Organisation>,
) -> Vec<PartyDetails<'a>> {
    let host = agreement.host.of_year(year);
    let costs: Vec<&Cost> = agreement.costs.iter().filter(|cost| is_within(cost.from, cost.to, year)).collect();
    let payers: BTreeSet<usize> = agreement
        .parties
        .iter()
        .filter(|party| party.shares_costs && is_within(party.member_from, party.member_to, year))
        .map(|party| party.payer)
        .collect();
    let owed: BTreeSet<usize> =
        costs.iter().filter_map(|cost| cost.provided_by).filter(|party| *party != host).collect();
    let number = |position: usize| organisation_number(agreement.parties.get(position)?);
    let of_host = number(host);
    let wanted = agreement.parties.iter().enumerate().filter(|(_, party)| wanted(party));
    let details = wanted.map(|(position, party)| {
        let is_hosts = of_host.is_some() && number(position) == of_host;
        let part = match position {
            position if position == host => Part::Host,
            position if payers.contains(&position) && is_hosts => Part::Internal,
            position if payers.contains(&position) => Part::Invoiced,
            position if party.payer != position => Part::ThroughPayer,
            _ => Part::NotInvoiced,
        };
        let organisation = number(position).as_ref().and_then(&find);
        let mut details = PartyDetails {
            party,
            part,
            is_owed: owed.contains(&position) && !is_hosts,
            organisation,
            gaps: Vec::new(),
        };
        details.gaps = gaps::gaps(&details, &costs);
        details
    });
    details.collect()
}

/// The organisation number of a party, when it has one that can be right.
#[must_use]
pub fn organisation_number(party: &Party) -> Option<OrganisationNumber> {
    OrganisationNumber::parse(party.organisation_number.as_deref()?).ok()
}

/// Whether days, both ends included and open where there is none, touch the year.
fn is_within(from: Option<chrono::NaiveDate>, to: Option<chrono::NaiveDate>, year: i32) -> bool {
    from.is_none_or(|from| from.year() <= year) && to.is_none_or(|to| to.year() >= year)
}
