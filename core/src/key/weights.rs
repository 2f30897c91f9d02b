//! Keys that divide in proportion to weights: equal, shares, statistic, seats.

use std::cell::OnceCell;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Amounts, Division, Stop};
use crate::agreement::{AsOf, Key};
use crate::exact::{Fraction, Whole};
use crate::statistics::Observation;
use crate::trace::Step;
use crate::{Code, Id, Issue, cost::kronor, date, say};

/// Decimals as whole numbers in the same proportions.
pub(super) fn scaled<W: Whole>(decimals: impl Iterator<Item = Decimal> + Clone) -> Vec<W> {
    let scale = decimals.clone().map(|decimal| decimal.scale()).max().unwrap_or(0);
    // At most 15 digits and 10 decimals: 25 digits, which an i128 holds.
    decimals.map(|decimal| W::of(decimal.mantissa() * 10_i128.pow(scale - decimal.scale()))).collect()
}

/// `amount` in proportion to the weights, of which one at least is above zero.
pub(super) fn proportional<W: Whole>(amount: &Fraction<W>, weights: &[W]) -> Option<Amounts<W>> {
    let mut total = W::of(0);
    for weight in weights {
        total = total.plus(weight)?;
    }
    let den = amount.den.times(&total)?;
    let mut amounts = Vec::with_capacity(weights.len());
    for weight in weights {
        amounts.push(Fraction { num: amount.num.times(weight)?, den: den.clone() });
    }
    Some(amounts)
}

impl Division<'_> {
    pub(super) fn equal<W: Whole>(
        &mut self,
        key: &Key,
        amount: &Fraction<W>,
        members: &[usize],
    ) -> Result<Amounts<W>, Stop> {
        if members.is_empty() {
            self.no_one(key);
            return Err(Stop::Wrong);
        }
        let count = i128::try_from(members.len()).map_err(|_| Stop::Overflow)?;
        let den = amount.den.times(&W::of(count)).ok_or(Stop::Overflow)?;
        let each = Fraction { num: amount.num.clone(), den };
        self.tell(members, |_| Step::new("equal", vec![("members", count.to_string())], kronor(&each)));
        Ok(vec![each; members.len()])
    }

    pub(super) fn shares<W: Whole>(
        &mut self,
        key: &Key,
        shares: &[(usize, Decimal)],
        amount: &Fraction<W>,
        members: &[usize],
    ) -> Result<Amounts<W>, Stop> {
        let weights: Vec<Decimal> = members.iter().map(|member| weight_of(shares, *member)).collect();
        let scaled = scaled(weights.iter().copied());
        let amounts = self.by_weight(key, amount, &scaled)?;
        self.tell_weights(("shares", members), &scaled, &amounts, |i| vec![("weight", weights[i].to_string())]);
        Ok(amounts)
    }

    pub(super) fn seats<W: Whole>(
        &mut self,
        key: &Key,
        bodies: Option<&[usize]>,
        amount: &Fraction<W>,
        members: &[usize],
    ) -> Result<Amounts<W>, Stop> {
        let all = &self.agreement().bodies;
        let chosen: Vec<_> = match bodies {
            Some(bodies) => bodies.iter().map(|body| &all[*body]).collect(),
            None => all.iter().collect(),
        };
        let each = members.iter().flat_map(|member| chosen.iter().map(|body| weight_of(&body.seats, *member)));
        let each: Vec<Decimal> = each.collect();
        let each = scaled::<W>(each.into_iter());
        let mut sums = Vec::with_capacity(members.len());
        for i in 0..members.len() {
            let mine = &each[i * chosen.len()..(i + 1) * chosen.len()];
            let sum = mine.iter().try_fold(W::of(0), |sum, seats| sum.plus(seats));
            sums.push(sum.ok_or(Stop::Overflow)?);
        }
        let amounts = self.by_weight(key, amount, &sums)?;
        self.tell_weights(("seats", members), &sums, &amounts, |i| {
            let seats: Vec<String> =
                chosen.iter().map(|body| format!("{} {}", body.id, weight_of(&body.seats, members[i]))).collect();
            vec![("seats", seats.join(", "))]
        });
        Ok(amounts)
    }

    pub(super) fn statistic<W: Whole>(
        &mut self,
        key: &Key,
        series: &str,
        as_of: AsOf,
        amount: &Fraction<W>,
        members: &[usize],
    ) -> Result<Amounts<W>, Stop> {
        if members.is_empty() {
            self.no_one(key);
            return Err(Stop::Wrong);
        }
        let day = as_of.day(self.request.year);
        let parties = &self.agreement().parties;
        let places = self.request.statistics.series(series);
        let mut found = Vec::with_capacity(members.len());
        let stale = Stale { series, day, words: OnceCell::new() };
        for member in members {
            let party = &parties[*member];
            let Some(observation) = places.and_then(|places| places.value(party, day)) else {
                let (id, name) = (&party.id, &party.name);
                let detail = say!(
                    "serien {series} saknar ett värde för {name} ({id}) på eller före {day}; lägg till det eller välj ett annat datum",
                    "the series {series} has no value for {name} ({id}) on or before {day}; add one or choose another date"
                );
                self.wrong(format!("{}/statistic", key.pointer), Code::MissingStatistic, detail);
                continue;
            };
            if date::eighteen_months_after(observation.date) < day
                && self.notes.stale.insert(std::ptr::from_ref(observation).addr())
            {
                self.notes.warnings.push(stale.warning(&party.id, observation));
            }
            found.push(observation);
        }
        if found.len() < members.len() {
            return Err(Stop::Wrong);
        }
        let weights = scaled(found.iter().map(|observation| observation.value));
        let amounts = self.by_weight(key, amount, &weights)?;
        self.tell_weights(("statistic", members), &weights, &amounts, |i| {
            let mut inputs = vec![
                ("statistic", series.to_owned()),
                ("value", found[i].value.to_string()),
                ("date", found[i].date.to_string()),
            ];
            inputs.extend(found[i].source.as_ref().map(|source| ("source", source.clone())));
            inputs
        });
        Ok(amounts)
    }

    fn by_weight<W: Whole>(&mut self, key: &Key, amount: &Fraction<W>, weights: &[W]) -> Result<Amounts<W>, Stop> {
        if weights.iter().all(|weight| weight.sign() == 0) {
            self.no_one(key);
            return Err(Stop::Wrong);
        }
        proportional(amount, weights).ok_or(Stop::Overflow)
    }
}

/// The warnings of one series on one day: what they have in common is written once.
struct Stale<'s> {
    series: &'s str,
    day: NaiveDate,
    /// The place of the series, and the day.
    words: OnceCell<(String, String)>,
}

impl Stale<'_> {
    fn warning(&self, id: &Id, observation: &Observation) -> Issue {
        let Self { series, day, .. } = self;
        let words = || (format!("/statistics/{}/", series.replace('~', "~0").replace('/', "~1")), day.to_string());
        let (place, day) = self.words.get_or_init(words);
        let dated = observation.date.to_string();
        let detail = say!(
            "värdet för {id} i serien {series} är från {dated}, mer än 18 månader före {day}",
            "the value for {id} in the series {series} is from {dated}, more than 18 months before {day}"
        );
        Issue::new(format!("{place}{}", observation.position), Code::StaleStatistic, detail)
    }
}

fn weight_of(weights: &[(usize, Decimal)], member: usize) -> Decimal {
    weights.binary_search_by_key(&member, |(party, _)| *party).map_or(Decimal::ZERO, |found| weights[found].1)
}
