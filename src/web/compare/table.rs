//! The comparison: a table that is also the chart. Rows are parties, columns are scenarios; each cell is an amount,
//! its change from the baseline, and a bar.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::Party;
use samfin_core::agreement::PartyKind;

use super::state::{State, Unit};
use super::view::{Paid, View, letter, width};
use crate::web::words::t;

/// The table with its legend.
pub(super) fn table(view: &View<'_>, state: &State) -> Markup {
    let words = view.words;
    let (regions, municipalities) = (view.of_kind(PartyKind::Region), view.of_kind(PartyKind::Municipality));
    // With both sides there are two rows for the whole, and the region is one of them.
    let has_sides = !regions.is_empty() && !municipalities.is_empty();
    let single: Vec<&Party> = view
        .parties()
        .into_iter()
        .filter(|party| !has_sides || party.kind != PartyKind::Region || regions.len() > 1)
        .collect();
    let largest = largest(view, &single);
    let regions_name = match &regions[..] {
        [only] => view.short_name(only),
        _ => t!(words, "compare-regions"),
    };
    html! {
        div.scroll tabindex="0" role="group" aria-label=(t!(words, "compare-table")) {
            table.cmp data-n=(view.count()) {
                caption.sr { (t!(words, "compare-caption", year = view.year(), letter = letter(view.dialogue.baseline))) }
                thead {
                    tr {
                        td.corner { span.corner-t { (t!(words, "compare-corner", year = view.year())) } }
                        @for column in 0..view.count() { (head(view, state, column)) }
                    }
                }
                tbody {
                    @if has_sides {
                        (group(view, &regions, &regions_name, "r-group"))
                        (group(view, &municipalities, &t!(words, "compare-municipalities"), "r-group r-sub"))
                    }
                    @for party in &single { (row(view, party, largest)) }
                }
                tfoot {
                    tr {
                        th scope="row" { (t!(words, "compare-sum")) }
                        @for column in 0..view.count() { (sum(view, column)) }
                    }
                }
            }
        }
        (legend(view))
    }
}

fn class(view: &View<'_>, column: usize, more: &str) -> String {
    let active = if column == view.dialogue.active { " is-active" } else { "" };
    let base = if column == view.dialogue.baseline { " is-base" } else { "" };
    format!("{more}{active}{base}")
}

fn head(view: &View<'_>, state: &State, column: usize) -> Markup {
    let words = view.words;
    let total = view.column(column).calculation.total;
    let each = view.all_inhabitants().and_then(|all| Decimal::new(total.ore(), 2).checked_div(all));
    html! {
        th class=(class(view, column, "sc")) scope="col" {
            a.sc-pick href=(state.looking_at(column)) data-aktiv=(column) {
                span.badge { (letter(column)) }
                span.sc-name { (view.name(column)) @if view.dialogue.asked[column].is_varied() { " " (t!(words, "compare-varied")) } }
            }
            span.sc-total { (view.format().kronor(total)) }
            @if let Some(each) = each {
                span.sc-sub { (t!(words, "compare-each", amount = view.format().number(each, 2))) }
            }
            span.sc-diff { (differs(view, column)) }
        }
    }
}

/// What differs from the baseline, in a few words.
fn differs(view: &View<'_>, column: usize) -> String {
    let words = view.words;
    if column == view.dialogue.baseline {
        return t!(words, "compare-baseline");
    }
    let found = super::assumptions::differences(view, column);
    match found.len() {
        0 => t!(words, "compare-no-difference", letter = letter(view.dialogue.baseline)),
        1..=3 => found.join(" · "),
        more => format!("{} · {}", found[..2].join(" · "), t!(words, "compare-more", count = more - 2)),
    }
}

/// A side of the agreement as a part of everything that is paid.
fn group(view: &View<'_>, parties: &[&Party], name: &str, kind: &str) -> Markup {
    let words = view.words;
    let of = |column: usize| match parties {
        [only] => view.paid(column, &only.id),
        _ => parties.iter().map(|party| view.paid(column, &party.id)).fold(Paid::default(), Paid::and),
    };
    let people = parties.iter().map(|party| view.inhabitants(party)).sum::<Option<Decimal>>();
    html! {
        tr class=(kind) {
            th scope="row" { span.p-name { (name) } span.p-pop { (t!(words, "compare-part")) } }
            @for column in 0..view.count() {
                @let whole = Decimal::new(view.column(column).calculation.total.ore(), 2);
                @let base = view.dialogue.baseline;
                @let base_whole = Decimal::new(view.column(base).calculation.total.ore(), 2);
                @let paid = of(column);
                @let link = view.explained(column, parties.first().filter(|_| parties.len() == 1).map(|party| &party.id));
                (cell(view, column, paid, of(base), people, &link, &html! {
                    rect.bar-track y="2" width="100%" height="8" {}
                    (bars(paid, whole))
                    @if column != base && !paid.is_out { (tick(of(base).payable(), base_whole)) }
                }))
            }
        }
    }
}

/// A party, on a scale that all parties share.
fn row(view: &View<'_>, party: &Party, largest: Decimal) -> Markup {
    let words = view.words;
    let people = view.inhabitants(party);
    let base = view.dialogue.baseline;
    html! {
        tr.r-kommun {
            th scope="row" {
                span.p-name { (view.short_name(party)) }
                @if let Some(people) = people { span.p-pop { (t!(words, "compare-people", count = view.format().number(people, 0))) } }
            }
            @for column in 0..view.count() {
                @let paid = view.paid(column, &party.id);
                @let scale = |kronor: Decimal| view.in_unit(column, kronor, people).unwrap_or_default();
                @let scaled = Paid { own: scale(paid.own), cover: scale(paid.cover), missing: scale(paid.missing), is_out: paid.is_out };
                @let link = view.explained(column, Some(&party.id));
                (cell(view, column, paid, view.paid(base, &party.id), people, &link, &html! {
                    (bars(scaled, largest))
                    @if column != base && !paid.is_out {
                        (tick(view.in_unit(base, view.paid(base, &party.id).payable(), people).unwrap_or_default(), largest))
                    }
                }))
            }
        }
    }
}

/// The longest bar of any party in any column, in the unit that is shown.
fn largest(view: &View<'_>, parties: &[&Party]) -> Decimal {
    let lengths = parties.iter().flat_map(|party| {
        let people = view.inhabitants(party);
        (0..view.count()).filter_map(move |column| {
            let paid = view.paid(column, &party.id);
            view.in_unit(column, paid.payable().max(paid.own + paid.missing), people)
        })
    });
    lengths.max().unwrap_or_default()
}

fn cell(
    view: &View<'_>,
    column: usize,
    paid: Paid,
    base: Paid,
    people: Option<Decimal>,
    link: &str,
    bar: &Markup,
) -> Markup {
    let words = view.words;
    let is_base = column == view.dialogue.baseline;
    let now = view.in_unit(column, paid.payable(), people);
    let before = view.in_unit(view.dialogue.baseline, base.payable(), people);
    let change = now.zip(before).map(|(now, before)| now - before).filter(|_| !is_base && !paid.is_out);
    let change = change.filter(|change| view.change(*change).bytes().any(|b| matches!(b, b'1'..=b'9')));
    html! {
        td class=(class(view, column, "c")) {
            span.c-num {
                @if paid.is_out {
                    span.v.v-out { a.num href=(link) { (t!(words, "compare-out")) } }
                    @if let Some(missing) = view.in_unit(column, paid.missing, people) {
                        span.d.d-out { span.sr { (t!(words, "compare-missing")) " " } (view.change(-missing)) }
                    }
                } @else {
                    span.v {
                        a.num href=(link) {
                            (now.map_or_else(|| "–".to_owned(), |now| view.figure(now)))
                            @if view.unit != Unit::Share { span.u { "\u{a0}kr" } }
                        }
                    }
                    @if let Some(change) = change {
                        span class=(if change > Decimal::ZERO { "d d-up" } else { "d d-down" }) {
                            span.sr {
                                @if change > Decimal::ZERO { (t!(words, "compare-up")) } @else { (t!(words, "compare-down")) } " "
                            }
                            (view.change(change))
                        }
                    }
                }
            }
            svg.bar width="100%" height="12" aria-hidden="true" focusable="false" { (bar) }
        }
    }
}

/// The ordinary part, what is taken on (hatched), what is missing (dashed).
fn bars(paid: Paid, whole: Decimal) -> Markup {
    let own = paid.own.max(Decimal::ZERO);
    html! {
        rect.bar-own y="2" width=(width(own, whole)) height="8" {}
        @if paid.cover > Decimal::ZERO {
            rect.bar-take x=(width(own, whole)) y="2" width=(width(paid.cover, whole)) height="8" {}
            rect.bar-hatch x=(width(own, whole)) y="2" width=(width(paid.cover, whole)) height="8" {}
        }
        @if paid.is_out { rect.bar-gone x=".5" y="2.5" width=(width(paid.missing, whole)) height="7" {} }
    }
}

/// The baseline's level.
fn tick(at: Decimal, whole: Decimal) -> Markup {
    let at = width(at, whole);
    html! { line.bar-ref x1=(at) x2=(at) y1="0" y2="12" {} }
}

fn sum(view: &View<'_>, column: usize) -> Markup {
    let words = view.words;
    let paid = view.all_paid(column);
    let uncovered = view.column(column).calculation.default.as_ref().map(|default| default.uncovered);
    html! {
        td class=(class(view, column, "c")) {
            span.c-num {
                span.v {
                    a.num href=(view.explained(column, None)) {
                        (view.in_unit(column, paid.payable(), view.all_inhabitants()).map_or_else(|| "–".to_owned(), |sum| view.figure(sum)))
                        @if view.unit != Unit::Share { span.u { "\u{a0}kr" } }
                    }
                }
                @if let Some(uncovered) = uncovered.filter(|uncovered| !uncovered.is_zero()) {
                    span.d.d-out { (t!(words, "compare-uncovered", amount = view.format().kronor(uncovered))) }
                }
            }
        }
    }
}

fn legend(view: &View<'_>) -> Markup {
    let words = view.words;
    html! {
        p.legend {
            span { svg width="28" height="12" aria-hidden="true" { rect.bar-own y="2" width="28" height="8" {} } " " (t!(words, "compare-legend-own")) }
            span {
                svg width="28" height="12" aria-hidden="true" { rect.bar-take y="2" width="28" height="8" {} rect.bar-hatch y="2" width="28" height="8" {} }
                " " (t!(words, "compare-legend-cover"))
            }
            span { svg width="28" height="12" aria-hidden="true" { rect.bar-gone x=".5" y="2.5" width="27" height="7" {} } " " (t!(words, "compare-legend-missing")) }
            span {
                svg width="12" height="12" aria-hidden="true" { line.bar-ref x1="6" x2="6" y1="0" y2="12" {} }
                " " (t!(words, "compare-legend-level", letter = letter(view.dialogue.baseline)))
            }
            span.legend-note { (t!(words, "compare-legend-scale")) }
        }
    }
}
