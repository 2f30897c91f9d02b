//! `/logg`: who did what, when and why, for those who may read the trail.
//!
//! | `?avtal=` | what belongs to an agreement |
//! | --- | --- |
//! | `&vem=` | an actor, by name or id |
//! | `&vad=` | an action, or how it begins |
//! | `&foremal=` | one thing, by its id |
//! | `&fran=`, `&till=` | days in Sweden |
//! | `&fore=` | the events before a number: the next page |
//! | `&kedja=kontrollera` | follow the whole chain and say how it is |

use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use maud::{Markup, html};
use samfin_core::billing::document::{Document, Form};

use super::events::{own, place};
use super::invoices::wording;
use super::layout::{Page, Place};
use super::visitor::Visitor;
use super::words::{Words, t};
use crate::app::agreements::Agreement;
use crate::app::audit::{Action, Anchor, Chain, Entry, Log, Wanted, action, written};
use crate::app::scope::{On, Right};
use crate::clock::{end_of_day, in_sweden, start_of_day};
use crate::http::audit_events::{action as read_action, agreement as read_agreement};
use crate::http::problem::Problem;
use crate::http::query::Query;

/// How many events stand on a page.
const PER_PAGE: usize = 50;
/// How many agreements are offered.
const MOST_AGREEMENTS: i64 = 200;
const NAMES: &[&str] = &["avtal", "vem", "vad", "foremal", "fran", "till", "fore", "kedja"];

/// What is asked for, as it stands in the address.
#[derive(Debug, Clone, Default)]
struct Asked {
    agreement: Option<String>,
    actor: Option<String>,
    action: Option<String>,
    object: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Asked {
    fn read(query: &mut Query) -> Self {
        // A form sends its empty fields too.
        let is_filled = |query: &Query, name: &str| query.raw(name).is_some_and(|text| !text.trim().is_empty());
        let mut asked = Self::default();
        if is_filled(query, "avtal") {
            asked.agreement = read_agreement(query, "avtal");
        }
        if is_filled(query, "vem") {
            asked.actor = query.text("vem");
        }
        if is_filled(query, "vad") {
            asked.action = read_action(query, "vad");
        }
        if is_filled(query, "foremal") {
            asked.object = query.text("foremal");
        }
        if is_filled(query, "fran") {
            asked.from = query.date("fran");
        }
        if is_filled(query, "till") {
            asked.to = query.date("till");
        }
        asked
    }

    fn wanted(&self) -> Wanted {
        Wanted {
            agreement: self.agreement.clone(),
            actor: self.actor.clone(),
            action: self.action.clone(),
            object: self.object.clone(),
            from: self.from.map(start_of_day),
            to: self.to.map(end_of_day),
        }
    }

    fn is_anything(&self) -> bool {
        !self.pairs().is_empty()
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let texts = [
            ("avtal", self.agreement.clone()),
            ("vem", self.actor.clone()),
            ("vad", self.action.clone()),
            ("foremal", self.object.clone()),
            ("fran", self.from.map(|date| date.to_string())),
            ("till", self.to.map(|date| date.to_string())),
        ];
        texts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The address of the page with this asked for, and more.
    fn address(&self, more: &[(&str, String)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs()).extend_pairs(more);
        let query = query.finish();
        if query.is_empty() { "/logg".to_owned() } else { format!("/logg?{query}") }
    }

    /// The same of the API.
    fn api_address(&self) -> String {
        let names = [
            ("avtal", "agreement"),
            ("vem", "actor"),
            ("vad", "action"),
            ("foremal", "object"),
            ("fran", "from"),
            ("till", "to"),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("limit", "200");
        for (name, value) in self.pairs() {
            let known = names.iter().find(|(own, _)| *own == name).map_or(name, |(_, api)| *api);
            query.append_pair(known, &value);
        }
        format!("/api/v1/audit-events?{}", query.finish())
    }
}

/// The log.
#[get("/logg")]
pub(super) async fn show_log(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), NAMES);
    let asked = Asked::read(&mut query);
    let before = query.whole("fore", 1, i64::MAX);
    let checks = query.raw("kedja").is_some_and(|text| text == "kontrollera");
    query.finish()?;
    let fetched = i64::try_from(PER_PAGE).unwrap_or(i64::MAX) + 1;
    let mut log = visitor.app.newest_audit_events(asked.wanted(), before, fetched).await?;
    let has_more = log.entries.len() > PER_PAGE;
    log.entries.truncate(PER_PAGE);
    let agreements = visitor.app.agreements(None, MOST_AGREEMENTS).await?;
    let may = |agreement: &Agreement| visitor.app.scope().may(Right::ReadAudit, On::Agreement(&agreement.id));
    let agreements: Vec<_> = agreements.into_iter().filter(may).collect();
    let chain = match (log.is_whole, checks) {
        (false, _) => None,
        (true, false) => Some((visitor.app.anchor().await?, None)),
        (true, true) => Some((visitor.app.anchor().await?, Some(visitor.app.verify_audit(Vec::new()).await?))),
    };
    let words = visitor.words;
    let content = html! {
        p.finding { (finding(words, &log, has_more || before.is_some())) }
        (form(words, &asked, &agreements))
        @if !log.entries.is_empty() { (table(&visitor, &asked, &log)) }
        @if has_more && let Some(last) = log.entries.last() {
            p.more { a.btn href=(asked.address(&[("fore", last.event.number.to_string())])) { (t!(words, "log-more")) } }
        }
        @if let Some((anchor, chain)) = &chain { (untouched(words, &asked, anchor, chain.as_ref())) }
    };
    let title = t!(words, "log-title");
    let actions = html! { a.btn href=(asked.api_address()) { (t!(words, "log-api")) } };
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Log), actions: Some(actions), content }))
}

fn finding(words: Words, log: &Log, is_part: bool) -> String {
    let count = log.entries.len();
    if is_part { t!(words, "log-part", count = count) } else { t!(words, "log-all", count = count) }
}

fn form(words: Words, asked: &Asked, agreements: &[Agreement]) -> Markup {
    let is_known = asked.action.as_deref().is_none_or(|code| action(code).is_some());
    let day = |date: Option<NaiveDate>| date.map(|date| date.to_string());
    html! {
        form.filter method="get" action="/logg" {
            div.field {
                label for="avtal" { (t!(words, "log-agreement")) }
                select #avtal name="avtal" {
                    option value="" { (t!(words, "log-any-agreement")) }
                    @for agreement in agreements {
                        option value=(agreement.id) selected[asked.agreement.as_ref() == Some(&agreement.id)] { (agreement.name) }
                    }
                }
            }
            div.field {
                label for="vad" { (t!(words, "log-what")) }
                select #vad name="vad" {
                    option value="" { (t!(words, "log-anything")) }
                    @if let Some(code) = asked.action.as_ref().filter(|_| !is_known) { option value=(code) selected { (code) "…" } }
                    @for action in Action::ALL {
                        option value=(action.code) selected[asked.action.as_deref() == Some(action.code)] { (action.text().get(words.lang())) }
                    }
                }
            }
            div.field {
                label for="vem" { (t!(words, "log-who")) }
                input #vem name="vem" type="text" maxlength="200" value=[asked.actor.as_ref()] aria-describedby="vem-hur";
                p.u #vem-hur { (t!(words, "log-who-how")) }
            }
            div.field {
                label for="fran" { (t!(words, "log-from")) }
                input #fran name="fran" type="date" min="2000-01-01" max="2100-12-31" value=[day(asked.from)];
            }
            div.field {
                label for="till" { (t!(words, "log-to")) }
                input #till name="till" type="date" min="2000-01-01" max="2100-12-31" value=[day(asked.to)];
            }
            @if let Some(object) = &asked.object { input type="hidden" name="foremal" value=(object); }
            div.acts {
                button.btn.btn-p type="submit" { (t!(words, "log-show")) }
                @if asked.is_anything() { a.btn href="/logg" { (t!(words, "log-clear")) } }
            }
        }
    }
}

fn table(visitor: &Visitor, asked: &Asked, log: &Log) -> Markup {
    let words = visitor.words;
    html! {
        table.log {
            caption.sr { (t!(words, "log-title")) }
            thead {
                tr {
                    th scope="col" { (t!(words, "log-time")) }
                    th scope="col" { (t!(words, "log-who")) }
                    th scope="col" { (t!(words, "log-what")) }
                    th scope="col" { (t!(words, "log-object")) }
                    th scope="col" { (t!(words, "log-why")) }
                }
            }
            tbody { @for entry in &log.entries { (row(visitor, asked, entry)) } }
        }
    }
}

fn row(visitor: &Visitor, asked: &Asked, entry: &Entry) -> Markup {
    let (words, what) = (visitor.words, &entry.event.what);
    let (at, format) = (in_sweden(what.recorded_at), words.format());
    let of_actor = Asked { actor: Some(what.actor_id.clone()), ..asked.clone() };
    let of_object = Asked { object: Some(what.object_id.clone()), ..Asked::default() };
    html! {
        tr {
            th scope="row" {
                time datetime=(written(what.recorded_at)) { (format.date(at.date())) " " span.nowrap { (t!(words, "log-clock", time = format.time(at.time()))) } }
                span.u { (t!(words, "log-number", number = entry.event.number.to_string())) }
            }
            td {
                a href=(of_actor.address(&[])) { (actor(words, &what.actor_kind, &what.actor_name)) }
                @if what.actor_kind == "key" { span.u { (t!(words, "log-key")) } }
            }
            td { (done(words, entry)) }
            td {
                (object(visitor, entry))
                @if asked.object.is_none() {
                    a.u href=(of_object.address(&[])) { (t!(words, "log-history")) span.sr { " " (what.object_id) } }
                }
            }
            td.lines { @if let Some(reason) = &what.reason { (reason) } }
        }
    }
}

/// What was done. Of what is paid out no invoice is made: the payee sends one.
fn done(words: Words, entry: &Entry) -> String {
    let code = entry.event.what.action.as_str();
    let is_payout = entry.document.as_ref().is_some_and(|document| document.form == Form::Payout);
    match code {
        "invoice.drafted" if is_payout => t!(words, "log-payout-drafted"),
        "invoice.attested" if is_payout => t!(words, "log-payout-attested"),
        "invoice.issued" if is_payout => t!(words, "log-payout-issued"),
        _ => action(code).map_or_else(|| code.to_owned(), |action| action.text().get(words.lang()).to_owned()),
    }
}

/// What whoever did it was called.
fn actor(words: Words, kind: &str, name: &str) -> String {
    match kind {
        "command" => t!(words, "log-command"),
        "nobody" => t!(words, "log-nobody"),
        _ if name.trim().is_empty() => t!(words, "log-unnamed"),
        _ => name.to_owned(),
    }
}

/// What it was done to, with a link to where that is read.
fn object(visitor: &Visitor, entry: &Entry) -> Markup {
    let (words, what) = (visitor.words, &entry.event.what);
    let own = own(&entry.event);
    let whose = entry.agreement.as_deref();
    let (name, below) = match what.object_kind.as_str() {
        "agreement" => (whose.map_or_else(|| t!(words, "log-an-agreement"), str::to_owned), None),
        "version" => (t!(words, "log-version", number = own.trim_start_matches('v')), whose),
        "budget" => (t!(words, "log-budget", year = own), whose),
        "meetings" => (t!(words, "log-meetings", year = own), whose),
        "period" | "outcome" | "contribution" => (t!(words, "year-title", year = own), whose),
        "invoice" => {
            (entry.document.as_ref().map_or_else(|| t!(words, "log-invoice"), |one| document(words, one)), whose)
        }
        "payment" => (t!(words, "log-payment"), whose),
        "scenario" => (entry.scenario.clone().unwrap_or_else(|| t!(words, "log-scenario")), whose),
        "statistics" => (t!(words, "log-statistics", series = what.object_id.as_str()), None),
        _ => (what.object_id.clone(), None),
    };
    // What is gone leads nowhere.
    let is_there = whose.is_some() && (what.object_kind != "scenario" || entry.scenario.is_some());
    let place = place(visitor.app.scope(), &entry.event).filter(|_| is_there);
    let place = match &entry.document {
        Some(document) => place.map(|_| wording::address_of(document.form, &what.object_id)),
        None => place,
    };
    html! {
        @if let Some(place) = place { a href=(place) { (name) } } @else { (name) }
        @if let Some(below) = below { span.u { (below) } }
    }
}

/// `Faktura 2026-0007, Åre kommun`.
fn document(words: Words, document: &Document) -> String {
    let (form, number) = (wording::form_name(words, document.form), wording::number(words, document));
    format!("{form} {number}, {}", wording::other(document))
}

/// Whether anybody has touched the trail, and how that can be shown later on.
fn untouched(words: Words, asked: &Asked, anchor: &Anchor, chain: Option<&Chain>) -> Markup {
    html! {
        section.card.read #kedjan aria-labelledby="orord" {
            h2 #orord { (t!(words, "log-chain")) }
            p { (t!(words, "log-chain-what")) }
            @if let Some(chain) = chain { (state(words, chain)) }
            form method="get" action="/logg#kedjan" {
                @for (name, value) in asked.pairs() { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="kedja" value="kontrollera";
                button.btn type="submit" { (t!(words, "log-check")) }
            }
            h3 { (t!(words, "log-anchor")) }
            p { (t!(words, "log-anchor-what")) }
            ul #ankare { li { code { (anchor) } } }
            div.acts {
                button.btn.js-only type="button" data-copies="ankare" data-copied=(t!(words, "log-anchor-copied")) { (t!(words, "log-anchor-copy")) }
            }
            p.note { (t!(words, "log-export")) " " code { "samfin audit export" } " · " code { "samfin verify --anchor …" } }
        }
    }
}

fn state(words: Words, chain: &Chain) -> Markup {
    let format = words.format();
    let number = chain.whole_to.to_string();
    html! {
        div role="status" {
            @if chain.is_whole() {
                p.state {
                    @match chain.recorded_at.map(in_sweden) {
                        Some(at) => strong { (t!(words, "log-whole", number = number, date = format.date(at.date()), time = format.time(at.time()))) },
                        None => strong { (t!(words, "log-whole-empty")) },
                    }
                }
            } @else {
                div.errors {
                    p { strong { (t!(words, "log-broken", number = number)) } }
                    ul.list { @for fault in &chain.faults { li { (fault.text().get(words.lang())) } } }
                    p { (t!(words, "log-broken-do")) }
                }
            }
        }
    }
}
