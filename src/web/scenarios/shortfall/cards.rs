//! A rule as a card: who covers, what that leads to, and what the agreement would say.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::Ore;

use super::View;
use super::outcome::{Outcome, share};
use crate::app::dialogue::Variation;
use crate::web::compare::state::State;
use crate::web::names::listed;
use crate::web::words::t;

/// The card of one of the rules.
pub(super) fn card(view: &View<'_>, rule: usize) -> Markup {
    let (words, found) = (view.words, view.found);
    let Some(outcome) = Outcome::of(&found.column(rule).calculation) else { return Markup::default() };
    let id = format!("regel-{}", found.rules[rule].id());
    let class = if rule == found.chosen { "card rule is-chosen" } else { "card rule" };
    html! {
        section class=(class) aria-labelledby=(id) {
            h3 id=(id) { (view.name(&found.rules[rule])) }
            (covers(view, rule, &outcome))
            (facts(view, rule, &outcome))
            @if let Some(sentence) = found.rules[rule].sentence() {
                p.card-sub { (t!(words, "rule-sentence")) }
                blockquote { (sentence.get(words.lang())) }
            }
            (links(view, rule))
        }
    }
}

/// Who takes on what, in kronor and in percent of its own part.
fn covers(view: &View<'_>, rule: usize, outcome: &Outcome<'_>) -> Markup {
    let (words, format) = (view.words, view.words.format());
    let result = &view.found.column(rule).calculation;
    let other = |name: String, amount: String| html! { tr { th scope="row" { (name) } td.n { (amount) } td.n {} } };
    html! {
        table.covers {
            caption.sr { (t!(words, "rule-caption")) }
            thead { tr { th scope="col" { (t!(words, "rule-who")) } th.n scope="col" { (t!(words, "compare-unit-kr")) } th.n scope="col" { "%" } } }
            tbody {
                @if !outcome.reserve.is_zero() { (other(t!(words, "lasting-reserve"), format.change(outcome.reserve))) }
                @for party in result.parties.iter().filter(|party| !party.cover.is_zero()) {
                    tr {
                        th scope="row" { (view.short_of(&party.id)) }
                        td.n { (format.change(party.cover)) }
                        td.n { @if let Some(percent) = share(party.cover, party.allocated) { (format.signed(percent, 1)) } }
                    }
                }
                @if let Some((name, amount)) = cut(view, rule, outcome) { (other(name, format.whole(amount))) }
                @if !outcome.carried.is_zero() {
                    (other(t!(words, "rule-carried", host = view.short_of(&result.host)), format.whole(outcome.carried)))
                }
                @if !outcome.uncovered.is_zero() {
                    tr.uncovered { th scope="row" { (t!(words, "lasting-uncovered")) } td.n { (format.whole(outcome.uncovered)) } td.n {} }
                }
            }
        }
    }
}

/// The costs that are cut, as one line.
fn cut(view: &View<'_>, rule: usize, outcome: &Outcome<'_>) -> Option<(String, Ore)> {
    let (words, costs) = (view.words, &view.found.column(rule).calculation.costs);
    let all = Ore::from_ore(outcome.cuts.iter().map(|(_, amount)| amount.ore()).sum())?;
    let name = match &outcome.cuts[..] {
        [] => return None,
        [(id, _)] => {
            let name = costs.iter().find(|cost| cost.id == **id).map_or("", |cost| cost.name.as_str());
            t!(words, "rule-cut", cost = name)
        }
        several => t!(words, "rule-cuts", count = several.len()),
    };
    Some((name, all))
}

fn facts(view: &View<'_>, rule: usize, outcome: &Outcome<'_>) -> Markup {
    let (words, format) = (view.words, view.words.format());
    let column = view.found.column(rule);
    let result = &column.calculation;
    let nothing = || t!(words, "rule-nothing");
    let most = outcome.most.as_ref().map_or_else(
        || t!(words, "rule-no-increase"),
        |(party, percent)| {
            let percent = percent.map_or_else(|| "–".to_owned(), |percent| format.percent(percent, 1));
            let (name, amount) = (view.short_of(&party.id), format.kronor(party.cover));
            t!(words, "rule-most", party = name, amount = amount, percent = percent)
        },
    );
    let spread = column.indicators.per_inhabitant.as_ref().map(|each| {
        let figure = |value: samfin_core::Fixed| format.number(Decimal::from_i128_with_scale(value.units(), 2), 2);
        t!(words, "rule-spread", min = figure(each.min), max = figure(each.max))
    });
    let hours = if outcome.hours.is_zero() { t!(words, "rule-no-hours") } else { format.number(outcome.hours, 0) };
    let uncovered = if outcome.uncovered.is_zero() { nothing() } else { format.kronor(outcome.uncovered) };
    let debts: Vec<String> = result
        .closing
        .debts
        .iter()
        .filter(|(_, debt)| !debt.is_zero())
        .map(|(id, debt)| format!("{} {}", view.short_of(id), format.kronor(*debt)))
        .collect();
    let debts = match debts.len() {
        0 => t!(words, "rule-no-debts"),
        1..=3 => listed(words, &debts),
        count => {
            let all = result.closing.debts.iter().map(|(_, debt)| debt.ore()).sum();
            t!(words, "rule-debts-many", count = count, amount = format.kronor(Ore::from_ore(all).unwrap_or_default()))
        }
    };
    let lasting = view.found.compared.sustained.get(1 + rule).map(|lasting| lasting.sentence.get(words.lang()));
    html! {
        dl.facts {
            div { dt { (t!(words, "rule-increase")) } dd { (most) } }
            @if let Some(spread) = spread { div { dt { (t!(words, "rule-each")) } dd { (spread) } } }
            div { dt { (t!(words, "rule-hours")) } dd { (hours) } }
            div { dt { (t!(words, "lasting-uncovered")) } dd { (uncovered) } }
            div { dt { (t!(words, "lasting-debts")) } dd { (debts) } }
        }
        @if let Some(lasting) = lasting { p.over-years { (lasting) } }
    }
}

/// On to the comparison, with the rule in a column of its own.
fn links(view: &View<'_>, rule: usize) -> Markup {
    let (words, found) = (view.words, view.found);
    let this = &found.rules[rule];
    let without = Some(found.without.clone());
    let own = Variation { rule: None, without: without.clone(), ..found.asked.clone() };
    let tried = Variation { rule: this.as_variation(), without, ..found.asked.clone() };
    let before = if this.is_own { Variation { without: None, ..own } } else { own };
    let year = Some(found.year());
    let state = State {
        agreement: Some(found.id.clone()),
        columns: vec![before, tried],
        active: 1,
        from: year,
        year,
        ..State::default()
    };
    let address = format!("/jamfor?{}", state.query());
    let class = if rule == found.chosen { "btn btn-p" } else { "btn" };
    let of = view.name(this);
    html! {
        div.acts {
            a class=(class) href=(format!("{address}#spara")) { (t!(words, "rule-add")) span.sr { ": " (of) } }
            a href=(address) { (t!(words, "rule-compare")) span.sr { ": " (of) } }
        }
    }
}
