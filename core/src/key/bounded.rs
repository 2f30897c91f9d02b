//! Keys that are not proportional: a base fee first, and bounds on what a key gives.

use std::cell::Cell;
use std::cmp::Ordering;

use super::{Amounts, Division, Stop};
use crate::agreement::{Bound, Key, PerMember};
use crate::cost::kronor;
use crate::exact::{Fraction, Whole};
use crate::trace::Step;
use crate::{Code, Ore, say};

impl Division<'_> {
    /// A yearly fee per member, prorated; the rest by another key.
    pub(super) fn base_fee<W: Whole>(
        &mut self,
        fees: &PerMember<Ore>,
        remainder: &Key,
        amount: &Fraction<W>,
        members: &[usize],
    ) -> Result<Amounts<W>, Stop> {
        if amount.sign() < 0 {
            return self.divide(remainder, amount, members);
        }
        let parties = &self.agreement().parties;
        let mut charged = Vec::with_capacity(members.len());
        for member in members {
            let yearly = fees.of(*member, parties[*member].kind).copied().unwrap_or_default();
            charged.push(self.prorated(&Fraction::whole(yearly.wide())).ok_or(Stop::Overflow)?);
        }
        let sum = total(&charged).ok_or(Stop::Overflow)?;
        if sum.compare(amount).ok_or(Stop::Overflow)? == Ordering::Greater {
            let detail = say!(
                "grundavgifterna är {} kr men kostnaden bara {} kr; avgifterna sänks i proportion",
                "the base fees are {} kr but the cost only {} kr; the fees are lowered in proportion";
                shown(&sum), shown(amount)
            );
            self.warn(format!("/agreement/costs/{}/key", self.cost), Code::BaseFeeScaled, detail);
            let scaled = scaled_to(&charged, &sum, amount).ok_or(Stop::Overflow)?;
            self.tell(members, |i| {
                Step::new("base_fee", vec![("fee", kronor(&charged[i])), ("fees", kronor(&sum))], kronor(&scaled[i]))
            });
            return Ok(scaled);
        }
        self.tell(members, |i| Step::new("base_fee", Vec::new(), kronor(&charged[i])));
        let rest = amount.minus(&sum).ok_or(Stop::Overflow)?;
        if rest.sign() == 0 {
            return Ok(charged);
        }
        self.tell(members, |_| Step::new("remainder", vec![("fees", kronor(&sum))], kronor(&rest)));
        let parts = self.divide(remainder, &rest, members)?;
        let sums: Option<Amounts<W>> = charged.iter().zip(&parts).map(|(fee, part)| fee.plus(part)).collect();
        let sums = sums.ok_or(Stop::Overflow)?;
        self.tell(members, |i| Step::new("sum", Vec::new(), kronor(&sums[i])));
        Ok(sums)
    }

    /// `clamp(λ·x, min, max)` with the one λ for which the parts sum to the amount.
    pub(super) fn bounded<W: Whole>(
        &mut self,
        key: &Key,
        min: &PerMember<Bound>,
        max: &PerMember<Bound>,
        amount: &Fraction<W>,
        members: &[usize],
        unbound: &Amounts<W>,
    ) -> Result<Amounts<W>, Stop> {
        let size = amount.magnitude();
        let low = self.bounds(min, &size, members).ok_or(Stop::Overflow)?;
        let low: Amounts<W> = low.into_iter().map(|bound| bound.unwrap_or_else(|| Fraction::whole(0))).collect();
        let high = self.bounds(max, &size, members).ok_or(Stop::Overflow)?;
        let sum_low = total(&low).ok_or(Stop::Overflow)?;
        let mut crossed = false;
        for (low, high) in low.iter().zip(&high) {
            if let Some(high) = high {
                crossed |= low.compare(high).ok_or(Stop::Overflow)? == Ordering::Greater;
            }
        }
        let parts = if crossed {
            None
        } else if sum_low.compare(&size).ok_or(Stop::Overflow)? == Ordering::Greater {
            let detail = say!(
                "minimibeloppen är {} kr men beloppet bara {} kr; de sänks i proportion",
                "the minimum amounts are {} kr but the amount only {} kr; they are lowered in proportion";
                shown(&sum_low), shown(&size)
            );
            self.warn(key.pointer.clone(), Code::BoundsScaled, detail);
            Some(scaled_to(&low, &sum_low, &size).ok_or(Stop::Overflow)?)
        } else {
            let sizes: Amounts<W> = unbound.iter().map(Fraction::magnitude).collect();
            let overflow = Cell::new(false);
            let clamp = Clamp { x: &sizes, low: &low, high: &high, overflow: &overflow };
            let parts = clamp.solve(&sum_low, &size);
            if overflow.get() {
                return Err(Stop::Overflow);
            }
            parts
        };
        let Some(parts) = parts else {
            let sum_high = high.iter().cloned().collect::<Option<Amounts<W>>>().and_then(|high| total(&high));
            let sum_high = sum_high.map_or_else(|| "∞".to_owned(), |sum| shown(&sum));
            let (sum_low, size) = (shown(&sum_low), shown(&size));
            let detail = say!(
                "gränserna går inte ihop: minst {sum_low} kr, högst {sum_high} kr, att fördela {size} kr; ändra gränserna",
                "the bounds cannot hold: at least {sum_low} kr, at most {sum_high} kr, to divide {size} kr; change the bounds"
            );
            self.wrong(key.pointer.clone(), Code::BoundsCannotHold, detail);
            return Err(Stop::Wrong);
        };
        let sign = Fraction::whole(i128::from(amount.sign()));
        let parts: Option<Amounts<W>> = parts.iter().map(|part| part.times(&sign)).collect();
        let parts = parts.ok_or(Stop::Overflow)?;
        self.tell(members, |i| {
            let mut inputs = vec![("before", kronor(&unbound[i])), ("min", kronor(&low[i]))];
            inputs.extend(high[i].as_ref().map(|high| ("max", kronor(high))));
            Step::new("bounded", inputs, kronor(&parts[i]))
        });
        Ok(parts)
    }

    /// The bound of each member in öre, if it has one.
    fn bounds<W: Whole>(
        &self,
        bounds: &PerMember<Bound>,
        size: &Fraction<W>,
        members: &[usize],
    ) -> Option<Vec<Option<Fraction<W>>>> {
        let parties = &self.agreement().parties;
        let mut out = Vec::with_capacity(members.len());
        for member in members {
            out.push(match bounds.of(*member, parties[*member].kind) {
                None => None,
                Some(Bound::Percent(percent)) => {
                    let percent = Fraction::<W>::decimal(*percent);
                    let part = Fraction { den: percent.den.times(&W::of(100))?, num: percent.num };
                    Some(size.times(&part)?)
                }
                Some(Bound::PerYear(yearly)) => Some(self.prorated(&Fraction::whole(yearly.wide()))?),
            });
        }
        Some(out)
    }
}

/// The search for λ: the sum of `clamp(λ·x, low, high)` grows with λ in straight pieces, which meet
/// where a member leaves its lower bound or reaches its upper one.
struct Clamp<'c, W> {
    x: &'c [Fraction<W>],
    low: &'c [Fraction<W>],
    high: &'c [Option<Fraction<W>>],
    overflow: &'c Cell<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meets {
    Low,
    High,
}

impl<W: Whole> Clamp<'_, W> {
    fn fits<T>(&self, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.overflow.set(true);
        }
        value
    }

    /// The parts; none when no λ makes them sum to `size` (or a number did not fit).
    fn solve(&self, sum_low: &Fraction<W>, size: &Fraction<W>) -> Option<Amounts<W>> {
        let mut meetings = Vec::new();
        for (i, x) in self.x.iter().enumerate() {
            if x.sign() > 0 {
                meetings.push((self.fits(self.low[i].over(x))?.lowest(), Meets::Low, i));
                if let Some(high) = &self.high[i] {
                    meetings.push((self.fits(high.over(x))?.lowest(), Meets::High, i));
                }
            }
        }
        meetings.sort_by(|a, b| {
            self.fits(a.0.compare(&b.0)).unwrap_or(Ordering::Equal).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
        });
        // Everyone is at the lower bound until λ lifts them: `at_bounds + slope·λ` is the sum.
        let (mut at_bounds, mut slope) = (sum_low.clone(), Fraction::whole(0));
        let mut factor = None;
        for (meets_at, meets, i) in &meetings {
            let sum = self.fits(slope.times(meets_at).and_then(|rising| rising.plus(&at_bounds)))?;
            if self.fits(sum.compare(size))? != Ordering::Less {
                factor = Some(meets_at.clone());
                break;
            }
            match meets {
                Meets::Low => {
                    at_bounds = self.fits(at_bounds.minus(&self.low[*i]))?;
                    slope = self.fits(slope.plus(&self.x[*i]))?;
                }
                Meets::High => {
                    at_bounds = self.fits(at_bounds.plus(self.high[*i].as_ref()?))?;
                    slope = self.fits(slope.minus(&self.x[*i]))?;
                }
            }
        }
        if slope.sign() > 0 {
            factor = Some(self.fits(size.minus(&at_bounds).and_then(|rest| rest.over(&slope)))?.lowest());
        } else if factor.is_none() && self.fits(at_bounds.compare(size))? != Ordering::Equal {
            return None;
        }
        let last = meetings.last().map(|(meets_at, ..)| meets_at.clone());
        let factor = factor.or(last).unwrap_or_else(|| Fraction::whole(0));
        (0..self.x.len()).map(|i| self.clamped(&factor, i)).collect()
    }

    fn clamped(&self, factor: &Fraction<W>, i: usize) -> Option<Fraction<W>> {
        let grown = self.fits(factor.times(&self.x[i]))?;
        if self.fits(grown.compare(&self.low[i]))? != Ordering::Greater {
            return Some(self.low[i].clone());
        }
        match &self.high[i] {
            Some(high) if self.fits(grown.compare(high))? != Ordering::Less => Some(high.clone()),
            _ => Some(grown),
        }
    }
}

fn total<W: Whole>(amounts: &[Fraction<W>]) -> Option<Fraction<W>> {
    amounts.iter().try_fold(Fraction::whole(0), |sum, amount| sum.plus(amount))
}

/// `amounts` in the same proportions, but summing to `wanted` instead of `sum`.
fn scaled_to<W: Whole>(amounts: &[Fraction<W>], sum: &Fraction<W>, wanted: &Fraction<W>) -> Option<Amounts<W>> {
    let factor = wanted.over(sum)?.lowest();
    amounts.iter().map(|amount| amount.times(&factor)).collect()
}

/// Kronor to the nearest öre, for messages.
fn shown<W: Whole>(ore: &Fraction<W>) -> String {
    let rounded = ore.rounded(1).and_then(|ore| ore.narrow()).and_then(Ore::from_wide);
    rounded.map_or_else(|| kronor(ore), |ore| ore.to_string())
}
