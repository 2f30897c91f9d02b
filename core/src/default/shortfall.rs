//! Who falls short, by how much, and who can be asked to cover it.

use num_bigint::BigInt;

use crate::date::Days;
use crate::exact::{Fraction, Whole};
use crate::request::Event;
use crate::{Agreement, Request};

/// The shortfalls of a year; at least one party has one.
pub(crate) struct Shortfalls {
    /// By party, in öre; zero for those who contribute.
    pub(super) by_party: Vec<i128>,
    /// By party: whether it can be asked to cover, being a member on a day on which someone falls short.
    pub(super) covers: Vec<bool>,
}

impl Shortfalls {
    /// None when everyone contributes.
    pub(super) fn of(request: &Request, allocated: &[i128]) -> Option<Self> {
        let agreement = &request.agreement;
        let mut by_party = vec![0; allocated.len()];
        let mut days = Vec::new();
        for event in &request.events {
            let owed = allocated[event.party];
            let Some(member) = member_days(agreement, event.party, request.year).filter(|_| owed > 0) else { continue };
            let Some(short) = member.within(event.from, event.to) else { continue };
            let amount = amount(event, owed, short, member, agreement.rounding_unit.wide());
            if amount > 0 {
                days.push(short);
                by_party[event.party] = (by_party[event.party] + amount).min(owed);
            }
        }
        if days.is_empty() {
            return None;
        }
        let members = (0..allocated.len()).map(|party| member_days(agreement, party, request.year));
        let covers = members.enumerate().map(|(party, member)| {
            agreement.parties[party].shares_costs && by_party[party] == 0 && is_asked(member, &days)
        });
        Some(Self { covers: covers.collect(), by_party })
    }

    pub(crate) fn total(&self) -> i128 {
        self.by_party.iter().sum()
    }
}

/// Whether a member of these days is there on a day on which someone falls short.
fn is_asked(member: Option<Days>, short: &[Days]) -> bool {
    member.is_some_and(|member| short.iter().any(|short| overlap(member, *short)))
}

/// A year in which parties contribute nothing at all: the same shortfalls as of events of 0 % all year, found faster.
pub(crate) struct WholeYear<'y> {
    allocated: &'y [i128],
    /// By party: its days as a member.
    members: Vec<Option<Days>>,
    /// By party: whether it shares costs.
    shares: Vec<bool>,
}

impl<'y> WholeYear<'y> {
    pub(crate) fn of(request: &Request, allocated: &'y [i128]) -> Self {
        let agreement = &request.agreement;
        Self {
            allocated,
            members: (0..allocated.len()).map(|party| member_days(agreement, party, request.year)).collect(),
            shares: agreement.parties.iter().map(|party| party.shares_costs).collect(),
        }
    }

    /// The shortfalls when `defaulters` contribute nothing; none when they have nothing to contribute.
    pub(crate) fn without(&self, defaulters: &[usize]) -> Option<Shortfalls> {
        let mut by_party = vec![0; self.allocated.len()];
        let mut days: Vec<Days> = Vec::with_capacity(1);
        for party in defaulters {
            let Some(member) = self.members[*party].filter(|_| self.allocated[*party] > 0) else { continue };
            by_party[*party] = self.allocated[*party];
            if !days.contains(&member) {
                days.push(member);
            }
        }
        if days.is_empty() {
            return None;
        }
        let covers = (0..by_party.len())
            .map(|party| self.shares[party] && by_party[party] == 0 && is_asked(self.members[party], &days));
        Some(Shortfalls { covers: covers.collect(), by_party })
    }
}

/// The days of the year inside the party's membership and the agreement's validity.
fn member_days(agreement: &Agreement, party: usize, year: i32) -> Option<Days> {
    let party = &agreement.parties[party];
    let valid = Days::of_year(year).within(Some(agreement.valid_from), agreement.valid_to)?;
    valid.within(party.member_from, party.member_to)
}

fn overlap(one: Days, other: Days) -> bool {
    one.first <= other.last && other.first <= one.last
}

/// `allocated × (100 − percent)/100 × days / member days`, rounded half away from zero to the unit.
fn amount(event: &Event, allocated: i128, short: Days, member: Days, unit: i128) -> i128 {
    let narrow = units::<i128>(event, allocated, short, member, unit);
    narrow.or_else(|| units::<BigInt>(event, allocated, short, member, unit)).map_or(0, |units| units * unit)
}

fn units<W: Whole>(event: &Event, allocated: i128, short: Days, member: Days, unit: i128) -> Option<i128> {
    let withheld = rust_decimal::Decimal::ONE_HUNDRED - event.contributes_percent;
    let days = Fraction::ratio(i128::from(short.count()), i128::from(member.count()) * 100 * unit);
    let exact = Fraction::<W>::whole(allocated).times(&Fraction::decimal(withheld))?.times(&days)?;
    exact.rounded(1)?.narrow()
}
