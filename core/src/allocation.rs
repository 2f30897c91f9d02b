//! From cost to lines: segments of constant membership, exact division, one rounding per cost.

use std::cmp::Ordering;

use chrono::NaiveDate;
use num_bigint::BigInt;

use crate::cost::CostOfYear;
use crate::date::Days;
use crate::exact::{Fraction, Whole};
use crate::key::{Division, Notes, Stop, distinct};
use crate::rounding::{Rounded, Share, largest_remainder};
use crate::trace::{LineTrace, Step};
use crate::{Agreement, Code, Id, Issue, Ore, Request, say};

/// What one party bears of one cost.
#[derive(Debug, Clone)]
pub(crate) struct Allotted {
    /// The position of the cost.
    pub(crate) cost: usize,
    /// The position of the party.
    pub(crate) party: usize,
    /// The amount, not zero.
    pub(crate) amount: Ore,
}

/// Every line of a year, in the order of costs and then of parties.
#[derive(Debug, Default)]
pub(crate) struct Allocation {
    pub(crate) lines: Vec<Allotted>,
    pub(crate) warnings: Vec<Issue>,
    /// One entry per line, when traces are asked for.
    pub(crate) traces: Vec<LineTrace>,
}

/// Divides every cost among the parties; every issue of every cost is told.
pub(crate) fn allocate(request: &Request, costs: &[CostOfYear], explain: bool) -> Result<Allocation, Vec<Issue>> {
    let agreement = &request.agreement;
    let turns = Membership::of(agreement);
    let mut odd_units = vec![0_u32; agreement.parties.len()];
    let mut allocation = Allocation::default();
    let mut issues = Vec::new();
    let mut notes = Notes::default();
    for (position, cost) in costs.iter().enumerate() {
        if cost.amount.is_zero() {
            continue;
        }
        let one = OneCost { request, position, cost, odd_units: &odd_units, explain };
        let segments = match cost.active {
            Some(active) => turns.segments(agreement, active),
            None => Vec::new(),
        };
        if segments.is_empty() {
            issues.push(one.never_active());
            continue;
        }
        // First in narrow arithmetic, and in wide where that does not suffice.
        let mut outcome = one.divide::<i128>(&segments, &mut notes);
        if let Err(Stop::Overflow) = outcome {
            // What was told is told again.
            notes.stale.clear();
            outcome = one.divide::<BigInt>(&segments, &mut notes);
        }
        match outcome {
            Ok(mut divided) => {
                for (party, rounded) in &divided.odd {
                    odd_units[*party] += u32::from(*rounded);
                }
                allocation.lines.append(&mut divided.lines);
                allocation.warnings.append(&mut divided.warnings);
                allocation.traces.append(&mut divided.traces);
            }
            Err(Stop::Wrong) => issues.append(&mut notes.issues),
            Err(Stop::Overflow) => issues.push(one.too_exact()),
        }
    }
    if !issues.is_empty() {
        let mut unique: Vec<Issue> = Vec::with_capacity(issues.len());
        for issue in issues {
            if !unique.contains(&issue) {
                unique.push(issue);
            }
        }
        return Err(unique);
    }
    allocation.warnings = distinct(allocation.warnings);
    Ok(allocation)
}

/// A run of days during which the same parties are members.
pub(crate) struct Segment {
    pub(crate) days: Days,
    /// Party positions, ascending.
    pub(crate) members: Vec<usize>,
}

/// The days on which the membership changes.
pub(crate) struct Membership {
    /// First days of new memberships, ascending.
    turns: Vec<NaiveDate>,
}

impl Membership {
    pub(crate) fn of(agreement: &Agreement) -> Self {
        let sharing = agreement.parties.iter().filter(|party| party.shares_costs);
        let mut turns: Vec<NaiveDate> = sharing
            .flat_map(|party| [party.member_from, party.member_to.and_then(|last| last.succ_opt())])
            .flatten()
            .collect();
        turns.sort_unstable();
        turns.dedup();
        Self { turns }
    }

    /// How many segments a run of days falls into.
    pub(crate) fn count(&self, days: Days) -> usize {
        1 + self.turns.iter().filter(|turn| days.first < **turn && **turn <= days.last).count()
    }

    fn segments(&self, agreement: &Agreement, days: Days) -> Vec<Segment> {
        let inside = self.turns.iter().copied().filter(|turn| days.first < *turn && *turn <= days.last);
        let starts: Vec<NaiveDate> = std::iter::once(days.first).chain(inside).collect();
        let ends = starts.iter().skip(1).filter_map(NaiveDate::pred_opt).chain([days.last]);
        starts
            .iter()
            .zip(ends)
            .map(|(first, last)| {
                let members = agreement.parties.iter().enumerate().filter(|(_, party)| party.is_charged_on(*first));
                let mut positions = Vec::with_capacity(agreement.parties.len());
                positions.extend(members.map(|(position, _)| position));
                Segment { days: Days { first: *first, last }, members: positions }
            })
            .collect()
    }
}

/// The lines of one cost, and what came with them.
struct Divided {
    lines: Vec<Allotted>,
    odd: Vec<(usize, bool)>,
    warnings: Vec<Issue>,
    traces: Vec<LineTrace>,
}

struct OneCost<'c> {
    request: &'c Request,
    position: usize,
    cost: &'c CostOfYear,
    odd_units: &'c [u32],
    explain: bool,
}

impl OneCost<'_> {
    /// What is wrong is in `notes` afterwards.
    fn divide<W: Whole>(&self, segments: &[Segment], notes: &mut Notes) -> Result<Divided, Stop> {
        let parties = self.request.agreement.parties.len();
        notes.steps = self.explain.then(|| vec![Vec::new(); parties]);
        notes.issues.clear();
        notes.warnings.clear();
        let exact = self.exact_parts::<W>(segments, notes)?;
        self.round(exact, notes)
    }

    /// What each party bears exactly, over all segments.
    fn exact_parts<W: Whole>(&self, segments: &[Segment], notes: &mut Notes) -> Result<Vec<Fraction<W>>, Stop> {
        let agreement = &self.request.agreement;
        let key = &agreement.costs[self.position].key;
        let active: u32 = segments.iter().map(|segment| segment.days.count()).sum();
        let mut sums = vec![Fraction::whole(0); agreement.parties.len()];
        let mut wrong = false;
        for segment in segments {
            let days = segment.days;
            let part = Fraction::ratio(i128::from(days.count()), i128::from(active)).lowest();
            let amount = Fraction::whole(self.cost.amount.wide()).times(&part).ok_or(Stop::Overflow)?;
            if let (true, Some(steps)) = (segments.len() > 1, &mut notes.steps) {
                for member in &segment.members {
                    let inputs = vec![
                        ("from", days.first.to_string()),
                        ("to", days.last.to_string()),
                        ("days", days.count().to_string()),
                        ("active_days", active.to_string()),
                    ];
                    steps[*member].push(Step::new("segment", inputs, crate::cost::kronor(&amount)));
                }
            }
            let mut division = Division { request: self.request, cost: self.position, days, notes };
            match division.divide(key, &amount, &segment.members) {
                Ok(parts) => {
                    for (member, part) in segment.members.iter().zip(parts) {
                        sums[*member] = sums[*member].plus(&part).ok_or(Stop::Overflow)?;
                    }
                }
                Err(Stop::Overflow) => return Err(Stop::Overflow),
                Err(Stop::Wrong) => wrong = true,
            }
        }
        if wrong { Err(Stop::Wrong) } else { Ok(sums) }
    }

    fn round<W: Whole>(&self, exact: Vec<Fraction<W>>, notes: &mut Notes) -> Result<Divided, Stop> {
        let agreement = &self.request.agreement;
        let unit = agreement.rounding_unit.wide();
        let total_units = self.cost.amount.wide() / unit;
        let mut bearers = Vec::with_capacity(exact.len());
        bearers.extend((0..exact.len()).filter(|i| exact[*i].sign() != 0));
        let ids: Vec<&Id> = bearers.iter().map(|party| &agreement.parties[*party].id).collect();
        let mut exact = exact;
        let shares: Vec<Share<W>> = bearers
            .iter()
            .map(|party| Share {
                exact: std::mem::replace(&mut exact[*party], Fraction::whole(0)),
                odd_before: self.odd_units[*party],
            })
            .collect();
        let rounded = largest_remainder(&shares, &ids, total_units, unit).ok_or(Stop::Overflow)?;
        if usize::try_from(total_units.unsigned_abs()).is_ok_and(|units| units < bearers.len()) {
            notes.warnings.push(self.too_coarse(bearers.len(), total_units.unsigned_abs()));
        }
        let mut divided = Divided {
            lines: Vec::with_capacity(bearers.len()),
            odd: Vec::new(),
            warnings: Vec::new(),
            traces: Vec::new(),
        };
        for ((party, share), rounded) in bearers.into_iter().zip(&shares).zip(rounded) {
            divided.odd.push((party, rounded.odd));
            let Some(amount) = Ore::from_wide(rounded.units * unit).filter(|amount| !amount.is_zero()) else {
                continue;
            };
            divided.lines.push(Allotted { cost: self.position, party, amount });
            if let Some(steps) = &mut notes.steps {
                divided.traces.push(self.trace(party, std::mem::take(&mut steps[party]), share, rounded, amount));
            }
        }
        divided.warnings.append(&mut notes.warnings);
        Ok(divided)
    }

    fn trace<W: Whole>(
        &self,
        party: usize,
        key_steps: Vec<Step>,
        share: &Share<W>,
        rounded: Rounded,
        amount: Ore,
    ) -> LineTrace {
        let agreement = &self.request.agreement;
        let exact = Fraction { num: share.exact.num.clone(), den: share.exact.den.clone() };
        let kronor = exact.times(&Fraction::ratio(1, 100)).unwrap_or(exact).text();
        let mut rule = self.cost.steps.clone();
        rule.extend(key_steps);
        let even = share.exact.compare(&Fraction::whole(amount.wide())) == Some(Ordering::Equal);
        let why = match (even, rounded.odd) {
            (true, _) => "whole",
            (false, true) => "largest_remainder",
            (false, false) => "rounded_down",
        };
        let inputs =
            vec![("exact", kronor.clone()), ("unit", agreement.rounding_unit.to_string()), ("why", why.to_owned())];
        rule.push(Step::new("rounding", inputs, amount.to_string()));
        LineTrace {
            cost: agreement.costs[self.position].id.clone(),
            party: agreement.parties[party].id.clone(),
            rule,
            exact: kronor,
            rounded_up: rounded.odd,
        }
    }

    fn place(&self) -> String {
        format!("/agreement/costs/{}", self.position)
    }

    fn never_active(&self) -> Issue {
        let id = &self.request.agreement.costs[self.position].id;
        let year = self.request.year;
        let detail = say!(
            "kostnaden {id} har ett utfall men ingen dag då den gäller {year}; ändra dess period eller avtalets",
            "the cost {id} has an outcome but no day on which it is active in {year}; change its period or the agreement's"
        );
        Issue::new(format!("{}/key", self.place()), Code::NoOneToCharge, detail)
    }

    fn too_coarse(&self, payers: usize, units: u128) -> Issue {
        let id = &self.request.agreement.costs[self.position].id;
        let detail = say!(
            "kostnaden {id} är {units} enheter men ska delas av {payers}; några betalar inget",
            "the cost {id} is {units} units but is shared by {payers}; some pay nothing"
        );
        Issue::new(self.place(), Code::UnitTooCoarse, detail)
    }

    fn too_exact(&self) -> Issue {
        let id = &self.request.agreement.costs[self.position].id;
        let detail = say!(
            "de exakta bråken för kostnaden {id} får fler än 2 400 siffror; förenkla nyckelns vikter",
            "the exact fractions of the cost {id} grow beyond 2 400 digits; simplify the weights of its key"
        );
        Issue::new(format!("{}/key", self.place()), Code::TooMuchWork, detail)
    }
}
