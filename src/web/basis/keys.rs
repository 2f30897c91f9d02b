//! Keys as trees in words, with their weights, and what the parties' shares come to this year.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::agreement::{AsOf, Bound, Cost, Key, KeyRule, PerMember, Selector};
use samfin_core::{Id, Ore, key_name, who};

use super::Read;
use crate::web::parties::kind_plural;
use crate::web::parts::{bar, capital, listed, names, share};
use crate::web::words::t;

pub(super) fn keys(read: &Read<'_>) -> Markup {
    let words = read.words;
    let agreement = &read.reading.agreement;
    html! {
        @if agreement.keys.is_empty() { p { (t!(words, "key-none")) } }
        div.tiles.tiles-2 {
            @for (i, named) in agreement.keys.iter().enumerate() {
                @let users: Vec<&Cost> = agreement.costs.iter().filter(|cost| cost.key.rule == KeyRule::Ref(i)).collect();
                div.tile #(format!("nyckel-{i}")) {
                    h3 { (called(read, i)) @if Id::parse(&named.name).is_some() { " " span.u { "(" (named.name) ")" } } }
                    @if !users.is_empty() {
                        p.card-sub { (t!(words, "key-used-by", costs = listed(words, &users.iter().map(|cost| cost.name.as_str()).collect::<Vec<_>>()))) }
                    }
                    (tree(read, &named.key))
                    @if let Some(cost) = users.first() { (shares(read, cost)) }
                    (read.asked.about(&named.key.pointer))
                }
            }
        }
        (read.asked.about("/keys"))
    }
}

/// What a named key is called.
pub(super) fn called(read: &Read<'_>, position: usize) -> String {
    read.say(&key_name(&read.reading.agreement.keys[position])).to_owned()
}

/// The key in words; what stands inside it indented.
pub(super) fn tree(read: &Read<'_>, key: &Key) -> Markup {
    html! { ul.tree { (branch(read, key)) } }
}

fn branch(read: &Read<'_>, key: &Key) -> Markup {
    let words = read.words;
    let agreement = &read.reading.agreement;
    let inside = |said: String, key: &Key| html! { li { (said) ul { (branch(read, key)) } } };
    html! {
        @match &key.rule {
            KeyRule::Equal => li { (t!(words, "key-equal")) },
            KeyRule::Shares(weights) => {
                @let all = weights.iter().map(|(_, weight)| *weight).sum();
                li {
                    (t!(words, "key-shares"))
                    ul { @for (party, weight) in weights { li { (weighed(read, read.party(*party).to_owned(), *weight, all)) } } }
                }
            }
            KeyRule::Statistic { statistic, as_of } => li { (t!(words, "key-statistic", series = series(read, statistic), day = day(read, *as_of))) },
            KeyRule::Seats(None) => li { (t!(words, "key-seats-all")) },
            KeyRule::Seats(Some(bodies)) => {
                @let names: Vec<&str> = bodies.iter().map(|body| agreement.bodies[*body].name.as_str()).collect();
                li { (t!(words, "key-seats", bodies = listed(words, &names))) }
            }
            KeyRule::Groups(groups) => {
                @let all = groups.iter().map(|group| group.weight).sum();
                @for group in groups { (inside(weighed(read, chosen(read, &group.among), group.weight, all), &group.key)) }
            }
            KeyRule::Blend(parts) => {
                @let all = parts.iter().map(|part| part.weight).sum();
                @for part in parts { (inside(weighed(read, t!(words, "key-part"), part.weight, all), &part.key)) }
            }
            KeyRule::BaseFee { fees, remainder } => {
                @let fees = members(read, fees, |fee| words.format().kronor(*fee));
                (inside(t!(words, "key-base-fee", fees = fees), remainder))
            }
            KeyRule::Bounded { key, min, max } => (inside(bounds(read, min, max), key)),
            KeyRule::Among { among, key } => (inside(t!(words, "key-among", who = chosen(read, among)), key)),
            KeyRule::Ref(position) => li {
                (t!(words, "key-ref")) " " a href=(format!("#nyckel-{position}")) { (called(read, *position)) }
            },
        }
    }
}

/// Whom a selector means, as a line begins.
fn chosen(read: &Read<'_>, among: &Selector) -> String {
    capital(read.say(&who(among, &read.reading.agreement)))
}

fn weighed(read: &Read<'_>, what: String, weight: Decimal, all: Decimal) -> String {
    let (words, format) = (read.words, read.words.format());
    let number = |value: Decimal| format.number(value, value.normalize().scale());
    let percent = (weight * Decimal::ONE_HUNDRED).checked_div(all).unwrap_or_default();
    t!(
        words,
        "key-weighed",
        what = what,
        weight = number(weight),
        all = number(all),
        percent = format.percent(percent, 1)
    )
}

fn series(read: &Read<'_>, name: &str) -> String {
    if name == crate::population::SERIES { t!(read.words, "key-inhabitants") } else { name.to_owned() }
}

/// When a statistic is read, for any year.
fn day(read: &Read<'_>, as_of: Option<AsOf>) -> String {
    let (words, format) = (read.words, read.words.format());
    match as_of.unwrap_or(AsOf::DEFAULT) {
        AsOf::Date(date) => t!(words, "key-day-fixed", day = format.date(date)),
        AsOf::Relative { years_before, month, day } => {
            let day = format.day_of_year(month, day);
            match years_before {
                0 => t!(words, "key-day-same", day = day),
                1 => t!(words, "key-day-before", day = day),
                years => t!(words, "key-day-years", day = day, years = years),
            }
        }
    }
}

fn members<T>(read: &Read<'_>, table: &PerMember<T>, told: impl Fn(&T) -> String) -> String {
    let words = read.words;
    let everyone = table.everyone.iter().map(|value| t!(words, "key-everyone", what = told(value)));
    let kinds = table.kinds.iter().map(|(kind, value)| format!("{} {}", kind_plural(words, *kind), told(value)));
    let parties = table.parties.iter().map(|(party, value)| format!("{} {}", read.party(*party), told(value)));
    kinds.chain(parties).chain(everyone).collect::<Vec<_>>().join(", ")
}

fn bounds(read: &Read<'_>, min: &PerMember<Bound>, max: &PerMember<Bound>) -> String {
    let (words, format) = (read.words, read.words.format());
    let told = |bound: &Bound| match bound {
        Bound::Percent(percent) => format.percent(*percent, percent.normalize().scale()),
        Bound::PerYear(amount) => t!(words, "key-bound-year", amount = format.kronor(*amount)),
    };
    let (least, most) = (members(read, min, told), members(read, max, told));
    match (least.is_empty(), most.is_empty()) {
        (false, false) => t!(words, "key-bounds-both", least = least, most = most),
        (false, true) => t!(words, "key-bounds-least", least = least),
        _ => t!(words, "key-bounds-most", most = most),
    }
}

/// Who bears what of a cost this year, in percent.
pub(super) fn shares(read: &Read<'_>, cost: &Cost) -> Markup {
    let words = read.words;
    let Ok(result) = &read.reading.calculation else { return html! {} };
    let names = names(&result.parties);
    let lines: Vec<_> = result.lines.iter().filter(|line| line.cost == cost.id).collect();
    let whole = Ore::from_wide(lines.iter().map(|line| line.amount.wide()).sum()).unwrap_or_default();
    if lines.is_empty() || whole.is_zero() {
        return html! {};
    }
    html! {
        table.shares {
            caption { (t!(words, "key-shares-of", cost = cost.name.as_str(), year = result.year)) }
            tbody {
                @for line in lines {
                    @let percent = share(line.amount, whole);
                    tr {
                        th scope="row" { (names.get(&line.party).copied().unwrap_or_default()) }
                        td.n { (words.format().percent(percent, 2)) }
                        td.bar-c { (bar(percent)) }
                    }
                }
            }
        }
    }
}
