//! What has been covered so far, and who owes whom when the last step is done.

use num_bigint::BigInt;

use super::fill::{Taker, fill};
use super::shortfall::Shortfalls;
use super::{Defaults, ore};
use crate::agreement::PolicyStep;
use crate::cost::CostOfYear;
use crate::exact::{Fraction, Whole};
use crate::result::{By, Claim, DefaultResult, StepResult};
use crate::trace::Step;
use crate::{Code, Id, Issue, Request, say};

/// The books of the waterfall while it runs, in öre.
pub(super) struct Ledger<'l> {
    pub(super) request: &'l Request,
    pub(super) costs: &'l [CostOfYear],
    pub(super) allocated: &'l [i128],
    pub(super) shortfalls: &'l Shortfalls,
    pub(super) host: usize,
    /// What is still not covered.
    pub(super) remaining: i128,
    /// What is left of the opening reserve.
    pub(super) reserve: i128,
    pub(super) cover: Vec<i128>,
    /// By party: what `redistribute` steps gave it.
    pub(super) redistributed: Vec<i128>,
    /// By cost: how much it is cut.
    pub(super) cuts: Vec<i128>,
    pub(super) carried: i128,
    /// By party: what it covered that the defaulters owe it; the reserve's is apart.
    pub(super) recoverable: Vec<i128>,
    pub(super) recoverable_reserve: i128,
    pub(super) recoverable_carried: i128,
    pub(super) warnings: Vec<Issue>,
    explained: Option<Vec<Step>>,
}

impl<'l> Ledger<'l> {
    pub(super) fn open(
        request: &'l Request,
        costs: &'l [CostOfYear],
        allocated: &'l [i128],
        shortfalls: &'l Shortfalls,
        explain: bool,
    ) -> Self {
        let none = vec![0; allocated.len()];
        Self {
            request,
            costs,
            allocated,
            shortfalls,
            host: request.agreement.host.of_year(request.year),
            remaining: shortfalls.total(),
            reserve: request.opening.reserve.wide(),
            cover: none.clone(),
            redistributed: none.clone(),
            cuts: vec![0; costs.len()],
            carried: 0,
            recoverable: none,
            recoverable_reserve: 0,
            recoverable_carried: 0,
            warnings: Vec::new(),
            explained: explain.then(Vec::new),
        }
    }

    pub(super) fn unit(&self) -> i128 {
        self.request.agreement.rounding_unit.wide()
    }

    pub(super) fn defaults(&self, party: usize) -> bool {
        self.shortfalls.by_party[party] > 0
    }

    /// A party takes on a part.
    pub(super) fn take_on(&mut self, party: usize, amount: i128, step: &PolicyStep) {
        self.cover[party] += amount;
        self.remaining -= amount;
        if step.recoverable {
            self.recoverable[party] += amount;
        }
    }

    /// Each amount by party, zeros left out.
    pub(super) fn by_party(&self, amounts: impl Iterator<Item = (usize, i128)>) -> Vec<By> {
        let parties = &self.request.agreement.parties;
        amounts
            .filter(|(_, amount)| *amount != 0)
            .map(|(party, amount)| By::Party { party: parties[party].id.clone(), amount: ore(amount) })
            .collect()
    }

    pub(super) fn explain(&mut self, step: &PolicyStep, kind: &'static str, before: i128, covered: i128) {
        let remaining = ore(self.remaining).to_string();
        if let Some(explained) = &mut self.explained {
            let inputs = vec![
                ("shortfall", ore(before).to_string()),
                ("remaining", remaining),
                ("recoverable", step.recoverable.to_string()),
            ];
            explained.push(Step::new(kind, inputs, ore(covered).to_string()));
        }
    }

    /// What is left after the last step is laid out by the host; then debts and claims are drawn up.
    pub(super) fn close(mut self, steps: Vec<StepResult>) -> Defaults {
        let uncovered = self.remaining;
        if uncovered > 0 {
            let host = &self.request.agreement.parties[self.host].name;
            let amount = ore(uncovered);
            let detail = say!(
                "{amount} kr täcks av ingen; {host} ligger ute med det. Lägg till ett steg i regeln vid bortfall",
                "{amount} kr is covered by no one; {host} lays it out. Add a step to the default policy"
            );
            self.warnings.push(Issue::new("/agreement/default_policy", Code::UncoveredShortfall, detail));
        }
        let mut claims = self.recoverable.clone();
        claims[self.host] += self.recoverable_carried + uncovered;
        let mut debt = self.debts(claims.iter().sum::<i128>() + self.recoverable_reserve);
        // A host that is both debtor and creditor nets the two.
        let netted = debt[self.host].min(claims[self.host]);
        debt[self.host] -= netted;
        claims[self.host] -= netted;
        let parties = &self.request.agreement.parties;
        let creditors = parties.iter().map(|party| party.id.clone()).chain([Id::reserve()]);
        let claims = creditors
            .zip(claims.into_iter().chain([self.recoverable_reserve]))
            .filter(|(_, amount)| *amount > 0)
            .map(|(creditor, amount)| Claim { creditor, amount: ore(amount) })
            .collect();
        let result =
            DefaultResult { shortfall: ore(self.shortfalls.total()), steps, uncovered: ore(uncovered), claims };
        Defaults {
            shortfall: self.shortfalls.by_party.clone(),
            cover: self.cover,
            advance: self.carried + uncovered,
            debt,
            reduction: self.cuts,
            from_reserve: self.request.opening.reserve.wide() - self.reserve,
            result: Some(result),
            warnings: self.warnings,
            steps: self.explained.unwrap_or_default(),
        }
    }

    /// What each defaulter owes of `owed`, in proportion to the shortfalls.
    fn debts(&self, owed: i128) -> Vec<i128> {
        let narrow = self.debts_in::<i128>(owed);
        narrow.or_else(|| self.debts_in::<BigInt>(owed)).unwrap_or_else(|| vec![0; self.allocated.len()])
    }

    fn debts_in<W: Whole>(&self, owed: i128) -> Option<Vec<i128>> {
        let parties = &self.request.agreement.parties;
        let takers: Vec<Taker<'_, W>> = parties
            .iter()
            .zip(&self.shortfalls.by_party)
            .map(|(party, short)| Taker { id: &party.id, weight: Fraction::whole(*short), cap: None })
            .collect();
        fill(&takers, owed, self.unit())
    }
}
