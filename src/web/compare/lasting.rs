//! How long does it last? Year by year what is left of the reserve, what is owed, and what no one covers.

use maud::{Markup, html};
use samfin_core::{Calculation, Ore, preset};

use super::view::{View, letter};
use crate::web::words::t;

/// The section under the table. Columns that it says the same of share a line.
pub(super) fn lasting(view: &View<'_>) -> Markup {
    let words = view.words;
    let years = &view.dialogue.comparison.years;
    let said = together((0..view.count()).map(|column| lasts(view, column)));
    let lines = lines(view);
    html! {
        section.card.lasting aria-labelledby="hl-r" {
            h2 #hl-r { (t!(words, "lasting-title")) }
            div.lasting-what {
                ul {
                    @for (columns, sentence) in &said { li { (badges(columns)) span { (sentence) } } }
                }
                @if !lines.is_empty() {
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
                                @for (name, columns, amounts) in &lines {
                                    tr {
                                        th scope="row" { (badges(columns)) (name) }
                                        @for amount in amounts { td.n { (view.format().kronor(*amount)) } }
                                    }
                                }
                            }
                        }
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

/// What columns say, and which of them say the same.
fn together<T: PartialEq>(said: impl Iterator<Item = T>) -> Vec<(Vec<usize>, T)> {
    let mut found: Vec<(Vec<usize>, T)> = Vec::new();
    for (column, what) in said.enumerate() {
        match found.iter_mut().find(|(_, known)| *known == what) {
            Some((columns, _)) => columns.push(column),
            None => found.push((vec![column], what)),
        }
    }
    found
}

fn badges(columns: &[usize]) -> Markup {
    html! { span.badges { @for column in columns { span.badge { (letter(*column)) } " " } } }
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

/// What a line is called, and what it says of a year.
type Kind<'k> = (String, &'k dyn Fn(&Calculation) -> Ore);

/// What is left, owed and uncovered at the end of each year, where there is any of it.
fn lines(view: &View<'_>) -> Vec<(String, Vec<usize>, Vec<Ore>)> {
    let words = view.words;
    let reserve = |result: &Calculation| result.closing.reserve;
    let owed = |result: &Calculation| {
        Ore::from_wide(result.closing.debts.iter().map(|(_, debt)| debt.wide()).sum()).unwrap_or_default()
    };
    let uncovered = |result: &Calculation| result.default.as_ref().map_or(Ore::ZERO, |default| default.uncovered);
    let kinds: [Kind<'_>; 3] = [
        (t!(words, "lasting-reserve"), &reserve),
        (t!(words, "lasting-debts"), &owed),
        (t!(words, "lasting-uncovered"), &uncovered),
    ];
    let years = 0..view.dialogue.comparison.years.len();
    let mut lines = Vec::new();
    for (name, of) in kinds {
        let amounts =
            |column| years.clone().map(|year| of(&view.in_year(column, year).calculation)).collect::<Vec<_>>();
        let all = together((0..view.count()).map(amounts));
        let some = all.into_iter().filter(|(_, amounts)| amounts.iter().any(|amount| !amount.is_zero()));
        lines.extend(some.map(|(columns, amounts)| (name.clone(), columns, amounts)));
    }
    lines
}

/// What the agreement would say for the rule that is tried.
fn rule_sentence(view: &View<'_>) -> Option<String> {
    let active = view.dialogue.active;
    let rule = view.dialogue.asked[active].rule.as_deref()?;
    Some(preset(view.agreement(active), rule)?.sentence.get(view.words.lang()).to_owned())
}
