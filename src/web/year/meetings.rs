//! `/ar/{year}/moten`: the days on which the forums meet, which stand in the agreement's calendar.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};
use samfin_core::agreement::Body;
use samfin_core::json::Json;

use super::{address, agreement_in, required, year_of};
use crate::app::Error;
use crate::app::budgets::Expected;
use crate::app::meetings::{Meeting, Meetings};
use crate::app::scope::{On, Right};
use crate::http::meetings::MeetingsBody;
use crate::http::problem::Problem;
use crate::web::form::{Form, Many, Names, Sent, revision, see};
use crate::web::forms::Fields;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::{Key, Words, key, t};

/// The fields of each forum; the first is which one it is.
const EACH: [&str; 2] = ["forum", "dagar"];

static NAMES: Names = Names { field, label, stale: key!("meetings-stale") };

/// Whatever is wrong with a meeting is wrong in its forum's days.
fn field(pointer: &str) -> Option<&'static str> {
    pointer.starts_with("/meetings/").then_some("dagar")
}

fn label(_: &str) -> Key {
    key!("meetings-days")
}

/// The meetings of a year.
#[get("/ar/{year}/moten")]
pub(in crate::web) async fn show_meetings(
    visitor: Visitor,
    request: HttpRequest,
    year: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let year = year_of(&year)?;
    let agreement = required(&visitor, &request).await?;
    shown(&visitor, &agreement, year, None).await
}

/// Writes all of them.
#[post("/ar/{year}/moten")]
pub(in crate::web) async fn write_meetings(
    visitor: Visitor,
    year: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (year, Sent(fields)) = (year_of(&year)?, sent);
    let agreement = agreement_in(&fields)?;
    visitor.app.require(Right::Write, On::Agreement(&agreement))?;
    let each = fields.each(&EACH);
    // Which forum each meeting was written under.
    let of: Vec<(usize, String)> =
        each.iter().enumerate().flat_map(|(at, one)| days(one).map(move |day| (at, day.to_owned()))).collect();
    let done = async {
        let meetings = MeetingsBody::parse(body(&each, &of).to_text().as_bytes())?;
        let expected = match fields.revision() {
            0 => Expected::TheFirst,
            read => Expected::Revision(read),
        };
        let desk = visitor.once("POST /ar/{year}/moten", &fields);
        Ok::<_, Problem>(desk.put_meetings(agreement.clone(), year, meetings, expected).await?)
    };
    match done.await {
        Ok(_) => Ok(see(&address(&agreement, year, "/moten"))),
        Err(problem) => {
            let place = |pointer: &str| {
                let at = pointer.strip_prefix("/meetings/")?.split('/').next()?.parse::<usize>().ok()?;
                of.get(at).map(|(forum, _)| (*forum, pointer.to_owned()))
            };
            let refused = Many::by(&NAMES, visitor.words, each, problem, place)?;
            shown(&visitor, &agreement, year, Some(&refused)).await
        }
    }
}

/// The days that were written, one a line or with commas between; what is no day is refused as the API refuses it.
fn days(fields: &Fields) -> impl Iterator<Item = &str> {
    fields.get("dagar").split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|day| !day.is_empty())
}

fn body<'f>(each: &'f [Fields], of: &'f [(usize, String)]) -> Json<'f> {
    let one = |(forum, day): &'f (usize, String)| {
        let body = each.get(*forum).map_or("", |fields| fields.get("forum"));
        Json::Object(vec![("body".into(), Json::String(body.into())), ("on".into(), Json::String(day.as_str().into()))])
    };
    Json::Object(vec![("meetings".into(), Json::Array(of.iter().map(one).collect()))])
}

async fn shown(visitor: &Visitor, agreement: &str, year: i32, refused: Option<&Many>) -> Result<HttpResponse, Problem> {
    let (words, id) = (visitor.words, agreement.to_owned());
    let written = match visitor.app.meetings(id.clone(), year).await {
        Ok(meetings) => Some(meetings),
        Err(Error::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let bodies = visitor.app.reading(id, None, year).await?.agreement.bodies;
    let may = visitor.app.scope().may(Right::Write, On::Agreement(agreement)) && !bodies.is_empty();
    let count = written.as_ref().map_or(0, |meetings| meetings.days.len());
    let content = html! {
        p.crumb { a href=(address(agreement, year, "")) { (t!(words, "year-title", year = year)) } }
        @if let Some(refused) = refused { (reasons(visitor, &bodies, refused)) }
        p.finding {
            @if bodies.is_empty() { (t!(words, "meetings-no-bodies")) } @else { (t!(words, "meetings-finding", count = count, year = year)) }
        }
        @if may { (form(visitor, agreement, year, &bodies, written.as_ref(), refused)) }
        @else { (read(visitor, &bodies, written.as_ref())) }
        p.card-links {
            a href=(format!("/api/v1/agreements/{agreement}/calendar")) { (t!(words, "meetings-calendar")) }
            @if visitor.app.scope().may(Right::ShareLinks, On::Agreement(agreement)) {
                " · " a href="/delade#kalender" { (t!(words, "meetings-subscribe")) }
            }
        }
    };
    let title = t!(words, "meetings-title", year = year);
    let page = Page { title: &title, place: Some(Place::Years), actions: None, content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn reasons(visitor: &Visitor, bodies: &[Body], refused: &Many) -> Markup {
    let form = |(at, body): (usize, &'_ Body)| (body.name.clone(), Form::new(visitor.words, &NAMES, refused.of(at)));
    refused.reasons(
        visitor.words,
        bodies.iter().enumerate().map(|(at, body)| {
            let (name, known) = form((at, body));
            (name, known.of(body.id.as_str()))
        }),
    )
}

/// When a forum meets.
fn of_body<'m>(written: Option<&'m Meetings>, body: &'m Body) -> impl Iterator<Item = &'m Meeting> {
    written.into_iter().flat_map(|meetings| &meetings.days).filter(move |meeting| meeting.body == body.id)
}

fn form(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    bodies: &[Body],
    written: Option<&Meetings>,
    refused: Option<&Many>,
) -> Markup {
    let words = visitor.words;
    html! {
        form method="post" action=(format!("/ar/{year}/moten")) {
            (Form::new(words, &NAMES, None).hidden(visitor))
            input type="hidden" name="avtal" value=(agreement);
            (revision(written.map_or(0, |meetings| meetings.revision)))
            @for (at, body) in bodies.iter().enumerate() {
                @let id = format!("forum-{}", body.id);
                @let usual = of_body(written, body).map(|meeting| meeting.on.to_string()).collect::<Vec<_>>().join("\n");
                section.card.read aria-labelledby=(id) {
                    h2 id=(id) { (body.name) }
                    p.u { (t!(words, "meetings-agreed", count = agreed(words, body))) }
                    input type="hidden" name="forum" value=(body.id);
                    (Form::new(words, &NAMES, refused.and_then(|many| many.of(at))).of(body.id.as_str())
                        .text("dagar", &usual, Some(key!("meetings-days-how")), false))
                }
            }
            div.acts { button.btn.btn-p type="submit" { (t!(words, "people-save")) } }
        }
    }
}

/// How many times a year a forum meets by the agreement.
fn agreed(words: Words, body: &Body) -> String {
    let count = body.meetings_per_year.normalize();
    words.format().number(count, count.scale())
}

/// The days, for those who do not write them.
fn read(visitor: &Visitor, bodies: &[Body], written: Option<&Meetings>) -> Markup {
    let format = visitor.words.format();
    html! {
        @for body in bodies {
            @let id = format!("forum-{}", body.id);
            section.card aria-labelledby=(id) {
                h2 id=(id) { (body.name) }
                ul.list { @for meeting in of_body(written, body) { li { (format.date(meeting.on)) } } }
            }
        }
    }
}
