//! A comparison for a spreadsheet: one row per year, scenario and party.

use samfin_core::comparison::{Compared, Comparison};
use samfin_core::{Lang, say};

use crate::cli::figures::plain;
use crate::cli::split::{csv_harmless, csv_line};

pub(super) fn rows(comparison: &Comparison, compared: &Compared, lang: Lang) -> String {
    let header = [
        say!("år", "year"),
        say!("scenario", "scenario"),
        say!("id", "id"),
        say!("part", "party"),
        say!("kronor", "kronor"),
        say!("ändring kronor", "change kronor"),
        say!("ändring procent", "change percent"),
        say!("bortfall", "shortfall"),
        say!("täcker", "covers"),
        say!("skuld", "debt"),
    ];
    let mut text = csv_line(&header.each_ref().map(|name| name.get(lang)), lang);
    for year in &compared.years {
        for (column, found) in comparison.columns.iter().zip(&year.columns) {
            for (party, change) in found.calculation.parties.iter().zip(&found.change) {
                let figure = |figure: &dyn ToString| plain(&figure.to_string(), lang);
                let cells = [
                    &year.year.to_string(),
                    &csv_harmless(&column.name),
                    party.id.as_str(),
                    &csv_harmless(&party.name),
                    &figure(&party.payable),
                    &figure(&change.amount),
                    &change.percent.map(|percent| figure(&percent)).unwrap_or_default(),
                    &figure(&party.shortfall),
                    &figure(&party.cover),
                    &figure(&party.debt),
                ];
                text += &csv_line(&cells, lang);
            }
        }
    }
    text
}
