//! Every way for one or two municipalities to drop out: a triangle whose diagonal is one of them alone.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::Id;
use samfin_core::agreement::PartyKind;
use samfin_core::stress::MatrixCell;

use super::view::{View, letter, short};
use crate::web::words::t;

/// Beyond so many the table is no longer read; the stress test of the API and the command line has them all.
const MOST_PARTIES: usize = 15;

/// Beyond so many it needs the whole width.
const MOST_BESIDE: usize = 10;

/// The card with the table.
pub(super) fn matrix(view: &View<'_>) -> Markup {
    let words = view.words;
    let municipalities = view.of_kind(PartyKind::Municipality);
    let is_all = municipalities.len() < 2;
    let all = if is_all { view.parties() } else { municipalities };
    let parties = &all[..all.len().min(MOST_PARTIES)];
    let now = out_now(view);
    html! {
        section.card.card-wide[parties.len() > MOST_BESIDE] aria-labelledby="mx-r" {
            h3 #mx-r { @if is_all { (t!(words, "matrix-title-parties")) } @else { (t!(words, "matrix-title")) } }
            p.card-sub {
                (t!(words, "matrix-what", letter = letter(view.dialogue.active)))
                @if parties.len() < all.len() { " " (t!(words, "matrix-first", count = parties.len(), all = all.len())) }
            }
            div.scroll tabindex="0" role="group" aria-label=(t!(words, "matrix-table")) {
                table.mx {
                    caption.sr { (t!(words, "matrix-caption")) }
                    thead {
                        tr {
                            td {}
                            @for party in parties {
                                th scope="col" { span.sr { (view.short_name(party)) } span aria-hidden="true" { (short(&view.short_name(party))) } }
                            }
                        }
                    }
                    tbody {
                        @for (i, one) in parties.iter().enumerate() {
                            tr {
                                th scope="row" { (view.short_name(one)) }
                                @for (j, other) in parties.iter().enumerate() {
                                    @if j > i { td.m-void {} } @else { (cell(view, &one.id, &other.id, &now)) }
                                }
                            }
                        }
                    }
                }
            }
            (scale(view))
        }
    }
}

/// Who contributes nothing in the column now.
fn out_now(view: &View<'_>) -> Vec<Id> {
    let parties = &view.column(view.dialogue.active).calculation.parties;
    parties.iter().filter(|party| !party.shortfall.is_zero()).map(|party| party.id.clone()).collect()
}

fn cell(view: &View<'_>, one: &Id, other: &Id, now: &[Id]) -> Markup {
    let wanted: &[&Id] = if one == other { &[one] } else { &[one, other] };
    let found = view
        .dialogue
        .stressed
        .matrix
        .iter()
        .find(|cell| cell.defaulters.len() == wanted.len() && wanted.iter().all(|id| cell.defaulters.contains(id)));
    let Some(found) = found else { return html! { td.m { "–" } } };
    let is_now = now.len() == wanted.len() && wanted.iter().all(|id| now.contains(id));
    let percent = percent(found);
    let uncovered = !found.uncovered.is_zero();
    let mark = if is_now { " m-now" } else { "" };
    html! {
        td class=(format!("m h{}{mark}", level(percent))) {
            (view.format().number(percent, 0))
            @if uncovered {
                abbr title=(t!(view.words, "matrix-uncovered", amount = view.format().kronor(found.uncovered))) { "!" }
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

fn scale(view: &View<'_>) -> Markup {
    html! {
        p.scale {
            span.m.h0 { "< 5" } span.m.h1 { "5–10" } span.m.h2 { "10–25" } span.m.h3 { "25–50" } span.m.h4 { "> 50" }
            span.scale-u { (t!(view.words, "matrix-unit")) }
        }
    }
}
