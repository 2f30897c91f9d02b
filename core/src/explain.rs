//! The trace as text that a finance officer can follow, in Swedish and in English.
//!
//! ```text
//! Sekreterare: 70 733,02 kr
//!   Timmar: 20 per möte × 8 möten (pahsu, tahsu) = 160 h
//!   Bergs kommun: 1 887,75 kr
//!     population 7 085 (2025-12-31), andel ≈ 0,053377, ger ≈ 1 887,747223 kr
//!     Oavrundat ≈ 1 887,747223 kr; den stora resten ger en enhet till: 1 887,75 kr
//! ```

mod default;
mod difference;
mod outcome;

use std::fmt::Write as _;

pub use default::default_sentences;
pub(crate) use difference::in_words;
pub(crate) use outcome::outcome_sentence;

use crate::figures::grouped;
use crate::trace::{LineTrace, Step};
use crate::{Calculation, Lang, Text, say};

/// How many steps of a line belong to the cost itself and are the same for all its lines.
fn shared_steps(traces: &[&LineTrace]) -> usize {
    let Some(first) = traces.first() else { return 0 };
    (0..first.rule.len()).take_while(|i| traces.iter().all(|trace| trace.rule.get(*i) == Some(&first.rule[*i]))).count()
}

/// Every line of a calculation that was made with explanations, step by step; empty without them.
#[must_use]
pub fn explain_text(calculation: &Calculation, lang: Lang) -> String {
    let mut out = String::new();
    let Some(explanation) = &calculation.explanation else { return out };
    for cost in &calculation.costs {
        let traces: Vec<&LineTrace> = explanation.lines.iter().filter(|line| line.cost == cost.id).collect();
        let amount = figure(&cost.amount.to_string(), lang);
        let _ = writeln!(out, "{}: {amount} kr", cost.name);
        if traces.is_empty() {
            let none = Text::new("ingen kostnad det här året", "no cost this year");
            let _ = writeln!(out, "  {}", none.get(lang));
        }
        let shared = shared_steps(&traces);
        for step in traces.first().map_or(&[][..], |trace| &trace.rule[..shared]) {
            let _ = writeln!(out, "  {}", told(step, lang));
        }
        for trace in traces {
            let line = calculation.lines.iter().find(|line| line.cost == trace.cost && line.party == trace.party);
            let name =
                calculation.parties.iter().find(|party| party.id == trace.party).map(|party| party.name.as_str());
            let amount = line.map(|line| figure(&line.amount.to_string(), lang)).unwrap_or_default();
            let _ = writeln!(out, "  {}: {amount} kr", name.unwrap_or_default());
            for step in &trace.rule[shared..] {
                let _ = writeln!(out, "    {}", told(step, lang));
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

/// One step in the reader's language; a figure that is not exact says so once.
fn told(step: &Step, lang: Lang) -> String {
    sentence(step, lang).get(lang).replace("= ≈", "≈")
}

/// One step as a sentence with its figures put in.
fn sentence(step: &Step, lang: Lang) -> Text {
    let value = figure(&step.value, lang);
    let raw = |name: &str| step.inputs.get(name).unwrap_or_default().to_owned();
    let input = |name: &str| figure(step.inputs.get(name).unwrap_or_default(), lang);
    match step.step {
        "hours" => {
            let how = quantity(step, lang);
            say!("Timmar: {} = {value} h", "Hours: {} = {value} h"; how.get(lang))
        }
        "amount" => {
            let how = quantity(step, lang);
            say!("Belopp: {} = {value} kr", "Amount: {} = {value} kr"; how.get(lang))
        }
        "actual_hours" => say!("Utfall: {value} timmar", "Outcome: {value} hours"),
        "actual_amount" => say!("Utfall: {value} kr", "Outcome: {value} kr"),
        "rate" => rate(step, &value, lang),
        "index" => index(step, &value, lang),
        "days" => {
            let (days, year) = (raw("active_days"), raw("days_in_year"));
            say!("Dagar: {days} av {year}", "Days: {days} of {year}")
        }
        "cost" => {
            let (exact, unit) = (input("exact"), input("unit"));
            say!(
                "Kostnad: {exact} kr, avrundad till {unit} kr: {value} kr",
                "Cost: {exact} kr, rounded to {unit} kr: {value} kr"
            )
        }
        "segment" => {
            let (from, to, days, all) = (raw("from"), raw("to"), raw("days"), raw("active_days"));
            say!(
                "Perioden {from}–{to}: {days} av {all} dagar = {value} kr",
                "Period {from}–{to}: {days} of {all} days = {value} kr"
            )
        }
        "group" => {
            let (group, weight) = (raw("group").parse::<u32>().unwrap_or(0) + 1, input("weight"));
            say!("Grupp {group} (vikt {weight}) bär {value} kr", "Group {group} (weight {weight}) bears {value} kr")
        }
        "part" => {
            let weight = input("weight");
            say!("Del med vikten {weight}: {value} kr", "Part of weight {weight}: {value} kr")
        }
        "sum" => say!("Tillsammans: {value} kr", "Together: {value} kr"),
        "equal" => match raw("members").as_str() {
            "1" => say!("En ensam part: {value} kr", "One party alone: {value} kr"),
            members => say!("Lika mellan {members} parter: {value} kr", "Equally among {members} parties: {value} kr"),
        },
        "shares" => {
            let (weight, part) = (input("weight"), input("part"));
            say!("Vikt {weight} (andel {part}): {value} kr", "Weight {weight} (share {part}): {value} kr")
        }
        "seats" => {
            let (seats, part) = (raw("seats"), input("part"));
            say!("Platser: {seats} (andel {part}): {value} kr", "Seats: {seats} (share {part}): {value} kr")
        }
        "statistic" => statistic(step, &value, lang),
        "base_fee" => say!("Grundavgift: {value} kr", "Base fee: {value} kr"),
        "remainder" => {
            let fees = input("fees");
            say!(
                "Efter grundavgifter om {fees} kr återstår {value} kr",
                "After base fees of {fees} kr there remain {value} kr"
            )
        }
        "bounded" => bounded(step, &value, lang),
        "rounding" => {
            let exact = input("exact");
            match raw("why").as_str() {
                "largest_remainder" => say!(
                    "Oavrundat {exact} kr; den stora resten ger en enhet till: {value} kr",
                    "Unrounded {exact} kr; the large remainder gives one unit more: {value} kr"
                ),
                "whole" => say!("Går jämnt ut: {value} kr", "Comes out even: {value} kr"),
                _ => say!(
                    "Oavrundat {exact} kr; avrundat nedåt: {value} kr",
                    "Unrounded {exact} kr; rounded down: {value} kr"
                ),
            }
        }
        other => Text::new(format!("{other}: {value}"), format!("{other}: {value}")),
    }
}

fn quantity(step: &Step, lang: Lang) -> Text {
    let input = |name: &str| step.inputs.get(name).map(|text| figure(text, lang));
    match (input("per_year"), input("per_meeting")) {
        (Some(year), _) => say!("{year} per år", "{year} a year"),
        (None, Some(each)) => {
            let (meetings, bodies) =
                (input("meetings").unwrap_or_default(), step.inputs.get("bodies").unwrap_or_default());
            say!("{each} per möte × {meetings} möten ({bodies})", "{each} a meeting × {meetings} meetings ({bodies})")
        }
        _ => Text::new("", ""),
    }
}

fn rate(step: &Step, value: &str, lang: Lang) -> Text {
    let input = |name: &str| figure(step.inputs.get(name).unwrap_or_default(), lang);
    let assumed = match step.inputs.get("source") {
        Some(crate::agreement::ASSUMPTION) => Text::new(" (antagande)", " (assumption)"),
        Some(source) => Text::new(format!(" ({source})"), format!(" ({source})")),
        None => Text::new("", ""),
    };
    if step.inputs.get("hourly").is_some() {
        return say!("Timkostnad: {value} kr{}", "Hourly cost: {value} kr{}"; assumed.get(lang));
    }
    let (salary, hours) = (input("monthly_salary"), input("annual_hours"));
    let (on_costs, overhead) = (input("on_costs_percent"), input("overhead_percent"));
    say!(
        "Timkostnad: 12 × {salary} kr × (1 + {on_costs} %) × (1 + {overhead} %) / {hours} h = {value} kr{}",
        "Hourly cost: 12 × {salary} kr × (1 + {on_costs} %) × (1 + {overhead} %) / {hours} h = {value} kr{}";
        assumed.get(lang)
    )
}

fn index(step: &Step, value: &str, lang: Lang) -> Text {
    let input = |name: &str| figure(step.inputs.get(name).unwrap_or_default(), lang);
    if step.inputs.get("base").is_some() {
        let (number, base) = (input("index"), input("base"));
        return say!("Index: {number} / {base} = {value}", "Index: {number} / {base} = {value}");
    }
    let (percent, years) = (input("percent_per_year"), input("years"));
    say!("Index: (1 + {percent} %) ^ {years} = {value}", "Index: (1 + {percent} %) ^ {years} = {value}")
}

fn statistic(step: &Step, value: &str, lang: Lang) -> Text {
    let raw = |name: &str| step.inputs.get(name).unwrap_or_default();
    let (series, date) = (raw("statistic"), raw("date"));
    let (number, part) = (figure(raw("value"), lang), figure(raw("part"), lang));
    let source = step.inputs.get("source").map(|source| format!(", {source}")).unwrap_or_default();
    say!(
        "{series} {number} ({date}{source}), andel {part}, ger {value} kr",
        "{series} {number} ({date}{source}), share {part}, gives {value} kr"
    )
}

fn bounded(step: &Step, value: &str, lang: Lang) -> Text {
    let input = |name: &str| step.inputs.get(name).map(|text| figure(text, lang));
    let (before, least) = (input("before").unwrap_or_default(), input("min").unwrap_or_default());
    let most = input("max").unwrap_or_else(|| "∞".to_owned());
    say!(
        "Utan gränser {before} kr; minst {least}, högst {most}: {value} kr",
        "Without bounds {before} kr; at least {least}, at most {most}: {value} kr"
    )
}
