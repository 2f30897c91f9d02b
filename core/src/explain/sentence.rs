//! One step of the trace as a sentence with its figures put in.

use super::figure;
use super::names::Names;
use crate::trace::Step;
use crate::{Lang, Text, say};

/// One step in the reader's language; a figure that is not exact says so once.
pub(super) fn told(step: &Step, names: &mut Names<'_>, lang: Lang) -> String {
    sentence(step, names, lang).get(lang).replace("= ≈", "≈")
}

/// One step as a sentence with its figures put in.
fn sentence(step: &Step, names: &mut Names<'_>, lang: Lang) -> Text {
    let value = figure(&step.value, lang);
    let raw = |name: &str| step.inputs.get(name).unwrap_or_default().to_owned();
    let input = |name: &str| figure(step.inputs.get(name).unwrap_or_default(), lang);
    match step.step {
        "hours" => {
            let how = quantity(step, names, lang);
            say!("Timmar: {} = {value} h", "Hours: {} = {value} h"; how.get(lang))
        }
        "amount" => {
            let how = quantity(step, names, lang);
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
            names.begin_again();
            say!(
                "Perioden {from}–{to}: {days} av {all} dagar = {value} kr",
                "Period {from}–{to}: {days} of {all} days = {value} kr"
            )
        }
        "group" => group(step, names, &value, lang),
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

fn group(step: &Step, names: &mut Names<'_>, value: &str, lang: Lang) -> Text {
    let position = step.inputs.get("group").and_then(|position| position.parse::<usize>().ok()).unwrap_or(0);
    let weight = figure(step.inputs.get("weight").unwrap_or_default(), lang);
    if let Some(who) = names.group(position) {
        let (sv, en) = (capital(&who.sv), capital(&who.en));
        return say!("{sv} (vikt {weight}) bär {value} kr", "{en} (weight {weight}) bears {value} kr");
    }
    let group = position + 1;
    say!("Grupp {group} (vikt {weight}) bär {value} kr", "Group {group} (weight {weight}) bears {value} kr")
}

/// With a capital first letter, as a sentence begins.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn quantity(step: &Step, names: &Names<'_>, lang: Lang) -> Text {
    let input = |name: &str| step.inputs.get(name).map(|text| figure(text, lang));
    match (input("per_year"), input("per_meeting")) {
        (Some(year), _) => say!("{year} per år", "{year} a year"),
        (None, Some(each)) => {
            let (meetings, bodies) =
                (input("meetings").unwrap_or_default(), names.bodies(step.inputs.get("bodies").unwrap_or_default()));
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
    let (series, date) = (series(raw("statistic")), raw("date"));
    let (series_sv, series_en) = (series.sv, series.en);
    let (number, part) = (figure(raw("value"), lang), figure(raw("part"), lang));
    let source = step.inputs.get("source").map(|source| format!(", {source}")).unwrap_or_default();
    say!(
        "{series_sv} {number} ({date}{source}), andel {part}, ger {value} kr",
        "{series_en} {number} ({date}{source}), share {part}, gives {value} kr"
    )
}

/// What people call a series: those that they know by another word than its name.
fn series(name: &str) -> Text {
    match name {
        "population" => say!("Invånare", "Inhabitants"),
        other => Text::new(other, other),
    }
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
