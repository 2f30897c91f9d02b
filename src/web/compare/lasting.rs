//! How long does it last? Year by year what is left of the reserve, what is owed, and what no one covers.

use maud::{Markup, html};
use samfin_core::{Ore, preset};

use super::view::{View, letter};
use crate::web::words::t;

/// The section under the table.
pub(super) fn lasting(view: &View<'_>) -> Markup {
    let words = view.words;
    let years = &view.dialogue.comparison.years;
    html! {
        section.card.lasting aria-labelledby="hl-r" {
            h3 #hl-r { (t!(words, "lasting-title")) }
            ul.list {
                @for column in 0..view.count() {
                    li { span.badge { (letter(column)) } " " (lasts(view, column)) }
                }
            }
            div.scroll tabindex="0" role="group" aria-label=(t!(words, "lasting-table")) {
                table.as {
                    caption.sr { (t!(words, "lasting-caption")) }
                    thead {
                        tr {
                            td {}
                            @for year in years { th.n scope="col" { (year) } }
                        }
                    }
                    tbody {
                        @for column in 0..view.count() { (rows(view, column)) }
                    }
                }
            }
            @if let Some(sentence) = rule_sentence(view) {
                p.note { (t!(words, "lasting-sentence", letter = letter(view.dialogue.active))) }
                blockquote { (sentence) }
            }
        }
    }
}

/// What happens over the years.
fn lasts(view: &View<'_>, column: usize) -> String {
    let years = &view.dialogue.comparison.years;
    if (0..years.len()).all(|year| view.in_year(column, year).calculation.default.is_none()) {
        let (first, last) = (years[0], years[years.len() - 1]);
        return t!(view.words, "lasting-all", first = first, last = last);
    }
    let lasting = &view.dialogue.compared.sustained[view.dialogue.positions[column]];
    lasting.sentence.get(view.words.lang()).to_owned()
}

fn rows(view: &View<'_>, column: usize) -> Markup {
    let words = view.words;
    let years = || (0..view.dialogue.comparison.years.len()).map(|year| &view.in_year(column, year).calculation);
    let owed = |result: &samfin_core::Calculation| {
        Ore::from_wide(result.closing.debts.iter().map(|(_, debt)| debt.wide()).sum()).unwrap_or_default()
    };
    let uncovered =
        |result: &samfin_core::Calculation| result.default.as_ref().map_or(Ore::ZERO, |default| default.uncovered);
    let shows_debts = years().any(|result| !owed(result).is_zero());
    let shows_uncovered = years().any(|result| !uncovered(result).is_zero());
    let line = |name: String, amounts: Vec<Ore>| {
        html! {
            tr {
                th scope="row" { span.badge { (letter(column)) } " " (name) }
                @for amount in amounts { td.n { (view.format().kronor(amount)) } }
            }
        }
    };
    html! {
        (line(t!(words, "lasting-reserve"), years().map(|result| result.closing.reserve).collect()))
        @if shows_debts { (line(t!(words, "lasting-debts"), years().map(owed).collect())) }
        @if shows_uncovered { (line(t!(words, "lasting-uncovered"), years().map(uncovered).collect())) }
    }
}

/// What the agreement would say for the rule that is tried.
fn rule_sentence(view: &View<'_>) -> Option<String> {
    let active = view.dialogue.active;
    let rule = view.dialogue.asked[active].rule.as_deref()?;
    Some(preset(view.agreement(active), rule)?.sentence.get(view.words.lang()).to_owned())
}
