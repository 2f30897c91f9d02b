//! What the parts of the page read the figures from: columns by position, parties by id.

use rust_decimal::{Decimal, RoundingStrategy};
use samfin_core::agreement::PartyKind;
use samfin_core::comparison::ColumnYear;
use samfin_core::date::day_or_last;
use samfin_core::{Agreement, Id, Ore, Party, PartyResult};

use super::state::Unit;
use crate::app::dialogue::{Dialogue, PER_INHABITANT};
use crate::web::explanation::Followed;
use crate::web::format::Format;
use crate::web::names::short_name;
use crate::web::words::{Words, t};

/// The figures of the year that is shown, in the reader's words.
pub(super) struct View<'v> {
    pub(super) words: Words,
    pub(super) dialogue: &'v Dialogue,
    pub(super) unit: Unit,
    /// Everyone who shares costs in some column, in the order of the first that has them.
    parties: Vec<&'v Party>,
    has_one_region: bool,
}

/// A, B, … F: what a column is called everywhere.
pub(super) fn letter(column: usize) -> String {
    char::from(b'A' + u8::try_from(column).unwrap_or(25).min(25)).to_string()
}

/// What someone pays in a year: its own part, what it takes on, and what is missing; all in kronor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Paid {
    pub(super) own: Decimal,
    pub(super) cover: Decimal,
    pub(super) missing: Decimal,
    /// Whether it contributes nothing of what it was allocated.
    pub(super) is_out: bool,
}

impl Paid {
    pub(super) fn payable(&self) -> Decimal {
        self.own + self.cover
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            own: self.own + other.own,
            cover: self.cover + other.cover,
            missing: self.missing + other.missing,
            is_out: false,
        }
    }
}

fn kronor(amount: Ore) -> Decimal {
    Decimal::new(amount.ore(), 2)
}

fn paid(party: &PartyResult) -> Paid {
    Paid {
        own: kronor(party.allocated) - kronor(party.shortfall),
        cover: kronor(party.cover),
        missing: kronor(party.shortfall),
        is_out: !party.shortfall.is_zero() && party.shortfall == party.allocated,
    }
}

impl<'v> View<'v> {
    pub(super) fn of(words: Words, dialogue: &'v Dialogue, unit: Unit) -> Self {
        let mut parties: Vec<&Party> = Vec::new();
        for column in 0..dialogue.names.len() {
            for party in dialogue.agreement(column).parties.iter().filter(|party| party.shares_costs) {
                if !parties.iter().any(|known| known.id == party.id) {
                    parties.push(party);
                }
            }
        }
        let has_one_region = parties.iter().filter(|party| party.kind == PartyKind::Region).count() == 1;
        Self { words, dialogue, unit, parties, has_one_region }
    }

    pub(super) fn format(&self) -> Format {
        self.words.format()
    }

    pub(super) fn agreement_name(&self) -> &str {
        &self.agreement(0).name
    }

    pub(super) fn count(&self) -> usize {
        self.dialogue.names.len()
    }

    pub(super) fn year(&self) -> i32 {
        self.dialogue.comparison.years[self.dialogue.year]
    }

    /// A column in the year that is shown.
    pub(super) fn column(&self, column: usize) -> &'v ColumnYear {
        &self.dialogue.compared.years[self.dialogue.year].columns[self.dialogue.positions[column]]
    }

    /// A column in any year, by position.
    pub(super) fn in_year(&self, column: usize, year: usize) -> &'v ColumnYear {
        &self.dialogue.compared.years[year].columns[self.dialogue.positions[column]]
    }

    pub(super) fn agreement(&self, column: usize) -> &'v Agreement {
        self.dialogue.agreement(column)
    }

    /// What a column is called: its scenario's name, or that it is the agreement.
    pub(super) fn name(&self, column: usize) -> String {
        match self.dialogue.asked[column].scenario {
            Some(_) => self.dialogue.names[column].clone(),
            None => t!(self.words, "compare-itself"),
        }
    }

    /// A party's name without what everyone knows: `Ragunda` for Ragunda kommun, `Regionen` where there is but one.
    pub(super) fn short_name(&self, party: &Party) -> String {
        short_name(self.words, party, self.has_one_region)
    }

    /// As [`View::short_name`], by id.
    pub(super) fn short_name_of(&self, id: &Id) -> String {
        let columns = (0..self.count()).map(|column| self.agreement(column));
        let party = columns.flat_map(|agreement| agreement.parties.iter()).find(|party| party.id == *id);
        party.map_or_else(|| id.to_string(), |party| self.short_name(party))
    }

    /// Everyone who shares costs in some column, in the order of the first that has them.
    pub(super) fn parties(&self) -> Vec<&'v Party> {
        self.parties.clone()
    }

    pub(super) fn of_kind(&self, kind: PartyKind) -> Vec<&'v Party> {
        self.parties().into_iter().filter(|party| party.kind == kind).collect()
    }

    /// What a party pays in a column; nothing when it is not there.
    pub(super) fn paid(&self, column: usize, id: &Id) -> Paid {
        let found = self.column(column).calculation.parties.iter().find(|party| party.id == *id);
        found.map(paid).unwrap_or_default()
    }

    /// Where it is told how a column's figure is made; of one party, or of all.
    pub(super) fn explained(&self, column: usize, party: Option<&Id>) -> String {
        let years = &self.dialogue.comparison.years;
        let followed = Followed {
            agreement: Some(self.dialogue.id.clone()),
            column: self.dialogue.asked[column].clone(),
            from: years.first().copied(),
            year: Some(self.year()),
            party: party.map(ToString::to_string),
            cost: None,
        };
        followed.address()
    }

    /// What all that is paid in a column comes to.
    pub(super) fn all_paid(&self, column: usize) -> Paid {
        let parties = &self.column(column).calculation.parties;
        parties.iter().map(paid).fold(Paid::default(), Paid::and)
    }

    /// Inhabitants on 31 December before the year.
    pub(super) fn inhabitants(&self, party: &Party) -> Option<Decimal> {
        let day = day_or_last(self.year() - 1, 12, 31);
        let statistics = &self.dialogue.comparison.columns[self.dialogue.positions[0]].request.statistics;
        let found = statistics.series(PER_INHABITANT)?.value(party, day)?;
        Some(found.value).filter(|value| !value.is_zero())
    }

    /// The inhabitants that all costs are shared by: the municipalities', or else the regions'.
    pub(super) fn all_inhabitants(&self) -> Option<Decimal> {
        let sum = |kind| {
            let known: Option<Vec<Decimal>> =
                self.of_kind(kind).into_iter().map(|party| self.inhabitants(party)).collect();
            known.filter(|all| !all.is_empty()).map(|all| all.into_iter().sum::<Decimal>())
        };
        sum(PartyKind::Municipality).or_else(|| sum(PartyKind::Region))
    }

    /// Kronor in the unit that is shown; none when there are no inhabitants to divide by.
    pub(super) fn in_unit(&self, column: usize, kronor: Decimal, inhabitants: Option<Decimal>) -> Option<Decimal> {
        match self.unit {
            Unit::Kronor => Some(kronor),
            Unit::PerInhabitant => kronor.checked_div(inhabitants?),
            Unit::Share => {
                let total = Decimal::new(self.column(column).calculation.total.ore(), 2);
                (kronor * Decimal::ONE_HUNDRED).checked_div(total)
            }
        }
    }

    /// A figure in the unit that is shown, without its name.
    pub(super) fn figure(&self, value: Decimal) -> String {
        match self.unit {
            Unit::Kronor => self.format().number(value, 0),
            Unit::PerInhabitant => self.format().number(value, 2),
            Unit::Share => self.format().percent(value, 1),
        }
    }

    /// A change in the unit that is shown.
    pub(super) fn change(&self, value: Decimal) -> String {
        match self.unit {
            Unit::Kronor => self.format().signed(value, 0),
            Unit::PerInhabitant => self.format().signed(value, 2),
            Unit::Share => self.format().signed(value, 1),
        }
    }
}

/// `part` of `whole` as a width: `12.34%`, never outside 0–100.
pub(super) fn width(part: Decimal, whole: Decimal) -> String {
    let percent = (part * Decimal::ONE_HUNDRED).checked_div(whole).unwrap_or_default();
    let percent = percent.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED);
    format!("{}%", percent.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize())
}

/// A length in a figure, to a tenth.
pub(super) fn length(value: Decimal) -> String {
    value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}

/// A text that is no longer than there is room for.
pub(super) fn clipped(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
}
