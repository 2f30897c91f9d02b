//! `/ar/{year}/bidrag`: what parties have decided to contribute. What a decision does to each party is shown before it is
//! registered, and what to do about an adopted year after.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};
use samfin_core::Agreement;
use uuid::Uuid;

use super::own::Own;
use super::{address, affected, agreement_in, amount, contributed, no_agreement, object, steps, text, year_of};
use crate::app::periods::{Contribution, ContributionEffect, Status};
use crate::app::scope::{On, Right};
use crate::http::bodies::ContributionBody;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::form::{Choice, Form, Names, Refused, STEP_FIELD, Sent, see};
use crate::web::forms::Fields;
use crate::web::layout::{Page, Place};
use crate::web::parts::{chosen, party_name};
use crate::web::visitor::Visitor;
use crate::web::words::{Key, key, t};

static NAMES: Names = Names { field, label, stale: key!("year-stale") };

fn field(pointer: &str) -> Option<&'static str> {
    Some(match pointer {
        "/party" => "part",
        "/contributes_percent" => "procent",
        "/from" => "fran",
        "/to" => "till",
        "/cause" => "orsak",
        "/decided_on" => "dag",
        "/reference" => "beslut",
        "/reason" => "skal",
        "/replaces" => "ersatter",
        _ => return None,
    })
}

fn label(field: &str) -> Key {
    match field {
        "part" => key!("start-party"),
        "procent" => key!("defaults-percent"),
        "fran" => key!("contribution-from"),
        "till" => key!("contribution-to"),
        "orsak" => key!("defaults-cause"),
        "dag" => key!("defaults-day"),
        "beslut" => key!("defaults-reference"),
        "ersatter" => key!("contribution-replaces"),
        _ => key!("people-reason"),
    }
}

/// The decisions of a year; `?part=&procent=&orsak=` fill in what somebody proposes.
#[get("/ar/{year}/bidrag")]
pub(in crate::web) async fn show_contributions(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let year = year_of(&year)?;
    let query = Query::read(request.query_string(), &["avtal", "part", "procent", "orsak"]);
    let asked = query.raw("avtal").filter(|id| Uuid::try_parse(id).is_ok());
    let proposed =
        ["part", "procent", "orsak"].into_iter().filter_map(|field| Some((field.to_owned(), query.raw(field)?)));
    let fields = Fields(proposed.collect());
    query.finish()?;
    let agreement = chosen(&visitor, asked.as_ref()).await?.ok_or_else(no_agreement)?;
    shown(&visitor, &agreement, year, &Given { fields, ..Given::default() }).await
}

/// Shows what a decision does, or registers it when that has been seen.
#[post("/ar/{year}/bidrag")]
pub(in crate::web) async fn register_contribution(
    visitor: Visitor,
    year: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (year, Sent(fields)) = (year_of(&year)?, sent);
    let agreement = agreement_in(&fields)?;
    visitor.app.require(Right::Write, On::Agreement(&agreement))?;
    let done = async {
        let new = ContributionBody::parse(body(&fields).as_bytes())?;
        if fields.step() != "registrera" {
            return Ok::<_, Problem>(Some(visitor.app.contribution_effect(agreement.clone(), year, new).await?));
        }
        // What was not seen is shown first: the decision was changed after that, or what the year rests on.
        let desk = visitor.once("POST /ar/{year}/bidrag", &fields);
        Ok(desk.register_seen_contribution(agreement.clone(), year, new, fields.get("avtryck")).await?.err())
    };
    match done.await {
        Ok(None) => Ok(see(&address(&agreement, year, "/bidrag"))),
        Ok(Some(effect)) => {
            shown(&visitor, &agreement, year, &Given { fields, effect: Some(effect), refused: None }).await
        }
        Err(problem) => {
            let refused = Refused::by(&NAMES, visitor.words, fields, problem)?;
            shown(&visitor, &agreement, year, &Given { refused: Some(refused), ..Given::default() }).await
        }
    }
}

/// What a form has given so far.
#[derive(Default)]
struct Given {
    fields: Fields,
    /// What that would do.
    effect: Option<ContributionEffect>,
    refused: Option<Refused>,
}

/// The decision as in the body of the API.
fn body(fields: &Fields) -> String {
    let mut members = vec![
        text("party", fields, "part"),
        ("contributes_percent", amount(fields.get("procent"))),
        text("cause", fields, "orsak"),
        text("decided_on", fields, "dag"),
        text("reference", fields, "beslut"),
    ];
    for (name, field) in [("from", "fran"), ("to", "till"), ("reason", "skal"), ("replaces", "ersatter")] {
        members.extend(fields.filled(field).map(|_| text(name, fields, field)));
    }
    object(members)
}

async fn shown(visitor: &Visitor, agreement: &str, year: i32, given: &Given) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let decided = visitor.app.contributions(agreement.to_owned(), year).await?;
    let (period, snapshot, changed) = visitor.app.period(agreement.to_owned(), year).await?;
    let parties = visitor.app.reading(agreement.to_owned(), None, year).await?.agreement;
    let at = steps::At { visitor, agreement, year, refused: None };
    let is_open = matches!(period.status, Status::Planned | Status::Adopted);
    let may = is_open && visitor.app.scope().may(Right::Write, On::Agreement(agreement));
    let called = match &given.effect {
        Some(_) if period.status == Status::Adopted => {
            let told = visitor.app.settlement(agreement.to_owned(), year, None).await?;
            contributed::called(&told, &Own::of(&snapshot, year)?)
        }
        _ => Vec::new(),
    };
    let content = html! {
        p.crumb { a href=(address(agreement, year, "")) { (t!(words, "year-title", year = year)) } }
        p.finding { (t!(words, "contribution-finding", count = contributed::in_force(&decided).count(), year = year)) }
        @if let Some(effect) = &given.effect { (contributed::effect(words, period.status, effect, &called)) }
        @if let Some(changed) = &changed { (affected::section(&at, &period, changed, given.effect.is_none())) }
        @if may { (deciding(visitor, agreement, year, &parties, &decided, given, changed.is_none())) }
        @if !decided.is_empty() { (contributed::list(words, &parties, &decided)) }
    };
    let title = t!(words, "contribution-title", year = year);
    let page = Page { title: &title, place: Some(Place::Years), actions: None, content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = given.refused.as_ref().map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

/// The decision; once what it does has been shown it can be registered.
fn deciding(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    parties: &Agreement,
    decided: &[Contribution],
    given: &Given,
    is_next: bool,
) -> Markup {
    let words = visitor.words;
    let form = Form::new(words, &NAMES, given.refused.as_ref());
    let was = |field| given.fields.get(field);
    let mut among = vec![Choice { value: String::new(), name: t!(words, "contribution-party-none") }];
    among.extend(parties.parties.iter().map(|party| Choice { value: party.id.to_string(), name: party.name.clone() }));
    let mut replaced = vec![Choice { value: String::new(), name: t!(words, "contribution-replaces-none") }];
    replaced.extend(contributed::in_force(decided).map(|one| Choice {
        value: one.id.clone(),
        name: format!("{}, {}", party_name(parties, &one.party), one.reference),
    }));
    let is_seen = given.effect.is_some();
    html! {
        section.card.read aria-labelledby="nytt" {
            h2 #nytt { (t!(words, "contribution-new")) }
            (form.reasons())
            p { (t!(words, "contribution-what")) }
            form method="post" action=(format!("/ar/{year}/bidrag")) {
                (form.hidden(visitor))
                input type="hidden" name="avtal" value=(agreement);
                @if let Some(effect) = &given.effect { input type="hidden" name="avtryck" value=(effect.fingerprint); }
                (form.choice("part", was("part"), &among, None))
                (form.number("procent", was("procent"), Some(key!("contribution-percent-how")), true))
                div.fields {
                    (form.day("fran", was("fran"), Some(key!("contribution-from-how")), false))
                    (form.day("till", was("till"), Some(key!("contribution-to-how")), false))
                }
                (form.choice("orsak", was("orsak"), &causes(visitor), None))
                div.fields {
                    (form.noted("beslut", was("beslut"), key!("defaults-reference-how"), 200))
                    (form.day("dag", was("dag"), None, true))
                }
                (form.text("skal", was("skal"), None, false))
                @if replaced.len() > 1 {
                    (form.choice("ersatter", was("ersatter"), &replaced, Some(key!("contribution-replaces-how"))))
                }
                div.acts {
                    button.btn.btn-p[is_next && !is_seen] type="submit" name=(STEP_FIELD) value="se" { (t!(words, "contribution-look")) }
                    @if is_seen {
                        button.btn.btn-p type="submit" name=(STEP_FIELD) value="registrera" { (t!(words, "defaults-do")) }
                    }
                }
            }
        }
    }
}

fn causes(visitor: &Visitor) -> [Choice; 6] {
    let words = visitor.words;
    [
        ("no_budget", t!(words, "defaults-no-budget")),
        ("partial_budget", t!(words, "defaults-partial-budget")),
        ("dispute", t!(words, "defaults-dispute")),
        ("late", t!(words, "defaults-late")),
        ("exit", t!(words, "defaults-exit")),
        ("other", t!(words, "defaults-other")),
    ]
    .map(|(value, name)| Choice { value: value.to_owned(), name })
}
