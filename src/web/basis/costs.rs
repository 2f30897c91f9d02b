//! What is shared: how much of it, what an hour costs and how that is made up, and where the figures come from.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::agreement::{ASSUMPTION, Cost, CostKind, KeyRule, Quantity, Rate, RateBasis, Vat};
use samfin_core::{CostResult, Fixed};

use super::{Read, keys};
use crate::web::explanation::Followed;
use crate::web::parts::{assumed, followed, listed};
use crate::web::words::t;

pub(super) fn costs(read: &Read<'_>) -> Markup {
    let words = read.words;
    let (reading, costs) = (read.reading, &read.reading.agreement.costs);
    html! {
        @if costs.is_empty() { p { (t!(words, "basis-no-costs")) } }
        div.tiles.tiles-2 {
            @for (i, cost) in costs.iter().enumerate() {
                @let result = reading.calculation.as_ref().ok().and_then(|result| result.costs.iter().find(|known| known.id == cost.id));
                div.tile #(format!("kostnad-{}", cost.id)) {
                    h3 { (cost.name) @if cost.is_assumed() { " " (assumed(words)) } }
                    dl.words { (facts(read, cost, result)) }
                    (read.asked.about(&format!("/costs/{i}")))
                }
            }
        }
        (read.asked.about("/costs"))
    }
}

fn facts(read: &Read<'_>, cost: &Cost, result: Option<&CostResult>) -> Markup {
    let (words, format, reading) = (read.words, read.words.format(), read.reading);
    let line = |name: String, what: Markup| html! { div { dt { (name) } dd { (what) } } };
    // The explanation follows the version that applies to the year: another one is not linked to.
    let way = Followed::of_year(&reading.id, reading.year).cost(&cost.id).address();
    html! {
        @if let Some(result) = result {
            @let amount = format.kronor_and_ore(result.amount);
            (line(t!(words, "basis-amount-year", year = reading.year), html! {
                @if reading.applies { (followed(&way, amount)) } @else { (amount) }
            }))
        }
        @match &cost.kind {
            CostKind::Staff { hours, rate } => {
                (line(t!(words, "basis-hours"), html! { (quantity(read, hours, |hours| t!(words, "basis-hours-count", count = number(read, *hours)))) }))
                (line(t!(words, "basis-rate"), self::rate(read, rate, result.and_then(|result| result.rate))))
            }
            CostKind::Purchase(amount) => {
                (line(t!(words, "basis-purchase"), html! { (quantity(read, amount, |amount| format.kronor(*amount))) }))
            }
            CostKind::Reserve(amount) => {
                (line(t!(words, "basis-reserve"), html! { (quantity(read, amount, |amount| format.kronor(*amount))) }))
            }
        }
        @if let Some(source) = &cost.source { (line(t!(words, "basis-source"), self::source(read, source))) }
        @if let Some(provider) = cost.provided_by { (line(t!(words, "basis-provider"), html! { (read.party(provider)) })) }
        (line(t!(words, "basis-key"), key(read, cost)))
        @if cost.from.is_some() || cost.to.is_some() {
            (line(t!(words, "basis-period"), html! {
                (cost.from.map_or_else(String::new, |day| format.date(day))) "–" (cost.to.map_or_else(String::new, |day| format.date(day)))
            }))
        }
        @if !cost.indexed && reading.agreement.indexation.is_some() { (line(t!(words, "basis-index"), html! { (t!(words, "basis-index-none")) })) }
        @if let Some(vat) = vat(read, &cost.vat) { (line(t!(words, "basis-vat"), html! { (vat) })) }
        @if !cost.account.is_empty() {
            (line(t!(words, "basis-account"), html! {
                (cost.account.iter().map(|(dimension, value)| format!("{dimension} {value}")).collect::<Vec<_>>().join(", "))
            }))
        }
    }
}

fn number(read: &Read<'_>, value: Decimal) -> String {
    let value = value.normalize();
    read.words.format().number(value, value.scale())
}

fn quantity<T>(read: &Read<'_>, quantity: &Quantity<T>, told: impl Fn(&T) -> String) -> String {
    let words = read.words;
    match quantity {
        Quantity::PerYear(value) => t!(words, "basis-per-year", what = told(value)),
        Quantity::PerMeeting { each, bodies } => {
            let bodies: Vec<_> = bodies.iter().map(|body| &read.reading.agreement.bodies[*body]).collect();
            let meetings = bodies.iter().map(|body| body.meetings_per_year).sum();
            let names: Vec<&str> = bodies.iter().map(|body| body.name.as_str()).collect();
            let bodies = listed(words, &names);
            t!(words, "basis-per-meeting", what = told(each), count = number(read, meetings), bodies = bodies)
        }
    }
}

/// What an hour costs, from the salary up.
fn rate(read: &Read<'_>, rate: &Rate, an_hour: Option<Fixed>) -> Markup {
    let (words, format) = (read.words, read.words.format());
    html! {
        @match rate.basis {
            RateBasis::Hourly(hourly) => (t!(words, "basis-hourly", amount = format.kronor_and_ore(hourly))),
            RateBasis::Salary { monthly, on_costs_percent, overhead_percent, annual_hours } => {
                @if let Some(hourly) = an_hour.and_then(|rate| rate.to_string().parse::<Decimal>().ok()) {
                    strong { (t!(words, "basis-an-hour", amount = format.number(hourly, 2))) }
                    br;
                }
                (t!(
                    words,
                    "basis-salary",
                    salary = format.kronor(monthly),
                    on_costs = number(read, on_costs_percent),
                    overhead = number(read, overhead_percent),
                    hours = number(read, annual_hours)
                ))
            }
        }
        @if let Some(source) = &rate.source { " " (self::source(read, source)) }
    }
}

fn source(read: &Read<'_>, source: &str) -> Markup {
    html! { @if source == ASSUMPTION { (assumed(read.words)) } @else { (source) } }
}

/// The named key, or the cost's own, with who bears what this year.
fn key(read: &Read<'_>, cost: &Cost) -> Markup {
    if let KeyRule::Ref(position) = &cost.key.rule {
        return html! { a href=(format!("#nyckel-{position}")) { (keys::called(read, *position)) } };
    }
    html! { (keys::tree(read, &cost.key)) (keys::shares(read, cost)) }
}

fn vat(read: &Read<'_>, vat: &Vat) -> Option<String> {
    let words = read.words;
    match vat {
        Vat::OutsideScope => None,
        Vat::Standard(percent) => Some(t!(words, "basis-vat-percent", percent = *percent)),
        Vat::Exempt(reason) => Some(t!(words, "basis-vat-exempt", reason = reason.as_str())),
    }
}
