//! What is remembered of one policy while the subsets go by.

use super::answer::{BreakingPoint, HoursLost, MatrixCell, PolicyStressed, WorstIncrease};
use super::ids;
use crate::calculation::Prepared;
use crate::cost;
use crate::default::Outcome;
use crate::exact::Fraction;
use crate::{Fixed, Ore, Request};

pub(super) struct Tally<'t> {
    name: &'t str,
    request: &'t Request,
    prepared: &'t Prepared,
    /// By cost: the hours worked, where it has hours.
    hours: Vec<Option<Fraction<i128>>>,
    subsets: u64,
    uncovered_subsets: u64,
    /// By party: the largest cover, and who fell short then.
    worst: Vec<(i128, Vec<usize>)>,
    /// In hundredths of an hour.
    most_hours: (i128, Vec<usize>),
    breaking: Option<(Vec<usize>, i128)>,
    matrix: Vec<MatrixCell>,
}

impl<'t> Tally<'t> {
    pub(super) fn new(name: &'t str, request: &'t Request, prepared: &'t Prepared) -> Self {
        let costs = request.agreement.costs.len();
        let narrow = |position: usize| {
            prepared.costs[position].hours?;
            cost::hours_worked(request, position)
        };
        Self {
            name,
            request,
            prepared,
            hours: (0..costs).map(narrow).collect(),
            subsets: 0,
            uncovered_subsets: 0,
            worst: vec![(0, Vec::new()); request.agreement.parties.len()],
            most_hours: (0, Vec::new()),
            breaking: None,
            matrix: Vec::new(),
        }
    }

    /// Another subset: nothing falls short, or this came out, or all of this counts as uncovered.
    pub(super) fn add(&mut self, defaulters: &[usize], found: Option<Result<Outcome, i128>>) {
        self.subsets += 1;
        let uncovered = match &found {
            None => 0,
            Some(Ok(outcome)) => outcome.uncovered,
            Some(Err(whole)) => *whole,
        };
        if uncovered > 0 {
            self.uncovered_subsets += 1;
            if self.breaking.is_none() {
                self.breaking = Some((defaulters.to_vec(), uncovered));
            }
        }
        let outcome = found.and_then(Result::ok);
        if let Some(outcome) = &outcome {
            for (worst, cover) in self.worst.iter_mut().zip(&outcome.cover) {
                if *cover > worst.0 {
                    *worst = (*cover, defaulters.to_vec());
                }
            }
            let lost = self.hours_lost(&outcome.cuts);
            if lost > self.most_hours.0 {
                self.most_hours = (lost, defaulters.to_vec());
            }
        }
        if defaulters.len() <= 2 {
            self.matrix.push(MatrixCell {
                policy: self.name.to_owned(),
                defaulters: ids(self.request, defaulters),
                largest_increase_percent: self.largest_percent(outcome.as_ref()),
                uncovered: ore(uncovered),
            });
        }
    }

    /// Hundredths of hours that all cuts take.
    fn hours_lost(&self, cuts: &[i128]) -> i128 {
        let cut = cuts.iter().enumerate().filter(|(_, cut)| **cut > 0);
        cut.map(|(position, cut)| {
            let amount = self.prepared.costs[position].amount;
            let narrow = self.hours[position]
                .as_ref()
                .and_then(|hours| hours.times(&Fraction::ratio(*cut, amount.wide()))?.rounded(100));
            let wide = || Some(cost::hours_lost(self.request, position, *cut, amount)?.units());
            match self.prepared.costs[position].hours {
                Some(_) => narrow.or_else(wide).unwrap_or(0),
                None => 0,
            }
        })
        .sum()
    }

    /// The largest part of its own share that someone takes on.
    fn largest_percent(&self, outcome: Option<&Outcome>) -> Fixed {
        let covers = outcome.map_or(&[][..], |outcome| &outcome.cover);
        let parts = covers.iter().zip(&self.prepared.allocated).filter(|(cover, own)| **cover > 0 && **own > 0);
        let percents = parts.map(|(cover, own)| Fixed::ratio(cover * 100, *own, 6));
        percents.max_by_key(|percent| percent.units()).unwrap_or_else(|| Fixed::new(0, 6))
    }

    pub(super) fn close(self) -> (PolicyStressed, Vec<MatrixCell>) {
        let parties = &self.request.agreement.parties;
        let worst_increase = self.worst.iter().enumerate().filter(|(_, (amount, _))| *amount > 0).map(
            |(party, (amount, defaulters))| {
                let own = self.prepared.allocated[party];
                WorstIncrease {
                    party: parties[party].id.clone(),
                    amount: ore(*amount),
                    percent: (own > 0).then(|| Fixed::ratio(amount * 100, own, 6)),
                    defaulters: ids(self.request, defaulters),
                }
            },
        );
        let policy = PolicyStressed {
            name: self.name.to_owned(),
            subsets: self.subsets,
            uncovered_subsets: self.uncovered_subsets,
            worst_increase: worst_increase.collect(),
            most_hours_lost: HoursLost {
                hours: Fixed::new(self.most_hours.0, 2),
                defaulters: ids(self.request, &self.most_hours.1),
            },
            breaking_point: self.breaking.as_ref().map(|(defaulters, uncovered)| BreakingPoint {
                defaulters: ids(self.request, defaulters),
                uncovered: ore(*uncovered),
            }),
        };
        (policy, self.matrix)
    }
}

fn ore(amount: i128) -> Ore {
    Ore::from_wide(amount).unwrap_or_default()
}
