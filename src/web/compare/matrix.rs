//! Every way for one or two municipalities to drop out: a triangle whose diagonal is one of them alone.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::Id;
use samfin_core::agreement::PartyKind;
use samfin_core::stress::MatrixCell;

use super::view::{View, letter};
use crate::web::words::{Words, t};

/// Beyond so many the table is no longer read; the stress test of the API and the command line has them all.
const MOST_PARTIES: usize = 15;

/// Beyond so many it needs the whole width.
const MOST_BESIDE: usize = 10;

/// The triangle of one rule.
pub(in crate::web) struct Triangle<'t> {
    pub(in crate::web) words: Words,
    /// Who may drop out: ids with short names.
    pub(in crate::web) parties: Vec<(&'t Id, String)>,
    /// The stress test's answer under the rule.
    pub(in crate::web) cells: Vec<&'t MatrixCell>,
    /// Who contributes nothing now.
    pub(in crate::web) now: Vec<Id>,
}

/// The card with the table.
pub(super) fn matrix(view: &View<'_>) -> Markup {
    let words = view.words;
    let municipalities = view.of_kind(PartyKind::Municipality);
    let is_all = municipalities.len() < 2;
    let all = if is_all { view.parties() } else { municipalities };
    let triangle = Triangle {
        words,
        parties: all.iter().take(MOST_PARTIES).map(|party| (&party.id, view.short_name(party))).collect(),
        cells: view.dialogue.stressed.matrix.iter().collect(),
        now: out_now(view),
    };
    let count = triangle.parties.len();
    html! {
        section.card.card-wide[count > MOST_BESIDE] aria-labelledby="mx-r" {
            h3 #mx-r { @if is_all { (t!(words, "matrix-title-parties")) } @else { (t!(words, "matrix-title")) } }
            p.card-sub {
                (t!(words, "matrix-what", letter = letter(view.dialogue.active)))
                @if count < all.len() { " " (t!(words, "matrix-first", count = count, all = all.len())) }
            }
            (triangle.table())
        }
    }
}

/// Who contributes nothing in the column now.
fn out_now(view: &View<'_>) -> Vec<Id> {
    let parties = &view.column(view.dialogue.active).calculation.parties;
    parties.iter().filter(|party| !party.shortfall.is_zero()).map(|party| party.id.clone()).collect()
}

impl Triangle<'_> {
    /// The table, with its scale below.
    pub(in crate::web) fn table(&self) -> Markup {
        let words = self.words;
        let parties = &self.parties[..self.parties.len().min(MOST_PARTIES)];
        html! {
            div.scroll tabindex="0" role="group" aria-label=(t!(words, "matrix-table")) {
                table.mx {
                    caption.sr { (t!(words, "matrix-caption")) }
                    thead {
                        tr {
                            td {}
                            @for (_, name) in parties {
                                th scope="col" { span { (name) } }
                            }
                        }
                    }
                    tbody {
                        @for (i, (one, name)) in parties.iter().enumerate() {
                            tr {
                                th scope="row" { (name) }
                                @for (j, (other, _)) in parties.iter().enumerate() {
                                    @if j > i { td.m-void {} } @else { (self.cell(one, other)) }
                                }
                            }
                        }
                    }
                }
            }
            (scale(words))
        }
    }

    fn cell(&self, one: &Id, other: &Id) -> Markup {
        let wanted: &[&Id] = if one == other { &[one] } else { &[one, other] };
        let is_wanted = |ids: &[Id]| ids.len() == wanted.len() && wanted.iter().all(|id| ids.contains(id));
        let Some(found) = self.cells.iter().find(|cell| is_wanted(&cell.defaulters)) else {
            return html! { td.m { "–" } };
        };
        let percent = percent(found);
        let mark = if is_wanted(&self.now) { " m-now" } else { "" };
        let format = self.words.format();
        html! {
            td class=(format!("m h{}{mark}", level(percent))) {
                (format.number(percent, 0))
                @if !found.uncovered.is_zero() {
                    abbr title=(t!(self.words, "matrix-uncovered", amount = format.kronor(found.uncovered))) { "!" }
                }
            }
        }
    }
}

fn percent(cell: &MatrixCell) -> Decimal {
    Decimal::from_i128_with_scale(cell.largest_increase_percent.units(), 6)
}

/// Which of five steps: bounds at 5, 10, 25 and 50 per cent.
fn level(percent: Decimal) -> usize {
    [5, 10, 25, 50].iter().filter(|bound| percent >= Decimal::from(**bound)).count()
}

fn scale(words: Words) -> Markup {
    html! {
        p.scale {
            span.m.h0 { "< 5" } span.m.h1 { "5–10" } span.m.h2 { "10–25" } span.m.h3 { "25–50" } span.m.h4 { "> 50" }
            span.scale-u { (t!(words, "matrix-unit")) }
        }
    }
}
