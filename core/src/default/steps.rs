//! The steps of the waterfall, one function each: what it covers, and by whom.

use num_bigint::BigInt;
use rust_decimal::Decimal;

use super::fill::{Taker, fill};
use super::ledger::Ledger;
use super::ore;
use crate::agreement::{Key, PolicyStep, Selector, StepKind};
use crate::date::Days;
use crate::exact::{Fraction, Whole};
use crate::key::{Division, Notes, Stop};
use crate::result::By;
use crate::{Code, Issue, Ore, say};

/// Why a step stopped, with what is wrong.
type Stopped = (Stop, Vec<Issue>);

fn overflow() -> Stopped {
    (Stop::Overflow, Vec::new())
}

impl Ledger<'_> {
    /// Carries out one step while something remains.
    pub(super) fn step<W: Whole>(&mut self, step: &PolicyStep) -> Result<Vec<By>, Stopped> {
        match &step.kind {
            StepKind::Reserve { limit } => Ok(self.draw_reserve(step, *limit)),
            StepKind::Redistribute { among, by, max_increase_percent } => {
                self.redistribute::<W>(step, among, by.as_deref(), *max_increase_percent)
            }
            StepKind::Guarantor { party, limit, percent } => Ok(self.guarantee(step, *party, *limit, *percent)),
            StepKind::ReduceService { costs, max_percent } => self.reduce::<W>(costs, *max_percent),
            StepKind::MatchDown { of, costs } => self.match_down::<W>(step, of, costs),
            StepKind::CarryForward { limit } => Ok(self.carry_forward(step, *limit)),
        }
    }

    fn draw_reserve(&mut self, step: &PolicyStep, limit: Option<Ore>) -> Vec<By> {
        let covered = self.floored(self.remaining.min(self.reserve).min(at_most(limit)));
        self.reserve -= covered;
        self.remaining -= covered;
        if step.recoverable {
            self.recoverable_reserve += covered;
        }
        let by = By::Reserve { reserve: crate::Id::reserve(), amount: ore(covered) };
        if covered > 0 { vec![by] } else { Vec::new() }
    }

    fn guarantee(&mut self, step: &PolicyStep, party: usize, limit: Option<Ore>, percent: Option<Decimal>) -> Vec<By> {
        if self.defaults(party) {
            return Vec::new();
        }
        let part = percent.map_or(self.remaining, |percent| percent_of(self.remaining, percent));
        let covered = self.floored(part.min(at_most(limit)));
        self.take_on(party, covered, step);
        self.by_party([(party, covered)].into_iter())
    }

    fn carry_forward(&mut self, step: &PolicyStep, limit: Option<Ore>) -> Vec<By> {
        if self.defaults(self.host) {
            return Vec::new();
        }
        let covered = self.floored(self.remaining.min(at_most(limit)));
        self.carried += covered;
        self.remaining -= covered;
        if step.recoverable {
            self.recoverable_carried += covered;
        }
        self.by_party([(self.host, covered)].into_iter())
    }

    fn redistribute<W: Whole>(
        &mut self,
        step: &PolicyStep,
        among: &Selector,
        by: Option<&Key>,
        max_increase_percent: Option<Decimal>,
    ) -> Result<Vec<By>, Stopped> {
        let agreement = &self.request.agreement;
        let chosen: Vec<usize> = (0..agreement.parties.len())
            .filter(|i| self.shortfalls.covers[*i] && among.holds(*i, &agreement.parties, &agreement.bodies))
            .collect();
        let weights: Vec<Fraction<W>> = match by {
            None => chosen.iter().map(|party| Fraction::whole(self.allocated[*party].max(0))).collect(),
            Some(key) => self.weights_by(key, &chosen)?,
        };
        let takers: Vec<Taker<'_, W>> = chosen
            .iter()
            .zip(weights)
            .map(|(party, weight)| Taker {
                id: &agreement.parties[*party].id,
                weight,
                cap: max_increase_percent.map(|percent| {
                    let most = self.floored(percent_of(self.allocated[*party].max(0), percent));
                    (most - self.redistributed[*party]).max(0)
                }),
            })
            .collect();
        let taken = fill(&takers, self.remaining, self.unit()).ok_or_else(overflow)?;
        for (party, amount) in chosen.iter().zip(&taken) {
            self.redistributed[*party] += amount;
            self.take_on(*party, *amount, step);
        }
        Ok(self.by_party(chosen.into_iter().zip(taken)))
    }

    /// The weights that a key gives `chosen`; all zero when it has no one to charge.
    fn weights_by<W: Whole>(&mut self, key: &Key, chosen: &[usize]) -> Result<Vec<Fraction<W>>, Stopped> {
        let mut notes = Notes::default();
        let days = Days::of_year(self.request.year);
        let mut division = Division { request: self.request, cost: 0, days, notes: &mut notes };
        let divided = division.divide(key, &Fraction::whole(1), chosen);
        self.warnings.append(&mut notes.warnings);
        match divided {
            Ok(weights) => Ok(weights),
            Err(Stop::Wrong) if notes.issues.iter().all(|issue| issue.code == Code::NoOneToCharge) => {
                Ok(vec![Fraction::whole(0); chosen.len()])
            }
            Err(stop) => Err((stop, notes.issues)),
        }
    }

    fn reduce<W: Whole>(&mut self, costs: &[usize], max_percent: Decimal) -> Result<Vec<By>, Stopped> {
        let cuts = self.cuts_of::<W>(costs, Some(max_percent), self.remaining)?;
        self.remaining -= cuts.iter().map(|(_, cut)| cut).sum::<i128>();
        Ok(self.cut(&cuts))
    }

    /// The practice of coordination associations (FINSAM): when one side falls short, the other keeps the
    /// agreed ratio and the service shrinks.
    fn match_down<W: Whole>(&mut self, step: &PolicyStep, of: &Selector, costs: &[usize]) -> Result<Vec<By>, Stopped> {
        let agreement = &self.request.agreement;
        let parties = 0..agreement.parties.len();
        let inside = |party: &usize| of.holds(*party, &agreement.parties, &agreement.bodies);
        let side: i128 = parties.clone().filter(inside).map(|party| self.allocated[party].max(0)).sum();
        let outsiders = parties.clone().any(|party| self.defaults(party) && !inside(&party));
        if outsiders || side == 0 {
            self.cannot_match(step);
            return Ok(Vec::new());
        }
        let factor = Fraction::<W>::ratio(self.remaining, side).lowest();
        let mut lowered = Vec::new();
        for party in parties.filter(|party| self.shortfalls.covers[*party] && !inside(party)) {
            let exact = Fraction::whole(self.allocated[party].max(0)).times(&factor).ok_or_else(overflow)?;
            let whole = exact.num.divide(&exact.den).0.narrow().ok_or_else(overflow)?;
            lowered.push((party, self.floored(whole)));
        }
        let wanted = self.remaining + lowered.iter().map(|(_, amount)| amount).sum::<i128>();
        let cuts = self.cuts_of::<W>(costs, None, wanted)?;
        if cuts.iter().map(|(_, cut)| cut).sum::<i128>() < wanted {
            self.cannot_match(step);
            return Ok(Vec::new());
        }
        self.remaining = 0;
        for (party, amount) in &lowered {
            self.cover[*party] -= amount;
        }
        let mut by = self.cut(&cuts);
        by.extend(self.by_party(lowered.into_iter().map(|(party, amount)| (party, -amount))));
        Ok(by)
    }

    fn cannot_match(&mut self, step: &PolicyStep) {
        let detail = say!(
            "steget täcker inget: alla som faller bort måste höra till den ena sidan, och kostnaderna räcka till för minskningen",
            "the step covers nothing: all who fall short must belong to the one side, and the costs suffice for the cut"
        );
        self.warnings.push(Issue::new(step.pointer.clone(), Code::CannotMatchDown, detail));
    }

    /// How much each of `costs` is cut, by cost position ascending, for `wanted` öre in all or as much as there is.
    fn cuts_of<W: Whole>(
        &self,
        costs: &[usize],
        max_percent: Option<Decimal>,
        wanted: i128,
    ) -> Result<Vec<(usize, i128)>, Stopped> {
        let mut order = costs.to_vec();
        order.sort_unstable();
        let takers: Vec<Taker<'_, W>> = order
            .iter()
            .map(|cost| {
                let amount = self.costs[*cost].amount.wide().max(0);
                let most = max_percent.map_or(amount, |percent| self.floored(percent_of(amount, percent)));
                Taker {
                    id: &self.request.agreement.costs[*cost].id,
                    weight: Fraction::whole(amount - self.cuts[*cost]),
                    cap: Some((most - self.cuts[*cost]).max(0)),
                }
            })
            .collect();
        let taken = fill(&takers, wanted, self.unit()).ok_or_else(overflow)?;
        Ok(order.into_iter().zip(taken).collect())
    }

    fn cut(&mut self, cuts: &[(usize, i128)]) -> Vec<By> {
        let costs = &self.request.agreement.costs;
        let mut by = Vec::new();
        for (cost, amount) in cuts.iter().filter(|(_, amount)| *amount > 0) {
            self.cuts[*cost] += amount;
            by.push(By::Cost { cost: costs[*cost].id.clone(), amount: ore(*amount) });
        }
        by
    }

    /// Rounded down to the unit.
    fn floored(&self, amount: i128) -> i128 {
        amount - amount.rem_euclid(self.unit())
    }
}

fn at_most(limit: Option<Ore>) -> i128 {
    limit.map_or(i128::MAX, Ore::wide)
}

/// `percent` of an amount that is not negative, rounded down to an öre.
fn percent_of(amount: i128, percent: Decimal) -> i128 {
    let narrow = amount.checked_mul(percent.mantissa()).map(|product| product / (10_i128.pow(percent.scale()) * 100));
    narrow.unwrap_or_else(|| wide_percent_of(amount, percent))
}

fn wide_percent_of(amount: i128, percent: Decimal) -> i128 {
    let hundredths = Fraction::<BigInt>::decimal(percent);
    let whole: BigInt = hundredths.num * amount / (hundredths.den * 100);
    whole.narrow().unwrap_or(i128::MAX)
}
