//! Division by a key (calculation contract § 4): an exact amount among the members of one day.

mod bounded;
mod weights;

use std::collections::HashSet;

use crate::agreement::{AsOf, Group, Key, KeyRule, Part, Selector};
use crate::cost::{decimal_or_fraction, kronor};
use crate::date::{Days, days_in_year};
use crate::exact::{Fraction, Whole};
use crate::trace::Step;
use crate::{Agreement, Code, Issue, Request, Text, say};

/// Why a division stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A number did not fit; the same in wider arithmetic may.
    Overflow,
    /// Something is wrong with the input; it has been noted.
    Wrong,
}

/// What was noticed during a division.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) issues: Vec<Issue>,
    pub(crate) warnings: Vec<Issue>,
    /// Steps by party position, when they are asked for.
    pub(crate) steps: Option<Vec<Vec<Step>>>,
    /// The stale observations that have been warned of, by address: the costs that use them again are many.
    pub(crate) stale: HashSet<usize>,
}

/// The division of one cost over one run of days with constant members.
pub(crate) struct Division<'d> {
    pub(crate) request: &'d Request,
    /// The position of the cost.
    pub(crate) cost: usize,
    /// The days.
    pub(crate) days: Days,
    pub(crate) notes: &'d mut Notes,
}

/// The exact amounts in öre, in the order of the members.
pub(crate) type Amounts<W> = Vec<Fraction<W>>;

impl<'d> Division<'d> {
    fn agreement(&self) -> &'d Agreement {
        &self.request.agreement
    }

    /// Divides `amount` (in öre, not zero) among `members`, which are party positions, ascending.
    pub(crate) fn divide<W: Whole>(
        &mut self,
        key: &Key,
        amount: &Fraction<W>,
        members: &[usize],
    ) -> Result<Amounts<W>, Stop> {
        match &key.rule {
            KeyRule::Equal => self.equal(key, amount, members),
            KeyRule::Shares(shares) => self.shares(key, shares, amount, members),
            KeyRule::Statistic { statistic, as_of } => {
                self.statistic(key, statistic, as_of.unwrap_or(AsOf::DEFAULT), amount, members)
            }
            KeyRule::Seats(bodies) => self.seats(key, bodies.as_deref(), amount, members),
            KeyRule::Groups(groups) => self.groups(key, groups, amount, members),
            KeyRule::Blend(parts) => self.blend(key, parts, amount, members),
            KeyRule::BaseFee { fees, remainder } => self.base_fee(fees, remainder, amount, members),
            KeyRule::Bounded { key: inner, min, max } => {
                let unbound = self.divide(inner, amount, members)?;
                self.bounded(key, min, max, amount, members, &unbound)
            }
            KeyRule::Among { among, key: inner } => {
                let chosen = self.choose(among, members);
                let places: Vec<usize> = chosen.iter().map(|i| members[*i]).collect();
                let parts = self.divide(inner, amount, &places)?;
                let mut out = vec![Fraction::whole(0); members.len()];
                for (i, part) in chosen.into_iter().zip(parts) {
                    out[i] = part;
                }
                Ok(out)
            }
            KeyRule::Ref(position) => self.divide(&self.agreement().keys[*position].key, amount, members),
        }
    }

    /// First among the groups that have a member, then inside each.
    fn groups<W: Whole>(
        &mut self,
        key: &Key,
        groups: &[Group],
        amount: &Fraction<W>,
        members: &[usize],
    ) -> Result<Amounts<W>, Stop> {
        let chosen: Vec<Vec<usize>> = groups.iter().map(|group| self.choose(&group.among, members)).collect();
        let mut wrong = self.has_overlap(key, &chosen, members);
        for (i, group) in groups.iter().enumerate() {
            if chosen[i].is_empty() && !group.weight.is_zero() {
                let (first, last) = (self.days.first, self.days.last);
                let detail = say!(
                    "gruppen har inga medlemmar {first}–{last}; dess del bärs av de andra grupperna",
                    "the group has no members {first}–{last}; the other groups bear its part"
                );
                self.warn(format!("{}/groups/{i}", key.pointer), Code::GroupWithoutMembers, detail);
            }
        }
        let live: Vec<usize> =
            (0..groups.len()).filter(|i| !chosen[*i].is_empty() && !groups[*i].weight.is_zero()).collect();
        let weights = weights::scaled::<W>(live.iter().map(|i| groups[*i].weight));
        if live.is_empty() {
            self.no_one(key);
            return Err(Stop::Wrong);
        }
        let amounts = weights::proportional(amount, &weights).ok_or(Stop::Overflow)?;
        let mut out = vec![Fraction::whole(0); members.len()];
        for (i, share) in live.into_iter().zip(amounts) {
            let places: Vec<usize> = chosen[i].iter().map(|i| members[*i]).collect();
            let weight = &groups[i].weight;
            self.tell(&places, |_| {
                Step::new("group", vec![("group", i.to_string()), ("weight", weight.to_string())], kronor(&share))
            });
            match self.divide(&groups[i].key, &share, &places) {
                Ok(parts) => chosen[i].iter().zip(parts).for_each(|(i, part)| out[*i] = part),
                Err(Stop::Overflow) => return Err(Stop::Overflow),
                Err(Stop::Wrong) => wrong = true,
            }
        }
        if wrong { Err(Stop::Wrong) } else { Ok(out) }
    }

    fn has_overlap(&mut self, key: &Key, chosen: &[Vec<usize>], members: &[usize]) -> bool {
        let mut seen = vec![false; members.len()];
        for (group, chosen) in chosen.iter().enumerate() {
            for i in chosen {
                if std::mem::replace(&mut seen[*i], true) {
                    let id = &self.agreement().parties[members[*i]].id;
                    let detail = say!(
                        "{id} finns i två grupper; låt varje part vara i högst en",
                        "{id} is in two groups; let each party be in one at most"
                    );
                    self.wrong(format!("{}/groups/{group}", key.pointer), Code::OverlappingGroups, detail);
                    return true;
                }
            }
        }
        false
    }

    /// In parts by weight, each divided by its key, summed.
    fn blend<W: Whole>(
        &mut self,
        key: &Key,
        parts: &[Part],
        amount: &Fraction<W>,
        members: &[usize],
    ) -> Result<Amounts<W>, Stop> {
        let live: Vec<&Part> = parts.iter().filter(|part| !part.weight.is_zero()).collect();
        if live.is_empty() {
            self.no_one(key);
            return Err(Stop::Wrong);
        }
        let weights = weights::scaled::<W>(live.iter().map(|part| part.weight));
        let amounts = weights::proportional(amount, &weights).ok_or(Stop::Overflow)?;
        let mut sums = vec![Fraction::whole(0); members.len()];
        let mut wrong = false;
        for (part, share) in live.into_iter().zip(amounts) {
            self.tell(members, |_| Step::new("part", vec![("weight", part.weight.to_string())], kronor(&share)));
            match self.divide(&part.key, &share, members) {
                Ok(parts) => {
                    for (sum, part) in sums.iter_mut().zip(parts) {
                        *sum = sum.plus(&part).ok_or(Stop::Overflow)?;
                    }
                }
                Err(Stop::Overflow) => return Err(Stop::Overflow),
                Err(Stop::Wrong) => wrong = true,
            }
        }
        self.tell(members, |i| Step::new("sum", Vec::new(), kronor(&sums[i])));
        if wrong { Err(Stop::Wrong) } else { Ok(sums) }
    }

    /// Positions within `members` of those that `among` chooses.
    fn choose(&self, among: &Selector, members: &[usize]) -> Vec<usize> {
        let Agreement { parties, bodies, .. } = self.agreement();
        let mut chosen = Vec::with_capacity(members.len());
        chosen.extend((0..members.len()).filter(|i| among.holds(members[*i], parties, bodies)));
        chosen
    }

    /// `per_year` prorated to the days of the segment: × segment days / days in the year.
    fn prorated<W: Whole>(&self, per_year: &Fraction<W>) -> Option<Fraction<W>> {
        let year = i128::from(days_in_year(self.days.year()));
        per_year.times(&Fraction::ratio(i128::from(self.days.count()), year))
    }

    /// Notes a step for each of `members`, if steps are asked for.
    fn tell(&mut self, members: &[usize], step: impl Fn(usize) -> Step) {
        if let Some(steps) = &mut self.notes.steps {
            for (i, member) in members.iter().enumerate() {
                steps[*member].push(step(i));
            }
        }
    }

    fn wrong(&mut self, pointer: String, code: Code, detail: Text) {
        let issue = Issue::new(pointer, code, detail);
        if !self.notes.issues.contains(&issue) {
            self.notes.issues.push(issue);
        }
    }

    fn warn(&mut self, pointer: String, code: Code, detail: Text) {
        self.notes.warnings.push(Issue::new(pointer, code, detail));
    }

    fn no_one(&mut self, key: &Key) {
        let cost = &self.agreement().costs[self.cost];
        let (id, first) = (&cost.id, self.days.first);
        let place = &key.pointer;
        let detail = say!(
            "kostnaden {id} har ingen att fördelas på den {first} med nyckeln {place}; ge någon en vikt, eller ändra perioden",
            "the cost {id} has no one to be charged on {first} by the key {place}; give someone a weight, or change the period"
        );
        self.wrong(format!("/agreement/costs/{}/key", self.cost), Code::NoOneToCharge, detail);
    }

    /// The step of a key that divides in proportion to weights.
    fn tell_weights<W: Whole>(
        &mut self,
        (name, members): (&'static str, &[usize]),
        weights: &[W],
        amounts: &Amounts<W>,
        more: impl Fn(usize) -> Vec<(&'static str, String)>,
    ) {
        if self.notes.steps.is_none() {
            return;
        }
        let total = weights.iter().try_fold(W::of(0), |sum, weight| sum.plus(weight));
        self.tell(members, |i| {
            let of_total = total.as_ref().map(|total| Fraction { num: weights[i].clone(), den: total.clone() });
            let mut inputs = more(i);
            inputs.extend(of_total.map(|part| ("part", decimal_or_fraction(&part))));
            Step::new(name, inputs, kronor(&amounts[i]))
        });
    }
}

/// Warnings once each: by code and place, the first of them kept.
pub(crate) fn distinct(warnings: Vec<Issue>) -> Vec<Issue> {
    if warnings.len() < 2 {
        return warnings;
    }
    let mut seen = HashSet::with_capacity(warnings.len());
    let first: Vec<bool> =
        warnings.iter().map(|warning| seen.insert((warning.code, warning.pointer.as_str()))).collect();
    if seen.len() == warnings.len() {
        return warnings;
    }
    warnings.into_iter().zip(first).filter_map(|(warning, first)| first.then_some(warning)).collect()
}
