//! The column that is looked at closely: one and two parties without money, and what its levers do.

use rust_decimal::Decimal;
use samfin_core::comparison::{Column, Compared, Comparison};
use samfin_core::explore::{MAX_LEVERS, Sensitivities, Sensitivity};
use samfin_core::json::Json;
use samfin_core::stress::{StressTest, Stressed, stress};
use samfin_core::{Opening, Request, calculate};

use crate::app::Error;

/// What the levers of a column stand at, by id.
pub(super) fn standing(column: &Column) -> Vec<(String, Decimal)> {
    let levers = column.request.agreement.levers.iter().zip(&column.levers);
    levers.filter_map(|(lever, value)| Some((lever.id.to_string(), (*value)?))).collect()
}

/// Who has an event in a column, in the agreement's order.
pub(super) fn without(column: &Column) -> Vec<String> {
    let Request { agreement, events, .. } = &column.request;
    let out = |party: &usize| events.iter().any(|event| event.party == *party);
    (0..agreement.parties.len()).filter(out).map(|party| agreement.parties[party].id.to_string()).collect()
}

/// What the year that is shown opens with, in a column.
pub(super) fn opening_of(comparison: &Comparison, compared: &Compared, column: usize, year: usize) -> Opening {
    let request = &comparison.columns[column].request;
    match year.checked_sub(1) {
        Some(before) => Opening::after(&compared.years[before].columns[column].calculation.closing, &request.agreement),
        None => request.opening.clone(),
    }
}

/// The column, where `document` is what it rests on. Of what others come to nothing need be known.
pub(super) fn look_closely(
    comparison: &Comparison,
    document: Json<'_>,
    column: usize,
    year: usize,
) -> Result<(Stressed, Sensitivities), Error> {
    let mut request = comparison.columns[column].request.clone();
    for before in &comparison.years[..year] {
        request.year = *before;
        request.opening = Opening::after(&calculate(&request, false)?.closing, &request.agreement);
    }
    request.year = comparison.years[year];
    let sensitivities = sensitivities(document, &comparison.columns[column], &request)?;
    Ok((stressed(request)?, sensitivities))
}

fn stressed(request: Request) -> Result<Stressed, Error> {
    let policies = vec![("agreement".to_owned(), request.agreement.default_policy.clone())];
    // One and two at a time; of a hundred parties or more only one.
    let max_defaulters = if request.agreement.parties.len() <= 100 { 2 } else { 1 };
    Ok(stress(&StressTest { request, max_defaulters, policies }, &mut |_| {})?)
}

/// The levers of a column, each a fifth lower and higher.
fn sensitivities(document: Json<'_>, column: &Column, request: &Request) -> Result<Sensitivities, Error> {
    let levers = request.agreement.levers.iter().zip(&column.levers).filter_map(|(lever, now)| {
        let (low, high) = around((*now)?, lever.min, lever.max, lever.step);
        Some((lever.clone(), low, high))
    });
    let mut answer = Sensitivity::of(&column.name, request.clone(), document, levers.take(MAX_LEVERS))?.run()?;
    // What moves the municipalities' sum most comes first.
    let reach = |at: &samfin_core::explore::LeverSensitivity| {
        (at.high.municipalities.ore() - at.low.municipalities.ore()).abs()
    };
    answer.levers.sort_by_key(|lever| std::cmp::Reverse(reach(lever)));
    Ok(answer)
}

/// A fifth lower and a fifth higher, in whole steps, at least one, within the lever's bounds.
pub(super) fn around(now: Decimal, min: Decimal, max: Decimal, step: Decimal) -> (Decimal, Decimal) {
    let steps = (now.abs() / Decimal::from(5) / step)
        .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let away = steps.max(Decimal::ONE) * step;
    ((now - away).max(min).min(now), (now + away).min(max).max(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lever_is_moved_a_fifth_but_at_least_a_step_and_never_out_of_bounds() {
        let moved = |now: i64, step: i64| around(now.into(), 0.into(), 100.into(), step.into());
        assert_eq!(moved(50, 5), (40.into(), 60.into()));
        assert_eq!(moved(0, 5), (0.into(), 5.into()));
        assert_eq!(moved(100, 5), (80.into(), 100.into()));
        assert_eq!(moved(120, 5), (95.into(), 120.into()), "what is out of bounds already stays where it is");
    }
}
