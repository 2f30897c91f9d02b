//! Small parts that several pages are made of.

use std::collections::HashMap;

use maud::{Markup, html};
use rust_decimal::{Decimal, RoundingStrategy};
use samfin_core::agreement::ASSUMPTION;
use samfin_core::{Agreement, Id, Lang, Ore, PartyResult};

use super::visitor::Visitor;
use super::words::{Words, t};
use crate::app::Error;

/// An amount that leads to how it is made.
pub(super) fn followed(href: &str, amount: impl maud::Render) -> Markup {
    html! { a.num href=(href) { (amount) } }
}

/// Text that is kept in Swedish, whoever reads it: on a page in another language it says so, and is read aloud as Swedish.
pub(super) fn in_swedish(words: Words, text: &str) -> Markup {
    html! { @if words.lang() == Lang::Sv { (text) } @else { span lang=(Lang::Sv.tag()) { (text) } } }
}

/// That a figure is assumed and not known.
pub(super) fn assumed(words: Words) -> Markup {
    html! { span.tag { (t!(words, "parts-assumed")) } }
}

/// Where a figure comes from, in words; a dash where nobody has said.
pub(super) fn source(words: Words, source: Option<&str>) -> String {
    match source {
        None => "–".to_owned(),
        Some(ASSUMPTION) => t!(words, "parts-assumed"),
        Some(source) => source.to_owned(),
    }
}

/// Whole kronor, the unit small.
pub(super) fn amount(words: Words, amount: Ore) -> Markup {
    html! { (words.format().whole(amount)) span.u { "\u{a0}kr" } }
}

/// A part of a whole. The number stands beside it, so it is for the eye only.
pub(super) fn bar(percent: Decimal) -> Markup {
    let width = percent
        .clamp(Decimal::ZERO, Decimal::ONE_HUNDRED)
        .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    html! {
        svg.bar width="100%" height="12" aria-hidden="true" focusable="false" {
            rect.bar-track y="2" width="100%" height="8" {}
            rect.bar-own y="2" width=(format!("{width}%")) height="8" {}
        }
    }
}

/// Percent of `total`, for showing; nothing of nothing is nothing.
pub(super) fn share(part: Ore, total: Ore) -> Decimal {
    let percent = Decimal::from(part.ore()).checked_mul(Decimal::ONE_HUNDRED);
    percent.and_then(|percent| percent.checked_div(Decimal::from(total.ore()))).unwrap_or_default()
}

/// `A`, `A och B`, `A, B och C`; of many the first ones.
pub(super) fn listed(words: Words, names: &[&str]) -> String {
    const SHOWN: usize = 8;
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] if names.len() <= SHOWN => t!(words, "parts-and", most = most.join(", "), last = *last),
        _ => t!(words, "parts-more", shown = names[..SHOWN].join(", "), count = names.len() - SHOWN),
    }
}

/// What a party is called.
pub(super) fn party_name<'a>(agreement: &'a Agreement, id: &'a str) -> &'a str {
    agreement.position(id).and_then(|position| agreement.parties.get(position)).map_or(id, |party| party.name.as_str())
}

/// With a capital first letter, as a line begins.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The parties' names by id, for the many lines of a result.
pub(super) fn names(parties: &[PartyResult]) -> HashMap<&Id, &str> {
    parties.iter().map(|party| (&party.id, party.name.as_str())).collect()
}

/// The agreement that an address names, or the newest one; none when there is none.
pub(super) async fn chosen(visitor: &Visitor, id: Option<&String>) -> Result<Option<String>, Error> {
    if let Some(id) = id {
        return Ok(Some(visitor.app.agreement(id.clone()).await?.id));
    }
    Ok(visitor.app.agreements(None, 1).await?.pop().map(|agreement| agreement.id))
}
