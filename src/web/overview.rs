//! `/`: the agreements that are stored, each with the split of a year, how far the year has come, and what happened last.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{Datelike as _, NaiveDate};
use maud::{Markup, html};
use samfin_core::{Calculation, Ore, PartyResult, default_sentences};
use uuid::Uuid;

use super::events::newest;
use super::explanation::Followed;
use super::layout::{Page, Place};
use super::money::scrolled;
use super::parts::{amount, bar, followed, share};
use super::visitor::Visitor;
use super::words::{Words, t};
use super::year::{Paid, Summary, summary};
use crate::app::agreements::VersionWithDecisions;
use crate::app::overview::{Overview, State};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::http::query::Query;

/// How many agreements stand on a page.
const PER_PAGE: u8 = 10;
/// Years outside this are not offered; the calculation knows no others.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// The overview of a year: `?ar=2028` another than the present one, `?efter=` the agreements that come after one.
#[get("/")]
pub(super) async fn overview(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["ar", "efter"]);
    let year = query.whole("ar", *YEARS.start(), *YEARS.end()).unwrap_or_else(|| visitor.now().year());
    let after = query.raw("efter").and_then(|id| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    query.finish()?;
    let is_first_page = after.is_none();
    let mut found = visitor.app.overview(year, after, 1 + i64::from(PER_PAGE)).await?;
    let has_more = found.len() > usize::from(PER_PAGE);
    found.truncate(usize::from(PER_PAGE));
    let (mut cards, mut has_step) = (Vec::with_capacity(found.len()), false);
    for one in &found {
        // What cannot be calculated now is told so, and its year is not looked at.
        let of_year = if let State::Split { .. } = one.state {
            let summary = summary(&visitor, &one.agreement.id, year, !has_step).await?;
            has_step |= summary.has_step;
            Some((summary, newest(&visitor, &one.agreement.id).await?))
        } else {
            None
        };
        cards.push(agreement(&visitor, one, year, of_year));
    }
    let words = visitor.words;
    let is_empty = found.is_empty() && is_first_page;
    let content = html! {
        @if is_empty { (beginning(&visitor)) }
        @for card in &cards { (card) }
        @if has_more && let Some(last) = found.last() {
            p { a.btn href=(format!("/?ar={year}&efter={}", last.agreement.id)) { (t!(words, "start-more")) } }
        }
    };
    let title = t!(words, "start-title", year = year);
    let actions = (!is_empty).then(|| years(words, year));
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Overview), actions, content }))
}

/// The years beside the one that is shown.
fn years(words: Words, year: i32) -> Markup {
    let link = |other: i32, arrow: &str, is_before: bool| {
        html! {
            @if YEARS.contains(&other) {
                a.btn href=(format!("/?ar={other}")) {
                    @if is_before { span aria-hidden="true" { (arrow) " " } }
                    (t!(words, "start-year", year = other))
                    @if !is_before { span aria-hidden="true" { " " (arrow) } }
                }
            }
        }
    };
    html! { (link(year - 1, "‹", true)) (link(year + 1, "›", false)) }
}

/// What to do when nothing is stored: whoever writes agreements begins with one, and others ask.
fn beginning(visitor: &Visitor) -> Markup {
    let words = visitor.words;
    let writes = visitor.app.scope().may(Right::Write, On::Service);
    html! {
        section.card aria-labelledby="borja" {
            h2 #borja { (t!(words, "start-empty")) }
            p { (t!(words, "start-empty-what")) }
            @if writes { p.todo { a.btn.btn-p href="/underlag/nytt" { (t!(words, "edit-title-new")) } } }
            @else { p { (t!(words, "start-empty-ask")) } }
            ul.list {
                li { (t!(words, "start-empty-help")) " " a href="/hjalp" { (t!(words, "start-empty-help-link")) } }
                li { (t!(words, "start-empty-demo")) " " code { "samfin demo" } }
            }
        }
    }
}

fn agreement(visitor: &Visitor, one: &Overview, year: i32, of_year: Option<(Summary, Markup)>) -> Markup {
    let (words, id) = (visitor.words, &one.agreement.id);
    let (summary, latest) = of_year.unzip();
    let money = summary.as_ref().and_then(|summary| summary.money.as_ref());
    html! {
        section.card aria-labelledby=(format!("avtal-{id}")) {
            h2 #(format!("avtal-{id}")) { (one.agreement.name) }
            @if let Some(why) = &one.parked {
                div.errors.alarm {
                    p { strong { (t!(words, "start-parked")) } " " (why.get(words.lang())) }
                    p { (t!(words, "start-parked-what")) }
                }
            }
            @match &one.state {
                State::Split { version, calculation, upcoming, findings } => {
                    @if let Some(summary) = &summary { (summary.head) }
                    (split(visitor, id, version, calculation, money))
                    (next(words, id, upcoming, *findings))
                    @if let Some(latest) = &latest { (latest) }
                    p.card-links {
                        a href=(format!("/underlag?avtal={id}&version={}", version.version.number)) { (t!(words, "start-basis")) } " · "
                        a href=(format!("/scenarier?avtal={id}")) { (t!(words, "nav-scenarios")) } " · "
                        a href=(format!("/scenarier/bortfall?avtal={id}&ar={year}")) { (t!(words, "scenarios-shortfall")) } " · "
                        a href=(format!("/api/v1/agreements/{id}/calculation?year={year}&explain=true")) {
                            (t!(words, "start-figures"))
                        }
                    }
                }
                State::NotAdopted => {
                    p { (t!(words, "start-not-adopted", year = year, versions = one.agreement.versions)) }
                }
                State::Refused(reasons) => {
                    p { (t!(words, "start-refused", year = year)) }
                    ul.list { @for reason in reasons { li { (reason.get(words.lang())) } } }
                }
            }
        }
    }
}

/// What comes next, and what a careful reader would ask.
fn next(words: Words, id: &str, upcoming: &[(NaiveDate, String)], (all, serious): (usize, usize)) -> Markup {
    let format = words.format();
    let named: Vec<String> =
        upcoming.iter().take(2).map(|(date, name)| format!("{} {name}", format.date(*date))).collect();
    html! {
        @if !named.is_empty() { p.next { (t!(words, "start-next", days = named.join("; "))) } }
        @if all > 0 {
            p.next { a href=(format!("/underlag?avtal={id}#fragor")) { (t!(words, "start-findings", count = all, serious = serious)) } }
        }
    }
}

fn split(
    visitor: &Visitor,
    id: &str,
    version: &VersionWithDecisions,
    calculation: &Calculation,
    money: Option<&BTreeMap<String, Paid>>,
) -> Markup {
    let (words, own) = (visitor.words, visitor.app.scope().only_for(id));
    let total = sum(&calculation.parties);
    let table = html! {
        table.split.split-money[money.is_some()] {
            caption.sr { (t!(words, "start-caption", year = calculation.year)) }
            thead {
                tr {
                    th scope="col" { (t!(words, "start-party")) }
                    th.n scope="col" { (t!(words, "start-pays")) }
                    th.n scope="col" { (t!(words, "start-share")) }
                    td.bar-c {}
                    @if money.is_some() {
                        th.n scope="col" { (t!(words, "start-paid")) }
                        th.n scope="col" { (t!(words, "start-unpaid")) }
                    }
                }
            }
            tbody {
                @for party in &calculation.parties {
                    @let is_open = own.as_ref().is_none_or(|own| own.contains(party.id.as_str()));
                    @let row = Row { party, total, is_open, money };
                    (row.show(words, id, calculation.year))
                }
            }
            tfoot {
                tr {
                    th scope="row" { (t!(words, "start-sum")) }
                    td.n { (followed(&Followed::of_year(id, calculation.year).address(), amount(words, total))) }
                    td.n { (words.format().percent(share(total, total), 1)) }
                    td.bar-c {}
                    @if let Some(money) = money {
                        // Of some of the parties there is no sum to tell.
                        @if own.is_some() { td.n { "–" } td.n { "–" } }
                        @else {
                            td.n { (amount(words, all(money.values().map(|money| money.paid)))) }
                            td.n { (amount(words, all(money.values().map(|money| money.left)))) }
                        }
                    }
                }
            }
        }
    };
    html! {
        p.card-sub { (applies(words, version)) }
        p {
            (finding(words, calculation)) " "
            a.how href=(Followed::of_year(id, calculation.year).address()) { (t!(words, "explain-title")) }
        }
        @for sentence in default_sentences(calculation) { p { (sentence.get(words.lang())) } }
        @if money.is_some() { (scrolled(&t!(words, "start-caption", year = calculation.year), &table)) } @else { (table) }
        p.note { (t!(words, "start-rounding")) @if money.is_some() { " " (t!(words, "start-money-how")) } }
        @if !calculation.warnings.is_empty() {
            h3 { (t!(words, "start-warnings")) }
            ul.list { @for warning in &calculation.warnings { li { (warning.detail.get(words.lang())) } } }
        }
    }
}

/// The version that applies, and how far the decisions have come.
fn applies(words: Words, version: &VersionWithDecisions) -> String {
    let decided = version.decisions.len();
    let all = decided + version.undecided.len();
    let (number, from) = (version.version.number, words.format().date(version.version.valid_from));
    t!(words, "start-version", version = number, from = from, decided = decided, all = all)
}

/// The year in one sentence.
fn finding(words: Words, calculation: &Calculation) -> String {
    let format = words.format();
    let (year, total) = (calculation.year, format.kronor(calculation.total));
    // The first of those that pay the most, as they stand in the agreement.
    let most =
        calculation.parties.iter().rev().max_by_key(|party| party.payable).filter(|party| party.payable > Ore::ZERO);
    match most {
        None => t!(words, "start-cost-nobody", year = year, total = total),
        Some(party) => t!(
            words,
            "start-cost",
            year = year,
            total = total,
            party = party.name.as_str(),
            amount = format.kronor(party.payable),
            share = format.percent(share(party.payable, sum(&calculation.parties)), 1)
        ),
    }
}

/// A party's line.
struct Row<'a> {
    party: &'a PartyResult,
    total: Ore,
    /// Whether the party's page is open to the reader; otherwise its name leads nowhere.
    is_open: bool,
    /// What parties have paid and have left, where the table tells it; nothing of those whose invoices the reader does not see,
    /// or that have none.
    money: Option<&'a BTreeMap<String, Paid>>,
}

impl Row<'_> {
    fn show(&self, words: Words, id: &str, year: i32) -> Markup {
        let Row { party, total, is_open, money } = *self;
        let part = share(party.payable, total);
        let whole = Followed::of_year(id, year).party(&party.id).address();
        html! {
            tr {
                th scope="row" {
                    @if is_open { (followed(&super::parties::address(id, &party.id, year), &party.name)) } @else { (party.name) }
                }
                td.n { (followed(&whole, amount(words, party.payable))) }
                td.n { (words.format().percent(part, 1)) }
                td.bar-c { (bar(part)) }
                @if let Some(money) = money {
                    @let money = money.get(party.id.as_str());
                    td.n { @if let Some(money) = money { (amount(words, money.paid)) } @else { "–" } }
                    td.n { @if let Some(money) = money { (amount(words, money.left)) } @else { "–" } }
                }
            }
        }
    }
}

fn sum(parties: &[PartyResult]) -> Ore {
    all(parties.iter().map(|party| party.payable))
}

fn all(amounts: impl Iterator<Item = Ore>) -> Ore {
    Ore::from_wide(amounts.map(Ore::wide).sum()).unwrap_or_default()
}
