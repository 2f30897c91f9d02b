//! The address of a comparison, read and written.
//!
//! | name | says |
//! | --- | --- |
//! | `avtal` | the agreement |
//! | `s` | a column, once for each: a scenario's id or `avtal`, then `;lever=value`, `;bort=party.party`, `;regel=rule` |
//! | `aktiv`, `bas` | the column that is looked at closely, and the one that changes are measured against |
//! | `visa` | kronor (`kr`), kronor per inhabitant (`inv`), share (`andel`) |
//! | `fran`, `till`, `ar` | the first year, the last, and the one in the table |
//!
//! The fields of the form (`l.<lever>`, `bort`, `regel`, with `o.…` for what the scenario itself says) belong to the
//! column in `redigerar`, and end up in its `s`.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use samfin_core::decimal;
use uuid::Uuid;

use crate::app::dialogue::{Dialogue, MAX_COLUMNS, Variation};
use crate::web::words::{Key, key};

/// What the amounts are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::web) enum Unit {
    #[default]
    Kronor,
    PerInhabitant,
    Share,
}

impl Unit {
    pub(in crate::web) const ALL: &[Self] = &[Self::Kronor, Self::PerInhabitant, Self::Share];

    pub(in crate::web) fn word(self) -> &'static str {
        match self {
            Self::Kronor => "kr",
            Self::PerInhabitant => "inv",
            Self::Share => "andel",
        }
    }

    pub(in crate::web) fn name(self) -> Key {
        match self {
            Self::Kronor => key!("compare-unit-kr"),
            Self::PerInhabitant => key!("compare-unit-inv"),
            Self::Share => key!("compare-unit-andel"),
        }
    }
}

/// What the address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct State {
    pub(in crate::web) agreement: Option<String>,
    pub(in crate::web) columns: Vec<Variation>,
    pub(in crate::web) active: usize,
    pub(in crate::web) baseline: usize,
    pub(in crate::web) unit: Unit,
    pub(in crate::web) from: Option<i32>,
    pub(in crate::web) until: Option<i32>,
    pub(in crate::web) year: Option<i32>,
}

/// The agreement itself, where a scenario's id could stand.
const ITSELF: &str = "avtal";

impl State {
    /// Reads an address; what cannot be understood is as if it were not there, so that an old link still shows something.
    pub(in crate::web) fn read(query: &str) -> Self {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let one = |name: &str| pairs.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let all = |name: &'static str| pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value);
        let year =
            |name: &str| one(name).and_then(|text| text.parse().ok()).filter(|year| (2000..=2100).contains(year));
        let position = |name: &str| one(name).and_then(|text| text.parse().ok()).unwrap_or(0_usize);
        let mut state = Self {
            agreement: one("avtal").and_then(uuid),
            columns: all("s").take(MAX_COLUMNS).filter_map(|text| column(text)).collect(),
            active: position("aktiv"),
            baseline: position("bas"),
            unit: Unit::ALL.iter().copied().find(|unit| Some(unit.word()) == one("visa")).unwrap_or_default(),
            from: year("fran"),
            until: year("till"),
            year: year("ar"),
        };
        let edited = one("redigerar").and_then(|text| text.parse::<usize>().ok());
        if let Some(edited) = edited.and_then(|position| state.columns.get_mut(position)) {
            edit(edited, &pairs);
        }
        state.act(one("gor").unwrap_or_default());
        state
    }

    /// What a button asks for.
    fn act(&mut self, what: &str) {
        match what {
            "kopiera" if self.columns.len() < MAX_COLUMNS => {
                self.columns.extend(self.columns.get(self.active).cloned());
                self.active = self.columns.len().saturating_sub(1);
            }
            "ta-bort" if self.columns.len() > 1 && self.active < self.columns.len() => {
                self.columns.remove(self.active);
                if self.baseline >= self.active {
                    self.baseline = self.baseline.saturating_sub(1);
                }
                self.active = self.active.min(self.columns.len() - 1);
            }
            "utgangslage" => self.baseline = self.active,
            "aterstall" => {
                if let Some(column) = self.columns.get_mut(self.active) {
                    *column = Variation { scenario: column.scenario.clone(), ..Variation::default() };
                }
            }
            _ => {}
        }
    }

    /// The state with what was chosen for the reader filled in, so that an address shows the same another year.
    pub(in crate::web) fn settled(&self, dialogue: &Dialogue) -> Self {
        Self {
            agreement: Some(dialogue.id.clone()),
            columns: dialogue.asked.clone(),
            active: dialogue.active,
            baseline: dialogue.baseline,
            from: dialogue.comparison.years.first().copied(),
            year: self.year.map(|_| dialogue.comparison.years[dialogue.year]),
            ..self.clone()
        }
    }

    /// The state as the part of an address after the question mark.
    pub(in crate::web) fn query(&self) -> String {
        let mut pairs = self.hidden();
        if self.active > 0 {
            pairs.push(("aktiv", self.active.to_string()));
        }
        if self.unit != Unit::default() {
            pairs.push(("visa", self.unit.word().to_owned()));
        }
        pairs.extend(self.year.map(|year| ("ar", year.to_string())));
        let written = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        written.collect::<Vec<_>>().join("&")
    }

    /// What the fields of the form do not say themselves.
    pub(in crate::web) fn hidden(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        pairs.extend(self.agreement.clone().map(|id| ("avtal", id)));
        pairs.extend(self.columns.iter().map(|column| ("s", written(column))));
        if self.baseline > 0 {
            pairs.push(("bas", self.baseline.to_string()));
        }
        pairs.extend(self.from.map(|year| ("fran", year.to_string())));
        pairs.extend(self.until.map(|year| ("till", year.to_string())));
        pairs
    }

    /// The address with another column looked at closely.
    pub(in crate::web) fn looking_at(&self, column: usize) -> String {
        format!("/jamfor?{}", Self { active: column, ..self.clone() }.query())
    }
}

pub(in crate::web) fn uuid(text: &str) -> Option<String> {
    Uuid::try_parse(text).ok().map(|id| id.to_string())
}

/// `<id>;meetings=6;bort=bracke.ragunda;regel=all-share`
pub(in crate::web) fn column(text: &str) -> Option<Variation> {
    let mut parts = text.split(';');
    let name = parts.next()?;
    let scenario = if name == ITSELF { None } else { Some(uuid(name)?) };
    let mut column = Variation { scenario, ..Variation::default() };
    for part in parts {
        match part.split_once('=') {
            Some(("bort", ids)) => column.without = Some(listed(ids)),
            Some(("regel", rule)) => column.rule = Some(rule.to_owned()),
            Some((lever, value)) if !lever.is_empty() => {
                column.levers.extend(decimal::parse(value, 10).map(|value| (lever.to_owned(), value)));
            }
            _ => {}
        }
    }
    Some(column)
}

fn listed(ids: &str) -> Vec<String> {
    ids.split('.').filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

pub(in crate::web) fn written(column: &Variation) -> String {
    let mut parts = vec![column.scenario.clone().unwrap_or_else(|| ITSELF.to_owned())];
    parts.extend(column.levers.iter().map(|(lever, value)| format!("{lever}={}", value.normalize())));
    parts.extend(column.without.as_ref().map(|without| format!("bort={}", without.join("."))));
    parts.extend(column.rule.as_ref().map(|rule| format!("regel={rule}")));
    parts.join(";")
}

/// Puts the fields of the form into the column that they belong to. What is as the scenario says is not written.
fn edit(column: &mut Variation, pairs: &[(String, String)]) {
    let own = |name: &str| {
        pairs.iter().find(|(known, _)| known.strip_prefix("o.") == Some(name)).map(|(_, own)| own.as_str())
    };
    for (name, value) in pairs {
        let Some(lever) = name.strip_prefix("l.") else { continue };
        let Some(value) = number(value) else { continue };
        column.levers.retain(|(known, _)| known != lever);
        if own(lever).and_then(number) != Some(value) {
            column.levers.push((lever.to_owned(), value));
        }
    }
    let Some(own_without) = own("bort") else { return };
    let without: Vec<String> = pairs.iter().filter(|(name, _)| name == "bort").map(|(_, id)| id.clone()).collect();
    column.without = (without != listed(own_without)).then_some(without);
    let rule = pairs.iter().find(|(name, _)| name == "regel").map(|(_, rule)| rule.clone());
    column.rule = rule.filter(|rule| !rule.is_empty());
}

/// A number as people write it: `1 234,5` and `1234.5` alike.
fn number(text: &str) -> Option<Decimal> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect();
    decimal::parse(plain.trim_start_matches('+'), 10)
}

/// As in an address, with what is harmless there left readable.
pub(in crate::web) fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~;=,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    #[test]
    fn an_address_is_written_as_it_was_read() {
        let address = format!(
            "avtal={ID}&s=avtal&s={ID};meetings=6;region-share=62.5&s=avtal;bort=bracke.ragunda;regel=all-share&bas=1&fran=2027&till=2029&aktiv=2&visa=inv&ar=2028"
        );
        let state = State::read(&address);
        assert_eq!(state.query(), address);
        assert_eq!(state.columns[2].without, Some(vec!["bracke".to_owned(), "ragunda".to_owned()]));
        assert_eq!(state.columns[1].levers[1].1.to_string(), "62.5");
    }

    #[test]
    fn what_cannot_be_understood_is_left_out() {
        let state = State::read("avtal=1&s=x&s=avtal;;meetings=many;=3&aktiv=-1&visa=dollar&ar=1900&fran=x&%ff=1");
        assert_eq!(state, State { columns: vec![Variation::default()], ..State::default() });
    }

    #[test]
    fn the_form_edits_the_column_it_shows() {
        let state = State::read(
            "s=avtal&s=avtal;meetings=6&redigerar=1&o.meetings=4&l.meetings=1+234,5&o.seminar=60000&l.seminar=60000&o.bort=are&bort=are&regel=",
        );
        assert_eq!(state.columns[0], Variation::default());
        assert_eq!(state.columns[1].levers, [("meetings".to_owned(), Decimal::new(12345, 1))]);
        assert_eq!((&state.columns[1].without, &state.columns[1].rule), (&None, &None), "as the scenario says");
        let state = State::read("s=avtal&redigerar=0&o.bort=are&regel=defer");
        assert_eq!(state.columns[0].without, Some(Vec::new()), "nobody, though the scenario says are");
        assert_eq!(state.columns[0].rule.as_deref(), Some("defer"));
    }

    #[test]
    fn columns_are_copied_and_removed() {
        let state = State::read("s=avtal;meetings=6&aktiv=0&gor=kopiera");
        assert_eq!((state.columns.len(), state.active), (2, 1));
        assert_eq!(state.columns[0], state.columns[1]);
        let state = State::read("s=avtal&s=avtal;meetings=6&aktiv=1&bas=1&gor=ta-bort");
        assert_eq!((state.columns.len(), state.active, state.baseline), (1, 0, 0));
        let state = State::read("s=avtal;meetings=6&gor=aterstall");
        assert_eq!(state.columns, [Variation::default()]);
    }
}
