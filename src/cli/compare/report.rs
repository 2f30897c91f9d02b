//! A comparison as tables for people: who pays what in which scenario, and how long each lasts.

use samfin_core::comparison::{ColumnYear, Compared, Comparison, Indicators};
use samfin_core::{Fixed, Lang, Text, say};

use crate::cli::figures::{grouped, two_decimals};
use crate::cli::table::{Align, Table};
use crate::cli::terminal::bold;

/// The whole report.
pub(super) fn report(comparison: &Comparison, compared: &Compared, lang: Lang, colour: bool) -> String {
    let page = Page { comparison, compared, lang, colour };
    let mut parts = vec![page.legend()];
    parts.extend((0..compared.years.len()).map(|year| page.year(year)));
    parts.push(page.section(&say!("Hur länge håller det?", "How long does it last?"), &outcomes(compared, lang)));
    let differences = page.differences();
    if !differences.is_empty() {
        parts.push(page.section(&say!("Vad som skiljer", "What differs"), &differences));
    }
    parts.join("\n")
}

/// A sentence for every scenario in which someone falls short, or for all of them when nobody does.
fn outcomes(compared: &Compared, lang: Lang) -> String {
    let lettered = compared.sustained.iter().enumerate();
    lines(lettered.map(|(i, sustained)| format!("{}  {}", letter(i), sustained.sentence.get(lang))))
}

/// Each on a line of its own.
fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| line + "\n").collect()
}

/// A, B, … Z, AA, AB, …
fn letter(position: usize) -> String {
    let last = char::from(b'A' + u8::try_from(position % 26).unwrap_or(0));
    if position < 26 { last.to_string() } else { letter(position / 26 - 1) + &last.to_string() }
}

struct Page<'a> {
    comparison: &'a Comparison,
    compared: &'a Compared,
    lang: Lang,
    colour: bool,
}

impl Page<'_> {
    fn legend(&self) -> String {
        let names = self.compared.names.iter().enumerate();
        let line = |(i, name): (usize, &String)| {
            let mark = if i == self.compared.baseline {
                say!("  (jämförelsegrund)", "  (baseline)").get(self.lang).to_owned()
            } else {
                String::new()
            };
            format!("{}  {name}{mark}\n", letter(i))
        };
        let agreement = self.comparison.columns.iter().map(|column| &column.request.agreement.name).next_back();
        let title = agreement.cloned().unwrap_or_default();
        bold(&title, self.colour) + "\n" + &names.map(line).collect::<String>()
    }

    fn year(&self, at: usize) -> String {
        let year = &self.compared.years[at];
        let mut columns = vec![(Align::Left, self.word(&say!("Part", "Party")))];
        for i in 0..year.columns.len() {
            columns.push((Align::Right, format!("{} kr", letter(i))));
            if i != self.compared.baseline {
                columns.push((Align::Right, "±%".to_owned()));
            }
        }
        let mut table = Table::new(columns);
        for (id, name) in Self::parties(&year.columns) {
            let mut cells = vec![name];
            for (i, column) in year.columns.iter().enumerate() {
                let paid = column.calculation.parties.iter().find(|party| party.id == id);
                cells.push(paid.map_or_else(|| "–".to_owned(), |party| self.figure(&party.payable)));
                if i != self.compared.baseline {
                    let change = column.change.iter().find(|change| change.party == id);
                    cells.push(change.and_then(|change| change.percent).map_or_else(String::new, |p| self.signed(p)));
                }
            }
            table.row(cells);
        }
        for (name, figure) in INDICATORS {
            let mut cells = vec![self.word(&name())];
            for (i, column) in year.columns.iter().enumerate() {
                cells.push(figure(column).map_or_else(String::new, |figure| self.figure(&figure)));
                if i != self.compared.baseline {
                    cells.push(String::new());
                }
            }
            if cells.iter().skip(1).any(|cell| !cell.is_empty()) {
                table.total(cells);
            }
        }
        format!("{}\n{}", bold(&year.year.to_string(), self.colour), table.render(self.colour))
    }

    /// Every party of any column, those of the first column first.
    fn parties(columns: &[ColumnYear]) -> Vec<(samfin_core::Id, String)> {
        let mut known = Vec::new();
        for party in columns.iter().flat_map(|column| &column.calculation.parties) {
            if !known.iter().any(|(id, _)| *id == party.id) {
                known.push((party.id.clone(), party.name.clone()));
            }
        }
        known
    }

    fn differences(&self) -> String {
        let position = |name: &str| self.compared.names.iter().position(|known| known == name).unwrap_or(0);
        let told = self.compared.input_differences.iter();
        lines(told.map(|found| format!("{}  {}", letter(position(&found.scenario)), found.text.get(self.lang))))
    }

    fn section(&self, title: &Text, content: &str) -> String {
        format!("{}\n{content}", bold(title.get(self.lang), self.colour))
    }

    fn word(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    fn figure(&self, figure: &impl ToString) -> String {
        grouped(&figure.to_string(), self.lang)
    }

    fn signed(&self, percent: Fixed) -> String {
        let plus = if percent.units() > 0 { "+" } else { "" };
        format!("{plus}{}", grouped(&two_decimals(&percent.to_string()), self.lang))
    }
}

type Indicator = (fn() -> Text, fn(&ColumnYear) -> Option<String>);

fn of(column: &ColumnYear) -> &Indicators {
    &column.indicators
}

/// The figures under the parties, in the order of the table.
const INDICATORS: &[Indicator] = &[
    (|| say!("Kostnad", "Cost"), |c| Some(of(c).total.to_string())),
    (|| say!("Stödtimmar", "Support hours"), |c| Some(of(c).support_hours.to_string())),
    (
        || say!("Regionens andel, %", "The region's share, %"),
        |c| Some(two_decimals(&of(c).region_share_percent.to_string())),
    ),
    (
        || say!("Kr/invånare, lägst", "Kr/inhabitant, lowest"),
        |c| of(c).per_inhabitant.as_ref().map(|each| each.min.to_string()),
    ),
    (
        || say!("Kr/invånare, högst", "Kr/inhabitant, highest"),
        |c| of(c).per_inhabitant.as_ref().map(|each| each.max.to_string()),
    ),
    (|| say!("Gini", "Gini"), |c| of(c).gini.map(|gini| gini.to_string())),
    (|| say!("Ej täckt", "Uncovered"), |c| c.calculation.default.as_ref().map(|default| default.uncovered.to_string())),
    (|| say!("Reserv, utgående", "Reserve, closing"), |c| Some(c.calculation.closing.reserve.to_string())),
    (|| say!("Hantering av fakturor", "Handling of invoices"), |c| Some(of(c).handling_cost.to_string())),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_beyond_z() {
        assert_eq!([0, 1, 25, 26, 50].map(letter), ["A", "B", "Z", "AA", "AY"]);
    }
}
