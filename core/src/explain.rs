//! The trace as text that a finance officer can follow, in Swedish and in English.
//!
//! ```text
//! Sekreterare: 70 733,02 kr
//!   Timmar: 20 per möte × 8 möten (pahsu, tahsu) = 160 h
//!   Bergs kommun: 1 887,75 kr
//!     Invånare 7 085 (2025-12-31), andel ≈ 0,053377, ger ≈ 1 887,747223 kr
//!     Oavrundat ≈ 1 887,747223 kr; den stora resten ger en enhet till: 1 887,75 kr
//! ```
//!
//! [`explain`] gives the sentences cost by cost and line by line, [`explain_text`] the same as one text.

mod default;
mod difference;
mod key_name;
mod names;
mod outcome;
mod sentence;

use std::fmt::Write as _;

pub use default::default_sentences;
pub(crate) use difference::in_words;
pub use key_name::key_name;
pub use names::who;
pub(crate) use outcome::outcome_sentence;

use crate::figures::grouped;
use crate::trace::{LineTrace, Step};
use crate::{Agreement, Calculation, Id, Lang, Ore, Text};
use names::Names;

/// Why a cost is what it is, and who bears what of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostTold {
    /// The id of the cost.
    pub cost: Id,
    /// From hours and rate to the amount of the year, and what else is the same for everyone.
    pub steps: Vec<Sentence>,
    /// Those who bear a part of it, in party order.
    pub lines: Vec<LineTold>,
}

/// Why a party bears what it does of a cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineTold {
    /// The id of the party.
    pub party: Id,
    /// What it bears.
    pub amount: Ore,
    /// Key by key down to the rounding.
    pub steps: Vec<Sentence>,
    /// Whether it got an odd unit when the exact parts were rounded.
    pub rounded_up: bool,
}

/// One step of an explanation, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What is done, as in [`Step::step`].
    pub step: &'static str,
    /// The sentence with its figures; one that rests on an assumption says so.
    pub text: String,
}

/// A calculation that was made with explanations, cost by cost; nothing without them.
///
/// With the agreement at hand, bodies and groups are called by their names instead of by id and number. Only the lines
/// that are `wanted` are told.
#[must_use]
pub fn explain(
    calculation: &Calculation,
    agreement: Option<&Agreement>,
    lang: Lang,
    wanted: impl Fn(&LineTrace) -> bool,
) -> Vec<CostTold> {
    let Some(explanation) = &calculation.explanation else { return Vec::new() };
    let of_cost = |cost: &Id| {
        // One trace for each line of the result, in the same order.
        let lines = explanation.lines.iter().zip(&calculation.lines).filter(|(trace, _)| trace.cost == *cost);
        let lines: Vec<(&LineTrace, Ore)> = lines.map(|(trace, line)| (trace, line.amount)).collect();
        let shared = shared_steps(&lines);
        let told = |steps: &[Step], names: &mut Names<'_>| -> Vec<Sentence> {
            steps.iter().map(|step| Sentence::of(step, names, lang)).collect()
        };
        let first = lines.first().map_or(&[][..], |(trace, _)| &trace.rule[..shared]);
        let steps = told(first, &mut Names::of(agreement, cost));
        let lines = lines.iter().filter(|(trace, _)| wanted(trace)).map(|(trace, amount)| LineTold {
            party: trace.party.clone(),
            amount: *amount,
            // All of them, so that the names of inner groups are found.
            steps: told(&trace.rule, &mut Names::of(agreement, cost)).split_off(shared),
            rounded_up: trace.rounded_up,
        });
        CostTold { cost: cost.clone(), steps, lines: lines.collect() }
    };
    calculation.costs.iter().map(|cost| of_cost(&cost.id)).collect()
}

impl Sentence {
    fn of(step: &Step, names: &mut Names<'_>, lang: Lang) -> Self {
        Self { step: step.step, text: sentence::told(step, names, lang) }
    }
}

/// How many steps of a line belong to the cost itself and are the same for all its lines.
fn shared_steps(lines: &[(&LineTrace, Ore)]) -> usize {
    let Some((first, _)) = lines.first() else { return 0 };
    let is_shared = |i: &usize| lines.iter().all(|(trace, _)| trace.rule.get(*i) == Some(&first.rule[*i]));
    (0..first.rule.len()).take_while(is_shared).count()
}

/// Every line of a calculation that was made with explanations, step by step; empty without them.
#[must_use]
pub fn explain_text(calculation: &Calculation, lang: Lang) -> String {
    let mut out = String::new();
    if calculation.explanation.is_none() {
        return out;
    }
    for (cost, told) in calculation.costs.iter().zip(explain(calculation, None, lang, |_| true)) {
        let amount = figure(&cost.amount.to_string(), lang);
        let _ = writeln!(out, "{}: {amount} kr", cost.name);
        if told.lines.is_empty() {
            let none = Text::new("ingen kostnad det här året", "no cost this year");
            let _ = writeln!(out, "  {}", none.get(lang));
        }
        for step in told.steps {
            let _ = writeln!(out, "  {}", step.text);
        }
        for line in told.lines {
            let name = calculation.parties.iter().find(|party| party.id == line.party).map(|party| party.name.as_str());
            let _ = writeln!(out, "  {}: {} kr", name.unwrap_or_default(), figure(&line.amount.to_string(), lang));
            for step in line.steps {
                let _ = writeln!(out, "    {}", step.text);
            }
        }
        out.push('\n');
    }
    for sentence in default_sentences(calculation) {
        let _ = writeln!(out, "{}", sentence.get(lang));
    }
    out
}

/// A figure as readers of the language write it.
fn figure(text: &str, lang: Lang) -> String {
    let shown = match text.split_once('/') {
        Some((num, den)) => in_decimals(num, den).unwrap_or_else(|| text.to_owned()),
        None => text.to_owned(),
    };
    let shown = grouped(&shown, lang);
    match lang {
        Lang::Sv => shown.replace('-', "−"),
        Lang::En => shown,
    }
}

/// `num/den` in decimals: exactly where ten suffice, otherwise to the sixth after «≈».
fn in_decimals(num: &str, den: &str) -> Option<String> {
    use num_bigint::BigInt;
    let exact = crate::exact::Fraction { num: num.parse::<BigInt>().ok()?, den: den.parse::<BigInt>().ok()? };
    let exactly = crate::cost::decimal_or_fraction(&exact);
    if !exactly.contains('/') {
        return Some(exactly);
    }
    crate::Fixed::round(&exact, 6).map(|near| format!("≈ {near}"))
}
