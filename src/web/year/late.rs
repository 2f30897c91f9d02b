//! `/ar/{year}/sena-pengar`: what a party pays after others have covered for it, and who is given how much of it back.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};
use samfin_core::billing::late::RESERVE;
use samfin_core::{Agreement, Ore};

use super::{address, agreement_in, amount, late_list, object, planned, required, text, year_of};
use crate::app::invoices::{Debt, LateEffect, NewCall};
use crate::app::periods::Status;
use crate::app::scope::{On, Right};
use crate::http::bodies::LateMoneyBody;
use crate::http::problem::Problem;
use crate::web::form::{Choice, Form, Names, Refused, STEP_FIELD, Sent, see};
use crate::web::forms::Fields;
use crate::web::layout::{Page, Place};
use crate::web::money::scrolled;
use crate::web::parts::party_name;
use crate::web::visitor::Visitor;
use crate::web::words::{Key, Words, key, t};

pub(super) static NAMES: Names = Names { field, label, stale: key!("year-stale") };

fn field(pointer: &str) -> Option<&'static str> {
    Some(match pointer {
        "/party" => "part",
        "/amount" => "belopp",
        "/received_on" => "dag",
        "/reason" => "skal",
        _ => return None,
    })
}

fn label(field: &str) -> Key {
    match field {
        "part" => key!("late-party"),
        "belopp" => key!("money-amount"),
        "dag" => key!("late-day"),
        _ => key!("people-reason"),
    }
}

/// The late money of a year.
#[get("/ar/{year}/sena-pengar")]
pub(in crate::web) async fn show_late_money(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let year = year_of(&year)?;
    let agreement = required(&visitor, &request).await?;
    shown(&visitor, &agreement, year, &Given::default()).await
}

/// Shows what late money does, registers it when that has been seen, or drafts the documents of what is registered.
#[post("/ar/{year}/sena-pengar")]
pub(in crate::web) async fn register_late_money(
    visitor: Visitor,
    year: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (year, Sent(fields)) = (year_of(&year)?, sent);
    let agreement = agreement_in(&fields)?;
    visitor.app.require(Right::Bill, On::Agreement(&agreement))?;
    let done = async {
        let (desk, id) = (visitor.once("POST /ar/{year}/sena-pengar", &fields), agreement.clone());
        if fields.step() == "skapa" {
            let number = fields.get("nummer").parse().unwrap_or(0);
            drop(desk.call(id, year, NewCall::LateMoney(number)).await?);
            return Ok::<_, Problem>(None);
        }
        let new = LateMoneyBody::parse(body(&fields).as_bytes())?;
        if fields.step() != "registrera" {
            return Ok(Some(visitor.app.late_money_effect(id, year, &new).await?));
        }
        Ok(desk.register_seen_late_money(id, year, new, fields.get("avtryck")).await?.err())
    };
    match done.await {
        Ok(None) => Ok(see(&address(&agreement, year, "/sena-pengar"))),
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
    effect: Option<LateEffect>,
    refused: Option<Refused>,
}

fn body(fields: &Fields) -> String {
    let mut members = vec![
        text("party", fields, "part"),
        ("amount", amount(fields.get("belopp"))),
        text("received_on", fields, "dag"),
    ];
    members.extend(fields.filled("skal").map(|_| text("reason", fields, "skal")));
    object(members)
}

async fn shown(visitor: &Visitor, agreement: &str, year: i32, given: &Given) -> Result<HttpResponse, Problem> {
    let (words, id) = (visitor.words, agreement.to_owned());
    let period = planned(visitor, agreement, year).await?.map(|(period, _)| period);
    let is_open = period.is_some_and(|period| matches!(period.status, Status::Adopted | Status::Settled));
    let registered = visitor.app.late_money(id.clone(), year).await?;
    let debts = visitor.app.late_money_debts(id.clone(), year).await?;
    let documents = late_list::documents(visitor, agreement, year).await?;
    let parties = visitor.app.reading(id, None, year).await?.agreement;
    let may = is_open && visitor.app.scope().may(Right::Bill, On::Agreement(agreement));
    let left = Ore::from_wide(debts.iter().map(|debt| debt.left.wide()).sum()).unwrap_or_default();
    let list = late_list::Registered { visitor, agreement, year, parties: &parties, documents: &documents, may };
    let content = html! {
        p.crumb { a href=(address(agreement, year, "")) { (t!(words, "year-title", year = year)) } }
        p.finding {
            @if debts.is_empty() { (t!(words, "late-none", year = year)) }
            @else { (t!(words, "late-finding", count = debts.len(), year = year, left = words.format().kronor_and_ore(left))) }
        }
        @if let Some(effect) = &given.effect { (does(words, &parties, effect)) }
        @if may && debts.iter().any(|debt| !debt.left.is_zero()) {
            (registering(visitor, agreement, year, &debts, given, !list.has_uncalled(&registered)))
        }
        @if !debts.is_empty() { (owing(words, &debts)) }
        @if !registered.is_empty() { (list.shown(&registered, given.refused.as_ref())) }
    };
    let title = t!(words, "late-title", year = year);
    let page = Page { title: &title, place: Some(Place::Years), actions: None, content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = given.refused.as_ref().map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

/// What a creditor is called.
pub(super) fn creditor(words: Words, parties: &Agreement, id: &str) -> String {
    if id == RESERVE { t!(words, "explain-reserve") } else { party_name(parties, id).to_owned() }
}

/// Who is given how much back.
pub(super) fn given_back<'b>(words: Words, parties: &Agreement, back: impl Iterator<Item = (&'b str, Ore)>) -> Markup {
    let format = words.format();
    html! {
        ul.list {
            @for (to, amount) in back {
                li { (t!(words, "late-back", to = creditor(words, parties, to), amount = format.kronor_and_ore(amount))) }
            }
        }
    }
}

fn does(words: Words, parties: &Agreement, effect: &LateEffect) -> Markup {
    let late = &effect.late;
    let (who, amount) = (party_name(parties, late.party.as_str()), words.format().kronor_and_ore(late.amount));
    html! {
        section.card #verkan aria-labelledby="verkan-rubrik" tabindex="-1" autofocus {
            h2 #verkan-rubrik { (t!(words, "late-does")) }
            p { (t!(words, "late-asked", party = who, amount = amount)) }
            (given_back(words, parties, late.back.iter().map(|(to, amount)| (to.as_str(), *amount))))
            p { (t!(words, "late-then")) }
        }
    }
}

fn registering(visitor: &Visitor, agreement: &str, year: i32, debts: &[Debt], given: &Given, is_next: bool) -> Markup {
    let words = visitor.words;
    let refused = given.refused.as_ref().filter(|refused| refused.fields.step() != "skapa");
    let form = Form::new(words, &NAMES, refused);
    let was = |field| given.fields.get(field);
    let among: Vec<Choice> =
        debts.iter().map(|debt| Choice { value: debt.party.to_string(), name: debt.name.clone() }).collect();
    let is_seen = given.effect.is_some();
    html! {
        section.card.read aria-labelledby="ny" {
            h2 #ny { (t!(words, "late-new")) }
            (form.reasons())
            p { (t!(words, "late-what")) }
            form method="post" action=(format!("/ar/{year}/sena-pengar")) {
                (form.hidden(visitor))
                input type="hidden" name="avtal" value=(agreement);
                @if let Some(effect) = &given.effect { input type="hidden" name="avtryck" value=(effect.fingerprint); }
                (form.choice("part", was("part"), &among, None))
                div.fields {
                    (form.number("belopp", was("belopp"), Some(key!("late-amount-how")), true))
                    (form.day("dag", was("dag"), None, true))
                }
                (form.text("skal", was("skal"), None, false))
                div.acts {
                    button.btn.btn-p[is_next && !is_seen] type="submit" name=(STEP_FIELD) value="se" { (t!(words, "contribution-look")) }
                    @if is_seen {
                        button.btn.btn-p type="submit" name=(STEP_FIELD) value="registrera" { (t!(words, "late-do")) }
                    }
                }
            }
        }
    }
}

/// Who owes what for the year.
fn owing(words: Words, debts: &[Debt]) -> Markup {
    let format = words.format();
    let title = t!(words, "late-debts");
    let table = html! {
        table.money {
            caption.sr { (title) }
            thead {
                tr {
                    th scope="col" { (t!(words, "start-party")) }
                    th.n scope="col" { (t!(words, "late-debt")) }
                    th.n scope="col" { (t!(words, "late-left")) }
                }
            }
            tbody {
                @for one in debts {
                    tr {
                        th scope="row" { (one.name) }
                        td.n data-name=(t!(words, "late-debt")) { (format.kronor_and_ore(one.debt)) }
                        td.n data-name=(t!(words, "late-left")) { (format.kronor_and_ore(one.left)) }
                    }
                }
            }
        }
    };
    html! { section.card aria-labelledby="skulder" { h2 #skulder { (title) } (scrolled(&title, &table)) } }
}
