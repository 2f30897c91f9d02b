//! `/ar/{year}/slutavrakning`: for each party what settling will do, before it is done; then the year is closed.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::NaiveDate;
use maud::{Markup, html};
use samfin_core::billing::document::Form as Paper;
use samfin_core::json::Json;
use samfin_core::{Ore, say};

use super::next::{Drafts, drafts_address, waiting};
use super::own::Own;
use super::seen::documents;
use super::table::{amounts, to_settle};
use super::{address, agreement_in, object, planned, required, text, year_form, year_of};
use crate::app::invoices::{NewCall, Whole};
use crate::app::periods::{Amounts, Left, Period, SettlementPreview, SettlementTold, Status};
use crate::app::scope::{On, Right};
use crate::http::bodies::PeriodSettlement;
use crate::http::problem::Problem;
use crate::web::form::{Choice, Refused, Sent, Step, see};
use crate::web::forms::Fields;
use crate::web::invoices::wording;
use crate::web::layout::{Page, Place};
use crate::web::money::about;
use crate::web::parts::listed;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, key, t};

/// Making the drafts of a settled year once more.
const AGAIN: &str = "skapa-igen";

/// What settling will do, or did.
#[get("/ar/{year}/slutavrakning")]
pub(in crate::web) async fn show_settlement(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let year = year_of(&year)?;
    let agreement = required(&visitor, &request).await?;
    shown(&visitor, &agreement, year, None).await
}

/// Settles or closes the year.
#[post("/ar/{year}/slutavrakning")]
pub(in crate::web) async fn settle_year(
    visitor: Visitor,
    year: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (year, Sent(fields)) = (year_of(&year)?, sent);
    let agreement = agreement_in(&fields)?;
    if fields.step() == "stang" && fields.get("bekrafta") != year.to_string() {
        let reason = t!(visitor.words, "settle-confirm-wrong", year = year);
        let refused = Refused::field(fields, "bekrafta", reason);
        return shown(&visitor, &agreement, year, Some(&refused)).await;
    }
    match carry_out(&visitor, &agreement, year, &fields).await {
        Ok(()) if fields.step() == AGAIN => Ok(see(&drafts_address(&agreement, year))),
        Ok(()) => Ok(see(&address(&agreement, year, "/slutavrakning"))),
        Err(problem) => {
            let refused = Refused::by(&super::YEAR, visitor.words, fields, problem)?;
            shown(&visitor, &agreement, year, Some(&refused)).await
        }
    }
}

async fn carry_out(visitor: &Visitor, agreement: &str, year: i32, fields: &Fields) -> Result<(), Problem> {
    let (desk, id) = (visitor.once("POST /ar/{year}/slutavrakning", fields), agreement.to_owned());
    match fields.step() {
        "slutavrakna" => {
            // The fingerprint is of one way of settling: each way has its own field.
            let print = if fields.get("rest") == "carry" { "avtryck-carry" } else { "avtryck-invoice" };
            let body = object(vec![
                ("fingerprint", Json::String(fields.get(print).into())),
                text("remainder", fields, "rest"),
                text("decision_reference", fields, "beslut"),
            ]);
            drop(desk.settle_period(id, year, fields.revision(), PeriodSettlement::parse(body.as_bytes())?).await?);
        }
        AGAIN => drop(desk.call(id, year, NewCall::Settlement).await?),
        "stang" => drop(desk.close_period(id, year, fields.revision()).await?),
        _ => {
            return Err(Problem::not_found(say!(
                "Formuläret säger inte vad som ska göras med året. Öppna sidan på nytt.",
                "The form does not say what is to be done with the year. Open the page anew."
            )));
        }
    }
    Ok(())
}

async fn shown(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    refused: Option<&Refused>,
) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let (period, snapshot) = planned(visitor, agreement, year).await?.unzip();
    let own = snapshot.as_ref().map(|snapshot| Own::of(snapshot, year)).transpose()?.unwrap_or_default();
    let bills = visitor.app.scope().may(Right::Bill, On::Agreement(agreement));
    let told = visitor.app.settlement(agreement.to_owned(), year, Some(Left::Invoice)).await?;
    let body = match (&told, &period) {
        (SettlementTold::Preview(preview), Some(period)) => {
            let carried = if bills && preview.open.is_empty() {
                visitor.app.settlement(agreement.to_owned(), year, Some(Left::Carry)).await.ok()
            } else {
                None
            };
            let carry = match &carried {
                Some(SettlementTold::Preview(carry)) => Some(carry.fingerprint.as_str()),
                _ => None,
            };
            let of_year = documents(visitor, agreement, year).await?;
            let drafts = match Drafts::of(visitor, &of_year) {
                Drafts::None if !preview.open.is_empty() => Drafts::Open,
                drafts => drafts,
            };
            let is_clear = preview.open.is_empty() && preview.affected.is_empty();
            let open: Vec<&Whole> = of_year.iter().filter(|one| preview.open.contains(&one.invoice.id)).collect();
            html! {
                p.finding {
                    (finding(words, &preview.amounts))
                    @for sentence in own.differences(words, &preview.amounts) { " " (sentence) }
                }
                (in_the_way(words, preview, &open))
                (beforehand(visitor, year, &preview.amounts))
                @if bills && !is_clear { (first(words, agreement, year, drafts)) }
                @if bills && preview.open.is_empty() { (settling(visitor, agreement, period, preview, carry, is_clear, refused)) }
                (parties(words, agreement, year, &preview.amounts, &own))
            }
        }
        (SettlementTold::Settled(settlement, amounts), Some(period)) => {
            let drafts = Drafts::of(visitor, &documents(visitor, agreement, year).await?);
            html! {
                p.finding { (t!(words, "settle-done", decision = settlement.decision_reference.as_str())) }
                @if bills && drafts != Drafts::None { (first(words, agreement, year, drafts)) }
                @if bills && period.status == Status::Settled { (again(visitor, agreement, period, refused)) (closing(visitor, agreement, period, drafts == Drafts::None, refused)) }
                (parties(words, agreement, year, amounts, &own))
            }
        }
        (_, None) => html! {},
    };
    let content = html! {
        p.crumb { a href=(address(agreement, year, "")) { (t!(words, "year-title", year = year)) } }
        (body)
    };
    let title = t!(words, "settle-title", year = year);
    let page = Page { title: &title, place: Some(Place::Years), actions: None, content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

/// How many pay more, and how many get back.
fn finding(words: Words, amounts: &Amounts) -> String {
    let more = amounts.parties.iter().filter(|party| to_settle(party) > Ore::ZERO).count();
    let back = amounts.parties.iter().filter(|party| to_settle(party) < Ore::ZERO).count();
    t!(words, "settle-finding", more = more, back = back)
}

/// What must be done before the year can be settled, and what the settlement leaves out.
fn in_the_way(words: Words, preview: &SettlementPreview, open: &[&Whole]) -> Markup {
    html! {
        @if !preview.open.is_empty() {
            div.errors.alarm {
                h2 { (t!(words, "settle-open", count = preview.open.len())) }
                // Those that the reader may open, by name: nobody else is helped by a link.
                ul.list {
                    @for draft in open.iter().take(10) {
                        @let document = &draft.invoice.document;
                        li { a href=(draft_address(draft)) { (wording::other(document)) ", " (about(words, document)) } }
                    }
                }
            }
        }
        @if !preview.affected.is_empty() {
            div.errors.alarm {
                h2 { (t!(words, "year-affected")) }
                ul.list { @for cause in &preview.affected { li { (cause.text().get(words.lang())) } } }
            }
        }
    }
}

/// Where a draft is opened; a payout has a page of its own.
fn draft_address(draft: &Whole) -> String {
    let pages = if draft.invoice.document.form == Paper::Payout { "/utbetalningar" } else { "/fakturor" };
    format!("{pages}/{}", draft.invoice.id)
}

/// What to know before settling, which does not stand in the way of it: what counts as budgeted, and that the year goes on.
fn beforehand(visitor: &Visitor, year: i32, amounts: &Amounts) -> Markup {
    let words = visitor.words;
    let unknown: Vec<&str> = amounts.costs.iter().filter(|cost| !cost.known).map(|cost| cost.name.as_str()).collect();
    let last = NaiveDate::from_ymd_opt(year, 12, 31).filter(|last| visitor.now().date() <= *last);
    html! {
        @if last.is_some() || !unknown.is_empty() {
            div.before {
                @if let Some(last) = last { p { (t!(words, "settle-early", year = year, day = words.format().date(last))) } }
                @if !unknown.is_empty() { p { (t!(words, "settle-unknown", count = unknown.len(), costs = listed(words, &unknown))) } }
            }
        }
    }
}

/// The way to what must be done first, or that it is for somebody else.
fn first(words: Words, agreement: &str, year: i32, drafts: Drafts) -> Markup {
    html! {
        @match drafts {
            Drafts::None => { p { a.btn.btn-p href=(address(agreement, year, "")) { (t!(words, "settle-correct-first")) } } }
            Drafts::Open => { p { a.btn.btn-p href=(drafts_address(agreement, year)) { (t!(words, "year-drafts-go")) } } }
            Drafts::Wait(_) => { (waiting(words, drafts, agreement, year)) }
        }
    }
}

fn parties(words: Words, agreement: &str, year: i32, of: &Amounts, own: &Own) -> Markup {
    let format = words.format();
    html! {
        section.card aria-labelledby="parter" {
            h2 #parter { (t!(words, "settle-parties")) }
            (amounts(words, agreement, year, of, own))
            ul.list {
                @for sentence in own.differences(words, of) { li { (sentence) } }
                @for party in &of.parties {
                    @let left = to_settle(party);
                    @if left > Ore::ZERO {
                        li { (t!(words, "settle-more", party = party.name.as_str(), amount = format.kronor_and_ore(left))) }
                    } @else if left < Ore::ZERO {
                        @let back = Ore::from_ore(-left.ore()).unwrap_or_default();
                        li { (t!(words, "settle-back", party = party.name.as_str(), amount = format.kronor_and_ore(back))) }
                    }
                    @if !party.to_receive.is_zero() {
                        li { (t!(words, "settle-receive", party = party.name.as_str(), amount = format.kronor_and_ore(party.to_receive))) }
                    }
                }
            }
        }
    }
}

fn settling(
    visitor: &Visitor,
    agreement: &str,
    period: &Period,
    preview: &SettlementPreview,
    carry: Option<&str>,
    is_next: bool,
    refused: Option<&Refused>,
) -> Markup {
    let words = visitor.words;
    let form = year_form(words, refused).step("slutavrakna");
    let mut ways = vec![Choice { value: "invoice".to_owned(), name: t!(words, "settle-invoice") }];
    ways.extend(carry.map(|_| Choice { value: "carry".to_owned(), name: t!(words, "settle-carry") }));
    form.folded(
        visitor,
        &Step {
            name: t!(words, "settle-do"),
            what: html! { p { (t!(words, "settle-what")) } },
            address: &format!("/ar/{}/slutavrakning", period.year),
            revision: Some(period.revision),
            fields: html! {
                input type="hidden" name="avtal" value=(agreement);
                input type="hidden" name="avtryck-invoice" value=(preview.fingerprint);
                @if let Some(carry) = carry { input type="hidden" name="avtryck-carry" value=(carry); }
                (form.choice("rest", "invoice", &ways, None))
                (form.noted("beslut", "", key!("year-decision-how"), 200))
            },
            is_next,
        },
    )
}

/// Making the drafts again: of what they rest on something has changed, or one of them was discarded.
fn again(visitor: &Visitor, agreement: &str, period: &Period, refused: Option<&Refused>) -> Markup {
    let words = visitor.words;
    year_form(words, refused).step(AGAIN).folded(
        visitor,
        &Step {
            name: t!(words, "settle-again"),
            what: html! { p { (t!(words, "settle-again-what")) } },
            address: &format!("/ar/{}/slutavrakning", period.year),
            revision: None,
            fields: html! { input type="hidden" name="avtal" value=(agreement); },
            is_next: false,
        },
    )
}

fn closing(visitor: &Visitor, agreement: &str, period: &Period, is_next: bool, refused: Option<&Refused>) -> Markup {
    let words = visitor.words;
    let form = year_form(words, refused).step("stang");
    form.folded(
        visitor,
        &Step {
            name: t!(words, "settle-close"),
            what: html! { p { (t!(words, "settle-close-what")) } },
            address: &format!("/ar/{}/slutavrakning", period.year),
            revision: Some(period.revision),
            fields: html! {
                input type="hidden" name="avtal" value=(agreement);
                (form.noted("bekrafta", "", key!("settle-confirm-how"), 4))
            },
            is_next,
        },
    )
}
