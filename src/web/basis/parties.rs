//! Who takes part, and where they meet.

use maud::{Markup, html};
use samfin_core::agreement::{Body, Rotation};
use samfin_core::date::day_or_last;
use samfin_core::{Observation, Party};

use super::Read;
use crate::population::SERIES;
use crate::web::parties::kind_name;
use crate::web::parts::{followed, listed, source};
use crate::web::words::t;

pub(super) fn parties(read: &Read<'_>) -> Markup {
    let words = read.words;
    let parties = &read.reading.agreement.parties;
    html! {
        div.scroll tabindex="0" role="group" aria-label=(t!(words, "basis-parties")) {
            table.read-t {
                caption.sr { (t!(words, "basis-parties")) }
                thead {
                    tr {
                        th scope="col" { (t!(words, "basis-party")) }
                        th scope="col" { (t!(words, "basis-kind")) }
                        th scope="col" { (t!(words, "basis-number")) }
                        th.n scope="col" { (t!(words, "basis-people")) }
                        th scope="col" { (t!(words, "basis-remarks")) }
                    }
                }
                tbody { @for (i, party) in parties.iter().enumerate() { (row(read, i, party)) } }
            }
        }
        @if let Some(found) = parties.iter().find_map(|party| people(read, party)) {
            p.note { (t!(words, "basis-people-source", date = words.format().date(found.date), source = source(words, found.source.as_deref()))) }
        }
        @for i in 0..parties.len() { (read.asked.about(&format!("/parties/{i}"))) }
        (read.asked.about("/parties"))
    }
}

fn row(read: &Read<'_>, position: usize, party: &Party) -> Markup {
    let (words, format) = (read.words, read.words.format());
    let is_open = read.own.as_ref().is_none_or(|own| own.contains(party.id.as_str()));
    let link = crate::web::parties::address(&read.reading.id, &party.id, read.reading.year);
    let mut remarks = Vec::new();
    remarks.extend(party.member_from.map(|from| t!(words, "basis-member-from", date = format.date(from))));
    remarks.extend(party.member_to.map(|to| t!(words, "basis-member-to", date = format.date(to))));
    if party.payer != position {
        remarks.push(t!(words, "basis-paid-by", party = read.party(party.payer)));
    }
    if !party.shares_costs {
        remarks.push(t!(words, "basis-bears-none"));
    }
    html! {
        tr {
            th scope="row" { @if is_open { (followed(&link, &party.name)) } @else { (party.name) } }
            td { (kind_name(words, party.kind)) }
            td { (party.organisation_number.as_deref().unwrap_or("–")) }
            td.n { (people(read, party).map_or_else(|| "–".to_owned(), |found| format.number(found.value, 0))) }
            td { (remarks.join(" ")) }
        }
    }
}

/// Inhabitants on 31 December before the year.
fn people<'r>(read: &Read<'r>, party: &Party) -> Option<&'r Observation> {
    read.reading.population.series(SERIES)?.value(party, day_or_last(read.reading.year - 1, 12, 31))
}

pub(super) fn bodies(read: &Read<'_>) -> Markup {
    let words = read.words;
    let bodies = &read.reading.agreement.bodies;
    html! {
        @if bodies.is_empty() { p { (t!(words, "basis-no-bodies")) } }
        div.tiles {
            @for (i, body) in bodies.iter().enumerate() {
                div.tile {
                    h3 { (body.name) }
                    dl.words { (facts(read, body)) }
                    (read.asked.about(&format!("/bodies/{i}")))
                }
            }
        }
    }
}

fn facts(read: &Read<'_>, body: &Body) -> Markup {
    let (words, format) = (read.words, read.words.format());
    let all = body.seats.iter().map(|(_, seats)| *seats).sum::<rust_decimal::Decimal>();
    let seats = body
        .seats
        .iter()
        .map(|(party, seats)| format!("{} {}", read.party(*party), format.number(*seats, seats.normalize().scale())));
    html! {
        div { dt { (t!(words, "basis-meetings")) } dd { (t!(words, "basis-meetings-year", count = format.number(body.meetings_per_year, body.meetings_per_year.normalize().scale()))) } }
        @if let Some(chair) = &body.chair { div { dt { (t!(words, "basis-chair")) } dd { (turns(read, chair)) } } }
        div {
            dt { (t!(words, "basis-seats")) }
            dd {
                @if body.seats.is_empty() { (t!(words, "basis-no-seats")) } @else {
                    (format.number(all, all.normalize().scale())) ": " (seats.collect::<Vec<_>>().join(", "))
                }
            }
        }
    }
}

/// Whose turn it is this year and the next, or who always does it.
pub(super) fn turns(read: &Read<'_>, rotation: &Rotation) -> String {
    let (words, year) = (read.words, read.reading.year);
    if rotation.order.len() == 1 {
        return read.party(rotation.order[0]).to_owned();
    }
    let order: Vec<&str> = rotation.order.iter().map(|party| read.party(*party)).collect();
    let (now, next) = (read.party(rotation.of_year(year)), read.party(rotation.of_year(year + 1)));
    t!(words, "basis-turns", now = now, year = year, next = next, after = year + 1, order = listed(words, &order))
}
