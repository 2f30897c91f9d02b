//! What the figures rest on, with every difference from the baseline marked.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::agreement::Lever;
use samfin_core::preset;

use super::view::{View, letter};
use crate::web::names::listed;
use crate::web::words::t;

/// Where a column has nothing to say.
const NOTHING: &str = "–";

/// A line of the table: what it is, and what each column says.
struct Line {
    name: String,
    values: Vec<String>,
}

/// The card with the table.
pub(super) fn assumptions(view: &View<'_>) -> Markup {
    let words = view.words;
    let (base, active) = (view.dialogue.baseline, view.dialogue.active);
    let class = |column: usize, differs: bool| {
        let mut class = "c".to_owned();
        for (holds, name) in [(column == active, " is-active"), (column == base, " is-base"), (differs, " a-diff")] {
            if holds {
                class += name;
            }
        }
        class
    };
    html! {
        section.card.card-wide aria-labelledby="an-r" {
            h3 #an-r { (t!(words, "assumptions-title")) }
            div.scroll tabindex="0" role="group" aria-label=(t!(words, "assumptions-table")) {
                table.as data-n=(view.count()) {
                    caption.sr { (t!(words, "assumptions-caption")) }
                    thead {
                        tr {
                            td {}
                            @for column in 0..view.count() {
                                th class=(class(column, false)) scope="col" {
                                    span.as-head { span.badge { (letter(column)) } " " span.sc-name { (view.name(column)) } }
                                }
                            }
                        }
                    }
                    tbody {
                        @for line in lines(view) {
                            tr {
                                th scope="row" { (line.name) }
                                @for column in 0..view.count() {
                                    @let differs = line.values[column] != line.values[base];
                                    td class=(class(column, differs)) {
                                        @if differs { span.sr { (t!(words, "assumptions-changed")) " " } }
                                        (line.values[column])
                                    }
                                }
                            }
                        }
                    }
                }
            }
            p.note { (t!(words, "assumptions-note")) }
        }
    }
}

fn lines(view: &View<'_>) -> Vec<Line> {
    let words = view.words;
    let columns = || 0..view.count();
    let mut lines: Vec<Line> = levers(view)
        .into_iter()
        .map(|lever| Line {
            name: lever.name.clone(),
            values: columns().map(|column| standing(view, column, lever)).collect(),
        })
        .collect();
    lines
        .push(Line { name: t!(words, "assumptions-out"), values: columns().map(|column| out(view, column)).collect() });
    lines.push(Line {
        name: t!(words, "assumptions-rule"),
        values: columns().map(|column| rule(view, column)).collect(),
    });
    let others: Vec<String> = columns().map(|column| others(view, column)).collect();
    if others.iter().any(|other| other != NOTHING) {
        lines.push(Line { name: t!(words, "assumptions-other"), values: others });
    }
    lines
}

/// Every lever of any column, by id.
fn levers<'v>(view: &View<'v>) -> Vec<&'v Lever> {
    let mut found: Vec<&Lever> = Vec::new();
    for column in 0..view.count() {
        for lever in view.agreement(column).levers.iter() {
            if !found.iter().any(|known| known.id == lever.id) {
                found.push(lever);
            }
        }
    }
    found
}

/// What a lever stands at in a column, with its unit.
fn standing(view: &View<'_>, column: usize, lever: &Lever) -> String {
    let found = &view.dialogue.comparison.columns[view.dialogue.positions[column]];
    let position = found.request.agreement.levers.iter().position(|known| known.id == lever.id);
    let value: Option<Decimal> = position.and_then(|position| found.levers[position]);
    let Some(value) = value else { return NOTHING.to_owned() };
    let number = view.format().number(value, value.normalize().scale().min(2));
    lever.unit.as_ref().map_or_else(|| number.clone(), |unit| format!("{number} {unit}"))
}

fn out(view: &View<'_>, column: usize) -> String {
    let words = view.words;
    let request = &view.dialogue.comparison.columns[view.dialogue.positions[column]].request;
    let names: Vec<String> =
        request.events.iter().map(|event| view.short_name(&request.agreement.parties[event.party])).collect();
    if names.is_empty() { t!(words, "assumptions-nobody-out") } else { listed(words, &names) }
}

fn rule(view: &View<'_>, column: usize) -> String {
    let words = view.words;
    let chosen = view.dialogue.asked[column].rule.as_deref();
    let preset = chosen.and_then(|id| preset(view.agreement(column), id));
    preset.map_or_else(|| t!(words, "assumptions-own-rule"), |preset| preset.name.get(words.lang()).to_owned())
}

/// What else differs from the baseline: changes that no lever, party or rule tells.
fn others(view: &View<'_>, column: usize) -> String {
    let words = view.words;
    let count = other_targets(view, column).len();
    if count == 0 { NOTHING.to_owned() } else { t!(words, "assumptions-changes", count = count) }
}

/// The places where the document differs, levers and rules apart.
fn other_targets<'v>(view: &View<'v>, column: usize) -> Vec<&'v str> {
    let found = &view.dialogue.comparison.columns[view.dialogue.positions[column]];
    let levers = levers(view);
    let told = |target: &str| {
        levers.iter().any(|lever| {
            lever.targets.iter().any(|known| known == target)
                || lever.complements.iter().any(|rest| rest.target == target)
        })
    };
    let targets = found.differences.iter().map(|difference| difference.target.as_str());
    targets
        .filter(|target| !told(target) && !target.starts_with("events/") && !target.starts_with("default_policy"))
        .collect()
}

/// What differs from the baseline, in a few words each.
pub(super) fn differences(view: &View<'_>, column: usize) -> Vec<String> {
    let (words, base) = (view.words, view.dialogue.baseline);
    let mut found = Vec::new();
    let (out_now, out_before) = (out(view, column), out(view, base));
    if out_now != out_before {
        let request = &view.dialogue.comparison.columns[view.dialogue.positions[column]].request;
        found.push(match request.events.len() {
            0 => t!(words, "differs-everyone"),
            1 | 2 => t!(words, "differs-out", who = out_now, count = request.events.len()),
            many => t!(words, "differs-many-out", count = many),
        });
    }
    for lever in levers(view) {
        let (now, before) = (standing(view, column, lever), standing(view, base, lever));
        if now != before {
            found.push(format!("{} {now}", lever.name));
        }
    }
    let (rule_now, rule_before) = (rule(view, column), rule(view, base));
    if rule_now != rule_before {
        found.push(rule_now);
    }
    let others = other_targets(view, column);
    if !others.is_empty() {
        found.push(in_words(view, column, &others));
    }
    found
}

/// A change that has no lever: named by what it concerns.
fn in_words(view: &View<'_>, column: usize, targets: &[&str]) -> String {
    let words = view.words;
    let agreement = view.agreement(column);
    let first = targets[0];
    let mut steps = first.split('/');
    let (list, id) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    let named = match list {
        "costs" => agreement.costs.iter().find(|cost| cost.id.as_str() == id).map(|cost| cost.name.as_str()),
        "bodies" => agreement.bodies.iter().find(|body| body.id.as_str() == id).map(|body| body.name.as_str()),
        "parties" => agreement.parties.iter().find(|party| party.id.as_str() == id).map(|party| party.name.as_str()),
        "keys" => return t!(words, "differs-key"),
        _ => None,
    };
    match (named, targets.len()) {
        (Some(name), 1) => t!(words, "differs-one", what = name),
        (Some(name), count) => t!(words, "differs-one-and", what = name, count = count - 1),
        (None, count) => t!(words, "assumptions-changes", count = count),
    }
}
