//! What a scenario comes to over its years, in one sentence.

use super::figure;
use crate::{By, Calculation, Fixed, Id, Lang, Ore, Text};

/// What happens over the years of one column, in one sentence.
///
/// ```text
/// Om Bräcke kommun och Ragunda kommun inte bidrar 2027–2030 saknas 14 790,12 kr: reserven täcker 1 000,00 kr och
/// övriga parter 13 790,12 kr (Östersunds kommun mest, 6 543,21 kr, +4,1 %). Allt är täckt.
/// ```
#[must_use]
pub(crate) fn outcome_sentence(name: &str, years: &[Calculation]) -> Text {
    let sums = Sums::of(years);
    let span = span(years);
    if sums.short == 0 {
        return Text::new(
            format!("{name}: alla bidrar som avtalat {span}, och ingenting saknas."),
            format!("{name}: everyone contributes as agreed {span}, and nothing is missing."),
        );
    }
    let (sv, en) = (sums.told(years, Lang::Sv), sums.told(years, Lang::En));
    let (short_sv, short_en) = (kronor(sums.short, Lang::Sv), kronor(sums.short, Lang::En));
    let (who_sv, who_en) = (listed(&sums.defaulters, "och"), listed(&sums.defaulters, "and"));
    let (how_sv, how_en) = if sums.partly {
        ("inte bidrar fullt ut", "do not contribute in full")
    } else {
        ("inte bidrar", "do not contribute")
    };
    Text::new(
        format!("Om {who_sv} {how_sv} {span} saknas {short_sv} kr: {sv}"),
        format!("If {who_en} {how_en} {span}, {short_en} kr is missing: {en}"),
    )
}

/// What became of the shortfalls of all years, in öre.
#[derive(Default)]
struct Sums {
    defaulters: Vec<String>,
    /// Whether someone contributes a part of what it was allocated.
    partly: bool,
    short: i128,
    reserve: i128,
    cut: i128,
    /// What others pay less because the service shrinks.
    relieved: i128,
    carried: i128,
    uncovered: i128,
    first_uncovered: Option<i32>,
    /// By party: name, cover, allocated in the years in which it covers.
    parties: Vec<(Id, String, i128, i128)>,
}

impl Sums {
    fn of(years: &[Calculation]) -> Self {
        let mut sums = Self::default();
        for year in years {
            let Some(default) = &year.default else { continue };
            sums.short += default.shortfall.wide();
            sums.uncovered += default.uncovered.wide();
            if !default.uncovered.is_zero() {
                sums.first_uncovered = sums.first_uncovered.or(Some(year.year));
            }
            for party in year.parties.iter().filter(|party| !party.shortfall.is_zero()) {
                sums.partly |= party.shortfall != party.allocated;
                if !sums.defaulters.contains(&party.name) {
                    sums.defaulters.push(party.name.clone());
                }
            }
            for step in &default.steps {
                for by in &step.by {
                    sums.add(step.kind, by);
                }
            }
            for party in year.parties.iter().filter(|party| party.cover > Ore::ZERO) {
                let (cover, allocated) = (party.cover.wide(), party.allocated.wide());
                match sums.parties.iter_mut().find(|known| known.0 == party.id) {
                    Some(known) => {
                        known.2 += cover;
                        known.3 += allocated;
                    }
                    None => sums.parties.push((party.id.clone(), party.name.clone(), cover, allocated)),
                }
            }
        }
        sums
    }

    fn add(&mut self, kind: &str, by: &By) {
        match by {
            By::Reserve { amount, .. } => self.reserve += amount.wide(),
            By::Cost { amount, .. } => self.cut += amount.wide(),
            By::Party { amount, .. } if kind == "carry_forward" => self.carried += amount.wide(),
            By::Party { amount, .. } if amount.is_negative() => self.relieved -= amount.wide(),
            By::Party { .. } => {}
        }
    }

    fn told(&self, years: &[Calculation], lang: Lang) -> String {
        let swedish = lang == Lang::Sv;
        let mut parts = Vec::new();
        let mut say = |ore: i128, sv: &str, en: &str| {
            if ore > 0 {
                parts.push(format!("{} {} kr", if swedish { sv } else { en }, kronor(ore, lang)));
            }
        };
        say(self.reserve, "reserven täcker", "the reserve covers");
        let taken = self.parties.iter().map(|party| party.2).sum();
        say(
            taken,
            if self.reserve > 0 { "andra parter" } else { "andra parter täcker" },
            if self.reserve > 0 { "other parties" } else { "other parties cover" },
        );
        say(self.cut, "stödet minskas med", "the service is reduced by");
        say(self.relieved, "och de som bidrar betalar mindre med", "so that those who contribute pay less by");
        say(self.carried, "värden ligger ute med", "the host lays out");
        say(self.uncovered, "ingen täcker", "no one covers");
        if let Some(most) = self.most(lang) {
            let at =
                parts.iter().position(|part| part.contains(if swedish { "andra parter" } else { "other parties" }));
            if let Some(at) = at {
                parts[at] += &most;
            }
        }
        let told = listed(&parts, if swedish { "och" } else { "and" });
        let end = match (self.first_uncovered, years.len()) {
            (None, 1) => if swedish { "Allt är täckt." } else { "All of it is covered." }.to_owned(),
            (None, _) => {
                if swedish { "Allt är täckt alla åren." } else { "All of it is covered in every year." }.to_owned()
            }
            (Some(year), 1) => {
                let _ = year;
                if swedish { "Det håller inte." } else { "It does not hold." }.to_owned()
            }
            (Some(year), _) if swedish => format!("Det håller inte från {year}."),
            (Some(year), _) => format!("It does not hold from {year}."),
        };
        format!("{told}. {end}")
    }

    /// Who covers most, and how much that adds to what it is allocated; of equals the first.
    fn most(&self, lang: Lang) -> Option<String> {
        let most = self.parties.iter().reduce(|most, next| if next.2 > most.2 { next } else { most })?;
        let (_, name, cover, allocated) = most;
        let amount = kronor(*cover, lang);
        let percent = (*allocated > 0).then(|| {
            let percent = figure(&Fixed::ratio(cover * 100, *allocated, 1).to_string(), lang);
            format!(", +{percent} %")
        });
        let percent = percent.unwrap_or_default();
        if self.parties.len() == 1 {
            return Some(format!(" ({name}{percent})"));
        }
        let word = if lang == Lang::Sv { "mest" } else { "most" };
        Some(format!(" ({name} {word}, {amount} kr{percent})"))
    }
}

fn span(years: &[Calculation]) -> String {
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if first.year != last.year => format!("{}–{}", first.year, last.year),
        (Some(only), _) => only.year.to_string(),
        _ => String::new(),
    }
}

/// `A`, `A och B`, `A, B och C`.
fn listed(items: &[String], and: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {and} {last}", most.join(", ")),
    }
}

fn kronor(ore: i128, lang: Lang) -> String {
    figure(&Ore::from_wide(ore).unwrap_or_default().to_string(), lang)
}
