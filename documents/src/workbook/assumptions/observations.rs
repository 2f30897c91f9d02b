//! Which observations of statistics the scenarios use.

use chrono::NaiveDate;
use samfin_core::agreement::{AsOf, Key, KeyRule, PartyKind, Selector};
use samfin_core::date::day_or_last;
use samfin_core::{Agreement, Observation};

use super::super::place::letter;
use super::super::{Book, Year};

/// An observation, and the letters of the scenarios that use it.
pub(super) struct Used<'b> {
    pub(super) party: &'b str,
    pub(super) series: &'b str,
    pub(super) found: &'b Observation,
    pub(super) letters: Vec<String>,
}

/// Every observation that a key or the amounts per inhabitant use, each once.
pub(super) fn used<'b>(book: &'b Book<'b>) -> Vec<Used<'b>> {
    let mut all: Vec<Used<'b>> = Vec::new();
    for (i, column) in book.columns.iter().enumerate() {
        let letter = letter(i);
        for year in &column.years {
            for (party, series, day) in asked(book, year) {
                let places = year.request.statistics.series(series);
                let party = &year.request.agreement.parties[party];
                let Some(found) = places.and_then(|places| places.value(party, day)) else { continue };
                let same = |known: &&mut Used<'b>| {
                    (known.party, known.series, known.found.date, known.found.value)
                        == (party.name.as_str(), series, found.date, found.value)
                };
                match all.iter_mut().find(same) {
                    Some(known) if !known.letters.contains(&letter) => known.letters.push(letter.clone()),
                    Some(_) => {}
                    None => all.push(Used { party: &party.name, series, found, letters: vec![letter.clone()] }),
                }
            }
        }
    }
    all
}

/// A party, a series and the day on which it is read.
type Asked<'b> = (usize, &'b str, NaiveDate);

fn asked<'b>(book: &'b Book<'b>, year: &Year<'b>) -> Vec<Asked<'b>> {
    let agreement = &year.request.agreement;
    let of = year.calculation.year;
    let sharing: Vec<usize> = (0..agreement.parties.len()).filter(|i| agreement.parties[*i].shares_costs).collect();
    let mut asked = Vec::new();
    let mut walk = Walk { agreement, year: of, asked: &mut asked };
    let charged = agreement.costs.iter().zip(&year.calculation.costs).filter(|(_, result)| !result.amount.is_zero());
    for (cost, _) in charged {
        walk.key(&cost.key, &sharing);
    }
    if let Some(series) = book.per_inhabitant {
        let municipalities = sharing.iter().filter(|i| agreement.parties[**i].kind == PartyKind::Municipality);
        asked.extend(municipalities.map(|party| (*party, series, day_or_last(of - 1, 12, 31))));
    }
    asked
}

struct Walk<'w, 'b> {
    agreement: &'b Agreement,
    year: i32,
    asked: &'w mut Vec<Asked<'b>>,
}

impl<'b> Walk<'_, 'b> {
    fn key(&mut self, key: &'b Key, members: &[usize]) {
        match &key.rule {
            KeyRule::Equal | KeyRule::Shares(_) | KeyRule::Seats(_) => {}
            KeyRule::Statistic { statistic, as_of } => {
                let day = as_of.unwrap_or(AsOf::DEFAULT).day(self.year);
                self.asked.extend(members.iter().map(|party| (*party, statistic.as_str(), day)));
            }
            KeyRule::Groups(groups) => {
                for group in groups.iter().filter(|group| !group.weight.is_zero()) {
                    self.key(&group.key, &self.choose(&group.among, members));
                }
            }
            KeyRule::Blend(parts) => {
                parts.iter().filter(|part| !part.weight.is_zero()).for_each(|part| self.key(&part.key, members));
            }
            KeyRule::BaseFee { remainder: key, .. } | KeyRule::Bounded { key, .. } => self.key(key, members),
            KeyRule::Among { among, key } => self.key(key, &self.choose(among, members)),
            KeyRule::Ref(named) => {
                let agreement = self.agreement;
                self.key(&agreement.keys[*named].key, members);
            }
        }
    }

    fn choose(&self, among: &Selector, members: &[usize]) -> Vec<usize> {
        let Agreement { parties, bodies, .. } = self.agreement;
        members.iter().filter(|party| among.holds(**party, parties, bodies)).copied().collect()
    }
}
