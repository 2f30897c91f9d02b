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
    let one = sums.defaulters.len() == 1;
    let (how_sv, how_en) = match (sums.partly, one) {
        (false, true) => ("inte bidrar", "does not contribute"),
        (false, false) => ("inte bidrar", "do not contribute"),
        (true, true) => ("inte bidrar fullt ut", "does not contribute in full"),
        (true, false) => ("inte bidrar fullt ut", "do not contribute in full"),
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
        let word = |sv: &'static str, en: &'static str| if lang == Lang::Sv { sv } else { en };
        let mut parts = Vec::new();
        let mut say = |ore: i128, what: &str, more: &str| {
            if ore > 0 {
                parts.push(format!("{what} {} kr{more}", kronor(ore, lang)));
            }
        };
        let others = match self.reserve {
            0 => word("andra parter täcker", "other parties cover"),
            _ => word("andra parter", "other parties"),
        };
        say(self.reserve, word("reserven täcker", "the reserve covers"), "");
        say(self.parties.iter().map(|party| party.2).sum(), others, &self.most(lang).unwrap_or_default());
        say(self.cut, word("stödet minskas med", "the service is reduced by"), "");
        say(self.relieved, word("de som bidrar betalar mindre med", "those who contribute pay less by"), "");
        say(self.carried, word("värden ligger ute med", "the host lays out"), "");
        if self.uncovered > 0 {
            let by_no_one = word("kr täcks av ingen", "kr is covered by no one");
            parts.push(format!("{} {by_no_one}", kronor(self.uncovered, lang)));
        }
        let told = listed(&parts, word("och", "and"));
        let end = match (self.first_uncovered, years.len()) {
            (None, 1) => word("Allt är täckt.", "All of it is covered.").to_owned(),
            (None, _) => word("Allt är täckt alla åren.", "All of it is covered in every year.").to_owned(),
            (Some(_), 1) => word("Det håller inte.", "It does not hold.").to_owned(),
            (Some(year), _) => format!("{} {year}.", word("Det håller inte från", "It does not hold from")),
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
