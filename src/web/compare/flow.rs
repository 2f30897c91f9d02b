//! Where the money goes: from costs to those who pay, as a figure of two columns.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::Ore;
use samfin_core::agreement::PartyKind;

use super::view::{View, clipped, length, letter};
use crate::web::words::t;

const WIDTH: i64 = 312;
const NODE: i64 = 8;
/// The costs' nodes, with their names to the left, and the payers', with their names to the right.
const LEFT: i64 = 134;
const RIGHT: i64 = 216;
/// Between two nodes, so that names of three lines and of two do not meet.
const GAP_LEFT: i64 = 40;
const GAP_RIGHT: i64 = 26;
/// What a name with its amount needs of the figure's height.
const ROW: i64 = 50;
/// Letters that there is room for beside a node.
const LINE_LEFT: usize = 17;
const LINE_RIGHT: usize = 12;
/// Smaller costs are told together.
const MOST_COSTS: usize = 6;

/// A cost or a payer, from top to bottom.
struct Node {
    name: String,
    told: String,
    amount: Decimal,
    is_region: bool,
    top: Decimal,
    height: Decimal,
    used: Decimal,
}

/// The card with the figure.
pub(super) fn flow(view: &View<'_>) -> Markup {
    let words = view.words;
    let (mut costs, mut payers) = (costs(view), payers(view));
    let title = t!(words, "flow-title");
    if costs.is_empty() || payers.is_empty() {
        return html! { section.card aria-labelledby="fl-r" { h3 #fl-r { (title) } p.card-sub { (t!(words, "flow-nothing")) } } };
    }
    // Names of payers mostly take one line.
    let rows = i64::try_from(costs.len().max(payers.len() * 4 / 5)).unwrap_or(1);
    let height = (rows * ROW).max(304);
    place(&mut costs, height, GAP_LEFT);
    place(&mut payers, height, GAP_RIGHT);
    let told = |nodes: &[Node]| {
        nodes
            .iter()
            .map(|node| format!("{} {}", node.name, view.format().kronor(ore(node.amount))))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let what = t!(words, "flow-desc", costs = told(&costs), payers = told(&payers));
    html! {
        section.card aria-labelledby="fl-r" {
            h3 #fl-r { (title) }
            p.card-sub { (t!(words, "flow-what", year = view.year())) }
            svg.fig viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-labelledby="fl-t fl-d" {
                title #fl-t { (t!(words, "flow-figure", letter = letter(view.dialogue.active))) }
                desc #fl-d { (what) }
                (links(&mut costs, &mut payers))
                @for node in &costs { (cost(node)) }
                @for node in &payers { (payer(node)) }
            }
        }
    }
}

fn cost(node: &Node) -> Markup {
    html! {
        rect.fl-n x=(LEFT) y=(length(node.top)) width=(NODE) height=(length(node.height)) {}
        (named(node, LINE_LEFT, LEFT - 7, "end"))
    }
}

fn payer(node: &Node) -> Markup {
    let kind = if node.is_region { "fl-nr" } else { "fl-nk" };
    html! {
        rect class=(kind) x=(RIGHT) y=(length(node.top)) width=(NODE) height=(length(node.height)) {}
        (named(node, LINE_RIGHT, RIGHT + NODE + 7, "start"))
    }
}

/// The name and the amount, around the middle of the node.
fn named(node: &Node, line: usize, x: i64, anchor: &str) -> Markup {
    let lines = wrapped(&node.name, line);
    let first = middle(node) - Decimal::from(if lines.len() > 1 { 11 } else { 3 });
    let below = |line: usize| length(first + Decimal::from(15 * line));
    html! {
        @for (i, line) in lines.iter().enumerate() { text.t-b x=(x) y=(below(i)) text-anchor=(anchor) { (line) } }
        text.t-s x=(x) y=(below(lines.len())) text-anchor=(anchor) { (node.told) }
    }
}

fn ore(kronor: Decimal) -> Ore {
    let ore = (kronor * Decimal::ONE_HUNDRED).trunc();
    i64::try_from(ore).ok().and_then(Ore::from_ore).unwrap_or_default()
}

fn node(name: String, told: String, amount: Decimal, is_region: bool) -> Node {
    let none = Decimal::ZERO;
    Node { name, told, amount, is_region, top: none, height: none, used: none }
}

/// The largest costs, after cuts; the others together.
fn costs(view: &View<'_>) -> Vec<Node> {
    let words = view.words;
    let result = &view.column(view.dialogue.active).calculation;
    let mut found: Vec<(&str, Decimal, Option<Decimal>)> = result
        .costs
        .iter()
        .map(|cost| {
            let amount = Decimal::new(cost.amount.ore() - cost.reduction.ore(), 2);
            let hours = cost.hours.map(|hours| {
                let lost = cost.hours_lost.map_or(0, samfin_core::Fixed::units);
                Decimal::from_i128_with_scale(hours.units() - lost, 2)
            });
            (cost.name.as_str(), amount, hours)
        })
        .filter(|(_, amount, _)| *amount > Decimal::ZERO)
        .collect();
    found.sort_by_key(|(_, amount, _)| std::cmp::Reverse(*amount));
    let rest = if found.len() > MOST_COSTS { found.split_off(MOST_COSTS - 1) } else { Vec::new() };
    let amount = |amount: Decimal| view.format().kronor(ore(amount));
    let mut nodes: Vec<Node> = found
        .into_iter()
        .map(|(name, kronor, hours)| {
            let told = match hours {
                Some(hours) => format!("{} h · {}", view.format().number(hours, 0), amount(kronor)),
                None => amount(kronor),
            };
            node(name.to_owned(), told, kronor, false)
        })
        .collect();
    if !rest.is_empty() {
        let sum = rest.iter().map(|(_, amount, _)| *amount).sum();
        nodes.push(node(t!(words, "flow-others", count = rest.len()), amount(sum), sum, false));
    }
    nodes
}

fn payers(view: &View<'_>) -> Vec<Node> {
    let column = view.dialogue.active;
    let parties = view.parties().into_iter().map(|party| (party, view.paid(column, &party.id).payable()));
    let paying = parties.filter(|(_, amount)| *amount > Decimal::ZERO);
    paying
        .map(|(party, amount)| {
            node(view.short_name(party), view.format().kronor(ore(amount)), amount, party.kind == PartyKind::Region)
        })
        .collect()
}

/// One below the other, as high as their amounts, in the middle of the figure.
fn place(nodes: &mut [Node], height: i64, gap: i64) {
    let total: Decimal = nodes.iter().map(|node| node.amount).sum();
    let gaps = gap * (i64::try_from(nodes.len()).unwrap_or(1) - 1);
    let room = Decimal::from((height - 16 - gaps).max(40));
    let mut top = Decimal::from(8);
    for node in nodes {
        node.top = top;
        node.height = (room * node.amount).checked_div(total).unwrap_or_default().max(Decimal::ONE);
        top += node.height + Decimal::from(gap);
    }
}

fn middle(node: &Node) -> Decimal {
    node.top + node.height / Decimal::TWO
}

/// Everyone pays of every cost in proportion: for the eye, the table has the figures.
fn links(costs: &mut [Node], payers: &mut [Node]) -> Markup {
    let (all_costs, all_paid): (Decimal, Decimal) =
        (costs.iter().map(|node| node.amount).sum(), payers.iter().map(|node| node.amount).sum());
    let mut drawn = Vec::new();
    for cost in costs.iter_mut() {
        for payer in payers.iter_mut() {
            let from = (cost.height * payer.amount).checked_div(all_paid).unwrap_or_default();
            let to = (payer.height * cost.amount).checked_div(all_costs).unwrap_or_default();
            let left = cost.top + cost.used + from / Decimal::TWO;
            let right = payer.top + payer.used + to / Decimal::TWO;
            let thick = ((from + to) / Decimal::TWO).max(Decimal::new(6, 1));
            cost.used += from;
            payer.used += to;
            let bend = i64::midpoint(LEFT + NODE, RIGHT);
            let (y0, y1) = (length(left), length(right));
            let from = LEFT + NODE;
            drawn.push((payer.is_region, format!("M{from},{y0} C{bend},{y0} {bend},{y1} {RIGHT},{y1}"), length(thick)));
        }
    }
    html! {
        @for (is_region, path, thick) in &drawn { path class=(if *is_region { "fl-r" } else { "fl-k" }) d=(path) stroke-width=(thick) {} }
    }
}

/// A name in at most two lines that fit beside a node; a word that is longer than a line is divided.
fn wrapped(name: &str, longest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in name.split_whitespace() {
        let mut rest = word;
        while line.chars().count() + usize::from(!line.is_empty()) + rest.chars().count() > longest {
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            // No less than three letters are left for the next line.
            } else if let Some((at, _)) = rest.char_indices().nth((longest - 1).min(rest.chars().count() - 3)) {
                lines.push(format!("{}-", &rest[..at]));
                rest = &rest[at..];
            }
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(rest);
    }
    lines.push(line);
    if lines.len() > 2 {
        let second = lines[1..].join(" ").replace("- ", "");
        lines.truncate(1);
        lines.push(clipped(&second, longest));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_two_lines_at_most() {
        assert_eq!(wrapped("Seminarium", 17), ["Seminarium"]);
        assert_eq!(wrapped("Sekreterare i PaHSU och TaHSU", 17), ["Sekreterare i", "PaHSU och TaHSU"]);
        assert_eq!(wrapped("Samverkanskoordinator, regionen", 17), ["Samverkanskoordi-", "nator, regionen"]);
        assert_eq!(wrapped("Stöd till stödjande nätverk barn och unga", 17), ["Stöd till", "stödjande nätver…"]);
        assert_eq!(wrapped("", 17), [""]);
        assert_eq!(wrapped(&"å".repeat(40), 17), [format!("{}-", "å".repeat(16)), format!("{}…", "å".repeat(16))]);
    }
}
