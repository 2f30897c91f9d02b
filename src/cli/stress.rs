//! `samfin stress`: every combination of parties that contribute nothing, under several rules.

use indicatif::{ProgressBar, ProgressStyle};
use samfin_core::json::Json;
use samfin_core::stress::{PolicyStressed, StressTest, Stressed, stress, subsets_of};
use samfin_core::{Error, Id, Lang, Text, preset, presets, say};

use super::args::{OutputFormat, Stress};
use super::failure::{Exit, Failure};
use super::figures::{grouped, plain, two_decimals};
use super::input::{members, put, read_file};
use super::json::{pretty, problem};
use super::print;
use super::split::{csv_harmless, csv_line};
use super::table::{Align, Table};
use super::terminal::{bold, colours_answers, shows_progress};

/// What the problem document names as the address: the one that answers the same.
const INSTANCE: &str = "/api/v1/stress-tests";

/// How many may fall short at once when nothing else is said.
const USUAL: u32 = 2;

pub(super) fn run(wanted: &Stress, lang: Lang) -> Result<(), Failure> {
    let bytes = read_file(&wanted.file)?;
    match answer(&bytes, wanted, lang) {
        Ok(text) => print(&text),
        Err(error) if wanted.format == OutputFormat::Json => {
            print(&problem(error, lang, INSTANCE))?;
            Err(Failure::said(Exit::Input))
        }
        Err(error) => Err(error.into()),
    }
}

fn answer(bytes: &[u8], wanted: &Stress, lang: Lang) -> Result<String, Error> {
    let test = read(bytes, wanted)?;
    let bar = progress(subsets_of(&test), lang);
    let stressed = stress(&test, &mut |tried| bar.set_position(tried));
    bar.finish_and_clear();
    let stressed = stressed?;
    Ok(match wanted.format {
        OutputFormat::Json => pretty(&stressed),
        OutputFormat::Csv => csv(&stressed, lang),
        OutputFormat::Table => report(&test, &stressed, lang, colours_answers()),
    })
}

/// The test in the file, with what the flags say; without rules of its own it tries the well-known ones.
fn read(bytes: &[u8], wanted: &Stress) -> Result<StressTest, Error> {
    let mut request = members(bytes)?;
    let number = |number: &dyn ToString| Json::Number(number.to_string().into());
    if let Some(year) = &wanted.year {
        put(&mut request, "year", number(year));
    }
    let says_how_many = request.iter().any(|(name, _)| name == "max_defaulters");
    if let Some(most) = wanted.max_defaulters.or((!says_how_many).then_some(USUAL)) {
        put(&mut request, "max_defaulters", number(&most));
    }
    let has_rules = request.iter().any(|(name, _)| name == "policies");
    let test = StressTest::parse(Json::Object(request.clone()).to_text().as_bytes())?;
    if has_rules {
        return Ok(test);
    }
    let known = presets(&test.request.agreement);
    let rules = known.iter().map(|preset| (preset.id.into(), Json::String(preset.id.into())));
    put(&mut request, "policies", Json::Object(rules.collect()));
    StressTest::parse(Json::Object(request).to_text().as_bytes())
}

fn progress(subsets: u64, lang: Lang) -> ProgressBar {
    if !shows_progress() {
        return ProgressBar::hidden();
    }
    // The template is ours and known to be right.
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(subsets).with_style(style);
    bar.set_message(say!("Kombinationer", "Combinations").get(lang).to_owned());
    bar
}

fn report(test: &StressTest, stressed: &Stressed, lang: Lang, colour: bool) -> String {
    let agreement = &test.request.agreement;
    let name = |id: &Id| {
        let found = agreement.parties.iter().find(|party| party.id == *id);
        found.map_or_else(|| id.to_string(), |party| party.name.clone())
    };
    let names = |ids: &[Id]| ids.iter().map(name).collect::<Vec<_>>().join(", ");
    let word = |text: Text| text.get(lang).to_owned();
    let mut table = Table::new(vec![
        (Align::Left, word(say!("Regel", "Rule"))),
        (Align::Right, word(say!("Ej täckt i", "Uncovered in"))),
        (Align::Right, word(say!("Största ökning", "Largest increase"))),
        (Align::Right, "%".to_owned()),
        (Align::Left, word(say!("för", "for"))),
        (Align::Right, word(say!("Timmar bort", "Hours lost"))),
        (Align::Left, word(say!("Brister först när dessa faller bort", "Breaks first without"))),
    ]);
    for policy in &stressed.policies {
        let worst = worst(policy);
        let figure = |text: Option<String>| text.map_or_else(String::new, |text| grouped(&text, lang));
        table.row(vec![
            rule_name(test, policy, lang),
            format!("{} / {}", policy.uncovered_subsets, policy.subsets),
            figure(worst.map(|worst| worst.amount.to_string())),
            figure(worst.and_then(|worst| worst.percent).map(|percent| two_decimals(&percent.to_string()))),
            worst.map(|worst| name(&worst.party)).unwrap_or_default(),
            grouped(&policy.most_hours_lost.hours.to_string(), lang),
            policy.breaking_point.as_ref().map_or_else(
                || "–".to_owned(),
                |point| format!("{} ({} kr)", names(&point.defaulters), grouped(&point.uncovered.to_string(), lang)),
            ),
        ]);
    }
    let title = format!("{} {}", agreement.name, stressed.year);
    format!("{}\n{}", bold(&title, colour), table.render(colour))
}

/// Who has to take on most under a rule; of equals the first.
fn worst(policy: &PolicyStressed) -> Option<&samfin_core::stress::WorstIncrease> {
    policy.worst_increase.iter().reduce(|most, next| if next.amount > most.amount { next } else { most })
}

fn rule_name(test: &StressTest, policy: &PolicyStressed, lang: Lang) -> String {
    if policy.name == "agreement" {
        return say!("Avtalets egen", "The agreement's own").get(lang).to_owned();
    }
    preset(&test.request.agreement, &policy.name)
        .map_or_else(|| policy.name.clone(), |preset| preset.name.get(lang).to_owned())
}

/// One row per rule and combination of one or two.
fn csv(stressed: &Stressed, lang: Lang) -> String {
    let header = [
        say!("regel", "rule"),
        say!("faller bort", "without"),
        say!("och", "and"),
        say!("största ökning procent", "largest increase percent"),
        say!("ej täckt", "uncovered"),
    ];
    let mut text = csv_line(&header.each_ref().map(|name| name.get(lang)), lang);
    for cell in &stressed.matrix {
        let id = |at: usize| cell.defaulters.get(at).map_or("", Id::as_str);
        let percent = plain(&cell.largest_increase_percent.to_string(), lang);
        let uncovered = plain(&cell.uncovered.to_string(), lang);
        text += &csv_line(&[&csv_harmless(&cell.policy), id(0), id(1), &percent, &uncovered], lang);
    }
    text
}
