//! The calculation: a request in, an exact split out.
//!
//! ```text
//! costs -> allocation -> defaults -> positions -> transfers
//! ```

use crate::agreement::{Cost, CostKind};
use crate::allocation::{Allocation, allocate};
use crate::cost::{self, CostOfYear};
use crate::date::Days;
use crate::default::{self, Defaults};
use crate::key::distinct;
use crate::result::{Calculation, Closing, CostResult, Line, PartyResult, Transfer};
use crate::settlement::transfers;
use crate::trace::Explanation;
use crate::{Code, Error, Fixed, Id, Issue, Ore, Party, Request, say, work};

/// Calculates the year that `request` asks about; with `explain` also why each figure is what it is.
///
/// # Errors
///
/// [`Error::Invalid`] when a key cannot be evaluated (a statistic is missing, no one is to be
/// charged, bounds cannot hold), an amount is too large, or the work is; every issue is listed.
pub fn calculate(request: &Request, explain: bool) -> Result<Calculation, Error> {
    let Prepared { costs, allocation, allocated } = prepare(request, explain)?;
    let defaults = default::carry_out(request, &costs, &allocated, explain).map_err(Error::Invalid)?;
    let positions = Positions::of(request, &costs, allocated, defaults);
    positions.into_calculation(request, &costs, allocation, explain).ok_or_else(too_large_in_all)
}

/// A year before anyone falls short: what it costs, and who bears what.
pub(crate) struct Prepared {
    pub(crate) costs: Vec<CostOfYear>,
    pub(crate) allocation: Allocation,
    /// By party, in öre.
    pub(crate) allocated: Vec<i128>,
}

pub(crate) fn prepare(request: &Request, explain: bool) -> Result<Prepared, Error> {
    let (costs, mut issues) = costs_of_year(request, explain);
    work::check(request, &costs)?;
    let allocation = match allocate(request, &costs, explain) {
        Ok(allocation) if issues.is_empty() => allocation,
        Ok(_) => return Err(Error::Invalid(issues)),
        Err(found) => {
            issues.extend(found);
            return Err(Error::Invalid(issues));
        }
    };
    let mut allocated = vec![0; request.agreement.parties.len()];
    for line in &allocation.lines {
        allocated[line.party] += line.amount.wide();
    }
    if allocated.iter().any(|sum| Ore::from_wide(*sum).is_none()) {
        return Err(too_large_in_all());
    }
    Ok(Prepared { costs, allocation, allocated })
}

/// Every cost of the year; one that cannot be known is told, and counts as none so that the rest can be looked at.
fn costs_of_year(request: &Request, explain: bool) -> (Vec<CostOfYear>, Vec<Issue>) {
    let mut issues: Vec<Issue> = Vec::new();
    let costs = (0..request.agreement.costs.len())
        .map(|position| match cost::of_year(request, position, explain) {
            Ok(cost) => cost,
            Err(issue) => {
                if !issues.contains(&issue) {
                    issues.push(issue);
                }
                CostOfYear { active: None, amount: Ore::ZERO, hours: None, rate: None, steps: Vec::new() }
            }
        })
        .collect();
    (costs, issues)
}

fn too_large_in_all() -> Error {
    let detail = say!(
        "kostnaderna blir tillsammans 10^15 kronor eller mer; kontrollera beloppen",
        "the costs together come to 10^15 kronor or more; check the amounts"
    );
    Error::one(Issue::new("/agreement/costs", Code::AmountTooLarge, detail))
}

/// Sums in öre, wide enough for any agreement.
struct Positions {
    host: usize,
    total: i128,
    /// Σ reserve costs after reduction.
    set_aside: i128,
    allocated: Vec<i128>,
    provided: Vec<i128>,
    defaults: Defaults,
}

impl Positions {
    fn of(request: &Request, costs: &[CostOfYear], allocated: Vec<i128>, defaults: Defaults) -> Self {
        let agreement = &request.agreement;
        let host = agreement.host.of_year(request.year);
        let provided = vec![0; agreement.parties.len()];
        let mut sums = Self { host, total: 0, set_aside: 0, allocated, provided, defaults };
        for ((cost, year), reduction) in agreement.costs.iter().zip(costs).zip(&sums.defaults.reduction) {
            let amount = year.amount.wide();
            sums.total += amount;
            match cost.kind {
                CostKind::Reserve(_) => sums.set_aside += amount - reduction,
                _ => sums.provided[cost.provided_by.unwrap_or(host)] += amount - reduction,
            }
        }
        debug_assert_eq!(sums.allocated.iter().sum::<i128>(), sums.total, "parts sum to the whole");
        sums
    }

    fn payable(&self, party: usize) -> i128 {
        self.allocated[party] - self.defaults.shortfall[party] + self.defaults.cover[party]
    }

    fn advance(&self, party: usize) -> i128 {
        if party == self.host { self.defaults.advance } else { 0 }
    }

    fn net(&self, party: usize) -> i128 {
        self.payable(party) + self.advance(party) - self.provided[party]
    }

    /// None when a sum is 10^15 kronor or more.
    fn into_calculation(
        self,
        request: &Request,
        costs: &[CostOfYear],
        allocation: Allocation,
        explain: bool,
    ) -> Option<Calculation> {
        let agreement = &request.agreement;
        let net: Vec<i128> = (0..agreement.parties.len()).map(|party| self.net(party)).collect();
        let payments = transfers(agreement, self.host, &net, self.defaults.from_reserve - self.set_aside);
        let transfers = payments
            .into_iter()
            .map(|payment| Some(Transfer { from: payment.from, to: payment.to, amount: Ore::from_wide(payment.ore)? }))
            .collect::<Option<Vec<_>>>()?;
        let mut parties = Vec::with_capacity(agreement.parties.len());
        for party in 0..agreement.parties.len() {
            parties.push(self.party(request, party)?);
        }
        let lines = allocation.lines.iter().map(|line| Line {
            cost: agreement.costs[line.cost].id.clone(),
            party: agreement.parties[line.party].id.clone(),
            amount: line.amount,
        });
        let reserve = request.opening.reserve.wide() + self.set_aside - self.defaults.from_reserve;
        let closing = Closing { reserve: Ore::from_wide(reserve)?, debts: self.closing_debts(request)? };
        let costs = costs.iter().enumerate().map(|(i, year)| cost_result(request, i, year, self.defaults.reduction[i]));
        let costs = costs.collect::<Option<Vec<_>>>()?;
        let mut warnings = allocation.warnings;
        warnings.extend(self.defaults.warnings);
        Some(Calculation {
            year: request.year,
            host: agreement.parties[self.host].id.clone(),
            total: Ore::from_wide(self.total)?,
            costs,
            lines: lines.collect(),
            parties,
            default: self.defaults.result,
            transfers,
            closing,
            warnings: distinct(warnings),
            explanation: explain.then_some(Explanation { lines: allocation.traces, default: self.defaults.steps }),
        })
    }

    fn party(&self, request: &Request, party: usize) -> Option<PartyResult> {
        let Party { id, name, .. } = &request.agreement.parties[party];
        Some(PartyResult {
            id: id.clone(),
            name: name.clone(),
            share_percent: Fixed::ratio(self.allocated[party] * 100, self.total, 6),
            allocated: Ore::from_wide(self.allocated[party])?,
            shortfall: Ore::from_wide(self.defaults.shortfall[party])?,
            cover: Ore::from_wide(self.defaults.cover[party])?,
            payable: Ore::from_wide(self.payable(party))?,
            provided: Ore::from_wide(self.provided[party])?,
            advance: Ore::from_wide(self.advance(party))?,
            net: Ore::from_wide(self.net(party))?,
            debt: Ore::from_wide(self.defaults.debt[party])?,
        })
    }

    /// Everyone with a debt or an opening entry, in party order.
    fn closing_debts(&self, request: &Request) -> Option<Vec<(Id, Ore)>> {
        let opening = &request.opening.debts;
        let mut debts = Vec::new();
        for (position, party) in request.agreement.parties.iter().enumerate() {
            let before = opening.binary_search_by_key(&position, |(party, _)| *party).ok().map(|i| opening[i].1);
            let new = self.defaults.debt[position];
            if before.is_some() || new != 0 {
                debts.push((party.id.clone(), Ore::from_wide(before.unwrap_or_default().wide() + new)?));
            }
        }
        Some(debts)
    }
}

fn cost_result(request: &Request, position: usize, year: &CostOfYear, reduction: i128) -> Option<CostResult> {
    let cost: &Cost = &request.agreement.costs[position];
    let hours_lost = match year.hours {
        Some(_) if reduction == 0 => Some(Fixed::new(0, 2)),
        Some(_) => Some(cost::hours_lost(request, position, reduction, year.amount)?),
        None => None,
    };
    Some(CostResult {
        id: cost.id.clone(),
        name: cost.name.clone(),
        hours: year.hours,
        rate: year.rate,
        active_days: year.active.map_or(0, Days::count),
        amount: year.amount,
        reduction: Ore::from_wide(reduction)?,
        hours_lost,
    })
}
