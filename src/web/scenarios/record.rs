//! `/underlag-for-beslut/{scenario}`: a locked scenario as it was decided on, from its own bytes and never from today's data.

mod assumed;
mod proposals;

use actix_web::{HttpResponse, get, web};
use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::comparison::ColumnYear;
use samfin_core::{Agreement, Ore, Text, default_sentences};

use super::id_of;
use crate::app::decision_record::{Decided, Record};
use crate::clock::in_sweden;
use crate::http::problem::Problem;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The decision record of a locked scenario.
#[get("/underlag-for-beslut/{scenario}")]
pub(in crate::web) async fn decision_record(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let (id, words) = (id_of(&id)?, visitor.words);
    let render = move |record: &Record| (title(words, record), content(words, record));
    let (title, content) = visitor.app.decision_record(id, render).await?;
    let actions = html! {
        button.btn.btn-p.js-only type="button" data-prints { (t!(words, "compare-print")) }
    };
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Scenarios), actions: Some(actions), content }))
}

fn title(words: Words, record: &Record) -> String {
    t!(words, "record-title", name = record.scenario.name.as_str())
}

fn content(words: Words, record: &Record) -> Markup {
    html! {
        @if !record.is_intact() {
            div.errors.alarm role="alert" {
                h2 { (t!(words, "record-broken")) }
                p { (t!(words, "record-broken-what")) }
                p { (t!(words, "record-locked-sum")) " " code { (record.lock.sha256) } }
                p { (t!(words, "record-now-sum")) " " code { (record.sha256) } }
            }
        }
        @match &record.figures {
            Ok(decided) => { (Decision { words, record, decided }.content()) }
            Err(reasons) => { (unreadable(words, reasons)) (provenance(words, record)) }
        }
    }
}

fn unreadable(words: Words, reasons: &[Text]) -> Markup {
    html! {
        p.finding { (t!(words, "record-unreadable")) }
        ul.list { @for reason in reasons.iter().take(10) { li { (reason.get(words.lang())) } } }
    }
}

/// A record that can be read, in the reader's words.
struct Decision<'d> {
    words: Words,
    record: &'d Record,
    decided: &'d Decided,
}

impl<'d> Decision<'d> {
    fn content(&self) -> Markup {
        let (words, record) = (self.words, self.record);
        let years = self.years();
        html! {
            p.crumb {
                a href=(format!("/scenarier?avtal={}", record.scenario.agreement_id)) { (t!(words, "scenarios-title")) } " · "
                (t!(words, "compare-of", agreement = self.agreement().name.as_str(), version = record.lock.version))
            }
            p.finding { (self.finding()) }
            section.card aria-labelledby="avgifter" {
                h2 #avgifter { (t!(words, "record-paid")) }
                p.card-sub { (t!(words, "record-paid-what")) }
                div.scroll tabindex="0" role="group" aria-label=(t!(words, "record-paid")) {
                    table.record {
                        caption.sr { (t!(words, "record-paid")) }
                        thead {
                            tr {
                                th scope="col" { (t!(words, "start-party")) }
                                @for (year, _) in &years { th.n scope="col" { (year) } }
                            }
                        }
                        tbody { @for party in self.payers() { (self.party(party)) } }
                        tfoot {
                            (self.sum(&t!(words, "compare-sum"), |column| {
                                Ore::from_wide(column.calculation.parties.iter().map(|party| party.payable.wide()).sum()).unwrap_or_default()
                            }))
                            (self.sum(&t!(words, "record-itself"), |column| column.calculation.total))
                        }
                    }
                }
                (self.sentences())
            }
            (assumed::sections(self))
            @if record.is_intact() { (proposals::section(self)) }
            (provenance(words, record))
        }
    }

    /// The agreement with what the scenario changes, as it was then.
    fn agreement(&self) -> &'d Agreement {
        &self.decided.comparison.columns[self.column()].request.agreement
    }

    /// The scenario is the last column; a basis without one is about the agreement itself.
    fn column(&self) -> usize {
        self.decided.comparison.columns.len() - 1
    }

    fn years(&self) -> Vec<(i32, &'d ColumnYear)> {
        self.decided.compared.years.iter().map(|year| (year.year, &year.columns[self.column()])).collect()
    }

    fn finding(&self) -> String {
        let (words, lock) = (self.words, &self.record.lock);
        let date = words.format().date(in_sweden(lock.at).date());
        let mut said = vec![t!(words, "record-finding", date = date, years = years(lock.first_year, lock.last_year))];
        if let Some((year, column)) = self.years().first() {
            let total = words.format().kronor(column.calculation.total);
            said.push(t!(words, "record-finding-cost", total = total, year = *year));
        }
        said.join(" ")
    }

    fn amount(&self, amount: Ore) -> String {
        self.words.format().number(Decimal::new(amount.ore(), 2), 2)
    }

    /// Those who share costs, or pay something all the same.
    fn payers(&self) -> Vec<usize> {
        let parties = &self.agreement().parties;
        let pays = |party: usize| {
            self.years()
                .iter()
                .any(|(_, column)| column.calculation.parties.get(party).is_some_and(|party| !party.payable.is_zero()))
        };
        (0..parties.len()).filter(|party| parties[*party].shares_costs || pays(*party)).collect()
    }

    fn party(&self, party: usize) -> Markup {
        let payable = |column: &ColumnYear| column.calculation.parties.get(party).map(|party| party.payable);
        html! {
            tr {
                th scope="row" { (self.agreement().parties[party].name) }
                @for (_, column) in self.years() {
                    td.n { (payable(column).map_or_else(|| "–".to_owned(), |amount| self.amount(amount))) }
                }
            }
        }
    }

    fn sum(&self, name: &str, of: impl Fn(&ColumnYear) -> Ore) -> Markup {
        html! { tr { th scope="row" { (name) } @for (_, column) in self.years() { td.n { (self.amount(of(column))) } } } }
    }

    /// What the default policy did in a year, and how long it lasts.
    fn sentences(&self) -> Markup {
        let lang = self.words.lang();
        let told = self.years().into_iter().map(|(year, column)| (year, default_sentences(&column.calculation)));
        let told: Vec<_> = told.filter(|(_, sentences)| !sentences.is_empty()).collect();
        let lasting = self.decided.compared.sustained.get(self.column()).map(|lasting| lasting.sentence.get(lang));
        html! {
            @for (year, sentences) in &told {
                h3 { (t!(self.words, "record-year", year = *year)) }
                ul.list { @for sentence in sentences { li { (sentence.get(lang)) } } }
            }
            @if let Some(lasting) = lasting.filter(|_| !told.is_empty()) { p { (lasting) } }
        }
    }
}

/// When and why it was locked, and what the bytes are checked with.
fn provenance(words: Words, record: &Record) -> Markup {
    let (lock, scenario, format) = (&record.lock, &record.scenario, words.format());
    let at = in_sweden(lock.at);
    let bytes = format!("/api/v1/agreements/{}/scenarios/{}/basis", scenario.agreement_id, scenario.id);
    html! {
        section.card.provenance aria-labelledby="last" {
            h2 #last { (t!(words, "record-provenance")) }
            dl.facts {
                div { dt { (t!(words, "record-when")) } dd { (t!(words, "record-at", date = format.date(at.date()), time = format.time(at.time()))) } }
                div { dt { (t!(words, "record-why")) } dd.lines { (lock.reason) } }
                div { dt { (t!(words, "record-reference")) } dd { (lock.decision_reference.clone().unwrap_or_else(|| "–".to_owned())) } }
                div { dt { (t!(words, "record-author")) } dd { (scenario.author.clone().unwrap_or_else(|| "–".to_owned())) } }
                div { dt { (t!(words, "record-version")) } dd { (lock.version) } }
                div {
                    dt { (t!(words, "record-sum")) }
                    dd {
                        code #kontrollsumma { (lock.sha256) } br;
                        @if record.is_intact() {
                            span.verified { (t!(words, "record-verified", bytes = format.number(Decimal::from(record.bytes), 0))) }
                        } @else {
                            strong { (t!(words, "record-broken")) }
                        }
                    }
                }
                div { dt { (t!(words, "record-bytes")) } dd { a href=(bytes) { (t!(words, "record-bytes-open")) } } }
            }
            p.note { (t!(words, "record-check")) " " code { "sha256sum" } }
        }
    }
}

/// `2027`, `2027–2030`.
fn years(first: i64, last: i64) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}
